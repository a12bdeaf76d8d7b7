#include "example.h"
#include "host.h"
#include "intake.h"
#include "limit.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_MOST = 200, READINGS_MOST = 500, NESTING = 3 };

typedef ExampleReader Reader;
typedef LIST(const char *) Names;
typedef LIST(Measure) Measures;
typedef LIST(Answer) Answers;

/* ---- places ---- */

Diag *example_fault(Reader *r, int token, const char *format, ...) {
  va_list args;
  va_start(args, format);
  const char *text = arena_vprintf(r->loading->arena, format, args);
  va_end(args);
  host_charge(r->L, MISTAKE_STEPS);
  const Token *at = token >= 0 ? &r->loading->lexed.items[token] : r->token;
  return lexer_fault(&r->loading->lexed, r->loading->diags, DIAG_ERROR, at, r->line, text);
}

static int line_of(const Reader *r, int token) { return token >= 0 ? r->loading->lexed.items[token].line : r->line; }

/* A field of the table that token `open` opens; looking for it costs steps, so that no table is too wide. */
static int field_of(Reader *r, int open, const char *name) {
  const Lexed *lexed = &r->loading->lexed;
  if (open >= 0 && lexed->items[open].match > open) host_charge(r->L, (size_t)(lexed->items[open].match - open) / 8);
  return lexer_field(lexed, open, name);
}

/* The brace that opens a field's table, or -1. */
static int open_of(const Reader *r, int field) {
  int value = field >= 0 ? lexer_value(&r->loading->lexed, field) : -1;
  return value >= 0 && r->loading->lexed.items[value].match >= 0 ? value : -1;
}

/* Where a plain value stands: its own token, else that of its field. */
static int value_of(const Reader *r, int field) {
  int value = field >= 0 ? lexer_value(&r->loading->lexed, field) : -1;
  return value >= 0 && r->loading->lexed.items[value].match < 0 ? value : field;
}

/* A text between the braces that token `open` opens, else `otherwise`. */
static int text_in(const Reader *r, int open, const char *text, int otherwise) {
  const Token *tokens = r->loading->lexed.items;
  for (int i = open; text && open >= 0 && i < tokens[open].match; i++)
    if (tokens[i].kind == TOKEN_STRING && strcmp(tokens[i].text, text) == 0) return i;
  return otherwise;
}

/* ---- tables ---- */

static int compare_names(const void *left, const void *right) {
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The names of a table's fields, sorted. Numbered entries are a mistake unless it may be a list. */
static Names names_of(Reader *r, int index, int field, const char *what, bool list) {
  lua_State *L = r->L;
  Names names = {0};
  luaL_checkstack(L, 4, NULL);
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    host_charge(L, 8);
    const char *name = loading_text(L, -2);
    if (name && strlen(name) == lua_rawlen(L, -2))
      *LIST_ADD(r->loading->arena, &names) = name;
    else if (name)
      example_fault(r, field, "%s has a name that is longer than any: '%.40s...'", what, name);
    else if (!list || !lua_isinteger(L, -2))
      example_fault(r, field, "%s has a value without a name: write name = value", what);
  }
  if (names.count) qsort(names.items, names.count, sizeof *names.items, compare_names);
  return names;
}

static const char *nearest(Reader *r, const char *word, const char *const names[]) {
  Nearest near = {.word = word};
  for (size_t i = 0; names[i]; i++) text_near(&near, names[i]);
  return text_near_hint(r->loading->arena, &near);
}

/* Reports names that are none of these. */
static void check_names(Reader *r, int index, int field, int open, const char *what, const char *const known[],
                        bool list) {
  Names names = names_of(r, index, field, what, list);
  for (size_t i = 0; i < names.count; i++)
    if (name_find(known, names.items[i]) < 0)
      example_fault(r, field_of(r, open, names.items[i]), "%s has no field '%s'%s", what, names.items[i],
                    nearest(r, names.items[i], known));
}

/* Pushes a field of the table; false (and nothing pushed) when absent or when its mistake is on record. */
static bool push(Reader *r, int index, const char *name) {
  lua_pushstring(r->L, name);
  lua_rawget(r->L, index);
  const Node *node = loading_to_node(r->L, -1);
  bool poisoned = node && !node->op;
  if (!lua_isnil(r->L, -1) && !poisoned) return true;
  lua_pop(r->L, 1);
  return false;
}

