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

static void take(Roads *roads, const Outcome *road) {
  if (roads->count < ROADS_MOST) roads->list[roads->count++] = *road;
}

/* A gap beyond measurement error: worse on this side by more than the smallest real difference (95 %). Certainty is
 * that this side is worse at all when it is, and that the true gap is a real one when not. A side that was not measured
 * is no road: it blocks nothing. */
static void road_side(Run *run, Roads *roads, int test, Side side) {
  if (side == SIDE_BOTH || run->catalog->tests.items[test].gap == GAP_NONE) return;
  const Gap *gap = weigh_gap(run->weigh, test, side, BASE_LARGER);
  if (!gap->here || isnan(gap->value.se)) return;
  Outcome out = OUTCOME_OPEN;
  Value plain = gap->value;
  double real = STATS_Z95 * gap->value.se, variance = gap->value.se * gap->value.se;
  plain.se = 0;
  expr_decide(run, &plain, real, INFINITY, false, &out);
  if (out.truth == TRUTH_TRUE) out.p = 1 - stats_p_below(plain.lo, 0, variance);
  if (out.truth == TRUTH_FALSE) out.p = 1 - stats_p_below(plain.hi, real, variance);
  out.value = gap->value;
  out.tests = 1;
  take(roads, &out);
}

/* any() over the roads that are there; without one: not measured. */
static void finish(const Roads *roads, Side side, Outcome *out) {
  *out = OUTCOME_OPEN;
  out->why = out->value.why = WHY_NOT_MEASURED;
  const Outcome *list[ROADS_MOST];
  for (size_t i = 0; i < roads->count; i++) list[i] = &roads->list[i];
  if (roads->count) outcome_any(list, roads->count, out);
  out->side = side;
}

/* ---- low ---- */

static void prepare_low(Build *b, Node *n) {
  n->dimension = DIM_COUNT_OF; /* the number depends on the road taken */
  prepare_muscle(b, n, DOMAIN_STRENGTH);
}

static void road_grade(Run *run, Roads *roads, int index, Side side) {
  const Reading *r = reading_of(weigh_readings(run->weigh), index, side);
  if (r->value.why != WHY_NONE || r->value.hi > run->catalog->policy.grade_low) return;
  Outcome grade = {.truth = TRUTH_TRUE, .p = 1, .cap = 1, .value = r->value, .tests = 1};
  take(roads, &grade);
}

static void eval_low(Run *run, const Node *n, Outcome *out) {
  Roads roads;
  int muscle = n->args[0].index;
  Side side = expr_side(run, n);
  const Pool *pool = weigh_muscle(run->weigh, muscle, DOMAIN_STRENGTH, side, -1);
  Outcome z = OUTCOME_OPEN;
  roads.count = 0;
  expr_decide(run, &pool->z, -INFINITY, run->catalog->policy.low_z, false, &z);
  z.tests = pool->by_grade ? 1 : (int)pool->count;
  if (pool->z.why != WHY_NOT_MEASURED) take(&roads, &z);
  for (int i = -1; (i = weigh_speaker(run->catalog, muscle, DOMAIN_STRENGTH, -1, i)) >= 0;) {
    const Test *test = &run->catalog->tests.items[i];
    if (!test->ordinal)
      road_side(run, &roads, i, side);
    else if (!pool->by_grade)
      road_grade(run, &roads, i, test->paired ? side : SIDE_BOTH);
  }
  finish(&roads, side, out);
}

/* As often as its z alone: the share of the normal curve below the policy's line. */
static double odds_of_line(const Run *run, const Node *n) {
  (void)n;
  return run->catalog->policy.low_share;
}

static void describe_low(const Catalog *catalog, const Node *n, Text *t) {
  text_add(t, "strength for ");
  text_add_inside(t, arg_muscle(catalog, n, 0));
  text_add(t,
           " is low (against its comparison group, or the other side beyond error, or by a manual grade of 3 or less)");
}

static void detail_side(Run *run, int test, Side side, Text *t) {
  const Test *row = &run->catalog->tests.items[test];
  const Gap *gap = weigh_gap(run->weigh, test, side, BASE_LARGER);
  if (side == SIDE_BOTH || row->gap == GAP_NONE || !gap->here || gap->value.why != WHY_NONE) return;
  const Unit *unit = unit_base(gap->dimension);
  int decimals = decimals_of(gap->dimension);
  text_addf(t, "\n%s: deficit of this side%s ", row->name, side_suffix(side));
  text_add_uncertain(t, &gap->value, unit, decimals);
  if (isnan(gap->value.se)) return;
  text_add(t, ", cut (smallest difference beyond error) ");
  text_add_value(t, STATS_Z95 * gap->value.se, unit, decimals);
  text_add(t, ", distance ");
  text_add_value(t, value_middle(gap->value.lo, gap->value.hi) - STATS_Z95 * gap->value.se, unit, decimals);
  if (gap->by_torque) text_add(t, ", compared as torque: the lever arms differ");
  text_addf(t, ", source %s", gap->by_band ? row->gap_source : row->sem_source ? row->sem_source : row->source);
}

