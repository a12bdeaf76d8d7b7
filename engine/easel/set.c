#include "easel/set.h"

#include <math.h>
#include <string.h>

static const double gap = 4;     /* points between what belongs together */
static const double inset = 8;   /* of what stands in a frame */
static const double marker = 14; /* width before an entry of a list */

/* ---- text ---- */

/* Characters for which no font was found, each once. */
static void note_missing(Setting *s, PangoLayout *layout, const PangoFontDescription *font) {
  PangoContext *context = pango_layout_get_context(layout);
  if (!pango_layout_get_unknown_glyphs_count(layout)) return;
  PangoFontset *fonts = pango_context_load_fontset(context, font, pango_context_get_language(context));
  for (const char *at = pango_layout_get_text(layout); *at;) {
    unsigned code = text_next(&at);
    if (code < 0x80) continue;
    PangoFont *found = pango_fontset_get_font(fonts, code);
    if (!found || !pango_font_has_char(found, code)) {
      const char *name = arena_printf(s->arena, " U+%04X", code);
      if (!strstr(text_get(s->missing), name)) text_add(s->missing, name);
    }
    if (found) g_object_unref(found);
  }
  g_object_unref(fonts);
}

/* No hinting: a line breaks at the same word whatever it is shown on. */
PangoLayout *set_text(Setting *s, const char *text, double size, bool bold, double width) {
  PangoLayout *layout = pango_cairo_create_layout(s->cr);
  PangoFontDescription *font = pango_font_description_from_string(bold ? "Sans Bold" : "Sans");
  pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
  pango_layout_set_font_description(layout, font);
  pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_line_spacing(layout, 1.15f);
  pango_layout_set_text(layout, text, -1);
  note_missing(s, layout, font);
  pango_font_description_free(font);
  return layout;
}

double set_height(PangoLayout *layout) {
  PangoRectangle room;
  pango_layout_get_extents(layout, NULL, &room);
  return (double)room.height / PANGO_SCALE;
}

static double natural_width(Setting *s, const char *text, double size, bool bold) {
  PangoLayout *layout = set_text(s, text, size, bold, 10000);
  PangoRectangle room;
  pango_layout_get_extents(layout, NULL, &room);
  g_object_unref(layout);
  return (double)room.width / PANGO_SCALE;
}

/* ---- rows ---- */

static double left_of(const Setting *s) { return s->group && s->group_kind != GROUP_SHEET ? inset : 0; }

static double room_of(const Setting *s) { return s->width - 2 * left_of(s); }

static Row *add_row(Setting *s, const char *tag) {
  Row *row = LIST_ADD(s->arena, &s->rows);
  row->tag = tag;
  row->group = s->group, row->group_kind = s->group_kind;
  row->left = left_of(s), row->width = room_of(s);
  return row;
}

static Cell *add_cell(Setting *s, Row *row, PangoLayout *layout, double x, double width) {
  Cell *cell = LIST_ADD(s->arena, &row->cells);
  *cell = (Cell){.layout = layout, .x = x, .width = width, .height = layout ? set_height(layout) : 0};
  cell->colour = COLOUR_INK;
  row->height = fmax(row->height, cell->height + 2 * row->pad);
  return cell;
}

static void set_heading(Setting *s, const Piece *piece) {
  static const double sizes[] = {0, 1.7, 1.35, 1.13};
  static const char *const tags[] = {"", "H1", "H2", "H3"};
  Row *row = add_row(s, tags[piece->level]);
  bool first = s->rows.count == 1 || (s->group && s->rows.count > 1 && row[-1].group != s->group);
  row->before = first ? gap : piece->level == 1 ? gap : piece->level == 2 ? 4 * gap : 2.5 * gap;
  row->keep_next = true;
  PangoLayout *layout = set_text(s, piece->text, s->base * sizes[piece->level], true, row->width);
  add_cell(s, row, layout, row->left, row->width);
}

static void set_paragraph(Setting *s, const Piece *piece) {
  Row *row = add_row(s, "P");
  bool warns = piece->tone == TONE_WARNING;
  double x = row->left + (warns ? inset : 0);
  row->before = gap;
  row->frame = warns ? FRAME_WARNING : FRAME_NONE;
  row->pad = warns ? gap : 0;
  row->keep_next = piece->tone == TONE_NOTE && s->rows.count > 1 && row[-1].keep_next;
  double size = piece->tone == TONE_NOTE ? 0.88 * s->base : s->base;
  Cell *cell = add_cell(s, row, set_text(s, piece->text, size, warns, row->width - (x - row->left)), x, row->width);
  if (piece->tone == TONE_NOTE) cell->colour = COLOUR_SOFT;
}

/* "label: text" with the label in bold. */
static PangoLayout *labelled(Setting *s, const FolioEntry *entry, double size, double width) {
  if (!entry->label) return set_text(s, entry->text, size, false, width);
  const char *whole = arena_printf(s->arena, "%s: %s", entry->label, entry->text);
  PangoLayout *layout = set_text(s, whole, size, false, width);
  PangoAttrList *list = pango_attr_list_new();
  PangoAttribute *bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
  bold->start_index = 0, bold->end_index = (guint)strlen(entry->label) + 1;
  pango_attr_list_insert(list, bold);
  pango_layout_set_attributes(layout, list);
  pango_attr_list_unref(list);
  return layout;
}

