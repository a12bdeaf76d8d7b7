/* Calendar dates as day numbers, proleptic Gregorian, no time zone and no clock. Day 0 is "not known". */
#pragma once

#include "base/arena.h"
#include <stdbool.h>

typedef int Day; /* days since 1600-01-01, counted from 1; 0: not known */

typedef enum { DATE_ISO, DATE_DMY, DATE_MDY } DateOrder;

/* Strict parse: ISO is YYYY-MM-DD; DMY and MDY allow 1 or 2 digits and '/', '.' or '-'. Years 1600 to 2999.
 * gives false for anything that is no date of the calendar. */
bool date_parse(const char *text, DateOrder order, Day *day);
/* "YYYY-MM-DD" in the arena, "" for day 0. */
const char *date_format(Arena *a, Day day);
/* Whole years from born to on (birthday on 29 February counts on 1 March in other years); -1 when either is unknown
 * or born is later. */
int date_age(Day born, Day on);
