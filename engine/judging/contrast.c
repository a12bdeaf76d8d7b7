#include "judging/contrast.h"

#include <stdlib.h>
#include <string.h>

typedef struct ContrastPack {
  bool *asked; /* by rule */
  bool any, found;
  size_t first; /* of its stands */
} ContrastPack;

/* ---- what two rules have in common ---- */

typedef struct Place { /* where a rule or node stands */
  const PackSet *set;
  const Pack *pack;
} Place;

static bool same_text(Place a, Place b) {
  return a.pack->len == b.pack->len && memcmp(a.pack->text, b.pack->text, a.pack->len) == 0;
}

static bool is_found(const Node *n) { return strcmp(n->op->name, "found") == 0; }

static const Rule *found_rule(const Pack *pack, const Node *n, const Pack **in) {
  int of = n->args[1].index;
  *in = of ? pack->requires[of - 1].pack : pack;
  return &(*in)->rules[n->args[0].index];
}

static bool same_rule(Place a, const Rule *was, Place b, const Rule *is);

static bool same_found(Place a, const Node *was, Place b, const Node *is) {
  const Rule *rules[] = {found_rule(a.pack, was, &a.pack), found_rule(b.pack, is, &b.pack)};
  return strcmp(a.pack->id, b.pack->id) == 0 && strcmp(rules[0]->id, rules[1]->id) == 0 &&
         same_rule(a, rules[0], b, rules[1]);
}

/* Rows by id: two sets may number them otherwise. */
static const char *row_id(const PackSet *set, ParamKind kind, const Arg *arg) {
  if (kind == PARAM_TEST) return set->rows->tests.items[arg->index].id;
  if (kind == PARAM_MUSCLE) return set->rows->muscles.items[arg->index].id;
  return kind == PARAM_QUESTION ? set->rows->questions.items[arg->index].id : NULL;
}

static bool same_node(Place a, const Node *was, Place b, const Node *is);

static bool same_arg(Place a, const Arg *was, Place b, const Arg *is, ParamKind kind) {
  if ((was->node != NULL) != (is->node != NULL) || (was->node && !same_node(a, was->node, b, is->node))) return false;
  if (was->given != is->given) return false;
  return !was->given || (memcmp(&was->number, &is->number, sizeof was->number) == 0 && was->unit == is->unit &&
                         (row_id(a.set, kind, was) ? text_equal(row_id(a.set, kind, was), row_id(b.set, kind, is))
                                                   : was->index == is->index));
}

/* What a function of a pack does is not looked into. */
static bool same_node(Place a, const Node *was, Place b, const Node *is) {
  if (was->op != is->op || was->kind != is->kind || was->side_given != is->side_given || was->which != is->which ||
      was->kid_count != is->kid_count)
    return false;
  if ((was->function || is->function) && !same_text(a, b)) return false;
  if (is_found(was)) return same_found(a, was, b, is);
  const Param *param = was->op->ops->params;
  for (size_t i = 0; i < ARGS_MOST; i++) {
    bool named = param && param->name;
    if (!same_arg(a, &was->args[i], b, &is->args[i], named ? param->kind : PARAM_NUMBER)) return false;
    param += named;
  }
  for (size_t i = 0; i < was->kid_count; i++)
    if (!same_node(a, was->kids[i], b, is->kids[i])) return false;
  return true;
}

static bool same_policy(const Policy *was, const Policy *is) {
  return was && is ? memcmp(was, is, sizeof *was) == 0 : was == is;
}

/* Condition, sides and the ground of judging: population and policy, and own rows, which are not looked into. */
static bool same_rule(Place a, const Rule *was, Place b, const Rule *is) {
  return was->each == is->each && a.pack->age_min == b.pack->age_min && a.pack->age_max == b.pack->age_max &&
         same_policy(a.pack->policy, b.pack->policy) && ((!a.pack->catalog && !b.pack->catalog) || same_text(a, b)) &&
         same_node(a, was->when, b, is->when);
}

