/* The one door to rules: packs are loaded, described, and cases judged and explained behind it, in a confined process
 * of its own (serve.h). Requests and replies are values in the caller's arena; what comes back is checked as if a
 * stranger had sent it, for a pack may have taken the process over. One that hangs or dies becomes a fault that names
 * pack and rule; the next question finds a new process with the same packs. Knows no store, no terminal. */
#pragma once

#include "base/lexicon.h"
#include "judging/arbiter.h"

typedef struct Judge Judge;

/* A judge for a catalog; the catalog must outlive it. No process is started before a pack is there. */
Judge *judge_open(const Catalog *catalog);

/* Where the judge asks for packs that are required and not loaded yet; without it they must be loaded before. */
void judge_find_by(Judge *judge, PackFind *find, void *context);
void judge_close(Judge *judge);

/* The rows that the loaded packs make known: the shared catalog, with those of the packs behind it (merge.h). Valid
 * until another pack is loaded or the judge is closed. Cases are read, planned and worded by it. */
const Catalog *judge_catalog(const Judge *judge);

/* Parses, checks and loads one pack and adds it to the judge's set, after those that it requires: they judge as well.
 *
 * takes    source: text of at most 256 KiB. A pack that is there already because another requires it may follow by the
 *          same path.
 * gives    true; *info, whose texts live as long as the judge. All mistakes of the text in *diags.
 * fails    ERR_SCRIPT (mistakes are in diags, the pack is not added; the same id twice, of
 *          packs or of their rows, names both paths), ERR_LIMIT
 * source   none
 */
bool judge_load(Judge *judge, Arena *a, const PackSource *source, PackInfo *info, Diags *diags, Err *err);

/* All packs that judge, in the order of loading: what is required stands before what requires it. Gives how many; they
 * live as long as the judge. */
size_t judge_packs(const Judge *judge, const PackInfo **list);

/* Looks over a loaded pack for what is sound and still looks like a slip (lint.h): warnings and notes go to diags.
 * source: the text it was loaded from; id: the pack's. Nothing when no such pack is loaded. */
void judge_lint(Judge *judge, Arena *a, const PackSource *source, const char *id, Diags *diags);

/* Judges a case by all loaded packs. gives the result in the arena.
 * The same input gives the same result whatever the order of packs, rules, measures and repeated rows.
 * fails ERR_DATA: a case without a date; as every function below, also ERR_SCRIPT and ERR_LIMIT: the process crashed,
 * or did not come to an end. */
bool judge_evaluate(Judge *judge, Arena *a, const Case *c, Result *result, Err *err);

/* What a pool's JOB_ASSESS gave for a snapshot: the result as judge_evaluate gives it, its patient "", and the program
 * under the limits of the case.
 *
 * takes    answer: len bytes, as pool.h hands them over, about a snapshot of that day; words: where words are kept once,
 *          NULL: nowhere
 * gives    *result, *program, all of it in the arena
 * fails    ERR_SCRIPT: the bytes are no such answer, or one about another day
 * source   none
 */
bool judge_read_assessed(const Judge *judge, Arena *a, Lexicon *words, Day day, const char *answer, size_t len,
                         Result *result, Program *program, Err *err);

/* Explains one rule for a case: every condition with value, unit, side, source, norm, cut, distance and error.
 * rule: "rule-id" or "pack/rule-id"; side SIDE_BOTH explains every side judged (one Explanation each).
 * fails ERR_DATA: unknown rule (with the nearest), a side the rule does not judge. */
bool judge_explain(Judge *judge, Arena *a, const Case *c, const char *rule, Side side, Explanation **out, size_t *count,
                   Err *err);

/* The numbers behind findings beside their cuts: of a present one its index, of an unsure one the first number within
 * its error.
 *
 * gives    true; scales, room for one a finding: value NAN where there is none, or where judging gives another finding
 */
bool judge_scales(Judge *judge, Arena *a, const Case *c, const JudgedRule *rules, size_t count, Scale *scales,
                  Err *err);

/* The rule that a clinician overrules: pack and rule of *out, and the sides, SIDE_BOTH standing for all of its own.
 * fails ERR_DATA as judge_explain, and for an emergency: only a new answer changes it. */
bool judge_overruled(Judge *judge, Arena *a, const char *rule, Side side, Override *out, Side *first, size_t *count,
                     Err *err);

/* Questions beyond a result, by judging again (ask.h, next.h). Replies and their texts are the caller's.
 * fails ERR_DATA: a case without a date; unknown rule or test, a side that it does not have (as judge_explain).
 *
 * Why a rule is not present, or what would make it not present; SIDE_BOTH: every side judged, one reply each. */
bool judge_whynot(Judge *judge, Arena *a, const Case *c, const char *rule, Side side, WhyNot **out, size_t *count,
                  Err *err);
/* What would end each finding. */
bool judge_goals(Judge *judge, Arena *a, const Case *c, Goals *out, Err *err);
/* On which measures each finding rests. */
bool judge_grounds(Judge *judge, Arena *a, const Case *c, Grounds *out, Err *err);
/* What changes along one measure: from one reading of it to another (count 2), or over its usual values (count 1: only
 * test and side of the reading count). fails ERR_DATA as well: the range cannot be said in the recorded quantity. */
bool judge_sweep(Judge *judge, Arena *a, const Case *c, const Measure *ends, size_t count, Sweep *out, Err *err);
/* How the findings differ with other values and answers. */
bool judge_whatif(Judge *judge, Arena *a, const Case *c, const Measure *measures, size_t measure_count,
                  const Answer *answers, size_t answer_count, WhatIf *out, Err *err);
/* What to measure or ask next. */
bool judge_next(Judge *judge, Arena *a, const Case *c, Next *out, Err *err);

/* Runs the cases of a test file against its pack.
 * gives    true and *reply in the arena, also when cases failed
 * fails    ERR_SCRIPT, ERR_LIMIT (mistakes of both texts are in *diags), ERR_DATA (see trial_run) */
bool judge_test(Judge *judge, Arena *a, const TestRequest *request, TestReply *reply, Diags *diags, Err *err);

/* Ids of all rules, pack by pack, for completion and messages; NULL past the end. */
const char *judge_rule_id(const Judge *judge, size_t index);

/* ---- for those who judge with several processes (pool.h) ---- */

struct Worker;

/* Has a worker load what this judge has loaded, as its set number `set`. fails as judge_load; false without a fault:
 * the worker has to be ended. */
bool judge_teach(Judge *judge, struct Worker *worker, size_t set, Err *err);
/* Ends a worker and says what it died of while it judged what `who` names; NULL: nobody. With `banned` the death counts
 * against the rule at which it happened: after the third its functions are left out for the rest of the run, *banned.
 * gives    false always
 * fails    ERR_SCRIPT, ERR_LIMIT; none: it was killed from outside, or was well, and the work may be done again */
bool judge_bury(Judge *judge, struct Worker *worker, const char *who, bool *banned, Err *err);
/* Hands over the judge's own worker, which has its packs as set 0; the judge takes another when it needs one. false:
 * there is none. */
bool judge_lend(Judge *judge, struct Worker *worker);
