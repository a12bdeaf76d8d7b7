/* One line typed beside a patient: what it is split into, and what it refuses. */
#include "commands/typed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Arena arena;

static int clean(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

/* "left 18.3 17.9 | right 21 | kg p3": values, * behind a grade, the unit of the line, the pain; or the fault. */
static const char *split(const char *line, Side asked, bool ordinal) {
  Typed typed;
  Err err = {0};
  const char *out = "";
  if (!typed_parse(&arena, line, asked, ordinal, &typed, &err)) return arena_copy(&arena, err.text);
  for (Side side = SIDE_BOTH; side <= SIDE_RIGHT; side++)
    for (size_t i = 0; i < typed.sides[side].count; i++)
      out = arena_printf(&arena, "%s%s%s%s%s", out, *out ? " " : "",
                         i      ? ""
                         : side ? arena_printf(&arena, "%s ", side_names[side])
                                : "",
                         typed.sides[side].values[i], typed.sides[side].graded[i] ? "*" : "");
  if (typed.unit) out = arena_printf(&arena, "%s, %s", out, typed.unit);
  if (typed.pain) out = arena_printf(&arena, "%s, pain %s", out, typed.pain);
  return out;
}

static void test_lines(void **state) {
  static const struct {
    const char *line;
    Side asked;
    bool ordinal;
    const char *expected;
  } rows[] = {
      {"18.3 17.9 18.8", SIDE_LEFT, false, "left 18.3 17.9 18.8"},
      {"  240 ", SIDE_BOTH, false, "240"},
      {"l 18 r 21", SIDE_LEFT, false, "left 18 right 21"},
      {"R 21 L18 19", SIDE_LEFT, false, "left 18 19 right 21"},
      {"left: 18 right:21", SIDE_LEFT, false, "left 18 right 21"},
      {"18/21", SIDE_LEFT, false, "left 18 right 21"},
      {"18/21", SIDE_RIGHT, false, "left 18 right 21"},
      {"18 19 / 21", SIDE_LEFT, false, "left 18 19 right 21"},
      {"18 19 / 21", SIDE_RIGHT, false, "left 18 19 right 21"},
      {"18/21", SIDE_BOTH, false, "18/21"}, /* intake refuses it */
      {"4/5", SIDE_LEFT, true, "left 4/5"},
      {"4 / 4+", SIDE_LEFT, true, "left 4 right 4+*"},
      {"4+ / g3", SIDE_LEFT, false, "left 4+* right 3*"},
      {"g4-/5", SIDE_RIGHT, false, "right 4-/5*"},
      {"45 lb", SIDE_LEFT, false, "left 45, lb"},
      {"18kg 17.9", SIDE_LEFT, false, "left 18kg 17.9, kg"},
      {"l 18 r 21 kg", SIDE_LEFT, false, "left 18 right 21, kg"},
      {"-5 -4.5", SIDE_RIGHT, false, "right -5 -4.5"},
      {">= 240 s", SIDE_BOTH, false, ">=240, s"},
      {"26-35", SIDE_BOTH, false, "26-35"},
      {"180 p3", SIDE_LEFT, false, "left 180, pain 3"},
      {"180 pain 3", SIDE_LEFT, false, "left 180, pain 3"},
      {"18 kg 19 lb", SIDE_LEFT, false, "two units in one line, 'kg' and 'lb': write one line for each"},
      {"kg", SIDE_LEFT, false, "'kg' is no value: write a number first, ? helps"},
      {"/ 18", SIDE_LEFT, false, "'/' stands between the values of left and right"},
      {"18 p", SIDE_LEFT, false, "pain is written as a number from 0 to 10: p3"},
      {"l r", SIDE_LEFT, false, "there is no value: write a number, - to skip, ? for help"},
      {">=", SIDE_LEFT, false, "there is no value: write a number, - to skip, ? for help"},
      {"", SIDE_LEFT, false, "there is no value: write a number, - to skip, ? for help"},
      {"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21", SIDE_LEFT, false,
       "more than 20 values of one side in a line"},
  };
  (void)state;
  for (size_t i = 0; i < ARRAY_LEN(rows); i++)
    assert_string_equal(split(rows[i].line, rows[i].asked, rows[i].ordinal), rows[i].expected);
}

/* Any bytes are split or refused, and never read past. */
static void test_any_bytes(void **state) {
  static const char signs[] = "lr/ 18.3kg<>=+-p4g,%\t\x01\xff\xc3";
  uint32_t random = 20261120;
  (void)state;
  for (int round = 0; round < 20000; round++) {
    char line[24];
    size_t len = 0;
    for (; len < sizeof line - 1; len++) {
      random = random * 1664525 + 1013904223;
      if (random >> 28 == 0) break;
      line[len] = signs[(random >> 8) % (sizeof signs - 1)];
    }
    line[len] = '\0';
    assert_non_null(split(line, (Side)(round % 3), round % 2));
    if (round % 500 == 0) arena_reset(&arena);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(test_lines, clean),
      cmocka_unit_test_teardown(test_any_bytes, clean),
  };
  return cmocka_run_group_tests_name("typed", tests, NULL, NULL);
}