static bool push_table(Reader *r, int index, const char *name, const char *example, int *field) {
  if (!push(r, index, name)) return false;
  *field = field_of(r, r->open, name);
  if (lua_istable(r->L, -1)) return true;
  example_fault(r, *field, "%s is a table: %s = { %s }", name, name, example);
  lua_pop(r->L, 1);
  return false;
}

/* A text or number on top of the stack, popped. */
static void take_scalar(Reader *r, int token, const char *name, const char **text, const double **number) {
  lua_State *L = r->L;
  if (lua_type(L, -1) == LUA_TSTRING) {
    *text = loading_text(L, -1);
    if (strlen(*text) != lua_rawlen(L, -1)) example_fault(r, token, "%s is longer than any name or number", name);
  } else if (number && lua_type(L, -1) == LUA_TNUMBER) {
    double *copy = arena_alloc(r->loading->arena, sizeof *copy);
    *copy = lua_tonumber(L, -1);
    *number = copy;
  } else
    example_fault(r, token, "%s is a text in quotes%s, not %s", name, number ? " or a number" : "",
                  loading_value_name(L, lua_gettop(L)));
  lua_pop(L, 1);
}

static void scalar(Reader *r, int index, int open, const char *name, const char **text, const double **number) {
  if (push(r, index, name)) take_scalar(r, value_of(r, field_of(r, open, name)), name, text, number);
}

/* A list of texts on top of the stack, popped; NULL-terminated. */
static const char *const *take_texts(Reader *r, int field, const char *name) {
  lua_State *L = r->L;
  Names list = {0};
  size_t count = lua_istable(L, -1) ? (size_t)lua_rawlen(L, -1) : 0;
  if (!lua_istable(L, -1) || count > LIST_MOST)
    example_fault(r, field, "%s is a list of at most %d texts: %s = { \"...\" }", name, LIST_MOST, name);
  else
    names_of(r, lua_gettop(L), field, name, true);
  for (size_t i = 0; i < count && count <= LIST_MOST; i++) {
    const char *text = NULL;
    lua_rawgeti(L, -1, (lua_Integer)i + 1);
    take_scalar(r, field, name, &text, NULL);
    if (text) *LIST_ADD(r->loading->arena, &list) = text;
  }
  lua_pop(L, 1);
  *LIST_ADD(r->loading->arena, &list) = NULL;
  return list.items;
}

static bool take_bool(Reader *r, int token, const char *name) {
  bool value = lua_toboolean(r->L, -1);
  if (!lua_isboolean(r->L, -1)) example_fault(r, token, "%s is true or false", name);
  lua_pop(r->L, 1);
  return value;
}

/* { least, most } on top of the stack, popped. */
static Range take_range(Reader *r, int field, const char *name) {
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
    example_fault(r, field, "%s is a range: { least, most }, both numbers", name);
  return range;
}

/* "name.left" is the name and its side; without a side the whole. False: behind the dot stands no side. */
static bool split_side(Reader *r, const char *key, const char **name, Side *side) {
  const char *dot = strrchr(key, '.');
  int found = dot ? name_find(side_names, dot + 1) : SIDE_BOTH;
  *name = dot ? arena_copy_n(r->loading->arena, key, (size_t)(dot - key)) : key;
  *side = found == SIDE_LEFT || found == SIDE_RIGHT ? (Side)found : SIDE_BOTH;
  return !dot || *side != SIDE_BOTH;
}

/* ---- what is given ---- */

static void read_patient(Reader *r, int index, Patient *out) {
  static const char *const known[] = {"sex", "age", "mass_kg", "height_cm", "dominant", "sport", NULL};
  const char *wrong;
  int field = -1;
  Err err = {0};
  PatientText in = {.code = "case"};
  if (push_table(r, index, "patient", "sex = \"f\", age = 26, mass_kg = 58", &field)) {
    int table = lua_gettop(r->L), open = open_of(r, field);
    check_names(r, table, field, open, "patient", known, false);
    scalar(r, table, open, "sex", &in.sex, NULL);
    scalar(r, table, open, "age", &in.age, &in.age_n);
    scalar(r, table, open, "mass_kg", &in.mass_kg, &in.mass_n);
    scalar(r, table, open, "height_cm", &in.height_cm, &in.height_n);
    scalar(r, table, open, "dominant", &in.dominant, NULL);
    scalar(r, table, open, "sport", &in.sport, NULL);
    lua_pop(r->L, 1);
  }
  if (intake_patient(r->loading->arena, &in, DATE_ISO, out, &wrong, &err)) return;
  int at = value_of(r, field_of(r, open_of(r, field), wrong));
  example_fault(r, at >= 0 ? at : field, "%s", err.text);
}

