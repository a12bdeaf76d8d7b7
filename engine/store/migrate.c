#include "store/ledger.h"
#include "store/lists.h"

#include "base/text.h"
#include <assert.h>
#include <string.h>

int migrate_count(void) {
  int count = 0;
  while (migrations[count]) count++;
  return count;
}

/* ---- what SQL cannot say: ids as bytes, and seals ---- */

/* sinew_uuid(text): the bytes of an id. */
static void sql_uuid(sqlite3_context *c, int count, sqlite3_value **values) {
  unsigned char bytes[UUID_BYTES] = {0};
  const char *text = (const char *)sqlite3_value_text(values[0]);
  (void)count;
  if (!text || !hash_uuid_parse(text, bytes)) hash_uuid_bytes(bytes, 0); /* schema 1 took any 36 of these characters */
  sqlite3_result_blob(c, bytes, sizeof bytes, SQLITE_TRANSIENT);
}

/* sinew_new_uuid(seconds): a new one for what was made then. */
static void sql_new_uuid(sqlite3_context *c, int count, sqlite3_value **values) {
  unsigned char bytes[UUID_BYTES];
  (void)count;
  hash_uuid_bytes(bytes, (uint64_t)sqlite3_value_int64(values[0]) * 1000);
  sqlite3_result_blob(c, bytes, sizeof bytes, SQLITE_TRANSIENT);
}

/* sinew_seal(key, table, text, ...) */
static void sql_seal(sqlite3_context *c, int count, sqlite3_value **values) {
  unsigned char seal[HASH_BYTES];
  const char *texts[8] = {0};
  const void *key = sqlite3_value_blob(values[0]);
  assert(count >= 2 && count - 2 <= (int)ARRAY_LEN(texts) && key && sqlite3_value_bytes(values[0]) == HASH_BYTES);
  for (int i = 2; i < count; i++) texts[i - 2] = (const char *)sqlite3_value_text(values[i]);
  ledger_seal(key, (const char *)sqlite3_value_text(values[1]), texts, (size_t)count - 2, seal);
  sqlite3_result_blob(c, seal, sizeof seal, SQLITE_TRANSIENT);
}

