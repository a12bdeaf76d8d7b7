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

/* ---- questions ---- */

void rejudge_ask(Text *out, RejudgeKind kind) { parcel_put_int(out, (int64_t)kind); }

void rejudge_add(Text *out, int64_t id, bool whole, const void *bytes, size_t len) {
  parcel_put_int(out, id), parcel_put_int(out, whole);
  parcel_put_bytes(out, bytes, len);
}

/* ---- cases ---- */

typedef struct Given { /* a case as it was asked */
  int64_t id;
  bool whole; /* else an excerpt */
  const char *bytes;
  size_t len;
} Given;

static Given read_given(Parcel *in) {
  Given given = {.id = parcel_int(in), .whole = parcel_int(in) != 0};
  given.bytes = parcel_bytes(in, &given.len);
  return given;
}

typedef struct Pair { /* one case as each set reads it, and the scales on which each judges it */
  Case own[2];
  const Case *cases[2];
  Run scales[2];
  const Run *runs[2];
} Pair;

/* full: with all that is in it, else with what the rules to judge read. An excerpt is never read in full. */
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

static bool program_changes(Bench *b, const Given *given, Changes *changes, int64_t *stops, Err *err) {
  Pair full;
  Outlook outlook;
  if (!read_pair(b, given, true, &full, err) || !look(b, &full, &outlook, err)) return false;
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
  bool read = read_pair(b, given, false, &pair, err);
  if (read) contrast_case(b->contrast, pair.runs, &stands);
  if (!given->whole && (!read || weighs(&stands))) {
    *LIST_ADD(b->a, &n->sum.owed) = given->id;
    return true;
  }
  if (!read || (weighs(&stands) && !program_changes(b, given, &changes, &moved.stops, err))) return false;
  for (size_t i = 0; i < stands.count; i++) count_stand(b, n, &pair, &stands.items[i], &moved);
  moved.program = (int64_t)changes.count;
  n->sum.cases++;
  if (!moved.findings && !moved.program && !moved.stops) return true;
  n->sum.changed++, n->sum.stops += moved.stops > 0, n->sum.programs += moved.program > 0;
  *LIST_ADD(b->a, &n->sum.moved) = moved;
  return true;
}

static void put_counts(const Counting *n, Text *out) {
  const Rejudged *sum = &n->sum;
  const int64_t sums[] = {sum->cases, sum->unread, sum->changed, sum->stops, sum->programs};
  for (size_t i = 0; i < ARRAY_LEN(sums); i++) parcel_put_int(out, sums[i]);
  parcel_put_int(out, (int64_t)sum->moved.count);
  for (size_t i = 0; i < sum->moved.count; i++) {
    const Moved *m = &sum->moved.items[i];
    parcel_put_int(out, m->id), parcel_put_int(out, m->stops);
    parcel_put_int(out, m->findings), parcel_put_int(out, m->program);
  }
  parcel_put_int(out, (int64_t)sum->owed.count);
  for (size_t i = 0; i < sum->owed.count; i++) parcel_put_int(out, sum->owed.items[i]);
  for (size_t i = 0; i < n->rules.count; i++) {
    const RejudgedRule *r = &n->rules.items[i];
    const int64_t counts[] = {r->present[0], r->present[1], r->unknown[0], r->unknown[1], r->newly, r->gone};
    for (size_t k = 0; k < ARRAY_LEN(counts); k++) parcel_put_int(out, counts[k]);
    parcel_put_int(out, (int64_t)r->causes.count);
    for (size_t k = 0; k < r->causes.count; k++) {
      parcel_put_text(out, r->causes.items[k].text);
      parcel_put_int(out, r->causes.items[k].fires), parcel_put_int(out, r->causes.items[k].count);
    }
  }
}

static bool answer_count(Bench *b, Parcel *in, Text *out, Err *err) {
  Counting n = {.rules = {0}};
  for (size_t i = 0; i < b->contrast->rules.count; i++) LIST_ADD(b->a, &n.rules);
  while (parcel_more(in)) {
    Err fault = {0};
    const Given given = read_given(in);
    if (!in->bad && !count_case(b, &n, &given, &fault)) n.sum.unread++;
    arena_reset(b->work);
  }
  put_counts(&n, out);
  return !in->bad || fail(err, ERR_DATA, NULL, "no question");
}

/* ---- the other answers ---- */

