#include "rules/goal.h"
#include "program/loosen.h"
#include "facts/schedule.h"
#include "base/text.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { MUSCLES = 10, EXERCISES = 40, RANDOM_CASES = 10000 };

static Arena arena;

static int free_arena(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

/* A small generator with a fixed seed: the same cases on every run. */
static uint32_t seed;
static int below(int n) {
  seed = seed * 1664525u + 1013904223u;
  return (int)((seed >> 8) % (uint32_t)n);
}

/* ---- a catalog ---- */

static Catalog *new_catalog(void) {
  Catalog *catalog = arena_alloc(&arena, sizeof *catalog);
  catalog->arena = &arena;
  catalog->policy = (Policy){.default_minutes = 20,
                             .default_days = 3,
                             .default_exercises = 5,
                             .default_weeks = 6,
                             .plan_level = 2,
                             .plan_main_share = 0.6,
                             .plan_full_share = 0.8,
                             .plan_even_share = 0.75,
                             .plan_harder_weeks = 2,
                             .plan_extra_sets = 1,
                             .plan_strength_days = 3};
  return catalog;
}

static void add_muscle(Catalog *catalog, const char *id) {
  *LIST_ADD(&arena, &catalog->muscles) = (Muscle){.id = id, .name = arena_printf(&arena, "name of %s", id)};
}

static void add_dosage(Catalog *catalog, Action purpose, Domain domain, DoseKind kind, int per_week) {
  bool holds = kind != DOSE_REPS;
  *LIST_ADD(&arena, &catalog->dosages) = (Dosage){
      .id = arena_printf(&arena, "dose_%d_%d_%d", purpose, domain, kind),
      .purpose = purpose,
      .domain = domain,
      .kind = kind,
      .sets_min = 2,
      .sets_max = 3,
      .reps_min = holds ? 0 : 8,
      .reps_max = holds ? 0 : 12,
      .hold_s_min = holds ? 30 : 0,
      .hold_s_max = holds ? 30 : 0,
      .per_week_min = 2,
      .per_week_max = per_week,
      .rest_s = 60,
      .weeks = 4,
      .seconds_per_rep = 4,
  };
}

static const char *const *texts(const char *first) {
  const char **list = arena_array(&arena, 2, sizeof *list);
  list[0] = first;
  return list;
}

static Exercise *add_exercise(Catalog *catalog, const char *id, Action purpose, const char *muscle, double share) {
  Exercise *exercise = LIST_ADD(&arena, &catalog->exercises);
  ExerciseMuscle *muscles = arena_array(&arena, 3, sizeof *muscles);
  muscles[0] = (ExerciseMuscle){catalog_find(catalog, ROWS_MUSCLE, muscle), share};
  *exercise = (Exercise){.id = id,
                         .name = arena_printf(&arena, "Name of %s", id),
                         .purpose = purpose,
                         .domain = purpose == ACTION_STRETCH ? DOMAIN_LENGTH : DOMAIN_STRENGTH,
                         .muscles = muscles,
                         .muscle_count = 1,
                         .equipment = texts(NULL),
                         .tags = texts(NULL),
                         .level = 1,
                         .dose = purpose == ACTION_STRETCH ? DOSE_HOLD : DOSE_REPS};
  return exercise;
}

static Catalog *small_catalog(void) {
  Catalog *catalog = new_catalog();
  add_muscle(catalog, "abductor");
  add_muscle(catalog, "flexor");
  add_muscle(catalog, "trunk");
  add_dosage(catalog, ACTION_STRENGTHEN, DOMAIN_STRENGTH, DOSE_REPS, 7);
  add_dosage(catalog, ACTION_STRETCH, DOMAIN_LENGTH, DOSE_HOLD, 5);
  *LIST_ADD(&arena, &catalog->advice) = (Advice){.id = "hold_load", .text = "Hold your load.", .kind = ACTION_ADVISE};
  return catalog;
}

/* ---- a result ---- */

typedef struct Draft {
  LIST(Target) targets;
  LIST(Argument) arguments;
  LIST(Finding) findings;
} Draft;

static Argument *add_target(Draft *draft, Action action, const char *target, Side side, double weight) {
  const char *rule = arena_printf(&arena, "rule-%s", target);
  *LIST_ADD(&arena, &draft->targets) = (Target){.action = action, .target = target, .side = side, .weight = weight};
  *LIST_ADD(&arena, &draft->findings) = (Finding){
      .pack = "p", .rule = rule, .title = arena_printf(&arena, "Title of %s", rule), .side = side, .truth = TRUTH_TRUE};
  Argument *argument = LIST_ADD(&arena, &draft->arguments);
  *argument = (Argument){.pack = "p", .rule = rule, .side = side, .action = action, .target = target, .weight = weight};
  return argument;
}

static Result result_of(const Draft *draft) {
  return (Result){.patient = "P1",
                  .targets = draft->targets.items,
                  .target_count = draft->targets.count,
                  .arguments = draft->arguments.items,
                  .argument_count = draft->arguments.count,
                  .findings = draft->findings.items,
                  .finding_count = draft->findings.count};
}

/* As it is when it is finished. */
static const Catalog *rolled(const Catalog *catalog) {
  Catalog *copy = arena_alloc(&arena, sizeof *copy);
  *copy = *catalog;
  catalog_build_roster(copy);
  return copy;
}

static Program plan_of(const Catalog *catalog, const Draft *draft, const Limits *limits) {
  Case c = {0};
  Result result = result_of(draft);
  Program program;
  Err err = {0};
  if (!plan_build(rolled(catalog), &arena, &c, &result, limits, &program, &err)) fail_msg("%s", err.text);
  return program;
}

static const char *reason_of(const Program *program, const char *what) {
  for (size_t i = 0; i < program->left_out_count; i++)
    if (strcmp(program->left_out[i].exercise, what) == 0) return program->left_out[i].reason;
  return NULL;
}

static const char *program_text(const Program *program) {
  Text text = {.arena = &arena};
  for (size_t i = 0; i < program->item_count; i++) {
    const ProgramItem *item = &program->items[i];
    text_addf(&text, "%s %s %d %dx%d hold %d, %d a week %u, %d-%d, %.6f, %s, %s\n", item->exercise,
              side_names[item->side], item->phase, item->sets, item->reps, item->hold_s, item->per_week, item->days,
              item->week_from, item->week_to, item->minutes, item->why, item->dose);
  }
  for (size_t i = 0; i < program->left_out_count; i++)
    text_addf(&text, "- %s: %s\n", program->left_out[i].exercise, program->left_out[i].reason);
  for (size_t i = 0; i < program->advice_count; i++)
    text_addf(&text, "advice %s: %s\n", program->advice[i].id, program->advice[i].why);
  text_addf(&text, "%d weeks, %d sessions, %.6f min, covered %.6f gap %.6f\n", program->weeks,
            program->sessions_per_week, program->minutes, program->covered, program->gap);
  return text_get(&text);
}

static void expect_error(const Catalog *catalog, const Draft *draft, const Limits *limits, const char *text) {
  Case c = {0};
  Result result = result_of(draft);
  Program program;
  Err err = {0};
  assert_false(plan_build(rolled(catalog), &arena, &c, &result, limits, &program, &err));
  assert_int_equal(err.kind, ERR_DATA);
  assert_string_equal(err.text, text);
}

/* ---- single cases ---- */

static void weaker_side_comes_first_with_one_set_more(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  add_exercise(catalog, "clamshell", ACTION_STRENGTHEN, "abductor", 0.6)->unilateral = true;
  Draft draft = {0};
  add_target(&draft, ACTION_STRENGTHEN, "abductor", SIDE_RIGHT, 0.5);
  add_target(&draft, ACTION_STRENGTHEN, "abductor", SIDE_LEFT, 0.2);
  Program program = plan_of(catalog, &draft, NULL);
  assert_int_equal(program.item_count, 2);
  assert_int_equal(program.items[0].side, SIDE_RIGHT);
  assert_int_equal(program.items[0].sets, 3);
  assert_int_equal(program.items[1].side, SIDE_LEFT);
  assert_int_equal(program.items[1].sets, 2);
  assert_int_equal(program.items[0].per_week, 3);
  /* a set is 8 x 4 s; one side works while the other rests 60 s: 3 rounds of 92 s */
  assert_true(fabs(program.minutes - 3 * 92 / 60.0) < 1e-9);
  assert_true(fabs(program.items[0].minutes + program.items[1].minutes - program.minutes) < 1e-9);
  assert_string_equal(program.items[0].why, "strengthen name of abductor: Title of rule-abductor");
}

static void one_weak_side_gets_an_exercise_of_its_own(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  add_exercise(catalog, "a_both", ACTION_STRENGTHEN, "abductor", 0.6);
  add_exercise(catalog, "b_one", ACTION_STRENGTHEN, "abductor", 0.6)->unilateral = true;
  Draft draft = {0};
  add_target(&draft, ACTION_STRENGTHEN, "abductor", SIDE_LEFT, 0.5);
  Program program = plan_of(catalog, &draft, &(Limits){.exercises = 1});
  assert_string_equal(program.items[0].exercise, "b_one");
  add_target(&draft, ACTION_STRENGTHEN, "abductor", SIDE_RIGHT, 0.5);
  program = plan_of(catalog, &draft, &(Limits){.exercises = 1});
  assert_string_equal(program.items[0].exercise, "a_both"); /* of equals the shorter one */
}

static void an_exercise_that_each_side_needs_for_something_is_done_alike(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  Exercise *exercise = add_exercise(catalog, "quadruped", ACTION_STRENGTHEN, "abductor", 0.6);
  exercise->unilateral = true;
  const ExerciseMuscle muscles[] = {exercise->muscles[0], {catalog_find(catalog, ROWS_MUSCLE, "flexor"), 0.6}};
  exercise->muscles = muscles, exercise->muscle_count = ARRAY_LEN(muscles);
  Draft draft = {0};
  add_target(&draft, ACTION_STRENGTHEN, "abductor", SIDE_RIGHT, 0.5);
  add_target(&draft, ACTION_STRENGTHEN, "flexor", SIDE_LEFT, 0.2);
  Program program = plan_of(catalog, &draft, NULL);
  assert_int_equal(program.item_count, 1);
  assert_int_equal(program.items[0].side, SIDE_BOTH);
  assert_int_equal(program.items[0].sets, 2);
  assert_string_equal(program.items[0].why,
                      "strengthen name of abductor (right): Title of rule-abductor; strengthen name of flexor (left): "
                      "Title of rule-flexor; both sides alike, as each is the weaker one in one of these");
}

static void stretching_is_done_only_on_the_side_that_asks(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  add_exercise(catalog, "lunge_stretch", ACTION_STRETCH, "flexor", 0.6)->unilateral = true;
  Draft draft = {0};
  add_target(&draft, ACTION_STRETCH, "flexor", SIDE_LEFT, 0.5);
  Program program = plan_of(catalog, &draft, NULL);
  assert_int_equal(program.item_count, 1);
  assert_int_equal(program.items[0].side, SIDE_LEFT);
  assert_int_equal(program.items[0].hold_s, 30);
  assert_int_equal(program.items[0].reps, 0);
  add_target(&draft, ACTION_STRETCH, "flexor", SIDE_RIGHT, 0.3);
  program = plan_of(catalog, &draft, NULL);
  assert_int_equal(program.item_count, 1);
  assert_int_equal(program.items[0].side, SIDE_BOTH);
}

/* What the week needs is spread over the sessions there are, within the row. */
static void few_sessions_have_more_holds(void **state) {
  (void)state;
  static const struct { int days, holds; } cases[] = {{7, 4}, {5, 4}, {4, 5}, {3, 7}, {2, 8}, {1, 8}};
  Catalog *catalog = small_catalog();
  Dosage *row = &catalog->dosages.items[1];
  row->sets_min = row->sets_max = 1;
  row->reps_min = 4;
  row->reps_max = 8;
  row->week_s = 600;
  add_exercise(catalog, "lunge_stretch", ACTION_STRETCH, "flexor", 0.6);
  Draft draft = {0};
  add_target(&draft, ACTION_STRETCH, "flexor", SIDE_BOTH, 0.5);
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Program program = plan_of(catalog, &draft, &(Limits){.days = cases[i].days});
    assert_int_equal(program.items[0].reps, cases[i].holds);
    assert_true(fabs(program.minutes - (cases[i].holds * 30 + row->rest_s) / 60.0) < 1e-9);
  }
}

