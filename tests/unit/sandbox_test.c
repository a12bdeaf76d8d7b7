/* What a pack can reach: walked from outside through every table, metatable, upvalue and the registry of a state in
 * which a pack has loaded and judged, and tried from inside while it loads and while it judges. Each name that is found
 * must be on the list, and each name of the list must be found. */
#include "rules/evaluate.h"
#include "script/function.h"
#include "script/host.h"
#include "judging.h"
#include "script/pack.h"
#include "primitives/primitives.h"
#include "script/sandbox.h"
#include "script/word.h"

typedef LIST(const char *) Names;

static bool has_name(const Names *names, const char *name) {
  bool found = false;
  for (size_t i = 0; i < names->count && !found; i++) found = strcmp(names->items[i], name) == 0;
  return found;
}

static void add_name(Arena *a, Names *names, const char *name) {
  if (!has_name(names, name)) *LIST_ADD(a, names) = arena_copy(a, name);
}

/* ---- the list ---- */

/* What values answer to: a script cannot name these, only use an operator or a field. */
static const char *const members[] = {":__index", ":__newindex", ":__len", ":__call", ":__add",
                                      ":__sub",   ":__mul",      ":__div", ":__unm"};

static Names allowed(Arena *a) {
  Names names = {0};
  for (int i = 0; sandbox_names[i]; i++) add_name(a, &names, sandbox_names[i]);
  for (int i = 0; word_names[i]; i++) add_name(a, &names, word_names[i]);
  for (size_t i = 0; i < primitive_count; i++)
    if (primitives[i].form == FORM_WORD) add_name(a, &names, primitives[i].name);
  for (const Unit *unit = unit_rows; unit->id; unit++)
    if (unit->word) add_name(a, &names, unit->word);
  for (RowKind kind = 0; kind < ROWS_COUNT; kind++) add_name(a, &names, catalog_word(kind));
  for (size_t i = 0; i < ARRAY_LEN(members); i++) add_name(a, &names, members[i]);
  return names;
}

/* ---- from outside ---- */

typedef struct Walk {
  Arena *arena;
  Names names;
  lua_State *L;
  int seen; /* stack index of the set of values visited */
  size_t values, threads;
} Walk;

/* The value on top of the stack; name: how a script calls it, "" for what has names of its own, NULL: not at all. */
static void walk(Walk *w, const char *name);

static const char globals[] = "(globals)"; /* the environment: empty, its words stand behind __index */

static bool first_visit(Walk *w) {
  lua_pushvalue(w->L, -1);
  bool seen = lua_rawget(w->L, w->seen) != LUA_TNIL;
  lua_pop(w->L, 1);
  if (seen) return false;
  lua_pushvalue(w->L, -1);
  lua_pushboolean(w->L, true);
  lua_rawset(w->L, w->seen);
  w->values++;
  return true;
}

static void walk_upvalues(Walk *w, const char *name) {
  const char *upvalue;
  for (int i = 1; (upvalue = lua_getupvalue(w->L, -1, i)); i++) {
    walk(w, strcmp(upvalue, "_ENV") == 0 ? globals : name);
    lua_pop(w->L, 1);
  }
}

/* Contents behind a front belong to the front; functions are members. */
static void walk_metatable(Walk *w, const char *name) {
  if (!lua_getmetatable(w->L, -1)) return;
  for (lua_pushnil(w->L); lua_next(w->L, -2); lua_pop(w->L, 1)) {
    bool member = lua_isfunction(w->L, -1) && lua_type(w->L, -2) == LUA_TSTRING;
    if (member) add_name(w->arena, &w->names, arena_printf(w->arena, ":%s", lua_tostring(w->L, -2)));
    if (member)
      walk_upvalues(w, name == globals ? "" : NULL);
    else
      walk(w, name);
  }
  lua_pop(w->L, 1);
}

static void walk_entry(Walk *w, const char *name) {
  const char *key = lua_type(w->L, -2) == LUA_TSTRING ? lua_tostring(w->L, -2) : NULL, *child = NULL;
  bool function = lua_isfunction(w->L, -1), table = lua_istable(w->L, -1);
  if (name && key) child = *name ? arena_printf(w->arena, "%s.%s", name, key) : arena_copy(w->arena, key);
  if (child && !table) add_name(w->arena, &w->names, child);
  if (!name && key && function) add_name(w->arena, &w->names, arena_printf(w->arena, ":%s", key));
  walk(w, child);
  lua_pushvalue(w->L, -2); /* keys may be values of their own */
  walk(w, NULL);
  lua_pop(w->L, 1);
}

