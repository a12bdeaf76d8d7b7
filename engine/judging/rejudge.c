#include "judging/rejudge.h"

#include "judging/contrast.h"
#include "program/changes.h"
#include "program/plan.h"

#include <stdlib.h>
#include <string.h>

enum { CAUSES_MOST = 50 }; /* distinct reasons that are counted for a rule; what comes later is not */

typedef struct Bench { /* where cases are judged */
  Contrast *contrast;
  Arena *a, *work; /* of the answer; of one case */
} Bench;

/* ---- what goes between the processes; no count is below 0 ---- */

static const Layout cause_shape =
    SHAPE(Cause, text, TEXT(Cause, text, "cause"), FLAG(Cause, fires, "makes it present"), SIZE(Cause, count, "count"));

/* A rule that differs; what is counted of it. */
static const Layout named_shape = SHAPE(
    RejudgedRule, rule, ENUM(RejudgedRule, kind, "difference", contrast_names), TEXT(RejudgedRule, pack, "pack"),
    TEXT(RejudgedRule, rule, "rule"), TEXT(RejudgedRule, title, "title"), TEXT(RejudgedRule, was, "before"),
    TEXT(RejudgedRule, is, "after"), TEXT(RejudgedRule, asked, "asked for"), TEXT(RejudgedRule, asks, "asks for"));
static const Layout counted_shape =
    SHAPE(RejudgedRule, rule, SIZE(RejudgedRule, present[0], "present before"),
          SIZE(RejudgedRule, present[1], "present after"), SIZE(RejudgedRule, unknown[0], "unknown before"),
          SIZE(RejudgedRule, unknown[1], "unknown after"), SIZE(RejudgedRule, newly, "newly"),
          SIZE(RejudgedRule, gone, "no longer"), ROWS(RejudgedRule, causes.items, causes.count, "cause", &cause_shape));

typedef struct Asked {      /* which excerpts serve */
  const char *const *tests; /* NULL: none does */
  bool answers;
} Asked;

static const Layout asked_shape = SHAPE(Asked, tests, TEXTS(Asked, tests, "tests"), FLAG(Asked, answers, "answers"));

static const Layout moved_shape = SHAPE(Moved, id, SIZE(Moved, id, "result"), SIZE(Moved, stops, "stops"),
                                        SIZE(Moved, findings, "findings"), SIZE(Moved, program, "program"));
static const Layout id_shape = {sizeof(int64_t), 0,
                                (const Member[]){{.name = "result", .kind = MEMBER_SIZE}, {.name = NULL}}};
static const Layout rejudged_shape =
    SHAPE(Rejudged, cases, SIZE(Rejudged, cases, "judged"), SIZE(Rejudged, unread, "unread"),
          SIZE(Rejudged, changed, "changed"), SIZE(Rejudged, stops, "stops"), SIZE(Rejudged, programs, "programs"),
          ROWS(Rejudged, moved.items, moved.count, "case", &moved_shape),
          ROWS(Rejudged, owed.items, owed.count, "case", &id_shape));

static const Layout moved_rule_shape =
    SHAPE(MovedRule, rule, SIZE(MovedRule, rule, "rule"), ENUM(MovedRule, side, "side", side_names),
          ENUM(MovedRule, was, "before", truth_names), ENUM(MovedRule, is, "after", truth_names),
          TEXTS(MovedRule, causes, "causes"));
static const Layout sentence_shape = {sizeof(char *), 0,
                                      (const Member[]){{.name = "sentence", .kind = MEMBER_TEXT}, {.name = NULL}}};
static const Layout told_shape = SHAPE(Told, rules, ROWS(Told, rules.items, rules.count, "rule", &moved_rule_shape),
                                       ROWS(Told, program.items, program.count, "sentence", &sentence_shape));

/* A struct of our own that lacks something is a mistake of ours. */
static bool written(bool whole, Err *err) {
  return whole || fail(err, ERR_LIMIT, NULL, "an answer of the judge cannot be written");
}

static bool understood(bool whole, Err *err) { return whole || fail(err, ERR_DATA, NULL, "no question"); }

static bool believed(bool whole, Err *err) {
  return whole || fail(err, ERR_SCRIPT, NULL, "the judge gave an answer that cannot be read");
}

/* ---- questions ---- */

void rejudge_ask(Text *out, RejudgeKind kind) { shape_put_whole(out, (int)kind); }

