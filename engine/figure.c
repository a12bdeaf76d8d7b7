#include "figure.h"

#include "plot.h"
#include <math.h>
#include <string.h>

/* ---- from the body to the page: lengths stay percent of the height until the picture is laid out ---- */

typedef struct Canvas {
  Picture *p;
  double sine, cosine; /* of the angle from which the reader looks down */
  double mirror;       /* -1: for the left side */
  bool feet_alone;     /* they show larger without what is above the knee */
} Canvas;

static Point project(const Canvas *c, Vec at) { return (Point){c->mirror * at.x, at.z * c->sine - at.y * c->cosine}; }
static double depth(const Canvas *c, Vec at) { return at.z * c->cosine + at.y * c->sine; }

typedef struct Ball {
  Point at;
  double radius;
} Ball;

enum { COARSE = 12, FINE = 16 }; /* corners of an outline: below an edge, and where it is the last to be drawn */

/* The outline around balls: in each direction the one that reaches farthest. */
static void hull(Picture *p, const Style *style, int corners, const Ball *balls, size_t count) {
  Point outline[FINE];
  for (int i = 0; i < corners; i++) {
    double angle = i * 2 * 3.14159265358979323846 / corners, x = cos(angle), y = sin(angle), best = -INFINITY;
    for (size_t k = 0; k < count; k++) {
      double far = balls[k].at.x * x + balls[k].at.y * y + balls[k].radius;
      if (far <= best) continue;
      best = far;
      outline[i] = (Point){balls[k].at.x + balls[k].radius * x, balls[k].at.y + balls[k].radius * y};
    }
  }
  picture_path(p, style, outline, (size_t)corners, true);
}

/* ---- the body, group by group: all outlines of a group, then all fills, so that joints have no seam ---- */

typedef enum { SKIN, SHIRT, TROUSERS, SHOE, HAIR, INK, CLOTHS } Cloth;

static const unsigned cloths[2][CLOTHS] = {
    {0xf4e3d3, 0x8dbbd8, 0x3f627d, 0x333333, 0x54483f, COLOUR_INK},
    {0xf0f0f0, 0xdfe8ee, 0xc3ccd3, 0xb4b4b4, 0x54483f, 0x9a9a9a},
};

typedef struct Piece {
  Ball balls[6];
  size_t count;
  Cloth cloth;
} Piece;

typedef struct Group {
  Piece pieces[6];
  size_t count;
  double depth;
  bool pale;
} Group;

static const double outline = 1.1;

static void draw_group(const Canvas *c, const Group *group) {
  const unsigned *colours = cloths[group->pale];
  for (size_t i = 0; i < group->count; i++) {
    Style style = {.width = 2 * outline * (group->pale ? 0.8 : 1), .stroke = colours[INK]};
    hull(c->p, &style, COARSE, group->pieces[i].balls, group->pieces[i].count);
  }
  for (size_t i = 0; i < group->count; i++) {
    Style style = {.fill = FILL_SOLID, .colour = colours[group->pieces[i].cloth]};
    hull(c->p, &style, FINE, group->pieces[i].balls, group->pieces[i].count);
  }
}

static Piece *add_piece(Group *group, Cloth cloth) {
  Piece *piece = &group->pieces[group->count++];
  piece->cloth = cloth;
  return piece;
}

static void add_ball(const Canvas *c, Piece *piece, Vec at, double radius) {
  piece->balls[piece->count++] = (Ball){project(c, at), radius};
}

static Vec between(Vec a, Vec b, double share) { return vec_add(a, vec_add(b, a, -1), share); }