static void strength_never_on_following_days(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  add_exercise(catalog, "clamshell", ACTION_STRENGTHEN, "abductor", 0.6);
  Draft draft = {0};
  add_target(&draft, ACTION_STRENGTHEN, "abductor", SIDE_BOTH, 0.5);
  Program program = plan_of(catalog, &draft, &(Limits){.days = 7});
  assert_int_equal(program.items[0].per_week, 3);
  assert_int_equal(program.sessions_per_week, 3);
}

static void harder_forms_wait_for_their_easier_form(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  Exercise *knees = add_exercise(catalog, "side_plank_knees", ACTION_STRENGTHEN, "trunk", 0.6);
  knees->tags = texts("kneeling");
  knees->harder = "side_plank";
  Exercise *feet = add_exercise(catalog, "side_plank", ACTION_STRENGTHEN, "trunk", 1);
  feet->easier = "side_plank_knees";
  feet->level = 3;
  Draft draft = {0};
  add_target(&draft, ACTION_STRENGTHEN, "trunk", SIDE_BOTH, 0.5);
  Program program = plan_of(catalog, &draft, NULL);
  assert_int_equal(program.item_count, 2); /* the harder form takes over for the last weeks */
  assert_string_equal(program.items[0].exercise, "side_plank_knees");
  assert_int_equal(program.items[0].week_to, 4);
  assert_string_equal(program.items[1].exercise, "side_plank");
  assert_int_equal(program.items[1].phase, PHASE_INTEGRATE);
  assert_int_equal(program.items[1].week_from, 5);
  assert_int_equal(program.items[1].week_to, 6);
  feet->level = 4; /* two steps up */
  program = plan_of(catalog, &draft, NULL);
  assert_int_equal(program.item_count, 1);
  assert_string_equal(reason_of(&program, "side_plank"), "a harder form: begin with Name of side_plank_knees");
  add_target(&draft, ACTION_EXCLUDE, "kneeling", SIDE_BOTH, 0.5);
  program = plan_of(catalog, &draft, NULL);
  assert_int_equal(program.item_count, 0);
  assert_string_equal(reason_of(&program, "side_plank_knees"), "excluded by a finding: kneeling");
  assert_string_equal(reason_of(&program, "strengthen name of trunk"), "every exercise for it was left out");
}

