#include "commands/bars.h"
#include "sitting/cases.h"

#include <string.h>

enum { TITLE = 34, INDEX = 9, BAR = 24 };

/* ---- scales ---- */

/* Of a present finding the number that is its index; of an unsure one the first that lies within its error. */
static Scale pick(const Explanation *e, const Finding *f) {
  Scale scale = {.value = NAN};
  for (size_t i = 0; i < e->line_count; i++) {
    const TraceLine *line = &e->lines[i];
    if (isinf(line->scale.cut_lo) && isinf(line->scale.cut_hi)) continue; /* it is only known */
    bool meant = f->truth == TRUTH_TRUE ? fabs(line->scale.value - f->index) <= 1e-9 * (1 + fabs(f->index))
                                        : line->truth == TRUTH_UNKNOWN && isfinite(line->scale.value);
    if (meant) return line->scale;
  }
  return scale;
}

static void find_one(Session *s, const Case *c, const Finding *f, Scale *scale) {
  Explanation *list;
  size_t count;
  bool wanted = f->truth == TRUTH_TRUE ? !isnan(f->index) : f->truth == TRUTH_UNKNOWN && f->unsure;
  const char *rule = arena_printf(&s->run, "%s/%s", f->pack, f->rule);
  *scale = (Scale){.value = NAN};
  if (!wanted || !judge_explain(s->judge, &s->run, c, rule, f->side, &list, &count, &(Err){0})) return;
  if (count == 1 && list->finding->truth == f->truth) *scale = pick(list, f);
}

const Scale *bars_find(Session *s, const char *code, const Result *result) {
  Case c;
  StoreId patient;
  Scale *scales = arena_array(&s->run, result->finding_count + 1, sizeof *scales);
  bool known = session_judge(s, &(Err){0}) && cases_get(s, code, result->date, &c, &patient, &(Err){0});
  for (size_t i = 0; i < result->finding_count; i++) {
    scales[i].value = NAN;
    if (known) find_one(s, &c, &result->findings[i], &scales[i]);
  }
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
