/* A program on a made log: week by week the logs are made, judged and the program adapted, as would happen with a
 * patient. Pure; nothing of it is stored. */
#pragma once

#include "sitting/verdict.h"

typedef struct MadeWeek { /* how every session of a week went */
  int week;
  StoredLog log; /* without a day; exercise NULL: all that have no row of their own */
} MadeWeek;

/* "good", "sore", "missed", "spread"; NULL-terminated. */
extern const char *const scenario_names[];
/* The weeks of a scenario, its last one again where there are more. gives them in the arena. */
MadeWeek *scenario_make(Arena *a, int scenario, int weeks);

typedef struct SimulatedWeek {
  int week;
  Program program; /* of this week */
  Verdict *verdicts;
  Adaptation *changes; /* as many, for the next week; NULL: stopped */
  size_t count;
  bool stopped;
} SimulatedWeek;

/* Runs a program.
 *
 * takes    judge: with the pack of progression alone; result, limits: as adapt_program; made: any order; a week without
 *          a row is missed; weeks: 1 .. those of the program
 * gives    true and *out in the arena: the weeks up to a stop
 * fails    as judge_evaluate and adapt_program
 * source   none
 */
bool simulate(const Catalog *catalog, Judge *judge, Arena *a, const Result *result, const Limits *limits,
              const Program *program, const MadeWeek *made, size_t made_count, int weeks, SimulatedWeek **out,
              size_t *out_count, Err *err);
