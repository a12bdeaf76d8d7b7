/* Fills the catalog from the files in data/ and scripts/policy.lua: which file holds which rows, which fields they
 * have, and the conversion to base units. Files run in an empty environment under limits. Knows no rule pack and prints
 * nothing.
 */
#pragma once

#include "catalog.h"

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
