#include "store/ledger.h"

#include "base/signals.h"
#include "base/text.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bool store_fault(Store *s, int code, Err *err) {
  const char *why = sqlite3_errstr(code);
  switch (code & 0xff) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    if (s->alone)
      return fail(err, ERR_STORE, NULL, "'%s' is in use by another program: end that and try again", s->path);
    if (signals_cancelled()) return fail(err, ERR_STORE, NULL, "cancelled: nothing was stored");
    return fail(err, ERR_STORE, NULL, "the database is busy: another program is writing to '%s'; try again", s->path);
  case SQLITE_FULL: return fail(err, ERR_STORE, NULL, "the disk of '%s' is full: nothing was stored", s->path);
  case SQLITE_READONLY: return fail(err, ERR_STORE, NULL, "'%s' or its folder may not be written to", s->path);
  case SQLITE_CANTOPEN:
    return fail(err, ERR_STORE, NULL, "cannot open '%s' or make a file beside it: check the folder and its rights",
                s->path);
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return fail(err, ERR_STORE, NULL, "'%s' is damaged (%s): keep it as it is and restore a backup", s->path, why);
  case SQLITE_IOERR: return fail(err, ERR_STORE, NULL, "cannot read or write '%s' (%s)", s->path, why);
  case SQLITE_INTERRUPT:
    if (signals_cancelled()) return fail(err, ERR_STORE, NULL, "cancelled: nothing was stored");
    return fail(err, ERR_STORE, NULL, "the work on '%s' was stopped: nothing has changed", s->path);
  case SQLITE_CONSTRAINT: return fail(err, ERR_STORE, NULL, "the database refused a value: %s", sqlite3_errmsg(s->db));
  default: return fail(err, ERR_STORE, NULL, "the database failed: %s", sqlite3_errmsg(s->db));
  }
}

bool store_script(Store *s, const char *sql, Err *err) {
  int code = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
  return code == SQLITE_OK || store_fault(s, code, err);
}

static sqlite3_stmt *prepare(Store *s, const char *sql, Err *err) {
  for (size_t i = 0; i < s->statements.count; i++)
    if (s->statements.items[i].sql == sql) return s->statements.items[i].stmt;
  sqlite3_stmt *stmt = NULL;
  int code = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
  if (code != SQLITE_OK) {
    store_fault(s, code, err);
    return NULL;
  }
  *LIST_ADD(&s->arena, &s->statements) = (Statement){sql, stmt};
  return stmt;
}

Query query(Store *s, const char *sql, Err *err) {
  Query q = {.store = s, .stmt = prepare(s, sql, err), .err = err};
  assert(!q.stmt || !sqlite3_stmt_busy(q.stmt));
  return q;
}

/* Resets and takes the statement away, so that everything after a fault is skipped. The reset repeats the code that the
 * last step gave, which is already told. */
void query_stop(Query *q) {
  if (!q->stmt) return;
  (void)sqlite3_reset(q->stmt);
  if (!q->run) (void)sqlite3_clear_bindings(q->stmt); /* an insert's values are all bound anew */
  q->stmt = NULL;
}

static void check(Query *q, int code) {
  if (code == SQLITE_OK) return;
  store_fault(q->store, code, q->err);
  query_stop(q);
}

/* Is the value that is bound now one that the chain covers? */
static bool fed(const Query *q) { return q->stmt && q->run && q->bound <= q->hashed; }

void bind_int(Query *q, int64_t value) {
  if (q->stmt) check(q, sqlite3_bind_int64(q->stmt, ++q->bound, value));
  if (!fed(q)) return;
  if (q->bound == 1) q->key = value;
  ledger_int(q->run, value);
}

void bind_real(Query *q, double value) { /* SQLite keeps NaN as NULL */
  if (q->stmt) check(q, sqlite3_bind_double(q->stmt, ++q->bound, value));
  if (fed(q)) ledger_real(q->run, value);
}

void bind_null(Query *q) {
  if (q->stmt) check(q, sqlite3_bind_null(q->stmt, ++q->bound));
  if (fed(q)) ledger_null(q->run);
}

static void put_text(Query *q, const char *text, sqlite3_destructor_type life) {
  if (!text) {
    bind_null(q);
    return;
  }
  size_t len = strlen(text);
  if (q->stmt) check(q, sqlite3_bind_text64(q->stmt, ++q->bound, text, len, life, SQLITE_UTF8));
  if (fed(q)) ledger_bytes(q->run, 't', text, len);
}

void bind_text(Query *q, const char *text) { put_text(q, text, SQLITE_STATIC); }

void bind_word(Query *q, const char *text) {
  StoreId id = 0;
  if (!q->stmt) return;
  if (!text) {
    bind_null(q);
  } else if ((id = intern_seen(&q->store->words, text))) {
    bind_int(q, id);
  } else if (store_word(q->store, text, &id, q->err)) {
    bind_int(q, id);
  } else {
    query_stop(q);
  }
}

void bind_day(Query *q, Day day) {
  put_text(q, day ? date_format(&q->store->scratch, day) : NULL, SQLITE_TRANSIENT);
  arena_reset(&q->store->scratch);
}

bool stamp_text(Stamp at, char *out, size_t size, Err *err) {
  struct tm tm;
  time_t seconds = (time_t)(at.unix_ms / 1000) + (time_t)at.offset_min * 60;
  int away = abs(at.offset_min);
  if (!gmtime_r(&seconds, &tm) || away > 899)
    return fail(err, ERR_STORE, NULL, "the time to store is no time of this calendar");
  size_t len = strftime(out, size, "%Y-%m-%dT%H:%M:%S", &tm);
  snprintf(out + len, size - len, "%c%02d:%02d", at.offset_min < 0 ? '-' : '+', away / 60, away % 60);
  return true;
}

