/* above, below, between, within_error, known, is: a number or an answer becomes a condition. */
#include "detail.h"
#include "primitives.h"

enum { ABOVE, BELOW, BETWEEN };

static const Param cut_params[] = {{"value", PARAM_NUMBER, false}, {"cut", PARAM_QUANTITY, false}, {NULL, 0, false}};
static const Param between_params[] = {
    {"value", PARAM_NUMBER, false}, {"low", PARAM_QUANTITY, false}, {"high", PARAM_QUANTITY, false}, {NULL, 0, false}};
static const Param number_params[] = {{"value", PARAM_NUMBER, false}, {NULL, 0, false}};
static const Param value_params[] = {{"value", PARAM_VALUE, false}, {NULL, 0, false}};
static const Param is_params[] = {{"value", PARAM_VALUE, false}, {"answer", PARAM_ANSWER, false}, {NULL, 0, false}};

static const Node *subject(const Node *n) { return n->args[0].node; }

/* Bare numbers only where nothing has a unit. */
static bool is_bare(Dimension d) {
  return d == DIM_RATIO || d == DIM_COUNT || d == DIM_SCORE || d == DIM_GRADE || d == DIM_CLASS || d == DIM_PAIRS;
}

static void check_cut(Build *b, Node *n, int arg) {
  const Unit *given = n->args[arg].unit, *wanted = unit_base(subject(n)->dimension);
  if (!given && !is_bare(wanted->dimension))
    b->mistake(b->context, n, NULL,
               arena_printf(b->arena, "%s needs a number with its unit: write %s(...)", n->op->name,
                            wanted->word ? wanted->word : wanted->id));
  if (given && given->dimension != wanted->dimension)
    b->mistake(
        b->context, n, given->word,
        subject(n)->function && !subject(n)->function->unit
            ? arena_printf(b->arena, "the function gives a bare number: write unit = \"%s\" in fn { }, or a bare cut",
                           given->word)
            : arena_printf(b->arena, "the value is in %s, the cut in %s: write %s", wanted->id, given->id,
                           wanted->word && !is_bare(wanted->dimension) ? arena_printf(b->arena, "%s(...)", wanted->word)
                                                                       : "a bare number"));
}

/* A z lies beyond its cut by chance as often as the normal curve says; a side gap beyond its 95 % error on one side. */
static double odds_of_cut(const Run *run, const Node *n) { return (void)run, n->odds; }

static double odds_when_prepared(const Node *n) {
  if (subject(n)->op->ops == &ops_asymmetry) return (1 - 0.95) / 2;
  if (n->dimension != DIM_SD) return 0;
  double below = stats_expected_below(1, n->args[1].number);
  switch (n->op->ops->tag) {
  case BELOW: return below;
  case ABOVE: return 1 - below;
  default: return stats_expected_below(1, n->args[2].number) - below;
  }
}

static void prepare_cut(Build *b, Node *n) {
  n->dimension = subject(n)->dimension;
  check_cut(b, n, 1);
  n->odds = odds_when_prepared(n);
}

static void prepare_between(Build *b, Node *n) {
  prepare_cut(b, n);
  check_cut(b, n, 2);
  if (n->args[1].number > n->args[2].number)
    b->mistake(b->context, n, NULL, arena_copy(b->arena, "between(low, high): low is above high"));
}

static void prepare_subject(Build *b, Node *n) {
  (void)b;
  n->dimension = subject(n)->kind == KIND_NUMBER ? subject(n)->dimension : DIM_COUNT_OF;
}

typedef void Decide(const Run *run, const Value *value, double lo, double hi, bool closed, Outcome *out);

static void decide_cut(Run *run, const Node *n, const Value *value, Decide *decide, Outcome *out) {
  double cut = n->args[1].number;
  switch (n->op->ops->tag) {
  case ABOVE: decide(run, value, cut, INFINITY, false, out); break;
  case BELOW: decide(run, value, -INFINITY, cut, false, out); break;
  default: decide(run, value, cut, n->args[2].number, true, out);
  }
}

static void limits_of_cut(const Node *n, double *lo, double *hi) {
  if (n->op->ops->tag != BELOW) *lo = n->args[1].number;
  if (n->op->ops->tag != ABOVE) *hi = n->args[n->op->ops->tag == BETWEEN ? 2 : 1].number;
}

