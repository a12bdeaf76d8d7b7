/* Inside of the store drawer: the owner struct and the one way to run SQL. A statement is prepared once and cached by
 * its text; values are bound in order, never pasted into SQL; a fault sticks, so that only query_done has to be asked.
 *
 *   Query q = query(s, "SELECT id FROM patient WHERE code = ?1", err);
 *   bind_text(&q, code);
 *   if (query_step(&q)) id = column_int(&q, 0);
 *   return query_done(&q);
 */
#pragma once

#include "store/audit.h"
#include "store/store.h"
#include <sqlite3.h>

typedef struct Statement {
  const char *sql; /* identity: the address of the literal */
  sqlite3_stmt *stmt;
} Statement;

enum { INTERN_RECENT = 2048 };

typedef struct Interned { /* text <-> key of a table that only grows; a hash table with open addressing */
  struct InternedEntry {
    const char *text;
    StoreId id;
  } * entries;
  size_t count, cap;                           /* cap: power of two */
  struct InternedEntry *recent[INTERN_RECENT]; /* found last, by the address that was asked */
} Interned;

enum { KNOWN_RULES = 4096, KEPT_RULES = 1 << 14, KNOWN_NEEDS = 512 };

enum { SEEN_KNOWN = 8 };

enum { LEDGER_MOST = 64 }; /* tables of ledger.h, at most */

typedef struct LedgerInsert {
  sqlite3_stmt *stmt; /* NULL: not used yet */
  int hashed;         /* the first columns, which the chain covers */
} LedgerInsert;

typedef struct KnownDay { /* of day.h */
  Arena arena;
  StoreId patient, visit; /* 0: nothing is known; there is no visit yet */
  Day day;
  StoreId entry; /* of this transaction; 0: none yet */
  int64_t entry_answers;
  bool entry_corrects;
  LIST(struct KnownMeasure) measures;
  LIST(struct KnownAnswer) answers;
} KnownDay;

enum { FRESH = 512 };

typedef struct FreshPatient {
  StoreId patient;
  int programs;
} FreshPatient;

struct Store {
  Arena arena; /* of this struct, path and statement list */
  const char *path;
  const char *read_only; /* why; NULL: it may be written to */
  bool alone;            /* opened with STORE_ALONE */
  sqlite3 *db;
  LIST(Statement) statements;
  int depth;        /* open begins */
  bool doomed;      /* an inner rollback was called */
  Arena scratch;    /* of one bind */
  Arena lists_room; /* of lists.c: what one verb encodes */
  Arena names;      /* of the caches below, forgotten at every rollback and when they grow too large */
  Interned words, lists;
  const Lexicon *lexicon;                      /* whose texts stay where they are; NULL: none */
  struct KnownRule *known_rules[KNOWN_RULES];  /* of basis.c, by the rule's id */
  struct KnownBasis *known_basis;              /* of basis.c, found last */
  size_t kept_rules;                           /* wordings in `names`: at most KEPT_RULES */
  struct KnownNeeds *known_needs[KNOWN_NEEDS]; /* of results.c, by rule and side */
  KnownDay day;                                /* the visit used last, forgotten at every end of a transaction */
  LedgerInsert inserts[LEDGER_MOST];           /* by table of ledger.h */
  const char *reads[LEDGER_MOST];              /* SQL that reads them again; NULL: not made yet */
  bool chaining;                               /* migration 4 runs: columns of later ones are not there yet */
  struct LedgerRun *runs;                      /* what this transaction added, by table; NULL: nothing yet */
  StoreId key_patient;                         /* whose key is in `key`; 0: nobody's, forgotten at every rollback */
  unsigned char key[HASH_BYTES];
  StoreId newcomer; /* added by this transaction, 0: nobody, or somebody of whom there is more to read than below */
  Patient newcomer_is;
  Arena newcomer_room; /* of their texts */
  int newcomer_days;   /* of theirs: how many were opened */
  FreshPatient
      fresh[FRESH];      /* added by this transaction, by their id: how many programs of theirs were stored so far */
  StoreId result, owner; /* stored last by this transaction, and whose it is */
  int64_t last_measure;  /* number of the last one, 0: not asked for in this transaction */
  Stamp stamp;           /* written out last */
  char stamp_text[40];
  Act act;            /* of the command that runs */
  StoreId row;        /* of audit that will cover this transaction; 0: not asked for yet */
  StoreId seen, told; /* patient read or changed last, and the one that the last row of this command names */
  int64_t seen_count; /* patients read or changed since that row; */
  StoreId known_seen[SEEN_KNOWN]; /* the first of them, who count once; later ones once while they come in a row */
};

typedef struct Query {
  Store *store;
  sqlite3_stmt *stmt; /* NULL after a fault */
  Err *err;
  int bound;             /* values bound so far */
  struct LedgerRun *run; /* an insert that the chain covers: fed with the first values; else NULL */
  int table, hashed;     /* of ledger.h; how many values are fed */
  bool keyed;            /* the first value is the key, else SQLite gives it */
  StoreId key;
} Query;