static Group leg_group(const Canvas *c, const Limb *limb) {
  Group g = {.depth = (depth(c, limb->hip) + 2 * depth(c, limb->knee) + depth(c, limb->ankle)) / 4};
  Piece *foot = add_piece(&g, SHOE);
  add_ball(c, foot, vec_add(limb->heel, limb->foot.up, 2.2), 2);
  add_ball(c, foot, vec_add(limb->ball, limb->foot.up, 1.7), 1.5);
  add_ball(c, foot, vec_add(vec_add(limb->toe, limb->foot.up, 1.4), limb->foot.forward, -1), 1.2);
  add_ball(c, foot, vec_add(limb->ankle, limb->foot.up, -1), 2.1);
  Piece *shank = add_piece(&g, SKIN);
  if (c->feet_alone) {
    add_ball(c, shank, between(limb->knee, limb->ankle, 0.35), 3.1);
    add_ball(c, shank, limb->ankle, 1.9);
    return g;
  }
  add_ball(c, shank, limb->knee, 3.1);
  add_ball(c, shank, vec_add(between(limb->knee, limb->ankle, 0.3), limb->shank.forward, -0.6), 3.2);
  add_ball(c, shank, limb->ankle, 1.9);
  Piece *thigh = add_piece(&g, SKIN);
  add_ball(c, thigh, limb->hip, 4.8);
  add_ball(c, thigh, limb->knee, 3.2);
  Piece *shorts = add_piece(&g, TROUSERS);
  add_ball(c, shorts, limb->hip, 5.2);
  add_ball(c, shorts, between(limb->hip, limb->knee, 0.55), 4.5);
  return g;
}

static Group arm_group(const Canvas *c, const Limb *limb) {
  Group g = {.depth = (depth(c, limb->shoulder) + 2 * depth(c, limb->elbow) + depth(c, limb->wrist)) / 4};
  Piece *hand = add_piece(&g, SKIN);
  add_ball(c, hand, vec_add(limb->wrist, limb->forearm.up, -0.8), 1.7);
  add_ball(c, hand, limb->hand, 2);
  Piece *forearm = add_piece(&g, SKIN);
  add_ball(c, forearm, limb->elbow, 2.3);
  add_ball(c, forearm, limb->wrist, 1.6);
  Piece *upper = add_piece(&g, SKIN);
  add_ball(c, upper, limb->shoulder, 2.8);
  add_ball(c, upper, limb->elbow, 2.3);
  Piece *sleeve = add_piece(&g, SHIRT);
  add_ball(c, sleeve, limb->shoulder, 3.4);
  add_ball(c, sleeve, between(limb->shoulder, limb->elbow, 0.45), 3.1);
  return g;
}

static Group trunk_group(const Canvas *c, const Body *body) {
  Group g = {.depth = (depth(c, body->hips) + depth(c, body->neck)) / 2};
  Piece *neck = add_piece(&g, SKIN);
  add_ball(c, neck, body->neck, 2.8);
  add_ball(c, neck, between(body->neck, body->skull, 0.5), 2.6);
  Piece *chest = add_piece(&g, SHIRT), *belly = add_piece(&g, SHIRT), *pelvis = add_piece(&g, TROUSERS);
  for (int side = 0; side < 2; side++) {
    double outward = side == FAR_SIDE ? -1 : 1;
    add_ball(c, chest, vec_add(body->limb[side].shoulder, body->chest.right, outward * -1.5), 3);
    add_ball(c, chest, vec_add(between(body->waist, body->neck, 0.58), body->chest.right, outward * 3.6), 5.6);
    add_ball(c, chest, vec_add(between(body->waist, body->neck, 0.15), body->chest.right, outward * 2.6), 5);
    add_ball(c, belly, vec_add(body->waist, body->chest.right, outward * 2.6), 5.2);
    add_ball(c, belly, vec_add(between(body->hips, body->waist, 0.35), body->pelvis.right, outward * 3), 5.3);
    add_ball(c, pelvis, vec_add(vec_add(body->hips, body->pelvis.right, outward * 3.6), body->pelvis.forward, -0.8),
             5.8);
    add_ball(c, pelvis, vec_add(between(body->hips, body->waist, 0.3), body->pelvis.right, outward * 3), 5.4);
  }
  return g;
}

