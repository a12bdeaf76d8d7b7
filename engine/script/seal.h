/* Sealing: after a pack has loaded, what its functions can reach is fixed. Tables refuse writing, outer variables are
 * remembered and put back, so that nothing of one patient is seen by the next. Knows Lua values, no rules. */
#pragma once

#include <lua.h>
#include <stdbool.h>

/* Seals the table at a stack index and every table in it: contents move behind a read-only front, the table stays the
 * same value. Calling it again changes nothing. */
void seal_table(lua_State *L, int index);

/* The table that holds the entries: pushes what stands behind a sealed front, or the table itself. For functions that
 * read raw; never hand it to a script. */
void seal_push_contents(lua_State *L, int index);
bool seal_is_sealed(lua_State *L, int index);

/* Remembers the outer variables of the function at a stack index and of all functions it can reach, and seals the tables
 * in them. */
void seal_function(lua_State *L, int index);

/* Has an outer variable changed since? Names it and puts all back. NULL: none has. */
const char *seal_changed(lua_State *L);
