#include "primitives/primitives.h"
#include "rules/ask.h"

#include <stdlib.h>
#include <string.h>

/* ---- rules ---- */

RuleRef ask_rule(Arena *a, const Pack *pack, const Rule *rule, Side side) {
  return (RuleRef){.pack = arena_copy(a, pack->id),
                   .rule = arena_copy(a, rule->id),
                   .title = arena_copy(a, rule->title),
                   .side = side};
}

Side ask_first_side(const Rule *rule) { return rule->each ? SIDE_LEFT : SIDE_BOTH; }
Side ask_last_side(const Rule *rule) { return rule->each ? SIDE_RIGHT : SIDE_BOTH; }

const Finding *ask_finding(const Result *result, const char *pack, const char *rule, Side side) {
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *f = &result->findings[i];
    if (f->side == side && strcmp(f->rule, rule) == 0 && strcmp(f->pack, pack) == 0) return f;
  }
  return NULL;
}

static int compare_ids(const char *pack, const char *rule, Side side, const RuleRef *other) {
  int order = strcmp(pack, other->pack);
  if (!order) order = strcmp(rule, other->rule);
  return order ? order : (side > other->side) - (side < other->side);
}

static int compare_rules(const RuleRef *a, const RuleRef *b) { return compare_ids(a->pack, a->rule, a->side, b); }

/* ---- the leaves that stand in the way ---- */

typedef LIST(TraceLine) Leaves;

/* Parts of a tree that are not as wanted; below no{} the contrary is wanted. */
static void add_leaves(Run *run, const Node *n, Truth wanted, Leaves *leaves) {
  if (expr_outcome(run, n)->truth == wanted) return;
  if (n->op == primitive_find("no")) wanted = wanted == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
  for (size_t i = 0; i < n->kid_count; i++) add_leaves(run, n->kids[i], wanted, leaves);
  if (n->kid_count) return;
  Trace trace = {0};
  expr_trace(run, n, 0, &trace);
  *LIST_ADD(run->arena, leaves) = trace.items[0];
}

static Leaves leaves_against(Arena *a, const Subject *s, const Case *c, Truth wanted) {
  Leaves leaves = {0};
  Run run = evaluate_run(a, s->catalog, s->pack, s->rule, c, s->side);
  add_leaves(&run, s->rule->when, wanted, &leaves);
  return leaves;
}

/* ---- whynot ---- */

typedef LIST(Change) Changes;

/* By size where it can be counted, then by share of the usual range. */
static int compare_changes(const void *left, const void *right) {
  const Change *a = left, *b = right;
  if (isnan(a->count) != isnan(b->count)) return isnan(a->count) ? 1 : -1;
  double x = isnan(a->count) ? fabs(a->to - a->from) / (a->gauge.most - a->gauge.least) : a->count;
  double y = isnan(b->count) ? fabs(b->to - b->from) / (b->gauge.most - b->gauge.least) : b->count;
  if (x != y) return x < y ? -1 : 1;
  int order = strcmp(a->gauge.test, b->gauge.test);
  return order ? order : (int)a->gauge.side - (int)b->gauge.side;
}

/* better: only by the same side, in the direction in which the test gets better. (A stronger other side may end a
 * finding too, by making another one: that is no goal.) */
static Changes find_changes(Arena *a, const Subject *s, const Case *c, const Dials *dials, Truth wanted, bool better) {
  Changes changes = {0};
  for (size_t i = 0; i < dials->count; i++) {
    const Dial *d = &dials->items[i];
    Spans spans = {0};
    Change change;
    bool elsewhere = d->gauge.side != SIDE_BOTH && s->side != SIDE_BOTH && d->gauge.side != s->side;
    bool category = d->gauge.unit->dimension == DIM_CLASS; /* a kind of foot strike: no amount to work towards */
    if ((better && (elsewhere || category)) || !edges_reads(s, c, d)) continue;
    edges_find(a, s, c, d, d->gauge.least, d->gauge.most, &spans);
    int direction = better ? s->catalog->tests.items[d->test].better : 0;
    if (edges_change(d, &spans, wanted, direction, &change)) *LIST_ADD(a, &changes) = change;
  }
  if (changes.count) qsort(changes.items, changes.count, sizeof *changes.items, compare_changes);
  return changes;
}

static const char *outside_text(Arena *a, const Pack *pack, int age) {
  if (pack_in_population(pack, age)) return NULL;
  if (age < 0)
    return arena_printf(a, "The patient's age is not known, and the pack is for ages %d to %d", pack->age_min,
                        pack->age_max);
  return arena_printf(a, "The patient's age of %d lies outside the pack's population (%d to %d)", age, pack->age_min,
                      pack->age_max);
}

