#include "facts/schedule.h"

#include <string.h>
#include <strings.h>

enum { DAYS = 7 };

const char *const weekday_names[8] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", NULL};

int schedule_find(const char *name) {
  static const char *const whole[DAYS] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
  size_t len = strlen(name);
  for (int day = 0; day < DAYS && len >= 3; day++)
    if (len <= strlen(whole[day]) && strncasecmp(name, whole[day], len) == 0) return day;
  return -1;
}

int weekdays_count(Weekdays days) {
  int count = 0;
  for (int day = 0; day < DAYS; day++) count += (int)(days >> day & 1);
  return count;
}

/* Days from one to the next that is in the set, over the end of the week: 7 when it is alone. */
static int gap_after(Weekdays days, int day) {
  for (int gap = 1; gap < DAYS; gap++)
    if (days >> (day + gap) % DAYS & 1) return gap;
  return DAYS;
}

/* Smaller is more even: the gaps add up to a week, so the sum of their squares is least when they are alike. */
static int unevenness(Weekdays days, int *shortest) {
  int sum = 0;
  *shortest = DAYS;
  for (int day = 0; day < DAYS; day++) {
    if (!(days >> day & 1)) continue;
    int gap = gap_after(days, day);
    sum += gap * gap;
    if (gap < *shortest) *shortest = gap;
  }
  return sum;
}

Weekdays weekdays_spread(Weekdays from, int count, bool rested) {
  Weekdays best = 0;
  int best_sum = 0, best_count = 0;
  for (Weekdays days = 1; days <= WEEKDAYS_ALL; days++) {
    int shortest, size = days & ~from ? count + 1 : weekdays_count(days);
    if (size > count || size < best_count) continue;
    int sum = unevenness(days, &shortest);
    if ((rested && shortest < 2) || (size == best_count && sum >= best_sum)) continue;
    best = days;
    best_sum = sum;
    best_count = size;
  }
  return best;
}
