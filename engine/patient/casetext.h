/* A case and what was found as the text of a test file, without identity: no code, no birth date, no day of a visit.
 * Here are also the words that writing and reading such a file share. Knows no judging and no Lua. */
#pragma once

#include "base/text.h"
#include "facts/catalog.h"

typedef enum { VERDICT_FALSE, VERDICT_TRUE, VERDICT_UNKNOWN, VERDICT_UNSURE, VERDICT_NOT_JUDGED } Verdict;
extern const char *const verdict_names[]; /* "unknown": something is missing; "not judged": outside the population */

/* The day of a case that names none: any fixed day will do, ages are given in years. */
extern const char casetext_day[];

typedef struct CaseVerdict { /* what a rule said on one side */
  const char *rule;
  Side side;
  Verdict verdict;
} CaseVerdict;

typedef struct CaseText {
  const char *name; /* of the case, without control characters */
  const Case *given;
  const CaseVerdict *verdicts;
  size_t verdict_count;
  const char *pack;     /* whose rules are named by their id alone; others stand as pack/rule */
  const Result *result; /* its targets and stops are expected too */
} CaseText;

/* Adds `case "name" { ... }` to a text. Numbers are written with as many digits as they need to read back the same;
 * days are moved so that the visit falls on casetext_day. */
void casetext_write(const Catalog *catalog, const CaseText *from, Text *out);
