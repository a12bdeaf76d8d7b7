#include "judge.h"
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

static void describe_pack(Arena *a, const Catalog *catalog, const Pack *pack, PackInfo *info) {
  *info = (PackInfo){.id = arena_copy(a, pack->id),
                     .version = arena_copy(a, pack->version),
                     .title = arena_copy(a, pack->title),
                     .author = arena_copy(a, pack->author),
                     .reviewed = arena_copy(a, pack->reviewed),
                     .path = arena_copy(a, pack->path),
                     .age_min = pack->age_min,
                     .age_max = pack->age_max,
                     .hash = pack->hash,
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

bool judge_load(Judge *judge, Arena *a, const PackSource *source, PackInfo *info, Diags *diags, Err *err) {
  Pack *pack = pack_load(&judge->arena, judge->catalog, source->path, source->data, source->len, diags, err);
  if (!pack) return false;
  for (size_t i = 0; i < judge->packs.count; i++)
    if (strcmp(judge->packs.items[i]->id, pack->id) == 0) {
      pack_close(pack);
      return fail(err, ERR_SCRIPT, source->path, "pack '%s' was loaded from %s already", pack->id,
                  judge->packs.items[i]->path);
    }
  *LIST_ADD(&judge->arena, &judge->packs) = pack;
  const Catalog *rows =
      merge_packs(&judge->arena, judge->catalog, (const Pack *const *)judge->packs.items, judge->packs.count, err);
  if (!rows) {
    judge->packs.count--;
    pack_close(pack);
    return false;
  }
  judge->rows = rows;
  describe_pack(a, pack_rows(judge->catalog, pack), pack, info);
  return true;
}

const Catalog *judge_catalog(const Judge *judge) { return judge->rows; }

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

static const Rule *find_rule(const Judge *judge, Arena *a, const char *wanted, const Pack **pack, Err *err) {
  const Rule *found = NULL;
  Nearest nearest = {.word = wanted};
  for (size_t i = 0; i < judge->packs.count; i++) {
    const Pack *p = judge->packs.items[i];
    for (size_t k = 0; k < p->rule_count; k++) {
      text_near(&nearest, p->rules[k].id);
      if (!matches(p, &p->rules[k], wanted)) continue;
      if (found)
        return fail(err, ERR_DATA, NULL, "rule '%s' is in %s and in %s: write pack/rule", wanted, (*pack)->id, p->id),
               NULL;
      found = &p->rules[k];
      *pack = p;
    }
  }
  if (!found) fail(err, ERR_DATA, NULL, "unknown rule '%s'%s", wanted, text_near_hint(a, &nearest));
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

bool judge_test(const Judge *judge, Arena *a, const TestRequest *request, TestReply *reply, Diags *diags, Err *err) {
  const PackSource *from = &request->pack, *tests = &request->tests;
  Pack *pack = pack_load(a, judge->catalog, from->path, from->data, from->len, diags, err);
  if (!pack) return false;
  const Catalog *rows = pack_rows(judge->catalog, pack);
  const Suite *suite = suite_load(a, rows, pack, tests->path, tests->data, tests->len, diags, err);
  bool ran = suite && trial_run(a, rows, pack, suite, &request->options, from->data, from->len, reply, err);
  pack_close(pack);
  return ran;
}
