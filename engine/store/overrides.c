#include "store/overrides.h"

#include "base/text.h"
#include "store/day.h"
#include <stdlib.h>
#include <string.h>

enum { VERDICT_CLEARED, VERDICT_ABSENT, VERDICT_PRESENT }; /* stored numbers */

#define LATEST                                                                                                         \
  "o.id = (SELECT max(id) FROM override WHERE visit = o.visit AND pack = o.pack AND rule = o.rule "                    \
  "AND side = o.side) AND o.verdict > 0 "

/* Is there one that counts, and does it say the same? */
static bool find_version(Store *s, StoreId visit, const Override *o, int verdict, bool *known, bool *same, Err *err) {
  Arena a = {0};
  *known = false, *same = verdict == VERDICT_CLEARED;
  Query q = query(s,
                  "SELECT verdict, reason, clinician FROM override WHERE visit = ?1 AND pack = ?2 AND "
                  "rule = ?3 AND side = ?4 ORDER BY id DESC LIMIT 1",
                  err);
  bind_int(&q, visit);
  bind_word(&q, o->pack);
  bind_word(&q, o->rule);
  bind_int(&q, o->side);
  if (query_step(&q)) {
    *known = true;
    *same = column_int(&q, 0) == verdict &&
            (verdict == VERDICT_CLEARED ||
             (text_equal(column_text(&q, &a, 1), o->reason) && text_equal(column_text(&q, &a, 2), o->clinician)));
  }
  arena_free(&a);
  return query_done(&q);
}

static bool insert_version(Store *s, StoreId patient, StoreId visit, const Override *o, int verdict, Stamp at,
                           Err *err) {
  const char *reason = o->reason ? o->reason : "";
  Query q = ledger_insert(s, LEDGER_OVERRIDE, err);
  bind_int(&q, visit);
  bind_word(&q, o->pack);
  bind_word(&q, o->rule);
  bind_int(&q, o->side);
  bind_int(&q, verdict);
  bind_text(&q, o->clinician);
  bind_stamp(&q, at);
  bind_sealed(&q, patient, &reason, 1);
  return query_run(&q);
}

bool store_save_override(Store *s, StoreId patient, Day day, const Override *o, bool clear, Stamp at,
                         StoreChange *change, Err *err) {
  StoreId visit = 0;
  StoreChange visited;
  bool known = false, same = false;
  int verdict = clear ? VERDICT_CLEARED : o->present ? VERDICT_PRESENT : VERDICT_ABSENT;
  if (!store_begin(s, err)) return false;
  bool ok = visit_key(s, patient, day, &visit, &visited, err) &&
            find_version(s, visit, o, verdict, &known, &same, err) &&
            (same || insert_version(s, patient, visit, o, verdict, at, err));
  *change = same ? STORE_ALREADY_THERE : known ? STORE_CORRECTED : STORE_ADDED;
  return store_end(s, ok, err);
}

bool override_load(Store *s, Arena *a, StoreId patient, Day day, bool marks, Override **items, size_t *count,
                   Err *err) {
  LIST(Override) list = {0};
  *items = NULL, *count = 0;
  if (s->newcomer == patient) return true;
  Query q = query(s,
                  "SELECT p.text, r.text, o.side, o.verdict, o.reason, o.clinician, o.id FROM visit v "
                  "JOIN override o ON o.visit = v.id JOIN word p ON p.id = o.pack JOIN word r ON r.id = o.rule "
                  "WHERE " OF_PATIENT " AND v.day = ?2 AND " LATEST "ORDER BY p.text, r.text, o.side, o.id",
                  err);
  bind_int(&q, patient);
  bind_day(&q, day);
  while (query_step(&q)) {
    Override o = {.pack = column_text(&q, a, 0), .rule = column_text(&q, a, 1), .side = (Side)column_int(&q, 2)};
    o.present = column_int(&q, 3) == VERDICT_PRESENT;
    o.reason = column_text(&q, a, 4);
    if (marks || !o.reason) o.reason = o.reason ? arena_printf(a, REASON_MARK, (long long)column_int(&q, 6)) : ERASED;
    o.clinician = column_text(&q, a, 5);
    Override *before = list.count ? &list.items[list.count - 1] : NULL; /* of a merged record's visit on that day */
    bool again =
        before && o.side == before->side && strcmp(o.rule, before->rule) == 0 && strcmp(o.pack, before->pack) == 0;
    *(again ? before : LIST_ADD(a, &list)) = o;
  }
  *items = list.items;
  *count = list.count;
  return query_done(&q);
}

bool store_load_overrides(Store *s, Arena *a, StoreId patient, Day day, Override **items, size_t *count, Err *err) {
  return override_load(s, a, patient, day, false, items, count, err);
}

static bool load_reason(Store *s, Arena *a, StoreId patient, int64_t id, const char **reason, Err *err) {
  *reason = ERASED;
  Query q = query(
      s, "SELECT o.reason FROM override o JOIN visit v ON v.id = o.visit WHERE " OF_PATIENT " AND o.id = ?2", err);
  bind_int(&q, patient);
  bind_int(&q, id);
  if (query_step(&q)) *reason = column_text(&q, a, 0);
  if (!*reason) *reason = ERASED;
  return query_done(&q);
}

bool store_reveal(Store *s, Arena *a, StoreId patient, const char **text, Err *err) {
  Text out = {.arena = a};
  const char *at = *text, *mark;
  while (at && (mark = strstr(at, "{reason ")) != NULL) {
    char *end = NULL;
    const char *reason = NULL;
    long long id = strtoll(mark + strlen("{reason "), &end, 10);
    text_add_n(&out, at, (size_t)(mark - at));
    at = *end == '}' ? end + 1 : end;
    if (*end != '}')
      text_add_n(&out, mark, (size_t)(end - mark)); /* somebody wrote such words */
    else if (load_reason(s, a, patient, id, &reason, err))
      text_add(&out, reason);
    else
      return false;
  }
  if (at == *text) return true;
  text_add(&out, at);
  *text = text_get(&out);
  return true;
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
    Query q = ledger_insert(s, LEDGER_NOTE, err);
    bind_int(&q, visit);
    bind_text(&q, note->clinician);
    bind_stamp(&q, at);
    bind_sealed(&q, patient, &note->text, 1);
    ok = query_run(&q) && search_add(s, SEARCH_NOTE(sqlite3_last_insert_rowid(s->db)), note->text, err);
  }
  return store_end(s, ok, err);
}

bool store_list_notes(Store *s, Arena *a, StoreId patient, StoredNote **items, size_t *count, Err *err) {
  LIST(StoredNote) list = {0};
  Query q = query(s,
                  "SELECT v.day, n.text, n.clinician FROM visit v JOIN note n ON n.visit = v.id WHERE " OF_PATIENT
                  " AND n.text IS NOT NULL ORDER BY v.day, n.id",
                  err);
  bind_int(&q, patient);
  while (query_step(&q))
    *LIST_ADD(a, &list) = (StoredNote){column_day(&q, 0), column_text(&q, a, 1), column_text(&q, a, 2)};
  *items = list.items;
  *count = list.count;
  return query_done(&q);
}
