#include "base/ceiling.h"
#include "primitives/primitives.h"
#include "script/function.h"
#include "script/seal.h"
#include "script/walk.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

enum { READS_MOST = 600 };

/* Nothing that is measured lies further out; beyond it sums overflow and sentences fill with digits. convention */
static const double NUMBER_MOST = 1e9;

static const char FUNCTIONS_KEY, VIEW_KEY; /* registry: list of functions; metatable of the view */

/* ---- fn { } ---- */

static void mistake(lua_State *L, int line, const char *literal, const char *text) {
  loading_mistake(loading_of(L), line, "fn", literal, text, NULL);
}

static bool keep_need(lua_State *L, int line, const char *id, int *tests, int *test_count, int *questions,
                      int *question_count) {
  const Catalog *catalog = loading_of(L)->catalog;
  int test = catalog_find(catalog, ROWS_TEST, id), question = catalog_find(catalog, ROWS_QUESTION, id);
  if (test >= 0)
    tests[(*test_count)++] = test;
  else if (question >= 0)
    questions[(*question_count)++] = question;
  else
    mistake(L, line, id, loading_unknown(loading_of(L), ROWS_TEST, id));
  return test >= 0 || question >= 0;
}

/* needs = { "test", "question", ... } of the table at index 1. */
static bool read_needs(lua_State *L, int line, Function *f) {
  Arena *a = loading_of(L)->arena;
  int *tests = arena_array(a, NEEDS_MOST + 1, sizeof *tests),
      *questions = arena_array(a, NEEDS_MOST + 1, sizeof *questions);
  int test_count = 0, question_count = 0;
  bool good = true;
  lua_pushliteral(L, "needs");
  lua_rawget(L, 1);
  size_t count = lua_istable(L, -1) ? (size_t)lua_rawlen(L, -1) : 0;
  if (!lua_istable(L, -1) || count > NEEDS_MOST) {
    mistake(L, line, "needs", "fn needs the tests and questions it reads: needs = { \"test\", ... }, at most 50");
    good = false;
  }
  for (size_t i = 1; i <= count && good; i++) {
    lua_rawgeti(L, -1, (lua_Integer)i);
    const char *id = loading_text(L, lua_gettop(L));
    if (id)
      good = keep_need(L, line, id, tests, &test_count, questions, &question_count) && good;
    else
      mistake(L, line, "needs", "needs is a list of ids in quotes"), good = false;
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  tests[test_count] = questions[question_count] = -1;
  f->tests = tests, f->questions = questions;
  return good;
}

static bool check_names(lua_State *L, int line) {
  static const char *const fields[] = {"needs", "says", "unit", NULL};
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
    const char *name = loading_text(L, -2);
    bool function = lua_isinteger(L, -2) && lua_tointeger(L, -2) == 1;
    if (function || (name && name_find(fields, name) >= 0)) continue;
    mistake(L, line, name,
            arena_printf(loading_of(L)->arena,
                         "fn has no field '%s': write fn { needs = { ... }, says = \"...\", function(p) ... end }",
                         name ? name : "?"));
    lua_pop(L, 2);
    return false;
  }
  return true;
}

/* unit = "km": the function gives a number of it. */
static bool read_unit(lua_State *L, int line, Function *f) {
  Arena *a = loading_of(L)->arena;
  lua_pushliteral(L, "unit");
  lua_rawget(L, 1);
  const char *word = loading_text(L, -1);
  f->unit = word ? unit_word(word) : NULL;
  bool good = f->unit || lua_isnil(L, -1);
  if (!good) {
    Nearest nearest = {.word = word ? word : ""};
    for (const Unit *unit = unit_rows; unit->id; unit++)
      if (unit->word) text_near(&nearest, unit->word);
    mistake(L, line, word ? word : "unit",
            arena_printf(a, "unit takes the word of a unit in quotes, unit = \"km\", not %s%s",
                         loading_value_name(L, lua_gettop(L)), word ? text_near_hint(a, &nearest) : ""));
  }
  lua_pop(L, 1);
  return good;
}

static bool is_paired(const Catalog *catalog, const Function *f) {
  for (const int *test = f->tests; *test >= 0; test++)
    if (catalog->tests.items[*test].paired) return true;
  return false;
}

static int keep_function(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &FUNCTIONS_KEY) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &FUNCTIONS_KEY);
  }
  int number = (int)lua_rawlen(L, -1) + 1;
  lua_rawgeti(L, 1, 1);
  lua_rawseti(L, -2, number);
  lua_pop(L, 1);
  return number;
}

