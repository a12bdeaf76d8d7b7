#include "judging/confine.h"

#include "base/ceiling.h"
#include "base/sanitized.h"

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#ifdef __linux__
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

const char *confine_sentence(Confinement confinement) {
  switch (confinement) {
  case CONFINE_WHOLE: break;
  case CONFINE_SANITIZED: return "with a wider filter and without a limit of memory, because this build has sanitizers";
  case CONFINE_LIMITED: return "with limits alone, because this system offers no filter of system calls";
  }
  return NULL;
}

/* ---- files and environment ---- */

static char **command_line;

void confine_words(char **words) { command_line = words; }

/* The texts themselves, not only the way to them. */
static void empty(char **texts) {
  for (char **text = texts; text && *text; text++) memset(*text, 0, strlen(*text));
}

static void empty_words(void) {
  static const char name[] = "sinew: judge";
  extern char **environ;
  size_t len = command_line && *command_line ? strlen(*command_line) : 0;
  empty(environ), empty(command_line);
  if (environ) *environ = NULL;
  if (len) memcpy(*command_line, name, len < sizeof name ? len : sizeof name - 1);
  command_line = NULL;
}

static void close_from(int first) {
#if defined __linux__ && defined SYS_close_range
  if (syscall(SYS_close_range, first, ~0U, 0) == 0) return;
#endif
  long most = sysconf(_SC_OPEN_MAX);
  for (int fd = first; fd < (most > 0 && most < 65536 ? most : 65536); fd++) close(fd);
}

bool confine_files(int socket) {
  empty_words();
  if (socket != CONFINE_SOCKET && dup2(socket, CONFINE_SOCKET) != CONFINE_SOCKET) return false;
  if (SANITIZED) { /* which report on standard error */
    close(STDOUT_FILENO);
    close_from(STDERR_FILENO + 1);
    return true;
  }
  close_from(CONFINE_SOCKET + 1);
  return true;
}

bool confine_to_parent(int parent) {
#ifdef __linux__
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return false;
#endif
  return getppid() == parent;
}

/* ---- limits ---- */

typedef struct Limit {
  int what;
  rlim_t most;
} Limit;

static bool set_limits(void) {
  static const Limit limits[] = {
      {RLIMIT_CORE, 0},     {RLIMIT_CPU, CONFINE_SECONDS},
#ifdef RLIMIT_NPROC
      {RLIMIT_NPROC, 0},
#endif
#ifdef RLIMIT_MEMLOCK
      {RLIMIT_MEMLOCK, 0},
#endif
#ifdef RLIMIT_MSGQUEUE
      {RLIMIT_MSGQUEUE, 0},
#endif
  };
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
    if (setrlimit(limits[i].what, &(struct rlimit){limits[i].most, limits[i].most}) != 0) return false;
  if (SANITIZED) return true; /* shadow memory takes terabytes of addresses; reports open and write files */
  static const rlim_t memory = WORKER_MEMORY;
  return setrlimit(RLIMIT_AS, &(struct rlimit){memory, memory}) == 0 &&
         setrlimit(RLIMIT_FSIZE, &(struct rlimit){0, 0}) == 0 && setrlimit(RLIMIT_NOFILE, &(struct rlimit){0, 0}) == 0;
}

/* ---- filter ---- */

#ifdef __linux__

#if defined __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE

typedef enum { CHECK_NONE, CHECK_EQUAL, CHECK_CLEAR, CHECK_SET } CheckKind;

typedef struct Check { /* of the lower half of an argument */
  CheckKind kind;
  unsigned argument;
  uint32_t value;
} Check;

typedef struct Call {
  int number;
  Check checks[2];
} Call;

#define NOT_TO_RUN                                                                                                     \
  { CHECK_CLEAR, 2, PROT_EXEC }

