/* From a result to a program: which exercises, which side, how much, why each, and what was left out and why.
 * The choice is the best there is under the limits, or told with the gap that is left. Pure: no clock, no files. A stop
 * finding gives a referral and no exercise; a conflict is listed, never settled here. */
#pragma once

#include "facts/catalog.h"

/* Builds a program.
 *
 * takes    catalog: finished; c, result: one judged case; limits: what the patient can do, NULL for those of the
 *          case; 0 in a field means the policy's default
 * gives    true; *out in the arena: by phase, in it position by position, the weaker side of each exercise first. The
 *          order of targets, arguments and catalog rows changes nothing; a mirrored result gives the mirrored program
 * fails    ERR_DATA: a limit out of range (named, with the range), a target that the catalog does not know, exercises
 *          that are asked for and do not fit
 * source   policy plan_* and default_*
 */
bool plan_build(const Catalog *catalog, Arena *a, const Case *c, const Result *result, const Limits *limits,
                Program *out, Err *err);

/* What a program covers that was not chosen as a whole: edited, or changed week by week.
 *
 * takes    as plan_build; program: any exercises; a harder form counts only where its easier form is not in the program
 * gives    *covered: share of the targets' weight, 0 .. 1, as plan_build reckons it
 * fails    as plan_build
 * source   as plan_build
 */
bool plan_covered(const Catalog *catalog, Arena *a, const Case *c, const Result *result, const Limits *limits,
                  const Program *program, double *covered, Err *err);

/* The items of one exercise as a clinician wants it beside others.
 *
 * takes    as plan_build; exercise: an id
 * gives    *items in the arena, the weaker side first; *answers: it is made for a target of the result
 * fails    ERR_DATA: unknown, or it may not be done (with the reason)
 * source   as plan_build
 */
bool plan_items(const Catalog *catalog, Arena *a, const Case *c, const Result *result, const Limits *limits,
                const char *exercise, ProgramItem **items, size_t *count, bool *answers, Err *err);
