#include "terminal/pager.h"

#include "base/arena.h"
#include "base/text.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { WORDS_MOST = 16 };

/* ---- is one needed, and which ---- */

static struct winsize size_of(FILE *terminal) {
  struct winsize size = {0};
  if (ioctl(fileno(terminal), TIOCGWINSZ, &size) != 0 || !size.ws_row || !size.ws_col)
    size = (struct winsize){.ws_row = 24, .ws_col = 80};
  return size;
}

static bool is_long(FILE *terminal, const char *text) {
  struct winsize size = size_of(terminal);
  Arena a = {0};
  int rows = 1; /* the prompt behind it */
  for (const char *at = text; *at && rows <= size.ws_row; at += *at == '\n') {
    size_t len = strcspn(at, "\n");
    int width = text_width(arena_copy_n(&a, at, len));
    rows += width ? (width + size.ws_col - 1) / size.ws_col : 1;
    at += len;
  }
  arena_free(&a);
  return rows > size.ws_row;
}

/* The pager's words; NULL: none. A variable that means more than a program and its options is left alone. */
static char *const *words_of(Arena *a, const char *given) {
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./,:=+- ";
  char **words = arena_array(a, WORDS_MOST + 1, sizeof *words);
  size_t count = 0;
  if (!given) given = "less -FRX";
  if (given[strspn(given, plain)] || *given == '-') return NULL;
  for (const char *at = given + strspn(given, " "); *at && count < WORDS_MOST; at += strspn(at, " ")) {
    size_t len = strcspn(at, " ");
    words[count++] = arena_copy_n(a, at, len);
    at += len;
  }
  return count && strcmp(words[0], "cat") != 0 ? words : NULL;
}

/* The environment with what makes less keep nothing and start nothing. */
static char *const *quiet_environment(Arena *a) {
  static const char *const set[] = {"LESSSECURE=1", "LESSHISTFILE=-", "LESSOPEN=", "LESSCLOSE="};
  size_t count = 0, kept = 0;
  while (environ[count]) count++;
  char **all = arena_array(a, count + ARRAY_LEN(set) + 1, sizeof *all);
  for (size_t i = 0; i < count; i++) {
    bool replaced = false;
    for (size_t k = 0; k < ARRAY_LEN(set); k++)
      replaced = replaced || strncmp(environ[i], set[k], strcspn(set[k], "=") + 1) == 0;
    if (!replaced) all[kept++] = environ[i];
  }
  for (size_t k = 0; k < ARRAY_LEN(set); k++) all[kept++] = arena_copy(a, set[k]);
  return all;
}

/* ---- running it ---- */

/* With the pipe as its standard input, and signals as a program expects them. */
static bool start(Arena *a, char *const *words, const int ends[2], pid_t *pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t how;
  sigset_t none, usual;
  sigemptyset(&none);
  sigemptyset(&usual);
  sigaddset(&usual, SIGINT), sigaddset(&usual, SIGPIPE);
  if (posix_spawn_file_actions_init(&actions) != 0) return false;
  if (posix_spawnattr_init(&how) != 0) {
    posix_spawn_file_actions_destroy(&actions);
    return false;
  }
  bool good = posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO) == 0 &&
              posix_spawn_file_actions_addclose(&actions, ends[0]) == 0 &&
              posix_spawn_file_actions_addclose(&actions, ends[1]) == 0 &&
              posix_spawnattr_setsigmask(&how, &none) == 0 && posix_spawnattr_setsigdefault(&how, &usual) == 0 &&
              posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) == 0 &&
              posix_spawnp(pid, words[0], &actions, &how, words, quiet_environment(a)) == 0;
  posix_spawnattr_destroy(&how);
  posix_spawn_file_actions_destroy(&actions);
  return good;
}

/* Who leaves the pager before the end closes the pipe: that is no fault. */
static void feed(int pipe_end, const char *text, size_t len) {
  while (len) {
    ssize_t done = write(pipe_end, text, len);
    if (done < 0 && errno != EINTR) return;
    if (done > 0) text += done, len -= (size_t)done;
  }
}

bool pager_show(FILE *terminal, const char *text, size_t len) {
  Arena a = {0};
  int ends[2], status;
  pid_t pid;
  struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
  char *const *words = is_long(terminal, text) ? words_of(&a, getenv("PAGER")) : NULL;
  bool shown = words && fflush(terminal) == 0 && pipe(ends) == 0;
  if (shown) {
    sigaction(SIGINT, &ignore, &before); /* the pager's key while it runs */
    shown = start(&a, words, ends, &pid);
    close(ends[0]);
    if (shown) feed(ends[1], text, len);
    close(ends[1]);
    while (shown && waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    sigaction(SIGINT, &before, NULL);
  }
  arena_free(&a);
  return shown;
}
