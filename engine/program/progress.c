#include "program/progress.h"

#include "base/text.h"
#include "rules/edges.h"

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

const char *const change_names[] = {
    "one visit", "within error", "real change", "left open by a bound", "error not known", "grades are not compared",
    NULL};

static ChangeKind kind_of(const Gauge *gauge, double least, double most, double mdc) {
  if (gauge->ordinal) return CHANGE_GRADE;
  if (isnan(mdc)) return CHANGE_NO_ERROR;
  if (least > mdc || most < -mdc) return CHANGE_REAL;
  return least >= -mdc && most <= mdc ? CHANGE_WITHIN : CHANGE_OPEN;
}

static Shift shift_of(const Catalog *catalog, const Gauge *gauge, const ProgressPoint *from, const ProgressPoint *to) {
  /* each mdc is that of two readings of one error: sqrt(2) times that of one */
  double least = to->lo - from->hi, most = to->hi - from->lo, mdc = hypot(from->mdc, to->mdc) / sqrt(2);
  int test = catalog_find(catalog, ROWS_TEST, gauge->test);
  Shift shift = {.kind = kind_of(gauge, least, most, mdc), .change = (least + most) / 2};
  if (!isfinite(shift.change)) shift.change = NAN;
  if (shift.kind == CHANGE_REAL && test >= 0) shift.better = (least > mdc ? 1 : -1) * catalog->tests.items[test].better;
  return shift;
}

static void judge(const Catalog *catalog, Series *series) {
  size_t count = series->points.count;
  const ProgressPoint *points = series->points.items, *last = &points[count - 1];
  series->again = last->day + (Day)catalog->policy.valid_days;
  series->since_first = shift_of(catalog, &series->gauge, points, last);
  series->since_last = shift_of(catalog, &series->gauge, count > 1 ? last - 1 : points, last);
  if (count < 2 && !series->gauge.ordinal) series->since_first.kind = series->since_last.kind = CHANGE_ONE_VISIT;
}

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