static void set_list(Setting *s, const Piece *piece) {
  bool facts = piece->list == LIST_FACTS, tree = piece->list == LIST_TREE;
  double size = tree ? 0.88 * s->base : s->base, label = facts ? 8.5 * s->base : marker * size / 10;
  s->containers++;
  for (size_t i = 0; i < piece->entries.list.count; i++) {
    const FolioEntry *entry = &piece->entries.list.items[i];
    Row *row = add_row(s, "LI");
    row->container = "L", row->container_number = s->containers;
    double left = row->left + entry->level * label;
    bool parts = tree && i + 1 < piece->entries.list.count && entry[1].level > entry->level;
    row->before = !i ? gap : !tree || (parts && !entry->level) ? gap / 2 : entry->level ? 0 : gap / 4;
    row->keep_next = parts;
    const char *mark = facts                       ? entry->label ? entry->label : ""
                       : piece->list == LIST_STEPS ? arena_printf(s->arena, "%zu.", i + 1)
                                                   : "\xE2\x80\xA2";
    Cell *first = add_cell(s, row, set_text(s, mark, size, false, label - gap), left, label - gap);
    first->tag = "Lbl";
    if (facts) first->colour = COLOUR_SOFT;
    double width = row->left + row->width - left - label;
    PangoLayout *text = facts ? set_text(s, entry->text, size, false, width) : labelled(s, entry, size, width);
    add_cell(s, row, text, left + label, width)->tag = "LBody";
  }
}

/* ---- tables ---- */

/* As wide as what stands in a column; the first takes the rest. */
static double *plan_widths(Setting *s, const FolioTable *table, double size) {
  double *widths = arena_array(s->arena, table->column_count, sizeof *widths), sum = 0, room = room_of(s);
  for (size_t i = 1; i < table->column_count; i++) {
    double most = natural_width(s, table->columns[i], size, true);
    for (size_t at = i; at < table->cells.count; at += table->column_count)
      most = fmax(most, natural_width(s, table->cells.items[at], size, false));
    widths[i] = fmax(most + inset, 2.6 * s->base);
    if (table->kind == TABLE_TICKS && i + 2 >= table->column_count) widths[i] = fmax(widths[i], 6 * s->base);
    sum += widths[i];
  }
  double share = fmin(1, 0.7 * room / sum);
  for (size_t i = 1; i < table->column_count; i++) widths[i] *= share;
  widths[0] = room - share * sum;
  return widths;
}

/* The longest word that should not be broken. */
static double longest_word(Setting *s, const FolioTable *table, size_t column, double size) {
  enum { MOST = 16 };
  const char *longest = "";
  size_t most = 0;
  for (size_t at = 0; at <= table->cells.count; at += table->column_count) {
    const char *text = at ? table->cells.items[at - table->column_count + column] : table->columns[column];
    for (size_t len; *text; text += len, text += *text == ' ') {
      len = strcspn(text, " ");
      if (len > most && len <= MOST) most = len, longest = text;
    }
  }
  return natural_width(s, arena_copy_n(s->arena, longest, most), size, true) + 1.5 * gap;
}

/* Lines that all rows take together; a row is as high as its highest cell. torn: what a line lacks at its end, where the
 * next word does not fit. */
static double lines_of(const FolioTable *table, const double *needed, double torn, const double *widths) {
  double sum = 0;
  for (size_t at = 0; at < table->cells.count; at += table->column_count) {
    double most = 1;
    for (size_t i = 0; i < table->column_count; i++)
      if (needed[at + i] > widths[i] - gap) most = fmax(most, needed[at + i] / fmax(widths[i] - gap - torn, 1));
    sum += most;
  }
  return sum;
}

/* Width goes from column to column as long as that makes the table lower. */
static void share_widths(const FolioTable *table, const double *needed, double torn, const double *least, double step,
                         double *widths) {
  double lines = lines_of(table, needed, torn, widths);
  for (bool lower = true; lower;) {
    lower = false;
    for (size_t from = 0; from < table->column_count; from++)
      for (size_t to = 0; to < table->column_count; to++) {
        if (from == to || widths[from] - step < least[from]) continue;
        widths[from] -= step, widths[to] += step;
        double then = lines_of(table, needed, torn, widths);
        bool good = then < lines - 0.001;
        lower = lower || good;
        if (good)
          lines = then;
        else
          widths[from] += step, widths[to] -= step;
      }
  }
}

