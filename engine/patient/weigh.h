/* From readings to comparable numbers: trials to one value, a value to a z-score against the comparison group that
 * fits, z-scores to the strength, length, endurance or control of one muscle on one side, and side gaps. Everything is
 * computed at most once a case and kept. Pure: no I/O, no clock. Knows no rules. */
#pragma once

#include "facts/stats.h"
#include "patient/reading.h"

/* A reading against its comparison group. */
typedef struct Score {
  Value z; /* higher is better */
  int test;
  Side side;
  const Norm *norm;       /* NULL when none fits */
  const Reading *reading; /* NULL when not measured */
  double variance;        /* of z; the error part is left out when not known */
  double value, mean, sd; /* in the norm's quantity, at this age and sex */
} Score;

/* Several tests of one muscle and domain on one side (clinical README 5.6). */
typedef struct Pool {
  Value z;
  const Score **scores; /* that entered */
  size_t count;
  double disagreement; /* I2, 0..1; over 0.5: the tests disagree */
  bool by_grade;       /* only a manual grade of 3 or less */
} Pool;

typedef struct Weigh Weigh;

#define WEIGH_LOCAL "clinic:" /* begins the id of a norm that is the clinic's own, before the hash of its set */

/* Opens the scales for a case. The catalog and case must outlive it; memory comes from the arena. */
Weigh *weigh_case(Arena *a, const Catalog *catalog, const Case *c);

/* z of a test on a side: the first reading in order of preference for which a comparison group fits. Where no published
 * one does, the clinic's own patients serve if the case brings them for every pack or the policy asks for them. */
const Score *weigh_score(Weigh *w, int test, Side side);

/* Is this muscle judged left and right in this domain? It is when it has two sides and a test of it has. */
bool weigh_paired(const Catalog *catalog, int muscle, Domain domain);

/* The tests that speak for a muscle by themselves (relevance of at least policy primary_relevance), one after another:
 * the first behind test `after` (-1: from the start), leaving out those relevant to `without` (or -1); -1: no more. */
int weigh_speaker(const Catalog *catalog, int muscle, Domain domain, int without, int after);

/* Pooled z of a muscle; tests relevant to `without` (or -1) are left out. Known only when a test that speaks for the
 * muscle by itself is among the scores, or by a manual grade. Valid as long as the scales. */
const Pool *weigh_muscle(Weigh *w, int muscle, Domain domain, Side side, int without);

extern const char *const gap_base_names[]; /* of GapBase: "larger", "mean", "smaller", "sum" */

/* This side's deficit: positive means this side is worse. Per cent of the larger (or as base says), or a difference
 * in base units for tests expressed so. Both sides must be measured in one set-up. Forces at lever arms that are known
 * and differ are compared as torques. error: the published band or the
 * test's own error, whichever is larger; none: se NAN. */
typedef struct Gap {
  Value value;
  Dimension dimension; /* DIM_PERCENT or the test's */
  const Reading *here, *there;
  bool by_band;   /* error from a published side-gap band */
  bool by_torque; /* forces times their lever arms */
} Gap;
const Gap *weigh_gap(Weigh *w, int test, Side side, GapBase base);

/* The test's own cut for this patient: WHY_NONE and *cut, or why there is none. judging_only leaves out what is shown
 * only and what is unverified. */
Why weigh_cut(const Weigh *w, int test, bool judging_only, const Cut **cut);

const Case *weigh_of(const Weigh *w);
Readings *weigh_readings(Weigh *w);
