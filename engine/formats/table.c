#include "formats/table.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

typedef struct Reading {
  Import *import;
  Table *table;
  LIST(const char *) cells; /* of the row that is read */
  size_t bytes;             /* of that row */
  long row;                 /* the last one ended */
  bool after_cr;            /* the last byte was an unquoted carriage return */
  bool stopped;             /* a limit was passed: the rest is not looked at */
} Reading;

/* Blanks around a cell belong to the cell in RFC 4180; they are taken off after parsing. */
static int no_space(unsigned char c) {
  (void)c;
  return 0;
}

static const char *cell_text(Arena *a, const char *data, size_t len) {
  while (len && (*data == ' ' || *data == '\t')) data++, len--;
  while (len && (data[len - 1] == ' ' || data[len - 1] == '\t')) len--;
  return arena_copy_n(a, data, len);
}

static void stop(Reading *reading, const char *what, int most) {
  import_refuse(reading->import, reading->row + 1, "", "more than %d %s", most, what);
  reading->stopped = reading->import->broken = true;
}

static void lone_return(Reading *reading) {
  import_refuse(reading->import, reading->row, "", "a carriage return without line feed: end lines with LF or CRLF");
  reading->stopped = reading->import->broken = true;
}

static void on_cell(void *data, size_t len, void *context) {
  Reading *reading = context;
  if (reading->stopped) return;
  if (reading->after_cr) {
    lone_return(reading);
    return;
  }
  reading->bytes += len + 1;
  if (reading->cells.count == TABLE_COLUMNS_MAX)
    stop(reading, "columns", TABLE_COLUMNS_MAX);
  else if (len > TABLE_CELL_MAX)
    stop(reading, "bytes in one cell", TABLE_CELL_MAX);
  else if (reading->bytes > TABLE_ROW_MAX)
    stop(reading, "bytes in one row", TABLE_ROW_MAX);
  else
    *LIST_ADD(reading->import->arena, &reading->cells) = cell_text(reading->import->arena, data, len);
}

static bool is_blank(const Reading *reading) {
  for (size_t i = 0; i < reading->cells.count; i++)
    if (*reading->cells.items[i]) return false;
  return true;
}

static void take_row(Reading *reading) {
  Table *table = reading->table;
  reading->row++;
  if (is_blank(reading)) {
    reading->cells.count = 0;
  } else if (!table->header) {
    table->header = reading->cells.items;
    table->columns = reading->cells.count;
  } else if (reading->cells.count != table->columns && table->columns == 1 && strpbrk(table->header[0], ";\t")) {
    import_refuse(reading->import, reading->row, "", "cells are separated by '%s': save the file with commas",
                  strchr(table->header[0], ';') ? ";" : "tab");
  } else if (reading->cells.count != table->columns) {
    import_refuse(reading->import, reading->row, "",
                  "%zu cells where the header has %zu: quote a cell that holds a comma", reading->cells.count,
                  table->columns);
  } else {
    *LIST_ADD(reading->import->arena, &table->rows) = (TableRow){reading->row, reading->cells.items};
  }
  memset(&reading->cells, 0, sizeof reading->cells);
  reading->bytes = 0;
}

/* libcsv reports both bytes of CRLF; the second ends no row. */
static void on_row(int c, void *context) {
  Reading *reading = context;
  if (reading->stopped) return;
  if (c == '\n' && reading->after_cr) {
    reading->after_cr = false;
  } else if (reading->after_cr) {
    lone_return(reading);
  } else {
    take_row(reading);
    reading->after_cr = c == '\r';
  }
}

/* ---- the file as a whole ---- */

static long line_of(const char *data, size_t at) {
  long line = 1;
  for (size_t i = 0; i < at; i++) line += data[i] == '\n';
  return line;
}

/* First line that is not UTF-8; only looked for when the whole is not. */
static long bad_line(const char *data, size_t len) {
  for (size_t start = 0, end; start < len; start = end + 1) {
    const char *found = memchr(data + start, '\n', len - start);
    end = found ? (size_t)(found - data) : len;
    if (!text_is_utf8(data + start, end - start)) return line_of(data, start);
  }
  return 1;
}

