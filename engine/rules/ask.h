/* Questions to the rules that need no new measure: why a rule is not present, what would end a finding, what changes
 * along a measure or with other values. All of it by judging again (edges, evaluate). Pure; replies own their texts. */
#pragma once

#include "rules/edges.h"

typedef struct Asked {    /* who is asked, about whom */
  const Catalog *catalog; /* of all packs, see merge.h */
  const Pack *const *packs;
  size_t pack_count;
  const Case *c;
} Asked;

/* Why the answer of a rule is not another: for a rule that is present what would make it not present, else what would
 * make it present. The smallest change of each measure that it reads, in MDC of the test, else in SD of its group. */
WhyNot ask_whynot(Arena *a, const Asked *asked, const Pack *pack, const Rule *rule, Side side);

/* For every finding that is present and no stop: the smallest change of one measure of that side, in its better
 * direction, after which it is not present. */
Goals ask_goals(Arena *a, const Asked *asked);

/* For every finding that is present: the measures that its rule read. One that was not done is none. */
Grounds ask_grounds(Arena *a, const Asked *asked);

/* Every rule whose answer changes while a test on a side goes along a range, everything else as it is.
 *
 * takes    id: of a test of the catalog; least, most: in base units of quantity; NAN: over the usual values
 * gives    WHY_NONE and *sweep, in the quantity that was recorded
 * fails    gives why the range cannot be said in that quantity
 * source   none
 */
Why ask_sweep(Arena *a, const Asked *asked, const char *id, Side side, double least, double most, Dimension quantity,
              Sweep *sweep);

/* How the findings differ with other values.
 *
 * takes    measures: test, side, lo, hi, quantity of each; the rest is that of the preferred set-up (see edges_dial).
 *          answers: instead of those that the case has
 * gives    the differences; a change of certainty below 0.005 is none
 * fails    none
 * source   none
 */
WhatIf ask_whatif(Arena *a, const Asked *asked, const Measure *measures, size_t measure_count, const Answer *answers,
                  size_t answer_count);

/* The catalog that has a norm for a test on a side: the one of all, else that of the first pack by id which has one,
 * else the one of all after all. *test: its index there. */
const Catalog *ask_catalog(const Asked *asked, const char *id, Side side, int *test);
/* A rule judged on a side, its texts copied. */
RuleRef ask_rule(Arena *a, const Pack *pack, const Rule *rule, Side side);
/* Which sides a rule is judged on. */
Side ask_first_side(const Rule *rule);
Side ask_last_side(const Rule *rule);
/* The case with another answer. */
Case ask_answer(Arena *a, const Case *c, const Answer *answer);
/* A result's finding of a rule on a side; NULL: it is false, or a stop that is open. */
const Finding *ask_finding(const Result *result, const char *pack, const char *rule, Side side);
