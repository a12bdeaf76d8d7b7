#include "sitting/replay.h"

#include "base/text.h"
#include "formats/ndjson.h"
#include "rules/differ.h"
#include "script/loader.h"

#include <string.h>

/* ---- catalogs and packs from the database ---- */

typedef struct Basis { /* a judge made of stored texts */
  Arena arena;
  Catalog catalog;
  Judge *judge;
  Hash hash;         /* over the hashes of catalog and packs */
  const char *fault; /* why there is no judge; NULL: there is one */
} Basis;

enum { BASES = 4 }; /* kept at a time: results that lie together were mostly judged alike */

typedef struct Replay {
  Session *s;
  Basis bases[BASES];
  size_t next; /* the one that makes room */
  Arena run;   /* of one result */
} Replay;

static void close_basis(Basis *basis) {
  judge_close(basis->judge);
  arena_free(&basis->arena);
  *basis = (Basis){0};
}

/* The first mistake in the words of its text, when there is one. */
static const char *fault_text(Arena *a, const Diags *diags, const Err *err) {
  if (!diags->list.count) return arena_copy(a, err->text);
  const Diag *first = &diags->list.items[0];
  return arena_printf(a, "%s:%d: %s", first->file, first->line, first->text);
}

static bool same_hash(Arena *a, const StoredSource *source, const Hash *found, const char **fault) {
  if (strcmp(source->hash.hex, found->hex) == 0) return true;
  *fault = arena_printf(a, "the stored %s %s %s not what judged: its hash is %.16s..., not %.16s...",
                        source->kind == SOURCE_PACK ? "pack" : "texts of the", source->name,
                        source->kind == SOURCE_PACK ? "is" : "are", found->hex, source->hash.hex);
  return false;
}

static bool load_source(Store *store, Basis *basis, Hash hash, StoredSource *source) {
  Err err = {0};
  if (store_load_source(store, &basis->arena, hash, source, &err)) return true;
  basis->fault = arena_copy(&basis->arena, err.text);
  return false;
}

static bool load_catalog(Store *store, Basis *basis, Hash hash) {
  StoredSource source;
  Diags diags = {.arena = &basis->arena};
  Err err = {0};
  if (!load_source(store, basis, hash, &source)) return false;
  FileText *files = arena_array(&basis->arena, source.file_count, sizeof *files);
  for (size_t i = 0; i < source.file_count; i++)
    files[i] = (FileText){source.files[i].name, source.files[i].data, source.files[i].len};
  basis->catalog = (Catalog){.arena = &basis->arena};
  if (!loader_load_files(&basis->catalog, "the stored data", files, source.file_count, &diags, &err)) {
    basis->fault = arena_printf(&basis->arena, "the stored data does not load in this version: %s",
                                fault_text(&basis->arena, &diags, &err));
    return false;
  }
  return same_hash(&basis->arena, &source, &basis->catalog.hash, &basis->fault);
}

static bool load_pack(Store *store, Basis *basis, Hash hash) {
  StoredSource source;
  PackInfo info;
  Diags diags = {.arena = &basis->arena};
  Err err = {0};
  if (!load_source(store, basis, hash, &source)) return false;
  const PackSource text = {source.files[0].name, source.files[0].data, source.files[0].len};
  if (!judge_load(basis->judge, &basis->arena, &text, &info, &diags, &err)) {
    basis->fault = arena_printf(&basis->arena, "the stored pack %s %s does not load in this version: %s", source.name,
                                source.version, fault_text(&basis->arena, &diags, &err));
    return false;
  }
  return same_hash(&basis->arena, &source, &info.hash, &basis->fault);
}

static void open_basis(Store *store, Basis *basis, const StoredResult *record) {
  if (!load_catalog(store, basis, record->catalog)) return;
  basis->judge = judge_open(&basis->catalog);
  for (size_t i = 0; i < record->pack_count; i++)
    if (!load_pack(store, basis, record->packs[i])) return;
}

static Basis *basis_of(Replay *replay, const StoredResult *record) {
  Hasher hasher;
  hash_begin(&hasher);
  hash_text(&hasher, record->catalog.hex);
  for (size_t i = 0; i < record->pack_count; i++) hash_text(&hasher, record->packs[i].hex);
  Hash hash = hash_end(&hasher);
  for (size_t i = 0; i < BASES; i++)
    if (strcmp(replay->bases[i].hash.hex, hash.hex) == 0) return &replay->bases[i];
  Basis *basis = &replay->bases[replay->next++ % BASES];
  close_basis(basis);
  open_basis(replay->s->store, basis, record);
  basis->hash = hash;
  return basis;
}

/* ---- one result ---- */

static void settle(Replayed *out, ReplayOutcome outcome, const char *what) { out->outcome = outcome, out->what = what; }

