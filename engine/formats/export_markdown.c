/* Markdown that CommonMark and its table extension read; every piece of text is escaped, so none can become markup. */
#include "document.h"

static void add_line(Text *out, const char *before, const char *text, const char *after) {
  text_add(out, before);
  text_add_markdown(out, text);
  text_add(out, after);
}

static void add_letterhead(Text *out, const Letterhead *head) {
  const char *const lines[] = {head->name, head->address, head->phone, head->email, head->web};
  for (size_t i = 0; i < ARRAY_LEN(lines); i++)
    if (lines[i]) add_line(out, "", folio_line(out->arena, lines[i]), "\n\n");
}

static void add_list(Text *out, const Piece *piece) {
  text_add_char(out, '\n');
  for (size_t i = 0; i < piece->entries.list.count; i++) {
    const FolioEntry *entry = &piece->entries.list.items[i];
    text_add(out, piece->list == LIST_STEPS ? arena_printf(out->arena, "%zu. ", i + 1)
                                            : arena_printf(out->arena, "%*s- ", 2 * entry->level, ""));
    if (entry->label) add_line(out, "**", entry->label, ":** ");
    add_line(out, "", entry->text, "\n");
  }
}

static void add_row(Text *out, const char *const *cells, size_t count) {
  for (size_t i = 0; i < count; i++) add_line(out, i ? " | " : "| ", cells[i], "");
  text_add(out, " |\n");
}

static void add_table(Text *out, const FolioTable *table) {
  text_add_char(out, '\n');
  add_row(out, table->columns, table->column_count);
  for (size_t i = 0; i < table->column_count; i++) text_add(out, i ? " | ---" : "| ---");
  text_add(out, " |\n");
  for (size_t row = 0; row < table->cells.count; row += table->column_count)
    add_row(out, table->cells.items + row, table->column_count);
}

static void add_piece(Text *out, const Piece *piece) {
  bool warns = piece->tone == TONE_WARNING;
  switch (piece->kind) {
  case PIECE_HEADING: add_line(out, piece->level == 2 ? "\n## " : "\n### ", piece->text, "\n"); break;
  case PIECE_PARAGRAPH: add_line(out, warns ? "\n> **" : "\n", piece->text, warns ? "**\n" : "\n"); break;
  case PIECE_LIST: add_list(out, piece); break;
  case PIECE_TABLE: add_table(out, &piece->table); break;
  case PIECE_DRAWINGS: /* what it shows, in words */
    for (size_t i = 0; i < piece->drawings.count; i++)
      if (*piece->drawings.items[i].text) add_line(out, "\n", piece->drawings.items[i].text, "\n");
    break;
  case PIECE_BEGIN:
  case PIECE_END: break;
  }
}

void folio_markdown(const Folio *folio, Text *out) {
  if (folio->letterhead) add_letterhead(out, folio->letterhead);
  add_line(out, "# ", folio->title, "\n");
  for (size_t i = 0; i < folio->pieces.count; i++) add_piece(out, &folio->pieces.items[i]);
}

bool markdown_write(const Document *document, Text *out, Err *err) {
  Folio folio = {.arena = out->arena};
  (void)err;
  document_build(document, &folio);
  folio_markdown(&folio, out);
  return true;
}
