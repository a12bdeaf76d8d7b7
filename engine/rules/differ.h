/* The first difference between two results, or two programs, in plain words: every member of every row is compared,
 * numbers as they are and not as they are printed, by the shapes of the structs (shapes.h). Knows no store and no rule. */
#pragma once

#include "base/arena.h"
#include "facts/model.h"

/* What differs first, all but the patient's code.
 *
 * takes    stored: what was kept; now: what came out again
 * gives    NULL when they are equal, else "finding 2 (ces-saddle): certainty stored 0.9, now 1" in the arena
 * fails    none
 * source   none
 */
const char *differ_result(Arena *a, const Result *stored, const Result *now);
const char *differ_program(Arena *a, const Program *stored, const Program *now);
