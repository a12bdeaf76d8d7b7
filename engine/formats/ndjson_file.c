/* A whole file of cases, line by line, with all its faults. */
#include "formats/ndjson.h"

#include <string.h>

static bool is_blank(const char *text, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r') return false;
  return true;
}

static void read_line(const Catalog *catalog, Import *import, const ReadOptions *options, const char *text, size_t len,
                      long line) {
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
  const char **columns = arena_array(import->arena, part.measure_count, sizeof *columns);
  for (size_t i = 0; i < part.measure_count; i++) columns[i] = arena_printf(import->arena, "measures[%zu]", i);
  import_add(import, line, &part, columns);
}

bool ndjson_read(const Catalog *catalog, Arena *a, const ReadOptions *options, const char *data, size_t len,
                 Import *out, Err *err) {
  import_begin(out, a, "line");
  out->skip_bad = options->skip_bad;
  out->latest = options->latest;
  if (len > NDJSON_FILE_MAX) import_refuse(out, 0, "", "larger than %d MiB", NDJSON_FILE_MAX >> 20);
  for (size_t start = 0, line = 1; start < len && len <= NDJSON_FILE_MAX; line++) {
    const char *end = memchr(data + start, '\n', len - start);
    size_t size = end ? (size_t)(end - data) - start : len - start;
    if (!is_blank(data + start, size)) read_line(catalog, out, options, data + start, size, (long)line);
    start += size + 1;
  }
  return import_finish(out, err);
}