static bool check_bytes(Import *import, const char *data, size_t len) {
  const char *nul = len ? memchr(data, 0, len) : NULL;
  size_t before = import->refused.count;
  if (len > TABLE_FILE_MAX)
    import_refuse(import, 0, "", "larger than %d MiB: import it in parts", TABLE_FILE_MAX >> 20);
  else if (len >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0 || memcmp(data, "\xFE\xFF", 2) == 0))
    import_refuse(import, 0, "", "UTF-16 text: save it as CSV UTF-8");
  else if (nul)
    import_refuse(import, line_of(data, (size_t)(nul - data)), "", "a NUL byte: this is no text, or not UTF-8");
  else if (!text_is_utf8(data, len))
    import_refuse(import, bad_line(data, len), "", "not UTF-8: save it as CSV UTF-8");
  return import->refused.count == before;
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void check_header(Import *import, const Table *table) {
  if (!table->header) {
    import_refuse(import, 0, "", "no header row: the file is empty");
    return;
  }
  if (table->columns == 1 && strchr(table->header[0], ';'))
    import_refuse(import, 1, "", "cells are separated by ';': save the file with commas");
  const char **sorted = arena_array(import->arena, table->columns, sizeof *sorted);
  for (size_t i = 0; i < table->columns; i++) {
    sorted[i] = table->header[i];
    if (!*table->header[i]) import_refuse(import, 1, "", "column %zu has no name", i + 1);
  }
  qsort(sorted, table->columns, sizeof *sorted, compare_names);
  for (size_t i = 1; i < table->columns; i++)
    if (*sorted[i] && strcmp(sorted[i - 1], sorted[i]) == 0) import_refuse(import, 1, sorted[i], "column stands twice");
}

static void refuse_grammar(Reading *reading, const struct csv_parser *parser, bool open) {
  reading->import->broken = true;
  if (parser->status != CSV_EPARSE)
    import_refuse(reading->import, reading->row + 1, "", "%s", csv_strerror(parser->status));
  else if (open)
    import_refuse(reading->import, reading->row + 1, "", "a quote is opened and never closed");
  else
    import_refuse(reading->import, reading->row + 1, "",
                  "a stray quote: put the whole cell in quotes and write each quote inside it twice");
}

static bool parse_all(struct csv_parser *parser, const char *data, size_t len, Reading *reading) {
  size_t before = reading->import->refused.count;
  size_t done = csv_parse(parser, data, len, on_cell, on_row, reading);
  bool whole = done == len;
  bool ended = whole && csv_fini(parser, on_cell, on_row, reading) == 0;
  if (!ended && !reading->stopped) refuse_grammar(reading, parser, whole);
  if (reading->after_cr && !reading->stopped) lone_return(reading);
  return reading->import->refused.count == before;
}

bool table_parse(Import *import, const char *data, size_t len, Table *out) {
  size_t before = import->refused.count;
  Reading reading = {.import = import, .table = out};
  struct csv_parser parser;
  *out = (Table){0};
  if (!check_bytes(import, data, len)) return false;
  if (len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) data += 3, len -= 3;
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0) {
    import_refuse(import, 0, "", "the CSV reader did not start");
    return false;
  }
  csv_set_space_func(&parser, no_space);
  csv_set_blk_size(&parser, 4096);
  bool good = parse_all(&parser, data, len, &reading);
  csv_free(&parser);
  if (import->skip_bad && !import->broken) good = true, before = import->refused.count; /* rows are left out */
  if (good) check_header(import, out);
  return import->refused.count == before;
}

int table_column(const Table *table, const char *name) {
  for (size_t i = 0; i < table->columns; i++)
    if (strcmp(table->header[i], name) == 0) return (int)i;
  return -1;
}

bool table_map(Import *import, const Table *table, const char *const names[], size_t required, int columns[]) {
  size_t before = import->refused.count;
  for (size_t i = 0; names[i]; i++) {
    columns[i] = table_column(table, names[i]);
    if (columns[i] < 0 && i < required) import_refuse(import, 1, names[i], "this column is missing");
  }
  for (size_t i = 0; i < table->columns; i++) {
    if (name_find(names, table->header[i]) >= 0) continue;
    Nearest near = {.word = table->header[i]};
    for (size_t j = 0; names[j]; j++) text_near(&near, names[j]);
    import_refuse(import, 1, table->header[i], "unknown column%s", text_near_hint(import->arena, &near));
  }
  return import->refused.count == before;
}

const char *table_cell(const TableRow *row, int column) { return column < 0 ? "" : row->cells[column]; }
