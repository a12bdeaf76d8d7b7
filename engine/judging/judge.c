#include "judging/judge.h"

#include "facts/schedule.h"
#include "judging/wire.h"
#include "judging/worker.h"
#include "script/rowcode.h"

#include <math.h>
#include <string.h>

enum {
  DEATHS_MOST = 3, /* of one rule before it is banned */
  TRIES_MOST = 5,  /* when somebody kills the process */
  WEEKS_MOST = 520 /* of a program: ten years */
};

typedef struct Fetched { /* a pack that another required */
  const char *id, *from;
  PackSource source;
} Fetched;

typedef struct Toll { /* deaths at one rule, by the numbers of a mark */
  int pack, rule, deaths;
} Toll;

struct Judge {
  const Catalog *catalog; /* shared */
  const Catalog *rows;    /* with those of the packs */
  Arena arena;            /* texts of packs and what the process said of them */
  Worker worker;
  LIST(PackSource) asked; /* what a new process loads, in this order */
  LIST(Fetched) found;    /* and is given when it asks */
  PackInfo *packs;        /* all of them, as the process described them last */
  size_t pack_count;
  LIST(Toll) tolls;
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
  worker_end(&judge->worker);
  Arena arena = judge->arena; /* the judge itself lives in it */
  arena_free(&arena);
}

void judge_find_by(Judge *judge, PackFind *find, void *context) { judge->find = find, judge->find_context = context; }

const Catalog *judge_catalog(const Judge *judge) { return judge->rows; }

const char *judge_rule_id(const Judge *judge, size_t index) {
  for (size_t i = 0; i < judge->pack_count; i++) {
    const PackInfo *pack = &judge->packs[i];
    if (index < pack->rule_count) return pack->rules[index].id;
    index -= pack->rule_count;
  }
  return NULL;
}

/* ---- a question and its answer ---- */

typedef struct Asking {
  Judge *judge;
  Worker *worker;
  Arena *a; /* of the answer */
  WireKind kind;
  Text body;
  int times;        /* how many times the usual patience it may take */
  const char *who;  /* whose case it is; NULL: it is about a pack */
  const char *path; /* of that pack */
  Diags *diags;
  ShapeReader in; /* the answer */
} Asking;

/* With room for the question, which begins with the set of packs. */
static Asking question(Judge *judge, Arena *a, WireKind kind, int times) {
  Asking q = {.judge = judge, .worker = &judge->worker, .a = a, .kind = kind, .body = {.arena = a}, .times = times};
  shape_put_size(&q.body, 0);
  return q;
}

static int64_t until(int times) { return letter_now() + worker_patience(times); }

/* A text that was sent; NULL: no such one. */
static const PackSource *source_of(const Judge *judge, const char *path) {
  for (size_t i = 0; i < judge->asked.count; i++)
    if (strcmp(judge->asked.items[i].path, path) == 0) return &judge->asked.items[i];
  for (size_t i = 0; i < judge->found.count; i++)
    if (strcmp(judge->found.items[i].source.path, path) == 0) return &judge->found.items[i].source;
  return NULL;
}

/* Gives the worker a pack that it needs, from what was found before or from who knows. It may need one only for a
 * pack that it has: files are looked for beside that. */
