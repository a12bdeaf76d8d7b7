#include "store/ledger.h"

#include "base/text.h"
#include <assert.h>
#include <string.h>

#define OF_VISIT(table) "(SELECT patient FROM visit WHERE id = " table ".visit)"
#define OF_PROGRAM(table)                                                                                              \
  "(SELECT v.patient FROM program g JOIN result r ON r.id = g.result JOIN visit v ON v.id = r.visit "                  \
  "WHERE g.id = " table ".program)"

const LedgerTable ledgers[LEDGER_COUNT] = {
    [LEDGER_WORD] = {"word", "id", "id", "text", NULL, NULL},
    [LEDGER_PATIENT] = {"patient", "id", "id", "uuid, at, seal", "code", "patient.id"},
    [LEDGER_PROFILE] = {"profile", "id", "id",
                        "patient, sex, dominant, sport, at, equipment, weekdays, minutes, days, exercises, level, "
                        "positions",
                        NULL, NULL},
    [LEDGER_PERSON] = {"person", "id", "id", "patient, at, seal", "born, name, family_name, given_name, contact",
                       "person.patient"},
    [LEDGER_MERGING] = {"merging", "id", "id", "source, target, undone, act", NULL, NULL},
    [LEDGER_ERASURE] = {"erasure", "id", "id", "patient, act", NULL, NULL},
    [LEDGER_EPISODE] = {"episode", "id", "id", "patient, opened, act, seal", "title", "episode.patient"},
    [LEDGER_EPISODE_EVENT] = {"episode_event", "id", "id", "episode, kind, day, act", NULL, NULL},
    [LEDGER_VISIT_EPISODE] = {"visit_episode", "id", "id", "visit, episode, act", NULL, NULL},
    [LEDGER_VISIT] = {"visit", "id", "id", "patient, day", NULL, NULL},
    [LEDGER_ENTRY] = {"entry", "id", "id", "visit, act, seal", "why", OF_VISIT("entry")},
    [LEDGER_MEASURE] = {"measure", "entry", "entry, n",
                        "entry, n, test, side, position, contraction, trial, quantity, lo, hi, lever_m, pain, origin",
                        NULL, NULL},
    [LEDGER_VOIDED] = {"voided", "id", "id", "entry, n, act, seal", "why",
                       "(SELECT v.patient FROM entry e JOIN visit v ON v.id = e.visit WHERE e.id = voided.entry)"},
    [LEDGER_ANSWER] = {"answer", "entry", "entry, n", "entry, n, question, value", NULL, NULL},
    [LEDGER_OVERRIDE] = {"override", "id", "id", "visit, pack, rule, side, verdict, clinician, at, seal", "reason",
                         OF_VISIT("override")},
    [LEDGER_NOTE] = {"note", "id", "id", "visit, clinician, at, seal", "text", OF_VISIT("note")},
    [LEDGER_FILE] = {"file", "id", "id", "hash, bytes", NULL, NULL},
    [LEDGER_SOURCE] = {"source", "id", "id", "hash, kind, name, version, at", NULL, NULL},
    [LEDGER_SOURCE_FILE] = {"source_file", "source", "source, n", "source, n, name, file", NULL, NULL},
    [LEDGER_PACK_SET] = {"pack_set", "id", "id", "packs, at", NULL, NULL},
    [LEDGER_BASIS] = {"basis", "id", "id", "hash, engine, catalog", NULL, NULL},
    [LEDGER_BASIS_PACK] = {"basis_pack", "basis", "basis, n", "basis, n, source", NULL, NULL},
    [LEDGER_RULE] = {"rule", "id", "id", "hash, pack, rule, title, evidence, grp, cites, tell, studied, doubt, shown",
                     NULL, NULL},
    [LEDGER_LIST] = {"list", "id", "id", "bytes", NULL, NULL},
    [LEDGER_RESULT] = {"result", "id", "id",
                       "uuid, visit, at, basis, judged, expected_by_chance, snapshot, unassessed, arguments, targets, "
                       "stops, open_questions, remarks",
                       NULL, NULL},
    [LEDGER_FINDING] = {"finding", "result", "result, n",
                        "result, n, rule, side, truth, unsure, value, unit, certainty, grade, say, overridden, needs",
                        NULL, NULL},
    [LEDGER_PROGRAM] = {"program", "id", "id",
                        "uuid, result, revision, at, limit_minutes, limit_days, limit_exercises, limit_equipment, "
                        "stopped, referral, weeks, sessions_per_week, minutes, limit_level, limit_positions, "
                        "limit_weekdays, limit_with, limit_without, covered, gap, advice, left_out",
                        NULL, NULL},
    [LEDGER_PROGRAM_ITEM] = {"program_item", "program", "program, n",
                             "program, n, exercise, name, side, sets, reps, hold_s, per_week, week_from, week_to, "
                             "minutes, why, dose, phase, days, rest_s",
                             NULL, NULL},
    [LEDGER_PROGRAM_EVENT] = {"program_event", "id", "id", "program, status, day, act, seal", "why",
                              OF_PROGRAM("program_event")},
    [LEDGER_LOG] = {"log", "id", "id", "program, day, exercise, done, pain, effort, spread, numb, act, seal", "note",
                    OF_PROGRAM("log")},
    [LEDGER_NORM_CHOICE] = {"norm_choice", "id", "id", "source, serves, act", NULL, NULL},
};