void bind_stamp(Query *q, Stamp at) {
  Store *s = q->store;
  bool same = *s->stamp_text && s->stamp.unix_ms / 1000 == at.unix_ms / 1000 && s->stamp.offset_min == at.offset_min;
  if (!same && !stamp_text(at, s->stamp_text, sizeof s->stamp_text, q->err)) {
    *s->stamp_text = '\0';
    query_stop(q);
    return;
  }
  s->stamp = at;
  put_text(q, s->stamp_text, SQLITE_TRANSIENT);
}

static void put_blob(Query *q, const void *data, size_t len, sqlite3_destructor_type life) {
  if (q->stmt) check(q, sqlite3_bind_blob64(q->stmt, ++q->bound, data ? data : "", len, life));
  if (fed(q)) ledger_bytes(q->run, 'b', data, len);
}

void bind_blob(Query *q, const void *data, size_t len) { put_blob(q, data, len, SQLITE_STATIC); }

void bind_digest(Query *q, const unsigned char *bytes, size_t len) { put_blob(q, bytes, len, SQLITE_TRANSIENT); }

void bind_uuid(Query *q, const char *uuid) {
  unsigned char bytes[UUID_BYTES] = {0};
  (void)hash_uuid_parse(uuid, bytes); /* a text that is no id finds nothing */
  bind_digest(q, bytes, sizeof bytes);
}

bool query_step(Query *q) {
  if (!q->stmt) return false;
  int code = sqlite3_step(q->stmt);
  if (code == SQLITE_ROW) return true;
  check(q, code == SQLITE_DONE ? SQLITE_OK : code);
  return false;
}

bool query_done(Query *q) {
  bool ok = q->stmt != NULL;
  query_stop(q);
  return ok;
}

/* A row of a table that is only added to was stored. */
static void count_row(Query *q) {
  StoreId key = q->keyed ? q->key : sqlite3_last_insert_rowid(q->store->db);
  if (q->run->count++ == 0) q->run->first = key;
  q->run->last = key;
}

bool query_run(Query *q) {
  while (query_step(q)) {
  }
  bool ok = q->stmt != NULL;
  if (q->run && ok) count_row(q);
  if (q->run && !ok) q->store->doomed = true; /* its digest holds half a row */
  query_stop(q);
  return ok;
}

int64_t column_int(Query *q, int column) { return q->stmt ? sqlite3_column_int64(q->stmt, column) : 0; }

double column_real(Query *q, int column) {
  if (!q->stmt || sqlite3_column_type(q->stmt, column) == SQLITE_NULL) return NAN;
  return sqlite3_column_double(q->stmt, column);
}

/* SQLite gives no text for a cell that has one only when memory ran out. */
static const unsigned char *cell(Query *q, int column) {
  if (!q->stmt || sqlite3_column_type(q->stmt, column) == SQLITE_NULL) return NULL;
  const unsigned char *text = sqlite3_column_text(q->stmt, column);
  if (!text) check(q, SQLITE_NOMEM);
  return text;
}

const char *column_text(Query *q, Arena *a, int column) { return arena_copy(a, (const char *)cell(q, column)); }

void column_chars(Query *q, int column, char *out, size_t size) {
  const unsigned char *text = cell(q, column);
  snprintf(out, size, "%s", text ? (const char *)text : "");
}

const void *column_view(Query *q, int column, size_t *len) {
  *len = 0;
  if (!q->stmt) return NULL;
  const void *bytes = sqlite3_column_blob(q->stmt, column);
  int size = sqlite3_column_bytes(q->stmt, column);
  if (!bytes && size > 0) check(q, SQLITE_NOMEM);
  if (!bytes || size < 0) return q->stmt ? "" : NULL;
  *len = (size_t)size;
  return bytes;
}

const void *column_blob(Query *q, Arena *a, int column, size_t *len) {
  const void *bytes = column_view(q, column, len);
  return bytes ? arena_copy_n(a, bytes, *len) : NULL;
}

bool column_bytes(Query *q, int column, unsigned char *out, size_t size) {
  const void *bytes = q->stmt ? sqlite3_column_blob(q->stmt, column) : NULL;
  if (!bytes || sqlite3_column_bytes(q->stmt, column) != (int)size) return false;
  memcpy(out, bytes, size);
  return true;
}

void column_uuid(Query *q, int column, char out[37]) {
  unsigned char bytes[UUID_BYTES];
  *out = '\0';
  if (column_bytes(q, column, bytes, sizeof bytes)) hash_uuid_text(out, bytes);
}

Day column_day(Query *q, int column) {
  Day day = 0;
  const unsigned char *text = cell(q, column);
  if (text && !date_parse((const char *)text, DATE_ISO, &day)) {
    fail(q->err, ERR_STORE, NULL, "'%s' holds a date that is none: '%.40s'", q->store->path, (const char *)text);
    query_stop(q);
  }
  return day;
}

const char *ids_join(Arena *a, const char *const *ids, size_t count) {
  Text t = {.arena = a};
  for (size_t i = 0; i < count; i++) {
    if (i) text_add_char(&t, ' ');
    text_add(&t, ids[i]);
  }
  return text_get(&t);
}

const char *const *ids_split(Arena *a, const char *text, size_t *count) {
  LIST(const char *) ids = {0};
  while (text && *text) {
    size_t len = strcspn(text, " ");
    *LIST_ADD(a, &ids) = arena_copy_n(a, text, len);
    text += len + (text[len] == ' ');
  }
  *count = ids.count;
  (void)LIST_ADD(a, &ids); /* the NULL at the end */
  return ids.items;
}
