#include "judging/rejudge.h"

#include "judging/contrast.h"
#include "program/changes.h"
#include "program/plan.h"

#include <string.h>

enum { CAUSES_MOST = 50 }; /* distinct reasons that are counted for a rule; what comes later is not */

typedef struct Bench { /* where cases are judged */
  Contrast *contrast;
  Arena *a, work; /* of the answer; of one case */
} Bench;

/* ---- questions ---- */

void rejudge_ask(Text *out, RejudgeKind kind) { parcel_put_int(out, (int64_t)kind); }

void rejudge_add(Text *out, int64_t id, const void *snapshot, size_t len) {
  parcel_put_int(out, id);
  parcel_put_bytes(out, snapshot, len);
}

/* ---- cases ---- */

typedef struct Pair { /* one case as each set reads it */
  Case own[2];
  const Case *cases[2];
} Pair;

/* In full: with limits, and all that the rules read. */
static bool read_full(const Catalog *rows, Arena *a, const char *bytes, size_t len, Case *out, Err *err) {
  return ndjson_case(rows, a, bytes, len, 1, 0, out, NULL, err);
}

static bool read_pair(Bench *b, const char *bytes, size_t len, bool full, Pair *pair, Err *err) {
  for (int i = 0; i < 2; i++) {
    const Catalog *rows = b->contrast->sets[i].rows;
    pair->cases[i] = &pair->own[i];
    if (i && b->contrast->alike) {
      pair->cases[i] = &pair->own[0];
      continue;
    }
    if (!full && ndjson_stored(rows, &b->work, bytes, len, &b->contrast->wanted, &pair->own[i])) continue;
    if (!read_full(rows, &b->work, bytes, len, &pair->own[i], err)) return false;
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
    evaluate(&b->work, set->rows, set->packs, set->count, pair->cases[i], &out->results[i]);
    if (!plan_build(set->rows, &b->work, pair->cases[i], &out->results[i], NULL, &out->programs[i], err)) return false;
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

static bool program_changes(Bench *b, const char *bytes, size_t len, Changes *changes, int64_t *stops, Err *err) {
  Pair full;
  Outlook outlook;
  if (!read_pair(b, bytes, len, true, &full, err) || !look(b, &full, &outlook, err)) return false;
  *stops = stops_moved(outlook.results);
  changes_list(&b->work, &outlook.programs[0], &outlook.programs[1], changes);
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
  contrast_causes(b->contrast, &b->work, pair->cases, stand, false, &causes);
  for (size_t i = 0; i < causes.count; i++) count_cause(b->a, rule, causes.items[i], fires);
}

static bool count_case(Bench *b, Counting *n, int64_t id, const char *bytes, size_t len, Err *err) {
  Pair pair;
  ContrastStands stands = {0};
  Changes changes = {0};
  Moved moved = {.id = id};
  if (!read_pair(b, bytes, len, false, &pair, err)) return false;
  contrast_case(b->contrast, &b->work, pair.cases, &stands);
  if (weighs(&stands) && !program_changes(b, bytes, len, &changes, &moved.stops, err)) return false;
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
    size_t len;
    int64_t id = parcel_int(in);
    const char *bytes = parcel_bytes(in, &len);
    if (!in->bad && !count_case(b, &n, id, bytes, len, &fault)) n.sum.unread++;
    arena_reset(&b->work);
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
}

static bool answer_tell(Bench *b, Parcel *in, Text *out, Err *err) {
  Pair pair;
  ContrastStands stands = {0};
  Changes changes = {0};
  int64_t stops = 0, told = 0;
  size_t len;
  parcel_int(in);
  const char *bytes = parcel_bytes(in, &len);
  if (in->bad || parcel_more(in)) return fail(err, ERR_DATA, NULL, "no question");
  if (!read_pair(b, bytes, len, true, &pair, err) || !program_changes(b, bytes, len, &changes, &stops, err))
    return false;
  contrast_case(b->contrast, &b->work, pair.cases, &stands);
  for (size_t i = 0; i < stands.count; i++) told += turns(&stands.items[i]);
  parcel_put_int(out, told);
  for (size_t i = 0; i < stands.count; i++) {
    const ContrastStand *stand = &stands.items[i];
    Causes causes = {0};
    if (!turns(stand)) continue;
    contrast_causes(b->contrast, &b->work, pair.cases, stand, true, &causes);
    parcel_put_int(out, (int64_t)stand->rule), parcel_put_int(out, (int64_t)stand->side);
    parcel_put_int(out, (int64_t)stand->stands[0].truth), parcel_put_int(out, (int64_t)stand->stands[1].truth);
    parcel_put_int(out, (int64_t)causes.count);
    for (size_t k = 0; k < causes.count; k++) parcel_put_text(out, causes.items[k]);
  }
  parcel_put_int(out, (int64_t)changes.count);
  for (size_t i = 0; i < changes.count; i++) parcel_put_text(out, changes.items[i]);
  return true;
}

bool rejudge_answer(const Arbiter *before, const Arbiter *after, Arena *a, const char *question, size_t len, Text *out,
                    Err *err) {
  PackSet sets[2];
  Bench b = {.a = a};
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
  arena_free(&b.work);
  return good;
}

/* ---- reading answers ---- */

static bool read_end(const Parcel *in, Err *err) {
  return (!in->bad && in->at == in->end) || fail(err, ERR_SCRIPT, NULL, "the judge gave an answer that cannot be read");
}

bool rejudge_read_rules(Arena *a, const char *answer, size_t len, RejudgedRules *rules, Err *err) {
  Parcel in = parcel_of(answer, len);
  for (size_t left = parcel_count(&in, 8); left > 0 && !in.bad; left--) {
    RejudgedRule *r = LIST_ADD(a, rules);
    int64_t kind = parcel_int(&in);
    if (kind < 0 || kind >= CONTRAST_KINDS) in.bad = true;
    r->kind = in.bad ? CONTRAST_SAME : (ContrastKind)kind;
    r->pack = parcel_text(&in, a), r->rule = parcel_text(&in, a), r->title = parcel_text(&in, a);
    r->was = parcel_text(&in, a), r->is = parcel_text(&in, a);
  }
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

static void read_rule_counts(Parcel *in, Arena *a, Arena *scratch, RejudgedRule *r) {
  int64_t *const counts[] = {&r->present[0], &r->present[1], &r->unknown[0], &r->unknown[1], &r->newly, &r->gone};
  for (size_t i = 0; i < ARRAY_LEN(counts); i++) *counts[i] += parcel_int(in);
  for (size_t left = parcel_count(in, 24); left > 0 && !in->bad; left--) {
    const char *text = parcel_text(in, scratch);
    bool fires = parcel_int(in) != 0;
    add_cause(a, r, text, fires, parcel_int(in));
  }
}

bool rejudge_read_count(Arena *a, const char *answer, size_t len, RejudgedRules *rules, Rejudged *sum, Err *err) {
  Parcel in = parcel_of(answer, len);
  Arena scratch = {0};
  int64_t *const sums[] = {&sum->cases, &sum->unread, &sum->changed, &sum->stops, &sum->programs};
  for (size_t i = 0; i < ARRAY_LEN(sums); i++) *sums[i] += parcel_int(&in);
  for (size_t left = parcel_count(&in, 32); left > 0 && !in.bad; left--) {
    Moved *m = LIST_ADD(a, &sum->moved);
    m->id = parcel_int(&in), m->stops = parcel_int(&in), m->findings = parcel_int(&in), m->program = parcel_int(&in);
  }
  for (size_t i = 0; i < rules->count; i++) read_rule_counts(&in, a, &scratch, &rules->items[i]);
  arena_free(&scratch);
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
