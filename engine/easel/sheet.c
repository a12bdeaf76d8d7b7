#include "easel/sheet.h"

#include "easel/book.h"
#include "easel/draw.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- which row stands where ---- */

static double bottom_of(const Book *b) { return b->page_height - b->margin - BOOK_FOOT; }

static double top_of(const Book *b) { return b->sheets.count == 1 ? b->top : b->margin; }

static void add_sheet(Book *b) {
  LIST_ADD(b->set.arena, &b->sheets);
  b->y = top_of(b);
}

static Slice *add_slice(Book *b, size_t at, double height) {
  const Row *row = &b->set.rows.items[at];
  Sheet *sheet = &b->sheets.items[b->sheets.count - 1];
  Slice *slice = LIST_ADD(b->set.arena, &sheet->slices);
  slice->row = at, slice->y = b->y, slice->height = height;
  slice->from = arena_array(b->set.arena, row->cells.count + 1, sizeof *slice->from);
  slice->to = arena_array(b->set.arena, row->cells.count + 1, sizeof *slice->to);
  for (size_t i = 0; i < row->cells.count; i++)
    slice->to[i] = row->cells.items[i].layout ? pango_layout_get_line_count(row->cells.items[i].layout) : 0;
  b->y += height;
  return slice;
}

/* Lines from `from` on that are not higher than `room` together; at least one, or nothing would ever end. */
static int lines_within(PangoLayout *layout, int from, double room, double *used) {
  PangoLayoutIter *iter = pango_layout_get_iter(layout);
  int line = 0, start = 0, end = 0;
  *used = 0;
  do {
    int top, bottom;
    pango_layout_iter_get_line_yrange(iter, &top, &bottom);
    if (line == from) start = top;
    if (line > from && (double)(bottom - start) / PANGO_SCALE > room) break;
    if (line >= from) end = bottom;
    line++;
  } while (pango_layout_iter_next_line(iter));
  pango_layout_iter_free(iter);
  if (line > from) *used = (double)(end - start) / PANGO_SCALE;
  return line;
}

/* A row that is higher than a page goes over several, line by line. */
static void place_long(Book *b, size_t at) {
  const Row *row = &b->set.rows.items[at];
  int *done = arena_array(b->set.arena, row->cells.count + 1, sizeof *done);
  for (bool more = true; more;) {
    double room = bottom_of(b) - b->y - 2 * row->pad, highest = 0;
    Slice *slice = add_slice(b, at, 0);
    more = false;
    for (size_t i = 0; i < row->cells.count; i++) {
      double used = 0;
      int all = slice->to[i];
      slice->from[i] = done[i];
      slice->to[i] = done[i] < all ? lines_within(row->cells.items[i].layout, done[i], room, &used) : all;
      done[i] = slice->to[i];
      more = more || done[i] < all;
      highest = fmax(highest, used);
    }
    slice->height = highest + 2 * row->pad;
    b->y += slice->height;
    if (more) add_sheet(b);
  }
}

/* The rows that must stay with row `from`: behind a heading, and inside a group. */
static size_t chunk_end(const Book *b, size_t from) {
  size_t to = from;
  const Row *rows = b->set.rows.items;
  while (to + 1 < b->set.rows.count && (rows[to].keep_next || (rows[to].group && rows[to + 1].group == rows[to].group)))
    to++;
  return to + 1;
}

static double chunk_height(const Book *b, size_t from, size_t to) {
  double sum = 0;
  for (size_t i = from; i < to; i++) sum += b->set.rows.items[i].before + b->set.rows.items[i].height;
  return sum + (b->set.rows.items[from].group ? 12 : 0);
}

static void place_row(Book *b, size_t at) {
  const Row *row = &b->set.rows.items[at];
  bool first = b->y <= top_of(b), begins = at && row->group != row[-1].group && (row->group || row[-1].group);
  b->y += first ? 0 : row->before + (begins ? 10 : 0);
  if (b->y + row->height > bottom_of(b) && !first) {
    add_sheet(b);
    if (row->head && row->head - 1 != at) {
      const Row *head = &b->set.rows.items[row->head - 1];
      add_slice(b, row->head - 1, head->height)->repeated = true;
    }
  }
  if (b->y + row->height > bottom_of(b))
    place_long(b, at);
  else
    add_slice(b, at, row->height);
}

static void place_rows(Book *b) {
  add_sheet(b);
  for (size_t at = 0, end; at < b->set.rows.count; at = end) {
    end = chunk_end(b, at);
    bool first = b->y <= top_of(b);
    double height = chunk_height(b, at, end), page = bottom_of(b) - b->margin;
    if (!first && (b->set.rows.items[at].new_page || (b->y + height > bottom_of(b) && height <= page))) add_sheet(b);
    for (size_t i = at; i < end; i++) place_row(b, i);
  }
}

/* ---- drawing ---- */

