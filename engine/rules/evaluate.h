/* Judging: packs and a case to a result. Pure and deterministic: the order of packs, rules, measures and answers never
 * changes a byte. Knows no Lua, no clock, no files. */
#pragma once

#include "rules/rule.h"

/* Judges a case by packs.
 *
 * takes    packs in any order; c with a known date
 * gives    result in the arena: findings present, unsure and unknown; arguments, targets, stops, open questions
 * fails    none: what cannot be decided is a finding of its own
 * source   convention: arguments as design 2, certainty as clinical README 5.8
 */
void evaluate(Arena *a, const Catalog *catalog, const Pack *const *packs, size_t pack_count, const Case *c,
              Result *result);

/* One rule on one side by itself, whatever a clinician says of it, with its trace.
 *
 * takes    side: SIDE_LEFT or SIDE_RIGHT for a rule judged left and right, else SIDE_BOTH
 * gives    the finding, also when it is false, and one line per condition in *trace
 * fails    none
 * source   none
 */
Finding evaluate_rule(Arena *a, const Catalog *catalog, const Pack *pack, const Rule *rule, const Case *c, Side side,
                      Trace *trace);

/* What the clinician says of this finding takes the place of what the rule says: present is certain, and the finding
 * tells both. An emergency is never overruled. gives whether it was. */
bool evaluate_overrule(Arena *a, const Case *c, const Rule *rule, Finding *finding);

/* The same as evaluate_rule without words: the run behind it, whose outcomes tell (that of rule->when the answer) and whose scales tell
 * what was read. For judging one rule many times. */
Run evaluate_run(Arena *a, const Catalog *catalog, const Pack *pack, const Rule *rule, const Case *c, Side side);

/* Judges another rule of the same pack in that run, which keeps what its other rules gave. For packs whose rules ask for
 * no other rules. */
void evaluate_more(Run *run, const Pack *pack, const Rule *rule, Side side);

typedef struct Stand { /* what a rule says on one side, without words */
  Truth truth;         /* with what a clinician says instead; FALSE outside the pack's population */
  double certainty;    /* of a true one: as it enters an argument */
} Stand;

/* The scales for a case, to be shared by all packs that are asked about it with evaluate_some or evaluate_shared. */
Run evaluate_open(Arena *a, const Catalog *catalog, const Pack *const *packs, size_t pack_count, const Case *c);

/* The same as evaluate, on scales that stand already. takes shared: of evaluate_open, the packs among its packs. */
void evaluate_shared(const Run *shared, const Pack *const *packs, size_t pack_count, Result *result);

/* Judges some rules of a pack.
 *
 * takes    shared: of evaluate_open, the pack among its packs; asked: by rule, with those that these ask for by found;
 *          found: some of them ask
 * gives    stands by rule x 3 + side; those of other rules are left alone
 * fails    none
 * source   none
 */
void evaluate_some(const Run *shared, const Pack *pack, const bool *asked, bool found, Stand *stands);
