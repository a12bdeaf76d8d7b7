/* imbalance: a weak muscle against a strong one, each against its own comparison group (design 3). True needs the index
 * beyond at_least and the weak muscle itself low: the difference alone would flag most healthy people. */
#include "detail.h"
#include "primitives.h"

enum { WEAK, STRONG, AT_LEAST, BY };

static const Param params[] = {{"weak", PARAM_MUSCLE, false},
                               {"strong", PARAM_MUSCLE, false},
                               {"at_least", PARAM_QUANTITY, false},
                               {"by", PARAM_DOMAIN, true},
                               {NULL, 0, false}};

static Domain domain_of(const Node *n) { return n->args[BY].given ? (Domain)n->args[BY].index : DOMAIN_STRENGTH; }

static void prepare(Build *b, Node *n) {
  int weak = n->args[WEAK].index, strong = n->args[STRONG].index;
  Domain domain = domain_of(n);
  const Unit *unit = n->args[AT_LEAST].unit;
  const char *weak_id = b->catalog->muscles.items[weak].id, *strong_id = b->catalog->muscles.items[strong].id;
  n->dimension = DIM_SD;
  n->paired = weigh_paired(b->catalog, weak, domain) || weigh_paired(b->catalog, strong, domain);
  if (weak == strong)
    b->mistake(b->context, n, strong_id, arena_copy(b->arena, "weak and strong are the same muscle"));
  else if (weigh_speaker(b->catalog, weak, domain, strong, -1) < 0 ||
           weigh_speaker(b->catalog, strong, domain, weak, -1) < 0)
    b->mistake(
        b->context, n, weak_id,
        arena_printf(b->arena, "no test tells the %s of %s and of %s apart", domain_names[domain], weak_id, strong_id));
  if (!unit || unit->dimension != DIM_SD)
    b->mistake(b->context, n, "at_least", arena_copy(b->arena, "at_least is a difference of z-scores: write sd(1)"));
  else if (n->args[AT_LEAST].number <= 0)
    b->mistake(b->context, n, "at_least", arena_copy(b->arena, "at_least must be above 0"));
}

static int other_muscle(const Node *n, int arg) { return n->args[arg == WEAK ? STRONG : WEAK].index; }

static Side side_of(const Run *run, const Node *n, int arg, Side side) {
  return weigh_paired(run->catalog, n->args[arg].index, domain_of(n)) ? side : SIDE_BOTH;
}

static const Pool *pool_of(Run *run, const Node *n, int arg, Side side) {
  return weigh_muscle(run->weigh, n->args[arg].index, domain_of(n), side_of(run, n, arg, side), other_muscle(n, arg));
}

/* z(strong) - z(weak); unbounded ends stay unbounded. */
static Value difference(const Value *strong, const Value *weak) {
  Value v = {.why = weak->why != WHY_NONE ? weak->why : strong->why, .cap = fmin(strong->cap, weak->cap)};
  v.lo = strong->lo - weak->hi, v.hi = strong->hi - weak->lo;
  v.se = hypot(strong->se, weak->se);
  return v;
}

static void evaluate(Run *run, const Node *n, Outcome *out) {
  Side side = expr_side(run, n);
  const Pool *weak = pool_of(run, n, WEAK, side), *strong = pool_of(run, n, STRONG, side);
  Value index = difference(&strong->z, &weak->z);
  enum { LOW, WIDE };
  Outcome parts[] = {[LOW] = OUTCOME_OPEN, [WIDE] = OUTCOME_OPEN};
  expr_decide(run, &weak->z, -INFINITY, run->catalog->policy.low_z, false, &parts[LOW]);
  expr_decide(run, &index, n->args[AT_LEAST].number, INFINITY, true, &parts[WIDE]);
  outcome_all((const Outcome *[]){&parts[LOW], &parts[WIDE]}, ARRAY_LEN(parts), out);
  out->side = side;
  out->value = index;
  out->tests = (int)(weak->count + strong->count);
}

static double odds(const Run *run, const Node *n) {
  (void)n;
  return run->catalog->policy.low_share;
}

static void describe(const Catalog *catalog, const Node *n, Text *t) {
  text_addf(t, "%s of ", domain_names[domain_of(n)]);
  text_add_inside(t, arg_muscle(catalog, n, WEAK));
  text_add(t, " is at least ");
  text_add_short(t, n->args[AT_LEAST].number, 2);
  text_add(t, " SD lower than that of ");
  text_add_inside(t, arg_muscle(catalog, n, STRONG));
  text_add(t, ", each against its own comparison group, and itself low");
}

static void add_distance(Text *t, const char *what, double value, double cut) {
  text_add(t, what);
  text_add(t, ", cut ");
  text_add_number(t, cut, 2);
  text_add(t, " SD, distance ");
  text_add_number(t, value - cut, 2);
  text_add(t, " SD");
}

static void detail(Run *run, const Node *n, const Outcome *out, Text *t) {
  const Pool *pools[] = {pool_of(run, n, WEAK, out->side), pool_of(run, n, STRONG, out->side)};
  for (int arg = WEAK; arg <= STRONG; arg++) {
    if (arg == STRONG) text_add(t, "\n");
    detail_pool(run, arg_muscle(run->catalog, n, arg), domain_of(n), side_of(run, n, arg, out->side), pools[arg], t);
  }
  if (out->value.why != WHY_NONE) return;
  const Value *weak = &pools[WEAK]->z;
  text_add(t, "\nindex ");
  text_add_uncertain(t, &out->value, unit_base(DIM_SD), 2);
  add_distance(t, "", value_middle(out->value.lo, out->value.hi), n->args[AT_LEAST].number);
  text_add(t, "; weak muscle ");
  text_add_number(t, value_middle(weak->lo, weak->hi), 2);
  add_distance(t, " SD", value_middle(weak->lo, weak->hi), run->catalog->policy.low_z);
  detail_certainty(run, out, t);
}

static void needs(Run *run, const Node *n, const Outcome *out, Needs *list) {
  for (int arg = WEAK; arg <= STRONG; arg++) {
    const Pool *pool = pool_of(run, n, arg, out->side);
    Why why = pool->z.why != WHY_NONE ? pool->z.why : out->value.why == WHY_NONE ? out->why : WHY_NONE;
    if (why != WHY_NONE)
      needs_muscle(run, n->args[arg].index, domain_of(n), side_of(run, n, arg, out->side), other_muscle(n, arg), why,
                   list);
  }
}

static void cut(const Node *n, double *lo, double *hi) {
  (void)hi;
  *lo = n->args[AT_LEAST].number;
}

const Ops ops_imbalance = {.params = params,
                           .prepare = prepare,
                           .evaluate = evaluate,
                           .describe = describe,
                           .detail = detail,
                           .needs = needs,
                           .cut = cut,
                           .odds = odds};