static bool same_precedence(const Pack *was, const Pack *is) {
  if (was->precedence_count != is->precedence_count) return false;
  for (size_t i = 0; i < was->precedence_count; i++) {
    const Precedence *p = &was->precedence[i], *q = &is->precedence[i];
    if (p->first != q->first || p->later != q->later || strcmp(p->muscle, q->muscle) != 0) return false;
  }
  return true;
}

static bool same_effects(const Pack *const pack[2], const Rule *was, const Rule *is) {
  if (was->evidence != is->evidence || was->shown != is->shown || was->weight != is->weight ||
      !text_equal(was->group, is->group) || was->effect_count != is->effect_count)
    return false;
  for (size_t i = 0; i < was->effect_count; i++) {
    const Effect *e = &was->effects[i], *f = &is->effects[i];
    if (e->action != f->action || e->against != f->against || e->urgency != f->urgency ||
        !text_equal(e->target, f->target))
      return false;
  }
  return same_precedence(pack[0], pack[1]);
}

static bool same_cites(const char *const *was, const char *const *is) {
  while (was && is && *was && *is && strcmp(*was, *is) == 0) was++, is++;
  return (was ? *was : NULL) == (is ? *is : NULL);
}

static bool same_words(const Rule *was, const Rule *is) {
  return text_equal(was->title, is->title) && text_equal(was->say, is->say) && text_equal(was->tell, is->tell) &&
         text_equal(was->studied, is->studied) && text_equal(was->doubt, is->doubt) &&
         same_cites(was->cites, is->cites);
}

/* ---- which rules differ ---- */

static const Pack *pack_of(const PackSet *set, const char *id) {
  for (size_t i = 0; i < set->count; i++)
    if (strcmp(set->packs[i]->id, id) == 0) return set->packs[i];
  return NULL;
}

static int compare_id(const void *id, const void *rule) { return strcmp(id, ((const Rule *)rule)->id); }

static const Rule *rule_of(const Pack *pack, const char *id) {
  return pack && pack->rule_count ? bsearch(id, pack->rules, pack->rule_count, sizeof *pack->rules, compare_id) : NULL;
}

/* Where the sets know other rows, any score may be another one: everything is judged again. */
static ContrastKind kind_of(const Contrast *x, const Pack *const pack[2], const Rule *const rule[2]) {
  const Place before = {&x->sets[0], pack[0]}, after = {&x->sets[1], pack[1]};
  if (!x->alike || !same_rule(before, rule[0], after, rule[1])) return CONTRAST_LOGIC;
  if (!same_effects(pack, rule[0], rule[1])) return CONTRAST_EFFECT;
  return same_words(rule[0], rule[1]) ? CONTRAST_SAME : CONTRAST_WORDS;
}

static void add_rule(Contrast *x, Arena *a, ContrastKind kind, const Pack *const pack[2], const Rule *const rule[2]) {
  if (kind == CONTRAST_SAME) return;
  *LIST_ADD(a, &x->rules) = (ContrastRule){.kind = kind, .pack = {pack[0], pack[1]}, .rule = {rule[0], rule[1]}};
}

static void list_rules(Contrast *x, Arena *a) {
  for (size_t i = 0; i < x->sets[0].count; i++) {
    const Pack *pack = x->sets[0].packs[i], *other = pack_of(&x->sets[1], pack->id);
    for (size_t k = 0; k < pack->rule_count; k++) {
      const Rule *rule = &pack->rules[k], *now = rule_of(other, rule->id);
      const Pack *const packs[] = {pack, now ? other : NULL};
      const Rule *const rules[] = {rule, now};
      add_rule(x, a, now ? kind_of(x, packs, rules) : CONTRAST_REMOVED, packs, rules);
    }
  }
  for (size_t i = 0; i < x->sets[1].count; i++) {
    const Pack *pack = x->sets[1].packs[i], *other = pack_of(&x->sets[0], pack->id);
    for (size_t k = 0; k < pack->rule_count; k++)
      if (!rule_of(other, pack->rules[k].id))
        add_rule(x, a, CONTRAST_ADDED, (const Pack *const[]){NULL, pack}, (const Rule *const[]){NULL, &pack->rules[k]});
  }
}

