#include "rules/reply.h"

#include "facts/amount.h"

#include <string.h>

const char *const contrast_names[] = {"same", "words", "effect", "condition", "new", "gone", NULL};

/* ---- verdicts ---- */

const char *reply_truth(Truth truth, bool unsure) {
  if (truth == TRUTH_TRUE) return "present";
  if (truth == TRUTH_FALSE) return "not present";
  return unsure ? "unsure, repeat the test" : "not assessed";
}

const char *reply_state(Truth truth, bool unsure) {
  return truth == TRUTH_UNKNOWN && unsure ? "unsure" : reply_truth(truth, false);
}

const char *reply_verdict(Arena *a, const Finding *f) {
  if (f->truth != TRUTH_TRUE) return reply_truth(f->truth, f->unsure);
  Text t = {.arena = a};
  text_add(&t, "present, certainty ");
  text_add_number(&t, f->certainty > 0.99 && f->certainty < 1 ? 99 : 100 * f->certainty, 0);
  text_add(&t, " %");
  return text_get(&t);
}

const char *reply_title(Arena *a, const char *title, Side side) {
  return side == SIDE_BOTH ? title : arena_printf(a, "%s (%s)", title, side_names[side]);
}

/* ---- values ---- */

const char *reply_value(Arena *a, const Gauge *g, double value, int towards) {
  Text t = {.arena = a};
  double shown = value / g->unit->factor, scale = pow(10, g->decimals + 1);
  if (g->ordinal) return arena_printf(a, "grade %s", amount_text(a, shown, shown, g->decimals + 1, true));
  if (towards > 0) shown = ceil(shown * scale - 1e-6) / scale;
  if (towards < 0) shown = floor(shown * scale + 1e-6) / scale;
  text_add_short(&t, shown, g->decimals + 1);
  text_addf(&t, " %s", g->unit->id);
  return text_get(&t);
}

const char *reply_now(Arena *a, const Gauge *g) {
  if (!g->measured) return "not measured";
  const char *amount = amount_text(a, g->lo / g->unit->factor, g->hi / g->unit->factor, g->decimals + 1, g->ordinal);
  return g->ordinal ? arena_printf(a, "grade %s", amount) : arena_printf(a, "%s %s", amount, g->unit->id);
}

const char *reply_inside(Arena *a, const char *name) {
  char *inside = arena_copy(a, name);
  if (*inside >= 'A' && *inside <= 'Z') *inside = (char)(*inside - 'A' + 'a');
  return inside;
}

const char *reply_setup(Arena *a, const Gauge *g) {
  Text t = {.arena = a};
  if (g->position_name) text_addf(&t, ", %s", reply_inside(a, g->position_name));
  if (g->contraction != CONTRACTION_UNKNOWN) text_addf(&t, ", %s", contraction_names[g->contraction]);
  return text_get(&t);
}

/* ---- conditions ---- */

static double least(double a, double b) { return b < a ? b : a; }
static double most(double a, double b) { return b > a ? b : a; }

void reply_bar(Text *t, const Scale *scale, int columns) {
  double error = isfinite(scale->error) ? scale->error : 0;
  const double cuts[] = {scale->cut_lo, scale->cut_hi};
  double from = least(0, scale->value - error), to = most(0, scale->value + error);
  if (!isfinite(scale->value)) return;
  for (size_t i = 0; i < ARRAY_LEN(cuts); i++)
    if (isfinite(cuts[i])) from = least(from, cuts[i]), to = most(to, cuts[i]);
  if (!isfinite(to - from)) return;
  double step = (to - from) / (columns - 3); /* a cell is left at both ends, for what goes on there */
  char *cells = arena_room(t->arena, (size_t)columns + 1, 1);
  memset(cells, '.', (size_t)columns);
  cells[columns] = '\0';
#define CELL(x) cells[1 + (step > 0 ? (int)lround(((x)-from) / step) : 0)]
  for (double x = scale->value - error; error > 0 && step > 0 && x < scale->value + error; x += step) CELL(x) = '=';
  if (error > 0) CELL(scale->value - error) = '(', CELL(scale->value + error) = ')';
  for (size_t i = 0; i < ARRAY_LEN(cuts); i++)
    if (isfinite(cuts[i])) CELL(cuts[i]) = '|';
  CELL(scale->value) = '*';
#undef CELL
  text_add(t, cells);
}

void reply_line(Text *t, const TraceLine *line, int indent) {
  static const char *const marks[] = {[TRUTH_FALSE] = "no", [TRUTH_TRUE] = "yes", [TRUTH_UNKNOWN] = "unknown"};
  const char *mark = arena_printf(t->arena, "%*s%s: ", indent, "", marks[line->truth]);
  text_add_wrapped(t, mark, indent + 2, REPLY_COLUMNS, line->text);
  for (const char *at = line->detail ? line->detail : ""; *at; at += *at == '\n') {
    size_t len = strcspn(at, "\n");
    const char *first = arena_printf(t->arena, "%*s", indent + 4, "");
    text_add_wrapped(t, first, indent + 6, REPLY_COLUMNS, arena_copy_n(t->arena, at, len));
    at += len;
  }
  if (line->detail && *line->detail && isfinite(line->scale.value)) {
    text_addf(t, "%*s", indent + 4, "");
    reply_bar(t, &line->scale, 36);
    text_add(t, isfinite(line->scale.error) && line->scale.error > 0 ? "  * value (95 % band) | cut\n"
                                                                     : "  * value | cut\n");
  }
}

void reply_needs(Text *t, const Finding *f) {
  for (size_t i = 0; i < f->need_count; i++) {
    const Need *need = &f->needs[i];
    bool phrase = need->text && *need->text;
    text_add_wrapped(t, "  needs: ", 9, REPLY_COLUMNS, phrase ? need->text : why_sentence(need->why));
  }
}

/* ---- JSON ---- */

void reply_json_text(Text *t, const char *key, const char *value, bool last) {
  text_addf(t, "\"%s\":", key);
  if (value)
    text_add_json(t, value);
  else
    text_add(t, "null");
  if (!last) text_add_char(t, ',');
}

void reply_json_number(Text *t, const char *key, double value, bool last) {
  text_addf(t, "\"%s\":", key);
  if (isfinite(value))
    text_add_short(t, value, 6);
  else
    text_add(t, "null");
  if (!last) text_add_char(t, ',');
}

void reply_json_rule(Text *t, const char *pack, const char *rule, Side side) {
  reply_json_text(t, "pack", pack, false);
  reply_json_text(t, "rule", rule, false);
  reply_json_text(t, "side", side_names[side], false);
}

void reply_json_gauge(Text *t, const Gauge *g) {
  reply_json_text(t, "test", g->test, false);
  reply_json_text(t, "test_side", side_names[g->side], false);
  reply_json_text(t, "position", g->position, false);
  reply_json_text(t, "unit", g->unit->id, false);
  reply_json_number(t, "now_lo", g->lo / g->unit->factor, false);
  reply_json_number(t, "now_hi", g->hi / g->unit->factor, false);
  reply_json_number(t, "mdc", g->mdc / g->unit->factor, false);
}
