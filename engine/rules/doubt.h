/* What fresh readings leave in doubt while the patient is still there: trials that differ by more than the test's error
 * call for one more, a low force for the pain during the test. Decided by the catalog's errors, comparison groups and
 * the other side alone. Pure; knows no words and nobody to ask. */
#pragma once

#include "facts/catalog.h"

/* Two trials of one side that differ by more than two readings may through error alone, at least one of them fresh.
 *
 * takes    c: the case with earlier trials of that day; fresh: readings of one test; their side
 * gives    the lowest and the highest, when they do; false also where the catalog has no error of the test, and for
 *          bounds and ranges
 * fails    none
 * source   MDC95 of both readings (stats_mdc95), as in progress
 */
bool doubt_trials(Arena *a, const Catalog *catalog, const Case *c, const Measure *fresh, size_t count, Side side,
                  const Measure **lowest, const Measure **highest);

/* Is the strength of this side low with these readings?
 *
 * takes    c: the case without them; fresh: of one test of strength
 * gives    true below the line of policy low_z against a comparison group with a certainty of present_p, worse than
 *          the other side beyond error (95 %), or a manual grade of grade_low or less
 * fails    none
 * source   policy low_z, present_p, grade_low; errors as in weigh_gap
 */
bool doubt_low(Arena *a, const Catalog *catalog, const Case *c, const Measure *fresh, size_t count, Side side);