static void two_forms_of_one_exercise_are_not_done_together(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  add_exercise(catalog, "dead_bug_taps", ACTION_STRENGTHEN, "trunk", 0.6);
  Exercise *harder = add_exercise(catalog, "dead_bug", ACTION_STRENGTHEN, "trunk", 0.6);
  harder->easier = "dead_bug_taps";
  harder->level = 2;
  Draft draft = {0};
  add_target(&draft, ACTION_STRENGTHEN, "trunk", SIDE_BOTH, 0.5);
  Program program = plan_of(catalog, &draft, NULL);
  assert_int_equal(program.item_count, 1);
  assert_string_equal(program.items[0].exercise, "dead_bug_taps");
  assert_string_equal(reason_of(&program, "dead_bug"), "another form of it is chosen: Name of dead_bug_taps");
}

static void a_hard_exercise_serves_where_nothing_is_easier(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  add_exercise(catalog, "hard", ACTION_STRENGTHEN, "trunk", 0.6)->level = 3;
  add_exercise(catalog, "harder", ACTION_STRENGTHEN, "trunk", 1)->level = 4;
  Draft draft = {0};
  add_target(&draft, ACTION_STRENGTHEN, "trunk", SIDE_BOTH, 0.5);
  Program program = plan_of(catalog, &draft, NULL);
  assert_int_equal(program.item_count, 1);
  assert_string_equal(program.items[0].exercise, "hard");
  assert_string_equal(reason_of(&program, "harder"), "level 4: harder than needed to begin");
}

