/* plain, and arithmetic on numbers: what has an error carries it along, what has a bound keeps it. */
#include "detail.h"
#include "primitives.h"

enum { PLUS, MINUS, TIMES, OVER };

static const Param value_params[] = {{"value", PARAM_NUMBER, false}, {NULL, 0, false}};
static const Param operand_params[] = {{"left", PARAM_NUMBER, false}, {"right", PARAM_NUMBER, false}, {NULL, 0, false}};
static const Param constant_params[] = {{"number", PARAM_QUANTITY, false}, {NULL, 0, false}};

static const Node *left_of(const Node *n) { return n->args[0].node; }
static const Node *right_of(const Node *n) { return n->args[1].node; }

/* ---- plain ---- */

static void prepare_plain(Build *b, Node *n) {
  (void)b;
  n->dimension = left_of(n)->dimension;
}

/* The error is set aside, not denied: the comparison counts as one without a known error. */
static void eval_plain(Run *run, const Node *n, Outcome *out) {
  *out = *expr_eval(run, left_of(n));
  if (out->value.why == WHY_NO_ERROR) out->value.why = out->why = WHY_NONE;
  if (out->value.se != 0) out->value.se = NAN;
}

static void describe_plain(const Catalog *catalog, const Node *n, Text *t) {
  expr_describe(catalog, left_of(n), t);
  text_add(t, ", measurement error ignored,");
}

static void detail_inner(Run *run, const Node *n, const Outcome *out, Text *t) {
  (void)out;
  for (int arg = 0; arg < ARGS_MOST; arg++) {
    const Node *inner = n->args[arg].node;
    if (!inner || !inner->op->ops->detail) continue;
    if (t->len) text_add(t, "\n");
    inner->op->ops->detail(run, inner, expr_outcome(run, inner), t);
  }
}

static void needs_inner(Run *run, const Node *n, const Outcome *out, Needs *needs) {
  for (int arg = 0; arg < ARGS_MOST; arg++) {
    const Node *inner = n->args[arg].node;
    if (!inner || !inner->op->ops->needs) continue;
    Outcome value = *expr_outcome(run, inner);
    if (value.why == WHY_NONE) value.why = out->why == WHY_ERROR || out->why == WHY_BOUND ? out->why : WHY_NONE;
    if (value.why != WHY_NONE) inner->op->ops->needs(run, inner, &value, needs);
  }
}

/* ---- constants ---- */

static void prepare_constant(Build *b, Node *n) {
  (void)b;
  n->dimension = n->args[0].unit ? n->args[0].unit->dimension : DIM_RATIO;
}

static void eval_constant(Run *run, const Node *n, Outcome *out) {
  (void)run;
  out->value = (Value){.lo = n->args[0].number, .hi = n->args[0].number, .cap = 1};
  out->side = SIDE_BOTH;
}

static void describe_constant(const Catalog *catalog, const Node *n, Text *t) {
  const Unit *unit = n->args[0].unit;
  (void)catalog;
  text_add_short(t, n->args[0].number / (unit ? unit->factor : 1), 4);
  if (unit) text_addf(t, " %s", unit->id);
}

/* ---- arithmetic ---- */

static bool is_bare(const Node *n) { return n->op->ops == &ops_constant && !n->args[0].unit; }

static void prepare_operator(Build *b, Node *n) {
  Dimension left = left_of(n)->dimension, right = right_of(n)->dimension;
  int tag = n->op->ops->tag;
  n->dimension = left;
  if (tag == TIMES && left == DIM_RATIO) n->dimension = right;
  if (tag == OVER && left == right) n->dimension = DIM_RATIO;
  bool fits = tag == TIMES  ? left == DIM_RATIO || right == DIM_RATIO
              : tag == OVER ? left == right || right == DIM_RATIO
                            : left == right || (is_bare(right_of(n)) && unit_base(left)->dimension == DIM_COUNT);
  if (!fits)
    b->mistake(
        b->context, n, NULL,
        arena_printf(b->arena, "%s and %s do not go together here: %s", unit_base(left)->id, unit_base(right)->id,
                     tag == TIMES || tag == OVER ? "multiply or divide by a bare number, or divide by the same unit"
                                                 : "both sides need the same unit"));
}

/* Ends of a product or quotient whose factors are ranges. */
static void ends_of(int tag, const Value *x, const Value *y, Value *out) {
  double a[4] = {x->lo, x->lo, x->hi, x->hi}, b[4] = {y->lo, y->hi, y->lo, y->hi};
  out->lo = INFINITY, out->hi = -INFINITY;
  for (int i = 0; i < 4; i++) {
    double end = tag == TIMES ? a[i] * b[i] : a[i] / b[i];
    if (isnan(end)) end = 0; /* 0 times an open end */
    out->lo = fmin(out->lo, end), out->hi = fmax(out->hi, end);
  }
}

static Value combine(int tag, const Value *x, const Value *y) {
  Value v = {.why = x->why != WHY_NONE ? x->why : y->why, .cap = fmin(x->cap, y->cap)};
  if (v.why != WHY_NONE) return v;
  double mx = value_middle(x->lo, x->hi), my = value_middle(y->lo, y->hi);
  switch (tag) {
  case PLUS: v.lo = x->lo + y->lo, v.hi = x->hi + y->hi, v.se = hypot(x->se, y->se); break;
  case MINUS: v.lo = x->lo - y->hi, v.hi = x->hi - y->lo, v.se = hypot(x->se, y->se); break;
  case TIMES:
    ends_of(tag, x, y, &v);
    v.se = hypot(x->se * my, y->se * mx);
    break;
  default:
    if (y->lo <= 0 && y->hi >= 0) v.why = WHY_ZERO;
    ends_of(tag, x, y, &v);
    v.se = hypot(x->se / my, y->se * mx / (my * my));
  }
  return v;
}

static void eval_operator(Run *run, const Node *n, Outcome *out) {
  Outcome left = *expr_eval(run, left_of(n)), right = *expr_eval(run, right_of(n));
  out->value = combine(n->op->ops->tag, &left.value, &right.value);
  out->why = out->value.why;
  out->side = left.side != SIDE_BOTH ? left.side : right.side;
  out->tests = left.tests + right.tests;
}

static void describe_operator(const Catalog *catalog, const Node *n, Text *t) {
  static const char *const signs[] = {[PLUS] = "plus", [MINUS] = "minus", [TIMES] = "times", [OVER] = "divided by"};
  text_add(t, "(");
  expr_describe(catalog, left_of(n), t);
  text_addf(t, " %s ", signs[n->op->ops->tag]);
  expr_describe(catalog, right_of(n), t);
  text_add(t, ")");
}

const Ops ops_plain = {.params = value_params,
                       .prepare = prepare_plain,
                       .evaluate = eval_plain,
                       .describe = describe_plain,
                       .detail = detail_inner,
                       .needs = needs_inner};
const Ops ops_constant = {
    .params = constant_params, .prepare = prepare_constant, .evaluate = eval_constant, .describe = describe_constant};
#define OPERATOR(name, tag_)                                                                                           \
  const Ops ops_##name = {.tag = tag_,                                                                                 \
                          .params = operand_params,                                                                    \
                          .prepare = prepare_operator,                                                                 \
                          .evaluate = eval_operator,                                                                   \
                          .describe = describe_operator,                                                               \
                          .detail = detail_inner,                                                                      \
                          .needs = needs_inner}
OPERATOR(plus, PLUS);
OPERATOR(minus, MINUS);
OPERATOR(times, TIMES);
OPERATOR(over, OVER);
