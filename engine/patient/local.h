/* The clinic's own comparison groups: readings of first visits by test, set-up, sex and age band, kept person by person,
 * so that whoever is judged can be left out of their own group exactly. A set is a text that is kept by its hash and
 * never leaves the database. Pure: no I/O, no clock. Knows no store: people are numbers here, and no name or code. */
#pragma once

#include "facts/catalog.h"

typedef struct LocalPerson {
  int64_t person;   /* the store's number */
  double values[2]; /* left and right, or one; base unit of the cell's quantity */
  int count;
} LocalPerson;

typedef struct LocalCell {
  LocalNorm norm; /* what the readings share; mean, sd and n stay 0 */
  Sex sex;
  LIST(LocalPerson) people; /* by number, ascending */
} LocalCell;

typedef struct LocalSet {
  Day built, since; /* since: first visits before it are left out; 0: none is */
  int least;        /* people a cell at least, without the one who is judged */
  LIST(LocalCell) cells;
} LocalSet;

/* Takes in a person's first visit.
 *
 * takes    c: measures up to that visit, its date the visit's; people in ascending order, each once
 * gives    cells with exact readings of that day: pain-limited ones, bounds, grades, and what is no body function stay
 *          out, and so do people whose sex or age is not known
 * fails    none
 * source   none
 */
void local_add(Arena *a, const Catalog *catalog, const Case *c, int64_t person, LocalSet *set);

/* Drops the cells that are too small and sorts the rest, so that the text does not depend on who came when. */
void local_close(LocalSet *set);

/* The set as text, and back. read fails ERR_DATA with the line: not such a text. */
const char *local_write(Arena *a, const LocalSet *set);
bool local_read(Arena *a, const char *text, LocalSet *set, Err *err);

/* Mean and SD of a cell without one person.
 *
 * takes    person: who is judged; 0: nobody is left out. Scale and fence come from the catalog
 * gives    true and *out; false: fewer than set->least people are left, no spread, or the test is not known any more
 * fails    none
 * source   stats_winsorised
 */
bool local_norm(const Catalog *catalog, Arena *a, const LocalSet *set, const LocalCell *cell, int64_t person,
                LocalNorm *out);

/* Gives a case the groups of its sex and age, its person left out; hash: of the set. */
void local_fit(const Catalog *catalog, Arena *a, const LocalSet *set, const char *hash, int64_t person, Case *c);
