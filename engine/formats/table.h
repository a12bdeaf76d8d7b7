/* Strict RFC 4180: bytes become a table of trimmed cells, or faults with row and column. UTF-8 with or without BOM, LF
 * or CRLF, one header row without doubles, as many cells in every row as in the header. Knows no meaning of a column.
 */
#pragma once

#include "base/ceiling.h"
#include "formats/import.h"

typedef struct TableRow {
  long row;                 /* as a spreadsheet counts: the header is 1, blank rows count too */
  const char *const *cells; /* as many as the table has columns; without blanks around them; never NULL */
} TableRow;

typedef struct Table {
  const char *const *header;
  size_t columns;
  LIST(TableRow) rows; /* without blank rows */
} Table;

/* gives false when a fault of the grammar was added to import->refused (row 0: the file as a whole). With skip_bad rows
 * of another number of cells are only left out. */
bool table_parse(Import *import, const char *data, size_t len, Table *out);

/* Index of a column, -1 when it is not there. */
int table_column(const Table *table, const char *name);

/* Finds each of the names, NULL-terminated, in the header: columns[i] its index, -1: not there. Refuses columns of other
 * names (with the nearest) and lack of one of the first `required`. gives false when something was refused. */
bool table_map(Import *import, const Table *table, const char *const names[], size_t required, int columns[]);
/* Text of a cell; "" when the column is not there. */
const char *table_cell(const TableRow *row, int column);
