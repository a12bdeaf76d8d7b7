#include "drawing/chart.h"

#include <math.h>
#include <string.h>

static const double page = 165;  /* mm, the width of text on A4 */
static const double label = 76;  /* width of the labels */
static const double number = 22; /* width of the numbers at the right */
static const double line = 6.4;  /* height of a row */
static const double type = 2.9;  /* size of text */

static Picture begin(Arena *a, const char *title, double width, double height) {
  return (Picture){.arena = a, .width = width, .height = height, .title = title};
}

/* A label cut so that it fits, about half of its size a character. */
static void put_label(Picture *p, double y, const char *text, double width) {
  int most = (int)(width / (0.52 * type));
  Text cut = {.arena = p->arena};
  if (text_width(text) > most) {
    for (const char *at = text; *at && text_width(text_get(&cut)) < most - 1;) {
      const char *start = at;
      text_next(&at);
      text_add_n(&cut, start, (size_t)(at - start));
    }
    text_add(&cut, "\xE2\x80\xA6");
    text = text_get(&cut);
  }
  picture_text(p, COLOUR_INK, type, ANCHOR_START, (Point){0, y}, text);
}

static const char *value_text(Arena *a, double value, const char *unit) {
  Text t = {.arena = a};
  text_add_short(&t, value, fabs(value) < 10 ? 2 : 1);
  text_addf(&t, "%s%s", *unit ? " " : "", unit);
  return text_get(&t);
}

/* ---- index ---- */

typedef struct Span {
  double lo, hi;
} Span;

static void widen(Span *span, double value) {
  if (isfinite(value)) span->lo = fmin(span->lo, value), span->hi = fmax(span->hi, value);
}

static double half_band(const ChartIndex *row) { return isfinite(row->error) ? row->error : 0; }

/* From zero or below to the farthest end of rows of the unit, with a little room. */
static Span span_of(const ChartIndex *rows, size_t count, const char *unit) {
  Span span = {0, 0};
  for (size_t i = 0; i < count; i++) {
    if (strcmp(rows[i].unit, unit) != 0) continue;
    widen(&span, rows[i].value - half_band(&rows[i]));
    widen(&span, rows[i].value + half_band(&rows[i]));
    widen(&span, rows[i].cut_lo);
    widen(&span, rows[i].cut_hi);
  }
  double room = 0.04 * (span.hi - span.lo);
  return (Span){span.lo - room, span.hi + room + (span.hi > span.lo ? 0 : 1)};
}

static double at(Span span, double value, double from, double to) {
  return from + (to - from) * (value - span.lo) / (span.hi - span.lo);
}

static void put_cut(Picture *p, Span span, double cut, double y, double from, double to) {
  const Style style = {.width = 0.7, .stroke = COLOUR_ORANGE};
  if (!isfinite(cut)) return;
  double x = at(span, cut, from, to);
  picture_line(p, &style, (Point){x, y - 2.6}, (Point){x, y + 2.6});
}

static void put_index(Picture *p, const ChartIndex *row, Span span, double y) {
  const Style axis = {.width = 0.2, .stroke = COLOUR_SOFT}, band = {.fill = FILL_SOLID, .colour = COLOUR_LIGHT};
  const Style dot = {.fill = FILL_SOLID, .colour = COLOUR_BLUE};
  double from = label, to = page - number, half = half_band(row);
  double lo = at(span, row->value - half, from, to), hi = at(span, row->value + half, from, to);
  put_label(p, y + 1, row->label, label - 2);
  picture_line(p, &axis, (Point){from, y}, (Point){to, y});
  if (hi > lo) picture_box(p, &band, lo, y - 1.3, hi - lo, 2.6);
  put_cut(p, span, row->cut_lo, y, from, to);
  put_cut(p, span, row->cut_hi, y, from, to);
  picture_ellipse(p, &dot, (Point){at(span, row->value, from, to), y}, 1.1, 1.1);
  picture_text(p, COLOUR_INK, type, ANCHOR_END, (Point){page, y + 1}, value_text(p->arena, row->value, row->unit));
}

static void add_index_words(Text *t, const ChartWords *words, const ChartIndex *row) {
  double half = half_band(row);
  text_addf(t, "%s%s: %s", t->len ? "; " : "", row->label, value_text(t->arena, row->value, row->unit));
  if (half > 0)
    text_addf(t, ", %s %s - %s", words->band, value_text(t->arena, row->value - half, ""),
              value_text(t->arena, row->value + half, ""));
  for (int end = 0; end < 2; end++) {
    double cut = end ? row->cut_hi : row->cut_lo;
    if (isfinite(cut)) text_addf(t, ", %s %s", words->cut, value_text(t->arena, cut, ""));
  }
}