static bool hand_over(Asking *q, const Letter *letter) {
  const char *id, *from;
  Judge *judge = q->judge;
  Err fault = {0};
  Text body = {.arena = q->a};
  const Fetched *found = NULL;
  ShapeReader in = {letter->body, letter->body + letter->len};
  if (!shape_get_text(&in, false, &id) || !shape_get_raw(&in, false, &from) || !shape_at_end(&in)) return false;
  if (!source_of(judge, from) && !(q->path && strcmp(q->path, from) == 0)) return false;
  for (size_t i = 0; i < judge->found.count && !found; i++)
    if (strcmp(judge->found.items[i].id, id) == 0 && strcmp(judge->found.items[i].from, from) == 0)
      found = &judge->found.items[i];
  PackSource source;
  if (!found && !judge->find) fail(&fault, ERR_SCRIPT, NULL, "it is not loaded");
  if (!found && judge->find && judge->find(judge->find_context, id, from, &source, &fault)) {
    Fetched *kept = LIST_ADD(&judge->arena, &judge->found);
    *kept = (Fetched){arena_copy(&judge->arena, id), arena_copy(&judge->arena, from), source};
    kept->source.path = arena_copy(&judge->arena, source.path);
    kept->source.data = arena_copy_n(&judge->arena, source.data, source.len);
    found = kept;
  }
  shape_put_size(&body, found != NULL);
  if (found) shape_put(&body, &source_shape, &found->source);
  if (!found) wire_put_err(&body, &fault);
  return worker_tell(q->worker, WIRE_FOUND, text_get(&body), body.len, until(1));
}

/* Sends the question and waits for the answer. gives true: WIRE_DONE or WIRE_FAILED in *letter. */
static bool converse(Asking *q, Letter *letter, Err *err) {
  int64_t end = until(q->times);
  if (!worker_tell(q->worker, q->kind, text_get(&q->body), q->body.len, end)) return false;
  while (worker_hear(q->worker, q->a, letter, end, err)) {
    if (letter->kind == WIRE_DONE || letter->kind == WIRE_FAILED) return true;
    if (letter->kind != WIRE_NEED || !hand_over(q, letter)) break;
  }
  if (q->worker->why == DEATH_NONE) q->worker->why = DEATH_FORGED;
  return false;
}

/* ---- deaths ---- */

/* Counts a death at a rule; true: it was the last that is borne. */
static bool count_death(Judge *judge, int pack, int rule) {
  Toll *toll = NULL;
  for (size_t i = 0; i < judge->tolls.count && !toll; i++)
    if (judge->tolls.items[i].pack == pack && judge->tolls.items[i].rule == rule) toll = &judge->tolls.items[i];
  if (!toll) toll = LIST_ADD(&judge->arena, &judge->tolls), toll->pack = pack, toll->rule = rule;
  return ++toll->deaths == DEATHS_MOST;
}

/* "pack 'x', rule 'y' (left), patient P7": as far as the mark is to be believed. */
static const char *place_of(const Judge *judge, Arena *a, int pack, int rule, int side, const char *who) {
  Text text = {.arena = a};
  if (pack)
    text_addf(&text, "pack '%s', rule '%s'", judge->packs[pack - 1].id, judge->packs[pack - 1].rules[rule - 1].id);
  if (pack && side > SIDE_BOTH && side <= SIDE_RIGHT) text_addf(&text, " (%s)", side_names[side]);
  if (who && *who) text_addf(&text, "%s%s", text.len ? ", " : "", who);
  if (text.len) text_add(&text, ": ");
  return text_get(&text);
}

bool judge_bury(Judge *judge, Worker *worker, const char *who, bool *banned, Err *err) {
  Arena a = {0};
  int pack = worker->lives ? worker->child.mark->pack : 0, rule = worker->lives ? worker->child.mark->rule : 0;
  int side = worker->lives ? worker->child.mark->side : 0;
  Death death = worker_end(worker);
  bool last = false;
  if (banned) *banned = false;
  if (death == DEATH_NONE || death == DEATH_KILLED || err->kind != ERR_NONE) return false;
  if (death == DEATH_CANCELLED) return fail(err, ERR_LIMIT, NULL, "cancelled");
  if (pack < 1 || (size_t)pack > judge->pack_count || rule < 1 || (size_t)rule > judge->packs[pack - 1].rule_count)
    pack = 0;
  const char *path = pack ? judge->packs[pack - 1].path : NULL;
  bool limit = death == DEATH_HANG || death == DEATH_MEMORY;
  if (pack && banned) *banned = last = count_death(judge, pack, rule);
  fail(err, limit ? ERR_LIMIT : ERR_SCRIPT, path, "%sthe process that judges %s%s",
       place_of(judge, &a, pack, rule, side, who), death_sentence(&a, death),
       last ? ", for the third time: the functions of this rule are left out from now on" : "");
  arena_free(&a);
  return false;
}