static void draw_lines(cairo_t *cr, const Cell *cell, int from, int to, double x, double y) {
  PangoLayoutIter *iter = pango_layout_get_iter(cell->layout);
  int line = 0, start = 0;
  book_colour(cr, cell->colour);
  do {
    int top, bottom;
    PangoRectangle room;
    pango_layout_iter_get_line_yrange(iter, &top, &bottom);
    pango_layout_iter_get_line_extents(iter, NULL, &room);
    if (line == from) start = top;
    if (line >= from && line < to) {
      cairo_move_to(cr, x + (double)room.x / PANGO_SCALE,
                    y + (double)(pango_layout_iter_get_baseline(iter) - start) / PANGO_SCALE);
      pango_cairo_show_layout_line(cr, pango_layout_iter_get_line_readonly(iter));
    }
    line++;
  } while (line < to && pango_layout_iter_next_line(iter));
  pango_layout_iter_free(iter);
}

static void draw_cell(Book *b, const Row *row, const Slice *slice, size_t i) {
  const Cell *cell = &row->cells.items[i];
  cairo_t *cr = b->set.cr;
  double x = b->margin + cell->x, y = slice->y + row->pad;
  if (cell->tag) cairo_tag_begin(cr, cell->tag, NULL);
  if (cell->layout) draw_lines(cr, cell, slice->from[i], slice->to[i], x, y);
  if (cell->box) {
    double size = 0.95 * b->set.base;
    book_rectangle(cr, x + (cell->width - size) / 2, slice->y + (slice->height - size) / 2, size, size, COLOUR_PAPER,
                   COLOUR_INK, 0.8);
  }
  if (cell->picture) {
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, cell->scale, cell->scale);
    draw_picture(cr, cell->picture);
    cairo_restore(cr);
  }
  if (cell->tag) cairo_tag_end(cr, cell->tag);
}

/* Lines of a table around its cells; a bar beside a warning. */
static void draw_frame(Book *b, const Row *row, const Slice *slice) {
  cairo_t *cr = b->set.cr;
  double left = b->margin + row->left;
  if (row->frame == FRAME_NONE) return;
  if (row->frame == FRAME_WARNING) {
    book_rectangle(cr, left, slice->y, row->width, slice->height, COLOUR_PALE, COLOUR_PALE, 0.1);
    book_rectangle(cr, left, slice->y, 3, slice->height, COLOUR_INK, COLOUR_INK, 0.1);
    return;
  }
  for (size_t i = 0; i < row->cells.count; i++) {
    const Cell *cell = &row->cells.items[i];
    double x = b->margin + cell->x - 2, next = i + 1 < row->cells.count ? b->margin + cell[1].x - 2 : left + row->width;
    cairo_rectangle(cr, x, slice->y, next - x, slice->height);
    book_colour(cr, row->frame == FRAME_HEAD ? COLOUR_PALE : COLOUR_SOFT);
    if (row->frame == FRAME_HEAD) cairo_fill_preserve(cr);
    book_colour(cr, COLOUR_SOFT);
    cairo_set_line_width(cr, 0.5);
    cairo_stroke(cr);
  }
}

/* One frame around the rows of a group that stand on this sheet. */
static void draw_groups(Book *b, const Sheet *sheet) {
  const Row *rows = b->set.rows.items;
  for (size_t i = 0, end; i < sheet->slices.count; i = end) {
    const Slice *first = &sheet->slices.items[i];
    int group = rows[first->row].group;
    for (end = i + 1; end < sheet->slices.count && rows[sheet->slices.items[end].row].group == group;) end++;
    const Slice *last = &sheet->slices.items[end - 1];
    if (!group) continue;
    bool warns = rows[first->row].group_kind == GROUP_BOX;
    double top = first->y - 5, height = last->y + last->height + 5 - top;
    cairo_rectangle(b->set.cr, b->margin, top, b->set.width, height);
    book_colour(b->set.cr, warns ? COLOUR_INK : COLOUR_SOFT);
    cairo_set_line_width(b->set.cr, warns ? 2 : 0.5);
    cairo_stroke(b->set.cr);
  }
}

static void draw_slice(Book *b, const Slice *slice) {
  const Row *row = &b->set.rows.items[slice->row];
  draw_frame(b, row, slice);
  if (slice->repeated) { /* it is read once */
    for (size_t i = 0; i < row->cells.count; i++)
      if (row->cells.items[i].layout)
        draw_lines(b->set.cr, &row->cells.items[i], slice->from[i], slice->to[i], b->margin + row->cells.items[i].x,
                   slice->y + row->pad);
    return;
  }
  cairo_tag_begin(b->set.cr, row->tag, NULL);
  for (size_t i = 0; i < row->cells.count; i++) draw_cell(b, row, slice, i);
  cairo_tag_end(b->set.cr, row->tag);
}

