/* Inside of the store drawer: the tables that are only added to. One row of `ledgers` names a table's columns in the
 * order in which they are bound, hashed and read again, so that storing and verifying cannot drift apart. While rows
 * are added, a running digest a table is fed with what is bound; at the commit the audit row takes it (audit.c).
 * Personal columns stand last: not they are hashed but their seal, a digest under the patient's key. */
#pragma once

#include "store/query.h"

/* Stored numbers: new tables come last. */
typedef enum {
  LEDGER_NONE,
  LEDGER_WORD,
  LEDGER_PATIENT,
  LEDGER_PROFILE,
  LEDGER_PERSON,
  LEDGER_MERGING,
  LEDGER_ERASURE,
  LEDGER_EPISODE,
  LEDGER_EPISODE_EVENT,
  LEDGER_VISIT_EPISODE,
  LEDGER_VISIT,
  LEDGER_ENTRY,
  LEDGER_MEASURE,
  LEDGER_VOIDED,
  LEDGER_ANSWER,
  LEDGER_OVERRIDE,
  LEDGER_NOTE,
  LEDGER_FILE,
  LEDGER_SOURCE,
  LEDGER_SOURCE_FILE,
  LEDGER_PACK_SET,
  LEDGER_BASIS,
  LEDGER_BASIS_PACK,
  LEDGER_RULE,
  LEDGER_LIST,
  LEDGER_RESULT,
  LEDGER_FINDING,
  LEDGER_PROGRAM,
  LEDGER_PROGRAM_ITEM,
  LEDGER_PROGRAM_EVENT,
  LEDGER_LOG,
  LEDGER_NORM_CHOICE,
  LEDGER_COUNT
} Ledger;

typedef struct LedgerTable {
  const char *name;
  const char *key;      /* the column that grows: "id", or the first of the table's key */
  const char *order;    /* of the rows: the whole key */
  const char *columns;  /* hashed, in the order in which they are bound */
  const char *personal; /* texts bound behind them, sealed; NULL: none. The last hashed column is their seal */
  const char *patient;  /* SQL: whose key seals a row */
} LedgerTable;

extern const LedgerTable ledgers[LEDGER_COUNT];
/* A column of whole numbers that a later migration added; NULL: none. It is bound last, and hashed behind its row where
 * it is not NULL, so that rows from before keep their digests. */
const char *ledger_later(Ledger table);

/* Rows that one transaction added to one table. */
typedef struct LedgerRun {
  Hasher hasher;
  StoreId first, last; /* keys */
  int64_t count;       /* rows; 0: none, the hasher has not begun */
  size_t used;         /* bytes of `bytes` that wait for the hasher */
  unsigned char bytes[1000];
} LedgerRun;

/* An INSERT into a table whose values are bound in the order of its row above; run by query_run inside store_begin. */
Query ledger_insert(Store *s, Ledger table, Err *err);
/* The seal of personal texts, and the texts: the last values of an insert. fails ERR_STORE: the patient was erased. */
void bind_sealed(Query *q, StoreId patient, const char *const *texts, size_t count);

void bind_later(Query *q, int value); /* below 0: NULL */

/* What a bound or read value adds to a digest. */
void ledger_int(LedgerRun *run, int64_t value);
void ledger_real(LedgerRun *run, double value);
void ledger_bytes(LedgerRun *run, char kind, const void *data, size_t len); /* kind: 't' or 'b' */
void ledger_null(LedgerRun *run);
void ledger_begin(LedgerRun *run);
void ledger_end(LedgerRun *run, unsigned char digest[HASH_BYTES]);
void ledger_seal(const unsigned char key[HASH_BYTES], const char *table, const char *const *texts, size_t count,
                 unsigned char seal[HASH_BYTES]);

/* Digest of the rows that a table holds between two keys: what a run over them would have given.
 *
 * gives    run with count; *broken: rows whose seal does not fit their contents. fails ERR_STORE
 */
bool ledger_read(Store *s, Ledger table, StoreId first, StoreId last, LedgerRun *run, int64_t *broken, Err *err);
/* Lowest and highest key of a table; 0 and 0 of an empty one. Once a table and process: for migrations. */
bool ledger_ends(Store *s, Ledger table, StoreId *first, StoreId *last, Err *err);
