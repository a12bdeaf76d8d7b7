/* The shipped figures: every exercise has one, no limb changes its length, everything stays on the page, left mirrors
 * right; and what a wrong row is told. That joints keep their limits and parts touch what they should is proven by
 * reading the rows at all. */
#include "judging.h"

#include "drawing/figure.h"
#include "drawing/plot.h"
#include "drawing/svg.h"

#include <math.h>

static int setup(void **state) {
  *state = bench_open();
  return 0;
}

static int teardown(void **state) {
  bench_close(*state);
  return 0;
}

#define fault(...) (print_error(__VA_ARGS__), print_error("\n"), assert_true(false)) /* fail() is the engine's here */

static double distance(Vec a, Vec b) { return vec_length(vec_add(a, b, -1)); }

static void check_limb(const Limb *limb, const char *id) {
  const double lengths[][2] = {{distance(limb->hip, limb->knee), LENGTH_THIGH},
                               {distance(limb->knee, limb->ankle), LENGTH_SHANK},
                               {distance(limb->shoulder, limb->elbow), LENGTH_UPPER_ARM},
                               {distance(limb->elbow, limb->wrist), LENGTH_FOREARM},
                               {distance(limb->heel, limb->toe), 145}};
  for (size_t i = 0; i < ARRAY_LEN(lengths); i++)
    if (fabs(lengths[i][0] - lengths[i][1] / 10) > 0.35) fault("%s: length %zu is %.2f", id, i, lengths[i][0]);
}

/* The angle of a knee or elbow, from its places alone. */
static void check_hinge(Vec first, Vec middle, Vec last, double most, const char *id) {
  Vec a = vec_add(middle, first, -1), b = vec_add(last, middle, -1);
  double cosine = vec_dot(a, b) / (vec_length(a) * vec_length(b));
  double angle = acos(fmax(-1, fmin(1, cosine))) * 180 / 3.14159265358979323846;
  if (angle > most + 0.5) fault("%s: a hinge at %.0f degrees", id, angle);
}

static void every_exercise_has_a_figure_of_fixed_limbs(void **state) {
  Bench *b = *state;
  for (size_t i = 0; i < b->catalog.exercises.count; i++) {
    const Exercise *exercise = &b->catalog.exercises.items[i];
    Plot plot;
    const char *field;
    if (!exercise->figure.start) fault("%s has no figure", exercise->id);
    assert_true(plot_read(&exercise->figure, &plot, &field, &b->err));
    for (int k = 0; k < 4; k++) {
      const Body *body = &plot.bodies[k / 2];
      const Limb *limb = &body->limb[k % 2];
      check_limb(limb, exercise->id);
      check_hinge(limb->hip, limb->knee, limb->ankle, 160, exercise->id);
      check_hinge(limb->shoulder, limb->elbow, limb->wrist, 155, exercise->id);
      assert_true(fabs(distance(body->waist, body->neck) - LENGTH_UPPER_TRUNK / 10.0) < 1e-6);
      if (limb->heel.y < -3 || limb->toe.y < -3.6 || limb->hand.y < -1.6)
        fault("%s: below the floor: %.1f %.1f %.1f", exercise->id, limb->heel.y, limb->toe.y, limb->hand.y);
    }
  }
}

static void an_arrow_says_what_happens(void **state) {
  Bench *b = *state;
  for (size_t i = 0; i < b->catalog.exercises.count; i++) {
    const Exercise *exercise = &b->catalog.exercises.items[i];
    Plot plot;
    const char *field;
    bool arrow = false;
    assert_true(plot_read(&exercise->figure, &plot, &field, &b->err));
    for (size_t k = 0; k < plot.scene.count; k++)
      arrow = arrow || plot.scene.props[k].kind == PROP_ARROW || plot.scene.props[k].kind == PROP_PUSH;
    if (!arrow) fault("%s has no arrow", exercise->id);
  }
}

/* Of another language than the ids. */
static const Words words = {.text = {[WORD_side_left] = "links", [WORD_side_right] = "rechts"}};

static void everything_is_on_the_page(void **state) {
  Bench *b = *state;
  for (size_t i = 0; i < b->catalog.exercises.count; i++)
    for (int side = SIDE_LEFT; side <= SIDE_RIGHT; side++) {
      Picture p;
      Point least, most;
      assert_true(figure_picture(&b->arena, &b->catalog.exercises.items[i], (Side)side, &words, &p));
      assert_true(picture_bounds(&p, &least, &most));
      assert_true(p.title && p.text);
      if (least.x < -0.01 || least.y < -0.01 || most.x > p.width + 0.01 || most.y > p.height + 0.01)
        fault("%s leaves its page: %.1f %.1f to %.1f %.1f", b->catalog.exercises.items[i].id, least.x, least.y, most.x,
              most.y);
    }
}

static const char *drawn(Bench *b, const Exercise *exercise, Side side) {
  Text out = {.arena = &b->arena};
  Picture p;
  assert_true(figure_picture(&b->arena, exercise, side, &words, &p));
  svg_add(&p, "f", &out);
  return text_get(&out);
}

