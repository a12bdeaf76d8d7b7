/* Judges in this very process: packs are loaded here and cases judged and explained by them. For processes that have
 * nothing to lose: the confined workers behind the door (judge.h), and who links the library. Knows no store, no
 * terminal, no other process. */
#pragma once

#include "base/hash.h"
#include "facts/catalog.h"
#include "judging/mark.h"
#include "proof/trial.h"
#include "rules/reply.h"

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

typedef struct Arbiter Arbiter;

/* An arbiter for a catalog, which must outlive it; close takes NULL. */
Arbiter *arbiter_open(const Catalog *catalog);
void arbiter_close(Arbiter *arbiter);
/* Whose function runs is written there from now on, set: the number of this arbiter: said before packs are loaded. */
void arbiter_watch(Arbiter *arbiter, Mark *mark, int set);
/* The functions of a rule, by the numbers of a mark, are not called any more: what they would tell is unknown. */
void arbiter_ban(Arbiter *arbiter, int pack, int rule);

/* Hands over the text of a pack that the one in the file `from` requires. fails: in a sentence, no such pack. */
typedef bool PackFind(void *context, const char *id, const char *from, PackSource *source, Err *err);

/* The functions below do what those of judge.h of the same name do, and fail as they do. What they give may point into
 * the packs: it dies with the arbiter, or sooner, when another pack is loaded. */
void arbiter_find_by(Arbiter *arbiter, PackFind *find, void *context);
const Catalog *arbiter_catalog(const Arbiter *arbiter);
bool arbiter_load(Arbiter *arbiter, Arena *a, const PackSource *source, PackInfo *info, Diags *diags, Err *err);
/* The packs themselves, in the order of loading, to be compared with another set (rejudge.h); valid until another is
 * loaded. */
struct PackSet;
void arbiter_pack_set(const Arbiter *arbiter, struct PackSet *set);
size_t arbiter_packs(const Arbiter *arbiter, Arena *a, PackInfo **list);
void arbiter_lint(const Arbiter *arbiter, Arena *a, const PackSource *source, const char *id, Diags *diags);
bool arbiter_evaluate(Arbiter *arbiter, Arena *a, const Case *c, Result *result, Err *err);

typedef struct Explanation {
  const Finding *finding; /* the rule's finding on this side, also when it is false */
  TraceLine *lines;
  size_t line_count;
} Explanation;

bool arbiter_explain(Arbiter *arbiter, Arena *a, const Case *c, const char *rule, Side side, Explanation **out,
                     size_t *count, Err *err);
typedef struct JudgedRule { /* a finding that was made, named by its rule */
  const char *rule;         /* "pack/rule" */
  Side side;
  Truth truth;
  double index;
} JudgedRule;

void arbiter_scales(Arbiter *arbiter, Arena *a, const Case *c, const JudgedRule *rules, size_t count, Scale *scales);
bool arbiter_overruled(const Arbiter *arbiter, Arena *a, const char *rule, Side side, Override *out, Side *first,
                       size_t *count, Err *err);
bool arbiter_whynot(Arbiter *arbiter, Arena *a, const Case *c, const char *rule, Side side, WhyNot **out, size_t *count,
                    Err *err);
bool arbiter_goals(Arbiter *arbiter, Arena *a, const Case *c, Goals *out, Err *err);
bool arbiter_sweep(Arbiter *arbiter, Arena *a, const Case *c, const Measure *ends, size_t count, Sweep *out, Err *err);
bool arbiter_whatif(Arbiter *arbiter, Arena *a, const Case *c, const Measure *measures, size_t measure_count,
                    const Answer *answers, size_t answer_count, WhatIf *out, Err *err);
bool arbiter_grounds(Arbiter *arbiter, Arena *a, const Case *c, Grounds *out, Err *err);
bool arbiter_next(Arbiter *arbiter, Arena *a, const Case *c, Next *out, Err *err);

typedef struct TestRequest {
  PackSource pack, tests; /* the pack is loaded for this alone; the judge's own set stays as it is */
  TestOptions options;
} TestRequest;

bool arbiter_test(const Arbiter *arbiter, Arena *a, const TestRequest *request, TestReply *reply, Diags *diags,
                  Err *err);