/* The fault of a question at which the process died; none when the question may be asked again. */
static bool mourn(Asking *q, Err *err) {
  bool banned;
  Err fault = {0};
  const char *who = q->who && *q->who ? arena_printf(q->a, "patient %s", q->who) : NULL;
  judge_bury(q->judge, q->worker, who, &banned, err->kind == ERR_NONE ? &fault : err);
  if (fault.kind == ERR_NONE) return false;
  return fail(err, fault.kind, *fault.where ? fault.where : q->path, "%s", fault.text);
}

/* ---- a process and what it has to know ---- */

/* Bans hold for a new process as well. */
static bool teach_bans(Judge *judge, Asking *q, size_t set, Err *err) {
  for (size_t i = 0; i < judge->tolls.count; i++) {
    const Toll *toll = &judge->tolls.items[i];
    Letter letter;
    if (toll->deaths < DEATHS_MOST) continue;
    q->kind = WIRE_BAN, q->body = (Text){.arena = q->a};
    shape_put_size(&q->body, set), shape_put_whole(&q->body, toll->pack), shape_put_whole(&q->body, toll->rule);
    if (!converse(q, &letter, err)) return false;
  }
  return true;
}

/* Another catalog than the one that the process began with, as files. */
static bool teach_catalog(Judge *judge, Asking *q, Err *err) {
  const Catalog *wanted = judge->catalog;
  WireFile files[ROWS_COUNT + 1];
  size_t count = 0;
  Letter letter;
  for (size_t i = 0; i < ARRAY_LEN(files); i++)
    if (wanted->files[i].name)
      files[count++] = (WireFile){wanted->files[i].name, wanted->files[i].text, strlen(wanted->files[i].text)};
  q->kind = WIRE_OPEN, q->body = (Text){.arena = q->a};
  shape_put_rows(&q->body, &file_shape, files, count);
  return converse(q, &letter, err) && letter.kind == WIRE_DONE;
}

bool judge_teach(Judge *judge, Worker *worker, size_t set, Err *err) {
  Arena a = {0};
  Asking q = {.judge = judge, .worker = worker, .a = &a, .times = 1};
  Letter letter = {0};
  bool good = set > 0 || worker_knows(judge->catalog) || teach_catalog(judge, &q, err);
  for (size_t i = 0; good && i < judge->asked.count; i++) {
    q.kind = WIRE_LOAD, q.body = (Text){.arena = &a};
    shape_put_size(&q.body, set), shape_put(&q.body, &source_shape, &judge->asked.items[i]);
    good = converse(&q, &letter, err) && letter.kind == WIRE_DONE;
  }
  good = good && teach_bans(judge, &q, set, err);
  arena_free(&a);
  return good;
}

bool judge_lend(Judge *judge, Worker *worker) {
  *worker = judge->worker;
  judge->worker = (Worker){0};
  return worker->lives;
}

static bool has_worker(Judge *judge, Err *err) {
  if (judge->worker.lives) return true;
  if (!worker_prepare(judge->catalog, err)) return false;
  return worker_start(&judge->worker, err) && judge_teach(judge, &judge->worker, 0, err);
}

/* Asks; a process that was killed from outside is replaced, and asked again.
 * gives true and the answer in q->in. fails with the fault of the answer, or of the process. */
