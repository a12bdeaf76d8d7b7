#include "store/query.h"

#include "text.h"
#include <string.h>

int migrate_count(void) {
  int count = 0;
  while (migrations[count]) count++;
  return count;
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
    ok = store_script(s, migrations[version], err) && store_script(s, pragma, err);
  }
  return store_end(s, ok, err);
}

bool migrate_run(Store *s, int from, Err *err) {
  for (int version = from; migrations[version]; version++)
    if (!migrate_one(s, version, err)) return false;
  return true;
}

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

/* Runs the migrations on an empty database in memory: what they make is the only list of what belongs into a file. */
bool migrate_verify(Store *s, int version, Err *err) {
  Store model = {.path = "the model schema in memory"};
  int code = sqlite3_open_v2(":memory:", &model.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  bool ok = code == SQLITE_OK || store_fault(&model, code, err);
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
