#include "drawing/folio.h"

#include <assert.h>

static bool turns_direction(unsigned code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

static bool is_blank(unsigned code) {
  return code == ' ' || code == '\t' || code == '\n' || code == '\r' || code == 0x2028 || code == 0x2029;
}

const char *folio_line(Arena *a, const char *text) {
  Text line = {.arena = a};
  bool blank = false;
  for (const char *at = text ? text : ""; *at;) {
    const char *start = at;
    unsigned code = text_next(&at);
    if (!is_blank(code) && blank && line.len) text_add_char(&line, ' ');
    if (turns_direction(code))
      text_add(&line, "\xEF\xBF\xBD");
    else if (!is_blank(code))
      text_add_n(&line, start, (size_t)(at - start));
    blank = is_blank(code);
  }
  return text_get(&line);
}

static Piece *add(Folio *f, PieceKind kind) {
  Piece *piece = LIST_ADD(f->arena, &f->pieces);
  piece->kind = kind;
  return piece;
}

static void add_text(Folio *f, Piece piece, const char *text) {
  piece.text = folio_line(f->arena, text);
  if (*piece.text) *add(f, piece.kind) = piece;
}

void folio_heading(Folio *f, int level, const char *text) {
  add_text(f, (Piece){.kind = PIECE_HEADING, .level = level}, text);
}

void folio_paragraph(Folio *f, Tone tone, const char *text) {
  add_text(f, (Piece){.kind = PIECE_PARAGRAPH, .tone = tone}, text);
}

void folio_list(Folio *f, ListKind kind, const FolioEntries *entries) {
  if (!entries->list.count) return;
  Piece *piece = add(f, PIECE_LIST);
  piece->list = kind;
  piece->entries = *entries;
}

void folio_table(Folio *f, const FolioTable *table) {
  assert(table->column_count && table->cells.count % table->column_count == 0);
  if (!table->cells.count) return;
  FolioTable *kept = &add(f, PIECE_TABLE)->table;
  const char **columns = arena_array(f->arena, table->column_count, sizeof *columns);
  *kept = *table;
  for (size_t i = 0; i < table->column_count; i++) columns[i] = table->columns[i];
  kept->columns = columns;
}

void folio_drawing(Folio *f, const Picture *picture, const char *text, const char *caption) {
  size_t count = f->pieces.count;
  bool beside = count && f->pieces.items[count - 1].kind == PIECE_DRAWINGS;
  Piece *piece = beside ? &f->pieces.items[count - 1] : add(f, PIECE_DRAWINGS);
  *LIST_ADD(f->arena, &piece->drawings) =
      (Drawing){picture, folio_line(f->arena, text), caption ? folio_line(f->arena, caption) : NULL};
}

void folio_begin(Folio *f, GroupKind group) { add(f, PIECE_BEGIN)->group = group; }

void folio_end(Folio *f) { add(f, PIECE_END); }

void folio_branch(Folio *f, FolioEntries *entries, int level, const char *label, const char *text) {
  const char *line = folio_line(f->arena, text);
  if (*line)
    *LIST_ADD(f->arena, &entries->list) = (FolioEntry){label ? folio_line(f->arena, label) : NULL, line, level};
}

void folio_entry(Folio *f, FolioEntries *entries, const char *label, const char *text) {
  folio_branch(f, entries, 0, label, text);
}

void folio_cell(Folio *f, FolioTable *table, const char *text) {
  *LIST_ADD(f->arena, &table->cells) = folio_line(f->arena, text);
}
