#include "rules/argue.h"
#include "rules/next.h"

#include <stdlib.h>
#include <string.h>

typedef struct Undecided { /* a rule on a side that is not assessed */
  const Pack *pack;
  const Rule *rule;
  const Finding *finding;
  double weight;
} Undecided;

typedef struct Asking {
  Arena *arena;
  const Asked *asked;
  LIST(Undecided) undecided;
  LIST(NextItem) items;
} Asking;

/* ---- what is named ---- */

static const Rule *rule_of(const Asked *asked, const Finding *f, const Pack **pack) {
  for (size_t i = 0; i < asked->pack_count; i++)
    for (size_t k = 0; strcmp(asked->packs[i]->id, f->pack) == 0 && k < asked->packs[i]->rule_count; k++)
      if (strcmp(asked->packs[i]->rules[k].id, f->rule) == 0) {
        *pack = asked->packs[i];
        return &asked->packs[i]->rules[k];
      }
  return NULL;
}

static void add_undecided(Asking *q, const Result *result) {
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *f = &result->findings[i];
    if (f->truth != TRUTH_UNKNOWN || f->unsure) continue;
    Undecided u = {.finding = f};
    u.rule = rule_of(q->asked, f, &u.pack);
    if (!u.rule) continue;
    u.weight = argue_weight(q->asked->catalog, u.pack, u.rule);
    *LIST_ADD(q->arena, &q->undecided) = u;
  }
}

/* A test to do, a question to answer, or a fact to record; false: nothing of these. */
static bool item_of(const Asking *q, const Need *need, NextItem *item) {
  const Catalog *catalog = q->asked->catalog;
  const Test *test = catalog_test(catalog, need->what);
  const Question *question = catalog_question(catalog, need->what);
  *item = (NextItem){.id = need->what, .text = need->text, .why = WHY_NO_NORM};
  switch (need->why) {
  case WHY_NOT_MEASURED:
    item->kind = NEXT_TEST;
    if (test) item->id = test->id, item->text = test->name;
    return test != NULL;
  case WHY_NOT_ANSWERED:
    item->kind = NEXT_QUESTION;
    if (question) item->id = question->id, item->text = question->text;
    return question != NULL;
  case WHY_NO_AGE:
  case WHY_NO_MASS:
  case WHY_NO_LEVER:
  case WHY_NO_POSITION:
  case WHY_ONE_SIDE: item->kind = NEXT_FACT, item->why = need->why; return true;
  default: return false;
  }
}

static bool same_item(const NextItem *a, const NextItem *b) {
  if (a->kind != b->kind || strcmp(a->id, b->id) != 0) return false;
  return a->kind != NEXT_FACT || strcmp(a->text, b->text) == 0;
}

/* Both sides of a test are one item: they are done together. A rule counts once for an item. */
static void name_items(Asking *q, const Undecided *u) {
  LIST(size_t) named = {0};
  for (size_t i = 0; i < u->finding->need_count; i++) {
    NextItem item;
    size_t at = 0, k = 0;
    if (!item_of(q, &u->finding->needs[i], &item)) continue;
    while (at < q->items.count && !same_item(&q->items.items[at], &item)) at++;
    if (at == q->items.count) {
      item.id = arena_copy(q->arena, item.id), item.text = arena_copy(q->arena, item.text);
      *LIST_ADD(q->arena, &q->items) = item;
    }
    q->items.items[at].sides[u->finding->needs[i].side] = true;
    while (k < named.count && named.items[k] != at) k++;
    if (k < named.count) continue;
    *LIST_ADD(q->arena, &named) = at;
    q->items.items[at].named += u->weight;
  }
}

/* ---- what one item alone may settle ---- */

enum { TRIES_MOST = 5 };

typedef struct Tries { /* the case with outcomes of one item, as one catalog knows it */
  const Catalog *catalog;
  Case cases[TRIES_MOST];
  size_t count;
} Tries;

/* One reading of the test on every side that lacks one: least (0), middle (1) or greatest (2) usual value. */
static void try_test(const Asking *q, Arena *scratch, const NextItem *item, Tries *tries) {
  static const int values[TRIES_MOST][2] = {{0, 0}, {2, 2}, {1, 1}, {0, 2}, {2, 0}};
  int test = catalog_find(tries->catalog, ROWS_TEST, item->id);
  if (test < 0) return; /* a test of another pack: this one does not know it */
  const Test *row = &tries->catalog->tests.items[test];
  const double usual[] = {row->likely_lo, (row->likely_lo + row->likely_hi) / 2, row->likely_hi};
  Case first = *q->asked->c;
  tries->count = item->sides[SIDE_LEFT] && item->sides[SIDE_RIGHT] ? TRIES_MOST : 3;
  for (size_t i = 0; i < tries->count; i++) tries->cases[i] = first;
  for (int side = SIDE_BOTH; side <= SIDE_RIGHT; side++) {
    if (!item->sides[side]) continue;
    Dial dial = edges_dial(scratch, tries->catalog, &tries->cases[0], test, (Side)side); /* no value changes a set-up */
    if (isnan(dial.model.lever_m) && item->with_lever) edges_lever(&dial);
    for (size_t i = 0; i < tries->count; i++) {
      double value = usual[values[i][side == SIDE_RIGHT]];
      tries->cases[i] =
          edges_turn(scratch, tries->catalog, &tries->cases[i], &dial, value, value, row->unit->dimension);
    }
  }
}

