/* How much of an exercise: sets, repetitions or hold, sessions a week, weeks and minutes, from the dosage rows.
 * A program begins at the low end of its row. Knows nothing of patients, targets or the choice of exercises. */
#pragma once

#include "facts/catalog.h"

typedef struct Dose {
  const Dosage *row;
  int sets;       /* of each side that is done; of the exercise when it has no sides */
  int extra_sets; /* more for the weaker side; 0 when the sides are alike */
  int reps;       /* 0: one hold a set */
  int hold_s;     /* 0: no hold */
  int per_week;   /* sessions */
  int weeks;      /* at least; 0: the row names none */
  double minutes; /* of one session, all sides and rests */
} Dose;

/* The dosage row for an exercise (purpose, domain, kind), or NULL when the catalog has none. */
const Dosage *dose_find(const Catalog *catalog, const Exercise *exercise);

/* The words on load, for an exercise with a weight; NULL for all others. */
const char *dose_load(const Exercise *exercise, const Dosage *row);

/* The first dose of an exercise.
 *
 * takes    sides: 1 when it is done once or on one side, 2 on both; uneven: one side needs more; days: sessions a week
 *          that the patient has, 1 to 7
 * gives    true and *out. Minutes: every set with its rest; of two sides, one works while the other rests. Fewer
 *          sessions have more holds, up to the row's most, where the row says how much a week is of use
 * fails    false when the catalog has no dosage row for it
 * source   policy plan_extra_sets and plan_strength_days; the figures are the row's
 */
bool dose_build(const Catalog *catalog, const Exercise *exercise, int sides, bool uneven, int days, Dose *out);

/* Where the dose of an item leaves its sourced row: "6 sets (2 to 3), 20 repetitions (8 to 12)"; NULL: nowhere. The side
 * beside a weaker one may do fewer sets, and few sessions a week are the patient's days.
 * takes    row: of the item; NULL: unknown, which leaves nothing */
const char *dose_outside(const Catalog *catalog, Arena *a, const Dosage *row, const ProgramItem *item);

/* Minutes of one session of a dose, all sides and rests. takes sides: 1 or 2, as dose_build. */
double dose_minutes(const Dose *dose, int sides);
