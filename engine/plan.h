/* From a result to a program: which exercises, which side, how much, why each, and what was left out and why.
 * Greedy: the exercise that fills most of what the targets still need comes next, until a limit is reached. Pure: no
 * clock, no files. A stop finding gives a referral and no exercise; a conflict is listed, never settled here. */
#pragma once

#include "catalog.h"

/* Builds a program.
 *
 * takes    c, result: one judged case; limits: what the patient can do, NULL for those of the case; 0 in a field means
 *          the policy's default
 * gives    true; *out in the arena, the most useful exercise first, the weaker side of each first. The order of
 *          targets, arguments and catalog rows changes nothing; a mirrored result gives the mirrored program
 * fails    ERR_DATA: a limit out of range (named, with the range), a target that the catalog does not know
 * source   policy plan_* and default_*
 */
bool plan_build(const Catalog *catalog, Arena *a, const Case *c, const Result *result, const Limits *limits,
                Program *out, Err *err);