static void try_answers(const Asking *q, Arena *scratch, const NextItem *item, Tries *tries) {
  for (AnswerValue value = ANSWER_NO; value <= ANSWER_YES; value++)
    tries->cases[tries->count++] = ask_answer(scratch, q->asked->c, &(Answer){.question = item->id, .value = value});
}

/* Rules of one pack that one of the tries decides; one run serves them all. */
static void settle_pack(const Asking *q, Arena *scratch, const Pack *pack, const Tries *tries, bool *settled) {
  for (size_t i = 0; i < tries->count; i++) {
    Run run;
    bool open = false;
    for (size_t k = 0; k < q->undecided.count; k++) {
      const Undecided *u = &q->undecided.items[k];
      if (u->pack != pack || settled[k]) continue;
      if (open)
        evaluate_more(&run, pack, u->rule, u->finding->side);
      else
        run = evaluate_run(scratch, q->asked->catalog, pack, u->rule, &tries->cases[i], u->finding->side);
      open = !pack->asks_found; /* what a rule asks of others is judged in a run of its own */
      settled[k] = expr_outcome(&run, u->rule->when)->truth != TRUTH_UNKNOWN;
    }
  }
}

static void settle(const Asking *q, const NextItem *item, bool *settled) {
  Arena scratch = {0};
  Tries tries = {0};
  for (size_t i = 0; i < q->asked->pack_count; i++) {
    const Pack *pack = q->asked->packs[i];
    const Catalog *catalog = pack_rows(q->asked->catalog, pack);
    bool same = tries.catalog == catalog;
    if (!same) tries = (Tries){.catalog = catalog};
    if (!same && item->kind == NEXT_TEST) try_test(q, &scratch, item, &tries);
    if (!same && item->kind == NEXT_QUESTION) try_answers(q, &scratch, item, &tries);
    settle_pack(q, &scratch, pack, &tries, settled);
  }
  for (size_t k = 0; k < q->undecided.count && item->kind == NEXT_FACT; k++) { /* no value to try: the only need */
    const Finding *f = q->undecided.items[k].finding;
    settled[k] = f->need_count == 1 && strcmp(f->needs[0].text, item->text) == 0;
  }
  arena_free(&scratch);
}

static bool has_norms(const Catalog *catalog, const char *id) {
  int test = catalog_find(catalog, ROWS_TEST, id);
  return test >= 0 && catalog->norm_first[test] < catalog->norm_first[test + 1];
}

static void set_norm(const Asking *q, NextItem *item) {
  int test;
  Side side = item->sides[SIDE_LEFT] ? SIDE_LEFT : item->sides[SIDE_RIGHT] ? SIDE_RIGHT : SIDE_BOTH;
  const Catalog *catalog = ask_catalog(q->asked, item->id, side, &test);
  const Norm *norm;
  Measure model;
  item->why = edges_setup(catalog, q->asked->c, test, side, &model, &norm, &item->with_lever);
  item->compared = has_norms(catalog, item->id);
  for (size_t i = 0; i < q->asked->pack_count; i++)
    item->compared = item->compared || has_norms(pack_rows(catalog, q->asked->packs[i]), item->id);
  if (norm) item->norm = arena_copy(q->arena, norm->id);
  Gauge gauge = edges_dial(q->arena, catalog, q->asked->c, test, side).gauge;
  item->position = gauge.position, item->position_name = gauge.position_name;
  item->contraction = gauge.contraction;
}

static void complete(Asking *q, NextItem *item) {
  LIST(RuleRef) alone = {0};
  bool *settled = arena_array(q->arena, q->undecided.count, sizeof *settled);
  if (item->kind == NEXT_TEST) set_norm(q, item);
  settle(q, item, settled);
  for (size_t i = 0; i < q->undecided.count; i++) {
    const Undecided *u = &q->undecided.items[i];
    if (!settled[i]) continue;
    *LIST_ADD(q->arena, &alone) = ask_rule(q->arena, u->pack, u->rule, u->finding->side);
    item->settles += u->weight;
  }
  item->alone = alone.items, item->alone_count = alone.count;
}

/* ---- the whole ---- */

static int compare_items(const void *left, const void *right) {
  const NextItem *a = left, *b = right;
  if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
  if (a->settles != b->settles) return a->settles > b->settles ? -1 : 1;
  if (a->named != b->named) return a->named > b->named ? -1 : 1;
  int order = strcmp(a->id, b->id);
  return order ? order : strcmp(a->text, b->text);
}

Next next_build(Arena *a, const Asked *asked) {
  Asking q = {.arena = a, .asked = asked};
  Result result;
  Next next = {0};
  evaluate(a, asked->catalog, asked->packs, asked->pack_count, asked->c, &result);
  add_undecided(&q, &result);
  for (size_t i = 0; i < q.undecided.count; i++) {
    next.weight += q.undecided.items[i].weight;
    name_items(&q, &q.undecided.items[i]);
  }
  for (size_t i = 0; i < q.items.count; i++) complete(&q, &q.items.items[i]);
  if (q.items.count) qsort(q.items.items, q.items.count, sizeof *q.items.items, compare_items);
  for (size_t i = 0; i < result.open_count; i++) next.emergencies += result.open[i].urgency == URGENCY_EMERGENCY;
  next.open = result.open_count;
  if (next.open) next.first_open = result.open[0].text;
  next.undecided = q.undecided.count;
  next.items = q.items.items, next.count = q.items.count;
  return next;
}