WhyNot ask_whynot(Arena *a, const Asked *asked, const Pack *pack, const Rule *rule, Side side) {
  const Subject s = {.catalog = pack_rows(asked->catalog, pack), .pack = pack, .rule = rule, .side = side};
  WhyNot reply = {.outside = outside_text(a, pack, asked->c->patient.age_years)};
  Trace trace = {0};
  Dials dials = {0};
  Finding *finding = arena_alloc(a, sizeof *finding);
  *finding = evaluate_rule(a, asked->catalog, pack, rule, asked->c, side, &trace);
  Truth wanted = finding->truth == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
  edges_dials(a, s.catalog, asked->c, &dials);
  Changes changes = find_changes(a, &s, asked->c, &dials, wanted, false);
  Leaves leaves = leaves_against(a, &s, asked->c, wanted);
  reply.finding = finding;
  reply.changes = changes.items, reply.change_count = changes.count;
  reply.leaves = leaves.items, reply.leaf_count = leaves.count;
  return reply;
}

const Catalog *ask_catalog(const Asked *asked, const char *id, Side side, int *test) {
  const Pack *owner = NULL;
  const Norm *norm;
  Measure model;
  bool lever;
  *test = catalog_find(asked->catalog, ROWS_TEST, id);
  edges_setup(asked->catalog, asked->c, *test, side, &model, &norm, &lever);
  for (size_t i = 0; i < asked->pack_count && !norm; i++) {
    const Pack *pack = asked->packs[i];
    const Norm *own = NULL;
    int at = pack->catalog ? catalog_find(pack->catalog, ROWS_TEST, id) : -1;
    if (at < 0 || (owner && strcmp(owner->id, pack->id) < 0)) continue;
    edges_setup(pack->catalog, asked->c, at, side, &model, &own, &lever);
    if (own) owner = pack, *test = at;
  }
  return owner ? owner->catalog : asked->catalog;
}

/* ---- goals ---- */

typedef LIST(Goal) GoalList;

static void add_goal(Arena *a, const Subject *s, const Case *c, const Dials *dials, GoalList *goals) {
  Changes changes = find_changes(a, s, c, dials, TRUTH_FALSE, true);
  Goal goal = {.rule = ask_rule(a, s->pack, s->rule, s->side)};
  if (changes.count)
    goal.change = changes.items[0];
  else {
    Leaves leaves = leaves_against(a, s, c, TRUTH_FALSE);
    goal.leaves = leaves.items, goal.leaf_count = leaves.count;
  }
  *LIST_ADD(a, goals) = goal;
}

static int compare_goals(const void *left, const void *right) {
  const Goal *a = left, *b = right;
  const Gauge *g = &a->change.gauge, *h = &b->change.gauge;
  if (!g->test != !h->test) return g->test ? -1 : 1;
  int order = g->test ? strcmp(g->test, h->test) : 0;
  if (!order && g->test) order = (int)g->side - (int)h->side;
  if (!order && g->test) order = (a->change.to > b->change.to) - (a->change.to < b->change.to);
  return order ? order : compare_rules(&a->rule, &b->rule);
}

Goals ask_goals(Arena *a, const Asked *asked) {
  Dials shared = {0};
  GoalList goals = {0};
  edges_dials(a, asked->catalog, asked->c, &shared);
  for (size_t i = 0; i < asked->pack_count; i++) {
    const Pack *pack = asked->packs[i];
    Dials dials = shared;
    if (!pack_in_population(pack, asked->c->patient.age_years)) continue;
    if (pack->catalog) dials = (Dials){0}, edges_dials(a, pack->catalog, asked->c, &dials);
    for (size_t k = 0; k < pack->rule_count; k++) {
      Subject s = {.catalog = pack_rows(asked->catalog, pack), .pack = pack, .rule = &pack->rules[k]};
      if (rule_stop(s.rule) || s.rule->shown) continue; /* what is shown for information asks for nothing */
      for (s.side = ask_first_side(s.rule); s.side <= ask_last_side(s.rule); s.side++) {
        Run run = evaluate_run(a, s.catalog, pack, s.rule, asked->c, s.side);
        if (expr_outcome(&run, s.rule->when)->truth == TRUTH_TRUE) add_goal(a, &s, asked->c, &dials, &goals);
      }
    }
  }
  if (goals.count) qsort(goals.items, goals.count, sizeof *goals.items, compare_goals);
  return (Goals){.list = goals.items, .count = goals.count};
}

