#include "proof/expected.h"

#include <lauxlib.h>
#include <string.h>

static const Rule *find_rule(EntryReader *r, const char *id, int field) {
  const Pack *in;
  const Rule *rule = pack_rule(r->pack, id, &in);
  const char *slash = strchr(id, '/');
  Nearest near = {.word = slash ? slash + 1 : id};
  for (size_t i = 0; in && i < in->rule_count; i++) text_near(&near, in->rules[i].id);
  if (!in)
    entry_fault(r, field, "pack '%s' does not require the pack of '%s'", r->pack->id, id);
  else if (!rule)
    entry_fault(r, field, "pack '%s' has no rule '%s'%s", in->id, near.word, text_near_hint(r->loading->arena, &near));
  return rule;
}

/* true, false or a word, on top of the stack, popped. */
static Verdict take_verdict(EntryReader *r, int token) {
  lua_State *L = r->L;
  int verdict = lua_isboolean(L, -1) ? (lua_toboolean(L, -1) ? VERDICT_TRUE : VERDICT_FALSE) : -1;
  const char *text = loading_text(L, -1);
  if (text) verdict = name_find(verdict_names, text);
  if (verdict < 0 || (text && verdict <= VERDICT_TRUE)) {
    entry_fault(r, token, "expected of a rule is true, false, \"unknown\", \"unsure\" or \"not judged\", not %s%s",
                loading_value_name(L, lua_gettop(L)),
                text ? entry_nearest(r, text, verdict_names + VERDICT_UNKNOWN) : "");
    verdict = VERDICT_FALSE;
  }
  lua_pop(L, 1);
  return (Verdict)verdict;
}

/* { true, index = { 1.2, 1.4 }, certainty = { 0.8, 1 }, grade = "mild" } on top of the stack, popped. */
static void take_details(EntryReader *r, int field, Expectation *out) {
  static const char *const known[] = {"index", "certainty", "grade", NULL};
  lua_State *L = r->L;
  int table = lua_gettop(L), open = entry_open(r, field);
  entry_check_names(r, table, field, open, out->rule, known, true);
  if (entry_push(r, table, "index")) out->index = entry_take_range(r, entry_field(r, open, "index"), "index");
  if (entry_push(r, table, "certainty"))
    out->certainty = entry_take_range(r, entry_field(r, open, "certainty"), "certainty");
  entry_scalar(r, table, open, "grade", &out->grade, NULL);
  lua_rawgeti(L, table, 1);
  out->verdict = take_verdict(r, field);
  if (out->verdict != VERDICT_TRUE && (out->index.given || out->certainty.given || out->grade))
    entry_fault(r, field, "index, certainty and grade are known of a true rule only");
  lua_pop(L, 1);
}

static void check_grade(EntryReader *r, const Rule *rule, const char *grade, int field) {
  Nearest near = {.word = grade};
  for (size_t i = 0; i < rule->grade_count; i++) {
    if (strcmp(rule->grades[i].name, grade) == 0) return;
    text_near(&near, rule->grades[i].name);
  }
  entry_fault(r, field, "rule '%s' has no grade '%s'%s", rule->id, grade, text_near_hint(r->loading->arena, &near));
}

static void take_expectation(EntryReader *r, const char *key, int field, Example *out) {
  Expectation e = {.line = entry_line(r, field)};
  bool sound = entry_split_side(r, key, &e.rule, &e.side);
  const Rule *rule = sound ? find_rule(r, e.rule, field) : NULL;
  if (!sound) entry_fault(r, field, "'%s': behind the dot stands left or right", key);
  if (rule && rule->each && e.side == SIDE_BOTH)
    entry_fault(r, field, "rule '%s' is judged left and right", e.rule)->hint =
        arena_printf(r->loading->arena, "write [\"%s.left\"] or [\"%s.right\"]", e.rule, e.rule);
  if (rule && !rule->each && e.side != SIDE_BOTH)
    entry_fault(r, field, "rule '%s' is judged once, not left and right", e.rule);
  if (lua_istable(r->L, -1))
    take_details(r, field, &e);
  else
    e.verdict = take_verdict(r, entry_value(r, field));
  if (rule && e.grade) check_grade(r, rule, e.grade, field);
  *LIST_ADD(r->loading->arena, &out->expected) = e;
}

static bool is_tag(const Catalog *catalog, const char *tag) {
  for (size_t i = 0; i < catalog->exercises.count; i++)
    for (const char *const *t = catalog->exercises.items[i].tags; t && *t; t++)
      if (strcmp(*t, tag) == 0) return true;
  return false;
}

