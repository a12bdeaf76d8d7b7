#include "expr.h"

#include <string.h>

const char *const kind_names[] = {"condition", "number", "answer", NULL};
const char *const which_names[] = {"this", "other", "left", "right", "worse", "better", NULL};

const Outcome OUTCOME_OPEN = {.truth = TRUTH_UNKNOWN, .p = NAN, .cap = 1, .value = {.cap = 1}, .test = -1};

static double chance_of_leaf(const Run *run, const Node *n, const Outcome *out) {
  bool decided = out->value.why == WHY_NONE && (out->truth != TRUTH_UNKNOWN || out->why == WHY_ERROR);
  return decided && n->op->ops->odds ? n->op->ops->odds(run, n) : 0;
}

static double chance_of_parts(const Run *run, const Node *n) {
  double least = 1, sum = 0;
  for (size_t i = 0; i < n->kid_count; i++) {
    double chance = expr_outcome(run, n->kids[i])->chance;
    sum += chance;
    if (chance > 0 && chance < least) least = chance;
  }
  if (sum == 0 || n->op->ops->chance == CHANCE_NONE) return 0;
  return n->op->ops->chance == CHANCE_LEAST ? least : fmin(sum, 1);
}

const Outcome *expr_make(Run *run, const Node *n, size_t at) {
  Outcome *out = &run->outcomes[at];
  memcpy(out, &OUTCOME_OPEN, sizeof *out); /* an assignment becomes "rep stos", which costs more than the rest */
  out->side = run->side;
  n->op->ops->evaluate(run, n, out);
  if (n->kind == KIND_TRUTH && !run->no_chance)
    out->chance = n->kid_count ? chance_of_parts(run, n) : chance_of_leaf(run, n, out);
  run->known[at] = true;
  return out;
}

const Outcome *expr_certain(Run *run, const Node *n) {
  expr_eval(run, n);
  Outcome *out = expr_outcome(run, n);
  if (!out->owing) return out;
  double chance = out->chance;
  n->op->ops->certain(run, n, out);
  out->owing = false, out->chance = chance; /* any() takes over the outcome of a part, but not its chance */
  return out;
}

bool run_reads(const Run *run, const char *test, Side side) {
  int index = catalog_find(run->catalog, ROWS_TEST, test);
  if (index >= 0 && readings_used(weigh_readings(run->weigh), index, side)) return true;
  for (size_t i = 0; i < run->found_count; i++)
    if (run->found[i].run && run_reads(run->found[i].run, test, side)) return true;
  return false;
}

const AnswerValue *run_answers(Arena *a, const Catalog *catalog, const Case *c) {
  static const int gravity[] = {[ANSWER_OPEN] = 0, [ANSWER_NO] = 1, [ANSWER_UNSURE] = 2, [ANSWER_YES] = 3};
  AnswerValue *answers = arena_array(a, catalog->questions.count, sizeof *answers);
  for (size_t i = 0; i < c->answer_count; i++) {
    int question = catalog_find(catalog, ROWS_QUESTION, c->answers[i].question);
    if (question >= 0 && gravity[c->answers[i].value] > gravity[answers[question]])
      answers[question] = c->answers[i].value;
  }
  return answers;
}

Side expr_side(const Run *run, const Node *n) {
  if (!n->paired) return SIDE_BOTH;
  switch (n->which) {
  case WHICH_LEFT: return SIDE_LEFT;
  case WHICH_RIGHT: return SIDE_RIGHT;
  case WHICH_OTHER: return side_other(run->side);
  default: return run->side; /* worse and better are settled by the leaf itself */
  }
}

void expr_describe(const Catalog *catalog, const Node *n, Text *out) {
  n->op->ops->describe(catalog, n, out);
  if (n->side_given && n->kind == KIND_NUMBER) text_addf(out, " of the %s side", which_names[n->which]);
}

/* ---- deciding under error ---- */

static double inside(double x, double lo, double hi, double se) {
  double below_hi = isinf(hi) ? 1 : stats_p_below(x, hi, se * se);
  double below_lo = isinf(lo) ? 0 : stats_p_below(x, lo, se * se);
  return below_hi - below_lo;
}

