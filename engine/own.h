/* The word norm { }: rows of the catalog that a pack brings itself, for itself alone. They have the fields and checks of
 * data/norms.lua and compete with the shared rows by the same order. Knows how such rows are read and placed in the
 * text, not how a norm is chosen. */
#pragma once

#include "fields.h"

enum { OWN_MOST = 500 }; /* most rows that one pack brings */

typedef struct OwnRow {
  int line;    /* of the norm { } */
  size_t row;  /* its number in the catalog, from 1; 0: not kept, its mistake is on record */
  bool placed; /* stands in the pack */
} OwnRow;

typedef struct OwnRows { /* of a pack while its text runs; loading_of(L)->own */
  Loading *loading;
  Catalog *catalog; /* the shared one with these rows behind its own; NULL before the first */
  LIST(OwnRow) list;
  Lexed shared; /* the file of the shared rows, read when a mistake has to name a place in it */
} OwnRows;

/* Adds the word to the table on top of the stack. */
void own_push(lua_State *L);

/* Notes that the value at a stack index stands in the pack; false when it is no norm { }. */
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
