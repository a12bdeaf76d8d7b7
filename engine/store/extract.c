#include "store/extract.h"

#include "base/text.h"
#include "store/audit.h"
#include "store/ledger.h"
#include "store/patients.h"
#include "store/sources.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REMOVED     "(removed)" /* stands for a reason */
#define CLINICIAN   "clinician %d"
#define MARK_START  "{reason "
#define SAYS_ITSELF "; the rule itself says: "

typedef struct Marked { /* an override: its number in the source and in the copy */
  long long old, new;
} Marked;

typedef struct Extract {
  Store *from, *to;
  Arena arena;
  LIST(const char *) clinicians;
  LIST(Marked) marks; /* by old number */
  Err *err;
} Extract;

/* ---- what stands in snapshots and findings instead ---- */

static const char *new_clinician(const Extract *x, Arena *a, const char *name) {
  int number = 0;
  for (size_t i = 0; i < x->clinicians.count && !number; i++)
    if (strcmp(x->clinicians.items[i], name) == 0) number = (int)i + 1;
  return arena_printf(a, CLINICIAN, number);
}

static int compare_marks(const void *left, const void *right) {
  const Marked *x = left, *y = right;
  return (x->old > y->old) - (x->old < y->old);
}

/* "{reason 12}" under its new number; a reason in words, as old versions kept it, goes. */
static const char *new_reason(const Extract *x, Arena *a, const char *reason) {
  Marked wanted = {0, 0};
  char end;
  if (sscanf(reason, "{reason %lld%c", &wanted.old, &end) != 2 || end != '}') return REMOVED;
  const Marked *found =
      x->marks.count ? bsearch(&wanted, x->marks.items, x->marks.count, sizeof wanted, compare_marks) : NULL;
  return found ? arena_printf(a, REASON_MARK, found->new) : REMOVED;
}

/* The text of a JSON string that begins behind its quote; *end: at the closing one. The store wrote it: only what
 * text_add_json escapes is escaped, and nothing else that may stand in a name. */
static const char *json_text(Arena *a, const char *at, const char **end) {
  Text t = {.arena = a};
  for (; *at && *at != '"'; at++) {
    if (*at != '\\') {
      text_add_char(&t, *at);
    } else if (at[1] == 'u') {
      for (int i = 0; i < 5 && at[1]; i++) at++; /* a control character: none stands in a name */
    } else if (at[1]) {
      text_add_char(&t, *++at);
    }
  }
  *end = at;
  return text_get(&t);
}

static bool starts(const char *at, const char *with) { return strncmp(at, with, strlen(with)) == 0; }

/* Moves a date of ten characters. */
static void add_moved(Text *t, const char *date, Day days) {
  char text[11];
  Day day;
  snprintf(text, sizeof text, "%.10s", date);
  text_add(t, date_parse(text, DATE_ISO, &day) ? date_format(t->arena, day + days) : text);
}

/* A snapshot with its dates moved and its overrides in nobody's name. In JSON a quote inside a text is escaped, so that
 * a key is what it looks like. */
static void rewrite(const Extract *x, const char *snapshot, Day days, Text *out) {
  static const char date[] = "\"date\":\"", reason[] = "\"reason\":\"", clinician[] = "\"clinician\":\"";
  for (const char *at = snapshot; *at;) {
    const char *end;
    if (starts(at, date)) {
      text_add(out, date);
      at += sizeof date - 1;
      add_moved(out, at, days);
      at += strcspn(at, "\"");
    } else if (starts(at, reason)) {
      text_add(out, "\"reason\":");
      text_add_json(out, new_reason(x, out->arena, json_text(out->arena, at + sizeof reason - 1, &end)));
      at = end + (*end == '"');
    } else if (starts(at, clinician)) {
      text_add(out, "\"clinician\":");
      text_add_json(out, new_clinician(x, out->arena, json_text(out->arena, at + sizeof clinician - 1, &end)));
      at = end + (*end == '"');
    } else {
      text_add_char(out, *at++);
    }
  }
}

