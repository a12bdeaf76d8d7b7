#include "drawing/svg.h"

#include <math.h>
#include <string.h>

typedef struct Writer {
  Text *out;
  const char *id;
  struct {
    Fill fill;
    unsigned colour;
  } patterns[32]; /* that were defined; further ones are solid */
  size_t count;
} Writer;

/* A figure has some thousand numbers: they are counted in hundredths, and written without what is not needed. */
static long long hundredths(double value) { return llround(value * 100); }

static void add_hundredths(Text *out, long long value, bool apart) {
  char digits[32], *end = digits + sizeof digits, *at = end;
  bool negative = value < 0;
  if (negative) value = -value;
  long long whole = value / 100, part = value % 100;
  if (part % 10) *--at = (char)('0' + part % 10);
  if (part) {
    *--at = (char)('0' + part / 10);
    *--at = '.';
  }
  if (whole || !part) {
    do *--at = (char)('0' + whole % 10);
    while (whole /= 10);
  }
  if (negative)
    *--at = '-';
  else if (apart)
    *--at = ' ';
  text_add_n(out, at, (size_t)(end - at));
}

static void add_number(Text *out, double value) { add_hundredths(out, hundredths(value), false); }

static void add_value(Text *out, const char *name, double value) {
  text_add(out, name);
  add_number(out, value);
  text_add_char(out, '"');
}

static void add_colour(Text *out, const char *name, unsigned colour) {
  static const char digits[] = "0123456789abcdef";
  char hex[8] = "#";
  for (int i = 0; i < 6; i++) hex[1 + i] = digits[colour >> (20 - 4 * i) & 15];
  text_add(out, name);
  text_add_n(out, hex, 7);
  text_add_char(out, '"');
}

static void add_point(Text *out, Point at) {
  add_number(out, at.x);
  add_hundredths(out, hundredths(at.y), true);
}

/* What a cell of 2 mm shows: lines from edge to edge meet those of the next cell. */
static const char *const cells[FILL_COUNT] = {
    [FILL_HATCH] = "<path d=\"M-.5 .5L.5 -.5M0 2L2 0M1.5 2.5L2.5 1.5\" stroke-width=\".45\"",
    [FILL_BACK_HATCH] = "<path d=\"M-.5 1.5L.5 2.5M0 0L2 2M1.5 -.5L2.5 .5\" stroke-width=\".45\"",
    [FILL_CROSS] = "<path d=\"M0 1H2M1 0V2\" stroke-width=\".4\"",
    [FILL_DOTS] = "<path d=\"M.5 .5h.01M1.5 1.5h.01\" stroke-linecap=\"round\" stroke-width=\".7\"",
};

static size_t find_pattern(const Writer *w, const Style *style) {
  size_t i = 0;
  while (i < w->count && (w->patterns[i].fill != style->fill || w->patterns[i].colour != style->colour)) i++;
  return i;
}

static void define_pattern(Writer *w, const Style *style) {
  size_t number = find_pattern(w, style);
  if (number < w->count || number == ARRAY_LEN(w->patterns)) return;
  w->patterns[w->count].fill = style->fill;
  w->patterns[w->count++].colour = style->colour;
  text_addf(w->out, "<pattern id=\"%s-p%zu\" width=\"2\" height=\"2\" patternUnits=\"userSpaceOnUse\">%s", w->id,
            number, cells[style->fill]);
  add_colour(w->out, " stroke=\"", style->colour);
  text_add(w->out, "/></pattern>");
}

static void add_fill(const Writer *w, const Style *style) {
  if (style->fill == FILL_NONE) {
    text_add(w->out, " fill=\"none\"");
    return;
  }
  size_t number = style->fill == FILL_SOLID ? w->count : find_pattern(w, style);
  if (number < w->count)
    text_addf(w->out, " fill=\"url(#%s-p%zu)\"", w->id, number);
  else
    add_colour(w->out, " fill=\"", style->colour);
}

static void add_stroke(Text *out, const Style *style) {
  if (style->width <= 0) return;
  add_colour(out, " stroke=\"", style->stroke);
  add_value(out, " stroke-width=\"", style->width);
  if (style->dash > 0) add_value(out, " stroke-dasharray=\"", style->dash);
}

