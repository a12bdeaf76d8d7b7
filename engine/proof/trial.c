#include "program/plan.h"
#include "proof/mutate.h"
#include "proof/suite.h"
#include "proof/trial.h"
#include "rules/ask.h"
#include "rules/evaluate.h"

#include <string.h>
#include <strings.h>

typedef LIST(TestFailure) Failures;
typedef LIST(TestOutcome) Outcomes;
typedef LIST(CutCover) Cuts;
typedef LIST(Survivor) Survivors;

typedef struct Trial {
  Arena *a;       /* of the reply */
  Arena *scratch; /* of one case being judged */
  const Catalog *catalog;
  const Pack *pack; /* the one that is judged: itself or a mutant */
  const Pack **all; /* that one, then what it requires */
  const Example *example;
  Failures *failures; /* NULL: the first failure ends the case (mutants) */
  bool failed;
} Trial;

/* ---- failures ---- */

/* False when nothing more is to be looked at. */
static bool fault(Trial *t, int line, const Trace *trace, const char *text) {
  t->failed = true;
  if (!t->failures) return false;
  *LIST_ADD(t->a, t->failures) = (TestFailure){
      .text = text, .line = line, .lines = trace ? trace->items : NULL, .line_count = trace ? trace->count : 0};
  return true;
}

static const char *of_side(Side side) { return side == SIDE_BOTH ? "" : side == SIDE_LEFT ? " (left)" : " (right)"; }

static bool outside(const Range *range, double value) {
  return range->given && !(value >= range->lo && value <= range->hi);
}

/* "index 1.2 to 1.4, is 1.71 (0.31 above)" */
static const char *miss(Arena *a, const char *what, const Range *range, double value) {
  Text t = {.arena = a};
  text_addf(&t, "%s ", what);
  text_add_short(&t, range->lo, 4);
  text_add(&t, " to ");
  text_add_short(&t, range->hi, 4);
  text_add(&t, ", is ");
  text_add_short(&t, value, 4);
  if (isnan(value)) return text_get(&t);
  text_add(&t, " (");
  text_add_short(&t, value > range->hi ? value - range->hi : range->lo - value, 4);
  text_add(&t, value > range->hi ? " above)" : " below)");
  return text_get(&t);
}

/* Texts of failures stay with the reply; where nobody reads them they go with the case. */
static Arena *texts(const Trial *t) { return t->failures ? t->a : t->scratch; }

/* ---- rules ---- */

static bool is_judged(const Trial *t, const Pack *pack) {
  return pack_in_population(pack, t->example->given.patient.age_years);
}

static Verdict verdict_of(const Trial *t, const Pack *pack, const Finding *f) {
  if (!is_judged(t, pack)) return VERDICT_NOT_JUDGED;
  if (f->truth == TRUTH_UNKNOWN) return f->unsure ? VERDICT_UNSURE : VERDICT_UNKNOWN;
  return f->truth == TRUTH_TRUE ? VERDICT_TRUE : VERDICT_FALSE;
}

static bool check_rule(Trial *t, const Expectation *e) {
  Trace trace = {0};
  Arena *a = texts(t);
  const Pack *in;
  const Rule *rule = pack_rule(t->pack, e->rule, &in); /* the suite knows these rules only */
  Finding f = evaluate_rule(a, t->catalog, in, rule, &t->example->given, e->side, &trace);
  Verdict verdict = verdict_of(t, in, &f);
  const char *name = arena_printf(a, "%s%s: expected", e->rule, of_side(e->side));
  if (verdict != e->verdict)
    return fault(t, e->line, &trace,
                 arena_printf(a, "%s %s, is %s", name, verdict_names[e->verdict], verdict_names[verdict]));
  if (outside(&e->index, f.index) &&
      !fault(t, e->line, &trace,
             isnan(f.index) ? arena_printf(a, "%s an index, but the rule has none: no number makes it true", name)
                            : arena_printf(a, "%s %s", name, miss(a, "index", &e->index, f.index))))
    return false;
  if (e->grade && strcmp(e->grade, f.grade) != 0 &&
      !fault(t, e->line, &trace, arena_printf(a, "%s grade \"%s\", is \"%s\"", name, e->grade, f.grade)))
    return false;
  return !outside(&e->certainty, f.certainty) ||
         fault(t, e->line, &trace, arena_printf(a, "%s %s", name, miss(a, "certainty", &e->certainty, f.certainty)));
}

