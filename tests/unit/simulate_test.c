/* Progress of programs: what logs are measured as, which step follows, what a step does, and over made logs of every
 * kind that no week breaks a rest rule, a dosage row or the minutes of a session. */
#include "judging.h"
#include "program/plan.h"
#include "sitting/simulate.h"
#include "base/text.h"

typedef struct World {
  Bench *b;
  Judge *steps;
  Import people; /* the examples */
} World;

static World world_open(void) {
  World w = {.b = bench_open()};
  FileText file;
  PackInfo info;
  Bench *b = w.b;
  bench_load_file(b, "rules/red_flags.lua");
  bench_load_file(b, "rules/runner_low_back.lua");
  assert_true(file_read(&b->arena, "rules/progression.lua", "progression", 1 << 20, &file, &b->err));
  w.steps = judge_open(&b->catalog);
  const PackSource source = {.path = "rules/progression.lua", .data = file.text, .len = file.size};
  assert_true(judge_load(w.steps, &b->arena, &source, &info, &b->diags, &b->err));
  const char *path = "data/examples/examples.ndjson";
  assert_true(file_read(&b->arena, path, path, 1 << 20, &file, &b->err));
  assert_true(ndjson_read(&b->catalog, &b->arena, &(ReadOptions){0}, file.text, file.size, &w.people, &b->err));
  return w;
}

static void world_close(World *w) {
  judge_close(w->steps);
  bench_close(w->b);
}

static bool plan_of(World *w, size_t person, Result *result, Limits *limits, Program *program) {
  Bench *b = w->b;
  const Case *c = &w->people.cases.items[person];
  assert_true(judge_evaluate(b->judge, &b->arena, c, result, &b->err));
  *limits = c->limits;
  assert_true(plan_build(&b->catalog, &b->arena, c, result, NULL, program, &b->err));
  return program->item_count > 0;
}

/* ---- the case ---- */

static double measured(const Case *c, const char *test) {
  for (size_t i = 0; i < c->measure_count; i++)
    if (strcmp(c->measures[i].test, test) == 0) return c->measures[i].lo;
  return -1;
}

static void logs_become_a_case(void **state) {
  (void)state;
  World w = world_open();
  const StoredLog logs[] = {
      {.day = 103, .done_pct = 100, .pain = 1, .effort = 3, .spread = -1, .numb = -1},
      {.day = 108, .done_pct = 100, .pain = 4, .effort = 9, .spread = -1, .numb = -1}, /* the session as a whole */
      {.day = 108, .exercise = "bridge", .done_pct = 50, .pain = 2, .effort = 6, .spread = -1, .numb = -1},
      {.day = 109, .exercise = "clamshell", .done_pct = 100, .pain = 9, .effort = 9, .spread = 0, .numb = 1},
      {.day = 110, .done_pct = 100, .pain = -1, .effort = 5, .spread = -1, .numb = -1},
  };
  Case c;
  verdict_case(judge_catalog(w.steps), &w.b->arena, logs, ARRAY_LEN(logs), "bridge", 3, 100, 112, ANSWER_NO, &c);
  assert_float_equal(measured(&c, "log_done"), 50, 1e-9); /* 0.5 + 1 of 3 */
  assert_float_equal(measured(&c, "log_pain"), 4, 1e-9);
  assert_float_equal(measured(&c, "log_pain_before"), 1, 1e-9);
  assert_float_equal(measured(&c, "log_effort"), 6, 1e-9);
  assert_int_equal(c.answer_count, 3);
  assert_int_equal(c.answers[0].value, ANSWER_NO);
  assert_int_equal(c.answers[1].value, ANSWER_NO); /* log_spread */
  assert_int_equal(c.answers[2].value, ANSWER_YES);
  verdict_case(judge_catalog(w.steps), &w.b->arena, logs, ARRAY_LEN(logs), "bridge", 3, 100, 130, ANSWER_OPEN, &c);
  assert_int_equal(c.answers[1].value, ANSWER_YES); /* a warning does not lapse */
  /* the first week has not passed: how much was done is not known yet */
  verdict_case(judge_catalog(w.steps), &w.b->arena, logs, ARRAY_LEN(logs), "bridge", 3, 107, 112, ANSWER_OPEN, &c);
  assert_float_equal(measured(&c, "log_done"), -1, 1e-9);
  /* a week without a log: nothing was done */
  verdict_case(judge_catalog(w.steps), &w.b->arena, logs, 1, "bridge", 3, 100, 112, ANSWER_OPEN, &c);
  assert_float_equal(measured(&c, "log_done"), 0, 1e-9);
  assert_float_equal(measured(&c, "log_pain"), -1, 1e-9);
  assert_int_equal(c.answer_count, 0);
  world_close(&w);
}

