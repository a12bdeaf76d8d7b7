#include "rules/argue.h"
#include "rules/evaluate.h"

#include <stdlib.h>
#include <string.h>

typedef LIST(Finding) Findings;
typedef LIST(Stop) Stops;
typedef LIST(Remark) Remarks;

typedef struct Judging { /* a result in the making */
  Run run;
  const Case *c;
  const Pack *pack;
  Findings findings;
  Arguments arguments;
  Stops stops;
  Remarks remarks;
  size_t judged;
  double expected;
  bool reordered; /* a pack was not judged in the order of its rules */
} Judging;

/* ---- one rule, one side ---- */

/* f: all zero. Its fields are set one by one, because clearing it once more costs as much as the rest. */
static void find(Run *run, const Pack *pack, const Rule *rule, Side side, Finding *f) {
  const Outcome *out = expr_eval(run, rule->when);
  const Node *lead = out->truth == TRUTH_TRUE ? expr_leading(run, rule->when) : NULL;
  f->pack = pack->id, f->rule = rule->id, f->title = rule->title, f->group = rule->group;
  f->side = side, f->truth = out->truth, f->evidence = rule->evidence;
  f->index = NAN, f->unit = f->grade = f->say = "";
  f->tell = rule->tell, f->studied = rule->studied, f->doubt = rule->doubt;
  f->shown = rule->shown, f->cites = rule->cites;
  if (out->truth == TRUTH_TRUE) {
    f->certainty = outcome_certainty(expr_certain(run, rule->when));
    f->say = rule_say(run, rule, lead);
    if (lead) f->index = value_middle(expr_outcome(run, lead)->value.lo, expr_outcome(run, lead)->value.hi);
    if (lead) f->unit = rule_unit(lead);
    if (lead) f->grade = rule_grade(rule, f->index, lead->dimension);
  } else if (out->truth == TRUTH_UNKNOWN) {
    Needs needs = {0};
    expr_needs(run, rule->when, &needs);
    f->unsure = expr_only_error(run, rule->when);
    f->needs = needs.items, f->need_count = needs.count;
  }
}

/* ---- what a clinician says instead ---- */

static const Override *override_of(const Case *c, const char *pack, const Rule *rule, Side side) {
  const Effect *stop = c->override_count ? rule_stop(rule) : NULL;
  if (stop && stop->urgency == URGENCY_EMERGENCY) return NULL;
  for (size_t i = 0; i < c->override_count; i++) {
    const Override *o = &c->overrides[i];
    if (o->side == side && strcmp(o->rule, rule->id) == 0 && strcmp(o->pack, pack) == 0) return o;
  }
  return NULL;
}

bool evaluate_overrule(Arena *a, const Case *c, const Rule *rule, Finding *f) {
  static const char *const says[] = {[TRUTH_FALSE] = "not present", [TRUTH_TRUE] = "present"};
  const Override *o = override_of(c, f->pack, rule, f->side);
  if (!o) return false;
  const char *itself = f->truth != TRUTH_UNKNOWN ? says[f->truth] : f->unsure ? "unsure" : "not assessed";
  f->overridden = arena_printf(a, "overridden as %s by %s: %s; the rule itself says: %s", says[o->present],
                               o->clinician, o->reason, itself);
  f->truth = o->present ? TRUTH_TRUE : TRUTH_FALSE;
  f->certainty = o->present ? 1 : 0;
  f->unsure = false, f->needs = NULL, f->need_count = 0;
  if (!o->present) f->index = NAN, f->unit = f->grade = f->say = "";
  return true;
}

/* Packs are judged one after another, in the same room. */
static void run_room(Run *run, const Pack *const *packs, size_t pack_count) {
  int most = 0;
  for (size_t i = 0; i < pack_count; i++) most = packs[i]->slot_count > most ? packs[i]->slot_count : most;
  run->outcomes = arena_room(run->arena, (size_t)most * 3, sizeof *run->outcomes);
  run->known = arena_room(run->arena, (size_t)most * 3, sizeof *run->known);
}

static Run run_open(Arena *a, const Catalog *catalog, const Pack *const *packs, size_t pack_count, const Case *c) {
  Run run = {.arena = a,
             .catalog = catalog,
             .weigh = weigh_case(a, catalog, c),
             .answers = run_answers(a, catalog, c),
             .said = arena_array(a, catalog->tests.count * 3, sizeof(struct Said *)),
             .given = c};
  run_room(&run, packs, pack_count);
  return run;
}

