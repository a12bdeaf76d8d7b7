/* The words source { }, muscle { }, test { }, norm { }, exercise { } and so on, one for each kind of row in data/: rows
 * of the catalog that a pack brings itself. They have the fields and checks of the files there and stand behind the
 * shared rows, so that the numbers of those stay as they are. Knows how such rows are read and placed in the text, not
 * what they are for. */
#pragma once

#include "base/ceiling.h"
#include "script/fields.h"

typedef struct OwnRow {
  RowKind kind;
  int line;    /* of the word */
  size_t row;  /* its number in the catalog, from 1; 0: not kept, its mistake is on record */
  bool placed; /* stands in the pack */
} OwnRow;

typedef struct OwnRows { /* of a pack while its text runs; loading_of(L)->own */
  Loading *loading;
  const Catalog *base; /* the catalog without these rows */
  Catalog *catalog;    /* base with these rows behind; NULL before the first */
  LIST(OwnRow) list;
  Lexed files[ROWS_COUNT]; /* of base, read when a mistake has to name a place in them */
  struct OwnKind {         /* what a mistake in a row of this kind needs to find its place */
    struct OwnRows *own;
    RowKind kind;
  } kinds[ROWS_COUNT];
} OwnRows;

/* Adds the words to the table on top of the stack. */
void own_push(lua_State *L);

/* Notes that the value at a stack index stands in the pack; false when it is no row. */
bool own_place(const Fields *f, int index);

/* Reports rows that stand in no pack. */
void own_check_placed(const OwnRows *own);

/* Closes the rows when the text has run.
 *
 * gives    the pack's own catalog, finished, in the pack's arena; NULL: it brings no rows
 * fails    NULL: mistakes are in the diagnostics of the loading
 * source   none
 */
const Catalog *own_finish(OwnRows *own);