int function_word(lua_State *L) {
  Loading *loading = loading_of(L);
  int line = loading_line(L);
  Function *f = arena_alloc(loading->arena, sizeof *f);
  bool good = lua_gettop(L) == 1 && lua_istable(L, 1);
  luaL_checkstack(L, 12, NULL);
  if (good) lua_rawgeti(L, 1, 1);
  if (!good || !lua_isfunction(L, -1) || lua_iscfunction(L, -1)) {
    mistake(L, line, NULL, "fn takes a function: fn { needs = { ... }, function(p) ... end }");
    loading_push_poison(L);
    return 1;
  }
  lua_settop(L, 1);
  good = check_names(L, line) && read_needs(L, line, f) && read_unit(L, line, f);
  lua_pushliteral(L, "says");
  lua_rawget(L, 1);
  f->says = loading_text(L, -1);
  lua_settop(L, 1);
  if (!good) {
    loading_push_poison(L);
    return 1;
  }
  f->number = keep_function(L);
  loading_push_node(L, loading_node(loading, (Node){.op = primitive_find("fn"),
                                                    .kind = f->unit ? KIND_NUMBER : KIND_TRUTH,
                                                    .line = line,
                                                    .dimension = f->unit ? f->unit->dimension : DIM_COUNT_OF,
                                                    .paired = is_paired(loading->catalog, f),
                                                    .function = f,
                                                    .depth = 1,
                                                    .size = 1}));
  return 1;
}

/* ---- the view of a patient ---- */

typedef struct Call { /* while a function runs; loading->call */
  Run *run;
  const Node *node;
  Outcome *out;
  Text reads;
  const Lexed *source; /* of the pack */
} Call;

static Call *call_of(lua_State *L) {
  Loading *loading = host_of(L)->context;
  return loading->call;
}

static void read_note(Call *call, const char *what, Side side, const char *value) {
  if (call->reads.len > READS_MOST) return;
  text_addf(&call->reads, "%s%s%s = %s", call->reads.len ? "; " : "", what, side_suffix(side), value);
}

static const char *number_text(Call *call, double value) {
  Text t = {.arena = call->run->arena};
  text_add_short(&t, value, 3);
  return text_get(&t);
}

static int push_number(lua_State *L, Call *call, const char *what, Side side, double value, bool known) {
  read_note(call, what, side, known ? number_text(call, value) : "unknown");
  if (known)
    lua_pushnumber(L, value);
  else
    lua_pushnil(L);
  return 1;
}

static int row_at(lua_State *L, int index, RowKind kind) {
  Call *call = call_of(L);
  const char *id = lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : NULL;
  int row = id ? catalog_find(call->run->catalog, kind, id) : -1;
  if (row < 0)
    return luaL_error(
        L, "%s", id ? catalog_unknown(call->run->catalog, call->run->arena, kind, id) : "an id in quotes is missing");
  return row;
}

/* The side asked for: this one, or "left", "right", "other". */
static Side side_at(lua_State *L, int index, const Test *test) {
  Side own = call_of(L)->run->side;
  const char *name = lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : NULL;
  if (!test->paired) return SIDE_BOTH;
  if (name && strcmp(name, "other") == 0 && own != SIDE_BOTH) return side_other(own);
  int side = name ? name_find(side_names, name) : (int)own;
  if (side != SIDE_LEFT && side != SIDE_RIGHT)
    luaL_error(L, "%s is measured left and right: name a side, \"left\" or \"right\"", test->id);
  return (Side)side;
}

/* In the unit that the test is shown in. */
static Value value_at(lua_State *L, const Test **test, Side *side) {
  Call *call = call_of(L);
  int row = row_at(L, 2, ROWS_TEST);
  *test = &call->run->catalog->tests.items[row];
  *side = side_at(L, 3, *test);
  const Reading *r = reading_of(weigh_readings(call->run->weigh), row, *side);
  Value v = r->value;
  double factor = 1;
  if (v.why == WHY_NONE)
    v.why = reading_factor(&weigh_of(call->run->weigh)->patient, r, (*test)->unit->dimension, &factor);
  v.lo *= factor / (*test)->unit->factor, v.hi *= factor / (*test)->unit->factor;
  return v;
}

static int v_measure(lua_State *L) {
  const Test *test;
  Side side;
  Value v = value_at(L, &test, &side);
  return push_number(L, call_of(L), test->id, side, v.lo, v.why == WHY_NONE && v.lo == v.hi);
}

static int v_range(lua_State *L) {
  const Test *test;
  Side side;
  Value v = value_at(L, &test, &side);
  push_number(L, call_of(L), test->id, side, v.lo, v.why == WHY_NONE);
  if (v.why == WHY_NONE)
    lua_pushnumber(L, v.hi);
  else
    lua_pushnil(L);
  return 2;
}

