#include "facts/catalog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#undef fail

static const char *const no_texts[] = {NULL};
static const char *const abduction_words[] = {"hip abduction", "glute med strength", NULL};
static const char *const thigh[] = {"vastus_lateralis", NULL};

/* A catalog by hand: two muscles, a group, two tests, norms out of order, two exercises that follow each other. */
typedef struct Fixture {
  Arena arena;
  Catalog catalog;
  Diags diags;
} Fixture;

static Test *add_test(Fixture *f, const char *id, const char *name, const char *const *synonyms) {
  Test *test = catalog_add(&f->catalog, ROWS_TEST);
  *test = (Test){.id = id, .name = name, .synonyms = synonyms, .positions = no_texts, .paired = true, .better = 1};
  test->unit = unit_base(DIM_FORCE);
  test->possible_hi = 3000, test->likely_lo = 20, test->likely_hi = 700;
  test->sem = test->gap_band = NAN;
  test->source = "study";
  return test;
}

static Norm *add_norm(Fixture *f, const char *id, int test) {
  Norm *norm = catalog_add(&f->catalog, ROWS_NORM);
  *norm = (Norm){.id = id, .test = test, .quantity = DIM_FORCE, .mean = 100, .sd = 20, .quality = 'A'};
  norm->age_max = 99;
  norm->mean_se = NAN;
  norm->source = "study";
  return norm;
}

static Exercise *add_exercise(Fixture *f, const char *id, int level, const char *easier, const char *harder) {
  Exercise *exercise = catalog_add(&f->catalog, ROWS_EXERCISE);
  *exercise = (Exercise){.id = id, .name = id, .level = level, .easier = easier, .harder = harder, .source = "study"};
  return exercise;
}

static void add_muscle(Fixture *f, const char *id, bool group, const char *const *members) {
  Muscle *muscle = catalog_add(&f->catalog, ROWS_MUSCLE);
  *muscle = (Muscle){.id = id, .name = id, .synonyms = no_texts, .group = group, .members = members, .source = "study"};
}

static int set_up(void **state) {
  Fixture *f = test_calloc(1, sizeof *f);
  f->catalog.arena = f->diags.arena = &f->arena;
  *(Source *)catalog_add(&f->catalog, ROWS_SOURCE) = (Source){.id = "study", .citation = "A study"};
  *(Position *)catalog_add(&f->catalog, ROWS_POSITION) = (Position){.id = "supine", .label = "on the back"};
  add_muscle(f, "gluteus_medius", false, no_texts);
  add_muscle(f, "quadriceps", true, thigh);
  add_muscle(f, "vastus_lateralis", false, NULL);
  add_test(f, "hhd_hip_abduction", "Hip abduction, hand-held dynamometer", abduction_words);
  add_test(f, "hhd_knee_extension", "Knee extension", no_texts);
  add_test(f, "heel_raise", "Heel raise", no_texts);
  add_norm(f, "N3", 2);
  add_norm(f, "N2", 0);
  add_norm(f, "N1", 2);
  add_norm(f, "N0", 0);
  add_exercise(f, "bridge", 1, NULL, "single_leg_bridge");
  add_exercise(f, "single_leg_bridge", 2, "bridge", NULL);
  *state = f;
  return 0;
}

static int tear_down(void **state) {
  Fixture *f = *state;
  arena_free(&f->arena);
  test_free(f);
  return 0;
}

static void expect_mistake(Fixture *f, const char *text) {
  assert_false(catalog_finish(&f->catalog, &f->diags));
  assert_int_equal(f->diags.errors, 1);
  assert_string_equal(f->diags.list.items[0].text, text);
}

static void rows_are_found_before_and_after_indexing(void **state) {
  Fixture *f = *state;
  for (int pass = 0; pass < 2; pass++) {
    assert_int_equal(catalog_find(&f->catalog, ROWS_TEST, "heel_raise"), 2);
    assert_int_equal(catalog_find(&f->catalog, ROWS_TEST, "heel_raises"), -1);
    assert_int_equal(catalog_find(&f->catalog, ROWS_TEST, NULL), -1);
    assert_int_equal(catalog_find(&f->catalog, ROWS_QUESTION, "x"), -1);
    assert_string_equal(catalog_muscle(&f->catalog, "quadriceps")->members[0], "vastus_lateralis");
    assert_string_equal(catalog_exercise(&f->catalog, "bridge")->harder, "single_leg_bridge");
    assert_null(catalog_question(&f->catalog, "q"));
    assert_null(catalog_test(&f->catalog, ""));
    assert_true(catalog_finish(&f->catalog, &f->diags));
  }
  assert_string_equal(catalog_row_id(&f->catalog, ROWS_TEST, 1), "hhd_knee_extension");
  assert_null(catalog_row_id(&f->catalog, ROWS_TEST, 3));
}

