/* How the measures went over the visits, and which changes are real. */
#include "commands/commands.h"
#include "commands/record.h"
#include "progress.h"

static const char *const kinds[] = {"one visit",       "within error",           "real change", "left open by a bound",
                                    "error not known", "grades are not compared"};

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

static void add_series(Session *s, Text *t, const Series *series) {
  const Gauge *gauge = &series->gauge;
  const ProgressPoint *points = series->points.items;
  text_add(t, record_safe(s, gauge->name));
  if (gauge->side != SIDE_BOTH) text_addf(t, " (%s)", side_names[gauge->side]);
  text_add(t, "\n  ");
  add_spark(t, series);
  for (size_t i = 0; i < series->points.count; i++) {
    text_addf(t, "%s%s ", i ? ", " : "  ", date_format(t->arena, points[i].day));
    add_point(t, gauge, &points[i]);
  }
  text_addf(t, " %s\n  %s", gauge->unit->id, kinds[series->kind]);
  if (series->better) text_addf(t, ", %s", series->better > 0 ? "better" : "worse");
  if (!isnan(gauge->mdc) && gauge->mdc > 0) {
    text_add(t, "; real from ");
    text_addf(t, "%s on", reply_value(t->arena, gauge, gauge->mdc, 1));
  }
  text_addf(t, "; measure again by %s\n", date_format(t->arena, series->again));
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
  text_addf(t, "],\"change\":\"%s\",\"better\":%s,\"real_from\":", kinds[series->kind],
            series->better ? series->better > 0 ? "true" : "false" : "null");
  if (isnan(gauge->mdc))
    text_add(t, "null");
  else
    text_add_number(t, series_real_from(series), gauge->decimals + 1);
  text_addf(t, ",\"measure_again_by\":\"%s\"}", date_format(t->arena, series->again));
}

bool cmd_progress(Session *s, const Args *args, Err *err) {
  Case c;
  StoreId patient;
  SeriesList list;
  Text t = {.arena = &s->run};
  bool json = args_has(args, "--json");
  if (!session_case(s, args_get(args, "PATIENT"), 0, &c, &patient, err)) return false;
  progress_list(&s->run, s->rows, &c, &list);
  for (size_t i = 0; i < list.count; i++) {
    if (json) text_add(&t, i ? ",\n " : "[");
    if (json)
      add_json(&t, &list.items[i]);
    else
      add_series(s, &t, &list.items[i]);
  }
  if (json) text_add(&t, list.count ? "]\n" : "[]\n");
  fputs(t.len ? text_get(&t) : "no measures\n", s->out);
  return true;
}
