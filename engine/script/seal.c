#include "script/host.h"
#include "script/seal.h"

#include <lauxlib.h>

/* Registry: one list {function, index, value, name, ...} of all outer variables, and the set of functions seen. The
 * metatable of a sealed table holds its contents under CONTENTS_KEY. */
static const char SNAPSHOT_KEY, SEEN_KEY, CONTENTS_KEY;
enum { WIDTH = 4, DEPTH_MOST = 100 };

static int refuse_write(lua_State *L) {
  return luaL_error(L, "this table is sealed: after loading, nothing outside a function may change");
}

static int sealed_length(lua_State *L) {
  seal_push_contents(L, 1);
  lua_pushinteger(L, (lua_Integer)lua_rawlen(L, -1));
  return 1;
}

bool seal_is_sealed(lua_State *L, int index) {
  if (!lua_istable(L, index) || !lua_getmetatable(L, index)) return false;
  bool sealed = lua_rawgetp(L, -1, &CONTENTS_KEY) == LUA_TTABLE;
  lua_pop(L, 2);
  return sealed;
}

void seal_push_contents(lua_State *L, int index) {
  lua_pushvalue(L, index);
  if (!seal_is_sealed(L, -1)) return;
  lua_getmetatable(L, -1);
  lua_rawgetp(L, -1, &CONTENTS_KEY);
  lua_replace(L, -3);
  lua_pop(L, 1);
}

/* Moves the entries of the table at `index` into the empty one on top. */
static void move_entries(lua_State *L, int index) {
  int contents = lua_gettop(L);
  for (lua_pushnil(L); lua_next(L, index);) {
    host_charge(L, 1);
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, contents);
    lua_pushvalue(L, -1);
    lua_pushnil(L);
    lua_rawset(L, index); /* clearing a field is allowed while walking */
  }
}

static void seal_value(lua_State *L, int index, int depth);

static void seal_table_at(lua_State *L, int index, int depth) {
  luaL_checkstack(L, 12, "sealing");
  if (depth > DEPTH_MOST) luaL_error(L, "tables are nested deeper than %d levels", DEPTH_MOST);
  if (seal_is_sealed(L, index)) return;
  if (lua_getmetatable(L, index)) { /* one of ours: fixed already */
    lua_pop(L, 1);
    return;
  }
  lua_newtable(L);
  move_entries(L, index);
  int contents = lua_gettop(L);
  lua_createtable(L, 0, 4);
  lua_pushvalue(L, contents);
  lua_setfield(L, -2, "__index");
  lua_pushvalue(L, contents);
  lua_rawsetp(L, -2, &CONTENTS_KEY);
  lua_pushcfunction(L, refuse_write);
  lua_setfield(L, -2, "__newindex");
  lua_pushcfunction(L, sealed_length);
  lua_setfield(L, -2, "__len");
  lua_setmetatable(L, index);
  for (lua_pushnil(L); lua_next(L, contents); lua_pop(L, 1)) seal_value(L, lua_gettop(L), depth + 1);
  lua_pop(L, 1);
}

void seal_table(lua_State *L, int index) { seal_table_at(L, lua_absindex(L, index), 0); }

/* True the first time a function is seen. */
static bool first_seen(lua_State *L, int index) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &SEEN_KEY);
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &SEEN_KEY);
  }
  lua_pushvalue(L, index);
  bool seen = lua_rawget(L, -2) != LUA_TNIL;
  lua_pop(L, 1);
  if (!seen) {
    lua_pushvalue(L, index);
    lua_pushboolean(L, true);
    lua_rawset(L, -3);
  }
  lua_pop(L, 1);
  return !seen;
}

static void push_snapshot(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &SNAPSHOT_KEY) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &SNAPSHOT_KEY);
}

static void remember(lua_State *L, int function, int upvalue, int value, const char *name) {
  push_snapshot(L);
  lua_Integer at = (lua_Integer)lua_rawlen(L, -1);
  lua_pushvalue(L, function);
  lua_rawseti(L, -2, at + 1);
  lua_pushinteger(L, upvalue);
  lua_rawseti(L, -2, at + 2);
  if (lua_isnil(L, value))
    lua_pushlightuserdata(L, (void *)(size_t)&SNAPSHOT_KEY); /* a hole would end the list */
  else
    lua_pushvalue(L, value);
  lua_rawseti(L, -2, at + 3);
  lua_pushstring(L, name);
  lua_rawseti(L, -2, at + 4);
  lua_pop(L, 1);
}

static void seal_function_at(lua_State *L, int index, int depth) {
  luaL_checkstack(L, 12, "sealing");
  if (depth > DEPTH_MOST) luaL_error(L, "functions are nested deeper than %d levels", DEPTH_MOST);
  if (lua_iscfunction(L, index) || !first_seen(L, index)) return;
  for (int i = 1;; i++) {
    host_charge(L, 1);
    const char *name = lua_getupvalue(L, index, i);
    if (!name) return;
    remember(L, index, i, lua_gettop(L), name);
    seal_value(L, lua_gettop(L), depth + 1);
    lua_pop(L, 1);
  }
}

void seal_function(lua_State *L, int index) { seal_function_at(L, lua_absindex(L, index), 0); }

static void seal_value(lua_State *L, int index, int depth) {
  if (lua_istable(L, index))
    seal_table_at(L, index, depth);
  else if (lua_isfunction(L, index))
    seal_function_at(L, index, depth);
}

const char *seal_changed(lua_State *L) {
  const char *changed = NULL;
  push_snapshot(L);
  int list = lua_gettop(L);
  lua_Integer count = (lua_Integer)lua_rawlen(L, list);
  for (lua_Integer at = 1; at <= count; at += WIDTH) {
    lua_rawgeti(L, list, at);
    lua_rawgeti(L, list, at + 1);
    int upvalue = (int)lua_tointeger(L, -1);
    lua_rawgeti(L, list, at + 2);
    if (lua_islightuserdata(L, -1) && lua_touserdata(L, -1) == (void *)(size_t)&SNAPSHOT_KEY) {
      lua_pop(L, 1);
      lua_pushnil(L);
    }
    lua_getupvalue(L, list + 1, upvalue);
    if (!lua_rawequal(L, -1, -2)) {
      lua_rawgeti(L, list, at + 3);
      if (!changed) changed = lua_tostring(L, -1); /* stays alive in the list */
      lua_pop(L, 1);
      lua_pushvalue(L, -2);
      lua_setupvalue(L, list + 1, upvalue);
    }
    lua_settop(L, list);
  }
  lua_pop(L, 1);
  return changed;
}