const char *ledger_later(Ledger table) { return table == LEDGER_LOG ? "morning" : NULL; }

static int count_columns(const char *columns) {
  int count = columns != NULL;
  for (const char *at = columns; at && *at; at++) count += *at == ',';
  return count;
}

/* ---- values into a digest: a letter for the type, then the value; texts and bytes with their length ---- */

void ledger_begin(LedgerRun *run) {
  hash_begin(&run->hasher);
  run->count = 0;
  run->used = 0;
}

static void flush(LedgerRun *run) {
  hash_bytes(&run->hasher, run->bytes, run->used);
  run->used = 0;
}

void ledger_end(LedgerRun *run, unsigned char digest[HASH_BYTES]) {
  flush(run);
  hash_end_bytes(&run->hasher, digest);
}

static inline void add(LedgerRun *run, const void *data, size_t len) {
  if (run->used + len > sizeof run->bytes) flush(run);
  if (len > sizeof run->bytes) {
    hash_bytes(&run->hasher, data, len);
  } else if (len) {
    memcpy(run->bytes + run->used, data, len);
    run->used += len;
  }
}

/* Seven bits a byte, the low ones first. */
static size_t varint(unsigned char out[10], uint64_t value) {
  size_t len = 0;
  for (; value >= 0x80; value >>= 7) out[len++] = (unsigned char)(value | 0x80);
  out[len++] = (unsigned char)value;
  return len;
}

/* Room for a value of so many bytes at most, where it is written at once. */
static inline unsigned char *room(LedgerRun *run, size_t most) {
  if (run->used + most > sizeof run->bytes) flush(run);
  return run->bytes + run->used;
}

void ledger_int(LedgerRun *run, int64_t value) {
  unsigned char *bytes = room(run, 11);
  uint64_t zigzag = (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0);
  bytes[0] = 'i';
  run->used += 1 + varint(bytes + 1, zigzag);
}

void ledger_real(LedgerRun *run, double value) {
  uint64_t bits;
  if (isnan(value)) {
    ledger_null(run);
    return;
  }
  value += 0.0; /* SQLite keeps no negative zero */
  memcpy(&bits, &value, sizeof bits);
  unsigned char *bytes = room(run, 1 + sizeof bits);
  *bytes = 'r';
  for (size_t i = 0; i < sizeof bits; i++) bytes[1 + i] = (unsigned char)(bits >> (8 * i));
  run->used += 1 + sizeof bits;
}

void ledger_null(LedgerRun *run) { *room(run, 1) = '0', run->used++; }

void ledger_bytes(LedgerRun *run, char kind, const void *data, size_t len) {
  unsigned char *bytes = room(run, 11);
  *bytes = (unsigned char)kind;
  run->used += 1 + varint(bytes + 1, len);
  add(run, data, len);
}

/* The letter keeps it apart from the first value of the next row. */
static void add_later(LedgerRun *run, int64_t value) {
  add(run, "l", 1);
  ledger_int(run, value);
}

static void add_text(LedgerRun *run, const char *text) {
  if (text)
    ledger_bytes(run, 't', text, strlen(text));
  else
    ledger_null(run);
}