static void answer_rules(const Bench *b, Text *out) {
  const Contrast *x = b->contrast;
  parcel_put_int(out, (int64_t)x->rules.count);
  for (size_t i = 0; i < x->rules.count; i++) {
    const ContrastRule *r = &x->rules.items[i];
    int there = r->rule[1] ? 1 : 0;
    parcel_put_int(out, (int64_t)r->kind);
    parcel_put_text(out, r->pack[there]->id), parcel_put_text(out, r->rule[there]->id);
    parcel_put_text(out, r->rule[there]->title);
    for (int which = 0; which < 2; which++)
      parcel_put_text(out, r->rule[which] ? rule_sentence(b->a, x->sets[which].rows, r->rule[which]) : "");
  }
  const Wanted *wanted = &x->wanted;
  size_t from = out->len;
  int64_t count = 0;
  parcel_put_int(out, wanted->tests != NULL), parcel_put_int(out, wanted->answers);
  parcel_put_int(out, 0);
  for (size_t i = 0; wanted->tests && i < x->sets[0].rows->tests.count; i++)
    if (wanted->tests[i]) parcel_put_text(out, x->sets[0].rows->tests.items[i].id), count++;
  memcpy(out->data + from + 2 * sizeof count, &count, sizeof count);
}

static bool answer_tell(Bench *b, Parcel *in, Text *out, Err *err) {
  Pair pair;
  ContrastStands stands = {0};
  Changes changes = {0};
  int64_t stops = 0, told = 0;
  const Given given = read_given(in);
  if (in->bad || parcel_more(in)) return fail(err, ERR_DATA, NULL, "no question");
  if (!read_pair(b, &given, true, &pair, err) || !program_changes(b, &given, &changes, &stops, err)) return false;
  contrast_case(b->contrast, pair.runs, &stands);
  for (size_t i = 0; i < stands.count; i++) told += turns(&stands.items[i]);
  parcel_put_int(out, told);
  for (size_t i = 0; i < stands.count; i++) {
    const ContrastStand *stand = &stands.items[i];
    Causes causes = {0};
    if (!turns(stand)) continue;
    contrast_causes(b->contrast, b->work, pair.cases, stand, true, &causes);
    parcel_put_int(out, (int64_t)stand->rule), parcel_put_int(out, (int64_t)stand->side);
    parcel_put_int(out, (int64_t)stand->stands[0].truth), parcel_put_int(out, (int64_t)stand->stands[1].truth);
    parcel_put_int(out, (int64_t)causes.count);
    for (size_t k = 0; k < causes.count; k++) parcel_put_text(out, causes.items[k]);
  }
  parcel_put_int(out, (int64_t)changes.count);
  for (size_t i = 0; i < changes.count; i++) parcel_put_text(out, changes.items[i]);
  return true;
}

bool rejudge_answer(const Arbiter *before, const Arbiter *after, Arena *a, Arena *work, const char *question,
                    size_t len, Text *out, Err *err) {
  PackSet sets[2];
  Bench b = {.a = a, .work = work};
  Parcel in = parcel_of(question, len);
  int64_t kind = parcel_int(&in);
  bool good = true;
  arbiter_pack_set(before, &sets[0]), arbiter_pack_set(after, &sets[1]);
  b.contrast = contrast_open(a, &sets[0], &sets[1]);
  if (in.bad)
    good = fail(err, ERR_DATA, NULL, "no question");
  else if (kind == REJUDGE_RULES)
    answer_rules(&b, out);
  else if (kind == REJUDGE_COUNT)
    good = answer_count(&b, &in, out, err);
  else
    good = answer_tell(&b, &in, out, err);
  arena_reset(work);
  return good;
}

/* ---- reading answers ---- */

static bool read_end(const Parcel *in, Err *err) {
  return (!in->bad && in->at == in->end) || fail(err, ERR_SCRIPT, NULL, "the judge gave an answer that cannot be read");
}

