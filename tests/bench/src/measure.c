/* Runs commands in turn, round after round, and prints, for each, the median of user + system seconds, wall seconds and
 * peak memory. Of two also the ratio of the first to the second, round by round; of more the ratio of each to the first.
 *
 *   measure RUNS NAME 'COMMAND' NAME 'COMMAND' ...
 *
 * Commands go through sh; what they print is thrown away by the caller's redirections. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MOST = 101, COMMANDS_MOST = 16 };

typedef struct Run {
  double cpu_s, wall_s, peak_mib;
} Run;

static double seconds(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec / 1e6; }

static Run run_once(const char *command) {
  struct timespec start, stop;
  struct rusage usage;
  int status;
  clock_gettime(CLOCK_MONOTONIC, &start);
  pid_t child = fork();
  if (child == 0) {
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
  }
  if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
    perror("measure");
    exit(7);
  }
  clock_gettime(CLOCK_MONOTONIC, &stop);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    fprintf(stderr, "measure: '%s' ended with %d\n", command, status);
    exit(1);
  }
  return (Run){.cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime),
               .wall_s = (double)(stop.tv_sec - start.tv_sec) + (double)(stop.tv_nsec - start.tv_nsec) / 1e9,
               .peak_mib = (double)usage.ru_maxrss / 1024};
}

static int compare(const void *left, const void *right) {
  const double *a = left, *b = right;
  return (*a > *b) - (*a < *b);
}

static double median(double *values, int count) {
  qsort(values, (size_t)count, sizeof *values, compare);
  return values[count / 2];
}

/* ratios: NULL for none. */
static void print_row(const char *name, const Run *runs, const double *ratios, int count) {
  double cpu[RUNS_MOST], wall[RUNS_MOST], peak[RUNS_MOST], ratio[RUNS_MOST];
  for (int i = 0; i < count; i++) cpu[i] = runs[i].cpu_s, wall[i] = runs[i].wall_s, peak[i] = runs[i].peak_mib;
  printf("  %-28s cpu %8.4f s   wall %8.4f s   peak %6.1f MiB", name, median(cpu, count), median(wall, count),
         median(peak, count));
  if (ratios) printf("   x %.2f", median(memcpy(ratio, ratios, sizeof ratio), count));
  printf("\n");
}

int main(int argc, char **argv) {
  static Run all[COMMANDS_MOST][RUNS_MOST];
  static double ratio[COMMANDS_MOST][RUNS_MOST];
  int runs = argc >= 6 && argc % 2 == 0 ? atoi(argv[1]) : 0, count = argc / 2 - 1;
  if (runs < 1 || runs > RUNS_MOST || count > COMMANDS_MOST) {
    fprintf(stderr, "usage: measure RUNS NAME COMMAND NAME COMMAND ...\n");
    return 2;
  }
  for (int k = 0; k < count; k++) run_once(argv[2 * k + 3]); /* warm caches */
  for (int i = 0; i < runs; i++)
    for (int k = 0; k < count; k++) {
      all[k][i] = run_once(argv[2 * k + 3]);
      ratio[k][i] = all[k][i].wall_s / all[0][i].wall_s;
    }
  for (int k = 0; k < count; k++) print_row(argv[2 * k + 2], all[k], count > 2 ? ratio[k] : NULL, runs);
  for (int i = 0; i < runs; i++) ratio[1][i] = 1 / ratio[1][i];
  if (count == 2) printf("  ratio of wall time, median of pairs: %.2f\n", median(ratio[1], runs));
  return 0;
}