void ledger_seal(const unsigned char key[HASH_BYTES], const char *table, const char *const *texts, size_t count,
                 unsigned char seal[HASH_BYTES]) {
  LedgerRun run;
  hash_begin_keyed(&run.hasher, key);
  run.used = 0;
  add_text(&run, table);
  for (size_t i = 0; i < count; i++) add_text(&run, texts[i]);
  ledger_end(&run, seal);
}

/* ---- adding rows ---- */

static sqlite3_stmt *prepare_insert(Store *s, Ledger table, Err *err) {
  const LedgerTable *t = &ledgers[table];
  LedgerInsert *insert = &s->inserts[table];
  Text sql = {.arena = &s->arena};
  if (insert->stmt) return insert->stmt;
  insert->hashed = count_columns(t->columns);
  const char *later = table == LEDGER_PATIENT ? "key" : ledger_later(table);
  int total = insert->hashed + count_columns(t->personal) + (later != NULL);
  text_addf(&sql, "INSERT INTO %s (%s%s%s%s%s) VALUES (?1", t->name, t->columns, t->personal ? ", " : "",
            t->personal ? t->personal : "", later ? ", " : "", later ? later : "");
  for (int i = 2; i <= total; i++) text_addf(&sql, ", ?%d", i);
  text_add_char(&sql, ')');
  int code = sqlite3_prepare_v3(s->db, text_get(&sql), -1, SQLITE_PREPARE_PERSISTENT, &insert->stmt, NULL);
  if (code != SQLITE_OK) store_fault(s, code, err);
  return insert->stmt;
}

/* An arena aligns for plain types only. */
static LedgerRun *make_runs(Arena *a) {
  const size_t align = _Alignof(LedgerRun);
  char *room = arena_alloc(a, LEDGER_COUNT * sizeof(LedgerRun) + align);
  return (LedgerRun *)(void *)(room + (align - (uintptr_t)room % align) % align);
}

/* What makes of somebody who was just added one like any other: there is more to read of them than visits with measures
 * and answers, and results. */
static bool ends_newcomer(Ledger table) {
  switch (table) {
  case LEDGER_PATIENT:
  case LEDGER_PROFILE:
  case LEDGER_PERSON:
  case LEDGER_MERGING:
  case LEDGER_ERASURE:
  case LEDGER_EPISODE:
  case LEDGER_EPISODE_EVENT:
  case LEDGER_VISIT_EPISODE:
  case LEDGER_VOIDED:
  case LEDGER_OVERRIDE:
  case LEDGER_PROGRAM_EVENT: return true;
  default: return false;
  }
}

Query ledger_insert(Store *s, Ledger table, Err *err) {
  assert(s->depth > 0);
  if (!s->runs) s->runs = make_runs(&s->arena);
  LedgerRun *run = &s->runs[table];
  if (s->newcomer && ends_newcomer(table)) s->newcomer = 0;
  if (table == LEDGER_MERGING) memset(s->fresh, 0, sizeof s->fresh); /* the programs of two count together */
  Query q = {.store = s, .stmt = prepare_insert(s, table, err), .err = err, .run = run, .table = (int)table};
  q.hashed = s->inserts[table].hashed;
  q.keyed = strcmp(ledgers[table].key, "id") != 0;
  if (run->count == 0) ledger_begin(run);
  return q;
}

/* The key is kept for the rows that follow: they belong to the same patient as a rule. */
static bool key_of(Store *s, StoreId patient, Err *err) {
  if (s->key_patient == patient) return true;
  Query q = query(s, "SELECT key FROM patient WHERE id = ?1", err);
  bind_int(&q, patient);
  bool found = query_step(&q) && column_bytes(&q, 0, s->key, sizeof s->key);
  if (!query_done(&q)) return false;
  if (!found) return fail(err, ERR_STORE, NULL, "this patient was erased: nothing more is kept of them");
  s->key_patient = patient;
  return true;
}

void bind_sealed(Query *q, StoreId patient, const char *const *texts, size_t count) {
  unsigned char seal[HASH_BYTES];
  if (!q->stmt) return;
  if (!key_of(q->store, patient, q->err)) {
    query_stop(q);
    return;
  }
  ledger_seal(q->store->key, ledgers[q->table].name, texts, count, seal);
  bind_digest(q, seal, sizeof seal);
  for (size_t i = 0; i < count; i++) bind_text(q, texts[i]);
}

