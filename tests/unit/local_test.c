/* The clinic's own comparison groups: who is in, who is left out, what the text keeps, and what judging makes of them. */
#include "judging.h"

#include "patient/local.h"
#include "facts/stats.h"
#include "base/text.h"
#include "patient/weigh.h"

static Bench *bench;

static int setup(void **state) {
  (void)state;
  bench = bench_open();
  return 0;
}

static int teardown(void **state) {
  (void)state;
  bench_close(bench);
  return 0;
}

static Case case_of(const char *text) {
  Case c;
  Err err = {0};
  bool good = ndjson_case(&bench->catalog, &bench->arena, text, strlen(text), 1, 0, &c, NULL, &err);
  if (!good) print_error("%s: %s\n", err.where, err.text);
  assert_true(good);
  return c;
}

/* A first visit with hip abduction left and right. */
static Case visit(int age, const char *sex, double left, double right) {
  return case_of(arena_printf(&bench->arena,
                              "{\"patient\":{\"id\":\"X\",\"age\":%d,\"sex\":\"%s\"},\"date\":\"2026-11-20\","
                              "\"measures\":[{\"test\":\"hhd_hip_abduction\",\"side\":\"left\",\"value\":%.17g,"
                              "\"unit\":\"N\"},{\"test\":\"hhd_hip_abduction\",\"side\":\"right\",\"value\":%.17g,"
                              "\"unit\":\"N\"}]}",
                              age, sex, left, right));
}

static double left_of(int person) { return 150 + 7 * (person * 5 % 13); }

/* People 1 to count; `without` stays away. */
static LocalSet built(int count, int without, int least) {
  LocalSet set = {.least = least};
  for (int person = 1; person <= count; person++) {
    Case c = visit(20 + person % 15, "m", left_of(person), left_of(person) + 4);
    if (person != without) local_add(&bench->arena, &bench->catalog, &c, person, &set);
  }
  local_close(&set);
  return set;
}

static bool norm_of(const LocalSet *set, int64_t person, LocalNorm *norm) {
  return set->cells.count == 1 && local_norm(&bench->catalog, &bench->arena, set, &set->cells.items[0], person, norm);
}

/* Judged against the whole set with their own reading left out, or against a set that never held it: the same bits. */
static void nobody_is_compared_with_themselves(void **state) {
  (void)state;
  LocalSet all = built(24, 0, 10);
  for (int person = 1; person <= 24; person++) {
    LocalNorm left_out, never, whole;
    LocalSet others = built(24, person, 10);
    assert_true(norm_of(&all, person, &left_out) && norm_of(&others, 0, &never) && norm_of(&all, 0, &whole));
    assert_true(left_out.mean == never.mean && left_out.sd == never.sd);
    assert_int_equal(left_out.n, 23);
    assert_int_equal(whole.n, 24);
    assert_true(left_out.mean != whole.mean || left_out.sd != whole.sd);
  }
}

static void a_group_needs_its_people_without_the_one_judged(void **state) {
  (void)state;
  LocalNorm norm;
  LocalSet twenty = built(20, 0, 20), more = built(21, 0, 20), few = built(19, 0, 20);
  assert_true(norm_of(&twenty, 99, &norm)); /* somebody else */
  assert_false(norm_of(&twenty, 3, &norm));
  assert_true(norm_of(&more, 3, &norm));
  assert_int_equal(few.cells.count, 0);
}

static void bands_and_sexes_are_apart(void **state) {
  (void)state;
  static const struct {
    int age, least, most;
  } bands[] = {{10, 0, 17},  {17, 0, 17},  {18, 18, 39}, {39, 18, 39},
               {40, 40, 59}, {59, 40, 59}, {60, 60, 79}, {85, 80, 99}};
  for (size_t i = 0; i < ARRAY_LEN(bands); i++) {
    LocalSet set = {.least = 1};
    Case c = visit(bands[i].age, "f", 100, 110);
    local_add(&bench->arena, &bench->catalog, &c, 1, &set);
    assert_int_equal(set.cells.items[0].norm.age_min, bands[i].least);
    assert_int_equal(set.cells.items[0].norm.age_max, bands[i].most);
    assert_int_equal(set.cells.items[0].sex, SEX_FEMALE);
    c.patient.sex = SEX_OTHER;
    local_add(&bench->arena, &bench->catalog, &c, 2, &set);
    c.patient.sex = SEX_MALE;
    local_add(&bench->arena, &bench->catalog, &c, 3, &set);
    assert_int_equal(set.cells.count, 2);
  }
}

