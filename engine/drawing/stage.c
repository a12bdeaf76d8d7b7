#include "drawing/stage.h"

#include <math.h>
#include <string.h>

/* ---- floor ---- */

static const double floor_half = 24; /* along z, seen where the reader looks down */

double stage_floor_room(const Canvas *c) { return fmax(0.5, floor_half * c->sine); }

void stage_floor(const Canvas *c, double least, double most) {
  if (c->sine <= 0) {
    picture_line(c->p, &(Style){.width = 0.9, .stroke = COLOUR_SOFT}, (Point){least, 0}, (Point){most, 0});
    return;
  }
  double half = floor_half * c->sine;
  picture_box(c->p, &(Style){.width = 0.7, .stroke = COLOUR_LIGHT, .fill = FILL_SOLID, .colour = 0xf7f7f4}, least,
              -half, most - least, 2 * half);
}

/* ---- things ---- */

static const Style thing = {.width = 0.9, .stroke = COLOUR_SOFT, .fill = FILL_SOLID, .colour = COLOUR_PALE};
static const double thing_half = 18; /* along z, seen where the reader looks down */

/* From x1 to x2 and bottom to top; its upper face shows when the reader looks down. */
static void draw_block(const Canvas *c, const Style *style, double x1, double x2, double bottom, double top) {
  Point low = sketch_point(c, (Vec){x1, bottom, thing_half}), edge = sketch_point(c, (Vec){x2, top, thing_half});
  Point high = sketch_point(c, (Vec){x2, top, -thing_half});
  picture_path(c->p, style, (Point[]){low, {low.x, edge.y}, edge, {edge.x, low.y}}, 4, true);
  if (c->sine > 0) {
    Style face = *style;
    face.colour = 0xf6f6f6;
    picture_path(c->p, &face, (Point[]){{low.x, edge.y}, {low.x, high.y}, high, edge}, 4, true);
  }
}

static void draw_chair(const Canvas *c, double x, double faces) {
  double back = x - faces * 12;
  for (int i = -1; i <= 1; i += 2) draw_block(c, &thing, x + i * 10 - 1, x + i * 10 + 1, 0, 24);
  draw_block(c, &thing, back - 1, back + 1, 0, 54);
  draw_block(c, &thing, x - 12, x + 12, 23.6, 26);
}

static void draw_wall(const Canvas *c, double x, const Body *body) {
  double away = x > body->hips.x ? 1 : -1;
  Style hatch = {.fill = FILL_HATCH, .colour = COLOUR_LIGHT}, face = {.width = 1.2, .stroke = COLOUR_SOFT};
  Point foot = sketch_point(c, (Vec){.x = x}), top = sketch_point(c, (Vec){.x = x + away * 5, .y = 92});
  picture_path(c->p, &hatch, (Point[]){foot, {foot.x, top.y}, top, {top.x, foot.y}}, 4, true);
  picture_line(c->p, &face, foot, (Point){foot.x, top.y});
}

static Vec point_of(const Body *body, const PropPoint *point) {
  double radius;
  if (point->is_part) return body_part(body, point->part, &radius);
  return (Vec){point->x, point->y, 0};
}

/* A band and a towel have a dark edge, so that they stand out from skin and floor. */
static void draw_strap(const Canvas *c, const Prop *prop, const Body *body) {
  Point from = sketch_point(c, point_of(body, &prop->point[0])), to = sketch_point(c, point_of(body, &prop->point[1]));
  picture_line(c->p, &(Style){.width = 2.6, .stroke = COLOUR_INK}, from, to);
  picture_line(c->p, &(Style){.width = 1.4, .stroke = prop->kind == PROP_BAND ? COLOUR_ORANGE : COLOUR_PAPER}, from,
               to);
}

static void draw_loop(const Canvas *c, const Prop *prop, const Body *body) {
  static const unsigned colours[] = {COLOUR_INK, COLOUR_ORANGE};
  Ball balls[2];
  for (int i = 0; i < 2; i++) {
    double radius;
    Vec at = body_part(body, prop->point[i].part, &radius);
    balls[i] = (Ball){sketch_point(c, at), radius + 0.8};
  }
  for (int i = 0; i < 2; i++) sketch_hull(c->p, &(Style){.width = 2.6 - 1.2 * i, .stroke = colours[i]}, balls, 2);
}