/* ---- rules that ask for other rules ---- */

/* The catalog with the rows and the policy of the pack, in *own when its policy changes anything. */
static const Catalog *own_catalog(const Catalog *catalog, const Pack *pack, Catalog *own) {
  if (!pack->policy) return pack_rows(catalog, pack);
  *own = *pack_rows(catalog, pack);
  own->policy = *pack->policy;
  return own;
}

static void run_pack(Run *run, const Pack *pack) {
  memset(run->known, 0, (size_t)pack->slot_count * 3 * sizeof *run->known);
  run->found = NULL, run->found_count = 0;
  run->call = pack->call, run->call_context = pack->call_context;
}

static Found found_of(Arena *a, const Pack *pack) {
  bool *each = arena_array(a, pack->rule_count, sizeof *each);
  for (size_t i = 0; i < pack->rule_count; i++) each[i] = pack->rules[i].each;
  return (Found){.outcomes = arena_array(a, pack->rule_count * 3, sizeof(Outcome)), .each = each};
}

static Found judge_required(const Run *asker, const Require *require);

/* Makes room for what the pack's own rules will give, and judges those of other packs that they ask for. */
static void found_open(Run *run, const Pack *pack) {
  run->found = arena_array(run->arena, pack->require_count + 1, sizeof *run->found);
  run->found_count = pack->require_count + 1;
  run->found[0] = found_of(run->arena, pack);
  for (size_t i = 0; i < pack->require_count; i++)
    if (pack->requires[i].asked) run->found[i + 1] = judge_required(run, &pack->requires[i]);
}

static Side first_side(const Rule *rule) { return rule->each ? SIDE_LEFT : SIDE_BOTH; }
static Side last_side(const Rule *rule) { return rule->each ? SIDE_RIGHT : SIDE_BOTH; }

static void found_keep(Run *run, const Pack *pack, const Rule *rule, Side side) {
  if (!run->found) return;
  Outcome *kept = &run->found[0].outcomes[(size_t)(rule - pack->rules) * 3 + (size_t)side];
  const Override *o = override_of(run->given, pack->id, rule, side);
  *kept = *expr_certain(run, rule->when);
  if (o) kept->truth = o->present ? TRUTH_TRUE : TRUTH_FALSE, kept->p = o->present, kept->cap = 1, kept->why = WHY_NONE;
}

/* Judges rules in their order: those that are asked for (NULL: all), up to `until` (NULL: to the end). */
static void judge_in_order(Run *run, const Pack *pack, const bool *asked, const Rule *until) {
  for (size_t i = 0; i < pack->rule_count && &pack->rules[pack->order[i]] != until; i++) {
    const Rule *rule = &pack->rules[pack->order[i]];
    if (asked && !asked[pack->order[i]]) continue;
    for (int side = (int)first_side(rule); side <= (int)last_side(rule); side++) {
      run->side = (Side)side;
      expr_eval(run, rule->when);
      found_keep(run, pack, rule, (Side)side);
    }
  }
}

/* Judges what comes before a rule, so that its found has answers. */
static void judge_asked(Run *run, const Pack *pack, const Rule *until) {
  found_open(run, pack);
  judge_in_order(run, pack, NULL, until);
}

/* A required pack is judged as it judges itself: by its own rows, policy and functions. Readings are shared where both
 * look at the same catalog. */
static Run *run_required(const Run *asker, const Pack *pack) {
  Run *run = arena_alloc(asker->arena, sizeof *run);
  Catalog *own = pack->policy ? arena_alloc(asker->arena, sizeof *own) : NULL;
  const Catalog *catalog = own_catalog(pack->shared, pack, own);
  *run = *asker;
  if (catalog == asker->catalog)
    run_room(run, &pack, 1);
  else
    *run = run_open(asker->arena, catalog, &pack, 1, asker->given);
  memset(&run->faults, 0, sizeof run->faults);
  run_pack(run, pack);
  return run;
}

/* Outside its population a pack judges nobody: what it would find is not known. */
static void nothing_found(Found *found, const Pack *pack, int age) {
  for (size_t i = 0; i < pack->rule_count * 3; i++) {
    found->outcomes[i] = OUTCOME_OPEN;
    found->outcomes[i].why = age < 0 ? WHY_NO_AGE : WHY_NO_NORM;
  }
}

