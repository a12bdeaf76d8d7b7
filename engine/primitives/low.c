/* low, short: the two findings a therapist means most often, each true by one of several roads, so that a missing norm
 * does not silence a side difference or a manual grade. */
#include "detail.h"
#include "primitives.h"

static const Param params[] = {{"muscle", PARAM_MUSCLE, false}, {NULL, 0, false}};

#define ROADS_MOST 32

typedef struct Roads {
  Outcome list[ROADS_MOST];
  size_t count;
} Roads;

static Outcome fresh(void) { return (Outcome){.truth = TRUTH_UNKNOWN, .p = NAN, .cap = 1, .value = {.cap = 1}}; }

static void take(Roads *roads, const Outcome *road) {
  if (roads->count < ROADS_MOST) roads->list[roads->count++] = *road;
}

/* A gap beyond measurement error: worse on this side by more than the smallest real difference (95 %). A side that was
 * not measured is no road: it blocks nothing. */
static void road_side(Run *run, Roads *roads, int test, Side side) {
  if (side == SIDE_BOTH || run->catalog->tests.items[test].gap == GAP_NONE) return;
  Gap gap = weigh_gap(run->weigh, test, side, BASE_LARGER);
  if (!gap.here || isnan(gap.value.se)) return;
  Outcome out = fresh();
  Value plain = gap.value;
  plain.se = 0;
  expr_decide(run, &plain, STATS_Z95 * gap.value.se, INFINITY, false, &out);
  if (out.truth != TRUTH_UNKNOWN)
    out.p = 1 - stats_p_below(value_middle(plain.lo, plain.hi), 0, gap.value.se * gap.value.se);
  out.value = gap.value;
  take(roads, &out);
}

/* any() over the roads that are there; without one: not measured. */
static void finish(const Roads *roads, Side side, Outcome *out) {
  *out = fresh();
  out->why = out->value.why = WHY_NOT_MEASURED;
  if (roads->count) outcome_any(roads->list, roads->count, out);
  out->side = side;
}

/* ---- low ---- */

static void prepare_low(Build *b, Node *n) {
  n->paired = weigh_paired(b->catalog, n->args[0].index, DOMAIN_STRENGTH);
  n->dimension = DIM_COUNT_OF; /* the number depends on the road taken */
  bool tested = false;
  for (size_t i = 0; i < b->catalog->tests.count; i++) {
    const Test *test = &b->catalog->tests.items[i];
    tested = tested || (test->domain == DOMAIN_STRENGTH && test_relevance(test, n->args[0].index) > 0);
  }
  const char *id = b->catalog->muscles.items[n->args[0].index].id;
  if (!tested) b->mistake(b->context, n, id, arena_printf(b->arena, "no test measures the strength of %s", id));
}

static bool speaks_for(const Run *run, const Test *test, int muscle, Domain domain) {
  return test->domain == domain && test_relevance(test, muscle) >= run->catalog->policy.primary_relevance;
}

static void eval_low(Run *run, const Node *n, Outcome *out) {
  Roads roads = {.count = 0};
  const Policy *policy = &run->catalog->policy;
  int muscle = n->args[0].index;
  Side side = expr_side(run, n);
  Pool pool = weigh_muscle(run->weigh, muscle, DOMAIN_STRENGTH, side, -1);
  Outcome z = fresh();
  expr_decide(run, &pool.z, -INFINITY, policy->low_z, false, &z);
  if (pool.z.why != WHY_NOT_MEASURED) take(&roads, &z);
  for (size_t i = 0; i < run->catalog->tests.count; i++) {
    const Test *test = &run->catalog->tests.items[i];
    if (!speaks_for(run, test, muscle, DOMAIN_STRENGTH)) continue;
    if (!test->ordinal) road_side(run, &roads, (int)i, side);
    const Reading *r = reading_of(weigh_readings(run->weigh), (int)i, test->paired ? side : SIDE_BOTH);
    if (!test->ordinal || pool.by_grade || r->value.why != WHY_NONE || r->value.hi > policy->grade_low) continue;
    Outcome grade = {.truth = TRUTH_TRUE, .p = 1, .cap = 1, .value = r->value};
    take(&roads, &grade);
  }
  finish(&roads, side, out);
}