static void draw_weight(const Canvas *c, const Prop *prop, const Body *body) {
  Style style = {.width = 0.9, .stroke = COLOUR_INK, .fill = FILL_SOLID, .colour = COLOUR_SOFT};
  double radius;
  Point at = sketch_point(c, body_part(body, prop->point[0].part, &radius));
  picture_box(c->p, &style, at.x - 6, at.y - 1, 12, 2);
  picture_box(c->p, &style, at.x - 6.5, at.y - 3.2, 3.2, 6.4);
  picture_box(c->p, &style, at.x + 3.3, at.y - 3.2, 3.2, 6.4);
}

/* A partner who sits on the heels and leans on what the hands hold, facing right. */
static void draw_helper(const Canvas *c, double x, double y) {
  const Style pale = {.width = 0.9, .stroke = COLOUR_SOFT, .fill = FILL_SOLID, .colour = 0xe6e6e6};
  const struct {
    double x, y, radius, to_x, to_y, to_radius; /* from the hands */
  } parts[] = {{-38, -1, 2, -17, 0, 3},    {-36, 6, 5, -17, 2, 4},    {-36, 7, 5.5, -20, 30, 5.5},
               {-15, 42, 5.2, -15, 40, 5}, {-19, 31, 3, -8, 16, 2.6}, {-8, 16, 2.4, 0, 1.6, 2}};
  for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
    Point from = sketch_point(c, (Vec){x + parts[i].x, y + parts[i].y, 10});
    Point to = sketch_point(c, (Vec){x + parts[i].to_x, y + parts[i].to_y, 10});
    sketch_hull(c->p, &pale, (Ball[]){{from, parts[i].radius}, {to, parts[i].to_radius}}, 2);
  }
}

static void draw_pillow(const Canvas *c, const double *n) {
  Point at = sketch_point(c, (Vec){n[0], n[1], n[3]});
  sketch_hull(c->p, &thing, (Ball[]){{{at.x - n[2] / 2 + 2, at.y}, 2}, {{at.x + n[2] / 2 - 2, at.y}, 2}}, 2);
}

void stage_behind(const Canvas *c, const Plot *plot, int number) {
  const Scene *scene = &plot->scene;
  const Body *body = &plot->bodies[number];
  for (size_t i = 0; i < scene->count; i++) {
    const Prop *prop = &scene->props[i];
    const double *n = prop->number;
    Point at = sketch_point(c, (Vec){n[0], n[1], 0});
    switch (prop->kind) {
    case PROP_WALL: draw_wall(c, n[0], body); break;
    case PROP_BOX: draw_block(c, &thing, n[0], n[1], n[3], n[2]); break;
    case PROP_BED:
      draw_block(c, &thing, n[0] + 2, n[0] + 4, 0, n[2] - 8);
      draw_block(c, &thing, n[1] - 4, n[1] - 2, 0, n[2] - 8);
      draw_block(c, &thing, n[0], n[1], n[2] - 8, n[2]);
      break;
    case PROP_CHAIR: draw_chair(c, n[0], n[1]); break;
    case PROP_ROLLER:
      picture_ellipse(c->p, &(Style){.width = 0.9, .stroke = COLOUR_INK, .fill = FILL_SOLID, .colour = 0xbfc7cc}, at, 5,
                      5);
      picture_ellipse(c->p, &(Style){.width = 0.9, .stroke = COLOUR_INK, .fill = FILL_SOLID, .colour = COLOUR_PAPER},
                      at, 2, 2);
      break;
    case PROP_PILLOW:
      if (n[3] <= 0) draw_pillow(c, n);
      break;
    default: break;
    }
  }
}

/* ---- arrows ---- */

static const double shortest_way = 15; /* what is shorter is no arrow any more; a convention */