static void many_rows_are_all_found(void **state) {
  Fixture *f = *state;
  for (int i = 0; i < 3000; i++) {
    Advice *advice = catalog_add(&f->catalog, ROWS_ADVICE);
    *advice = (Advice){.id = arena_printf(&f->arena, "a%d", i), .source = "study"};
  }
  assert_true(catalog_finish(&f->catalog, &f->diags));
  for (int i = 0; i < 3000; i++)
    assert_int_equal(catalog_find(&f->catalog, ROWS_ADVICE, arena_printf(&f->arena, "a%d", i)), i);
}

static void norms_are_sorted_by_test_and_id(void **state) {
  Fixture *f = *state;
  assert_true(catalog_finish(&f->catalog, &f->diags));
  const char *const order[] = {"N0", "N2", "N1", "N3"};
  const int first[] = {0, 2, 2, 4};
  for (size_t i = 0; i < 4; i++) assert_string_equal(f->catalog.norms.items[i].id, order[i]);
  for (size_t i = 0; i < 4; i++) assert_int_equal(f->catalog.norm_first[i], first[i]);
  for (int i = 0; i < 4; i++) assert_int_equal(catalog_find(&f->catalog, ROWS_NORM, order[i]), i);
}

static void unknown_names_give_the_nearest_id(void **state) {
  Fixture *f = *state;
  const struct {
    RowKind kind;
    const char *typed, *text;
  } cases[] = {
      {ROWS_TEST, "hhd_hip_abducton", "unknown test 'hhd_hip_abducton' (did you mean 'hhd_hip_abduction'?)"},
      {ROWS_TEST, "hip abd", "unknown test 'hip abd' (did you mean 'hhd_hip_abduction'?)"},
      {ROWS_TEST, "glute med strengh", "unknown test 'glute med strengh' (did you mean 'hhd_hip_abduction'?)"},
      {ROWS_TEST, "Knee extension", "unknown test 'Knee extension' (did you mean 'hhd_knee_extension'?)"},
      {ROWS_TEST, "zzz", "unknown test 'zzz'"},
      {ROWS_MUSCLE, "quadricep", "unknown muscle 'quadricep' (did you mean 'quadriceps'?)"},
      {ROWS_QUESTION, "rf", "unknown question 'rf'"},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++)
    assert_string_equal(catalog_unknown(&f->catalog, &f->arena, cases[i].kind, cases[i].typed), cases[i].text);
}

static void relevance_of_a_muscle(void **state) {
  Fixture *f = *state;
  const Relevance relevance[] = {{0, 1}, {2, 0.5}};
  Test *test = &f->catalog.tests.items[0];
  test->relevance = relevance;
  test->relevance_count = 2;
  assert_true(test_relevance(test, 0) == 1 && test_relevance(test, 2) == 0.5 && test_relevance(test, 1) == 0);
}

static void empty_catalog_is_whole(void **state) {
  Fixture *f = *state;
  Catalog empty = {.arena = &f->arena};
  assert_true(catalog_finish(&empty, &f->diags));
  assert_int_equal(empty.norm_first[0], 0);
  assert_int_equal(catalog_find(&empty, ROWS_TEST, "x"), -1);
}

static void the_same_id_twice(void **state) {
  Fixture *f = *state;
  add_muscle(f, "quadriceps", false, no_texts);
  expect_mistake(f, "row 4 (id 'quadriceps'): field 'id' is already used by row 2");
}

static void references_to_nothing(void **state) {
  Fixture *f = *state;
  static const char *const strangers[] = {"vastus_medialis", NULL};
  f->catalog.muscles.items[1].members = strangers;
  f->catalog.tests.items[0].source = "studi";
  f->catalog.tests.items[2].positions = strangers;
  f->catalog.norms.items[0].position = "supin";
  assert_false(catalog_finish(&f->catalog, &f->diags));
  const char *const texts[] = {
      ("row 2 (id 'quadriceps'): field 'members' names an unknown muscle 'vastus_medialis' (did you mean "
       "'vastus_lateralis'?)"),
      "row 1 (id 'hhd_hip_abduction'): field 'source' names an unknown source 'studi' (did you mean 'study'?)",
      "row 3 (id 'heel_raise'): field 'positions' names an unknown position 'vastus_medialis'",
      "row 1 (id 'N3'): field 'position' names an unknown position 'supin' (did you mean 'supine'?)",
      "row 1 (id 'N3'): field 'position' is not one of the positions of its test",
  };
  assert_int_equal(f->diags.list.count, ARRAY_LEN(texts));
  for (size_t i = 0; i < ARRAY_LEN(texts); i++) assert_string_equal(f->diags.list.items[i].text, texts[i]);
}

