#include "store/overrides.h"

#include "store/query.h"
#include "text.h"

enum { VERDICT_CLEARED, VERDICT_ABSENT, VERDICT_PRESENT }; /* stored numbers */

#define LATEST                                                                                                         \
  "o.version = (SELECT max(version) FROM override WHERE visit = o.visit AND pack = o.pack AND rule = o.rule "          \
  "AND side = o.side) AND o.verdict > 0 "

/* The version that counts, 0 when there is none, and whether it says the same. */
static bool find_version(Store *s, StoreId visit, const Override *o, int verdict, int64_t *version, bool *same,
                         Err *err) {
  Arena a = {0};
  *version = 0, *same = verdict == VERDICT_CLEARED;
  Query q = query(s,
                  "SELECT version, verdict, reason, clinician FROM override WHERE visit = ?1 AND pack = ?2 AND "
                  "rule = ?3 AND side = ?4 ORDER BY version DESC LIMIT 1",
                  err);
  bind_int(&q, visit);
  bind_word(&q, o->pack);
  bind_word(&q, o->rule);
  bind_int(&q, o->side);
  if (query_step(&q)) {
    *version = column_int(&q, 0);
    *same = column_int(&q, 1) == verdict &&
            (verdict == VERDICT_CLEARED ||
             (text_equal(column_text(&q, &a, 2), o->reason) && text_equal(column_text(&q, &a, 3), o->clinician)));
  }
  arena_free(&a);
  return query_done(&q);
}

static bool insert_version(Store *s, StoreId visit, const Override *o, int verdict, int64_t version, Stamp at,
                           Err *err) {
  Query q = query(s,
                  "INSERT INTO override (visit, pack, rule, side, version, verdict, reason, clinician, at) "
                  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                  err);
  bind_int(&q, visit);
  bind_word(&q, o->pack);
  bind_word(&q, o->rule);
  bind_int(&q, o->side);
  bind_int(&q, version);
  bind_int(&q, verdict);
  bind_text(&q, o->reason ? o->reason : "");
  bind_text(&q, o->clinician);
  bind_stamp(&q, at);
  return query_run(&q);
}

bool store_save_override(Store *s, StoreId patient, Day day, const Override *o, bool clear, Stamp at,
                         StoreChange *change, Err *err) {
  StoreId visit = 0;
  StoreChange visited;
  int64_t version = 0;
  bool same = false;
  int verdict = clear ? VERDICT_CLEARED : o->present ? VERDICT_PRESENT : VERDICT_ABSENT;
  if (!store_begin(s, err)) return false;
  bool ok = visit_key(s, patient, day, &visit, &visited, err) &&
            find_version(s, visit, o, verdict, &version, &same, err) &&
            (same || insert_version(s, visit, o, verdict, version + 1, at, err));
  *change = same ? STORE_ALREADY_THERE : version ? STORE_CORRECTED : STORE_ADDED;
  return store_end(s, ok, err);
}

bool store_load_overrides(Store *s, Arena *a, StoreId patient, Day day, Override **items, size_t *count, Err *err) {
  LIST(Override) list = {0};
  Query q = query(s,
                  "SELECT p.text, r.text, o.side, o.verdict, o.reason, o.clinician FROM visit v "
                  "JOIN override o ON o.visit = v.id JOIN word p ON p.id = o.pack JOIN word r ON r.id = o.rule "
                  "WHERE v.patient = ?1 AND v.day = ?2 AND " LATEST "ORDER BY p.text, r.text, o.side",
                  err);
  bind_int(&q, patient);
  bind_day(&q, day);
  while (query_step(&q))
    *LIST_ADD(a, &list) = (Override){.pack = column_text(&q, a, 0),
                                     .rule = column_text(&q, a, 1),
                                     .side = (Side)column_int(&q, 2),
                                     .present = column_int(&q, 3) == VERDICT_PRESENT,
                                     .reason = column_text(&q, a, 4),
                                     .clinician = column_text(&q, a, 5)};
  *items = list.items;
  *count = list.count;
  return query_done(&q);
}

bool store_count_overrides(Store *s, Arena *a, OverrideCount **items, size_t *count, Err *err) {
  LIST(OverrideCount) list = {0};
  Query q = query(s,
                  "SELECT p.text, r.text, sum(o.verdict = 2), sum(o.verdict = 1) FROM override o "
                  "JOIN word p ON p.id = o.pack JOIN word r ON r.id = o.rule WHERE " LATEST
                  "GROUP BY p.text, r.text ORDER BY p.text, r.text",
                  err);
  while (query_step(&q))
    *LIST_ADD(a, &list) = (OverrideCount){.pack = column_text(&q, a, 0),
                                          .rule = column_text(&q, a, 1),
                                          .present = column_int(&q, 2),
                                          .absent = column_int(&q, 3)};
  *items = list.items;
  *count = list.count;
  return query_done(&q);
}

/* ---- notes ---- */

bool store_add_note(Store *s, StoreId patient, const StoredNote *note, Stamp at, Err *err) {
  StoreId visit = 0;
  StoreChange visited;
  if (!store_begin(s, err)) return false;
  bool ok = visit_key(s, patient, note->day, &visit, &visited, err);
  if (ok) {
    Query q = query(s, "INSERT INTO note (visit, text, clinician, at) VALUES (?1, ?2, ?3, ?4)", err);
    bind_int(&q, visit);
    bind_text(&q, note->text);
    bind_text(&q, note->clinician);
    bind_stamp(&q, at);
    ok = query_run(&q);
  }
  return store_end(s, ok, err);
}

bool store_list_notes(Store *s, Arena *a, StoreId patient, StoredNote **items, size_t *count, Err *err) {
  LIST(StoredNote) list = {0};
  Query q = query(s,
                  "SELECT v.day, n.text, n.clinician FROM visit v JOIN note n ON n.visit = v.id WHERE v.patient = ?1 "
                  "ORDER BY v.day, n.id",
                  err);
  bind_int(&q, patient);
  while (query_step(&q))
    *LIST_ADD(a, &list) = (StoredNote){column_day(&q, 0), column_text(&q, a, 1), column_text(&q, a, 2)};
  *items = list.items;
  *count = list.count;
  return query_done(&q);
}