/* Hands one reading to the door; token: of its value, field: of its name, open: of its set-up. */
static void add_reading(Reader *r, const MeasureText *in, int token, int field, int open, Measures *out) {
  const char *wrong = "";
  Err err = {0};
  Measure measure;
  Arena *a = r->loading->arena;
  if (out->count == READINGS_MOST) luaL_error(r->L, "a case has at most %d readings", READINGS_MOST);
  if (!intake_measure(r->loading->catalog, a, in, DATE_ISO, &measure, NULL, &wrong, &err)) {
    int own = value_of(r, field_of(r, open, wrong));
    bool of_name = strcmp(wrong, "test") == 0 || strcmp(wrong, "side") == 0;
    Diag *diag = example_fault(r, of_name ? field : own >= 0 ? own : token, "%s", err.text);
    if (strcmp(wrong, "side") == 0 && !in->side)
      diag->hint = arena_printf(a, "write [\"%s.left\"] or [\"%s.right\"]", in->test, in->test);
    return;
  }
  for (size_t i = 0; i < out->count; i++)
    if (intake_same_key(&out->items[i], &measure, 0))
      example_fault(r, token, "this reading of '%s' stands in the case twice", in->test);
  *LIST_ADD(a, out) = measure;
}

/* A value, or { value, ..., position = ..., lever_m = ... }: several values are trials 1, 2, ... */
static void take_reading(Reader *r, MeasureText in, int field, int open, int depth, Measures *out) {
  static const char *const known[] = {"position", "contraction", "lever_m", "trial", "pain", "source", "date", NULL};
  lua_State *L = r->L;
  int table = lua_gettop(L);
  if (!lua_istable(L, -1) || depth == NESTING) {
    bool text = lua_type(L, -1) == LUA_TSTRING;
    int token = text_in(r, open, text ? loading_text(L, -1) : NULL, value_of(r, field));
    take_scalar(r, token, in.test, &in.value, &in.value_n);
    if (in.value || in.value_n) add_reading(r, &in, token, field, open, out);
    return;
  }
  luaL_checkstack(L, 8, NULL);
  check_names(r, table, field, open, in.test, known, true);
  scalar(r, table, open, "position", &in.position, NULL);
  scalar(r, table, open, "contraction", &in.contraction, NULL);
  scalar(r, table, open, "lever_m", &in.lever_m, &in.lever_n);
  scalar(r, table, open, "trial", &in.trial, &in.trial_n);
  scalar(r, table, open, "pain", &in.pain, &in.pain_n);
  scalar(r, table, open, "source", &in.origin, NULL);
  scalar(r, table, open, "date", &in.date, NULL);
  size_t count = (size_t)lua_rawlen(L, table);
  if (count == 0) example_fault(r, field, "%s has no value: write { \"62 N\", position = ... }", in.test);
  for (size_t i = 1; i <= count; i++) {
    MeasureText item = in;
    double *trial = arena_alloc(r->loading->arena, sizeof *trial);
    host_charge(L, 50);
    lua_rawgeti(L, table, (lua_Integer)i);
    *trial = (double)i;
    if (count > 1 && !lua_istable(L, -1)) item.trial_n = trial;
    take_reading(r, item, field, open, depth + 1, out);
  }
  lua_pop(L, 1);
}

