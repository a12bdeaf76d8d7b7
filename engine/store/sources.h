/* The texts behind every result, by content: packs and catalogs as sets of files. A file that several sets share is
 * kept once. Also which packs judge, and which comparison groups of the clinic serve. */
#pragma once

#include "store/store.h"

typedef enum { SOURCE_PACK, SOURCE_CATALOG } SourceKind;

/* Of a pack its id and those of the packs that it requires, the pack itself first; of a catalog the name of the file.
 * Bytes are NUL-terminated when loaded. hash_set over them is the hash of the whole. */
typedef HashFile SourceFile;

typedef struct StoredSource {
  SourceKind kind;
  Hash hash;           /* as the judge or the loader gave it */
  const char *name;    /* pack id, or "catalog" */
  const char *version; /* of a pack; "" for none */
  const SourceFile *files;
  size_t file_count;
} StoredSource;

/* Keeps the texts of a pack or catalog; a known hash is already there. fails ERR_STORE. */
bool store_save_source(Store *s, const StoredSource *source, Stamp at, StoreChange *change, Err *err);
/* The texts of a hash, in the arena.
 *
 * takes    hash: of a pack or a catalog
 * gives    files in the order in which they were saved
 * fails    ERR_DATA: not stored here. ERR_STORE: also when a text no longer has the content it was saved with.
 * source   none
 */
bool store_load_source(Store *s, Arena *a, Hash hash, StoredSource *source, Err *err);

/* The active packs, in order.
 *
 * takes    save: ids without blanks; none is allowed
 * gives    load: *chosen false when nobody has chosen yet (the defaults are the caller's), ids in the arena
 * fails    ERR_STORE
 * source   none
 */
bool store_save_packs(Store *s, const char *const *packs, size_t count, Stamp at, StoreChange *change, Err *err);
bool store_load_packs(Store *s, Arena *a, const char *const **packs, size_t *count, bool *chosen, Err *err);

#define LOCAL_SOURCE "clinic-norms" /* name of the sources that are sets of the clinic's norms; version: their day */

/* Whom the clinic's own comparison groups serve; stored numbers. */
typedef enum { LOCAL_ASKED, LOCAL_ALL, LOCAL_NONE } LocalUse; /* packs that ask for them, all packs, none */

/* The set of the clinic's norms in force, a source saved before, and whom it serves.
 *
 * takes    save: hash of a stored source; NULL: the one in force stays
 * gives    load: *hash empty when none was built yet; *use LOCAL_ASKED when nobody has chosen
 * fails    ERR_STORE
 * source   none
 */
bool store_save_local(Store *s, const Hash *hash, LocalUse use, StoreChange *change, Err *err);
bool store_load_local(Store *s, Hash *hash, LocalUse *use, Err *err);