void rejudge_add(Text *out, int64_t id, bool whole, const void *bytes, size_t len) {
  shape_put_size(out, (size_t)id), shape_put_size(out, whole);
  shape_put_bytes(out, bytes, len);
}

/* ---- cases ---- */

typedef struct Given { /* a case as it was asked */
  int64_t id;
  bool whole; /* else an excerpt */
  const char *bytes;
  size_t len;
} Given;

static bool read_given(ShapeReader *in, Given *out) {
  size_t id, whole;
  if (!shape_get_size(in, &id) || !shape_get_size(in, &whole) || !shape_get_bytes(in, &out->bytes, &out->len))
    return false;
  out->id = (int64_t)id, out->whole = whole;
  return out->bytes;
}

typedef struct Pair { /* one case as each set reads it, and the scales on which each judges it */
  Case own[2];
  const Case *cases[2];
  Run scales[2];
  const Run *runs[2];
} Pair;

/* full: with all that is in it, else with what the rules to judge read. */
static bool read_pair(Bench *b, const Given *given, bool full, Pair *pair, Err *err) {
  for (int i = 0; i < 2; i++) {
    const Catalog *rows = b->contrast->sets[i].rows;
    pair->cases[i] = &pair->own[i], pair->runs[i] = &pair->scales[i];
    if (i && b->contrast->alike) {
      pair->cases[i] = &pair->own[0], pair->runs[i] = &pair->scales[0];
      continue;
    }
    const Wanted *wanted = full ? NULL : &b->contrast->wanted;
    if (!ndjson_stored(rows, b->work, given->bytes, given->len, wanted, &pair->own[i], err)) return false;
    pair->scales[i] = contrast_run(b->contrast, b->work, i, pair->cases[i]);
  }
  return true;
}

/* An excerpt, or a case with something in it that the catalog no longer knows: what the rules read may be there. */
static bool read_part(Bench *b, const Given *given, Pair *pair) { return read_pair(b, given, false, pair, &(Err){0}); }

/* ---- what follows from it ---- */

typedef struct Outlook { /* result and program of both sets */
  Result results[2];
  Program programs[2];
} Outlook;

static bool look(Bench *b, const Pair *pair, Outlook *out, Err *err) {
  for (int i = 0; i < 2; i++) {
    const PackSet *set = &b->contrast->sets[i];
    evaluate_shared(pair->runs[i], set->packs, set->count, &out->results[i]);
    if (!plan_build(set->rows, b->work, pair->cases[i], &out->results[i], NULL, &out->programs[i], err)) return false;
  }
  return true;
}

static bool has_stop(const Result *r, const Stop *stop) {
  for (size_t i = 0; i < r->stop_count; i++)
    if (r->stops[i].urgency == stop->urgency && strcmp(r->stops[i].rule, stop->rule) == 0 &&
        strcmp(r->stops[i].pack, stop->pack) == 0)
      return true;
  return false;
}

static int64_t stops_moved(const Result results[2]) {
  int64_t count = 0;
  for (int i = 0; i < 2; i++)
    for (size_t k = 0; k < results[i].stop_count; k++) count += !has_stop(&results[1 - i], &results[i].stops[k]);
  return count;
}

static bool weighs(const ContrastStands *stands) {
  for (size_t i = 0; i < stands->count; i++)
    if (stands->items[i].weighs) return true;
  return false;
}

static bool turns(const ContrastStand *stand) {
  return (stand->stands[0].truth == TRUTH_TRUE) != (stand->stands[1].truth == TRUTH_TRUE);
}

/* full: read in full */
static bool program_changes(Bench *b, const Pair *full, Changes *changes, int64_t *stops, Err *err) {
  Outlook outlook;
  if (!look(b, full, &outlook, err)) return false;
  *stops = stops_moved(outlook.results);
  changes_list(b->work, &outlook.programs[0], &outlook.programs[1], changes);
  return true;
}

/* ---- counting ---- */

typedef struct Counting {
  RejudgedRules rules; /* counts alone, by rule of the contrast */
  Rejudged sum;
} Counting;

static void count_cause(Arena *a, RejudgedRule *rule, const char *text, bool fires) {
  for (size_t i = 0; i < rule->causes.count; i++) {
    Cause *cause = &rule->causes.items[i];
    if (cause->fires == fires && strcmp(cause->text, text) == 0) {
      cause->count++;
      return;
    }
  }
  if (rule->causes.count < CAUSES_MOST)
    *LIST_ADD(a, &rule->causes) = (Cause){.text = arena_copy(a, text), .fires = fires, .count = 1};
}

