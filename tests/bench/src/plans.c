/* Planning alone: microseconds a program for random targets, on the shipped exercises and on 1,000 made-up ones, beside
 * a hand-written greedy choice over ready-made figures: a simpler question with an answer that may be worse.
 *
 *   plans HOME */
#include "script/loader.h"
#include "program/plan.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PATIENTS = 1000, TARGETS_MOST = 8, LARGE = 1000, PICKS = 5 };

/* Of the processor: what others do meanwhile is no part of the worst. */
static double now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static uint32_t seed = 1;
static size_t below(size_t n) {
  seed = seed * 1664525u + 1013904223u;
  return (seed >> 8) % n;
}

/* ---- who is planned for ---- */

typedef struct Wanted {
  Target targets[TARGETS_MOST];
  Argument arguments[TARGETS_MOST];
  size_t count;
} Wanted;

/* A few targets, each a muscle that some exercise is made for. */
static void draw(const Catalog *catalog, Wanted *w) {
  *w = (Wanted){.count = 1 + below(TARGETS_MOST)};
  for (size_t i = 0; i < w->count; i++) {
    const Exercise *exercise = &catalog->exercises.items[below(catalog->exercises.count)];
    const char *muscle = catalog->muscles.items[exercise->muscles[below(exercise->muscle_count)].muscle].id;
    Side side = (Side)below(3);
    double weight = 0.1 + 0.01 * (double)below(150);
    w->targets[i] = (Target){exercise->purpose, muscle, side, weight, false};
    w->arguments[i] = (Argument){"p", "r", side, exercise->purpose, muscle, false, "g", weight, NULL};
  }
}

/* ---- by hand ---- */

/* Five times the exercise that gives most to what is still open. */
static int greedy(const Catalog *catalog, const Wanted *w) {
  double open[TARGETS_MOST];
  int taken = 0;
  for (size_t t = 0; t < w->count; t++) open[t] = w->targets[t].weight;
  for (int n = 0; n < PICKS; n++) {
    const Exercise *best = NULL;
    double most = 0;
    for (size_t i = 0; i < catalog->exercises.count; i++) {
      const Exercise *exercise = &catalog->exercises.items[i];
      double gain = 0;
      for (size_t t = 0; t < w->count; t++)
        for (size_t m = 0; exercise->purpose == w->targets[t].action && m < exercise->muscle_count; m++)
          if (strcmp(catalog->muscles.items[exercise->muscles[m].muscle].id, w->targets[t].target) == 0)
            gain += open[t] * exercise->muscles[m].share;
      if (gain > most) best = exercise, most = gain;
    }
    if (!best) break;
    taken++;
    for (size_t t = 0; t < w->count; t++)
      for (size_t m = 0; best->purpose == w->targets[t].action && m < best->muscle_count; m++)
        if (strcmp(catalog->muscles.items[best->muscles[m].muscle].id, w->targets[t].target) == 0)
          open[t] *= 1 - best->muscles[m].share;
  }
  return taken;
}

/* ---- the figures ---- */

static int compare(const void *left, const void *right) {
  const double *a = left, *b = right;
  return (*a > *b) - (*a < *b);
}

static bool measure(const char *name, const Catalog *catalog, Err *err) {
  static double ours[PATIENTS], floor_us[PATIENTS];
  static const char *const all[] = {"band", "bench", "dumbbell", "foam_roller", "step", "partner"};
  volatile int taken = 0; /* so that the work by hand is done */
  int unproven = 0;
  Arena a = {0};
  for (int i = 0; i < PATIENTS; i++) {
    Wanted w;
    Program program;
    Case c = {0};
    arena_reset(&a);
    draw(catalog, &w);
    Result result = {
        .targets = w.targets, .target_count = w.count, .arguments = w.arguments, .argument_count = w.count};
    Limits limits = {.equipment = all, .equipment_count = below(ARRAY_LEN(all) + 1), .minutes = 10 + (int)below(30)};
    double start = now_us();
    if (!plan_build(catalog, &a, &c, &result, &limits, &program, err)) return false;
    double middle = now_us();
    taken = taken + greedy(catalog, &w);
    ours[i] = middle - start;
    floor_us[i] = now_us() - middle;
    unproven += program.gap > 0;
  }
  qsort(ours, PATIENTS, sizeof *ours, compare);
  qsort(floor_us, PATIENTS, sizeof *floor_us, compare);
  printf("  %-28s median %7.1f us, worst %8.1f us; by hand, greedy %6.1f us, ratio %.1f; not proven %d of %d\n", name,
         ours[PATIENTS / 2], ours[PATIENTS - 1], floor_us[PATIENTS / 2], ours[PATIENTS / 2] / floor_us[PATIENTS / 2],
         unproven, PATIENTS);
  arena_free(&a);
  return true;
}

/* The shipped exercises again and again, each with its muscles and shares drawn anew and no easier form. */
static void enlarge(Catalog *catalog) {
  static const double shares[] = {0.3, 0.6, 0.8, 1};
  size_t own = catalog->exercises.count;
  for (size_t i = own; i < LARGE; i++) {
    Exercise exercise = catalog->exercises.items[i % own];
    ExerciseMuscle *muscles = arena_array(catalog->arena, exercise.muscle_count, sizeof *muscles);
    for (size_t m = 0; m < exercise.muscle_count; m++)
      muscles[m] = (ExerciseMuscle){(int)below(catalog->muscles.count), shares[below(4)]};
    exercise.id = arena_printf(catalog->arena, "made_up_%zu", i);
    exercise.muscles = muscles;
    exercise.easier = exercise.harder = NULL;
    *(Exercise *)catalog_add(catalog, ROWS_EXERCISE) = exercise;
  }
  catalog_index(catalog, ROWS_EXERCISE);
  catalog_build_roster(catalog);
}

int main(int argc, char **argv) {
  Arena a = {0};
  Catalog catalog = {.arena = &a};
  Diags diags = {.arena = &a};
  Err err = {0};
  if (!loader_load(&catalog, argc > 1 ? argv[1] : ".", &diags, &err)) return err_print(stderr, &err), 3;
  char name[48];
  snprintf(name, sizeof name, "%zu shipped exercises", catalog.exercises.count);
  bool ok = measure(name, &catalog, &err);
  enlarge(&catalog);
  ok = ok && measure("1,000 exercises", &catalog, &err);
  if (!ok) err_print(stderr, &err);
  arena_free(&a);
  return ok ? 0 : 1;
}
