/* The clinic's record in one SQLite file: who owns it, transactions, and what `db info` tells. The verbs for patients,
 * visits, results and sources stand in the headers beside this one; only the files of this drawer know SQLite.
 * Nothing is deleted and no history is overwritten: what changes gets a new row that counts instead. What a command
 * adds is covered by a row of the audit chain (audit.h).
 * Knows no catalog, no rule, no format, no terminal and no clock: the caller hands in the time. */
#pragma once

#include "base/err.h"
#include "base/hash.h"
#include "base/lexicon.h"
#include "facts/model.h"
#include <stdint.h>

typedef struct Store Store;
typedef int64_t StoreId; /* key of a row; 0: none */

typedef enum {
  STORE_EXISTING,
  STORE_CREATE, /* a missing file and its folders are made */
  STORE_READ,   /* nothing is written, whatever the rights; an older schema is taken as it is: only for whole.h */
  STORE_ALONE   /* as EXISTING, and nobody else may have it open until it is closed */
} StoreMode;
typedef enum {
  STORE_ADDED,         /* it was not known */
  STORE_ALREADY_THERE, /* the same is stored: nothing was written */
  STORE_CORRECTED      /* a new version counts from now on, the old one is kept */
} StoreChange;

/* The time of an act. */
typedef struct Stamp {
  uint64_t unix_ms; /* milliseconds since 1970 */
  int offset_min;   /* local time minus UTC in minutes, -899 to 899 */
} Stamp;

/* Opens a database, once per file and process.
 *
 * takes    path: relative or absolute, any bytes
 * gives    an owner for store_close. A new file is 0600 and new folders 0700 whatever the umask, and an own file that
 *          others could read becomes 0600. Older schemas are migrated. Where the file, its folder or the medium may
 *          not be written to, it is only read: no byte changes, no file appears beside it, every write is refused.
 * fails    NULL and ERR_STORE: no such file, no regular file, foreign, newer, altered, damaged, or of an older schema
 *          and read-only. A refused file is not changed by one byte.
 * source   none
 */
Store *store_open(const char *path, StoreMode mode, Err *err);
/* Closes; an open transaction is rolled back. NULL is allowed. */
void store_close(Store *s);

/* The path it was opened by. */
const char *store_path(const Store *s);
/* Why nothing can be written: "its folder may not be written to"; NULL: it can. */
const char *store_read_only(const Store *s);

/* Transactions nest by counting; each verb below makes its own when none is open. The outermost begin waits for other
 * writers (30 s), so that what is read inside stays true until the commit.
 *
 * takes    a begin for every commit or rollback
 * gives    true from the outermost commit: all is on the disk, ids may be shown
 * fails    ERR_STORE: busy, read-only, disk full, device; or an inner rollback was called, so that nothing may be kept.
 *          A failed commit ends the transaction like a rollback.
 * source   none
 */
bool store_begin(Store *s, Err *err);
bool store_commit(Store *s, Err *err);
void store_rollback(Store *s);

/* What is stored from now on may have its words in this lexicon, which spares looking at them: it must live until it is
 * taken back (NULL) or the store is closed. */
void store_use_words(Store *s, const Lexicon *words);

typedef struct StoreStats {
  const char *path;   /* as it was opened; lives as long as the store */
  int schema;         /* number of migrations the file has seen */
  const char *sqlite; /* version of the library */
  int64_t bytes;      /* pages in use, the write-ahead log not counted */
  /* how many were ever stored, earlier versions counted; told by the last key, so that a large file is not read through */
  int64_t patients, visits, measures, results, programs, sources;
} StoreStats;

/* Counts for `db info`. fails ERR_STORE. */
bool store_stats(Store *s, StoreStats *stats, Err *err);
