#include "store/sources.h"

#include "base/text.h"
#include "store/ledger.h"
#include <string.h>

static Hash hash_of(const void *data, size_t len) {
  Hasher hasher;
  hash_begin(&hasher);
  hash_part(&hasher, data, len);
  return hash_end(&hasher);
}

static bool find_hash(Store *s, const char *sql, const char *hash, StoreId *id, Err *err) {
  *id = 0;
  Query q = query(s, sql, err);
  bind_text(&q, hash);
  if (query_step(&q)) *id = column_int(&q, 0);
  return query_done(&q);
}

static bool file_key(Store *s, const SourceFile *file, StoreId *id, Err *err) {
  Hash hash = hash_of(file->data, file->len);
  if (!find_hash(s, "SELECT id FROM file WHERE hash = ?1", hash.hex, id, err)) return false;
  if (*id) return true;
  Query q = ledger_insert(s, LEDGER_FILE, err);
  bind_text(&q, hash.hex);
  bind_blob(&q, file->data, file->len);
  if (!query_run(&q)) return false;
  *id = sqlite3_last_insert_rowid(s->db);
  return true;
}

static bool add_source(Store *s, const StoredSource *source, Stamp at, Err *err) {
  Query q = ledger_insert(s, LEDGER_SOURCE, err);
  bind_text(&q, source->hash.hex);
  bind_int(&q, source->kind);
  bind_text(&q, source->name);
  bind_text(&q, source->version ? source->version : "");
  bind_stamp(&q, at);
  if (!query_run(&q)) return false;
  StoreId id = sqlite3_last_insert_rowid(s->db);
  for (size_t i = 0; i < source->file_count; i++) {
    StoreId file = 0;
    if (!file_key(s, &source->files[i], &file, err)) return false;
    q = ledger_insert(s, LEDGER_SOURCE_FILE, err);
    bind_int(&q, id);
    bind_int(&q, (int64_t)i);
    bind_text(&q, source->files[i].name);
    bind_int(&q, file);
    if (!query_run(&q)) return false;
  }
  return true;
}

bool store_save_source(Store *s, const StoredSource *source, Stamp at, StoreChange *change, Err *err) {
  static const char known[] = "SELECT id FROM source WHERE hash = ?1";
  StoreId id = 0;
  *change = STORE_ALREADY_THERE;
  if (!find_hash(s, known, source->hash.hex, &id, err)) return false;
  if (id) return true; /* the usual case takes no lock */
  if (!store_begin(s, err)) return false;
  bool ok = find_hash(s, known, source->hash.hex, &id, err);
  if (ok && !id) {
    *change = STORE_ADDED;
    ok = add_source(s, source, at, err);
  }
  return store_end(s, ok, err);
}

static bool load_files(Store *s, Arena *a, StoreId id, StoredSource *source, Err *err) {
  LIST(SourceFile) files = {0};
  bool whole = true;
  Query q = query(s,
                  "SELECT n.name, f.bytes, f.hash FROM source_file n JOIN file f ON f.id = n.file WHERE n.source = ?1 "
                  "ORDER BY n.n",
                  err);
  bind_int(&q, id);
  while (query_step(&q)) {
    Hash stored = {{0}};
    SourceFile file = {.name = column_text(&q, a, 0)};
    file.data = column_blob(&q, a, 1, &file.len);
    column_chars(&q, 2, stored.hex, sizeof stored.hex);
    if (q.stmt && !text_equal(stored.hex, hash_of(file.data, file.len).hex)) {
      whole = fail(err, ERR_STORE, NULL, "the stored text of '%s' is not what was saved: restore a backup", file.name);
    }
    *LIST_ADD(a, &files) = file;
  }
  source->files = files.items;
  source->file_count = files.count;
  return query_done(&q) && whole;
}

