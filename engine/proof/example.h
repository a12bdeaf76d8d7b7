/* One case of a test file as data: what is given (patient, readings, answers, limits) and what is expected of the rules.
 * Knows neither how it was written nor how it is judged. */
#pragma once

#include "patient/casetext.h"
#include "rules/rule.h"

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
