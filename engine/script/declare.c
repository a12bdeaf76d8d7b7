#include "base/ceiling.h"
#include "primitives/primitives.h"
#include "script/declare.h"
#include "script/fields.h"
#include "script/host.h"
#include "script/link.h"
#include "script/own.h"
#include "script/word.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

static const char RULE_KEY, PACK_KEY; /* registry keys of the markers */

/* ---- rule { } ---- */

static bool is_tag(const Catalog *catalog, const char *tag) {
  for (size_t i = 0; i < catalog->exercises.count; i++)
    for (const char *const *t = catalog->exercises.items[i].tags; t && *t; t++)
      if (strcmp(*t, tag) == 0) return true;
  return false;
}

static const char *near_tag(const Catalog *catalog, Arena *a, const char *tag) {
  Nearest nearest = {.word = tag};
  for (size_t i = 0; i < catalog->exercises.count; i++)
    for (const char *const *t = catalog->exercises.items[i].tags; t && *t; t++) text_near(&nearest, *t);
  return nearest.best ? text_near_hint(a, &nearest) : "; tags stand in data/exercises.lua";
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
      fields_mistake(f, effect->target, loading_unknown(f->loading, ROWS_ADVICE, effect->target));
    else if (catalog->advice.items[index].kind != effect->action)
      fields_mistake(
          f, effect->target,
          arena_printf(a, "'%s' belongs under %s", effect->target, action_names[catalog->advice.items[index].kind]));
    break;
  case ACTION_EXCLUDE:
    if (!is_tag(catalog, effect->target))
      fields_mistake(
          f, effect->target,
          arena_printf(a, "no exercise has the tag '%s'%s", effect->target, near_tag(catalog, a, effect->target)));
    break;
  case ACTION_STOP: {
    int urgency = name_find(urgency_names, effect->target);
    if (urgency < 0) fields_mistake(f, effect->target, "stop is \"emergency\", \"urgent\" or \"caution\"");
    effect->urgency = (Urgency)(urgency < 0 ? 0 : urgency);
    break;
  }
  default:
    effect->muscle = catalog_find(catalog, ROWS_MUSCLE, effect->target);
    if (effect->muscle < 0) fields_mistake(f, effect->target, loading_unknown(f->loading, ROWS_MUSCLE, effect->target));
  }
}

typedef LIST(Effect) Effects;

static void add_effects(const Fields *f, bool against, Effects *effects) {
  for (int action = 0; action_names[action]; action++) {
    if (against && action == ACTION_STOP) continue;
    for (const char *const *target = fields_texts(f, action_names[action]); *target; target++) {
      Effect *effect = LIST_ADD(f->loading->arena, effects);
      *effect = (Effect){.action = (Action)action, .target = *target, .muscle = -1, .against = against};
      check_target(f, effect);
    }
  }
}

/* against = { strengthen = "quadriceps" }: arguments against doing it. */
static void add_against(const Fields *f, Effects *effects) {
  if (!fields_push(f, "against")) return;
  Fields inner = *f;
  inner.table = lua_gettop(f->L);
  if (lua_istable(f->L, -1)) {
    fields_check(&inner, action_names, false);
    add_effects(&inner, true, effects);
  } else
    fields_mistake(f, "against", "against is written { strengthen = \"muscle\" }, with the words of effects");
  lua_pop(f->L, 1);
}

static bool get_shown(const Fields *f) {
  if (!fields_push(f, "show")) return false;
  bool shown = lua_isboolean(f->L, -1) && lua_toboolean(f->L, -1);
  if (!shown) fields_mistake(f, "show", "show can only be true: the rule is shown for information");
  lua_pop(f->L, 1);
  return shown;
}

