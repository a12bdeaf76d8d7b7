#include "facts/amount.h"
#include "patient/casetext.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const verdict_names[] = {"false", "true", "unknown", "unsure", "not judged", NULL};
const char casetext_day[] = "2026-01-01";

/* ---- pieces of Lua ---- */

/* The shortest of 15 to 17 digits that is exactly this number. */
static const char *exact(Arena *a, double value) {
  char digits[40];
  for (int count = 15; count <= 17; count++) {
    snprintf(digits, sizeof digits, "%.*g", count, value);
    if (strtod(digits, NULL) == value) break; /* exactly: both sides are the same kind of number */
  }
  return arena_copy(a, digits);
}

static void add_quoted(Text *t, const char *text) {
  text_add_char(t, '"');
  for (; *text; text++) {
    if (*text == '"' || *text == '\\') text_add_char(t, '\\');
    text_add_char(t, *text);
  }
  text_add_char(t, '"');
}

static const char *keyed(Arena *a, const char *name, Side side) {
  if (side != SIDE_BOTH) return arena_printf(a, "[\"%s.%s\"]", name, side_names[side]);
  return strpbrk(name, "- ") ? arena_printf(a, "[\"%s\"]", name) : name;
}

static void add_word(Text *t, const char *name, const char *value) {
  if (!value) return;
  text_addf(t, ", %s = ", name);
  add_quoted(t, value);
}

static void add_number(Text *t, const char *name, double value, bool known) {
  if (known) text_addf(t, ", %s = %s", name, exact(t->arena, value));
}

/* ---- what is given ---- */

/* Fields with commas before them: the first comma goes. */
static void add_fields(Text *t, const char *indent, const char *name, const Text *fields) {
  const char *text = text_get(fields);
  if (*text) text_addf(t, "%s%s = { %s },\n", indent, name, text + strlen(", "));
}

static void add_patient(const Patient *patient, Text *t) {
  Text fields = {.arena = t->arena};
  add_word(&fields, "sex", patient->sex == SEX_UNKNOWN ? NULL : sex_names[patient->sex]);
  add_number(&fields, "age", patient->age_years, patient->age_years >= 0);
  add_number(&fields, "mass_kg", patient->mass_kg, !isnan(patient->mass_kg));
  add_number(&fields, "height_cm", patient->height_cm, !isnan(patient->height_cm));
  add_word(&fields, "dominant", patient->dominant == SIDE_BOTH ? NULL : side_names[patient->dominant]);
  add_word(&fields, "sport", patient->sport);
  add_fields(t, "  ", "patient", &fields);
}

static void add_value(const Test *test, const Measure *m, Text *t) {
  Arena *a = t->arena;
  const char *unit = unit_base(m->quantity)->id;
  if (m->lo == m->hi && test->ordinal)
    text_addf(t, "\"%s\"", amount_text(a, m->lo, m->hi, 1, true));
  else if (m->lo == m->hi && strcmp(unit, test->unit->id) == 0)
    text_add(t, exact(a, m->lo));
  else if (m->lo == m->hi)
    text_addf(t, "\"%s %s\"", exact(a, m->lo), unit);
  else if (isinf(m->lo) || isinf(m->hi))
    text_addf(t, "\"%s%s %s\"", isinf(m->lo) ? "<=" : ">=", exact(a, isinf(m->lo) ? m->hi : m->lo), unit);
  else
    text_addf(t, "\"%s-%s %s\"", exact(a, m->lo), exact(a, m->hi), unit);
}

/* The value alone, or in a table with its set-up. */
static void add_reading(const Catalog *catalog, const Measure *m, Day visit, bool one_of_many, Text *t) {
  Text setup = {.arena = t->arena};
  Day first = 0;
  date_parse(casetext_day, DATE_ISO, &first);
  bool earlier = m->date && m->date != visit;
  add_word(&setup, "position", m->position);
  add_word(&setup, "contraction", m->contraction == CONTRACTION_UNKNOWN ? NULL : contraction_names[m->contraction]);
  add_number(&setup, "lever_m", m->lever_m, !isnan(m->lever_m));
  add_number(&setup, "trial", m->trial, m->trial > 0);
  add_number(&setup, "pain", m->pain, m->pain >= 0);
  add_word(&setup, "source", m->origin == ORIGIN_MEASURED ? NULL : origin_names[m->origin]);
  add_word(&setup, "date", earlier ? date_format(t->arena, m->date - visit + first) : NULL);
  bool table = one_of_many || setup.len;
  if (table) text_add(t, "{ ");
  add_value(catalog_test(catalog, m->test), m, t);
  text_add(t, text_get(&setup));
  if (table) text_add(t, " }");
}

