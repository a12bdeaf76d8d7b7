/* Results and programs as they were given, with all that is needed to show them again and to prove them: engine
 * version, hashes of catalog and packs, and the bytes that were judged. Rows are the truth: what is loaded equals what
 * was saved. The trace is not stored: it follows from these parts. */
#pragma once

#include "store/store.h"

typedef struct StoredResult {
  StoreId id;         /* given by save and load; 0 from load: there is none */
  char uuid[37];      /* public id (UUIDv7), given by save and load */
  const char *at;     /* "2026-11-20T10:15:00+01:00"; given by load */
  Stamp stamp;        /* taken by save */
  const char *engine; /* version of the program that judged */
  Hash catalog;       /* both must be known to store_save_source */
  const Hash *packs;  /* in the order in which they judged */
  size_t pack_count;
  const void *snapshot; /* the input as bytes, without identity */
  size_t snapshot_len;
  Result result;
} StoredResult;

typedef struct StoredProgram {
  StoreId id;           /* given by save and load; 0 from load: there is none */
  char uuid[37];        /* given by save and load */
  const char *at;       /* given by load */
  Stamp stamp;          /* taken by save */
  StoreId result;       /* the result that it answers; taken by save */
  int revision;         /* of the patient's programs: 1, 2, ...; given by save and load */
  ProgramStatus status; /* given by load */
  Limits limits;        /* under which it was planned */
  Program program;
} StoredProgram;

/* Stores a result with everything in it, under the visit of result.date (made when missing).
 *
 * takes    record: all but id, uuid, at; result.patient is not looked at
 * gives    id and uuid in the record
 * fails    ERR_STORE, also when the catalog or a pack was not stored before
 * source   none
 */
bool store_save_result(Store *s, StoreId patient, StoredResult *record, Err *err);

/* The result given last for a visit. takes day: of the visit, 0: the latest visit that has one. gives the record in the
 * arena, id 0 when there is none. fails ERR_STORE. */
bool store_load_result(Store *s, Arena *a, StoreId patient, Day day, StoredResult *record, Err *err);
/* The same by key. */
bool store_get_result(Store *s, Arena *a, StoreId id, StoredResult *record, Err *err);

/* Was the result given last for the visit of a day given by the engine, catalog and packs of this record? False when
 * there is none. fails ERR_STORE. */
bool store_is_judged(Store *s, StoreId patient, Day day, const StoredResult *by, bool *judged, Err *err);

/* One page of the keys of results, in the order in which they were stored.
 *
 * takes    patient: whose, 0: everybody's; after: the last key of the page before, 0: from the start; limit > 0
 * gives    ids in the arena; fewer than limit: the list is at its end
 * fails    ERR_STORE
 * source   none
 */
bool store_list_results(Store *s, Arena *a, StoreId patient, StoreId after, size_t limit, StoreId **ids, size_t *count,
                        Err *err);
/* The key given last, 0: there is no result. fails ERR_STORE. */
bool store_last_result(Store *s, StoreId *id, Err *err);

/* Stores a program as the patient's next revision; earlier revisions stay. gives id, uuid and revision in the record.
 * fails ERR_STORE. */
bool store_save_program(Store *s, StoredProgram *record, Err *err);
/* The first or the last program for a result, in the arena; id 0 when there is none. fails ERR_STORE. */
bool store_load_program(Store *s, Arena *a, StoreId result, bool first, StoredProgram *record, Err *err);
/* The same by key. */
bool store_get_program(Store *s, Arena *a, StoreId id, StoredProgram *record, Err *err);