static void describe_low(const Catalog *catalog, const Node *n, Text *t) {
  text_add(t, "strength for ");
  text_add_muscle(t, arg_muscle(catalog, n, 0));
  text_add(t,
           " is low (against its comparison group, or the other side beyond error, or by a manual grade of 3 or less)");
}

static void detail_side(Run *run, int test, Side side, Text *t) {
  const Test *row = &run->catalog->tests.items[test];
  Gap gap = weigh_gap(run->weigh, test, side, BASE_LARGER);
  if (side == SIDE_BOTH || row->gap == GAP_NONE || !gap.here || gap.value.why != WHY_NONE) return;
  const Unit *unit = unit_base(gap.dimension);
  int decimals = decimals_of(gap.dimension);
  text_addf(t, "\n%s: deficit of this side%s ", row->name, side_suffix(side));
  text_add_uncertain(t, &gap.value, unit, decimals);
  if (isnan(gap.value.se)) return;
  text_add(t, ", cut (smallest difference beyond error) ");
  text_add_value(t, STATS_Z95 * gap.value.se, unit, decimals);
  text_add(t, ", distance ");
  text_add_value(t, value_middle(gap.value.lo, gap.value.hi) - STATS_Z95 * gap.value.se, unit, decimals);
  text_addf(t, ", source %s", gap.by_band ? row->gap_source : row->sem_source ? row->sem_source : row->source);
}

static void detail_low(Run *run, const Node *n, const Outcome *out, Text *t) {
  Pool pool = weigh_muscle(run->weigh, n->args[0].index, DOMAIN_STRENGTH, out->side, -1);
  detail_pool(run, arg_muscle(run->catalog, n, 0), DOMAIN_STRENGTH, out->side, &pool, t);
  if (pool.z.why == WHY_NONE) {
    text_add(t, ", cut ");
    text_add_number(t, run->catalog->policy.low_z, 2);
    text_add(t, " SD, distance ");
    text_add_number(t, value_middle(pool.z.lo, pool.z.hi) - run->catalog->policy.low_z, 2);
    text_add(t, " SD");
  }
  for (size_t i = 0; i < run->catalog->tests.count; i++)
    if (speaks_for(run, &run->catalog->tests.items[i], n->args[0].index, DOMAIN_STRENGTH))
      detail_side(run, (int)i, out->side, t);
  detail_certainty(run, out, t);
}

static void needs_low(Run *run, const Node *n, const Outcome *out, Needs *needs) {
  needs_muscle(run, n->args[0].index, DOMAIN_STRENGTH, out->side, out->why, needs);
}

/* ---- short ---- */

static void prepare_short(Build *b, Node *n) {
  int muscle = n->args[0].index;
  const char *id = b->catalog->muscles.items[muscle].id;
  bool tested = false;
  n->paired = weigh_paired(b->catalog, muscle, DOMAIN_LENGTH);
  n->dimension = DIM_COUNT_OF;
  for (size_t i = 0; i < b->catalog->tests.count; i++)
    tested = tested || (b->catalog->tests.items[i].domain == DOMAIN_LENGTH &&
                        test_relevance(&b->catalog->tests.items[i], muscle) > 0);
  if (!tested) b->mistake(b->context, n, id, arena_printf(b->arena, "no test measures the length of %s", id));
}

static void road_cut(Run *run, Roads *roads, int index, Side side) {
  const Test *test = &run->catalog->tests.items[index];
  const Reading *r = reading_of(weigh_readings(run->weigh), index, side);
  const Cut *cut = weigh_cut(run->weigh, index, true);
  Outcome out = fresh();
  if (r->trials == 0) return;
  if (!cut || r->value.why != WHY_NONE) {
    out.why = cut ? r->value.why : WHY_NO_CUT;
    out.value.why = out.why;
  } else if (test->better >= 0)
    expr_decide(run, &r->value, -INFINITY, cut->value, false, &out);
  else
    expr_decide(run, &r->value, cut->value, INFINITY, false, &out);
  take(roads, &out);
}