static void count_stand(Bench *b, Counting *n, const Pair *pair, const ContrastStand *stand, Moved *moved) {
  RejudgedRule *rule = &n->rules.items[stand->rule];
  for (int i = 0; i < 2; i++) {
    rule->present[i] += stand->stands[i].truth == TRUTH_TRUE;
    rule->unknown[i] += stand->stands[i].truth == TRUTH_UNKNOWN;
  }
  if (!turns(stand)) return;
  Causes causes = {0};
  bool fires = stand->stands[1].truth == TRUTH_TRUE;
  moved->findings++;
  rule->newly += fires, rule->gone += !fires;
  contrast_causes(b->contrast, b->work, pair->cases, stand, false, &causes);
  for (size_t i = 0; i < causes.count; i++) count_cause(b->a, rule, causes.items[i], fires);
}

static bool count_case(Bench *b, Counting *n, const Given *given, Err *err) {
  Pair pair;
  ContrastStands stands = {0};
  Changes changes = {0};
  Moved moved = {.id = given->id};
  bool full = given->whole && read_pair(b, given, true, &pair, err), read = full || read_part(b, given, &pair);
  if (read) contrast_case(b->contrast, pair.runs, &stands);
  if (!given->whole && (!read || weighs(&stands))) {
    *LIST_ADD(b->a, &n->sum.owed) = given->id;
    return true;
  }
  if (!read || (weighs(&stands) && !(full && program_changes(b, &pair, &changes, &moved.stops, err)))) return false;
  for (size_t i = 0; i < stands.count; i++) count_stand(b, n, &pair, &stands.items[i], &moved);
  moved.program = (int64_t)changes.count;
  n->sum.cases++;
  if (!moved.findings && !moved.program && !moved.stops) return true;
  n->sum.changed++, n->sum.stops += moved.stops > 0, n->sum.programs += moved.program > 0;
  *LIST_ADD(b->a, &n->sum.moved) = moved;
  return true;
}

static bool answer_count(Bench *b, ShapeReader *in, Text *out, Err *err) {
  Counting n = {.rules = {0}};
  for (size_t i = 0; i < b->contrast->rules.count; i++) LIST_ADD(b->a, &n.rules);
  while (!shape_at_end(in)) {
    Err fault = {0};
    Given given;
    if (!read_given(in, &given)) return understood(false, err);
    if (!count_case(b, &n, &given, &fault)) n.sum.unread++;
    arena_reset(b->work);
  }
  return written(shape_put(out, &rejudged_shape, &n.sum) &&
                     shape_put_rows(out, &counted_shape, n.rules.items, n.rules.count),
                 err);
}

/* ---- the other answers ---- */

/* What follows from a rule, as the author wrote it. */
static const char *consequence(const Bench *b, const ContrastRule *r, int which) {
  const Rule *rule = r->rule[which];
  if (!rule) return "";
  Text t = {.arena = b->a};
  const char *effects = rule_effects(b->a, rule);
  text_addf(&t, "%s%sevidence %s", effects, *effects ? "; " : "", evidence_names[rule->evidence]);
  if (rule->weight != 1) text_add(&t, "; weight "), text_add_number(&t, rule->weight, 2);
  if (rule->group && *rule->group) text_addf(&t, "; group %s", rule->group);
  if (rule->shown) text_add(&t, "; for information");
  return text_get(&t);
}

static const char *sentence(const Bench *b, const ContrastRule *r, int which) {
  return r->rule[which] ? rule_sentence(b->a, b->contrast->sets[which].rows, r->rule[which]) : "";
}

static Asked asked_of(const Bench *b) {
  const Wanted *wanted = &b->contrast->wanted;
  const Catalog *rows = b->contrast->sets[0].rows;
  size_t count = 0;
  if (!wanted->tests) return (Asked){.answers = wanted->answers};
  const char **tests = arena_array(b->a, rows->tests.count + 1, sizeof *tests);
  for (size_t i = 0; i < rows->tests.count; i++)
    if (wanted->tests[i]) tests[count++] = rows->tests.items[i].id;
  return (Asked){.tests = tests, .answers = wanted->answers};
}