Query query(Store *s, const char *sql, Err *err);
void bind_int(Query *q, int64_t value);
void bind_real(Query *q, double value);     /* NAN: NULL */
void bind_text(Query *q, const char *text); /* NULL: NULL; must live until the run ends */
void bind_word(Query *q, const char *text); /* key of the text in table word, NULL: NULL */
void bind_day(Query *q, Day day);           /* ISO text, 0: NULL */
void bind_stamp(Query *q, Stamp at);        /* ISO text with offset */
bool stamp_text(Stamp at, char *out, size_t size, Err *err);
void bind_null(Query *q);
void bind_blob(Query *q, const void *data, size_t len);             /* must live until the run ends */
void bind_digest(Query *q, const unsigned char *bytes, size_t len); /* taken over at once */
void bind_uuid(Query *q, const char *uuid);                         /* its bytes */
void query_stop(Query *q); /* after a fault that is told: what follows is skipped */
bool query_step(Query *q); /* true: there is a row */
bool query_done(Query *q); /* ends the run; false when anything failed since query() */
bool query_run(Query *q);  /* step and done for a statement without rows */

int64_t column_int(Query *q, int column);                        /* NULL: 0 */
double column_real(Query *q, int column);                        /* NULL: NAN */
const char *column_text(Query *q, Arena *a, int column);         /* NULL: NULL */
void column_chars(Query *q, int column, char *out, size_t size); /* into a fixed buffer, cut to its size */
const void *column_view(Query *q, int column, size_t *len);      /* until the next step; NULL: a fault */
const void *column_blob(Query *q, Arena *a, int column, size_t *len);
Day column_day(Query *q, int column);                                     /* NULL: 0 */
bool column_bytes(Query *q, int column, unsigned char *out, size_t size); /* false: not of this size */
void column_uuid(Query *q, int column, char out[37]);

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

/* Interned texts (intern.c): the key found before, or 0; and a new pair. The same text comes from the same place again
 * and again: what was found last for a place is looked at first. A kept text is never changed, so that its address
 * alone proves it. */
static inline struct InternedEntry **intern_recent(Interned *table, const char *text) {
  return &table->recent[((uintptr_t)text >> 3 ^ (uintptr_t)text >> 14) % INTERN_RECENT];
}
static inline StoreId intern_seen(Interned *table, const char *text) {
  const struct InternedEntry *recent = *intern_recent(table, text);
  return recent && recent->text == text ? recent->id : 0;
}
StoreId intern_find(Interned *table, const char *text);
void intern_add(Store *s, Interned *table, const char *text, StoreId id);
/* The text itself when it is of the lexicon, else a copy for the caches. */
const char *intern_keep(Store *s, const char *text);
bool store_word(Store *s, const char *text, StoreId *id, Err *err);
void store_forget(Store *s); /* after a rollback: keys may no longer exist */

/* A patient was read or changed by this command; and the row of audit that covers the open transaction (audit.c). */
void audit_saw(Store *s, StoreId patient);
bool audit_row(Store *s, StoreId *row, Err *err);
/* Writes the row that covers what the open transaction added, if anything. */
bool audit_cover(Store *s, Err *err);
bool audit_found(Store *s, const char *command, Err *err); /* the first row, over everything that a file holds */

/* Migrations (migrate.c). */
int migrate_count(void);
/* sinew_uuid, sinew_new_uuid and sinew_seal for SQL of the program's own. */
bool store_functions(Store *s, Err *err);
bool migrate_run(Store *s, int from, Err *err);
/* Compares the whole schema with what the first `version` migrations make. */
bool migrate_verify(Store *s, int version, Err *err);
/* Over all that sqlite_schema holds; newest_schema is that of a file that all migrations have seen, so that most files
 * need no comparison: running the migrations takes longer than most commands. A unit test holds it to them. */
bool migrate_digest(Store *s, Hash *digest, Err *err);
extern const char newest_schema[];
extern const char *const migrations[]; /* NULL-terminated */

/* Visits (visits.c), used by patients and results. visit_key: inside a transaction. */
bool visit_key(Store *s, StoreId patient, Day day, StoreId *visit, StoreChange *change, Err *err);
/* What store_add_measure would do, without doing it. */
bool measure_check(Store *s, StoreId patient, Day day, const Measure *measure, bool correct, StoreChange *change,
                   Err *err);

/* Full text (search.c): one row a person with code and names, one a note. add: where there is none yet. Inside a transaction. */
#define SEARCH_PERSON(patient) (2 * (patient))
#define SEARCH_NOTE(note)      (2 * (note) + 1)
bool search_add(Store *s, int64_t row, const char *text, Err *err);
bool search_put(Store *s, int64_t row, const char *text, Err *err);

const char *measure_text(Arena *a, const Measure *m);

/* Patients (patients.c): what is not dated. */
bool patient_load(Store *s, Arena *a, StoreId id, Patient *patient, Limits *limits, Err *err);

/* Overrides (overrides.c). In what is judged and kept, marks stand for the reasons, so that no snapshot and no finding
 * holds a text that may have to be erased; store_reveal puts the texts back. */
#define REASON_MARK "{reason %lld}"
#define ERASED      "(erased)"
bool override_load(Store *s, Arena *a, StoreId patient, Day day, bool marks, Override **items, size_t *count, Err *err);

/* Body facts are dated like measures; no test of a catalog can have such an id. */
#define BODY_MASS   "@mass"
#define BODY_HEIGHT "@height"
#define BODY_AGE    "@age"
#define NO_BODY     "test NOT IN (SELECT id FROM word WHERE text IN ('" BODY_MASS "', '" BODY_HEIGHT "', '" BODY_AGE "'))"

/* Space-separated ids as one text and back; the list ends with NULL. */
const char *ids_join(Arena *a, const char *const *ids, size_t count);
const char *const *ids_split(Arena *a, const char *text, size_t *count);
