/* What a program has to answer: the targets of a result by muscle and action, the advice, the tags that are excluded,
 * and the targets that take no effect with the reason. Conflicts and held arguments end here; nothing is settled.
 * Knows no exercise, no dose and no limit. */
#pragma once

#include "facts/catalog.h"

/* Targets of one muscle and action, all sides together: an exercise is always done on every side that asks for it. */
typedef struct Goal {
  const Muscle *row;
  Action action;      /* strengthen .. mobilise */
  int muscle;         /* index of row */
  double left, right; /* summed weights of the targets; one without sides counts for both */
  double weight;      /* left + right */
} Goal;

typedef struct Goals {
  LIST(Goal) list;             /* heaviest first, then by action and muscle */
  LIST(AdviceItem) advice;     /* by id */
  LIST(const char *) excluded; /* tags, in alphabetical order, each once */
  LIST(LeftOut) left_out;      /* targets that take no effect, by label */
} Goals;

/* Sorts the targets of a result.
 *
 * takes    result: of judging, any order of targets and arguments
 * gives    true and *out in the arena. An exclusion in conflict still excludes: nobody is hurt by an exercise less
 * fails    ERR_DATA: a target that the catalog does not know
 * source   none
 */
bool goals_build(const Catalog *catalog, Arena *a, const Result *result, Goals *out, Err *err);

/* "strengthen Gluteus medius (left)"; SIDE_BOTH names no side. */
const char *goal_label(const Catalog *catalog, Arena *a, Action action, const char *target, Side side);
/* Side that a goal asks for. */
Side goal_side(const Goal *goal);
/* Titles of the rules that argue for a target (or against it) on any side, each once, in alphabetical order; "" when
 * there is none. Held arguments do not count. */
const char *goal_titles(Arena *a, const Result *result, Action action, const char *target, bool against);