static Found judge_required(const Run *asker, const Require *require) {
  const Pack *pack = require->pack;
  int age = asker->given->patient.age_years;
  Found found;
  if (!pack_in_population(pack, age)) {
    found = found_of(asker->arena, pack);
    nothing_found(&found, pack, age);
    return found;
  }
  Run *run = run_required(asker, pack);
  found_open(run, pack);
  judge_in_order(run, pack, require->asked, NULL);
  found = run->found[0], found.run = run;
  return found;
}

Finding evaluate_rule(Arena *a, const Catalog *catalog, const Pack *pack, const Rule *rule, const Case *c, Side side,
                      Trace *trace) {
  Catalog own;
  Run run = run_open(a, own_catalog(catalog, pack, &own), &pack, 1, c);
  Finding finding = {0};
  run_pack(&run, pack);
  if (pack->asks_found) judge_asked(&run, pack, rule);
  run.side = side, run.stepping = true;
  find(&run, pack, rule, side, &finding);
  expr_trace(&run, rule->when, 0, trace);
  return finding;
}

Run evaluate_run(Arena *a, const Catalog *catalog, const Pack *pack, const Rule *rule, const Case *c, Side side) {
  Catalog *own = pack->policy ? arena_alloc(a, sizeof *own) : NULL; /* the run outlives this call */
  Run run = run_open(a, own_catalog(catalog, pack, own), &pack, 1, c);
  run_pack(&run, pack);
  evaluate_more(&run, pack, rule, side);
  return run;
}

void evaluate_more(Run *run, const Pack *pack, const Rule *rule, Side side) {
  if (pack->asks_found) judge_asked(run, pack, rule);
  run->side = side;
  expr_eval(run, rule->when);
}

/* ---- some rules, without words ---- */

Run evaluate_open(Arena *a, const Catalog *catalog, const Pack *const *packs, size_t pack_count, const Case *c) {
  return run_open(a, catalog, packs, pack_count, c);
}

static Stand stand_of(Run *run, const Pack *pack, const Rule *rule, Side side) {
  const Override *o = run->given->override_count ? override_of(run->given, pack->id, rule, side) : NULL;
  if (o) return (Stand){.truth = o->present ? TRUTH_TRUE : TRUTH_FALSE, .certainty = o->present};
  Truth truth = expr_eval(run, rule->when)->truth;
  return (Stand){.truth = truth,
                 .certainty = truth == TRUTH_TRUE ? outcome_certainty(expr_certain(run, rule->when)) : 0};
}

void evaluate_some(const Run *shared, const Pack *pack, const bool *asked, bool found, Stand *stands) {
  Catalog own;
  Run run = *shared;
  bool judged = pack_in_population(pack, shared->given->patient.age_years);
  if (judged && (pack->policy || pack->catalog))
    run = run_open(shared->arena, own_catalog(shared->catalog, pack, &own), &pack, 1, shared->given);
  if (judged) run_pack(&run, pack);
  if (judged && found) found_open(&run, pack);
  run.no_chance = true;
  for (size_t i = 0; i < pack->rule_count; i++) {
    const Rule *rule = &pack->rules[pack->order[i]];
    if (!asked[pack->order[i]]) continue;
    for (int side = (int)first_side(rule); side <= (int)last_side(rule); side++) {
      run.side = (Side)side;
      stands[(size_t)pack->order[i] * 3 + (size_t)side] =
          judged ? stand_of(&run, pack, rule, (Side)side) : (Stand){.truth = TRUTH_FALSE};
      if (judged && run.found) found_keep(&run, pack, rule, (Side)side);
    }
  }
}

/* ---- packs ---- */

static void add_remark(Judging *j, const char *what, const char *text) {
  *LIST_ADD(j->run.arena, &j->remarks) = (Remark){.what = what, .text = text};
}

static bool in_population(Judging *j) {
  int age = j->c->patient.age_years;
  const Pack *pack = j->pack;
  if (pack_in_population(pack, age)) return true;
  add_remark(j, pack->id,
             age < 0 ? "age not known: this pack was not judged, no program from it"
                     : arena_printf(j->run.arena, "age %d lies outside this pack's population (%d to %d): not judged",
                                    age, pack->age_min, pack->age_max));
  return false;
}

static void add_stop(Judging *j, const Rule *rule, const Effect *effect) {
  *LIST_ADD(j->run.arena, &j->stops) = (Stop){
      .pack = j->pack->id, .rule = rule->id, .title = rule->title, .urgency = effect->urgency, .text = rule->say};
}

/* What is not present leaves no trace. Nor does a flag that is open: it is a question (add_open), not a finding; nor
 * information, which lacks nothing. */
