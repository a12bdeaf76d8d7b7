/* all, any, no: three-valued; certainty is the least of all, the greatest of the true, one minus. Truth rests on the
 * truths of the parts alone; certainty is asked of them when it is asked of the whole. */
#include "detail.h"
#include "primitives.h"

/* Is one of the parts `decisive`: then the whole is `decided`; else unknown if a part is, else the contrary. Every part
 * is evaluated, whatever the first says: each may lack something or have its chance. */
static void eval_kids(Run *run, const Node *n, Truth decisive, Truth decided, Outcome *out) {
  bool met = false, unknown = false;
  for (size_t i = 0; i < n->kid_count; i++) {
    Truth truth = expr_eval(run, n->kids[i])->truth;
    met = met || truth == decisive;
    unknown = unknown || truth == TRUTH_UNKNOWN;
  }
  out->truth = met ? decided : unknown ? TRUTH_UNKNOWN : decided == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
  out->owing = true;
}

static void eval_all(Run *run, const Node *n, Outcome *out) { eval_kids(run, n, TRUTH_FALSE, TRUTH_FALSE, out); }
static void eval_any(Run *run, const Node *n, Outcome *out) { eval_kids(run, n, TRUTH_TRUE, TRUTH_TRUE, out); }
static void eval_no(Run *run, const Node *n, Outcome *out) { eval_kids(run, n, TRUTH_TRUE, TRUTH_FALSE, out); }

static const Outcome *const *certain_kids(Run *run, const Node *n) {
  const Outcome **kids = arena_room(run->arena, n->kid_count, sizeof *kids);
  for (size_t i = 0; i < n->kid_count; i++) kids[i] = expr_certain(run, n->kids[i]);
  return kids;
}

static void certain_all(Run *run, const Node *n, Outcome *out) {
  outcome_all(certain_kids(run, n), n->kid_count, out);
  out->why = WHY_NONE, out->plain = false; /* its parts tell */
}

static void certain_any(Run *run, const Node *n, Outcome *out) { outcome_any(certain_kids(run, n), n->kid_count, out); }

static void certain_no(Run *run, const Node *n, Outcome *out) {
  double most = 0;
  for (size_t i = 0; i < n->kid_count; i++) {
    const Outcome *kid = expr_certain(run, n->kids[i]);
    most = fmax(most, kid->p);
    out->cap = fmin(out->cap, kid->cap);
  }
  out->p = out->truth == TRUTH_UNKNOWN ? NAN : 1 - most;
}

static void join(const Catalog *catalog, const Node *n, const char *word, Text *t) {
  for (size_t i = 0; i < n->kid_count; i++) {
    const Node *kid = n->kids[i];
    bool compound = kid->kid_count > 1 || kid->op->ops == &ops_no, alone = n->kid_count == 1 && n->op->ops != &ops_no;
    bool bracket = compound && !alone;
    if (i) text_addf(t, " %s ", word);
    if (bracket) text_add(t, "(");
    expr_describe(catalog, kid, t);
    if (bracket) text_add(t, ")");
  }
}

static void describe_all(const Catalog *catalog, const Node *n, Text *t) { join(catalog, n, "and", t); }
static void describe_any(const Catalog *catalog, const Node *n, Text *t) { join(catalog, n, "or", t); }
static void describe_no(const Catalog *catalog, const Node *n, Text *t) {
  text_add(t, "it is not so that ");
  join(catalog, n, "or that", t);
}

const Ops ops_all = {
    .many = true, .chance = CHANCE_LEAST, .evaluate = eval_all, .certain = certain_all, .describe = describe_all};
const Ops ops_any = {.many = true,
                     .heading = "at least one",
                     .chance = CHANCE_SUM,
                     .evaluate = eval_any,
                     .certain = certain_any,
                     .describe = describe_any};
const Ops ops_no = {
    .many = true, .heading = "none", .evaluate = eval_no, .certain = certain_no, .describe = describe_no};