/* No column is narrower than its longest word where there is room. */
static double *prose_widths(Setting *s, const FolioTable *table, double size) {
  static const double bold = 0.64, plain = 0.56; /* mean width of a character by the size of its type; a convention */
  double *widths = arena_array(s->arena, table->column_count, sizeof *widths), room = room_of(s), sum = 0;
  double *least = arena_array(s->arena, table->column_count, sizeof *least);
  double *needed = arena_array(s->arena, table->cells.count, sizeof *needed);
  for (size_t i = 0; i < table->cells.count; i++)
    needed[i] = (i % table->column_count ? plain : bold) * size * text_width(table->cells.items[i]);
  for (size_t i = 0; i < table->column_count; i++) sum += least[i] = longest_word(s, table, i, size);
  for (size_t i = 0; i < table->column_count; i++)
    widths[i] = sum < room ? least[i] + (room - sum) / (double)table->column_count : least[i] * room / sum;
  share_widths(table, needed, 3 * plain * size, least, room / 120, widths);
  return widths;
}

static Row *set_table_row(Setting *s, const FolioTable *table, const char *const *cells, const double *widths,
                          double size, bool head) {
  Row *row = add_row(s, "TR");
  row->frame = head ? FRAME_HEAD : FRAME_TABLE;
  row->pad = gap / 2;
  row->container = "Table", row->container_number = s->containers;
  double x = row->left;
  for (size_t i = 0; i < table->column_count; i++) {
    bool box = table->kind == TABLE_TICKS && text_equal(cells[i], FOLIO_TICK);
    double width = fmax(widths[i] - gap, 4);
    PangoLayout *layout = box ? NULL : set_text(s, cells[i], size, head || i == 0, width);
    if (layout && i && table->kind != TABLE_PROSE) pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
    Cell *cell = add_cell(s, row, layout, x + gap / 2, width);
    cell->tag = head || i == 0 ? "TH" : "TD";
    cell->box = box;
    x += widths[i];
  }
  if (table->kind == TABLE_TICKS && !head) row->height = fmax(row->height, 1.75 * s->base); /* room to write */
  return row;
}

static void set_table(Setting *s, const FolioTable *table) {
  double size = 0.88 * s->base;
  double *widths = table->kind == TABLE_PROSE ? prose_widths(s, table, size) : plan_widths(s, table, size);
  s->containers++;
  Row *head = set_table_row(s, table, table->columns, widths, size, true);
  size_t number = s->rows.count;
  head->before = 1.5 * gap;
  head->keep_next = true;
  for (size_t at = 0; at < table->cells.count; at += table->column_count)
    set_table_row(s, table, table->cells.items + at, widths, size, false)->head = number;
}

/* ---- drawings ---- */

/* Beside each other, each with its caption below, in rows as full as they can be. */
static void set_drawings(Setting *s, const Piece *piece) {
  const double points_per_mm = (s->folio->dense ? 0.85 : 1) * 72 / 25.4;
  Row *row = NULL, *captions = NULL;
  double x = 0;
  for (size_t i = 0; i < piece->drawings.count; i++) {
    const Drawing *drawing = &piece->drawings.items[i];
    double scale = fmin(points_per_mm, room_of(s) / drawing->picture->width);
    double width = drawing->picture->width * scale;
    if (!row || x + width > row->left + row->width + 0.01) {
      size_t at = s->rows.count;
      add_row(s, "P");
      add_row(s, "P");
      row = &s->rows.items[at], captions = row + 1;
      row->before = 1.5 * gap;
      row->keep_next = true;
      x = row->left;
    }
    Cell *cell = add_cell(s, row, NULL, x, width);
    cell->picture = drawing->picture, cell->scale = scale, cell->tag = "Figure";
    cell->height = drawing->picture->height * scale;
    row->height = fmax(row->height, cell->height);
    if (drawing->caption) add_cell(s, captions, set_text(s, drawing->caption, 0.85 * s->base, false, width), x, width);
    x += width + inset;
  }
}

/* ---- pieces ---- */

static void set_piece(Setting *s, const Piece *piece, bool *new_page) {
  size_t before = s->rows.count;
  switch (piece->kind) {
  case PIECE_HEADING: set_heading(s, piece); break;
  case PIECE_PARAGRAPH: set_paragraph(s, piece); break;
  case PIECE_LIST: set_list(s, piece); break;
  case PIECE_TABLE: set_table(s, &piece->table); break;
  case PIECE_DRAWINGS: set_drawings(s, piece); break;
  case PIECE_BEGIN:
    if (piece->group == GROUP_SHEET) *new_page = true;
    if (piece->group != GROUP_SHEET) s->group = ++s->groups, s->group_kind = piece->group;
    break;
  case PIECE_END: s->group = 0; break;
  }
  if (s->rows.count == before) return;
  s->rows.items[before].new_page = *new_page;
  *new_page = false;
}

void set_folio(Setting *s) {
  bool new_page = false;
  const Piece title = {.kind = PIECE_HEADING, .level = 1, .text = s->folio->title};
  set_piece(s, &title, &new_page);
  for (size_t i = 0; i < s->folio->pieces.count; i++) set_piece(s, &s->folio->pieces.items[i], &new_page);
}

void set_free(Setting *s) {
  for (size_t i = 0; i < s->rows.count; i++)
    for (size_t k = 0; k < s->rows.items[i].cells.count; k++)
      if (s->rows.items[i].cells.items[k].layout) g_object_unref(s->rows.items[i].cells.items[k].layout);
}