static void walk(Walk *w, const char *name) {
  int type = lua_type(w->L, -1);
  luaL_checkstack(w->L, 20, NULL);
  w->threads += type == LUA_TTHREAD;
  if ((type != LUA_TTABLE && type != LUA_TFUNCTION && type != LUA_TUSERDATA) || !first_visit(w)) return;
  walk_metatable(w, name);
  if (type == LUA_TFUNCTION) walk_upvalues(w, NULL);
  if (type != LUA_TTABLE) return;
  for (lua_pushnil(w->L); lua_next(w->L, -2); lua_pop(w->L, 1)) walk_entry(w, name);
}

static int walk_state(lua_State *L) {
  Walk *w = lua_touserdata(L, 1);
  w->L = L;
  lua_newtable(L);
  w->seen = lua_gettop(L);
  lua_pushvalue(L, LUA_REGISTRYINDEX);
  walk(w, NULL);
  static const int kinds[] = {LUA_TNIL, LUA_TBOOLEAN, LUA_TNUMBER, LUA_TSTRING, LUA_TLIGHTUSERDATA};
  for (size_t i = 0; i < ARRAY_LEN(kinds); i++) { /* values of these kinds share a metatable: none has one */
    lua_settop(L, w->seen);
    if (kinds[i] == LUA_TNIL) lua_pushnil(L);
    if (kinds[i] == LUA_TBOOLEAN) lua_pushboolean(L, true);
    if (kinds[i] == LUA_TNUMBER) lua_pushinteger(L, 1);
    if (kinds[i] == LUA_TSTRING) lua_pushliteral(L, "x");
    if (kinds[i] == LUA_TLIGHTUSERDATA) lua_pushlightuserdata(L, w);
    assert_false(lua_getmetatable(L, -1));
  }
  lua_pushcfunction(L, walk_state);
  assert_false(lua_getmetatable(L, -1));
  lua_settop(L, w->seen);
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_pushnil(L);
  assert_false(lua_next(L, -2)); /* the globals of Lua itself are empty: no library was ever opened */
  return 0;
}

static void compare(Arena *a, const Names *found, const char *when) {
  Names wanted = allowed(a);
  size_t wrong = 0;
  for (size_t i = 0; i < found->count; i++)
    if (!has_name(&wanted, found->items[i])) wrong++, print_error("%s: reaches '%s'\n", when, found->items[i]);
  for (size_t i = 0; i < wanted.count; i++)
    if (!has_name(found, wanted.items[i])) wrong++, print_error("%s: '%s' is not there\n", when, wanted.items[i]);
  assert_int_equal(wrong, 0);
}

static Names names_of(Arena *a, const Pack *pack) {
  FunctionHost *functions = pack->call_context;
  Walk w = {.arena = a};
  Err err = {0};
  functions->host.limits.steps = 100 * 1000 * 1000;
  bool ran = host_run(&functions->host, walk_state, &w, "walk", &err);
  if (!ran) print_error("%s: %s\n", err.where, err.text);
  assert_true(ran);
  assert_int_equal(w.threads, 1);
  print_message("# %zu values, %zu names\n", w.values, w.names.count);
  return w.names;
}

/* A state in which a pack has loaded, with a function that reaches tables and another function of its own. */
static const char walked[] =
    "local outer = { list = { 1, 2 }, inner = { deep = true } }\n"
    "local function helper(p) return outer.inner.deep and math.max(p:measure(\"rest_days\"), 0) end\n"
    "return pack { id = \"w\", version = \"1\", title = \"t\",\n"
    "rule { id = \"r\", title = \"t\", when = any { z(\"sorensen\"):below(-sd(1)),\n"
    "  fn { needs = { \"rest_days\" }, function(p) return helper(p) > 1 end } },\n"
    "  advise = \"hold_load\", cite = { \"convention\" }, evidence = \"weak\" } }\n";

static Pack *load(Bench *b, const char *text) {
  Pack *pack = pack_load(&b->arena, &b->catalog, NULL, "walk.lua", text, strlen(text), &b->diags, &b->err);
  for (size_t i = 0; !pack && i < b->diags.list.count; i++) diag_print(stderr, &b->diags.list.items[i]);
  assert_non_null(pack);
  return pack;
}

