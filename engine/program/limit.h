/* What a program may ask of a patient: time, days, number, equipment, level, positions, and what the clinician wants or
 * does not want. Reads limits from texts or numbers, lays given ones over the patient's own, and says them in words.
 * Knows no plan: which exercises keep to them is decided elsewhere. */
#pragma once

#include "facts/catalog.h"
#include "facts/schedule.h"

/* The limits that are one whole number, and those that are lists of ids or names, each in the order of its names. */
typedef enum { LIMIT_MINUTES, LIMIT_DAYS, LIMIT_EXERCISES, LIMIT_LEVEL, LIMIT_POSITIONS, LIMIT_NUMBERS } LimitNumber;
typedef enum { LIMIT_EQUIPMENT, LIMIT_WEEKDAYS, LIMIT_WITH, LIMIT_WITHOUT, LIMIT_LISTS } LimitList;

extern const char *const limit_names[LIMIT_NUMBERS + LIMIT_LISTS + 1]; /* numbers, then lists, then NULL */

typedef struct LimitsText {
  const char *text[LIMIT_NUMBERS];
  const double *exact[LIMIT_NUMBERS];    /* the number itself, for formats with numbers; wins over the text */
  const char *const *lists[LIMIT_LISTS]; /* NULL: not given */
  size_t counts[LIMIT_LISTS];
} LimitsText;

/* Reads limits.
 *
 * takes    in: whole numbers; equipment that some exercise uses, days of the week ("Mon" or "monday"), exercises
 * gives    true and *out in the arena; a number not given is 0. A list that is given and empty is not NULL
 * fails    ERR_DATA: out of range (with the range), unknown (with the nearest); *field is its name
 * source   none
 */
bool limits_read(const Catalog *catalog, Arena *a, const LimitsText *in, Limits *out, const char **field, Err *err);

/* The number of that name inside limits. */
int *limits_number(Limits *limits, LimitNumber which);

bool limits_any(const Limits *limits); /* is anything given? */
/* Each limit that is given, else the own one. What the clinician wants is never carried over. */
Limits limits_over(const Limits *given, const Limits *own);

/* "20 minutes a session, 3 days a week, on Mon Wed Fri, band"; "" when nothing is given. */
const char *limits_text(Arena *a, const Limits *limits);
/* "Mon Wed Fri". */
const char *limits_weekdays(Arena *a, Weekdays days);
