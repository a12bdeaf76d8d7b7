#include "base/text.h"
#include "patient/weigh.h"

#include <string.h>

const char *const gap_base_names[] = {"larger", "mean", "smaller", "sum", NULL};

typedef struct GapSlot { /* a side gap that was asked for */
  GapBase base;
  Gap left, right;
  struct GapSlot *next; /* of the same test */
} GapSlot;

typedef struct PoolSlot { /* a pool that was asked for */
  Domain domain;
  Side side;
  int without;
  Pool pool;
  struct PoolSlot *next; /* of the same muscle */
} PoolSlot;

struct Weigh {
  Arena *arena;
  const Catalog *catalog;
  const Case *c;
  Readings *readings;
  const Norm *local; /* the clinic's own patients, where they serve */
  size_t local_count;
  const Score **scores; /* per test and side, made when first asked for */
  PoolSlot **pools;     /* per muscle, likewise */
  GapSlot **gaps;       /* per test, likewise */
};

/* The clinic's own groups as norms. Patients of one clinic are the lowest grade that judges (convention). */
static void take_local(Weigh *w) {
  const Case *c = w->c;
  if (!c->local_all && w->catalog->policy.use_local_norms <= 0) return;
  Norm *norms = arena_array(w->arena, c->local_count, sizeof *norms);
  const char *id = arena_printf(w->arena, WEIGH_LOCAL "%.16s", c->local_hash ? c->local_hash : "");
  for (size_t i = 0; i < c->local_count; i++) {
    const LocalNorm *from = &c->local[i];
    const char *group = arena_printf(w->arena, "your clinic's patients, n = %d (%s, %d to %d years)", from->n,
                                     c->patient.sex == SEX_MALE ? "men" : "women", from->age_min, from->age_max);
    norms[i] = (Norm){.id = id,
                      .test = catalog_find(w->catalog, ROWS_TEST, from->test),
                      .quantity = from->quantity,
                      .contraction = from->contraction,
                      .position = from->position,
                      .sex = c->patient.sex,
                      .age_min = from->age_min,
                      .age_max = from->age_max,
                      .group = group, /* says n, hence no n below */
                      .mean = from->mean,
                      .sd = from->sd,
                      .mean_se = from->sd / sqrt(from->n),
                      .lognormal = from->lognormal,
                      .quality = 'C',
                      .verified = VERIFIED_CONVENTION,
                      .source = "the clinic's own first visits"};
  }
  w->local = norms, w->local_count = c->local_count;
}

Weigh *weigh_case(Arena *a, const Catalog *catalog, const Case *c) {
  Weigh *w = arena_alloc(a, sizeof *w);
  *w = (Weigh){.arena = a, .catalog = catalog, .c = c, .readings = readings_open(a, catalog, c)};
  w->scores = arena_array(a, catalog->tests.count * 3, sizeof *w->scores);
  w->gaps = arena_array(a, catalog->tests.count, sizeof *w->gaps);
  w->pools = arena_array(a, catalog->muscles.count, sizeof *w->pools);
  take_local(w);
  return w;
}

/* ---- readings against comparison groups ---- */

static bool leg_fits(Leg leg, Side side, Side dominant) {
  switch (leg) {
  case LEG_ANY: return true;
  case LEG_LEFT: return side == SIDE_LEFT;
  case LEG_RIGHT: return side == SIDE_RIGHT;
  case LEG_DOMINANT: return dominant != SIDE_BOTH && side == dominant;
  case LEG_NONDOMINANT: return dominant != SIDE_BOTH && side == side_other(dominant);
  }
  return false;
}

static bool population_fits(const Norm *norm, const char *sport) {
  switch (norm->population) {
  case POPULATION_GENERAL: return true;
  case POPULATION_RUNNERS: return text_equal(sport, "running");
  case POPULATION_ATHLETES: return norm->sport && text_equal(sport, norm->sport);
  case POPULATION_PATIENTS:
  case POPULATION_SPECIMENS: return false; /* never a comparison group */
  }
  return false;
}

