/* Inside of the store drawer: the owner struct and the one way to run SQL. A statement is prepared once and cached by
 * its text; values are bound in order, never pasted into SQL; a fault sticks, so that only query_done has to be asked.
 *
 *   Query q = query(s, "SELECT id FROM patient WHERE code = ?1", err);
 *   bind_text(&q, code);
 *   if (query_step(&q)) id = column_int(&q, 0);
 *   return query_done(&q);
 */
#pragma once

#include "store/store.h"
#include <sqlite3.h>

typedef struct Statement {
  const char *sql; /* identity: the address of the literal */
  sqlite3_stmt *stmt;
} Statement;

typedef struct Interned { /* text <-> key of a table that only grows; a hash table with open addressing */
  struct InternedEntry {
    const char *text;
    StoreId id;
  } * entries;
  size_t count, cap; /* cap: power of two */
} Interned;

struct Store {
  Arena arena; /* of this struct, path and statement list */
  const char *path;
  const char *read_only; /* why; NULL: it may be written to */
  bool alone;            /* opened with STORE_ALONE */
  sqlite3 *db;
  LIST(Statement) statements;
  int depth;     /* open begins */
  bool doomed;   /* an inner rollback was called */
  Arena scratch; /* of one bind */
  Arena names;   /* of the three caches below, forgotten at every rollback */
  Interned words, rules, bases;
  StoreId visit_patient, visit; /* the visit used last, forgotten at every end of a transaction */
  Day visit_day;
};

typedef struct Query {
  Store *store;
  sqlite3_stmt *stmt; /* NULL after a fault */
  Err *err;
  int bound; /* values bound so far */
} Query;

Query query(Store *s, const char *sql, Err *err);
void bind_int(Query *q, int64_t value);
void bind_real(Query *q, double value);     /* NAN: NULL */
void bind_text(Query *q, const char *text); /* NULL: NULL */
void bind_word(Query *q, const char *text); /* key of the text in table word, NULL: NULL */
void bind_day(Query *q, Day day);           /* ISO text, 0: NULL */
void bind_stamp(Query *q, Stamp at);        /* ISO text with offset */
void bind_blob(Query *q, const void *data, size_t len);
bool query_step(Query *q); /* true: there is a row */
bool query_done(Query *q); /* ends the run; false when anything failed since query() */
bool query_run(Query *q);  /* step and done for a statement without rows */

int64_t column_int(Query *q, int column);                        /* NULL: 0 */
double column_real(Query *q, int column);                        /* NULL: NAN */
const char *column_text(Query *q, Arena *a, int column);         /* NULL: NULL */
void column_chars(Query *q, int column, char *out, size_t size); /* into a fixed buffer, cut to its size */
const void *column_blob(Query *q, Arena *a, int column, size_t *len);
Day column_day(Query *q, int column); /* NULL: 0 */

/* The text of a word key inside a SELECT. */
#define TEXT_OF(column) "(SELECT text FROM word WHERE id = " column ")"

/* Runs a script of the program's own; for migrations and pragmas. */
bool store_script(Store *s, const char *sql, Err *err);
/* Puts SQLite's last fault into words; always false. */
bool store_fault(Store *s, int code, Err *err);
/* Ends a verb that began a transaction: commit when ok. A refusal (ERR_DATA) comes before a verb's first write, so an
 * outer transaction may go on after it; any other fault dooms the outer one. */
bool store_end(Store *s, bool ok, Err *err);
/* A read of several statements that must see one state. */
bool store_begin_read(Store *s, Err *err);
bool store_end_read(Store *s, bool ok, Err *err);

/* Interned texts (intern.c): the key found before, or 0; and a new pair. */
StoreId intern_find(const Interned *table, const char *text);
void intern_add(Store *s, Interned *table, const char *text, StoreId id);
bool store_word(Store *s, const char *text, StoreId *id, Err *err);
void store_forget(Store *s); /* after a rollback: keys may no longer exist */

/* Migrations (migrate.c). */
int migrate_count(void);
bool migrate_run(Store *s, int from, Err *err);
/* Compares the whole schema with what the first `version` migrations make. */
bool migrate_verify(Store *s, int version, Err *err);
extern const char *const migrations[]; /* NULL-terminated */

/* Visits (visits.c), used by patients and results. */
bool visit_key(Store *s, StoreId patient, Day day, StoreId *visit, StoreChange *change, Err *err);
/* What store_add_measure would do, without doing it. */
bool measure_check(Store *s, StoreId patient, Day day, const Measure *measure, bool correct, StoreChange *change,
                   Err *err);

/* Patients (patients.c): what is not dated. */
bool patient_load(Store *s, Arena *a, StoreId id, Patient *patient, Limits *limits, Err *err);

/* Body facts are dated like measures; no test of a catalog can have such an id. */
#define BODY_MASS   "@mass"
#define BODY_HEIGHT "@height"
#define BODY_AGE    "@age"
#define NO_BODY     "test NOT IN (SELECT id FROM word WHERE text IN ('" BODY_MASS "', '" BODY_HEIGHT "', '" BODY_AGE "'))"

/* Space-separated ids as one text and back; the list ends with NULL. */
const char *ids_join(Arena *a, const char *const *ids, size_t count);
const char *const *ids_split(Arena *a, const char *text, size_t *count);
