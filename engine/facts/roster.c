#include "facts/roster.h"

#include <stdlib.h>
#include <string.h>

enum { PURPOSES = ACTION_MOBILISE + 1 };

static int compare_ids(const void *left, const void *right) {
  return strcmp(((const RosterRow *)left)->exercise->id, ((const RosterRow *)right)->exercise->id);
}

int roster_find(const Roster *roster, const char *id) {
  const Exercise key = {.id = id};
  const RosterRow row = {.exercise = &key}, *found = NULL;
  if (id && roster->count) found = bsearch(&row, roster->rows, roster->count, sizeof row, compare_ids);
  return found ? (int)(found - roster->rows) : -1;
}

/* ---- forms ---- */

static int easier_form(const Roster *roster, int row) {
  return roster_find(roster, roster->rows[row].exercise->easier);
}

/* The count bounds a chain that runs in a circle. */
static void set_forms(const Roster *roster) {
  for (size_t i = 0; i < roster->count; i++) {
    int family = (int)i, easier = easier_form(roster, family);
    if (easier >= 0) roster->rows[i].easier = roster->rows[easier].exercise;
    for (size_t step = 0; easier >= 0 && step < roster->count; step++) {
      family = easier;
      easier = easier_form(roster, family);
    }
    roster->rows[i].family = family;
  }
}

/* ---- positions ---- */

typedef struct Placed {
  const char *position;
  RosterRow *row;
} Placed;

static int compare_placed(const void *left, const void *right) {
  const char *a = ((const Placed *)left)->position, *b = ((const Placed *)right)->position;
  return strcmp(a ? a : "", b ? b : "");
}

static void set_positions(Arena *a, const Roster *roster) {
  Placed *list = arena_room(a, roster->count, sizeof *list);
  int position = 0;
  for (size_t i = 0; i < roster->count; i++) list[i] = (Placed){roster->rows[i].exercise->position, &roster->rows[i]};
  if (roster->count) qsort(list, roster->count, sizeof *list, compare_placed);
  for (size_t i = 0; i < roster->count; i++) {
    if (i && compare_placed(&list[i - 1], &list[i]) != 0) position++;
    list[i].row->position = position;
  }
}

/* ---- muscles ---- */

static bool is_named_before(const Exercise *exercise, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (exercise->muscles[i].muscle == exercise->muscles[n].muscle) return true;
  return false;
}

/* Counts, then fills from behind. */
static void set_shares(Arena *a, Roster *roster, size_t muscles) {
  size_t slots = muscles * PURPOSES, total = 0;
  int *first = roster->first = arena_array(a, slots + 1, sizeof *first);
  for (size_t i = 0; i < roster->count; i++) {
    const Exercise *exercise = roster->rows[i].exercise;
    for (size_t n = 0; n < exercise->muscle_count; n++)
      if (!is_named_before(exercise, n))
        first[exercise->muscles[n].muscle * PURPOSES + (int)exercise->purpose]++, total++;
  }
  for (size_t slot = 1; slot <= slots; slot++) first[slot] += first[slot - 1];
  roster->shares = arena_room(a, total, sizeof *roster->shares);
  for (size_t i = roster->count; i-- > 0;) {
    const Exercise *exercise = roster->rows[i].exercise;
    for (size_t n = exercise->muscle_count; n-- > 0;) {
      if (is_named_before(exercise, n)) continue;
      int at = --first[exercise->muscles[n].muscle * PURPOSES + (int)exercise->purpose];
      roster->shares[at] = (RosterShare){(int)i, exercise->muscles[n].share};
    }
  }
}

const RosterShare *roster_shares(const Roster *roster, int muscle, Action purpose, size_t *count) {
  const int *first = &roster->first[muscle * PURPOSES + (int)purpose];
  *count = (size_t)(first[1] - first[0]);
  return roster->shares + first[0];
}

const Roster *roster_build(Arena *a, const Exercise *exercises, size_t count, size_t muscles) {
  Roster *roster = arena_alloc(a, sizeof *roster);
  *roster = (Roster){.rows = arena_array(a, count, sizeof *roster->rows), .count = count};
  for (size_t i = 0; i < count; i++) roster->rows[i].exercise = &exercises[i];
  if (count) qsort(roster->rows, count, sizeof *roster->rows, compare_ids);
  set_forms(roster);
  set_positions(a, roster);
  set_shares(a, roster, muscles);
  return roster;
}