/* WHY_NONE: fits. Otherwise what stands between; reasons that a further entry could mend win over WHY_NO_NORM. */
static Why norm_fits(const Weigh *w, const Norm *norm, const Reading *r, Side side) {
  const Patient *p = &w->c->patient;
  double factor;
  if (norm->sex != SEX_UNKNOWN && norm->sex != p->sex) return WHY_NO_NORM;
  if (norm->male != 0 && p->sex != SEX_MALE && p->sex != SEX_FEMALE) return WHY_NO_NORM;
  if (norm->contraction != CONTRACTION_UNKNOWN && norm->contraction != r->contraction) return WHY_NO_NORM;
  if (!population_fits(norm, p->sport) || !leg_fits(norm->leg, side, p->dominant)) return WHY_NO_NORM;
  if (p->age_years >= 0 && (p->age_years < norm->age_min || p->age_years > norm->age_max)) return WHY_NO_NORM;
  if (norm->position && r->position && strcmp(norm->position, r->position) != 0) return WHY_NO_NORM;
  Why why = reading_factor(p, r, norm->quantity, &factor);
  if (why == WHY_NO_NORM) return why;
  if (p->age_years < 0) return WHY_NO_AGE;
  if (norm->position && !r->position) return WHY_NO_POSITION;
  return why;
}

/* Closest comparison group: verified before unverified, meant for judging before show-only, then quality, population,
 * narrowest age, largest n, id. */
static bool norm_better(const Norm *a, const Norm *b) {
  if ((a->verified == VERIFIED_MEMORY) != (b->verified == VERIFIED_MEMORY)) return b->verified == VERIFIED_MEMORY;
  if (a->show_only != b->show_only) return b->show_only;
  if (a->quality != b->quality) return a->quality < b->quality;
  if (a->population != b->population)
    return a->population > b->population; /* athletes of the sport, runners, general */
  int span_a = a->age_max - a->age_min, span_b = b->age_max - b->age_min;
  if (span_a != span_b) return span_a < span_b;
  if (a->n != b->n) return a->n > b->n;
  return strcmp(a->id, b->id) < 0;
}

static double quality_variance(const Policy *policy, char quality) {
  return quality == 'A' ? policy->quality_a : quality == 'B' ? policy->quality_b : policy->quality_c;
}

/* SD that one unit of a reading makes. The log scale stretches short holds, so there it is taken over the way from the
 * reading to the line that calls it low: P(true value beyond the line) is then the same in seconds as in SD, and grows
 * the shorter the hold. */
static double z_per_unit(const Norm *norm, double x, double mean, int better, double low_z) {
  if (!norm->lognormal) return stats_z_slope(x, mean, norm->sd, false);
  double line = stats_at_z(low_z, mean, norm->sd, true, better), way = fabs(x - line);
  if (way < 1e-6 * line) return stats_z_slope(line, mean, norm->sd, true);
  return fabs(stats_z(x, mean, norm->sd, true, better) - low_z) / way;
}

/* On the log scale a hold of 0 s is one of less than half of the smallest step that is recorded. */
static double least_on_scale(const Norm *norm, const Test *test) {
  return norm->lognormal ? pow(10, -test->decimals) * test->unit->factor / 2 : -INFINITY;
}

static void score_fill(const Weigh *w, Score *s, const Norm *norm, const Reading *r, const Test *test) {
  const Patient *p = &w->c->patient;
  const Policy *policy = &w->catalog->policy;
  double factor, least = least_on_scale(norm, test);
  reading_factor(p, r, norm->quantity, &factor);
  double mean = norm->mean + norm->per_year * p->age_years + (p->sex == SEX_MALE ? norm->male : 0);
  double lo = fmax(r->value.lo * factor, least), hi = fmax(r->value.hi * factor, least);
  double middle = fmax(value_middle(r->value.lo, r->value.hi) * factor, least);
  double z_lo = stats_z(lo, mean, norm->sd, norm->lognormal, test->better);
  double z_hi = stats_z(hi, mean, norm->sd, norm->lognormal, test->better);
  double mean_se = isnan(norm->mean_se) ? (norm->n > 0 ? norm->sd / sqrt(norm->n) : 0) : norm->mean_se;
  double error = r->value.se * factor * z_per_unit(norm, middle, mean, test->better, policy->low_z); /* SD, or NAN */
  s->norm = norm;
  s->reading = r;
  s->value = middle, s->mean = mean, s->sd = norm->sd;
  s->variance = stats_z_variance(error, 1, mean_se / norm->sd, quality_variance(policy, norm->quality));
  s->z = (Value){.lo = fmin(z_lo, z_hi), .hi = fmax(z_lo, z_hi), .cap = 1};
  s->z.se = isnan(error) ? NAN : sqrt(s->variance);
  if (norm->derived) s->z.cap = policy->derived_cap;
  if (norm->show_only) s->z.cap = fmin(s->z.cap, policy->show_only_cap);
  if (norm->verified == VERIFIED_MEMORY) s->z.why = WHY_UNVERIFIED;
}

