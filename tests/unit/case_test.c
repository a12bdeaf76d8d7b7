/* A case written and read back is the same case: what stands in a snapshot can be judged again. */
#include "formats/ndjson.h"

#include "door_fixture.h"

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
                      "\"test\":\"prone_plank\",\"value\":62.5,\"unit\":\"s\",\"source\":\"measured\"}],"
                      "\"answers\":{},\"limits\":{}}\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(keeps_values), cmocka_unit_test(keeps_facts),
                                     cmocka_unit_test(writes_one_plain_line)};
  return cmocka_run_group_tests(tests, open_catalog, close_catalog);
}
