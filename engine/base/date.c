#include "base/date.h"

#include <string.h>

enum { FIRST_YEAR = 1600, LAST_YEAR = 2999, LAST_DAY = 511340 };

typedef struct Civil {
  int year, month, day;
} Civil;

/* Days of the year before a month begins, for a common year. */
static const int days_before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

static bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

static int before_month(int year, int month) { return days_before[month - 1] + (month > 2 && is_leap(year)); }

static int month_length(int year, int month) {
  return days_before[month] - days_before[month - 1] + (month == 2 && is_leap(year));
}

/* Days before 1 January of a year, counted from FIRST_YEAR, which begins a cycle of 400 years. */
static int before_year(int year) {
  int past = year - FIRST_YEAR;
  return 365 * past + (past + 3) / 4 - (past + 99) / 100 + (past + 399) / 400;
}

static Civil civil_of(Day day) {
  Civil date = {.year = FIRST_YEAR + (day - 1) / 366, .month = 1};
  while (before_year(date.year + 1) < day) date.year++;
  int rest = day - before_year(date.year);
  while (date.month < 12 && before_month(date.year, date.month + 1) < rest) date.month++;
  date.day = rest - before_month(date.year, date.month);
  return date;
}

/* Reads least to most digits; false when there are fewer. A further digit is left for the caller to refuse. */
static bool take_digits(const char **at, int least, int most, int *value) {
  int count = 0;
  for (*value = 0; count < most && **at >= '0' && **at <= '9'; count++) *value = 10 * *value + (*(*at)++ - '0');
  return count >= least;
}

static bool take_char(const char **at, char c) { return **at == c && *(*at)++; }

static bool take_iso(const char *at, Civil *date) {
  return take_digits(&at, 4, 4, &date->year) && take_char(&at, '-') && take_digits(&at, 2, 2, &date->month) &&
         take_char(&at, '-') && take_digits(&at, 2, 2, &date->day) && !*at;
}

/* Both separators must be the same: 1/2.2020 is a slip, not a date. */
static bool take_parts(const char *at, int *first, int *second, int *year) {
  if (!take_digits(&at, 1, 2, first) || !*at || !strchr("/.-", *at)) return false;
  char separator = *at++;
  return take_digits(&at, 1, 2, second) && take_char(&at, separator) && take_digits(&at, 4, 4, year) && !*at;
}

bool date_parse(const char *text, DateOrder order, Day *day) {
  Civil date;
  bool read = text && (order == DATE_ISO   ? take_iso(text, &date)
                       : order == DATE_DMY ? take_parts(text, &date.day, &date.month, &date.year)
                                           : take_parts(text, &date.month, &date.day, &date.year));
  if (!read || date.year < FIRST_YEAR || date.year > LAST_YEAR || date.month < 1 || date.month > 12) return false;
  if (date.day < 1 || date.day > month_length(date.year, date.month)) return false;
  *day = before_year(date.year) + before_month(date.year, date.month) + date.day;
  return true;
}

const char *date_format(Arena *a, Day day) {
  if (day < 1 || day > LAST_DAY) return "";
  Civil date = civil_of(day);
  char *text = arena_copy(a, "0000-00-00");
  for (int at = 9, digits = 10000 * date.year + 100 * date.month + date.day; at >= 0; at--) {
    if (text[at] == '-') continue;
    text[at] = (char)('0' + digits % 10);
    digits /= 10;
  }
  return text;
}

int date_age(Day born, Day on) {
  if (born < 1 || on < born || on > LAST_DAY) return -1;
  Civil from = civil_of(born), to = civil_of(on);
  bool birthday_to_come = to.month < from.month || (to.month == from.month && to.day < from.day);
  return to.year - from.year - birthday_to_come;
}
