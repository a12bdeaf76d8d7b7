/* Visits: one row a patient and day, with the measures and answers of that day, and the case that a visit makes.
 * Nothing is overwritten: of the measures under one key and of the answers to one question the last row counts that
 * was not voided. */
#pragma once

#include "store/store.h"

typedef struct StoredVisit {
  Day day;
  int64_t measures, answers, results; /* measures that count, questions answered, results stored */
} StoredVisit;

/* Makes the visit of a day unless there is one. fails ERR_STORE. */
bool store_save_visit(Store *s, StoreId patient, Day day, StoreChange *change, Err *err);
/* All visits, oldest first, in the arena. fails ERR_STORE. */
bool store_list_visits(Store *s, Arena *a, StoreId patient, StoredVisit **items, size_t *count, Err *err);

/* Stores one reading.
 *
 * takes    measure: checked, in base units; day: its date when measure->date is 0. Its key is patient, date, test,
 * side, position, contraction and trial. correct: why it replaces another ("" when nobody said); NULL: it may not.
 * gives    *change: ADDED; ALREADY_THERE when the same key holds the same;
 * CORRECTED when it replaced another
 * fails    ERR_DATA: the key holds another value (named, in base units) and
 * not `correct`; nothing was written. ERR_STORE.
 * source   none
 */
bool store_add_measure(Store *s, StoreId patient, Day day, const Measure *measure, const char *correct,
                       StoreChange *change, Err *err);

/* Stores one answer of a day; the latest of a day counts, earlier ones are kept. takes yes, no or unsure. fails
 * ERR_STORE. */
bool store_add_answer(Store *s, StoreId patient, Day day, const Answer *answer, StoreChange *change, Err *err);

/* The case that is judged for a visit.
 *
 * takes    day: of the visit, 0: the last one. answers_since: older answers have lapsed, 0: none lapses. A "yes" never
 *          lapses: it stands until the question is answered again.
 * gives    all measures up to the day with their dates, sorted by date, test, side, position, contraction and trial;
 * per question the latest answer, sorted by question; the latest mass and height up to the day; the age from the birth
 * date, else from the age stated last, years added; limits; the overrides of this visit, with marks for their reasons
 * (store_reveal)
 * fails    ERR_DATA: no visit yet (day 0 only). ERR_STORE.
 * source   none
 */
bool store_load_case(Store *s, Arena *a, StoreId patient, Day day, Day answers_since, Case *c, Err *err);