/* ---- grounds ---- */

typedef LIST(Ground) GroundList;

static const Rule *rule_of(const Asked *asked, const Finding *f, const Pack **pack) {
  for (size_t i = 0; i < asked->pack_count; i++) {
    *pack = asked->packs[i];
    for (size_t k = 0; k < (*pack)->rule_count && strcmp((*pack)->id, f->pack) == 0; k++)
      if (strcmp((*pack)->rules[k].id, f->rule) == 0) return &(*pack)->rules[k];
  }
  return NULL;
}

static void add_grounds(Arena *a, const Asked *asked, const Finding *f, GroundList *list) {
  const Pack *pack;
  const Rule *rule = rule_of(asked, f, &pack);
  if (!rule) return;
  const Catalog *catalog = pack_rows(asked->catalog, pack);
  Run run = evaluate_run(a, catalog, pack, rule, asked->c, f->side);
  for (size_t i = 0; i < catalog->tests.count; i++)
    for (int side = SIDE_BOTH; side <= SIDE_RIGHT; side++) {
      const char *test = catalog->tests.items[i].id;
      if (!run_reads(&run, test, (Side)side) || !reading_of(weigh_readings(run.weigh), (int)i, (Side)side)->trials)
        continue;
      *LIST_ADD(a, list) =
          (Ground){.rule = ask_rule(a, pack, rule, f->side), .test = arena_copy(a, test), .side = (Side)side};
    }
}

Grounds ask_grounds(Arena *a, const Asked *asked) {
  GroundList list = {0};
  Result result;
  evaluate(a, asked->catalog, asked->packs, asked->pack_count, asked->c, &result);
  for (size_t i = 0; i < result.finding_count; i++)
    if (result.findings[i].truth == TRUTH_TRUE && !result.findings[i].shown)
      add_grounds(a, asked, &result.findings[i], &list);
  return (Grounds){.list = list.items, .count = list.count};
}

/* ---- sweep ---- */

typedef LIST(SweepRow) SweepRows;

static int compare_rows(const void *left, const void *right) {
  const SweepRow *a = left, *b = right;
  return compare_rules(&a->rule, &b->rule);
}

static void sweep_rule(Arena *a, const Subject *s, const Case *c, const Dial *dial, Sweep *sweep, SweepRows *rows) {
  Spans spans = {0};
  if (dial->test < 0 || !edges_reads(s, c, dial)) return;
  sweep->judged++;
  edges_find(a, s, c, dial, sweep->gauge.least, sweep->gauge.most, &spans);
  if (spans.count < 2) return;
  *LIST_ADD(a, rows) =
      (SweepRow){.rule = ask_rule(a, s->pack, s->rule, s->side), .spans = spans.items, .count = spans.count};
}

Why ask_sweep(Arena *a, const Asked *asked, const char *id, Side side, double least, double most, Dimension quantity,
              Sweep *sweep) {
  int test;
  const Catalog *catalog = ask_catalog(asked, id, side, &test);
  Dial dial = edges_dial(a, catalog, asked->c, test, side);
  Reading typed = {.quantity = quantity, .lever_m = dial.model.lever_m};
  double factor;
  SweepRows rows = {0};
  *sweep = (Sweep){.gauge = dial.gauge};
  if (!isnan(least)) {
    Why why = reading_factor(&asked->c->patient, &typed, dial.model.quantity, &factor);
    if (why != WHY_NONE) return why;
    sweep->gauge.least = least * factor, sweep->gauge.most = most * factor;
  }
  for (size_t i = 0; i < asked->pack_count; i++) {
    const Pack *pack = asked->packs[i];
    if (!pack_in_population(pack, asked->c->patient.age_years)) continue;
    for (size_t k = 0; k < pack->rule_count; k++) {
      Subject s = {.catalog = pack_rows(asked->catalog, pack), .pack = pack, .rule = &pack->rules[k]};
      dial.test = catalog_find(s.catalog, ROWS_TEST, id); /* a test of another pack: this one does not know it */
      for (s.side = ask_first_side(s.rule); s.side <= ask_last_side(s.rule); s.side++)
        sweep_rule(a, &s, asked->c, &dial, sweep, &rows);
    }
  }
  if (rows.count) qsort(rows.items, rows.count, sizeof *rows.items, compare_rows);
  sweep->rows = rows.items, sweep->count = rows.count;
  return WHY_NONE;
}

/* ---- whatif ---- */

