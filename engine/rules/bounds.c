#include "primitives/primitives.h"
#include "rules/bounds.h"

#include <string.h>

enum { PARTS_MOST = 64 }; /* parts of an all that are compared with each other */

/* Nobody measured lies further from a comparison group; a gap of the smaller side has no end of its own. */
static const double SD_MOST = 10, PERCENT_MOST = 1000;
static const double AGE_MOST = 120, MASS_LEAST = 20, MASS_MOST = 400; /* what a case may hold (intake) */

static Bounds closed(double lo, double hi) { return (Bounds){.lo = lo, .hi = hi}; }
static Bounds around(double most) { return closed(-most, most); }
static const Bounds ANYTHING = {.lo = -INFINITY, .hi = INFINITY};

/* ---- trees that say the same ---- */

static bool same_args(const Arg *a, const Arg *b) {
  if (a->given != b->given || a->index != b->index || a->number != b->number || !text_equal(a->text, b->text))
    return false;
  if (!a->node || !b->node) return a->node == b->node;
  return bounds_same(a->node, b->node);
}

bool bounds_same(const Node *a, const Node *b) {
  if (a == b) return true;
  if (a->op != b->op || a->which != b->which || a->kid_count != b->kid_count || a->function || b->function)
    return false;
  for (int i = 0; i < ARGS_MOST; i++)
    if (!same_args(&a->args[i], &b->args[i])) return false;
  for (size_t i = 0; i < a->kid_count; i++)
    if (!bounds_same(a->kids[i], b->kids[i])) return false;
  return true;
}

/* ---- numbers ---- */

static Bounds of_test(const Test *test) { return closed(test->possible_lo, test->possible_hi); }

static Bounds of_gap(const Test *test, const Node *n) {
  static const double most[] = {
      [BASE_LARGER] = 100, [BASE_MEAN] = 200, [BASE_SMALLER] = PERCENT_MOST, [BASE_SUM] = 100};
  if (test->gap == GAP_DIFFERENCE) return around(test->possible_hi - test->possible_lo);
  return around(most[n->args[1].given ? n->args[1].index : BASE_LARGER]);
}

static Bounds of_product(Bounds a, Bounds b) {
  double ends[] = {a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi};
  Bounds out = closed(INFINITY, -INFINITY);
  for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
    if (isnan(ends[i])) return ANYTHING;
    out.lo = fmin(out.lo, ends[i]), out.hi = fmax(out.hi, ends[i]);
  }
  return out;
}

static Bounds of_quotient(Bounds a, Bounds b) {
  if (b.lo > 0 || b.hi < 0) return of_product(a, closed(1 / b.hi, 1 / b.lo));
  return a.lo >= 0 && b.lo >= 0 ? closed(0, INFINITY) : ANYTHING;
}

static Bounds of_arithmetic(const Catalog *catalog, const Pack *pack, const Node *n) {
  Bounds a = bounds_of(catalog, pack, n->args[0].node), b = bounds_of(catalog, pack, n->args[1].node);
  Bounds out = ANYTHING;
  if (n->op->ops == &ops_plus) out = closed(a.lo + b.lo, a.hi + b.hi);
  if (n->op->ops == &ops_minus) out = closed(a.lo - b.hi, a.hi - b.lo);
  if (n->op->ops == &ops_times) out = of_product(a, b);
  if (n->op->ops == &ops_over) out = of_quotient(a, b);
  return isnan(out.lo) || isnan(out.hi) ? ANYTHING : out;
}

static Bounds of_ratio(const Catalog *catalog, const Node *n) {
  return of_quotient(of_test(&catalog->tests.items[n->args[0].index]),
                     of_test(&catalog->tests.items[n->args[1].index]));
}

Bounds bounds_of(const Catalog *catalog, const Pack *pack, const Node *n) {
  const Ops *ops = n->op->ops;
  bool limited = pack->age_max > 0;
  if (ops == &ops_measure) return of_test(&catalog->tests.items[n->args[0].index]);
  if (ops == &ops_asymmetry) return of_gap(&catalog->tests.items[n->args[0].index], n);
  if (ops == &ops_ratio) return of_ratio(catalog, n);
  if (ops == &ops_count) return closed(0, (double)n->kid_count);
  if (ops == &ops_age) return closed(limited ? pack->age_min : 0, limited ? pack->age_max : AGE_MOST);
  if (ops == &ops_mass) return closed(MASS_LEAST, MASS_MOST);
  if (ops == &ops_constant) return closed(n->args[0].number, n->args[0].number);
  if (ops == &ops_plain) return bounds_of(catalog, pack, n->args[0].node);
  if (ops == &ops_change) {
    Bounds test = of_test(&catalog->tests.items[n->args[0].index]);
    return around(test.hi - test.lo);
  }
  if (n->op->form == FORM_OPERATOR) return of_arithmetic(catalog, pack, n);
  return n->dimension == DIM_SD ? around(SD_MOST) : n->dimension == DIM_PERCENT ? around(PERCENT_MOST) : ANYTHING;
}

/* ---- conditions ---- */

bool bounds_cut(const Node *n, Bounds *out) {
  double cut = n->args[1].number;
  if (n->op->ops == &ops_above)
    *out = (Bounds){.lo = cut, .hi = INFINITY, .open_lo = true};
  else if (n->op->ops == &ops_below)
    *out = (Bounds){.lo = -INFINITY, .hi = cut, .open_hi = true};
  else if (n->op->ops == &ops_between)
    *out = closed(cut, n->args[2].number);
  else
    return false;
  return true;
}

