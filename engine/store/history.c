#include "store/history.h"

#include "base/text.h"
#include "store/day.h"
#include "store/patients.h"
#include "store/whole.h"
#include <string.h>

/* ---- what was entered ---- */

typedef struct EnteredKey {
  StoreId test, position;
  int64_t side, contraction, trial;
  Day day;
} EnteredKey;

#define ENTERED                                                                                                        \
  "SELECT " VALUE ", t.text, m.side, m.trial, v.day, m.n, m.test, m.position, m.contraction, e.why, w.who, w.at, "     \
  "z.id IS NOT NULL, z.why, y.who, y.at, m.entry FROM visit v JOIN entry e ON e.visit = v.id "                         \
  "JOIN measure m ON m.entry = e.id JOIN word t ON t.id = m.test LEFT JOIN audit w ON w.id = e.act "                   \
  "LEFT JOIN voided z ON z.entry = m.entry AND z.n = m.n LEFT JOIN audit y ON y.id = z.act WHERE " OF_PATIENT

static void read_entered(Query *q, Arena *a, Entered *x, EnteredKey *key) {
  Measure m = {.test = column_text(q, a, 6), .side = (Side)column_int(q, 7), .trial = (int)column_int(q, 8)};
  day_read_value(q, 0, &m);
  *x = (Entered){.number = column_int(q, 10), .day = column_day(q, 9), .what = measure_text(a, &m)};
  x->why = column_text(q, a, 14), x->who = column_text(q, a, 15), x->at = column_text(q, a, 16);
  if (!x->why) x->why = "";
  if (column_int(q, 17)) {
    x->state = ENTERED_VOIDED;
    x->void_why = column_text(q, a, 18), x->void_who = column_text(q, a, 19), x->void_at = column_text(q, a, 20);
  }
  *key = (EnteredKey){column_int(q, 11), column_int(q, 12), m.side, column_int(q, 13), m.trial, x->day};
}

static bool same_key(const EnteredKey *x, const EnteredKey *y) {
  return x->test == y->test && x->position == y->position && x->side == y->side && x->contraction == y->contraction &&
         x->trial == y->trial && x->day == y->day;
}

bool store_list_entered(Store *s, Arena *a, StoreId patient, size_t limit, Entered **items, size_t *count, Err *err) {
  LIST(Entered) list = {0};
  LIST(EnteredKey) counting = {0};
  audit_saw(s, patient);
  Query q = query(s, ENTERED " ORDER BY m.n DESC LIMIT ?2", err);
  bind_int(&q, patient);
  bind_int(&q, (int64_t)limit);
  while (query_step(&q)) {
    EnteredKey key;
    Entered *x = LIST_ADD(a, &list);
    read_entered(&q, a, x, &key);
    if (x->state == ENTERED_VOIDED) continue;
    for (size_t i = 0; i < counting.count; i++)
      if (same_key(&counting.items[i], &key)) x->state = ENTERED_CORRECTED;
    if (x->state == ENTERED_COUNTS) *LIST_ADD(a, &counting) = key;
  }
  *items = list.items;
  *count = list.count;
  return query_done(&q);
}

static bool find_entered(Store *s, Arena *a, StoreId patient, int64_t number, Entered *out, StoreId *entry, Err *err) {
  EnteredKey key;
  *entry = 0;
  Query q = query(s, ENTERED " AND (m.n = ?2 OR (?2 = 0 AND z.id IS NULL)) ORDER BY m.n DESC LIMIT 1", err);
  bind_int(&q, patient);
  bind_int(&q, number);
  if (query_step(&q)) {
    read_entered(&q, a, out, &key);
    *entry = column_int(&q, 21);
  }
  if (!query_done(&q)) return false;
  if (!*entry && number) return fail(err, ERR_DATA, "MEASURE", "this patient has no measure %lld", (long long)number);
  if (!*entry) return fail(err, ERR_DATA, "MEASURE", "this patient has no measure that is not voided");
  return out->state != ENTERED_VOIDED ||
         fail(err, ERR_DATA, "MEASURE", "measure %lld is marked as entered in error already", (long long)out->number);
}