/* ---- targets, stops, program ---- */

static bool check_target(Trial *t, const Result *result, const ExpectedTarget *e) {
  const Target *found = NULL;
  for (size_t i = 0; i < result->target_count && !found; i++) {
    const Target *target = &result->targets[i];
    if (target->action == e->action && target->side == e->side && strcmp(target->target, e->target) == 0)
      found = target;
  }
  const char *name = arena_printf(texts(t), "target %s %s%s", action_names[e->action], e->target, of_side(e->side));
  if (e->there != (found != NULL))
    return fault(
        t, e->line, NULL,
        arena_printf(texts(t), "%s: expected%s, is%s there", name, e->there ? "" : " not", found ? "" : " not"));
  if (!found || !outside(&e->weight, found->weight)) return true;
  return fault(t, e->line, NULL,
               arena_printf(texts(t), "%s: expected %s", name, miss(texts(t), "weight", &e->weight, found->weight)));
}

/* As a case names it: rules of other packs with their pack. */
static const char *name_of(const Trial *t, const Stop *stop) {
  return strcmp(stop->pack, t->pack->id) == 0 ? stop->rule : arena_printf(texts(t), "%s/%s", stop->pack, stop->rule);
}

static bool is_stop(const Trial *t, const Result *result, const char *name) {
  for (size_t i = 0; i < result->stop_count; i++)
    if (strcmp(name_of(t, &result->stops[i]), name) == 0) return true;
  return false;
}

static bool check_stops(Trial *t, const Result *result) {
  const char *const *stops = t->example->stops;
  int line = t->example->stops_line;
  for (const char *const *id = stops; *id; id++)
    if (!is_stop(t, result, *id) &&
        !fault(t, line, NULL, arena_printf(texts(t), "stop %s: expected, is not there", *id)))
      return false;
  for (size_t i = 0; i < result->stop_count; i++)
    if (name_find(stops, name_of(t, &result->stops[i])) < 0 &&
        !fault(t, line, NULL, arena_printf(texts(t), "stop %s: not expected, is there", name_of(t, &result->stops[i]))))
      return false;
  return true;
}

static bool has_exercise(const Program *program, const char *id) {
  for (size_t i = 0; i < program->item_count; i++)
    if (strcmp(program->items[i].exercise, id) == 0) return true;
  return false;
}

static bool has_advice(const Program *program, const char *id) {
  for (size_t i = 0; i < program->advice_count; i++)
    if (strcmp(program->advice[i].id, id) == 0) return true;
  return false;
}

static bool check_ids(Trial *t, const Program *program, const char *const *ids, const char *what, bool wanted,
                      bool (*has)(const Program *, const char *)) {
  for (; *ids; ids++)
    if (has(program, *ids) != wanted &&
        !fault(t, t->example->plan.line, NULL,
               arena_printf(texts(t), "program: %s %s: %s", what, *ids,
                            wanted ? "expected, is not there" : "not expected, is there")))
      return false;
  return true;
}

static bool check_plan(Trial *t, const Result *result, Err *err) {
  const ExpectedPlan *e = &t->example->plan;
  Program program;
  if (!plan_build(t->catalog, t->scratch, &t->example->given, result, NULL, &program, err)) return false;
  if (e->stopped_given && e->stopped != program.stopped &&
      !fault(t, e->line, NULL,
             arena_printf(texts(t), "program: expected %s, is %s", e->stopped ? "stopped" : "not stopped",
                          program.stopped ? "stopped" : "not stopped")))
    return true;
  if (check_ids(t, &program, e->exercises, "exercise", true, has_exercise) &&
      check_ids(t, &program, e->without, "exercise", false, has_exercise))
    check_ids(t, &program, e->advice, "advice", true, has_advice);
  return true;
}

static bool check_result(Trial *t, Err *err) {
  const Example *e = t->example;
  Result result;
  if (!e->targets.count && !e->stops && !e->plan.given) return true;
  t->all[0] = t->pack;
  evaluate(t->scratch, t->catalog, t->all, t->pack->closure_count + 1, &e->given, &result);
  for (size_t i = 0; i < e->targets.count; i++)
    if (!check_target(t, &result, &e->targets.items[i])) return true;
  if (e->stops && !check_stops(t, &result)) return true;
  return !e->plan.given || check_plan(t, &result, err);
}

