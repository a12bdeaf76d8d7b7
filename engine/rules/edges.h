/* The edges of a measure: at which values of one measure a rule changes its answer. Found by judging copies of the case
 * again and again with other values, so that it holds for any condition, functions included. Pure; knows no wording. */
#pragma once

#include "rules/evaluate.h"
#include "rules/reply.h"

/* A measure that can be turned: all trials of one set-up of a test on a side, on its latest day. */
typedef struct Dial {
  Gauge gauge;
  int test;      /* index */
  Measure model; /* its set-up */
} Dial;

typedef LIST(Dial) Dials;
typedef LIST(Span) Spans;

typedef struct Subject { /* one rule on one side */
  const Catalog *catalog;
  const Pack *pack;
  const Rule *rule;
  Side side;
} Subject;

/* Every measure of a case that counts for its visit; tests in catalog order, left before right, preferred set-up first.
 */
void edges_dials(Arena *a, const Catalog *catalog, const Case *c, Dials *dials);

/* The preferred set-up of a test on a side. Not measured: set up as on the other side, else as in the position for
 * which there is a comparison group, else as the test's row says. */
Dial edges_dial(Arena *a, const Catalog *catalog, const Case *c, int test, Side side);

/* How an unmeasured test would have to be set up to be compared.
 *
 * takes    test: index; side as the test has it
 * gives    *model with that set-up and a usual value. *norm: the group, NULL when no set-up has one. *lever: only with
 * a lever arm, which model then holds (a made-up one)
 * gives    why there is no group, else WHY_NONE
 * fails    none
 * source   none
 */
Why edges_setup(const Catalog *catalog, const Case *c, int test, Side side, Measure *model, const Norm **norm,
                bool *lever);

/* Gives an unmeasured dial a made-up lever arm, where only its being there matters. */
void edges_lever(Dial *dial);

/* The case with this measure at [lo, hi] of a quantity; a test that was not measured gets one reading. */
Case edges_turn(Arena *a, const Catalog *catalog, const Case *c, const Dial *dial, double lo, double hi,
                Dimension quantity);

/* Does the rule read this measure? One that it does not read cannot change it. */
bool edges_reads(const Subject *s, const Case *c, const Dial *dial);

/* The answers along a range.
 *
 * takes    least <= most in base units of dial->gauge.unit
 * gives    *spans, ascending, at least one. The range is walked in display steps (in a thousandth of it, when that is
 *          more), each edge is narrowed down to a thousandth of a display step; grades, counts and scores have
 *          whole values only. Answers that hold for less than one step of the walk may be missed.
 * fails    none
 * source   convention: steps as above
 */
void edges_find(Arena *a, const Subject *s, const Case *c, const Dial *dial, double least, double most, Spans *spans);

/* The change of this measure to the nearest value with that truth; direction +1 or -1: only up or down, 0: either.
 * gives false when no value has it. */
bool edges_change(const Dial *dial, const Spans *spans, Truth truth, int direction, Change *change);