static void eval_cut(Run *run, const Node *n, Outcome *out) {
  const Outcome *value = expr_eval(run, subject(n));
  out->side = value->side, out->test = value->test, out->tests = value->tests;
  decide_cut(run, n, &value->value, expr_decide_truth, out);
}

static void certain_cut(Run *run, const Node *n, Outcome *out) {
  decide_cut(run, n, &expr_eval(run, subject(n))->value, expr_decide, out);
}

static void describe_cut(const Catalog *catalog, const Node *n, Text *t) {
  const Unit *unit = unit_base(n->dimension);
  expr_describe(catalog, subject(n), t);
  text_addf(t, " is %s ", n->op->name);
  for (int arg = 1; arg <= (n->op->ops->tag == BETWEEN ? 2 : 1); arg++) {
    const Unit *shown = n->args[arg].unit ? n->args[arg].unit : unit;
    if (arg == 2) text_add(t, " and ");
    text_add_short(t, n->args[arg].number / shown->factor, 4);
    if (n->args[arg].unit) text_addf(t, " %s", shown->id);
  }
}

static void detail_cut(Run *run, const Node *n, const Outcome *out, Text *t) {
  const Ops *ops = subject(n)->op->ops;
  if (ops->detail) ops->detail(run, subject(n), expr_outcome(run, subject(n)), t);
  if (out->value.why != WHY_NONE) {
    if (!t->len) text_add(t, why_sentence(out->value.why));
    return;
  }
  /* how many conditions hold is no number of repetitions */
  const Unit *unit = unit_base(ops == &ops_count ? DIM_RATIO : n->dimension);
  int decimals = decimals_of(n->dimension);
  if (t->len) text_add(t, "\n");
  text_add(t, "value ");
  text_add_uncertain(t, &out->value, unit, decimals);
  text_add(t, side_suffix(out->side));
  for (int arg = 1; arg <= (n->op->ops->tag == BETWEEN ? 2 : 1); arg++) {
    text_add(t, ", cut ");
    text_add_value(t, n->args[arg].number, unit, decimals);
    text_add(t, ", distance ");
    text_add_value(t, value_middle(out->value.lo, out->value.hi) - n->args[arg].number, unit, decimals);
  }
  detail_certainty(run, out, t);
}

static void needs_subject(Run *run, const Node *n, const Outcome *out, Needs *needs) {
  const Ops *ops = subject(n)->op->ops;
  Outcome value = *expr_outcome(run, subject(n));
  if (value.why == WHY_NONE) value.why = out->why;
  if (ops->needs) ops->needs(run, subject(n), &value, needs);
}

/* ---- within_error ---- */

/* Zero means "no difference" for a difference or a z alone. */
static bool is_raw(const Node *n) {
  static const Ops *const raw[] = {&ops_measure, &ops_ratio, &ops_age, &ops_mass, &ops_count};
  for (size_t i = 0; i < ARRAY_LEN(raw); i++)
    if (n->op->ops == raw[i]) return true;
  return false;
}

static void prepare_within_error(Build *b, Node *n) {
  prepare_subject(b, n);
  if (is_raw(subject(n)))
    b->mistake(b->context, n, NULL,
               arena_printf(b->arena,
                            "within_error() asks whether a difference is zero, and %s() is none: write "
                            "asymmetry(TEST):within_error(), or change(TEST):within_error()",
                            subject(n)->op->name));
}

static void eval_within_error(Run *run, const Node *n, Outcome *out) {
  Value v = expr_eval(run, subject(n))->value;
  double band = STATS_Z95 * v.se;
  out->side = expr_outcome(run, subject(n))->side;
  if (v.why == WHY_NONE && isnan(v.se)) v.why = WHY_NO_ERROR;
  v.se = 0; /* the band is the error: a plain comparison with it */
  expr_decide(run, &v, -band, band, true, out);
  out->value.se = v.why == WHY_NONE ? band / STATS_Z95 : 0;
}

static void describe_within_error(const Catalog *catalog, const Node *n, Text *t) {
  expr_describe(catalog, subject(n), t);
  text_add(t, " is within measurement error");
}

