#include "progress.h"

#include "edges.h"
#include "text.h"

#include <stdlib.h>

static int compare_days(const void *left, const void *right) { return *(const Day *)left - *(const Day *)right; }

static size_t list_days(Arena *a, const Case *c, Day **days) {
  size_t count = 0, kept = 0;
  *days = arena_array(a, c->measure_count + 1, sizeof **days);
  for (size_t i = 0; i < c->measure_count; i++) (*days)[count++] = c->measures[i].date ? c->measures[i].date : c->date;
  qsort(*days, count, sizeof **days, compare_days);
  for (size_t i = 0; i < count; i++)
    if (!kept || (*days)[kept - 1] != (*days)[i]) (*days)[kept++] = (*days)[i];
  return kept;
}

/* The case as if nothing but this day had been measured. */
static Case case_of(Arena *a, const Case *c, Day day) {
  Case one = *c;
  one.measures = arena_array(a, c->measure_count + 1, sizeof *one.measures);
  one.measure_count = 0;
  one.date = day;
  for (size_t i = 0; i < c->measure_count; i++)
    if ((c->measures[i].date ? c->measures[i].date : c->date) == day)
      one.measures[one.measure_count++] = c->measures[i];
  return one;
}

static Series *series_of(Arena *a, SeriesList *list, const Gauge *gauge) {
  for (size_t i = 0; i < list->count; i++) {
    const Gauge *known = &list->items[i].gauge;
    if (text_equal(known->test, gauge->test) && known->side == gauge->side &&
        text_equal(known->position, gauge->position) && known->contraction == gauge->contraction &&
        known->unit->dimension == gauge->unit->dimension)
      return &list->items[i];
  }
  Series *series = LIST_ADD(a, list);
  *series = (Series){0};
  return series;
}

static void judge(const Catalog *catalog, Series *series) {
  const ProgressPoint *first = &series->points.items[0], *last = &series->points.items[series->points.count - 1];
  /* each mdc is that of two readings of one error: sqrt(2) times that of one */
  double least = last->lo - first->hi, most = last->hi - first->lo, mdc = hypot(first->mdc, last->mdc) / sqrt(2);
  int test = catalog_find(catalog, ROWS_TEST, series->gauge.test);
  series->gauge.mdc = mdc;
  series->change = (least + most) / 2;
  series->again = last->day + (Day)catalog->policy.valid_days;
  if (!isfinite(series->change)) series->change = NAN;
  if (series->gauge.ordinal)
    series->kind = CHANGE_GRADE;
  else if (series->points.count < 2)
    series->kind = CHANGE_ONE_VISIT;
  else if (isnan(mdc))
    series->kind = CHANGE_NO_ERROR;
  else if (least > mdc || most < -mdc)
    series->kind = CHANGE_REAL;
  else
    series->kind = least >= -mdc && most <= mdc ? CHANGE_WITHIN : CHANGE_OPEN;
  if (series->kind == CHANGE_REAL && test >= 0)
    series->better = (least > mdc ? 1 : -1) * catalog->tests.items[test].better;
}

double series_real_from(const Series *series) { return series->gauge.mdc / series->gauge.unit->factor; }

void progress_list(Arena *a, const Catalog *catalog, const Case *c, SeriesList *out) {
  Day *days;
  size_t count = list_days(a, c, &days);
  *out = (SeriesList){0};
  for (size_t i = 0; i < count; i++) {
    Dials dials = {0};
    const Case one = case_of(a, c, days[i]);
    edges_dials(a, catalog, &one, &dials);
    for (size_t k = 0; k < dials.count; k++) {
      const Gauge *gauge = &dials.items[k].gauge;
      Series *series = series_of(a, out, gauge);
      series->gauge = *gauge;
      *LIST_ADD(a, &series->points) = (ProgressPoint){days[i], gauge->lo, gauge->hi, gauge->mdc};
    }
  }
  for (size_t i = 0; i < out->count; i++) judge(catalog, &out->items[i]);
}
