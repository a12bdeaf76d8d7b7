/* The body map: every muscle of the catalog shows, on its side, told apart without colour, and said in words. */
#include "judging.h"

#include "drawing/bodymap.h"
#include "script/wording.h"

static int setup(void **state) {
  *state = bench_open();
  return 0;
}

static int teardown(void **state) {
  bench_close(*state);
  return 0;
}

#define fault(...) (print_error(__VA_ARGS__), print_error("\n"), assert_true(false)) /* fail() is the engine's here */

static Arena lasting;
static Words words; /* read once */

static Picture map_of(Bench *b, const BodyMark *marks, size_t count) {
  Picture p;
  if (!words.text[0]) assert_true(wording_load(&words, &lasting, ".", &b->err));
  bodymap_picture(&b->catalog, marks, count, &words, &b->arena, &p);
  return p;
}

static int muscle(Bench *b, const char *id) { return catalog_find(&b->catalog, ROWS_MUSCLE, id); }

static void every_muscle_has_its_place(void **state) {
  Bench *b = *state;
  for (size_t i = 0; i < b->catalog.muscles.count; i++)
    if (!bodymap_has(&b->catalog, (int)i)) fault("%s has no region", b->catalog.muscles.items[i].id);
}

/* Shapes that a mark adds to the map. */
static size_t marked(const Picture *p, Fill fill, Point *least, Point *most) {
  size_t count = 0;
  *least = (Point){1e9, 1e9};
  *most = (Point){-1e9, -1e9};
  for (size_t i = 0; i < p->shapes.count; i++) {
    const Shape *shape = &p->shapes.items[i];
    if (shape->style.fill != fill || shape->kind != SHAPE_CURVE) continue;
    for (size_t k = 0; k < shape->count; k += 3) { /* without handles */
      Point at = shape->points[k];
      *least = (Point){at.x < least->x ? at.x : least->x, at.y < least->y ? at.y : least->y};
      *most = (Point){at.x > most->x ? at.x : most->x, at.y > most->y ? at.y : most->y};
    }
    count++;
  }
  return count;
}

/* The reader stands before the body in front and behind it at the back. */
static void sides_are_those_of_the_body(void **state) {
  Bench *b = *state;
  for (size_t i = 0; i < b->catalog.muscles.count; i++)
    for (int side = SIDE_LEFT; side <= SIDE_RIGHT; side++) {
      const Muscle *row = &b->catalog.muscles.items[i];
      Picture p = map_of(b, &(BodyMark){.muscle = (int)i, .side = (Side)side, .low = true}, 1);
      Point least, most;
      if (row->group) continue;
      assert_true(marked(&p, FILL_HATCH, &least, &most) == (size_t)(row->map.front != NULL) + (row->map.back != NULL));
      if (row->map.front && !row->map.back) assert_true(side == SIDE_LEFT ? least.x > 24.5 : most.x < 25.5);
      if (row->map.back && !row->map.front) assert_true(side == SIDE_LEFT ? most.x < 75.5 : least.x > 74.5);
      assert_true(least.x > 0 && most.x < p.width && least.y > 0 && most.y < p.height);
    }
}

static void kinds_differ_by_pattern_and_deep_ones_by_their_edge(void **state) {
  Bench *b = *state;
  BodyMark marks[] = {
      {.muscle = muscle(b, "gluteus_medius"), .side = SIDE_LEFT, .low = true},
      {.muscle = muscle(b, "quadriceps"), .side = SIDE_RIGHT, .tight = true},
      {.muscle = muscle(b, "iliopsoas"), .side = SIDE_BOTH, .low = true},
      {.muscle = muscle(b, "iliopsoas"), .side = SIDE_RIGHT, .tight = true},
  };
  Picture p = map_of(b, marks, ARRAY_LEN(marks));
  Point least, most;
  size_t dashed = 0;
  assert_int_equal(marked(&p, FILL_HATCH, &least, &most), 2);
  assert_int_equal(marked(&p, FILL_DOTS, &least, &most), 4); /* the heads of quadriceps */
  assert_int_equal(marked(&p, FILL_CROSS, &least, &most), 1);
  for (size_t i = 0; i < p.shapes.count; i++) dashed += p.shapes.items[i].style.dash > 0;
  assert_int_equal(dashed, 4); /* iliopsoas twice, vastus intermedius, the legend */
  assert_string_equal(p.text,
                      "Gluteus medius, left: scored low. Quadriceps, right: scored short. Hip flexor (iliacus and "
                      "psoas), left: scored low. Hip flexor (iliacus and psoas), right: low and short.");
}