bool store_load_source(Store *s, Arena *a, Hash hash, StoredSource *source, Err *err) {
  StoreId id = 0;
  *source = (StoredSource){.hash = hash};
  bool ok = store_begin_read(s, err);
  if (ok) {
    Query q = query(s, "SELECT id, kind, name, version FROM source WHERE hash = ?1", err);
    bind_text(&q, hash.hex);
    if (query_step(&q)) {
      id = column_int(&q, 0);
      source->kind = (SourceKind)column_int(&q, 1);
      source->name = column_text(&q, a, 2);
      source->version = column_text(&q, a, 3);
    }
    ok = query_done(&q) && (id || fail(err, ERR_DATA, NULL, "no source '%.16s...' is stored here", hash.hex)) &&
         load_files(s, a, id, source, err);
  }
  return store_end_read(s, ok, err);
}

static bool last_packs(Store *s, Arena *a, const char **packs, Err *err) {
  *packs = NULL;
  Query q = query(s, "SELECT packs FROM pack_set ORDER BY id DESC LIMIT 1", err);
  if (query_step(&q)) *packs = column_text(&q, a, 0);
  return query_done(&q);
}

bool store_save_packs(Store *s, const char *const *packs, size_t count, Stamp at, StoreChange *change, Err *err) {
  Arena a = {0};
  const char *stored = NULL, *given = ids_join(&a, packs, count);
  if (!store_begin(s, err)) {
    arena_free(&a);
    return false;
  }
  bool ok = last_packs(s, &a, &stored, err);
  *change = !stored ? STORE_ADDED : text_equal(stored, given) ? STORE_ALREADY_THERE : STORE_CORRECTED;
  if (ok && *change != STORE_ALREADY_THERE) {
    Query q = ledger_insert(s, LEDGER_PACK_SET, err);
    bind_text(&q, given);
    bind_stamp(&q, at);
    ok = query_run(&q);
  }
  arena_free(&a);
  return store_end(s, ok, err);
}

bool store_load_packs(Store *s, Arena *a, const char *const **packs, size_t *count, bool *chosen, Err *err) {
  const char *stored = NULL;
  if (!last_packs(s, a, &stored, err)) return false;
  *chosen = stored != NULL;
  *packs = ids_split(a, stored, count);
  return true;
}

/* ---- the clinic's own norms ---- */

static bool last_choice(Store *s, StoreId *source, Hash *hash, LocalUse *use, bool *chosen, Err *err) {
  *source = 0, *hash = (Hash){{0}}, *use = LOCAL_ASKED, *chosen = false;
  Query q = query(s,
                  "SELECT source, serves, (SELECT hash FROM source WHERE id = c.source) FROM norm_choice c "
                  "ORDER BY id DESC LIMIT 1",
                  err);
  if (query_step(&q)) {
    *chosen = true;
    *source = column_int(&q, 0);
    *use = (LocalUse)column_int(&q, 1);
    column_chars(&q, 2, hash->hex, sizeof hash->hex);
  }
  return query_done(&q);
}

static bool insert_choice(Store *s, StoreId source, LocalUse use, Err *err) {
  StoreId act = 0;
  if (!audit_row(s, &act, err)) return false;
  Query q = ledger_insert(s, LEDGER_NORM_CHOICE, err);
  if (source)
    bind_int(&q, source);
  else
    bind_null(&q);
  bind_int(&q, use);
  bind_int(&q, act);
  return query_run(&q);
}

bool store_save_local(Store *s, const Hash *hash, LocalUse use, StoreChange *change, Err *err) {
  StoreId was = 0, source = 0;
  Hash before;
  LocalUse used;
  bool chosen = false;
  if (!store_begin(s, err)) return false;
  bool ok = last_choice(s, &was, &before, &used, &chosen, err) &&
            (!hash || find_hash(s, "SELECT id FROM source WHERE hash = ?1", hash->hex, &source, err));
  if (!source) source = was;
  *change = !chosen ? STORE_ADDED : source == was && use == used ? STORE_ALREADY_THERE : STORE_CORRECTED;
  if (ok && *change != STORE_ALREADY_THERE) ok = insert_choice(s, source, use, err);
  return store_end(s, ok, err);
}

bool store_load_local(Store *s, Hash *hash, LocalUse *use, Err *err) {
  StoreId source;
  bool chosen;
  return last_choice(s, &source, hash, use, &chosen, err);
}
