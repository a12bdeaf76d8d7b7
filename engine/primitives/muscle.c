/* strength, length, endurance, control: z of a muscle in one domain, pooled over its tests. One word each, one code. */
#include "detail.h"
#include "primitives.h"

static const Param muscle_params[] = {{"muscle", PARAM_MUSCLE, false}, {NULL, 0, false}};

static Domain domain_of(const Node *n) { return (Domain)n->op->ops->tag; }

static void prepare(Build *b, Node *n) {
  n->dimension = DIM_SD;
  prepare_muscle(b, n, domain_of(n));
}

static const Pool *pool_at(Run *run, const Node *n, Side side) {
  return weigh_muscle(run->weigh, n->args[0].index, domain_of(n), side, -1);
}

static Value z_at(Run *run, const Node *n, Side side) { return pool_at(run, n, side)->z; }

static void evaluate(Run *run, const Node *n, Outcome *out) {
  out->value = value_of_leaf(run, n, z_at, 1, &out->side);
  out->why = out->value.why;
  out->tests = (int)pool_at(run, n, out->side)->count;
}

static void describe(const Catalog *catalog, const Node *n, Text *t) {
  text_addf(t, "%s of ", domain_names[domain_of(n)]);
  text_add_inside(t, arg_muscle(catalog, n, 0));
  text_add(t, " against the comparison groups");
}

static void tell_pool(Run *run, const Node *n, Side side, Why why, void *text) {
  (void)why;
  text_begin_line(text);
  detail_pool(run, arg_muscle(run->catalog, n, 0), domain_of(n), side, pool_at(run, n, side), text);
}

static void detail(Run *run, const Node *n, const Outcome *out, Text *t) {
  tell_sides(run, n, z_at, out, tell_pool, t);
}

static void tell_need(Run *run, const Node *n, Side side, Why why, void *list) {
  needs_muscle(run, n->args[0].index, domain_of(n), side, -1, why, list);
}

static void needs(Run *run, const Node *n, const Outcome *out, Needs *list) {
  tell_sides(run, n, z_at, out, tell_need, list);
}

#define MUSCLE_WORD(name, domain)                                                                                      \
  const Ops ops_##name = {.tag = (int)domain,                                                                          \
                          .params = muscle_params,                                                                     \
                          .prepare = prepare,                                                                          \
                          .evaluate = evaluate,                                                                        \
                          .describe = describe,                                                                        \
                          .detail = detail,                                                                            \
                          .needs = needs}
MUSCLE_WORD(strength, DOMAIN_STRENGTH);
MUSCLE_WORD(length, DOMAIN_LENGTH);
MUSCLE_WORD(endurance, DOMAIN_ENDURANCE);
MUSCLE_WORD(control, DOMAIN_CONTROL);