static Group head_group(const Canvas *c, const Body *body) {
  const Frame *f = &body->head;
  Group g = {.depth = depth(c, body->skull)};
  bool facing = depth(c, f->forward) > -0.3;
  Piece *first = add_piece(&g, facing ? HAIR : SKIN), *nose = add_piece(&g, SKIN),
        *last = add_piece(&g, facing ? SKIN : HAIR);
  Piece *hair = facing ? first : last, *face = facing ? last : first;
  add_ball(c, hair, vec_add(vec_add(body->skull, f->forward, -0.9), f->up, 0.9), 5.6);
  add_ball(c, face, vec_add(vec_add(body->skull, f->forward, 1.4), f->up, -0.6), 4.7);
  add_ball(c, face, vec_add(vec_add(body->skull, f->forward, 1.6), f->up, -2.6), 3.4);
  add_ball(c, nose, vec_add(vec_add(body->skull, f->forward, 6.2), f->up, -1.4), 0.9);
  add_ball(c, nose, vec_add(vec_add(body->skull, f->forward, 4.5), f->up, -0.4), 1.4);
  return g;
}

static void draw_eyes(const Canvas *c, const Body *body) {
  const Frame *f = &body->head;
  for (int side = -1; side <= 1; side += 2) {
    Vec eye = vec_add(vec_add(vec_add(body->skull, f->forward, 4.6), f->right, side * 2.1), f->up, 0.4);
    Vec out = vec_add(vec_add(f->forward, f->right, side * 0.6), f->up, 0);
    if (depth(c, out) < 0.15) continue;
    picture_ellipse(c->p, &(Style){.fill = FILL_SOLID, .colour = COLOUR_INK}, project(c, eye), 0.65, 0.65);
  }
}

/* Farther groups first. The trunk goes over limbs that are as near, so that an arm or leg begins behind its edge. */
static void draw_body(const Canvas *c, const Body *body) {
  Group groups[6] = {trunk_group(c, body), head_group(c, body)};
  size_t order[6];
  for (int side = 0; side < 2; side++) {
    groups[2 + 2 * side] = leg_group(c, &body->limb[side]);
    groups[3 + 2 * side] = arm_group(c, &body->limb[side]);
    groups[2 + 2 * side].pale = body->limb[side].hip.z < body->hips.z - 2;
    groups[3 + 2 * side].pale = body->limb[side].shoulder.z < body->neck.z - 3.4;
  }
  groups[0].depth += 1.5;
  groups[1].depth += 2;
  for (size_t i = 0; i < ARRAY_LEN(groups); i++) {
    size_t k = i;
    for (; k > 0 && groups[order[k - 1]].depth > groups[i].depth; k--) order[k] = order[k - 1];
    order[k] = i;
  }
  for (size_t i = 0; i < ARRAY_LEN(groups); i++) {
    bool leg = order[i] == 2 || order[i] == 4;
    if (c->feet_alone && !leg) continue;
    draw_group(c, &groups[order[i]]);
    if (order[i] == 1) draw_eyes(c, body);
  }
}

/* ---- things ---- */

static const Style thing = {.width = 0.9, .stroke = COLOUR_SOFT, .fill = FILL_SOLID, .colour = COLOUR_PALE};
static const double thing_half = 18; /* along z, seen where the reader looks down */

/* From x1 to x2 and bottom to top; its upper face shows when the reader looks down. */
static void draw_block(const Canvas *c, const Style *style, double x1, double x2, double bottom, double top) {
  Point low = project(c, (Vec){x1, bottom, thing_half}), edge = project(c, (Vec){x2, top, thing_half});
  Point high = project(c, (Vec){x2, top, -thing_half});
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
  Point foot = project(c, (Vec){.x = x}), top = project(c, (Vec){.x = x + away * 5, .y = 92});
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
  Point from = project(c, point_of(body, &prop->point[0])), to = project(c, point_of(body, &prop->point[1]));
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
    balls[i] = (Ball){project(c, at), radius + 0.8};
  }
  for (int i = 0; i < 2; i++) hull(c->p, &(Style){.width = 2.6 - 1.2 * i, .stroke = colours[i]}, FINE, balls, 2);
}

static void draw_weight(const Canvas *c, const Prop *prop, const Body *body) {
  Style style = {.width = 0.9, .stroke = COLOUR_INK, .fill = FILL_SOLID, .colour = COLOUR_SOFT};
  double radius;
  Point at = project(c, body_part(body, prop->point[0].part, &radius));
  picture_box(c->p, &style, at.x - 6, at.y - 1, 12, 2);
  picture_box(c->p, &style, at.x - 6.5, at.y - 3.2, 3.2, 6.4);
  picture_box(c->p, &style, at.x + 3.3, at.y - 3.2, 3.2, 6.4);
}

