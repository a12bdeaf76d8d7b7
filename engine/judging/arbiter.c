#include "base/ceiling.h"
#include "judging/arbiter.h"
#include "judging/contrast.h"
#include "proof/lint.h"
#include "proof/suite.h"
#include "rules/next.h"
#include "script/merge.h"
#include "script/pack.h"

#include <stdlib.h>
#include <string.h>

struct Arbiter {
  const Catalog *catalog; /* shared */
  const Catalog *rows;    /* with those of the packs */
  Arena arena;            /* of the packs */
  LIST(Pack *) packs;
  LIST(bool) asked_for; /* per pack: by arbiter_load */
  Mark *mark;           /* NULL: nobody watches */
  int set;              /* its number there */
  PackFind *find;
  void *find_context;
};

Arbiter *arbiter_open(const Catalog *catalog) {
  Arena arena = {0};
  Arbiter *arbiter = arena_alloc(&arena, sizeof *arbiter);
  *arbiter = (Arbiter){.catalog = catalog, .rows = catalog, .arena = arena};
  return arbiter;
}

void arbiter_watch(Arbiter *arbiter, Mark *mark, int set) { arbiter->mark = mark, arbiter->set = set; }

/* ---- functions of packs, watched ---- */

/* Stands between a pack's rules and its functions: only these can hang or crash, so only they are marked and banned. */
typedef struct Guard {
  Mark *mark;
  int set, pack; /* as in Mark */
  int *rules;    /* per function: the rule that it belongs to, as in Mark; negative: banned */
  FunctionCall *call;
  void *context;
} Guard;

static void guarded_call(void *context, Run *run, const Node *n, Outcome *out, const char **fault) {
  Guard *guard = context;
  int rule = guard->rules[n->function->number];
  if (rule < 0) {
    out->why = WHY_FUNCTION;
    *fault = "a function that brought its process down three times is not called any more in this run";
    return;
  }
  guard->mark->set = guard->set, guard->mark->pack = guard->pack, guard->mark->rule = rule,
  guard->mark->side = (int)run->side;
  guard->call(guard->context, run, n, out, fault);
  guard->mark->pack = guard->mark->rule = 0;
}

static int count_functions(const Node *n) {
  int most = n->function ? n->function->number + 1 : 0;
  for (size_t i = 0; i < n->kid_count; i++) {
    int below = count_functions(n->kids[i]);
    most = below > most ? below : most;
  }
  for (size_t i = 0; i < ARGS_MOST; i++) {
    int below = n->args[i].node ? count_functions(n->args[i].node) : 0;
    most = below > most ? below : most;
  }
  return most;
}

static void name_functions(const Node *n, int rule, int *rules) {
  if (n->function) rules[n->function->number] = rule;
  for (size_t i = 0; i < n->kid_count; i++) name_functions(n->kids[i], rule, rules);
  for (size_t i = 0; i < ARGS_MOST; i++)
    if (n->args[i].node) name_functions(n->args[i].node, rule, rules);
}

/* place: as in Mark; 0 for a pack that is only tested. */
static void guard_pack(const Arbiter *arbiter, Arena *a, Pack *pack, int place) {
  if (!arbiter->mark || !pack->call) return;
  int most = 0;
  Guard *guard = arena_alloc(a, sizeof *guard);
  for (size_t i = 0; i < pack->rule_count; i++) {
    int count = count_functions(pack->rules[i].when);
    most = count > most ? count : most;
  }
  *guard = (Guard){
      .mark = arbiter->mark, .set = arbiter->set, .pack = place, .call = pack->call, .context = pack->call_context};
  guard->rules = arena_array(a, (size_t)most, sizeof *guard->rules);
  for (size_t i = 0; i < pack->rule_count; i++) name_functions(pack->rules[i].when, (int)i + 1, guard->rules);
  pack->call = guarded_call, pack->call_context = guard;
}

static void close_pack(Pack *pack) {
  const Guard *guard = pack->call_context;
  if (pack->call == guarded_call) pack->call = guard->call, pack->call_context = guard->context;
  pack_close(pack);
}