bool store_void(Store *s, Arena *a, StoreId patient, int64_t number, const char *why, Entered *out, Err *err) {
  StoreId entry = 0, row = 0, owner = 0;
  if (!store_begin(s, err)) return false;
  audit_saw(s, patient);
  bool ok = find_entered(s, a, patient, number, out, &entry, err) && audit_row(s, &row, err);
  if (ok) {
    Query q = query(s, "SELECT v.patient FROM entry e JOIN visit v ON v.id = e.visit WHERE e.id = ?1", err);
    bind_int(&q, entry);
    if (query_step(&q)) owner = column_int(&q, 0);
    ok = query_done(&q);
  }
  if (ok) {
    Query q = ledger_insert(s, LEDGER_VOIDED, err);
    bind_int(&q, entry);
    bind_int(&q, out->number);
    bind_int(&q, row);
    bind_sealed(&q, owner, &why, 1);
    ok = query_run(&q);
  }
  s->day.patient = 0; /* another measure may count now */
  return store_end(s, ok, err);
}

/* ---- merging ---- */

/* The row with this code itself, whatever it was merged into; *target: into whom, 0: nobody. */
static bool find_code(Store *s, const char *code, StoreId *id, StoreId *target, Err *err) {
  StoreId known = 0;
  *id = *target = 0;
  Query q = query(s, "SELECT id FROM patient WHERE code = ?1", err);
  bind_text(&q, code);
  if (query_step(&q)) *id = column_int(&q, 0);
  if (!query_done(&q) || !store_find_patient(s, code, &known, err)) return false;
  if (known != *id) *target = known;
  return *id || fail(err, ERR_DATA, NULL, "unknown patient '%s'", code);
}

static bool check_same_person(Store *s, Arena *a, StoreId from, StoreId into, Err *err) {
  Patient x, y;
  Limits limits;
  if (!patient_load(s, a, from, &x, &limits, err) || !patient_load(s, a, into, &y, &limits, err)) return false;
  if (x.sex && y.sex && x.sex != y.sex)
    return fail(err, ERR_DATA, NULL, "'%s' and '%s' are stored with another sex: correct one of them first", x.code,
                y.code);
  return !x.born || !y.born || x.born == y.born ||
         fail(err, ERR_DATA, NULL, "'%s' and '%s' are stored with another birth date: correct one of them first",
              x.code, y.code);
}

static bool check_merge(Store *s, Arena *a, const char *from, const char *into, bool undo, StoreId *source,
                        StoreId *target, Err *err) {
  StoreId of_source = 0, of_target = 0;
  int64_t sources = 0;
  if (!find_code(s, from, source, &of_source, err) || !find_code(s, into, target, &of_target, err)) return false;
  if (undo) return of_source == *target || fail(err, ERR_DATA, NULL, "'%s' is not merged into '%s'", from, into);
  if (*source == *target) return fail(err, ERR_DATA, NULL, "name two patients: '%s' stands twice", from);
  if (of_source || of_target)
    return fail(err, ERR_DATA, NULL, "'%s' is merged into another patient already: undo that first",
                of_source ? from : into);
  Query q = query(s,
                  "SELECT count(*) FROM merging g WHERE g.target = ?1 AND NOT g.undone AND g.id = (SELECT max(id) "
                  "FROM merging WHERE source = g.source)",
                  err);
  bind_int(&q, *source);
  if (query_step(&q)) sources = column_int(&q, 0);
  if (!query_done(&q)) return false;
  if (sources) return fail(err, ERR_DATA, NULL, "another patient is merged into '%s': undo that first", from);
  return check_same_person(s, a, *source, *target, err);
}

bool store_merge(Store *s, Arena *a, const char *from, const char *into, bool undo, Err *err) {
  StoreId source = 0, target = 0, row = 0;
  if (!store_begin(s, err)) return false;
  bool ok = check_merge(s, a, from, into, undo, &source, &target, err) && audit_row(s, &row, err);
  if (ok) {
    audit_saw(s, source);
    audit_saw(s, target);
    Query q = ledger_insert(s, LEDGER_MERGING, err);
    bind_int(&q, source);
    bind_int(&q, target);
    bind_int(&q, undo);
    bind_int(&q, row);
    ok = query_run(&q);
  }
  return store_end(s, ok, err);
}

/* ---- erasing ---- */