static void settle(Judging *j, const Rule *rule, Side side, Truth truth) {
  if (truth == TRUTH_FALSE && !j->c->override_count) return;
  const Effect *stop = rule_stop(rule);
  bool silent = truth == TRUTH_FALSE || ((stop || rule->shown) && truth == TRUTH_UNKNOWN);
  if (silent && !j->c->override_count) return;
  Finding *f = LIST_ADD(j->run.arena, &j->findings);
  find(&j->run, j->pack, rule, side, f);
  if (!evaluate_overrule(j->run.arena, j->c, rule, f) && silent) {
    j->findings.count--;
    return;
  }
  if (f->truth != TRUTH_TRUE) return;
  if (stop) add_stop(j, rule, stop);
  argue_add(&j->run, j->pack, rule, f, &j->arguments);
}

/* How many findings chance alone would give is the sum over the rules, whether or not they depend on each other. */
static void judge_side(Judging *j, const Rule *rule, Side side) {
  j->run.side = side;
  const Outcome *out = expr_eval(&j->run, rule->when);
  Truth truth = out->truth;
  if (out->chance > 0 && !rule->shown) j->judged++, j->expected += out->chance;
  if (j->run.found) found_keep(&j->run, j->pack, rule, side);
  settle(j, rule, side, truth);
}

static int compare_findings(const void *left, const void *right) {
  const Finding *a = left, *b = right;
  int order = strcmp(a->pack, b->pack);
  if (!order) order = strcmp(a->rule, b->rule);
  return order ? order : (int)a->side - (int)b->side;
}

static void judge_pack(Judging *j, const Pack *pack) {
  j->pack = pack;
  run_pack(&j->run, pack);
  if (!in_population(j)) return;
  if (pack->asks_found) found_open(&j->run, pack), j->reordered = true;
  for (size_t i = 0; i < pack->rule_count; i++) {
    const Rule *rule = &pack->rules[pack->order[i]];
    for (int side = (int)first_side(rule); side <= (int)last_side(rule); side++) {
      judge_side(j, rule, (Side)side);
    }
  }
  argue_precedence(j->run.arena, pack, &j->arguments);
  for (size_t i = 0; i < j->run.faults.count; i++) add_remark(j, pack->id, j->run.faults.items[i]);
  j->run.faults.count = 0;
}

/* Who was compared with the clinic's own patients is told once a test. */
static void remark_local(Judging *j) {
  for (int i = -1; j->c->local_count && (i = readings_next(weigh_readings(j->run.weigh), i)) >= 0;) {
    const Test *test = &j->run.catalog->tests.items[i];
    const Norm *norm = NULL;
    for (int side = SIDE_BOTH; side <= SIDE_RIGHT && !norm; side++) {
      const Norm *found = weigh_score(j->run.weigh, i, (Side)side)->norm;
      if (found && strncmp(found->id, WEIGH_LOCAL, strlen(WEIGH_LOCAL)) == 0) norm = found;
    }
    bool told = !norm;
    const char *text =
        norm ? arena_printf(j->run.arena, "compared with %s: no published comparison group fits", norm->group) : "";
    for (size_t k = 0; k < j->remarks.count && !told; k++)
      told = strcmp(j->remarks.items[k].what, test->id) == 0 && strcmp(j->remarks.items[k].text, text) == 0;
    if (!told) add_remark(j, test->id, text);
  }
}

/* A pack with a policy or norms of its own is weighed on scales of its own. */
static void judge_on_own_scales(Judging *j, const Pack *pack) {
  Catalog own;
  Run shared = j->run;
  if (pack->policy || pack->catalog)
    j->run = run_open(shared.arena, own_catalog(shared.catalog, pack, &own), &pack, 1, j->c);
  judge_pack(j, pack);
  remark_local(j);
  j->run = shared;
}

/* ---- what is still open, what is odd ---- */

static int compare_stops(const void *left, const void *right) {
  const Stop *a = left, *b = right;
  if (a->urgency != b->urgency) return a->urgency > b->urgency ? -1 : 1;
  int order = strcmp(a->rule, b->rule);
  return order ? order : strcmp(a->pack, b->pack);
}