static int compare_measures(const void *left, const void *right) {
  const Measure *a = *(const Measure *const *)left, *b = *(const Measure *const *)right;
  int order = strcmp(a->test, b->test);
  if (order) return order;
  if (a->side != b->side) return a->side < b->side ? -1 : 1;
  return a < b ? -1 : a > b; /* of one list: its own order */
}

static bool same_name(const Measure *a, const Measure *b) {
  return a->side == b->side && strcmp(a->test, b->test) == 0;
}

static void add_measures(const Catalog *catalog, const Case *c, Text *t) {
  const Measure **list = arena_array(t->arena, c->measure_count + 1, sizeof *list);
  for (size_t i = 0; i < c->measure_count; i++) list[i] = &c->measures[i];
  if (!c->measure_count) return;
  qsort(list, c->measure_count, sizeof *list, compare_measures);
  text_add(t, "  measure = {\n");
  for (size_t i = 0, next; i < c->measure_count; i = next) {
    for (next = i + 1; next < c->measure_count && same_name(list[i], list[next]);) next++;
    bool many = next - i > 1;
    text_addf(t, "    %s = ", keyed(t->arena, list[i]->test, list[i]->side));
    if (many) text_add(t, "{ ");
    for (size_t k = i; k < next; k++) {
      if (k > i) text_add(t, ", ");
      add_reading(catalog, list[k], c->date, many, t);
    }
    text_add(t, many ? " },\n" : ",\n");
  }
  text_add(t, "  },\n");
}

static void add_answers(const Case *c, Text *t) {
  bool any = false;
  for (size_t i = 0; i < c->answer_count; i++) any = any || c->answers[i].value != ANSWER_OPEN;
  if (!any) return;
  text_add(t, "  answer = {\n");
  for (size_t i = 0; i < c->answer_count; i++)
    if (c->answers[i].value != ANSWER_OPEN)
      text_addf(t, "    %s = \"%s\",\n", keyed(t->arena, c->answers[i].question, SIDE_BOTH),
                answer_names[c->answers[i].value]);
  text_add(t, "  },\n");
}

/* ---- what was found ---- */

static void add_targets(const Result *result, Text *t) {
  text_add(t, "    targets = {\n");
  for (size_t i = 0; i < result->target_count; i++) {
    const Target *target = &result->targets[i];
    const char *name = arena_printf(t->arena, "%s %s", action_names[target->action], target->target);
    text_addf(t, "      %s = true,\n", keyed(t->arena, name, target->side));
  }
  text_add(t, "    },\n");
}

static void add_stops(const char *own, const Result *result, Text *t) {
  text_add(t, "    stops = {");
  for (size_t i = 0; i < result->stop_count; i++) {
    const Stop *stop = &result->stops[i];
    bool foreign = strcmp(stop->pack, own) != 0;
    text_addf(t, "%s\"%s%s%s\"", i ? ", " : " ", foreign ? stop->pack : "", foreign ? "/" : "", stop->rule);
  }
  text_add(t, result->stop_count ? " },\n" : "},\n");
}

static void add_verdicts(const CaseText *from, Text *t) {
  for (size_t i = 0; i < from->verdict_count; i++) {
    const CaseVerdict *v = &from->verdicts[i];
    const char *quote = v->verdict <= VERDICT_TRUE ? "" : "\"";
    const char *dot = v->side == SIDE_BOTH ? "" : ".", *side = v->side == SIDE_BOTH ? "" : side_names[v->side];
    text_addf(t, "    [\"%s%s%s\"] = %s%s%s,\n", v->rule, dot, side, quote, verdict_names[v->verdict], quote);
  }
}

void casetext_write(const Catalog *catalog, const CaseText *from, Text *out) {
  text_add(out, "case ");
  add_quoted(out, from->name);
  text_add(out, " {\n");
  add_patient(&from->given->patient, out);
  add_measures(catalog, from->given, out);
  add_answers(from->given, out);
  text_add(out, "  expect = {\n");
  add_verdicts(from, out);
  if (from->result->target_count) add_targets(from->result, out);
  add_stops(from->pack, from->result, out);
  text_add(out, "  },\n}\n");
}
