/* When in a program: the chosen exercises and the harder forms that take over from them, with their phase, weeks and
 * days, in the order of doing. Knows neither findings nor words. */
#pragma once

#include "facts/schedule.h"
#include "program/option.h"

typedef struct Pick {
  const Option *option;
  Phase phase;
  int order; /* in which it was chosen */
  int week_from, week_to;
  Weekdays days;
  const Exercise *easier; /* form that it takes over from, or NULL */
} Pick;

typedef struct Picks {
  LIST(Pick) list; /* by phase, in it position by position */
  int weeks;       /* the policy's, or more where a dose needs more */
} Picks;

/* Arranges what was chosen.
 *
 * takes    limits: with every default filled in; options: all of them, for the harder forms; chosen: in order of choice
 * gives    *out in the arena. Strength work falls on days that do not follow each other, the same for all of it, so that
 *          every muscle rests; it begins when the activation of its muscles ends. A harder form takes over in the last
 *          weeks where only its level stood in its way, it is one step up and no limit is broken by it
 * fails    never
 * source   policy default_weeks and plan_harder_weeks
 */
void arrange(const Catalog *catalog, Arena *a, const Limits *limits, const Options *options,
             const Option *const *chosen, size_t count, Picks *out);
