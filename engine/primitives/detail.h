/* What several words say in the same way: a reading, a score with its comparison group, what a test lacks.
 * Only wording and look-ups, no decisions. */
#pragma once

#include "expr.h"

/* The catalog row that an argument names. */
const Test *arg_test(const Catalog *catalog, const Node *n, int arg);
const char *arg_muscle(const Catalog *catalog, const Node *n, int arg);
/* The name inside a sentence: no capital. */
void text_add_inside(Text *t, const char *name);

/* "Hip abduction (left) 179.5 N +- 9.0, isometric, side_lying, 2026-11-20, mean of 3" */
void detail_reading(Run *run, const Test *test, Side side, const Reading *reading, Text *text);
/* Reading, comparison group, mean, SD, n, quality, source and z; or why there is no z. One line. */
void detail_score(Run *run, const Score *score, Text *text);
/* The scores of a pool and its z. */
void detail_pool(Run *run, const char *muscle, Domain domain, Side side, const Pool *pool, Text *text);

/* "; certainty 0.93 (present), counts with at most 0.50", or that the comparison was plain. */
void detail_certainty(Run *run, const Outcome *out, Text *text);

/* What a test on a side lacks, as needs. */
void needs_test(Run *run, int test, Side side, Why why, Needs *needs);
/* Of a muscle: of the tests that speak for it by themselves, those relevant to `without` (or -1) left out. */
void needs_muscle(Run *run, int muscle, Domain domain, Side side, int without, Why why, Needs *needs);

/* For words about the muscle of argument 0: sets paired, and a mistake when no test speaks for it in this domain. */
void prepare_muscle(Build *b, Node *n, Domain domain);

/* Ends the line before, if there is one. */
void text_begin_line(Text *t);
/* "z -1.42 +- 0.31" */
void text_add_uncertain(Text *t, const Value *value, const Unit *unit, int decimals);
int decimals_of(Dimension dimension);

/* The value a paired leaf looks at, and its side. For .worse and .better both sides are asked through value_at; better
 * is +1 when a higher number is better. Of two ranges the worse value lies between the worse ends of both, and the side
 * is that of the worse middle. A side that is not known is returned, so that its reason is reported. */
typedef Value ValueAt(Run *run, const Node *n, Side side);
Value value_of_leaf(Run *run, const Node *n, ValueAt *value_at, int better, Side *side);
/* What to say of such a leaf, side by side: the side of the outcome; of .worse and .better with a side that is not
 * known every such side, each with its own reason. tell puts it into `to`. */
typedef void TellSide(Run *run, const Node *n, Side side, Why why, void *to);
void tell_sides(Run *run, const Node *n, ValueAt *value_at, const Outcome *out, TellSide *tell, void *to);
