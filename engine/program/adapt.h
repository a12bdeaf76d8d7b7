/* One step of a program: exercises that get more, less or an easier or harder form, inside their dosage rows, the
 * limits of the patient and the days that leave rest. Pure; what a step follows from, and how much the changed program
 * covers, is not known here. */
#pragma once

#include "facts/catalog.h"

typedef enum { STEP_HOLD, STEP_PROGRESS, STEP_REGRESS } Step;
extern const char *const step_names[]; /* "hold", "progress", "regress" */

typedef struct Adaptation {
  const char *exercise;
  Step step;
  const char *what; /* given: "12 instead of 10 repetitions", or why it stays as it is; NULL: nothing to say */
  bool done;        /* given: is the program another one by it? */
} Adaptation;

/* Is the item done in that week? */
bool item_in_week(const ProgramItem *item, int week);

/* Applies changes to a program, in their order, from one week on.
 *
 * takes    result: that the program answers, for what it excludes; limits: of the program, 0 means the policy's default; week:
 *          1 .. weeks; changes: exercises of the week before it, each once
 * gives    *out in the arena, covered and gap not known once something changed; program stays as it is. More: repetitions or holds up to the most of the dosage row, then
 *          a set, then the harder form; less: the same back, then the easier form, then sets below the row. Stretches
 *          that reach the row's seconds a week get no more of them. Nothing gets more past the minutes of a session.
 *          A form that takes over begins at its first dose, on days of the form before it; strength keeps to the days
 *          of the other strength work. A harder form that was planned for this week waits while its exercise holds or
 *          gets less
 * fails    as goals_build
 * source   policy step_reps and step_seconds; the figures are the rows'
 */
bool adapt_program(const Catalog *catalog, Arena *a, const Result *result, const Limits *limits, const Program *program,
                   int week, Adaptation *changes, size_t count, Program *out, Err *err);
