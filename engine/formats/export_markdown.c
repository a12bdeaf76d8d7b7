/* Markdown that CommonMark and its table extension read; every piece of text is escaped, so none can become markup. */
#include "document.h"

static void add_line(Text *out, const char *before, const char *text, const char *after) {
  text_add(out, before);
  text_add_markdown(out, text);
  text_add(out, after);
}

static void open(Text *out, const char *language, const char *title) {
  (void)language;
  add_line(out, "# ", title, "\n");
}

static void heading(Text *out, int level, const char *text) {
  add_line(out, level == 2 ? "\n## " : "\n### ", text, "\n");
}

static void paragraph(Text *out, Tone tone, const char *text) {
  if (tone == TONE_WARNING)
    add_line(out, "\n> **", text, "**\n");
  else
    add_line(out, "\n", text, "\n");
}

static void list(Text *out, const Entry *entries, size_t count) {
  text_add_char(out, '\n');
  for (size_t i = 0; i < count; i++) {
    text_add(out, "- ");
    if (entries[i].label) add_line(out, "**", entries[i].label, ":** ");
    add_line(out, "", entries[i].text, "\n");
  }
}

static void add_row(Text *out, const char *const *cells, size_t count) {
  for (size_t i = 0; i < count; i++) add_line(out, i ? " | " : "| ", cells[i], "");
  text_add(out, " |\n");
}

static void table(Text *out, const Table *table) {
  text_add_char(out, '\n');
  add_row(out, table->columns, table->column_count);
  for (size_t i = 0; i < table->column_count; i++) text_add(out, i ? " | ---" : "| ---");
  text_add(out, " |\n");
  for (size_t row = 0; row < table->cells.count; row += table->column_count)
    add_row(out, table->cells.items + row, table->column_count);
}

static void close(Text *out) { (void)out; }

const Sink markdown_sink = {open, heading, paragraph, list, table, close};

bool markdown_write(const Document *document, Text *out, Err *err) {
  (void)err;
  document_walk(document, &markdown_sink, out);
  return true;
}