static int v_known(lua_State *L) {
  const Test *test;
  Side side;
  Value v = value_at(L, &test, &side);
  read_note(call_of(L), test->id, side, v.why == WHY_NONE ? "known" : "unknown");
  lua_pushboolean(L, v.why == WHY_NONE);
  return 1;
}

static int v_z(lua_State *L) {
  Call *call = call_of(L);
  int row = row_at(L, 2, ROWS_TEST);
  const Test *test = &call->run->catalog->tests.items[row];
  Side side = side_at(L, 3, test);
  const Value *z = &weigh_score(call->run->weigh, row, side)->z;
  return push_number(L, call, arena_printf(call->run->arena, "z of %s", test->id), side, z->lo,
                     z->why == WHY_NONE && z->lo == z->hi);
}

static int muscle_z(lua_State *L, Domain domain) {
  Call *call = call_of(L);
  int row = row_at(L, 2, ROWS_MUSCLE);
  const Muscle *muscle = &call->run->catalog->muscles.items[row];
  Side side = weigh_paired(call->run->catalog, row, domain) ? side_at(L, 3, &(Test){.id = muscle->id, .paired = true})
                                                            : SIDE_BOTH;
  const Value *z = &weigh_muscle(call->run->weigh, row, domain, side, -1)->z;
  return push_number(L, call, arena_printf(call->run->arena, "%s of %s", domain_names[domain], muscle->id), side, z->lo,
                     z->why == WHY_NONE && z->lo == z->hi);
}

static int v_strength(lua_State *L) { return muscle_z(L, DOMAIN_STRENGTH); }
static int v_length(lua_State *L) { return muscle_z(L, DOMAIN_LENGTH); }
static int v_endurance(lua_State *L) { return muscle_z(L, DOMAIN_ENDURANCE); }
static int v_control(lua_State *L) { return muscle_z(L, DOMAIN_CONTROL); }

static int v_answer(lua_State *L) {
  Call *call = call_of(L);
  int row = row_at(L, 2, ROWS_QUESTION);
  AnswerValue answer = call->run->answers[row];
  read_note(call, call->run->catalog->questions.items[row].id, SIDE_BOTH,
            answer == ANSWER_OPEN ? "not answered" : answer_names[answer]);
  if (answer == ANSWER_OPEN)
    lua_pushnil(L);
  else
    lua_pushstring(L, answer_names[answer]);
  return 1;
}

/* Identity is not here: no code, no name, no dates. */
static int view_index(lua_State *L) {
  static const luaL_Reg methods[] = {
      {"measure", v_measure},   {"range", v_range},   {"known", v_known},         {"z", v_z},
      {"strength", v_strength}, {"length", v_length}, {"endurance", v_endurance}, {"control", v_control},
      {"answer", v_answer},     {NULL, NULL}};
  Call *call = call_of(L);
  const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
  if (!call) return luaL_error(L, "p is only there while a function judges");
  const Patient *patient = &weigh_of(call->run->weigh)->patient;
  for (const luaL_Reg *m = methods; m->name; m++)
    if (strcmp(m->name, name) == 0) return lua_pushcfunction(L, m->func), 1;
  if (strcmp(name, "age") == 0)
    return push_number(L, call, "age", SIDE_BOTH, patient->age_years, patient->age_years >= 0);
  if (strcmp(name, "mass") == 0)
    return push_number(L, call, "mass", SIDE_BOTH, patient->mass_kg, !isnan(patient->mass_kg));
  if (strcmp(name, "height") == 0)
    return push_number(L, call, "height", SIDE_BOTH, patient->height_cm, !isnan(patient->height_cm));
  if (strcmp(name, "sex") == 0)
    return read_note(call, "sex", SIDE_BOTH, sex_names[patient->sex]), lua_pushstring(L, sex_names[patient->sex]), 1;
  if (strcmp(name, "side") == 0) return lua_pushstring(L, side_names[call->run->side]), 1;
  return luaL_error(L,
                    "p has no '%s'; it has age, mass, height, sex, side, measure, range, known, z, strength, length, "
                    "endurance, control, answer",
                    name);
}

static void push_view(lua_State *L) {
  lua_newuserdatauv(L, 1, 0);
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &VIEW_KEY) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, view_index);
    lua_setfield(L, -2, "__index");
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &VIEW_KEY);
  }
  lua_setmetatable(L, -2);
}

/* ---- sealing and calling ---- */