static bool ask(Asking *q, Err *err) {
  Letter letter = {0};
  for (int tries = 0; tries < TRIES_MOST; tries++) {
    Err fault = {0};
    if (has_worker(q->judge, &fault) && converse(q, &letter, &fault)) {
      q->in = (ShapeReader){letter.body, letter.body + letter.len};
      if (letter.kind == WIRE_DONE) return true;
      if (wire_get_err(&q->in, err) && (!q->diags || wire_get_diags(&q->in, q->diags))) return false;
      q->worker->why = DEATH_FORGED;
    }
    if (fault.kind == ERR_NONE) mourn(q, &fault);
    if (fault.kind != ERR_NONE) {
      worker_end(q->worker);
      return fail(err, fault.kind, fault.where, "%s", fault.text);
    }
  }
  return fail(err, ERR_LIMIT, NULL, "the process that judges was killed from outside again and again");
}

static bool judge_forged(Asking *q, Err *err) {
  q->worker->why = DEATH_FORGED;
  return mourn(q, err);
}

/* Was the answer, read as `read` says, whole and sound? */
static bool accept(Asking *q, bool read, Err *err) {
  Diags diags = {.arena = q->a};
  return (read && wire_get_diags(&q->in, q->diags ? q->diags : &diags) && shape_at_end(&q->in)) || judge_forged(q, err);
}

/* ---- packs ---- */

static const PackInfo *pack_of(const PackInfo *packs, size_t count, const char *id) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(packs[i].id, id) == 0) return &packs[i];
  return NULL;
}

/* Over the texts that were sent, not what the process says of them. */
static bool hash_pack(const Judge *judge, Arena *a, PackInfo *packs, size_t count, PackInfo *pack) {
  size_t required = 0;
  while (pack->closure[required]) required++;
  HashFile *files = arena_array(a, required + 1, sizeof *files);
  for (size_t i = 0; i <= required; i++) {
    const PackInfo *part = i ? pack_of(packs, count, pack->closure[i - 1]) : pack;
    const PackSource *source = part ? source_of(judge, part->path) : NULL;
    if (!source) return false;
    files[i] = (HashFile){part->id, source->data, source->len};
  }
  pack->hash = hash_set(files, required + 1);
  return true;
}

static bool is_sound_pack(const PackInfo *pack) {
  if (!text_is_id(pack->id) || !pack->closure || !pack->required_by) return false;
  for (size_t i = 0; i < pack->rule_count; i++)
    if (!pack->rules[i].cites) return false;
  return true;
}

/* Reads descriptions of packs. */
static bool read_packs(const Judge *judge, Arena *a, ShapeReader *in, PackInfo **packs, size_t *count) {
  void *rows;
  if (!shape_get_rows(in, a, &pack_shape, &rows, count)) return false;
  *packs = rows;
  for (size_t i = 0; i < *count; i++)
    if (!is_sound_pack(&(*packs)[i])) return false;
  for (size_t i = 0; i < *count; i++)
    if (!hash_pack(judge, a, *packs, *count, &(*packs)[i])) return false;
  return true;
}

size_t judge_packs(const Judge *judge, const PackInfo **list) {
  *list = judge->packs;
  return judge->pack_count;
}

/* What the process says of its packs, kept in the judge's arena. */
static bool take_packs(Asking *q, size_t *at) {
  Judge *judge = q->judge;
  PackInfo *packs;
  size_t count, len = (size_t)(q->in.end - q->in.at);
  const char *copy = arena_copy_n(&judge->arena, q->in.at, len);
  q->in = (ShapeReader){copy, copy + len};
  if (!shape_get_size(&q->in, at)) return false;
  if (!read_packs(judge, &judge->arena, &q->in, &packs, &count) || *at >= count) return false;
  const Catalog *rows = rowcode_get(&q->in, &judge->arena, judge->catalog);
  if (!rows) return false;
  judge->rows = rows, judge->packs = packs, judge->pack_count = count;
  return true;
}

