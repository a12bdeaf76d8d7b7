#include "rules/doubt.h"

#include "rules/edges.h"

#include <string.h>

/* ---- trials ---- */

/* The smallest difference beyond error of this reading alone; NAN: not known. */
static double error_of(Arena *a, const Catalog *catalog, const Case *c, const Measure *m) {
  Case copy = *c;
  Measure *alone = arena_alloc(a, sizeof *alone);
  *alone = *m;
  alone->date = c->date;
  copy.measures = alone, copy.measure_count = 1;
  return edges_dial(a, catalog, &copy, catalog_find(catalog, ROWS_TEST, m->test), m->side).gauge.mdc;
}

static bool is_trial(const Catalog *catalog, const Measure *m, const char *test, Side side) {
  return m->side == side && m->lo == m->hi && strcmp(m->test, test) == 0 && !catalog_test(catalog, test)->ordinal;
}

static void widen(const Measure *m, const Measure **low, const Measure **high) {
  if (!*low || m->lo < (*low)->lo) *low = m;
  if (!*high || m->lo > (*high)->lo) *high = m;
}

bool doubt_trials(Arena *a, const Catalog *catalog, const Case *c, const Measure *fresh, size_t count, Side side,
                  const Measure **lowest, const Measure **highest) {
  const Measure *low = NULL, *high = NULL, *stored_low = NULL, *stored_high = NULL;
  const char *test = NULL;
  for (size_t i = 0; i < count; i++) {
    if (!test && is_trial(catalog, &fresh[i], fresh[i].test, side)) test = fresh[i].test;
    if (test && is_trial(catalog, &fresh[i], test, side)) widen(&fresh[i], &low, &high);
  }
  for (size_t i = 0; i < c->measure_count && low; i++)
    if (c->measures[i].date == c->date && c->measures[i].quantity == low->quantity &&
        is_trial(catalog, &c->measures[i], test, side))
      widen(&c->measures[i], &stored_low, &stored_high);
  if (stored_low && stored_high->lo - low->lo > high->lo - stored_low->lo) /* one of the two stays fresh */
    high = stored_high->lo > high->lo ? stored_high : high;
  else if (stored_low)
    low = stored_low->lo < low->lo ? stored_low : low;
  *lowest = low, *highest = high;
  if (!low || low == high || low->quantity != high->quantity) return false;
  return high->lo - low->lo > hypot(error_of(a, catalog, c, low), error_of(a, catalog, c, high)) / sqrt(2);
}

/* ---- strength ---- */

/* Beside what is stored: trials of their own, so that they and the stored ones are one reading of the day. */
static Case with_fresh(Arena *a, const Case *c, const Measure *fresh, size_t count) {
  Case copy = *c;
  int trial = 1;
  copy.measures = arena_array(a, c->measure_count + count, sizeof *copy.measures);
  if (c->measure_count) memcpy(copy.measures, c->measures, c->measure_count * sizeof *copy.measures);
  for (size_t i = 0; i < c->measure_count; i++)
    if (c->measures[i].trial >= trial) trial = c->measures[i].trial + 1;
  for (size_t i = 0; i < count; i++) {
    Measure *m = &copy.measures[copy.measure_count++];
    *m = fresh[i];
    m->date = c->date;
    m->trial = trial++;
  }
  return copy;
}

bool doubt_low(Arena *a, const Catalog *catalog, const Case *c, const Measure *fresh, size_t count, Side side) {
  const Policy *policy = &catalog->policy;
  int row = -1;
  for (size_t i = 0; i < count; i++) {
    if (fresh[i].side != side) continue;
    row = catalog_find(catalog, ROWS_TEST, fresh[i].test);
    if (catalog->tests.items[row].ordinal && fresh[i].hi <= policy->grade_low) return true;
  }
  if (row < 0 || catalog->tests.items[row].ordinal || catalog->tests.items[row].domain != DOMAIN_STRENGTH) return false;
  Case with = with_fresh(a, c, fresh, count);
  Weigh *w = weigh_case(a, catalog, &with);
  const Score *score = weigh_score(w, row, side);
  if (score->z.why == WHY_NONE && stats_p_below(score->z.hi, policy->low_z, score->variance) >= policy->present_p)
    return true;
  if (side == SIDE_BOTH || catalog->tests.items[row].gap == GAP_NONE) return false;
  const Gap *gap = weigh_gap(w, row, side, BASE_LARGER);
  return gap->value.why == WHY_NONE && gap->value.lo > STATS_Z95 * gap->value.se; /* false without an error */
}
