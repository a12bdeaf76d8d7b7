/* A changed pack over all that was ever judged: the stored input of every visit is judged by the packs in force with
 * the pack as it was and as it is to be, and the two are compared. Changes nothing. Prints nothing. */
#pragma once

#include "judging/rejudge.h"
#include "sitting/session.h"

typedef struct BacktestRequest {
  const char *pack;    /* id or file */
  const char *against; /* likewise; NULL: the pack of the same id that is in force, or that is found by its id */
  Day since;           /* only visits on that day or later; 0: all */
  size_t sample;       /* so many, spread evenly over all that is stored; 0: every one */
  size_t most;         /* cases to be told one by one */
  size_t jobs;         /* processes that judge; 0: one a processor, 8 at most */
  /* Called now and then, with what is counted, how many are done, and of how many. NULL: nobody asks. */
  void (*told)(void *context, const char *what, size_t done, size_t total);
  void *context;
} BacktestRequest;

typedef struct BacktestCase {
  Moved moved;
  const char *patient; /* code; "" when it was erased */
  Day date;
  Told told;
} BacktestCase;

typedef struct Backtest {
  const char *pack;         /* id of the changed one */
  const char *was, *is;     /* versions; was NULL: there was none */
  bool same;                /* both are the same bytes */
  RejudgedRules rules;      /* that differ, in the order of the packs before */
  Rejudged sum;             /* sum.moved: the worst first */
  const char *fault;        /* at which some cases were lost (in sum.unread); NULL: none were */
  LIST(BacktestCase) cases; /* the worst of them */
} Backtest;

/* Judges again.
 *
 * takes    s with its store open; since and sample not both
 * gives    *out in the arena
 * fails    ERR_DATA: no such pack; ERR_SCRIPT: a pack that does not load (its mistakes are told); ERR_STORE
 * source   convention: worst is what changes most referrals, then most findings, then most of the program
 */
bool backtest_run(Session *s, Arena *a, const BacktestRequest *request, Backtest *out, Err *err);