/* sinew_snapshot(bytes, days) */
static void sql_snapshot(sqlite3_context *c, int count, sqlite3_value **values) {
  Arena a = {0};
  Text out = {.arena = &a};
  const void *bytes = sqlite3_value_blob(values[0]);
  (void)count;
  rewrite(sqlite3_user_data(c), arena_copy_n(&a, bytes ? bytes : "", (size_t)sqlite3_value_bytes(values[0])),
          (Day)sqlite3_value_int(values[1]), &out);
  sqlite3_result_blob64(c, text_get(&out), out.len, SQLITE_TRANSIENT);
  arena_free(&a);
}

/* sinew_overridden(text): "overridden as present by NAME: REASON; the rule itself says: unsure" */
static void sql_overridden(sqlite3_context *c, int count, sqlite3_value **values) {
  const Extract *x = sqlite3_user_data(c);
  const char *text = (const char *)sqlite3_value_text(values[0]), *name = NULL, *end = NULL;
  size_t longest = 0, number = 0;
  (void)count;
  if (!text) return;
  const char *by = strstr(text, " by ");
  for (const char *at = by; at && (at = strstr(at, SAYS_ITSELF)) != NULL; at++) end = at;
  for (size_t i = 0; end && i < x->clinicians.count; i++) {
    size_t len = strlen(x->clinicians.items[i]);
    if (len < longest || !starts(by + 4, x->clinicians.items[i]) || !starts(by + 4 + len, ": ")) continue;
    name = x->clinicians.items[i], longest = len, number = i + 1;
  }
  Arena a = {0};
  Text out = {.arena = &a};
  if (name) {
    const char *reason = by + 4 + longest + 2;
    text_add_n(&out, text, (size_t)(by + 4 - text));
    text_addf(&out, CLINICIAN ": %s%s", (int)number,
              new_reason(x, &a, arena_copy_n(&a, reason, reason < end ? (size_t)(end - reason) : 0)), end);
  } else {
    text_add(&out, REMOVED);
  }
  sqlite3_result_text64(c, text_get(&out), out.len, SQLITE_TRANSIENT, SQLITE_UTF8);
  arena_free(&a);
}

/* sinew_clinician(name) */
static void sql_clinician(sqlite3_context *c, int count, sqlite3_value **values) {
  Arena a = {0};
  const char *name = (const char *)sqlite3_value_text(values[0]);
  (void)count;
  sqlite3_result_text(c, new_clinician(sqlite3_user_data(c), &a, name ? name : ""), -1, SQLITE_TRANSIENT);
  arena_free(&a);
}

static bool add_functions(Extract *x) {
  static const struct {
    const char *name;
    int values;
    void (*run)(sqlite3_context *, int, sqlite3_value **);
  } list[] = {{"sinew_snapshot", 2, sql_snapshot},
              {"sinew_overridden", 1, sql_overridden},
              {"sinew_clinician", 1, sql_clinician}};
  if (!store_functions(x->to, x->err)) return false;
  for (size_t i = 0; i < ARRAY_LEN(list); i++) {
    int code = sqlite3_create_function_v2(x->to->db, list[i].name, list[i].values, SQLITE_UTF8 | SQLITE_DIRECTONLY, x,
                                          list[i].run, NULL, NULL, NULL);
    if (code != SQLITE_OK) return store_fault(x->to, code, x->err);
  }
  return true;
}

/* ---- who is copied, and under which new keys ---- */

/* The SQL reads as SQL. */
/* clang-format off */

#define ROOT(id) \
  "coalesce((SELECT CASE WHEN g.undone THEN NULL ELSE g.target END FROM source.merging g WHERE g.source = " id \
  " ORDER BY g.id DESC LIMIT 1), " id ")"