static void put_index_key(Picture *p, const ChartWords *words) {
  const Style band = {.fill = FILL_SOLID, .colour = COLOUR_LIGHT}, cut = {.width = 0.7, .stroke = COLOUR_ORANGE};
  picture_box(p, &band, label, 1.2, 6, 2.6);
  picture_text(p, COLOUR_SOFT, type, ANCHOR_START, (Point){label + 7.5, 3.5}, words->band);
  picture_line(p, &cut, (Point){label + 42, 0.6}, (Point){label + 42, 4.4});
  picture_text(p, COLOUR_SOFT, type, ANCHOR_START, (Point){label + 44, 3.5}, words->cut);
}

void chart_index(Arena *a, const char *title, const ChartWords *words, const ChartIndex *rows, size_t count,
                 Picture *out) {
  Text text = {.arena = a};
  *out = begin(a, title, page, (double)count * line + 7);
  put_index_key(out, words);
  for (size_t i = 0; i < count; i++) {
    put_index(out, &rows[i], span_of(rows, count, rows[i].unit), 7 + line * ((double)i + 0.5));
    add_index_words(&text, words, &rows[i]);
  }
  out->text = text_get(&text);
}

/* ---- left and right ---- */

static void put_bar(Picture *p, double y, double share, Fill fill, const char *text) {
  const Style style = {.width = 0.25, .stroke = COLOUR_INK, .fill = fill, .colour = COLOUR_BLUE};
  double most = page - number - label;
  picture_box(p, &style, label, y, fmax(share * most, 0.2), 3.2);
  picture_text(p, COLOUR_INK, type, ANCHOR_END, (Point){page, y + 2.6}, text);
}

void chart_pairs(Arena *a, const char *title, const ChartWords *words, const ChartPair *rows, size_t count,
                 Picture *out) {
  const Style left = {.width = 0.25, .stroke = COLOUR_INK, .fill = FILL_SOLID, .colour = COLOUR_BLUE};
  const Style right = {.width = 0.25, .stroke = COLOUR_INK, .fill = FILL_HATCH, .colour = COLOUR_BLUE};
  Text text = {.arena = a};
  *out = begin(a, title, page, 7 + (double)count * (line + 2));
  picture_box(out, &left, label, 1, 5, 3);
  picture_text(out, COLOUR_SOFT, type, ANCHOR_START, (Point){label + 6.5, 3.5}, words->left);
  picture_box(out, &right, label + 30, 1, 5, 3);
  picture_text(out, COLOUR_SOFT, type, ANCHOR_START, (Point){label + 36.5, 3.5}, words->right);
  for (size_t i = 0; i < count; i++) {
    const ChartPair *row = &rows[i];
    double y = 7 + (line + 2) * (double)i, most = fmax(fmax(row->left, row->right), 1e-9);
    put_label(out, y + 4.5, row->label, label - 2);
    put_bar(out, y + 0.4, row->left / most, FILL_SOLID, row->left_text);
    put_bar(out, y + 4.2, row->right / most, FILL_HATCH, row->right_text);
    text_addf(&text, "%s%s: %s %s, %s %s", i ? "; " : "", row->label, words->left, row->left_text, words->right,
              row->right_text);
  }
  out->text = text_get(&text);
}

/* ---- over the visits ---- */

static Span trend_span(const ChartPoint *points, size_t count, double mdc) {
  Span span = {points[0].value, points[0].value};
  for (size_t i = 0; i < count; i++) widen(&span, points[i].value);
  if (isfinite(mdc)) widen(&span, points[0].value - mdc), widen(&span, points[0].value + mdc);
  double room = fmax(0.08 * (span.hi - span.lo), 1e-9);
  return (Span){span.lo - room, span.hi + room};
}

