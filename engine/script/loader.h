/* Fills the catalog from the files in data/ and scripts/policy.lua: which file holds which rows. Files run in an empty
 * environment under limits. Knows no rule pack and prints nothing. */
#pragma once

#include "base/file.h"
#include "facts/catalog.h"

/* Reads and checks everything.
 *
 * takes    catalog zeroed but for its arena, which also keeps the texts of the files; dir: folder that holds data/ and
 *          scripts/
 * gives    true with a finished catalog and its hash over names, lengths and bytes of all files; when they are those
 *          that the program was built with, nothing has to be read from them (compiled.h)
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