/* An infinite end of the range is no end: -INFINITY lies below every cut. */
static bool plainly(double x, double lo, double hi, bool closed) {
  bool above = isinf(lo) || (closed ? x >= lo : x > lo), below = isinf(hi) || (closed ? x <= hi : x < hi);
  return above && below;
}

/* Greatest and least certainty while the value runs over its own range. */
static void certainty_range(const Value *v, double lo, double hi, double *least, double *most) {
  double a = *least = *most = inside(v->lo, lo, hi, v->se);
  if (v->lo == v->hi) return;
  double b = inside(v->hi, lo, hi, v->se);
  double best = isinf(lo) || isinf(hi) ? v->lo : fmin(fmax((lo + hi) / 2, v->lo), v->hi);
  *least = fmin(a, b);
  *most = fmax(fmax(a, b), inside(best, lo, hi, v->se));
}

static inline void decide_plainly(const Run *run, const Value *v, double lo, double hi, bool closed, Outcome *out) {
  bool at_lo = plainly(v->lo, lo, hi, closed), at_hi = v->lo == v->hi ? at_lo : plainly(v->hi, lo, hi, closed);
  bool spans = at_lo != at_hi || (!at_lo && v->lo < lo && v->hi > hi);
  double sure = v->se == 0 ? 1 : run->catalog->policy.no_error_certainty;
  out->plain = v->se != 0;
  if (spans) {
    out->why = WHY_BOUND;
    return;
  }
  out->truth = at_lo ? TRUTH_TRUE : TRUTH_FALSE;
  out->p = at_lo ? sure : 1 - sure;
}

/* Apart: plain comparisons, which are most, would pay for its room. */
static __attribute__((noinline)) void decide_with_error(const Policy *policy, const Value *v, double lo, double hi,
                                                        Outcome *out) {
  double least, most;
  certainty_range(v, lo, hi, &least, &most);
  out->p = v->lo == v->hi ? least : NAN;
  if (least >= policy->present_p)
    out->truth = TRUTH_TRUE, out->p = least;
  else if (most <= policy->near_p)
    out->truth = TRUTH_FALSE, out->p = most;
  else
    out->why = v->lo == v->hi ? WHY_ERROR : WHY_BOUND;
}

void expr_decide(const Run *run, const Value *v, double lo, double hi, bool closed, Outcome *out) {
  out->value = *v;
  out->cap = v->cap;
  out->why = v->why;
  if (v->why == WHY_NONE && (isnan(v->lo) || isnan(v->hi))) out->why = WHY_BOUND; /* two open ends met */
  if (out->why != WHY_NONE) return;
  if (v->se == 0 || isnan(v->se))
    decide_plainly(run, v, lo, hi, closed, out);
  else
    decide_with_error(&run->catalog->policy, v, lo, hi, out);
}

/* Room for rounding where distances are compared: what lies closer to a line is decided by its certainty. */
static const double rounding = 1e-6;

/* How far from a cut a certainty is; what asks for more than the curve tells apart is decided by its certainty, too. */
static double distance_of(double p) { return p < 1 - 1e-9 ? stats_normal_quantile(p) + rounding : INFINITY; }

void expr_measure_policy(Policy *policy) {
  policy->present_far = distance_of(policy->present_p);
  policy->inside_far = distance_of((1 + policy->present_p) / 2);
  policy->near_far = distance_of(1 - policy->near_p);
  policy->low_share = stats_expected_below(1, policy->low_z);
}

/* Is the truth of a value this many standard errors inside its range clear, whatever its certainty exactly is? */
static bool is_clear(const Policy *policy, double inside, bool one_cut, Truth *truth) {
  double far = one_cut ? policy->present_far : policy->inside_far, near = -policy->near_far;
  bool within = one_cut && inside < far - 2 * rounding && inside > near + 2 * rounding;
  *truth = inside >= far ? TRUTH_TRUE : inside <= near ? TRUTH_FALSE : TRUTH_UNKNOWN;
  return *truth != TRUTH_UNKNOWN || (within && isfinite(far) && isfinite(near));
}

