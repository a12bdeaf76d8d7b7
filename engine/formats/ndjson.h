/* NDJSON: one case a line in, one result a line out. The stream command reads line by line through ndjson_case with
 * flat memory; an import reads the whole file through the table in formats.h. Strict: a key that is not known, a key
 * that stands twice or a value of another type is refused with its line and path. */
#pragma once

#include "base/ceiling.h"
#include "formats/import.h"

/* Reads one case.
 *
 * takes    text of one line without its line end, any bytes; line: its number for messages; day: date of a case
 *          without one, 0: such a case is refused
 * gives    the case in the arena, ids pointing into the catalog; a repeat with the same value is dropped; notes of
 *          unlikely values with the index of their measure
 * fails    ERR_DATA, err->where is "line 7, measures[2].unit"
 * source   none
 */
bool ndjson_case(const Catalog *catalog, Arena *a, const char *text, size_t len, long line, Day day, Case *out,
                 IntakeNotes *notes, Err *err);

typedef struct Wanted { /* what a reader of stored cases looks at */
  const bool *tests;    /* by test of the catalog; NULL: all that it knows */
  bool answers;
} Wanted;

/* Reads a stored case, as ndjson_write_case wrote it; of it only what is wanted, NULL: everything.
 *
 * takes    text: len bytes
 * gives    the case in the arena; where only some is wanted without limits and without measures of tests and answers to
 *          questions that the catalog does not know
 * fails    as ndjson_case
 * source   none
 */
bool ndjson_stored(const Catalog *catalog, Arena *a, const char *text, size_t len, const Wanted *wanted, Case *out,
                   Err *err);

/* Fields of a result line, a bit each in the order in which they stand; 0: all. */
typedef uint32_t NdjsonFields;

/* Reads names of fields, "findings,stops", as --fields takes them.
 *
 * takes    list: names with commas between
 * gives    true and the bits of the names
 * fails    ERR_USAGE: a name that is none, with the nearest one or all
 * source   none
 */
bool ndjson_choose(const char *list, NdjsonFields *asked, Err *err);

/* Does one of them tell of the program? Otherwise none need be planned. */
bool ndjson_asks_program(NdjsonFields asked);

/* What the list of open questions says of each question of a catalog, by its number: for Document.ready, where many
 * results of one catalog are written. */
const ReadyText *ndjson_ready(Arena *a, const Catalog *catalog);

/* Appends the result with these fields of it, patient and date always, as one line. As FormatWrite, which writes all.
 */
void ndjson_write_some(const Document *document, NdjsonFields asked, Text *out);

/* Appends a case as one line that ndjson_case reads back as the same case: every value in its base unit, exactly; what
 * is not known is left out, and that a value was measured on the day of the case; the date of birth, else the age. */
void ndjson_write_case(const Case *c, Text *out);