/* Pain-limited readings, bounds, grades and what is no body function are no measure of the group. */
static void only_plain_readings_of_that_day_count(void **state) {
  (void)state;
  LocalSet set = {.least = 1};
  Case c = case_of(
      "{\"patient\":{\"id\":\"X\",\"age\":30,\"sex\":\"m\"},\"date\":\"2026-11-20\",\"measures\":["
      "{\"test\":\"hhd_hip_abduction\",\"side\":\"left\",\"value\":150,\"unit\":\"N\",\"pain\":6},"
      "{\"test\":\"prone_plank\",\"value\":\">=240\",\"unit\":\"s\"},"
      "{\"test\":\"mmt_hip_abduction\",\"side\":\"left\",\"value\":\"3\"},"
      "{\"test\":\"hhd_hip_extension\",\"side\":\"left\",\"value\":150,\"unit\":\"N\",\"date\":\"2026-11-01\"}]}");
  local_add(&bench->arena, &bench->catalog, &c, 1, &set);
  assert_int_equal(set.cells.count, 0);
}

static void the_text_reads_back_as_the_same(void **state) {
  (void)state;
  Err err = {0};
  LocalSet again, set = built(24, 0, 10);
  LocalNorm before, after;
  assert_true(date_parse("2026-11-20", DATE_ISO, &set.built));
  const char *text = local_write(&bench->arena, &set);
  assert_true(local_read(&bench->arena, text, &again, &err));
  assert_string_equal(local_write(&bench->arena, &again), text);
  assert_true(norm_of(&set, 5, &before) && norm_of(&again, 5, &after));
  assert_true(before.mean == after.mean && before.sd == after.sd && before.n == after.n);
  static const char *const broken[] = {"", "sinew clinic norms 1\n", "else\n",
                                       "sinew clinic norms 1\nbuilt - since - least 3\n7 8\n",
                                       "sinew clinic norms 1\nbuilt - since - least 3\ncell x - parsec i m 1 2\n"};
  for (size_t i = 0; i < ARRAY_LEN(broken); i++) assert_false(local_read(&bench->arena, broken[i], &again, &(Err){0}));
}

/* Where a published group fits it stays; where none does the clinic's serves, when it is asked for, and says so. */
static void the_clinic_serves_where_no_published_group_fits(void **state) {
  (void)state;
  LocalSet set = built(24, 0, 10);
  int test = catalog_find(&bench->catalog, ROWS_TEST, "hhd_hip_abduction");
  for (int all = 0; all < 2; all++) {
    Case c = visit(30, "m", 120, 130);
    local_fit(&bench->catalog, &bench->arena, &set, "0123456789abcdef0123", 99, &c);
    assert_int_equal(c.local_count, 1);
    c.local_all = all;
    const Score *score = weigh_score(weigh_case(&bench->arena, &bench->catalog, &c), test, SIDE_LEFT);
    assert_int_equal(score->norm != NULL, all);
    if (!all) continue;
    assert_string_equal(score->norm->group, "your clinic's patients, n = 24 (men, 18 to 39 years)");
    assert_string_equal(score->norm->id, "clinic:0123456789abcdef");
    assert_true(fabs(score->z.lo - (120 - c.local[0].mean) / c.local[0].sd) < 1e-12);
    c.measures[0].contraction = CONTRACTION_ECCENTRIC;
    score = weigh_score(weigh_case(&bench->arena, &bench->catalog, &c), test, SIDE_LEFT);
    assert_null(score->norm); /* another set-up */
  }
}

