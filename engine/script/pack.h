/* A rule pack: from the bytes of a text to rules as data. The text runs once in a sandbox under limits; what stays is
 * plain C; the Lua state is closed unless a rule brings a function, and then sealed. All mistakes of a text are collected. Knows no case and no result. */
#pragma once

#include "base/ceiling.h"
#include "facts/catalog.h"
#include "script/link.h"

/* Loads a pack.
 *
 * takes    shelf: where packs that it requires come from, NULL: there are none; they must live as long as this one
 *          path: shown in messages; data of len bytes, any bytes; diags: receives every mistake and warning, placed
 * gives    the pack in the arena, rules sorted by id, every reference resolved; NULL when there were mistakes
 * fails    ERR_SCRIPT (see diags), ERR_LIMIT (too large, too many steps, too much memory)
 * source   none
 */
Pack *pack_load(Arena *a, const Catalog *catalog, const PackShelf *shelf, const char *path, const char *data,
                size_t len, Diags *diags, Err *err);

/* Adds what pack_load would make of the same text as bytes, for the program to be built with (compiled.h).
 *
 * fails    false: mistakes or warnings are in diags, or the pack has to be read each time
 */
bool pack_compile(Text *out, const Catalog *catalog, const char *path, const char *data, size_t len, Diags *diags);

/* Lets go of what a pack with functions keeps open. The arena stays the caller's. */
void pack_close(Pack *pack);