/* ?1: the patient's key. Full text goes before the rows that name its own. */
static const char *const erasing[] = {
    "DELETE FROM search WHERE rowid IN (SELECT 2 * n.id + 1 FROM visit v JOIN note n ON n.visit = v.id "
    "WHERE v.patient = ?1)",
    "DELETE FROM search WHERE rowid = 2 * ?1",
    "UPDATE note SET text = NULL WHERE visit IN (SELECT id FROM visit WHERE patient = ?1)",
    "UPDATE override SET reason = NULL WHERE visit IN (SELECT id FROM visit WHERE patient = ?1)",
    "UPDATE voided SET why = NULL WHERE (entry, n) IN (SELECT m.entry, m.n FROM visit v JOIN entry e ON e.visit = v.id "
    "JOIN measure m ON m.entry = e.id WHERE v.patient = ?1)",
    "UPDATE entry SET why = NULL WHERE visit IN (SELECT id FROM visit WHERE patient = ?1)",
    "UPDATE episode SET title = NULL WHERE patient = ?1",
    "UPDATE program_event SET why = NULL WHERE program IN (SELECT g.id FROM visit v JOIN result r ON r.visit = v.id "
    "JOIN program g ON g.result = r.id WHERE v.patient = ?1)",
    "UPDATE log SET note = NULL WHERE program IN (SELECT g.id FROM visit v JOIN result r ON r.visit = v.id "
    "JOIN program g ON g.result = r.id WHERE v.patient = ?1)",
    "UPDATE person SET born = NULL, name = NULL, family_name = NULL, given_name = NULL, contact = NULL "
    "WHERE patient = ?1",
    "UPDATE patient SET code = NULL, key = NULL WHERE id = ?1",
};

static bool erase_one(Store *s, StoreId patient, Err *err) {
  StoreId row = 0;
  audit_saw(s, patient);
  for (size_t i = 0; i < ARRAY_LEN(erasing); i++) {
    Query q = query(s, erasing[i], err);
    bind_int(&q, patient);
    if (!query_run(&q)) return false;
  }
  if (!audit_row(s, &row, err)) return false;
  Query q = ledger_insert(s, LEDGER_ERASURE, err);
  bind_int(&q, patient);
  bind_int(&q, row);
  return query_run(&q);
}

static bool erase_all(Store *s, StoreId patient, Err *err) {
  Arena a = {0};
  LIST(StoreId) merged = {0};
  Query q = query(s,
                  "SELECT g.source FROM merging g WHERE g.target = ?1 AND NOT g.undone AND g.id = (SELECT max(id) "
                  "FROM merging WHERE source = g.source)",
                  err);
  bind_int(&q, patient);
  while (query_step(&q)) *LIST_ADD(&a, &merged) = column_int(&q, 0);
  bool ok = query_done(&q) && erase_one(s, patient, err);
  for (size_t i = 0; ok && i < merged.count; i++) ok = erase_one(s, merged.items[i], err);
  arena_free(&a);
  return ok;
}

/* Full text keeps removed words until it is merged anew, the file keeps removed rows in free pages, and the log keeps
 * the pages as they were. */
static bool wipe(Store *s, Err *err) {
  int64_t before, after, busy = 0;
  if (!store_begin(s, err)) return false;
  Query q = query(s, "INSERT INTO search (search) VALUES ('optimize')", err);
  if (!store_end(s, query_run(&q), err) || !store_compact(s, &before, &after, err)) return false;
  q = query(s, "PRAGMA wal_checkpoint(TRUNCATE)", err);
  if (query_step(&q)) busy = column_int(&q, 0);
  return query_done(&q) && (!busy || fail(err, ERR_STORE, NULL,
                                          "another program still reads the log of '%s', which holds what was erased: "
                                          "end it and run sinew db compact",
                                          s->path));
}

bool store_erase(Store *s, Arena *a, const char *code, Err *err) {
  StoredPatient patient;
  if (!store_get_patient(s, a, code, &patient, err) || !store_begin(s, err)) return false;
  bool ok = store_end(s, erase_all(s, patient.id, err), err);
  s->key_patient = 0;
  memset(s->key, 0, sizeof s->key);
  return ok && wipe(s, err);
}
