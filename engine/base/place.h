/* Places in a text that holds one table of rows, `return { { id = "x", ... }, ... }`: the line and column of row N and
 * of its field. Needed because a table constructor that has run no longer knows its lines; used only when a mistake is
 * reported. Knows the shape of the text, not what the rows mean. */
#pragma once

#include "base/err.h"

typedef struct RowFile {
  const char *name; /* shown to the reader: "data/norms.lua"; NULL: rows that come from no file */
  const char *text; /* its whole text, NUL-terminated; NULL: not known */
  /* NULL, or for rows that stand elsewhere than in one table: adds the mistake at its place */
  void (*fault)(void *context, Diags *diags, size_t row, const char *id, const char *field, const char *sentence);
  void *context;
} RowFile;

/* Adds an error about a field of a row, with line, column and source line where the text shows them.
 *
 * takes    file; row 1-based, 0: the file as a whole; id of the row or NULL; field, NULL: the row as a whole,
 *          "gap.band" is looked up as "gap"; format of the sentence without row and field
 * gives    the new entry: "row 12 (id 'N004'): field 'mean' ..."; NULL when the file places its mistakes itself
 * fails    none: a place that is not found is left out
 * source   none
 */
Diag *place_fault(Diags *diags, const RowFile *file, size_t row, const char *id, const char *field, const char *format,
                  ...) __attribute__((format(printf, 6, 7)));