#define MOVED(day)  "date(" day ", w.days || ' days')"
#define MOMENT(at)  "date(substr(" at ", 1, 10), w.days || ' days') || 'T12:00:00+00:00'"
#define NEW_ID(at)  "sinew_new_uuid(strftime('%s', " MOVED("substr(" at ", 1, 10)") "))"
#define NOW "strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')" /* when a text was first kept tells of visits */
#define YEARS(born, day) \
  "CAST(strftime('%Y', " day ") AS INTEGER) - CAST(strftime('%Y', " born ") AS INTEGER) - " \
  "(strftime('%m-%d', " day ") < strftime('%m-%d', " born "))"

/* Up to 52 weeks either way, a convention: it hides the season and keeps the age band. chosen: roots; all records that were merged into one person move together. Codes are drawn by lot. */
static const char choose[] =
    "CREATE TEMP TABLE root AS SELECT id, " ROOT("p.id") " AS root FROM source.patient p WHERE code IS NOT NULL;\n"
    "CREATE TEMP TABLE moved AS SELECT root, (CASE WHEN random() < 0 THEN -7 ELSE 7 END) * (1 + abs(random() % 52))\n"
    "  AS days FROM (SELECT DISTINCT root FROM root);\n"
    "CREATE INDEX temp.moved_root ON moved (root);\n"
    "CREATE TEMP TABLE who (old INTEGER PRIMARY KEY, id INTEGER, days INTEGER, code TEXT, key BLOB, born TEXT);\n"
    "INSERT INTO who SELECT r.id, row_number() OVER (ORDER BY random()), m.days, NULL, randomblob(32),\n"
    "  (SELECT born FROM source.person o WHERE o.patient = r.id ORDER BY o.id DESC LIMIT 1)\n"
    "  FROM root r JOIN moved m ON m.root = r.root WHERE r.root IN (SELECT id FROM chosen)\n"
    "  OR NOT EXISTS (SELECT 1 FROM chosen);\n"
    "UPDATE who SET code = printf('P%0*d', length((SELECT count(*) FROM who)) + 1, id);\n"
    "CREATE TEMP TABLE seen (old INTEGER PRIMARY KEY, id INTEGER, who INTEGER);\n"
    "INSERT INTO seen SELECT v.id, row_number() OVER (ORDER BY w.id, v.day, v.id), w.old\n"
    "  FROM source.visit v JOIN who w ON w.old = v.patient;\n"
    /* base: rows of measure before those of this entry; age: years to be written down with the entry's measures */
    "CREATE TEMP TABLE entries (old INTEGER PRIMARY KEY, id INTEGER, visit INTEGER, who INTEGER, base INTEGER,\n"
    "  rows INTEGER, age INTEGER);\n"
    "INSERT INTO entries SELECT e.id, row_number() OVER (ORDER BY v.id, e.id), v.id, v.who, 0,\n"
    "  (SELECT count(*) FROM source.measure m WHERE m.entry = e.id),\n"
    "  CASE WHEN e.id = (SELECT max(id) FROM source.entry l WHERE l.visit = e.visit) THEN\n"
    "  " YEARS("w.born", "o.day") " END\n"
    "  FROM source.entry e JOIN seen v ON v.old = e.visit JOIN source.visit o ON o.id = e.visit\n"
    "  JOIN who w ON w.old = v.who;\n"
    "UPDATE entries SET age = NULL WHERE age < 0;\n"
    "CREATE TEMP TABLE bases AS SELECT old, sum(rows + (age IS NOT NULL)) OVER (ORDER BY id) - rows -\n"
    "  (age IS NOT NULL) AS base FROM entries;\n"
    "CREATE UNIQUE INDEX temp.bases_old ON bases (old);\n"
    "UPDATE entries SET base = (SELECT b.base FROM bases b WHERE b.old = entries.old);\n"
    "CREATE TEMP TABLE overrides (old INTEGER PRIMARY KEY, id INTEGER, visit INTEGER, who INTEGER);\n"
    "INSERT INTO overrides SELECT o.id, row_number() OVER (ORDER BY v.id, o.id), v.id, v.who\n"
    "  FROM source.override o JOIN seen v ON v.old = o.visit;\n"
    "CREATE TEMP TABLE episodes (old INTEGER PRIMARY KEY, id INTEGER, who INTEGER);\n"
    "INSERT INTO episodes SELECT e.id, row_number() OVER (ORDER BY w.id, e.id), w.old\n"
    "  FROM source.episode e JOIN who w ON w.old = e.patient;\n"
    "CREATE TEMP TABLE results (old INTEGER PRIMARY KEY, id INTEGER, visit INTEGER, who INTEGER);\n"
    "INSERT INTO results SELECT r.id, row_number() OVER (ORDER BY v.id, r.id), v.id, v.who\n"
    "  FROM source.result r JOIN seen v ON v.old = r.visit;\n"
    "CREATE TEMP TABLE programs (old INTEGER PRIMARY KEY, id INTEGER, result INTEGER, who INTEGER);\n"
    "INSERT INTO programs SELECT p.id, row_number() OVER (ORDER BY r.id, p.id), r.id, r.who\n"
    "  FROM source.program p JOIN results r ON r.old = p.result;\n";

