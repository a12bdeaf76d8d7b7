#include "easel/draw.h"

#include <cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>

static const double points_per_mm = 72 / 25.4;

static void set_colour(cairo_t *cr, unsigned colour) {
  cairo_set_source_rgb(cr, (colour >> 16 & 255) / 255.0, (colour >> 8 & 255) / 255.0, (colour & 255) / 255.0);
}

static void add_path(cairo_t *cr, const Shape *shape) {
  const Point *p = shape->points;
  cairo_new_path(cr);
  cairo_move_to(cr, p[0].x, p[0].y);
  if (shape->kind == SHAPE_CURVE)
    for (size_t i = 1; i + 2 < shape->count; i += 3)
      cairo_curve_to(cr, p[i].x, p[i].y, p[i + 1].x, p[i + 1].y, p[i + 2].x, p[i + 2].y);
  else
    for (size_t i = 1; i < shape->count; i++) cairo_line_to(cr, p[i].x, p[i].y);
  if (shape->closed) cairo_close_path(cr);
}

/* ---- patterns: cells of 2 mm from the picture's corner, as in SVG ---- */

static const double cell = 2;

static void slanted(cairo_t *cr, Point least, Point most, bool back) {
  double height = most.y - least.y;
  for (double x = floor((least.x - height) / cell) * cell; x < most.x + height; x += cell) {
    cairo_move_to(cr, x, back ? least.y : most.y);
    cairo_line_to(cr, x + height, back ? most.y : least.y);
  }
  cairo_set_line_width(cr, 0.45);
}

static void crossed(cairo_t *cr, Point least, Point most) {
  for (double x = least.x + cell / 2; x < most.x; x += cell) {
    cairo_move_to(cr, x, least.y);
    cairo_line_to(cr, x, most.y);
  }
  for (double y = least.y + cell / 2; y < most.y; y += cell) {
    cairo_move_to(cr, least.x, y);
    cairo_line_to(cr, most.x, y);
  }
  cairo_set_line_width(cr, 0.4);
}

static void dotted(cairo_t *cr, Point least, Point most) {
  for (double y = least.y; y < most.y; y += cell)
    for (double x = least.x; x < most.x; x += cell)
      for (int i = 0; i < 2; i++) {
        cairo_move_to(cr, x + 0.5 + i, y + 0.5 + i);
        cairo_rel_line_to(cr, 0.01, 0);
      }
  cairo_set_line_width(cr, 0.7);
}

static void fill_pattern(cairo_t *cr, const Style *style) {
  Point least, most;
  cairo_save(cr);
  cairo_fill_extents(cr, &least.x, &least.y, &most.x, &most.y);
  least = (Point){floor(least.x / cell) * cell, floor(least.y / cell) * cell};
  most = (Point){ceil(most.x / cell) * cell, ceil(most.y / cell) * cell};
  cairo_clip(cr);
  set_colour(cr, style->colour);
  cairo_set_dash(cr, NULL, 0, 0);
  if (style->fill == FILL_CROSS)
    crossed(cr, least, most);
  else if (style->fill == FILL_DOTS)
    dotted(cr, least, most);
  else
    slanted(cr, least, most, style->fill == FILL_BACK_HATCH);
  cairo_stroke(cr);
  cairo_restore(cr);
}

static void draw_path(cairo_t *cr, const Shape *shape) {
  const Style *style = &shape->style;
  add_path(cr, shape);
  if (style->fill == FILL_SOLID) {
    set_colour(cr, style->colour);
    cairo_fill_preserve(cr);
  } else if (style->fill != FILL_NONE) {
    fill_pattern(cr, style); /* the clip ends with it, and so does the path */
    add_path(cr, shape);
  }
  if (style->width <= 0) return;
  set_colour(cr, style->stroke);
  cairo_set_line_width(cr, style->width);
  cairo_set_dash(cr, &style->dash, style->dash > 0, 0);
  cairo_stroke(cr);
}

/* ---- text ---- */

/* Ten times as large in a context ten times as small: pango counts in 1/1024 of a unit. No hinting, so that a word is
 * as wide on every device. */
