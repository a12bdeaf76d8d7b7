#include "judging/contrast.h"

#include <string.h>

typedef struct ContrastPack {
  bool *asked; /* by rule */
  bool any, found;
  size_t first; /* of its stands */
} ContrastPack;

/* ---- what a rule is made of, as a hash ---- */

static void hash_real(Hasher *h, double value) { hash_part(h, &value, sizeof value); }

static void hash_int(Hasher *h, int value) { hash_part(h, &value, sizeof value); }

static bool is_found(const Node *n) { return strcmp(n->op->name, "found") == 0; }

static const Rule *found_rule(const Pack *pack, const Node *n, const Pack **in) {
  int of = n->args[1].index;
  *in = of ? pack->requires[of - 1].pack : pack;
  return &(*in)->rules[n->args[0].index];
}

static void hash_rule(Hasher *h, const PackSet *set, const Pack *pack, const Rule *rule);

/* Rows by id: two sets may number them otherwise. */
static void hash_arg(Hasher *h, const PackSet *set, ParamKind kind, const Arg *arg) {
  hash_int(h, arg->given);
  if (!arg->given) return;
  if (kind == PARAM_TEST)
    hash_text(h, set->rows->tests.items[arg->index].id);
  else if (kind == PARAM_MUSCLE)
    hash_text(h, set->rows->muscles.items[arg->index].id);
  else if (kind == PARAM_QUESTION)
    hash_text(h, set->rows->questions.items[arg->index].id);
  else
    hash_int(h, arg->index);
  hash_real(h, arg->number);
  hash_text(h, arg->unit ? arg->unit->id : "");
}

static void hash_node(Hasher *h, const PackSet *set, const Pack *pack, const Node *n) {
  hash_text(h, n->op->name);
  hash_int(h, (int)n->kind), hash_int(h, n->side_given), hash_int(h, (int)n->which);
  if (n->function) hash_part(h, pack->text, pack->len); /* what Lua does is not looked into */
  if (is_found(n)) {
    const Pack *in;
    const Rule *other = found_rule(pack, n, &in);
    hash_text(h, in->id), hash_text(h, other->id);
    hash_rule(h, set, in, other);
    return;
  }
  const Param *params = n->op->ops->params;
  for (size_t i = 0; i < ARGS_MOST; i++) {
    bool named = params && params->name;
    hash_arg(h, set, named ? params->kind : PARAM_NUMBER, &n->args[i]);
    if (n->args[i].node) hash_node(h, set, pack, n->args[i].node);
    if (named) params++;
  }
  hash_int(h, (int)n->kid_count);
  for (size_t i = 0; i < n->kid_count; i++) hash_node(h, set, pack, n->kids[i]);
}

/* Condition, sides and the ground of judging: population and policy, and own rows, which are not looked into. */
static void hash_rule(Hasher *h, const PackSet *set, const Pack *pack, const Rule *rule) {
  hash_int(h, rule->each);
  hash_int(h, pack->age_min), hash_int(h, pack->age_max);
  if (pack->policy) hash_part(h, pack->policy, sizeof *pack->policy);
  if (pack->catalog) hash_part(h, pack->text, pack->len);
  hash_node(h, set, pack, rule->when);
}

static Hash logic_hash(const PackSet *set, const Pack *pack, const Rule *rule) {
  Hasher h;
  hash_begin(&h);
  hash_rule(&h, set, pack, rule);
  return hash_end(&h);
}

static Hash effect_hash(const Pack *pack, const Rule *rule) {
  Hasher h;
  hash_begin(&h);
  hash_int(&h, (int)rule->evidence), hash_int(&h, rule->shown);
  hash_real(&h, rule->weight);
  hash_text(&h, rule->group);
  for (size_t i = 0; i < rule->effect_count; i++) {
    const Effect *e = &rule->effects[i];
    hash_int(&h, (int)e->action), hash_int(&h, e->against), hash_int(&h, (int)e->urgency);
    hash_text(&h, e->target);
  }
  for (size_t i = 0; i < pack->precedence_count; i++) {
    const Precedence *p = &pack->precedence[i];
    hash_int(&h, (int)p->first), hash_int(&h, (int)p->later), hash_text(&h, p->muscle);
  }
  return hash_end(&h);
}

