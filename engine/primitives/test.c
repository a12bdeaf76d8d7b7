/* measure, z, ratio, asymmetry: numbers that come straight from tests. */
#include "detail.h"
#include "primitives.h"

static const Param test_params[] = {{"test", PARAM_TEST, false}, {NULL, 0, false}};
static const Param gap_params[] = {{"test", PARAM_TEST, false}, {"by", PARAM_BASE, true}, {NULL, 0, false}};
static const Param ratio_params[] = {{"test", PARAM_TEST, false}, {"over", PARAM_TEST, false}, {NULL, 0, false}};

static void take(Outcome *out, const Node *n, Value value, Side side) {
  out->test = n->args[0].index;
  out->tests = value.why == WHY_NONE;
  out->value = value;
  out->why = value.why;
  out->side = side;
}

/* ---- measure ---- */

static void prepare_measure(Build *b, Node *n) {
  const Test *test = arg_test(b->catalog, n, 0);
  n->paired = test->paired;
  n->dimension = test->unit->dimension;
}

static Value measure_at(Run *run, const Node *n, Side side) {
  const Test *test = arg_test(run->catalog, n, 0);
  const Reading *r = reading_of(weigh_readings(run->weigh), n->args[0].index, side);
  Value v = r->value;
  double factor = 1;
  if (v.why == WHY_NONE) v.why = reading_factor(&weigh_of(run->weigh)->patient, r, test->unit->dimension, &factor);
  v.lo *= factor, v.hi *= factor, v.se *= factor;
  return v;
}

static void eval_measure(Run *run, const Node *n, Outcome *out) {
  Side side;
  Value v = value_of_leaf(run, n, measure_at, arg_test(run->catalog, n, 0)->better, &side);
  take(out, n, v, side);
}

static void describe_test(const Catalog *catalog, const Node *n, Text *t) {
  text_add(t, arg_test(catalog, n, 0)->name);
}

static void tell_reading(Run *run, const Node *n, Side side, Why why, void *text) {
  (void)why;
  text_begin_line(text);
  detail_reading(run, arg_test(run->catalog, n, 0), side,
                 reading_of(weigh_readings(run->weigh), n->args[0].index, side), text);
}

static void detail_measure(Run *run, const Node *n, const Outcome *out, Text *t) {
  tell_sides(run, n, measure_at, out, tell_reading, t);
}

static void tell_need(Run *run, const Node *n, Side side, Why why, void *needs) {
  needs_test(run, n->args[0].index, side, why, needs);
}

static void needs_of_measure(Run *run, const Node *n, const Outcome *out, Needs *needs) {
  tell_sides(run, n, measure_at, out, tell_need, needs);
}

/* ---- z ---- */

static void prepare_z(Build *b, Node *n) {
  const Test *test = arg_test(b->catalog, n, 0);
  n->paired = test->paired;
  n->dimension = DIM_SD;
  if (test->ordinal || test->better == 0)
    b->mistake(b->context, n, test->id,
               arena_printf(b->arena, "%s has no z: it is %s", test->id,
                            test->ordinal ? "a manual grade, which is not arithmetic" : "neither better high nor low"));
}

static Value z_at(Run *run, const Node *n, Side side) { return weigh_score(run->weigh, n->args[0].index, side)->z; }

static void eval_z(Run *run, const Node *n, Outcome *out) {
  Side side;
  Value v = value_of_leaf(run, n, z_at, 1, &side);
  take(out, n, v, side);
}

static void describe_z(const Catalog *catalog, const Node *n, Text *t) {
  text_addf(t, "%s against its comparison group", arg_test(catalog, n, 0)->name);
}

static void tell_score(Run *run, const Node *n, Side side, Why why, void *text) {
  (void)why;
  text_begin_line(text);
  detail_score(run, weigh_score(run->weigh, n->args[0].index, side), text);
}

static void detail_z(Run *run, const Node *n, const Outcome *out, Text *t) {
  tell_sides(run, n, z_at, out, tell_score, t);
}

static void needs_of_z(Run *run, const Node *n, const Outcome *out, Needs *needs) {
  tell_sides(run, n, z_at, out, tell_need, needs);
}

/* ---- ratio ---- */

