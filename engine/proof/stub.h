/* The rule language as a definition file of the Lua language server, so that editors complete and explain its words.
 * Everything comes from the tables: words, units, ids of the catalog. Writes text only. */
#pragma once

#include "base/text.h"
#include "facts/catalog.h"

/* Adds the whole file: valid Lua, `---@meta`, the same bytes for the same catalog. */
void stub_write(const Catalog *catalog, Text *t);
