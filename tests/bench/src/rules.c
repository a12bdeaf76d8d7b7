/* Judging alone: microseconds a complete case against 60, 200 and 1,000 rules, beside hand-written C that decides the
 * same conditions over the same numbers, measured in turns; how long the rules take to load; and what a further rule
 * costs that does not fire.
 *
 *   rules HOME
 *
 * The hand-written version gets every value ready-made in arrays and answers yes, no or unsure; it looks up no norm by
 * itself, gathers no trials and keeps no texts. */
#include "formats/ndjson.h"
#include "judging/arbiter.h"
#include "script/loader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TURNS = 11, ROUNDS = 2000, KINDS = 6 };

static double now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* ---- the rules, in Lua and in C ---- */

static const char *const tests[] = {"hhd_hip_abduction", "hhd_hip_adduction", "hhd_hip_extension", "hhd_hip_flexion"};
enum { TESTS = 4 };

/* Of 1,000 rules no two have the same cut: equal ones would be worked out once. */
static double cut_of(int i) { return i % 30 + 0.02 * (i / 30); }

static void add_rule(Text *t, int i) {
  const char *test = tests[i % TESTS];
  text_addf(t,
            "rule { id = \"r%d\", title = \"r\", side = each, strengthen = \"core\", cite = { \"convention\" }, "
            "evidence = \"weak\", when = ",
            i);
  double cut = cut_of(i);
  switch (i % KINDS) {
  case 0: text_addf(t, "asymmetry(\"%s\"):above(pct(%.2f))", test, 10 + cut); break;
  case 1: text_addf(t, "z(\"%s\"):below(sd(%.2f))", test, -1 - cut / 30); break;
  case 2:
    text_addf(t, "all { asymmetry(\"%s\"):above(pct(%.2f)), z(\"%s\"):below(sd(-1)) }", test, 5 + cut / 10, test);
    break;
  case 3:
    text_addf(t, "any { measure(\"%s\"):below(newton(%.2f)), z(\"%s\"):below(sd(-2)) }", test, 20 + cut, test);
    break;
  case 4: text_addf(t, "no { asymmetry(\"%s\"):within_error() }", test); break;
  default: text_addf(t, "measure(\"%s\"):between(newton(%.2f), newton(%.2f))", test, 10 + cut, 300 + cut);
  }
  text_add(t, " },\n");
}

/* Cuts that nobody reaches, each another. */
static void add_idle_rule(Text *t, int i) {
  const char *test = tests[i % TESTS];
  text_addf(t,
            "rule { id = \"r%d\", title = \"r\", side = each, strengthen = \"core\", cite = { \"convention\" }, "
            "evidence = \"weak\", when = ",
            i);
  switch (i % 3) {
  case 0: text_addf(t, "asymmetry(\"%s\"):above(pct(%d.%d))", test, 60 + i / 10, i % 10); break;
  case 1: text_addf(t, "z(\"%s\"):below(sd(-%d.%d))", test, 8 + i / 10, i % 10); break;
  default: text_addf(t, "measure(\"%s\"):below(newton(%d.%d))", test, 2 + i / 10, i % 10);
  }
  text_add(t, " },\n");
}

static const char *pack_of(Arena *a, int rules, void (*add)(Text *t, int i)) {
  Text t = {.arena = a};
  text_addf(&t, "return pack { id = \"bench-%d\", version = \"1\", title = \"t\",\n", rules);
  for (int i = 0; i < rules; i++) add(&t, i);
  text_add(&t, "}\n");
  return text_get(&t);
}

typedef struct Ready { /* what the hand-written version starts from */
  double value[TESTS][2], sem[TESTS], mean[TESTS], sd[TESTS], variance[TESTS];
} Ready;

typedef enum { NO, YES, UNSURE } Verdict;

static double below(double x, double cut, double se) { return 0.5 * erfc((x - cut) / se / 1.4142135623730951); }
static Verdict band(double p) { return p >= 0.8 ? YES : p <= 0.2 ? NO : UNSURE; }

static Verdict hand_written(const Ready *r, int i, int side) {
  int t = i % TESTS;
  double here = r->value[t][side], there = r->value[t][!side], larger = fmax(here, there);
  double gap = 100 * (there - here) / larger, gap_se = 100 * hypot(here * r->sem[t], there * r->sem[t]) / larger;
  double z = (here - r->mean[t]) / r->sd[t], z_se = sqrt(r->variance[t]);
  double cut = cut_of(i);
  switch (i % KINDS) {
  case 0: return band(1 - below(gap, 10 + cut, gap_se));
  case 1: return band(below(z, -1 - cut / 30, z_se));
  case 2: {
    Verdict a = band(1 - below(gap, 5 + cut / 10, gap_se)), b = band(below(z, -1, z_se));
    return a == NO || b == NO ? NO : a == YES && b == YES ? YES : UNSURE;
  }
  case 3: {
    Verdict a = band(below(here, 20 + cut, here * r->sem[t])), b = band(below(z, -2, z_se));
    return a == YES || b == YES ? YES : a == NO && b == NO ? NO : UNSURE;
  }
  case 4: return fabs(gap) <= 1.96 * gap_se ? NO : YES;
  default: return band(below(here, 300 + cut, here * r->sem[t]) - below(here, 10 + cut, here * r->sem[t]));
  }
}

/* ---- measuring ---- */