void bind_later(Query *q, int value) {
  if (value < 0)
    bind_null(q);
  else
    bind_int(q, value);
  if (q->stmt && value >= 0) add_later(q->run, value);
}

/* ---- reading rows again ---- */

static void add_column(LedgerRun *run, sqlite3_stmt *stmt, int column) {
  size_t len = 0;
  switch (sqlite3_column_type(stmt, column)) {
  case SQLITE_INTEGER: ledger_int(run, sqlite3_column_int64(stmt, column)); break;
  case SQLITE_FLOAT: ledger_real(run, sqlite3_column_double(stmt, column)); break;
  case SQLITE_TEXT:
    len = (size_t)sqlite3_column_bytes(stmt, column);
    ledger_bytes(run, 't', sqlite3_column_text(stmt, column), len);
    break;
  case SQLITE_BLOB:
    len = (size_t)sqlite3_column_bytes(stmt, column);
    ledger_bytes(run, 'b', sqlite3_column_blob(stmt, column), len);
    break;
  default: ledger_null(run); break;
  }
}

/* Columns of a row: the hashed ones, of which the last is the seal, the personal ones, the key, was it erased. */
static bool sealed_well(Query *q, Ledger table, int hashed) {
  const char *texts[8] = {0};
  unsigned char key[HASH_BYTES], seal[HASH_BYTES], due[HASH_BYTES];
  int count = count_columns(ledgers[table].personal);
  bool any = false;
  assert(count <= (int)ARRAY_LEN(texts));
  for (int i = 0; i < count; i++) {
    texts[i] = (const char *)sqlite3_column_text(q->stmt, hashed + i);
    any = any || texts[i];
  }
  if (sqlite3_column_type(q->stmt, hashed - 1) == SQLITE_NULL) return !any;
  if (sqlite3_column_int(q->stmt, hashed + count + 1)) return !any;
  if (!column_bytes(q, hashed + count, key, sizeof key) || !column_bytes(q, hashed - 1, seal, sizeof seal))
    return false;
  ledger_seal(key, ledgers[table].name, texts, (size_t)count, due);
  return memcmp(seal, due, sizeof due) == 0;
}

static const char *read_sql(Arena *a, const LedgerTable *t, const char *later) {
  Text sql = {.arena = a};
  text_addf(&sql, "SELECT %s", t->columns);
  if (t->personal)
    text_addf(
        &sql,
        ", %s, (SELECT k.key FROM patient k WHERE k.id = %s), (SELECT count(*) FROM erasure x WHERE x.patient = %s)",
        t->personal, t->patient, t->patient);
  if (later) text_addf(&sql, ", %s", later);
  text_addf(&sql, " FROM %s WHERE %s BETWEEN ?1 AND ?2 ORDER BY %s", t->name, t->key, t->order);
  return text_get(&sql);
}

bool ledger_read(Store *s, Ledger table, StoreId first, StoreId last, LedgerRun *run, int64_t *broken, Err *err) {
  const LedgerTable *t = &ledgers[table];
  int hashed = count_columns(t->columns);
  const char *added = s->chaining ? NULL : ledger_later(table);
  int later = added ? hashed + count_columns(t->personal) + 2 * (t->personal != NULL) : 0;
  if (!s->reads[table]) s->reads[table] = read_sql(&s->arena, t, added);
  Query q = query(s, s->reads[table], err);
  bind_int(&q, first);
  bind_int(&q, last);
  ledger_begin(run);
  *broken = 0;
  while (query_step(&q)) {
    for (int i = 0; i < hashed; i++) add_column(run, q.stmt, i);
    *broken += t->personal && !sealed_well(&q, table, hashed);
    if (later && sqlite3_column_type(q.stmt, later) != SQLITE_NULL) add_later(run, column_int(&q, later));
    run->count++;
  }
  return query_done(&q);
}

bool ledger_ends(Store *s, Ledger table, StoreId *first, StoreId *last, Err *err) {
  const LedgerTable *t = &ledgers[table];
  *first = 1, *last = 0;
  Query q = query(s, arena_printf(&s->arena, "SELECT min(%s), max(%s) FROM %s", t->key, t->key, t->name), err);
  if (query_step(&q)) *first = column_int(&q, 0), *last = column_int(&q, 1);
  return query_done(&q);
}