static void read_measures(Reader *r, int index, Case *c) {
  int field;
  Measures measures = {0};
  if (!push_table(r, index, "measure", "[\"ake.left\"] = 25, sorensen = \"62 s\"", &field)) return;
  int table = lua_gettop(r->L), open = open_of(r, field);
  Names names = names_of(r, table, field, "measure", false);
  for (size_t i = 0; i < names.count; i++) {
    MeasureText in = {0};
    Side side;
    int own = field_of(r, open, names.items[i]);
    if (!split_side(r, names.items[i], &in.test, &side)) {
      example_fault(r, own, "'%s': behind the dot stands left or right", names.items[i]);
      continue;
    }
    if (side != SIDE_BOTH) in.side = side_names[side];
    if (push(r, table, names.items[i])) take_reading(r, in, own >= 0 ? own : field, open_of(r, own), 0, &measures);
  }
  lua_pop(r->L, 1);
  c->measures = measures.items, c->measure_count = measures.count;
}

static void read_answers(Reader *r, int index, Case *c) {
  int field;
  Answers answers = {0};
  if (!push_table(r, index, "answer", "rf_ces_saddle = \"no\"", &field)) return;
  int table = lua_gettop(r->L), open = open_of(r, field);
  Names names = names_of(r, table, field, "answer", false);
  for (size_t i = 0; i < names.count; i++) {
    const char *wrong = "", *value = NULL;
    Err err = {0};
    Answer answer;
    int own = field_of(r, open, names.items[i]);
    scalar(r, table, open, names.items[i], &value, NULL);
    if (!value) continue;
    if (intake_answer(r->loading->catalog, r->loading->arena, names.items[i], value, &answer, &wrong, &err))
      *LIST_ADD(r->loading->arena, &answers) = answer;
    else
      example_fault(r, strcmp(wrong, "question") == 0 ? own : value_of(r, own), "%s", err.text);
  }
  lua_pop(r->L, 1);
  c->answers = answers.items, c->answer_count = answers.count;
}

static void read_limits(Reader *r, int index, Limits *out) {
  const char *wrong = "";
  int field;
  Err err = {0};
  LimitsText in = {0};
  if (!push_table(r, index, "limits", "minutes = 20, equipment = { \"band\" }", &field)) return;
  int table = lua_gettop(r->L), open = open_of(r, field);
  check_names(r, table, field, open, "limits", limit_names, false);
  for (int i = 0; i < LIMIT_NUMBERS; i++) scalar(r, table, open, limit_names[i], &in.text[i], &in.exact[i]);
  for (int i = 0; i < LIMIT_LISTS; i++) {
    const char *name = limit_names[LIMIT_NUMBERS + i];
    if (push(r, table, name)) in.lists[i] = take_texts(r, field_of(r, open, name), name);
    while (in.lists[i] && in.lists[i][in.counts[i]]) in.counts[i]++;
  }
  lua_pop(r->L, 1);
  if (!limits_read(r->loading->catalog, r->loading->arena, &in, out, &wrong, &err))
    example_fault(r, value_of(r, field_of(r, open, wrong)), "%s", err.text);
}

static void read_date(Reader *r, int index, Case *c) {
  const char *text = casetext_day;
  scalar(r, index, r->open, "date", &text, NULL);
  if (!date_parse(text, DATE_ISO, &c->date))
    example_fault(r, value_of(r, field_of(r, r->open, "date")), "'%s' is no date of the calendar: write YYYY-MM-DD",
                  text);
}

/* ---- what is expected ---- */

static const Rule *find_rule(Reader *r, const char *id, int field) {
  const Pack *in;
  const Rule *rule = pack_rule(r->pack, id, &in);
  const char *slash = strchr(id, '/');
  Nearest near = {.word = slash ? slash + 1 : id};
  for (size_t i = 0; in && i < in->rule_count; i++) text_near(&near, in->rules[i].id);
  if (!in)
    example_fault(r, field, "pack '%s' does not require the pack of '%s'", r->pack->id, id);
  else if (!rule)
    example_fault(r, field, "pack '%s' has no rule '%s'%s", in->id, near.word,
                  text_near_hint(r->loading->arena, &near));
  return rule;
}

/* true, false or a word, on top of the stack, popped. */
static Verdict take_verdict(Reader *r, int token) {
  lua_State *L = r->L;
  int verdict = lua_isboolean(L, -1) ? (lua_toboolean(L, -1) ? VERDICT_TRUE : VERDICT_FALSE) : -1;
  const char *text = loading_text(L, -1);
  if (text) verdict = name_find(verdict_names, text);
  if (verdict < 0 || (text && verdict <= VERDICT_TRUE)) {
    example_fault(r, token, "expected of a rule is true, false, \"unknown\", \"unsure\" or \"not judged\", not %s%s",
                  loading_value_name(L, lua_gettop(L)), text ? nearest(r, text, verdict_names + VERDICT_UNKNOWN) : "");
    verdict = VERDICT_FALSE;
  }
  lua_pop(L, 1);
  return (Verdict)verdict;
}

