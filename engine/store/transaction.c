#include "store/ledger.h"

#include <assert.h>
#include <string.h>

static void closed(Store *s, bool kept) {
  s->depth = 0;
  s->doomed = false;
  s->row = s->day.patient = s->last_measure = s->newcomer = s->result = 0;
  memset(s->fresh, 0, sizeof s->fresh);
  for (int i = 0; s->runs && i < LEDGER_COUNT; i++) s->runs[i].count = 0;
  if (!kept) store_forget(s);
}

/* SQLite may have rolled back by itself (disk full, device). */
static void undo(Store *s) {
  Err ignored = {0};
  if (!sqlite3_get_autocommit(s->db)) (void)store_script(s, "ROLLBACK", &ignored);
  closed(s, false);
}

bool store_begin(Store *s, Err *err) {
  if (s->read_only)
    return fail(err, ERR_STORE, NULL, "'%s' can only be read (%s): nothing was stored", s->path, s->read_only);
  if (s->depth == 0) {
    Query q = query(s, "BEGIN IMMEDIATE", err);
    if (!query_run(&q)) return false;
  }
  s->depth++;
  return true;
}

bool store_commit(Store *s, Err *err) {
  assert(s->depth > 0);
  if (s->depth > 1) {
    s->depth--;
    return true;
  }
  if (s->doomed || sqlite3_get_autocommit(s->db)) {
    undo(s);
    return fail(err, ERR_STORE, NULL, "nothing was stored: a part of it failed");
  }
  bool ok = audit_cover(s, err);
  if (ok) {
    Query q = query(s, "COMMIT", err);
    ok = query_run(&q);
  }
  if (ok) {
    closed(s, true);
  } else {
    undo(s);
  }
  return ok;
}

void store_rollback(Store *s) {
  assert(s->depth > 0);
  if (s->depth == 1) {
    undo(s);
  } else {
    s->depth--;
    s->doomed = true;
  }
}

bool store_end(Store *s, bool ok, Err *err) {
  if (ok) return store_commit(s, err);
  if (err->kind == ERR_DATA && s->depth > 1) {
    s->depth--;
  } else {
    store_rollback(s);
  }
  return false;
}

bool store_begin_read(Store *s, Err *err) {
  if (s->depth == 0) {
    Query q = query(s, "BEGIN", err);
    if (!query_run(&q)) return false;
  }
  s->depth++;
  return true;
}

/* Ends a read; when it could not begin, nothing is open. A read that was the outermost has nothing to lose. */
bool store_end_read(Store *s, bool ok, Err *err) {
  if (s->depth == 0) return false;
  if (s->depth > 1) {
    s->depth--;
    return ok;
  }
  return ok ? store_commit(s, err) : (store_rollback(s), false);
}
