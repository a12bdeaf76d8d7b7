/* One case of a test file: what is given (patient, readings, answers, limits) and what is expected of the rules. Read
 * from the table of the word `case`; readings and answers go through the same door as all input, so a wrong unit gets
 * the same sentence here, with its place. Knows the rules' ids, not how they are judged. */
#pragma once

#include "casetext.h"
#include "loading.h"
#include "rule.h"

typedef struct Range { /* both ends count */
  bool given;
  double lo, hi;
} Range;

typedef struct Expectation { /* of one rule on one side */
  const char *rule;
  Side side;
  Verdict verdict;
  Range index, certainty; /* of a true one */
  const char *grade;      /* of a true one; NULL: not asked */
  int line;
} Expectation;

typedef struct ExpectedTarget { /* of the arguments taken together */
  Action action;
  const char *target;
  Side side;
  bool there;
  Range weight;
  int line;
} ExpectedTarget;

typedef struct ExpectedPlan {
  bool given, stopped_given, stopped;
  const char *const *exercises, *const *without, *const *advice; /* ids, NULL-terminated */
  int line;
} ExpectedPlan;

typedef struct Example {
  const char *name;
  int line;
  Case given;
  LIST(Expectation) expected; /* by rule and side */
  LIST(ExpectedTarget) targets;
  const char *const *stops; /* ids of the rules that stop, exactly these; NULL: not asked */
  int stops_line;
  ExpectedPlan plan;
} Example;

typedef struct ExampleReader {
  lua_State *L;
  Loading *loading;
  const Pack *pack;
  const Token *token; /* the word `case`, or NULL */
  int line, open;     /* of the case; index of the token that opens its table, or -1 */
} ExampleReader;

/* Reads the table at a stack index inside a host run; name and line are set already.
 *
 * takes    reader; index of a table; out with name and line
 * gives    *out in the arena of the pack being loaded; lists sorted, so that no order of a table shows
 * fails    every mistake is added to the diagnostics with line and column
 * source   none
 */
void example_read(ExampleReader *reader, int index, Example *out);

/* Adds a mistake at a token of the case (-1: at the case itself). */
Diag *example_fault(ExampleReader *reader, int token, const char *format, ...) __attribute__((format(printf, 3, 4)));