/* ---- every week of every run ---- */

static const Exercise *exercise_of(const Catalog *catalog, const ProgramItem *item) {
  const Exercise *exercise = catalog_exercise(catalog, item->exercise);
  assert_non_null(exercise);
  return exercise;
}

static bool share_muscle(const Exercise *one, const Exercise *other) {
  for (size_t i = 0; i < one->muscle_count; i++)
    for (size_t k = 0; k < other->muscle_count; k++)
      if (one->muscles[i].muscle == other->muscles[k].muscle) return true;
  return false;
}

/* No muscle is worked for strength on following days. */
static void check_rest(const Catalog *catalog, const Program *program, int week) {
  for (size_t i = 0; i < program->item_count; i++)
    for (size_t k = 0; k < program->item_count; k++) {
      const ProgramItem *one = &program->items[i], *other = &program->items[k];
      const Exercise *first = exercise_of(catalog, one), *second = exercise_of(catalog, other);
      if (!item_in_week(one, week) || !item_in_week(other, week) || first->domain != DOMAIN_STRENGTH ||
          second->domain != DOMAIN_STRENGTH || !share_muscle(first, second))
        continue;
      for (int day = 0; day < 7; day++) assert_false((one->days >> day & 1) && (other->days >> ((day + 1) % 7) & 1));
    }
}

static void check_items(const Catalog *catalog, const Limits *limits, const Program *program, int week) {
  for (size_t i = 0; i < program->item_count; i++) {
    const ProgramItem *item = &program->items[i];
    const Exercise *exercise = exercise_of(catalog, item);
    const Dosage *row = catalog_dosage(catalog, item->dose);
    if (!item_in_week(item, week)) continue;
    assert_true(item->sets >= 1 && item->sets <= row->sets_max);
    assert_true(item->reps >= 0 && item->reps <= row->reps_max);
    assert_true(item->hold_s >= 0 && item->hold_s <= row->hold_s_max);
    assert_true(item->per_week >= 1 && item->per_week <= (limits->days ? limits->days : 3));
    assert_true(item->minutes > 0);
    assert_true(exercise->unilateral == (item->side != SIDE_BOTH));
    for (size_t k = 0; k < i; k++) /* each side of an exercise once a week */
      assert_false(item_in_week(&program->items[k], week) && program->items[k].side == item->side &&
                   strcmp(program->items[k].exercise, item->exercise) == 0);
    for (const char *const *id = exercise->equipment; id && *id; id++) {
      bool there = false;
      for (size_t k = 0; k < limits->equipment_count; k++) there |= strcmp(limits->equipment[k], *id) == 0;
      assert_true(there);
    }
  }
}

static void check_run(World *w, const Limits *limits, const SimulatedWeek *list, size_t count) {
  for (size_t i = 0; i < count; i++) {
    check_rest(&w->b->catalog, &list[i].program, list[i].week);
    check_items(&w->b->catalog, limits, &list[i].program, list[i].week);
    assert_true(list[i].count > 0);
    for (size_t k = 0; k < list[i].count; k++) assert_true(*list[i].verdicts[k].why);
    if (list[i].stopped) assert_int_equal(i + 1, count);
    if (list[i].stopped) assert_null(list[i].changes);
  }
}

static size_t run(World *w, const Result *result, const Limits *limits, const Program *program, const MadeWeek *made,
                  size_t made_count, SimulatedWeek **list) {
  size_t count;
  assert_true(simulate(&w->b->catalog, w->steps, &w->b->arena, result, limits, program, made, made_count,
                       program->weeks, list, &count, &w->b->err));
  check_run(w, limits, *list, count);
  return count;
}

