#include "judge.h"
#include "contrast.h"
#include "lint.h"
#include "merge.h"
#include "next.h"
#include "pack.h"
#include "suite.h"

#include <stdlib.h>
#include <string.h>

struct Judge {
  const Catalog *catalog; /* shared */
  const Catalog *rows;    /* with those of the packs */
  Arena arena;            /* of the packs */
  LIST(Pack *) packs;
  LIST(bool) asked_for; /* per pack: by judge_load */
  PackFind *find;
  void *find_context;
};

Judge *judge_open(const Catalog *catalog) {
  Arena arena = {0};
  Judge *judge = arena_alloc(&arena, sizeof *judge);
  *judge = (Judge){.catalog = catalog, .rows = catalog, .arena = arena};
  return judge;
}

void judge_close(Judge *judge) {
  if (!judge) return;
  for (size_t i = 0; i < judge->packs.count; i++) pack_close(judge->packs.items[i]);
  Arena arena = judge->arena; /* the judge itself lives in it */
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

static const char *const *requirers_of(const Judge *judge, Arena *a, const Pack *pack) {
  const char **ids = arena_array(a, judge->packs.count + 1, sizeof *ids);
  size_t count = 0;
  for (size_t i = 0; i < judge->packs.count; i++) {
    if (!requires(judge->packs.items[i], pack)) continue;
    const char *id = arena_copy(a, judge->packs.items[i]->id);
    size_t at = count++;
    for (; at > 0 && strcmp(ids[at - 1], id) > 0; at--) ids[at] = ids[at - 1];
    ids[at] = id;
  }
  return ids;
}

static void describe_pack(const Judge *judge, Arena *a, size_t index, PackInfo *info) {
  const Pack *pack = judge->packs.items[index];
  const Catalog *catalog = pack_rows(judge->catalog, pack);
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
                     .required_by = requirers_of(judge, a, pack),
                     .asks_local = pack->policy && pack->policy->use_local_norms > 0,
                     .asked_for = judge->asked_for.items[index],
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
  Judge *judge;
  const struct Way *up;
  const Pack *from;
} Way;

enum { WAY_MOST = 16 };

void judge_find_by(Judge *judge, PackFind *find, void *context) { judge->find = find, judge->find_context = context; }

static size_t index_of(const Judge *judge, const char *id) {
  size_t i = 0;
  while (i < judge->packs.count && strcmp(judge->packs.items[i]->id, id) != 0) i++;
  return i;
}

static void add_pack(Judge *judge, Pack *pack, bool asked_for) {
  *LIST_ADD(&judge->arena, &judge->packs) = pack;
  *LIST_ADD(&judge->arena, &judge->asked_for) = asked_for;
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
      return fail(err, ERR_SCRIPT, NULL, "%s", circle_text(&way->judge->arena, way, id));
  return depth < WAY_MOST || fail(err, ERR_LIMIT, NULL, "packs require each other over more than %d levels", WAY_MOST);
}

static const Pack *get_required(void *context, const Pack *from, const char *id, Diags *diags, Err *err) {
  Way *way = context, next = {.judge = way->judge, .up = way};
  Judge *judge = way->judge;
  const PackShelf shelf = {get_required, &next};
  PackSource source;
  Err fault = {0};
  way->from = from;
  if (!check_way(way, id, err)) return NULL;
  size_t there = index_of(judge, id);
  if (there < judge->packs.count) return judge->packs.items[there];
  if (!judge->find) return fail(err, ERR_SCRIPT, NULL, "it is not loaded"), NULL;
  if (!judge->find(judge->find_context, id, from->path, &source, err)) return NULL;
  Pack *pack = pack_load(&judge->arena, judge->catalog, &shelf, source.path, source.data, source.len, diags, &fault);
  if (!pack) return fail(err, fault.kind, NULL, "%s does not load: %s", source.path, fault.text), NULL;
  if (strcmp(pack->id, id) == 0) {
    add_pack(judge, pack, false);
    return pack;
  }
  pack_close(pack);
  return fail(err, ERR_SCRIPT, NULL, "%s holds a pack with the id '%s'", source.path, pack->id), NULL;
}

/* Lets go of packs that were required by one that is not added after all. */
static void drop_from(Judge *judge, size_t count) {
  for (size_t i = count; i < judge->packs.count; i++) pack_close(judge->packs.items[i]);
  judge->packs.count = judge->asked_for.count = count;
}

static bool merge_rows(Judge *judge, Err *err) {
  const Catalog *rows =
      merge_packs(&judge->arena, judge->catalog, (const Pack *const *)judge->packs.items, judge->packs.count, err);
  if (rows) judge->rows = rows;
  return rows;
}

/* A pack of this id is there: fine when it was required so far, and is the same file. */
static bool ask_again(Judge *judge, size_t there, const Pack *pack, Err *err) {
  const Pack *first = judge->packs.items[there];
  if (judge->asked_for.items[there] || strcmp(first->path, pack->path) != 0)
    return fail(err, ERR_SCRIPT, pack->path, "pack '%s' was loaded from %s already", first->id, first->path);
  return judge->asked_for.items[there] = true;
}

bool judge_load(Judge *judge, Arena *a, const PackSource *source, PackInfo *info, Diags *diags, Err *err) {
  Way way = {.judge = judge};
  const PackShelf shelf = {get_required, &way};
  size_t before = judge->packs.count;
  Pack *pack = pack_load(&judge->arena, judge->catalog, &shelf, source->path, source->data, source->len, diags, err);
  size_t there = pack ? index_of(judge, pack->id) : 0;
  bool known = pack && there < judge->packs.count;
  if (pack && !known) add_pack(judge, pack, true);
  if (known) pack_close(pack);
  if (!pack || (known && !ask_again(judge, there, pack, err)) || !merge_rows(judge, err)) {
    drop_from(judge, before);
    return false;
  }
  describe_pack(judge, a, there, info);
  return true;
}

const Catalog *judge_catalog(const Judge *judge) { return judge->rows; }

size_t judge_packs(const Judge *judge, Arena *a, PackInfo **list) {
  *list = arena_array(a, judge->packs.count, sizeof **list);
  for (size_t i = 0; i < judge->packs.count; i++) describe_pack(judge, a, i, &(*list)[i]);
  return judge->packs.count;
}

void judge_pack_set(const Judge *judge, PackSet *set) {
  *set = (PackSet){judge->rows, (const Pack *const *)judge->packs.items, judge->packs.count};
}

void judge_lint(const Judge *judge, Arena *a, const PackSource *source, const char *id, Diags *diags) {
  for (size_t i = 0; i < judge->packs.count; i++)
    if (strcmp(judge->packs.items[i]->id, id) == 0)
      lint_pack(a, pack_rows(judge->catalog, judge->packs.items[i]), judge->packs.items[i], source->data, source->len,
                diags);
}

/* ---- judging ---- */

/* Entries beside each other share most of their texts: a text of the entry before is not copied again. */
typedef struct Copies {
  const char *from[8], *to[8]; /* of the entry before, by field */
} Copies;

static void own(Arena *a, Copies *copies, size_t field, const char **text) {
  if (*text != copies->from[field]) {
    copies->from[field] = *text;
    copies->to[field] = arena_copy(a, *text);
  }
  *text = copies->to[field];
}

static void own_finding(Arena *a, Copies *copies, Finding *f) {
  own(a, copies, 0, &f->pack), own(a, copies, 1, &f->rule), own(a, copies, 2, &f->title);
  own(a, copies, 3, &f->group), own(a, copies, 4, &f->say), own(a, copies, 5, &f->tell);
  own(a, copies, 6, &f->studied), own(a, copies, 7, &f->doubt);
  f->cites = copy_list(a, f->cites);
}

/* Ids and names of rows: those of a pack go with it. */
static void own_names(Arena *a, Result *r) {
  for (size_t i = 0; i < r->finding_count; i++)
    for (size_t k = 0; k < r->findings[i].need_count; k++) {
      Need *need = &r->findings[i].needs[k];
      need->what = arena_copy(a, need->what), need->text = arena_copy(a, need->text);
    }
  for (size_t i = 0; i < r->open_count; i++) {
    OpenQuestion *open = &r->open[i];
    open->question = arena_copy(a, open->question), open->text = arena_copy(a, open->text);
  }
}

void judge_keep(Arena *a, Result *r) {
  Copies findings = {.from = {NULL}}, arguments = findings, targets = findings, stops = findings, remarks = findings;
  own_names(a, r);
  r->patient = arena_copy(a, r->patient);
  for (size_t i = 0; i < r->finding_count; i++) own_finding(a, &findings, &r->findings[i]);
  for (size_t i = 0; i < r->argument_count; i++) {
    Argument *argument = &r->arguments[i];
    own(a, &arguments, 0, &argument->pack), own(a, &arguments, 1, &argument->rule);
    own(a, &arguments, 2, &argument->target), own(a, &arguments, 3, &argument->group);
  }
  for (size_t i = 0; i < r->target_count; i++) own(a, &targets, 0, &r->targets[i].target);
  for (size_t i = 0; i < r->stop_count; i++) {
    Stop *stop = &r->stops[i];
    own(a, &stops, 0, &stop->pack), own(a, &stops, 1, &stop->rule);
    own(a, &stops, 2, &stop->title), own(a, &stops, 3, &stop->text);
  }
  for (size_t i = 0; i < r->remark_count; i++) own(a, &remarks, 0, &r->remarks[i].what);
}

bool judge_evaluate(Judge *judge, Arena *a, const Case *c, Result *result, Err *err) {
  if (!c->date) return fail(err, ERR_DATA, c->patient.code, "the case has no date");
  evaluate(a, judge->rows, (const Pack *const *)judge->packs.items, judge->packs.count, c, result);
  return true;
}

/* ---- explaining ---- */

const char *judge_rule_id(const Judge *judge, size_t index) {
  for (size_t i = 0; i < judge->packs.count; i++) {
    const Pack *pack = judge->packs.items[i];
    if (index < pack->rule_count) return pack->rules[index].id;
    index -= pack->rule_count;
  }
  return NULL;
}

static bool matches(const Pack *pack, const Rule *rule, const char *wanted) {
  const char *slash = strchr(wanted, '/');
  if (!slash) return strcmp(rule->id, wanted) == 0;
  size_t len = (size_t)(slash - wanted);
  return strlen(pack->id) == len && memcmp(pack->id, wanted, len) == 0 && strcmp(rule->id, slash + 1) == 0;
}

static const char *nearest_rule(const Judge *judge, Arena *a, const char *wanted) {
  Nearest nearest = {.word = wanted};
  const char *id;
  for (size_t i = 0; (id = judge_rule_id(judge, i)); i++) text_near(&nearest, id);
  return text_near_hint(a, &nearest);
}

static const Rule *find_rule(const Judge *judge, Arena *a, const char *wanted, const Pack **pack, Err *err) {
  const Rule *found = NULL;
  for (size_t i = 0; i < judge->packs.count; i++) {
    const Pack *p = judge->packs.items[i];
    for (size_t k = 0; k < p->rule_count; k++) {
      if (!matches(p, &p->rules[k], wanted)) continue;
      if (found)
        return fail(err, ERR_DATA, NULL, "rule '%s' is in %s and in %s: write pack/rule", wanted, (*pack)->id, p->id),
               NULL;
      found = &p->rules[k];
      *pack = p;
    }
  }
  if (!found) fail(err, ERR_DATA, NULL, "unknown rule '%s'%s", wanted, nearest_rule(judge, a, wanted));
  return found;
}

/* The rule that is meant, and the sides on which it is to be judged: all of its own for SIDE_BOTH. */
static const Rule *choose_rule(const Judge *judge, Arena *a, const char *wanted, Side side, const Pack **pack,
                               Side *first, size_t *count, Err *err) {
  const Rule *rule = find_rule(judge, a, wanted, pack, err);
  if (!rule) return NULL;
  if (!rule->each && side != SIDE_BOTH)
    return fail(err, ERR_DATA, NULL, "rule '%s' is judged once, not left and right", rule->id), NULL;
  *first = side == SIDE_BOTH ? ask_first_side(rule) : side;
  *count = side == SIDE_BOTH ? (size_t)(ask_last_side(rule) - *first) + 1 : 1;
  return rule;
}

bool judge_explain(Judge *judge, Arena *a, const Case *c, const char *wanted, Side side, Explanation **out,
                   size_t *count, Err *err) {
  const Pack *pack = NULL;
  Side first;
  const Rule *rule = choose_rule(judge, a, wanted, side, &pack, &first, count, err);
  if (!rule) return false;
  *out = arena_array(a, *count, sizeof **out);
  for (size_t i = 0; i < *count; i++) {
    Finding *finding = arena_alloc(a, sizeof *finding);
    Trace trace = {0};
    *finding = evaluate_rule(a, judge->rows, pack, rule, c, (Side)((size_t)first + i), &trace);
    evaluate_overrule(a, c, rule, finding);
    own_finding(a, &(Copies){.from = {NULL}}, finding);
    (*out)[i] = (Explanation){.finding = finding, .lines = trace.items, .line_count = trace.count};
  }
  return true;
}

bool judge_overruled(const Judge *judge, Arena *a, const char *wanted, Side side, Override *out, Side *first,
                     size_t *count, Err *err) {
  const Pack *pack = NULL;
  const Rule *rule = choose_rule(judge, a, wanted, side, &pack, first, count, err);
  if (!rule) return false;
  const Effect *stop = rule_stop(rule);
  if (stop && stop->urgency == URGENCY_EMERGENCY)
    return fail(err, ERR_DATA, NULL, "rule '%s' is an emergency: only a new answer or measure changes it", rule->id);
  out->pack = arena_copy(a, pack->id), out->rule = arena_copy(a, rule->id);
  return true;
}

/* ---- questions beyond a result ---- */

static bool ask(const Judge *judge, const Case *c, Asked *asked, Err *err) {
  if (!c->date) return fail(err, ERR_DATA, c->patient.code, "the case has no date");
  *asked = (Asked){.catalog = judge->rows,
                   .packs = (const Pack *const *)judge->packs.items,
                   .pack_count = judge->packs.count,
                   .c = c};
  return true;
}

bool judge_whynot(Judge *judge, Arena *a, const Case *c, const char *wanted, Side side, WhyNot **out, size_t *count,
                  Err *err) {
  const Pack *pack = NULL;
  Asked asked;
  Side first;
  const Rule *rule = choose_rule(judge, a, wanted, side, &pack, &first, count, err);
  if (!rule || !ask(judge, c, &asked, err)) return false;
  *out = arena_array(a, *count, sizeof **out);
  for (size_t i = 0; i < *count; i++) {
    (*out)[i] = ask_whynot(a, &asked, pack, rule, (Side)((size_t)first + i));
    Finding *finding = arena_alloc(a, sizeof *finding);
    *finding = *(*out)[i].finding;
    own_finding(a, &(Copies){.from = {NULL}}, finding);
    (*out)[i].finding = finding;
  }
  return true;
}

bool judge_goals(Judge *judge, Arena *a, const Case *c, Goals *out, Err *err) {
  Asked asked;
  if (!ask(judge, c, &asked, err)) return false;
  *out = ask_goals(a, &asked);
  return true;
}

bool judge_grounds(Judge *judge, Arena *a, const Case *c, Grounds *out, Err *err) {
  Asked asked;
  if (!ask(judge, c, &asked, err)) return false;
  *out = ask_grounds(a, &asked);
  return true;
}

bool judge_sweep(Judge *judge, Arena *a, const Case *c, const Measure *ends, size_t count, Sweep *out, Err *err) {
  const char *id = ends[0].test;
  double least = count > 1 ? ends[0].lo : NAN, most = count > 1 ? ends[1].hi : NAN;
  Asked asked;
  if (!catalog_test(judge->rows, id))
    return fail(err, ERR_DATA, NULL, "%s", catalog_unknown(judge->rows, a, ROWS_TEST, id));
  if (!ask(judge, c, &asked, err)) return false;
  Why why = ask_sweep(a, &asked, id, ends[0].side, least, most, ends[0].quantity, out);
  return why == WHY_NONE || fail(err, ERR_DATA, NULL, "'%s' was recorded in %s, and the range cannot be converted: %s",
                                 id, out->gauge.unit->id, why_sentence(why));
}

bool judge_whatif(Judge *judge, Arena *a, const Case *c, const Measure *measures, size_t measure_count,
                  const Answer *answers, size_t answer_count, WhatIf *out, Err *err) {
  Asked asked;
  if (!ask(judge, c, &asked, err)) return false;
  for (size_t i = 0; i < measure_count; i++)
    if (!catalog_test(judge->rows, measures[i].test))
      return fail(err, ERR_DATA, NULL, "%s", catalog_unknown(judge->rows, a, ROWS_TEST, measures[i].test));
  *out = ask_whatif(a, &asked, measures, measure_count, answers, answer_count);
  return true;
}

bool judge_next(Judge *judge, Arena *a, const Case *c, Next *out, Err *err) {
  Asked asked;
  if (!ask(judge, c, &asked, err)) return false;
  *out = next_build(a, &asked);
  return true;
}

/* ---- testing ---- */

/* The rows of a pack and of those that it requires, by which its cases are read. */
static const Catalog *rows_with(const Judge *judge, Arena *a, const Pack *pack, Err *err) {
  const Pack **packs = arena_array(a, pack->closure_count + 1, sizeof *packs);
  packs[0] = pack;
  for (size_t i = 0; i < pack->closure_count; i++) packs[i + 1] = pack->closure[i];
  return merge_packs(a, judge->catalog, packs, pack->closure_count + 1, err);
}

/* The tested pack is loaded into the reply's arena, which keeps texts of it; those that it requires go with a judge of
 * their own. */
static bool test_with(Judge *judge, Arena *a, const TestRequest *request, TestReply *reply, Diags *diags, Err *err) {
  const PackSource *from = &request->pack, *tests = &request->tests;
  Way way = {.judge = judge};
  const PackShelf shelf = {get_required, &way};
  Pack *pack = pack_load(a, judge->catalog, &shelf, from->path, from->data, from->len, diags, err);
  if (!pack) return false;
  const Catalog *rows = rows_with(judge, a, pack, err);
  const Suite *suite = rows ? suite_load(a, rows, pack, tests->path, tests->data, tests->len, diags, err) : NULL;
  bool ran = suite && trial_run(a, rows, pack, suite, &request->options, from->data, from->len, reply, err);
  pack_close(pack);
  return ran;
}

bool judge_test(const Judge *judge, Arena *a, const TestRequest *request, TestReply *reply, Diags *diags, Err *err) {
  Judge *own = judge_open(judge->catalog);
  judge_find_by(own, judge->find, judge->find_context);
  bool ran = test_with(own, a, request, reply, diags, err);
  judge_close(own);
  return ran;
}
