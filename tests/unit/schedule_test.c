#include "facts/schedule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

enum { DAYS = 7 };

/* The gaps between the days of a set, told day by day. */
static int gaps(Weekdays days, int *count, int *shortest) {
  int squares = 0;
  *count = 0, *shortest = DAYS;
  for (int day = 0; day < DAYS; day++) {
    int gap = 1;
    if (!(days >> day & 1)) continue;
    while (!(days >> (day + gap) % DAYS & 1)) gap++;
    squares += gap * gap;
    if (gap < *shortest) *shortest = gap;
    ++*count;
  }
  return squares;
}

static void the_days_are_the_most_even_of_all_sets(void **state) {
  (void)state;
  for (Weekdays from = 0; from <= WEEKDAYS_ALL; from++)
    for (int most = 0; most <= DAYS + 1; most++)
      for (int rested = 0; rested < 2; rested++) {
        Weekdays best = 0;
        int best_count = 0, best_squares = 0;
        for (Weekdays days = 1; days <= WEEKDAYS_ALL; days++) {
          int count, shortest, squares = gaps(days, &count, &shortest);
          if (days & ~from || count > most || (rested && shortest == 1)) continue;
          if (count < best_count || (count == best_count && squares >= best_squares)) continue;
          best = days, best_count = count, best_squares = squares;
        }
        assert_int_equal(weekdays_spread(from, most, rested), best);
        assert_int_equal(weekdays_count(best), best_count);
      }
}

static void days_are_found_by_name(void **state) {
  (void)state;
  assert_int_equal(schedule_find("Mon"), 0);
  assert_int_equal(schedule_find("sunday"), 6);
  assert_int_equal(schedule_find("THURS"), 3);
  assert_int_equal(schedule_find("mo"), -1);
  assert_int_equal(schedule_find("mondays"), -1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_days_are_the_most_even_of_all_sets),
      cmocka_unit_test(days_are_found_by_name),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