static Result judge(Bench *b, const Pack *pack) {
  Case c = bench_case(b, &b->arena,
                      "{\"patient\":{\"id\":\"X\",\"sex\":\"f\",\"age\":25},\"date\":\"2026-11-20\","
                      "\"measures\":[{\"test\":\"rest_days\",\"value\":2}]}");
  Result r;
  evaluate(&b->arena, &b->catalog, &pack, 1, &c, &r);
  return r;
}

static void nothing_else_is_reached_from_outside(void **state) {
  (void)state;
  Bench *b = bench_open();
  Pack *pack = load(b, walked);
  Names names = names_of(&b->arena, pack);
  compare(&b->arena, &names, "after loading");
  Result r = judge(b, pack);
  assert_int_equal(bench_finding(&r, "r", SIDE_BOTH)->truth, TRUTH_TRUE);
  names = names_of(&b->arena, pack);
  compare(&b->arena, &names, "after judging");
  pack_close(pack);
  bench_close(b);
}

/* ---- from inside ---- */

/* Whatever Lua and its relatives offer anywhere. */
static const char *const offered[] = {"_G",
                                      "_VERSION",
                                      "assert",
                                      "bit",
                                      "bit32",
                                      "collectgarbage",
                                      "coroutine",
                                      "debug",
                                      "dofile",
                                      "error",
                                      "ffi",
                                      "gcinfo",
                                      "getfenv",
                                      "getmetatable",
                                      "io",
                                      "jit",
                                      "load",
                                      "loadfile",
                                      "loadlib",
                                      "loadstring",
                                      "module",
                                      "newproxy",
                                      "next",
                                      "os",
                                      "package",
                                      "pcall",
                                      "print",
                                      "rawequal",
                                      "rawget",
                                      "rawlen",
                                      "rawset",
                                      "require",
                                      "setfenv",
                                      "setmetatable",
                                      "tonumber",
                                      "tostring",
                                      "type",
                                      "unpack",
                                      "utf8",
                                      "warn",
                                      "xpcall",
                                      "select",
                                      "ipairs",
                                      "pairs",
                                      "math",
                                      "string",
                                      "table",
                                      "case",
                                      "math.random",
                                      "math.randomseed",
                                      "math.huge",
                                      "math.maxinteger",
                                      "math.type",
                                      "math.fmod",
                                      "math.floor",
                                      "string.rep",
                                      "string.format",
                                      "string.find",
                                      "string.match",
                                      "string.gmatch",
                                      "string.gsub",
                                      "string.dump",
                                      "string.byte",
                                      "string.char",
                                      "string.reverse",
                                      "string.pack",
                                      "string.unpack",
                                      "string.len",
                                      "table.move",
                                      "table.sort",
                                      "table.remove",
                                      "table.unpack",
                                      "table.pack",
                                      "table.insert",
                                      "os.time",
                                      "io.open"};

static bool is_allowed(const char *name) {
  for (int i = 0; sandbox_names[i]; i++) {
    size_t len = strlen(name);
    bool library = strncmp(sandbox_names[i], name, len) == 0 && sandbox_names[i][len] == '.';
    if (library || strcmp(sandbox_names[i], name) == 0) return true;
  }
  return false;
}

/* While it loads: a name that is not there is a mistake, a member that is not there is nil. */
static void nothing_else_is_there_while_loading(void **state) {
  (void)state;
  Bench *b = bench_open();
  for (size_t i = 0; i < ARRAY_LEN(offered); i++) {
    PackInfo info;
    const char *dot = strchr(offered[i], '.');
    const char *root = dot ? arena_copy_n(&b->arena, offered[i], (size_t)(dot - offered[i])) : offered[i];
    const char *text = arena_printf(&b->arena,
                                    "local function ask(x) return x ~= nil and \"there\" or \"not\" end\n"
                                    "return pack { id = \"p%zu\", version = \"1\", title = ask(%s),\n"
                                    "rule { id = \"r\", title = \"t\", when = age():above(years(1)),\n"
                                    "advise = \"hold_load\", cite = { \"convention\" }, evidence = \"weak\" } }\n",
                                    i, offered[i]);
    bool loaded = bench_load(b, arena_printf(&b->arena, "p%zu.lua", i), text, strlen(text), &info);
    bool known = is_allowed(root);
    if (loaded != known) print_error("%s: loaded %d\n", offered[i], loaded);
    assert_int_equal(loaded, known);
    if (loaded) assert_string_equal(info.title, is_allowed(offered[i]) ? "there" : "not");
    if (!loaded)
      assert_non_null(strstr(b->diags.list.items[0].text, arena_printf(&b->arena, "unknown word '%s'", root)));
  }
  bench_close(b);
}