bool judge_load(Judge *judge, Arena *a, const PackSource *source, PackInfo *info, Diags *diags, Err *err) {
  size_t at, asked = judge->asked.count, found = judge->found.count;
  Asking q = question(judge, a, WIRE_LOAD, 1);
  const Judge before = *judge;
  q.path = source->path, q.diags = diags;
  shape_put(&q.body, &source_shape, source);
  bool good = ask(&q, err);
  if (good) {
    PackSource *kept = LIST_ADD(&judge->arena, &judge->asked);
    *kept = (PackSource){arena_copy(&judge->arena, source->path),
                         arena_copy_n(&judge->arena, source->data, source->len), source->len};
    good = accept(&q, take_packs(&q, &at), err);
  }
  if (good) {
    *info = judge->packs[at];
    return true;
  }
  judge->asked.count = asked, judge->found.count = found;
  judge->rows = before.rows, judge->packs = before.packs, judge->pack_count = before.pack_count;
  return false;
}

void judge_lint(Judge *judge, Arena *a, const PackSource *source, const char *id, Diags *diags) {
  enum { TIMES = 3 };
  Err err = {0};
  Asking q = question(judge, a, WIRE_LINT, TIMES);
  q.path = source->path, q.diags = diags;
  shape_put(&q.body, &source_shape, source), shape_put_text(&q.body, id);
  if (!ask(&q, &err) || !accept(&q, true, &err)) diags_add(diags, DIAG_ERROR, source->path, 0, 0, "%s", err.text);
}

/* ---- what comes back is looked at ---- */

static bool is_rule(const Judge *judge, const char *pack, const char *rule) {
  const PackInfo *in = pack_of(judge->packs, judge->pack_count, pack);
  for (size_t i = 0; in && i < in->rule_count; i++)
    if (strcmp(in->rules[i].id, rule) == 0) return true;
  return false;
}

static bool is_sound_finding(const Judge *judge, const Finding *f) {
  return is_rule(judge, f->pack, f->rule) && f->cites && !(f->certainty < 0) && !(f->certainty > 1);
}

/* About that very day: what is stored is stored under it. */
static bool is_sound_result(const Judge *judge, Day day, const Result *r) {
  if (r->date != day) return false;
  for (size_t i = 0; i < r->finding_count; i++)
    if (!is_sound_finding(judge, &r->findings[i])) return false;
  for (size_t i = 0; i < r->argument_count; i++)
    if (!is_rule(judge, r->arguments[i].pack, r->arguments[i].rule)) return false;
  for (size_t i = 0; i < r->stop_count; i++)
    if (!is_rule(judge, r->stops[i].pack, r->stops[i].rule)) return false;
  return true;
}

static bool is_least(double value, double least) { return isfinite(value) && value >= least; }

/* Pages go through its weeks and days. */
static bool is_sound_item(const Judge *judge, const Program *p, const ProgramItem *item) {
  return catalog_exercise(judge->rows, item->exercise) && item->week_from >= 1 && item->week_from <= item->week_to &&
         item->week_to <= p->weeks && item->per_week == weekdays_count(item->days) && is_least(item->minutes, 0);
}

/* Whoever must be referred first gets no exercises. */
static bool is_sound_program(const Judge *judge, const Result *result, const Program *p) {
  if (p->stopped != result_is_stopped(result) || (p->stopped && p->item_count)) return false;
  for (size_t i = 0; i < p->item_count; i++)
    if (!is_sound_item(judge, p, &p->items[i])) return false;
  return p->weeks <= WEEKS_MOST && is_least(p->minutes, 0) && is_least(p->gap, 0) && is_least(p->covered, 0) &&
         p->covered <= 1;
}

static bool is_sound_gauge(const Gauge *g) { return g->test && g->name && g->unit; }

static bool is_sound_change(const Change *c) { return is_sound_gauge(&c->gauge); }

/* ---- cases ---- */

/* About a case: its code stays here. */
static Asking question_of(Judge *judge, Arena *a, WireKind kind, int times, const Case *c) {
  Asking q = question(judge, a, kind, times);
  q.who = c->patient.code;
  shape_put(&q.body, &case_shape, c);
  return q;
}

