/* Readings: trials to one value, bounds kept, set-ups told apart, quantities converted with mass and lever arm. */
#include "judging.h"
#include "patient/reading.h"

static Day visit(void) {
  Day day = 0;
  assert_true(date_parse("2026-11-20", DATE_ISO, &day));
  return day;
}

static Measure taken(const char *test, Side side, double lo, double hi, int trial) {
  return (Measure){.test = test,
                   .side = side,
                   .lo = lo,
                   .hi = hi,
                   .quantity = DIM_FORCE,
                   .lever_m = NAN,
                   .trial = trial,
                   .pain = -1};
}

static Case case_of(Measure *measures, size_t count) {
  return (Case){.patient = {.code = "X", .sex = SEX_FEMALE, .age_years = 25, .mass_kg = 70, .height_cm = NAN},
                .date = visit(),
                .measures = measures,
                .measure_count = count};
}

static const Reading *read_one(Bench *b, const Case *c, const char *test, Side side) {
  int index = catalog_find(&b->catalog, ROWS_TEST, test);
  assert_true(index >= 0);
  return reading_of(readings_open(&b->arena, &b->catalog, c), index, side);
}

static void close_to(double got, double want, double tolerance) {
  if (!(fabs(got - want) <= tolerance)) print_error("got %.10g, wanted %.10g\n", got, want);
  assert_true(fabs(got - want) <= tolerance);
}

/* Forces are averaged, holds take the best; a bound on one trial makes a bound of the whole. */
static void trials_become_one_value(void **state) {
  (void)state;
  Bench *b = bench_open();
  static const struct {
    const char *test;
    double ends[3][2], lo, hi;
  } rows[] = {
      {"hhd_hip_abduction", {{100, 100}, {120, 120}, {140, 140}}, 120, 120},
      {"hhd_hip_abduction", {{100, 100}, {120, 130}, {140, 140}}, 120, 370.0 / 3},
      {"hhd_hip_abduction", {{100, 100}, {120, INFINITY}, {140, 140}}, 120, INFINITY},
      {"hhd_hip_abduction", {{-INFINITY, 90}, {120, 120}, {150, 150}}, -INFINITY, 120},
      {"side_bridge", {{30, 30}, {50, 50}, {40, 40}}, 50, 50},
      {"side_bridge", {{30, 30}, {240, INFINITY}, {40, 40}}, 240, INFINITY},
      {"side_bridge", {{-INFINITY, 60}, {50, 50}, {40, 40}}, 50, 60},
      {"mmt_hip_abduction", {{3, 3}, {4, 4}, {3, 3}}, 3, 4}, /* grades are never averaged */
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    const Test *test = catalog_test(&b->catalog, rows[i].test);
    Measure measures[3];
    for (int k = 0; k < 3; k++) {
      measures[k] = taken(rows[i].test, SIDE_LEFT, rows[i].ends[k][0], rows[i].ends[k][1], k + 1);
      measures[k].quantity = test->unit->dimension;
    }
    Case c = case_of(measures, 3);
    const Reading *r = read_one(b, &c, rows[i].test, SIDE_LEFT);
    assert_int_equal(r->trials, 3);
    assert_int_equal(r->value.why, WHY_NONE);
    assert_true(r->value.lo == rows[i].lo);
    if (isinf(rows[i].hi))
      assert_true(r->value.hi == rows[i].hi);
    else
      close_to(r->value.hi, rows[i].hi, 1e-9);
  }
  bench_close(b);
}

/* Where lower is better the best trial is the lowest. */
static void best_of_lower_is_the_lowest(void **state) {
  (void)state;
  Bench *b = bench_open();
  Test *test = &b->catalog.tests.items[catalog_find(&b->catalog, ROWS_TEST, "ake")];
  test->statistic = STATISTIC_BEST;
  Measure measures[] = {taken("ake", SIDE_LEFT, 30, 30, 1), taken("ake", SIDE_LEFT, 20, 25, 2)};
  measures[0].quantity = measures[1].quantity = DIM_ANGLE;
  Case c = case_of(measures, 2);
  const Reading *r = read_one(b, &c, "ake", SIDE_LEFT);
  assert_true(r->value.lo == 20 && r->value.hi == 25);
  bench_close(b);
}

