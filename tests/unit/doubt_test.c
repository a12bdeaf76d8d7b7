/* What fresh readings leave in doubt: trials beyond the error of their test, and low strength. */
#include "rules/doubt.h"
#include "judging.h"

static Measure reading(const char *test, Side side, Dimension quantity, double value) {
  return (Measure){
      .test = test, .side = side, .lo = value, .hi = value, .quantity = quantity, .lever_m = NAN, .pain = -1};
}

static Case person(Measure *measures, size_t count) {
  Case c = {.patient = {.code = "X", .sex = SEX_FEMALE, .age_years = 26, .mass_kg = 58, .height_cm = NAN},
            .measures = measures,
            .measure_count = count};
  assert_true(date_parse("2026-11-20", DATE_ISO, &c.date));
  for (size_t i = 0; i < count; i++) measures[i].date = c.date, measures[i].trial = (int)i + 1;
  return c;
}

/* The active knee extension has an SEM of 4.3 deg: two readings differ beyond error from 2.77 x 4.3 = 11.9 deg on. */
static void trials_beyond_the_error(void **state) {
  Bench *b = bench_open();
  Case c = person(NULL, 0);
  const Measure *low, *high;
  (void)state;
  Measure near[] = {reading("ake", SIDE_LEFT, DIM_ANGLE, 30), reading("ake", SIDE_LEFT, DIM_ANGLE, 41.8),
                    reading("ake", SIDE_RIGHT, DIM_ANGLE, 80)};
  assert_false(doubt_trials(&b->arena, &b->catalog, &c, near, 3, SIDE_LEFT, &low, &high));
  assert_false(doubt_trials(&b->arena, &b->catalog, &c, near, 3, SIDE_RIGHT, &low, &high));
  near[0].lo = near[0].hi = 29.8;
  assert_true(doubt_trials(&b->arena, &b->catalog, &c, near, 3, SIDE_LEFT, &low, &high));
  assert_true(low == &near[0] && high == &near[1]);
  near[1].hi = INFINITY; /* a bound is no trial to compare */
  assert_false(doubt_trials(&b->arena, &b->catalog, &c, near, 3, SIDE_LEFT, &low, &high));
  Measure unknown[] = {reading("pke", SIDE_LEFT, DIM_ANGLE, 5), reading("pke", SIDE_LEFT, DIM_ANGLE, 95)};
  assert_false(doubt_trials(&b->arena, &b->catalog, &c, unknown, 2, SIDE_LEFT, &low, &high));
  bench_close(b);
}

static void trials_of_the_day_count(void **state) {
  Bench *b = bench_open();
  Measure stored[] = {reading("ake", SIDE_LEFT, DIM_ANGLE, 20), reading("ake", SIDE_LEFT, DIM_ANGLE, 60)};
  Measure fresh = reading("ake", SIDE_LEFT, DIM_ANGLE, 55);
  Case c = person(stored, 2);
  const Measure *low, *high;
  (void)state;
  assert_true(doubt_trials(&b->arena, &b->catalog, &c, &fresh, 1, SIDE_LEFT, &low, &high));
  assert_true(low == &stored[0] && high == &fresh); /* the two stored ones were asked about before */
  stored[0].date--;
  assert_false(doubt_trials(&b->arena, &b->catalog, &c, &fresh, 1, SIDE_LEFT, &low, &high));
  bench_close(b);
}

/* Hip abduction of women of 20 to 29: 16.85 SD 4.19 per cent of body weight, of 58 kg 95.8 SD 23.8 N. */
static void low_by_a_group_or_the_other_side(void **state) {
  Bench *b = bench_open();
  Measure right = reading("hhd_hip_abduction", SIDE_RIGHT, DIM_FORCE, 147);
  Measure left = reading("hhd_hip_abduction", SIDE_LEFT, DIM_FORCE, 96);
  (void)state;
  right.position = left.position = "side_lying";
  Case nobody = person(NULL, 0), c = person(&right, 1);
  assert_false(doubt_low(&b->arena, &b->catalog, &nobody, &left, 1, SIDE_LEFT));
  assert_true(doubt_low(&b->arena, &b->catalog, &c, &left, 1, SIDE_LEFT));
  assert_false(doubt_low(&b->arena, &b->catalog, &c, &left, 1, SIDE_RIGHT));
  left.lo = left.hi = 50;
  assert_true(doubt_low(&b->arena, &b->catalog, &nobody, &left, 1, SIDE_LEFT));
  bench_close(b);
}

static void low_by_a_grade(void **state) {
  Bench *b = bench_open();
  Case c = person(NULL, 0);
  Measure grade = reading("mmt_hip_abduction", SIDE_LEFT, DIM_GRADE, 3);
  (void)state;
  assert_true(doubt_low(&b->arena, &b->catalog, &c, &grade, 1, SIDE_LEFT));
  grade.lo = grade.hi = 3.3;
  assert_false(doubt_low(&b->arena, &b->catalog, &c, &grade, 1, SIDE_LEFT));
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(trials_beyond_the_error),
      cmocka_unit_test(trials_of_the_day_count),
      cmocka_unit_test(low_by_a_group_or_the_other_side),
      cmocka_unit_test(low_by_a_grade),
  };
  return cmocka_run_group_tests_name("doubt", tests, NULL, NULL);
}
