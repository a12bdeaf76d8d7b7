/* Series over the visits: which change is real, against the first and the last visit, and when findings are measured
 * again. By the shipped catalog. */
#include "program/progress.h"
#include "program/retest.h"
#include "judging.h"

static Bench *bench;

static int open_bench(void **state) {
  (void)state;
  bench = bench_open();
  return 0;
}

static int close_bench(void **state) {
  (void)state;
  bench_close(bench);
  return 0;
}

static Day day_of(int month, int day) {
  Day out = 0;
  char text[16];
  snprintf(text, sizeof text, "2026-%02d-%02d", month, day);
  assert_true(date_parse(text, DATE_ISO, &out));
  return out;
}

static Measure measure_of(const char *id, Side side, double lo, double hi, Day day) {
  const Test *test = catalog_test(&bench->catalog, id);
  assert_non_null(test);
  return (Measure){.test = id,
                   .side = side,
                   .lo = lo * test->unit->factor,
                   .hi = hi * test->unit->factor,
                   .quantity = test->unit->dimension,
                   .lever_m = NAN,
                   .pain = -1,
                   .date = day};
}

static Case case_of(Measure *measures, size_t count) {
  return (Case){.patient = {.code = "P1", .sex = SEX_MALE, .age_years = 30, .mass_kg = 70, .height_cm = 175},
                .date = day_of(12, 20),
                .measures = measures,
                .measure_count = count};
}

static Series series_of(const Case *c) {
  SeriesList list;
  progress_list(&bench->arena, &bench->catalog, c, &list);
  assert_int_equal(list.count, 1);
  return list.items[0];
}

/* The Ely test has a known error: 11.1 degrees between two readings. */
static void a_change_is_real_beyond_the_error_alone(void **state) {
  (void)state;
  static const struct {
    double to;
    ChangeKind kind;
    int better;
  } cases[] = {{122, CHANGE_REAL, 1}, {121, CHANGE_WITHIN, 0}, {99, CHANGE_WITHIN, 0}, {98, CHANGE_REAL, -1}};
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Measure measures[] = {measure_of("ely_prone_knee", SIDE_LEFT, 110, 110, day_of(11, 20)),
                          measure_of("ely_prone_knee", SIDE_LEFT, cases[i].to, cases[i].to, day_of(12, 20))};
    const Case c = case_of(measures, 2);
    Series series = series_of(&c);
    assert_int_equal(series.since_first.kind, cases[i].kind);
    assert_int_equal(series.since_first.better, cases[i].better);
    assert_int_equal(series.since_last.kind, cases[i].kind); /* the visit before is the first */
    assert_int_equal(series.again, day_of(12, 20) + (Day)bench->catalog.policy.valid_days);
  }
}

static void the_visit_before_is_a_comparison_of_its_own(void **state) {
  (void)state;
  Measure measures[] = {measure_of("ely_prone_knee", SIDE_LEFT, 130, 130, day_of(12, 20)), /* any order */
                        measure_of("ely_prone_knee", SIDE_LEFT, 100, 100, day_of(11, 1)),
                        measure_of("ely_prone_knee", SIDE_LEFT, 125, 125, day_of(11, 20))};
  const Case c = case_of(measures, 3);
  Series series = series_of(&c);
  assert_int_equal(series.points.count, 3);
  assert_int_equal(series.since_first.kind, CHANGE_REAL);
  assert_true(fabs(series.since_first.change / series.gauge.unit->factor - 30) < 1e-9);
  assert_int_equal(series.since_last.kind, CHANGE_WITHIN);
  assert_true(fabs(series.since_last.change / series.gauge.unit->factor - 5) < 1e-9);
  assert_int_equal(series.since_last.better, 0);
}

static void what_cannot_be_compared_is_told_apart(void **state) {
  (void)state;
  Measure one[] = {measure_of("ely_prone_knee", SIDE_LEFT, 110, 110, day_of(12, 20))};
  Case c = case_of(one, 1);
  assert_int_equal(series_of(&c).since_first.kind, CHANGE_ONE_VISIT);
  Measure bound[] = {measure_of("ely_prone_knee", SIDE_LEFT, 110, 110, day_of(11, 20)),
                     measure_of("ely_prone_knee", SIDE_LEFT, 115, INFINITY, day_of(12, 20))};
  c = case_of(bound, 2);
  assert_int_equal(series_of(&c).since_first.kind, CHANGE_OPEN);
  assert_true(isnan(series_of(&c).since_first.change));
  bound[1].lo = bound[0].lo * 122 / 110;
  assert_int_equal(series_of(&c).since_first.kind, CHANGE_REAL); /* both ends are beyond */
  Measure unknown[] = {measure_of("thomas_hip_ext", SIDE_LEFT, 0, 0, day_of(11, 20)),
                       measure_of("thomas_hip_ext", SIDE_LEFT, 40, 40, day_of(12, 20))};
  c = case_of(unknown, 2);
  assert_int_equal(series_of(&c).since_first.kind, CHANGE_NO_ERROR);
  Measure grades[] = {measure_of("mmt_hip_abduction", SIDE_LEFT, 3, 3, day_of(11, 20)),
                      measure_of("mmt_hip_abduction", SIDE_LEFT, 5, 5, day_of(12, 20))};
  c = case_of(grades, 2);
  assert_int_equal(series_of(&c).since_first.kind, CHANGE_GRADE);
}

