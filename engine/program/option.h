/* The exercises that could answer the goals of a patient: what each gives to which goal, its sides and dose, and why it
 * may not be taken where a limit, a finding or its level stands in the way. Whether two options go together is not
 * known here. */
#pragma once

#include "program/choice.h"
#include "program/dose.h"
#include "rules/goal.h"

typedef struct Option {
  const Exercise *exercise;
  const RosterRow *row; /* of it */
  ChoicePart *parts;    /* what it gives to the goals that it is made for, in their order */
  size_t part_count;
  double left, right;       /* weight x share over these goals */
  bool for_left, for_right; /* one of them asks for more on that side */
  int sides;                /* 1: done once, or on one side; 2: on both */
  Side side;                /* the only side, or the one that comes first; BOTH: none */
  bool torn;                /* one goal asks for more on the left, another on the right: both do the same */
  Dose dose;
  bool pinned;        /* the clinician wants it */
  bool level_alone;   /* nothing but its level stands in its way */
  const char *reason; /* why it stays out; NULL: it may be chosen */
} Option;

typedef LIST(Option) Options; /* by exercise id */

/* Lists the exercises that are made for a goal, and those that the clinician asks for.
 *
 * takes    limits: with every default filled in
 * gives    true and *out in the arena. An exercise is made for a muscle from the share plan_main_share on; it covers the
 *          goal in full from plan_full_share on, in proportion below
 * fails    ERR_DATA: an unknown exercise in the limits, or one that is asked for and may not be done
 * source   policy plan_main_share and plan_full_share: shares are coarse steps, not measured doses
 */
bool options_build(const Catalog *catalog, Arena *a, const Goals *goals, const Limits *limits, Options *out, Err *err);

/* What the option gives to the goal with this number: 0..CHOICE_WHOLE. */
int option_gives(const Option *option, size_t goal);

/* Why an exercise may not be done, whatever its level: not wanted, excluded by a finding, equipment that is not there;
 * NULL: it may. */
const char *option_forbidden(Arena *a, const Goals *goals, const Limits *limits, const Exercise *exercise);