static int compare_ids(const void *left, const void *right) {
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static const Excerpt *read_wanted(Parcel *in, Arena *a) {
  Excerpt *wanted = arena_alloc(a, sizeof *wanted);
  bool some = parcel_int(in) != 0;
  wanted->answers = parcel_int(in) != 0;
  wanted->count = parcel_count(in, 8);
  const char **tests = arena_array(a, wanted->count + 1, sizeof *tests);
  for (size_t i = 0; i < wanted->count; i++) tests[i] = parcel_text(in, a);
  if (wanted->count) qsort(tests, wanted->count, sizeof *tests, compare_ids);
  wanted->tests = tests;
  return some ? wanted : NULL;
}

bool rejudge_read_rules(Arena *a, const char *answer, size_t len, RejudgedRules *rules, const Excerpt **wanted,
                        Err *err) {
  Parcel in = parcel_of(answer, len);
  for (size_t left = parcel_count(&in, 8); left > 0 && !in.bad; left--) {
    RejudgedRule *r = LIST_ADD(a, rules);
    int64_t kind = parcel_int(&in);
    if (kind < 0 || kind >= CONTRAST_KINDS) in.bad = true;
    r->kind = in.bad ? CONTRAST_SAME : (ContrastKind)kind;
    r->pack = parcel_text(&in, a), r->rule = parcel_text(&in, a), r->title = parcel_text(&in, a);
    r->was = parcel_text(&in, a), r->is = parcel_text(&in, a);
  }
  *wanted = read_wanted(&in, a);
  return read_end(&in, err);
}

static void add_cause(Arena *a, RejudgedRule *rule, const char *text, bool fires, int64_t count) {
  Cause *cause = NULL;
  for (size_t i = 0; i < rule->causes.count && !cause; i++)
    if (rule->causes.items[i].fires == fires && strcmp(rule->causes.items[i].text, text) == 0)
      cause = &rule->causes.items[i];
  if (!cause && rule->causes.count == CAUSES_MOST) return;
  if (!cause) {
    cause = LIST_ADD(a, &rule->causes);
    *cause = (Cause){.text = arena_copy(a, text), .fires = fires};
  }
  cause->count += count;
}

static int64_t read_count(Parcel *in, size_t most) {
  int64_t count = parcel_int(in);
  if (count < 0 || (uint64_t)count > most) in->bad = true;
  return in->bad ? 0 : count;
}

static void read_rule_counts(Parcel *in, Arena *a, Arena *scratch, size_t cases, RejudgedRule *r) {
  int64_t *const counts[] = {&r->present[0], &r->present[1], &r->unknown[0], &r->unknown[1], &r->newly, &r->gone};
  for (size_t i = 0; i < ARRAY_LEN(counts); i++) *counts[i] += read_count(in, 3 * cases);
  for (size_t left = parcel_count(in, 24); left > 0 && !in->bad; left--) {
    const char *text = parcel_text(in, scratch);
    bool fires = parcel_int(in) != 0;
    add_cause(a, r, text, fires, read_count(in, 3 * cases));
  }
}

/* The next case that is named, which was asked about behind the one named before. */
static int64_t read_id(Parcel *in, const RejudgeIds *asked, size_t *at) {
  int64_t id = parcel_int(in);
  while (*at < asked->count && asked->items[*at] != id) ++*at;
  if (*at == asked->count) in->bad = true;
  ++*at;
  return id;
}

bool rejudge_read_count(Arena *a, const char *answer, size_t len, const RejudgeIds *asked, RejudgedRules *rules,
                        Rejudged *sum, Err *err) {
  Parcel in = parcel_of(answer, len);
  Arena scratch = {0};
  int64_t *const sums[] = {&sum->cases, &sum->unread, &sum->changed, &sum->stops, &sum->programs};
  int64_t done = sum->cases + sum->unread;
  size_t at = 0;
  for (size_t i = 0; i < ARRAY_LEN(sums); i++) *sums[i] += read_count(&in, asked->count);
  for (size_t left = parcel_count(&in, 32); left > 0 && !in.bad; left--) {
    Moved *m = LIST_ADD(a, &sum->moved);
    m->id = read_id(&in, asked, &at);
    m->stops = parcel_int(&in), m->findings = parcel_int(&in), m->program = parcel_int(&in);
  }
  size_t owed = parcel_count(&in, 8);
  at = 0;
  for (size_t i = 0; i < owed && !in.bad; i++) *LIST_ADD(a, &sum->owed) = read_id(&in, asked, &at);
  for (size_t i = 0; i < rules->count; i++) read_rule_counts(&in, a, &scratch, asked->count, &rules->items[i]);
  arena_free(&scratch);
  if (sum->cases + sum->unread - done + (int64_t)owed != (int64_t)asked->count) in.bad = true;
  return read_end(&in, err);
}

static Truth read_truth(Parcel *in) {
  int64_t truth = parcel_int(in);
  if (truth != TRUTH_FALSE && truth != TRUTH_TRUE && truth != TRUTH_UNKNOWN) in->bad = true;
  return in->bad ? TRUTH_UNKNOWN : (Truth)truth;
}

static void read_moved_rule(Parcel *in, Arena *a, const RejudgedRules *rules, MovedRule *m) {
  int64_t rule = parcel_int(in), side = parcel_int(in);
  if (rule < 0 || (size_t)rule >= rules->count || side < SIDE_BOTH || side > SIDE_RIGHT) in->bad = true;
  if (in->bad) return;
  m->rule = (size_t)rule, m->side = (Side)side;
  m->was = read_truth(in), m->is = read_truth(in);
  size_t count = parcel_count(in, 8);
  const char **causes = arena_array(a, count + 1, sizeof *causes);
  for (size_t i = 0; i < count; i++) causes[i] = parcel_text(in, a);
  m->causes = causes;
}

bool rejudge_read_told(Arena *a, const char *answer, size_t len, const RejudgedRules *rules, Told *told, Err *err) {
  Parcel in = parcel_of(answer, len);
  *told = (Told){.rules = {0}};
  for (size_t left = parcel_count(&in, 40); left > 0 && !in.bad; left--)
    read_moved_rule(&in, a, rules, LIST_ADD(a, &told->rules));
  for (size_t left = parcel_count(&in, 8); left > 0 && !in.bad; left--)
    *LIST_ADD(a, &told->program) = parcel_text(&in, a);
  return read_end(&in, err);
}
