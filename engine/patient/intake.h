/* The door for input: the fields of one reading, answer or patient as somebody wrote them become a checked Measure,
 * Answer or Patient in base units. The command line, CSV, NDJSON and spreadsheets all come through here, so that the
 * same mistake gets the same sentence everywhere. Only the impossible is refused; the unlikely is kept and remarked.
 * Knows the catalog, no file format. */
#pragma once

#include "facts/catalog.h"

/* A reading as written. NULL or "" means not given. A field that came as a number already (JSON) is handed on as that
 * very number through its *_n pointer; its text is then ignored. */
typedef struct MeasureText {
  const char *test, *side, *value, *unit, *position, *contraction, *lever_m, *trial, *pain, *origin, *date;
  const double *value_n, *lever_n, *trial_n, *pain_n;
  const Test *row; /* the test, when it was looked up already; else NULL */
} MeasureText;

typedef struct IntakeNote { /* something kept but worth a line */
  const char *field;        /* "value", "unit" */
  const char *text;         /* "3 N is unlikely for ... (usual 20 to 700 N): measure again" */
  int index;                /* which measure of a case, 0-based; set by readers of whole cases */
} IntakeNote;

typedef LIST(IntakeNote) IntakeNotes;

/* Checks and converts one reading.
 *
 * takes    value: number, bound (">=240"), range ("26-35") or manual grade ("4+", "3-", "4/5"), with the unit inside
 * the text ("18.3kg") or in `unit`; no unit at all means the test's own unit. "kg" for a force means kgf (noted). side:
 * left, right, l, r in any case; "both" or nothing for a test without sides, which refuses left and right. order: of
 * the digits in `date`. A strength test by force may be given as torque or normalised (Nm, Nm/kg, N/kg, %BW); its
 * limits of force do not apply then, only "greater than 0".
 * gives    *out in base units, ids pointing into the catalog;
 * notes in the arena. Grades of an ordinal test are codes without arithmetic: "4-" is 3.7, "4" is 4, "4+" is 4.3.
 * fails    ERR_DATA: unknown test, side, unit, position, contraction (with the nearest right one), a unit of another dimension,
 * an impossible value (with the range). *field names the faulty field of MeasureText.
 * source   none
 */
bool intake_measure(const Catalog *catalog, Arena *a, const MeasureText *in, DateOrder order, Measure *out,
                    IntakeNotes *notes, const char **field, Err *err);

/* yes/no/unsure (also y/n, true/false) to a question of the catalog. Same fails. */
bool intake_answer(const Catalog *catalog, Arena *a, const char *question, const char *value, Answer *out,
                   const char **field, Err *err);

typedef struct PatientText {
  const char *code, *sex, *born, *age, *mass_kg, *height_cm, *dominant, *sport;
  const double *age_n, *mass_n, *height_n; /* as in MeasureText */
} PatientText;

/* A patient's facts. code: 1 to 32 of A-Z a-z 0-9 . _ -, beginning with a letter or digit. sex f/m/other (female, male,
 * w too). Mass 20 to 400 kg, height 80 to 250 cm, age 0 to 120 whole years. Not both born and age. sport: one word,
 * kept in lower case. With `born` the age is left at -1: it depends on the date of the case (intake_age). */
bool intake_patient(Arena *a, const PatientText *in, DateOrder order, Patient *out, const char **field, Err *err);

/* A plain number from lo to hi, whole when asked; `exact` wins over the text, nothing given leaves *value alone.
 * fails ERR_DATA. */
bool intake_number(const char *text, const double *exact, const char *what, double lo, double hi, bool whole,
                   double *value, Err *err);

/* Sets the age at the date of the case from the date of birth. fails ERR_DATA: born after that date, or over 120 years
 * before it. Without a date of birth or a date nothing changes. */
bool intake_age(Patient *patient, Day on, Err *err);

/* True when both are one reading: same date (0 stands for `day`), test, side, position, contraction, trial. */
bool intake_same_key(const Measure *a, const Measure *b, Day day);
bool intake_same_value(const Measure *a, const Measure *b);

/* Text of a measure's value in the test's unit: "18.3 kgf" is "179.5 N"; bounds as ">=240 s", grades as "4+". */
const char *intake_value_text(Arena *a, const Test *test, const Measure *measure);
