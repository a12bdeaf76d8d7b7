/* The days of a week: which ones a patient trains on, and how often a thing is done on them so that rest lies between.
 * A week runs on: Sunday and Monday follow each other. Knows no exercise and no dose. */
#pragma once

#include <stdbool.h>

typedef unsigned Weekdays; /* bit 0 Monday .. bit 6 Sunday */

enum { WEEKDAYS_ALL = 127 };

#define WEEKDAY_WORDS(X) X("Mon") X("Tue") X("Wed") X("Thu") X("Fri") X("Sat") X("Sun")
extern const char *const weekday_names[8]; /* these, then NULL */

int weekdays_count(Weekdays days);
/* 0 for "Mon", "monday" or "MON" .. 6; -1: no day. At least three letters. */
int schedule_find(const char *name);

/* Picks days out of `from`.
 *
 * takes    count: how many at most; rested: never two following days
 * gives    as many as there can be, as far apart as they can be, of equals those that begin earliest in the week
 * fails    never
 * source   none
 */
Weekdays weekdays_spread(Weekdays from, int count, bool rested);