void expr_decide_truth(const Run *run, const Value *v, double lo, double hi, bool closed, Outcome *out) {
  const Policy *policy = &run->catalog->policy;
  if (v->why == WHY_NONE && v->lo == v->hi && v->se > 0 && policy->near_far > 0) {
    double above = (v->lo - lo) / v->se, below = (hi - v->lo) / v->se; /* an open end is infinitely far */
    if (is_clear(policy, above < below ? above : below, isinf(lo) || isinf(hi), &out->truth)) {
      out->value = *v;
      out->cap = v->cap;
      out->why = out->truth == TRUTH_UNKNOWN ? WHY_ERROR : WHY_NONE;
      out->owing = true;
      return;
    }
  }
  expr_decide(run, v, lo, hi, closed, out);
}

double outcome_certainty(const Outcome *out) { return fmin(out->p, out->cap); }

/* Which of two outcomes of one truth tells the reader more. */
static bool tells_more(const Outcome *a, const Outcome *b) {
  if (a->truth == TRUTH_UNKNOWN) return a->why == WHY_ERROR && b->why != WHY_ERROR;
  if (a->truth == TRUTH_TRUE) return outcome_certainty(a) > outcome_certainty(b);
  return a->p > b->p;
}

void outcome_all(const Outcome *const *list, size_t count, Outcome *out) {
  const Outcome *least = NULL;
  bool missing = false; /* a part without any certainty */
  out->truth = TRUTH_TRUE, out->why = WHY_NONE, out->plain = false, out->cap = 1;
  for (size_t i = 0; i < count; i++) {
    const Outcome *part = list[i];
    if (part->truth == TRUTH_FALSE || (part->truth == TRUTH_UNKNOWN && out->truth == TRUTH_TRUE))
      out->truth = part->truth;
    if (part->truth == TRUTH_UNKNOWN && (out->why == WHY_NONE || out->why == WHY_ERROR)) out->why = part->why;
    out->plain = out->plain || part->plain;
    out->cap = fmin(out->cap, part->cap);
    if (isnan(part->p))
      missing = true;
    else if (!least || outcome_certainty(part) < outcome_certainty(least))
      least = part;
  }
  if (out->truth != TRUTH_UNKNOWN) out->why = WHY_NONE;
  bool known = least && !(missing && out->truth == TRUTH_UNKNOWN);
  out->p = known ? least->p : NAN;
  if (known) out->cap = least->cap;
}

void outcome_any(const Outcome *const *list, size_t count, Outcome *out) {
  static const int rank[] = {[TRUTH_FALSE] = 0, [TRUTH_UNKNOWN] = 1, [TRUTH_TRUE] = 2};
  const Outcome *best = list[0];
  for (size_t i = 1; i < count; i++) {
    int order = rank[list[i]->truth] - rank[best->truth];
    if (order > 0 || (order == 0 && tells_more(list[i], best))) best = list[i];
  }
  *out = *best;
}

const char *expr_band(const Policy *policy, const Outcome *out) {
  if (isnan(out->p)) return "not known";
  if (out->p >= policy->present_p) return "present";
  if (out->p <= policy->near_p) return "clear";
  return out->p >= 0.5 ? "within error" : "near";
}

/* ---- walks over an evaluated tree ---- */

static int compare_needs(const Need *a, const Need *b) {
  if (a->why != b->why) return a->why < b->why ? -1 : 1;
  int what = strcmp(a->what, b->what);
  if (what) return what;
  return a->side != b->side ? (a->side < b->side ? -1 : 1) : strcmp(a->text, b->text);
}

void need_add(Run *run, Needs *needs, Why why, const char *what, Side side, const char *text) {
  Need need = {.why = why, .what = what, .side = side, .text = text};
  size_t at = needs->count;
  for (size_t i = 0; i < needs->count; i++) {
    int order = compare_needs(&need, &needs->items[i]);
    if (order == 0) return;
    if (order < 0) {
      at = i;
      break;
    }
  }
  LIST_ADD(run->arena, needs);
  memmove(&needs->items[at + 1], &needs->items[at], (needs->count - 1 - at) * sizeof need);
  needs->items[at] = need;
}

void expr_needs(Run *run, const Node *n, Needs *needs) {
  const Outcome *out = expr_outcome(run, n);
  if (out->truth != TRUTH_UNKNOWN) return;
  for (size_t i = 0; i < n->kid_count; i++) expr_needs(run, n->kids[i], needs);
  if (!n->kid_count && n->op->ops->needs) n->op->ops->needs(run, n, out, needs);
}