static void an_exercise_made_for_the_muscle_comes_before_helpers(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  for (int i = 0; i < 3; i++)
    add_exercise(catalog, arena_printf(&arena, "a_helper_%d", i), ACTION_STRENGTHEN, "abductor", 0.3);
  Draft draft = {0};
  add_target(&draft, ACTION_STRENGTHEN, "abductor", SIDE_LEFT, 0.5);
  Program program = plan_of(catalog, &draft, NULL);
  assert_int_equal(program.item_count, 0);
  assert_int_equal(program.left_out_count, 1);
  assert_string_equal(reason_of(&program, "strengthen name of abductor (left)"),
                      "the catalog has no exercise made for it");
  add_exercise(catalog, "side_lying", ACTION_STRENGTHEN, "abductor", 0.6);
  add_exercise(catalog, "standing", ACTION_STRENGTHEN, "abductor", 0.6);
  add_exercise(catalog, "third", ACTION_STRENGTHEN, "abductor", 0.6);
  program = plan_of(catalog, &draft, NULL);
  assert_int_equal(program.item_count, 2);
  assert_string_equal(program.items[0].exercise, "side_lying");
  assert_string_equal(program.items[1].exercise, "standing");
  assert_string_equal(reason_of(&program, "third"), "what it is for is covered");
}

static void what_the_clinician_asks_for_is_in(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  add_exercise(catalog, "good", ACTION_STRENGTHEN, "abductor", 1);
  add_exercise(catalog, "other", ACTION_STRENGTHEN, "trunk", 1)->level = 4;
  add_exercise(catalog, "third", ACTION_STRENGTHEN, "abductor", 1);
  Draft draft = {0};
  add_target(&draft, ACTION_STRENGTHEN, "abductor", SIDE_BOTH, 0.5);
  Limits limits = {.with = texts("other"), .with_count = 1, .without = texts("good"), .without_count = 1};
  Program program = plan_of(catalog, &draft, &limits);
  assert_int_equal(program.item_count, 2);
  assert_string_equal(program.items[0].exercise, "other");
  assert_string_equal(program.items[0].why, "asked for by the clinician");
  assert_string_equal(program.items[1].exercise, "third");
  assert_string_equal(reason_of(&program, "good"), "not wanted");
  limits.without = texts("other");
  expect_error(catalog, &draft, &limits, "other is asked for and may not be done: not wanted");
  limits = (Limits){.with = texts("othr"), .with_count = 1};
  expect_error(catalog, &draft, &limits, "unknown exercise 'othr' (did you mean 'other'?)");
  limits = (Limits){.with = texts("other"), .with_count = 1, .minutes = 1};
  expect_error(catalog, &draft, &limits, "the exercises asked for need 3.1 minutes a session, the limit is 1");
}

static void the_smallest_loosening_is_told(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  add_exercise(catalog, "band_walk", ACTION_STRENGTHEN, "abductor", 1)->equipment = texts("mini_band");
  add_exercise(catalog, "bend", ACTION_STRETCH, "flexor", 1);
  add_exercise(catalog, "press", ACTION_STRENGTHEN, "trunk", 1);
  Draft draft = {0};
  add_target(&draft, ACTION_STRENGTHEN, "abductor", SIDE_BOTH, 0.25);
  add_target(&draft, ACTION_STRETCH, "flexor", SIDE_BOTH, 0.25);
  add_target(&draft, ACTION_STRENGTHEN, "trunk", SIDE_BOTH, 0.5);
  Limits limits = {.minutes = 5, .exercises = 1, .without = texts("bend"), .without_count = 1};
  Program program = plan_of(catalog, &draft, &limits);
  Result result = result_of(&draft);
  Case c = {0};
  Loosening *more;
  size_t count;
  Err err = {0};
  assert_true(plan_loosen(rolled(catalog), &arena, &c, &result, &limits, &program, &more, &count, &err));
  assert_int_equal(count, 0); /* a second exercise needs more than one limit to give */
  limits.exercises = 5;
  limits.minutes = 20;
  assert_true(plan_loosen(rolled(catalog), &arena, &c, &result, &limits, &program, &more, &count, &err));
  assert_int_equal(count, 2);
  assert_string_equal(more[0].text, "with mini_band");
  assert_string_equal(more[1].text, "allowing bend");
  assert_true(more[0].covered == 0.75 && more[1].covered == 0.75);
  limits = (Limits){.minutes = 4};
  program = plan_of(catalog, &draft, &limits);
  assert_true(plan_loosen(rolled(catalog), &arena, &c, &result, &limits, &program, &more, &count, &err));
  assert_int_equal(count, 1); /* 184 s of pressing and 180 s of bending */
  assert_string_equal(more[0].text, "minutes a session: 7 instead of 4");
}

