#include "sitting/backtest.h"

#include "base/signals.h"
#include "judging/pool.h"
#include "store/snapshots.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Cases that are read at a time; most cases and bytes of one question, in which the rules are compared anew. */
enum { PAGE = 2000, QUESTION_CASES = 512, QUESTION_BYTES = 1 << 17, WORKERS_MOST = 8 };

typedef struct Asked { /* a question that is out */
  struct Asked *next;
  RejudgeKind kind;
  RejudgeIds ids; /* of the cases that are counted */
  size_t told;    /* of the cases that are told: which */
} Asked;

typedef struct Compared {
  Session *s;
  Arena *a;
  const BacktestRequest *request;
  Judge *before, *after;
  Pool *pool;
  const Excerpt *wanted; /* what of a case is sent at first; NULL: all */
  Text question, part;   /* that is being written; an excerpt */
  Asked *asking;         /* what it is about */
  Asked *head, **tail;   /* out, in the order of asking */
  Asked *spare;
  RejudgeIds alone; /* lost together with others: to be asked one by one */
  bool again;       /* all cases are sent as a whole */
  StoreId last, at; /* key of the last result, and the one read last */
  size_t left;      /* of the page */
  Backtest *out;
} Compared;

/* ---- the packs ---- */

static bool load(Session *s, Judge *judge, const char *id_or_path, PackInfo *info, Err *err) {
  Diags diags = {.arena = &s->run};
  PackSource source;
  if (!session_read_pack(s, id_or_path, &source, err)) return false;
  bool good = judge_load(judge, &s->run, &source, info, &diags, err);
  session_print_diags(s, &diags);
  return good;
}

/* The pack that is compared first, so that others who require it get it; then those in force beside it. */
static bool load_all(Session *s, Judge *judge, const char *pack, const char *const left_out[2], PackInfo *info,
                     Err *err) {
  if (pack && !load(s, judge, pack, info, err)) return false;
  for (size_t i = 0; i < s->pack_count; i++) {
    const PackInfo *beside = &s->packs[i];
    const PackInfo *list;
    PackInfo other;
    size_t count = judge_packs(judge, &list);
    bool there = text_equal(beside->id, left_out[0]) || text_equal(beside->id, left_out[1]) || !beside->asked_for;
    for (size_t k = 0; k < count; k++) there = there || strcmp(list[k].id, beside->id) == 0;
    if (!there && !load(s, judge, beside->path, &other, err)) return false;
  }
  return true;
}

/* The pack of an id that is in force, else one that is found by it; NULL: there is none. */
static const char *find_former(Session *s, const char *id) {
  PackSource source;
  for (size_t i = 0; i < s->pack_count; i++)
    if (strcmp(s->packs[i].id, id) == 0) return s->packs[i].path;
  return session_read_pack(s, id, &source, &(Err){0}) ? source.path : NULL;
}

static bool open_judges(Compared *t, Err *err) {
  const BacktestRequest *r = t->request;
  const char **named = arena_array(t->a, 3, sizeof *named);
  PackInfo was = {.id = NULL}, is, probe;
  named[0] = r->pack, named[1] = r->against;
  Judge *alone = session_new_judge(t->s, named); /* only to learn the id */
  bool good = load(t->s, alone, r->pack, &probe, err);
  if (good) probe.id = arena_copy(t->a, probe.id);
  judge_close(alone);
  if (!good) return false;
  const char *former = r->against ? r->against : find_former(t->s, probe.id);
  t->before = session_new_judge(t->s, named + 1), t->after = session_new_judge(t->s, named);
  if (!load_all(t->s, t->before, former, (const char *const[]){probe.id, NULL}, &was, err)) return false;
  if (!load_all(t->s, t->after, r->pack, (const char *const[]){probe.id, was.id}, &is, err)) return false;
  t->out->pack = arena_copy(t->a, is.id), t->out->is = arena_copy(t->a, is.version);
  t->out->was = former ? arena_copy(t->a, was.version) : NULL;
  t->out->same = former && strcmp(was.hash.hex, is.hash.hex) == 0;
  return true;
}

/* ---- answers ---- */

/* What the first question that is out was about. */
static Asked take_asked(Compared *t) {
  Asked *asked = t->head;
  t->head = asked->next;
  if (!t->head) t->tail = &t->head;
  asked->next = t->spare, t->spare = asked;
  return *asked;
}

/* A case that was lost with others is asked alone; alone, it is told as not judged. */
static void lose(Compared *t, const RejudgeIds *ids, const Err *fault) {
  for (size_t i = 0; ids->count > 1 && i < ids->count; i++) *LIST_ADD(t->a, &t->alone) = ids->items[i];
  if (ids->count > 1) return;
  t->out->sum.unread++;
  t->out->fault = arena_printf(t->a, "%s%s%s", fault->where, *fault->where ? ": " : "", fault->text);
}

