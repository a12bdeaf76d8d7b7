/* The one door to rules: packs are loaded, described, and cases judged and explained behind it. Requests and replies
 * are values in the caller's arena; nothing of a pack's memory crosses. Now it runs in this process; a confined process
 * later changes the transport only. Knows no store, no terminal. */
#pragma once

#include "catalog.h"
#include "hash.h"
#include "reply.h"
#include "trial.h"

typedef struct Judge Judge;

/* A pack as bytes: the caller opens files, the judge never does. */
typedef struct PackSource {
  const char *path; /* shown in messages */
  const char *data;
  size_t len;
} PackSource;

typedef struct RuleInfo {
  const char *id, *title;
  const char *sentence;                     /* the condition as one English sentence */
  const char *say, *tell, *studied, *doubt; /* see Rule */
  bool shown;                               /* for information */
  bool each;                                /* judged left and right */
  Evidence evidence;
  const char *const *cites;
  const char *effects; /* "strengthen gluteus_medius; stretch quadriceps" */
  const char *group;
  int line;
} RuleInfo;

typedef struct PackInfo {
  const char *id, *version, *title, *author, *reviewed, *path;
  int age_min, age_max; /* population; 0 and 0: anybody */
  Hash hash;            /* of the pack and all that it requires (hash_set) */
  /* ids, sorted, NULL-terminated: all that it requires, directly or not; who requires it directly */
  const char *const *closure, *const *required_by;
  bool asks_local; /* its policy wants the clinic's own comparison groups */
  bool asked_for;  /* by judge_load; false: in force only because another requires it */
  RuleInfo *rules;
  size_t rule_count;
} PackInfo;

/* A judge for a catalog; the catalog must outlive it. */
Judge *judge_open(const Catalog *catalog);

/* Hands over the text of a pack that the one in the file `from` requires. fails: in a sentence, no such pack. */
typedef bool PackFind(void *context, const char *id, const char *from, PackSource *source, Err *err);

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
 * gives    true; *info in the arena. All mistakes of the text in *diags.
 * fails    ERR_SCRIPT (mistakes are in diags, the pack is not added; the same id twice, of
 *          packs or of their rows, names both paths), ERR_LIMIT
 * source   none
 */
bool judge_load(Judge *judge, Arena *a, const PackSource *source, PackInfo *info, Diags *diags, Err *err);

/* All packs that judge, in the order of loading: what is required stands before what requires it. Gives how many. */
size_t judge_packs(const Judge *judge, Arena *a, PackInfo **list);

/* The packs themselves, in the order of loading, to be compared with another set (rejudge.h); valid until another is
 * loaded. */
struct PackSet;
void judge_pack_set(const Judge *judge, struct PackSet *set);

/* Looks over a loaded pack for what is sound and still looks like a slip (lint.h): warnings and notes go to diags.
 * source: the text it was loaded from; id: the pack's. Nothing when no such pack is loaded. */
void judge_lint(const Judge *judge, Arena *a, const PackSource *source, const char *id, Diags *diags);

/* Judges a case by all loaded packs. gives the result in the arena; its words from packs (titles, ids, sources) are lent
 * by the judge and die with it, unless judge_keep copies them.
 * The same input gives the same result whatever the order of packs, rules, measures and repeated rows. */
bool judge_evaluate(Judge *judge, Arena *a, const Case *c, Result *result, Err *err);

/* Makes a result independent of the judge that gave it. */
void judge_keep(Arena *a, Result *result);

typedef struct Explanation {
  const Finding *finding; /* the rule's finding on this side, also when it is false */
  TraceLine *lines;
  size_t line_count;
} Explanation;

/* Explains one rule for a case: every condition with value, unit, side, source, norm, cut, distance and error.
 * rule: "rule-id" or "pack/rule-id"; side SIDE_BOTH explains every side judged (one Explanation each).
 * fails ERR_DATA: unknown rule (with the nearest), a side the rule does not judge. */
bool judge_explain(Judge *judge, Arena *a, const Case *c, const char *rule, Side side, Explanation **out, size_t *count,
                   Err *err);

/* The rule that a clinician overrules: pack and rule of *out, and the sides, SIDE_BOTH standing for all of its own.
 * fails ERR_DATA as judge_explain, and for an emergency: only a new answer changes it. */
bool judge_overruled(const Judge *judge, Arena *a, const char *rule, Side side, Override *out, Side *first,
                     size_t *count, Err *err);

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
 * test and side of the reading count). fails ERR_DATA as well when the range cannot be said in the recorded quantity. */
bool judge_sweep(Judge *judge, Arena *a, const Case *c, const Measure *ends, size_t count, Sweep *out, Err *err);
/* How the findings differ with other values and answers. */
bool judge_whatif(Judge *judge, Arena *a, const Case *c, const Measure *measures, size_t measure_count,
                  const Answer *answers, size_t answer_count, WhatIf *out, Err *err);
/* What to measure or ask next. */
bool judge_next(Judge *judge, Arena *a, const Case *c, Next *out, Err *err);

typedef struct TestRequest {
  PackSource pack, tests; /* the pack is loaded for this alone; the judge's own set stays as it is */
  TestOptions options;
} TestRequest;

/* Runs the cases of a test file against its pack.
 * gives    true and *reply in the arena, also when cases failed
 * fails    ERR_SCRIPT, ERR_LIMIT (mistakes of both texts are in *diags), ERR_DATA (see trial_run) */
bool judge_test(const Judge *judge, Arena *a, const TestRequest *request, TestReply *reply, Diags *diags, Err *err);

/* Ids of all rules, pack by pack, for completion and messages; NULL past the end. */
const char *judge_rule_id(const Judge *judge, size_t index);
