/* Charts: every number stands in the picture and in its words, nothing lies outside, the same rows give the same bytes. */
#include "drawing/chart.h"

#include "drawing/svg.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static Arena arena;

static int free_arena(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

static const ChartWords words = {"cut", "band", "left", "right", "planned", "done", "pain", "week"};

static void inside(const Picture *p) {
  Point least, most;
  assert_true(picture_bounds(p, &least, &most));
  assert_true(least.x >= -0.01 && least.y >= -0.01 && most.x <= p->width + 0.01 && most.y <= p->height + 0.01);
}

static const char *svg_of(const Picture *p) {
  Text text = {.arena = &arena};
  svg_add(p, "x", &text);
  return text_get(&text);
}

static void an_index_has_its_band_and_its_cut(void **state) {
  (void)state;
  const ChartIndex rows[] = {{"Hip abduction low (left)", "SD", -2.5, 0.8, -INFINITY, -1},
                             {"Side gap <b>", "%", 30, 0, 10, INFINITY},
                             {"No error known", "SD", -1, NAN, -INFINITY, -1}};
  Picture p;
  chart_index(&arena, "Findings", &words, rows, 3, &p);
  inside(&p);
  assert_string_equal(p.text,
                      "Hip abduction low (left): -2.5 SD, band -3.3 - -1.7, cut -1; Side gap <b>: 30 %, cut 10; "
                      "No error known: -1 SD, cut -1");
  assert_null(strstr(svg_of(&p), "<b>"));
  assert_non_null(strstr(svg_of(&p), "-2.5 SD"));
  Picture again;
  chart_index(&arena, "Findings", &words, rows, 3, &again);
  assert_string_equal(svg_of(&p), svg_of(&again));
}

static void a_single_value_of_zero_can_be_drawn(void **state) {
  (void)state;
  const ChartIndex row = {"Nothing", "", 0, 0, -INFINITY, INFINITY};
  Picture p;
  chart_index(&arena, "Findings", &words, &row, 1, &p);
  inside(&p);
  assert_null(strstr(svg_of(&p), "nan"));
}

static void the_sides_differ_by_pattern_too(void **state) {
  (void)state;
  const ChartPair row = {"Hip abduction", "62 N", "97 N", 62, 97};
  Picture p;
  bool filled = false, hatched = false;
  chart_pairs(&arena, "Left and right", &words, &row, 1, &p);
  inside(&p);
  assert_string_equal(p.text, "Hip abduction: left 62 N, right 97 N");
  for (size_t i = 0; i < p.shapes.count; i++) {
    filled = filled || p.shapes.items[i].style.fill == FILL_SOLID;
    hatched = hatched || p.shapes.items[i].style.fill == FILL_HATCH;
  }
  assert_true(filled && hatched);
}

static void a_trend_has_the_band_of_error(void **state) {
  (void)state;
  const ChartPoint points[] = {{"2026-11-20", "62 N", 62}, {"2026-12-20", "98 N", 98}};
  Picture p, plain;
  chart_trend(&arena, "Hip abduction (left)", &words, points, 2, 13.5, &p);
  chart_trend(&arena, "Hip abduction (left)", &words, points, 2, NAN, &plain);
  inside(&p);
  assert_string_equal(p.text, "band +-13.5; 2026-11-20: 62 N, 2026-12-20: 98 N");
  assert_int_equal(p.shapes.count, plain.shapes.count + 1);
  chart_trend(&arena, "One visit", &words, points, 1, 0, &p);
  assert_null(strstr(svg_of(&p), "nan"));
}

static void weeks_say_what_was_planned_and_done(void **state) {
  (void)state;
  const ChartWeek weeks[] = {{1, 3, 2.5, 4}, {2, 3, 0, -1}};
  Picture p;
  chart_weeks(&arena, "Sessions", &words, weeks, 2, &p);
  inside(&p);
  assert_string_equal(p.text, "week 1: done 2.5, planned 3, pain 4/10; week 2: done 0, planned 3");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(an_index_has_its_band_and_its_cut, free_arena),
      cmocka_unit_test_teardown(a_single_value_of_zero_can_be_drawn, free_arena),
      cmocka_unit_test_teardown(the_sides_differ_by_pattern_too, free_arena),
      cmocka_unit_test_teardown(a_trend_has_the_band_of_error, free_arena),
      cmocka_unit_test_teardown(weeks_say_what_was_planned_and_done, free_arena),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
