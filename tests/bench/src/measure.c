/* Runs two commands in turn and prints, for each, the median of user + system seconds, wall seconds and peak memory,
 * and the ratio of the first to the second pair by pair.
 *
 *   measure RUNS NAME_A 'COMMAND_A' NAME_B 'COMMAND_B'
 *
 * Commands go through sh; what they print is thrown away by the caller's redirections. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MOST = 101 };

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

static void print_row(const char *name, const Run *runs, int count) {
  double cpu[RUNS_MOST], wall[RUNS_MOST], peak[RUNS_MOST];
  for (int i = 0; i < count; i++) cpu[i] = runs[i].cpu_s, wall[i] = runs[i].wall_s, peak[i] = runs[i].peak_mib;
  printf("  %-28s cpu %8.4f s   wall %8.4f s   peak %6.1f MiB\n", name, median(cpu, count), median(wall, count),
         median(peak, count));
}

int main(int argc, char **argv) {
  Run a[RUNS_MOST], b[RUNS_MOST];
  double ratio[RUNS_MOST];
  int runs = argc == 6 ? atoi(argv[1]) : 0;
  if (runs < 1 || runs > RUNS_MOST) {
    fprintf(stderr, "usage: measure RUNS NAME_A COMMAND_A NAME_B COMMAND_B\n");
    return 2;
  }
  run_once(argv[3]), run_once(argv[5]); /* warm caches */
  for (int i = 0; i < runs; i++) {
    a[i] = run_once(argv[3]);
    b[i] = run_once(argv[5]);
    ratio[i] = a[i].wall_s / b[i].wall_s;
  }
  print_row(argv[2], a, runs);
  print_row(argv[4], b, runs);
  printf("  ratio of wall time, median of pairs: %.2f\n", median(ratio, runs));
  return 0;
}