/* What the same input gives now; false with the reason in *what. */
static bool judge_again(Replay *replay, Basis *basis, const StoredResult *record, Case *c, Result *result,
                        const char **what) {
  Err err = {0};
  if (!ndjson_case(judge_catalog(basis->judge), &replay->run, record->snapshot, record->snapshot_len, 1, 0, c, NULL,
                   &err)) {
    *what = arena_printf(&replay->run, "the stored input cannot be read: %s", err.text);
    return false;
  }
  if (judge_evaluate(basis->judge, &replay->run, c, result, &err)) return true;
  *what = arena_printf(&replay->run, "the stored input cannot be judged: %s", err.text);
  return false;
}

/* NULL: the first revision is what follows, or there is none. */
static const char *compare_program(Replay *replay, const Basis *basis, const StoredResult *record, const Case *c,
                                   const Result *result) {
  StoredProgram stored;
  Program now;
  Err err = {0};
  if (!store_load_program(replay->s->store, &replay->run, record->id, true, &stored, &err))
    return arena_printf(&replay->run, "the program cannot be read: %s", err.text);
  if (!stored.id) return NULL;
  if (!plan_build(judge_catalog(basis->judge), &replay->run, c, result, &stored.limits, &now, &err))
    return arena_printf(&replay->run, "the program cannot be planned: %s", err.text);
  const char *what = differ_program(&replay->run, &stored.program, &now);
  return what ? arena_printf(&replay->run, "program, %s", what) : NULL;
}

/* Another version of the engine may well judge otherwise: that is told, and proves nothing. */
static void settle_version(Replay *replay, const StoredResult *record, Replayed *out) {
  if (text_equal(record->engine, SINEW_VERSION)) return;
  if (out->outcome == REPLAY_DIFFERS) out->outcome = REPLAY_CANNOT;
  out->what = arena_printf(&replay->run, "judged by engine %s, this is %s%s%s", record->engine, SINEW_VERSION,
                           *out->what ? ": " : ", and the result is the same", out->what);
}

static void compare(Replay *replay, const StoredResult *record, Replayed *out) {
  Case c;
  Result now;
  const char *what = NULL;
  Basis *basis = basis_of(replay, record);
  if (basis->fault) {
    settle(out, REPLAY_CANNOT, basis->fault);
    return;
  }
  if (judge_again(replay, basis, record, &c, &now, &what)) {
    what = differ_result(&replay->run, &record->result, &now);
    if (!what) what = compare_program(replay, basis, record, &c, &now);
  }
  settle(out, what ? REPLAY_DIFFERS : REPLAY_EQUAL, what ? what : "");
}

static bool replay_one(Replay *replay, StoreId id, const ReplayRequest *request, ReplayCounts *counts, Err *err) {
  StoredResult record;
  Err fault = {0};
  Replayed out = {.patient = "", .uuid = "", .engine = ""};
  arena_reset(&replay->run);
  if (store_get_result(replay->s->store, &replay->run, id, &record, &fault)) {
    out.patient = record.result.patient, out.uuid = record.uuid;
    out.date = record.result.date, out.engine = record.engine;
    compare(replay, &record, &out);
    settle_version(replay, &record, &out);
  } else {
    settle(&out, REPLAY_CANNOT,
           arena_printf(&replay->run, "result %lld cannot be read: %s", (long long)id, fault.text));
  }
  size_t *const count[] = {&counts->equal, &counts->differs, &counts->cannot};
  ++*count[out.outcome];
  return !request->told || request->told(request->context, &out, err);
}

/* ---- which ---- */

static bool replay_every(Replay *replay, const ReplayRequest *request, ReplayCounts *counts, Err *err) {
  enum { PAGE = 500 };
  Arena page = {0};
  StoreId *ids, after = 0;
  size_t count = PAGE;
  bool ok = true;
  while (ok && count == PAGE) {
    ok = store_list_results(replay->s->store, &page, request->patient, after, PAGE, &ids, &count, err);
    for (size_t i = 0; ok && i < count; i++) ok = replay_one(replay, after = ids[i], request, counts, err);
    arena_reset(&page);
  }
  arena_free(&page);
  return ok;
}

/* The last of all and the others at equal distances before it. */
static bool replay_sample(Replay *replay, const ReplayRequest *request, ReplayCounts *counts, Err *err) {
  Arena page = {0};
  StoreId *ids, last = 0, done = 0;
  size_t count = 0;
  bool ok = store_last_result(replay->s->store, &last, err);
  for (size_t i = 1; ok && last && i <= request->sample; i++) {
    StoreId wanted = (StoreId)((double)last * (double)i / (double)request->sample);
    StoreId after = wanted - 1 > done ? wanted - 1 : done;
    ok = store_list_results(replay->s->store, &page, 0, after, 1, &ids, &count, err);
    if (ok && count) ok = replay_one(replay, done = ids[0], request, counts, err);
  }
  arena_free(&page);
  return ok;
}

bool replay_results(Session *s, const ReplayRequest *request, ReplayCounts *counts, Err *err) {
  Replay replay = {.s = s};
  *counts = (ReplayCounts){0};
  bool ok =
      request->sample ? replay_sample(&replay, request, counts, err) : replay_every(&replay, request, counts, err);
  for (size_t i = 0; i < BASES; i++) close_basis(&replay.bases[i]);
  arena_free(&replay.run);
  return ok;
}
