#include "base/ceiling.h"
#include "proof/expected.h"
#include "proof/given.h"
#include "proof/suite.h"
#include "rules/syntax.h"
#include "script/host.h"
#include "script/sandbox.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

enum {
  SUITE_MEMORY = 64 * 1024 * 1024,
  SUITE_STEPS = 50 * 1000 * 1000,
  NAME_MOST = 95,   /* bytes of a name: loading_text keeps 100 */
  CASE_STEPS = 2000 /* what a case costs, so that no text makes more of them than the budget allows */
};

typedef struct SuiteBuild { /* a test file while it runs; host_of(L)->context */
  Loading loading;          /* first: what loading_of gives */
  const Pack *pack;
  const char *data;
  size_t len;
  LIST(Example) cases;
  LIST(bool) whole; /* per case: its table came */
} SuiteBuild;

static SuiteBuild *build_of(lua_State *L) { return (SuiteBuild *)loading_of(L); }

/* ---- places ---- */

static bool is_token(const Lexed *lexed, size_t index, TokenKind kind, const char *text) {
  return index < lexed->count && lexed->items[index].kind == kind && strcmp(lexed->items[index].text, text) == 0;
}

/* The word `case` of a call on a line, the one with this name where several stand there; -1: none. */
static int find_case(const Lexed *lexed, int line, const char *name) {
  int found = -1;
  for (size_t i = 0; i < lexed->count; i++) {
    if (lexed->items[i].line != line || !is_token(lexed, i, TOKEN_NAME, "case")) continue;
    if (is_token(lexed, i + 1, TOKEN_STRING, name)) return (int)i;
    if (found < 0) found = (int)i;
  }
  return found;
}

/* The brace that opens the table behind `case "name"` or `case(name)`; -1: none. */
static int open_of_case(const Lexed *lexed, int word) {
  if (word < 0 || (size_t)word + 1 >= lexed->count) return -1;
  int match = lexed->items[word + 1].match;
  size_t next = (size_t)(match >= 0 ? match : word + 1) + 1;
  return is_token(lexed, next, TOKEN_SYMBOL, "{") ? (int)next : -1;
}

static EntryReader reader_at(lua_State *L, int line, const char *name) {
  SuiteBuild *build = build_of(L);
  const Lexed *lexed = &build->loading.lexed;
  host_charge(L, lexed->count / 8);
  int word = find_case(lexed, line, name);
  return (EntryReader){.L = L,
                       .loading = &build->loading,
                       .pack = build->pack,
                       .token = word >= 0 ? &lexed->items[word] : NULL,
                       .line = line,
                       .open = open_of_case(lexed, word)};
}

static void read_example(EntryReader *r, int index, Example *out) {
  static const char *const known[] = {"patient", "date", "measure", "answer", "limits", "expect", "expect_plan", NULL};
  size_t before = r->loading->diags->errors;
  luaL_checkstack(r->L, 16, NULL);
  entry_check_names(r, index, -1, r->open, "case", known, false);
  given_read(r, index, &out->given);
  expected_read(r, index, out);
  bool empty = !out->expected.count && !out->targets.count && !out->stops && !out->plan.given;
  if (empty && r->loading->diags->errors == before)
    entry_fault(r, -1, "this case expects nothing: add expect = { [\"rule-id\"] = true }");
}

/* ---- case "name" { } ---- */

static int l_body(lua_State *L) {
  SuiteBuild *build = build_of(L);
  size_t number = (size_t)lua_tointeger(L, lua_upvalueindex(1));
  Example *example = &build->cases.items[number];
  EntryReader reader = reader_at(L, example->line, example->name);
  if (!*example->name) return 0;
  if (build->whole.items[number]) return luaL_error(L, "a case takes one table: case \"name\" { ... }");
  build->whole.items[number] = true;
  if (lua_gettop(L) == 1 && lua_istable(L, 1))
    read_example(&reader, 1, example);
  else
    entry_fault(&reader, -1, "case \"%s\" takes one table: case \"name\" { patient = { ... }, expect = { ... } }",
                example->name);
  return 0;
}

static const char *check_name(lua_State *L, EntryReader *reader) {
  const char *name = loading_text(L, 1);
  bool whole = name && lua_gettop(L) == 1 && strlen(name) == lua_rawlen(L, 1);
  bool sound = whole && *name && strlen(name) <= NAME_MOST;
  for (const char *at = sound ? name : ""; *at; at++) sound = sound && (unsigned char)*at >= 0x20 && *at != 0x7f;
  if (!sound)
    entry_fault(reader, -1, "case needs a name of 1 to %d characters: case \"what it shows\" { ... }", NAME_MOST);
  return sound ? name : "";
}

