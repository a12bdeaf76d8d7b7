/* What was entered and what became of it: measures with who, when and why, marking one as entered in error, two records
 * of one person made one and parted again, and the erasing of all that is personal. Nothing else is ever taken away. */
#pragma once

#include "store/store.h"

typedef enum { ENTERED_COUNTS, ENTERED_CORRECTED, ENTERED_VOIDED } EnteredState;

typedef struct Entered {
  int64_t number;   /* by which it is named */
  const char *what; /* "hhd_hip_abduction left trial 1: 179.5 N" */
  Day day;
  EnteredState state;
  const char *who, *at;                      /* of the command that wrote it */
  const char *why;                           /* of a correction; "" otherwise */
  const char *void_who, *void_at, *void_why; /* NULL unless voided */
} Entered;

/* The measures of a patient as they were entered, the newest first, in the arena. fails ERR_STORE. */
bool store_list_entered(Store *s, Arena *a, StoreId patient, size_t limit, Entered **items, size_t *count, Err *err);

/* Marks a measure as entered in error; what it had corrected counts again.
 *
 * takes    number: of a measure, 0: the last one that was not voided; why: "" when nobody said
 * gives    *out: the measure as it was
 * fails    ERR_DATA: no such measure of this patient, or voided already. ERR_STORE
 * source   none
 */
bool store_void(Store *s, Arena *a, StoreId patient, int64_t number, const char *why, Entered *out, Err *err);

/* Makes one patient of two, or parts them again: what was stored of `from` is found under `into`.
 *
 * takes    codes; undo: parts them
 * fails    ERR_DATA: an unknown code, the same twice, merged already or not merged, another sex or birth date. ERR_STORE
 * source   none
 */
bool store_merge(Store *s, Arena *a, const char *from, const char *into, bool undo, Err *err);

/* Erases what is personal of a patient and of those merged into them: code, names, birth date, contact, notes, reasons
 * and titles, in all versions, in the full text, the log and free pages. Measures, answers and results stay, of nobody.
 *
 * gives    true when no byte of it is left in the file
 * fails    ERR_DATA: unknown code. ERR_STORE: also when another program still reads what was there; the rows are erased
 *          then, and compacting later removes the rest
 * source   none
 */
bool store_erase(Store *s, Arena *a, const char *code, Err *err);