/* README 5.1: 210 N at 0.40 m and 70 kg are 84 Nm, 1.20 Nm/kg, 3.00 N/kg and 30.6 %BW; every way there and back. */
static void quantities_convert(void **state) {
  (void)state;
  static const struct {
    Dimension quantity;
    double value;
  } same[] = {{DIM_FORCE, 210},
              {DIM_TORQUE, 84},
              {DIM_TORQUE_PER_MASS, 1.2},
              {DIM_FORCE_PER_MASS, 3},
              {DIM_BODY_WEIGHT, 100 * 210 / (70 * 9.80665)}};
  Patient patient = {.mass_kg = 70}, weightless = {.mass_kg = NAN};
  for (size_t i = 0; i < ARRAY_LEN(same); i++)
    for (size_t k = 0; k < ARRAY_LEN(same); k++) {
      Reading r = {.quantity = same[i].quantity, .lever_m = 0.4}, bare = {.quantity = same[i].quantity, .lever_m = NAN};
      double factor;
      assert_int_equal(reading_factor(&patient, &r, same[k].quantity, &factor), WHY_NONE);
      close_to(same[i].value * factor, same[k].value, 1e-9);
      bool torque_i = i == 1 || i == 2, torque_k = k == 1 || k == 2;
      bool relative_i = i >= 2, relative_k = k >= 2;
      assert_int_equal(reading_factor(&patient, &bare, same[k].quantity, &factor),
                       torque_i != torque_k ? WHY_NO_LEVER : WHY_NONE);
      assert_int_equal(reading_factor(&weightless, &r, same[k].quantity, &factor),
                       relative_i != relative_k ? WHY_NO_MASS : WHY_NONE);
    }
  double factor;
  close_to(same[4].value, 30.6, 0.05);
  Reading angle = {.quantity = DIM_ANGLE, .lever_m = 0.4};
  assert_int_equal(reading_factor(&patient, &angle, DIM_FORCE, &factor), WHY_NO_NORM);
  assert_int_equal(reading_factor(&patient, &angle, DIM_ANGLE, &factor), WHY_NONE);
  assert_true(factor == 1);
}

/* The latest day counts, then the standard contraction; pain of 4 or more stops strength tests only. */
static void preferred_reading(void **state) {
  (void)state;
  Bench *b = bench_open();
  Measure measures[] = {
      taken("hhd_hip_abduction", SIDE_LEFT, 100, 100, 1), taken("hhd_hip_abduction", SIDE_LEFT, 110, 110, 1),
      taken("hhd_hip_abduction", SIDE_LEFT, 120, 120, 1), taken("hhd_hip_abduction", SIDE_LEFT, 130, 130, 2)};
  measures[0].date = visit() - 3;
  measures[1].contraction = CONTRACTION_ECCENTRIC;
  Case c = case_of(measures, 4);
  const Reading *r = read_one(b, &c, "hhd_hip_abduction", SIDE_LEFT);
  assert_true(r->value.lo == 125 && r->contraction_assumed);
  close_to(r->value.se, 0.05 * 125, 1e-12);
  measures[3].pain = 4;
  assert_int_equal(read_one(b, &c, "hhd_hip_abduction", SIDE_LEFT)->value.why, WHY_PAIN);
  measures[3].pain = 3;
  assert_int_equal(read_one(b, &c, "hhd_hip_abduction", SIDE_LEFT)->value.why, WHY_NONE);
  measures[2].date = measures[3].date = visit() + 1;
  r = read_one(b, &c, "hhd_hip_abduction", SIDE_LEFT);
  assert_true(r->value.lo == 110 && r->contraction == CONTRACTION_ECCENTRIC && !r->contraction_assumed);
  measures[1].date = visit() - 43;
  assert_true(read_one(b, &c, "hhd_hip_abduction", SIDE_LEFT)->value.lo == 100);
  assert_int_equal(read_one(b, &c, "hhd_hip_abduction", SIDE_RIGHT)->value.why, WHY_NOT_MEASURED);
  bench_close(b);
}