static void advice_names_exercises(void **state) {
  Fixture *f = *state;
  static const char *const named[] = {"bridge", "brigde", NULL};
  *(Advice *)catalog_add(&f->catalog, ROWS_ADVICE) = (Advice){.id = "warm_up", .exercises = named, .source = "study"};
  expect_mistake(f, "row 1 (id 'warm_up'): field 'exercises' names an unknown exercise 'brigde' (did you mean "
                    "'bridge'?)");
}

static void ranges_of_a_test(void **state) {
  Fixture *f = *state;
  f->catalog.tests.items[0].likely_hi = 5000;
  expect_mistake(f, "row 1 (id 'hhd_hip_abduction'): field 'likely' must lie inside 'possible'");
}

static void norm_without_spread(void **state) {
  Fixture *f = *state;
  f->catalog.norms.items[1].sd = 0;
  expect_mistake(f, "row 2 (id 'N2'): field 'sd' must be above 0; leave it out with derived = true when only a mean is "
                    "known");
}

static void norm_of_another_quantity(void **state) {
  Fixture *f = *state;
  f->catalog.norms.items[0].quantity = DIM_TORQUE_PER_MASS; /* force and torque may meet, with a lever arm */
  f->catalog.norms.items[1].quantity = DIM_ANGLE;
  expect_mistake(f, "row 2 (id 'N2'): field 'quantity' cannot be compared with the unit of its test");
}

static void chains_that_fall(void **state) {
  Fixture *f = *state;
  f->catalog.exercises.items[0].level = 3;
  f->catalog.exercises.items[1].easier = NULL;
  expect_mistake(f, "row 1 (id 'bridge'): field 'harder' leads to a lower level");
}

static void chains_that_come_back(void **state) {
  Fixture *f = *state;
  f->catalog.exercises.items[0].level = 2;
  f->catalog.exercises.items[1].harder = "bridge";
  assert_false(catalog_finish(&f->catalog, &f->diags));
  assert_int_equal(f->diags.errors, 2);
  assert_string_equal(f->diags.list.items[0].text,
                      "row 1 (id 'bridge'): field 'harder' comes back to this exercise: the chain has a loop");
  assert_string_equal(
      f->diags.list.items[1].text,
      "row 2 (id 'single_leg_bridge'): field 'harder' comes back to this exercise: the chain has a loop");
}

static void one_dose_for_one_purpose(void **state) {
  Fixture *f = *state;
  Dosage dosage = {.id = "D1", .kind = DOSE_REPS, .sets_min = 2, .reps_min = 8, .per_week_min = 2, .source = "study"};
  *(Dosage *)catalog_add(&f->catalog, ROWS_DOSAGE) = dosage;
  dosage.id = "D2";
  *(Dosage *)catalog_add(&f->catalog, ROWS_DOSAGE) = dosage;
  expect_mistake(f, "row 2 (id 'D2'): has the purpose, domain and kind of row 'D1'");
}

#define WITH_CATALOG(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      WITH_CATALOG(rows_are_found_before_and_after_indexing),
      WITH_CATALOG(many_rows_are_all_found),
      WITH_CATALOG(norms_are_sorted_by_test_and_id),
      WITH_CATALOG(unknown_names_give_the_nearest_id),
      WITH_CATALOG(relevance_of_a_muscle),
      WITH_CATALOG(empty_catalog_is_whole),
      WITH_CATALOG(the_same_id_twice),
      WITH_CATALOG(references_to_nothing),
      WITH_CATALOG(advice_names_exercises),
      WITH_CATALOG(ranges_of_a_test),
      WITH_CATALOG(norm_without_spread),
      WITH_CATALOG(norm_of_another_quantity),
      WITH_CATALOG(chains_that_fall),
      WITH_CATALOG(chains_that_come_back),
      WITH_CATALOG(one_dose_for_one_purpose),
  };
  return cmocka_run_group_tests_name("catalog", tests, NULL, NULL);
}
