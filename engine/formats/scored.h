/* Which muscles scored low or short in what was measured, as marks of the body map. Decided as the words low and short of
 * rules are, with endurance and control beside strength. Knows no rule and no drawing. */
#pragma once

#include "drawing/bodymap.h"
#include "patient/intake.h"

/* Marks of scores behind marks that are there already.
 *
 * takes    c: the case; NULL: nothing was measured; more: marks that come first
 * gives    their number and *marks in the arena
 * fails    none
 * source   policy rows low_z, present_p, grade_low; cuts and gaps of the tests
 */
size_t scored_marks(Arena *a, const Catalog *catalog, const Case *c, const BodyMark *more, size_t more_count,
                    BodyMark **marks);
