#include "formats/scored.h"

#include "patient/weigh.h"

#include <math.h>

typedef struct Scales {
  const Catalog *catalog;
  Weigh *weigh;
} Scales;

/* With the certainty that the policy asks for; plainly where the error is not known. */
static bool is_below(const Scales *s, const Value *value, double cut) {
  double variance = isnan(value->se) ? 0 : value->se * value->se;
  return value->why == WHY_NONE && stats_p_below(value->hi, cut, variance) >= s->catalog->policy.present_p;
}

static bool is_above(const Scales *s, const Value *value, double cut) {
  Value turned = *value;
  turned.lo = -value->hi, turned.hi = -value->lo;
  return is_below(s, &turned, -cut);
}

/* Worse than the other side by more than the smallest difference beyond error. */
static bool lags(const Scales *s, int test, Side side) {
  if (side == SIDE_BOTH || s->catalog->tests.items[test].gap == GAP_NONE) return false;
  const Gap *gap = weigh_gap(s->weigh, test, side, BASE_LARGER);
  return gap->here && gap->value.why == WHY_NONE && gap->value.lo > STATS_Z95 * gap->value.se;
}

static bool is_beyond_cut(const Scales *s, int test, Side side) {
  const Reading *r = reading_of(weigh_readings(s->weigh), test, side);
  const Cut *cut;
  if (!r->trials || weigh_cut(s->weigh, test, true, &cut) != WHY_NONE) return false;
  return s->catalog->tests.items[test].better >= 0 ? is_below(s, &r->value, cut->value)
                                                   : is_above(s, &r->value, cut->value);
}

static bool is_low(const Scales *s, int muscle, Side side) {
  static const Domain domains[] = {DOMAIN_STRENGTH, DOMAIN_ENDURANCE, DOMAIN_CONTROL};
  for (size_t i = 0; i < ARRAY_LEN(domains); i++) {
    bool paired = weigh_paired(s->catalog, muscle, domains[i]);
    const Pool *pool = weigh_muscle(s->weigh, muscle, domains[i], paired ? side : SIDE_BOTH, -1);
    if (is_below(s, &pool->z, s->catalog->policy.low_z)) return true;
  }
  for (int i = -1; (i = weigh_speaker(s->catalog, muscle, DOMAIN_STRENGTH, -1, i)) >= 0;)
    if (!s->catalog->tests.items[i].ordinal && lags(s, i, side)) return true;
  return false;
}

static bool is_short(const Scales *s, int muscle, Side side) {
  for (int i = -1; (i = weigh_speaker(s->catalog, muscle, DOMAIN_LENGTH, -1, i)) >= 0;) {
    Side of = s->catalog->tests.items[i].paired ? side : SIDE_BOTH;
    if (is_beyond_cut(s, i, of) || lags(s, i, of)) return true;
  }
  return false;
}

size_t scored_marks(Arena *a, const Catalog *catalog, const Case *c, const BodyMark *more, size_t more_count,
                    BodyMark **marks) {
  size_t count = 0;
  *marks = arena_array(a, more_count + 2 * catalog->muscles.count, sizeof **marks);
  for (; count < more_count; count++) (*marks)[count] = more[count];
  if (!c) return count;
  const Scales scales = {catalog, weigh_case(a, catalog, c)};
  for (size_t i = 0; i < catalog->muscles.count; i++)
    for (int side = SIDE_LEFT; side <= SIDE_RIGHT; side++) {
      BodyMark mark = {.muscle = (int)i, .side = (Side)side};
      mark.low = is_low(&scales, (int)i, (Side)side), mark.tight = is_short(&scales, (int)i, (Side)side);
      if (mark.low || mark.tight) (*marks)[count++] = mark;
    }
  return count;
}