/* ---- what they read ---- */

typedef struct Reads {
  const Catalog *rows;
  bool *tests;
  bool everything, answers;
} Reads;

static void read_muscle(const Reads *r, int muscle) {
  for (size_t i = 0; i < r->rows->tests.count; i++)
    if (test_relevance(&r->rows->tests.items[i], muscle) > 0) r->tests[i] = true;
}

static void read_node(Reads *r, const Pack *pack, const Node *n) {
  const Param *param = n->op->ops->params;
  if (n->function) r->everything = true; /* it may ask for muscles */
  if (is_found(n)) {
    const Pack *in;
    const Rule *other = found_rule(pack, n, &in);
    if (in->catalog) r->everything = true;
    read_node(r, in, other->when);
    return;
  }
  for (size_t i = 0; i < ARGS_MOST; i++) {
    const Arg *arg = &n->args[i];
    ParamKind kind = param && param->name ? param++->kind : PARAM_NUMBER;
    if (arg->node) read_node(r, pack, arg->node);
    if (!arg->given) continue;
    if (kind == PARAM_TEST) r->tests[arg->index] = true;
    if (kind == PARAM_MUSCLE) read_muscle(r, arg->index);
    if (kind == PARAM_QUESTION) r->answers = true;
  }
  for (size_t i = 0; i < n->kid_count; i++) read_node(r, pack, n->kids[i]);
}

/* ---- which rules to judge ---- */

/* With those of the same pack that it asks for. */
static void ask_rule_of(ContrastPack *p, const Pack *pack, const Rule *rule);

static void ask_found(ContrastPack *p, const Pack *pack, const Node *n) {
  if (is_found(n)) {
    p->found = true;
    if (n->args[1].index == 0) ask_rule_of(p, pack, &pack->rules[n->args[0].index]);
    return;
  }
  for (size_t i = 0; i < ARGS_MOST; i++)
    if (n->args[i].node) ask_found(p, pack, n->args[i].node);
  for (size_t i = 0; i < n->kid_count; i++) ask_found(p, pack, n->kids[i]);
}

static void ask_rule_of(ContrastPack *p, const Pack *pack, const Rule *rule) {
  bool *asked = &p->asked[rule - pack->rules];
  if (*asked) return;
  *asked = p->any = true;
  ask_found(p, pack, rule->when);
}

static ContrastPack *asked_of(Contrast *x, Arena *a, int which, Reads *reads) {
  const PackSet *set = &x->sets[which];
  ContrastPack *packs = arena_array(a, set->count, sizeof *packs);
  for (size_t i = 0; i < set->count; i++) {
    packs[i].asked = arena_array(a, set->packs[i]->rule_count, sizeof(bool));
    packs[i].first = x->rooms[which];
    x->rooms[which] += set->packs[i]->rule_count * 3;
  }
  for (size_t i = 0; i < x->rules.count; i++) {
    ContrastRule *r = &x->rules.items[i];
    bool alike = r->kind == CONTRAST_WORDS || (which && r->kind == CONTRAST_EFFECT); /* stands as it did before */
    if (alike || !r->rule[which]) continue;
    size_t at = 0;
    while (set->packs[at] != r->pack[which]) at++;
    r->first[which] = packs[at].first + 3 * (size_t)(r->rule[which] - r->pack[which]->rules);
    ask_rule_of(&packs[at], r->pack[which], r->rule[which]);
    read_node(reads, r->pack[which], r->rule[which]->when);
  }
  return packs;
}

static bool has_own_rows(const PackSet *set) {
  for (size_t i = 0; i < set->count; i++)
    if (set->packs[i]->catalog) return true;
  return false;
}

