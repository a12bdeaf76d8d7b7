#include "script/host.h"
#include "script/loading.h"

#include <lauxlib.h>
#include <string.h>

static const char NODE_KEY, QUANTITY_KEY; /* registry keys of the metatables */
static Node poison = {.op = NULL, .used = true};

/* A word that a function kept from loading time must not work on a pack that is whole. */
Loading *loading_of(lua_State *L) {
  Loading *loading = host_of(L)->context;
  if (loading->loaded) luaL_error(L, "rule words belong in conditions; a function asks p: p:measure(\"test\")");
  return loading;
}

void loading_settle(Loading *loading) {
  if (!loading->unsettled) return;
  host_charge(loading->L, catalog_settle(loading->unsettled));
  loading->unsettled = NULL;
}

const char *loading_awaited(Loading *loading, RowKind kind, const char *id) {
  const Lexed *lexed = &loading->lexed;
  const char *word = catalog_word(kind);
  for (size_t i = 0; id && i + 1 < lexed->count; i++) {
    const Token *t = &lexed->items[i];
    if (t[0].kind != TOKEN_NAME || strcmp(t[0].text, word) != 0 || strcmp(t[1].text, "{") != 0) continue;
    int field = lexer_field(lexed, (int)i + 1, "id"), value = field < 0 ? -1 : lexer_value(lexed, field);
    if (value < 0 || lexed->items[value].kind != TOKEN_STRING || strcmp(lexed->items[value].text, id) != 0) continue;
    if (loading->L && t->line > loading_line(loading->L))
      return arena_printf(loading->arena,
                          "%s '%s', whose row stands further below, on line %d: rows stand before what "
                          "uses them",
                          word, id, t->line);
    return arena_printf(loading->arena, "%s '%s', whose row on line %d has a mistake", word, id, t->line);
  }
  return NULL;
}

const char *loading_unknown(Loading *loading, RowKind kind, const char *id) {
  const char *awaited = loading_awaited(loading, kind, id);
  return awaited ? awaited : catalog_unknown(loading->catalog, loading->arena, kind, id);
}

bool loading_is_over(lua_State *L) { return ((Loading *)host_of(L)->context)->loaded; }

int loading_line(lua_State *L) {
  lua_Debug ar;
  for (int level = 0; lua_getstack(L, level, &ar); level++)
    if (lua_getinfo(L, "l", &ar) && ar.currentline > 0) return ar.currentline;
  return 0;
}

void loading_mistake(Loading *loading, int line, const char *word, const char *literal, const char *text,
                     const char *hint) {
  if (loading->L) host_charge(loading->L, MISTAKE_STEPS);
  Token *token = lexer_point(&loading->lexed, line, word, literal);
  if (!token) token = lexer_point_name(&loading->lexed, line, word); /* no call: a name behind a dot */
  lexer_fault(&loading->lexed, loading->diags, DIAG_ERROR, token, line, text)->hint = hint;
}

Node *loading_node(Loading *loading, Node node) {
  if (loading->L) host_charge(loading->L, NODE_STEPS);
  Node *copy = arena_alloc(loading->arena, sizeof *copy);
  *copy = node;
  copy->id = (int)loading->nodes.count;
  *LIST_ADD(loading->arena, &loading->nodes) = copy;
  return copy;
}

Node *loading_as_number(Loading *loading, Node *node) {
  if (!node->function || node->kind == KIND_NUMBER) return node;
  Node number = *node;
  number.kind = KIND_NUMBER, number.dimension = DIM_RATIO;
  return loading_node(loading, number);
}

/* ---- values ---- */

static void push_metatable(lua_State *L, const void *key, const luaL_Reg *functions) {
  lua_createtable(L, 0, 4);
  for (; functions->name; functions++) {
    lua_pushcfunction(L, functions->func);
    lua_setfield(L, -2, functions->name);
  }
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

void loading_open(lua_State *L, const luaL_Reg *node_members, const luaL_Reg *quantity_members) {
  push_metatable(L, &NODE_KEY, node_members);
  push_metatable(L, &QUANTITY_KEY, quantity_members);
}

static bool has_metatable(lua_State *L, int index, const void *key) {
  if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index)) return false;
  lua_rawgetp(L, LUA_REGISTRYINDEX, key);
  bool same = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  return same;
}

void loading_push_node(lua_State *L, Node *node) {
  Node **box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = node;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &NODE_KEY);
  lua_setmetatable(L, -2);
}

void loading_push_poison(lua_State *L) { loading_push_node(L, &poison); }

void loading_push_quantity(lua_State *L, Quantity quantity) {
  Quantity *box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = quantity;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &QUANTITY_KEY);
  lua_setmetatable(L, -2);
}

Node *loading_to_node(lua_State *L, int index) {
  return has_metatable(L, index, &NODE_KEY) ? *(Node **)lua_touserdata(L, index) : NULL;
}

const Quantity *loading_to_quantity(lua_State *L, int index) {
  return has_metatable(L, index, &QUANTITY_KEY) ? lua_touserdata(L, index) : NULL;
}

const char *loading_text(lua_State *L, int index) {
  enum { MOST = 130 };
  size_t len;
  if (lua_type(L, index) != LUA_TSTRING) return NULL;
  const char *text = lua_tolstring(L, index, &len);
  return arena_copy_n(loading_of(L)->arena, text, len < MOST ? len : MOST);
}

const char *loading_value_name(lua_State *L, int index) {
  Arena *a = loading_of(L)->arena;
  if (loading_to_node(L, index)) return "a condition or number word";
  if (loading_to_quantity(L, index)) return "a number with a unit";
  switch (lua_type(L, index)) {
  case LUA_TSTRING: return arena_printf(a, "'%.60s'", loading_text(L, index));
  case LUA_TNIL:
  case LUA_TNONE: return "nothing";
  case LUA_TBOOLEAN: return lua_toboolean(L, index) ? "true" : "false";
  default: return arena_printf(a, "a %s", luaL_typename(L, index));
  }
}

Node *loading_check_node(lua_State *L, int index, int line, const char *word, const char *field) {
  Node *node = loading_to_node(L, index);
  if (node) {
    node->used = true;
    return node;
  }
  Loading *loading = loading_of(L);
  if (lua_isboolean(L, index) && loading->lexed.operators) return &poison; /* what == and not give: on record */
  const char *literal = loading_text(L, index);
  const char *what =
      loading_to_quantity(L, index) ? "a bare cut: write what is compared with it, z(TEST):above(sd(1))" : NULL;
  loading_mistake(loading, line, word,
                  literal  ? literal
                  : *field ? field
                           : NULL,
                  arena_printf(loading->arena, "%s takes a condition made of rule words, not %s", *field ? field : word,
                               what ? what : loading_value_name(L, index)),
                  NULL);
  return NULL;
}