static bool has_date(const Case *c, Err *err) {
  return c->date || fail(err, ERR_DATA, c->patient.code, "the case has no date");
}

static void put_rule(Asking *q, const char *rule, Side side) {
  shape_put_text(&q->body, rule), shape_put_whole(&q->body, (int)side);
}

bool judge_evaluate(Judge *judge, Arena *a, const Case *c, Result *result, Err *err) {
  if (!has_date(c, err)) return false;
  Asking q = question_of(judge, a, WIRE_EVALUATE, 1, c);
  *result = (Result){.patient = c->patient.code};
  return ask(&q, err) &&
         accept(&q, shape_get(&q.in, a, &result_shape, result) && is_sound_result(judge, c->date, result), err);
}

bool judge_read_assessed(const Judge *judge, Arena *a, Lexicon *words, Day day, const char *answer, size_t len,
                         Result *result, Program *program, Err *err) {
  const char *bytes = arena_copy_n(a, answer, len); /* texts stay in them */
  ShapeReader in = {bytes, bytes + len};
  *result = (Result){.patient = ""}, *program = (Program){.referral = ""};
  return (shape_get_kept(&in, a, words, &result_shape, result) &&
          shape_get_kept(&in, a, words, &program_shape, program) && shape_at_end(&in) &&
          is_sound_result(judge, day, result) && is_sound_program(judge, result, program)) ||
         fail(err, ERR_SCRIPT, NULL, "the process that judges gave an answer that is none");
}

enum { SEARCHING = 3 }; /* times the patience of one judging, for judging many times */

/* Rows of a shape as the whole answer. */
static bool take_rows(Asking *q, const Layout *shape, void **rows, size_t *count) {
  return shape_get_rows(&q->in, q->a, shape, rows, count);
}

bool judge_explain(Judge *judge, Arena *a, const Case *c, const char *rule, Side side, Explanation **out, size_t *count,
                   Err *err) {
  void *rows;
  Asking q = question_of(judge, a, WIRE_EXPLAIN, 1, c);
  put_rule(&q, rule, side);
  if (!ask(&q, err)) return false;
  bool read = take_rows(&q, &explanation_shape, &rows, count);
  *out = rows;
  for (size_t i = 0; read && i < *count; i++) read = is_sound_finding(judge, (*out)[i].finding);
  return accept(&q, read, err);
}

bool judge_scales(Judge *judge, Arena *a, const Case *c, const JudgedRule *rules, size_t count, Scale *scales,
                  Err *err) {
  void *rows;
  size_t got;
  Asking q = question_of(judge, a, WIRE_SCALES, SEARCHING, c);
  shape_put_rows(&q.body, &judged_shape, rules, count);
  if (!ask(&q, err)) return false;
  bool read = take_rows(&q, &scale_shape, &rows, &got) && got == count;
  if (read && count) memcpy(scales, rows, count * sizeof *scales);
  return accept(&q, read, err);
}

bool judge_overruled(Judge *judge, Arena *a, const char *rule, Side side, Override *out, Side *first, size_t *count,
                     Err *err) {
  int from;
  Asking q = question(judge, a, WIRE_OVERRULED, 1);
  put_rule(&q, rule, side);
  if (!ask(&q, err)) return false;
  bool read = shape_get_text(&q.in, false, &out->pack) && shape_get_text(&q.in, false, &out->rule) &&
              shape_get_whole(&q.in, SIDE_BOTH, SIDE_RIGHT, &from) && shape_get_size(&q.in, count);
  *first = read ? (Side)from : SIDE_BOTH;
  return accept(&q, read && is_rule(judge, out->pack, out->rule) && *count <= SIDE_RIGHT - *first + 1U, err);
}

