#include "commands/bars.h"
#include "sitting/cases.h"

#include <string.h>

enum { TITLE = 34, INDEX = 9, BAR = 24 };

/* ---- scales ---- */

static bool has_number(const Finding *f) {
  return f->truth == TRUTH_TRUE ? !isnan(f->index) : f->truth == TRUTH_UNKNOWN && f->unsure;
}

const Scale *bars_find(Session *s, const char *code, const Result *result) {
  Case c;
  StoreId patient;
  size_t count = 0, next = 0;
  JudgedRule *rules = arena_array(&s->run, result->finding_count, sizeof *rules);
  Scale *found = arena_array(&s->run, result->finding_count, sizeof *found);
  Scale *scales = arena_array(&s->run, result->finding_count + 1, sizeof *scales);
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *f = &result->findings[i];
    const char *rule = arena_printf(&s->run, "%s/%s", f->pack, f->rule);
    if (has_number(f)) rules[count++] = (JudgedRule){rule, f->side, f->truth, f->index};
  }
  bool known = session_judge(s, &(Err){0}) && cases_get(s, code, result->date, &c, &patient, &(Err){0}) &&
               judge_scales(s->judge, &s->run, &c, rules, count, found, &(Err){0});
  for (size_t i = 0; i < result->finding_count; i++)
    scales[i] = known && has_number(&result->findings[i]) ? found[next++] : (Scale){.value = NAN};
  return scales;
}

/* ---- rows ---- */

void bars_head(Text *t, const char *title, bool with_scales) {
  text_addf(t, "\n%s", title);
  if (with_scales)
    text_addf(t, "%*s%*s  %-*s  sure", 2 + TITLE - text_width(title), "", INDEX, "index", BAR,
              "| cut   (==*==) 95 % band");
  text_add_char(t, '\n');
}

static void add_index(Text *t, const Finding *f, const Scale *scale) {
  Text index = {.arena = t->arena};
  double value = isnan(f->index) ? scale->value : f->index;
  const char *unit = isnan(f->index) ? scale->unit : f->unit;
  if (!isnan(value)) {
    text_add_short(&index, value, strcmp(unit, "SD") == 0 || !*unit ? 2 : 1);
    text_addf(&index, "%s%s", *unit ? " " : "", unit);
  }
  text_addf(t, "%*s", INDEX, text_get(&index));
}

static void add_sure(Text *t, const Finding *f) {
  if (f->truth != TRUTH_TRUE) {
    text_add(t, "  -");
    return;
  }
  Text sure = {.arena = t->arena};
  text_add_number(&sure, f->certainty > 0.99 && f->certainty < 1 ? 99 : 100 * f->certainty, 0);
  text_addf(t, "%3s %%", text_get(&sure));
}

void bars_row(Text *t, const char *title, const Finding *f, const Scale *scale) {
  Text lines = {.arena = t->arena};
  text_add_wrapped(&lines, "", 2, TITLE, title);
  const char *at = text_get(&lines);
  size_t len = strcspn(at, "\n");
  const char *first = arena_copy_n(t->arena, at, len);
  int width = text_width(first), before = 2 + TITLE - (width < TITLE ? width : TITLE);
  text_addf(t, "  %s%*s", first, before - 2, "");
  add_index(t, f, scale);
  text_add(t, "  ");
  size_t begun = t->len;
  reply_bar(t, scale, BAR);
  text_addf(t, "%*s  ", BAR - (int)(t->len - begun), "");
  add_sure(t, f);
  text_add_char(t, '\n');
  for (at += len + (at[len] == '\n'); *at; at += len + 1) {
    len = strcspn(at, "\n");
    text_addf(t, "  %.*s\n", (int)len, at);
  }
}