static void get_effects(const Fields *f, Rule *rule) {
  Effects effects = {0};
  size_t before = f->loading->diags->errors;
  add_effects(f, false, &effects);
  add_against(f, &effects);
  rule->effects = effects.items, rule->effect_count = effects.count;
  bool meant = f->loading->diags->errors > before;
  for (int action = 0; action_names[action]; action++) meant = meant || fields_meant(f, action_names[action]);
  rule->shown = get_shown(f);
  if (rule->shown && effects.count)
    fields_mistake(f, "show", "a rule with show = true is for information: it has no effect beside it");
  else if (!rule->shown && !effects.count && !meant)
    fields_mistake(f, NULL,
                   "a rule needs an effect: strengthen, stretch, activate, mobilise, advise, cue, exclude, stop or "
                   "against; or show = true for information");
}

/* By value; equal ones by name, as Lua hands them over in no order. */
static bool comes_before(const Grade *a, const Grade *b) {
  return a->from != b->from ? a->from < b->from : strcmp(a->name, b->name) < 0;
}

/* grades = { of = index, mild = sd(1), severe = sd(2) }: words for the index from a value on, so bands have neither
 * gaps nor overlaps. */
static void get_grades(const Fields *f, Rule *rule) {
  lua_State *L = f->L;
  LIST(Grade) grades = {0};
  if (!fields_push(f, "grades")) return;
  bool good = lua_istable(L, -1);
  for (lua_pushnil(L); good && lua_next(L, -2); lua_pop(L, 1)) {
    host_charge(L, 1);
    const char *name = loading_text(L, -2);
    const Quantity *quantity = loading_to_quantity(L, -1);
    if (name && strcmp(name, "of") == 0) continue;
    bool bare = lua_type(L, -1) == LUA_TNUMBER;
    if (!name || !text_is_id(name) || !(quantity || bare) || grades.count == 9) {
      good = false;
      lua_pop(L, 2);
      break;
    }
    Grade grade = {.name = name,
                   .from = quantity ? quantity->number : lua_tonumber(L, -1),
                   .unit = quantity ? quantity->unit : NULL};
    LIST_ADD(f->loading->arena, &grades);
    size_t at = grades.count - 1;
    for (; at > 0 && comes_before(&grade, &grades.items[at - 1]); at--) grades.items[at] = grades.items[at - 1];
    grades.items[at] = grade;
  }
  if (!good)
    fields_mistake(f, "grades", "grades is written { of = index, mild = sd(1), severe = sd(2) }, at most 9 words");
  for (size_t i = 1; i < grades.count; i++)
    if (grades.items[i].from == grades.items[i - 1].from)
      fields_mistake(f, grades.items[i].name,
                     arena_printf(f->loading->arena, "%s and %s begin at the same value", grades.items[i - 1].name,
                                  grades.items[i].name));
  rule->grades = grades.items, rule->grade_count = grades.count;
  lua_settop(L, f->table);
}

static void get_evidence(const Fields *f, Rule *rule) {
  const char *name = fields_text(f, "evidence", !rule_stop(rule), 32, NULL);
  int evidence = name ? name_find(evidence_names, name) : EVIDENCE_NONE;
  if (evidence < 0) fields_mistake(f, name, "evidence is strong, moderate, limited, weak, contradictory or none");
  rule->evidence = (Evidence)(evidence < 0 ? 0 : evidence);
  for (const char *const *cite = rule->cites = fields_texts(f, "cite"); *cite; cite++)
    if (catalog_find(f->loading->catalog, ROWS_SOURCE, *cite) < 0)
      fields_mistake(f, *cite, loading_unknown(f->loading, ROWS_SOURCE, *cite));
  if (!*rule->cites)
    fields_missing(f, "cite",
                   "a rule needs its source: cite = { \"source_key\" }, or \"convention\" when there is none");
}

static void get_weight(const Fields *f, Rule *rule) {
  rule->weight = 1;
  if (!fields_push(f, "weight")) return;
  if (lua_type(f->L, -1) == LUA_TNUMBER) rule->weight = lua_tonumber(f->L, -1);
  if (lua_type(f->L, -1) != LUA_TNUMBER || !(rule->weight > 0 && rule->weight <= 10))
    fields_mistake(f, "weight",
                   lua_type(f->L, -1) == LUA_TSTRING ? "weight is a number: write it without quotes"
                                                     : "weight is a number above 0 and at most 10");
  lua_pop(f->L, 1);
}

