/* What a rule pack can see of Lua: a short list of functions that cannot hang, leak an address or an order, reach a
 * file, a clock or another pack. Everything not listed here does not exist for a pack. Knows no rule words. */
#pragma once

#include <lua.h>

/* Pushes a new environment table with the allowed functions. Inside a host run. */
void sandbox_push(lua_State *L);

/* Every name that a pack can reach without a rule word, "math.floor" for those in a table; NULL-terminated. A test
 * walks a pack's environment and compares. */
extern const char *const sandbox_names[];
