/* How far a load may grow week by week: a line not to cross, reckoned from a measure of the patient in the words of an
 * advice row. Knows no rule and no program. */
#pragma once

#include "facts/catalog.h"

/* The text of an advice with its weeks.
 *
 * takes    row: an advice; c: the case; weeks: of the program
 * gives    the row's text alone when it has no `grows`; else followed by the line of each week, or by what to measure
 *          when the latest measure of `grows.test` is no exact number. In the arena
 * fails    never
 * source   the row's
 */
const char *ramp_text(Arena *a, const Advice *row, const Case *c, int weeks);
