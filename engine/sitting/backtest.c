#include "sitting/backtest.h"

#include "judging/pool.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Cases that are read at a time; bytes of one question, in which the rules are compared anew. */
enum { PAGE = 2000, QUESTION_BYTES = 1 << 18, WORKERS_MOST = 8 };

typedef struct Compared {
  Session *s;
  Arena *a;
  const BacktestRequest *request;
  Judge *before, *after;
  Pool *pool;
  RejudgeKind asked; /* what the answers are to */
  Arena page, work;  /* of what is read, and of one question and its answer */
  Backtest *out;
  size_t done;
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
    PackInfo other, *list;
    size_t count = judge_packs(judge, &s->run, &list);
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

/* ---- questions ---- */

/* A worker died at one of these cases: they are told as not judged, and the others go on. */
static bool lose(Compared *t, const PoolAnswer *answer) {
  if (t->asked != REJUDGE_COUNT) return false;
  t->out->sum.unread += (int64_t)answer->tag;
  t->out->fault =
      arena_printf(t->a, "%s%s%s", answer->fault->where, *answer->fault->where ? ": " : "", answer->fault->text);
  return true;
}

/* Answers come in the order of questions, all of one kind. */
static bool take_answer(void *context, const PoolAnswer *answer, Err *err) {
  Compared *t = context;
  if (answer->fault && lose(t, answer)) return true;
  if (answer->fault) return fail(err, answer->fault->kind, answer->fault->where, "%s", answer->fault->text);
  if (t->asked == REJUDGE_RULES) return rejudge_read_rules(t->a, answer->bytes, answer->len, &t->out->rules, err);
  if (t->asked == REJUDGE_COUNT)
    return rejudge_read_count(t->a, answer->bytes, answer->len, &t->out->rules, &t->out->sum, err);
  return rejudge_read_told(t->a, answer->bytes, answer->len, &t->out->rules,
                           &t->out->cases.items[t->out->cases.count - 1].told, err);
}

static bool open_pool(Compared *t, Err *err) {
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  Judge *const judges[] = {t->before, t->after};
  const PoolOptions options = {.job = JOB_REJUDGE,
                               .workers = processors < 1              ? 1
                                          : processors > WORKERS_MOST ? WORKERS_MOST
                                                                      : (int)processors,
                               .take = take_answer,
                               .context = t};
  t->pool = pool_open(judges, ARRAY_LEN(judges), &options, err);
  return t->pool;
}

/* count: cases in the question. Waits for all that was asked before another kind of question is. */
static bool put(Compared *t, RejudgeKind kind, const Text *question, size_t count, Err *err) {
  t->asked = kind;
  return pool_put(t->pool, count, question->data, question->len, err);
}

static bool ask_rules(Compared *t, Err *err) {
  Text question = {.arena = &t->work};
  rejudge_ask(&question, REJUDGE_RULES);
  return put(t, REJUDGE_RULES, &question, 0, err) && pool_finish(t->pool, err);
}

/* One question about the first of these cases; *asked: how many. */
static bool ask_some(Compared *t, const StoredSnapshot *items, size_t count, size_t *asked, Err *err) {
  Text question = {.arena = &t->work};
  rejudge_ask(&question, REJUDGE_COUNT);
  for (*asked = 0; *asked < count && question.len < QUESTION_BYTES; ++*asked)
    rejudge_add(&question, items[*asked].id, items[*asked].bytes, items[*asked].len);
  return put(t, REJUDGE_COUNT, &question, *asked, err);
}

static bool ask_page(Compared *t, const StoredSnapshot *items, size_t count, Err *err) {
  size_t asked;
  for (size_t done = 0; done < count; done += asked) {
    bool good = ask_some(t, items + done, count - done, &asked, err);
    arena_reset(&t->work);
    if (!good) return false;
    t->done += asked;
    if (t->request->told) t->request->told(t->request->context, t->done, t->request->sample);
  }
  return true;
}

/* ---- which cases ---- */

static bool judge_every(Compared *t, Err *err) {
  StoredSnapshot *items;
  StoreId after = 0;
  bool good = true;
  for (size_t count = PAGE; good && count == PAGE;) {
    good = store_list_snapshots(t->s->store, &t->page, t->request->since, after, PAGE, &items, &count, err) &&
           ask_page(t, items, count, err);
    if (good && count) after = items[count - 1].id;
    arena_reset(&t->page);
  }
  return good;
}

/* The last of all and the others at equal distances before it. */
static bool judge_sample(Compared *t, Err *err) {
  StoreId last = 0, done = 0;
  size_t count, sample = t->request->sample;
  if (!store_last_result(t->s->store, &last, err)) return false;
  LIST(StoredSnapshot) list = {0};
  bool good = true;
  for (size_t i = 1; good && last && i <= sample; i++) {
    StoreId wanted = (StoreId)((double)last * (double)i / (double)sample);
    StoreId after = wanted - 1 > done ? wanted - 1 : done;
    StoredSnapshot *item;
    good = store_list_snapshots(t->s->store, &t->page, 0, after, 1, &item, &count, err);
    if (good && count) *LIST_ADD(&t->page, &list) = *item, done = item->id;
    if (!good || (list.count < PAGE && i < sample)) continue;
    good = ask_page(t, list.items, list.count, err);
    list.items = NULL, list.count = list.cap = 0;
    arena_reset(&t->page);
  }
  return good;
}

/* ---- the worst ---- */

static int compare_moved(const void *left, const void *right) {
  const Moved *a = left, *b = right;
  if (a->stops != b->stops) return a->stops > b->stops ? -1 : 1;
  if (a->findings != b->findings) return a->findings > b->findings ? -1 : 1;
  if (a->program != b->program) return a->program > b->program ? -1 : 1;
  return (a->id > b->id) - (a->id < b->id);
}

static bool tell_case(Compared *t, const Moved *moved, Err *err) {
  Text question = {.arena = &t->work};
  StoredResult record;
  if (!store_get_result(t->s->store, &t->work, moved->id, &record, err)) return false;
  rejudge_ask(&question, REJUDGE_TELL);
  rejudge_add(&question, moved->id, record.snapshot, record.snapshot_len);
  BacktestCase *one = LIST_ADD(t->a, &t->out->cases);
  *one =
      (BacktestCase){.moved = *moved, .patient = arena_copy(t->a, record.result.patient), .date = record.result.date};
  return put(t, REJUDGE_TELL, &question, 1, err) && pool_finish(t->pool, err);
}

static bool tell_worst(Compared *t, Err *err) {
  Rejudged *sum = &t->out->sum;
  bool good = true;
  if (sum->moved.count) qsort(sum->moved.items, sum->moved.count, sizeof *sum->moved.items, compare_moved);
  for (size_t i = 0; good && i < sum->moved.count && i < t->request->most; i++) {
    good = tell_case(t, &sum->moved.items[i], err);
    arena_reset(&t->work);
  }
  return good;
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
  Compared t = {.s = s, .a = a, .request = request, .out = out};
  *out = (Backtest){.pack = ""};
  bool good = session_judge(s, err) && open_judges(&t, err) && open_pool(&t, err) && ask_rules(&t, err);
  if (good && differs(out)) good = request->sample ? judge_sample(&t, err) : judge_every(&t, err);
  good = good && pool_finish(t.pool, err) && tell_worst(&t, err);
  sort_causes(out);
  pool_close(t.pool), judge_close(t.before), judge_close(t.after);
  arena_free(&t.page), arena_free(&t.work);
  return good;
}
