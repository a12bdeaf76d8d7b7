/* The charts of the clinician's report: findings beside their cuts, left beside right, measures over the visits, sessions
 * by week. */
#include "say.h"

#include "drawing/chart.h"
#include "patient/reading.h"
#include "program/progress.h"

static ChartWords words_of(const Say *say) {
  return (ChartWords){.cut = say_word(say, WORD_chart_cut),
                      .band = say_word(say, WORD_chart_band),
                      .left = say_word(say, WORD_side_left),
                      .right = say_word(say, WORD_side_right),
                      .planned = say_word(say, WORD_chart_planned),
                      .done = say_word(say, WORD_chart_done),
                      .pain = say_word(say, WORD_tick_pain),
                      .week = say_word(say, WORD_chart_week)};
}

static void put(const Say *say, const Picture *picture) { folio_drawing(say->f, picture, picture->text, NULL); }

/* Several pictures keep a chart of many rows from being higher than a page. */
enum { ROWS = 20 };

static void put_indices(const Say *say, const ChartWords *words) {
  const Document *doc = say->doc;
  ChartIndex *rows = arena_array(say->a, doc->result->finding_count + 1, sizeof *rows);
  size_t count = 0;
  for (size_t i = 0; doc->scales && i < doc->result->finding_count; i++) {
    const Finding *finding = &doc->result->findings[i];
    const Scale *scale = &doc->scales[i];
    if (finding->shown || !isfinite(scale->value)) continue;
    rows[count++] = (ChartIndex){.label = say_with_side(say, finding->title, finding->side),
                                 .unit = scale->unit ? scale->unit : "",
                                 .value = scale->value,
                                 .error = scale->error,
                                 .cut_lo = scale->cut_lo,
                                 .cut_hi = scale->cut_hi};
  }
  if (!count) return;
  say_heading(say, 3, WORD_chart_index);
  for (size_t from = 0; from < count; from += ROWS) {
    Picture *picture = arena_alloc(say->a, sizeof *picture);
    chart_index(say->a, say_word(say, WORD_chart_index), words, rows + from, count - from < ROWS ? count - from : ROWS,
                picture);
    put(say, picture);
  }
}

static const ProgressPoint *last_of(const Series *series) { return &series->points.items[series->points.count - 1]; }

static const char *value_of(const Say *say, const Gauge *gauge, const ProgressPoint *point) {
  Gauge there = *gauge;
  there.measured = true, there.lo = point->lo, there.hi = point->hi;
  return reply_now(say->a, &there);
}

/* Left and right of one set-up stand next to each other in the list; angles below zero have no bar. */
static void put_pairs(const Say *say, const ChartWords *words, const SeriesList *list) {
  ChartPair *rows = arena_array(say->a, list->count + 1, sizeof *rows);
  size_t count = 0;
  for (size_t i = 0; i + 1 < list->count; i++) {
    const Series *left = &list->items[i], *right = left + 1;
    const ProgressPoint *l = last_of(left), *r = last_of(right);
    if (left->gauge.side != SIDE_LEFT || right->gauge.side != SIDE_RIGHT || left->gauge.ordinal) continue;
    if (!text_equal(left->gauge.test, right->gauge.test) || !text_equal(left->gauge.position, right->gauge.position))
      continue;
    double left_value = value_middle(l->lo, l->hi), right_value = value_middle(r->lo, r->hi);
    if (!(left_value >= 0 && right_value >= 0 && left_value + right_value > 0)) continue;
    rows[count++] = (ChartPair){.label = left->gauge.name,
                                .left_text = value_of(say, &left->gauge, l),
                                .right_text = value_of(say, &right->gauge, r),
                                .left = left_value,
                                .right = right_value};
  }
  if (!count) return;
  say_heading(say, 3, WORD_chart_pairs);
  for (size_t from = 0; from < count; from += ROWS) {
    Picture *picture = arena_alloc(say->a, sizeof *picture);
    chart_pairs(say->a, say_word(say, WORD_chart_pairs), words, rows + from, count - from < ROWS ? count - from : ROWS,
                picture);
    put(say, picture);
  }
}

static void put_trend(const Say *say, const ChartWords *words, const Series *series) {
  ChartPoint *points = arena_array(say->a, series->points.count, sizeof *points);
  Picture *picture = arena_alloc(say->a, sizeof *picture);
  double factor = series->gauge.unit->factor;
  for (size_t i = 0; i < series->points.count; i++) {
    const ProgressPoint *point = &series->points.items[i];
    points[i] = (ChartPoint){.day = date_format(say->a, point->day),
                             .text = value_of(say, &series->gauge, point),
                             .value = value_middle(point->lo, point->hi) / factor};
  }
  chart_trend(say->a, say_with_side(say, series->gauge.name, series->gauge.side), words, points, series->points.count,
              series->gauge.mdc / factor, picture);
  put(say, picture);
}

static void put_trends(const Say *say, const ChartWords *words, const SeriesList *list) {
  bool any = false;
  for (size_t i = 0; i < list->count; i++) {
    const Series *series = &list->items[i];
    if (series->points.count < 2 || series->gauge.ordinal) continue;
    if (!any) say_heading(say, 3, WORD_chart_trend);
    any = true;
    put_trend(say, words, series);
  }
}

static void put_weeks(const Say *say, const ChartWords *words) {
  const Document *doc = say->doc;
  if (!doc->week_count) return;
  Picture *picture = arena_alloc(say->a, sizeof *picture);
  say_heading(say, 3, WORD_chart_weeks);
  chart_weeks(say->a, say_word(say, WORD_chart_weeks), words, doc->weeks, doc->week_count, picture);
  put(say, picture);
}

void say_charts(const Say *say) {
  const ChartWords words = words_of(say);
  SeriesList list = {0};
  if (say->doc->given) progress_list(say->a, say->doc->catalog, say->doc->given, &list);
  put_indices(say, &words);
  put_pairs(say, &words, &list);
  put_trends(say, &words, &list);
  put_weeks(say, &words);
}