static void sessions_fall_on_the_named_days(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  add_exercise(catalog, "press", ACTION_STRENGTHEN, "abductor", 1);
  add_exercise(catalog, "bend", ACTION_STRETCH, "flexor", 1);
  Draft draft = {0};
  add_target(&draft, ACTION_STRENGTHEN, "abductor", SIDE_BOTH, 0.5);
  add_target(&draft, ACTION_STRETCH, "flexor", SIDE_BOTH, 0.5);
  Program program = plan_of(catalog, &draft, &(Limits){.weekdays = 1 | 2 | 8}); /* Mon, Tue, Thu */
  assert_string_equal(program.items[0].exercise, "bend");
  assert_int_equal(program.items[0].days, 1 | 2 | 8);
  assert_int_equal(program.items[1].days, 1 | 8);
  program = plan_of(catalog, &draft, &(Limits){.weekdays = 1 | 64}); /* Sun and Mon follow each other */
  assert_int_equal(weekdays_count(program.items[1].days), 1);
  assert_int_equal(program.sessions_per_week, 2);
}

static void missing_equipment_is_named(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  add_exercise(catalog, "band_walk", ACTION_STRENGTHEN, "abductor", 1)->equipment = texts("mini_band");
  Draft draft = {0};
  add_target(&draft, ACTION_STRENGTHEN, "abductor", SIDE_LEFT, 0.5);
  Program program = plan_of(catalog, &draft, NULL);
  assert_int_equal(program.item_count, 0);
  assert_int_equal(program.weeks, 0);
  assert_string_equal(reason_of(&program, "band_walk"), "needs mini_band");
  assert_string_equal(reason_of(&program, "strengthen name of abductor (left)"), "no exercise for it: needs mini_band");
  program = plan_of(catalog, &draft, &(Limits){.equipment = texts("mini_band"), .equipment_count = 1});
  assert_int_equal(program.item_count, 1);
}

static void conflicts_and_held_arguments_are_listed_not_settled(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  add_exercise(catalog, "clamshell", ACTION_STRENGTHEN, "abductor", 0.6);
  add_exercise(catalog, "lunge_stretch", ACTION_STRETCH, "flexor", 0.6);
  Draft draft = {0};
  add_target(&draft, ACTION_STRENGTHEN, "abductor", SIDE_LEFT, 0.3);
  draft.targets.items[0].conflict = true;
  Argument *against = add_target(&draft, ACTION_STRENGTHEN, "abductor", SIDE_LEFT, 0.2);
  against->against = true;
  against->rule = "other";
  draft.targets.count = 1;
  add_target(&draft, ACTION_STRETCH, "flexor", SIDE_LEFT, 0.4)->held = "test its length first";
  add_target(&draft, ACTION_STRENGTHEN, "trunk", SIDE_BOTH, 0);
  Program program = plan_of(catalog, &draft, NULL);
  assert_int_equal(program.item_count, 0);
  assert_string_equal(reason_of(&program, "strengthen name of abductor (left)"),
                      "conflict, left to the clinician: for it Title of rule-abductor; against it other");
  assert_string_equal(reason_of(&program, "stretch name of flexor (left)"), "test its length first");
  assert_string_equal(reason_of(&program, "strengthen name of trunk"), "its arguments add up to nothing");
}

static void a_stop_gives_a_referral_and_nothing_else(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  add_exercise(catalog, "clamshell", ACTION_STRENGTHEN, "abductor", 0.6);
  Draft draft = {0};
  add_target(&draft, ACTION_STRENGTHEN, "abductor", SIDE_LEFT, 0.3);
  add_target(&draft, ACTION_ADVISE, "hold_load", SIDE_BOTH, 0.3);
  Result result = result_of(&draft);
  Stop stops[] = {{.urgency = URGENCY_EMERGENCY, .text = "To the emergency department now."},
                  {.urgency = URGENCY_URGENT, .text = "See a doctor today."},
                  {.urgency = URGENCY_CAUTION, .text = "Ask for clearance."}};
  result.stops = stops;
  result.stop_count = 3;
  Case c = {0};
  Program program;
  Err err = {0};
  assert_true(plan_build(rolled(catalog), &arena, &c, &result, NULL, &program, &err));
  assert_true(program.stopped);
  assert_string_equal(program.referral, "To the emergency department now. See a doctor today.");
  assert_int_equal(program.item_count + program.advice_count + program.left_out_count, 0);
  result.stops = &stops[2], result.stop_count = 1; /* a caution warns and goes on */
  assert_true(plan_build(rolled(catalog), &arena, &c, &result, NULL, &program, &err));
  assert_false(program.stopped);
  assert_int_equal(program.item_count, 1);
}

static void advice_comes_with_its_reason(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  Draft draft = {0};
  add_target(&draft, ACTION_ADVISE, "hold_load", SIDE_BOTH, 0.3);
  Program program = plan_of(catalog, &draft, NULL);
  assert_int_equal(program.advice_count, 1);
  assert_string_equal(program.advice[0].text, "Hold your load.");
  assert_string_equal(program.advice[0].why, "Title of rule-hold_load");
}

static void bad_limits_and_targets_are_named(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  Draft draft = {0};
  expect_error(catalog, &draft, &(Limits){.days = 8}, "sessions a week: 8 is outside 1 to 7");
  expect_error(catalog, &draft, &(Limits){.minutes = -1}, "minutes a session: -1 is outside 1 to 600");
  expect_error(catalog, &draft, &(Limits){.exercises = 101}, "number of exercises: 101 is outside 1 to 100");
  add_target(&draft, ACTION_STRENGTHEN, "abductors", SIDE_LEFT, 0.3);
  expect_error(catalog, &draft, NULL, "unknown muscle 'abductors' (did you mean 'abductor'?)");
  Draft advice = {0};
  add_target(&advice, ACTION_CUE, "hold_lode", SIDE_BOTH, 0.3);
  expect_error(catalog, &advice, NULL, "unknown advice 'hold_lode' (did you mean 'hold_load'?)");
}