bool judge_whynot(Judge *judge, Arena *a, const Case *c, const char *rule, Side side, WhyNot **out, size_t *count,
                  Err *err) {
  void *rows;
  Asking q = question_of(judge, a, WIRE_WHYNOT, SEARCHING, c);
  put_rule(&q, rule, side);
  if (!ask(&q, err)) return false;
  bool read = take_rows(&q, &whynot_shape, &rows, count);
  *out = rows;
  for (size_t i = 0; read && i < *count; i++) {
    read = is_sound_finding(judge, (*out)[i].finding);
    for (size_t k = 0; read && k < (*out)[i].change_count; k++) read = is_sound_change(&(*out)[i].changes[k]);
  }
  return accept(&q, read, err);
}

bool judge_goals(Judge *judge, Arena *a, const Case *c, Goals *out, Err *err) {
  if (!has_date(c, err)) return false;
  Asking q = question_of(judge, a, WIRE_GOALS, SEARCHING, c);
  if (!ask(&q, err)) return false;
  bool read = shape_get(&q.in, a, &goals_shape, out);
  for (size_t i = 0; read && i < out->count; i++)
    read = !out->list[i].change.gauge.test || is_sound_change(&out->list[i].change);
  return accept(&q, read, err);
}

bool judge_sweep(Judge *judge, Arena *a, const Case *c, const Measure *ends, size_t count, Sweep *out, Err *err) {
  Asking q = question_of(judge, a, WIRE_SWEEP, SEARCHING, c);
  shape_put_rows(&q.body, &measure_shape, ends, count);
  if (!ask(&q, err)) return false;
  bool read = shape_get(&q.in, a, &sweep_shape, out) && is_sound_gauge(&out->gauge);
  for (size_t i = 0; read && i < out->count; i++) read = out->rows[i].count >= 2;
  return accept(&q, read, err);
}

bool judge_whatif(Judge *judge, Arena *a, const Case *c, const Measure *measures, size_t measure_count,
                  const Answer *answers, size_t answer_count, WhatIf *out, Err *err) {
  if (!has_date(c, err)) return false;
  Asking q = question_of(judge, a, WIRE_WHATIF, SEARCHING, c);
  shape_put_rows(&q.body, &measure_shape, measures, measure_count);
  shape_put_rows(&q.body, &answer_shape, answers, answer_count);
  if (!ask(&q, err)) return false;
  bool read = shape_get(&q.in, a, &whatif_shape, out);
  for (size_t i = 0; read && i < out->turn_count; i++) read = is_sound_gauge(&out->turns[i].gauge);
  for (size_t i = 0; read && i < out->count; i++)
    read = is_sound_finding(judge, out->differences[i].before) && is_sound_finding(judge, out->differences[i].after);
  return accept(&q, read, err);
}

bool judge_next(Judge *judge, Arena *a, const Case *c, Next *out, Err *err) {
  if (!has_date(c, err)) return false;
  Asking q = question_of(judge, a, WIRE_NEXT, SEARCHING, c);
  return ask(&q, err) && accept(&q, shape_get(&q.in, a, &next_shape, out), err);
}

bool judge_grounds(Judge *judge, Arena *a, const Case *c, Grounds *out, Err *err) {
  if (!has_date(c, err)) return false;
  Asking q = question_of(judge, a, WIRE_GROUNDS, SEARCHING, c);
  return ask(&q, err) && accept(&q, shape_get(&q.in, a, &grounds_shape, out), err);
}

/* ---- testing ---- */

bool judge_test(Judge *judge, Arena *a, const TestRequest *request, TestReply *reply, Diags *diags, Err *err) {
  enum { TIMES = 15 }; /* hundreds of cases under hundreds of changed rules */
  Asking q = question(judge, a, WIRE_TEST, TIMES);
  q.path = request->pack.path, q.diags = diags;
  shape_put(&q.body, &test_request_shape, request);
  return ask(&q, err) && accept(&q, shape_get(&q.in, a, &test_reply_shape, reply), err);
}
