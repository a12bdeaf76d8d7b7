#include "program/retest.h"

#include "program/progress.h"

#include <string.h>

/* Measures after the visit told nothing to who judged it. */
static Case case_until(Arena *a, const Case *c) {
  Case until = *c;
  until.measures = arena_array(a, c->measure_count + 1, sizeof *until.measures);
  until.measure_count = 0;
  for (size_t i = 0; i < c->measure_count; i++)
    if (c->measures[i].date <= c->date) until.measures[until.measure_count++] = c->measures[i];
  return until;
}

static Day last_day(const Series *series) { return series->points.items[series->points.count - 1].day; }

/* The set-up that was measured last; of several the preferred one, which stands first. */
static const Series *latest(const SeriesList *list, const Ground *ground) {
  const Series *best = NULL;
  for (size_t i = 0; i < list->count; i++) {
    const Series *series = &list->items[i];
    if (series->gauge.side != ground->side || strcmp(series->gauge.test, ground->test) != 0) continue;
    if (!best || last_day(series) > last_day(best)) best = series;
  }
  return best;
}

static bool is_of(const Finding *finding, const RuleRef *rule) {
  return finding->side == rule->side && strcmp(finding->rule, rule->rule) == 0 &&
         strcmp(finding->pack, rule->pack) == 0 && finding->truth == TRUTH_TRUE && !finding->shown;
}

static Retest retest_of(Arena *a, const Series *series) {
  const Gauge *gauge = &series->gauge;
  return (Retest){.test = gauge->test,
                  .name = gauge->name,
                  .unit = gauge->unit->id,
                  .side = gauge->side,
                  .real_from = gauge->mdc / gauge->unit->factor,
                  .decimals = gauge->decimals + 1,
                  .real_words = gauge->mdc > 0 ? reply_value(a, gauge, gauge->mdc, 1) : NULL,
                  .again = series->again};
}

/* In the order of the result. */
static void add_findings(Arena *a, const SeriesList *list, const Series *series, const Result *result,
                         const Grounds *grounds, Retest *out) {
  out->findings = arena_array(a, result->finding_count + 1, sizeof *out->findings);
  for (size_t i = 0; i < result->finding_count; i++)
    for (size_t k = 0; k < grounds->count; k++) {
      const Ground *ground = &grounds->list[k];
      if (!is_of(&result->findings[i], &ground->rule) || latest(list, ground) != series) continue;
      out->findings[out->finding_count++] = &result->findings[i];
      break;
    }
}

void retest_list(Arena *a, const Catalog *catalog, const Case *c, const Result *result, const Grounds *grounds,
                 Retests *out) {
  const Case until = case_until(a, c);
  SeriesList list;
  progress_list(a, catalog, &until, &list);
  *out = (Retests){0};
  for (size_t i = 0; i < list.count; i++) {
    Retest retest = retest_of(a, &list.items[i]);
    add_findings(a, &list, &list.items[i], result, grounds, &retest);
    if (retest.finding_count) *LIST_ADD(a, out) = retest;
  }
}