static void detail_within_error(Run *run, const Node *n, const Outcome *out, Text *t) {
  (void)run;
  if (out->value.why != WHY_NONE) {
    text_add(t, why_sentence(out->value.why));
    return;
  }
  const Unit *unit = unit_base(n->dimension);
  text_add(t, "value ");
  text_add_value(t, value_middle(out->value.lo, out->value.hi), unit, decimals_of(n->dimension));
  text_add(t, side_suffix(out->side));
  text_add(t, ", smallest difference beyond error (95 %) ");
  text_add_value(t, STATS_Z95 * out->value.se, unit, decimals_of(n->dimension));
}

/* ---- known, is ---- */

static void eval_known(Run *run, const Node *n, Outcome *out) {
  const Outcome *value = expr_eval(run, subject(n));
  bool known = subject(n)->kind == KIND_ANSWER ? value->answer != ANSWER_OPEN : value->why == WHY_NONE;
  out->truth = known ? TRUTH_TRUE : TRUTH_FALSE;
  out->p = known ? 1 : 0;
  out->side = value->side;
  out->value.why = WHY_NOT_MEASURED; /* nothing here is an index */
}

static void describe_known(const Catalog *catalog, const Node *n, Text *t) {
  expr_describe(catalog, subject(n), t);
  text_add(t, " is known");
}

static void prepare_is(Build *b, Node *n) {
  n->dimension = DIM_COUNT_OF;
  if (subject(n)->kind != KIND_ANSWER)
    b->mistake(b->context, n, NULL, arena_copy(b->arena, "is() takes an answer: answer(\"...\"):is(yes)"));
}

static void eval_is(Run *run, const Node *n, Outcome *out) {
  AnswerValue given = expr_eval(run, subject(n))->answer, wanted = (AnswerValue)n->args[1].index;
  out->answer = given;
  out->value.why = WHY_NOT_ANSWERED; /* no number */
  if (given == ANSWER_OPEN || (given == ANSWER_UNSURE && wanted != ANSWER_UNSURE)) {
    out->why = WHY_NOT_ANSWERED;
    return;
  }
  out->truth = given == wanted ? TRUTH_TRUE : TRUTH_FALSE;
  out->p = given == wanted ? 1 : 0;
}

static void describe_is(const Catalog *catalog, const Node *n, Text *t) {
  expr_describe(catalog, subject(n), t);
  text_addf(t, " is answered %s", answer_names[n->args[1].index]);
}

static void detail_is(Run *run, const Node *n, const Outcome *out, Text *t) {
  (void)run, (void)n;
  text_addf(t, "answer: %s", out->answer == ANSWER_OPEN ? "not answered" : answer_names[out->answer]);
}

#define COMPARISON(name, tag_, params_, prepare_)                                                                      \
  const Ops ops_##name = {.tag = tag_,                                                                                 \
                          .params = params_,                                                                           \
                          .prepare = prepare_,                                                                         \
                          .evaluate = eval_cut,                                                                        \
                          .certain = certain_cut,                                                                      \
                          .describe = describe_cut,                                                                    \
                          .detail = detail_cut,                                                                        \
                          .needs = needs_subject,                                                                      \
                          .cut = limits_of_cut,                                                                        \
                          .odds = odds_of_cut}
COMPARISON(above, ABOVE, cut_params, prepare_cut);
COMPARISON(below, BELOW, cut_params, prepare_cut);
COMPARISON(between, BETWEEN, between_params, prepare_between);
const Ops ops_within_error = {.params = number_params,
                              .prepare = prepare_within_error,
                              .evaluate = eval_within_error,
                              .describe = describe_within_error,
                              .detail = detail_within_error,
                              .needs = needs_subject};
static void no_limits(const Node *n, double *lo, double *hi) { (void)n, (void)lo, (void)hi; }

const Ops ops_known = {.params = value_params,
                       .prepare = prepare_subject,
                       .evaluate = eval_known,
                       .describe = describe_known,
                       .cut = no_limits};
const Ops ops_is = {.params = is_params,
                    .prepare = prepare_is,
                    .evaluate = eval_is,
                    .describe = describe_is,
                    .detail = detail_is,
                    .needs = needs_subject};