bool store_functions(Store *s, Err *err) {
  const int flags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
  int code = sqlite3_create_function_v2(s->db, "sinew_uuid", 1, flags, NULL, sql_uuid, NULL, NULL, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_create_function_v2(s->db, "sinew_new_uuid", 1, flags, NULL, sql_new_uuid, NULL, NULL, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_create_function_v2(s->db, "sinew_seal", -1, flags, NULL, sql_seal, NULL, NULL, NULL);
  if (code == SQLITE_OK) code = list_functions(s->db);
  return code == SQLITE_OK || store_fault(s, code, err);
}

/* ---- running ---- */

enum { CHAINED = 4 }; /* the schema that brought the audit chain */

/* Tables were made anew with references switched off: none may point nowhere now. */
static bool check_references(Store *s, Err *err) {
  Arena a = {0};
  Query q = query(s, "PRAGMA foreign_key_check", err);
  const char *table = query_step(&q) ? column_text(&q, &a, 0) : NULL;
  bool ok = query_done(&q);
  if (ok && table)
    ok = fail(err, ERR_STORE, NULL, "'%s' is damaged (a row of '%.40s' points nowhere): it is left as it is", s->path,
              table);
  arena_free(&a);
  return ok;
}

/* Reasons leave the snapshots and findings that quote them: marks of overrides.c stand in their place. */
static bool mark_reasons(Store *s, Err *err) {
  static const char *const scripts[] = {
      "UPDATE result SET snapshot = CAST(replace(CAST(snapshot AS TEXT), '\"reason\":' || json_quote(?1), "
      "'\"reason\":\"{reason ' || ?2 || '}\"') AS BLOB) WHERE visit = ?3",
      "UPDATE finding SET overridden = replace(overridden, ': ' || ?1 || '; the rule itself says', ': {reason ' || ?2 "
      "|| "
      "'}; the rule itself says') WHERE overridden IS NOT NULL AND result IN (SELECT id FROM result WHERE visit = ?3)"};
  Arena a = {0};
  Query q = query(s, "SELECT reason, id, visit FROM override ORDER BY id", err);
  bool ok = true;
  while (ok && query_step(&q)) {
    const char *reason = column_text(&q, &a, 0);
    for (size_t i = 0; ok && i < ARRAY_LEN(scripts); i++) {
      Query change = query(s, scripts[i], err);
      bind_text(&change, reason);
      bind_int(&change, column_int(&q, 1));
      bind_int(&change, column_int(&q, 2));
      ok = query_run(&change);
    }
  }
  arena_free(&a);
  return query_done(&q) && ok;
}

/* The chain begins with a row over all that there is. */
static bool begin_chain(Store *s, Err *err) {
  s->chaining = true;
  bool ok = mark_reasons(s, err) && audit_found(s, "migration", err);
  s->chaining = false;
  memset(s->reads, 0, sizeof s->reads);
  return ok;
}

/* One migration with its number, or nothing. Another process may have been first: the number is read again inside. */
static bool migrate_one(Store *s, int version, Err *err) {
  char pragma[48];
  int64_t now = version;
  if (!store_begin(s, err)) return false;
  Query q = query(s, "PRAGMA user_version", err);
  if (query_step(&q)) now = column_int(&q, 0);
  bool ok = query_done(&q);
  if (ok && now == version) {
    snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", version + 1);
    ok = store_script(s, migrations[version], err) && check_references(s, err) &&
         (version + 1 != CHAINED || begin_chain(s, err)) && store_script(s, pragma, err);
  }
  return store_end(s, ok, err);
}

static bool use_references(Store *s, int on, Err *err) {
  int code = sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_FKEY, on, NULL);
  return code == SQLITE_OK || store_fault(s, code, err);
}

bool migrate_run(Store *s, int from, Err *err) {
  bool ok = store_functions(s, err) && use_references(s, 0, err);
  for (int version = from; ok && migrations[version]; version++) ok = migrate_one(s, version, err);
  return use_references(s, 1, err) && ok;
}

/* ---- comparing ---- */

/* The same statement over both files; names first, so that the first difference can be told by name. */
static const char rows[] = "SELECT name, type, tbl_name, coalesce(sql, '') FROM main.sqlite_schema ORDER BY 1, 2, 3";

typedef struct Row {
  const char *name, *type, *table, *sql;
} Row;

static bool next_row(Query *q, Arena *a, Row *row) {
  *row = (Row){0};
  if (!query_step(q)) return false;
  *row = (Row){column_text(q, a, 0), column_text(q, a, 1), column_text(q, a, 2), column_text(q, a, 3)};
  return q->stmt && row->name;
}

static bool altered(const Store *s, Err *err, const char *how, const char *name) {
  return fail(err, ERR_STORE, NULL, "'%s' is not as Sinew made it (%s '%.64s'): it is refused and left as it is",
              s->path, how, name);
}

static bool compare(const Store *s, Query *have, Query *want, Err *err) {
  Arena a = {0};
  Row is, due;
  bool ok = true;
  while (ok) {
    bool more = next_row(have, &a, &is), wanted = next_row(want, &a, &due);
    if (!more && !wanted) break;
    int order = !more ? 1 : !wanted ? -1 : strcmp(is.name, due.name);
    if (order < 0) ok = altered(s, err, "a foreign", is.name);
    if (order > 0) ok = altered(s, err, "missing:", due.name);
    if (order == 0 &&
        !(text_equal(is.type, due.type) && text_equal(is.table, due.table) && text_equal(is.sql, due.sql))) {
      ok = altered(s, err, "changed:", is.name);
    }
  }
  arena_free(&a);
  return ok;
}

bool migrate_digest(Store *s, Hash *digest, Err *err) {
  Arena a = {0};
  Hasher hasher;
  Row row;
  hash_begin(&hasher);
  Query q = query(s, rows, err);
  while (next_row(&q, &a, &row)) {
    const char *const texts[] = {row.name, row.type, row.table, row.sql};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) hash_text(&hasher, texts[i]);
  }
  *digest = hash_end(&hasher);
  arena_free(&a);
  return query_done(&q);
}

/* Runs the migrations on an empty database in memory: what they make is the only list of what belongs into a file. */
static bool verify_by_model(Store *s, int version, Err *err) {
  Store model = {.path = "the model schema in memory"};
  int code = sqlite3_open_v2(":memory:", &model.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  bool ok = (code == SQLITE_OK || store_fault(&model, code, err)) && store_functions(&model, err);
  for (int i = 0; ok && i < version; i++) ok = store_script(&model, migrations[i], err);
  if (ok) {
    Query have = query(s, rows, err), want = query(&model, rows, err);
    ok = compare(s, &have, &want, err);
    bool read = query_done(&have);
    ok = query_done(&want) && read && ok;
  }
  for (size_t i = 0; i < model.statements.count; i++) (void)sqlite3_finalize(model.statements.items[i].stmt);
  (void)sqlite3_close(model.db); /* in memory: nothing to lose */
  arena_free(&model.arena);
  return ok;
}

bool migrate_verify(Store *s, int version, Err *err) {
  Hash digest;
  if (version != migrate_count()) return verify_by_model(s, version, err);
  return migrate_digest(s, &digest, err) &&
         (strcmp(digest.hex, newest_schema) == 0 || verify_by_model(s, version, err));
}