void arbiter_ban(Arbiter *arbiter, int pack, int rule) {
  if (pack < 1 || (size_t)pack > arbiter->packs.count) return;
  const Pack *in = arbiter->packs.items[pack - 1];
  if (in->call != guarded_call || rule < 1 || (size_t)rule > in->rule_count) return;
  const Guard *guard = in->call_context;
  name_functions(in->rules[rule - 1].when, -1, guard->rules);
}

void arbiter_close(Arbiter *arbiter) {
  if (!arbiter) return;
  for (size_t i = 0; i < arbiter->packs.count; i++) close_pack(arbiter->packs.items[i]);
  Arena arena = arbiter->arena; /* the arbiter itself lives in it */
  arena_free(&arena);
}

/* ---- packs ---- */

static const char *const *copy_list(Arena *a, const char *const *list) {
  size_t count = 0;
  while (list[count]) count++;
  const char **copy = arena_array(a, count + 1, sizeof *copy);
  for (size_t i = 0; i < count; i++) copy[i] = arena_copy(a, list[i]);
  return copy;
}

static const char *const *closure_of(Arena *a, const Pack *pack) {
  const char **ids = arena_array(a, pack->closure_count + 1, sizeof *ids);
  for (size_t i = 0; i < pack->closure_count; i++) ids[i] = arena_copy(a, pack->closure[i]->id);
  return ids;
}

static bool requires(const Pack *pack, const Pack *other) {
  for (size_t i = 0; i < pack->require_count; i++)
    if (pack->requires[i].pack == other) return true;
  return false;
}

static const char *const *requirers_of(const Arbiter *arbiter, Arena *a, const Pack *pack) {
  const char **ids = arena_array(a, arbiter->packs.count + 1, sizeof *ids);
  size_t count = 0;
  for (size_t i = 0; i < arbiter->packs.count; i++) {
    if (!requires(arbiter->packs.items[i], pack)) continue;
    const char *id = arena_copy(a, arbiter->packs.items[i]->id);
    size_t at = count++;
    for (; at > 0 && strcmp(ids[at - 1], id) > 0; at--) ids[at] = ids[at - 1];
    ids[at] = id;
  }
  return ids;
}

static void describe_pack(const Arbiter *arbiter, Arena *a, size_t index, PackInfo *info) {
  const Pack *pack = arbiter->packs.items[index];
  const Catalog *catalog = pack_rows(arbiter->catalog, pack);
  *info = (PackInfo){.id = arena_copy(a, pack->id),
                     .version = arena_copy(a, pack->version),
                     .title = arena_copy(a, pack->title),
                     .author = arena_copy(a, pack->author),
                     .reviewed = arena_copy(a, pack->reviewed),
                     .path = arena_copy(a, pack->path),
                     .age_min = pack->age_min,
                     .age_max = pack->age_max,
                     .hash = pack->hash,
                     .closure = closure_of(a, pack),
                     .required_by = requirers_of(arbiter, a, pack),
                     .asks_local = pack->policy && pack->policy->use_local_norms > 0,
                     .asked_for = arbiter->asked_for.items[index],
                     .rule_count = pack->rule_count};
  info->rules = arena_array(a, pack->rule_count, sizeof *info->rules);
  for (size_t i = 0; i < pack->rule_count; i++) {
    const Rule *rule = &pack->rules[i];
    info->rules[i] = (RuleInfo){.id = arena_copy(a, rule->id),
                                .title = arena_copy(a, rule->title),
                                .sentence = rule_sentence(a, catalog, rule),
                                .say = arena_copy(a, rule->say),
                                .tell = arena_copy(a, rule->tell),
                                .studied = arena_copy(a, rule->studied),
                                .doubt = arena_copy(a, rule->doubt),
                                .shown = rule->shown,
                                .each = rule->each,
                                .evidence = rule->evidence,
                                .cites = copy_list(a, rule->cites),
                                .effects = rule_effects(a, rule),
                                .group = arena_copy(a, rule->group),
                                .line = rule->line};
  }
}

/* ---- packs that others require ---- */

typedef struct Way { /* a pack that waits for one it requires, and the pack that waits for it */
  Arbiter *arbiter;
  const struct Way *up;
  const Pack *from;
} Way;

void arbiter_find_by(Arbiter *arbiter, PackFind *find, void *context) {
  arbiter->find = find, arbiter->find_context = context;
}