/* The best fitting norm for a reading, or why there is none. */
static const Norm *pick_norm(const Weigh *w, int test, Side side, const Reading *r, Why *why) {
  const Norm *best = NULL;
  *why = WHY_NO_NORM;
  for (int i = w->catalog->norm_first[test]; i < w->catalog->norm_first[test + 1]; i++) {
    const Norm *norm = &w->catalog->norms.items[i];
    Why fit = norm_fits(w, norm, r, side);
    if (fit != WHY_NONE && (*why == WHY_NO_NORM || (fit != WHY_NO_NORM && fit < *why))) *why = fit;
    if (fit == WHY_NONE && (!best || norm_better(norm, best))) best = norm;
  }
  return best;
}

static const Norm *pick_local(const Weigh *w, int test, const Reading *r) {
  for (size_t i = 0; i < w->local_count; i++) {
    const Norm *norm = &w->local[i];
    if (norm->test == test && norm->quantity == r->quantity && norm->contraction == r->contraction &&
        text_equal(norm->position, r->position))
      return norm;
  }
  return NULL;
}

/* s: all zero. */
static void score_make(Weigh *w, int test_index, Side side, Score *s) {
  const Test *test = &w->catalog->tests.items[test_index];
  size_t count;
  const Reading *readings = readings_get(w->readings, test_index, side, &count);
  s->test = test_index, s->side = side;
  s->z.why = count ? WHY_NO_NORM : WHY_NOT_MEASURED, s->z.cap = 1;
  if (count) s->reading = readings;
  if (count && test->ordinal) s->z.why = WHY_GRADE;
  if (test->ordinal) return;
  for (size_t i = 0; i < count && !s->norm; i++) {
    Why why = readings[i].value.why;
    const Norm *norm = why == WHY_NONE ? pick_norm(w, test_index, side, &readings[i], &why) : NULL;
    if (norm)
      score_fill(w, s, norm, &readings[i], test);
    else if (i == 0)
      s->z.why = why;
  }
  for (size_t i = 0; i < count && !s->norm && w->local_count; i++) {
    const Norm *norm = readings[i].value.why == WHY_NONE ? pick_local(w, test_index, &readings[i]) : NULL;
    if (norm) score_fill(w, s, norm, &readings[i], test);
  }
}

const Score *weigh_score(Weigh *w, int test, Side side) {
  const Score **slot = &w->scores[test * 3 + (int)side];
  if (!*slot) {
    Score *s = arena_alloc(w->arena, sizeof *s);
    score_make(w, test, side, s);
    *slot = s;
  }
  return *slot;
}

/* ---- muscles: several tests pooled ---- */

static const Teller *tellers_of(const Catalog *catalog, int muscle, size_t *count) {
  int first = catalog->teller_first[muscle];
  *count = (size_t)(catalog->teller_first[muscle + 1] - first);
  return &catalog->tellers[first];
}

bool weigh_paired(const Catalog *catalog, int muscle, Domain domain) {
  size_t count;
  const Teller *tellers = tellers_of(catalog, muscle, &count);
  if (!catalog->muscles.items[muscle].paired) return false;
  for (size_t i = 0; i < count; i++)
    if (tellers[i].paired && tellers[i].domain == domain) return true;
  return false;
}

int weigh_speaker(const Catalog *catalog, int muscle, Domain domain, int without, int after) {
  size_t count;
  const Teller *tellers = tellers_of(catalog, muscle, &count);
  for (const Teller *t = tellers; t < tellers + count; t++) {
    if (t->test <= after || t->domain != domain || t->share < catalog->policy.primary_relevance) continue;
    if (without < 0 || test_relevance(&catalog->tests.items[t->test], without) == 0) return t->test;
  }
  return -1;
}