static bool answer_rules(const Bench *b, Text *out, Err *err) {
  RejudgedRules rules = {0};
  const Asked asked = asked_of(b);
  for (size_t i = 0; i < b->contrast->rules.count; i++) {
    const ContrastRule *r = &b->contrast->rules.items[i];
    int there = r->rule[1] ? 1 : 0;
    *LIST_ADD(b->a, &rules) = (RejudgedRule){.kind = r->kind,
                                             .pack = r->pack[there]->id,
                                             .rule = r->rule[there]->id,
                                             .title = r->rule[there]->title,
                                             .was = sentence(b, r, 0),
                                             .is = sentence(b, r, 1),
                                             .asked = consequence(b, r, 0),
                                             .asks = consequence(b, r, 1)};
  }
  return written(shape_put_rows(out, &named_shape, rules.items, rules.count) && shape_put(out, &asked_shape, &asked),
                 err);
}

static bool answer_tell(Bench *b, ShapeReader *in, Text *out, Err *err) {
  Given given;
  Pair pair;
  ContrastStands stands = {0};
  Changes changes = {0};
  Told told = {.rules = {0}};
  int64_t stops = 0;
  if (!understood(read_given(in, &given) && shape_at_end(in), err)) return false;
  if (!read_pair(b, &given, true, &pair, err) || !program_changes(b, &pair, &changes, &stops, err)) return false;
  contrast_case(b->contrast, pair.runs, &stands);
  for (size_t i = 0; i < stands.count; i++) {
    const ContrastStand *stand = &stands.items[i];
    Causes causes = {0};
    if (!turns(stand)) continue;
    contrast_causes(b->contrast, b->work, pair.cases, stand, true, &causes);
    *LIST_ADD(b->work, &causes) = NULL;
    *LIST_ADD(b->work, &told.rules) = (MovedRule){.rule = stand->rule,
                                                  .side = stand->side,
                                                  .was = stand->stands[0].truth,
                                                  .is = stand->stands[1].truth,
                                                  .causes = causes.items};
  }
  told.program.items = changes.items, told.program.count = changes.count;
  return written(shape_put(out, &told_shape, &told), err);
}

bool rejudge_answer(const Arbiter *before, const Arbiter *after, Arena *a, Arena *work, const char *question,
                    size_t len, Text *out, Err *err) {
  PackSet sets[2];
  Bench b = {.a = a, .work = work};
  ShapeReader in = {question, question + len};
  int kind;
  bool good = understood(shape_get_whole(&in, REJUDGE_RULES, REJUDGE_TELL, &kind), err);
  arbiter_pack_set(before, &sets[0]), arbiter_pack_set(after, &sets[1]);
  b.contrast = contrast_open(a, &sets[0], &sets[1]);
  if (good && kind == REJUDGE_RULES)
    good = answer_rules(&b, out, err);
  else if (good && kind == REJUDGE_COUNT)
    good = answer_count(&b, &in, out, err);
  else if (good)
    good = answer_tell(&b, &in, out, err);
  arena_reset(work);
  return good;
}

/* ---- reading answers ---- */

