/* When the measures behind the findings need repeating, and which change would then be real: the series of progress
 * joined to what the rules read. Pure; knows no store and no words. */
#pragma once

#include "facts/catalog.h"

struct Grounds;

typedef struct Retest { /* a measure behind findings */
  const char *test, *name, *unit;
  Side side;
  double real_from;       /* least change that is real, in unit; 0: any; NAN: no error is known */
  int decimals;           /* of real_from */
  const char *real_words; /* with its unit; NULL unless it is a number above 0 */
  Day again;              /* measure again by then */
  const Finding **findings;
  size_t finding_count;
} Retest;

typedef LIST(Retest) Retests; /* by test of the catalog, left before right */

/* Joins measures and findings.
 *
 * takes    c: the case that was judged, of any measures; result: of it; grounds: of judging it by the same rules. A rule
 *          that is no longer in force has none
 * gives    *out in the arena: of each measure the set-up of the last day
 * fails    never
 * source   as progress_list
 */
void retest_list(Arena *a, const Catalog *catalog, const Case *c, const Result *result, const struct Grounds *grounds,
                 Retests *out);
