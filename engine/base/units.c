#include "base/units.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

/* Factors are exact by definition (international pound, foot and mile of 1959; standard gravity 9.80665 m/s2). UCUM
 * has no code for standard deviations and percent of body weight. */
const Unit unit_rows[] = {
    {"ratio", NULL, DIM_RATIO, 1, "", "1"},
    {"SD", "sd", DIM_SD, 1, "SDs", NULL},
    {"%", "pct", DIM_PERCENT, 1, "pct percent", "%"},

    {"N", "newton", DIM_FORCE, 1, "newton newtons", "N"},
    {"kgf", "kgf", DIM_FORCE, 9.80665, "kg kp kgs kilogram kilograms", "kgf"},
    {"lbf", NULL, DIM_FORCE, 4.4482216152605, "lb lbs pound pounds", "[lbf_av]"},

    {"Nm", "nm", DIM_TORQUE, 1, "N.m N*m N·m", "N.m"},
    {"ft-lb", NULL, DIM_TORQUE, 1.3558179483314004, "ft.lb ft*lb ft·lb ft-lbf ftlb", "[ft_i].[lbf_av]"},
    {"Nm/kg", "nm_per_kg", DIM_TORQUE_PER_MASS, 1, "N.m/kg N*m/kg N·m/kg", "N.m/kg"},
    {"N/kg", "n_per_kg", DIM_FORCE_PER_MASS, 1, "", "N/kg"},
    {"%BW", "pct_bw", DIM_BODY_WEIGHT, 1, "", NULL},

    {"deg", "deg", DIM_ANGLE, 1, "degree degrees ° º", "deg"},
    {"rad", NULL, DIM_ANGLE, 57.295779513082321, "radian radians", "rad"},

    {"cm", "cm", DIM_LENGTH, 1, "centimetre centimetres centimeter centimeters", "cm"},
    {"mm", "mm", DIM_LENGTH, 0.1, "millimetre millimetres millimeter millimeters", "mm"},
    {"m", NULL, DIM_LENGTH, 100, "metre metres meter meters", "m"},
    {"in", NULL, DIM_LENGTH, 2.54, "inch inches", "[in_i]"},

    {"s", "s", DIM_TIME, 1, "sec secs second seconds", "s"},
    {"min", "min", DIM_TIME, 60, "mins minute minutes", "min"},
    {"reps", "reps", DIM_COUNT, 1, "rep repetition repetitions", "{repetitions}"},
    {"grade", NULL, DIM_GRADE, 1, "", "{grade}"},
    {"score", NULL, DIM_SCORE, 1, "point points", "{score}"},
    {"class", NULL, DIM_CLASS, 1, "", "{class}"},

    {"km", "km", DIM_DISTANCE, 1, "kilometre kilometres kilometer kilometers", "km"},
    {"mi", NULL, DIM_DISTANCE, 1.609344, "mile miles", "[mi_i]"},
    {"m", NULL, DIM_DISTANCE, 0.001, "metre metres meter meters", "m"},
    {"km/wk", "km_per_week", DIM_DISTANCE_PER_WEEK, 1, "km/week", "km/wk"},
    {"mi/wk", NULL, DIM_DISTANCE_PER_WEEK, 1.609344, "mi/week miles/week", "[mi_i]/wk"},
    {"d/wk", "days_per_week", DIM_DAYS_PER_WEEK, 1, "d/week days/week", "d/wk"},
    {"h/wk", "hours_per_week", DIM_HOURS_PER_WEEK, 1, "h/week hours/week", "h/wk"},
    {"h", "hours", DIM_HOURS, 1, "hr hrs hour hours", "h"},

    {"m/s", "m_per_s", DIM_SPEED, 1, "", "m/s"},
    {"km/h", NULL, DIM_SPEED, 1 / 3.6, "kph kmh", "km/h"},
    {"steps/min", "steps_per_min", DIM_STEP_RATE, 1, "spm", "{steps}/min"},
    {"kg", "kg", DIM_MASS, 1, "kilogram kilograms kgs", "kg"},
    {"lb", NULL, DIM_MASS, 0.45359237, "lbs pound pounds", "[lb_av]"},
    {"years", "years", DIM_AGE, 1, "year yr yrs y", "a"},
    {"pairs", NULL, DIM_PAIRS, 1, "pair", "{pairs}"},
    {.id = NULL},
};

const Unit *unit_base(Dimension dimension) {
  const Unit *unit = unit_rows;
  while (unit->id && unit->dimension != dimension) unit++;
  return unit->id ? unit : unit_rows; /* every dimension has a row: a test walks them */
}

static bool has_alias(const Unit *unit, const char *text) {
  size_t len = strlen(text);
  for (const char *at = unit->aliases; *at; at += *at == ' ') {
    size_t size = strcspn(at, " ");
    if (size == len && strncasecmp(at, text, len) == 0) return true;
    at += size;
  }
  return false;
}

/* First the dimension that is wanted, so that "kg" and "m" mean what fits; then any name, last any alias. */
const Unit *unit_find(const char *text, Dimension want) {
  if (!text || !*text) return NULL;
  for (const Unit *unit = unit_rows; unit->id; unit++)
    if (unit->dimension == want && (strcasecmp(unit->id, text) == 0 || has_alias(unit, text))) return unit;
  for (const Unit *unit = unit_rows; unit->id; unit++)
    if (strcasecmp(unit->id, text) == 0) return unit;
  for (const Unit *unit = unit_rows; unit->id; unit++)
    if (has_alias(unit, text)) return unit;
  return NULL;
}

const Unit *unit_word(const char *word) {
  for (const Unit *unit = unit_rows; unit->id; unit++)
    if (unit->word && word && strcmp(unit->word, word) == 0) return unit;
  return NULL;
}
