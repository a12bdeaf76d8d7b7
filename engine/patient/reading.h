/* Readings: the trials of one test, side, set-up and day reduced to one value with its error, in order of preference.
 * Computed at most once a case and kept. Pure: no I/O, no clock. Knows no comparison groups. */
#pragma once

#include "facts/catalog.h"

#include <math.h>

/* A number with its error. Exact things have se 0; se NAN: the error is not known. */
typedef struct Value {
  Why why;       /* WHY_NONE: known */
  double lo, hi; /* equal unless a bound or range was recorded; may be infinite */
  double se;     /* standard error in the value's unit */
  double cap;    /* most certainty that may rest on it, 0..1 */
} Value;

typedef struct Reading {
  Value value; /* base unit of quantity */
  Dimension quantity;
  Contraction contraction;
  bool contraction_assumed; /* not recorded: the test's standard one */
  const char *position;     /* NULL: not recorded */
  double lever_m;           /* NAN: not recorded */
  Day day;
  int trials, pain; /* worst pain; -1: not asked */
} Reading;

typedef struct Readings Readings;

/* The readings of a case. The catalog and case must outlive them; memory comes from the arena. */
Readings *readings_open(Arena *a, const Catalog *catalog, const Case *c);

/* All set-ups of a test on a side: latest day first, then as reading_setup_order. Manual grades of one day are never
 * averaged: they are the range from the lowest to the highest. side SIDE_BOTH for tests without sides. Measures after
 * the visit or older than policy.valid_days are left out. */
const Reading *readings_get(Readings *readings, int test, Side side, size_t *count);

/* The same test, side and set-up on the latest earlier day, however long ago; NULL when there is none. */
const Reading *reading_before(Readings *readings, int test, Side side, const Reading *now);

/* The preferred one; never NULL: value.why tells when there is none. */
const Reading *reading_of(Readings *readings, int test, Side side);

/* The next test that was measured at all, on any side and day, behind `after` (-1: from the start); -1: no more. */
int readings_next(const Readings *readings, int after);

/* Was this measure asked for so far? Always false for a test that was not measured at all. */
bool readings_used(const Readings *readings, int test, Side side);

/* A reading in another quantity: multiply by *factor; or why that cannot be (no mass, no lever arm, WHY_NO_NORM when
 * the quantities have nothing in common). source: clinical README 5.1 */
Why reading_factor(const Patient *patient, const Reading *reading, Dimension to, double *factor);

bool reading_same_setup(const Reading *a, const Reading *b);

/* Which set-up is preferred whatever the day: below 0 for a, 0 for the same set-up. The test's standard contraction
 * comes first, then contraction, position and quantity in a fixed order. */
int reading_setup_order(const Test *test, const Reading *a, const Reading *b);

/* Middle of a range, or its finite end. */
static inline double value_middle(double lo, double hi) { return isinf(lo) ? hi : isinf(hi) ? lo : (lo + hi) / 2; }