/* Judges one case; t->failed tells. False: it cannot be judged at all. */
static bool check_example(Trial *t, const Example *example, Err *err) {
  t->example = example, t->failed = false;
  arena_reset(t->scratch);
  for (size_t i = 0; i < example->expected.count; i++)
    if (!check_rule(t, &example->expected.items[i])) return true;
  if (check_result(t, err)) return true;
  return err_prefix(err, arena_printf(t->a, "case \"%s\"", example->name));
}

/* ---- coverage ---- */

typedef struct Cover {
  Trial *t;
  RuleCover *rules;
  Cuts cuts;
  Sites *sites;  /* by rule */
  size_t *first; /* by rule: index of its first cut */
} Cover;

static void open_cover(Cover *cover, const Catalog *catalog, const Pack *pack) {
  Arena *a = cover->t->a;
  cover->rules = arena_array(a, pack->rule_count, sizeof *cover->rules);
  cover->sites = arena_array(a, pack->rule_count, sizeof *cover->sites);
  cover->first = arena_array(a, pack->rule_count, sizeof *cover->first);
  for (size_t i = 0; i < pack->rule_count; i++) {
    Sites all = mutate_sites(a, catalog, &pack->rules[i]);
    cover->rules[i].rule = pack->rules[i].id;
    cover->first[i] = cover->cuts.count;
    for (size_t k = 0; k < all.count; k++) {
      const Site *site = &all.items[k];
      Text where = {.arena = a};
      if (!mutate_is_cut(site)) continue;
      expr_describe(catalog, site->node, &where);
      *LIST_ADD(a, &cover->sites[i]) = *site;
      *LIST_ADD(a, &cover->cuts) = (CutCover){.rule = pack->rules[i].id,
                                              .cut = mutate_constant(a, &site->node->args[site->arg]),
                                              .where = text_get(&where),
                                              .line = site->node->line,
                                              .has_below = site->has_low,
                                              .has_above = site->has_high};
    }
  }
}

/* On which side of the cut the value lay; a range that spans it tells nothing. */
static void count_cut(const Policy *policy, const Site *site, const Outcome *out, CutCover *cover) {
  double cut = site->node->args[site->arg].number;
  const Value *v = &out->value;
  double near = site->step * (1 + 1e-9); /* the step itself counts, whatever its last bit */
  if (v->why != WHY_NONE || isnan(v->lo) || isnan(v->hi)) return;
  if (v->lo != v->hi) {
    cover->below += v->hi<cut, cover->above += v->lo> cut;
    return;
  }
  bool error = v->se > 0;
  double p = error ? 1 - stats_p_below(v->lo, cut, v->se * v->se) : v->lo > cut;
  if (fabs(v->lo - cut) <= near || (error && p > policy->near_p && p < policy->present_p))
    cover->at++;
  else if (p < 0.5)
    cover->below++;
  else
    cover->above++;
}

static void cover_rule(Cover *cover, size_t index, Side side) {
  Trial *t = cover->t;
  RuleCover *row = &cover->rules[index];
  const Sites *sites = &cover->sites[index];
  const Rule *rule = &t->pack->rules[index];
  Run run = evaluate_run(t->scratch, t->catalog, t->pack, rule, &t->example->given, side);
  Truth truth = expr_outcome(&run, rule->when)->truth;
  row->yes += truth == TRUTH_TRUE, row->no += truth == TRUTH_FALSE, row->unknown += truth == TRUTH_UNKNOWN;
  for (size_t i = 0; i < sites->count; i++)
    count_cut(&run.catalog->policy, &sites->items[i], expr_outcome(&run, sites->items[i].node),
              &cover->cuts.items[cover->first[index] + i]);
}

static void cover_example(Cover *cover, const Example *example) {
  Trial *t = cover->t;
  t->example = example;
  if (!is_judged(t, t->pack)) return;
  for (size_t i = 0; i < t->pack->rule_count; i++) {
    bool each = t->pack->rules[i].each;
    arena_reset(t->scratch);
    for (int side = each ? SIDE_LEFT : SIDE_BOTH; side <= (each ? SIDE_RIGHT : SIDE_BOTH); side++)
      cover_rule(cover, i, (Side)side);
  }
}

/* ---- mutants ---- */

typedef struct Picked { /* the cases that the filter took */
  LIST(const Example *) list;
} Picked;

