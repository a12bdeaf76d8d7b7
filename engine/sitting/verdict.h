/* Whether an exercise goes on, gets more or less, or stops: the logs of a week become a case, and the pack of
 * progression judges it like any other, so that every step is explained by its rules. Changes no program and opens no
 * store. */
#pragma once

#include "judging/judge.h"
#include "program/adapt.h"
#include "store/logs.h"

#define VERDICT_PACK "progression"

enum { VERDICT_DAYS = 7 }; /* days: a week, the rhythm of a program */

typedef struct Verdict {
  const char *exercise, *name;
  Step step; /* HOLD as well when it stops, or when too little is known */
  bool stop; /* refer: outranks every step */
  const char *why;
} Verdict;

/* The logs of one exercise as the pack measures them, of the week up to a day and the week before.
 *
 * takes    rows: those that the pack brings (judge_catalog); logs: by day, as store_list_logs gives them; a session row
 *          speaks for every exercise that has none of its own that day; per_week: sessions of the exercise; first: day
 *          of the program; morning: is pain still up the morning after, OPEN: as the logs of
 *          the week say at worst
 * gives    *out in the arena; a warning counts from `first` on. A week that has not passed since `first` is not measured, one without a log is: nothing
 *          was done
 * fails    never
 * source   none
 */
void verdict_case(const Catalog *rows, Arena *a, const StoredLog *logs, size_t count, const char *exercise,
                  int per_week, Day first, Day until, AnswerValue morning, Case *out);

/* Judges every exercise of a week.
 *
 * takes    judge: with the pack of progression alone; otherwise as verdict_case
 * gives    true and one verdict an exercise, in the order of the program
 * fails    as judge_evaluate
 * source   none
 */
bool verdict_judge(Judge *judge, Arena *a, const Program *program, int week, const StoredLog *logs, size_t count,
                   Day first, Day until, AnswerValue morning, Verdict **out, size_t *out_count, Err *err);

/* The steps that follow from verdicts; none when one of them stops. gives how many, in *out. */
size_t verdict_changes(Arena *a, const Verdict *verdicts, size_t count, Adaptation **out);
