#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static Day day_of(const char *text) {
  Day day = -7;
  assert_true(date_parse(text, DATE_ISO, &day));
  return day;
}

/* Walks the calendar by its rules, all 511,340 days from 1600 to 2999, against both directions of the conversion. */
static void every_day_goes_there_and_back(void **state) {
  (void)state;
  Arena arena = {0};
  Day day = 0;
  for (int year = 1600; year <= 2999; year++) {
    int february = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28;
    const int lengths[] = {31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 1; month <= 12; month++)
      for (int date = 1; date <= lengths[month - 1]; date++) {
        char text[40];
        Day parsed;
        snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, date);
        assert_true(date_parse(text, DATE_ISO, &parsed));
        assert_int_equal(parsed, ++day);
        assert_string_equal(date_format(&arena, day), text);
        arena_reset(&arena);
      }
  }
  assert_int_equal(day, 511340);
  assert_string_equal(date_format(&arena, day + 1), "");
  arena_free(&arena);
}

static void unknown_days_have_no_text(void **state) {
  (void)state;
  Arena arena = {0};
  assert_string_equal(date_format(&arena, 0), "");
  assert_string_equal(date_format(&arena, -1), "");
  assert_string_equal(date_format(&arena, 2147483647), "");
  arena_free(&arena);
}

static void weekday_anchors(void **state) {
  (void)state; /* 1600-01-01 was a Saturday, 2000-01-01 too, 2026-11-20 is a Friday */
  assert_int_equal(day_of("1600-01-01"), 1);
  assert_int_equal((day_of("2000-01-01") - 1) % 7, 0);
  assert_int_equal((day_of("2026-11-20") - 1) % 7, 6);
  assert_int_equal(day_of("1970-01-01") - day_of("1600-01-01"), 135140);
}

static void spreadsheet_orders(void **state) {
  (void)state;
  static const struct {
    const char *text;
    DateOrder order;
    const char *iso;
  } rows[] = {
      {"20/11/2026", DATE_DMY, "2026-11-20"}, {"20.11.2026", DATE_DMY, "2026-11-20"},
      {"20-11-2026", DATE_DMY, "2026-11-20"}, {"1/2/2026", DATE_DMY, "2026-02-01"},
      {"1/2/2026", DATE_MDY, "2026-01-02"},   {"01/02/2026", DATE_MDY, "2026-01-02"},
      {"11/20/2026", DATE_MDY, "2026-11-20"}, {"2-29-2024", DATE_MDY, "2024-02-29"},
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    Day day = 0;
    assert_true(date_parse(rows[i].text, rows[i].order, &day));
    assert_int_equal(day, day_of(rows[i].iso));
  }
}

static void what_is_no_date_is_refused(void **state) {
  (void)state;
  static const struct {
    const char *text;
    DateOrder order;
  } rows[] = {
      {NULL, DATE_ISO},
      {"", DATE_ISO},
      {"2026-2-03", DATE_ISO},
      {"2026-02-3", DATE_ISO},
      {"2026-02-29", DATE_ISO},
      {"1900-02-29", DATE_ISO},
      {"2100-02-29", DATE_ISO},
      {"2026-00-10", DATE_ISO},
      {"2026-13-10", DATE_ISO},
      {"2026-04-31", DATE_ISO},
      {"2026-04-00", DATE_ISO},
      {"1599-12-31", DATE_ISO},
      {"3000-01-01", DATE_ISO},
      {"2026/02/03", DATE_ISO},
      {"2026-02-03 ", DATE_ISO},
      {" 2026-02-03", DATE_ISO},
      {"20260203", DATE_ISO},
      {"02026-02-03", DATE_ISO},
      {"2026-02-03T00:00", DATE_ISO},
      {"-026-02-03", DATE_ISO},
      {"2026-0a-03", DATE_ISO},
      {"2026", DATE_ISO},
      {"2026-02", DATE_ISO},
      {"3/2/2026", DATE_ISO},
      {"3/2/26", DATE_DMY},
      {"3/2/02026", DATE_DMY},
      {"3/2.2026", DATE_DMY},
      {"003/2/2026", DATE_DMY},
      {"3//2026", DATE_DMY},
      {"20/11/2026", DATE_MDY},
      {"11/20/2026", DATE_DMY},
      {"2026-02-03", DATE_DMY},
      {"3 2 2026", DATE_DMY},
      {"3/2/", DATE_MDY},
      {"0/2/2026", DATE_DMY},
      {"3", DATE_DMY},
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    Day day = 4711;
    if (date_parse(rows[i].text, rows[i].order, &day)) fail_msg("accepted '%s'", rows[i].text);
    assert_int_equal(day, 4711);
  }
}

static void age_in_whole_years(void **state) {
  (void)state;
  static const struct {
    const char *born, *on;
    int years;
  } rows[] = {
      {"1990-02-11", "2026-02-10", 35}, {"1990-02-11", "2026-02-11", 36},   {"1990-02-11", "2026-11-20", 36},
      {"1990-12-31", "2026-01-01", 35}, {"1990-12-31", "1990-12-31", 0},    {"1992-02-29", "2021-02-28", 28},
      {"1992-02-29", "2021-03-01", 29}, {"1992-02-29", "2024-02-28", 31},   {"1992-02-29", "2024-02-29", 32},
      {"2020-01-02", "2020-01-01", -1}, {"1600-01-01", "2999-12-31", 1399},
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++)
    assert_int_equal(date_age(day_of(rows[i].born), day_of(rows[i].on)), rows[i].years);
  assert_int_equal(date_age(0, day_of("2026-01-01")), -1);
  assert_int_equal(date_age(day_of("2026-01-01"), 0), -1);
  assert_int_equal(date_age(0, 0), -1);
  assert_int_equal(date_age(-5, 2147483647), -1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_day_goes_there_and_back),
      cmocka_unit_test(unknown_days_have_no_text),
      cmocka_unit_test(weekday_anchors),
      cmocka_unit_test(spreadsheet_orders),
      cmocka_unit_test(what_is_no_date_is_refused),
      cmocka_unit_test(age_in_whole_years),
  };
  return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
