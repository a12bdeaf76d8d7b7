/* Units: one row per unit. Values are converted at the door to the base unit of their dimension and stay there.
 * Knows dimensions and factors, no tests and no norms. */
#pragma once

#include <stdbool.h>

typedef enum {
  DIM_RATIO, /* bare number: ratios */
  DIM_SD,    /* standard deviations of a comparison group */
  DIM_PERCENT,
  DIM_FORCE,           /* N */
  DIM_TORQUE,          /* Nm */
  DIM_TORQUE_PER_MASS, /* Nm/kg */
  DIM_FORCE_PER_MASS,  /* N/kg */
  DIM_BODY_WEIGHT,     /* % of body weight */
  DIM_ANGLE,           /* deg */
  DIM_LENGTH,          /* cm */
  DIM_TIME,            /* s */
  DIM_COUNT,           /* repetitions */
  DIM_GRADE,           /* ordinal grade */
  DIM_SCORE,           /* points of a scale */
  DIM_CLASS,           /* category code */
  DIM_DISTANCE,        /* km */
  DIM_DISTANCE_PER_WEEK,
  DIM_DAYS_PER_WEEK,
  DIM_HOURS_PER_WEEK,
  DIM_HOURS,
  DIM_SPEED,     /* m/s */
  DIM_STEP_RATE, /* steps/min */
  DIM_MASS,      /* kg */
  DIM_AGE,       /* years */
  DIM_PAIRS,     /* pairs of shoes */
  DIM_COUNT_OF   /* how many dimensions there are */
} Dimension;

typedef struct Unit {
  const char *id;      /* canonical spelling: "N", "Nm/kg", "%BW" */
  const char *word;    /* word of the rule language that makes it: "newton", "sd"; NULL: none */
  Dimension dimension; /* what it measures */
  double factor;       /* base units in one of this unit: 1 kgf = 9.80665 N */
  const char *aliases; /* other spellings, separated by spaces; matched without case */
  const char *ucum;    /* UCUM code, NULL when none */
} Unit;

/* All rows; the first row of each dimension is its base unit (factor 1). Ends with id NULL. */
extern const Unit unit_rows[];

/* Base unit of a dimension; never NULL. */
const Unit *unit_base(Dimension dimension);

/* The unit meant by a spelling where a value of `want` is expected. "kg" where a force is wanted means kgf, "lb" lbf.
 * NULL when no unit is spelt so; a unit of another dimension is returned as it is, the caller compares. */
const Unit *unit_find(const char *text, Dimension want);

/* The row behind a word of the rule language ("nm_per_kg"), or NULL. */
const Unit *unit_word(const char *word);
