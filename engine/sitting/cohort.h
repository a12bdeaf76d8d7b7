/* A file of cases into the database: each is taken over, judged and planned by a pool of workers, and stored, so many in
 * one transaction; how many workers there are and how fast changes nothing of what is stored. What
 * was committed stays whatever happens; begun again it goes on behind that, because a case that is there and judged by
 * the rules in force is left alone. Prints nothing; knows no terminal. */
#pragma once

#include "sitting/admit.h"

enum { COHORT_BATCH = 1000 }; /* cases a transaction: others wait for some tenths of a second */

typedef struct CohortRequest {
  const char *path;
  const Format *format;
  ReadOptions options;
  bool correct;
  int workers; /* that judge; 0: one */
  /* Called for each: `what` ("lines" checked, then "cases" stored), how many are done, of how many; 0: not known. */
  void (*told)(void *context, const char *what, size_t done, size_t total);
  void *context;
} CohortRequest;

typedef struct CohortCounts {
  size_t cases; /* in the file */
  Admitted admitted;
  size_t assessed; /* visits judged and stored */
  size_t there;    /* visits that were judged alike before */
  size_t unjudged; /* visits that could not be judged: faults->notes */
  size_t kept;     /* cases that are committed */
} CohortCounts;

/* Runs a file.
 *
 * takes    s: its judge and its store are opened here; faults: begun (import_begin) in an arena that is not s->run
 * gives    true and *counts: every case is committed
 * fails    ERR_DATA: cases in faults->refused. When the file itself holds them, nothing was stored; when they
 *          contradict the database, the cases before their batch stay (counts->kept). ERR_DATA as well when visits could not
 *          be judged: those stand in faults->notes, and everything else is stored. ERR_LIMIT: stopped by a signal that waits (signals.h). ERR_STORE, ERR_IO
 * source   none
 */
bool cohort_run(Session *s, const CohortRequest *request, Import *faults, CohortCounts *counts, Err *err);