static size_t index_of(const Arbiter *arbiter, const char *id) {
  size_t i = 0;
  while (i < arbiter->packs.count && strcmp(arbiter->packs.items[i]->id, id) != 0) i++;
  return i;
}

static void add_pack(Arbiter *arbiter, Pack *pack, bool asked_for) {
  *LIST_ADD(&arbiter->arena, &arbiter->packs) = pack;
  *LIST_ADD(&arbiter->arena, &arbiter->asked_for) = asked_for;
  guard_pack(arbiter, &arbiter->arena, pack, (int)arbiter->packs.count);
}

/* "requires goes round in a circle: a -> b -> a" */
static const char *circle_text(Arena *a, const Way *way, const char *id) {
  const char *text = id;
  for (bool closed = false; way && !closed; way = way->up) {
    text = arena_printf(a, "%s -> %s", way->from->id, text);
    closed = strcmp(way->from->id, id) == 0;
  }
  return arena_printf(a, "packs require each other in a circle: %s", text);
}

static bool check_way(Way *way, const char *id, Err *err) {
  size_t depth = 0;
  for (const Way *at = way; at; at = at->up, depth++)
    if (strcmp(at->from->id, id) == 0)
      return fail(err, ERR_SCRIPT, NULL, "%s", circle_text(&way->arbiter->arena, way, id));
  return depth < WAY_MOST || fail(err, ERR_LIMIT, NULL, "packs require each other over more than %d levels", WAY_MOST);
}

static const Pack *get_required(void *context, const Pack *from, const char *id, Diags *diags, Err *err) {
  Way *way = context, next = {.arbiter = way->arbiter, .up = way};
  Arbiter *arbiter = way->arbiter;
  const PackShelf shelf = {get_required, &next};
  PackSource source;
  Err fault = {0};
  way->from = from;
  if (!check_way(way, id, err)) return NULL;
  size_t there = index_of(arbiter, id);
  if (there < arbiter->packs.count) return arbiter->packs.items[there];
  if (!arbiter->find) return fail(err, ERR_SCRIPT, NULL, "it is not loaded"), NULL;
  if (!arbiter->find(arbiter->find_context, id, from->path, &source, err)) return NULL;
  Pack *pack =
      pack_load(&arbiter->arena, arbiter->catalog, &shelf, source.path, source.data, source.len, diags, &fault);
  if (!pack) return fail(err, fault.kind, NULL, "%s does not load: %s", source.path, fault.text), NULL;
  if (strcmp(pack->id, id) == 0) {
    add_pack(arbiter, pack, false);
    return pack;
  }
  close_pack(pack);
  return fail(err, ERR_SCRIPT, NULL, "%s holds a pack with the id '%s'", source.path, pack->id), NULL;
}

/* Lets go of packs that were required by one that is not added after all. */
static void drop_from(Arbiter *arbiter, size_t count) {
  for (size_t i = count; i < arbiter->packs.count; i++) close_pack(arbiter->packs.items[i]);
  arbiter->packs.count = arbiter->asked_for.count = count;
}

static bool merge_rows(Arbiter *arbiter, Err *err) {
  const Catalog *rows = merge_packs(&arbiter->arena, arbiter->catalog, (const Pack *const *)arbiter->packs.items,
                                    arbiter->packs.count, err);
  if (rows) arbiter->rows = rows;
  return rows;
}

/* A pack of this id is there: fine when it was required so far, and is the same file. */
static bool ask_again(Arbiter *arbiter, size_t there, const Pack *pack, Err *err) {
  const Pack *first = arbiter->packs.items[there];
  if (arbiter->asked_for.items[there] || strcmp(first->path, pack->path) != 0)
    return fail(err, ERR_SCRIPT, pack->path, "pack '%s' was loaded from %s already", first->id, first->path);
  return arbiter->asked_for.items[there] = true;
}