static void eval_short(Run *run, const Node *n, Outcome *out) {
  Roads roads = {.count = 0};
  Side side = expr_side(run, n);
  for (size_t i = 0; i < run->catalog->tests.count; i++) {
    const Test *test = &run->catalog->tests.items[i];
    if (!speaks_for(run, test, n->args[0].index, DOMAIN_LENGTH) || test->paired != (side != SIDE_BOTH)) continue;
    road_cut(run, &roads, (int)i, side);
    road_side(run, &roads, (int)i, side);
  }
  finish(&roads, side, out);
}

static void describe_short(const Catalog *catalog, const Node *n, Text *t) {
  text_add(t, "a length test for ");
  text_add_muscle(t, arg_muscle(catalog, n, 0));
  text_add(t, " is beyond its own cut, or shorter than the other side beyond error");
}

static void detail_length_test(Run *run, int index, Side side, Text *t) {
  const Test *test = &run->catalog->tests.items[index];
  const Reading *r = reading_of(weigh_readings(run->weigh), index, side);
  const Cut *cut = weigh_cut(run->weigh, index, false);
  if (t->len) text_add(t, "\n");
  detail_reading(run, test, side, r, t);
  if (r->trials == 0) return;
  if (!cut)
    text_addf(t, "; %s", why_sentence(WHY_NO_CUT));
  else {
    text_addf(t, "; short %s ", test->better >= 0 ? "below" : "above");
    text_add_value(t, cut->value, test->unit, test->decimals);
    text_add(t, ", distance ");
    text_add_value(t, value_middle(r->value.lo, r->value.hi) - cut->value, test->unit, test->decimals);
    text_addf(t, ", %s", cut->source);
    if (!cut->judges) text_add(t, ", for display only: the sources conflict");
    if (cut->verified == VERIFIED_MEMORY) text_add(t, ", unverified");
  }
  detail_side(run, index, side, t);
}

static void detail_short(Run *run, const Node *n, const Outcome *out, Text *t) {
  for (size_t i = 0; i < run->catalog->tests.count; i++) {
    const Test *test = &run->catalog->tests.items[i];
    if (speaks_for(run, test, n->args[0].index, DOMAIN_LENGTH) && test->paired == (out->side != SIDE_BOTH))
      detail_length_test(run, (int)i, out->side, t);
  }
  detail_certainty(run, out, t);
}

static void needs_short(Run *run, const Node *n, const Outcome *out, Needs *needs) {
  size_t before = needs->count;
  for (size_t i = 0; i < run->catalog->tests.count; i++) {
    const Test *test = &run->catalog->tests.items[i];
    if (!speaks_for(run, test, n->args[0].index, DOMAIN_LENGTH) || test->paired != (out->side != SIDE_BOTH)) continue;
    const Reading *r = reading_of(weigh_readings(run->weigh), (int)i, out->side);
    Why why = r->value.why != WHY_NONE ? r->value.why : !weigh_cut(run->weigh, (int)i, true) ? WHY_NO_CUT : out->why;
    needs_test(run, (int)i, out->side, why, needs);
  }
  if (needs->count == before)
    need_add(run, needs, WHY_NO_CUT, run->catalog->muscles.items[n->args[0].index].id, out->side,
             arena_printf(run->arena, "a length test for %s", arg_muscle(run->catalog, n, 0)));
}

const Ops ops_low = {.params = params,
                     .prepare = prepare_low,
                     .evaluate = eval_low,
                     .describe = describe_low,
                     .detail = detail_low,
                     .needs = needs_low};
const Ops ops_short = {.params = params,
                       .prepare = prepare_short,
                       .evaluate = eval_short,
                       .describe = describe_short,
                       .detail = detail_short,
                       .needs = needs_short};
