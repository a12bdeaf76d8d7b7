/* What fields each kind of row has, how one is read from Lua and brought to base units; and rows of two catalogs beside
 * each other: whether they say the same, and what one becomes in the other. One table for the files in data/ and for the
 * rows that packs bring. Knows neither files nor packs, and no reference by id: those are for catalog_finish. */
#pragma once

#include "script/convert.h"

/* The fields of a kind, up to one without a name. */
const Field *rows_fields(RowKind kind);

/* Reads the value on top of the stack as one row; it stays there.
 *
 * takes    reader with row set; kind; row: zeroed
 * gives    true when every field was right; numbers are in base units
 * fails    as convert_row
 * source   none
 */
bool rows_read(lua_State *L, RowReader *reader, RowKind kind, void *row);

/* Do two rows of a kind say the same, whatever the numbers of the rows that they refer to? */
bool rows_same(RowKind kind, const Catalog *a_catalog, const void *a, const Catalog *b_catalog, const void *b);

/* Makes a copy of a row of one catalog a row of another: what it refers to by number gets the number there. The other
 * must have all that it refers to; lists are copied into its arena. */
void rows_move(RowKind kind, const Catalog *from, const Catalog *to, void *row);