static int compare_ids(const void *left, const void *right) {
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static const Excerpt *excerpt_of(Arena *a, const Asked *asked) {
  Excerpt *wanted = arena_alloc(a, sizeof *wanted);
  if (!asked->tests) return NULL;
  while (asked->tests[wanted->count]) wanted->count++;
  const char **tests = arena_array(a, wanted->count + 1, sizeof *tests);
  for (size_t i = 0; i < wanted->count; i++) tests[i] = asked->tests[i];
  if (wanted->count) qsort(tests, wanted->count, sizeof *tests, compare_ids);
  wanted->tests = tests, wanted->answers = asked->answers;
  return wanted;
}

/* The answer, kept: texts stay in it. */
static ShapeReader keep(Arena *a, const char *answer, size_t len) {
  const char *bytes = arena_copy_n(a, answer, len);
  return (ShapeReader){bytes, bytes + len};
}

bool rejudge_read_rules(Arena *a, const char *answer, size_t len, RejudgedRules *rules, const Excerpt **wanted,
                        Err *err) {
  ShapeReader in = keep(a, answer, len);
  void *rows;
  Asked asked;
  if (!believed(shape_get_rows(&in, a, &named_shape, &rows, &rules->count) && shape_get(&in, a, &asked_shape, &asked) &&
                    shape_at_end(&in),
                err))
    return false;
  rules->items = rows, rules->cap = rules->count;
  *wanted = excerpt_of(a, &asked);
  return true;
}

/* Cases that are named were asked about, in this order. */
static bool was_asked(const RejudgeIds *asked, size_t *at, int64_t id) {
  while (*at < asked->count && asked->items[*at] != id) ++*at;
  return (*at)++ < asked->count;
}

static bool is_about(const Rejudged *got, const RejudgeIds *asked) {
  const int64_t sums[] = {got->cases, got->unread, got->changed, got->stops, got->programs},
                all = (int64_t)asked->count;
  size_t at = 0;
  for (size_t i = 0; i < ARRAY_LEN(sums); i++)
    if (sums[i] > all) return false;
  for (size_t i = 0; i < got->moved.count; i++)
    if (!was_asked(asked, &at, got->moved.items[i].id)) return false;
  at = 0;
  for (size_t i = 0; i < got->owed.count; i++)
    if (!was_asked(asked, &at, got->owed.items[i])) return false;
  return got->cases + got->unread + (int64_t)got->owed.count == all;
}

/* most: of every count, so that sums stay far from their end. */
static bool are_counts(const RejudgedRule *rules, size_t count, int64_t most) {
  for (size_t i = 0; i < count; i++) {
    const RejudgedRule *r = &rules[i];
    const int64_t counts[] = {r->present[0], r->present[1], r->unknown[0], r->unknown[1], r->newly, r->gone};
    for (size_t k = 0; k < ARRAY_LEN(counts); k++)
      if (counts[k] > most) return false;
    for (size_t k = 0; k < r->causes.count; k++)
      if (r->causes.items[k].count > most) return false;
  }
  return true;
}

static void add_cause(Arena *a, RejudgedRule *rule, const Cause *more) {
  Cause *cause = NULL;
  for (size_t i = 0; i < rule->causes.count && !cause; i++)
    if (rule->causes.items[i].fires == more->fires && strcmp(rule->causes.items[i].text, more->text) == 0)
      cause = &rule->causes.items[i];
  if (!cause && rule->causes.count == CAUSES_MOST) return;
  if (!cause) {
    cause = LIST_ADD(a, &rule->causes);
    *cause = (Cause){.text = arena_copy(a, more->text), .fires = more->fires};
  }
  cause->count += more->count;
}

static void add_rule(Arena *a, RejudgedRule *to, const RejudgedRule *more) {
  for (int i = 0; i < 2; i++) to->present[i] += more->present[i], to->unknown[i] += more->unknown[i];
  to->newly += more->newly, to->gone += more->gone;
  for (size_t i = 0; i < more->causes.count; i++) add_cause(a, to, &more->causes.items[i]);
}

static void add_sum(Arena *a, Rejudged *sum, const Rejudged *more) {
  sum->cases += more->cases, sum->unread += more->unread;
  sum->changed += more->changed, sum->stops += more->stops, sum->programs += more->programs;
  for (size_t i = 0; i < more->moved.count; i++) *LIST_ADD(a, &sum->moved) = more->moved.items[i];
  for (size_t i = 0; i < more->owed.count; i++) *LIST_ADD(a, &sum->owed) = more->owed.items[i];
}

bool rejudge_read_count(Arena *a, const char *answer, size_t len, const RejudgeIds *asked, RejudgedRules *rules,
                        Rejudged *sum, Err *err) {
  ShapeReader in = {answer, answer + len};
  Arena scratch = {0};
  Rejudged got;
  void *rows;
  size_t count;
  bool good = shape_get(&in, &scratch, &rejudged_shape, &got) &&
              shape_get_rows(&in, &scratch, &counted_shape, &rows, &count) && shape_at_end(&in) &&
              count == rules->count && is_about(&got, asked) && are_counts(rows, count, 3 * (int64_t)asked->count);
  if (good) add_sum(a, sum, &got);
  for (size_t i = 0; good && i < count; i++) add_rule(a, &rules->items[i], (const RejudgedRule *)rows + i);
  arena_free(&scratch);
  return believed(good, err);
}

bool rejudge_read_told(Arena *a, const char *answer, size_t len, const RejudgedRules *rules, Told *told, Err *err) {
  ShapeReader in = keep(a, answer, len);
  *told = (Told){.rules = {0}};
  bool good = shape_get(&in, a, &told_shape, told) && shape_at_end(&in);
  for (size_t i = 0; good && i < told->rules.count; i++)
    good = told->rules.items[i].rule < rules->count && told->rules.items[i].causes;
  if (!good) *told = (Told){.rules = {0}};
  return believed(good, err);
}
