/* A copy for teaching and research that names nobody: people, contacts, birth dates, notes, reasons and titles stay
 * behind; codes, keys, public ids and clinicians are made anew; all dates of a patient are moved by the same random
 * number of weeks, so that intervals and weekdays stay and every result can still be judged again. It is written from
 * the rows into a new file: what is not copied is nowhere in it. Body facts, sports and measures stay as they are:
 * rare ones may still point to somebody, so the copy is pseudonymous, not anonymous. */
#pragma once

#include "store/store.h"

typedef struct ExtractRequest {
  const char *const *codes; /* of the patients to copy; NULL: everybody */
  size_t count;
} ExtractRequest;

typedef struct ExtractCounts {
  int64_t patients, visits, results;
} ExtractCounts;

/* Writes the copy.
 *
 * takes    path: of a file that is not there
 * gives    a database of this schema, closed and on the disk; *counts of what it holds
 * fails    ERR_DATA: an unknown code; ERR_STORE: disk full, device, damage. The file then holds rubbish
 * source   none
 */
bool store_extract(Store *s, const char *path, const ExtractRequest *request, ExtractCounts *counts, Err *err);