bool arbiter_load(Arbiter *arbiter, Arena *a, const PackSource *source, PackInfo *info, Diags *diags, Err *err) {
  Way way = {.arbiter = arbiter};
  const PackShelf shelf = {get_required, &way};
  size_t before = arbiter->packs.count;
  Pack *pack =
      pack_load(&arbiter->arena, arbiter->catalog, &shelf, source->path, source->data, source->len, diags, err);
  size_t there = pack ? index_of(arbiter, pack->id) : 0;
  bool known = pack && there < arbiter->packs.count;
  if (pack && !known) add_pack(arbiter, pack, true);
  if (known) pack_close(pack);
  if (!pack || (known && !ask_again(arbiter, there, pack, err)) || !merge_rows(arbiter, err)) {
    drop_from(arbiter, before);
    return false;
  }
  describe_pack(arbiter, a, there, info);
  return true;
}

const Catalog *arbiter_catalog(const Arbiter *arbiter) { return arbiter->rows; }

size_t arbiter_packs(const Arbiter *arbiter, Arena *a, PackInfo **list) {
  *list = arena_array(a, arbiter->packs.count, sizeof **list);
  for (size_t i = 0; i < arbiter->packs.count; i++) describe_pack(arbiter, a, i, &(*list)[i]);
  return arbiter->packs.count;
}

void arbiter_pack_set(const Arbiter *arbiter, PackSet *set) {
  *set = (PackSet){arbiter->rows, (const Pack *const *)arbiter->packs.items, arbiter->packs.count};
}

void arbiter_lint(const Arbiter *arbiter, Arena *a, const PackSource *source, const char *id, Diags *diags) {
  for (size_t i = 0; i < arbiter->packs.count; i++)
    if (strcmp(arbiter->packs.items[i]->id, id) == 0)
      lint_pack(a, pack_rows(arbiter->catalog, arbiter->packs.items[i]), arbiter->packs.items[i], source->data,
                source->len, diags);
}

/* ---- judging ---- */

bool arbiter_evaluate(Arbiter *arbiter, Arena *a, const Case *c, Result *result, Err *err) {
  if (!c->date) return fail(err, ERR_DATA, c->patient.code, "the case has no date");
  evaluate(a, arbiter->rows, (const Pack *const *)arbiter->packs.items, arbiter->packs.count, c, result);
  return true;
}

/* ---- explaining ---- */

static bool matches(const Pack *pack, const Rule *rule, const char *wanted) {
  const char *slash = strchr(wanted, '/');
  if (!slash) return strcmp(rule->id, wanted) == 0;
  size_t len = (size_t)(slash - wanted);
  return strlen(pack->id) == len && memcmp(pack->id, wanted, len) == 0 && strcmp(rule->id, slash + 1) == 0;
}

static const char *nearest_rule(const Arbiter *arbiter, Arena *a, const char *wanted) {
  Nearest nearest = {.word = wanted};
  for (size_t i = 0; i < arbiter->packs.count; i++)
    for (size_t k = 0; k < arbiter->packs.items[i]->rule_count; k++)
      text_near(&nearest, arbiter->packs.items[i]->rules[k].id);
  return text_near_hint(a, &nearest);
}

static const Rule *find_rule(const Arbiter *arbiter, Arena *a, const char *wanted, const Pack **pack, Err *err) {
  const Rule *found = NULL;
  for (size_t i = 0; i < arbiter->packs.count; i++) {
    const Pack *p = arbiter->packs.items[i];
    for (size_t k = 0; k < p->rule_count; k++) {
      if (!matches(p, &p->rules[k], wanted)) continue;
      if (found)
        return fail(err, ERR_DATA, NULL, "rule '%s' is in %s and in %s: write pack/rule", wanted, (*pack)->id, p->id),
               NULL;
      found = &p->rules[k];
      *pack = p;
    }
  }
  if (!found) fail(err, ERR_DATA, NULL, "unknown rule '%s'%s", wanted, nearest_rule(arbiter, a, wanted));
  return found;
}

/* The rule that is meant, and the sides on which it is to be judged: all of its own for SIDE_BOTH. */
static const Rule *choose_rule(const Arbiter *arbiter, Arena *a, const char *wanted, Side side, const Pack **pack,
                               Side *first, size_t *count, Err *err) {
  const Rule *rule = find_rule(arbiter, a, wanted, pack, err);
  if (!rule) return NULL;
  if (!rule->each && side != SIDE_BOTH)
    return fail(err, ERR_DATA, NULL, "rule '%s' is judged once, not left and right", rule->id), NULL;
  *first = side == SIDE_BOTH ? ask_first_side(rule) : side;
  *count = side == SIDE_BOTH ? (size_t)(ask_last_side(rule) - *first) + 1 : 1;
  return rule;
}

