/* all, any, no: three-valued; certainty is the least of all, the greatest of the true, one minus. */
#include "detail.h"
#include "primitives.h"

static const Outcome *const *eval_kids(Run *run, const Node *n) {
  const Outcome **kids = arena_room(run->arena, n->kid_count, sizeof *kids);
  for (size_t i = 0; i < n->kid_count; i++) kids[i] = expr_eval(run, n->kids[i]);
  return kids;
}

static void eval_all(Run *run, const Node *n, Outcome *out) {
  outcome_all(eval_kids(run, n), n->kid_count, out);
  out->why = WHY_NONE, out->plain = false; /* its parts tell */
}

static void eval_any(Run *run, const Node *n, Outcome *out) { outcome_any(eval_kids(run, n), n->kid_count, out); }

static void eval_no(Run *run, const Node *n, Outcome *out) {
  bool unknown = false;
  double most = 0;
  out->truth = TRUTH_TRUE;
  for (size_t i = 0; i < n->kid_count; i++) {
    const Outcome *kid = expr_eval(run, n->kids[i]);
    if (kid->truth == TRUTH_TRUE) out->truth = TRUTH_FALSE;
    if (kid->truth == TRUTH_UNKNOWN) unknown = true;
    most = fmax(most, kid->p);
    out->cap = fmin(out->cap, kid->cap);
  }
  if (out->truth == TRUTH_TRUE && unknown) out->truth = TRUTH_UNKNOWN;
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

const Ops ops_all = {.many = true, .chance = CHANCE_LEAST, .evaluate = eval_all, .describe = describe_all};
const Ops ops_any = {
    .many = true, .heading = "at least one", .chance = CHANCE_SUM, .evaluate = eval_any, .describe = describe_any};
const Ops ops_no = {.many = true, .heading = "none", .evaluate = eval_no, .describe = describe_no};
