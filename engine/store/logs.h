/* What a patient did of a program, day by day: how much, with what pain and effort, for the session as a whole or for
 * one exercise. A row written again for the same day and exercise counts in place of the earlier one, which is kept.
 * Notes are personal. Which dates a program spans, and what may follow from a log, is not known here. */
#pragma once

#include "store/store.h"

typedef struct StoredLog {
  StoreId program; /* of the row; taken by add */
  int revision;    /* of that program; given by list */
  Day day;
  const char *exercise; /* NULL: the session as a whole */
  int done_pct;         /* 0..100 of what was planned */
  int pain, effort;     /* 0..10; -1: not said */
  int morning;          /* pain was still up the next morning: 1 yes, 0 no, -1: not said */
  int spread, numb;     /* pain went down the leg, new numbness: 1 yes, 0 no, -1: not said */
  const char *note;     /* NULL: none, or erased */
  const char *who;      /* who wrote it down; given by list */
} StoredLog;

/* Writes down one row.
 *
 * takes    log: of a program of this patient; values inside their ranges
 * gives    *change: ADDED, ALREADY_THERE (the same counts already), CORRECTED
 * fails    ERR_STORE
 * source   none
 */
bool store_add_log(Store *s, StoreId patient, const StoredLog *log, StoreChange *change, Err *err);

/* The rows that count, by day, then the session before its exercises by id, in the arena.
 *
 * takes    program: whose, 0: of all programs of the patient
 * gives    items; texts in the arena
 * fails    ERR_STORE
 * source   none
 */
bool store_list_logs(Store *s, Arena *a, StoreId patient, StoreId program, StoredLog **items, size_t *count, Err *err);