static Hash words_hash(const Rule *rule) {
  Hasher h;
  hash_begin(&h);
  const char *const texts[] = {rule->title, rule->say, rule->tell, rule->studied, rule->doubt};
  for (size_t i = 0; i < ARRAY_LEN(texts); i++) hash_text(&h, texts[i]);
  for (const char *const *cite = rule->cites; cite && *cite; cite++) hash_text(&h, *cite);
  return hash_end(&h);
}

static bool same_hash(Hash a, Hash b) { return strcmp(a.hex, b.hex) == 0; }

/* ---- which rules differ ---- */

static const Pack *pack_of(const PackSet *set, const char *id) {
  for (size_t i = 0; i < set->count; i++)
    if (strcmp(set->packs[i]->id, id) == 0) return set->packs[i];
  return NULL;
}

static const Rule *rule_of(const Pack *pack, const char *id) {
  for (size_t i = 0; pack && i < pack->rule_count; i++)
    if (strcmp(pack->rules[i].id, id) == 0) return &pack->rules[i];
  return NULL;
}

/* Where the sets know other rows, any score may be another one: everything is judged again. */
static ContrastKind kind_of(const Contrast *x, const Pack *const pack[2], const Rule *const rule[2]) {
  if (!x->alike || !same_hash(logic_hash(&x->sets[0], pack[0], rule[0]), logic_hash(&x->sets[1], pack[1], rule[1])))
    return CONTRAST_LOGIC;
  if (!same_hash(effect_hash(pack[0], rule[0]), effect_hash(pack[1], rule[1]))) return CONTRAST_EFFECT;
  return same_hash(words_hash(rule[0]), words_hash(rule[1])) ? CONTRAST_SAME : CONTRAST_WORDS;
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

static ContrastPack *asked_of(const Contrast *x, Arena *a, int which, Reads *reads) {
  const PackSet *set = &x->sets[which];
  ContrastPack *packs = arena_array(a, set->count, sizeof *packs);
  for (size_t i = 0, first = 0; i < set->count; i++) {
    packs[i].asked = arena_array(a, set->packs[i]->rule_count, sizeof(bool));
    packs[i].first = first;
    first += set->packs[i]->rule_count * 3;
  }
  for (size_t i = 0; i < x->rules.count; i++) {
    const ContrastRule *r = &x->rules.items[i];
    bool alike = r->kind == CONTRAST_WORDS || (which && r->kind == CONTRAST_EFFECT); /* stands as it did before */
    if (alike || !r->rule[which]) continue;
    size_t at = 0;
    while (set->packs[at] != r->pack[which]) at++;
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

Contrast *contrast_open(Arena *a, const PackSet *before, const PackSet *after) {
  Contrast *x = arena_alloc(a, sizeof *x);
  *x = (Contrast){.sets = {*before, *after}, .alike = before->rows == after->rows};
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

/* Stands of all rules to judge, by pack and rule of the set. */
static Stand *judge_set(const Contrast *x, Arena *a, int which, const Run *shared, const Case *c) {
  const PackSet *set = &x->sets[which];
  size_t count = 0;
  for (size_t i = 0; i < set->count; i++) count += set->packs[i]->rule_count * 3;
  Stand *stands = arena_room(a, count, sizeof *stands);
  Run run = shared ? *shared : evaluate_open(a, set->rows, set->packs, set->count, c);
  for (size_t i = 0; i < set->count; i++) {
    const ContrastPack *p = &x->packs[which][i];
    if (p->any) evaluate_some(&run, set->packs[i], p->asked, p->found, stands + p->first);
  }
  return stands;
}

static Stand stand_at(const Contrast *x, int which, const Stand *stands, const ContrastRule *r, int side) {
  const PackSet *set = &x->sets[which];
  size_t at = 0;
  if (!r->rule[which] || r->rule[which]->each != (side != SIDE_BOTH)) return (Stand){.truth = TRUTH_FALSE};
  while (set->packs[at] != r->pack[which]) at++;
  return stands[x->packs[which][at].first + (size_t)(r->rule[which] - r->pack[which]->rules) * 3 + (size_t)side];
}

static bool has_side(const ContrastRule *r, int side) {
  bool sides = side != SIDE_BOTH;
  return (r->rule[0] && r->rule[0]->each == sides) || (r->rule[1] && r->rule[1]->each == sides);
}

void contrast_case(const Contrast *x, Arena *a, const Case *const cases[2], ContrastStands *out) {
  size_t most = x->sets[0].count + x->sets[1].count;
  Run shared;
  if (x->alike) { /* one pair of scales, with room for the packs of both */
    const Pack **packs = arena_room(a, most, sizeof *packs);
    for (size_t i = 0; i < most; i++)
      packs[i] = i < x->sets[0].count ? x->sets[0].packs[i] : x->sets[1].packs[i - x->sets[0].count];
    shared = evaluate_open(a, x->sets[0].rows, packs, most, cases[0]);
  }
  const Stand *before = judge_set(x, a, 0, x->alike ? &shared : NULL, cases[0]);
  const Stand *after = judge_set(x, a, 1, x->alike ? &shared : NULL, cases[1]);
  for (size_t i = 0; i < x->rules.count; i++) {
    const ContrastRule *r = &x->rules.items[i];
    if (r->kind == CONTRAST_WORDS) continue;
    for (int side = SIDE_BOTH; side <= SIDE_RIGHT; side++) {
      if (!has_side(r, side)) continue;
      ContrastStand *stand = LIST_ADD(a, out);
      *stand = (ContrastStand){.rule = i, .side = (Side)side};
      stand->stands[0] = stand_at(x, 0, before, r, side);
      stand->stands[1] = r->kind == CONTRAST_EFFECT ? stand->stands[0] : stand_at(x, 1, after, r, side);
      bool was = stand->stands[0].truth == TRUTH_TRUE, is = stand->stands[1].truth == TRUTH_TRUE;
      bool moved = is && (r->kind == CONTRAST_EFFECT || stand->stands[0].certainty != stand->stands[1].certainty);
      stand->weighs = was != is || moved;
    }
  }
}

/* ---- why ---- */

typedef struct Leaf {
  Hash hash;
  const Node *node;
  Truth truth, wanted; /* wanted: what makes the rule present */
} Leaf;
typedef LIST(Leaf) Leaves;

static void list_leaves(const PackSet *set, const Pack *pack, Run *run, const Node *n, Truth wanted, Leaves *out) {
  if (strcmp(n->op->name, "no") == 0) wanted = wanted == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
  for (size_t i = 0; i < n->kid_count; i++) list_leaves(set, pack, run, n->kids[i], wanted, out);
  if (n->kid_count) return;
  Hasher h;
  hash_begin(&h);
  hash_node(&h, set, pack, n);
  *LIST_ADD(run->arena, out) =
      (Leaf){.hash = hash_end(&h), .node = n, .truth = expr_eval(run, n)->truth, .wanted = wanted};
}

static bool has_leaf(const Leaves *leaves, const Leaf *leaf) {
  for (size_t i = 0; i < leaves->count; i++)
    if (same_hash(leaves->items[i].hash, leaf->hash)) return true;
  return false;
}

static void add_cause(Run *run, const char *before, const Leaf *leaf, bool values, Causes *out) {
  static const char *const says[] = {[TRUTH_FALSE] = "no", [TRUTH_TRUE] = "yes", [TRUTH_UNKNOWN] = "not known"};
  Trace trace = {0};
  expr_trace(run, leaf->node, 0, &trace);
  const TraceLine *line = &trace.items[0];
  const char *text =
      arena_printf(run->arena, "%s%s%s%s", before, line->text, values ? ": " : "", values ? says[line->truth] : "");
  if (values && *line->detail)
    text = arena_printf(run->arena, "%s (%.*s)", text, (int)strcspn(line->detail, "\n"), line->detail);
  for (size_t i = 0; i < out->count; i++)
    if (strcmp(out->items[i], text) == 0) return;
  *LIST_ADD(run->arena, out) = text;
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
    list_leaves(&x->sets[i], r->pack[i], &runs[i], r->rule[i]->when, TRUTH_TRUE, &leaves[i]);
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
