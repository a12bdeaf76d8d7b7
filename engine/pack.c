#include "pack.h"
#include "host.h"
#include "sandbox.h"
#include "word.h"

#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  PACK_MEMORY = 32 * 1024 * 1024,
  PACK_STEPS = 20 * 1000 * 1000,
  RULES_MOST = 2000,
  LIST_MOST = 50,
  WORDS_MOST = 50000
};

typedef struct PackBuild { /* a pack while its text runs */
  Pack *pack;
  const char *data;
  size_t len;
  LIST(Rule *) rules;
  LIST(bool) placed; /* per rule: stands in the pack */
  size_t words;      /* in all conditions, each as often as it stands there */
  bool has_pack, returned;
} PackBuild;

static const char RULE_KEY, PACK_KEY; /* registry keys of the metatables */

/* ---- reading fields of rule { } and pack { } ---- */

typedef struct Fields { /* the table at stack index 1 of a running word */
  lua_State *L;
  Loading *loading;
  const char *word;
  int line;
} Fields;

static void mistake(const Fields *f, const char *literal, const char *text) {
  loading_mistake(f->loading, f->line, f->word, literal, text, NULL);
}

/* Pushes the field; false (and nothing pushed) when absent. */
static bool push_field(const Fields *f, const char *name) {
  lua_pushstring(f->L, name);
  lua_rawget(f->L, 1);
  if (!lua_isnil(f->L, -1)) return true;
  lua_pop(f->L, 1);
  return false;
}

/* The text at the top of the stack, popped; NULL and a mistake when it is no text of 1 to most bytes. */
static const char *take_text(const Fields *f, const char *name, size_t most) {
  Arena *a = f->loading->arena;
  size_t len = 0;
  bool is_text = lua_type(f->L, -1) == LUA_TSTRING;
  const char *raw = is_text ? lua_tolstring(f->L, -1, &len) : NULL, *text = NULL;
  if (!is_text)
    mistake(f, name,
            arena_printf(a, "%s is a text in quotes, not %s", name, loading_value_name(f->L, lua_gettop(f->L))));
  else if (len == 0 || len > most || strlen(raw) != len || !text_is_utf8(raw, len))
    mistake(f, name, arena_printf(a, "%s must be a text of 1 to %zu characters", name, most));
  else
    text = arena_copy_n(a, raw, len);
  for (const char *at = text; text && *at; at++)
    if ((unsigned char)*at < 0x20 || *at == 0x7f) {
      mistake(f, name, arena_printf(a, "%s holds a control character (code %d)", name, *at));
      text = NULL;
    }
  lua_pop(f->L, 1);
  return text;
}

static const char *get_text(const Fields *f, const char *name, bool required, size_t most, const char *absent) {
  if (push_field(f, name)) return take_text(f, name, most);
  if (required) mistake(f, NULL, arena_printf(f->loading->arena, "%s needs %s = \"...\"", f->word, name));
  return absent;
}

static const char *get_id(const Fields *f) {
  const char *id = get_text(f, "id", true, 64, NULL);
  if (id && !text_is_id(id)) {
    mistake(f, id, "an id is made of small letters, digits, - and _, and begins with a letter");
    return NULL;
  }
  return id;
}

/* One text or a list of texts, NULL-terminated; empty when absent. */
static const char *const *get_texts(const Fields *f, const char *name) {
  lua_State *L = f->L;
  Arena *a = f->loading->arena;
  LIST(const char *) list = {0};
  if (push_field(f, name)) {
    bool table = lua_istable(L, -1);
    size_t count = table ? (size_t)lua_rawlen(L, -1) : 1;
    if (count > LIST_MOST) mistake(f, name, arena_printf(a, "%s has more than %d entries", name, LIST_MOST)), count = 0;
    for (size_t i = 0; i < count; i++) {
      if (table) lua_rawgeti(L, -1, (lua_Integer)i + 1);
      const char *text = take_text(f, name, 64);
      if (text) *LIST_ADD(a, &list) = text;
    }
    if (table) lua_pop(L, 1);
  }
  *LIST_ADD(a, &list) = NULL;
  return list.items;
}

static void check_names(const Fields *f, const char *const names[], bool list) {
  lua_State *L = f->L;
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
    host_charge(L, 1);
    if (list && lua_isinteger(L, -2)) continue;
    if (lua_type(L, -2) != LUA_TSTRING) {
      mistake(f, NULL, arena_printf(f->loading->arena, "%s has a value without a field name", f->word));
      continue;
    }
    const char *name = loading_text(L, -2);
    Nearest nearest = {.word = name};
    for (int i = 0; names[i]; i++) text_near(&nearest, names[i]);
    if (name_find(names, name) < 0)
      mistake(f, name,
              arena_printf(f->loading->arena, "%s has no field '%s'%s", f->word, name,
                           text_near_hint(f->loading->arena, &nearest)));
  }
}

