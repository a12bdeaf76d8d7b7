/* One line on a terminal that tells how far a long work is, how fast it goes and how long it will still take. It comes
 * when the work takes more than a second, is written over at most ten times a second and is wiped at the end, so that
 * no result ever holds it; where errors go to no terminal nothing is shown. Knows no work. */
#pragma once

#include "base/text.h"
#include <stdio.h>

typedef struct ProgressBar {
  FILE *out;              /* NULL: nothing is shown */
  const char *what;       /* "cases" */
  size_t total;           /* 0: not known */
  double begun_s, next_s; /* of a clock that only goes on; when to show again */
  int width;              /* columns that are written now; 0: none */
} ProgressBar;

/* Begins. terminal: standard error as a rule; what: the plural of what is counted, without control characters. */
void progressbar_begin(ProgressBar *bar, FILE *terminal, const char *what, size_t total);
/* So many are done. Cheap: call it for each. */
void progressbar_set(ProgressBar *bar, size_t done);
/* Both, for work in parts: one of another name begins anew. bar: all zero before the first. */
void progressbar_part(ProgressBar *bar, FILE *terminal, const char *what, size_t done, size_t total);
/* Wipes the line. To be called before anything else is printed to the terminal, and at the end. */
void progressbar_end(ProgressBar *bar);

/* The line as it is shown, without line end.
 *
 * takes    elapsed_s: seconds since the beginning, > 0; columns: of the terminal, from 40 on
 * gives    "cases 1200 of 5000 [=====>          ] 24 %, 610/s, 0:06 left", never wider than columns - 1; without a total
 *          "cases 1200, 610/s"
 * fails    none
 * source   none
 */
void progressbar_line(Text *t, const char *what, size_t done, size_t total, double elapsed_s, int columns);