bool arbiter_explain(Arbiter *arbiter, Arena *a, const Case *c, const char *wanted, Side side, Explanation **out,
                     size_t *count, Err *err) {
  const Pack *pack = NULL;
  Side first;
  const Rule *rule = choose_rule(arbiter, a, wanted, side, &pack, &first, count, err);
  if (!rule) return false;
  *out = arena_array(a, *count, sizeof **out);
  for (size_t i = 0; i < *count; i++) {
    Finding *finding = arena_alloc(a, sizeof *finding);
    Trace trace = {0};
    *finding = evaluate_rule(a, arbiter->rows, pack, rule, c, (Side)((size_t)first + i), &trace);
    evaluate_overrule(a, c, rule, finding);
    (*out)[i] = (Explanation){.finding = finding, .lines = trace.items, .line_count = trace.count};
  }
  return true;
}

/* Of a present finding the number that is its index; of an unsure one the first that lies within its error. */
static Scale pick_scale(const Explanation *e, const JudgedRule *rule) {
  for (size_t i = 0; i < e->line_count; i++) {
    const TraceLine *line = &e->lines[i];
    if (isinf(line->scale.cut_lo) && isinf(line->scale.cut_hi)) continue; /* it is only known */
    bool meant = rule->truth == TRUTH_TRUE ? fabs(line->scale.value - rule->index) <= 1e-9 * (1 + fabs(rule->index))
                                           : line->truth == TRUTH_UNKNOWN && isfinite(line->scale.value);
    if (meant) return line->scale;
  }
  return (Scale){.value = NAN, .unit = ""};
}

void arbiter_scales(Arbiter *arbiter, Arena *a, const Case *c, const JudgedRule *rules, size_t count, Scale *scales) {
  for (size_t i = 0; i < count; i++) {
    Explanation *list;
    size_t sides;
    scales[i] = (Scale){.value = NAN, .unit = ""};
    if (arbiter_explain(arbiter, a, c, rules[i].rule, rules[i].side, &list, &sides, &(Err){0}) && sides == 1 &&
        list->finding->truth == rules[i].truth)
      scales[i] = pick_scale(list, &rules[i]);
  }
}

bool arbiter_overruled(const Arbiter *arbiter, Arena *a, const char *wanted, Side side, Override *out, Side *first,
                       size_t *count, Err *err) {
  const Pack *pack = NULL;
  const Rule *rule = choose_rule(arbiter, a, wanted, side, &pack, first, count, err);
  if (!rule) return false;
  const Effect *stop = rule_stop(rule);
  if (stop && stop->urgency == URGENCY_EMERGENCY)
    return fail(err, ERR_DATA, NULL, "rule '%s' is an emergency: only a new answer or measure changes it", rule->id);
  out->pack = arena_copy(a, pack->id), out->rule = arena_copy(a, rule->id);
  return true;
}

/* ---- questions beyond a result ---- */

static bool ask(const Arbiter *arbiter, const Case *c, Asked *asked, Err *err) {
  if (!c->date) return fail(err, ERR_DATA, c->patient.code, "the case has no date");
  *asked = (Asked){.catalog = arbiter->rows,
                   .packs = (const Pack *const *)arbiter->packs.items,
                   .pack_count = arbiter->packs.count,
                   .c = c};
  return true;
}

bool arbiter_whynot(Arbiter *arbiter, Arena *a, const Case *c, const char *wanted, Side side, WhyNot **out,
                    size_t *count, Err *err) {
  const Pack *pack = NULL;
  Asked asked;
  Side first;
  const Rule *rule = choose_rule(arbiter, a, wanted, side, &pack, &first, count, err);
  if (!rule || !ask(arbiter, c, &asked, err)) return false;
  *out = arena_array(a, *count, sizeof **out);
  for (size_t i = 0; i < *count; i++) {
    (*out)[i] = ask_whynot(a, &asked, pack, rule, (Side)((size_t)first + i));
  }
  return true;
}

