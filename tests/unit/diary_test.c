/* What a patient's log says: how fields are written, how much was done week by week, which signs override every number,
 * and which exercises went well. */
#include "sitting/diary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static Arena arena;

static int free_arena(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

static StoredLog log_of(Day day, const char *exercise, int done_pct, int pain) {
  StoredLog log = DIARY_BLANK;
  log.day = day, log.exercise = exercise, log.done_pct = done_pct, log.pain = pain;
  return log;
}

static void fields_are_read_as_people_write_them(void **state) {
  (void)state;
  static const struct {
    const char *name, *text;
    int done, pain, effort, spread, numb, morning;
  } cases[] = {{"done", "yes", 100, -1, -1, -1, -1, -1}, {"done", "no", 0, -1, -1, -1, -1, -1},
               {"done", "80%", 80, -1, -1, -1, -1, -1},  {"done", "2/3", 67, -1, -1, -1, -1, -1},
               {"done", "0/3", 0, -1, -1, -1, -1, -1},   {"pain", "10", -1, 10, -1, -1, -1, -1},
               {"effort", "0", -1, -1, 0, -1, -1, -1},   {"spread", "no", -1, -1, -1, 0, -1, -1},
               {"numb", "yes", -1, -1, -1, -1, 1, -1},   {"morning", "yes", -1, -1, -1, -1, -1, 1}};
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    StoredLog log = DIARY_BLANK;
    Err err = {0};
    assert_true(diary_read(cases[i].name, cases[i].text, &log, &err));
    assert_int_equal(log.done_pct, cases[i].done);
    assert_int_equal(log.pain, cases[i].pain);
    assert_int_equal(log.effort, cases[i].effort);
    assert_int_equal(log.spread, cases[i].spread);
    assert_int_equal(log.numb, cases[i].numb);
    assert_int_equal(log.morning, cases[i].morning);
  }
}

static void what_cannot_be_is_refused_where_it_stands(void **state) {
  (void)state;
  static const char *const wrong[][2] = {{"done", ""},      {"done", "100"}, {"done", "101%"},   {"done", "4/3"},
                                         {"done", "1/0"},   {"done", "Yes"}, {"pain", "11"},     {"pain", "-1"},
                                         {"effort", "3.5"}, {"spread", "1"}, {"numb", "unsure"}, {"morning", "3"}};
  for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
    StoredLog log = DIARY_BLANK;
    Err err = {0};
    assert_false(diary_read(wrong[i][0], wrong[i][1], &log, &err));
    assert_int_equal(err.kind, ERR_DATA);
    assert_string_equal(err.where, wrong[i][0]);
  }
  StoredLog log = DIARY_BLANK;
  Err err = {0};
  assert_false(diary_read("mood", "good", &log, &err)); /* another name is no fault of its own */
  assert_int_equal(err.kind, ERR_NONE);
}

static void weeks_count_a_day_by_its_session_row(void **state) {
  (void)state;
  const StoredLog logs[] = {
      log_of(99, NULL, 100, 9), /* before the program */
      log_of(100, NULL, 100, 1),      log_of(102, NULL, 50, 2),
      log_of(102, "bridge", 0, 7), /* the session outranks its exercises; pain does not */
      log_of(104, "bridge", 100, -1), log_of(104, "clamshell", 50, -1),
      log_of(107, NULL, 0, -1),       log_of(114, NULL, 100, 3), /* after the day that is asked for */
  };
  DiaryWeek *weeks;
  size_t count;
  diary_weeks(&arena, logs, ARRAY_LEN(logs), 100, 6, 3, 110, &weeks, &count);
  assert_int_equal(count, 2);
  assert_int_equal(weeks[0].first, 100);
  assert_float_equal(weeks[0].done, 1 + 0.5 + 0.75, 1e-9);
  assert_int_equal(weeks[0].pain, 7);
  assert_int_equal(weeks[0].planned, 3);
  assert_float_equal(weeks[1].done, 0, 1e-9);
  assert_int_equal(weeks[1].pain, -1);
  diary_weeks(&arena, logs, ARRAY_LEN(logs), 100, 1, 3, 200, &weeks, &count);
  assert_int_equal(count, 1); /* no more than the program has */
  diary_weeks(&arena, NULL, 0, 100, 6, 3, 99, &weeks, &count);
  assert_int_equal(count, 0);
}

static void the_last_warning_after_a_day_is_found(void **state) {
  (void)state;
  StoredLog logs[] = {log_of(100, NULL, 100, 0), log_of(102, NULL, 100, 0), log_of(104, NULL, 100, 10)};
  assert_null(diary_warning(logs, 3, 0)); /* pain alone is for the rules */
  logs[0].spread = 1, logs[1].numb = 1, logs[2].numb = 0;
  assert_ptr_equal(diary_warning(logs, 3, 0), &logs[1]);
  assert_ptr_equal(diary_warning(logs, 3, 101), &logs[1]);
  assert_null(diary_warning(logs, 3, 102)); /* a visit of that day has seen it */
  assert_null(diary_warning(NULL, 0, 0));
}

static void an_exercise_went_well_when_it_was_done_without_much_pain(void **state) {
  (void)state;
  const Policy policy = {.kept_done = 0.75, .kept_pain = 3};
  StoredLog logs[] = {log_of(100, NULL, 100, 3), log_of(102, "bridge", 50, 3), log_of(102, "clamshell", 0, 10)};
  assert_true(diary_went_well(&policy, logs, 3, "bridge")); /* (100 + 50) / 2 */
  assert_false(diary_went_well(&policy, logs, 3, "clamshell"));
  logs[1].done_pct = 49;
  assert_false(diary_went_well(&policy, logs, 3, "bridge"));
  logs[1].done_pct = 50, logs[1].pain = 4;
  assert_false(diary_went_well(&policy, logs, 3, "bridge"));
  logs[1].pain = 0, logs[0].numb = 1;
  assert_false(diary_went_well(&policy, logs, 3, "bridge"));
  assert_false(diary_went_well(&policy, NULL, 0, "bridge")); /* nothing was logged */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fields_are_read_as_people_write_them),
      cmocka_unit_test(what_cannot_be_is_refused_where_it_stands),
      cmocka_unit_test_teardown(weeks_count_a_day_by_its_session_row, free_arena),
      cmocka_unit_test(the_last_warning_after_a_day_is_found),
      cmocka_unit_test(an_exercise_went_well_when_it_was_done_without_much_pain),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