static Fields open_fields(lua_State *L, const char *word) {
  Fields f = {.L = L, .loading = loading_of(L), .word = word, .line = loading_line(L)};
  luaL_checkstack(L, 16, NULL);
  if (lua_gettop(L) == 1 && lua_istable(L, 1)) return f;
  mistake(&f, NULL, arena_printf(f.loading->arena, "%s takes one table: %s { id = \"...\", ... }", word, word));
  lua_settop(L, 0);
  lua_newtable(L);
  return f;
}

/* ---- rule { } ---- */

static const char *const rule_fields[] = {"id",       "title",    "side",   "when",       "say",     "group",
                                          "cite",     "evidence", "weight", "strengthen", "stretch", "activate",
                                          "mobilise", "advise",   "cue",    "exclude",    "stop",    NULL};

static bool is_tag(const Catalog *catalog, const char *tag) {
  for (size_t i = 0; i < catalog->exercises.count; i++)
    for (const char *const *t = catalog->exercises.items[i].tags; t && *t; t++)
      if (strcmp(*t, tag) == 0) return true;
  return false;
}

static void check_target(const Fields *f, Effect *effect) {
  const Catalog *catalog = f->loading->catalog;
  Arena *a = f->loading->arena;
  int index;
  switch (effect->action) {
  case ACTION_ADVISE:
  case ACTION_CUE:
    index = catalog_find(catalog, ROWS_ADVICE, effect->target);
    if (index < 0)
      mistake(f, effect->target, catalog_unknown(catalog, a, ROWS_ADVICE, effect->target));
    else if (catalog->advice.items[index].kind != effect->action)
      mistake(
          f, effect->target,
          arena_printf(a, "'%s' belongs under %s", effect->target, action_names[catalog->advice.items[index].kind]));
    break;
  case ACTION_EXCLUDE:
    if (!is_tag(catalog, effect->target))
      mistake(f, effect->target, arena_printf(a, "no exercise has the tag '%s'", effect->target));
    break;
  case ACTION_STOP: {
    int urgency = name_find(urgency_names, effect->target);
    if (urgency < 0) mistake(f, effect->target, "stop is \"emergency\", \"urgent\" or \"caution\"");
    effect->urgency = (Urgency)(urgency < 0 ? 0 : urgency);
    break;
  }
  default:
    effect->muscle = catalog_find(catalog, ROWS_MUSCLE, effect->target);
    if (effect->muscle < 0) mistake(f, effect->target, catalog_unknown(catalog, a, ROWS_MUSCLE, effect->target));
  }
}

static void get_effects(const Fields *f, Rule *rule) {
  LIST(Effect) effects = {0};
  for (int action = 0; action_names[action]; action++) {
    for (const char *const *target = get_texts(f, action_names[action]); *target; target++) {
      Effect *effect = LIST_ADD(f->loading->arena, &effects);
      *effect = (Effect){.action = (Action)action, .target = *target, .muscle = -1};
      check_target(f, effect);
    }
  }
  rule->effects = effects.items, rule->effect_count = effects.count;
  if (!effects.count)
    mistake(f, NULL, "a rule needs an effect: strengthen, stretch, activate, mobilise, advise, cue, exclude or stop");
}

static void get_evidence(const Fields *f, Rule *rule) {
  const char *name = get_text(f, "evidence", !rule_stop(rule), 32, NULL);
  int evidence = name ? name_find(evidence_names, name) : EVIDENCE_NONE;
  if (evidence < 0) mistake(f, name, "evidence is strong, moderate, limited, weak, contradictory or none");
  rule->evidence = (Evidence)(evidence < 0 ? 0 : evidence);
  for (const char *const *cite = rule->cites = get_texts(f, "cite"); *cite; cite++)
    if (catalog_find(f->loading->catalog, ROWS_SOURCE, *cite) < 0)
      mistake(f, *cite, catalog_unknown(f->loading->catalog, f->loading->arena, ROWS_SOURCE, *cite));
  if (!*rule->cites)
    mistake(f, NULL, "a rule needs its source: cite = { \"source_key\" }, or \"convention\" when there is none");
}