/* { true, index = { 1.2, 1.4 }, certainty = { 0.8, 1 }, grade = "mild" } on top of the stack, popped. */
static void take_details(Reader *r, int field, Expectation *out) {
  static const char *const known[] = {"index", "certainty", "grade", NULL};
  lua_State *L = r->L;
  int table = lua_gettop(L), open = open_of(r, field);
  check_names(r, table, field, open, out->rule, known, true);
  if (push(r, table, "index")) out->index = take_range(r, field_of(r, open, "index"), "index");
  if (push(r, table, "certainty")) out->certainty = take_range(r, field_of(r, open, "certainty"), "certainty");
  scalar(r, table, open, "grade", &out->grade, NULL);
  lua_rawgeti(L, table, 1);
  out->verdict = take_verdict(r, field);
  if (out->verdict != VERDICT_TRUE && (out->index.given || out->certainty.given || out->grade))
    example_fault(r, field, "index, certainty and grade are known of a true rule only");
  lua_pop(L, 1);
}

static void check_grade(Reader *r, const Rule *rule, const char *grade, int field) {
  Nearest near = {.word = grade};
  for (size_t i = 0; i < rule->grade_count; i++) {
    if (strcmp(rule->grades[i].name, grade) == 0) return;
    text_near(&near, rule->grades[i].name);
  }
  example_fault(r, field, "rule '%s' has no grade '%s'%s", rule->id, grade, text_near_hint(r->loading->arena, &near));
}

