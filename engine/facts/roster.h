/* The exercises as a program looks for them: in the order of their ids, with what follows from their rows alone as
 * numbers; and by muscle and purpose those that work it. Made anew whenever the rows change (catalog.h). Knows no
 * policy, no goal and no limit. */
#pragma once

#include "base/arena.h"
#include "facts/row.h"

typedef struct RosterRow {
  const Exercise *exercise;
  const Exercise *easier; /* its easier form, or NULL */
  int family;             /* number in the roster of the form at the end of its chain of easier ones */
  int position;           /* the same for the same position, below the count of exercises */
} RosterRow;

typedef struct RosterShare { /* an exercise seen from a muscle */
  int exercise;              /* number in the roster */
  double share;              /* of the muscle in it */
} RosterShare;

typedef struct Roster {
  RosterRow *rows;
  size_t count;
  RosterShare *shares; /* by muscle and purpose, then in the order of the rows; see roster_shares */
  int *first;          /* per muscle and purpose: index of its first share; one more behind the last */
} Roster;

/* Makes the roster.
 *
 * takes    exercises: in any order; muscles: how many there are. A muscle that an exercise names twice has its first share
 * gives    a roster in the arena, which points to the exercises
 * fails    never
 * source   none
 */
const Roster *roster_build(Arena *a, const Exercise *exercises, size_t count, size_t muscles);

/* Number of an exercise by id, or -1. */
int roster_find(const Roster *roster, const char *id);

/* The exercises of a purpose (strengthen .. mobilise) that work a muscle, in the order of their ids. */
const RosterShare *roster_shares(const Roster *roster, int muscle, Action purpose, size_t *count);
