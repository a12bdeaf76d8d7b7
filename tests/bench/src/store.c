/* Stores judged cases through the store's own verbs, as an import with results does, and prints how long the storing
 * alone took: reading, judging and planning are done before the clock starts.
 *
 *   store DATABASE CASES.ndjson BATCH [TOTAL VISITS]
 *
 * BATCH: cases a transaction. TOTAL: assessments to store, the cases again and again, VISITS a patient, 90 days apart. */
#include "base/file.h"
#include "formats/ndjson.h"
#include "judging/judge.h"
#include "script/loader.h"
#include "program/plan.h"
#include "rules/shapes.h"
#include "store/patients.h"
#include "store/results.h"
#include "store/sources.h"
#include "store/visits.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const Stamp now = {1795168800000, 0};
static Arena arena, work;
static Err err;

typedef struct Judged {
  Case c;
  Result result;
  Program program;
  const char *snapshot;
} Judged;

typedef struct Bench {
  Catalog catalog;
  Judge *judge;
  Lexicon words;
  Hash packs[2];
  LIST(Judged) cases;
} Bench;

static void must(bool done) {
  if (done) return;
  err_print(stderr, &err);
  exit(1);
}

static double clock_s(clockid_t id) {
  struct timespec t;
  clock_gettime(id, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void load_pack(Bench *b, Store *store, size_t index, const char *path) {
  FileText text;
  PackInfo info;
  Diags diags = {.arena = &arena};
  StoreChange change;
  must(file_read(&arena, path, path, 1 << 20, &text, &err));
  const PackSource source = {path, text.text, text.size};
  must(judge_load(b->judge, &arena, &source, &info, &diags, &err));
  b->packs[index] = info.hash;
  const SourceFile file = {path, text.text, text.size};
  const StoredSource stored = {SOURCE_PACK, info.hash, info.id, info.version, &file, 1};
  must(store_save_source(store, &stored, now, &change, &err));
}

/* As it comes from a worker: in bytes of its own, words in the lexicon of who asked. */
static void cross(Bench *b, const Layout *shape, void *value) {
  Text wire = {.arena = &arena};
  must(shape_put(&wire, shape, value));
  ShapeReader in = {wire.data, wire.data + wire.len};
  must(shape_get_kept(&in, &arena, &b->words, shape, value));
}

static void prepare(Bench *b, Store *store, const char *path) {
  Diags diags = {.arena = &arena};
  StoreChange change;
  FileText text;
  b->catalog = (Catalog){.arena = &arena};
  must(loader_load(&b->catalog, ".", &diags, &err));
  b->judge = judge_open(&b->catalog);
  load_pack(b, store, 0, "rules/red_flags.lua");
  load_pack(b, store, 1, "rules/runner_low_back.lua");
  const SourceFile none = {"none", "", 0};
  const StoredSource catalog = {SOURCE_CATALOG, b->catalog.hash, "catalog", "", &none, 1};
  must(store_save_source(store, &catalog, now, &change, &err));
  must(file_read(&arena, path, path, NDJSON_FILE_MAX, &text, &err));
  for (const char *at = text.text; *at;) {
    size_t len = strcspn(at, "\n");
    Judged *one = LIST_ADD(&arena, &b->cases);
    Text snapshot = {.arena = &arena};
    must(ndjson_case(&b->catalog, &arena, at, len, 1, 0, &one->c, NULL, &err));
    must(judge_evaluate(b->judge, &arena, &one->c, &one->result, &err));
    must(plan_build(&b->catalog, &arena, &one->c, &one->result, NULL, &one->program, &err));
    cross(b, &result_shape, &one->result);
    cross(b, &program_shape, &one->program);
    ndjson_write_case(&one->c, &snapshot);
    one->snapshot = text_get(&snapshot);
    at += len + (at[len] == '\n');
  }
}

/* Assessment `index` of a run: its own case, or that of a patient and visit made from it. */
static Judged nth(const Bench *b, size_t index, size_t visits) {
  Judged one = b->cases.items[index % b->cases.count];
  if (!visits) return one;
  one = b->cases.items[index / visits % b->cases.count];
  arena_reset(&work);
  one.c.patient.code = arena_printf(&work, "B%06zu", index / visits);
  one.c.date = one.result.date = one.c.date - 90 * (Day)(visits - 1 - index % visits);
  return one;
}

static void store_one(const Bench *b, Store *store, const Judged *one) {
  StoreId patient;
  StoreChange change;
  const Case *c = &one->c;
  must(store_save_patient(store, &c->patient, c->date, false, now, &patient, &change, &err));
  for (size_t i = 0; i < c->measure_count; i++)
    must(store_add_measure(store, patient, c->date, &c->measures[i], NULL, &change, &err));
  for (size_t i = 0; i < c->answer_count; i++)
    must(store_add_answer(store, patient, c->date, &c->answers[i], &change, &err));
  StoredResult result = {.stamp = now,
                         .engine = "1.0.0",
                         .catalog = b->catalog.hash,
                         .packs = b->packs,
                         .pack_count = 2,
                         .snapshot = one->snapshot,
                         .snapshot_len = strlen(one->snapshot),
                         .result = one->result};
  must(store_save_result(store, patient, &result, &err));
  StoredProgram program = {.stamp = now, .result = result.id, .limits = c->limits, .program = one->program};
  must(store_save_program(store, &program, &err));
}

static void store_all(const Bench *b, Store *store, size_t batch, size_t total, size_t visits) {
  for (size_t i = 0; i < total; i++) {
    if (i % batch == 0) must(store_begin(store, &err));
    Judged one = nth(b, i, visits);
    store_one(b, store, &one);
    if (i % batch == batch - 1 || i + 1 == total) must(store_commit(store, &err));
  }
}

int main(int argc, char **argv) {
  Bench b = {.judge = NULL};
  if (argc != 4 && argc != 6) return 2;
  Store *store = store_open(argv[1], STORE_CREATE, &err);
  must(store != NULL);
  prepare(&b, store, argv[2]);
  size_t batch = (size_t)atol(argv[3]), total = argc == 6 ? (size_t)atol(argv[4]) : b.cases.count;
  size_t visits = argc == 6 ? (size_t)atol(argv[5]) : 0;
  store_use_words(store, &b.words);
  double wall = clock_s(CLOCK_MONOTONIC), cpu = clock_s(CLOCK_PROCESS_CPUTIME_ID);
  store_all(&b, store, batch, total, visits);
  cpu = clock_s(CLOCK_PROCESS_CPUTIME_ID) - cpu, wall = clock_s(CLOCK_MONOTONIC) - wall;
  printf("%zu %.4f %.4f\n", total, cpu, wall);
  store_close(store);
  judge_close(b.judge);
  lexicon_free(&b.words), arena_free(&arena), arena_free(&work);
  return 0;
}