/* Places are told from the one before, or for a piece of a curve from its start, as rounded: no error adds up. */
static void add_path(const Writer *w, const Shape *shape) {
  bool curve = shape->kind == SHAPE_CURVE;
  long long x = hundredths(shape->points[0].x), y = hundredths(shape->points[0].y);
  text_add(w->out, "<path d=\"M");
  add_point(w->out, shape->points[0]);
  text_add_char(w->out, curve ? 'c' : 'l');
  for (size_t i = 1; i < shape->count; i++) {
    long long next_x = hundredths(shape->points[i].x), next_y = hundredths(shape->points[i].y);
    add_hundredths(w->out, next_x - x, i > 1);
    add_hundredths(w->out, next_y - y, true);
    if (curve && i % 3) continue;
    x = next_x;
    y = next_y;
  }
  text_add(w->out, shape->closed ? "Z\"" : "\"");
  add_fill(w, &shape->style);
  add_stroke(w->out, &shape->style);
  text_add(w->out, "/>\n");
}

/* Escaped, and with U+FFFD for controls that turn the writing direction: they could move other words of the page. Both
 * are three bytes long. */
static void add_escaped(Text *out, const char *text) {
  char *copy = arena_copy(out->arena, text);
  for (char *at = copy; (at = strchr(at, '\xE2')); at++) {
    unsigned char last = at[1] ? (unsigned char)at[2] : 0;
    if ((at[1] == '\x80' && last >= 0xAA && last <= 0xAE) || (at[1] == '\x81' && last >= 0xA6 && last <= 0xA9))
      memcpy(at, "\xEF\xBF\xBD", 3);
  }
  text_add_html(out, copy);
}

static void add_text(Text *out, const Shape *shape) {
  static const char *const anchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
  add_value(out, "<text x=\"", shape->points[0].x);
  add_value(out, " y=\"", shape->points[0].y);
  add_value(out, " font-size=\"", shape->size);
  add_colour(out, " fill=\"", shape->style.colour);
  text_add(out, anchors[shape->anchor]);
  text_add(out, shape->bold ? " font-weight=\"bold\">" : ">");
  add_escaped(out, shape->text);
  text_add(out, "</text>\n");
}

static void add_words(const Writer *w, const Picture *picture) {
  if (!picture->title) {
    text_add(w->out, " aria-hidden=\"true\">\n");
    return;
  }
  text_addf(w->out, " role=\"img\" aria-labelledby=\"%s-t%s%s%s\">\n<title id=\"%s-t\">", w->id,
            picture->text ? " " : "", picture->text ? w->id : "", picture->text ? "-d" : "", w->id);
  add_escaped(w->out, picture->title);
  text_add(w->out, "</title>\n");
  if (!picture->text) return;
  text_addf(w->out, "<desc id=\"%s-d\">", w->id);
  add_escaped(w->out, picture->text);
  text_add(w->out, "</desc>\n");
}

void svg_add(const Picture *picture, const char *id, Text *out) {
  Writer w = {.out = out, .id = id};
  text_add(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"");
  add_number(out, picture->width);
  text_add(out, "mm\" height=\"");
  add_number(out, picture->height);
  text_add(out, "mm\" viewBox=\"0 0 ");
  add_point(out, (Point){picture->width, picture->height});
  text_add(out, "\" font-family=\"sans-serif\" stroke-linecap=\"round\" stroke-linejoin=\"round\"");
  add_words(&w, picture);
  for (size_t i = 0; i < picture->shapes.count; i++) {
    const Shape *shape = &picture->shapes.items[i];
    if (shape->style.fill > FILL_SOLID) define_pattern(&w, &shape->style);
  }
  for (size_t i = 0; i < picture->shapes.count; i++) {
    const Shape *shape = &picture->shapes.items[i];
    if (shape->kind == SHAPE_TEXT)
      add_text(out, shape);
    else
      add_path(&w, shape);
  }
  text_add(out, "</svg>\n");
}