static void marks_are_what_a_result_aims_at(void **state) {
  Bench *b = *state;
  Target targets[] = {{ACTION_STRENGTHEN, "gluteus_medius", SIDE_LEFT, 1, false},
                      {ACTION_STRETCH, "quadriceps", SIDE_LEFT, 0.5, false},
                      {ACTION_ACTIVATE, "core", SIDE_BOTH, 0.5, true}, /* a conflict */
                      {ACTION_STRETCH, "hamstrings", SIDE_LEFT, 0, false},
                      {ACTION_ADVISE, "hold_load", SIDE_BOTH, 1, false}};
  Result result = {.targets = targets, .target_count = ARRAY_LEN(targets)};
  BodyMark *marks;
  assert_int_equal(bodymap_marks(&b->catalog, &result, &b->arena, &marks), 2);
  assert_int_equal(marks[0].muscle, muscle(b, "gluteus_medius"));
  assert_true(marks[0].aim && !marks[0].low && !marks[0].tight && marks[0].side == SIDE_LEFT);
  assert_int_equal(marks[1].muscle, muscle(b, "quadriceps"));
  assert_true(marks[1].aim && !marks[1].tight);
}

/* What scored has its pattern, an aim its bold edge; both are in the legend and in the words. */
static void scores_and_aims_are_told_apart_without_colour(void **state) {
  Bench *b = *state;
  BodyMark marks[] = {{.muscle = muscle(b, "gluteus_medius"), .side = SIDE_LEFT, .aim = true},
                      {.muscle = muscle(b, "gluteus_medius"), .side = SIDE_LEFT, .low = true},
                      {.muscle = muscle(b, "gluteus_maximus"), .side = SIDE_RIGHT, .aim = true},
                      {.muscle = muscle(b, "rectus_femoris"), .side = SIDE_LEFT, .tight = true}};
  Picture p = map_of(b, marks, ARRAY_LEN(marks));
  Point least, most;
  size_t bold = 0, legend = 0;
  for (size_t i = 0; i < p.shapes.count; i++) {
    const Shape *shape = &p.shapes.items[i];
    bold += shape->style.width == 0.75 && shape->kind == SHAPE_CURVE;
    legend += shape->style.width == 0.75 && shape->kind != SHAPE_CURVE;
  }
  assert_int_equal(bold, 2); /* both lie at the back */
  assert_int_equal(legend, 1);
  assert_int_equal(marked(&p, FILL_HATCH, &least, &most), 1);
  assert_int_equal(marked(&p, FILL_DOTS, &least, &most), 1);
  assert_string_equal(p.text,
                      "Gluteus medius, left: scored low, aim of the program. Gluteus maximus, right: aim of the "
                      "program. Rectus femoris, left: scored short.");
}

static void a_map_without_marks_says_so(void **state) {
  Bench *b = *state;
  Picture p = map_of(b, NULL, 0);
  assert_string_equal(p.text, "Nothing is marked.");
}

static void wrong_outlines_are_told(void **state) {
  (void)state;
  const struct {
    const char *outline, *text;
  } rows[] = {
      {"1 2, 3 4", "has less than 3 places"},
      {"1 2, 3 4, 5", "is no list of places: write \"X Y, X Y, X Y\""},
      {"1 2, 3 nan, 5 6", "is no list of places: write \"X Y, X Y, X Y\""},
      {"1 2, 30 4, 5 6", "has a place 30 4: X goes from 0 to 25, Y from 0 to 100"},
      {"1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 "
       "1,"
       "1 1,1 1,1 1,1 1,1 1",
       "has more than 32 places"},
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    Err err = {0};
    assert_false(bodymap_check(rows[i].outline, &err));
    assert_string_equal(err.text, rows[i].text);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(every_muscle_has_its_place, setup, teardown),
      cmocka_unit_test_setup_teardown(sides_are_those_of_the_body, setup, teardown),
      cmocka_unit_test_setup_teardown(kinds_differ_by_pattern_and_deep_ones_by_their_edge, setup, teardown),
      cmocka_unit_test_setup_teardown(marks_are_what_a_result_aims_at, setup, teardown),
      cmocka_unit_test_setup_teardown(scores_and_aims_are_told_apart_without_colour, setup, teardown),
      cmocka_unit_test_setup_teardown(a_map_without_marks_says_so, setup, teardown),
      cmocka_unit_test(wrong_outlines_are_told),
  };
  int failed = cmocka_run_group_tests_name("bodymap", tests, NULL, NULL);
  arena_free(&lasting);
  return failed;
}
