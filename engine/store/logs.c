#include "store/logs.h"

#include "base/text.h"
#include "store/day.h"

/* -1 stands for what was not said. */
static void bind_said(Query *q, int value) {
  if (value < 0)
    bind_null(q);
  else
    bind_int(q, value);
}

#define LOG_COLUMNS                                                                                                    \
  "l.done, coalesce(l.pain, -1), coalesce(l.effort, -1), coalesce(l.spread, -1), coalesce(l.numb, -1), l.note, "       \
  "coalesce(l.morning, -1), "

static void read_values(Query *q, Arena *a, StoredLog *log) {
  log->done_pct = (int)column_int(q, 0);
  log->pain = (int)column_int(q, 1);
  log->effort = (int)column_int(q, 2);
  log->spread = (int)column_int(q, 3);
  log->numb = (int)column_int(q, 4);
  log->note = column_text(q, a, 5);
  log->morning = (int)column_int(q, 6);
}

static bool is_same(const StoredLog *x, const StoredLog *y) {
  return x->done_pct == y->done_pct && x->pain == y->pain && x->effort == y->effort && x->morning == y->morning &&
         x->spread == y->spread && x->numb == y->numb && text_equal(x->note, y->note);
}

/* The row that counts so far under the key of log. */
static bool find_log(Store *s, Arena *a, const StoredLog *log, bool *known, StoredLog *out, Err *err) {
  Query q = query(s,
                  "SELECT " LOG_COLUMNS "l.id FROM log l WHERE l.program = ?1 AND l.day = ?2 AND l.exercise IS ?3 "
                  "ORDER BY l.id DESC LIMIT 1",
                  err);
  bind_int(&q, log->program);
  bind_day(&q, log->day);
  bind_word(&q, log->exercise);
  *known = query_step(&q);
  if (*known) read_values(&q, a, out);
  return query_done(&q);
}

static bool insert_log(Store *s, StoreId patient, const StoredLog *log, Err *err) {
  StoreId act = 0;
  if (!audit_row(s, &act, err)) return false;
  Query q = ledger_insert(s, LEDGER_LOG, err);
  bind_int(&q, log->program);
  bind_day(&q, log->day);
  bind_word(&q, log->exercise);
  bind_int(&q, log->done_pct);
  bind_said(&q, log->pain);
  bind_said(&q, log->effort);
  bind_said(&q, log->spread);
  bind_said(&q, log->numb);
  bind_int(&q, act);
  bind_sealed(&q, patient, &log->note, 1);
  bind_later(&q, log->morning);
  return query_run(&q);
}

bool store_add_log(Store *s, StoreId patient, const StoredLog *log, StoreChange *change, Err *err) {
  Arena a = {0};
  StoredLog before = {0};
  bool known = false;
  if (!store_begin(s, err)) return false;
  bool ok = find_log(s, &a, log, &known, &before, err);
  bool same = known && is_same(&before, log);
  *change = same ? STORE_ALREADY_THERE : known ? STORE_CORRECTED : STORE_ADDED;
  ok = ok && (same || insert_log(s, patient, log, err));
  arena_free(&a);
  return store_end(s, ok, err);
}

bool store_list_logs(Store *s, Arena *a, StoreId patient, StoreId program, StoredLog **items, size_t *count, Err *err) {
  LIST(StoredLog) list = {0};
  Query q = query(s,
                  "SELECT " LOG_COLUMNS "l.program, g.revision, l.day, " TEXT_OF(
                      "l.exercise") " AS what, u.who FROM visit v "
                                    "JOIN result r ON r.visit = v.id JOIN program g ON g.result = r.id JOIN log l ON "
                                    "l.program = g.id "
                                    "LEFT JOIN audit u ON u.id = l.act WHERE " OF_PATIENT " AND (?2 = 0 OR g.id = ?2) "
                                    "AND l.id = (SELECT max(id) FROM log WHERE program = l.program AND day = l.day "
                                    "AND exercise IS l.exercise) ORDER BY l.day, what IS NOT NULL, what, l.program",
                  err);
  bind_int(&q, patient);
  bind_int(&q, program);
  while (query_step(&q)) {
    StoredLog *log = LIST_ADD(a, &list);
    read_values(&q, a, log);
    log->program = column_int(&q, 7);
    log->revision = (int)column_int(&q, 8);
    log->day = column_day(&q, 9);
    log->exercise = column_text(&q, a, 10);
    log->who = column_text(&q, a, 11);
  }
  *items = list.items;
  *count = list.count;
  return query_done(&q);
}
