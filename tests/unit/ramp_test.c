#include "program/ramp.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static Arena arena;

static const Advice hold = {
    .id = "hold",
    .text = "Hold.",
    .grows = {.test = "longest", .by = 10, .say = "At most:", .week = "{km} in week {week}", .unknown = "Measure."}};

static int free_arena(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

static void weeks_grow_from_the_latest_measure_and_round_down(void **state) {
  (void)state;
  Measure measures[] = {{.test = "longest", .lo = 30, .hi = 30, .date = 90},
                        {.test = "longest", .lo = 12, .hi = 12}, /* of the case's own day */
                        {.test = "other", .lo = 50, .hi = 50}};
  Case c = {.date = 100, .measures = measures, .measure_count = 3};
  assert_string_equal(ramp_text(&arena, &hold, &c, 3),
                      "Hold. At most: 13.2 in week 1; 14.5 in week 2; 15.9 in week 3.");
}

static void without_an_exact_measure_it_says_what_to_measure(void **state) {
  (void)state;
  Measure range = {.test = "longest", .lo = 10, .hi = 12}, bound = {.test = "longest", .lo = 10, .hi = INFINITY};
  Case c = {.date = 100};
  assert_string_equal(ramp_text(&arena, &hold, &c, 3), "Hold. Measure.");
  c = (Case){.date = 100, .measures = &range, .measure_count = 1};
  assert_string_equal(ramp_text(&arena, &hold, &c, 3), "Hold. Measure.");
  c.measures = &bound;
  assert_string_equal(ramp_text(&arena, &hold, &c, 3), "Hold. Measure.");
}

static void other_advice_stays_as_it_is(void **state) {
  (void)state;
  const Advice plain = {.id = "plain", .text = "Rest."};
  Case c = {.date = 100};
  assert_string_equal(ramp_text(&arena, &plain, &c, 6), "Rest.");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(weeks_grow_from_the_latest_measure_and_round_down, free_arena),
      cmocka_unit_test_teardown(without_an_exact_measure_it_says_what_to_measure, free_arena),
      cmocka_unit_test_teardown(other_advice_stays_as_it_is, free_arena),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