/* However many set-ups there are, the order of rows changes none of them. */
static void order_of_rows_does_not_matter(void **state) {
  (void)state;
  Bench *b = bench_open();
  static const char *const positions[] = {"side_lying", "supine", "standing", NULL};
  enum { COUNT = 60 };
  Measure measures[COUNT];
  bench_seed = 31;
  for (size_t i = 0; i < COUNT; i++) {
    measures[i] = taken("hhd_hip_abduction", SIDE_LEFT, 50 + (double)i * 1.1, 50 + (double)i * 1.1, (int)i + 1);
    measures[i].position = positions[i % 4];
    measures[i].contraction = (Contraction)(i / 4 % 5);
    measures[i].date = visit() - (Day)bench_below(4);
    measures[i].quantity = i % 2 ? DIM_FORCE : DIM_BODY_WEIGHT;
    measures[i].lever_m = i % 3 ? 0.31 + 0.01 * (double)i : NAN;
  }
  Case c = case_of(measures, COUNT);
  int test = catalog_find(&b->catalog, ROWS_TEST, "hhd_hip_abduction");
  size_t first_count, count;
  const Reading *first = readings_get(readings_open(&b->arena, &b->catalog, &c), test, SIDE_LEFT, &first_count);
  assert_true(first_count > 8);
  for (int round = 0; round < 200; round++) {
    for (size_t i = COUNT; i > 1; i--) {
      size_t k = bench_below(i);
      Measure hold = measures[i - 1];
      measures[i - 1] = measures[k], measures[k] = hold;
    }
    const Reading *again = readings_get(readings_open(&b->arena, &b->catalog, &c), test, SIDE_LEFT, &count);
    assert_int_equal(count, first_count);
    for (size_t i = 0; i < count; i++) {
      assert_true(reading_same_setup(&first[i], &again[i]) && first[i].day == again[i].day);
      assert_true(first[i].value.lo == again[i].value.lo && first[i].trials == again[i].trials);
      assert_true(first[i].lever_m == again[i].lever_m || isnan(first[i].lever_m));
      assert_int_equal(first[i].contraction_assumed, again[i].contraction_assumed);
    }
  }
  bench_close(b);
}

/* An error in the unit of the test follows into another quantity; loads and grades are exact, unknown stays unknown. */
static void errors_follow(void **state) {
  (void)state;
  Bench *b = bench_open();
  Test *test = &b->catalog.tests.items[catalog_find(&b->catalog, ROWS_TEST, "hhd_hip_abduction")];
  test->sem = 10, test->sem_percent = false; /* N */
  Measure measures[] = {taken("hhd_hip_abduction", SIDE_LEFT, 1.2, 1.2, 1), taken("shoe_km", SIDE_BOTH, 600, 600, 1),
                        taken("hhd_knee_flexion", SIDE_LEFT, 150, 150, 1)};
  measures[0].quantity = DIM_TORQUE_PER_MASS, measures[0].lever_m = 0.35;
  measures[1].quantity = DIM_DISTANCE;
  Case c = case_of(measures, 3);
  close_to(read_one(b, &c, "hhd_hip_abduction", SIDE_LEFT)->value.se, 10 * 0.35 / 70, 1e-12);
  assert_true(read_one(b, &c, "shoe_km", SIDE_BOTH)->value.se == 0);
  assert_true(isnan(read_one(b, &c, "hhd_knee_flexion", SIDE_LEFT)->value.se));
  measures[0].lever_m = NAN;
  assert_true(isnan(read_one(b, &c, "hhd_hip_abduction", SIDE_LEFT)->value.se));
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(trials_become_one_value),
      cmocka_unit_test(best_of_lower_is_the_lowest),
      cmocka_unit_test(quantities_convert),
      cmocka_unit_test(preferred_reading),
      cmocka_unit_test(order_of_rows_does_not_matter),
      cmocka_unit_test(errors_follow),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
