#include "script/walk.h"

#include <string.h>

enum { LINES_MOST = 100, VALUE_MOST = 60 };

static const char KEY; /* registry: the walk */

/* NULL: nothing that can be shown. */
static const char *value_text(lua_State *L, Arena *a, int at) {
  Text t = {.arena = a};
  switch (lua_type(L, at)) {
  case LUA_TNIL: return "nil";
  case LUA_TBOOLEAN: return lua_toboolean(L, at) ? "true" : "false";
  case LUA_TNUMBER: text_add_short(&t, lua_tonumber(L, at), 4); return text_get(&t);
  case LUA_TSTRING: {
    const char *text = lua_tostring(L, at);
    text_add_terminal(&t, arena_copy_n(a, text, strlen(text) < VALUE_MOST ? strlen(text) : VALUE_MOST));
    return arena_printf(a, "\"%s\"", text_get(&t));
  }
  default: return NULL;
  }
}

static WalkLocal *local_of(Walk *walk, const char *name, int function) {
  for (size_t i = 0; i < walk->locals.count; i++)
    if (walk->locals.items[i].function == function && strcmp(walk->locals.items[i].name, name) == 0)
      return &walk->locals.items[i];
  WalkLocal *local = LIST_ADD(walk->text.arena, &walk->locals);
  *local = (WalkLocal){.name = arena_copy(walk->text.arena, name), .function = function};
  return local;
}

/* What the line before has set; values of the language's own stand in brackets and are left out. */
static void note_locals(lua_State *L, lua_Debug *ar, Walk *walk) {
  const char *name;
  for (int i = 1; (name = lua_getlocal(L, ar, i)) != NULL; i++) {
    const char *value = *name == '(' ? NULL : value_text(L, walk->text.arena, lua_gettop(L));
    lua_pop(L, 1);
    if (!value) continue;
    WalkLocal *local = local_of(walk, name, ar->linedefined);
    if (!text_equal(local->value, value)) text_addf(&walk->text, "  %s = %s\n", local->name, value);
    local->value = value;
  }
}

static void on_line(lua_State *L, lua_Debug *ar) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY);
  Walk *walk = lua_touserdata(L, -1);
  lua_pop(L, 1);
  if (!walk || !lua_getinfo(L, "Sl", ar)) return;
  if (*ar->source != '@' || strcmp(ar->source + 1, walk->source->name) != 0) return;
  if (walk->lines) note_locals(L, ar, walk);
  if (walk->lines++ == LINES_MOST) {
    text_add(&walk->text, "and more lines\n");
    lua_sethook(L, NULL, 0, 0);
    return;
  }
  size_t line = (size_t)ar->currentline;
  const char *source = line >= 1 && line <= walk->source->line_count ? walk->source->lines[line - 1] : "";
  text_addf(&walk->text, "line %d: ", ar->currentline);
  text_add_terminal(&walk->text, source + strspn(source, " "));
  text_add_char(&walk->text, '\n');
}

void walk_begin(lua_State *L, Walk *walk) {
  lua_pushlightuserdata(L, walk);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY);
  lua_sethook(L, on_line, LUA_MASKLINE, 0);
}

void walk_end(lua_State *L) {
  lua_sethook(L, NULL, 0, 0);
  lua_pushnil(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY);
}
