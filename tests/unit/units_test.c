#include "base/units.h"

#include <ctype.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static void every_dimension_has_a_base_of_factor_one(void **state) {
  (void)state;
  for (int dimension = 0; dimension < DIM_COUNT_OF; dimension++) {
    const Unit *base = unit_base((Dimension)dimension);
    assert_int_equal(base->dimension, dimension);
    assert_true(base->factor == 1);
  }
}

/* Whatever the table says is found again: ids, aliases and words, in their own dimension and in any case. */
static void every_spelling_finds_its_row(void **state) {
  (void)state;
  for (const Unit *unit = unit_rows; unit->id; unit++) {
    assert_true(isfinite(unit->factor) && unit->factor > 0);
    assert_ptr_equal(unit_find(unit->id, unit->dimension), unit);
    if (unit->word) assert_ptr_equal(unit_word(unit->word), unit);
    char aliases[200], *rest = aliases;
    snprintf(aliases, sizeof aliases, "%s", unit->aliases);
    for (char *alias; (alias = strtok_r(rest, " ", &rest));) {
      assert_ptr_equal(unit_find(alias, unit->dimension), unit);
      for (char *c = alias; *c; c++) *c = (char)toupper((unsigned char)*c);
      assert_ptr_equal(unit_find(alias, unit->dimension), unit);
    }
  }
}

static void expect_unit(const char *text, Dimension want, Dimension dimension, double factor) {
  const Unit *unit = unit_find(text, want);
  assert_non_null(unit);
  assert_int_equal(unit->dimension, dimension);
  assert_true(fabs(unit->factor - factor) <= 1e-12 * factor);
}

static void what_is_wanted_decides_between_equal_spellings(void **state) {
  (void)state;
  expect_unit("kg", DIM_FORCE, DIM_FORCE, 9.80665);
  expect_unit("KG", DIM_MASS, DIM_MASS, 1);
  expect_unit("kgs", DIM_FORCE, DIM_FORCE, 9.80665);
  expect_unit("kgs", DIM_MASS, DIM_MASS, 1);
  expect_unit("pounds", DIM_FORCE, DIM_FORCE, 0.45359237 * 9.80665);
  expect_unit("kg", DIM_LENGTH, DIM_MASS, 1);
  expect_unit("lb", DIM_FORCE, DIM_FORCE, 0.45359237 * 9.80665);
  expect_unit("lb", DIM_MASS, DIM_MASS, 0.45359237);
  expect_unit("lb", DIM_ANGLE, DIM_MASS, 0.45359237);
  expect_unit("m", DIM_LENGTH, DIM_LENGTH, 100);
  expect_unit("m", DIM_DISTANCE, DIM_DISTANCE, 0.001);
  expect_unit("N", DIM_TORQUE, DIM_FORCE, 1);
}

static void factors_are_those_of_the_definitions(void **state) {
  (void)state;
  expect_unit("ft-lb", DIM_TORQUE, DIM_TORQUE, 0.3048 * 0.45359237 * 9.80665);
  expect_unit("rad", DIM_ANGLE, DIM_ANGLE, 180 / acos(-1));
  expect_unit("\xC2\xB0", DIM_ANGLE, DIM_ANGLE, 1);
  expect_unit("in", DIM_LENGTH, DIM_LENGTH, 2.54);
  expect_unit("mm", DIM_LENGTH, DIM_LENGTH, 0.1);
  expect_unit("min", DIM_TIME, DIM_TIME, 60);
  expect_unit("mi", DIM_DISTANCE, DIM_DISTANCE, 1.609344);
  expect_unit("km/h", DIM_SPEED, DIM_SPEED, 1000.0 / 3600);
}

static void unknown_spellings_are_refused(void **state) {
  (void)state;
  const char *const texts[] = {"", " ", "k", "kgg", " kg", "kg ", "newton newtons", "degrees\xC2", "lbs lb", "\xC2"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_null(unit_find(texts[i], DIM_FORCE));
  assert_null(unit_find(NULL, DIM_FORCE));
}

/* The words of the rule language, as the design lists them. */
static void words_of_the_rule_language(void **state) {
  (void)state;
  static const struct {
    const char *word, *id;
  } rows[] = {{"sd", "SD"},
              {"pct", "%"},
              {"newton", "N"},
              {"kgf", "kgf"},
              {"nm", "Nm"},
              {"nm_per_kg", "Nm/kg"},
              {"n_per_kg", "N/kg"},
              {"pct_bw", "%BW"},
              {"deg", "deg"},
              {"cm", "cm"},
              {"mm", "mm"},
              {"km", "km"},
              {"km_per_week", "km/wk"},
              {"days_per_week", "d/wk"},
              {"hours_per_week", "h/wk"},
              {"hours", "h"},
              {"m_per_s", "m/s"},
              {"steps_per_min", "steps/min"},
              {"kg", "kg"},
              {"s", "s"},
              {"min", "min"},
              {"reps", "reps"},
              {"years", "years"}};
  size_t words = 0;
  for (const Unit *unit = unit_rows; unit->id; unit++) words += unit->word != NULL;
  assert_int_equal(words, sizeof rows / sizeof *rows);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_string_equal(unit_word(rows[i].word)->id, rows[i].id);
  assert_null(unit_word("NM"));
  assert_null(unit_word(""));
  assert_null(unit_word(NULL));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_dimension_has_a_base_of_factor_one),
      cmocka_unit_test(every_spelling_finds_its_row),
      cmocka_unit_test(what_is_wanted_decides_between_equal_spellings),
      cmocka_unit_test(factors_are_those_of_the_definitions),
      cmocka_unit_test(unknown_spellings_are_refused),
      cmocka_unit_test(words_of_the_rule_language),
  };
  return cmocka_run_group_tests_name("units", tests, NULL, NULL);
}
