/* Wide spreadsheets, one person or one test a row, read through a declarative profile: which column holds what, and in
 * which rows. The profile is plain data (data/profiles/NAME.lua, read by profile.c); cells go through the same door as
 * every other reading. */
#pragma once

#include "formats/table.h"

typedef enum { REPEATS_REFUSE, REPEATS_TRIALS } ProfileRepeats;
typedef enum { PARSE_NUMBER, PARSE_RANGE, PARSE_GRADE, PARSE_CLASS } ProfileParse;
typedef enum {
  FACT_CODE, /* required in a profile */
  FACT_DATE,
  FACT_SEX,
  FACT_BORN,
  FACT_AGE,
  FACT_MASS,
  FACT_HEIGHT,
  FACT_DOMINANT,
  FACT_SPORT,
  FACT_COUNT
} ProfileFact;
extern const char *const repeats_names[];    /* "refuse", "trials" */
extern const char *const parse_names[];      /* "number", "range", "grade", "class" */
extern const char *const fact_names[];       /* "patient", "date", "sex", ... as the columns of a patients CSV */
extern const char *const date_order_names[]; /* "iso", "dmy", "mdy" */

/* Where something stands: in a column, or the same for all rows. */
typedef struct ProfileCell {
  const char *column;     /* name in the header; NULL: not in the spreadsheet */
  const char *value;      /* constant, when there is no column */
  const char *prefix;     /* put before the cell: patient codes "FR" + "1"; NULL: none */
  const char *suffix;     /* what a cell may end with and what says nothing new: "km" of "26-35 km"; NULL: none */
  const char *const *map; /* word, meaning, word, meaning, ..., NULL; NULL or empty: the cell as it is. A cell that is
                           * not in the map is refused. */
} ProfileCell;

typedef struct ProfileColumn { /* one reading */
  ProfileCell cell;
  const char *test, *side, *unit, *position, *contraction, *origin; /* as in MeasureText */
  ProfileParse parse;
  const char *const *when; /* column, cell, column, cell, ..., NULL: only in rows with these cells; NULL: in all */
  const char *trial;       /* its number, where trials stand in columns beside each other; NULL: none */
} ProfileColumn;

typedef struct Profile {
  const char *name, *title, *citation;
  DateOrder date_order;       /* of the facts date and born */
  const char *const *missing; /* cells that mean "not measured", such as "-"; the empty cell always does */
  const char *const *never;   /* columns that are worked out anew and never taken over, such as imbalances */
  const char *same;           /* column in which trials must be alike, such as the position; NULL: none */
  ProfileRepeats repeats;     /* of one reading on one day: refused, or numbered as trials in the order of the rows */
  ProfileCell facts[FACT_COUNT];
  LIST(ProfileColumn) columns;
} Profile;

/* Checks one reading of a profile against the catalog: test, side, unit, position, contraction, a map for classes.
 * fails ERR_DATA; *field names the faulty field of a row of the profile. */
bool wide_check(const Catalog *catalog, Arena *a, const ProfileColumn *column, const char **field, Err *err);

/* Reads the table through options->profile; faults and notes go into the import. */
void wide_read(const Catalog *catalog, const ReadOptions *options, const Table *table, Import *import);