static void get_weight(const Fields *f, Rule *rule) {
  rule->weight = 1;
  if (!push_field(f, "weight")) return;
  if (lua_type(f->L, -1) == LUA_TNUMBER) rule->weight = lua_tonumber(f->L, -1);
  if (lua_type(f->L, -1) != LUA_TNUMBER || !(rule->weight > 0 && rule->weight <= 10))
    mistake(f, "weight", "weight is a number above 0 and at most 10");
  lua_pop(f->L, 1);
}

static void get_say(const Fields *f, Rule *rule) {
  Arena *a = f->loading->arena;
  rule->say = get_text(f, "say", false, 500, "");
  if (!rule->say) rule->say = "";
  const char *bad = rule_bad_placeholder(a, rule->say);
  if (!bad) return;
  Nearest nearest = {.word = bad};
  for (int i = 0; say_placeholders[i]; i++) text_near(&nearest, say_placeholders[i]);
  mistake(f, "say",
          arena_printf(a, "say knows no {%s}%s; there are {side} {index} {value} {unit} {cut} {test} {n}", bad,
                       text_near_hint(a, &nearest)));
}

/* Does anything in the tree look at the side being judged? Reports leaves that need one and have none. */
static bool looks_at_side(const Fields *f, const Node *n, bool each) {
  bool looks = n->paired && n->which != WHICH_LEFT && n->which != WHICH_RIGHT && n->which != WHICH_WORSE &&
               n->which != WHICH_BETTER;
  if (looks && !each)
    loading_mistake(f->loading, n->line, n->op->name, NULL,
                    arena_printf(f->loading->arena, "%s is measured left and right: write side = each in the rule%s",
                                 n->op->name,
                                 n->kind == KIND_NUMBER ? ", or .left, .right, .worse or .better behind it" : ""),
                    NULL);
  for (size_t i = 0; i < n->kid_count; i++) looks = looks_at_side(f, n->kids[i], each) || looks;
  for (int i = 0; i < ARGS_MOST; i++)
    if (n->args[i].node) looks = looks_at_side(f, n->args[i].node, each) || looks;
  return looks;
}

static bool get_side(const Fields *f) {
  if (!push_field(f, "side")) return false;
  bool each = word_is_each(f->L, lua_gettop(f->L));
  if (!each) mistake(f, "side", "side can only be each (no quotes): the rule is judged left and right");
  lua_pop(f->L, 1);
  return each;
}

static void get_when(const Fields *f, Rule *rule) {
  PackBuild *build = f->loading->build;
  bool each = get_side(f);
  if (!push_field(f, "when")) {
    mistake(f, NULL, "rule needs when = a condition");
    return;
  }
  Node *node = loading_check_node(f->L, lua_gettop(f->L), f->line, f->word, "when");
  lua_pop(f->L, 1);
  if (!node || !node->op) return;
  if (node->kind != KIND_TRUTH) {
    loading_mistake(
        f->loading, node->line, node->op->name, NULL,
        arena_printf(f->loading->arena, "when takes a condition, but %s(...) is %s %s%s", node->op->name,
                     node->kind == KIND_ANSWER ? "an" : "a", kind_names[node->kind],
                     node->kind == KIND_ANSWER ? "; ask it: :is(yes)" : "; compare it: :above(cut), :below(cut)"),
        NULL);
    return;
  }
  build->words += (size_t)node->size;
  if (build->words > WORDS_MOST)
    luaL_error(f->L, "the conditions of a pack are made of more than %d words", WORDS_MOST);
  rule->when = node;
  rule->each = looks_at_side(f, node, each) && each;
}

static void push_marker(lua_State *L, const char *key, size_t number) {
  size_t *box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = number;
  lua_rawgetp(L, LUA_REGISTRYINDEX, key);
  lua_setmetatable(L, -2);
}

static bool is_marker(lua_State *L, int index, const char *key, size_t *number) {
  if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index)) return false;
  lua_rawgetp(L, LUA_REGISTRYINDEX, key);
  bool same = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  if (same) *number = *(size_t *)lua_touserdata(L, index);
  return same;
}

static int l_rule(lua_State *L) {
  Fields f = open_fields(L, "rule");
  PackBuild *build = f.loading->build;
  Rule *rule = arena_alloc(f.loading->arena, sizeof *rule);
  check_names(&f, rule_fields, false);
  rule->line = f.line;
  rule->id = get_id(&f);
  rule->title = get_text(&f, "title", true, 200, "");
  rule->group = get_text(&f, "group", false, 64, rule->id);
  get_say(&f, rule);
  get_when(&f, rule);
  get_effects(&f, rule);
  get_evidence(&f, rule);
  get_weight(&f, rule);
  if (build->rules.count == RULES_MOST) return luaL_error(L, "a pack has at most %d rules", RULES_MOST);
  push_marker(L, &RULE_KEY, build->rules.count);
  *LIST_ADD(f.loading->arena, &build->rules) = rule;
  *LIST_ADD(f.loading->arena, &build->placed) = false;
  return 1;
}