static bool take_count(Compared *t, const PoolAnswer *answer, const RejudgeIds *ids, Err *err) {
  Backtest *out = t->out;
  size_t owed = out->sum.owed.count;
  return rejudge_read_count(t->a, answer->bytes, answer->len, ids, &out->rules, &out->sum, err) &&
         (!t->again || out->sum.owed.count == owed || fail(err, ERR_SCRIPT, NULL, "the judge asks for a case twice"));
}

/* Answers come in the order of questions. */
static bool take_answer(void *context, const PoolAnswer *answer, Err *err) {
  Compared *t = context;
  Backtest *out = t->out;
  const Asked asked = take_asked(t);
  if (answer->fault && asked.ids.count) return lose(t, &asked.ids, answer->fault), true;
  if (answer->fault) return fail(err, answer->fault->kind, answer->fault->where, "%s", answer->fault->text);
  if (asked.kind == REJUDGE_RULES)
    return rejudge_read_rules(t->a, answer->bytes, answer->len, &out->rules, &t->wanted, err);
  if (asked.kind == REJUDGE_COUNT) return take_count(t, answer, &asked.ids, err);
  return rejudge_read_told(t->a, answer->bytes, answer->len, &out->rules, &out->cases.items[asked.told].told, err);
}

/* ---- questions ---- */

static bool open_pool(Compared *t, Err *err) {
  long processors = sysconf(_SC_NPROCESSORS_ONLN), most = processors > WORKERS_MOST ? WORKERS_MOST : processors;
  Judge *const judges[] = {t->before, t->after};
  const PoolOptions options = {.job = JOB_REJUDGE,
                               .workers = t->request->jobs ? (int)t->request->jobs
                                          : most < 1       ? 1
                                                           : (int)most,
                               .take = take_answer,
                               .context = t};
  t->pool = pool_open(judges, ARRAY_LEN(judges), &options, err);
  return t->pool;
}

static void begin_question(Compared *t, RejudgeKind kind) {
  t->asking = t->spare ? t->spare : arena_alloc(t->a, sizeof *t->asking);
  t->spare = t->asking->next;
  t->asking->next = NULL, t->asking->kind = kind, t->asking->ids.count = 0;
  t->question.len = 0;
  rejudge_ask(&t->question, kind);
}

static bool put(Compared *t, Err *err) {
  Asked *asked = t->asking;
  t->asking = NULL;
  *t->tail = asked, t->tail = &asked->next;
  return pool_put(t->pool, 0, t->question.data, t->question.len, err);
}

/* The questions so far, and their answers. */
static bool finish(Compared *t, Err *err) { return (!t->asking || put(t, err)) && pool_finish(t->pool, err); }

static bool ask_rules(Compared *t, Err *err) {
  begin_question(t, REJUDGE_RULES);
  return finish(t, err);
}

static bool tell(const Compared *t, const char *what, size_t done, size_t total, Err *err) {
  if (t->request->told) t->request->told(t->request->context, what, done, total);
  return !signals_cancelled() || fail(err, ERR_DATA, NULL, "cancelled");
}

/* ---- every case, of each what the rules read ---- */

static bool add_case(Compared *t, const StoredSnapshot *item, bool whole, const char *bytes, size_t len, Err *err) {
  if (!t->asking) begin_question(t, REJUDGE_COUNT);
  rejudge_add(&t->question, item->id, whole, bytes, len);
  *LIST_ADD(t->a, &t->asking->ids) = item->id;
  return (t->asking->ids.count < QUESTION_CASES && t->question.len < QUESTION_BYTES) || put(t, err);
}

/* An excerpt of more than half of a case saves nothing: if it changes, the case has to be sent all the same. */
static bool take_first(void *context, const StoredSnapshot *item, Err *err) {
  Compared *t = context;
  t->part.len = 0;
  t->at = item->id, t->left--;
  bool part = t->wanted && excerpt_add(t->wanted, item->bytes, item->len, item->len / 2, &t->part);
  return part ? add_case(t, item, false, t->part.data, t->part.len, err)
              : add_case(t, item, true, item->bytes, item->len, err);
}

static bool ask_every(Compared *t, Err *err) {
  do {
    t->left = PAGE;
    if (!store_each_snapshot(t->s->store, t->request->since, t->at, PAGE, take_first, t, err) ||
        !tell(t, "results", (size_t)t->at, (size_t)t->last, err))
      return false;
  } while (t->left == 0);
  return true;
}

