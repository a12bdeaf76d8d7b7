/* A case as one line that reads back as the same case: values in base units with as many digits as they need. */
#include "formats/ndjson.h"
#include "program/limit.h"

#include <stdlib.h>
#include <string.h>

static void add_key(Text *t, const char *key) {
  char last = t->len ? t->data[t->len - 1] : '{';
  text_add(t, last == '{' ? "\"" : ",\"");
  text_add(t, key);
  text_add(t, "\":");
}

/* What is not known is left out. */
static void add_word(Text *t, const char *key, const char *text) {
  if (!text) return;
  add_key(t, key);
  text_add_json(t, text);
}

static void add_number(Text *t, const char *key, double value) {
  if (isnan(value)) return;
  add_key(t, key);
  text_add_exact(t, value);
}

static void add_count(Text *t, const char *key, int value, int least) {
  if (value >= least) add_number(t, key, value);
}

static void add_day(Text *t, const char *key, Day day) {
  if (day) add_word(t, key, date_format(t->arena, day));
}

static void add_patient(Text *t, const Patient *patient) {
  text_add(t, "{");
  add_word(t, "id", patient->code);
  if (patient->sex != SEX_UNKNOWN) add_word(t, "sex", sex_names[patient->sex]);
  add_day(t, "born", patient->born);
  if (!patient->born) add_count(t, "age", patient->age_years, 0);
  add_number(t, "mass_kg", patient->mass_kg);
  add_number(t, "height_cm", patient->height_cm);
  if (patient->dominant != SIDE_BOTH) add_word(t, "dominant", side_names[patient->dominant]);
  add_word(t, "sport", patient->sport);
  text_add(t, "}");
}

/* A number, or a text for a bound (">=240") and a range ("26-35"). */
static void add_value(Text *t, const Measure *m) {
  add_key(t, "value");
  if (m->lo == m->hi) {
    text_add_exact(t, m->lo);
    return;
  }
  text_add_char(t, '"');
  if (isinf(m->lo) || isinf(m->hi)) {
    text_add(t, isinf(m->lo) ? "<=" : ">=");
    text_add_exact(t, isinf(m->lo) ? m->hi : m->lo);
  } else {
    text_add_exact(t, m->lo);
    text_add_char(t, '-');
    text_add_exact(t, m->hi);
  }
  text_add_char(t, '"');
}

/* That it was measured, and on the day of the case, goes without saying: nearly all are, and what is stored is a third
 * shorter. */
static void add_measure(Text *t, const Measure *m, Day day) {
  text_add(t, "{");
  add_word(t, "test", m->test);
  if (m->side != SIDE_BOTH) add_word(t, "side", side_names[m->side]);
  add_value(t, m);
  add_word(t, "unit", unit_base(m->quantity)->id);
  add_word(t, "position", m->position);
  if (m->contraction != CONTRACTION_UNKNOWN) add_word(t, "contraction", contraction_names[m->contraction]);
  add_number(t, "lever_m", m->lever_m);
  add_count(t, "trial", m->trial, 1);
  add_count(t, "pain", m->pain, 0);
  if (m->origin != ORIGIN_MEASURED) add_word(t, "source", origin_names[m->origin]);
  if (m->date != day) add_day(t, "date", m->date);
  text_add(t, "}");
}

static void add_ids(Text *t, const char *key, const char *const *ids, size_t count) {
  if (!count) return;
  add_key(t, key);
  for (size_t i = 0; i < count; i++) {
    text_add(t, i ? "," : "[");
    text_add_json(t, ids[i]);
  }
  text_add(t, "]");
}

static void add_limits(Text *t, const Limits *limits) {
  const char *days[7];
  size_t count = 0;
  Limits copy = *limits;
  text_add(t, "{");
  for (LimitNumber i = 0; i < LIMIT_NUMBERS; i++) add_count(t, limit_names[i], *limits_number(&copy, i), 1);
  add_ids(t, "equipment", limits->equipment, limits->equipment_count);
  for (int day = 0; day < 7; day++)
    if (limits->weekdays >> day & 1) days[count++] = weekday_names[day];
  add_ids(t, "weekdays", days, count);
  add_ids(t, "with", limits->with, limits->with_count);
  add_ids(t, "without", limits->without, limits->without_count);
  text_add(t, "}");
}

/* Left out when there are none: the bytes of a case without them stay what they were before overrides were known. */
static void add_overrides(Text *t, const Case *c) {
  for (size_t i = 0; i < c->override_count; i++) {
    const Override *o = &c->overrides[i];
    text_add(t, i ? ",{" : ",\"overrides\":[{");
    add_word(t, "pack", o->pack);
    add_word(t, "rule", o->rule);
    if (o->side != SIDE_BOTH) add_word(t, "side", side_names[o->side]);
    add_word(t, "verdict", o->present ? "present" : "absent");
    add_word(t, "reason", o->reason);
    add_word(t, "clinician", o->clinician);
    text_add(t, "}");
  }
  if (c->override_count) text_add(t, "]");
}

/* Left out likewise. */
static void add_local(Text *t, const Case *c) {
  if (!c->local_count) return;
  text_add(t, ",\"clinic\":{");
  add_word(t, "hash", c->local_hash);
  add_word(t, "for", c->local_all ? "all" : "asked");
  text_add(t, ",\"norms\":[");
  for (size_t i = 0; i < c->local_count; i++) {
    const LocalNorm *norm = &c->local[i];
    text_add(t, i ? ",{" : "{");
    add_word(t, "test", norm->test);
    add_word(t, "position", norm->position);
    add_word(t, "unit", unit_base(norm->quantity)->id);
    if (norm->contraction != CONTRACTION_UNKNOWN) add_word(t, "contraction", contraction_names[norm->contraction]);
    add_word(t, "scale", norm->lognormal ? "log" : NULL);
    add_number(t, "mean", norm->mean);
    add_number(t, "sd", norm->sd);
    add_number(t, "n", norm->n);
    add_number(t, "age_min", norm->age_min);
    add_number(t, "age_max", norm->age_max);
    text_add(t, "}");
  }
  text_add(t, "]}");
}

void ndjson_write_case(const Case *c, Text *out) {
  text_add(out, "{\"patient\":");
  add_patient(out, &c->patient);
  add_day(out, "date", c->date);
  text_add(out, ",\"measures\":[");
  for (size_t i = 0; i < c->measure_count; i++) {
    if (i) text_add_char(out, ',');
    add_measure(out, &c->measures[i], c->date);
  }
  text_add(out, "],\"answers\":{");
  for (size_t i = 0; i < c->answer_count; i++)
    if (c->answers[i].value != ANSWER_OPEN) add_word(out, c->answers[i].question, answer_names[c->answers[i].value]);
  text_add(out, "},\"limits\":");
  add_limits(out, &c->limits);
  add_overrides(out, c);
  add_local(out, c);
  text_add(out, "}\n");
}