typedef struct Gather { /* scores of one pool while they are collected */
  const Score *scores[64];
  double share[64];
  size_t count;
  Why why;        /* the most useful reason why there is none */
  bool speaks;    /* one of the scores speaks for the muscle by itself */
  bool grade_low; /* a manual grade does */
} Gather;

/* Reasons in order of use to the reader: what a further entry could mend first, "not measured" last. */
static Why more_useful(Why a, Why b) {
  if (a == WHY_NONE || a == WHY_NOT_MEASURED) return b == WHY_NONE ? a : b;
  return b == WHY_NONE || b == WHY_NOT_MEASURED || b == WHY_GRADE ? a : a == WHY_GRADE || b < a ? b : a;
}

/* part: how much of the test's relevance this side stands for. */
static void gather_score(Weigh *w, Gather *g, const Teller *teller, Side side, double part) {
  const Score *s = weigh_score(w, teller->test, side);
  const Policy *policy = &w->catalog->policy;
  bool speaks = teller->share >= policy->primary_relevance;
  if (w->catalog->tests.items[teller->test].ordinal && s->reading && s->reading->value.why == WHY_NONE && speaks &&
      s->reading->value.hi <= policy->grade_low)
    g->grade_low = true;
  if (s->norm && g->count < ARRAY_LEN(g->scores)) {
    g->scores[g->count] = s;
    g->share[g->count++] = teller->share * part;
    g->speaks = g->speaks || speaks;
  } else
    g->why = more_useful(g->why, s->z.why);
}

static void gather_muscle(Weigh *w, Gather *g, int muscle, Domain domain, Side side, int without) {
  bool shared = false;
  size_t count;
  const Teller *tellers = tellers_of(w->catalog, muscle, &count);
  for (const Teller *t = tellers; t < tellers + count; t++) {
    if (t->domain != domain) continue;
    if (without >= 0 && test_relevance(&w->catalog->tests.items[t->test], without) > 0) {
      shared = true;
      continue;
    }
    if (side == SIDE_BOTH && t->paired) { /* a trunk group takes both sides, each with half the weight */
      gather_score(w, g, t, SIDE_LEFT, 0.5);
      gather_score(w, g, t, SIDE_RIGHT, 0.5);
    } else if (side == SIDE_BOTH || t->paired)
      gather_score(w, g, t, t->paired ? side : SIDE_BOTH, 1);
  }
  if (g->why == WHY_NONE) g->why = shared ? WHY_SHARED : WHY_NOT_MEASURED;
}

static void pool_scores(Weigh *w, const Gather *g, Pool *pool) {
  const Policy *policy = &w->catalog->policy;
  double z_lo[64], z_hi[64], v[64];
  bool error_known = true, verified = false, exact = true;
  pool->count = g->count;
  pool->scores = arena_array(w->arena, g->count, sizeof *pool->scores);
  for (size_t i = 0; i < g->count; i++) {
    const Score *s = pool->scores[i] = g->scores[i];
    double stand_in = s->z.se > 0 ? 0 : policy->no_error_sem_sd * policy->no_error_sem_sd; /* for the weights only */
    z_lo[i] = s->z.lo, z_hi[i] = s->z.hi, v[i] = s->variance + stand_in;
    exact = exact && s->z.lo == s->z.hi;
    error_known = error_known && !isnan(s->z.se);
    verified = verified || s->z.why != WHY_UNVERIFIED;
    pool->z.cap = fmin(pool->z.cap, s->z.cap);
  }
  Pooled low = stats_pool(z_lo, v, g->share, g->count, policy->pool_rho), high = low;
  if (!exact) high = stats_pool(z_hi, v, g->share, g->count, policy->pool_rho);
  pool->z.lo = low.z, pool->z.hi = high.z, pool->z.se = error_known ? low.se : NAN;
  pool->disagreement = low.agreement;
  pool->z.why = verified ? WHY_NONE : WHY_UNVERIFIED;
}

