/* Rule words seen from Lua: each row of primitives.def becomes a function that binds its arguments, builds a node and
 * hands it back. A mistake is recorded with line and column and gives a poisoned node, so that all mistakes of a file
 * come at once. Knows nodes, not rules or packs. */
#pragma once

#include "script/loading.h"

/* Adds all words, units and constants to the table on top of the stack and replaces it by an environment that reads
 * from it and cannot be written. */
void word_push_all(lua_State *L);

/* Is this the constant `each`? */
bool word_is_each(lua_State *L, int index);

/* Names that a pack knows beside the words of primitives.def and the units; NULL-terminated. */
extern const char *const word_names[];
