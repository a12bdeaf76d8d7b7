/* Collects what the readers find into an Import: parts of cases, one a row, are put together by patient and date;
 * repeats and contradictions between rows are found here, so that every format treats them alike. Knows no grammar of a
 * file. */
#pragma once

#include "formats/formats.h"

/* Two readings of one case with the same date, test, side, position, contraction and trial. */
typedef struct Repeat {
  size_t earlier, later; /* indices of the measures; earlier is the first of its key */
  bool same;             /* the same value too */
} Repeat;

/* Finds all repeats in one list of measures, by index of the later. gives how many; the list in the arena. */
size_t import_repeats(Arena *a, const Measure *measures, size_t count, Day day, Repeat **repeats);

/* Why a repeat with another value is refused, as a sentence about `measure`; `place` names where the first stands. */
const char *import_repeat_text(Arena *a, const Measure *measure, const char *place);

/* row_word: "row" or "line", for messages. */
void import_begin(Import *import, Arena *a, const char *row_word);
void import_refuse(Import *import, long row, const char *column, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* As a note; one that says the same of the same column is kept once when `once`. */
void import_note(Import *import, long row, const char *column, bool once, const char *text);

/* Adds what one row says. columns: for each measure its column or path, NULL: the row speaks of one reading only. */
void import_add(Import *import, long row, const Case *part, const char *const *columns);
void import_add_person(Import *import, long row, const Person *person);

/* Puts the parts together and checks them against each other. gives true when nothing was refused, or skip_bad and
 * something is left beside the refused rows; else ERR_DATA with the count and the first fault. */
bool import_finish(Import *import, Err *err);
