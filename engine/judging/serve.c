#include "judging/serve.h"

#include "judging/job.h"
#include "judging/letter.h"
#include "judging/wire.h"
#include "script/loader.h"
#include "script/rowcode.h"

#include <string.h>
#include <unistd.h>

typedef struct Service {
  Mark *mark;
  const Catalog *catalog;
  Catalog sent;                    /* one that came as files */
  Arena keep;                      /* as long as the process: texts of packs, the catalog sent */
  Arena run;                       /* one question */
  Arena item;                      /* one item of a batch */
  Arena part;                      /* of an item */
  Arbiter *arbiters[JOB_ARBITERS]; /* one a set of packs */
  Text out;                        /* the answer */
  Text answers;                    /* of a batch: its room is used again */
} Service;

/* ---- letters ---- */

static _Noreturn void leave(void) { _exit(0); }

static void tell(const Service *s, WireKind kind) {
  if (letter_send(CONFINE_SOCKET, kind, text_get(&s->out), s->out.len, LETTER_EVER) != LETTER_DONE) leave();
}

static Letter hear(Arena *a) {
  Letter letter;
  if (letter_receive(CONFINE_SOCKET, a, &letter, LETTER_EVER) != LETTER_DONE) leave();
  return letter;
}

/* A question that is not as it must be: whoever asks and whoever answers are not the same program. */
static bool not_understood(Err *err) { return fail(err, ERR_LIMIT, NULL, "a question to a worker cannot be read"); }

/* What a struct of our own lacks is a mistake of ours, told instead of half an answer. */
static bool put(Service *s, const Layout *shape, const void *value, Err *err) {
  return shape_put(&s->out, shape, value) || fail(err, ERR_LIMIT, NULL, "an answer of a worker cannot be written");
}

static bool put_rows(Service *s, const Layout *shape, const void *rows, size_t count, Err *err) {
  return shape_put_rows(&s->out, shape, rows, count) ||
         fail(err, ERR_LIMIT, NULL, "an answer of a worker cannot be written");
}

/* A pack that another requires is asked for: the answer comes before any other question. */
static bool find(void *context, const char *id, const char *from, PackSource *source, Err *err) {
  Service *s = context;
  size_t found;
  const Text before = s->out;
  s->out = (Text){.arena = &s->run};
  shape_put_text(&s->out, id), shape_put_text(&s->out, from);
  tell(s, WIRE_NEED);
  s->out = before;
  const Letter letter = hear(&s->keep);
  ShapeReader in = {letter.body, letter.body + letter.len};
  if (letter.kind != WIRE_FOUND || !shape_get_size(&in, &found)) return not_understood(err);
  if (found) return shape_get(&in, &s->keep, &source_shape, source) || not_understood(err);
  return wire_get_err(&in, err) ? false : not_understood(err);
}

/* ---- questions: each reads what it needs and adds its answer ---- */

typedef struct Asking { /* one question while it is answered */
  Arbiter *arbiter;
  ShapeReader in;
  Diags diags;
} Asking;

typedef bool Answering(Service *s, Asking *q, Err *err);

static bool get_case(Service *s, Asking *q, Case *c, Err *err) {
  *c = (Case){.patient.code = ""};
  if (!shape_get(&q->in, &s->run, &case_shape, c)) return not_understood(err);
  c->patient.code = "";
  return true;
}

static bool get_rule(Asking *q, const char **rule, Side *side, Err *err) {
  int number;
  if (!shape_get_text(&q->in, false, rule) || !shape_get_whole(&q->in, SIDE_BOTH, SIDE_RIGHT, &number))
    return not_understood(err);
  *side = (Side)number;
  return true;
}

static bool load(Service *s, Asking *q, Err *err) {
  PackSource source;
  PackInfo info, *packs;
  size_t at = 0;
  if (!shape_get(&q->in, &s->run, &source_shape, &source)) return not_understood(err);
  source.path = arena_copy(&s->keep, source.path);
  source.data = arena_copy_n(&s->keep, source.data, source.len);
  if (!arbiter_load(q->arbiter, &s->run, &source, &info, &q->diags, err)) return false;
  size_t count = arbiter_packs(q->arbiter, &s->run, &packs);
  while (at < count && strcmp(packs[at].id, info.id) != 0) at++;
  shape_put_size(&s->out, at);
  if (!put_rows(s, &pack_shape, packs, count, err)) return false;
  rowcode_put(&s->out, s->catalog, arbiter_catalog(q->arbiter));
  return true;
}

static bool lint(Service *s, Asking *q, Err *err) {
  PackSource source;
  const char *id;
  if (!shape_get(&q->in, &s->run, &source_shape, &source) || !shape_get_text(&q->in, false, &id))
    return not_understood(err);
  arbiter_lint(q->arbiter, &s->run, &source, id, &q->diags);
  return true;
}

static bool judge_case(Service *s, Asking *q, Err *err) {
  Case c;
  Result result;
  return get_case(s, q, &c, err) && arbiter_evaluate(q->arbiter, &s->run, &c, &result, err) &&
         put(s, &result_shape, &result, err);
}

