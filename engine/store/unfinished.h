/* Assessments that were begun and not judged since: found from the audit chain and the entries that its rows cover, so
 * that a killed program leaves nothing behind that could be wrong. Also how many patients have a visit on a day. */
#pragma once

#include "store/store.h"

typedef struct Unfinished {
  const char *code;
  Day day; /* of the visit */
} Unfinished;

/* Visits to which a command added entries and which were not judged afterwards, the latest first.
 *
 * takes    begins, judges: names of the two commands; since: older visits are left out; limit > 0
 * gives    items in the arena, one a patient. Only the last 1,000 rows of the chain are looked at.
 * fails    ERR_STORE
 * source   none
 */
bool store_list_unfinished(Store *s, Arena *a, const char *begins, const char *judges, Day since, size_t limit,
                           Unfinished **items, size_t *count, Err *err);

enum { STORE_DAY_MOST = 1000 };

/* Patients with a visit on that day, among the last STORE_DAY_MOST visits that were begun. fails ERR_STORE. */
bool store_count_day(Store *s, Day day, int64_t *patients, Err *err);