static int l_case(lua_State *L) {
  SuiteBuild *build = build_of(L);
  int line = loading_line(L);
  const char *text = loading_text(L, 1);
  EntryReader reader = reader_at(L, line, text ? text : "");
  luaL_checkstack(L, 8, NULL);
  host_charge(L, CASE_STEPS);
  if (build->cases.count == CASES_MOST) return luaL_error(L, "a test file has at most %d cases", CASES_MOST);
  const char *name = check_name(L, &reader);
  for (size_t i = 0; *name && i < build->cases.count; i++)
    if (strcmp(build->cases.items[i].name, name) == 0)
      entry_fault(&reader, -1, "case \"%s\" stands on line %d already", name, build->cases.items[i].line);
  *LIST_ADD(build->loading.arena, &build->cases) = (Example){.name = name, .line = line};
  *LIST_ADD(build->loading.arena, &build->whole) = !*name; /* one mistake is enough */
  lua_pushinteger(L, (lua_Integer)build->cases.count - 1);
  lua_pushcclosure(L, l_body, 1);
  return 1;
}

/* ---- the environment: the sandbox and `case` ---- */

/* What an unknown word gives may be called and indexed on: its mistake is on record. */
static int poison_index(lua_State *L) { return lua_settop(L, 1), 1; }
static int poison_call(lua_State *L) { return loading_push_poison(L), 1; }

static int unknown_word(lua_State *L) {
  Loading *loading = loading_of(L);
  if (lua_type(L, 2) != LUA_TSTRING) return luaL_error(L, "names are texts");
  const char *name = loading_text(L, 2);
  Nearest nearest = {.word = name};
  text_near(&nearest, "case");
  for (size_t i = 0; sandbox_names[i]; i++)
    if (!strchr(sandbox_names[i], '.')) text_near(&nearest, sandbox_names[i]);
  host_charge(L, MISTAKE_STEPS);
  int line = loading_line(L);
  const Token *token = lexer_point_name(&loading->lexed, line, name);
  const char *hint = text_near_hint(loading->arena, &nearest);
  if (!*hint) hint = ": a test file knows case, and texts stand in quotes";
  lexer_fault(&loading->lexed, loading->diags, DIAG_ERROR, token, line,
              arena_printf(loading->arena, "unknown word '%s'%s", name, hint));
  loading_push_poison(L);
  return 1;
}

static int env_index(lua_State *L) {
  lua_pushvalue(L, 2);
  lua_rawget(L, lua_upvalueindex(1));
  return lua_isnil(L, -1) ? unknown_word(L) : 1;
}

static int refuse_global(lua_State *L) {
  const char *name = loading_text(L, 2);
  if (!name) name = "?";
  return luaL_error(L, "'%s' would be a global; write local %s = ...", name, name);
}

static void push_environment(lua_State *L) {
  lua_newtable(L);
  lua_createtable(L, 0, 2);
  sandbox_push(L);
  lua_pushcfunction(L, l_case);
  lua_setfield(L, -2, "case");
  lua_pushcclosure(L, env_index, 1);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, refuse_global);
  lua_setfield(L, -2, "__newindex");
  lua_setmetatable(L, -2);
}

/* ---- running the text ---- */

static int body(lua_State *L) {
  SuiteBuild *build = build_of(L);
  static const luaL_Reg poisoned[] = {{"__index", poison_index}, {"__call", poison_call}, {NULL, NULL}};
  loading_open(L, poisoned, poisoned + 2);
  host_load_text(L, build->loading.lexed.name, build->data, build->len, SUITE_BYTES);
  push_environment(L);
  lua_setupvalue(L, -2, 1);
  lua_call(L, 0, 0);
  for (size_t i = 0; i < build->cases.count; i++) {
    EntryReader reader = reader_at(L, build->cases.items[i].line, build->cases.items[i].name);
    if (!build->whole.items[i]) entry_fault(&reader, -1, "this case has no table: case \"name\" { ... }");
  }
  return 0;
}

static bool run(SuiteBuild *build, Err *fault) {
  Host host;
  if (!host_open(&host, (HostLimits){.bytes = SUITE_MEMORY, .steps = SUITE_STEPS}, fault)) return false;
  host.context = build;
  build->loading.L = host.L;
  bool ran = host_run(&host, body, NULL, build->loading.lexed.name, fault);
  host_close(&host);
  build->loading.L = NULL;
  return ran;
}

Suite *suite_load(Arena *a, const Catalog *catalog, const Pack *pack, const char *path, const char *data, size_t len,
                  Diags *diags, Err *err) {
  SuiteBuild build = {
      .loading = {.catalog = catalog, .arena = a, .diags = diags}, .pack = pack, .data = data, .len = len};
  size_t before = diags->errors;
  Err fault = {0};
  if (len > SUITE_BYTES) return fail(err, ERR_LIMIT, path, "is larger than %d KiB", SUITE_BYTES / 1024), NULL;
  build.loading.lexed = lexer_read(a, arena_copy(a, path), data, len);
  if (run(&build, &fault))
    lexer_check_fields(&build.loading.lexed, build.loading.diags);
  else
    syntax_fault(&build.loading.lexed, build.loading.diags, &fault);
  diags_sort(diags);
  if (diags->errors > before) {
    size_t count = diags->errors - before;
    fail(err, fault.kind == ERR_LIMIT ? ERR_LIMIT : ERR_SCRIPT, path, "%zu mistake%s", count, count == 1 ? "" : "s");
    return NULL;
  }
  Suite *suite = arena_alloc(a, sizeof *suite);
  *suite = (Suite){.path = build.loading.lexed.name, .cases = build.cases.items, .count = build.cases.count};
  return suite;
}