static void get_say(const Fields *f, Rule *rule) {
  Arena *a = f->loading->arena;
  const struct {
    const char *name, **text;
  } fixed[] = {{"say", &rule->say}, {"tell", &rule->tell}, {"studied", &rule->studied}, {"doubt", &rule->doubt}};
  for (size_t i = 0; i < ARRAY_LEN(fixed); i++) {
    *fixed[i].text = fields_text(f, fixed[i].name, false, 500, "");
    if (!*fixed[i].text) *fixed[i].text = "";
  }
  const char *bad = rule_bad_placeholder(a, rule->say);
  if (!bad) return;
  if (strchr(bad, '{')) {
    fields_mistake(f, "say",
                   "a { in say has no } behind its word; write {side} {index} {value} {unit} {cut} {test} {n}");
    return;
  }
  Nearest nearest = {.word = bad};
  for (int i = 0; say_placeholders[i]; i++) text_near(&nearest, say_placeholders[i]);
  fields_mistake(f, "say",
                 arena_printf(a, "say knows no {%s}%s; there are {side} {index} {value} {unit} {cut} {test} {n}", bad,
                              text_near_hint(a, &nearest)));
}

/* Does anything in the tree look at the side being judged? Reports leaves that need one and have none. */
static bool looks_at_side(const Fields *f, const Node *n, bool each, bool *told) {
  bool looks = n->paired && n->which != WHICH_LEFT && n->which != WHICH_RIGHT && n->which != WHICH_WORSE &&
               n->which != WHICH_BETTER;
  if (looks && !each && !*told) {
    *told = true; /* once a rule: one line mends them all */
    loading_mistake(
        f->loading, n->line, n->op->name, NULL,
        arena_printf(f->loading->arena, "%s is measured left and right: write side = each in the rule%s", n->op->name,
                     n->kind == KIND_NUMBER && !n->function ? ", or .left, .right, .worse or .better behind it" : ""),
        NULL);
  }
  if (n->op->ops == &ops_found) looks = each; /* settled when the other rule is known */
  for (size_t i = 0; i < n->kid_count; i++) looks = looks_at_side(f, n->kids[i], each, told) || looks;
  for (int i = 0; i < ARGS_MOST; i++)
    if (n->args[i].node) looks = looks_at_side(f, n->args[i].node, each, told) || looks;
  return looks;
}

static bool get_side(const Fields *f) {
  if (!fields_push(f, "side")) return false;
  const Node *node = loading_to_node(f->L, -1);
  if (!word_is_each(f->L, lua_gettop(f->L)) && !(node && !node->op))
    fields_mistake(f, "side",
                   "side can only be each (no quotes): the rule is judged left and right; to look at one side only, "
                   "leave it out and write .left or .right behind the test");
  lua_pop(f->L, 1);
  return true; /* what was meant, so that no test is called sideless as well */
}