static void the_case_brings_limits_when_none_are_given(void **state) {
  (void)state;
  Catalog *catalog = small_catalog();
  add_exercise(catalog, "clamshell", ACTION_STRENGTHEN, "abductor", 0.6);
  Draft draft = {0};
  add_target(&draft, ACTION_STRENGTHEN, "abductor", SIDE_BOTH, 0.3);
  Result result = result_of(&draft);
  Case c = {.limits = {.minutes = 1}};
  Program program;
  Err err = {0};
  assert_true(plan_build(rolled(catalog), &arena, &c, &result, NULL, &program, &err));
  assert_int_equal(program.item_count, 0);
  assert_string_equal(reason_of(&program, "clamshell"), "does not fit into 1 minutes a session");
}

/* ---- random cases ---- */

static const char *const tags[] = {"prone", "impact", "kneeling"};
static const char *const things[] = {"band", "step"};
static const char *const places[] = {"prone", "side", "standing", "supine"};

static Catalog *random_catalog(void) {
  static const double shares[] = {0.3, 0.6, 0.8, 1};
  Catalog *catalog = new_catalog();
  for (int i = 0; i < MUSCLES; i++) add_muscle(catalog, arena_printf(&arena, "m%02d", i));
  for (Action purpose = ACTION_STRENGTHEN; purpose <= ACTION_MOBILISE; purpose++)
    if (purpose != ACTION_ACTIVATE || below(2))
      add_dosage(catalog, purpose, purpose == ACTION_STRETCH ? DOMAIN_LENGTH : DOMAIN_STRENGTH,
                 purpose == ACTION_STRETCH ? DOSE_HOLD : DOSE_REPS, 2 + below(6));
  for (int i = 0; i < EXERCISES; i++) {
    Exercise *exercise = add_exercise(catalog, arena_printf(&arena, "e%02d", i), (Action)below(4),
                                      arena_printf(&arena, "m%02d", below(MUSCLES)), shares[below(4)]);
    ExerciseMuscle *second = (ExerciseMuscle *)&exercise->muscles[1];
    *second = (ExerciseMuscle){below(MUSCLES), shares[below(4)]};
    exercise->muscle_count = second->muscle == second[-1].muscle ? 1 : 2;
    exercise->unilateral = below(2);
    exercise->level = 1 + below(5);
    exercise->equipment = texts(below(3) ? NULL : things[below(2)]);
    exercise->tags = texts(below(3) ? NULL : tags[below(3)]);
    exercise->position = places[below(4)];
    if (i && !below(3)) exercise->easier = catalog->exercises.items[below(i)].id;
  }
  catalog_index(catalog, ROWS_EXERCISE);
  return catalog;
}

static Draft random_draft(void) {
  Draft draft = {0};
  for (int count = below(8); count > 0; count--) {
    const char *muscle = arena_printf(&arena, "m%02d", below(MUSCLES));
    Argument *argument =
        add_target(&draft, (Action)below(4), muscle, (Side)below(3), below(20) / 16.0); /* sums are exact */
    if (!below(8)) argument->held = "test its length first";
    if (!below(8)) draft.targets.items[draft.targets.count - 1].conflict = true;
  }
  if (!below(3)) add_target(&draft, ACTION_EXCLUDE, tags[below(3)], SIDE_BOTH, 0.25);
  return draft;
}

static Limits random_limits(void) {
  return (Limits){.minutes = below(40),
                  .days = below(8),
                  .exercises = below(8),
                  .equipment = texts(things[below(2)]),
                  .equipment_count = (size_t)below(2),
                  .level = below(4),
                  .positions = below(4),
                  .weekdays = below(2) ? 0 : (unsigned)below(128),
                  .without = texts(arena_printf(&arena, "e%02d", below(EXERCISES))),
                  .without_count = (size_t)below(2)};
}

static bool excludes(const Draft *draft, const char *tag) {
  for (size_t i = 0; tag && i < draft->targets.count; i++)
    if (draft->targets.items[i].action == ACTION_EXCLUDE && strcmp(draft->targets.items[i].target, tag) == 0)
      return true;
  return false;
}

/* Is the exercise made for a target that takes effect? */
static bool serves(const Catalog *catalog, const Draft *draft, const Exercise *exercise) {
  Goals goals;
  Err err = {0};
  Result result = result_of(draft);
  assert_true(goals_build(catalog, &arena, &result, &goals, &err));
  for (size_t i = 0; i < goals.list.count; i++)
    for (size_t j = 0; j < exercise->muscle_count; j++)
      if (goals.list.items[i].action == exercise->purpose &&
          goals.list.items[i].muscle == exercise->muscles[j].muscle && exercise->muscles[j].share >= 0.6)
        return true;
  return false;
}

