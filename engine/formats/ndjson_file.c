/* A whole file of cases, line by line, with all its faults. */
#include "formats/ndjson.h"

#include <string.h>

static bool is_blank(const char *text, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r') return false;
  return true;
}

/* Names of measures by index, for all lines; where it grows the former stays for whom it was handed to. */
typedef LIST(const char *) Columns;

static void read_line(const Catalog *catalog, Import *import, const ReadOptions *options, const char *text, size_t len,
                      long line, Columns *columns) {
  Case part;
  IntakeNotes notes = {0};
  Err err = {0};
  if (!ndjson_case(catalog, import->arena, text, len, line, options->date, &part, &notes, &err)) {
    const char *comma = strstr(err.where, ", ");
    import_refuse(import, line, comma ? comma + 2 : "", "%s", err.text);
    return;
  }
  for (size_t i = 0; i < notes.count; i++) {
    const IntakeNote *note = &notes.items[i];
    const char *path = arena_printf(import->arena, "measures[%d].%s", note->index, note->field);
    import_note(import, line, path, strcmp(note->field, "unit") == 0, note->text);
  }
  while (columns->count < part.measure_count) {
    const char *name = arena_printf(import->arena, "measures[%zu]", columns->count);
    *LIST_ADD(import->arena, columns) = name;
  }
  import_add(import, line, &part, columns->items);
}

bool ndjson_read(const Catalog *catalog, Arena *a, const ReadOptions *options, const char *data, size_t len,
                 Import *out, Err *err) {
  Columns columns = {0};
  import_begin(out, a, "line");
  out->skip_bad = options->skip_bad;
  out->latest = options->latest;
  if (len > NDJSON_FILE_MAX) import_refuse(out, 0, "", "larger than %d MiB", NDJSON_FILE_MAX >> 20);
  for (size_t start = 0, line = 1; start < len && len <= NDJSON_FILE_MAX; line++) {
    const char *end = memchr(data + start, '\n', len - start);
    size_t size = end ? (size_t)(end - data) - start : len - start;
    if (!is_blank(data + start, size)) read_line(catalog, out, options, data + start, size, (long)line, &columns);
    start += size + 1;
  }
  return import_finish(out, err);
}