static void get_when(const Fields *f, Rule *rule) {
  PackBuild *build = f->loading->build;
  bool each = get_side(f);
  if (!fields_push(f, "when")) {
    fields_missing(f, "when", "rule needs when = a condition");
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
  bool told = false;
  rule->each = looks_at_side(f, node, each, &told) && each;
}

static int l_rule(lua_State *L) {
  Fields f = fields_open(L, "rule");
  PackBuild *build = f.loading->build;
  Rule *rule = arena_alloc(f.loading->arena, sizeof *rule);
  fields_check(&f, rule_fields, false);
  rule->line = f.line;
  rule->id = fields_id(&f);
  rule->title = fields_text(&f, "title", true, 200, "");
  rule->group = fields_text(&f, "group", false, 64, rule->id);
  get_say(&f, rule);
  get_when(&f, rule);
  get_effects(&f, rule);
  get_evidence(&f, rule);
  get_weight(&f, rule);
  get_grades(&f, rule);
  if (build->rules.count == RULES_MOST) return luaL_error(L, "a pack has at most %d rules", RULES_MOST);
  marker_push(L, &RULE_KEY, build->rules.count);
  *LIST_ADD(f.loading->arena, &build->rules) = rule;
  *LIST_ADD(f.loading->arena, &build->placed) = false;
  return 1;
}

/* ---- pack { } ---- */

static void check_engine(const Fields *f) {
  const char *needs = fields_text(f, "needs_engine", false, 16, NULL);
  int major = 0, minor = 0, own_major = 0, own_minor = 0;
  char end;
  if (!needs) return;
  if (sscanf(needs, "%3d.%3d%c", &major, &minor, &end) != 2) {
    fields_mistake(f, needs, "needs_engine is written \"1.0\"");
    return;
  }
  sscanf(SINEW_VERSION, "%3d.%3d", &own_major, &own_minor);
  if (major != own_major || minor > own_minor)
    fields_mistake(
        f, needs,
        arena_printf(f->loading->arena, "this pack needs engine %s; this is engine %s", needs, SINEW_VERSION));
}

static void get_population(const Fields *f, Pack *pack) {
  lua_State *L = f->L;
  if (!fields_push(f, "population")) return;
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
    fields_mistake(f, "population", "population is written { age = { 18, 65 } }, in whole years, the lower first");
}

/* One of { first = "strengthen", later = "stretch", muscle = "quadriceps" }, on top of the stack. */
static bool take_precedence(const Fields *f, Precedence *out) {
  Fields inner = *f;
  static const char *const names[] = {"first", "later", "muscle", NULL};
  inner.table = lua_gettop(f->L);
  if (!lua_istable(f->L, -1)) return false;
  fields_check(&inner, names, false);
  const char *first = fields_text(&inner, "first", true, 32, NULL),
             *later = fields_text(&inner, "later", true, 32, NULL);
  const char *muscle = fields_text(&inner, "muscle", true, 64, NULL);
  int a = first ? name_find(action_names, first) : -1, b = later ? name_find(action_names, later) : -1;
  if (muscle && catalog_find(f->loading->catalog, ROWS_MUSCLE, muscle) < 0)
    fields_mistake(f, muscle, loading_unknown(f->loading, ROWS_MUSCLE, muscle));
  *out = (Precedence){.first = (Action)a, .later = (Action)b, .muscle = muscle};
  return muscle && a >= 0 && b >= 0 && a != b && a <= ACTION_MOBILISE && b <= ACTION_MOBILISE;
}

static void get_precedence(const Fields *f, Pack *pack) {
  lua_State *L = f->L;
  LIST(Precedence) list = {0};
  if (!fields_push(f, "precedence")) return;
  bool good = lua_istable(L, -1);
  size_t count = good ? (size_t)lua_rawlen(L, -1) : 0;
  for (size_t i = 1; i <= count && good; i++) {
    host_charge(L, 1);
    lua_rawgeti(L, -1, (lua_Integer)i);
    good = take_precedence(f, LIST_ADD(f->loading->arena, &list));
    lua_pop(L, 1);
  }
  if (!good)
    fields_mistake(f, "precedence",
                   "precedence is a list of { first = \"strengthen\", later = \"stretch\", muscle = \"quadriceps\" }");
  pack->precedence = list.items, pack->precedence_count = list.count;
  lua_pop(L, 1);
}

static const struct {
  const char *name;
  size_t offset;
  const char *unit;
} policy_names[] = {
#define POLICY(name, unit) {#name, offsetof(Policy, name), #unit},
    POLICY_ROWS
#undef POLICY
};

/* The number on top of the stack, in a range that its unit allows. */
static bool policy_value(lua_State *L, const char *unit) {
  double value = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : NAN;
  return strcmp(unit, "ratio") == 0 ? value >= 0 && value <= 1 : fabs(value) <= 1000;
}

/* policy = { present_p = 0.9 }: the pack is judged by the shared policy with these numbers changed. */
static void get_policy(const Fields *f, Pack *pack) {
  lua_State *L = f->L;
  if (!fields_push(f, "policy")) return;
  Policy *policy = arena_alloc(f->loading->arena, sizeof *policy);
  *policy = f->loading->catalog->policy;
  if (!lua_istable(L, -1))
    fields_mistake(f, "policy", "policy is written { present_p = 0.9 }");
  else
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
      const char *name = loading_text(L, -2);
      Nearest nearest = {.word = name ? name : ""};
      size_t i = 0;
      host_charge(L, 1);
      for (; i < ARRAY_LEN(policy_names) && !(name && strcmp(policy_names[i].name, name) == 0); i++)
        text_near(&nearest, policy_names[i].name);
      if (i == ARRAY_LEN(policy_names))
        fields_mistake(f, name,
                       arena_printf(f->loading->arena, "policy has no number '%s'%s", name ? name : "?",
                                    text_near_hint(f->loading->arena, &nearest)));
      else if (!policy_value(L, policy_names[i].unit))
        fields_mistake(f, name,
                       arena_printf(f->loading->arena, "%s is a number%s", name,
                                    strcmp(policy_names[i].unit, "ratio") == 0 ? " from 0 to 1" : ", at most 1000"));
      else
        *(double *)((char *)policy + policy_names[i].offset) = lua_tonumber(L, -1);
    }
  expr_measure_policy(policy);
  pack->policy = policy;
  lua_pop(L, 1);
}