_Static_assert(DIM_AGE == 23 && ORIGIN_REPORTED == 2 && SIDE_BOTH == 0 && CONTRACTION_UNKNOWN == 0, "stored numbers");

/* What has a patient's dates, texts or ids in it; act 1 is the row of audit that covers the whole copy. */
static const char copy_people[] =
    "INSERT INTO patient (id, uuid, at, seal, code, key) SELECT w.id, " NEW_ID("p.at") ", " MOMENT("p.at") ",\n"
    "  sinew_seal(w.key, 'patient', w.code), w.code, w.key FROM who w JOIN source.patient p ON p.id = w.old\n"
    "  ORDER BY w.id;\n"
    "INSERT INTO merging (source, target, undone, act) SELECT a.id, b.id, g.undone, 1 FROM source.merging g\n"
    "  JOIN who a ON a.old = g.source JOIN who b ON b.old = g.target ORDER BY a.id, g.id;\n"
    "INSERT INTO episode (id, patient, opened, act, seal, title) SELECT x.id, w.id, " MOVED("e.opened") ", 1,\n"
    "  sinew_seal(w.key, 'episode', ''), '' FROM source.episode e JOIN episodes x ON x.old = e.id\n"
    "  JOIN who w ON w.old = x.who ORDER BY x.id;\n"
    "INSERT INTO episode_event (episode, kind, day, act) SELECT x.id, e.kind, " MOVED("e.day") ", 1\n"
    "  FROM source.episode_event e JOIN episodes x ON x.old = e.episode JOIN who w ON w.old = x.who\n"
    "  ORDER BY x.id, e.id;\n"
    "INSERT INTO visit (id, patient, day) SELECT s.id, w.id, " MOVED("v.day") " FROM source.visit v\n"
    "  JOIN seen s ON s.old = v.id JOIN who w ON w.old = s.who ORDER BY s.id;\n"
    "INSERT INTO visit_episode (visit, episode, act) SELECT s.id, x.id, 1 FROM source.visit_episode e\n"
    "  JOIN seen s ON s.old = e.visit LEFT JOIN episodes x ON x.old = e.episode ORDER BY s.id, e.id;\n"
    "INSERT INTO entry (id, visit, act, seal, why) SELECT x.id, x.visit, 1,\n"
    "  CASE WHEN e.seal IS NOT NULL THEN sinew_seal(w.key, 'entry', '') END, CASE WHEN e.seal IS NOT NULL THEN '' END\n"
    "  FROM source.entry e JOIN entries x ON x.old = e.id JOIN who w ON w.old = x.who ORDER BY x.id;\n"
    "INSERT INTO measure (entry, n, test, side, position, contraction, trial, quantity, lo, hi, lever_m, pain, origin)\n"
    "  SELECT x.id, x.base + row_number() OVER (PARTITION BY m.entry ORDER BY m.n), m.test, m.side, m.position,\n"
    "  m.contraction, m.trial, m.quantity, m.lo, m.hi, m.lever_m, m.pain, m.origin FROM source.measure m\n"
    "  JOIN entries x ON x.old = m.entry ORDER BY 1, 2;\n"
    "INSERT OR IGNORE INTO word (text) VALUES ('" BODY_AGE "'), ('');\n"
    "INSERT INTO measure (entry, n, test, side, position, contraction, trial, quantity, lo, hi, origin)\n"
    "  SELECT x.id, x.base + x.rows + 1, (SELECT id FROM word WHERE text = '" BODY_AGE "'), 0,\n"
    "  (SELECT id FROM word WHERE text = ''), 0, 0, 23, x.age, x.age, 2\n"
    "  FROM entries x WHERE x.age IS NOT NULL ORDER BY x.id;\n"
    "INSERT INTO voided (entry, n, act) SELECT x.id, x.base + (SELECT count(*) FROM source.measure m\n"
    "  WHERE m.entry = o.entry AND m.n <= o.n), 1 FROM source.voided o JOIN entries x ON x.old = o.entry\n"
    "  ORDER BY x.id, o.id;\n"
    "INSERT INTO answer (entry, n, question, value) SELECT x.id, a.n, a.question, a.value FROM source.answer a\n"
    "  JOIN entries x ON x.old = a.entry ORDER BY x.id, a.n;\n"
    "INSERT INTO override (id, visit, pack, rule, side, verdict, clinician, at, seal, reason) SELECT x.id, x.visit,\n"
    "  o.pack, o.rule, o.side, o.verdict, sinew_clinician(o.clinician), " MOMENT("o.at") ",\n"
    "  sinew_seal(w.key, 'override', '" REMOVED "'), '" REMOVED "' FROM source.override o\n"
    "  JOIN overrides x ON x.old = o.id JOIN who w ON w.old = x.who ORDER BY x.id;\n";

