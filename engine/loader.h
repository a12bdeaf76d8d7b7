/* Fills the catalog from the files in data/ and scripts/policy.lua: which file holds which rows, which fields they
 * have, and the conversion to base units. Files run in an empty environment under limits. Knows no rule pack and prints
 * nothing.
 */
#pragma once

#include "catalog.h"
#include "file.h"

struct lua_State; /* of lua.h, which stays below */
struct RowReader; /* of convert.h */

/* Reads and checks everything.
 *
 * takes    catalog zeroed but for its arena, which also keeps the texts of the files; dir: folder that holds data/ and
 *          scripts/
 * gives    true with a finished catalog and its hash over names, lengths and bytes of all files
 * fails    ERR_IO: a file is missing, unreadable or no regular file; ERR_LIMIT, ERR_SCRIPT: it does not run;
 *          ERR_DATA: mistakes in rows, all of them in diags, sorted
 * source   none
 */
bool loader_load(Catalog *catalog, const char *dir, Diags *diags, Err *err);

/* The same from bytes that were read elsewhere.
 *
 * takes    files: any order, texts NUL-terminated, living as long as the catalog; where: what they are called in the
 *          last message
 * fails    as loader_load; ERR_DATA also when a file is missing or one is too many
 */
bool loader_load_files(Catalog *catalog, const char *where, const FileText *files, size_t count, Diags *diags,
                       Err *err);

/* Reads the value on top of the stack as one row, with the fields and checks that its kind has in data/.
 *
 * takes    reader with row set; kind: ROWS_NORM, the only kind whose rows come from elsewhere too; row: zeroed
 * gives    true when every field was right; the value stays on the stack. References by id are for catalog_finish.
 * fails    as convert_row
 * source   none
 */
bool loader_read(struct lua_State *L, struct RowReader *reader, RowKind kind, void *row);