/* What an unknown word gives: its mistake is on record. */
static bool is_on_record(lua_State *L) {
  const Node *node = loading_to_node(L, -1);
  return node && !node->op;
}

static void place_rules(const Fields *f, PackBuild *build) {
  lua_State *L = f->L;
  size_t count = (size_t)lua_rawlen(L, 1);
  for (size_t i = 1; i <= count; i++) {
    size_t number;
    host_charge(L, 1);
    lua_rawgeti(L, 1, (lua_Integer)i);
    if (marker_is(L, lua_gettop(L), &RULE_KEY, &number)) {
      if (build->placed.items[number])
        fields_mistake(f, NULL, arena_printf(f->loading->arena, "rule %zu stands in the pack twice", i));
      build->placed.items[number] = true;
    } else if (!own_place(f, lua_gettop(L)) && !is_on_record(L))
      fields_mistake(f, NULL,
                     arena_printf(f->loading->arena, "entry %zu of the pack is %s, not a rule { }", i,
                                  loading_value_name(L, lua_gettop(L))));
    lua_pop(L, 1);
  }
}

static int l_pack(lua_State *L) {
  Fields f = fields_open(L, "pack");
  PackBuild *build = f.loading->build;
  Pack *pack = build->pack;
  if (build->has_pack) fields_mistake(&f, NULL, "a file makes one pack { } only");
  build->has_pack = true;
  fields_check(&f, pack_fields, true);
  pack->id = fields_id(&f);
  pack->version = fields_text(&f, "version", true, 32, "");
  pack->title = fields_text(&f, "title", true, 200, "");
  pack->author = fields_text(&f, "author", false, 200, "");
  pack->reviewed = fields_text(&f, "reviewed", false, 32, "");
  check_engine(&f);
  link_read(&f, pack);
  get_population(&f, pack);
  get_precedence(&f, pack);
  get_policy(&f, pack);
  place_rules(&f, build);
  marker_push(L, &PACK_KEY, 0);
  return 1;
}

void declare_push(lua_State *L) {
  marker_open(L, &RULE_KEY);
  marker_open(L, &PACK_KEY);
  lua_pushcfunction(L, l_rule);
  lua_setfield(L, -2, "rule");
  own_push(L);
  lua_pushcfunction(L, l_pack);
  lua_setfield(L, -2, "pack");
}

bool declare_is_pack(lua_State *L, int index) {
  size_t number;
  return marker_is(L, index, &PACK_KEY, &number);
}
