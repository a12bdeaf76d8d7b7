/* A tick sheet: what patients did, one day and exercise a row, from a table to the logs of their programs. All or
 * nothing. Prints nothing; what is refused and what overrides every number stands in the Import by its row. */
#pragma once

#include "formats/import.h"
#include "sitting/session.h"

typedef struct TickCounts {
  size_t rows, patients, there, corrected;
  bool warns; /* pain goes down the leg, or new numbness: a note for each row */
} TickCounts;

/* Has the first line the columns that every tick sheet has? */
bool ticksheet_is(Arena *a, const char *data, size_t len);

/* Takes over a whole sheet, in one transaction. The first row of a program that is approved begins it.
 *
 * takes    correct: other values than those stored replace them
 * gives    counts; notes in import
 * fails    ERR_DATA: rows in import->refused, nothing is kept. ERR_STORE
 * source   none
 */
bool ticksheet_take(Session *s, const char *data, size_t len, bool correct, Import *import, TickCounts *counts,
                    Err *err);
