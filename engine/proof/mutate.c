#include "primitives/detail.h"
#include "primitives/primitives.h"
#include "proof/mutate.h"
#include "rules/bounds.h"

#include <string.h>

static const Bounds everything = {.lo = -INFINITY, .hi = INFINITY};
static const double move_share = 0.1; /* of a constant, when that is more than one display step */

/* ---- constants ---- */

static ParamKind kind_of(const Ops *ops, int arg) {
  for (int i = 0; ops->params && ops->params[i].name; i++)
    if (i == arg) return ops->params[i].kind;
  return PARAM_QUANTITY; /* the number before the conditions of a word that takes many */
}

static const Test *test_of(const Catalog *catalog, const Node *n) {
  const Node *subject = n->args[0].node;
  return subject && subject->op->ops == &ops_measure ? arg_test(catalog, subject, 0) : NULL;
}

static double step_of(const Catalog *catalog, const Node *n) {
  const Test *test = test_of(catalog, n);
  if (n->op->ops->many) return 1;
  return test ? pow(10, -test->decimals) * test->unit->factor : pow(10, -decimals_of(n->dimension));
}

static Site site_of(const Catalog *catalog, const Node *n, int arg) {
  static const Pack anybody;
  const Test *test = test_of(catalog, n);
  const Node *number = n->args[0].node;
  Bounds may = number && number->kind == KIND_NUMBER ? bounds_of(catalog, &anybody, number) : everything;
  double step = step_of(catalog, n), cut = n->args[arg].number;
  return (Site){
      .node = n, .arg = arg, .step = step, .test = test, .has_low = may.lo<cut - step, .has_high = may.hi> cut + step};
}

static void collect(Arena *a, const Catalog *catalog, const Node *n, Sites *sites) {
  for (size_t i = 0; i < sites->count; i++)
    if (sites->items[i].node == n) return;
  for (int arg = 0; arg < ARGS_MOST; arg++) {
    const Arg *given = &n->args[arg];
    if (given->node) collect(a, catalog, given->node, sites);
    if (!given->given || given->node || kind_of(n->op->ops, arg) != PARAM_QUANTITY) continue;
    *LIST_ADD(a, sites) = site_of(catalog, n, arg);
  }
  for (size_t i = 0; i < n->kid_count; i++) collect(a, catalog, n->kids[i], sites);
}

static int compare_sites(const Site *a, const Site *b) {
  if (a->node->line != b->node->line) return a->node->line < b->node->line ? -1 : 1;
  return a->node->id != b->node->id ? (a->node->id < b->node->id ? -1 : 1) : a->arg - b->arg;
}

Sites mutate_sites(Arena *a, const Catalog *catalog, const Rule *rule) {
  Sites sites = {0};
  collect(a, catalog, rule->when, &sites);
  for (size_t i = 1; i < sites.count; i++)
    for (size_t k = i; k > 0 && compare_sites(&sites.items[k], &sites.items[k - 1]) < 0; k--) {
      Site swap = sites.items[k];
      sites.items[k] = sites.items[k - 1], sites.items[k - 1] = swap;
    }
  return sites;
}

bool mutate_is_cut(const Site *site) {
  const Node *n = site->node;
  return n->kind == KIND_TRUTH && n->dimension != DIM_COUNT_OF && !n->op->ops->many;
}

/* ---- a tree with one node replaced ---- */

static bool holds(const Node *tree, const Node *wanted) {
  if (tree == wanted) return true;
  for (size_t i = 0; i < tree->kid_count; i++)
    if (holds(tree->kids[i], wanted)) return true;
  for (int arg = 0; arg < ARGS_MOST; arg++)
    if (tree->args[arg].node && holds(tree->args[arg].node, wanted)) return true;
  return false;
}

/* What holds the new node says something new: it takes slots from *slots on. */
static Node *replace(Arena *a, Node *tree, const Node *old, Node *new, int *slots) {
  if (tree == old) return new;
  if (!holds(tree, old)) return tree;
  Node *copy = arena_alloc(a, sizeof *copy);
  *copy = *tree;
  copy->slot = (*slots)++;
  copy->kids = arena_array(a, tree->kid_count, sizeof(Node *));
  for (size_t i = 0; i < tree->kid_count; i++) copy->kids[i] = replace(a, tree->kids[i], old, new, slots);
  for (int arg = 0; arg < ARGS_MOST; arg++)
    if (tree->args[arg].node) copy->args[arg].node = replace(a, tree->args[arg].node, old, new, slots);
  return copy;
}

/* ---- mutants ---- */