/* One run serves both sets where they know the same rows. */
static PackSet both_of(const Contrast *x, Arena *a) {
  const PackSet *sets = x->sets;
  PackSet both = {.rows = sets[0].rows, .count = sets[0].count + sets[1].count};
  const Pack **packs = arena_array(a, both.count + 1, sizeof *packs);
  for (size_t i = 0; i < both.count; i++)
    packs[i] = i < sets[0].count ? sets[0].packs[i] : sets[1].packs[i - sets[0].count];
  both.packs = packs;
  return both;
}

Contrast *contrast_open(Arena *a, const PackSet *before, const PackSet *after) {
  Contrast *x = arena_alloc(a, sizeof *x);
  *x = (Contrast){.sets = {*before, *after}, .alike = before->rows == after->rows};
  x->both = both_of(x, a);
  Reads reads = {.rows = before->rows, .tests = arena_array(a, before->rows->tests.count, sizeof(bool))};
  if (after->rows->tests.count > before->rows->tests.count)
    reads.rows = after->rows, reads.tests = arena_array(a, after->rows->tests.count, sizeof(bool));
  list_rules(x, a);
  for (int which = 0; which < 2; which++) x->packs[which] = asked_of(x, a, which, &reads);
  bool all = !x->alike || reads.everything || has_own_rows(before) || has_own_rows(after);
  x->wanted = (Wanted){.tests = all ? NULL : reads.tests, .answers = all || reads.answers};
  return x;
}

/* ---- a case ---- */

Run contrast_run(const Contrast *x, Arena *a, int which, const Case *c) {
  const PackSet *set = x->alike ? &x->both : &x->sets[which];
  Run run = evaluate_open(a, set->rows, set->packs, set->count, c);
  run.no_chance = true; /* how many findings chance alone would give is told nowhere */
  return run;
}

/* Stands of all rules to judge, by pack and rule of the set. */
static Stand *judge_set(const Contrast *x, int which, const Run *run) {
  const PackSet *set = &x->sets[which];
  Stand *stands = arena_room(run->arena, x->rooms[which], sizeof *stands);
  for (size_t i = 0; i < set->count; i++) {
    const ContrastPack *p = &x->packs[which][i];
    if (p->any) evaluate_some(run, set->packs[i], p->asked, p->found, stands + p->first);
  }
  return stands;
}

static Stand stand_at(const Stand *stands, const ContrastRule *r, int which, int side) {
  if (!r->rule[which] || r->rule[which]->each != (side != SIDE_BOTH)) return (Stand){.truth = TRUTH_FALSE};
  return stands[r->first[which] + (size_t)side];
}

static bool has_side(const ContrastRule *r, int side) {
  bool sides = side != SIDE_BOTH;
  return (r->rule[0] && r->rule[0]->each == sides) || (r->rule[1] && r->rule[1]->each == sides);
}

void contrast_case(const Contrast *x, const Run *const runs[2], ContrastStands *out) {
  const Stand *before = judge_set(x, 0, runs[0]), *after = judge_set(x, 1, runs[1]);
  out->cap = 2 * x->rules.count; /* a rule is judged once, or left and right; or both where that differs */
  out->items = arena_room(runs[0]->arena, out->cap, sizeof *out->items), out->count = 0;
  for (size_t i = 0; i < x->rules.count; i++) {
    const ContrastRule *r = &x->rules.items[i];
    if (r->kind == CONTRAST_WORDS) continue;
    for (int side = SIDE_BOTH; side <= SIDE_RIGHT; side++) {
      if (!has_side(r, side)) continue;
      ContrastStand *stand = LIST_ADD(runs[0]->arena, out);
      *stand = (ContrastStand){.rule = i, .side = (Side)side};
      stand->stands[0] = stand_at(before, r, 0, side);
      stand->stands[1] = r->kind == CONTRAST_EFFECT ? stand->stands[0] : stand_at(after, r, 1, side);
      bool was = stand->stands[0].truth == TRUTH_TRUE, is = stand->stands[1].truth == TRUTH_TRUE;
      bool moved = is && (r->kind == CONTRAST_EFFECT || stand->stands[0].certainty != stand->stands[1].certainty);
      stand->weighs = was != is || moved;
    }
  }
}