static bool explain(Service *s, Asking *q, Err *err) {
  Case c;
  const char *rule;
  Side side;
  Explanation *list;
  size_t count;
  return get_case(s, q, &c, err) && get_rule(q, &rule, &side, err) &&
         arbiter_explain(q->arbiter, &s->run, &c, rule, side, &list, &count, err) &&
         put_rows(s, &explanation_shape, list, count, err);
}

static bool scales(Service *s, Asking *q, Err *err) {
  Case c;
  void *rules;
  size_t count;
  if (!get_case(s, q, &c, err)) return false;
  if (!shape_get_rows(&q->in, &s->run, &judged_shape, &rules, &count)) return not_understood(err);
  Scale *list = arena_array(&s->run, count, sizeof *list);
  arbiter_scales(q->arbiter, &s->run, &c, rules, count, list);
  return put_rows(s, &scale_shape, list, count, err);
}

static bool overruled(Service *s, Asking *q, Err *err) {
  const char *rule;
  Side side, first;
  Override out = {0};
  size_t count;
  if (!get_rule(q, &rule, &side, err) || !arbiter_overruled(q->arbiter, &s->run, rule, side, &out, &first, &count, err))
    return false;
  shape_put_text(&s->out, out.pack), shape_put_text(&s->out, out.rule);
  shape_put_whole(&s->out, (int)first), shape_put_size(&s->out, count);
  return true;
}

static bool whynot(Service *s, Asking *q, Err *err) {
  Case c;
  const char *rule;
  Side side;
  WhyNot *list;
  size_t count;
  return get_case(s, q, &c, err) && get_rule(q, &rule, &side, err) &&
         arbiter_whynot(q->arbiter, &s->run, &c, rule, side, &list, &count, err) &&
         put_rows(s, &whynot_shape, list, count, err);
}

static bool goals(Service *s, Asking *q, Err *err) {
  Case c;
  Goals out;
  return get_case(s, q, &c, err) && arbiter_goals(q->arbiter, &s->run, &c, &out, err) &&
         put(s, &goals_shape, &out, err);
}

static bool sweep(Service *s, Asking *q, Err *err) {
  Case c;
  void *ends;
  size_t count;
  Sweep out;
  if (!get_case(s, q, &c, err)) return false;
  if (!shape_get_rows(&q->in, &s->run, &measure_shape, &ends, &count) || count < 1 || count > 2)
    return not_understood(err);
  return arbiter_sweep(q->arbiter, &s->run, &c, ends, count, &out, err) && put(s, &sweep_shape, &out, err);
}

static bool whatif(Service *s, Asking *q, Err *err) {
  Case c;
  void *measures, *answers;
  size_t measure_count, answer_count;
  WhatIf out;
  if (!get_case(s, q, &c, err)) return false;
  if (!shape_get_rows(&q->in, &s->run, &measure_shape, &measures, &measure_count) ||
      !shape_get_rows(&q->in, &s->run, &answer_shape, &answers, &answer_count))
    return not_understood(err);
  return arbiter_whatif(q->arbiter, &s->run, &c, measures, measure_count, answers, answer_count, &out, err) &&
         put(s, &whatif_shape, &out, err);
}

static bool next(Service *s, Asking *q, Err *err) {
  Case c;
  Next out;
  return get_case(s, q, &c, err) && arbiter_next(q->arbiter, &s->run, &c, &out, err) && put(s, &next_shape, &out, err);
}

static bool grounds(Service *s, Asking *q, Err *err) {
  Case c;
  Grounds out;
  return get_case(s, q, &c, err) && arbiter_grounds(q->arbiter, &s->run, &c, &out, err) &&
         put(s, &grounds_shape, &out, err);
}

static bool test(Service *s, Asking *q, Err *err) {
  TestRequest request;
  TestReply reply;
  if (!shape_get(&q->in, &s->run, &test_request_shape, &request)) return not_understood(err);
  return arbiter_test(q->arbiter, &s->run, &request, &reply, &q->diags, err) && put(s, &test_reply_shape, &reply, err);
}

static bool ban(Service *s, Asking *q, Err *err) {
  int pack, rule;
  (void)s;
  if (!shape_get_whole(&q->in, 1, SHAPE_WHOLE_MOST, &pack) || !shape_get_whole(&q->in, 1, SHAPE_WHOLE_MOST, &rule))
    return not_understood(err);
  arbiter_ban(q->arbiter, pack, rule);
  return true;
}

/* ---- batches ---- */

/* Whether it is an answer, and its bytes or the fault behind their length, which is known when they are there. */
static void answer_item(Service *s, const JobRoom *room, JobKind job, const char *item, size_t len) {
  uint32_t head[2] = {1, 0};
  Err fault = {0};
  Text *out = &s->answers;
  size_t from = out->len;
  arena_reset(&s->item);
  text_add_n(out, (const char *)head, sizeof head);
  if (!job_runs[job](room, &s->item, item, len, out, &fault)) {
    out->len = from + sizeof head, head[0] = 0;
    wire_put_err(out, &fault);
  }
  head[1] = (uint32_t)(out->len - from - sizeof head);
  memcpy(out->data + from, head, sizeof head);
}

