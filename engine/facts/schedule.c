#include "facts/schedule.h"

#include <string.h>
#include <strings.h>

enum { DAYS = 7 };

#define NAMED(word) word,
const char *const weekday_names[8] = {WEEKDAY_WORDS(NAMED) NULL};

int schedule_find(const char *name) {
  static const char *const whole[DAYS] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
  size_t len = strlen(name);
  for (int day = 0; day < DAYS && len >= 3; day++)
    if (len <= strlen(whole[day]) && strncasecmp(name, whole[day], len) == 0) return day;
  return -1;
}

int weekdays_count(Weekdays days) {
  int count = 0;
  for (days &= WEEKDAYS_ALL; days; days &= days - 1) count++;
  return count;
}

/* Are two of them neighbours? Of one day alone it is not its own. */
static bool follow(Weekdays days) { return (days & (days >> 1 | days << (DAYS - 1))) != 0; }

/* Smaller is more even: the gaps add up to a week, so the sum of their squares is least when they are alike. */
static int unevenness(Weekdays days) {
  int sum = 0, gap = 0, first = 0;
  while (!(days >> first & 1)) first++;
  for (int day = first + 1; day <= first + DAYS; day++) {
    gap++;
    if (days >> day % DAYS & 1) sum += gap * gap, gap = 0;
  }
  return sum;
}

static int least_unevenness(int count) {
  int gap = DAYS / count, longer = DAYS % count;
  return (count - longer) * gap * gap + longer * (gap + 1) * (gap + 1);
}

/* Goes through the subsets of `from` in rising order: the first of the most even ones. */
static Weekdays most_even(Weekdays from, int count, bool rested) {
  Weekdays best = 0;
  int best_sum = 0, least_sum = least_unevenness(count);
  for (Weekdays days = -from & from; days && (!best || best_sum > least_sum); days = (days - from) & from) {
    if (weekdays_count(days) != count || (rested && follow(days))) continue;
    int sum = unevenness(days);
    if (!best || sum < best_sum) best = days, best_sum = sum;
  }
  return best;
}

Weekdays weekdays_spread(Weekdays from, int count, bool rested) {
  Weekdays best = 0;
  from &= WEEKDAYS_ALL;
  if (weekdays_count(from) <= count && !(rested && follow(from))) return from;
  if (count > DAYS) count = DAYS;
  for (; count > 0 && !best; count--) best = most_even(from, count, rested);
  return best;
}
