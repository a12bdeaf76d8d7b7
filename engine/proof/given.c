#include "patient/intake.h"
#include "program/limit.h"
#include "proof/given.h"
#include "script/host.h"

#include <lauxlib.h>
#include <string.h>

enum { READINGS_MOST = 500, NESTING = 3 };

typedef LIST(Measure) Measures;
typedef LIST(Answer) Answers;

static void read_patient(EntryReader *r, int index, Patient *out) {
  static const char *const known[] = {"sex", "age", "mass_kg", "height_cm", "dominant", "sport", NULL};
  const char *wrong;
  int field = -1;
  Err err = {0};
  PatientText in = {.code = "case"};
  if (entry_push_table(r, index, "patient", "sex = \"f\", age = 26, mass_kg = 58", &field)) {
    int table = lua_gettop(r->L), open = entry_open(r, field);
    entry_check_names(r, table, field, open, "patient", known, false);
    entry_scalar(r, table, open, "sex", &in.sex, NULL);
    entry_scalar(r, table, open, "age", &in.age, &in.age_n);
    entry_scalar(r, table, open, "mass_kg", &in.mass_kg, &in.mass_n);
    entry_scalar(r, table, open, "height_cm", &in.height_cm, &in.height_n);
    entry_scalar(r, table, open, "dominant", &in.dominant, NULL);
    entry_scalar(r, table, open, "sport", &in.sport, NULL);
    lua_pop(r->L, 1);
  }
  if (intake_patient(r->loading->arena, &in, DATE_ISO, out, &wrong, &err)) return;
  int at = entry_value(r, entry_field(r, entry_open(r, field), wrong));
  entry_fault(r, at >= 0 ? at : field, "%s", err.text);
}

/* Hands one reading to the door; token: of its value, field: of its name, open: of its set-up. */
static void add_reading(EntryReader *r, const MeasureText *in, int token, int field, int open, Measures *out) {
  const char *wrong = "";
  Err err = {0};
  Measure measure;
  Arena *a = r->loading->arena;
  if (out->count == READINGS_MOST) luaL_error(r->L, "a case has at most %d readings", READINGS_MOST);
  if (!intake_measure(r->loading->catalog, a, in, DATE_ISO, &measure, NULL, &wrong, &err)) {
    int own = entry_value(r, entry_field(r, open, wrong));
    bool of_name = strcmp(wrong, "test") == 0 || strcmp(wrong, "side") == 0;
    Diag *diag = entry_fault(r, of_name ? field : own >= 0 ? own : token, "%s", err.text);
    if (strcmp(wrong, "side") == 0 && !in->side)
      diag->hint = arena_printf(a, "write [\"%s.left\"] or [\"%s.right\"]", in->test, in->test);
    return;
  }
  for (size_t i = 0; i < out->count; i++)
    if (intake_same_key(&out->items[i], &measure, 0))
      entry_fault(r, token, "this reading of '%s' stands in the case twice", in->test);
  *LIST_ADD(a, out) = measure;
}

