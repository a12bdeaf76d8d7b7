/* How the measures went over the visits, and which changes are real. */
#include "commands/commands.h"
#include "commands/record.h"
#include "program/progress.h"
#include "sitting/cases.h"

static double middle(const ProgressPoint *p) { return isfinite(p->lo) && isfinite(p->hi) ? (p->lo + p->hi) / 2 : NAN; }

/* One bar a visit between the lowest and the highest value; a bound has none. */
static void add_spark(Text *t, const Series *series) {
  static const char *const bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  double lo = INFINITY, hi = -INFINITY;
  for (size_t i = 0; i < series->points.count; i++) {
    double value = middle(&series->points.items[i]);
    if (!isnan(value)) lo = fmin(lo, value), hi = fmax(hi, value);
  }
  for (size_t i = 0; i < series->points.count; i++) {
    double value = middle(&series->points.items[i]);
    if (isnan(value))
      text_add_char(t, '?');
    else
      text_add(t, bars[hi > lo ? (int)lround(7 * (value - lo) / (hi - lo)) : 3]);
  }
}

static void add_value(Text *t, const Gauge *gauge, double base) {
  text_add_number(t, base / gauge->unit->factor, gauge->ordinal ? 0 : gauge->decimals);
}

static void add_point(Text *t, const Gauge *gauge, const ProgressPoint *p) {
  if (p->lo == p->hi)
    add_value(t, gauge, p->lo);
  else if (!isfinite(p->hi))
    text_add(t, ">="), add_value(t, gauge, p->lo);
  else if (!isfinite(p->lo))
    text_add(t, "<="), add_value(t, gauge, p->hi);
  else
    add_value(t, gauge, p->lo), text_add_char(t, '-'), add_value(t, gauge, p->hi);
}

/* ---- a series in words ---- */

#define FILL(s, id, ...) words_fill(&(s)->words, &(s)->run, WORD_##id, __VA_ARGS__, NULL)

/* "+8.2 N", "-3 deg" */
static const char *amount_of(Session *s, const Gauge *gauge, double change) {
  if (isnan(change)) return "?";
  return arena_printf(&s->run, "%s%s", change >= 0 ? "+" : "", reply_value(&s->run, gauge, change, 0));
}

static const char *kind_of(Session *s, const Shift *shift) {
  const char *kind = s->words.text[WORD_change_one + (int)shift->kind];
  if (!shift->better) return kind;
  return shift->better > 0 ? FILL(s, change_better, "kind", kind) : FILL(s, change_worse, "kind", kind);
}

/* What became of it, and what to do: parts of one line. */
static const char *outcome_of(Session *s, const Series *series) {
  const Gauge *gauge = &series->gauge;
  Text t = {.arena = &s->run};
  if (series->points.count < 2 || gauge->ordinal) {
    text_add(&t, kind_of(s, &series->since_first));
  } else {
    text_add(&t, FILL(s, progress_first, "change", amount_of(s, gauge, series->since_first.change), "kind",
                      kind_of(s, &series->since_first)));
    if (series->points.count > 2)
      text_addf(&t, "; %s",
                FILL(s, progress_last, "change", amount_of(s, gauge, series->since_last.change), "kind",
                     kind_of(s, &series->since_last)));
  }
  if (gauge->mdc > 0)
    text_addf(&t, "; %s", FILL(s, progress_real, "change", reply_value(&s->run, gauge, gauge->mdc, 1)));
  text_addf(&t, "; %s", FILL(s, progress_again, "day", date_format(&s->run, series->again)));
  return text_get(&t);
}

/* The bars stand alone; every value has its day and its unit in words, so that nothing rests on colour or on bars. */
static void add_series(Session *s, Text *t, const Series *series) {
  const Gauge *gauge = &series->gauge;
  const ProgressPoint *points = series->points.items;
  Text bars = {.arena = &s->run}, values = {.arena = &s->run};
  add_spark(&bars, series);
  for (size_t i = 0; i < series->points.count; i++) {
    text_addf(&values, "%s%s ", i ? ", " : "", date_format(t->arena, points[i].day));
    add_point(&values, gauge, &points[i]);
  }
  text_addf(&values, " %s", gauge->unit->id);
  text_add_wrapped(t, "", 2, REPLY_COLUMNS, reply_title(&s->run, record_safe(s, gauge->name), gauge->side));
  text_add_wrapped(t, arena_printf(&s->run, "  %s  ", text_get(&bars)), 4, REPLY_COLUMNS, text_get(&values));
  text_add_wrapped(t, "  ", 4, REPLY_COLUMNS, outcome_of(s, series));
}

/* ---- as JSON ---- */

static void add_number(Text *t, const Gauge *gauge, double value) {
  if (isnan(value))
    text_add(t, "null");
  else
    text_add_number(t, value / gauge->unit->factor, gauge->decimals + 1);
}

static void add_shift(Text *t, const Gauge *gauge, const Shift *shift) {
  text_addf(t, "\"change\":\"%s\",\"better\":%s,\"by\":", change_names[shift->kind],
            shift->better ? shift->better > 0 ? "true" : "false" : "null");
  add_number(t, gauge, shift->kind == CHANGE_ONE_VISIT || shift->kind == CHANGE_GRADE ? (double)NAN : shift->change);
}

static void add_json(Text *t, const Series *series) {
  const Gauge *gauge = &series->gauge;
  text_add(t, "{\"test\":");
  text_add_json(t, gauge->test);
  text_addf(t, ",\"side\":\"%s\",\"unit\":", side_names[gauge->side]);
  text_add_json(t, gauge->unit->id);
  text_add(t, ",\"values\":[");
  for (size_t i = 0; i < series->points.count; i++) {
    Text value = {.arena = t->arena};
    add_point(&value, gauge, &series->points.items[i]);
    text_addf(t, "%s{\"date\":\"%s\",\"value\":", i ? "," : "", date_format(t->arena, series->points.items[i].day));
    text_add_json(t, text_get(&value));
    text_add_char(t, '}');
  }
  text_add(t, "],");
  add_shift(t, gauge, &series->since_first);
  text_add(t, ",\"since_last\":{");
  add_shift(t, gauge, &series->since_last);
  text_add(t, "},\"real_from\":");
  add_number(t, gauge, gauge->mdc);
  text_addf(t, ",\"measure_again_by\":\"%s\"}", date_format(t->arena, series->again));
}

bool cmd_progress(Session *s, const Args *args, Err *err) {
  Case c;
  StoreId patient;
  SeriesList list;
  Text t = {.arena = &s->run};
  bool json = args_has(args, "--json");
  if (!session_words(s, err)) return false;
  if (!cases_get(s, args_get(args, "PATIENT"), 0, &c, &patient, err)) return false;
  progress_list(&s->run, s->rows, &c, &list);
  for (size_t i = 0; i < list.count; i++) {
    if (json) text_add(&t, i ? ",\n " : "[");
    if (json)
      add_json(&t, &list.items[i]);
    else
      add_series(s, &t, &list.items[i]);
  }
  if (json) text_add(&t, list.count ? "]\n" : "[]\n");
  fputs(t.len ? text_get(&t) : arena_printf(&s->run, "%s\n", s->words.text[WORD_progress_none]), s->out);
  return true;
}
