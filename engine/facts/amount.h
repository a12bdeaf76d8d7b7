/* An amount as somebody wrote it: number, bound, range or manual grade, with the unit glued to it or not. Splits and
 * parses, and writes an amount back. Knows no test and no dimension; which unit is meant is the caller's business. */
#pragma once

#include "base/err.h"

typedef struct Amount {
  double lo, hi;    /* as written, not converted; an open end is -INFINITY or INFINITY */
  const char *unit; /* spelling of the unit behind the number, "" when none */
} Amount;

/* Parses "18.3", "18.3kg", ">= 240 s", "26-35 km", "-4 deg"; with `grade` also "4+", "4-", "4+/5".
 *
 * takes    text, any bytes
 * gives    *out, unit in the arena. Grades are ordinal codes without arithmetic: 4- is 3.7, 4 is 4, 4+ is 4.3.
 * fails    ERR_DATA: not a number of this grammar (decimal comma, thousands mark, hex, overflow, words)
 * source   none
 */
bool amount_parse(Arena *a, const char *text, bool grade, Amount *out, Err *err);

/* True for the codes of grades: a whole number, or 0.3 above or below one. */
bool amount_is_grade(double value);

/* "18.3", ">=240", "<=12", "26-35", "-5 to -2", "4+"; at most `decimals` decimals, trailing zeros dropped. */
const char *amount_text(Arena *a, double lo, double hi, int decimals, bool grade);
