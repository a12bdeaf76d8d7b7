/* From a key to what it shows: drives the program through a terminal of its own and prints, for each step, the median
 * of the times from writing the keys until the expected text has come back.
 *
 *   keys RUNS PROGRAM DATABASE    then lines on standard input: NAME <tab> KEYS <tab> EXPECTED; "\t" in KEYS is Tab
 *
 * Before each run the line is emptied with Ctrl-U. Figures, never a verdict. */
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MOST = 101, SCREEN = 1 << 16, PATIENCE_MS = 5000 };

static int terminal;
static char screen[SCREEN]; /* what came since the last keys */

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void give_up(const char *what) {
  fprintf(stderr, "keys: %s; the screen:\n%s\n", what, screen);
  exit(1);
}

/* Reads until the text is there; "": until nothing comes for a while. */
static void await(const char *text) {
  size_t len = 0;
  screen[0] = '\0';
  while (!*text || !strstr(screen, text)) {
    struct pollfd ready = {.fd = terminal, .events = POLLIN};
    if (poll(&ready, 1, *text ? PATIENCE_MS : 100) <= 0) {
      if (*text) give_up(text);
      return;
    }
    ssize_t got = read(terminal, screen + len, SCREEN - 1 - len);
    if (got <= 0) give_up("the program ended");
    len += (size_t)got;
    screen[len] = '\0';
    if (len > SCREEN / 2) len = 0;
  }
}

static void type(const char *keys) {
  if (write(terminal, keys, strlen(keys)) < 0) give_up("nothing can be typed");
}

static void start(const char *program, const char *database) {
  terminal = posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0) give_up("no terminal");
  struct winsize size = {.ws_row = 24, .ws_col = 80};
  ioctl(terminal, TIOCSWINSZ, &size);
  const char *name = ptsname(terminal);
  if (fork() != 0) return;
  setsid();
  int own = open(name, O_RDWR);
  for (int fd = 0; fd < 3; fd++) dup2(own, fd);
  close(terminal);
  execl(program, program, "--db", database, (char *)NULL);
  _exit(127);
}

static int compare(const void *left, const void *right) {
  const double *a = left, *b = right;
  return (*a > *b) - (*a < *b);
}

static void measure(const char *name, const char *keys, const char *expected, int runs) {
  double ms[RUNS_MOST];
  const char *tab = strstr(keys, "\\t");
  char before[256] = "", last[256];
  size_t begun = tab ? (size_t)(tab - keys) : strlen(keys) - 1;
  snprintf(before, sizeof before, "%.*s", (int)begun, keys);
  snprintf(last, sizeof last, "%s", tab ? "\t" : keys + begun);
  for (int i = 0; i < runs; i++) {
    type("\x15"), type(before);
    await("");
    double begin = now_ms();
    type(last);
    await(expected);
    ms[i] = now_ms() - begin;
    await("");
  }
  qsort(ms, (size_t)runs, sizeof *ms, compare);
  printf("  %-34s median %6.2f ms   slowest %6.2f ms\n", name, ms[runs / 2], ms[runs - 1]);
}

int main(int argc, char **argv) {
  char line[1024];
  int runs = argc == 4 ? atoi(argv[1]) : 0;
  if (runs < 1 || runs > RUNS_MOST) return 2;
  double begin = now_ms();
  start(argv[2], argv[3]);
  await("> ");
  printf("  %-34s        %6.2f ms\n", "start to prompt", now_ms() - begin);
  await("");
  while (fgets(line, sizeof line, stdin)) {
    char *name = strtok(line, "\t"), *keys = strtok(NULL, "\t"), *expected = strtok(NULL, "\n");
    if (name && keys && expected) measure(name, keys, expected, runs);
  }
  type("\x15\x04");
  return 0;
}