/* Facing the other way, and named so; the same bytes every time. */
static void the_left_side_is_drawn_for_the_left(void **state) {
  Bench *b = *state;
  const Exercise *exercise = catalog_exercise(&b->catalog, "straight_leg_raise");
  Picture right, left;
  assert_string_equal(drawn(b, exercise, SIDE_LEFT), drawn(b, exercise, SIDE_LEFT));
  assert_non_null(strstr(drawn(b, exercise, SIDE_LEFT), ">links</text>"));
  assert_non_null(strstr(drawn(b, exercise, SIDE_RIGHT), ">rechts</text>"));
  assert_true(figure_picture(&b->arena, exercise, SIDE_RIGHT, &words, &right));
  assert_true(figure_picture(&b->arena, exercise, SIDE_LEFT, &words, &left));
  assert_int_equal(right.shapes.count, left.shapes.count);
  for (size_t i = 0; i < right.shapes.count; i++) {
    const Shape *shape = &right.shapes.items[i];
    if (shape->kind == SHAPE_CURVE || shape->kind == SHAPE_TEXT || shape->count != 16) continue; /* numbers, arrows */
    double most = 0, least = 1e9;
    for (size_t k = 0; k < shape->count; k++) {
      most = fmax(most, shape->points[k].x);
      least = fmin(least, left.shapes.items[i].points[k].x);
    }
    assert_true(fabs(most - (right.width - least)) < 0.01);
  }
}

/* ---- rows that are wrong ---- */

static void wrong_words_are_told(void **state) {
  (void)state;
  const char *const supine = "lean -90, hip 0 6.4, foot 24 0", *many = "box 0 1 1, box 0 1 1, box 0 1 1, box 0 1 1, ";
  char *scene = test_malloc(10 * strlen(many));
  *scene = 0;
  for (int i = 0; i < 5; i++) strcat(scene, many);
  const struct {
    Figure figure;
    const char *field, *text;
  } rows[] = {
      {{NULL, supine, "right knea 20"}, "figure.finish", "has an unknown word 'knea' (did you mean 'knee'?)"},
      {{NULL, "hip 0 nan", supine}, "figure.start", "has 'nan' after 'hip': write a number"},
      {{NULL, "hip 0 1e9", supine}, "figure.start", "has 1e9 after 'hip': numbers go from -400 to 400"},
      {{NULL, "hip 0", supine}, "figure.start", "has 1 number after 'hip', which needs 2"},
      {{NULL, "turn 0 1", supine}, "figure.start", "has more than 1 number after 'turn'"},
      {{NULL, "left lean 3", supine}, "figure.start", "has 'left' before 'lean', which has no sides"},
      {{NULL, supine, "right"}, "figure.finish", "has nothing after 'right'"},
      {{NULL, supine, "right leg 30, right knee 170"},
       "figure.finish",
       "has right knee at 170 degrees: it goes from 0 to 160"},
      {{NULL, supine, "foot 60 0"}, "figure.finish", "has the right foot 60.1 from the hip: the leg is 49.1 long"},
      {{NULL, "hip 0 30, foot 0 0, leg 0, knee 0", supine}, "figure.start", "has right heel 23.0 below the floor"},
      {{NULL, "lean -90, hip 0 16, foot 24 0, on back", supine},
       "figure.start",
       "has back 10.2 from what it should touch"},
      {{"chairr 2 1", supine, supine}, "figure.scene", "has an unknown thing 'chairr' (did you mean 'chair'?)"},
      {{"band right_ankel 3 4", supine, supine}, "figure.scene", "has an unknown part 'ankel' (did you mean 'ankle'?)"},
      {{"band right_ankle 3", supine, supine}, "figure.scene", "has one number after 'band': a place has two"},
      {{"view 80", supine, supine}, "figure.scene", "has view 80: the reader looks down by 0 to 60 degrees"},
      {{scene, supine, supine}, "figure.scene", "has more than 16 things"},
      {{NULL, "on hands feet knees elbows heels thighs calves", supine},
       "figure.start",
       "has more than 12 parts after 'on'"},
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    Plot plot;
    const char *field;
    Err err = {0};
    if (plot_read(&rows[i].figure, &plot, &field, &err)) fault("row %zu was read", i);
    assert_string_equal(err.text, rows[i].text);
    assert_string_equal(field, rows[i].field);
  }
  test_free(scene);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(every_exercise_has_a_figure_of_fixed_limbs, setup, teardown),
      cmocka_unit_test_setup_teardown(an_arrow_says_what_happens, setup, teardown),
      cmocka_unit_test_setup_teardown(everything_is_on_the_page, setup, teardown),
      cmocka_unit_test_setup_teardown(the_left_side_is_drawn_for_the_left, setup, teardown),
      cmocka_unit_test(wrong_words_are_told),
  };
  return cmocka_run_group_tests_name("figure", tests, NULL, NULL);
}
