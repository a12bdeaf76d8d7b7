/* One catalog of the shared rows and those that packs bring: what can be measured, asked, trained and named while these
 * packs are in force. Norms, cuts and what a test tells of a muscle stay out: they judge the rules of their own pack
 * alone, on its own catalog. Knows no Lua and judges nothing. */
#pragma once

#include "rules/rule.h"

/* Lays the rows of packs behind the shared ones.
 *
 * takes    packs in any order: it changes nothing
 * gives    the catalog, in the arena; the shared one itself when no pack brings rows; NULL: two packs contradict
 * fails    ERR_SCRIPT: two packs bring different rows under one id, or doses for one purpose; both are named
 * source   none
 */
const Catalog *merge_packs(Arena *a, const Catalog *shared, const Pack *const *packs, size_t count, Err *err);