static void draw_text(cairo_t *cr, const Shape *shape) {
  enum { LARGER = 10 };
  PangoLayout *layout = pango_cairo_create_layout(cr);
  PangoFontDescription *font = pango_font_description_from_string(shape->bold ? "Sans Bold" : "Sans");
  cairo_font_options_t *options = cairo_font_options_create();
  PangoRectangle room;
  cairo_save(cr);
  cairo_translate(cr, shape->points[0].x, shape->points[0].y);
  cairo_scale(cr, 1.0 / LARGER, 1.0 / LARGER);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(pango_layout_get_context(layout), options);
  pango_context_set_round_glyph_positions(pango_layout_get_context(layout), FALSE);
  pango_font_description_set_absolute_size(font, shape->size * LARGER * PANGO_SCALE);
  pango_layout_set_font_description(layout, font);
  pango_layout_set_single_paragraph_mode(layout, TRUE);
  pango_layout_set_text(layout, shape->text, -1);
  pango_layout_get_extents(layout, NULL, &room);
  double share = shape->anchor == ANCHOR_START ? 0 : shape->anchor == ANCHOR_MIDDLE ? 0.5 : 1;
  cairo_move_to(cr, -share * room.width / PANGO_SCALE, -(double)pango_layout_get_baseline(layout) / PANGO_SCALE);
  set_colour(cr, shape->style.colour);
  pango_cairo_show_layout(cr, layout);
  cairo_restore(cr);
  cairo_font_options_destroy(options);
  pango_font_description_free(font);
  g_object_unref(layout);
}

void draw_picture(cairo_t *cr, const Picture *picture) {
  cairo_save(cr);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  for (size_t i = 0; i < picture->shapes.count; i++) {
    const Shape *shape = &picture->shapes.items[i];
    if (shape->kind == SHAPE_TEXT)
      draw_text(cr, shape);
    else
      draw_path(cr, shape);
  }
  cairo_new_path(cr);
  cairo_restore(cr);
}

/* ---- files ---- */

static cairo_status_t append(void *to, const unsigned char *data, unsigned len) {
  text_add_n(to, (const char *)data, len);
  return CAIRO_STATUS_SUCCESS;
}

/* Ends context and surface; cairo keeps the first fault of each. */
static bool finish(cairo_t *cr, cairo_surface_t *surface, cairo_status_t status, Err *err) {
  if (status == CAIRO_STATUS_SUCCESS) status = cairo_status(cr);
  cairo_destroy(cr);
  cairo_surface_finish(surface);
  if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(surface);
  cairo_surface_destroy(surface);
  if (status == CAIRO_STATUS_SUCCESS) return true;
  return fail(err, ERR_LIMIT, NULL, "the picture could not be drawn: %s", cairo_status_to_string(status));
}

bool draw_png(const Picture *picture, double dots_per_mm, Text *out, Err *err) {
  enum { MOST = 30000 }; /* dots along an edge: what cairo can hold is a little more */
  double width = ceil(picture->width * dots_per_mm), height = ceil(picture->height * dots_per_mm);
  if (!(width >= 1 && height >= 1 && width <= MOST && height <= MOST))
    return fail(err, ERR_LIMIT, NULL, "a picture of %.0f x %.0f mm is too large for an image", picture->width,
                picture->height);
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
  cairo_t *cr = cairo_create(surface);
  set_colour(cr, COLOUR_PAPER);
  cairo_paint(cr);
  cairo_scale(cr, dots_per_mm, dots_per_mm);
  draw_picture(cr, picture);
  return finish(cr, surface, cairo_surface_write_to_png_stream(surface, append, out), err);
}

bool draw_pdf(const Picture *pages, size_t count, const char *title, const char *created, Text *out, Err *err) {
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(append, out, 1, 1);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
  cairo_t *cr = NULL;
  for (size_t i = 0; i < count; i++) {
    cairo_pdf_surface_set_size(surface, pages[i].width * points_per_mm, pages[i].height * points_per_mm);
    if (!cr) {
      cr = cairo_create(surface);
      cairo_scale(cr, points_per_mm, points_per_mm);
    }
    draw_picture(cr, &pages[i]);
    cairo_show_page(cr);
  }
  if (!cr) cr = cairo_create(surface);
  return finish(cr, surface, CAIRO_STATUS_SUCCESS, err);
}
