#include "store/events.h"

#include "store/day.h"

bool store_add_event(Store *s, StoreId patient, const StoredEvent *event, Err *err) {
  StoreId act = 0;
  if (!store_begin(s, err)) return false;
  bool ok = audit_row(s, &act, err);
  if (ok) {
    Query q = ledger_insert(s, LEDGER_PROGRAM_EVENT, err);
    bind_int(&q, event->program);
    bind_int(&q, event->status);
    bind_day(&q, event->day);
    bind_int(&q, act);
    bind_sealed(&q, patient, &event->why, 1);
    ok = query_run(&q);
  }
  return store_end(s, ok, err);
}

bool store_list_events(Store *s, Arena *a, StoreId patient, StoredEvent **items, size_t *count, Err *err) {
  LIST(StoredEvent) list = {0};
  Query q = query(s,
                  "SELECT e.program, g.revision, e.status, e.day, e.why, u.who, u.at, u.id || '-' || "
                  "lower(hex(substr(u.hash, 1, 8))) FROM visit v "
                  "JOIN result r ON r.visit = v.id JOIN program g ON g.result = r.id "
                  "JOIN program_event e ON e.program = g.id LEFT JOIN audit u ON u.id = e.act "
                  "WHERE " OF_PATIENT " ORDER BY e.id",
                  err);
  bind_int(&q, patient);
  while (query_step(&q)) {
    StoredEvent *event = LIST_ADD(a, &list);
    event->program = column_int(&q, 0);
    event->revision = (int)column_int(&q, 1);
    event->status = (ProgramStatus)column_int(&q, 2);
    event->day = column_day(&q, 3);
    event->why = column_text(&q, a, 4);
    event->who = column_text(&q, a, 5);
    event->at = column_text(&q, a, 6);
    event->head = column_text(&q, a, 7);
  }
  *items = list.items;
  *count = list.count;
  return query_done(&q);
}

bool store_list_programs(Store *s, Arena *a, StoreId patient, ProgramRow **items, size_t *count, Err *err) {
  LIST(ProgramRow) list = {0};
  Query q = query(s,
                  "SELECT g.id, g.result, g.revision, v.day, g.at, g.stopped, coalesce((SELECT status FROM "
                  "program_event WHERE program = g.id ORDER BY id DESC LIMIT 1), 0) FROM visit v "
                  "JOIN result r ON r.visit = v.id JOIN program g ON g.result = r.id "
                  "WHERE " OF_PATIENT " ORDER BY g.id",
                  err);
  bind_int(&q, patient);
  while (query_step(&q)) {
    ProgramRow *row = LIST_ADD(a, &list);
    row->id = column_int(&q, 0);
    row->result = column_int(&q, 1);
    row->revision = (int)column_int(&q, 2);
    row->visit = column_day(&q, 3);
    row->at = column_text(&q, a, 4);
    row->stopped = column_int(&q, 5) != 0;
    row->status = (ProgramStatus)column_int(&q, 6);
  }
  *items = list.items;
  *count = list.count;
  return query_done(&q);
}