/* While a function judges: the same names, and no word works any more. */
static void nothing_else_is_there_while_judging(void **state) {
  (void)state;
  Bench *b = bench_open();
  Names names = {0};
  for (size_t i = 0; i < ARRAY_LEN(offered); i++) *LIST_ADD(&b->arena, &names) = offered[i];
  for (size_t i = 0; i < primitive_count; i++)
    if (primitives[i].form == FORM_WORD)
      *LIST_ADD(&b->arena, &names) = arena_printf(&b->arena, "%s(\"ake\")", primitives[i].name);
  for (const Unit *unit = unit_rows; unit->id; unit++)
    if (unit->word) *LIST_ADD(&b->arena, &names) = arena_printf(&b->arena, "%s(1)", unit->word);
  static const char *const tries[] = {"rule{}",
                                      "pack{}",
                                      "p.code",
                                      "p.name",
                                      "p.id",
                                      "p.date",
                                      "p.birth",
                                      "p.patient",
                                      "p.__index",
                                      "p[1]",
                                      "#p",
                                      "pairs(p)",
                                      "p()",
                                      "p .. \"\"",
                                      "p < p",
                                      "-p",
                                      "(\"x\"):upper()",
                                      "(\"x\").len",
                                      "_ENV._G",
                                      "_ENV.x",
                                      "table.insert(_ENV, 1)",
                                      "p:measure(\"ake\").x"};
  for (size_t i = 0; i < ARRAY_LEN(tries); i++) *LIST_ADD(&b->arena, &names) = tries[i];
  for (size_t i = 0; i < names.count; i++) {
    Arena a = {0};
    Diags diags = {.arena = &a};
    const char *text = arena_printf(&a,
                                    "return pack { id = \"q\", version = \"1\", title = \"t\",\n"
                                    "rule { id = \"r\", title = \"t\", when = fn { needs = { \"rest_days\" },\n"
                                    "  function(p) return type(%s) ~= \"nil\" end },\n"
                                    "advise = \"hold_load\", cite = { \"convention\" }, evidence = \"weak\" } }\n",
                                    names.items[i]);
    Pack *pack = pack_load(&a, &b->catalog, NULL, "q.lua", text, strlen(text), &diags, &b->err);
    if (!pack) print_error("%s does not load\n", names.items[i]);
    assert_non_null(pack);
    Result r = judge(b, pack);
    bool present = r.finding_count && r.findings[0].truth == TRUTH_TRUE;
    if (present != is_allowed(names.items[i])) print_error("%s: there %d\n", names.items[i], present);
    assert_int_equal(present, is_allowed(names.items[i]));
    pack_close(pack);
    arena_free(&a);
  }
  bench_close(b);
}

/* What a script can list by itself: the libraries by pairs, nothing of its environment. */
static void scripts_list_the_same(void **state) {
  (void)state;
  Bench *b = bench_open();
  PackInfo info;
  const char *text = "local seen = {}\n"
                     "local function list(name, t) for k in pairs(t) do table.insert(seen, name .. k) end end\n"
                     "list(\"\", _ENV) list(\"math.\", math) list(\"string.\", string) list(\"table.\", table)\n"
                     "return pack { id = \"l\", version = \"1\", title = table.concat(seen, \" \"),\n"
                     "rule { id = \"r\", title = \"t\", when = age():above(years(1)),\n"
                     "advise = \"hold_load\", cite = { \"convention\" }, evidence = \"weak\" } }\n";
  assert_true(bench_load(b, "l.lua", text, strlen(text), &info));
  Text wanted = {.arena = &b->arena};
  for (int i = 0; sandbox_names[i]; i++)
    if (strchr(sandbox_names[i], '.')) text_addf(&wanted, "%s%s", wanted.len ? " " : "", sandbox_names[i]);
  assert_string_equal(info.title, text_get(&wanted));
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nothing_else_is_reached_from_outside),
      cmocka_unit_test(nothing_else_is_there_while_loading),
      cmocka_unit_test(nothing_else_is_there_while_judging),
      cmocka_unit_test(scripts_list_the_same),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