static void prepare_ratio(Build *b, Node *n) {
  const Test *above = arg_test(b->catalog, n, 0), *below = arg_test(b->catalog, n, 1);
  n->paired = above->paired || below->paired;
  n->dimension = DIM_RATIO;
  if (above->unit->dimension != below->unit->dimension)
    b->mistake(b->context, n, below->id,
               arena_printf(b->arena, "a ratio needs two tests in one unit: %s is in %s, %s in %s", above->id,
                            above->unit->id, below->id, below->unit->id));
  else if (above->ordinal)
    b->mistake(b->context, n, below->id, arena_copy(b->arena, "manual grades are not arithmetic: they have no ratio"));
}

static const Reading *ratio_part(Run *run, const Node *n, int arg, Side side) {
  const Test *test = arg_test(run->catalog, n, arg);
  return reading_of(weigh_readings(run->weigh), n->args[arg].index, test->paired ? side : SIDE_BOTH);
}

/* Both parts as recorded, in one quantity: a torque over a force would be no ratio of strengths. */
static Value ratio_at(Run *run, const Node *n, Side side) {
  const Reading *a = ratio_part(run, n, 0, side), *b = ratio_part(run, n, 1, side);
  const Value *x = &a->value, *y = &b->value;
  Value v = {.cap = 1};
  double factor;
  v.why = x->why != WHY_NONE ? x->why : y->why;
  if (v.why != WHY_NONE) return v;
  v.why = reading_factor(&weigh_of(run->weigh)->patient, a, b->quantity, &factor);
  if (v.why == WHY_NONE && y->lo <= 0) v.why = WHY_ZERO;
  if (v.why != WHY_NONE) return v;
  v.lo = factor * x->lo / (x->lo < 0 ? y->lo : y->hi), v.hi = factor * x->hi / (x->hi < 0 ? y->hi : y->lo);
  double over = value_middle(y->lo, y->hi), ratio = factor * value_middle(x->lo, x->hi) / over;
  v.se = hypot(factor * x->se, ratio * y->se) / over; /* README 5.5 without dividing by a reading of 0 */
  return v;
}

static void eval_ratio(Run *run, const Node *n, Outcome *out) {
  Side side;
  Value v = value_of_leaf(run, n, ratio_at, 1, &side);
  take(out, n, v, side);
}

static void describe_ratio(const Catalog *catalog, const Node *n, Text *t) {
  text_addf(t, "the ratio of %s to %s", arg_test(catalog, n, 0)->name, arg_test(catalog, n, 1)->name);
}

static void tell_parts(Run *run, const Node *n, Side side, Why why, void *text) {
  (void)why;
  for (int arg = 0; arg < 2; arg++) {
    const Test *test = arg_test(run->catalog, n, arg);
    text_begin_line(text);
    detail_reading(run, test, test->paired ? side : SIDE_BOTH, ratio_part(run, n, arg, side), text);
  }
}

static void detail_ratio(Run *run, const Node *n, const Outcome *out, Text *t) {
  tell_sides(run, n, ratio_at, out, tell_parts, t);
}

static void need_parts(Run *run, const Node *n, Side side, Why lack, void *needs) {
  for (int arg = 0; arg < 2; arg++) {
    const Test *test = arg_test(run->catalog, n, arg);
    const Reading *r = ratio_part(run, n, arg, side);
    Why why = r->value.why != WHY_NONE ? r->value.why : lack == WHY_NOT_MEASURED ? WHY_NONE : lack;
    if (why != WHY_NONE) needs_test(run, n->args[arg].index, test->paired ? side : SIDE_BOTH, why, needs);
  }
}

static void needs_ratio(Run *run, const Node *n, const Outcome *out, Needs *needs) {
  tell_sides(run, n, ratio_at, out, need_parts, needs);
}

/* ---- asymmetry ---- */

static void prepare_gap(Build *b, Node *n) {
  const Test *test = arg_test(b->catalog, n, 0);
  n->paired = true;
  n->dimension = test->gap == GAP_PERCENT ? DIM_PERCENT : test->unit->dimension;
  if (!test->paired || test->gap == GAP_NONE)
    b->mistake(
        b->context, n, test->id,
        arena_printf(b->arena, "%s has no side difference: %s", test->id,
                     test->paired ? "it is not compared side to side" : "it is measured once, not left and right"));
  if (n->args[1].given && test->gap == GAP_DIFFERENCE)
    b->mistake(b->context, n, "by",
               arena_printf(b->arena, "%s has no true zero: its side gap is a difference in %s, never a percentage",
                            test->id, test->unit->id));
}

static const Gap *gap_of(Run *run, const Node *n, Side side) {
  GapBase base = n->args[1].given ? (GapBase)n->args[1].index : BASE_LARGER;
  return weigh_gap(run->weigh, n->args[0].index, side, base);
}