static void add_open(const Judging *j, Result *result) {
  const Catalog *catalog = j->run.catalog;
  OpenQuestion *open = arena_room(j->run.arena, catalog->questions.count, sizeof *open);
  size_t count = 0;
  for (int urgency = URGENCY_EMERGENCY; urgency >= URGENCY_CAUTION; urgency--)
    for (size_t i = 0; i < catalog->questions.count; i++) {
      const Question *q = &catalog->questions.items[i];
      if (q->urgency != (Urgency)urgency || !q->red_flag) continue;
      if (j->run.answers[i] == ANSWER_YES || j->run.answers[i] == ANSWER_NO) continue;
      open[count++] = (OpenQuestion){.question = q->id, .text = q->text, .urgency = q->urgency, .row = (int)i + 1};
    }
  result->open = open, result->open_count = count;
}

static void remark_unlikely(Judging *j) {
  Arena *a = j->run.arena;
  Readings *readings = weigh_readings(j->run.weigh);
  for (int i = -1; (i = readings_next(readings, i)) >= 0;) {
    const Test *test = &j->run.catalog->tests.items[i];
    int first = test->paired ? SIDE_LEFT : SIDE_BOTH, last = test->paired ? SIDE_RIGHT : SIDE_BOTH;
    for (int side = first; side <= last; side++) {
      const Reading *r = reading_of(readings, i, (Side)side);
      if (!r->trials || r->quantity != test->unit->dimension) continue;
      if (r->value.hi >= test->likely_lo && r->value.lo <= test->likely_hi) continue;
      Text t = {.arena = a};
      text_addf(&t, "%s%s: unlikely value ", test->name, side_suffix((Side)side));
      text_add_value(&t, value_middle(r->value.lo, r->value.hi), test->unit, test->decimals);
      text_add(&t, ", measure again");
      add_remark(j, test->id, text_get(&t));
    }
  }
}

/* An override that met no rule is told: nothing that a clinician said vanishes. */
static void remark_idle(Judging *j) {
  for (size_t i = 0; i < j->c->override_count; i++) {
    const Override *o = &j->c->overrides[i];
    bool met = false;
    for (size_t k = 0; k < j->findings.count && !met; k++) {
      const Finding *f = &j->findings.items[k];
      met = f->overridden && f->side == o->side && !strcmp(f->rule, o->rule) && !strcmp(f->pack, o->pack);
    }
    if (!met)
      add_remark(j, arena_printf(j->run.arena, "%s%s", o->rule, side_suffix(o->side)),
                 "this override has no effect: the rule is not judged, or is an emergency, which only a new answer "
                 "changes");
  }
}

static int compare_packs(const void *left, const void *right) {
  const Pack *const *a = left, *const *b = right;
  return strcmp((*a)->id, (*b)->id);
}

static int compare_remarks(const void *left, const void *right) {
  const Remark *a = left, *b = right;
  int order = strcmp(a->what, b->what);
  return order ? order : strcmp(a->text, b->text);
}

void evaluate(Arena *a, const Catalog *catalog, const Pack *const *packs, size_t pack_count, const Case *c,
              Result *result) {
  const Run run = run_open(a, catalog, packs, pack_count, c);
  evaluate_shared(&run, packs, pack_count, result);
}

void evaluate_shared(const Run *shared, const Pack *const *packs, size_t pack_count, Result *result) {
  Arena *a = shared->arena;
  const Case *c = shared->given;
  Judging j = {.run = *shared, .c = c};
  const Pack **sorted = arena_array(a, pack_count, sizeof *sorted);
  if (pack_count) memcpy(sorted, packs, pack_count * sizeof *sorted);
  if (pack_count) qsort(sorted, pack_count, sizeof *sorted, compare_packs);
  for (size_t i = 0; i < pack_count; i++) judge_on_own_scales(&j, sorted[i]);
  remark_unlikely(&j);
  remark_idle(&j);
  *result = (Result){.patient = c->patient.code, .date = c->date, .judged = j.judged, .expected_by_chance = j.expected};
  if (j.findings.count && j.reordered)
    qsort(j.findings.items, j.findings.count, sizeof *j.findings.items, compare_findings);
  if (j.stops.count) qsort(j.stops.items, j.stops.count, sizeof *j.stops.items, compare_stops);
  if (j.remarks.count) qsort(j.remarks.items, j.remarks.count, sizeof *j.remarks.items, compare_remarks);
  result->findings = j.findings.items, result->finding_count = j.findings.count;
  result->stops = j.stops.items, result->stop_count = j.stops.count;
  result->remarks = j.remarks.items, result->remark_count = j.remarks.count;
  argue_targets(a, &j.arguments, result);
  add_open(&j, result);
}
