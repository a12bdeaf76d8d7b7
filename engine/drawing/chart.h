/* Charts as pictures, each with a text that says the same: an index with its error band and cut, left beside right, the
 * way of a measure over the visits with the band of error, sessions by week. Takes plain numbers and words; knows no
 * test, no rule and no file. Colour never stands alone: left is filled, right is hatched, bands are pale. */
#pragma once

#include "base/text.h"
#include "drawing/picture.h"

typedef struct ChartIndex { /* a row of chart_index */
  const char *label, *unit;
  double value, error;   /* error: half of the 95 % band; 0 or NAN: none is drawn */
  double cut_lo, cut_hi; /* infinite: open */
} ChartIndex;

typedef struct ChartPair {                    /* a row of chart_pairs; values at least 0 */
  const char *label, *left_text, *right_text; /* "61.8 N" */
  double left, right;
} ChartPair;

typedef struct ChartPoint {
  const char *day, *text; /* "2026-11-20", "62 N" */
  double value;
} ChartPoint;

typedef struct ChartWeek {
  int number, planned; /* sessions */
  double done;
  int pain; /* worst; -1: not said */
} ChartWeek;

/* Words of the charts; every text is a label. */
typedef struct ChartWords {
  const char *cut, *band, *left, *right, *planned, *done, *pain, *week;
} ChartWords;

/* Each makes *out in the arena: rows below each other, as wide as a page; rows of one unit share a scale.
 *
 * takes    title: of the picture; count: at least 1; values finite
 * gives    *out with title and text
 * fails    none
 * source   none
 */
void chart_index(Arena *a, const char *title, const ChartWords *words, const ChartIndex *rows, size_t count,
                 Picture *out);
void chart_pairs(Arena *a, const char *title, const ChartWords *words, const ChartPair *rows, size_t count,
                 Picture *out);
/* mdc: half of the band around the first value inside which a change is no more than error; NAN: not known. */
void chart_trend(Arena *a, const char *title, const ChartWords *words, const ChartPoint *points, size_t count,
                 double mdc, Picture *out);
void chart_weeks(Arena *a, const char *title, const ChartWords *words, const ChartWeek *weeks, size_t count,
                 Picture *out);