static void check_item(const Catalog *catalog, const Draft *draft, const Limits *limits, const ProgramItem *item) {
  const Exercise *exercise = catalog_exercise(catalog, item->exercise);
  int days = limits->days ? limits->days : limits->weekdays ? weekdays_count(limits->weekdays) : 3;
  assert_non_null(exercise);
  assert_true(serves(catalog, draft, exercise));
  assert_true(*item->why);
  assert_false(excludes(draft, exercise->tags[0]));
  if (exercise->equipment[0])
    assert_true(limits->equipment_count && strcmp(limits->equipment[0], exercise->equipment[0]) == 0);
  if (limits->without_count) assert_string_not_equal(item->exercise, limits->without[0]);
  assert_true(item->per_week >= 1 && item->per_week <= days);
  assert_int_equal(item->per_week, weekdays_count(item->days));
  if (limits->weekdays) assert_int_equal(item->days & ~limits->weekdays, 0);
  assert_true(item->week_from >= 1 && item->week_from <= item->week_to);
  assert_true(item->sets >= 1 && item->sets <= 3);
  int level = limits->level ? limits->level : 2;
  if (exercise->level > level) assert_true(item->phase == PHASE_INTEGRATE || !exercise->easier);
  assert_true(exercise->unilateral || item->side == SIDE_BOTH);
}

/* Muscles that an item works for strength, as bits. */
static unsigned strength_muscles(const Catalog *catalog, const ProgramItem *item) {
  const Exercise *exercise = catalog_exercise(catalog, item->exercise);
  unsigned muscles = 0;
  for (size_t i = 0; exercise->domain == DOMAIN_STRENGTH && i < exercise->muscle_count; i++)
    muscles |= 1u << exercise->muscles[i].muscle;
  return muscles;
}

/* No muscle is worked for strength on following days of any week. */
static void check_rest(const Catalog *catalog, const Program *program) {
  for (int week = 1; week <= program->weeks; week++) {
    unsigned worked[7] = {0};
    for (size_t i = 0; i < program->item_count; i++)
      for (int day = 0; day < 7; day++)
        if (program->items[i].week_from <= week && week <= program->items[i].week_to &&
            program->items[i].days >> day & 1)
          worked[day] |= strength_muscles(catalog, &program->items[i]);
    for (int day = 0; day < 7; day++) assert_int_equal(worked[day] & worked[(day + 1) % 7], 0);
  }
}

/* One week: minutes, exercises and positions stay under their limits on the fullest session. */
static void check_week(const Catalog *catalog, const Limits *limits, const Program *program, int week) {
  double minutes = 0;
  int exercises = 0, positions = 0;
  const char *seen[EXERCISES];
  for (size_t i = 0; i < program->item_count; i++) {
    const ProgramItem *item = &program->items[i];
    if (week < item->week_from || week > item->week_to) continue;
    minutes += item->minutes;
    if (i && strcmp(program->items[i - 1].exercise, item->exercise) == 0) continue;
    bool known = false;
    const char *position = catalog_exercise(catalog, item->exercise)->position;
    for (int n = 0; n < positions; n++) known |= strcmp(seen[n], position) == 0;
    if (!known) seen[positions++] = position;
    exercises++;
  }
  assert_true(minutes <= (limits->minutes ? limits->minutes : 20) + 1e-6);
  assert_true(exercises <= (limits->exercises ? limits->exercises : 5));
  if (limits->positions) assert_true(positions <= limits->positions);
}

/* What a program covers can be told from its exercises alone. */
static void check_covered(const Catalog *catalog, const Draft *draft, const Limits *limits, const Program *program) {
  Case c = {0};
  Result result = result_of(draft);
  Program alone = {.items = program->items, .item_count = program->item_count};
  double covered;
  Err err = {0};
  assert_true(plan_covered(rolled(catalog), &arena, &c, &result, limits, &alone, &covered, &err));
  assert_true(covered == program->covered);
}

static void check_program(const Catalog *catalog, const Draft *draft, const Limits *limits, const Program *program) {
  for (size_t i = 0; i < program->item_count; i++) {
    const ProgramItem *item = &program->items[i];
    check_item(catalog, draft, limits, item);
    bool again = i && strcmp(item->exercise, item[-1].exercise) == 0;
    if (again) assert_int_equal(item[-1].sets, item->sets + 1);
    if (i) assert_true(item[-1].phase <= item->phase);
    assert_null(reason_of(program, item->exercise));
  }
  for (int week = 1; week <= program->weeks; week++) check_week(catalog, limits, program, week);
  check_rest(catalog, program);
  check_covered(catalog, draft, limits, program);
  assert_true(program->covered >= 0 && program->covered <= 1 && program->gap == 0);
  for (size_t i = 0; i < program->left_out_count; i++) assert_true(*program->left_out[i].reason);
  for (size_t i = 0; i < catalog->exercises.count; i++) { /* chosen or left out with a reason */
    const Exercise *exercise = &catalog->exercises.items[i];
    bool chosen = false;
    for (size_t j = 0; j < program->item_count; j++) chosen |= strcmp(program->items[j].exercise, exercise->id) == 0;
    if (serves(catalog, draft, exercise)) assert_true(chosen == !reason_of(program, exercise->id));
  }
}

static void random_programs_keep_every_limit(void **state) {
  (void)state;
  seed = 1;
  for (int i = 0; i < RANDOM_CASES; i++) {
    arena_reset(&arena);
    Catalog *catalog = random_catalog();
    Draft draft = random_draft();
    Limits limits = random_limits();
    Program program = plan_of(catalog, &draft, &limits);
    check_program(catalog, &draft, &limits, &program);
  }
}