/* Lists and tables are opened anew on each sheet: a tag ends where its page does. */
static void draw_slices(Book *b, const Sheet *sheet) {
  const char *open = NULL;
  int number = 0;
  for (size_t i = 0; i < sheet->slices.count; i++) {
    const Row *row = &b->set.rows.items[sheet->slices.items[i].row];
    if (open && row->container_number != number) cairo_tag_end(b->set.cr, open), open = NULL;
    if (!open && row->container) cairo_tag_begin(b->set.cr, row->container, NULL), open = row->container;
    number = row->container_number;
    draw_slice(b, &sheet->slices.items[i]);
  }
  if (open) cairo_tag_end(b->set.cr, open);
}

/* ---- the file ---- */

static cairo_status_t append(void *to, const unsigned char *data, unsigned len) {
  text_add_n(to, (const char *)data, len);
  return CAIRO_STATUS_SUCCESS;
}

static void describe(cairo_surface_t *surface, const Folio *folio, Arena *a) {
  const Letterhead *head = folio->letterhead;
  const char *day = arena_printf(a, "%sT00:00:00Z", folio->date ? date_format(a, folio->date) : "2000-01-01");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, folio->title);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Sinew");
  if (head && head->name) cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, head->name);
  if (folio->foot) cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, folio->foot);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, day);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, day);
}

/* cairo 1.16 writes the structure, but not that the document has one, nor its language. Its catalog is the last object:
 * what is added there moves nothing but the place of the table of objects. Another layout is left as it is. */
static void mark_structure(Text *out, size_t start, const Folio *folio) {
  const char *added = arena_printf(out->arena, "   /MarkInfo << /Marked true >>\n   /Lang (%.35s)\n", folio->language);
  const char *tail = "\n>>\nendobj\nxref\n", *file = text_get(out) + start, *end = file + (out->len - start);
  const char *catalog = NULL, *place = NULL, *old = NULL;
  if (strspn(folio->language, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") !=
      strlen(folio->language))
    return;
  for (const char *at = end - 1; at > file && !catalog; at--) {
    if (!place && strncmp(at, "startxref\n", 10) == 0) place = at + 10;
    if (!old && strncmp(at, tail, strlen(tail)) == 0) old = at + 1;
    if (strncmp(at, "/Type /Catalog", 14) == 0) catalog = at;
  }
  if (!catalog || !old || !place || old < catalog || place < old) return;
  Text whole = {.arena = out->arena};
  text_add_n(&whole, file, (size_t)(old - file));
  text_add(&whole, added);
  text_add_n(&whole, old, (size_t)(place - old));
  text_addf(&whole, "%ld\n%%%%EOF\n", strtol(place, NULL, 10) + (long)strlen(added));
  out->len = start;
  text_add_n(out, text_get(&whole), whole.len);
}

static void draw_book(Book *b) {
  b->top = b->margin + book_letterhead_height(b);
  set_folio(&b->set);
  place_rows(b);
  for (size_t i = 0; i < b->sheets.count; i++) {
    book_margins(b, i);
    draw_groups(b, &b->sheets.items[i]);
    draw_slices(b, &b->sheets.items[i]);
    cairo_show_page(b->set.cr);
  }
}

static void prepare(cairo_t *cr) {
  cairo_font_options_t *options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_set_font_options(cr, options);
  cairo_font_options_destroy(options);
}

bool sheet_folio(const Folio *folio, Text *out, Text *notices, Err *err) {
  static const double sizes[][2] = {[PAPER_A4] = {595.276, 841.89}, [PAPER_LETTER] = {612, 792}};
  Arena arena = {0};
  Text missing = {.arena = &arena};
  size_t start = out->len;
  const double *size = sizes[folio->paper];
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(append, out, size[0], size[1]);
  static const double margins[] = {51, 42.5}; /* 18 mm, dense 15 mm */
  Book b = {.page_width = size[0], .page_height = size[1], .margin = margins[folio->dense]};
  describe(surface, folio, &arena);
  b.set = (Setting){.arena = &arena, .folio = folio, .missing = &missing, .cr = cairo_create(surface)};
  b.set.width = size[0] - 2 * b.margin, b.set.base = folio->large ? 15 : folio->dense ? 9 : 10.5;
  prepare(b.set.cr);
  draw_book(&b);
  set_free(&b.set);
  if (missing.len)
    text_addf(notices, "no font has these characters, boxes stand for them:%.200s\n", text_get(&missing));
  if (folio->letterhead && folio->letterhead->logo_is_svg)
    text_add(notices, "the logo is left out: a PDF takes a PNG file, SVG serves web pages\n");
  cairo_status_t status = cairo_status(b.set.cr);
  cairo_destroy(b.set.cr);
  cairo_surface_finish(surface);
  if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(surface);
  cairo_surface_destroy(surface);
  if (status == CAIRO_STATUS_SUCCESS) mark_structure(out, start, folio);
  arena_free(&arena);
  return status == CAIRO_STATUS_SUCCESS ||
         fail(err, ERR_LIMIT, NULL, "the PDF could not be drawn: %s", cairo_status_to_string(status));
}