static const char copy_results[] =
    "INSERT INTO result (id, uuid, visit, at, basis, judged, expected_by_chance, snapshot, unassessed, arguments, targets,\n"
    "  stops, open_questions, remarks) SELECT x.id, " NEW_ID("r.at") ",\n"
    "  x.visit, " MOMENT("r.at") ", r.basis, r.judged, r.expected_by_chance, sinew_snapshot(r.snapshot, w.days),\n"
    "  r.unassessed, r.arguments, r.targets, r.stops, r.open_questions, r.remarks\n"
    "  FROM source.result r JOIN results x ON x.old = r.id JOIN who w ON w.old = x.who ORDER BY x.id;\n";
/* clang-format on */

typedef enum { COPY_AS_IS, COPY_BY_PATIENT, COPY_BY_RESULT, COPY_BY_PROGRAM } CopyHow;

/* The clinic's own norms hold values person by person and stay where they are; what results took from them stands in
 * their snapshots. */
#define OWN_SETS(column)                                                                                               \
  "(SELECT n." column                                                                                                  \
  " FROM source.source_file n JOIN source.source c ON c.id = n.source WHERE c.name = '" LOCAL_SOURCE "')"

/* Tables that hold nothing of a person but the key in their first column; in an order that references allow. Left
 * behind are person, note, erasure and norm_choice; search stays empty, audit begins anew. */
