#include "script/fields.h"
#include "script/host.h"

#include <lauxlib.h>
#include <string.h>

enum { LIST_MOST = 50 };

void fields_mistake(const Fields *f, const char *literal, const char *text) {
  loading_mistake(f->loading, f->line, f->word, literal, text, NULL);
}

/* Pushes the field; false (and nothing pushed) when absent. */
bool fields_push(const Fields *f, const char *name) {
  lua_pushstring(f->L, name);
  lua_rawget(f->L, f->table);
  if (!lua_isnil(f->L, -1)) return true;
  lua_pop(f->L, 1);
  return false;
}

/* The text at the top of the stack, popped; NULL and a mistake when it is no text of 1 to most bytes. */
const char *fields_take_text(const Fields *f, const char *name, size_t most) {
  Arena *a = f->loading->arena;
  size_t len = 0;
  bool is_text = lua_type(f->L, -1) == LUA_TSTRING;
  const char *raw = is_text ? lua_tolstring(f->L, -1, &len) : NULL, *text = NULL;
  const Node *node = loading_to_node(f->L, -1);
  bool on_record = node && !node->op; /* what an unknown word gives */
  if (!is_text && !on_record)
    fields_mistake(f, name,
                   arena_printf(a, "%s is a text in quotes, not %s", name, loading_value_name(f->L, lua_gettop(f->L))));
  else if (is_text && (len == 0 || len > most || strlen(raw) != len || !text_is_utf8(raw, len)))
    fields_mistake(f, name, arena_printf(a, "%s must be a text of 1 to %zu characters", name, most));
  else if (is_text)
    text = arena_copy_n(a, raw, len);
  for (const char *at = text; text && *at; at++)
    if ((unsigned char)*at < 0x20 || *at == 0x7f) {
      fields_mistake(f, name, arena_printf(a, "%s holds a control character (code %d)", name, *at));
      text = NULL;
    }
  lua_pop(f->L, 1);
  return text;
}

const char *fields_text(const Fields *f, const char *name, bool required, size_t most, const char *absent) {
  if (fields_push(f, name)) return fields_take_text(f, name, most);
  if (required) fields_missing(f, name, arena_printf(f->loading->arena, "%s needs %s = \"...\"", f->word, name));
  return absent;
}

/* "Calf low" could be "calf-low". */
static const char *id_hint(Arena *a, const char *id) {
  char *near = arena_copy(a, id);
  for (char *c = near; *c; c++) *c = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c == ' ' ? '-' : *c;
  return text_is_id(near) ? arena_printf(a, ": \"%s\"", near) : "";
}

const char *fields_id(const Fields *f) {
  const char *id = fields_text(f, "id", true, 64, NULL);
  if (id && !text_is_id(id)) {
    fields_mistake(f, id,
                   arena_printf(f->loading->arena,
                                "an id is made of small letters, digits, - and _, and begins with a letter%s",
                                id_hint(f->loading->arena, id)));
    return NULL;
  }
  return id;
}

/* One text or a list of texts, NULL-terminated; empty when absent. */
const char *const *fields_texts(const Fields *f, const char *name) {
  lua_State *L = f->L;
  Arena *a = f->loading->arena;
  LIST(const char *) list = {0};
  if (fields_push(f, name)) {
    bool table = lua_istable(L, -1);
    size_t count = table ? (size_t)lua_rawlen(L, -1) : 1;
    if (!count)
      fields_mistake(f, name, arena_printf(a, "%s is an empty list: name something, or leave the field out", name));
    if (count > LIST_MOST)
      fields_mistake(f, name, arena_printf(a, "%s has more than %d entries", name, LIST_MOST)), count = 0;
    for (size_t i = 0; i < count; i++) {
      if (table) lua_rawgeti(L, -1, (lua_Integer)i + 1);
      const char *text = fields_take_text(f, name, 64);
      if (text) *LIST_ADD(a, &list) = text;
    }
    if (table) lua_pop(L, 1);
  }
  *LIST_ADD(a, &list) = NULL;
  return list.items;
}