/* ---- why ---- */

typedef struct Leaf {
  Place place;
  const Node *node;
  Truth truth, wanted; /* wanted: what makes the rule present */
} Leaf;
typedef LIST(Leaf) Leaves;

static void list_leaves(Place place, Run *run, const Node *n, Truth wanted, Leaves *out) {
  if (strcmp(n->op->name, "no") == 0) wanted = wanted == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
  for (size_t i = 0; i < n->kid_count; i++) list_leaves(place, run, n->kids[i], wanted, out);
  if (n->kid_count) return;
  *LIST_ADD(run->arena, out) = (Leaf){.place = place, .node = n, .truth = expr_eval(run, n)->truth, .wanted = wanted};
}

static bool has_leaf(const Leaves *leaves, const Leaf *leaf) {
  for (size_t i = 0; i < leaves->count; i++)
    if (same_node(leaves->items[i].place, leaves->items[i].node, leaf->place, leaf->node)) return true;
  return false;
}

static const char *with_values(Run *run, const Node *n) {
  static const char *const says[] = {[TRUTH_FALSE] = "no", [TRUTH_TRUE] = "yes", [TRUTH_UNKNOWN] = "not known"};
  Trace trace = {0};
  expr_trace(run, n, 0, &trace);
  const TraceLine *line = &trace.items[0];
  const char *text = arena_printf(run->arena, ": %s", says[line->truth]);
  return *line->detail ? arena_printf(run->arena, "%s (%.*s)", text, (int)strcspn(line->detail, "\n"), line->detail)
                       : text;
}

static void add_cause(Run *run, const char *before, const Leaf *leaf, bool values, Causes *out) {
  Text t = {.arena = run->arena};
  text_add(&t, before);
  expr_describe(run->catalog, leaf->node, &t);
  if (values) text_add(&t, with_values(run, leaf->node));
  for (size_t i = 0; i < out->count; i++)
    if (strcmp(out->items[i], text_get(&t)) == 0) return;
  *LIST_ADD(run->arena, out) = text_get(&t);
}

void contrast_causes(const Contrast *x, Arena *a, const Case *const cases[2], const ContrastStand *stand, bool values,
                     Causes *out) {
  const ContrastRule *r = &x->rules.items[stand->rule];
  bool fires = stand->stands[1].truth == TRUTH_TRUE;
  Leaves leaves[2] = {{0}, {0}};
  Run runs[2];
  for (int i = 0; i < 2; i++) {
    if (!r->rule[i] || r->rule[i]->each != (stand->side != SIDE_BOTH)) continue;
    runs[i] = evaluate_run(a, x->sets[i].rows, r->pack[i], r->rule[i], cases[i], stand->side);
    list_leaves((Place){&x->sets[i], r->pack[i]}, &runs[i], r->rule[i]->when, TRUTH_TRUE, &leaves[i]);
  }
  for (size_t i = 0; i < leaves[1].count; i++) {
    const Leaf *leaf = &leaves[1].items[i];
    if (!has_leaf(&leaves[0], leaf) && (leaf->truth == leaf->wanted) == fires)
      add_cause(&runs[1], "now: ", leaf, values, out);
  }
  for (size_t i = 0; i < leaves[0].count; i++) {
    const Leaf *leaf = &leaves[0].items[i];
    if (leaves[1].count && !has_leaf(&leaves[1], leaf) && (leaf->truth == leaf->wanted) != fires)
      add_cause(&runs[0], "no longer asked: ", leaf, false, out);
  }
  if (out->count) return;
  *LIST_ADD(a, out) = r->kind == CONTRAST_REMOVED  ? "the rule is gone"
                      : r->kind == CONTRAST_EFFECT ? "what follows from the rule is otherwise"
                      : leaves[0].count && leaves[1].count && x->alike
                          ? "the conditions are joined otherwise, or judged on another ground"
                          : "the rows that it is judged by are others";
}
