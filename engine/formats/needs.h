/* What the findings of one rule lack, as one phrase with left and right together: shared by every page for people.
 * Knows results, no markup. */
#pragma once

#include "model.h"
#include "arena.h"

/* How many findings, from this one on, are the same rule in the same state on another side: 1 or 2. They stand next to
 * each other in a result. */
size_t finding_sides(const Result *result, size_t at);

/* "Hip adduction, hand-held dynamometer (left, right); body mass": every need once; "" when there is none.
 *
 * takes    findings: count of them, of one rule
 * gives    text in the arena
 * fails    none
 * source   none
 */
const char *needs_phrase(Arena *a, const Finding *findings, size_t count);
