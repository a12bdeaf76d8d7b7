/* What a confined process cannot do, tried from inside; what it holds, looked at from outside; and what becomes of a
 * worker that dies, hangs or lies while it judges. */
#define _GNU_SOURCE
#include "base/sanitized.h"
#include "judging.h"
#include "judging/worker.h"
#include "judging/zygote.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* ---- tried from inside ---- */

enum { SURVIVED = 42, NO_MEMORY = 43 };

static void try_open(void) { syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY, 0); }
static void try_create(void) { syscall(SYS_openat, AT_FDCWD, "/tmp/sinew-confined", O_CREAT | O_WRONLY, 0600); }
static void try_proc(void) { syscall(SYS_openat, AT_FDCWD, "/proc/self/mem", O_RDWR, 0); }
static void try_socket(void) { syscall(SYS_socket, AF_INET, SOCK_STREAM, 0); }
static void try_connect(void) { syscall(SYS_connect, CONFINE_SOCKET, "", 0); }
static void try_exec(void) { syscall(SYS_execve, "/bin/true", NULL, NULL); }
static void try_fork(void) { syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); }
static void try_kill(void) { syscall(SYS_kill, getppid(), SIGKILL); }
static void try_kill_all(void) { syscall(SYS_kill, -1, SIGKILL); }
static void try_ptrace(void) { syscall(SYS_ptrace, PTRACE_TRACEME, 0, 0, 0); }
static void try_peek(void) { syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0); }
static void try_run_memory(void) {
  syscall(SYS_mmap, NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}
static void try_make_runnable(void) {
  syscall(SYS_mprotect, (uintptr_t)&try_open & ~(uintptr_t)4095, 4096, PROT_READ | PROT_EXEC);
}
static void try_map_file(void) { syscall(SYS_mmap, NULL, 4096, PROT_READ, MAP_PRIVATE, CONFINE_SOCKET, 0); }
static void try_other_read(void) { syscall(SYS_read, 3, NULL, 0); }
static void try_error_output(void) { syscall(SYS_write, STDERR_FILENO, "x", 1); }
static void try_limits(void) { syscall(SYS_prlimit64, 0, RLIMIT_AS, NULL, NULL); }
static void try_filter(void) { syscall(SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0); }
static void try_unlink(void) { syscall(SYS_unlinkat, AT_FDCWD, "/tmp/sinew-confined", 0); }
static void try_memory(void) {
  enum { STEP = 16 << 20 };
  for (size_t i = 0; i < (size_t)4 * WORKER_MEMORY; i += STEP) {
    char *more = malloc(STEP);
    if (!more) _exit(NO_MEMORY);
    memset(more, 1, STEP);
  }
}
static void try_nothing(void) {}

typedef struct Attempt {
  const char *name;
  void (*run)(void);
  int signal, code; /* how it ends; signal 0: by this code */
  bool sanitized;   /* holds in a build with sanitizers, too */
} Attempt;

static const Attempt attempts[] = {
    {"open", try_open, SIGSYS, 0, false},
    {"create", try_create, SIGSYS, 0, false},
    {"read /proc", try_proc, SIGSYS, 0, false},
    {"socket", try_socket, SIGSYS, 0, true},
    {"connect", try_connect, SIGSYS, 0, true},
    {"exec", try_exec, SIGSYS, 0, true},
    {"fork", try_fork, SIGSYS, 0, true},
    {"kill the parent", try_kill, SIGSYS, 0, true},
    {"kill everybody", try_kill_all, SIGSYS, 0, true},
    {"ptrace", try_ptrace, SIGSYS, 0, true},
    {"read the parent's memory", try_peek, SIGSYS, 0, true},
    {"map memory to run", try_run_memory, SIGSYS, 0, false},
    {"make memory runnable", try_make_runnable, SIGSYS, 0, false},
    {"map a file", try_map_file, SIGSYS, 0, false},
    {"read another descriptor", try_other_read, SIGSYS, 0, false},
    {"write to standard error", try_error_output, SIGSYS, 0, false},
    {"look at limits", try_limits, SIGSYS, 0, false},
    {"undo what was given up", try_filter, SIGSYS, 0, false},
    {"unlink", try_unlink, SIGSYS, 0, true},
    {"take memory without end", try_memory, 0, NO_MEMORY, false},
    {"nothing", try_nothing, 0, SURVIVED, true},
};

static void attempt_life(Mark *mark, const void *context) {
  (void)mark, (void)context;
  Confinement confinement;
  unsigned char which;
  if (!confine(&confinement) || read(CONFINE_SOCKET, &which, 1) != 1) _exit(1);
  attempts[which].run();
  _exit(SURVIVED);
}

/* Each test stands in a process of its own, for the first zygote stays. */
static void in_own_process(void (*test)(void)) {
  int status;
  fflush(NULL);
  pid_t pid = fork();
  assert_true(pid >= 0);
  if (pid == 0) {
    test();
    _exit(0);
  }
  assert_int_equal(waitpid(pid, &status, 0), pid);
  assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* For tests in a process of their own: cmocka's do not end it. */
static void must(bool held, const char *what) {
  if (held) return;
  fprintf(stderr, "# failed: %s\n", what);
  _exit(1);
}

static void try_all(void) {
  Err err = {0};
  must(zygote_start(attempt_life, NULL, &err), "start");
  for (size_t i = 0; i < ARRAY_LEN(attempts); i++) {
    const Attempt *a = &attempts[i];
    unsigned char which = (unsigned char)i;
    char end;
    Child child;
    if (SANITIZED && !a->sanitized) continue;
    must(zygote_fork(&child, &err), "fork");
    must(write(child.fd, &which, 1) == 1, "ask");
    must(read(child.fd, &end, 1) == 0, "end"); /* until it is gone */
    int status = zygote_end(&child);
    bool as_told = a->signal ? WIFSIGNALED(status) && WTERMSIG(status) == a->signal
                             : WIFEXITED(status) && WEXITSTATUS(status) == a->code;
    if (!as_told) fprintf(stderr, "# %s: status %x\n", a->name, (unsigned)status);
    must(as_told, a->name);
  }
}

static void every_barrier_holds_from_inside(void **state) {
  (void)state;
  in_own_process(try_all);
}

/* ---- looked at from outside ---- */

static void wait_life(Mark *mark, const void *context) {
  (void)mark, (void)context;
  Confinement confinement;
  char byte;
  if (!confine(&confinement) || write(CONFINE_SOCKET, "x", 1) != 1) _exit(1);
  _exit(read(CONFINE_SOCKET, &byte, 1) == 0 ? 0 : 1);
}

static size_t count_open(int pid) {
  char path[64];
  size_t count = 0;
  snprintf(path, sizeof path, "/proc/%d/fd", pid);
  DIR *dir = opendir(path);
  must(dir, "open files are seen");
  for (struct dirent *entry; (entry = readdir(dir));) count += *entry->d_name != '.';
  closedir(dir);
  return count;
}

/* How many bytes of a file of /proc are not NUL. */
static size_t count_bytes(int pid, const char *name, char *text, size_t size) {
  char path[64];
  size_t count = 0;
  snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
  int fd = open(path, O_RDONLY);
  must(fd >= 0, path);
  ssize_t got = read(fd, text, size - 1);
  for (ssize_t i = 0; i < got; i++) count += text[i] != '\0';
  text[got > 0 ? got : 0] = '\0';
  close(fd);
  return count;
}

static void look_at_worker(void) {
  static char text[1 << 16];
  Err err = {0};
  Child child;
  char byte;
  must(setenv("SINEW_SECRET", "Quillfeather", 1) == 0, "environment");
  must(open("/etc/passwd", O_RDONLY) >= 0, "a file that must not be handed on");
  must(zygote_start(wait_life, NULL, &err) && zygote_fork(&child, &err), "start");
  must(read(child.fd, &byte, 1) == 1, "it is there");
  must(count_open(child.pid) == (SANITIZED ? 2 : 1), "its socket is all that it holds");
  must(count_bytes(child.pid, "environ", text, sizeof text) == 0, "the environment is empty");
  count_bytes(child.pid, "status", text, sizeof text);
  must(strstr(text, "Seccomp:\t2"), "the filter is on");
  must(strstr(text, "NoNewPrivs:\t1"), "no new privileges");
  must(zygote_end(&child) != -1, "end");
}

static void a_worker_holds_its_socket_and_nothing_else(void **state) {
  (void)state;
  if (geteuid() != 0) skip();
  in_own_process(look_at_worker);
}

static void work_life(Mark *mark, const void *context) {
  (void)mark, (void)context;
  for (volatile clock_t start = clock(); clock() - start < CLOCKS_PER_SEC / 5;) {
  }
  must(write(CONFINE_SOCKET, "x", 1) == 1, "tell");
}

/* Of the processor, in microseconds. */
static long time_of_children(void) {
  struct rusage usage;
  must(getrusage(RUSAGE_CHILDREN, &usage) == 0, "usage");
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000L + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static void add_up_time(void) {
  Err err = {0};
  Child child;
  char byte;
  must(zygote_start(work_life, NULL, &err) && zygote_fork(&child, &err), "start");
  must(read(child.fd, &byte, 1) == 1, "it has worked");
  zygote_end(&child);
  must(time_of_children() == 0, "not yet");
  zygote_stop();
  must(time_of_children() > 150000, "its time counts as ours");
  must(zygote_start(wait_life, NULL, &err) && zygote_fork(&child, &err), "start again");
  must(read(child.fd, &byte, 1) == 1, "another life");
  zygote_stop();
  must(kill(child.pid, 0) != 0 || read(child.fd, &byte, 1) == 0, "none is left");
}

static void the_time_of_workers_is_the_programs(void **state) {
  (void)state;
  in_own_process(add_up_time);
}

/* ---- judging ---- */

static int parent_of(int pid) {
  char text[4096], path[64];
  int parent = 0;
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  int fd = open(path, O_RDONLY);
  if (fd < 0) return 0;
  ssize_t got = read(fd, text, sizeof text - 1);
  close(fd);
  text[got > 0 ? got : 0] = '\0';
  const char *after = strrchr(text, ')');
  return after && sscanf(after, ") %*c %d", &parent) == 1 ? parent : 0;
}

/* The process whose parent's parent is this one; 0: there is none. */
static int find_worker(int of) {
  int found = 0;
  DIR *dir = opendir("/proc");
  assert_non_null(dir);
  for (struct dirent *entry; (entry = readdir(dir));) {
    int pid = atoi(entry->d_name), parent = pid ? parent_of(pid) : 0;
    if (parent > 1 && parent_of(parent) == of) found = pid;
  }
  closedir(dir);
  return found;
}

/* Sends a signal to the worker a while from now. */
static pid_t strike(int worker, int signal_number, useconds_t after) {
  pid_t pid = fork();
  if (pid != 0) return pid;
  usleep(after);
  kill(worker, signal_number);
  _exit(0);
}

/* One rule that takes a good while, and one that does not. */
static const char *slow_pack(Arena *a) {
  Text t = {.arena = a};
  text_add(&t, "return pack { id = \"slow\", version = \"1\", title = \"t\",\n"
               "rule { id = \"quick\", title = \"Quick\", when = age():above(years(18)), advise = \"hold_load\",\n"
               " cite = { \"convention\" }, evidence = \"weak\" },\n"
               "rule { id = \"long\", title = \"Long\", when = any {\n");
  for (int i = 0; i < 400; i++)
    text_addf(&t, "fn { needs = {}, function(p) local x = %d for i = 1, 20000 do x = x + i end return x < 0 end },\n",
              i);
  text_add(&t, "}, advise = \"hold_load\", cite = { \"convention\" }, evidence = \"weak\" } }\n");
  return text_get(&t);
}

static Bench *open_slow(Case *c) {
  PackInfo info;
  Bench *b = bench_open();
  const char *text = slow_pack(&b->arena);
  bool loaded = bench_load(b, "slow.lua", text, strlen(text), &info);
  for (size_t i = 0; !loaded && i < b->diags.list.count; i++) diag_print(stderr, &b->diags.list.items[i]);
  if (!loaded) print_error("%s\n", b->err.text);
  assert_true(loaded);
  *c = bench_case(b, &b->arena, "{\"patient\":{\"id\":\"P7\",\"age\":30},\"date\":\"2026-11-20\"}");
  return b;
}

static void a_crash_names_pack_rule_and_patient_and_the_third_bans_the_rule(void **state) {
  (void)state;
  Case c;
  Bench *b = open_slow(&c);
  Result result = bench_judge(b, &b->arena, &c), again;
  assert_non_null(bench_finding(&result, "quick", SIDE_BOTH));
  for (int i = 0; i < 3; i++) {
    Err err = {0};
    int worker = find_worker(getpid());
    assert_true(worker > 0);
    pid_t striker = strike(worker, SIGSEGV, 20000);
    assert_false(judge_evaluate(b->judge, &b->arena, &c, &again, &err));
    waitpid(striker, NULL, 0);
    assert_int_equal(err.kind, ERR_SCRIPT);
    assert_string_equal(err.where, "slow.lua");
    assert_non_null(strstr(err.text, "pack 'slow', rule 'long', patient P7: the process that judges crashed"));
    assert_true(!strstr(err.text, "third time") == (i < 2));
    err = (Err){0};
    assert_true(judge_evaluate(b->judge, &b->arena, &c, &again, &err)); /* the packs are there again */
  }
  const Finding *long_one = bench_finding(&again, "long", SIDE_BOTH);
  assert_non_null(long_one);
  assert_int_equal(long_one->truth, TRUTH_UNKNOWN);
  bool told = false;
  for (size_t i = 0; i < again.remark_count; i++) told = told || strstr(again.remarks[i].text, "not called any more");
  assert_true(told);
  bench_close(b);
}

static void a_hang_ends_at_the_deadline_and_a_kill_from_outside_is_nobodys_fault(void **state) {
  (void)state;
  Case c;
  Result result, again;
  Err err = {0};
  Bench *b = open_slow(&c);
  result = bench_judge(b, &b->arena, &c);
  assert_int_equal(setenv("SINEW_DEADLINE", "1", 1), 0);
  pid_t striker = strike(find_worker(getpid()), SIGSTOP, 20000);
  int64_t before = letter_now();
  assert_false(judge_evaluate(b->judge, &b->arena, &c, &again, &err));
  waitpid(striker, NULL, 0);
  assert_int_equal(err.kind, ERR_LIMIT);
  assert_non_null(strstr(err.text,
                         "pack 'slow', rule 'long', patient P7: the process that judges did not come to an end "
                         "within 1 s"));
  assert_in_range(letter_now() - before, 900, 20000);
  assert_int_equal(unsetenv("SINEW_DEADLINE"), 0);
  err = (Err){0};
  assert_true(judge_evaluate(b->judge, &b->arena, &c, &again, &err));
  striker = strike(find_worker(getpid()), SIGKILL, 20000);
  assert_true(judge_evaluate(b->judge, &b->arena, &c, &again, &err));
  waitpid(striker, NULL, 0);
  assert_string_equal(bench_line(b, &b->arena, &c, &result), bench_line(b, &b->arena, &c, &again));
  bench_close(b);
}

/* ---- the hostile corpus ---- */

static void same_mistakes(const Diags *there, const Diags *here) {
  assert_int_equal(there->list.count, here->list.count);
  for (size_t i = 0; i < there->list.count; i++) {
    const Diag *a = &there->list.items[i], *b = &here->list.items[i];
    assert_string_equal(a->text, b->text);
    assert_true(a->line == b->line && a->column == b->column && a->level == b->level);
    assert_true(text_equal(a->hint, b->hint) && text_equal(a->source_line, b->source_line));
  }
}

/* By a worker and in this process: the same faults, and the same result where there is one. */
static bool load_both(Bench *b, Arena *a, const char *path) {
  FileText file;
  PackInfo info;
  Err there = {0}, here = {0};
  Diags told = {.arena = a}, known = {.arena = a};
  const Case c = bench_case(b, a, "{\"patient\":{\"id\":\"P7\",\"age\":30},\"date\":\"2026-11-20\"}");
  Result results[2];
  assert_true(file_read(a, path, path, 1 << 20, &file, &b->err));
  const PackSource source = {path, file.text, file.size};
  Judge *judge = judge_open(&b->catalog);
  Arbiter *arbiter = arbiter_open(&b->catalog);
  bool loaded = judge_load(judge, a, &source, &info, &told, &there);
  assert_int_equal(loaded, arbiter_load(arbiter, a, &source, &info, &known, &here));
  if (strcmp(there.text, here.text) != 0) print_error("%s: %s, but %s\n", path, there.text, here.text);
  assert_true(there.kind == here.kind && strcmp(there.text, here.text) == 0 && strcmp(there.where, here.where) == 0);
  same_mistakes(&told, &known);
  assert_true(judge_evaluate(judge, a, &c, &results[0], &there) || !loaded);
  assert_true(arbiter_evaluate(arbiter, a, &c, &results[1], &here) || !loaded);
  if (loaded) assert_string_equal(bench_line(b, a, &c, &results[0]), bench_line(b, a, &c, &results[1]));
  judge_close(judge), arbiter_close(arbiter);
  return loaded;
}

static void hostile_packs_end_in_a_worker_as_they_do_here(void **state) {
  (void)state;
  Bench *b = bench_open();
  Arena a = {0};
  size_t loaded = 0, refused = 0;
  DIR *dir = opendir("tests/hostile");
  assert_non_null(dir);
  for (struct dirent *entry; (entry = readdir(dir));) {
    if (!strstr(entry->d_name, ".lua")) continue;
    bool good = load_both(b, &a, arena_printf(&a, "tests/hostile/%s", entry->d_name));
    loaded += good, refused += !good;
    arena_reset(&a);
  }
  closedir(dir);
  print_message("# %zu loaded, %zu refused\n", loaded, refused);
  assert_true(loaded >= 30 && refused >= 30);
  arena_free(&a);
  bench_close(b);
}

/* ---- a worker that lies ---- */

/* Whatever is asked, WIRE_NEED: pack "x" for a file that nobody sent. */
static const char stranger[] = {2, 'x', 0, 11, '/', 'e', 't', 'c', '/', 'y', '.', 'l', 'u', 'a', '\0'};

static void lie_life(Mark *mark, const void *context) {
  static const char nothing[64] = {1};
  Confinement confinement;
  Arena a = {0};
  Letter letter;
  mark->pack = 1000000, mark->rule = -5, mark->side = 77, mark->set = -1; /* nobody may follow these */
  if (!confine(&confinement)) _exit(1);
  char ready[] = {CONFINE_WHOLE};
  if (letter_send(CONFINE_SOCKET, 100, ready, 1, LETTER_EVER) != LETTER_DONE) _exit(1);
  while (letter_receive(CONFINE_SOCKET, &a, &letter, LETTER_EVER) == LETTER_DONE) {
    /* 101: done, 103: need, 0: opened */
    bool needs = context && letter.kind;
    size_t len = needs ? sizeof stranger : letter.kind ? sizeof nothing : 1;
    if (letter_send(CONFINE_SOCKET, needs ? 103 : 101, needs ? context : nothing, len, LETTER_EVER) != LETTER_DONE)
      _exit(1);
  }
  _exit(0);
}

static bool read_for_liar(void *context, const char *id, const char *from, PackSource *source, Err *err) {
  (void)context, (void)id, (void)source;
  must(false, from); /* nobody is asked for it */
  return fail(err, ERR_DATA, NULL, "none");
}

static void believe(const void *lie) {
  static const char text[] = "return pack { id = \"p\", version = \"1\", title = \"t\" }";
  Arena a = {0};
  Catalog catalog = {.arena = &a};
  Diags diags = {.arena = &a};
  PackInfo info;
  Err err = {0};
  must(zygote_start(lie_life, lie, &err), "start");
  Judge *judge = judge_open(&catalog);
  judge_find_by(judge, read_for_liar, NULL);
  must(!judge_load(judge, &a, &(PackSource){"p.lua", text, sizeof text - 1}, &info, &diags, &err), "not believed");
  must(err.kind == ERR_SCRIPT && strstr(err.text, "gave an answer that is none"), err.text);
  must(strcmp(err.where, "p.lua") == 0, err.where);
  judge_close(judge);
}

static void believe_a_liar(void) { believe(NULL); }

static void read_what_a_stranger_names(void) { believe(stranger); }

static void an_answer_that_is_none_is_a_death(void **state) {
  (void)state;
  in_own_process(believe_a_liar);
  in_own_process(read_what_a_stranger_names);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_barrier_holds_from_inside),
      cmocka_unit_test(a_worker_holds_its_socket_and_nothing_else),
      cmocka_unit_test(the_time_of_workers_is_the_programs),
      cmocka_unit_test(an_answer_that_is_none_is_a_death),
      cmocka_unit_test(hostile_packs_end_in_a_worker_as_they_do_here),
      cmocka_unit_test(a_crash_names_pack_rule_and_patient_and_the_third_bans_the_rule),
      cmocka_unit_test(a_hang_ends_at_the_deadline_and_a_kill_from_outside_is_nobodys_fault),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