static void draw_helper(const Canvas *c, double x, double y) {
  Style skin = {.width = 0.9, .stroke = COLOUR_INK, .fill = FILL_SOLID, .colour = 0xd9d9d9};
  Point hand = project(c, (Vec){x, y + 1.6, 10}), elbow = project(c, (Vec){x - 20, y + 16, 10});
  hull(c->p, &skin, FINE, (Ball[]){{hand, 2.4}, {elbow, 2.8}}, 2);
  picture_ellipse(c->p, &skin, hand, 3, 2.4);
}

/* What lies behind the body. */
static void draw_behind(const Canvas *c, const Scene *scene, const Body *body) {
  for (size_t i = 0; i < scene->count; i++) {
    const Prop *prop = &scene->props[i];
    const double *n = prop->number;
    Point at = project(c, (Vec){n[0], n[1], 0});
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
      hull(c->p, &thing, FINE, (Ball[]){{{at.x - n[2] / 2 + 2, at.y}, 2}, {{at.x + n[2] / 2 - 2, at.y}, 2}}, 2);
      break;
    default: break;
    }
  }
}

/* ---- arrows ---- */

static void draw_arrow(const Canvas *c, const Point *points, size_t count) {
  double length = 0;
  for (size_t i = 1; i < count; i++) length += hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
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
  way[count++] = project(c, body_part(&plot->bodies[0], part, &radius));
  if (halve(plot, part, &half) && body_solve(&half, &body, &err))
    way[count++] = project(c, body_part(&body, part, &radius));
  way[count++] = project(c, body_part(&plot->bodies[1], part, &radius));
  draw_arrow(c, way, count);
}

/* What lies over the body; arrows on the end pose alone. */
static void draw_before(const Canvas *c, const Plot *plot, int number) {
  const Body *body = &plot->bodies[number];
  double radius;
  for (size_t i = 0; i < plot->scene.count; i++) {
    const Prop *prop = &plot->scene.props[i];
    switch (prop->kind) {
    case PROP_BAND:
    case PROP_TOWEL: draw_strap(c, prop, body); break;
    case PROP_LOOP: draw_loop(c, prop, body); break;
    case PROP_WEIGHT: draw_weight(c, prop, body); break;
    case PROP_HELPER: draw_helper(c, prop->number[0], prop->number[1]); break;
    case PROP_BALL:
      picture_ellipse(c->p, &(Style){.width = 0.9, .stroke = COLOUR_INK, .fill = FILL_SOLID, .colour = 0xd8d8d8},
                      project(c, (Vec){prop->number[0], prop->number[1], prop->number[3]}), prop->number[2],
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
        draw_arrow(c, (Point[]){project(c, from), project(c, to)}, 2);
      }
      break;
    default: break;
    }
  }
}

/* ---- the page ---- */

static const double page_width = 90, page_height = 48, margin = 1.5, header = 5, largest = 0.5,
                    largest_feet = 1.3; /* mm, mm of a percent */

static const double floor_half = 24; /* along z, seen where the reader looks down */

static void draw_floor(const Canvas *c, double least, double most) {
  if (c->sine <= 0) {
    picture_line(c->p, &(Style){.width = 0.9, .stroke = COLOUR_SOFT}, (Point){least, 0}, (Point){most, 0});
    return;
  }
  double half = floor_half * c->sine;
  picture_box(c->p, &(Style){.width = 0.7, .stroke = COLOUR_LIGHT, .fill = FILL_SOLID, .colour = 0xf7f7f4}, least,
              -half, most - least, 2 * half);
}

typedef struct Room {
  Point least, most;
} Room;

static Room draw_pose(const Canvas *over, const Plot *plot, int number, Picture *p) {
  Room room;
  Canvas c = *over;
  c.p = p;
  draw_behind(&c, &plot->scene, &plot->bodies[number]);
  draw_body(&c, &plot->bodies[number]);
  draw_before(&c, plot, number);
  picture_bounds(p, &room.least, &room.most);
  return room;
}

