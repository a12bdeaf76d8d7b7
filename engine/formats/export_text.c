/* Plain text of 78 columns, fit for a terminal: controls and bidirectional marks are shown, never sent. */
#include "document.h"

enum { COLUMNS = 78 };

static void add_underlined(Text *out, const char *text, char mark) {
  Text safe = {.arena = out->arena};
  text_add_terminal(&safe, text);
  text_addf(out, "%s\n", text_get(&safe));
  int width = text_width(text_get(&safe));
  for (int i = 0; i < width && i < COLUMNS; i++) text_add_char(out, mark);
  text_add_char(out, '\n');
}

static void open(Text *out, const char *language, const char *title) {
  (void)language;
  add_underlined(out, title, '=');
}

static void heading(Text *out, int level, const char *text) {
  text_add_char(out, '\n');
  add_underlined(out, text, level == 2 ? '=' : '-');
}

static void paragraph(Text *out, Tone tone, const char *text) {
  text_add_wrapped(out, tone == TONE_WARNING ? "! " : "", tone == TONE_WARNING ? 2 : 0, COLUMNS, text);
}

static void add_entry(Text *out, const char *label, const char *text) {
  text_add_wrapped(out, "  - ", 4, COLUMNS, label ? arena_printf(out->arena, "%s: %s", label, text) : text);
}

static void list(Text *out, const Entry *entries, size_t count) {
  for (size_t i = 0; i < count; i++) add_entry(out, entries[i].label, entries[i].text);
}

/* One entry a row: columns of prose do not fit side by side. */
static void table(Text *out, const Table *table) {
  for (size_t row = 0; row < table->cells.count; row += table->column_count) {
    Text line = {.arena = out->arena};
    for (size_t i = 1; i < table->column_count; i++)
      if (*table->cells.items[row + i])
        text_addf(&line, "%s%s: %s", line.len ? "; " : "", table->columns[i], table->cells.items[row + i]);
    add_entry(out, table->cells.items[row], text_get(&line));
  }
}

static void close(Text *out) { (void)out; }

const Sink text_sink = {open, heading, paragraph, list, table, close};

bool text_write(const Document *document, Text *out, Err *err) {
  (void)err;
  document_walk(document, &text_sink, out);
  return true;
}