static void a_snapshot_holds_what_was_compared_with(void **state) {
  (void)state;
  LocalSet set = built(24, 0, 10);
  Case c = visit(30, "m", 120, 130);
  Text first = {.arena = &bench->arena}, second = first;
  local_fit(&bench->catalog, &bench->arena, &set, "0123456789abcdef0123", 99, &c);
  c.local_all = true;
  ndjson_write_case(&c, &first);
  Case again = case_of(text_get(&first));
  ndjson_write_case(&again, &second);
  assert_string_equal(text_get(&first), text_get(&second));
  assert_true(again.local_count == 1 && again.local_all && again.local[0].sd == c.local[0].sd);
}

static int ascending(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

/* By hand: median 5, distances 4 3 2 1 0 1 2 3 95, MAD 2, fence at 3 x 2 / 0.67449 = 8.896: 100 becomes 13.896. */
static void one_slip_of_the_pen_widens_nothing(void **state) {
  (void)state;
  const double values[] = {1, 2, 3, 4, 5, 6, 7, 8, 100}, plain[] = {1, 2, 3, 4, 5, 6, 7, 8, 9},
               same[] = {4, 4, 4, 4, 9};
  double limit = 5 + 3 * 2 / 0.6744897501960817, mean = (36 + limit) / 9, squares = 0;
  Spread spread = stats_winsorised(values, 9, 3);
  for (int i = 1; i <= 8; i++) squares += (i - mean) * (i - mean);
  squares += (limit - mean) * (limit - mean);
  assert_true(fabs(spread.mean - mean) < 1e-9);
  assert_true(fabs(spread.sd - sqrt(squares / 8)) < 1e-9);
  spread = stats_winsorised(plain, 9, 3); /* nothing lies far out: the plain mean and SD */
  assert_true(fabs(spread.mean - 5) < 1e-12 && fabs(spread.sd - sqrt(7.5)) < 1e-12);
  spread = stats_winsorised(same, 5, 3); /* no spread in the middle: nothing is moved */
  assert_true(fabs(spread.mean - 5) < 1e-12 && fabs(spread.sd - sqrt(5)) < 1e-12);
  assert_true(isnan(stats_winsorised(plain, 1, 3).sd));
}

/* The quick median of distances against sorting them, over samples of every small size. */
static void the_fence_stands_where_the_definition_puts_it(void **state) {
  (void)state;
  unsigned seed = 1;
  for (int round = 0; round < 2000; round++) {
    double values[12], off[12], sum = 0, squares = 0;
    size_t count = 2 + (size_t)round % 11;
    for (size_t i = 0; i < count; i++) values[i] = (double)((seed = seed * 1103515245 + 12345) >> 16 & 31);
    qsort(values, count, sizeof *values, ascending);
    double median = (values[(count - 1) / 2] + values[count / 2]) / 2;
    for (size_t i = 0; i < count; i++) off[i] = fabs(values[i] - median);
    qsort(off, count, sizeof *off, ascending);
    double limit = 2 * (off[(count - 1) / 2] + off[count / 2]) / 2 / 0.6744897501960817;
    for (size_t i = 0; i < count; i++) {
      off[i] = limit > 0 ? fmax(-limit, fmin(values[i] - median, limit)) : values[i] - median;
      sum += off[i];
    }
    for (size_t i = 0; i < count; i++) squares += (off[i] - sum / (double)count) * (off[i] - sum / (double)count);
    Spread spread = stats_winsorised(values, count, 2);
    assert_true(fabs(spread.mean - median - sum / (double)count) < 1e-9);
    assert_true(fabs(spread.sd - sqrt(squares / (double)(count - 1))) < 1e-9);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nobody_is_compared_with_themselves),
      cmocka_unit_test(a_group_needs_its_people_without_the_one_judged),
      cmocka_unit_test(bands_and_sexes_are_apart),
      cmocka_unit_test(only_plain_readings_of_that_day_count),
      cmocka_unit_test(the_text_reads_back_as_the_same),
      cmocka_unit_test(the_clinic_serves_where_no_published_group_fits),
      cmocka_unit_test(a_snapshot_holds_what_was_compared_with),
      cmocka_unit_test(one_slip_of_the_pen_widens_nothing),
      cmocka_unit_test(the_fence_stands_where_the_definition_puts_it),
  };
  return cmocka_run_group_tests_name("local", tests, setup, teardown);
}
