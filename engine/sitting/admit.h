/* Takes a case that was read into the database: patient, visit, measures, answers, overrides and limits. What is there
 * already is left alone, what contradicts it is refused. Knows no file and no rule. */
#pragma once

#include "formats/formats.h"
#include "sitting/session.h"

/* What was taken over. */
typedef struct Admitted {
  size_t new_patients, visits, measures, answers;
  size_t there, corrected; /* of measures and answers */
  bool changed;            /* anything that was not there before */
} Admitted;

/* Stores one case; call within a transaction.
 *
 * takes    correct: other values than those stored replace them; import: where refusals are collected, with its arena
 * gives    true; *n counted up, *patient: its key, 0 when it was refused
 * fails    ERR_STORE. A contradiction with what is stored is no failure: it stands in import->refused, and the
 *          transaction is to be rolled back unless import->skip_bad
 * source   none
 */
bool admit_case(Session *s, Import *import, const Case *c, bool correct, Admitted *n, StoreId *patient, Err *err);

/* Stores who the patients of a file are, as far as they are known by code. fails ERR_STORE. */
bool admit_people(Session *s, const Import *import, Err *err);