bool fields_meant(const Fields *f, const char *name) {
  bool meant = false;
  for (size_t i = 0; i < f->meant.count; i++)
    meant = meant || !*f->meant.items[i] || strcmp(f->meant.items[i], name) == 0;
  return meant;
}

void fields_missing(const Fields *f, const char *name, const char *text) {
  if (!fields_meant(f, name)) fields_mistake(f, NULL, text);
}

/* The first "1,5" from the call's line on: index of its 5, or -1. */
static int decimal_comma(const Lexed *lexed, int line) {
  for (size_t i = 3; i < lexed->count; i++) {
    const Token *t = &lexed->items[i];
    bool numbers = t->line >= line && t->kind == TOKEN_NUMBER && t[-2].kind == TOKEN_NUMBER;
    if (numbers && !t->in_function && strcmp(t[-1].text, ",") == 0 && strcmp(t[-3].text, "=") == 0) return (int)i;
  }
  return -1;
}

/* An entry without a name: the value of a field that was written with a colon, or half of a decimal number. */
static void unnamed_entry(Fields *f) {
  Loading *loading = f->loading;
  const Node *node = loading_to_node(f->L, -1);
  *LIST_ADD(loading->arena, &f->meant) = "";
  if (node && !node->op) return; /* on record */
  int at = lua_type(f->L, -1) == LUA_TNUMBER ? decimal_comma(&loading->lexed, f->line) : -1;
  const Token *half = at >= 0 ? &loading->lexed.items[at - 2] : NULL;
  if (half)
    lexer_fault(
        &loading->lexed, loading->diags, DIAG_ERROR, half, 0,
        arena_printf(loading->arena, "a decimal number is written with a point: %s.%s", half->text, half[2].text));
  else
    fields_mistake(f, node ? node->op->name : loading_text(f->L, -1),
                   arena_printf(loading->arena, "%s has a value without a field name, %s: write NAME = in front of it",
                                f->word, loading_value_name(f->L, lua_gettop(f->L))));
}

void fields_check(Fields *f, const char *const names[], bool list) {
  lua_State *L = f->L;
  for (lua_pushnil(L); lua_next(L, f->table); lua_pop(L, 1)) {
    host_charge(L, 1);
    if (list && lua_isinteger(L, -2)) continue;
    if (lua_type(L, -2) != LUA_TSTRING) {
      unnamed_entry(f);
      continue;
    }
    if (name_find(names, lua_tostring(L, -2)) >= 0) continue;
    const char *name = loading_text(L, -2);
    Nearest nearest = {.word = name};
    for (int i = 0; names[i]; i++) text_near(&nearest, names[i]);
    if (nearest.best) *LIST_ADD(f->loading->arena, &f->meant) = nearest.best;
    fields_mistake(f, name,
                   arena_printf(f->loading->arena, "%s has no field '%s'%s", f->word, name,
                                text_near_hint(f->loading->arena, &nearest)));
  }
}

Fields fields_open(lua_State *L, const char *word) {
  Fields f = {.L = L, .table = 1, .loading = loading_of(L), .word = word, .line = loading_line(L)};
  luaL_checkstack(L, 16, NULL);
  if (lua_gettop(L) == 1 && lua_istable(L, 1)) return f;
  fields_mistake(&f, NULL, arena_printf(f.loading->arena, "%s takes one table: %s { id = \"...\", ... }", word, word));
  lua_settop(L, 0);
  lua_newtable(L);
  return f;
}

/* ---- markers ---- */

void marker_push(lua_State *L, const char *key, size_t number) {
  size_t *box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = number;
  lua_rawgetp(L, LUA_REGISTRYINDEX, key);
  lua_setmetatable(L, -2);
}

bool marker_is(lua_State *L, int index, const char *key, size_t *number) {
  if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index)) return false;
  lua_rawgetp(L, LUA_REGISTRYINDEX, key);
  bool same = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  if (same) *number = *(size_t *)lua_touserdata(L, index);
  return same;
}

void marker_open(lua_State *L, const char *key) {
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}