/* Each limit taken away in turn: what the exercises cover never falls. */
static void without_a_limit_no_less_is_covered(void **state) {
  (void)state;
  seed = 4;
  for (int i = 0; i < RANDOM_CASES / 10; i++) {
    arena_reset(&arena);
    Catalog *catalog = random_catalog();
    Draft draft = random_draft();
    const Limits limits = random_limits();
    double covered = plan_of(catalog, &draft, &limits).covered;
    Limits wider[] = {limits, limits, limits, limits, limits, limits};
    wider[0].minutes = 600;
    wider[1].exercises = 100;
    wider[2].equipment = things;
    wider[2].equipment_count = ARRAY_LEN(things);
    wider[3].level = 5;
    wider[4].positions = 0;
    wider[5].without_count = 0;
    for (size_t n = 0; n < ARRAY_LEN(wider); n++) assert_true(plan_of(catalog, &draft, &wider[n]).covered >= covered);
  }
}

#define SHUFFLE(list, T)                                                                                               \
  for (size_t n = (list).count; n > 1; n--) {                                                                          \
    size_t other = (size_t)below((int)n);                                                                              \
    T kept = (list).items[n - 1];                                                                                      \
    (list).items[n - 1] = (list).items[other];                                                                         \
    (list).items[other] = kept;                                                                                        \
  }

static void order_of_input_changes_nothing(void **state) {
  (void)state;
  seed = 2;
  for (int i = 0; i < RANDOM_CASES; i++) {
    arena_reset(&arena);
    Catalog *catalog = random_catalog();
    Draft draft = random_draft();
    Limits limits = random_limits();
    Program program = plan_of(catalog, &draft, &limits);
    const char *before = program_text(&program);
    SHUFFLE(draft.targets, Target)
    SHUFFLE(draft.arguments, Argument)
    SHUFFLE(draft.findings, Finding)
    SHUFFLE(catalog->exercises, Exercise)
    catalog_index(catalog, ROWS_EXERCISE);
    program = plan_of(catalog, &draft, &limits);
    assert_string_equal(program_text(&program), before);
  }
}

static void a_mirrored_result_gives_the_mirrored_program(void **state) {
  (void)state;
  seed = 3;
  for (int i = 0; i < RANDOM_CASES; i++) {
    arena_reset(&arena);
    Catalog *catalog = random_catalog();
    Draft draft = random_draft();
    Limits limits = random_limits();
    Program program = plan_of(catalog, &draft, &limits);
    for (size_t n = 0; n < draft.targets.count; n++)
      draft.targets.items[n].side = side_other(draft.targets.items[n].side);
    for (size_t n = 0; n < draft.arguments.count; n++)
      draft.arguments.items[n].side = side_other(draft.arguments.items[n].side);
    Program mirror = plan_of(catalog, &draft, &limits);
    assert_int_equal(mirror.item_count, program.item_count);
    assert_int_equal(mirror.left_out_count, program.left_out_count);
    for (size_t n = 0; n < program.item_count; n++) {
      const ProgramItem *one = &program.items[n], *other = &mirror.items[n];
      assert_string_equal(one->exercise, other->exercise);
      assert_int_equal(one->side, side_other(other->side));
      assert_int_equal(one->sets, other->sets);
      assert_true(one->minutes == other->minutes);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(weaker_side_comes_first_with_one_set_more, free_arena),
      cmocka_unit_test_teardown(one_weak_side_gets_an_exercise_of_its_own, free_arena),
      cmocka_unit_test_teardown(an_exercise_that_each_side_needs_for_something_is_done_alike, free_arena),
      cmocka_unit_test_teardown(stretching_is_done_only_on_the_side_that_asks, free_arena),
      cmocka_unit_test_teardown(few_sessions_have_more_holds, free_arena),
      cmocka_unit_test_teardown(strength_never_on_following_days, free_arena),
      cmocka_unit_test_teardown(harder_forms_wait_for_their_easier_form, free_arena),
      cmocka_unit_test_teardown(two_forms_of_one_exercise_are_not_done_together, free_arena),
      cmocka_unit_test_teardown(a_hard_exercise_serves_where_nothing_is_easier, free_arena),
      cmocka_unit_test_teardown(an_exercise_made_for_the_muscle_comes_before_helpers, free_arena),
      cmocka_unit_test_teardown(what_the_clinician_asks_for_is_in, free_arena),
      cmocka_unit_test_teardown(the_smallest_loosening_is_told, free_arena),
      cmocka_unit_test_teardown(sessions_fall_on_the_named_days, free_arena),
      cmocka_unit_test_teardown(missing_equipment_is_named, free_arena),
      cmocka_unit_test_teardown(conflicts_and_held_arguments_are_listed_not_settled, free_arena),
      cmocka_unit_test_teardown(a_stop_gives_a_referral_and_nothing_else, free_arena),
      cmocka_unit_test_teardown(advice_comes_with_its_reason, free_arena),
      cmocka_unit_test_teardown(bad_limits_and_targets_are_named, free_arena),
      cmocka_unit_test_teardown(the_case_brings_limits_when_none_are_given, free_arena),
      cmocka_unit_test_teardown(random_programs_keep_every_limit, free_arena),
      cmocka_unit_test_teardown(without_a_limit_no_less_is_covered, free_arena),
      cmocka_unit_test_teardown(order_of_input_changes_nothing, free_arena),
      cmocka_unit_test_teardown(a_mirrored_result_gives_the_mirrored_program, free_arena),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
