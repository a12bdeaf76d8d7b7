/* Judging alone: microseconds a complete case against 60, 200 and 1,000 rules, beside hand-written C that decides the
 * same conditions over the same numbers; and how long 200 rules take to load.
 *
 *   rules HOME
 *
 * The hand-written version gets every value ready-made in arrays and answers yes, no or unsure; it looks up no norm by
 * itself, gathers no trials and keeps no texts. */
#include "formats/ndjson.h"
#include "judge.h"
#include "loader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 20000, KINDS = 6 };

static double now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* ---- the rules, in Lua and in C ---- */

static const char *const tests[] = {"hhd_hip_abduction", "hhd_hip_adduction", "hhd_hip_extension", "hhd_hip_flexion"};
enum { TESTS = 4 };

static void add_rule(Text *t, int i) {
  const char *test = tests[i % TESTS];
  text_addf(t,
            "rule { id = \"r%d\", title = \"r\", side = each, strengthen = \"core\", cite = { \"convention\" }, "
            "evidence = \"weak\", when = ",
            i);
  switch (i % KINDS) {
  case 0: text_addf(t, "asymmetry(\"%s\"):above(pct(%d))", test, 10 + i % 30); break;
  case 1: text_addf(t, "z(\"%s\"):below(sd(-%d.%d))", test, 1 + i % 2, i % 10); break;
  case 2: text_addf(t, "all { asymmetry(\"%s\"):above(pct(5)), z(\"%s\"):below(sd(-1)) }", test, test); break;
  case 3:
    text_addf(t, "any { measure(\"%s\"):below(newton(%d)), z(\"%s\"):below(sd(-2)) }", test, 20 + i % 50, test);
    break;
  case 4: text_addf(t, "no { asymmetry(\"%s\"):within_error() }", test); break;
  default: text_addf(t, "measure(\"%s\"):between(newton(%d), newton(%d))", test, 10 + i % 20, 300 + i % 50);
  }
  text_add(t, " },\n");
}

static const char *pack_of(Arena *a, int rules) {
  Text t = {.arena = a};
  text_addf(&t, "return pack { id = \"bench-%d\", version = \"1\", title = \"t\",\n", rules);
  for (int i = 0; i < rules; i++) add_rule(&t, i);
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
  switch (i % KINDS) {
  case 0: return band(1 - below(gap, 10 + i % 30, gap_se));
  case 1: return band(below(z, -(1 + i % 2 + 0.1 * (i % 10)), z_se));
  case 2: {
    Verdict a = band(1 - below(gap, 5, gap_se)), b = band(below(z, -1, z_se));
    return a == NO || b == NO ? NO : a == YES && b == YES ? YES : UNSURE;
  }
  case 3: {
    Verdict a = band(below(here, 20 + i % 50, here * r->sem[t])), b = band(below(z, -2, z_se));
    return a == YES || b == YES ? YES : a == NO && b == NO ? NO : UNSURE;
  }
  case 4: return fabs(gap) <= 1.96 * gap_se ? NO : YES;
  default: return band(below(here, 300 + i % 50, here * r->sem[t]) - below(here, 10 + i % 20, here * r->sem[t]));
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

static void measure(const Catalog *catalog, int rules) {
  Arena a = {0}, run = {0};
  Err err = {0};
  Diags diags = {.arena = &a};
  PackInfo info;
  const char *text = pack_of(&a, rules);
  double start = now_us();
  Judge *judge = judge_open(catalog);
  if (!judge_load(judge, &a, &(PackSource){.path = "bench.lua", .data = text, .len = strlen(text)}, &info, &diags,
                  &err)) {
    for (size_t i = 0; i < diags.list.count && i < 3; i++) diag_print(stderr, &diags.list.items[i]);
    exit(4);
  }
  double load_ms = (now_us() - start) / 1e3;
  Case c = complete_case(catalog, &a);
  int rounds = ROUNDS * 60 / rules;
  size_t found = 0;
  start = now_us();
  for (int i = 0; i < rounds; i++) {
    Result result;
    judge_evaluate(judge, &run, &c, &result, &err);
    found += result.finding_count;
    arena_reset(&run);
  }
  double ours = (now_us() - start) / rounds;
  Ready ready;
  for (int i = 0; i < TESTS; i++) {
    ready.value[i][0] = 90 + 20 * i, ready.value[i][1] = 100 + 25 * i;
    ready.sem[i] = 0.06, ready.mean[i] = 100 + 20 * i, ready.sd[i] = 25, ready.variance[i] = 0.1;
  }
  volatile int sink = 0;
  start = now_us();
  for (int i = 0; i < rounds; i++)
    for (int k = 0; k < rules; k++) sink += hand_written(&ready, k, 0) + hand_written(&ready, k, 1);
  double theirs = (now_us() - start) / rounds;
  printf("  %5d rules: %8.2f us a case (%4.0f ns a rule and side), hand-written C %8.2f us, ratio %5.2f; loaded in "
         "%6.2f ms; %zu findings\n",
         rules, ours, 1000 * ours / rules / 2, theirs, ours / theirs, load_ms, found / (size_t)rounds);
  judge_close(judge);
  arena_free(&a), arena_free(&run);
}

int main(int argc, char **argv) {
  Arena a = {0};
  Catalog catalog = {.arena = &a};
  Diags diags = {.arena = &a};
  Err err = {0};
  if (!loader_load(&catalog, argc > 1 ? argv[1] : ".", &diags, &err)) return err_print(stderr, &err), 3;
  static const int sizes[] = {60, 200, 1000};
  for (size_t i = 0; i < ARRAY_LEN(sizes); i++) measure(&catalog, sizes[i]);
  arena_free(&a);
  return 0;
}
