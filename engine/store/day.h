/* Inside of the store drawer: what is known of one patient's day while rows are added to it. It is read once when the
 * day changes and then kept beside what is added, so that a row costs one insert and no look-up. Forgotten at the end
 * of every transaction. */
#pragma once

#include "store/ledger.h"

typedef struct KnownMeasure { /* the one that counts under its key */
  StoreId test, position;     /* words */
  int side, contraction, trial;
  Measure value; /* its texts are set when it was added, not when it was read */
} KnownMeasure;

typedef struct KnownAnswer {
  StoreId question;
  const char *text; /* NULL: it was read */
  int64_t value;
} KnownAnswer;

/* The day is read when it is not the one known. Inside a transaction only. */
bool day_open(Store *s, StoreId patient, Day day, Err *err);
/* The visit of any day; 0: there is none. */
bool day_find_visit(Store *s, StoreId patient, Day day, StoreId *visit, Err *err);
/* The visit of the open day, made when missing; *change ADDED then. */
bool day_visit(Store *s, StoreId *visit, StoreChange *change, Err *err);
/* Where the next measure or answer goes: the entry of this transaction. why: of a correction ("" when nobody said),
 * which gets an entry of its own; NULL: none is corrected. */
bool day_entry(Store *s, const char *why, StoreId *entry, Err *err);
/* The numbers of the next answer in the entry and of the next measure of all. */
int64_t day_next_answer(Store *s);
bool day_next_measure(Store *s, int64_t *n, Err *err);

/* NULL: not known */
KnownMeasure *day_measure(Store *s, const KnownMeasure *key);
KnownAnswer *day_answer(Store *s, StoreId question);
void day_keep_measure(Store *s, const KnownMeasure *known); /* its texts are copied */
void day_keep_answer(Store *s, StoreId question, const char *text, int64_t value);
/* Is the open day all that there is of this patient, added by this transaction? */
bool day_is_all(const Store *s, StoreId patient, Day day);

/* Columns of a measure's value from `first` on, as VALUE names them. */
#define VALUE "m.lo, m.hi, m.quantity, m.lever_m, coalesce(m.pain, -1), m.origin"
void day_read_value(Query *q, int first, Measure *m);

/* Conditions: visits v of the patient ?1 and of those merged into them; measures m that were not voided. */
#define OF_PATIENT                                                                                                     \
  "v.patient IN (SELECT ?1 UNION ALL SELECT g.source FROM merging g WHERE g.target = ?1 AND NOT g.undone AND "         \
  "g.id = (SELECT max(id) FROM merging WHERE source = g.source))"
#define NOT_VOIDED "NOT EXISTS (SELECT 1 FROM voided x WHERE x.entry = m.entry AND x.n = m.n)"