/* A short way is drawn longer, beyond its end. */
static void draw_arrow(const Canvas *c, Point *points, size_t count) {
  double length = 0, shortest = c->feet_alone ? 0.5 * shortest_way : shortest_way;
  for (size_t i = 1; i < count; i++) length += hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
  for (size_t i = 1; i < count && length > 0 && length < shortest; i++) {
    points[i].x = points[0].x + (points[i].x - points[0].x) * shortest / length;
    points[i].y = points[0].y + (points[i].y - points[0].y) * shortest / length;
  }
  length = fmax(length, shortest);
  double head = fmin(6.5, 0.65 * length);
  picture_arrow(c->p, &(Style){.width = 4, .stroke = COLOUR_PAPER}, points, count, head);
  picture_arrow(c->p, &(Style){.width = 2.2, .stroke = COLOUR_ORANGE}, points, count, head);
}

/* The pose half way. A limb that is placed in one pose and hangs in the other is there already; false: the part is of
 * such a limb, there is no way between. */
static bool halve(const Plot *plot, Part part, Pose *half) {
  const Pose *start = &plot->poses[0], *finish = &plot->poses[1];
  bool of_leg = part.kind >= PART_SIDE, known = true;
  *half = *finish;
  for (int i = 0; i < POSE_NUMBERS; i++) half->at[i] = (start->at[i] + finish->at[i]) / 2;
  for (int side = 0; side < 2; side++) {
    bool leg = start->foot_placed[side] != finish->foot_placed[side];
    bool arm = start->hand_placed[side] != finish->hand_placed[side];
    for (int i = leg ? LEG : ARM; i < (arm ? LIMBS_END : ARM); i++)
      half->at[ON_SIDE(i, side)] = finish->at[ON_SIDE(i, side)];
    if (part.kind >= PART_SIDED && part.side == side && (of_leg ? leg : arm)) known = false;
  }
  return known;
}

/* Along the way of a part: through its place half way, where the pose between can be stood in. */
static void draw_way(const Canvas *c, const Plot *plot, Part part) {
  Pose half;
  Body body;
  Err err = {0};
  Point way[3];
  double radius;
  size_t count = 0;
  way[count++] = sketch_point(c, body_part(&plot->bodies[0], part, &radius));
  if (halve(plot, part, &half) && body_solve(&half, &body, &err))
    way[count++] = sketch_point(c, body_part(&body, part, &radius));
  way[count++] = sketch_point(c, body_part(&plot->bodies[1], part, &radius));
  draw_arrow(c, way, count);
}

void stage_before(const Canvas *c, const Plot *plot, int number) {
  const Body *body = &plot->bodies[number];
  double radius;
  for (size_t i = 0; i < plot->scene.count; i++) {
    const Prop *prop = &plot->scene.props[i];
    switch (prop->kind) {
    case PROP_BAND:
    case PROP_TOWEL: draw_strap(c, prop, body); break;
    case PROP_LOOP: draw_loop(c, prop, body); break;
    case PROP_WEIGHT: draw_weight(c, prop, body); break;
    case PROP_PILLOW:
      if (prop->number[3] > 0) draw_pillow(c, prop->number);
      break;
    case PROP_HELPER: draw_helper(c, prop->number[0], prop->number[1]); break;
    case PROP_BALL:
      picture_ellipse(c->p, &(Style){.width = 0.9, .stroke = COLOUR_INK, .fill = FILL_SOLID, .colour = 0xd8d8d8},
                      sketch_point(c, (Vec){prop->number[0], prop->number[1], prop->number[3]}), prop->number[2],
                      prop->number[2]);
      break;
    case PROP_ARROW:
      if (number == 1) draw_way(c, plot, prop->point[0].part);
      break;
    case PROP_PUSH:
      if (number == 1) {
        const double *n = prop->number;
        Vec from = vec_add(body_part(body, prop->point[0].part, &radius), (Vec){n[2], n[3], 0}, 1);
        Vec to = vec_add(from, (Vec){n[0], n[1], 0}, 1);
        draw_arrow(c, (Point[]){sketch_point(c, from), sketch_point(c, to)}, 2);
      }
      break;
    default: break;
    }
  }
}
