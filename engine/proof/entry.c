#include "proof/entry.h"
#include "script/host.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_MOST = 200 };

/* ---- places ---- */

Diag *entry_fault(EntryReader *r, int token, const char *format, ...) {
  va_list args;
  va_start(args, format);
  const char *text = arena_vprintf(r->loading->arena, format, args);
  va_end(args);
  host_charge(r->L, MISTAKE_STEPS);
  const Token *at = token >= 0 ? &r->loading->lexed.items[token] : r->token;
  return lexer_fault(&r->loading->lexed, r->loading->diags, DIAG_ERROR, at, r->line, text);
}

int entry_line(const EntryReader *r, int token) { return token >= 0 ? r->loading->lexed.items[token].line : r->line; }

int entry_field(EntryReader *r, int open, const char *name) {
  const Lexed *lexed = &r->loading->lexed;
  if (open >= 0 && lexed->items[open].match > open) host_charge(r->L, (size_t)(lexed->items[open].match - open) / 8);
  return lexer_field(lexed, open, name);
}

int entry_open(const EntryReader *r, int field) {
  int value = field >= 0 ? lexer_value(&r->loading->lexed, field) : -1;
  return value >= 0 && r->loading->lexed.items[value].match >= 0 ? value : -1;
}

int entry_value(const EntryReader *r, int field) {
  int value = field >= 0 ? lexer_value(&r->loading->lexed, field) : -1;
  return value >= 0 && r->loading->lexed.items[value].match < 0 ? value : field;
}

int entry_text_in(const EntryReader *r, int open, const char *text, int otherwise) {
  const Token *tokens = r->loading->lexed.items;
  for (int i = open; text && open >= 0 && i < tokens[open].match; i++)
    if (tokens[i].kind == TOKEN_STRING && strcmp(tokens[i].text, text) == 0) return i;
  return otherwise;
}

/* ---- tables ---- */

static int compare_names(const void *left, const void *right) {
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

EntryNames entry_names(EntryReader *r, int index, int field, const char *what, bool list) {
  lua_State *L = r->L;
  EntryNames names = {0};
  luaL_checkstack(L, 4, NULL);
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    host_charge(L, 8);
    const char *name = loading_text(L, -2);
    if (name && strlen(name) == lua_rawlen(L, -2))
      *LIST_ADD(r->loading->arena, &names) = name;
    else if (name)
      entry_fault(r, field, "%s has a name that is longer than any: '%.40s...'", what, name);
    else if (!list || !lua_isinteger(L, -2))
      entry_fault(r, field, "%s has a value without a name: write name = value", what);
  }
  if (names.count) qsort(names.items, names.count, sizeof *names.items, compare_names);
  return names;
}

const char *entry_nearest(EntryReader *r, const char *word, const char *const names[]) {
  Nearest near = {.word = word};
  for (size_t i = 0; names[i]; i++) text_near(&near, names[i]);
  return text_near_hint(r->loading->arena, &near);
}

void entry_check_names(EntryReader *r, int index, int field, int open, const char *what, const char *const known[],
                       bool list) {
  EntryNames names = entry_names(r, index, field, what, list);
  for (size_t i = 0; i < names.count; i++)
    if (name_find(known, names.items[i]) < 0)
      entry_fault(r, entry_field(r, open, names.items[i]), "%s has no field '%s'%s", what, names.items[i],
                  entry_nearest(r, names.items[i], known));
}

bool entry_push(EntryReader *r, int index, const char *name) {
  lua_pushstring(r->L, name);
  lua_rawget(r->L, index);
  const Node *node = loading_to_node(r->L, -1);
  bool poisoned = node && !node->op;
  if (!lua_isnil(r->L, -1) && !poisoned) return true;
  lua_pop(r->L, 1);
  return false;
}

bool entry_push_table(EntryReader *r, int index, const char *name, const char *example, int *field) {
  if (!entry_push(r, index, name)) return false;
  *field = entry_field(r, r->open, name);
  if (lua_istable(r->L, -1)) return true;
  entry_fault(r, *field, "%s is a table: %s = { %s }", name, name, example);
  lua_pop(r->L, 1);
  return false;
}

void entry_take_scalar(EntryReader *r, int token, const char *name, const char **text, const double **number) {
  lua_State *L = r->L;
  if (lua_type(L, -1) == LUA_TSTRING) {
    *text = loading_text(L, -1);
    if (strlen(*text) != lua_rawlen(L, -1)) entry_fault(r, token, "%s is longer than any name or number", name);
  } else if (number && lua_type(L, -1) == LUA_TNUMBER) {
    double *copy = arena_alloc(r->loading->arena, sizeof *copy);
    *copy = lua_tonumber(L, -1);
    *number = copy;
  } else
    entry_fault(r, token, "%s is a text in quotes%s, not %s", name, number ? " or a number" : "",
                loading_value_name(L, lua_gettop(L)));
  lua_pop(L, 1);
}

void entry_scalar(EntryReader *r, int index, int open, const char *name, const char **text, const double **number) {
  if (entry_push(r, index, name)) entry_take_scalar(r, entry_value(r, entry_field(r, open, name)), name, text, number);
}

const char *const *entry_take_texts(EntryReader *r, int field, const char *name) {
  lua_State *L = r->L;
  EntryNames list = {0};
  size_t count = lua_istable(L, -1) ? (size_t)lua_rawlen(L, -1) : 0;
  if (!lua_istable(L, -1) || count > LIST_MOST)
    entry_fault(r, field, "%s is a list of at most %d texts: %s = { \"...\" }", name, LIST_MOST, name);
  else
    entry_names(r, lua_gettop(L), field, name, true);
  for (size_t i = 0; i < count && count <= LIST_MOST; i++) {
    const char *text = NULL;
    lua_rawgeti(L, -1, (lua_Integer)i + 1);
    entry_take_scalar(r, field, name, &text, NULL);
    if (text) *LIST_ADD(r->loading->arena, &list) = text;
  }
  lua_pop(L, 1);
  *LIST_ADD(r->loading->arena, &list) = NULL;
  return list.items;
}

bool entry_take_bool(EntryReader *r, int token, const char *name) {
  bool value = lua_toboolean(r->L, -1);
  if (!lua_isboolean(r->L, -1)) entry_fault(r, token, "%s is true or false", name);
  lua_pop(r->L, 1);
  return value;
}

Range entry_take_range(EntryReader *r, int field, const char *name) {
  lua_State *L = r->L;
  Range range = {0};
  if (lua_istable(L, -1) && lua_rawlen(L, -1) == 2) {
    lua_rawgeti(L, -1, 1);
    lua_rawgeti(L, -2, 2);
    bool numbers = lua_type(L, -1) == LUA_TNUMBER && lua_type(L, -2) == LUA_TNUMBER;
    if (numbers) range = (Range){.given = true, .lo = lua_tonumber(L, -2), .hi = lua_tonumber(L, -1)};
    lua_pop(L, 2);
  }
  lua_pop(L, 1);
  if (!range.given || !(range.lo <= range.hi))
    entry_fault(r, field, "%s is a range: { least, most }, both numbers", name);
  return range;
}

bool entry_split_side(EntryReader *r, const char *key, const char **name, Side *side) {
  const char *dot = strrchr(key, '.');
  int found = dot ? name_find(side_names, dot + 1) : SIDE_BOTH;
  *name = dot ? arena_copy_n(r->loading->arena, key, (size_t)(dot - key)) : key;
  *side = found == SIDE_LEFT || found == SIDE_RIGHT ? (Side)found : SIDE_BOTH;
  return !dot || *side != SIDE_BOTH;
}