/* "strengthen gluteus_medius.left" */
static bool parse_target(EntryReader *r, const char *key, int field, ExpectedTarget *out) {
  const Catalog *catalog = r->loading->catalog;
  const char *blank = strchr(key, ' '), *name;
  int action = blank ? name_find(action_names, arena_copy_n(r->loading->arena, key, (size_t)(blank - key))) : -1;
  if (action < 0 || action == ACTION_STOP || !entry_split_side(r, blank + 1, &name, &out->side)) {
    entry_fault(r, field, "'%s' is no target: write [\"strengthen gluteus_medius.left\"] or [\"advise hold_load\"]",
                key);
    return false;
  }
  bool advice = action == ACTION_ADVISE || action == ACTION_CUE;
  out->action = (Action)action, out->target = name;
  if (action == ACTION_EXCLUDE)
    return is_tag(catalog, name) || (entry_fault(r, field, "no exercise has the tag '%s'", name), false);
  RowKind kind = advice ? ROWS_ADVICE : ROWS_MUSCLE;
  if (catalog_find(catalog, kind, name) >= 0) return true;
  entry_fault(r, field, "%s", catalog_unknown(catalog, r->loading->arena, kind, name));
  return false;
}

static void take_targets(EntryReader *r, int field, Example *out) {
  int table = lua_gettop(r->L), open = entry_open(r, field);
  if (!lua_istable(r->L, -1)) {
    entry_fault(r, field, "targets is a table: targets = { [\"strengthen gluteus_medius.left\"] = true }");
    lua_pop(r->L, 1);
    return;
  }
  EntryNames names = entry_names(r, table, field, "targets", false);
  for (size_t i = 0; i < names.count; i++) {
    int own = entry_field(r, open, names.items[i]);
    ExpectedTarget target = {.line = entry_line(r, own >= 0 ? own : field), .there = true};
    if (!parse_target(r, names.items[i], own >= 0 ? own : field, &target) || !entry_push(r, table, names.items[i]))
      continue;
    if (lua_istable(r->L, -1))
      target.weight = entry_take_range(r, own, "the weight of a target");
    else
      target.there = entry_take_bool(r, entry_value(r, own), "a target without a range of weight");
    *LIST_ADD(r->loading->arena, &out->targets) = target;
  }
  lua_pop(r->L, 1);
}

static void take_stops(EntryReader *r, int field, Example *out) {
  out->stops = entry_take_texts(r, field, "stops");
  out->stops_line = entry_line(r, field);
  for (const char *const *id = out->stops; *id; id++) {
    int token = entry_text_in(r, entry_open(r, field), *id, field);
    const Rule *rule = find_rule(r, *id, token);
    if (rule && !rule_stop(rule)) entry_fault(r, token, "rule '%s' has no stop", *id);
  }
}

static void read_expect(EntryReader *r, int index, Example *out) {
  int field;
  if (!entry_push_table(r, index, "expect", "[\"rule-id.left\"] = true", &field)) return;
  int table = lua_gettop(r->L), open = entry_open(r, field);
  EntryNames names = entry_names(r, table, field, "expect", false);
  for (size_t i = 0; i < names.count; i++) {
    const char *name = names.items[i];
    int own = entry_field(r, open, name);
    if (own < 0) own = field;
    if (!entry_push(r, table, name)) continue;
    if (strcmp(name, "targets") == 0)
      take_targets(r, own, out);
    else if (strcmp(name, "stops") == 0)
      take_stops(r, own, out);
    else
      take_expectation(r, name, own, out);
  }
  lua_pop(r->L, 1);
}

static void take_ids(EntryReader *r, int table, int open, const char *name, RowKind kind, const char *const **out) {
  int field = entry_field(r, open, name);
  if (!entry_push(r, table, name)) return;
  *out = entry_take_texts(r, field, name);
  for (const char *const *id = *out; *id; id++)
    if (catalog_find(r->loading->catalog, kind, *id) < 0)
      entry_fault(r, entry_text_in(r, entry_open(r, field), *id, field), "%s",
                  catalog_unknown(r->loading->catalog, r->loading->arena, kind, *id));
}

static void read_plan(EntryReader *r, int index, ExpectedPlan *out) {
  static const char *const known[] = {"exercises", "without", "advice", "stopped", NULL};
  static const char *const none[] = {NULL};
  int field;
  *out = (ExpectedPlan){.exercises = none, .without = none, .advice = none};
  if (!entry_push_table(r, index, "expect_plan", "exercises = { \"...\" }, without = { \"...\" }", &field)) return;
  int table = lua_gettop(r->L), open = entry_open(r, field);
  entry_check_names(r, table, field, open, "expect_plan", known, false);
  out->given = true, out->line = entry_line(r, field);
  take_ids(r, table, open, "exercises", ROWS_EXERCISE, &out->exercises);
  take_ids(r, table, open, "without", ROWS_EXERCISE, &out->without);
  take_ids(r, table, open, "advice", ROWS_ADVICE, &out->advice);
  out->stopped_given = entry_push(r, table, "stopped");
  if (out->stopped_given) out->stopped = entry_take_bool(r, entry_value(r, entry_field(r, open, "stopped")), "stopped");
  lua_pop(r->L, 1);
}

void expected_read(EntryReader *r, int index, Example *out) {
  read_expect(r, index, out);
  read_plan(r, index, &out->plan);
}