static Case complete_case(const Catalog *catalog, Arena *a) {
  Text t = {.arena = a};
  text_add(
      &t, "{\"patient\":{\"id\":\"B\",\"sex\":\"f\",\"age\":25,\"mass_kg\":60},\"date\":\"2026-11-20\",\"measures\":[");
  for (int i = 0; i < TESTS; i++)
    text_addf(&t,
              "%s{\"test\":\"%s\",\"side\":\"left\",\"value\":%d},{\"test\":\"%s\",\"side\":\"right\",\"value\":%d}",
              i ? "," : "", tests[i], 90 + 20 * i, tests[i], 100 + 25 * i);
  text_add(&t, "]}");
  Case c;
  IntakeNotes notes = {0};
  Err err = {0};
  if (!ndjson_case(catalog, a, text_get(&t), t.len, 1, 0, &c, &notes, &err)) err_print(stderr, &err), exit(3);
  return c;
}

static Arbiter *load(const Catalog *catalog, Arena *a, const char *text, double *ms) {
  Err err = {0};
  Diags diags = {.arena = a};
  PackInfo info;
  double start = now_us();
  Arbiter *arbiter = arbiter_open(catalog);
  if (!arbiter_load(arbiter, a, &(PackSource){.path = "bench.lua", .data = text, .len = strlen(text)}, &info, &diags,
                    &err)) {
    for (size_t i = 0; i < diags.list.count && i < 3; i++) diag_print(stderr, &diags.list.items[i]);
    exit(4);
  }
  *ms = (now_us() - start) / 1e3;
  return arbiter;
}

/* Microseconds a case, and how many findings it has. */
static double judging(Arbiter *arbiter, const Case *c, int rounds, size_t *found) {
  static Arena run;
  double start = now_us();
  for (int i = 0; i < rounds; i++) {
    Result result;
    Err err = {0};
    if (!arbiter_evaluate(arbiter, &run, c, &result, &err)) err_print(stderr, &err), exit(3);
    *found = result.finding_count;
    arena_reset(&run);
  }
  return (now_us() - start) / rounds;
}

static double hand_writing(const Ready *ready, int rules, int rounds) {
  static volatile int sink;
  double start = now_us();
  for (int i = 0; i < rounds; i++)
    for (int k = 0; k < rules; k++) sink += hand_written(ready, k, 0) + hand_written(ready, k, 1);
  return (now_us() - start) / rounds;
}

static int compare_doubles(const void *left, const void *right) {
  const double *a = left, *b = right;
  return (*a > *b) - (*a < *b);
}

static double median(double *values) {
  qsort(values, TURNS, sizeof *values, compare_doubles);
  return values[TURNS / 2];
}

/* In turns, so that both meet the same disturbances; medians. */
static void measure(const Catalog *catalog, const Case *c, int rules) {
  Arena a = {0};
  Ready ready;
  double ours[TURNS], theirs[TURNS], ratio[TURNS], load_ms[TURNS];
  const char *text = pack_of(&a, rules, add_rule);
  int rounds = ROUNDS * 60 / rules;
  size_t found = 0;
  for (int i = 0; i < TESTS; i++) {
    ready.value[i][0] = 90 + 20 * i, ready.value[i][1] = 100 + 25 * i;
    ready.sem[i] = 0.06, ready.mean[i] = 100 + 20 * i, ready.sd[i] = 25, ready.variance[i] = 0.1;
  }
  for (int i = 0; i < TURNS; i++) {
    Arbiter *arbiter = load(catalog, &a, text, &load_ms[i]);
    ours[i] = judging(arbiter, c, rounds, &found);
    theirs[i] = hand_writing(&ready, rules, rounds);
    ratio[i] = ours[i] / theirs[i];
    arbiter_close(arbiter);
  }
  double us = median(ours);
  printf("  %5d rules: %8.2f us a case, %4.0f ns a rule, hand-written C %8.2f us, ratio %5.2f; loaded in %6.2f ms; %zu "
         "findings\n",
         rules, us, 1000 * us / rules, median(theirs), median(ratio), median(load_ms), found);
  arena_free(&a);
}

/* What 200 rules more cost when none of them fires. */
static void measure_idle(const Catalog *catalog, const Case *c) {
  enum { FEW = 60, MANY = 260 };
  Arena a = {0};
  double few[TURNS], many[TURNS], more[TURNS], ms;
  size_t found = 0;
  Arbiter *short_pack = load(catalog, &a, pack_of(&a, FEW, add_idle_rule), &ms);
  Arbiter *long_pack = load(catalog, &a, pack_of(&a, MANY, add_idle_rule), &ms);
  for (int i = 0; i < TURNS; i++) {
    few[i] = judging(short_pack, c, ROUNDS, &found), many[i] = judging(long_pack, c, ROUNDS / 4, &found);
    more[i] = 1000 * (many[i] - few[i]) / (MANY - FEW);
  }
  printf("  a further rule that does not fire, judged left and right: %.0f ns; %zu findings\n", median(more), found);
  arbiter_close(short_pack), arbiter_close(long_pack);
  arena_free(&a);
}

int main(int argc, char **argv) {
  Arena a = {0};
  Catalog catalog = {.arena = &a};
  Diags diags = {.arena = &a};
  Err err = {0};
  if (!loader_load(&catalog, argc > 1 ? argv[1] : ".", &diags, &err)) return err_print(stderr, &err), 3;
  static const int sizes[] = {60, 200, 1000};
  Case c = complete_case(&catalog, &a);
  for (size_t i = 0; i < ARRAY_LEN(sizes); i++) measure(&catalog, &c, sizes[i]);
  measure_idle(&catalog, &c);
  arena_free(&a);
  return 0;
}
