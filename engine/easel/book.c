#include "easel/book.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void book_colour(cairo_t *cr, unsigned colour) {
  cairo_set_source_rgb(cr, (colour >> 16 & 255) / 255.0, (colour >> 8 & 255) / 255.0, (colour & 255) / 255.0);
}

void book_rectangle(cairo_t *cr, double x, double y, double width, double height, unsigned fill, unsigned line,
                    double thick) {
  cairo_rectangle(cr, x, y, width, height);
  book_colour(cr, fill);
  cairo_fill_preserve(cr);
  book_colour(cr, line);
  cairo_set_line_width(cr, thick);
  cairo_stroke(cr);
}

static void show_text(Book *b, const char *text, double size, bool bold, double x, double y, double width,
                      PangoAlignment align, unsigned colour) {
  PangoLayout *layout = set_text(&b->set, text, size, bold, width);
  pango_layout_set_alignment(layout, align);
  pango_layout_set_height(layout, -1);
  pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
  book_colour(b->set.cr, colour);
  cairo_move_to(b->set.cr, x, y);
  pango_cairo_show_layout(b->set.cr, layout);
  g_object_unref(layout);
}

static void draw_mark(Book *b) {
  const char *mark = b->set.folio->mark;
  cairo_t *cr = b->set.cr;
  if (!mark) return;
  PangoLayout *layout = set_text(&b->set, mark, 96, true, 10000);
  PangoRectangle room;
  pango_layout_get_extents(layout, NULL, &room);
  cairo_save(cr);
  cairo_translate(cr, b->page_width / 2, b->page_height / 2);
  cairo_rotate(cr, -0.9);
  cairo_move_to(cr, -(double)room.width / PANGO_SCALE / 2, -(double)room.height / PANGO_SCALE / 2);
  book_colour(cr, 0xe4e4e4);
  pango_cairo_show_layout(cr, layout);
  cairo_restore(cr);
  g_object_unref(layout);
  show_text(b, mark, 12, true, b->margin, 26, b->set.width, PANGO_ALIGN_RIGHT, COLOUR_INK);
}

static void draw_foot(Book *b, size_t number) {
  double y = b->page_height - b->margin + 6;
  const char *pages = arena_printf(b->set.arena, "%zu / %zu", number, b->sheets.count);
  if (b->set.folio->foot)
    show_text(b, b->set.folio->foot, 8.5, false, b->margin, y, b->set.width - 60, PANGO_ALIGN_LEFT, COLOUR_SOFT);
  show_text(b, pages, 8.5, false, b->margin + b->set.width - 60, y, 60, PANGO_ALIGN_RIGHT, COLOUR_SOFT);
}

typedef struct Bytes {
  const char *data;
  size_t left;
} Bytes;

static cairo_status_t read_bytes(void *from, unsigned char *data, unsigned len) {
  Bytes *bytes = from;
  if (bytes->left < len) return CAIRO_STATUS_READ_ERROR;
  memcpy(data, bytes->data, len);
  bytes->data += len, bytes->left -= len;
  return CAIRO_STATUS_SUCCESS;
}

/* gives the width that it takes. */
static double draw_logo(Book *b, const Letterhead *head, double height) {
  Bytes bytes = {head->logo, head->logo_len};
  if (!head->logo || head->logo_is_svg) return 0;
  cairo_surface_t *image = cairo_image_surface_create_from_png_stream(read_bytes, &bytes);
  double width = 0;
  if (cairo_surface_status(image) == CAIRO_STATUS_SUCCESS) {
    double high = cairo_image_surface_get_height(image), wide = cairo_image_surface_get_width(image);
    double scale = fmin(height / high, 150 / wide);
    cairo_save(b->set.cr);
    cairo_translate(b->set.cr, b->margin, b->margin);
    cairo_scale(b->set.cr, scale, scale);
    cairo_set_source_surface(b->set.cr, image, 0, 0);
    cairo_paint(b->set.cr);
    cairo_restore(b->set.cr);
    width = wide * scale + 10;
  }
  cairo_surface_destroy(image);
  return width;
}

static const char *letterhead_lines(Arena *a, const Letterhead *head) {
  const char *const lines[] = {head->address, head->phone, head->email, head->web};
  Text text = {.arena = a};
  for (size_t i = 0; i < ARRAY_LEN(lines); i++)
    if (lines[i]) text_addf(&text, "%s%s", text.len ? "\n" : "", folio_line(a, lines[i]));
  return text_get(&text);
}

double book_letterhead_height(Book *b) {
  const Letterhead *head = b->set.folio->letterhead;
  if (!head) return 0;
  PangoLayout *lines = set_text(&b->set, letterhead_lines(b->set.arena, head), 9, false, b->set.width);
  double height = fmax(set_height(lines) + 20, head->logo && !head->logo_is_svg ? 56 : 0);
  g_object_unref(lines);
  return fmin(height, 120) + 14;
}

static void draw_letterhead(Book *b) {
  const Letterhead *head = b->set.folio->letterhead;
  cairo_t *cr = b->set.cr;
  if (!head) return;
  double x = b->margin + draw_logo(b, head, 50), width = b->set.width - (x - b->margin), y = b->margin;
  unsigned colour = head->color ? (unsigned)strtoul(head->color + 1, NULL, 16) : COLOUR_SOFT;
  cairo_tag_begin(cr, "P", NULL);
  if (head->name) show_text(b, head->name, 13, true, x, y, width, PANGO_ALIGN_LEFT, COLOUR_INK);
  PangoLayout *lines = set_text(&b->set, letterhead_lines(b->set.arena, head), 9, false, width);
  cairo_move_to(cr, x, y + 18);
  book_colour(cr, COLOUR_INK);
  pango_cairo_show_layout(cr, lines);
  g_object_unref(lines);
  cairo_tag_end(cr, "P");
  y = b->top - 9;
  book_rectangle(cr, b->margin, y, b->set.width, 1.5, colour, colour, 0.1);
}

void book_margins(Book *b, size_t number) {
  draw_mark(b);
  if (number == 0) draw_letterhead(b);
  draw_foot(b, number + 1);
}