bool arbiter_goals(Arbiter *arbiter, Arena *a, const Case *c, Goals *out, Err *err) {
  Asked asked;
  if (!ask(arbiter, c, &asked, err)) return false;
  *out = ask_goals(a, &asked);
  return true;
}

bool arbiter_grounds(Arbiter *arbiter, Arena *a, const Case *c, Grounds *out, Err *err) {
  Asked asked;
  if (!ask(arbiter, c, &asked, err)) return false;
  *out = ask_grounds(a, &asked);
  return true;
}

bool arbiter_sweep(Arbiter *arbiter, Arena *a, const Case *c, const Measure *ends, size_t count, Sweep *out, Err *err) {
  const char *id = ends[0].test;
  double least = count > 1 ? ends[0].lo : NAN, most = count > 1 ? ends[1].hi : NAN;
  Asked asked;
  if (!catalog_test(arbiter->rows, id))
    return fail(err, ERR_DATA, NULL, "%s", catalog_unknown(arbiter->rows, a, ROWS_TEST, id));
  if (!ask(arbiter, c, &asked, err)) return false;
  Why why = ask_sweep(a, &asked, id, ends[0].side, least, most, ends[0].quantity, out);
  return why == WHY_NONE || fail(err, ERR_DATA, NULL, "'%s' was recorded in %s, and the range cannot be converted: %s",
                                 id, out->gauge.unit->id, why_sentence(why));
}

bool arbiter_whatif(Arbiter *arbiter, Arena *a, const Case *c, const Measure *measures, size_t measure_count,
                    const Answer *answers, size_t answer_count, WhatIf *out, Err *err) {
  Asked asked;
  if (!ask(arbiter, c, &asked, err)) return false;
  for (size_t i = 0; i < measure_count; i++)
    if (!catalog_test(arbiter->rows, measures[i].test))
      return fail(err, ERR_DATA, NULL, "%s", catalog_unknown(arbiter->rows, a, ROWS_TEST, measures[i].test));
  *out = ask_whatif(a, &asked, measures, measure_count, answers, answer_count);
  return true;
}

bool arbiter_next(Arbiter *arbiter, Arena *a, const Case *c, Next *out, Err *err) {
  Asked asked;
  if (!ask(arbiter, c, &asked, err)) return false;
  *out = next_build(a, &asked);
  return true;
}

/* ---- testing ---- */

/* The rows of a pack and of those that it requires, by which its cases are read. */
static const Catalog *rows_with(const Arbiter *arbiter, Arena *a, const Pack *pack, Err *err) {
  const Pack **packs = arena_array(a, pack->closure_count + 1, sizeof *packs);
  packs[0] = pack;
  for (size_t i = 0; i < pack->closure_count; i++) packs[i + 1] = pack->closure[i];
  return merge_packs(a, arbiter->catalog, packs, pack->closure_count + 1, err);
}

/* The tested pack is loaded into the reply's arena, which keeps texts of it; those that it requires go with an arbiter
 * of their own. */
static bool test_with(Arbiter *arbiter, Arena *a, const TestRequest *request, TestReply *reply, Diags *diags,
                      Err *err) {
  const PackSource *from = &request->pack, *tests = &request->tests;
  Way way = {.arbiter = arbiter};
  const PackShelf shelf = {get_required, &way};
  Pack *pack = pack_load(a, arbiter->catalog, &shelf, from->path, from->data, from->len, diags, err);
  if (!pack) return false;
  guard_pack(arbiter, a, pack, 0);
  const Catalog *rows = rows_with(arbiter, a, pack, err);
  const Suite *suite = rows ? suite_load(a, rows, pack, tests->path, tests->data, tests->len, diags, err) : NULL;
  bool ran = suite && trial_run(a, rows, pack, suite, &request->options, from->data, from->len, reply, err);
  close_pack(pack);
  return ran;
}

bool arbiter_test(const Arbiter *arbiter, Arena *a, const TestRequest *request, TestReply *reply, Diags *diags,
                  Err *err) {
  Arbiter *own = arbiter_open(arbiter->catalog);
  arbiter_find_by(own, arbiter->find, arbiter->find_context);
  arbiter_watch(own, arbiter->mark, arbiter->set);
  bool ran = test_with(own, a, request, reply, diags, err);
  arbiter_close(own);
  return ran;
}