/* What an unknown rests on: the conditions inside it, or those that its number counts. */
static const Node *unknown_parts(const Node *n) {
  const Node *subject = n->args[0].node;
  return !n->kid_count && subject && subject->kid_count ? subject : n;
}

bool expr_only_error(const Run *run, const Node *n) {
  const Outcome *out = expr_outcome(run, n);
  if (out->truth != TRUTH_UNKNOWN) return true;
  const Node *parts = unknown_parts(n);
  for (size_t i = 0; i < parts->kid_count; i++)
    if (!expr_only_error(run, parts->kids[i])) return false;
  return parts->kid_count > 0 || out->why == WHY_ERROR;
}

const Node *expr_leading(const Run *run, const Node *n) {
  const Outcome *out = expr_outcome(run, n);
  if (!n->kid_count)
    return out->value.why == WHY_NONE && out->truth == TRUTH_TRUE && n->op->gives == KIND_TRUTH &&
                   !isnan(out->value.lo) && n->dimension != DIM_COUNT_OF
               ? n
               : NULL;
  for (size_t i = 0; i < n->kid_count; i++) {
    const Node *leading = expr_outcome(run, n->kids[i])->truth == TRUTH_TRUE ? expr_leading(run, n->kids[i]) : NULL;
    if (leading) return leading;
  }
  return NULL;
}

static Scale scale_of(const Run *run, const Node *n, const Outcome *out) {
  const Node *number = n->args[0].node;
  if (number && number->kind == KIND_NUMBER) out = expr_outcome(run, number);
  Scale scale = {.value = NAN, .error = NAN, .cut_lo = -INFINITY, .cut_hi = INFINITY, .unit = ""};
  if (!n->op->ops->cut || out->value.why != WHY_NONE) return scale;
  n->op->ops->cut(n, &scale.cut_lo, &scale.cut_hi);
  scale.value = value_middle(out->value.lo, out->value.hi);
  scale.error = STATS_Z95 * out->value.se;
  if (n->dimension != DIM_RATIO && n->dimension != DIM_COUNT_OF) scale.unit = unit_base(n->dimension)->id;
  return scale;
}

static const char *steps_of(const Run *run, const Node *n, const Outcome *out) {
  const Node *number = n->args[0].node;
  const char *steps = out->steps;
  if (!steps && number && number->kind == KIND_NUMBER) steps = expr_outcome(run, number)->steps;
  return steps ? steps : "";
}

void expr_trace(Run *run, const Node *n, int depth, Trace *trace) {
  const Outcome *out = expr_certain(run, n);
  Text text = {.arena = run->arena}, detail = {.arena = run->arena};
  if (n->kid_count) {
    if (n->op->ops->counted)
      text_addf(&text, "at least %.0f", n->args[0].number);
    else
      text_add(&text, n->op->ops->heading ? n->op->ops->heading : n->op->name);
    text_addf(&text, " of %zu condition%s:", n->kid_count, n->kid_count == 1 ? "" : "s");
  } else
    expr_describe(run->catalog, n, &text);
  if (n->op->ops->detail) n->op->ops->detail(run, n, out, &detail);
  TraceLine *line = LIST_ADD(run->arena, trace);
  *line = (TraceLine){.depth = depth,
                      .text = text_get(&text),
                      .truth = out->truth,
                      .certainty = out->plain ? NAN : out->p,
                      .detail = text_get(&detail),
                      .steps = steps_of(run, n, out),
                      .scale = scale_of(run, n, out)};
  for (size_t i = 0; i < n->kid_count; i++) expr_trace(run, n->kids[i], depth + 1, trace);
}

/* ---- small texts ---- */

void text_add_value(Text *t, double value, const Unit *unit, int decimals) {
  text_add_number(t, value / unit->factor, decimals);
  if (unit->dimension != DIM_RATIO) text_addf(t, " %s", unit->id);
}

const char *side_suffix(Side side) { return side == SIDE_LEFT ? " (left)" : side == SIDE_RIGHT ? " (right)" : ""; }
