/* Rows of the catalog as bytes, by the same tables of fields by which they are read from Lua. For rows that a confined
 * process read: what comes back is checked field by field as if a stranger had written it. */
#pragma once

#include "base/shape.h"
#include "script/rows.h"

/* Adds a whole finished catalog: its policy and the rows of every kind. */
void rowcode_put_whole(Text *out, const Catalog *catalog);

/* The same back, without a look at what the program itself wrote.
 *
 * takes    in: bytes of rowcode_put_whole, living as long as the catalog; catalog: empty but for its arena
 * gives    true, the catalog finished; hash and files are the caller's
 * fails    false: the bytes end too early or late, or name what is not there
 * source   none
 */
bool rowcode_get_whole(ShapeReader *in, Catalog *catalog);

/* Adds what a catalog holds beyond another that it extends, but the rows that judge the rules of their pack alone
 * (merge.h). */
void rowcode_put(Text *out, const Catalog *shared, const Catalog *catalog);

/* The catalog that was written so.
 *
 * takes    shared: what it extends
 * gives    the catalog in the arena, checked as catalog_close does; shared itself when nothing was added
 * fails    NULL: the bytes do not say sound rows
 * source   none
 */
const Catalog *rowcode_get(ShapeReader *in, Arena *a, const Catalog *shared);