/* A test that speaks only beside others gives no pool by itself. pool: all zero. */
static void pool_make(Weigh *w, int muscle, Domain domain, Side side, int without, Pool *pool) {
  Gather g;
  g.count = 0, g.why = WHY_NONE, g.speaks = g.grade_low = false;
  gather_muscle(w, &g, muscle, domain, side, without);
  pool->z.why = g.why, pool->z.cap = 1;
  if (g.speaks) pool_scores(w, &g, pool);
  if (g.grade_low && pool->z.why != WHY_NONE)
    *pool = (Pool){.by_grade = true, .z = {.lo = -INFINITY, .hi = w->catalog->policy.grade_z, .cap = 1}};
}

const Pool *weigh_muscle(Weigh *w, int muscle, Domain domain, Side side, int without) {
  PoolSlot **at = &w->pools[muscle];
  for (; *at; at = &(*at)->next)
    if ((*at)->domain == domain && (*at)->side == side && (*at)->without == without) return &(*at)->pool;
  PoolSlot *slot = *at = arena_alloc(w->arena, sizeof *slot);
  slot->domain = domain, slot->side = side, slot->without = without;
  pool_make(w, muscle, domain, side, without, &slot->pool);
  return &slot->pool;
}

/* ---- side against side ---- */

/* The most that a gap in per cent can be: one side infinitely better than the other. */
static double gap_limit(GapBase base) { return base == BASE_SMALLER ? INFINITY : base == BASE_MEAN ? 200 : 100; }

static double gap_number(const Test *test, double here, double there, GapBase base) {
  if (test->gap == GAP_DIFFERENCE || (isinf(here) && isinf(there))) return stats_gap(here, there, test->better);
  if (isinf(here) || isinf(there)) return stats_gap(isinf(here), isinf(there), test->better) * gap_limit(base);
  return stats_gap_pct(here, there, test->better, base);
}

/* A side as it enters a gap: a force times its lever arm where the arms differ, and nothing below zero where the gap is
 * a percentage. */
static Value gap_side(const Test *test, const Reading *r, bool by_torque) {
  Value v = r->value;
  double lever = by_torque ? r->lever_m : 1;
  if (test->gap == GAP_PERCENT) v.lo = fmax(v.lo, 0);
  v.lo *= lever, v.hi *= lever, v.se *= lever;
  return v;
}

/* Standard error of a side gap from the test's own error, and from the published 95 % band if that is larger. */
static double gap_error(const Test *test, const Value *here, const Value *there, GapBase base, bool *by_band) {
  double own = hypot(here->se, there->se);
  if (test->gap == GAP_PERCENT) {
    double x = value_middle(here->lo, here->hi), y = value_middle(there->lo, there->hi);
    double whole = base == BASE_LARGER    ? fmax(x, y)
                   : base == BASE_SMALLER ? fmin(x, y)
                   : base == BASE_MEAN    ? (x + y) / 2
                                          : x + y;
    own = 100 * own / whole;
  }
  double band = test->gap_band / STATS_Z95;
  *by_band = !isnan(band) && !(own >= band);
  return *by_band ? band : own;
}

/* The set-up that both sides share: the one whose older side is latest, then whose newer side is, then as preferred.
 * Left and right count alike, so that a mirrored case gives the mirrored gap. */
static bool common_setup(Weigh *w, int test, const Reading **on_left, const Reading **on_right) {
  size_t lefts, rights;
  const Reading *left = readings_get(w->readings, test, SIDE_LEFT, &lefts), *l = NULL;
  const Reading *right = readings_get(w->readings, test, SIDE_RIGHT, &rights), *r = NULL;
  for (const Reading *x = left; x && x < left + lefts; x++)
    for (const Reading *y = right; y && y < right + rights; y++) {
      if (!reading_same_setup(x, y)) continue;
      Day older = x->day < y->day ? x->day : y->day, newer = x->day < y->day ? y->day : x->day;
      Day old_best = !l ? 0 : l->day < r->day ? l->day : r->day, new_best = !l ? 0 : l->day < r->day ? r->day : l->day;
      bool better =
          !l || older > old_best || (older == old_best && newer > new_best) ||
          (older == old_best && newer == new_best && reading_setup_order(&w->catalog->tests.items[test], x, l) < 0);
      if (better) l = x, r = y;
    }
  *on_left = l, *on_right = r;
  return l != NULL;
}