/* A value, or { value, ..., position = ..., lever_m = ... }: several values are trials 1, 2, ... */
static void take_reading(EntryReader *r, MeasureText in, int field, int open, int depth, Measures *out) {
  static const char *const known[] = {"position", "contraction", "lever_m", "trial", "pain", "source", "date", NULL};
  lua_State *L = r->L;
  int table = lua_gettop(L);
  if (!lua_istable(L, -1) || depth == NESTING) {
    bool text = lua_type(L, -1) == LUA_TSTRING;
    int token = entry_text_in(r, open, text ? loading_text(L, -1) : NULL, entry_value(r, field));
    entry_take_scalar(r, token, in.test, &in.value, &in.value_n);
    if (in.value || in.value_n) add_reading(r, &in, token, field, open, out);
    return;
  }
  luaL_checkstack(L, 8, NULL);
  entry_check_names(r, table, field, open, in.test, known, true);
  entry_scalar(r, table, open, "position", &in.position, NULL);
  entry_scalar(r, table, open, "contraction", &in.contraction, NULL);
  entry_scalar(r, table, open, "lever_m", &in.lever_m, &in.lever_n);
  entry_scalar(r, table, open, "trial", &in.trial, &in.trial_n);
  entry_scalar(r, table, open, "pain", &in.pain, &in.pain_n);
  entry_scalar(r, table, open, "source", &in.origin, NULL);
  entry_scalar(r, table, open, "date", &in.date, NULL);
  size_t count = (size_t)lua_rawlen(L, table);
  if (count == 0) entry_fault(r, field, "%s has no value: write { \"62 N\", position = ... }", in.test);
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

static void read_measures(EntryReader *r, int index, Case *c) {
  int field;
  Measures measures = {0};
  if (!entry_push_table(r, index, "measure", "[\"ake.left\"] = 25, sorensen = \"62 s\"", &field)) return;
  int table = lua_gettop(r->L), open = entry_open(r, field);
  EntryNames names = entry_names(r, table, field, "measure", false);
  for (size_t i = 0; i < names.count; i++) {
    MeasureText in = {0};
    Side side;
    int own = entry_field(r, open, names.items[i]);
    if (!entry_split_side(r, names.items[i], &in.test, &side)) {
      entry_fault(r, own, "'%s': behind the dot stands left or right", names.items[i]);
      continue;
    }
    if (side != SIDE_BOTH) in.side = side_names[side];
    if (entry_push(r, table, names.items[i]))
      take_reading(r, in, own >= 0 ? own : field, entry_open(r, own), 0, &measures);
  }
  lua_pop(r->L, 1);
  c->measures = measures.items, c->measure_count = measures.count;
}

static void read_answers(EntryReader *r, int index, Case *c) {
  int field;
  Answers answers = {0};
  if (!entry_push_table(r, index, "answer", "rf_ces_saddle = \"no\"", &field)) return;
  int table = lua_gettop(r->L), open = entry_open(r, field);
  EntryNames names = entry_names(r, table, field, "answer", false);
  for (size_t i = 0; i < names.count; i++) {
    const char *wrong = "", *value = NULL;
    Err err = {0};
    Answer answer;
    int own = entry_field(r, open, names.items[i]);
    entry_scalar(r, table, open, names.items[i], &value, NULL);
    if (!value) continue;
    if (intake_answer(r->loading->catalog, r->loading->arena, names.items[i], value, &answer, &wrong, &err))
      *LIST_ADD(r->loading->arena, &answers) = answer;
    else
      entry_fault(r, strcmp(wrong, "question") == 0 ? own : entry_value(r, own), "%s", err.text);
  }
  lua_pop(r->L, 1);
  c->answers = answers.items, c->answer_count = answers.count;
}

static void read_limits(EntryReader *r, int index, Limits *out) {
  const char *wrong = "";
  int field;
  Err err = {0};
  LimitsText in = {0};
  if (!entry_push_table(r, index, "limits", "minutes = 20, equipment = { \"band\" }", &field)) return;
  int table = lua_gettop(r->L), open = entry_open(r, field);
  entry_check_names(r, table, field, open, "limits", limit_names, false);
  for (int i = 0; i < LIMIT_NUMBERS; i++) entry_scalar(r, table, open, limit_names[i], &in.text[i], &in.exact[i]);
  for (int i = 0; i < LIMIT_LISTS; i++) {
    const char *name = limit_names[LIMIT_NUMBERS + i];
    if (entry_push(r, table, name)) in.lists[i] = entry_take_texts(r, entry_field(r, open, name), name);
    while (in.lists[i] && in.lists[i][in.counts[i]]) in.counts[i]++;
  }
  lua_pop(r->L, 1);
  if (!limits_read(r->loading->catalog, r->loading->arena, &in, out, &wrong, &err))
    entry_fault(r, entry_value(r, entry_field(r, open, wrong)), "%s", err.text);
}

static void read_date(EntryReader *r, int index, Case *c) {
  const char *text = casetext_day;
  entry_scalar(r, index, r->open, "date", &text, NULL);
  if (!date_parse(text, DATE_ISO, &c->date))
    entry_fault(r, entry_value(r, entry_field(r, r->open, "date")), "'%s' is no date of the calendar: write YYYY-MM-DD",
                text);
}

void given_read(EntryReader *r, int index, Case *out) {
  read_patient(r, index, &out->patient);
  read_date(r, index, out);
  read_measures(r, index, out);
  read_answers(r, index, out);
  read_limits(r, index, &out->limits);
}