/* Both poses lie in rooms of one size at one scale, so that what moves is seen to move. */
typedef struct Layout {
  double scale;
  Point at[2]; /* left upper corners of the rooms */
  double width, height;
} Layout;

static Layout lay_out(double width, double height, double most) {
  double beside = fmin((page_width / 2 - 1.5 * margin) / width, (page_height - 2 * margin - header) / height);
  double below = fmin((page_width - 2 * margin - 6) / width, (page_height / 2 - 1.5 * margin) / height);
  if (beside < below)
    return (Layout){.scale = fmin(most, below),
                    .at = {{0, 0}, {0, page_height / 2}},
                    .width = page_width,
                    .height = page_height / 2};
  return (Layout){.scale = fmin(most, beside),
                  .at = {{0, header}, {page_width / 2, header}},
                  .width = page_width / 2,
                  .height = page_height - header};
}

static void draw_number(Picture *p, Point corner, const char *number) {
  Point at = {corner.x + 3.4, corner.y + 3.6};
  picture_ellipse(p, &(Style){.fill = FILL_SOLID, .colour = COLOUR_INK}, at, 2.3, 2.3);
  picture_bold(p, COLOUR_PAPER, 3.4, ANCHOR_MIDDLE, (Point){at.x, at.y + 1.2}, number);
}

static void draw_pages(const Plot *plot, double mirror, Picture *picture) {
  static const char *const numbers[] = {"1", "2"};
  const double degree = 3.14159265358979323846 / 180;
  Picture floors[2] = {{.arena = picture->arena}, {.arena = picture->arena}}, poses[2] = {floors[0], floors[1]};
  Canvas c = {.sine = sin(plot->scene.view * degree),
              .cosine = cos(plot->scene.view * degree),
              .mirror = mirror,
              .feet_alone = plot->scene.feet_alone};
  Room room = draw_pose(&c, plot, 0, &poses[0]), second = draw_pose(&c, plot, 1, &poses[1]);
  room.least = (Point){fmin(room.least.x, second.least.x) - 4, fmin(room.least.y, second.least.y)};
  room.most = (Point){fmax(room.most.x, second.most.x) + 4,
                      fmax(fmax(room.most.y, second.most.y), fmax(0.5, floor_half * c.sine))};
  Layout l = lay_out(room.most.x - room.least.x, room.most.y - room.least.y, c.feet_alone ? largest_feet : largest);
  for (int i = 0; i < 2; i++) {
    Canvas floor = c;
    floor.p = &floors[i];
    draw_floor(&floor, room.least.x, room.most.x);
    Point at = {l.at[i].x + l.width / 2 - l.scale * (room.least.x + room.most.x) / 2,
                l.at[i].y + l.height / 2 - l.scale * (room.least.y + room.most.y) / 2};
    picture_place(picture, &floors[i], at, l.scale);
    picture_place(picture, &poses[i], at, l.scale);
    draw_number(picture, (Point){l.at[i].x, l.at[i].y > header ? l.at[i].y : 0}, numbers[i]);
  }
}

bool figure_picture(Arena *a, const Exercise *exercise, Side side, Picture *picture) {
  Plot plot;
  const char *field;
  Err err = {0};
  *picture = (Picture){.arena = a, .width = page_width, .height = page_height};
  if (!exercise->figure.start || !plot_read(&exercise->figure, &plot, &field, &err)) return false;
  picture->title = exercise->name;
  picture->text = arena_printf(a, "%s %s", exercise->setup, exercise->movement);
  picture_box(picture, &(Style){.fill = FILL_SOLID, .colour = COLOUR_PAPER}, 0, 0, page_width, page_height);
  draw_pages(&plot, side == SIDE_LEFT ? -1 : 1, picture);
  if (exercise->unilateral && (side == SIDE_LEFT || side == SIDE_RIGHT))
    picture_bold(picture, COLOUR_INK, 3.2, ANCHOR_START, (Point){7, 4.8}, side_names[side]);
  return true;
}
