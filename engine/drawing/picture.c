#include "drawing/picture.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static Shape *add_shape(Picture *p, ShapeKind kind, const Style *style, const Point *points, size_t count) {
  Shape *shape = LIST_ADD(p->arena, &p->shapes);
  Point *copy = arena_room(p->arena, count, sizeof *copy);
  for (size_t i = 0; i < count; i++) {
    assert(isfinite(points[i].x) && isfinite(points[i].y));
    copy[i] = points[i];
  }
  *shape = (Shape){.kind = kind, .style = *style, .points = copy, .count = count};
  return shape;
}

void picture_path(Picture *p, const Style *style, const Point *points, size_t count, bool closed) {
  add_shape(p, SHAPE_PATH, style, points, count)->closed = closed;
}

void picture_curve(Picture *p, const Style *style, const Point *points, size_t count, bool closed) {
  assert(count % 3 == 1);
  add_shape(p, SHAPE_CURVE, style, points, count)->closed = closed;
}

/* Handles a sixth of the way between the neighbours: the curve of Catmull and Rom, which passes through every point. */
void picture_smooth(Picture *p, const Style *style, const Point *points, size_t count, bool closed) {
  if (count < 2) return;
  size_t pieces = closed ? count : count - 1;
  Point *curve = arena_room(p->arena, 1 + 3 * pieces, sizeof *curve), *to = curve;
  *to++ = points[0];
  for (size_t i = 0; i < pieces; i++) {
    Point from = points[i], end = points[(i + 1) % count];
    Point before = i > 0 ? points[i - 1] : closed ? points[count - 1] : from;
    Point after = i + 2 < count ? points[i + 2] : closed ? points[(i + 2) % count] : end;
    *to++ = (Point){from.x + (end.x - before.x) / 6, from.y + (end.y - before.y) / 6};
    *to++ = (Point){end.x - (after.x - from.x) / 6, end.y - (after.y - from.y) / 6};
    *to++ = end;
  }
  picture_curve(p, style, curve, 1 + 3 * pieces, closed);
}

void picture_line(Picture *p, const Style *style, Point from, Point to) {
  picture_path(p, style, (Point[]){from, to}, 2, false);
}

void picture_box(Picture *p, const Style *style, double x, double y, double width, double height) {
  Point corners[] = {{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}};
  picture_path(p, style, corners, ARRAY_LEN(corners), true);
}

void picture_ellipse(Picture *p, const Style *style, Point centre, double rx, double ry) {
  const double handle = 0.5522847; /* of the radius: a quarter circle as one piece, right to 0.03 % */
  static const signed char corner[][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
  Point curve[13] = {{centre.x + rx, centre.y}};
  for (int i = 0; i < 4; i++) {
    const signed char *from = corner[i], *to = corner[(i + 1) % 4];
    curve[1 + 3 * i] = (Point){centre.x + rx * (from[0] + handle * to[0]), centre.y + ry * (from[1] + handle * to[1])};
    curve[2 + 3 * i] = (Point){centre.x + rx * (to[0] + handle * from[0]), centre.y + ry * (to[1] + handle * from[1])};
    curve[3 + 3 * i] = (Point){centre.x + rx * to[0], centre.y + ry * to[1]};
  }
  picture_curve(p, style, curve, ARRAY_LEN(curve), true);
}

static Shape *add_text(Picture *p, unsigned colour, double size, Anchor anchor, Point at, const char *text) {
  Shape *shape = add_shape(p, SHAPE_TEXT, &(Style){.fill = FILL_SOLID, .colour = colour}, &at, 1);
  shape->text = arena_copy(p->arena, text);
  shape->size = size;
  shape->anchor = anchor;
  return shape;
}

void picture_text(Picture *p, unsigned colour, double size, Anchor anchor, Point at, const char *text) {
  add_text(p, colour, size, anchor, at, text);
}

void picture_bold(Picture *p, unsigned colour, double size, Anchor anchor, Point at, const char *text) {
  add_text(p, colour, size, anchor, at, text)->bold = true;
}

void picture_arrow(Picture *p, const Style *style, const Point *points, size_t count, double head) {
  if (count < 2) return;
  Point tip = points[count - 1], from = points[count - 2];
  double dx = tip.x - from.x, dy = tip.y - from.y, length = hypot(dx, dy);
  if (length <= 0) return;
  dx /= length;
  dy /= length;
  Point base = {tip.x - head * dx, tip.y - head * dy};
  Point *shaft = arena_room(p->arena, count, sizeof *shaft);
  memcpy(shaft, points, count * sizeof *shaft);
  shaft[count - 1] = base;
  picture_smooth(p, style, shaft, count, false);
  double half = head * 0.45; /* a head a little longer than wide */
  Point corners[] = {tip, {base.x - half * dy, base.y + half * dx}, {base.x + half * dy, base.y - half * dx}};
  picture_path(p, &(Style){.fill = FILL_SOLID, .colour = style->stroke}, corners, ARRAY_LEN(corners), true);
}

void picture_place(Picture *p, const Picture *other, Point at, double scale) {
  for (size_t i = 0; i < other->shapes.count; i++) {
    Shape copy = other->shapes.items[i];
    Point *points = arena_room(p->arena, copy.count, sizeof *points);
    for (size_t k = 0; k < copy.count; k++)
      points[k] = (Point){at.x + scale * copy.points[k].x, at.y + scale * copy.points[k].y};
    copy.points = points;
    copy.style.width *= scale;
    copy.style.dash *= scale;
    copy.size *= scale;
    copy.text = arena_copy(p->arena, copy.text);
    *LIST_ADD(p->arena, &p->shapes) = copy;
  }
}

bool picture_bounds(const Picture *p, Point *least, Point *most) {
  *least = (Point){INFINITY, INFINITY};
  *most = (Point){-INFINITY, -INFINITY};
  for (size_t i = 0; i < p->shapes.count; i++) {
    const Shape *shape = &p->shapes.items[i];
    double half = shape->kind == SHAPE_TEXT ? 0 : shape->style.width / 2;
    for (size_t k = 0; k < shape->count; k++) {
      Point at = shape->points[k]; /* the handles of a curve stand around it: the corners are never too small */
      least->x = fmin(least->x, at.x - half);
      least->y = fmin(least->y, at.y - half);
      most->x = fmax(most->x, at.x + half);
      most->y = fmax(most->y, at.y + half);
    }
  }
  return p->shapes.count > 0;
}
