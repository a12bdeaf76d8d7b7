/* One line typed beside a patient, split into what was measured: "18.3 17.9 18.8" are trials, "l 18 r 21" or "18 / 21"
 * both sides, "45 lb" a value with its unit, "4+" a manual grade, "p3" pain during the test. Only splits: what a value
 * means and whether it is possible is intake's business. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "facts/model.h"

enum { TYPED_TRIALS = 20 }; /* most values of one side in a line */

typedef struct TypedSide {
  const char *values[TYPED_TRIALS];
  bool graded[TYPED_TRIALS]; /* written as a manual grade: 4+, g4, not a number of the test's unit */
  bool plain[TYPED_TRIALS];  /* without a unit of its own */
  size_t count;
} TypedSide;

typedef struct Typed {
  TypedSide sides[3]; /* by Side */
  const char *unit;   /* the one unit of the line, for plain values; NULL: none was said */
  const char *pain;   /* NULL: not said */
} Typed;

/* Splits a line.
 *
 * takes    line: any bytes. asked: the side of values that name none, SIDE_BOTH for a test without sides. ordinal: the
 *          test is a manual grade, so that 4/5 is one value and not two sides.
 * gives    *out; texts in the arena. One unit counts for the whole line.
 * fails    ERR_DATA: a word that is none of these, several units, too many values, none
 * source   none
 */
bool typed_parse(Arena *a, const char *line, Side asked, bool ordinal, Typed *out, Err *err);

/* What stands behind the p or pain of a word such as p3; another text as it is. */
const char *typed_pain(const char *text);
