/* Plain text of 78 columns, fit for a terminal: controls and bidirectional marks are shown, never sent. */
#include "document.h"

#include <string.h>

enum { COLUMNS = 78 };

static void add_underlined(Text *out, const char *text, char mark) {
  Text safe = {.arena = out->arena};
  text_add_terminal(&safe, text);
  text_addf(out, "%s\n", text_get(&safe));
  int width = text_width(text_get(&safe));
  for (int i = 0; i < width && i < COLUMNS; i++) text_add_char(out, mark);
  text_add_char(out, '\n');
}

static void add_letterhead(Text *out, const Letterhead *head) {
  const char *const lines[] = {head->name, head->address, head->phone, head->email, head->web};
  for (size_t i = 0; i < ARRAY_LEN(lines); i++)
    if (lines[i]) text_add_wrapped(out, "", 0, COLUMNS, folio_line(out->arena, lines[i]));
  text_add_char(out, '\n');
}

static void add_entry(Text *out, const char *first, const char *label, const char *text) {
  text_add_wrapped(out, first, (int)strlen(first), COLUMNS,
                   label ? arena_printf(out->arena, "%s: %s", label, text) : text);
}

static void add_list(Text *out, const Piece *piece) {
  for (size_t i = 0; i < piece->entries.list.count; i++) {
    const FolioEntry *entry = &piece->entries.list.items[i];
    const char *first = piece->list == LIST_STEPS ? arena_printf(out->arena, " %zu. ", i + 1)
                                                  : arena_printf(out->arena, "%*s- ", 2 + 2 * entry->level, "");
    add_entry(out, first, entry->label, entry->text);
  }
}

/* One entry a row: columns of prose do not fit side by side. */
static void add_table(Text *out, const FolioTable *table) {
  for (size_t row = 0; row < table->cells.count; row += table->column_count) {
    Text line = {.arena = out->arena};
    for (size_t i = 1; i < table->column_count; i++)
      if (*table->cells.items[row + i])
        text_addf(&line, "%s%s: %s", line.len ? "; " : "", table->columns[i], table->cells.items[row + i]);
    add_entry(out, "  - ", table->cells.items[row], text_get(&line));
  }
}

static void add_piece(Text *out, const Piece *piece) {
  switch (piece->kind) {
  case PIECE_HEADING:
    text_add_char(out, '\n');
    add_underlined(out, piece->text, piece->level == 2 ? '=' : '-');
    break;
  case PIECE_PARAGRAPH:
    text_add_wrapped(out, piece->tone == TONE_WARNING ? "! " : "", piece->tone == TONE_WARNING ? 2 : 0, COLUMNS,
                     piece->text);
    break;
  case PIECE_LIST: add_list(out, piece); break;
  case PIECE_TABLE: add_table(out, &piece->table); break;
  case PIECE_DRAWINGS: /* what it shows, in words */
    for (size_t i = 0; i < piece->drawings.count; i++)
      if (*piece->drawings.items[i].text) add_entry(out, "  - ", NULL, piece->drawings.items[i].text);
    break;
  case PIECE_BEGIN:
  case PIECE_END: break;
  }
}

void folio_text(const Folio *folio, Text *out) {
  if (folio->letterhead) add_letterhead(out, folio->letterhead);
  add_underlined(out, folio->title, '=');
  for (size_t i = 0; i < folio->pieces.count; i++) add_piece(out, &folio->pieces.items[i]);
}

bool text_write(const Document *document, Text *out, Err *err) {
  Folio folio = {.arena = out->arena};
  (void)err;
  document_build(document, &folio);
  folio_text(&folio, out);
  return true;
}
