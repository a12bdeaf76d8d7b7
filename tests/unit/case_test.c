/* A case written and read back is the same case: what stands in a snapshot can be judged again. */
#include "formats/ndjson.h"

#include "door_fixture.h"

#include <stdlib.h>
#include <string.h>

static Case read_case(const char *line) {
  Case c;
  Err err = {0};
  if (!ndjson_case(&catalog, &arena, line, strlen(line), 1, 0, &c, NULL, &err)) err_print(stderr, &err);
  assert_int_equal(err.kind, ERR_NONE);
  return c;
}

static const char *write_case(const Case *c) {
  Text text = {.arena = &arena};
  ndjson_write_case(c, &text);
  return text_get(&text);
}

static void same_measure(const Measure *a, const Measure *b) {
  assert_string_equal(a->test, b->test);
  assert_memory_equal(&a->lo, &b->lo, sizeof a->lo);
  assert_memory_equal(&a->hi, &b->hi, sizeof a->hi);
  assert_int_equal(a->side, b->side);
  assert_int_equal(a->quantity, b->quantity);
  assert_int_equal(a->contraction, b->contraction);
  assert_int_equal(a->trial, b->trial);
  assert_int_equal(a->pain, b->pain);
  assert_int_equal(a->origin, b->origin);
  assert_int_equal(a->date, b->date);
  assert_true(isnan(a->lever_m) ? isnan(b->lever_m) : a->lever_m == b->lever_m);
  if (a->position)
    assert_string_equal(a->position, b->position);
  else
    assert_null(b->position);
}

static void round_trip(const char *line) {
  Case before = read_case(line);
  const char *written = write_case(&before);
  Case after = read_case(written);
  assert_int_equal(before.measure_count, after.measure_count);
  for (size_t i = 0; i < before.measure_count; i++) same_measure(&before.measures[i], &after.measures[i]);
  assert_int_equal(before.date, after.date);
  assert_int_equal(before.patient.age_years, after.patient.age_years);
  assert_int_equal(before.patient.born, after.patient.born);
  assert_int_equal(before.answer_count, after.answer_count);
  assert_int_equal(before.limits.equipment_count, after.limits.equipment_count);
  assert_string_equal(written, write_case(&after));
}

#define CASE(measures)                                                                                                 \
  "{\"patient\":{\"id\":\"P1\",\"sex\":\"f\",\"age\":36},\"date\":\"2026-11-20\",\"measures\":[" measures "]}"

/* As printf gives them with the fewest of 15 to 17 digits that read back the same. */
static void numbers_are_written_as_printf_writes_them(void **state) {
  (void)state;
  Arena own = {0};
  uint64_t seed = 5;
  for (int i = 0; i < 20000; i++) {
    static const double scales[] = {1, 10, 100, 1000, 10000, 12345.678, 3e-7, 9.80665};
    char wanted[48];
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    double value = (double)(int64_t)(seed >> (20 + seed % 40)) / scales[i % 8] * (i % 3 ? 1 : -1);
    for (int digits = 15; digits <= 17; digits++) {
      snprintf(wanted, sizeof wanted, "\"mass_kg\":%.*g,", digits, value);
      if (strtod(wanted + 10, NULL) == value) break; /* exactly: both sides are the same kind of number */
    }
    const Case c = {.patient = {.code = "P", .age_years = -1, .mass_kg = value, .height_cm = 1}};
    Text text = {.arena = &own};
    ndjson_write_case(&c, &text);
    assert_non_null(strstr(text_get(&text), wanted));
    arena_reset(&own);
  }
  arena_free(&own);
}

static void keeps_values(void **state) {
  (void)state;
  round_trip(CASE(
      "{\"test\":\"hhd_hip_abduction\",\"side\":\"left\",\"value\":18.3,\"unit\":\"kgf\",\"position\":\"side_lying\","
      "\"contraction\":\"isometric\",\"lever_m\":0.38,\"trial\":2,\"pain\":3,\"source\":\"reported\","
      "\"date\":\"2026-11-01\"}"));
  round_trip(CASE("{\"test\":\"hhd_hip_abduction\",\"side\":\"right\",\"value\":1.1,\"unit\":\"Nm/kg\"}"));
  round_trip(CASE("{\"test\":\"prone_plank\",\"value\":\">=240\"},{\"test\":\"weekly_distance\",\"value\":\"26-35\"}"));
  round_trip(CASE("{\"test\":\"thomas_hip_ext\",\"side\":\"left\",\"value\":-4.5},"
                  "{\"test\":\"thomas_hip_ext\",\"side\":\"right\",\"value\":\"<=-2\"}"));
  round_trip(CASE("{\"test\":\"mmt_hip_abduction\",\"side\":\"left\",\"value\":\"4+\"},"
                  "{\"test\":\"leg_length_diff\",\"value\":0.1,\"unit\":\"cm\"},"
                  "{\"test\":\"foot_strike\",\"side\":\"left\",\"value\":1}"));
}

static void keeps_facts(void **state) {
  (void)state;
  round_trip(
      "{\"patient\":{\"id\":\"P1\",\"born\":\"1990-02-11\",\"mass_kg\":58.05,\"height_cm\":165.5,\"dominant\":"
      "\"left\",\"sport\":\"running\"},\"date\":\"2026-11-20\",\"answers\":{\"rf_ces_saddle\":\"unsure\","
      "\"shoe_discomfort\":true},\"limits\":{\"minutes\":20,\"days\":3,\"exercises\":5,\"equipment\":[\"band\"]}}");
  round_trip("{\"patient\":{\"id\":\"P1\"},\"date\":\"2026-11-20\"}");
}

static void writes_one_plain_line(void **state) {
  (void)state;
  Case c = read_case(CASE("{\"test\":\"prone_plank\",\"value\":62.5}"));
  assert_string_equal(write_case(&c),
                      "{\"patient\":{\"id\":\"P1\",\"sex\":\"f\",\"age\":36},\"date\":\"2026-11-20\",\"measures\":[{"
                      "\"test\":\"prone_plank\",\"value\":62.5,\"unit\":\"s\"}],"
                      "\"answers\":{},\"limits\":{}}\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_are_written_as_printf_writes_them),
                                     cmocka_unit_test(keeps_values), cmocka_unit_test(keeps_facts),
                                     cmocka_unit_test(writes_one_plain_line)};
  return cmocka_run_group_tests(tests, open_catalog, close_catalog);
}
