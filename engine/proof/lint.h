/* What is sound Lua and still looks like a slip of a clinician: conditions that can never hold, advice against itself,
 * numbers that change nothing, comparison groups that nobody has. Reads the trees of a pack that has loaded; runs no
 * function of it and judges nobody. */
#pragma once

#include "script/pack.h"

/* Looks over a pack.
 *
 * takes    pack as pack_load gave it; data: its text, for the places
 * gives    warnings (what will not do what it says) and notes (what a reader should know: a rule without a source, ages
 *          without a comparison group, text above grade 6) added to diags, sorted
 * fails    none
 * source   none
 */
void lint_pack(Arena *a, const Catalog *catalog, const Pack *pack, const char *data, size_t len, Diags *diags);
