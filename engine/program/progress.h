/* How the measures of a patient went over the visits: one series a test, side and set-up, and whether the change since
 * the first visit is real, that is, beyond the measurement error of both readings. Pure; knows no store and no words. */
#pragma once

#include "facts/catalog.h"
#include "rules/reply.h"

typedef enum {
  CHANGE_ONE_VISIT, /* nothing to compare with */
  CHANGE_WITHIN,    /* within the error */
  CHANGE_REAL,
  CHANGE_OPEN,     /* a bound or a range leaves it open */
  CHANGE_NO_ERROR, /* no error of this test is known */
  CHANGE_GRADE     /* manual grades have no arithmetic */
} ChangeKind;

typedef struct ProgressPoint {
  Day day;
  double lo, hi, mdc; /* base units; mdc as in Gauge, at this value */
} ProgressPoint;

typedef struct Shift { /* of one visit against an earlier one */
  ChangeKind kind;
  double change; /* between the middles, base units; NAN: one of them has none */
  int better;    /* 1 better, -1 worse, 0 neither or not known */
} Shift;

typedef struct Series {
  Gauge gauge; /* as at the last visit; mdc: of it against another reading like it */
  LIST(ProgressPoint) points;
  Shift since_first, since_last; /* the last visit against the first, and against the one before it */
  Day again;                     /* measure again by then */
} Series;

/* "one visit", "within error", ...: names in data, by ChangeKind. */
extern const char *const change_names[];

typedef LIST(Series) SeriesList;

/* Series by test of the catalog, left before right, in one set-up each.
 *
 * takes    c: a case with the measures of all visits
 * gives    *out in the arena
 * fails    never
 * source   MDC95 of the tests (stats_mdc95), policy valid_days
 */
void progress_list(Arena *a, const Catalog *catalog, const Case *c, SeriesList *out);