/* What judging calls: its socket, memory, the clock where the kernel has to be asked, and the end. */
static const Call allowed[] = {
    {SYS_read, {{CHECK_EQUAL, 0, CONFINE_SOCKET}}},
    {SYS_write, {{CHECK_EQUAL, 0, CONFINE_SOCKET}}},
    {SYS_writev, {{CHECK_EQUAL, 0, CONFINE_SOCKET}}},
    {SYS_mmap, {NOT_TO_RUN, {CHECK_SET, 3, MAP_ANONYMOUS}}},
    {SYS_mprotect, {NOT_TO_RUN}},
    {.number = SYS_munmap},
    {.number = SYS_mremap},
    {.number = SYS_madvise},
    {.number = SYS_brk},
    {.number = SYS_clock_gettime},
    {.number = SYS_futex},
    {.number = SYS_rt_sigreturn},
    {.number = SYS_exit},
    {.number = SYS_exit_group},
};

/* A build with sanitizers reads its own maps and writes reports: there only these are forbidden. */
static const int forbidden[] = {
    SYS_execve,
    SYS_execveat,
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kill,
    SYS_tkill,
    SYS_setsid,
    SYS_mount,
    SYS_unlinkat,
    SYS_renameat,
    SYS_linkat,
#ifdef SYS_fork
    SYS_fork,
    SYS_vfork,
    SYS_unlink,
    SYS_rename,
#endif
    SYS_clone,
#ifdef SYS_clone3
    SYS_clone3,
#endif
};

enum { PROGRAM_MOST = 160 };

typedef struct Program {
  struct sock_filter steps[PROGRAM_MOST];
  unsigned short count;
} Program;

static void add(Program *p, uint16_t code, uint32_t k, uint8_t yes, uint8_t no) {
  if (p->count < PROGRAM_MOST) p->steps[p->count++] = (struct sock_filter){code, yes, no, k};
}

static void load(Program *p, size_t offset) { add(p, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0); }

static void end_with(Program *p, uint32_t action) { add(p, BPF_RET | BPF_K, action, 0, 0); }

/* An argument that is not as it must be ends the process. */
static void add_check(Program *p, const Check *check) {
  static const size_t low = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 0 : 4;
  load(p, offsetof(struct seccomp_data, args) + 8 * (size_t)check->argument + low);
  bool equal = check->kind == CHECK_EQUAL, clear = check->kind == CHECK_CLEAR;
  add(p, BPF_JMP | BPF_K | (equal ? BPF_JEQ : BPF_JSET), check->value, clear ? 0 : 1, clear ? 1 : 0);
  end_with(p, SECCOMP_RET_KILL_PROCESS);
}

static size_t steps_of(const Call *call) {
  size_t count = 1;
  for (size_t i = 0; i < 2; i++) count += call->checks[i].kind ? 3 : 0;
  return count;
}

static void add_call(Program *p, const Call *call) {
  add(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call->number, 0, (uint8_t)steps_of(call));
  for (size_t i = 0; i < 2; i++)
    if (call->checks[i].kind) add_check(p, &call->checks[i]);
  end_with(p, SECCOMP_RET_ALLOW);
}

/* Calls of another architecture and of the 32-bit numbering first: their numbers mean something else. */
static void write_program(Program *p) {
  load(p, offsetof(struct seccomp_data, arch));
  add(p, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
  end_with(p, SECCOMP_RET_KILL_PROCESS);
  load(p, offsetof(struct seccomp_data, nr));
  add(p, BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);
  end_with(p, SECCOMP_RET_KILL_PROCESS);
  for (size_t i = 0; !SANITIZED && i < sizeof allowed / sizeof *allowed; i++) add_call(p, &allowed[i]);
  for (size_t i = 0; SANITIZED && i < sizeof forbidden / sizeof *forbidden; i++) {
    add(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)forbidden[i], 0, 1);
    end_with(p, SECCOMP_RET_KILL_PROCESS);
  }
  end_with(p, SANITIZED ? SECCOMP_RET_ALLOW : SECCOMP_RET_KILL_PROCESS);
}

static bool set_filter(void) {
  Program p = {.count = 0};
  write_program(&p);
  const struct sock_fprog program = {.len = p.count, .filter = p.steps};
  return p.count < PROGRAM_MOST && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

#else
static bool set_filter(void) { return false; }
#endif

bool confine(Confinement *out) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return false;
  if (!set_limits()) return false;
  *out = !set_filter() ? CONFINE_LIMITED : SANITIZED ? CONFINE_SANITIZED : CONFINE_WHOLE;
  return true;
}

#else

bool confine(Confinement *out) {
  *out = CONFINE_LIMITED;
  return set_limits();
}

#endif