static bool work(Service *s, Asking *q, Err *err) {
  int job, asked;
  int done = 0;
  size_t len;
  const char *item;
  JobRoom room = {.arbiters = s->arbiters, .work = &s->part};
  while (room.count < JOB_ARBITERS && s->arbiters[room.count]) room.count++;
  if (!shape_get_whole(&q->in, 0, JOB_COUNT - 1, &job) || !shape_get_whole(&q->in, 0, SHAPE_WHOLE_MOST, &asked))
    return not_understood(err);
  room.asked = (uint32_t)asked;
  job_prepare(&room, (JobKind)job, &s->run);
  s->answers.len = 0;
  while (!shape_at_end(&q->in)) {
    if (!shape_get_bytes(&q->in, &item, &len) || !item) return not_understood(err);
    s->mark->item = ++done;
    answer_item(s, &room, (JobKind)job, item, len);
  }
  s->mark->item = 0;
  s->out = s->answers;
  return true;
}

/* ---- one question after the other ---- */

static Answering *const answering[WIRE_QUESTIONS] = {
    [WIRE_LOAD] = load,       [WIRE_LINT] = lint,     [WIRE_EVALUATE] = judge_case,
    [WIRE_EXPLAIN] = explain, [WIRE_SCALES] = scales, [WIRE_OVERRULED] = overruled,
    [WIRE_WHYNOT] = whynot,   [WIRE_GOALS] = goals,   [WIRE_SWEEP] = sweep,
    [WIRE_WHATIF] = whatif,   [WIRE_NEXT] = next,     [WIRE_GROUNDS] = grounds,
    [WIRE_TEST] = test,       [WIRE_BAN] = ban,       [WIRE_WORK] = work};

/* The catalog that was sent stays: its texts are kept with it. */
static bool open_catalog(Service *s, ShapeReader *in, Diags *diags, Err *err) {
  void *rows;
  size_t count, len = (size_t)(in->end - in->at);
  const char *body = arena_copy_n(&s->keep, in->at, len);
  ShapeReader kept = {body, body + len};
  if (!shape_get_rows(&kept, &s->keep, &file_shape, &rows, &count)) return not_understood(err);
  const WireFile *from = rows;
  FileText *files = arena_array(&s->keep, count, sizeof *files);
  for (size_t i = 0; i < count; i++) files[i] = (FileText){from[i].name, from[i].text, from[i].len};
  s->sent = (Catalog){.arena = &s->keep};
  s->catalog = &s->sent;
  return loader_load_files(&s->sent, "the catalog", files, count, diags, err);
}

static Arbiter *arbiter_of(Service *s, size_t set) {
  if (set >= JOB_ARBITERS || !s->catalog) return NULL;
  if (!s->arbiters[set]) {
    s->arbiters[set] = arbiter_open(s->catalog);
    arbiter_find_by(s->arbiters[set], find, s);
    arbiter_watch(s->arbiters[set], s->mark, (int)set);
  }
  return s->arbiters[set];
}

static bool answer(Service *s, const Letter *letter, Asking *q, Err *err) {
  size_t set;
  if (letter->kind == WIRE_OPEN) return open_catalog(s, &q->in, &q->diags, err);
  if (letter->kind >= WIRE_QUESTIONS || !answering[letter->kind] || !shape_get_size(&q->in, &set))
    return not_understood(err);
  q->arbiter = arbiter_of(s, set);
  return q->arbiter ? answering[letter->kind](s, q, err) : not_understood(err);
}

static void serve_one(Service *s) {
  Err err = {0};
  arena_reset(&s->run);
  const Letter letter = hear(&s->run);
  Asking q = {.in = {letter.body, letter.body + letter.len}, .diags = {.arena = &s->run}};
  s->out = (Text){.arena = &s->run};
  bool good = answer(s, &letter, &q, &err);
  if (!good) s->out.len = 0, wire_put_err(&s->out, &err);
  wire_put_diags(&s->out, &q.diags);
  if (s->out.data == s->answers.data) s->answers = s->out;
  if (s->out.len <= LETTER_MOST) {
    tell(s, good ? WIRE_DONE : WIRE_FAILED);
    return;
  }
  err = (Err){0};
  fail(&err, ERR_LIMIT, NULL, "the answer is larger than %d MiB", LETTER_MOST >> 20);
  s->out.len = 0, wire_put_err(&s->out, &err), wire_put_diags(&s->out, &(Diags){0});
  tell(s, WIRE_FAILED);
}

_Noreturn void serve(Mark *mark, const Catalog *catalog, Confinement confinement) {
  Service s = {.mark = mark, .catalog = catalog};
  s.answers = (Text){.arena = &s.keep};
  s.out = (Text){.arena = &s.run};
  shape_put_whole(&s.out, (int)confinement);
  tell(&s, WIRE_READY);
  for (;;) serve_one(&s);
}
