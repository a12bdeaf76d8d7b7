/* The database as a whole: a copy of one moment while others write, the check of everything in it, compacting, and
 * putting another content in its place. All of it may take long: it stops early when a held signal waits (signals.h).
 * Knows no names of backups and no passphrase. */
#pragma once

#include "store/store.h"

/* Copies everything as of one moment; writers go on meanwhile.
 *
 * takes    path: of an empty file of ours
 * gives    true when the copy is on the disk, checked in full, and of the same schema
 * fails    ERR_STORE: disk full, device, damage, stopped. The file then holds rubbish.
 * source   none
 */
bool store_copy(Store *s, const char *path, Err *err);

/* Keeps a copy beside the database: "clinic.db.schema-3", what a migration begins with. One of this name that an earlier
 * attempt left is replaced.
 *
 * takes    suffix: of the name, behind a dot
 * gives    true when it is on the disk and checked
 * fails    ERR_STORE: as store_copy; something that is no database of Sinew has this name
 * source   none
 */
bool store_keep(Store *s, const char *suffix, Err *err);

/* Names of the copies that lie beside the database: from before a migration and from before a restore. They hold what
 * was erased since.
 *
 * gives    *names, in the arena, in the order of their bytes
 * fails    ERR_STORE: the folder cannot be read
 * source   none
 */
bool store_copies(Store *s, Arena *a, const char *const **names, size_t *count, Err *err);

/* Puts the content of another database in the place of this one's, all of it or nothing; power may fail at any moment.
 *
 * takes    s: opened with STORE_ALONE; from: a checked copy
 * fails    ERR_STORE
 * source   none
 */
bool store_replace(Store *s, const char *from, Err *err);

typedef struct StoreCheck {
  Arena *arena;              /* of the faults */
  LIST(const char *) faults; /* one sentence each; none: all is well */
  size_t texts;              /* stored texts of packs and catalogs that have their content */
  size_t searches;           /* full-text indexes compared with their content */
} StoreCheck;

/* Reads everything: pages, ranges, references, full-text indexes, stored texts by
 * their content.
 *
 * takes    a: of the faults
 * gives    *check
 * fails    ERR_STORE: it could not be read to the end, or stopped
 * source   none
 */
bool store_check(Store *s, Arena *a, StoreCheck *check, Err *err);

/* Writes the file anew without free pages. Writers wait meanwhile.
 *
 * gives    bytes before and after, the log counted
 * fails    ERR_STORE: no room for a second copy beside it (said before anything is done), busy, stopped
 * source   none
 */
bool store_compact(Store *s, int64_t *before, int64_t *after, Err *err);

/* Does the file begin like a database of Sinew, of whatever schema and in whatever state? */
bool store_is_ours(const char *path);