static const char *number_text(Arena *a, const Arg *arg) {
  Text t = {.arena = a};
  text_add_short(&t, arg->number / (arg->unit ? arg->unit->factor : 1), 4);
  return text_get(&t);
}

const char *mutate_constant(Arena *a, const Arg *arg) {
  const char *number = number_text(a, arg);
  return arg->unit ? arena_printf(a, "%s %s", number, arg->unit->id) : number;
}

typedef LIST(const Node *) Seen;

typedef struct Mill {
  Arena *a;
  const Catalog *catalog;
  const Rule *rule;
  int slots; /* of the pack */
  Lexed *lexed;
  Mutants out;
} Mill;

static const char *phrase(const Mill *m, const Node *n) {
  Text t = {.arena = m->a};
  expr_describe(m->catalog, n, &t);
  return text_get(&t);
}

static void add(Mill *m, const Node *old, Node *new, const Node *shown, const char *literal, const char *change) {
  for (size_t i = 0; i < m->lexed->count; i++) m->lexed->items[i].reported = false;
  const Token *token = lexer_point(m->lexed, shown->line, shown->op->name, literal);
  int slots = m->slots;
  new->slot = slots++;
  Node *when = replace(m->a, m->rule->when, old, new, &slots);
  *LIST_ADD(m->a, &m->out) = (Mutant){.when = when,
                                      .slot_count = slots,
                                      .change = change,
                                      .where = phrase(m, shown),
                                      .line = token ? token->line : shown->line,
                                      .column = token ? token->column : 0};
}

/* Can a value that the test may have tell the moved constant from its own place? Measured with an error every value
 * can: its certainty changes. */
static bool tells(const Site *site, double from, double to) {
  const Ops *ops = site->node->op->ops;
  if (!site->test || !isnan(site->test->sem)) return true;
  if (to < from && from <= site->test->possible_lo) return ops == &ops_above && from == site->test->possible_lo;
  if (to > from && from >= site->test->possible_hi) return ops == &ops_below && from == site->test->possible_hi;
  return true;
}

static bool is_rule(const Node *n) {
  if (n->op->ops->many) return n->args[0].number >= 1 && n->args[0].number <= (double)n->kid_count;
  return n->op->ops != &ops_between || n->args[1].number <= n->args[2].number;
}

static void move(Mill *m, const Site *site, int sign) {
  const Node *old = site->node;
  const Arg *from = &old->args[site->arg];
  double by = fmax(site->step, move_share * fabs(from->number));
  if (old->op->ops->many) by = 1;
  Node *new = arena_alloc(m->a, sizeof *new);
  *new = *old;
  new->args[site->arg].number += sign *by;
  const Arg *to = &new->args[site->arg];
  if (!is_rule(new) || !tells(site, from->number, to->number)) return;
  add(m, old, new, old, number_text(m->a, from),
      arena_printf(m->a, "%s moved to %s", mutate_constant(m->a, from), mutate_constant(m->a, to)));
}

static void drop(Mill *m, const Node *parent, size_t kid) {
  Node *new = arena_alloc(m->a, sizeof *new);
  *new = *parent;
  new->kids = arena_array(m->a, parent->kid_count, sizeof(Node *));
  new->kid_count = 0;
  for (size_t i = 0; i < parent->kid_count; i++)
    if (i != kid) new->kids[new->kid_count++] = parent->kids[i];
  if (parent->args[0].given && !parent->args[0].node && parent->args[0].number > (double)new->kid_count) return;
  add(m, parent, new, parent->kids[kid], NULL, arena_printf(m->a, "dropped from %s", parent->op->name));
}

static void drop_each(Mill *m, const Node *n, Seen *seen) {
  for (size_t i = 0; i < seen->count; i++)
    if (seen->items[i] == n) return;
  *LIST_ADD(m->a, seen) = n;
  for (size_t i = 0; i < n->kid_count && n->kid_count > 1; i++) drop(m, n, i);
  for (size_t i = 0; i < n->kid_count; i++) drop_each(m, n->kids[i], seen);
  for (int arg = 0; arg < ARGS_MOST; arg++)
    if (n->args[arg].node) drop_each(m, n->args[arg].node, seen);
}

Mutants mutate_rule(Arena *a, const Catalog *catalog, const Rule *rule, int slots, Lexed *lexed) {
  Mill m = {.a = a, .catalog = catalog, .rule = rule, .slots = slots, .lexed = lexed};
  Sites sites = mutate_sites(a, catalog, rule);
  Seen seen = {0};
  for (size_t i = 0; i < sites.count; i++) {
    move(&m, &sites.items[i], -1);
    move(&m, &sites.items[i], 1);
  }
  drop_each(&m, rule->when, &seen);
  return m.out;
}