static void take_expectation(Reader *r, const char *key, int field, Example *out) {
  Expectation e = {.line = line_of(r, field)};
  bool sound = split_side(r, key, &e.rule, &e.side);
  const Rule *rule = sound ? find_rule(r, e.rule, field) : NULL;
  if (!sound) example_fault(r, field, "'%s': behind the dot stands left or right", key);
  if (rule && rule->each && e.side == SIDE_BOTH)
    example_fault(r, field, "rule '%s' is judged left and right", e.rule)->hint =
        arena_printf(r->loading->arena, "write [\"%s.left\"] or [\"%s.right\"]", e.rule, e.rule);
  if (rule && !rule->each && e.side != SIDE_BOTH)
    example_fault(r, field, "rule '%s' is judged once, not left and right", e.rule);
  if (lua_istable(r->L, -1))
    take_details(r, field, &e);
  else
    e.verdict = take_verdict(r, value_of(r, field));
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
static bool parse_target(Reader *r, const char *key, int field, ExpectedTarget *out) {
  const Catalog *catalog = r->loading->catalog;
  const char *blank = strchr(key, ' '), *name;
  int action = blank ? name_find(action_names, arena_copy_n(r->loading->arena, key, (size_t)(blank - key))) : -1;
  if (action < 0 || action == ACTION_STOP || !split_side(r, blank + 1, &name, &out->side)) {
    example_fault(r, field, "'%s' is no target: write [\"strengthen gluteus_medius.left\"] or [\"advise hold_load\"]",
                  key);
    return false;
  }
  bool advice = action == ACTION_ADVISE || action == ACTION_CUE;
  out->action = (Action)action, out->target = name;
  if (action == ACTION_EXCLUDE)
    return is_tag(catalog, name) || (example_fault(r, field, "no exercise has the tag '%s'", name), false);
  RowKind kind = advice ? ROWS_ADVICE : ROWS_MUSCLE;
  if (catalog_find(catalog, kind, name) >= 0) return true;
  example_fault(r, field, "%s", catalog_unknown(catalog, r->loading->arena, kind, name));
  return false;
}

static void take_targets(Reader *r, int field, Example *out) {
  int table = lua_gettop(r->L), open = open_of(r, field);
  if (!lua_istable(r->L, -1)) {
    example_fault(r, field, "targets is a table: targets = { [\"strengthen gluteus_medius.left\"] = true }");
    lua_pop(r->L, 1);
    return;
  }
  Names names = names_of(r, table, field, "targets", false);
  for (size_t i = 0; i < names.count; i++) {
    int own = field_of(r, open, names.items[i]);
    ExpectedTarget target = {.line = line_of(r, own >= 0 ? own : field), .there = true};
    if (!parse_target(r, names.items[i], own >= 0 ? own : field, &target) || !push(r, table, names.items[i])) continue;
    if (lua_istable(r->L, -1))
      target.weight = take_range(r, own, "the weight of a target");
    else
      target.there = take_bool(r, value_of(r, own), "a target without a range of weight");
    *LIST_ADD(r->loading->arena, &out->targets) = target;
  }
  lua_pop(r->L, 1);
}

static void take_stops(Reader *r, int field, Example *out) {
  out->stops = take_texts(r, field, "stops");
  out->stops_line = line_of(r, field);
  for (const char *const *id = out->stops; *id; id++) {
    int token = text_in(r, open_of(r, field), *id, field);
    const Rule *rule = find_rule(r, *id, token);
    if (rule && !rule_stop(rule)) example_fault(r, token, "rule '%s' has no stop", *id);
  }
}

static void read_expect(Reader *r, int index, Example *out) {
  int field;
  if (!push_table(r, index, "expect", "[\"rule-id.left\"] = true", &field)) return;
  int table = lua_gettop(r->L), open = open_of(r, field);
  Names names = names_of(r, table, field, "expect", false);
  for (size_t i = 0; i < names.count; i++) {
    const char *name = names.items[i];
    int own = field_of(r, open, name);
    if (own < 0) own = field;
    if (!push(r, table, name)) continue;
    if (strcmp(name, "targets") == 0)
      take_targets(r, own, out);
    else if (strcmp(name, "stops") == 0)
      take_stops(r, own, out);
    else
      take_expectation(r, name, own, out);
  }
  lua_pop(r->L, 1);
}

static void take_ids(Reader *r, int table, int open, const char *name, RowKind kind, const char *const **out) {
  int field = field_of(r, open, name);
  if (!push(r, table, name)) return;
  *out = take_texts(r, field, name);
  for (const char *const *id = *out; *id; id++)
    if (catalog_find(r->loading->catalog, kind, *id) < 0)
      example_fault(r, text_in(r, open_of(r, field), *id, field), "%s",
                    catalog_unknown(r->loading->catalog, r->loading->arena, kind, *id));
}

static void read_plan(Reader *r, int index, ExpectedPlan *out) {
  static const char *const known[] = {"exercises", "without", "advice", "stopped", NULL};
  static const char *const none[] = {NULL};
  int field;
  *out = (ExpectedPlan){.exercises = none, .without = none, .advice = none};
  if (!push_table(r, index, "expect_plan", "exercises = { \"...\" }, without = { \"...\" }", &field)) return;
  int table = lua_gettop(r->L), open = open_of(r, field);
  check_names(r, table, field, open, "expect_plan", known, false);
  out->given = true, out->line = line_of(r, field);
  take_ids(r, table, open, "exercises", ROWS_EXERCISE, &out->exercises);
  take_ids(r, table, open, "without", ROWS_EXERCISE, &out->without);
  take_ids(r, table, open, "advice", ROWS_ADVICE, &out->advice);
  out->stopped_given = push(r, table, "stopped");
  if (out->stopped_given) out->stopped = take_bool(r, value_of(r, field_of(r, open, "stopped")), "stopped");
  lua_pop(r->L, 1);
}

void example_read(Reader *r, int index, Example *out) {
  static const char *const known[] = {"patient", "date", "measure", "answer", "limits", "expect", "expect_plan", NULL};
  size_t before = r->loading->diags->errors;
  luaL_checkstack(r->L, 16, NULL);
  check_names(r, index, -1, r->open, "case", known, false);
  read_patient(r, index, &out->given.patient);
  read_date(r, index, &out->given);
  read_measures(r, index, &out->given);
  read_answers(r, index, &out->given);
  read_limits(r, index, &out->given.limits);
  read_expect(r, index, out);
  read_plan(r, index, &out->plan);
  bool empty = !out->expected.count && !out->targets.count && !out->stops && !out->plan.given;
  if (empty && r->loading->diags->errors == before)
    example_fault(r, -1, "this case expects nothing: add expect = { [\"rule-id\"] = true }");
}
