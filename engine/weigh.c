#include "weigh.h"
#include "text.h"

#include <string.h>

const char *const gap_base_names[] = {"larger", "mean", "smaller", "sum", NULL};

struct Weigh {
  Arena *arena;
  const Catalog *catalog;
  const Case *c;
  Readings *readings;
  const Score **scores; /* per test and side, made when first asked for */
};

Weigh *weigh_case(Arena *a, const Catalog *catalog, const Case *c) {
  Weigh *w = arena_alloc(a, sizeof *w);
  *w = (Weigh){.arena = a, .catalog = catalog, .c = c, .readings = readings_open(a, catalog, c)};
  w->scores = arena_array(a, catalog->tests.count * 3, sizeof *w->scores);
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
 * narrowest age, regression over a band, largest n, id. */
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

static void score_fill(const Weigh *w, Score *s, const Norm *norm, const Reading *r, const Test *test) {
  const Patient *p = &w->c->patient;
  const Policy *policy = &w->catalog->policy;
  double factor;
  reading_factor(p, r, norm->quantity, &factor);
  double mean = norm->mean + norm->per_year * p->age_years + (p->sex == SEX_MALE ? norm->male : 0);
  double lo = r->value.lo * factor, hi = r->value.hi * factor, middle = value_middle(lo, hi);
  double z_lo = stats_z(lo, mean, norm->sd, norm->lognormal, test->better);
  double z_hi = stats_z(hi, mean, norm->sd, norm->lognormal, test->better);
  double slope = stats_z_slope(middle, mean, norm->sd, norm->lognormal);
  double mean_se = isnan(norm->mean_se) ? (norm->n > 0 ? norm->sd / sqrt(norm->n) : 0) : norm->mean_se;
  double error = r->value.se * factor * slope; /* SD; NAN: not known */
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

static Score score_make(Weigh *w, int test_index, Side side) {
  const Test *test = &w->catalog->tests.items[test_index];
  size_t count;
  const Reading *readings = readings_get(w->readings, test_index, side, &count);
  Score s = {.test = test_index, .side = side, .z = {.why = count ? WHY_NO_NORM : WHY_NOT_MEASURED, .cap = 1}};
  if (count) s.reading = readings;
  if (count && test->ordinal) s.z.why = WHY_GRADE;
  if (test->ordinal) return s;
  for (size_t i = 0; i < count && !s.norm; i++) {
    Why why = readings[i].value.why;
    const Norm *norm = why == WHY_NONE ? pick_norm(w, test_index, side, &readings[i], &why) : NULL;
    if (norm)
      score_fill(w, &s, norm, &readings[i], test);
    else if (i == 0)
      s.z.why = why;
  }
  return s;
}

const Score *weigh_score(Weigh *w, int test, Side side) {
  const Score **slot = &w->scores[test * 3 + (int)side];
  if (!*slot) {
    Score *s = arena_alloc(w->arena, sizeof *s);
    *s = score_make(w, test, side);
    *slot = s;
  }
  return *slot;
}

/* ---- muscles: several tests pooled ---- */

static double relevance_in(const Test *test, int muscle, Domain domain) {
  return test->domain == domain ? test_relevance(test, muscle) : 0;
}

bool weigh_paired(const Catalog *catalog, int muscle, Domain domain) {
  if (!catalog->muscles.items[muscle].paired) return false;
  for (size_t i = 0; i < catalog->tests.count; i++) {
    const Test *test = &catalog->tests.items[i];
    if (test->paired && relevance_in(test, muscle, domain) > 0) return true;
  }
  return false;
}

typedef struct Gather { /* scores of one pool while they are collected */
  const Score *scores[64];
  double share[64];
  size_t count;
  Why why; /* the most useful reason why there is none */
  bool grade_low;
} Gather;

/* Reasons in order of use to the reader: what a further entry could mend first, "not measured" last. */
static Why more_useful(Why a, Why b) {
  if (a == WHY_NONE || a == WHY_NOT_MEASURED) return b == WHY_NONE ? a : b;
  return b == WHY_NONE || b == WHY_NOT_MEASURED || b == WHY_GRADE ? a : a == WHY_GRADE || b < a ? b : a;
}

static void gather_score(Weigh *w, Gather *g, int test_index, Side side, double share) {
  const Score *s = weigh_score(w, test_index, side);
  const Test *test = &w->catalog->tests.items[test_index];
  const Policy *policy = &w->catalog->policy;
  if (test->ordinal && s->reading && s->reading->value.why == WHY_NONE && share >= policy->primary_relevance &&
      s->reading->value.hi <= policy->grade_low)
    g->grade_low = true;
  if (s->norm && g->count < ARRAY_LEN(g->scores)) {
    g->scores[g->count] = s;
    g->share[g->count++] = share;
  } else
    g->why = more_useful(g->why, s->z.why);
}

static void gather_muscle(Weigh *w, Gather *g, int muscle, Domain domain, Side side, int without) {
  bool shared = false;
  for (size_t i = 0; i < w->catalog->tests.count; i++) {
    const Test *test = &w->catalog->tests.items[i];
    double share = relevance_in(test, muscle, domain);
    if (share <= 0) continue;
    if (without >= 0 && test_relevance(test, without) > 0) {
      shared = true;
      continue;
    }
    if (side == SIDE_BOTH && test->paired) { /* a trunk group takes both sides, each with half the weight */
      gather_score(w, g, (int)i, SIDE_LEFT, share / 2);
      gather_score(w, g, (int)i, SIDE_RIGHT, share / 2);
    } else if (side == SIDE_BOTH || test->paired)
      gather_score(w, g, (int)i, test->paired ? side : SIDE_BOTH, share);
  }
  if (g->why == WHY_NONE) g->why = shared ? WHY_SHARED : WHY_NOT_MEASURED;
}

static Pool pool_scores(Weigh *w, const Gather *g) {
  const Policy *policy = &w->catalog->policy;
  double z_lo[64], z_hi[64], v[64];
  bool error_known = true, verified = false;
  Pool pool = {.z = {.cap = 1}, .count = g->count};
  pool.scores = arena_array(w->arena, g->count, sizeof *pool.scores);
  for (size_t i = 0; i < g->count; i++) {
    const Score *s = pool.scores[i] = g->scores[i];
    double stand_in = isnan(s->z.se) ? policy->no_error_sem_sd * policy->no_error_sem_sd : 0; /* for the weights only */
    z_lo[i] = s->z.lo, z_hi[i] = s->z.hi, v[i] = s->variance + stand_in;
    error_known = error_known && !isnan(s->z.se);
    verified = verified || s->z.why != WHY_UNVERIFIED;
    pool.z.cap = fmin(pool.z.cap, s->z.cap);
  }
  Pooled low = stats_pool(z_lo, v, g->share, g->count, policy->pool_rho);
  Pooled high = stats_pool(z_hi, v, g->share, g->count, policy->pool_rho);
  pool.z.lo = low.z, pool.z.hi = high.z, pool.z.se = error_known ? low.se : NAN;
  pool.disagreement = low.agreement;
  pool.z.why = verified ? WHY_NONE : WHY_UNVERIFIED;
  return pool;
}

Pool weigh_muscle(Weigh *w, int muscle, Domain domain, Side side, int without) {
  Gather g = {.count = 0};
  gather_muscle(w, &g, muscle, domain, side, without);
  if (g.count) return pool_scores(w, &g);
  Pool pool = {.z = {.why = g.why, .cap = 1}};
  if (g.grade_low) {
    pool.by_grade = true;
    pool.z = (Value){.lo = -INFINITY, .hi = w->catalog->policy.grade_z, .cap = 1};
  }
  return pool;
}

/* ---- side against side ---- */

static double gap_number(const Test *test, double here, double there, GapBase base) {
  if (test->gap == GAP_DIFFERENCE) return stats_gap(here, there, test->better);
  return stats_gap_pct(here, there, test->better, base);
}

/* Standard error of a side gap from the test's own error, and from the published 95 % band if that is larger. */
static double gap_error(const Test *test, const Reading *here, const Reading *there, GapBase base, bool *by_band) {
  double own = hypot(here->value.se, there->value.se);
  if (test->gap == GAP_PERCENT) {
    double x = value_middle(here->value.lo, here->value.hi), y = value_middle(there->value.lo, there->value.hi);
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

static bool common_setup(Weigh *w, int test, Side side, const Reading **here, const Reading **there) {
  size_t count_here, count_there;
  const Reading *left = readings_get(w->readings, test, SIDE_LEFT, &count_here);
  const Reading *right = readings_get(w->readings, test, SIDE_RIGHT, &count_there);
  for (size_t i = 0; i < count_here; i++)
    for (size_t j = 0; j < count_there; j++)
      if (reading_same_setup(&left[i], &right[j])) {
        *here = side == SIDE_LEFT ? &left[i] : &right[j];
        *there = side == SIDE_LEFT ? &right[j] : &left[i];
        return true;
      }
  *here = *there = NULL;
  return false;
}

Gap weigh_gap(Weigh *w, int test_index, Side side, GapBase base) {
  const Test *test = &w->catalog->tests.items[test_index];
  Gap gap = {.dimension = test->gap == GAP_PERCENT ? DIM_PERCENT : test->unit->dimension, .value = {.cap = 1}};
  if (!common_setup(w, test_index, side, &gap.here, &gap.there)) {
    bool one = reading_of(w->readings, test_index, SIDE_LEFT)->trials ||
               reading_of(w->readings, test_index, SIDE_RIGHT)->trials;
    gap.value.why = one ? WHY_ONE_SIDE : WHY_NOT_MEASURED;
    return gap;
  }
  const Value *x = &gap.here->value, *y = &gap.there->value;
  gap.value.why = x->why != WHY_NONE ? x->why : y->why;
  double ends[4] = {gap_number(test, x->lo, y->lo, base), gap_number(test, x->lo, y->hi, base),
                    gap_number(test, x->hi, y->lo, base), gap_number(test, x->hi, y->hi, base)};
  gap.value.lo = gap.value.hi = ends[0];
  for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
    if (isnan(ends[i]) && gap.value.why == WHY_NONE) gap.value.why = WHY_ZERO;
    gap.value.lo = fmin(gap.value.lo, ends[i]), gap.value.hi = fmax(gap.value.hi, ends[i]);
  }
  gap.value.se = gap_error(test, gap.here, gap.there, base, &gap.by_band);
  return gap;
}

/* ---- a length test's own cut ---- */

const Cut *weigh_cut(const Weigh *w, int test, bool judging_only) {
  const Patient *p = &w->c->patient;
  const Cut *best = NULL;
  for (size_t i = 0; i < w->catalog->cuts.count; i++) {
    const Cut *cut = &w->catalog->cuts.items[i];
    if (cut->test != test || (judging_only && !cut->judges)) continue;
    if ((cut->sex != SEX_UNKNOWN && cut->sex != p->sex) || p->age_years < cut->age_min || p->age_years > cut->age_max)
      continue;
    if (!best || (cut->judges && !best->judges) ||
        (cut->judges == best->judges && (cut->age_max - cut->age_min < best->age_max - best->age_min)))
      best = cut;
  }
  return best;
}

const Case *weigh_of(const Weigh *w) { return w->c; }
Readings *weigh_readings(Weigh *w) { return w->readings; }