static const struct {
  Ledger table;
  CopyHow how;
  const char *where; /* NULL: every row */
} plain_before[] = {{LEDGER_WORD, COPY_AS_IS, NULL},
                    {LEDGER_FILE, COPY_AS_IS, "t.id NOT IN " OWN_SETS("file")},
                    {LEDGER_SOURCE, COPY_AS_IS, "t.id NOT IN " OWN_SETS("source")},
                    {LEDGER_SOURCE_FILE, COPY_AS_IS, "t.source NOT IN " OWN_SETS("source")},
                    {LEDGER_PACK_SET, COPY_AS_IS, NULL},
                    {LEDGER_BASIS, COPY_AS_IS, NULL},
                    {LEDGER_BASIS_PACK, COPY_AS_IS, NULL},
                    {LEDGER_RULE, COPY_AS_IS, NULL},
                    {LEDGER_LIST, COPY_AS_IS, NULL}},
  plain_after[] = {{LEDGER_PROFILE, COPY_BY_PATIENT, NULL},       {LEDGER_FINDING, COPY_BY_RESULT, NULL},
                   {LEDGER_PROGRAM, COPY_BY_PROGRAM, NULL},       {LEDGER_PROGRAM_ITEM, COPY_BY_PROGRAM, NULL},
                   {LEDGER_PROGRAM_EVENT, COPY_BY_PROGRAM, NULL}, {LEDGER_LOG, COPY_BY_PROGRAM, NULL}};

/* What a column becomes in the copy; others stay as they are. */
static const struct {
  const char *column, *becomes;
} columns_made_anew[] = {{"patient", "w.id"},
                         {"result", "x.id"},
                         {"program", "x.id"},
                         {"uuid", NEW_ID("t.at")},
                         {"at", MOMENT("t.at")},
                         {"day", MOVED("t.day")},
                         {"act", "1"},
                         {"seal", "NULL"},
                         {"overridden", "sinew_overridden(t.overridden)"}};

static void add_column(Text *sql, const LedgerTable *t, CopyHow how, const char *name) {
  const char *becomes = NULL;
  for (size_t i = 0; i < ARRAY_LEN(columns_made_anew); i++)
    if (strcmp(columns_made_anew[i].column, name) == 0) becomes = columns_made_anew[i].becomes;
  if (how == COPY_AS_IS) becomes = strcmp(name, "act") == 0 ? "1" : strcmp(name, "at") == 0 ? NOW : NULL;
  if (strcmp(t->name, "program") == 0 && strcmp(name, "result") == 0) becomes = "x.result";
  if (becomes)
    text_add(sql, becomes);
  else
    text_addf(sql, "t.%s", name);
}

static const char *copy_sql(Arena *a, Ledger table, CopyHow how, const char *where) {
  const LedgerTable *t = &ledgers[table];
  const char *later = ledger_later(table);
  const char *columns = later ? arena_printf(a, "%s, %s", t->columns, later) : t->columns;
  Text sql = {.arena = a};
  bool has_id = strcmp(t->key, "id") == 0, is_program = strcmp(t->name, "program") == 0;
  bool keeps_id = has_id && (how == COPY_AS_IS || is_program);
  text_addf(&sql, "INSERT INTO main.%s (%s%s) SELECT %s", t->name, keeps_id ? "id, " : "", columns,
            !keeps_id    ? ""
            : is_program ? "x.id, "
                         : "t.id, ");
  for (const char *at = columns; *at;) {
    size_t len = strcspn(at, ",");
    add_column(&sql, t, how, arena_copy_n(a, at, len));
    at += len;
    if (*at) text_add(&sql, ", "), at += 2;
  }
  text_addf(&sql, " FROM source.%s t", t->name);
  if (how == COPY_BY_PATIENT) text_add(&sql, " JOIN temp.who w ON w.old = t.patient");
  if (how == COPY_BY_RESULT)
    text_add(&sql, " JOIN temp.results x ON x.old = t.result JOIN temp.who w ON w.old = x.who");
  if (how == COPY_BY_PROGRAM)
    text_addf(&sql, " JOIN temp.programs x ON x.old = t.%s JOIN temp.who w ON w.old = x.who",
              is_program ? "id" : "program");
  if (where) text_addf(&sql, " WHERE %s", where);
  if (how != COPY_AS_IS)
    text_addf(&sql, " ORDER BY %s, t.%s", how == COPY_BY_PATIENT ? "w.id" : "x.id",
              has_id ? "id" : strrchr(t->order, ' ') + 1);
  return text_get(&sql);
}