void function_seal(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &FUNCTIONS_KEY) != LUA_TTABLE) {
    lua_pop(L, 1);
    return;
  }
  int list = lua_gettop(L), count = (int)lua_rawlen(L, list);
  for (int i = 1; i <= count; i++) {
    lua_rawgeti(L, list, i);
    seal_function(L, lua_gettop(L));
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

/* On a second run after a write: stops at the instruction behind it, whose line is the one before. */
static void watch(lua_State *L, lua_Debug *ar) {
  Host *host = host_of(L);
  const char *name = seal_changed(L);
  if (name) {
    Err err = {0};
    fail(&err, ERR_SCRIPT, host->seen,
         "'%s' stands outside the function, which may not change it: it would carry one patient into the next", name);
    host_raise(L, &err);
  }
  if (lua_getinfo(L, "Sl", ar) && ar->currentline > 0 && *ar->source == '@')
    snprintf(host->seen, sizeof host->seen, "%s:%d", ar->source + 1, ar->currentline);
}

static void run_function(lua_State *L, const Call *call) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &FUNCTIONS_KEY);
  lua_rawgeti(L, -1, call->node->function->number);
  lua_remove(L, -2);
  push_view(L);
  lua_call(L, 1, 1);
}

/* Its error is not known: it is compared plainly, as any number without one. */
static void take_number(lua_State *L, const Function *f, Outcome *out) {
  if (lua_type(L, -1) != LUA_TNUMBER)
    luaL_error(L, "the function gives a %s; it is compared, so it must give a number, or nil for unknown",
               luaL_typename(L, -1));
  double value = lua_tonumber(L, -1);
  if (!(fabs(value) <= NUMBER_MOST))
    luaL_error(L, "the function gives %s; a number lies between -1e9 and 1e9",
               isnan(value)   ? "no number (0/0)"
               : isinf(value) ? "an endless number (x/0)"
                              : "a number too large");
  value *= f->unit ? f->unit->factor : 1;
  out->value = (Value){.lo = value, .hi = value, .se = NAN, .cap = 1};
  out->why = WHY_NONE;
}

static void take_truth(lua_State *L, Outcome *out) {
  if (lua_type(L, -1) != LUA_TBOOLEAN)
    luaL_error(L, "the function gives a %s; it must give true, false, or nil for unknown%s", luaL_typename(L, -1),
               lua_type(L, -1) == LUA_TNUMBER ? " (a number is compared: fn { ... }:above(3))" : "");
  out->truth = lua_toboolean(L, -1) ? TRUTH_TRUE : TRUTH_FALSE;
  out->p = out->truth == TRUTH_TRUE ? 1 : 0;
  out->why = WHY_NONE;
}

static void take_answer(lua_State *L, Call *call) {
  if (lua_isnil(L, -1))
    call->out->why = WHY_FUNCTION;
  else if (call->node->kind == KIND_NUMBER)
    take_number(L, call->node->function, call->out);
  else
    take_truth(L, call->out);
}

/* Once more for the record; what it looks at is told already. */
static void walk_function(lua_State *L, Call *call) {
  Arena *a = call->run->arena;
  Walk walk = {.text = {.arena = a}, .source = call->source};
  size_t read = call->reads.len;
  lua_settop(L, 0);
  walk_begin(L, &walk);
  run_function(L, call);
  walk_end(L);
  if (call->reads.data) call->reads.data[call->reads.len = read] = '\0';
  call->out->steps = text_get(&walk.text);
}

static int body(lua_State *L) {
  Call *call = call_of(L);
  run_function(L, call);
  if (seal_changed(L)) { /* put back; run once more to name the line */
    lua_settop(L, 0);
    lua_sethook(L, watch, LUA_MASKCOUNT, 1);
    run_function(L, call);
    if (seal_changed(L)) luaL_error(L, "the function changes what stands outside it");
  }
  take_answer(L, call);
  if (call->run->stepping) walk_function(L, call);
  return 0;
}

void function_call(void *context, Run *run, const Node *n, Outcome *out, const char **fault) {
  FunctionHost *f = context;
  Call call = {.run = run, .node = n, .out = out, .reads = {.arena = run->arena}, .source = &f->loading->lexed};
  Err err = {0};
  f->loading->call = &call;
  f->host.limits.steps = CALL_STEPS;
  bool ran = host_run(&f->host, body, NULL, f->loading->lexed.name, &err);
  f->loading->call = NULL;
  out->reads = text_get(&call.reads);
  if (ran) return;
  out->truth = TRUTH_UNKNOWN, out->p = NAN, out->why = WHY_FUNCTION;
  *fault = arena_printf(run->arena, "%s: %s", err.where, err.text);
}
