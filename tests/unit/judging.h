/* Shared by tests that judge: the shipped catalog, packs from text, cases from NDJSON lines, results as text. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail

#include "base/file.h"
#include "formats/ndjson.h"
#include "judging/judge.h"
#include "script/loader.h"
#include <stdlib.h>
#include <string.h>

typedef struct Bench { /* one judge and what it needs */
  Arena arena;
  Catalog catalog;
  Judge *judge;
  Arbiter *arbiter; /* with the same packs in this process, for tests that ask very often; NULL: none */
  Diags diags;      /* of the last pack */
  Err err;
} Bench;

static inline Bench *bench_open(void) {
  Bench *b = calloc(1, sizeof *b);
  assert_non_null(b);
  b->catalog.arena = &b->arena;
  b->diags.arena = &b->arena;
  bool loaded = loader_load(&b->catalog, ".", &b->diags, &b->err);
  if (!loaded) print_error("%s: %s\n", b->err.where, b->err.text);
  assert_true(loaded);
  b->judge = judge_open(&b->catalog);
  return b;
}

static inline void bench_close(Bench *b) {
  judge_close(b->judge);
  arbiter_close(b->arbiter);
  arena_free(&b->arena);
  free(b);
}

static inline bool bench_load(Bench *b, const char *path, const char *text, size_t len, PackInfo *info) {
  PackSource source = {.path = path, .data = text, .len = len};
  b->diags = (Diags){.arena = &b->arena};
  b->err = (Err){0};
  return judge_load(b->judge, &b->arena, &source, info, &b->diags, &b->err) &&
         (!b->arbiter || arbiter_load(b->arbiter, &b->arena, &source, info, &b->diags, &b->err));
}

static inline PackInfo bench_load_file(Bench *b, const char *path) {
  FileText file;
  PackInfo info;
  assert_true(file_read(&b->arena, path, path, 1 << 20, &file, &b->err));
  bool loaded = bench_load(b, path, file.text, file.size, &info);
  for (size_t i = 0; !loaded && i < b->diags.list.count; i++) diag_print(stderr, &b->diags.list.items[i]);
  assert_true(loaded);
  return info;
}

static inline Case bench_case(Bench *b, Arena *a, const char *line) {
  Case c;
  IntakeNotes notes = {0};
  Err err = {0};
  bool read = ndjson_case(judge_catalog(b->judge), a, line, strlen(line), 1, 0, &c, &notes, &err);
  if (!read) print_error("%s: %s\nin %s\n", err.where, err.text, line);
  assert_true(read);
  return c;
}

static inline Result bench_judge(Bench *b, Arena *a, const Case *c) {
  Result result;
  Err err = {0};
  assert_true(judge_evaluate(b->judge, a, c, &result, &err));
  return result;
}

/* The whole result as its NDJSON line. */
static inline const char *bench_line(Bench *b, Arena *a, const Case *c, const Result *result) {
  Text text = {.arena = a};
  Err err = {0};
  Document document = {.catalog = &b->catalog, .given = c, .result = result};
  assert_true(ndjson_write(&document, &text, &err));
  return text_get(&text);
}

/* The finding of a rule on a side, or NULL. */
static inline const Finding *bench_finding(const Result *result, const char *rule, Side side) {
  for (size_t i = 0; i < result->finding_count; i++)
    if (strcmp(result->findings[i].rule, rule) == 0 && result->findings[i].side == side) return &result->findings[i];
  return NULL;
}

/* A pack with one rule around a condition. */
static inline const char *bench_pack(Arena *a, const char *id, bool each, const char *condition) {
  return arena_printf(a,
                      "return pack { id = \"%s\", version = \"1\", title = \"t\",\n"
                      "rule { id = \"r\", title = \"t\", %swhen = %s,\n"
                      "strengthen = \"gluteus_medius\", cite = { \"convention\" }, evidence = \"weak\" } }\n",
                      id, each ? "side = each, " : "", condition);
}

static uint64_t bench_seed = 1;
/* Same numbers on every machine (splitmix64). */
static inline uint64_t bench_random(void) {
  uint64_t z = (bench_seed += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}
static inline double bench_uniform(double lo, double hi) {
  return lo + (hi - lo) * (double)(bench_random() >> 11) / 9007199254740992.0;
}
static inline size_t bench_below(size_t count) { return (size_t)(bench_random() % count); }
