#include "paint.h"
#include "drawing/svg.h"

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

static const Style line = {.width = 0.5, .stroke = COLOUR_INK};

/* One of each: lines, curves, patterns, texts. */
static Picture sample(void) {
  Picture p = {.arena = &arena, .width = 80, .height = 50, .title = "A <b>", .text = "Two \"words\" & more"};
  picture_line(&p, &line, (Point){1, 2}, (Point){3.456, -0.001});
  picture_ellipse(&p, &(Style){.fill = FILL_SOLID, .colour = COLOUR_BLUE}, (Point){40, 25}, 5, 3);
  for (int fill = FILL_HATCH; fill < FILL_COUNT; fill++)
    picture_box(&p, &(Style){.fill = (Fill)fill, .colour = COLOUR_ORANGE, .width = 0.2}, 10 * fill, 35, 8, 8);
  picture_arrow(&p, &(Style){.width = 1, .stroke = COLOUR_INK, .dash = 2},
                (Point[]){{10, 10}, {20, 5}, {30, 10}, {30, 20}}, 4, 3);
  picture_text(&p, COLOUR_INK, 4, ANCHOR_MIDDLE, (Point){40, 20}, "left < right");
  picture_bold(&p, COLOUR_INK, 4, ANCHOR_END, (Point){79, 20}, "2");
  return p;
}

static const char *svg_of(const Picture *p, const char *id) {
  Text out = {.arena = &arena};
  svg_add(p, id, &out);
  return text_get(&out);
}

static void a_line_is_written_with_two_decimals(void **state) {
  (void)state;
  Picture p = {.arena = &arena, .width = 10.5, .height = 20};
  picture_line(&p, &line, (Point){1.05, 2}, (Point){3.456, -0.001});
  assert_string_equal(svg_of(&p, "a"),
                      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10.5mm\" height=\"20mm\" "
                      "viewBox=\"0 0 10.5 20\" font-family=\"sans-serif\" stroke-linecap=\"round\" "
                      "stroke-linejoin=\"round\" aria-hidden=\"true\">\n"
                      "<path d=\"M1.05 2l2.41-2\" fill=\"none\" stroke=\"#1a1a1a\" stroke-width=\".5\"/>\n</svg>\n");
}

static void words_are_escaped_and_ids_are_the_picture_s_own(void **state) {
  (void)state;
  Picture p = sample();
  const char *svg = svg_of(&p, "fig-1");
  assert_non_null(strstr(svg, " role=\"img\" aria-labelledby=\"fig-1-t fig-1-d\">"));
  assert_non_null(strstr(svg, "<title id=\"fig-1-t\">A &lt;b&gt;</title>"));
  assert_non_null(strstr(svg, "<desc id=\"fig-1-d\">Two &quot;words&quot; &amp; more</desc>"));
  assert_non_null(strstr(svg, ">left &lt; right</text>"));
  assert_non_null(strstr(svg, "<pattern id=\"fig-1-p3\""));
  assert_non_null(strstr(svg, "url(#fig-1-p3)"));
  assert_null(strstr(svg, "-p4"));
}

static void no_text_turns_the_writing_direction(void **state) {
  (void)state;
  Picture p = {.arena = &arena,
               .width = 9,
               .height = 9,
               .title = "a\xE2\x80\xAE"
                        "b",
               .text = "c\xE2\x81\xA6"};
  picture_text(&p, COLOUR_INK, 4, ANCHOR_START, (Point){1, 5}, "\xE2\x82\xAC\xE2\x80\xAA");
  const char *svg = svg_of(&p, "a");
  assert_non_null(strstr(svg, ">a\xEF\xBF\xBD"
                              "b</title>"));
  assert_non_null(strstr(svg, ">c\xEF\xBF\xBD</desc>"));
  assert_non_null(strstr(svg, ">\xE2\x82\xAC\xEF\xBF\xBD</text>")); /* the euro sign stays */
}

static void a_smooth_line_passes_through_its_points(void **state) {
  (void)state;
  Picture p = {.arena = &arena, .width = 10, .height = 10};
  Point points[] = {{0, 0}, {5, 5}, {10, 0}, {5, -5}};
  picture_smooth(&p, &line, points, 4, true);
  const Shape *shape = &p.shapes.items[0];
  assert_int_equal(shape->count, 13);
  for (size_t i = 0; i < 4; i++) assert_memory_equal(&shape->points[3 * i], &points[i], sizeof *points);
  assert_memory_equal(&shape->points[12], &points[0], sizeof *points);
}

static void a_placed_picture_is_moved_and_scaled(void **state) {
  (void)state;
  Picture small = {.arena = &arena, .width = 10, .height = 10}, page = {.arena = &arena, .width = 100, .height = 100};
  Point least, most;
  assert_false(picture_bounds(&page, &least, &most));
  picture_box(&small, &line, 1, 1, 8, 8);
  picture_place(&page, &small, (Point){50, 20}, 2);
  assert_true(picture_bounds(&page, &least, &most));
  assert_float_equal(least.x, 51.5, 1e-9);
  assert_float_equal(least.y, 21.5, 1e-9);
  assert_float_equal(most.x, 68.5, 1e-9);
  assert_float_equal(most.y, 38.5, 1e-9);
}

static void files_are_the_same_bytes_every_time(void **state) {
  (void)state;
  Picture p = sample();
  Err err = {0};
  Text png[2] = {{.arena = &arena}, {.arena = &arena}}, pdf[2] = {{.arena = &arena}, {.arena = &arena}};
  for (int i = 0; i < 2; i++) {
    assert_true(paint_png(&p, 4, &png[i], &err));
    assert_true(paint_pdf((Picture[]){p, p}, 2, "Two pages", "2026-01-02T00:00:00Z", &pdf[i], &err));
  }
  assert_int_equal(png[0].len, png[1].len);
  assert_memory_equal(png[0].data, png[1].data, png[0].len);
  assert_memory_equal(png[0].data, "\x89PNG", 4);
  assert_int_equal(pdf[0].len, pdf[1].len);
  assert_memory_equal(pdf[0].data, pdf[1].data, pdf[0].len);
  assert_memory_equal(pdf[0].data, "%PDF-", 5);
}

static void an_image_without_measure_is_refused(void **state) {
  (void)state;
  Picture p = {.arena = &arena, .width = 1e9, .height = 10};
  Text out = {.arena = &arena};
  Err err = {0};
  assert_false(paint_png(&p, 4, &out, &err));
  assert_int_equal(err.kind, ERR_LIMIT);
  assert_int_equal(out.len, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_line_is_written_with_two_decimals),
      cmocka_unit_test(words_are_escaped_and_ids_are_the_picture_s_own),
      cmocka_unit_test(no_text_turns_the_writing_direction),
      cmocka_unit_test(a_smooth_line_passes_through_its_points),
      cmocka_unit_test(a_placed_picture_is_moved_and_scaled),
      cmocka_unit_test(files_are_the_same_bytes_every_time),
      cmocka_unit_test(an_image_without_measure_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, free_arena);
}