static void no_simulated_week_breaks_a_rule(void **state) {
  (void)state;
  World w = world_open();
  size_t planned = 0, progressed = 0, regressed = 0, stopped = 0;
  for (size_t person = 0; person < w.people.cases.count; person++) {
    Result result;
    Limits limits;
    Program program;
    if (!plan_of(&w, person, &result, &limits, &program)) continue;
    planned++;
    for (int i = 0; i < 150; i++) {
      MadeWeek made[12];
      SimulatedWeek *list;
      for (int n = 0; n < 12; n++)
        made[n] = (MadeWeek){
            .week = n % program.weeks + 1,
            .log = {.exercise = n < program.weeks ? NULL : program.items[bench_below(program.item_count)].exercise,
                    .done_pct = bench_below(4) ? 100 : (int)bench_below(101),
                    .pain = (int)bench_below(bench_below(3) ? 4 : 11),
                    .effort = (int)bench_below(bench_below(3) ? 7 : 11),
                    .spread = bench_below(60) ? 0 : 1,
                    .numb = -1,
                    .morning = bench_below(6) ? 0 : 1}};
      size_t count = run(&w, &result, &limits, &program, made, ARRAY_LEN(made), &list);
      for (size_t n = 0; n < count; n++) {
        stopped += list[n].stopped;
        for (size_t k = 0; list[n].changes && k < list[n].count; k++) {
          progressed += list[n].changes[k].done && list[n].changes[k].step == STEP_PROGRESS;
          regressed += list[n].changes[k].done && list[n].changes[k].step == STEP_REGRESS;
        }
      }
    }
  }
  assert_true(planned >= 2 && progressed > 500 && regressed > 500 && stopped > 20);
  world_close(&w);
}

/* ---- what the scenarios show ---- */

static double load_of(const Program *program, int week) {
  double sets = 0;
  for (size_t i = 0; i < program->item_count; i++)
    if (item_in_week(&program->items[i], week))
      sets += program->items[i].sets * (program->items[i].reps + program->items[i].hold_s / 10.0);
  return sets;
}

static void scenarios_do_what_they_say(void **state) {
  (void)state;
  World w = world_open();
  for (size_t person = 0; person < w.people.cases.count; person++) {
    Result result;
    Limits limits;
    Program program;
    SimulatedWeek *good, *again, *sore, *missed, *spread;
    if (!plan_of(&w, person, &result, &limits, &program)) continue;
    Arena *a = &w.b->arena;
    size_t weeks = (size_t)program.weeks;
    assert_int_equal(run(&w, &result, &limits, &program, scenario_make(a, 0, program.weeks), weeks, &good), weeks);
    assert_int_equal(run(&w, &result, &limits, &program, scenario_make(a, 1, program.weeks), weeks, &sore), weeks);
    assert_int_equal(run(&w, &result, &limits, &program, scenario_make(a, 2, program.weeks), weeks, &missed), weeks);
    assert_int_equal(run(&w, &result, &limits, &program, scenario_make(a, 3, program.weeks), weeks, &spread), 3);
    assert_true(load_of(&good[1].program, 2) > load_of(&good[0].program, 1));
    assert_true(load_of(&sore[3].program, 4) < load_of(&sore[1].program, 2));
    for (size_t k = 0; k < missed[1].count; k++) assert_int_equal(missed[1].verdicts[k].step, STEP_HOLD);
    assert_true(spread[2].stopped);
    assert_non_null(strstr(spread[2].verdicts[0].why, "progression/log-leg-pain"));
    /* pure: the program is as it was, and the same log gives the same weeks */
    assert_int_equal(run(&w, &result, &limits, &program, scenario_make(a, 0, program.weeks), weeks, &again), weeks);
    for (size_t i = 0; i < weeks; i++)
      assert_float_equal(load_of(&good[i].program, (int)i + 1), load_of(&again[i].program, (int)i + 1), 1e-9);
  }
  world_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(logs_become_a_case),
      cmocka_unit_test(no_simulated_week_breaks_a_rule),
      cmocka_unit_test(scenarios_do_what_they_say),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
