#include "base/text.h"
#include "script/host.h"
#include "script/sandbox.h"
#include "script/seal.h"

#include <lauxlib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const sandbox_names[] = {"ipairs",     "pairs",        "select",       "tonumber",     "tostring",
                                     "type",       "math.abs",     "math.ceil",    "math.floor",   "math.max",
                                     "math.min",   "math.pi",      "math.sqrt",    "string.len",   "string.lower",
                                     "string.sub", "string.upper", "table.concat", "table.insert", NULL};

enum { TEXT_MOST = 64 * 1024 }; /* bytes of a text that a pack may build by table.concat */

/* ---- basics ---- */

static int l_type(lua_State *L) {
  luaL_checkany(L, 1);
  lua_pushstring(L, luaL_typename(L, 1));
  return 1;
}

/* Like tostring, but tables, functions and conditions give their kind instead of an address. */
static int l_tostring(lua_State *L) {
  luaL_checkany(L, 1);
  switch (lua_type(L, 1)) {
  case LUA_TSTRING: lua_settop(L, 1); break;
  case LUA_TNUMBER:
    lua_settop(L, 1);
    lua_tostring(L, 1);
    break;
  case LUA_TBOOLEAN: lua_pushstring(L, lua_toboolean(L, 1) ? "true" : "false"); break;
  default: lua_pushstring(L, luaL_typename(L, 1));
  }
  return 1;
}

static int l_tonumber(lua_State *L) {
  double value;
  if (lua_type(L, 1) == LUA_TNUMBER) {
    lua_settop(L, 1);
    return 1;
  }
  if (lua_type(L, 1) == LUA_TSTRING && text_parse_number(lua_tostring(L, 1), &value))
    lua_pushnumber(L, value);
  else
    lua_pushnil(L);
  return 1;
}

static int l_select(lua_State *L) {
  int count = lua_gettop(L);
  if (lua_type(L, 1) == LUA_TSTRING && strcmp(lua_tostring(L, 1), "#") == 0) {
    lua_pushinteger(L, count - 1);
    return 1;
  }
  lua_Integer from = luaL_checkinteger(L, 1);
  luaL_argcheck(L, from >= 1, 1, "must be 1 or more");
  return from >= count ? 0 : count - (int)from;
}

/* ---- iteration in a fixed order ---- */

static int ipairs_step(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE); /* a pack can call the step itself, with anything */
  lua_Integer i = luaL_checkinteger(L, 2) + 1;
  lua_pushinteger(L, i);
  seal_push_contents(L, 1);
  lua_rawgeti(L, -1, i);
  lua_remove(L, -2);
  return lua_isnil(L, -1) ? 1 : 2;
}

static int l_ipairs(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_pushcfunction(L, ipairs_step);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

typedef struct Key { /* numbers before texts, each ascending */
  bool is_text;
  double number;
  const char *text;
  size_t len;
  int slot; /* in the table of keys */
} Key;

static int compare_keys(const void *left, const void *right) {
  const Key *a = left, *b = right;
  if (a->is_text != b->is_text) return a->is_text ? 1 : -1;
  if (a->is_text) {
    int order = memcmp(a->text, b->text, a->len < b->len ? a->len : b->len);
    return order ? order : (a->len > b->len) - (a->len < b->len);
  }
  return (a->number > b->number) - (a->number < b->number);
}

static int pairs_step(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_Integer i = lua_tointeger(L, lua_upvalueindex(2)) + 1;
  lua_pushinteger(L, i);
  lua_replace(L, lua_upvalueindex(2));
  lua_rawgeti(L, lua_upvalueindex(1), i);
  if (lua_isnil(L, -1)) return 1;
  seal_push_contents(L, 1);
  lua_pushvalue(L, -2);
  lua_rawget(L, -2);
  lua_remove(L, -2);
  return 2;
}

/* Fills keys (a Lua-owned block) and the table of keys below it on the stack. */
static void collect_keys(lua_State *L, int table, Key *keys, int slots) {
  int count = 0;
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
    Key *key = &keys[count++];
    *key = (Key){.is_text = lua_type(L, -2) == LUA_TSTRING, .slot = count};
    if (key->is_text)
      key->text = lua_tolstring(L, -2, &key->len);
    else if (lua_type(L, -2) == LUA_TNUMBER)
      key->number = lua_tonumber(L, -2);
    else
      luaL_error(L, "pairs goes over texts and numbers only, not over %s keys", luaL_typename(L, -2));
    lua_pushvalue(L, -2);
    lua_rawseti(L, slots, count);
  }
}

static int l_pairs(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  seal_push_contents(L, 1); /* at 2; the front is what the loop hands on */
  size_t count = 0;
  for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
    count++;
    host_charge(L, 1);
  }
  host_charge(L, count * 8); /* sorting */
  lua_createtable(L, (int)count, 0);
  Key *keys = lua_newuserdatauv(L, (count + 1) * sizeof *keys, 0);
  collect_keys(L, 2, keys, 3);
  qsort(keys, count, sizeof *keys, compare_keys);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, 3, keys[i].slot);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, pairs_step, 2);
  lua_pushvalue(L, 1);
  return 2;
}

/* ---- numbers ---- */

static int push_rounded(lua_State *L, double value) {
  if (value >= -0x1p53 && value <= 0x1p53)
    lua_pushinteger(L, (lua_Integer)value);
  else
    lua_pushnumber(L, value);
  return 1;
}

static int l_abs(lua_State *L) { return lua_pushnumber(L, fabs(luaL_checknumber(L, 1))), 1; }
static int l_sqrt(lua_State *L) { return lua_pushnumber(L, sqrt(luaL_checknumber(L, 1))), 1; }
static int l_round_up(lua_State *L) { return push_rounded(L, ceil(luaL_checknumber(L, 1))); }
static int l_round_down(lua_State *L) { return push_rounded(L, floor(luaL_checknumber(L, 1))); }

