/* What the findings of one rule lack, as one phrase with left and right together: shared by every page for people.
 * Knows results, no markup. */
#pragma once

#include "base/arena.h"
#include "facts/model.h"

/* How many findings, from this one on, are the same rule in the same state on another side: 1 or 2. They stand next to
 * each other in a result. */
size_t finding_sides(const Result *result, size_t at);

/* The finding that says the same before this one: of another pack, present, about the same weakness (group) on the same
 * side with the same number (without one: in the same words). at itself: there is none. What is said twice is shown once, beside it who else says it. */
size_t finding_first(const Result *result, size_t at);

/* "Hip adduction, hand-held dynamometer (left, right); body mass": every need once; "" when there is none.
 *
 * takes    findings: count of them, of one rule
 * gives    text in the arena
 * fails    none
 * source   none
 */
const char *needs_phrase(Arena *a, const Finding *findings, size_t count);