/* One muscle shows less force at a longer arm: forces at two known arms that differ are compared as torques. */
static bool compares_torque(const Reading *here, const Reading *there) {
  bool force = here->quantity == DIM_FORCE || here->quantity == DIM_FORCE_PER_MASS || here->quantity == DIM_BODY_WEIGHT;
  return force && !isnan(here->lever_m) && !isnan(there->lever_m) && here->lever_m != there->lever_m;
}

/* Of the left side. gap: all zero. */
static void gap_make(Weigh *w, int test_index, GapBase base, Gap *gap) {
  const Test *test = &w->catalog->tests.items[test_index];
  gap->dimension = test->gap == GAP_PERCENT ? DIM_PERCENT : test->unit->dimension;
  gap->value.cap = 1;
  if (!common_setup(w, test_index, &gap->here, &gap->there)) {
    bool one = reading_of(w->readings, test_index, SIDE_LEFT)->trials ||
               reading_of(w->readings, test_index, SIDE_RIGHT)->trials;
    gap->value.why = one ? WHY_ONE_SIDE : WHY_NOT_MEASURED;
    return;
  }
  gap->by_torque = test->gap == GAP_PERCENT && compares_torque(gap->here, gap->there);
  Value x = gap_side(test, gap->here, gap->by_torque), y = gap_side(test, gap->there, gap->by_torque);
  const double here[] = {x.lo, x.hi}, there[] = {y.lo, y.hi};
  gap->value.lo = gap->value.hi = NAN;
  for (int i = 0; i <= (x.lo != x.hi); i++) /* of two open ends nothing is known: NAN, which fmin and fmax skip */
    for (int k = 0; k <= (y.lo != y.hi); k++) {
      double end = gap_number(test, here[i], there[k], base);
      gap->value.lo = fmin(gap->value.lo, end), gap->value.hi = fmax(gap->value.hi, end);
    }
  gap->value.why = x.why != WHY_NONE ? x.why : y.why != WHY_NONE ? y.why : isnan(gap->value.lo) ? WHY_ZERO : WHY_NONE;
  gap->value.se = gap_error(test, &x, &y, base, &gap->by_band);
}

/* What the left side lacks the right one has. */
static void gap_turn(const Gap *left, Gap *gap) {
  *gap = *left;
  gap->here = left->there, gap->there = left->here;
  gap->value.lo = 0 - left->value.hi, gap->value.hi = 0 - left->value.lo;
  if (gap->here && gap->here->value.why != WHY_NONE) gap->value.why = gap->here->value.why;
}

const Gap *weigh_gap(Weigh *w, int test, Side side, GapBase base) {
  GapSlot **at = &w->gaps[test];
  while (*at && (*at)->base != base) at = &(*at)->next;
  if (!*at) {
    GapSlot *slot = *at = arena_alloc(w->arena, sizeof *slot);
    slot->base = base;
    gap_make(w, test, base, &slot->left);
    gap_turn(&slot->left, &slot->right);
  }
  return side == SIDE_RIGHT ? &(*at)->right : &(*at)->left;
}

/* ---- a length test's own cut ---- */

Why weigh_cut(const Weigh *w, int test, bool judging_only, const Cut **cut) {
  const Patient *p = &w->c->patient;
  const Cut *best = NULL;
  Why why = WHY_NO_CUT;
  for (size_t i = 0; i < w->catalog->cuts.count; i++) {
    const Cut *row = &w->catalog->cuts.items[i];
    if (row->test != test || (judging_only && !row->judges)) continue;
    if (row->sex != SEX_UNKNOWN && row->sex != p->sex) continue;
    if (p->age_years < 0) why = WHY_NO_AGE;
    if (p->age_years < row->age_min || p->age_years > row->age_max) continue;
    if (judging_only && row->verified == VERIFIED_MEMORY)
      why = WHY_UNVERIFIED;
    else if (!best || (row->judges && !best->judges) ||
             (row->judges == best->judges && (row->age_max - row->age_min < best->age_max - best->age_min)))
      best = row;
  }
  *cut = best;
  return best ? WHY_NONE : why;
}

const Case *weigh_of(const Weigh *w) { return w->c; }
Readings *weigh_readings(Weigh *w) { return w->readings; }