static int extreme(lua_State *L, int sign) {
  double best = luaL_checknumber(L, 1);
  for (int i = 2; i <= lua_gettop(L); i++) {
    double value = luaL_checknumber(L, i);
    if (sign * value > sign * best) best = value;
  }
  lua_pushnumber(L, best);
  return 1;
}

static int l_max(lua_State *L) { return extreme(L, 1); }
static int l_min(lua_State *L) { return extreme(L, -1); }

/* ---- texts and lists ---- */

static int l_len(lua_State *L) {
  size_t len;
  luaL_checklstring(L, 1, &len);
  lua_pushinteger(L, (lua_Integer)len);
  return 1;
}

static int change_case(lua_State *L, char from, char to) {
  size_t len;
  const char *text = luaL_checklstring(L, 1, &len);
  host_charge(L, len / 8);
  luaL_Buffer buffer;
  char *out = luaL_buffinitsize(L, &buffer, len);
  for (size_t i = 0; i < len; i++)
    out[i] = text[i] >= from && text[i] < from + 26 ? (char)(text[i] - from + to) : text[i];
  luaL_pushresultsize(&buffer, len);
  return 1;
}

static int l_lower(lua_State *L) { return change_case(L, 'A', 'a'); }
static int l_upper(lua_State *L) { return change_case(L, 'a', 'A'); }

static int l_sub(lua_State *L) {
  size_t size;
  const char *text = luaL_checklstring(L, 1, &size);
  lua_Integer len = (lua_Integer)size, from = luaL_checkinteger(L, 2), to = luaL_optinteger(L, 3, -1);
  if (from < 0) from = from < -len ? 1 : len + from + 1;
  if (to < 0) to = to < -len ? 0 : len + to + 1;
  if (from < 1) from = 1;
  if (to > len) to = len;
  host_charge(L, from <= to ? (size_t)(to - from) / 8 : 0);
  if (from > to)
    lua_pushliteral(L, "");
  else
    lua_pushlstring(L, text + from - 1, (size_t)(to - from + 1));
  return 1;
}

/* The buffer owns the top of the stack, so nothing may lie there while it grows: an item is looked at, put away, and
 * fetched again to be added. */
static int l_concat(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  size_t total = 0, between_len, len;
  const char *between = luaL_optlstring(L, 2, "", &between_len);
  seal_push_contents(L, 1);
  lua_replace(L, 1);
  luaL_Buffer buffer;
  luaL_buffinit(L, &buffer);
  for (lua_Integer i = 1;; i++) {
    host_charge(L, 1);
    int type = lua_rawgeti(L, 1, i);
    if (type != LUA_TNIL && type != LUA_TSTRING && type != LUA_TNUMBER)
      return luaL_error(L, "table.concat: item %d is a %s", (int)i, luaL_typename(L, -1));
    if (type != LUA_TNIL) lua_tolstring(L, -1, &len);
    lua_pop(L, 1);
    if (type == LUA_TNIL) break;
    if ((total += len + between_len) > TEXT_MOST) return luaL_error(L, "table.concat: the text is too long");
    if (i > 1) luaL_addlstring(&buffer, between, between_len);
    lua_rawgeti(L, 1, i);
    luaL_addvalue(&buffer);
  }
  luaL_pushresult(&buffer);
  return 1;
}

/* Appends only: inserting in the middle moves everything behind it. */
static int l_insert(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  if (lua_gettop(L) != 2) return luaL_error(L, "table.insert(list, value) appends; it takes no position here");
  if (seal_is_sealed(L, 1)) return luaL_error(L, "table.insert: this table is sealed");
  lua_rawseti(L, 1, (lua_Integer)lua_rawlen(L, 1) + 1);
  return 0;
}

static void push_library(lua_State *L, const char *name, const luaL_Reg *functions) {
  lua_createtable(L, 0, 8);
  for (; functions->name; functions++) {
    lua_pushcfunction(L, functions->func);
    lua_setfield(L, -2, functions->name);
  }
  lua_setfield(L, -2, name);
}

void sandbox_push(lua_State *L) {
  static const luaL_Reg basic[] = {{"type", l_type},     {"tostring", l_tostring}, {"tonumber", l_tonumber},
                                   {"select", l_select}, {"ipairs", l_ipairs},     {"pairs", l_pairs},
                                   {NULL, NULL}};
  static const luaL_Reg math[] = {{"abs", l_abs}, {"ceil", l_round_up}, {"floor", l_round_down},
                                  {"max", l_max}, {"min", l_min},       {"sqrt", l_sqrt},
                                  {NULL, NULL}};
  static const luaL_Reg string[] = {
      {"len", l_len}, {"lower", l_lower}, {"sub", l_sub}, {"upper", l_upper}, {NULL, NULL}};
  static const luaL_Reg table[] = {{"concat", l_concat}, {"insert", l_insert}, {NULL, NULL}};
  lua_createtable(L, 0, 48);
  for (const luaL_Reg *f = basic; f->name; f++) {
    lua_pushcfunction(L, f->func);
    lua_setfield(L, -2, f->name);
  }
  push_library(L, "math", math);
  push_library(L, "string", string);
  push_library(L, "table", table);
  lua_getfield(L, -1, "math");
  lua_pushnumber(L, 3.141592653589793);
  lua_setfield(L, -2, "pi");
  lua_pop(L, 1);
  static const char *const libraries[] = {"math", "string", "table"};
  for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
    lua_getfield(L, -1, libraries[i]);
    seal_table(L, -1);
    lua_pop(L, 1);
  }
}