/* ---- pack { } ---- */

static const char *const pack_fields[] = {"id",       "version",      "title",      "author",
                                          "reviewed", "needs_engine", "population", NULL};

static void check_engine(const Fields *f) {
  const char *needs = get_text(f, "needs_engine", false, 16, NULL);
  int major = 0, minor = 0, own_major = 0, own_minor = 0;
  char end;
  if (!needs) return;
  if (sscanf(needs, "%3d.%3d%c", &major, &minor, &end) != 2) {
    mistake(f, needs, "needs_engine is written \"1.0\"");
    return;
  }
  sscanf(SINEW_VERSION, "%3d.%3d", &own_major, &own_minor);
  if (major != own_major || minor > own_minor)
    mistake(f, needs,
            arena_printf(f->loading->arena, "this pack needs engine %s; this is engine %s", needs, SINEW_VERSION));
}

static void get_population(const Fields *f, Pack *pack) {
  lua_State *L = f->L;
  if (!push_field(f, "population")) return;
  bool ok = lua_istable(L, -1);
  if (ok) {
    lua_pushstring(L, "age");
    lua_rawget(L, -2);
    ok = lua_istable(L, -1);
    for (int i = 1; ok && i <= 2; i++) {
      lua_rawgeti(L, -1, i);
      ok = lua_isinteger(L, -1) && lua_tointeger(L, -1) >= 0 && lua_tointeger(L, -1) <= 120;
      if (ok) *(i == 1 ? &pack->age_min : &pack->age_max) = (int)lua_tointeger(L, -1);
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  if (!ok || pack->age_min > pack->age_max)
    mistake(f, "population", "population is written { age = { 18, 65 } }, in whole years");
}

static void place_rules(const Fields *f, PackBuild *build) {
  lua_State *L = f->L;
  size_t count = (size_t)lua_rawlen(L, 1);
  for (size_t i = 1; i <= count; i++) {
    size_t number;
    host_charge(L, 1);
    lua_rawgeti(L, 1, (lua_Integer)i);
    if (is_marker(L, lua_gettop(L), &RULE_KEY, &number)) {
      if (build->placed.items[number])
        mistake(f, NULL, arena_printf(f->loading->arena, "rule %zu stands in the pack twice", i));
      build->placed.items[number] = true;
    } else
      mistake(f, NULL,
              arena_printf(f->loading->arena, "entry %zu of the pack is %s, not a rule { }", i,
                           loading_value_name(L, lua_gettop(L))));
    lua_pop(L, 1);
  }
}

static int l_pack(lua_State *L) {
  Fields f = open_fields(L, "pack");
  PackBuild *build = f.loading->build;
  Pack *pack = build->pack;
  if (build->has_pack) mistake(&f, NULL, "a file makes one pack { } only");
  build->has_pack = true;
  check_names(&f, pack_fields, true);
  pack->id = get_id(&f);
  pack->version = get_text(&f, "version", true, 32, "");
  pack->title = get_text(&f, "title", true, 200, "");
  pack->author = get_text(&f, "author", false, 200, "");
  pack->reviewed = get_text(&f, "reviewed", false, 32, "");
  check_engine(&f);
  get_population(&f, pack);
  place_rules(&f, build);
  push_marker(L, &PACK_KEY, 0);
  return 1;
}

/* ---- running the text ---- */

static void push_marker_metatable(lua_State *L, const char *key) {
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

static int body(lua_State *L) {
  Loading *loading = loading_of(L);
  PackBuild *build = loading->build;
  size_t number;
  push_marker_metatable(L, &RULE_KEY);
  push_marker_metatable(L, &PACK_KEY);
  host_load_text(L, loading->lexed.name, build->data, build->len, PACK_BYTES_MOST);
  sandbox_push(L);
  lua_pushcfunction(L, l_rule);
  lua_setfield(L, -2, "rule");
  lua_pushcfunction(L, l_pack);
  lua_setfield(L, -2, "pack");
  word_push_all(L);
  lua_setupvalue(L, -2, 1);
  lua_call(L, 0, 1);
  build->returned = is_marker(L, lua_gettop(L), &PACK_KEY, &number);
  return 0;
}

/* "name:12" of a fault becomes a diagnostic at that line. */
static void fault_to_diag(const Loading *loading, const Err *fault) {
  size_t len = strlen(loading->lexed.name);
  int line = 0;
  if (strncmp(fault->where, loading->lexed.name, len) == 0 && fault->where[len] == ':')
    line = atoi(fault->where + len + 1);
  lexer_fault(&loading->lexed, loading->diags, DIAG_ERROR, NULL, line, fault->text);
}

/* ---- after the run ---- */

static void check_unused(Loading *loading, const PackBuild *build) {
  size_t room = MISTAKES_MOST;
  for (size_t i = 0; i < build->rules.count && room; i++)
    if (!build->placed.items[i]) {
      room--;
      loading_mistake(loading, build->rules.items[i]->line, "rule", NULL,
                      "this rule stands in no pack: put it inside pack { ... }", NULL);
    }
  for (size_t i = 0; i < loading->nodes.count && room; i++) {
    const Node *node = loading->nodes.items[i];
    if (node->used) continue;
    room--;
    loading_mistake(loading, node->line, node->op->name, NULL,
                    arena_printf(loading->arena, "this %s(...) is used by no rule", node->op->name), NULL);
  }
}

static int compare_rules(const void *left, const void *right) {
  const Rule *a = left, *b = right;
  int order = strcmp(a->id, b->id);
  return order ? order : a->line - b->line;
}

static void sort_rules(Loading *loading, const PackBuild *build, Pack *pack) {
  Rule *rules = arena_array(loading->arena, build->rules.count, sizeof *rules);
  for (size_t i = 0; i < build->rules.count; i++) rules[i] = *build->rules.items[i];
  if (build->rules.count) qsort(rules, build->rules.count, sizeof *rules, compare_rules);
  for (size_t i = 1; i < build->rules.count; i++)
    if (strcmp(rules[i - 1].id, rules[i].id) == 0)
      loading_mistake(
          loading, rules[i].line, "rule", rules[i].id,
          arena_printf(loading->arena, "rule '%s' stands on line %d already", rules[i].id, rules[i - 1].line), NULL);
  pack->rules = rules, pack->rule_count = build->rules.count;
}

static void finish(Loading *loading, PackBuild *build, Pack *pack) {
  if (loading->diags->errors) return;
  if (!build->has_pack || !build->returned)
    lexer_fault(&loading->lexed, loading->diags, DIAG_ERROR, NULL, 1,
                "the file must return its pack: return pack { ... }");
  else if (!build->rules.count)
    lexer_fault(&loading->lexed, loading->diags, DIAG_ERROR, NULL, 1, "the pack has no rule");
  check_unused(loading, build);
  if (!loading->diags->errors) sort_rules(loading, build, pack);
  pack->node_count = (int)loading->nodes.count;
}

static Hash pack_hash(const char *id, const char *data, size_t len) {
  Hasher hasher;
  hash_begin(&hasher);
  hash_text(&hasher, id);
  hash_part(&hasher, data, len);
  return hash_end(&hasher);
}

Pack *pack_load(Arena *a, const Catalog *catalog, const char *path, const char *data, size_t len, Diags *diags,
                Err *err) {
  Pack *pack = arena_alloc(a, sizeof *pack);
  PackBuild build = {.pack = pack, .data = data, .len = len};
  Loading loading = {.catalog = catalog, .arena = a, .diags = diags, .build = &build};
  size_t errors_before = diags->errors;
  pack->path = arena_copy(a, path);
  if (len > PACK_BYTES_MOST) return fail(err, ERR_LIMIT, path, "is larger than %d KiB", PACK_BYTES_MOST / 1024), NULL;
  loading.lexed = lexer_read(a, pack->path, data, len);
  Host host;
  if (!host_open(&host, (HostLimits){.bytes = PACK_MEMORY, .steps = PACK_STEPS}, err)) return NULL;
  host.context = &loading;
  loading.L = host.L;
  Err fault = {0};
  bool ran = host_run(&host, body, NULL, pack->path, &fault);
  host_close(&host);
  loading.L = NULL;
  if (!ran) fault_to_diag(&loading, &fault);
  lexer_check_operators(&loading.lexed, diags);
  finish(&loading, &build, pack);
  diags_sort(diags);
  if (diags->errors > errors_before)
    return fail(err, fault.kind == ERR_LIMIT ? ERR_LIMIT : ERR_SCRIPT, path, "%zu mistake%s",
                diags->errors - errors_before, diags->errors - errors_before == 1 ? "" : "s"),
           NULL;
  pack->hash = pack_hash(pack->id, data, len);
  return pack;
}