void chart_trend(Arena *a, const char *title, const ChartWords *words, const ChartPoint *points, size_t count,
                 double mdc, Picture *out) {
  enum { WIDTH = 80, HEIGHT = 42 };
  const double left = 4, right = WIDTH - 4, top = 8, bottom = HEIGHT - 7;
  const Style band = {.fill = FILL_SOLID, .colour = COLOUR_PALE}, stroke = {.width = 0.6, .stroke = COLOUR_BLUE};
  const Style dot = {.fill = FILL_SOLID, .colour = COLOUR_BLUE}, frame = {.width = 0.2, .stroke = COLOUR_SOFT};
  Span span = trend_span(points, count, mdc);
  Point *line_points = arena_array(a, count, sizeof *line_points);
  Text text = {.arena = a};
  *out = begin(a, title, WIDTH, HEIGHT);
  put_label(out, 4, title, WIDTH);
  if (isfinite(mdc) && mdc > 0) {
    double high = at(span, points[0].value + mdc, bottom, top), low = at(span, points[0].value - mdc, bottom, top);
    picture_box(out, &band, left, high, right - left, low - high);
    text_addf(&text, "%s +-%s; ", words->band, value_text(a, mdc, ""));
  }
  picture_line(out, &frame, (Point){left, bottom}, (Point){right, bottom});
  for (size_t i = 0; i < count; i++) {
    double x = count > 1 ? left + 8 + (right - left - 16) * (double)i / (double)(count - 1) : (left + right) / 2;
    line_points[i] = (Point){x, at(span, points[i].value, bottom, top)};
    text_addf(&text, "%s%s: %s", i ? ", " : "", points[i].day, points[i].text);
  }
  picture_path(out, &stroke, line_points, count, false);
  for (size_t i = 0; i < count; i++) {
    picture_ellipse(out, &dot, line_points[i], 1, 1);
    if (i && i + 1 < count) continue;
    picture_text(out, COLOUR_INK, type, ANCHOR_MIDDLE, (Point){line_points[i].x, line_points[i].y - 2}, points[i].text);
    picture_text(out, COLOUR_SOFT, 2.5, ANCHOR_MIDDLE, (Point){line_points[i].x, HEIGHT - 2.5}, points[i].day);
  }
  out->text = text_get(&text);
}

/* ---- weeks ---- */

void chart_weeks(Arena *a, const char *title, const ChartWords *words, const ChartWeek *weeks, size_t count,
                 Picture *out) {
  const double top = 8, bottom = 38, step = fmin(14, (page - 12) / (double)count), wide = 0.6 * step;
  const Style planned = {.width = 0.3, .stroke = COLOUR_SOFT, .dash = 0.8};
  const Style done = {.width = 0.25, .stroke = COLOUR_INK, .fill = FILL_SOLID, .colour = COLOUR_BLUE};
  double most = 1;
  Text text = {.arena = a};
  *out = begin(a, title, page, bottom + 12);
  for (size_t i = 0; i < count; i++) most = fmax(most, fmax(weeks[i].planned, weeks[i].done));
  picture_text(out, COLOUR_SOFT, type, ANCHOR_START, (Point){0, 4},
               arena_printf(a, "\xE2\x96\xA0 %s   \xE2\x96\xA1 %s", words->done, words->planned));
  for (size_t i = 0; i < count; i++) {
    double x = step * (double)i + 0.2 * step, height = (bottom - top) * weeks[i].done / most;
    double plan = (bottom - top) * weeks[i].planned / most;
    Point middle = {x + wide / 2, bottom + 4};
    picture_box(out, &done, x, bottom - fmax(height, 0.1), wide, fmax(height, 0.1));
    picture_box(out, &planned, x, bottom - plan, wide, plan);
    picture_text(out, COLOUR_INK, type, ANCHOR_MIDDLE, middle, arena_printf(a, "%d", weeks[i].number));
    text_addf(&text, "%s%s %d: %s %s, %s %d", i ? "; " : "", words->week, weeks[i].number, words->done,
              value_text(a, weeks[i].done, ""), words->planned, weeks[i].planned);
    if (weeks[i].pain < 0) continue;
    picture_text(out, COLOUR_SOFT, 2.5, ANCHOR_MIDDLE, (Point){middle.x, bottom + 8.5},
                 arena_printf(a, "%d/10", weeks[i].pain));
    text_addf(&text, ", %s %d/10", words->pain, weeks[i].pain);
  }
  double behind = step * (double)count + 1;
  picture_text(out, COLOUR_SOFT, 2.5, ANCHOR_START, (Point){behind, bottom + 4}, words->week);
  picture_text(out, COLOUR_SOFT, 2.5, ANCHOR_START, (Point){behind, bottom + 8.5}, words->pain);
  out->text = text_get(&text);
}