/* The last of all and the others at equal distances before it. */
static bool ask_sample(Compared *t, Err *err) {
  size_t sample = t->request->sample;
  for (size_t i = 1; t->last && i <= sample; i++) {
    StoreId wanted = (StoreId)((double)t->last * (double)i / (double)sample);
    StoreId after = wanted - 1 > t->at ? wanted - 1 : t->at;
    if (!store_each_snapshot(t->s->store, 0, after, 1, take_first, t, err) ||
        !tell(t, "results", (size_t)t->at, (size_t)t->last, err))
      return false;
  }
  return true;
}

/* ---- again: as a whole, alone ---- */

static bool take_whole(void *context, const StoredSnapshot *item, Err *err) {
  return add_case(context, item, true, item->bytes, item->len, err);
}

static bool take_alone(void *context, const StoredSnapshot *item, Err *err) {
  Compared *t = context;
  return add_case(t, item, true, item->bytes, item->len, err) && (!t->asking || put(t, err));
}

static bool ask_again(Compared *t, const RejudgeIds *ids, StoreTakeSnapshot *take, const char *what, Err *err) {
  t->again = true;
  for (size_t i = 0; i < ids->count; i++)
    if (!store_take_snapshot(t->s->store, ids->items[i], take, t, err) || !tell(t, what, i + 1, ids->count, err))
      return false;
  return finish(t, err);
}

static bool ask_all(Compared *t, Err *err) {
  return store_last_result(t->s->store, &t->last, err) &&
         (t->request->sample ? ask_sample(t, err) : ask_every(t, err)) && finish(t, err) &&
         ask_again(t, &t->out->sum.owed, take_whole, "changing cases", err) &&
         ask_again(t, &t->alone, take_alone, "cases again", err);
}

/* ---- the worst ---- */

static int compare_moved(const void *left, const void *right) {
  const Moved *a = left, *b = right;
  if (a->stops != b->stops) return a->stops > b->stops ? -1 : 1;
  if (a->findings != b->findings) return a->findings > b->findings ? -1 : 1;
  if (a->program != b->program) return a->program > b->program ? -1 : 1;
  return (a->id > b->id) - (a->id < b->id);
}

static bool take_told(void *context, const StoredSnapshot *item, Err *err) {
  Compared *t = context;
  begin_question(t, REJUDGE_TELL);
  rejudge_add(&t->question, item->id, true, item->bytes, item->len);
  t->asking->told = t->out->cases.count - 1;
  return put(t, err);
}

static bool ask_worst(Compared *t, const Moved *moved, Err *err) {
  BacktestCase *one = LIST_ADD(t->a, &t->out->cases);
  *one = (BacktestCase){.moved = *moved};
  return store_name_snapshot(t->s->store, t->a, moved->id, &one->patient, &one->date, err) &&
         store_take_snapshot(t->s->store, moved->id, take_told, t, err);
}

static bool tell_worst(Compared *t, Err *err) {
  Rejudged *sum = &t->out->sum;
  size_t count = sum->moved.count < t->request->most ? sum->moved.count : t->request->most;
  if (sum->moved.count) qsort(sum->moved.items, sum->moved.count, sizeof *sum->moved.items, compare_moved);
  for (size_t i = 0; i < count; i++)
    if (!ask_worst(t, &sum->moved.items[i], err) || !tell(t, "cases told", i + 1, count, err)) return false;
  return finish(t, err);
}

static int compare_causes(const void *left, const void *right) {
  const Cause *a = left, *b = right;
  if (a->fires != b->fires) return a->fires ? -1 : 1;
  if (a->count != b->count) return a->count > b->count ? -1 : 1;
  return strcmp(a->text, b->text);
}

static void sort_causes(Backtest *out) {
  for (size_t i = 0; i < out->rules.count; i++) {
    RejudgedRule *rule = &out->rules.items[i];
    if (rule->causes.count) qsort(rule->causes.items, rule->causes.count, sizeof *rule->causes.items, compare_causes);
  }
}

static bool differs(const Backtest *out) {
  for (size_t i = 0; i < out->rules.count; i++)
    if (out->rules.items[i].kind != CONTRAST_WORDS) return true;
  return false;
}

bool backtest_run(Session *s, Arena *a, const BacktestRequest *request, Backtest *out, Err *err) {
  Compared t = {.s = s, .a = a, .request = request, .question = {.arena = a}, .part = {.arena = a}, .out = out};
  t.tail = &t.head;
  *out = (Backtest){.pack = ""};
  bool good = session_judge(s, err) && open_judges(&t, err) && open_pool(&t, err) && ask_rules(&t, err) &&
              (!differs(out) || ask_all(&t, err)) && tell_worst(&t, err);
  sort_causes(out);
  pool_close(t.pool), judge_close(t.before), judge_close(t.after);
  return good;
}
