/* Runs the cases of a test file against its pack: which fail and why, which rules and cuts they reach, and which
 * changes of the rules no case notices. Outcomes are plain data. Pure: no Lua, no files, no clock. */
#pragma once

#include "facts/catalog.h"

struct Pack;
struct Suite;

typedef struct TestFailure { /* one expectation that does not hold */
  const char *text;          /* "hip-gap (left): expected true, is unsure" */
  int line;                  /* in the test file */
  const TraceLine *lines;    /* of the rule it speaks of; none for targets, stops and programs */
  size_t line_count;
} TestFailure;

typedef struct TestOutcome { /* of one case */
  const char *name;
  int line;
  const TestFailure *failures;
  size_t failure_count; /* 0: passed */
} TestOutcome;

typedef struct RuleCover { /* how often a rule came out so, sides counted apart */
  const char *rule;
  size_t yes, no, unknown;
} RuleCover;

typedef struct CutCover { /* how often a cut met a value on this side of it, or at it: undecided, or one display step */
  const char *rule, *cut, *where; /* "10 %", the condition as a phrase */
  int line;                       /* in the pack */
  size_t below, at, above;
  bool has_below, has_above; /* such values are possible */
} CutCover;

typedef struct Survivor { /* a changed rule with which every case still passes */
  const char *rule, *change, *where;
  int line, column; /* in the pack; column 0: not known */
} Survivor;

typedef struct TestReply {
  const char *pack;      /* its id */
  TestOutcome *outcomes; /* of the cases that the filter took, in the order of the file */
  size_t count, failed;
  size_t left_out; /* cases that the filter left out */
  RuleCover *rules;
  size_t rule_count; /* 0: coverage was not asked for */
  CutCover *cuts;
  size_t cut_count;
  Survivor *survivors;
  size_t survivor_count, mutant_count;
  bool mutated; /* mutants were run: asked for, and every case passed */
} TestReply;

typedef struct TestOptions {
  const char *filter; /* cases whose name holds this text, upper and lower case alike; NULL: all */
  bool list;          /* names only, nothing is judged */
  bool coverage, mutate;
} TestOptions;

/* Runs the cases.
 *
 * takes    catalog: with the rows of the pack and of those that it requires; pack and suite that belong together; text
 *          of the pack, for columns
 * gives    true; *reply in the arena
 * fails    ERR_DATA: a program that cannot be planned within the limits of its case
 * source   none
 */
bool trial_run(Arena *a, const Catalog *catalog, const struct Pack *pack, const struct Suite *suite,
               const TestOptions *options, const char *text, size_t len, TestReply *reply, Err *err);
