/* change: a test now against the same test, side and set-up at the visit before. Positive is better where the test has
 * a better way. Its error is that of both readings, so within_error() is the smallest real change (MDC95). */
#include "detail.h"
#include "primitives.h"

static const Param params[] = {{"test", PARAM_TEST, false}, {NULL, 0, false}};

static void prepare(Build *b, Node *n) {
  const Test *test = arg_test(b->catalog, n, 0);
  n->paired = test->paired;
  n->dimension = test->unit->dimension;
  if (test->ordinal)
    b->mistake(b->context, n, test->id,
               arena_printf(b->arena, "%s is a manual grade, which is not arithmetic: compare measure(...)", test->id));
}

typedef struct Pair {
  const Reading *now, *before; /* before NULL: none */
} Pair;

static Pair pair_of(Run *run, const Node *n, Side side) {
  Readings *readings = weigh_readings(run->weigh);
  Pair pair = {.now = reading_of(readings, n->args[0].index, side)};
  if (pair.now->trials) pair.before = reading_before(readings, n->args[0].index, side, pair.now);
  return pair;
}

static Value change_at(Run *run, const Node *n, Side side) {
  const Test *test = arg_test(run->catalog, n, 0);
  Pair pair = pair_of(run, n, side);
  Value v = {.why = pair.now->value.why, .cap = 1};
  if (v.why == WHY_NONE) v.why = pair.before ? pair.before->value.why : WHY_NO_EARLIER;
  if (v.why != WHY_NONE) return v;
  double factor, sign = test->better < 0 ? -1 : 1;
  v.why = reading_factor(&weigh_of(run->weigh)->patient, pair.now, test->unit->dimension, &factor);
  double a = sign * factor * (pair.now->value.lo - pair.before->value.hi);
  double b = sign * factor * (pair.now->value.hi - pair.before->value.lo);
  v.lo = fmin(a, b), v.hi = fmax(a, b);
  v.se = factor * hypot(pair.now->value.se, pair.before->value.se);
  if (v.why == WHY_NONE && isnan(v.se)) v.why = WHY_NO_ERROR;
  return v;
}

static void evaluate(Run *run, const Node *n, Outcome *out) {
  out->value = value_of_leaf(run, n, change_at, 1, &out->side);
  out->why = out->value.why;
  out->test = n->args[0].index;
  out->tests = out->why == WHY_NONE;
}

static void describe(const Catalog *catalog, const Node *n, Text *t) {
  const Test *test = arg_test(catalog, n, 0);
  text_add(t, "the change since the visit before in ");
  text_add_inside(t, test->name);
  if (test->better) text_add(t, " (up is better)");
}

static void tell_pair(Run *run, const Node *n, Side side, Why why, void *text) {
  (void)why;
  const Test *test = arg_test(run->catalog, n, 0);
  Pair pair = pair_of(run, n, side);
  text_begin_line(text);
  detail_reading(run, test, side, pair.now, text);
  if (!pair.before) return;
  text_add(text, "\nbefore: ");
  detail_reading(run, test, side, pair.before, text);
}

static void detail(Run *run, const Node *n, const Outcome *out, Text *t) {
  tell_sides(run, n, change_at, out, tell_pair, t);
}

static void tell_need(Run *run, const Node *n, Side side, Why why, void *list) {
  needs_test(run, n->args[0].index, side, why, list);
}

static void needs(Run *run, const Node *n, const Outcome *out, Needs *list) {
  tell_sides(run, n, change_at, out, tell_need, list);
}

const Ops ops_change = {
    .params = params, .prepare = prepare, .evaluate = evaluate, .describe = describe, .detail = detail, .needs = needs};
