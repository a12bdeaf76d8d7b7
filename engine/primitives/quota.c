/* at_least, count: how many of several conditions hold. What is unknown widens the number: at least the true ones, at
 * most the unknown with them. */
#include "detail.h"
#include "primitives.h"

typedef struct Tally {
  size_t yes, unknown;
} Tally;

static Tally tally(Run *run, const Node *n) {
  Tally t = {0};
  for (size_t i = 0; i < n->kid_count; i++) {
    Truth truth = expr_eval(run, n->kids[i])->truth;
    t.yes += truth == TRUTH_TRUE;
    t.unknown += truth == TRUTH_UNKNOWN;
  }
  return t;
}

/* ---- at_least ---- */

static size_t quota_of(const Node *n) { return (size_t)n->args[0].number; }

static void prepare_at_least(Build *b, Node *n) {
  if (quota_of(n) > n->kid_count)
    b->mistake(b->context, n, NULL,
               arena_printf(b->arena, "at_least %zu of %zu conditions can never be true", quota_of(n), n->kid_count));
}

/* The outcome that decides: the quota-th most certain of those that are true, or the quota-th likeliest of all. */
static const Outcome *deciding(const Outcome *const *kids, size_t count, size_t quota, bool of_true) {
  for (size_t i = 0; i < count; i++) {
    size_t better = 0;
    if (isnan(kids[i]->p) || (of_true && kids[i]->truth != TRUTH_TRUE)) continue;
    for (size_t k = 0; k < count; k++) {
      if (isnan(kids[k]->p) || (of_true && kids[k]->truth != TRUTH_TRUE)) continue;
      double own = outcome_certainty(kids[i]), other = outcome_certainty(kids[k]);
      better += other > own || (other == own && k < i);
    }
    if (better == quota - 1) return kids[i];
  }
  return NULL;
}

static void eval_at_least(Run *run, const Node *n, Outcome *out) {
  Tally t = tally(run, n);
  if (t.yes >= quota_of(n))
    out->truth = TRUTH_TRUE;
  else if (t.yes + t.unknown < quota_of(n))
    out->truth = TRUTH_FALSE;
  out->owing = out->truth != TRUTH_UNKNOWN;
}

static void certain_at_least(Run *run, const Node *n, Outcome *out) {
  const Outcome **kids = arena_room(run->arena, n->kid_count, sizeof *kids);
  for (size_t i = 0; i < n->kid_count; i++) kids[i] = expr_certain(run, n->kids[i]);
  const Outcome *decides = deciding(kids, n->kid_count, quota_of(n), out->truth == TRUTH_TRUE);
  out->p = decides ? decides->p : 0;
  out->cap = decides ? decides->cap : 1;
}

static void add_list(const Catalog *catalog, const Node *n, Text *t) {
  for (size_t i = 0; i < n->kid_count; i++) {
    text_addf(t, "%s(%zu) ", i ? "; " : "", i + 1);
    expr_describe(catalog, n->kids[i], t);
  }
}

static void describe_at_least(const Catalog *catalog, const Node *n, Text *t) {
  text_addf(t, "at least %zu of these %zu: ", quota_of(n), n->kid_count);
  add_list(catalog, n, t);
}

/* ---- count ---- */

static void prepare_count(Build *b, Node *n) {
  (void)b;
  n->dimension = DIM_COUNT;
}

static void eval_count(Run *run, const Node *n, Outcome *out) {
  Tally t = tally(run, n);
  out->value = (Value){.lo = (double)t.yes, .hi = (double)(t.yes + t.unknown), .cap = 1};
  out->side = run->side;
}

static void describe_count(const Catalog *catalog, const Node *n, Text *t) {
  text_addf(t, "the number of these %zu that hold (", n->kid_count);
  add_list(catalog, n, t);
  text_add(t, ")");
}

static void detail_count(Run *run, const Node *n, const Outcome *out, Text *t) {
  (void)out;
  for (size_t i = 0; i < n->kid_count; i++) {
    if (i) text_add(t, "\n");
    text_addf(t, "%s: ", truth_names[expr_outcome(run, n->kids[i])->truth]);
    expr_describe(run->catalog, n->kids[i], t);
  }
}

static void needs_count(Run *run, const Node *n, const Outcome *out, Needs *needs) {
  (void)out;
  for (size_t i = 0; i < n->kid_count; i++) expr_needs(run, n->kids[i], needs);
}

const Ops ops_at_least = {.many = true,
                          .counted = true,
                          .chance = CHANCE_LEAST,
                          .prepare = prepare_at_least,
                          .evaluate = eval_at_least,
                          .certain = certain_at_least,
                          .describe = describe_at_least};
const Ops ops_count = {.many = true,
                       .prepare = prepare_count,
                       .evaluate = eval_count,
                       .describe = describe_count,
                       .detail = detail_count,
                       .needs = needs_count};
