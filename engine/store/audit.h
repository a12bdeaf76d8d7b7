/* Who read and changed what: one row a command in a chain of hashes. A row covers what the command added to each table
 * by a digest of it, so that nothing can be altered, taken away or slipped in unseen. A chain that was cut at its end or
 * made anew is whole in itself: it shows against a head that was printed before, on a handout or a backup. Patients are
 * named by their key only. Tables are read with ledger.h; nothing here knows a command. */
#pragma once

#include "store/store.h"

typedef struct Act { /* the command that runs; zero: nobody said */
  Stamp at;
  const char *who, *command; /* "Kim Doe", "patient show"; NULL as "" */
} Act;

/* From now on rows are written under this act; texts are kept as given until the next one. */
void store_act(Store *s, const Act *act);
/* Ends the act: when patients were read that no row of it names yet, one is written.
 *
 * takes    outcome: the exit code
 * gives    *unrecorded: there was something to record, but this store is only read
 * fails    ERR_STORE
 * source   none
 */
bool store_act_end(Store *s, int outcome, bool *unrecorded, Err *err);

/* Writes the row of the act at once, for what concerns the database as a whole and names no patient. A store that is
 * only read stays as it is. fails ERR_STORE. */
bool store_act_whole(Store *s, Err *err);

typedef struct AuditHead {
  int64_t row; /* 0: the chain is empty */
  Hash hash;
} AuditHead;

/* The last row of the chain. fails ERR_STORE. */
bool store_head(Store *s, AuditHead *head, Err *err);
/* "17-3f2a90b1c4d5e6f7", short enough for paper; "0" of an empty chain. */
const char *audit_head_text(Arena *a, const AuditHead *head);

typedef struct AuditRow {
  int64_t row;
  const char *at, *who, *command;
  const char *patient; /* code; NULL: none, several, or erased */
  int64_t patients;    /* read or changed */
  int outcome;         /* exit code */
  int64_t added;       /* rows */
  Hash hash;
} AuditRow;

/* Rows of the chain in order, those of one patient (0: all) and of several at once; after: the row before the page. */
bool store_list_audit(Store *s, Arena *a, StoreId patient, int64_t after, size_t limit, AuditRow **items, size_t *count,
                      Err *err);

enum { AUDIT_FAULTS = 20 }; /* told by text; more are only counted */

typedef struct AuditReport {
  int64_t rows, records; /* of the chain; rows of all tables that it covers */
  AuditHead head;
  const char *faults[AUDIT_FAULTS];
  size_t fault_count; /* may be more than AUDIT_FAULTS */
} AuditReport;

/* Reads every row again and compares.
 *
 * takes    head: a printed one ("17-3f2a..." or its hex digits alone), NULL: none
 * gives    the report with texts in the arena; fault_count 0: nothing was touched
 * fails    ERR_USAGE: head is none. ERR_STORE
 * source   none
 */
bool store_verify(Store *s, Arena *a, const char *head, AuditReport *out, Err *err);