static bool copy_plain(Extract *x, Ledger table, CopyHow how, const char *where) {
  return store_script(x->to, copy_sql(&x->arena, table, how, where), x->err);
}

/* ---- the whole ---- */

static bool fill_chosen(Extract *x, const ExtractRequest *request) {
  if (!store_script(x->to, "CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY)", x->err)) return false;
  for (size_t i = 0; request->codes && i < request->count; i++) {
    StoreId patient;
    if (!store_find_patient(x->from, request->codes[i], &patient, x->err)) return false;
    if (!patient) return fail(x->err, ERR_DATA, NULL, "unknown patient '%.40s': nothing was copied", request->codes[i]);
    Query q = query(x->to, "INSERT OR IGNORE INTO temp.chosen VALUES (?1)", x->err);
    bind_int(&q, patient);
    if (!query_run(&q)) return false;
  }
  return true;
}

static bool read_names(Extract *x) {
  Query q = query(x->to, "SELECT DISTINCT clinician FROM source.override ORDER BY random()", x->err);
  while (query_step(&q)) *LIST_ADD(&x->arena, &x->clinicians) = column_text(&q, &x->arena, 0);
  if (!query_done(&q)) return false;
  q = query(x->to, "SELECT old, id FROM temp.overrides ORDER BY old", x->err);
  while (query_step(&q)) *LIST_ADD(&x->arena, &x->marks) = (Marked){column_int(&q, 0), column_int(&q, 1)};
  return query_done(&q);
}

static bool attach(Extract *x) {
  Query q = query(x->to, "ATTACH ?1 AS source", x->err);
  bind_text(&q, x->from->path);
  return query_run(&q);
}

/* The reading of a patient is kept in the source's audit like any other. */
static bool count_copied(Extract *x, ExtractCounts *counts) {
  Query q = query(x->to, "SELECT old FROM temp.who", x->err);
  for (*counts = (ExtractCounts){0}; query_step(&q); counts->patients++) audit_saw(x->from, column_int(&q, 0));
  if (!query_done(&q)) return false;
  q = query(x->to, "SELECT (SELECT count(*) FROM temp.seen), (SELECT count(*) FROM temp.results)", x->err);
  if (query_step(&q)) counts->visits = column_int(&q, 0), counts->results = column_int(&q, 1);
  return query_done(&q);
}

static bool copy_all(Extract *x) {
  bool ok = true;
  for (size_t i = 0; ok && i < ARRAY_LEN(plain_before); i++)
    ok = copy_plain(x, plain_before[i].table, plain_before[i].how, plain_before[i].where);
  ok = ok && store_script(x->to, choose, x->err) && read_names(x) && store_script(x->to, copy_people, x->err) &&
       store_script(x->to, copy_results, x->err);
  for (size_t i = 0; ok && i < ARRAY_LEN(plain_after); i++)
    ok = copy_plain(x, plain_after[i].table, plain_after[i].how, plain_after[i].where);
  return ok;
}

/* The chain of the copy begins with where it comes from: the head of the source's chain. */
static bool begin_chain(Extract *x) {
  AuditHead head;
  return store_head(x->from, &head, x->err) &&
         audit_found(x->to,
                     arena_printf(&x->arena, "db extract --pseudonymise, from %s", audit_head_text(&x->arena, &head)),
                     x->err);
}

static bool extract(Extract *x, const ExtractRequest *request, ExtractCounts *counts) {
  if (!add_functions(x) || !attach(x) || !fill_chosen(x, request) || !store_begin_read(x->to, x->err)) return false;
  return store_end(x->to, copy_all(x) && count_copied(x, counts) && begin_chain(x), x->err);
}

bool store_extract(Store *s, const char *path, const ExtractRequest *request, ExtractCounts *counts, Err *err) {
  Extract x = {.from = s, .err = err, .to = store_open(path, STORE_CREATE, err)};
  bool ok = x.to && extract(&x, request, counts);
  store_close(x.to);
  arena_free(&x.arena);
  return ok;
}
