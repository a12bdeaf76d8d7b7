/* imbalance: a weak muscle against a strong one, each against its own comparison group (design 3). True needs the index
 * beyond at_least and the weak muscle itself low: the difference alone would flag most healthy people. */
#include "detail.h"
#include "primitives.h"

enum { WEAK, STRONG, AT_LEAST, BY };

static const Param params[] = {{"weak", PARAM_MUSCLE, false},
                               {"strong", PARAM_MUSCLE, false},
                               {"at_least", PARAM_QUANTITY, false},
                               {"by", PARAM_DOMAIN, true}};

static Domain domain_of(const Node *n) { return n->args[BY].given ? (Domain)n->args[BY].index : DOMAIN_STRENGTH; }

static bool has_test(const Catalog *catalog, int muscle, int without, Domain domain) {
  for (size_t i = 0; i < catalog->tests.count; i++) {
    const Test *test = &catalog->tests.items[i];
    if (test->domain == domain && test_relevance(test, muscle) > 0 && test_relevance(test, without) == 0) return true;
  }
  return false;
}

static void prepare(Build *b, Node *n) {
  int weak = n->args[WEAK].index, strong = n->args[STRONG].index;
  Domain domain = domain_of(n);
  const Unit *unit = n->args[AT_LEAST].unit;
  const char *weak_id = b->catalog->muscles.items[weak].id, *strong_id = b->catalog->muscles.items[strong].id;
  n->dimension = DIM_SD;
  n->paired = weigh_paired(b->catalog, weak, domain) || weigh_paired(b->catalog, strong, domain);
  if (weak == strong)
    b->mistake(b->context, n, strong_id, arena_copy(b->arena, "weak and strong are the same muscle"));
  else if (!has_test(b->catalog, weak, strong, domain) || !has_test(b->catalog, strong, weak, domain))
    b->mistake(
        b->context, n, weak_id,
        arena_printf(b->arena, "no test tells the %s of %s and of %s apart", domain_names[domain], weak_id, strong_id));
  if (!unit || unit->dimension != DIM_SD)
    b->mistake(b->context, n, "at_least", arena_copy(b->arena, "at_least is a difference of z-scores: write sd(1)"));
  else if (n->args[AT_LEAST].number <= 0)
    b->mistake(b->context, n, "at_least", arena_copy(b->arena, "at_least must be above 0"));
}

static Pool pool_of(Run *run, const Node *n, int arg, Side side) {
  int muscle = n->args[arg].index, other = n->args[arg == WEAK ? STRONG : WEAK].index;
  Side own = weigh_paired(run->catalog, muscle, domain_of(n)) ? side : SIDE_BOTH;
  return weigh_muscle(run->weigh, muscle, domain_of(n), own, other);
}

/* z(strong) - z(weak); unbounded ends stay unbounded. */
static Value difference(const Value *strong, const Value *weak) {
  Value v = {.why = weak->why != WHY_NONE ? weak->why : strong->why, .cap = fmin(strong->cap, weak->cap)};
  v.lo = strong->lo - weak->hi, v.hi = strong->hi - weak->lo;
  v.se = hypot(strong->se, weak->se);
  return v;
}

static void evaluate(Run *run, const Node *n, Outcome *out) {
  out->side = expr_side(run, n);
  Pool weak = pool_of(run, n, WEAK, out->side), strong = pool_of(run, n, STRONG, out->side);
  Value index = difference(&strong.z, &weak.z);
  Outcome low = {.truth = TRUTH_UNKNOWN, .p = NAN}, wide = {.truth = TRUTH_UNKNOWN, .p = NAN};
  expr_decide(run, &weak.z, -INFINITY, run->catalog->policy.low_z, false, &low);
  expr_decide(run, &index, n->args[AT_LEAST].number, INFINITY, true, &wide);
  const Outcome *weaker = fmin(low.p, low.cap) <= fmin(wide.p, wide.cap) ? &low : &wide;
  out->value = index;
  out->tests = (int)(weak.count + strong.count);
  out->cap = fmin(low.cap, wide.cap);
  out->p = weaker->p;
  out->plain = low.plain || wide.plain;
  if (low.truth == TRUTH_FALSE || wide.truth == TRUTH_FALSE)
    out->truth = TRUTH_FALSE;
  else if (low.truth == TRUTH_TRUE && wide.truth == TRUTH_TRUE)
    out->truth = TRUTH_TRUE;
  else
    out->why = low.truth == TRUTH_UNKNOWN && low.why != WHY_ERROR ? low.why
               : wide.truth == TRUTH_UNKNOWN                      ? wide.why
                                                                  : low.why;
}

static void describe(const Catalog *catalog, const Node *n, Text *t) {
  text_addf(t, "%s of ", domain_names[domain_of(n)]);
  text_add_muscle(t, arg_muscle(catalog, n, WEAK));
  text_add(t, " is at least ");
  text_add_short(t, n->args[AT_LEAST].number, 2);
  text_add(t, " SD lower than that of ");
  text_add_muscle(t, arg_muscle(catalog, n, STRONG));
  text_add(t, ", each against its own comparison group, and itself low");
}

static void detail(Run *run, const Node *n, const Outcome *out, Text *t) {
  Pool weak = pool_of(run, n, WEAK, out->side), strong = pool_of(run, n, STRONG, out->side);
  const Policy *policy = &run->catalog->policy;
  detail_pool(run, arg_muscle(run->catalog, n, WEAK), domain_of(n), out->side, &weak, t);
  text_add(t, "\n");
  detail_pool(run, arg_muscle(run->catalog, n, STRONG), domain_of(n), out->side, &strong, t);
  if (out->value.why != WHY_NONE) return;
  text_add(t, "\nindex ");
  text_add_uncertain(t, &out->value, unit_base(DIM_SD), 2);
  text_add(t, ", cut ");
  text_add_number(t, n->args[AT_LEAST].number, 2);
  text_add(t, " SD, distance ");
  text_add_number(t, value_middle(out->value.lo, out->value.hi) - n->args[AT_LEAST].number, 2);
  text_add(t, " SD; weak muscle ");
  text_add_number(t, value_middle(weak.z.lo, weak.z.hi), 2);
  text_add(t, " SD, cut ");
  text_add_number(t, policy->low_z, 2);
  text_add(t, " SD, distance ");
  text_add_number(t, value_middle(weak.z.lo, weak.z.hi) - policy->low_z, 2);
  text_add(t, " SD");
  detail_certainty(run, out, t);
}

static void needs(Run *run, const Node *n, const Outcome *out, Needs *list) {
  for (int arg = WEAK; arg <= STRONG; arg++) {
    int muscle = n->args[arg].index;
    Pool pool = pool_of(run, n, arg, out->side);
    Side own = weigh_paired(run->catalog, muscle, domain_of(n)) ? out->side : SIDE_BOTH;
    Why why = pool.z.why != WHY_NONE ? pool.z.why : out->value.why == WHY_NONE ? out->why : WHY_NONE;
    if (why != WHY_NONE) needs_muscle(run, muscle, domain_of(n), own, why, list);
  }
}

const Ops ops_imbalance = {
    .params = params, .prepare = prepare, .evaluate = evaluate, .describe = describe, .detail = detail, .needs = needs};