static void set_ups_and_sides_are_series_of_their_own(void **state) {
  (void)state;
  Measure measures[] = {measure_of("hhd_hip_abduction", SIDE_LEFT, 100, 100, day_of(11, 20)),
                        measure_of("hhd_hip_abduction", SIDE_RIGHT, 100, 100, day_of(11, 20)),
                        measure_of("hhd_hip_abduction", SIDE_LEFT, 120, 120, day_of(12, 20))};
  measures[2].position = "supine";
  const Case c = case_of(measures, 3);
  SeriesList list;
  progress_list(&bench->arena, &bench->catalog, &c, &list);
  assert_int_equal(list.count, 3);
}

/* ---- what findings need measuring again ---- */

static void findings_name_their_measures_up_to_the_visit(void **state) {
  (void)state;
  Measure measures[] = {measure_of("ely_prone_knee", SIDE_LEFT, 100, 100, day_of(11, 20)),
                        measure_of("ely_prone_knee", SIDE_LEFT, 140, 140, day_of(12, 22)), /* after the visit */
                        measure_of("ely_prone_knee", SIDE_RIGHT, 140, 140, day_of(11, 20))};
  const Case c = case_of(measures, 3);
  Finding findings[] = {{.pack = "p", .rule = "short", .side = SIDE_LEFT, .truth = TRUTH_TRUE},
                        {.pack = "p", .rule = "shown", .side = SIDE_LEFT, .truth = TRUTH_TRUE, .shown = true},
                        {.pack = "p", .rule = "open", .side = SIDE_LEFT, .truth = TRUTH_UNKNOWN}};
  const Result result = {.findings = findings, .finding_count = 3};
  Ground list[] = {{{.pack = "p", .rule = "short", .side = SIDE_LEFT}, "ely_prone_knee", SIDE_LEFT},
                   {{.pack = "p", .rule = "shown", .side = SIDE_LEFT}, "ely_prone_knee", SIDE_RIGHT},
                   {{.pack = "p", .rule = "open", .side = SIDE_LEFT}, "ely_prone_knee", SIDE_RIGHT},
                   {{.pack = "p", .rule = "short", .side = SIDE_LEFT}, "thomas_hip_ext", SIDE_LEFT}};
  const Grounds grounds = {list, ARRAY_LEN(list)};
  Retests retests;
  retest_list(&bench->arena, &bench->catalog, &c, &result, &grounds, &retests);
  assert_int_equal(retests.count, 1);
  assert_int_equal(retests.items[0].finding_count, 1);
  assert_ptr_equal(retests.items[0].findings[0], &findings[0]);
  assert_int_equal(retests.items[0].again, day_of(11, 20) + (Day)bench->catalog.policy.valid_days);
  assert_true(retests.items[0].real_from > 11 && retests.items[0].real_from < 12);
  assert_string_equal(retests.items[0].unit, "deg");
}

/* What judging says a finding rests on: what its rule reads and what was measured, nothing else. */
static void grounds_are_what_a_rule_read(void **state) {
  (void)state;
  FileText file;
  Import people;
  Grounds grounds;
  bool shoe = false;
  const char *path = "data/examples/examples.ndjson";
  bench_load_file(bench, "rules/runner_low_back.lua");
  assert_true(file_read(&bench->arena, path, path, 1 << 20, &file, &bench->err));
  assert_true(
      ndjson_read(&bench->catalog, &bench->arena, &(ReadOptions){0}, file.text, file.size, &people, &bench->err));
  for (size_t i = 0; i < people.cases.count; i++) {
    const Case *c = &people.cases.items[i];
    assert_true(judge_grounds(bench->judge, &bench->arena, c, &grounds, &bench->err));
    for (size_t k = 0; k < grounds.count; k++) {
      const Ground *ground = &grounds.list[k];
      bool measured = false;
      for (size_t m = 0; m < c->measure_count; m++)
        measured = measured || (strcmp(c->measures[m].test, ground->test) == 0 && c->measures[m].side == ground->side);
      assert_true(measured);
      if (strcmp(ground->rule.rule, "worn-shoes") == 0) shoe = true, assert_string_equal(ground->test, "shoe_km");
    }
  }
  assert_true(shoe);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_change_is_real_beyond_the_error_alone),
      cmocka_unit_test(the_visit_before_is_a_comparison_of_its_own),
      cmocka_unit_test(what_cannot_be_compared_is_told_apart),
      cmocka_unit_test(set_ups_and_sides_are_series_of_their_own),
      cmocka_unit_test(findings_name_their_measures_up_to_the_visit),
      cmocka_unit_test(grounds_are_what_a_rule_read),
  };
  return cmocka_run_group_tests(tests, open_bench, close_bench);
}