Case ask_answer(Arena *a, const Case *c, const Answer *answer) {
  Case copy = *c;
  copy.answers = arena_array(a, c->answer_count + 1, sizeof *copy.answers);
  copy.answer_count = 0;
  for (size_t i = 0; i < c->answer_count; i++)
    if (strcmp(c->answers[i].question, answer->question) != 0) copy.answers[copy.answer_count++] = c->answers[i];
  copy.answers[copy.answer_count++] = *answer;
  return copy;
}

static Case turn_all(Arena *a, const Asked *asked, const Measure *measures, size_t count, WhatIf *reply) {
  Case c = *asked->c;
  reply->turns = arena_array(a, count, sizeof *reply->turns);
  reply->turn_count = count;
  for (size_t i = 0; i < count; i++) {
    const Measure *m = &measures[i];
    int test;
    const Catalog *catalog = ask_catalog(asked, m->test, m->side, &test);
    const Unit *own = catalog->tests.items[test].unit;
    Dial dial = edges_dial(a, catalog, &c, test, m->side);
    reply->turns[i] = (Turn){.gauge = dial.gauge, .lo = m->lo, .hi = m->hi};
    reply->turns[i].unit = m->quantity == own->dimension ? own : unit_base(m->quantity);
    c = edges_turn(a, catalog, &c, &dial, m->lo, m->hi, m->quantity);
  }
  return c;
}

static const Finding *own_finding(Arena *a, const Pack *pack, const Rule *rule, Side side, const Finding *f) {
  static const char *const no_cites[] = {NULL};
  Finding *own = arena_alloc(a, sizeof *own);
  if (f) *own = *f;
  if (!f)
    *own = (Finding){
        .side = side, .truth = TRUTH_FALSE, .index = NAN, .unit = "", .grade = "", .evidence = rule->evidence};
  own->pack = arena_copy(a, pack->id), own->rule = arena_copy(a, rule->id), own->title = arena_copy(a, rule->title);
  own->group = arena_copy(a, rule->group), own->say = arena_copy(a, own->say ? own->say : "");
  own->tell = own->studied = own->doubt = "";
  own->cites = no_cites;
  return own;
}

static bool differ(const Finding *before, const Finding *after) {
  Truth x = before ? before->truth : TRUTH_FALSE, y = after ? after->truth : TRUTH_FALSE;
  if (x != y) return true;
  if (x == TRUTH_TRUE) return fabs(before->certainty - after->certainty) >= 0.005;
  return x == TRUTH_UNKNOWN && before->unsure != after->unsure;
}

/* Appears, vanishes, changes certainty, other. */
static int rank_of(const Difference *d) {
  bool before = d->before->truth == TRUTH_TRUE, after = d->after->truth == TRUTH_TRUE;
  return before && after ? 2 : after ? 0 : before ? 1 : 3;
}

static int compare_differences(const void *left, const void *right) {
  const Difference *a = left, *b = right;
  int order = rank_of(a) - rank_of(b);
  return order ? order : compare_rules(&a->rule, &b->rule);
}

static void compare_results(Arena *a, const Asked *asked, const Result *before, const Result *after, WhatIf *reply) {
  LIST(Difference) list = {0};
  for (size_t i = 0; i < asked->pack_count; i++)
    for (size_t k = 0; k < asked->packs[i]->rule_count; k++) {
      const Pack *pack = asked->packs[i];
      const Rule *rule = &pack->rules[k];
      for (Side side = ask_first_side(rule); side <= ask_last_side(rule); side++) {
        const Finding *x = ask_finding(before, pack->id, rule->id, side);
        const Finding *y = ask_finding(after, pack->id, rule->id, side);
        if (!differ(x, y)) continue;
        *LIST_ADD(a, &list) = (Difference){.rule = ask_rule(a, pack, rule, side),
                                           .before = own_finding(a, pack, rule, side, x),
                                           .after = own_finding(a, pack, rule, side, y)};
      }
    }
  if (list.count) qsort(list.items, list.count, sizeof *list.items, compare_differences);
  reply->differences = list.items, reply->count = list.count;
}

WhatIf ask_whatif(Arena *a, const Asked *asked, const Measure *measures, size_t measure_count, const Answer *answers,
                  size_t answer_count) {
  WhatIf reply = {0};
  Result before, after;
  Case c = turn_all(a, asked, measures, measure_count, &reply);
  for (size_t i = 0; i < answer_count; i++) c = ask_answer(a, &c, &answers[i]);
  evaluate(a, asked->catalog, asked->packs, asked->pack_count, asked->c, &before);
  evaluate(a, asked->catalog, asked->packs, asked->pack_count, &c, &after);
  compare_results(a, asked, &before, &after, &reply);
  return reply;
}