static void detail_low(Run *run, const Node *n, const Outcome *out, Text *t) {
  int muscle = n->args[0].index;
  const Pool *pool = weigh_muscle(run->weigh, muscle, DOMAIN_STRENGTH, out->side, -1);
  detail_pool(run, arg_muscle(run->catalog, n, 0), DOMAIN_STRENGTH, out->side, pool, t);
  if (pool->z.why == WHY_NONE) {
    text_add(t, ", cut ");
    text_add_number(t, run->catalog->policy.low_z, 2);
    text_add(t, " SD, distance ");
    text_add_number(t, value_middle(pool->z.lo, pool->z.hi) - run->catalog->policy.low_z, 2);
    text_add(t, " SD");
  }
  for (int i = -1; (i = weigh_speaker(run->catalog, muscle, DOMAIN_STRENGTH, -1, i)) >= 0;)
    detail_side(run, i, out->side, t);
  detail_certainty(run, out, t);
}

static void needs_low(Run *run, const Node *n, const Outcome *out, Needs *needs) {
  needs_muscle(run, n->args[0].index, DOMAIN_STRENGTH, out->side, -1, out->why, needs);
}

/* ---- short ---- */

static void prepare_short(Build *b, Node *n) {
  n->dimension = DIM_COUNT_OF;
  prepare_muscle(b, n, DOMAIN_LENGTH);
}

/* The length tests that speak for the muscle on this side, one after another. */
static int next_length_test(const Run *run, const Node *n, Side side, int after) {
  int i = after;
  do i = weigh_speaker(run->catalog, n->args[0].index, DOMAIN_LENGTH, -1, i);
  while (i >= 0 && run->catalog->tests.items[i].paired != (side != SIDE_BOTH));
  return i;
}

static void road_cut(Run *run, Roads *roads, int index, Side side) {
  const Test *test = &run->catalog->tests.items[index];
  const Reading *r = reading_of(weigh_readings(run->weigh), index, side);
  const Cut *cut;
  Outcome out = OUTCOME_OPEN;
  if (r->trials == 0) return;
  out.why = weigh_cut(run->weigh, index, true, &cut);
  if (r->value.why != WHY_NONE || out.why != WHY_NONE) {
    if (r->value.why != WHY_NONE) out.why = r->value.why;
    out.value.why = out.why;
  } else if (test->better >= 0)
    expr_decide(run, &r->value, -INFINITY, cut->value, false, &out);
  else
    expr_decide(run, &r->value, cut->value, INFINITY, false, &out);
  out.tests = 1;
  take(roads, &out);
}

static void eval_short(Run *run, const Node *n, Outcome *out) {
  Roads roads;
  Side side = expr_side(run, n);
  roads.count = 0;
  for (int i = -1; (i = next_length_test(run, n, side, i)) >= 0;) {
    road_cut(run, &roads, i, side);
    road_side(run, &roads, i, side);
  }
  finish(&roads, side, out);
}

static void describe_short(const Catalog *catalog, const Node *n, Text *t) {
  text_add(t, "a length test for ");
  text_add_inside(t, arg_muscle(catalog, n, 0));
  text_add(t, " is beyond its own cut, or shorter than the other side beyond error");
}

static void detail_length_test(Run *run, int index, Side side, Text *t) {
  const Test *test = &run->catalog->tests.items[index];
  const Reading *r = reading_of(weigh_readings(run->weigh), index, side);
  const Cut *cut;
  Why why = weigh_cut(run->weigh, index, false, &cut);
  if (t->len) text_add(t, "\n");
  detail_reading(run, test, side, r, t);
  if (r->trials == 0) return;
  if (why != WHY_NONE)
    text_addf(t, "; %s", why_sentence(why));
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
  for (int i = -1; (i = next_length_test(run, n, out->side, i)) >= 0;) detail_length_test(run, i, out->side, t);
  detail_certainty(run, out, t);
}

static void needs_short(Run *run, const Node *n, const Outcome *out, Needs *needs) {
  size_t before = needs->count;
  for (int i = -1; (i = next_length_test(run, n, out->side, i)) >= 0;) {
    const Cut *cut;
    Why lacking = reading_of(weigh_readings(run->weigh), i, out->side)->value.why;
    if (lacking == WHY_NONE) lacking = weigh_cut(run->weigh, i, true, &cut);
    needs_test(run, i, out->side, lacking != WHY_NONE ? lacking : out->why, needs);
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
                     .needs = needs_low,
                     .odds = odds_of_line};
const Ops ops_short = {.params = params,
                       .prepare = prepare_short,
                       .evaluate = eval_short,
                       .describe = describe_short,
                       .detail = detail_short,
                       .needs = needs_short,
                       .odds = odds_of_line};
