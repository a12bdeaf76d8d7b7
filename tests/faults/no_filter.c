/* Runs a command as on a system that offers no filter of system calls: asking for one is refused.
 *
 *   no_filter COMMAND WORDS...    ends with 125 where this system cannot be made to look so */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LOAD(what)     BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, what))
#define IS(value, yes) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, 0)
#define REFUSE(reason) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (reason))

int main(int argc, char **argv) {
  struct sock_filter steps[] = {LOAD(nr),
                                IS(SYS_seccomp, 4),
                                IS(SYS_prctl, 1),
                                BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
                                LOAD(args[0]),
                                BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PR_SET_SECCOMP, 1, 2),
                                REFUSE(ENOSYS),
                                REFUSE(EINVAL),
                                BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  const struct sock_fprog program = {.len = sizeof steps / sizeof *steps, .filter = steps};
  if (argc < 2 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    return 125;
  execvp(argv[1], argv + 1);
  return 127;
}