/* Without a known error a side gap is no finding (design 3): shown, not judged. */
static Value gap_at(Run *run, const Node *n, Side side) {
  Value v = gap_of(run, n, side)->value;
  if (v.why == WHY_NONE && isnan(v.se)) v.why = WHY_NO_ERROR;
  return v;
}

static void eval_gap(Run *run, const Node *n, Outcome *out) {
  Side side;
  Value v = value_of_leaf(run, n, gap_at, -1, &side);
  take(out, n, v, side);
}

static void describe_gap(const Catalog *catalog, const Node *n, Text *t) {
  const Test *test = arg_test(catalog, n, 0);
  text_addf(t, "the deficit of this side in %s", test->name);
  if (n->args[1].given) text_addf(t, " (in %% of the %s)", gap_base_names[n->args[1].index]);
}

/* Both sides were measured, but not alike. */
static bool in_two_setups(Run *run, int test) {
  Readings *readings = weigh_readings(run->weigh);
  return reading_of(readings, test, SIDE_LEFT)->trials && reading_of(readings, test, SIDE_RIGHT)->trials &&
         !weigh_gap(run->weigh, test, SIDE_LEFT, BASE_LARGER)->here;
}

static void detail_gap(Run *run, const Node *n, const Outcome *out, Text *t) {
  const Test *test = arg_test(run->catalog, n, 0);
  const Gap *gap = gap_of(run, n, out->side);
  if (!gap->here) {
    detail_reading(run, test, SIDE_LEFT, reading_of(weigh_readings(run->weigh), n->args[0].index, SIDE_LEFT), t);
    text_add(t, "\n");
    detail_reading(run, test, SIDE_RIGHT, reading_of(weigh_readings(run->weigh), n->args[0].index, SIDE_RIGHT), t);
    if (in_two_setups(run, n->args[0].index)) text_add(t, "\nthe sides were measured in two set-ups: not compared");
    return;
  }
  const Unit *unit = unit_base(n->dimension);
  detail_reading(run, test, out->side, gap->here, t);
  text_add(t, "\n");
  detail_reading(run, test, side_other(out->side), gap->there, t);
  text_add(t, "\ndeficit of this side ");
  text_add_uncertain(t, &gap->value, unit, decimals_of(n->dimension));
  if (gap->by_torque) text_add(t, ", compared as torque: the lever arms differ");
  if (gap->by_band)
    text_addf(t, ", error from the published side band (%s)", test->gap_source);
  else if (!isnan(gap->value.se))
    text_addf(t, ", error of the test from %s", test->sem_source ? test->sem_source : "its row");
}

/* A side that is there lacks nothing when only the other one is missing or hurt. */
static void needs_gap(Run *run, const Node *n, const Outcome *out, Needs *needs) {
  int test = n->args[0].index;
  if (in_two_setups(run, test)) {
    const Test *row = &run->catalog->tests.items[test];
    need_add(run, needs, out->why, row->id, SIDE_BOTH,
             arena_printf(run->arena, "%s on both sides in one set-up: position, contraction and unit", row->name));
    return;
  }
  for (int s = SIDE_LEFT; s <= SIDE_RIGHT; s++) {
    Why why = reading_of(weigh_readings(run->weigh), test, (Side)s)->value.why;
    if (why == WHY_NONE && (out->why == WHY_NOT_MEASURED || out->why == WHY_ONE_SIDE || out->why == WHY_PAIN)) continue;
    needs_test(run, test, (Side)s, why != WHY_NONE ? why : out->why, needs);
  }
}

const Ops ops_measure = {.params = test_params,
                         .prepare = prepare_measure,
                         .evaluate = eval_measure,
                         .describe = describe_test,
                         .detail = detail_measure,
                         .needs = needs_of_measure};
const Ops ops_z = {.params = test_params,
                   .prepare = prepare_z,
                   .evaluate = eval_z,
                   .describe = describe_z,
                   .detail = detail_z,
                   .needs = needs_of_z};
const Ops ops_ratio = {.params = ratio_params,
                       .prepare = prepare_ratio,
                       .evaluate = eval_ratio,
                       .describe = describe_ratio,
                       .detail = detail_ratio,
                       .needs = needs_ratio};
const Ops ops_asymmetry = {.params = gap_params,
                           .prepare = prepare_gap,
                           .evaluate = eval_gap,
                           .describe = describe_gap,
                           .detail = detail_gap,
                           .needs = needs_gap};