/* Does a case notice the mutant? */
static bool notices(Trial *t, const Picked *picked, bool *noticed, Err *err) {
  for (size_t i = 0; i < picked->list.count; i++) {
    if (!check_example(t, picked->list.items[i], err)) return false;
    if (t->failed) return *noticed = true;
  }
  *noticed = false;
  return true;
}

static bool run_mutants(Trial *t, const Picked *picked, const char *text, size_t len, TestReply *reply, Err *err) {
  const Pack *whole = t->pack;
  Survivors survivors = {0};
  Lexed lexed = lexer_read(t->a, whole->path, text, len);
  for (size_t i = 0; i < whole->rule_count; i++) {
    Mutants mutants = mutate_rule(t->a, pack_rows(t->catalog, whole), &whole->rules[i], whole->slot_count, &lexed);
    Rule *rules = arena_array(t->a, whole->rule_count, sizeof *rules);
    Pack changed = *whole;
    memcpy(rules, whole->rules, whole->rule_count * sizeof *rules);
    changed.rules = rules;
    t->pack = &changed;
    for (size_t k = 0; k < mutants.count; k++) {
      const Mutant *mutant = &mutants.items[k];
      bool noticed;
      rules[i].when = mutant->when;
      changed.slot_count = mutant->slot_count;
      if (!notices(t, picked, &noticed, err)) return false;
      if (noticed) continue;
      *LIST_ADD(t->a, &survivors) = (Survivor){.rule = whole->rules[i].id,
                                               .change = mutant->change,
                                               .where = mutant->where,
                                               .line = mutant->line,
                                               .column = mutant->column};
    }
    reply->mutant_count += mutants.count;
  }
  t->pack = whole;
  reply->survivors = survivors.items, reply->survivor_count = survivors.count;
  reply->mutated = true;
  return true;
}

/* ---- all of it ---- */

static bool contains(const char *text, const char *wanted) {
  size_t len = strlen(wanted);
  for (; *text; text++)
    if (strncasecmp(text, wanted, len) == 0) return true;
  return len == 0;
}

static Picked pick(Arena *a, const Suite *suite, const char *filter) {
  Picked picked = {0};
  for (size_t i = 0; i < suite->count; i++)
    if (!filter || contains(suite->cases[i].name, filter)) *LIST_ADD(a, &picked.list) = &suite->cases[i];
  return picked;
}

static bool run_cases(Trial *t, const Picked *picked, const TestOptions *options, TestReply *reply, Err *err) {
  Outcomes outcomes = {0};
  for (size_t i = 0; i < picked->list.count; i++) {
    const Example *example = picked->list.items[i];
    Failures failures = {0};
    t->failures = &failures;
    if (!options->list && !check_example(t, example, err)) return false;
    *LIST_ADD(t->a, &outcomes) = (TestOutcome){
        .name = example->name, .line = example->line, .failures = failures.items, .failure_count = failures.count};
    reply->failed += failures.count > 0;
  }
  t->failures = NULL;
  reply->outcomes = outcomes.items, reply->count = outcomes.count;
  return true;
}

static void run_coverage(Trial *t, const Picked *picked, TestReply *reply) {
  Cover cover = {.t = t};
  open_cover(&cover, pack_rows(t->catalog, t->pack), t->pack);
  for (size_t i = 0; i < picked->list.count; i++) cover_example(&cover, picked->list.items[i]);
  reply->rules = cover.rules, reply->rule_count = t->pack->rule_count;
  reply->cuts = cover.cuts.items, reply->cut_count = cover.cuts.count;
}

bool trial_run(Arena *a, const Catalog *catalog, const Pack *pack, const Suite *suite, const TestOptions *options,
               const char *text, size_t len, TestReply *reply, Err *err) {
  Arena scratch = {0};
  Trial t = {.a = a, .scratch = &scratch, .catalog = catalog, .pack = pack};
  Picked picked = pick(a, suite, options->filter);
  t.all = arena_array(a, pack->closure_count + 1, sizeof *t.all);
  for (size_t i = 0; i < pack->closure_count; i++) t.all[i + 1] = pack->closure[i];
  *reply = (TestReply){.pack = pack->id, .left_out = suite->count - picked.list.count};
  bool good = run_cases(&t, &picked, options, reply, err);
  if (good && options->coverage && !options->list) run_coverage(&t, &picked, reply);
  if (good && options->mutate && !options->list && !reply->failed && reply->count)
    good = run_mutants(&t, &picked, text, len, reply, err);
  arena_free(&scratch);
  return good;
}