static Bounds meet(Bounds a, Bounds b) {
  Bounds out = {.lo = fmax(a.lo, b.lo), .hi = fmin(a.hi, b.hi)};
  out.open_lo = (a.lo == out.lo && a.open_lo) || (b.lo == out.lo && b.open_lo);
  out.open_hi = (a.hi == out.hi && a.open_hi) || (b.hi == out.hi && b.open_hi);
  return out;
}

static bool is_empty(Bounds b) { return b.lo > b.hi || (b.lo == b.hi && (b.open_lo || b.open_hi)); }

/* inner is closed. */
static bool lies_in(Bounds inner, Bounds outer) {
  bool lo = isinf(outer.lo) || inner.lo > outer.lo || (inner.lo == outer.lo && !outer.open_lo);
  bool hi = isinf(outer.hi) || inner.hi < outer.hi || (inner.hi == outer.hi && !outer.open_hi);
  return lo && hi;
}

static Possible of_cut(const Catalog *catalog, const Pack *pack, const Node *n, Bounds cut) {
  Bounds may = bounds_of(catalog, pack, n->args[0].node);
  return (Possible){.yes = !is_empty(meet(may, cut)), .no = !lies_in(may, cut)};
}

static Possible of_quota(size_t yes, size_t always, size_t quota) {
  return (Possible){.yes = yes >= quota, .no = always < quota};
}

Possible bounds_possible(const Catalog *catalog, const Pack *pack, const Node *n) {
  const Ops *ops = n->op->ops;
  const Node *other;
  Bounds cut;
  size_t yes = 0, always = 0;
  if (bounds_cut(n, &cut)) return of_cut(catalog, pack, n, cut);
  if (ops == &ops_imbalance) return (Possible){.yes = n->args[2].number <= BOUNDS_IMBALANCE, .no = true};
  for (size_t i = 0; i < n->kid_count; i++) {
    Possible kid = bounds_possible(catalog, pack, n->kids[i]);
    yes += kid.yes, always += !kid.no;
  }
  if (ops == &ops_any) return of_quota(yes, always, 1);
  if (ops == &ops_at_least) return of_quota(yes, always, (size_t)n->args[0].number);
  if (ops == &ops_no) return (Possible){.yes = always == 0, .no = yes > 0};
  if (ops != &ops_all) return (Possible){true, true};
  Possible out = of_quota(yes, always, n->kid_count);
  if (out.yes && bounds_conflict(catalog, pack, n, &other)) out = (Possible){.yes = false, .no = true};
  return out;
}

/* ---- parts of an all against each other ---- */

typedef struct Parts {
  const Node *items[PARTS_MOST];
  bool denied[PARTS_MOST]; /* stands in a no */
  size_t count;
} Parts;

static void collect(Parts *parts, const Node *n, bool denied) {
  bool opens = n->op->ops == (denied ? &ops_any : &ops_all);
  bool turns = n->op->ops == &ops_no && (!denied || n->kid_count == 1);
  for (size_t i = 0; (opens || turns) && i < n->kid_count; i++) collect(parts, n->kids[i], denied != turns);
  if (opens || turns || parts->count == PARTS_MOST) return;
  parts->items[parts->count] = n;
  parts->denied[parts->count++] = denied;
}

/* The numbers that a part asks for; false when it asks for no single range. */
static bool range_of(const Parts *parts, size_t i, Bounds *out) {
  const Node *n = parts->items[i];
  if (!bounds_cut(n, out)) return false;
  if (!parts->denied[i]) return true;
  if (n->op->ops == &ops_between) return false;
  double cut = n->args[1].number;
  *out = n->op->ops == &ops_above ? closed(-INFINITY, cut) : closed(cut, INFINITY);
  return true;
}

static bool exclude_each_other(const Parts *parts, size_t i, size_t k) {
  const Node *a = parts->items[i], *b = parts->items[k];
  Bounds one, two;
  if (parts->denied[i] != parts->denied[k] && bounds_same(a, b)) return true;
  if (a->op->ops == &ops_is && b->op->ops == &ops_is)
    return !parts->denied[i] && !parts->denied[k] && a->args[1].index != b->args[1].index &&
           bounds_same(a->args[0].node, b->args[0].node);
  return range_of(parts, i, &one) && range_of(parts, k, &two) && bounds_same(a->args[0].node, b->args[0].node) &&
         is_empty(meet(one, two));
}

/* A cut that no value meets is a mistake of its own. */
static bool possible_alone(const Catalog *catalog, const Pack *pack, const Parts *parts, size_t i) {
  Bounds cut;
  if (!bounds_cut(parts->items[i], &cut)) return true;
  Possible possible = of_cut(catalog, pack, parts->items[i], cut);
  return parts->denied[i] ? possible.no : possible.yes;
}

const Node *bounds_conflict(const Catalog *catalog, const Pack *pack, const Node *all, const Node **other) {
  Parts parts;
  parts.count = 0;
  collect(&parts, all, false);
  for (size_t k = 1; k < parts.count; k++)
    for (size_t i = 0; i < k; i++) {
      if (!exclude_each_other(&parts, i, k) || !possible_alone(catalog, pack, &parts, i) ||
          !possible_alone(catalog, pack, &parts, k))
        continue;
      *other = parts.items[i];
      return parts.items[k];
    }
  return NULL;
}
