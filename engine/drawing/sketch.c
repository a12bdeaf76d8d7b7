#include "drawing/sketch.h"

#include <math.h>

Point sketch_point(const Canvas *c, Vec at) { return (Point){c->mirror * at.x, at.z * c->sine - at.y * c->cosine}; }

static double depth(const Canvas *c, Vec at) { return at.z * c->cosine + at.y * c->sine; }

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

void sketch_hull(Picture *p, const Style *style, const Ball *balls, size_t count) {
  hull(p, style, FINE, balls, count);
}

/* ---- group by group: all outlines of a group, then all fills, so that joints have no seam ---- */

typedef enum { SKIN, SHIRT, TROUSERS, SHOE, SOLE, HAIR, INK, CLOTHS } Cloth;

static const unsigned cloths[2][CLOTHS] = {
    {0xf4e3d3, 0x8dbbd8, 0x3f627d, 0x333333, 0xc9c9c9, 0x54483f, COLOUR_INK},
    {0xf0f0f0, 0xdfe8ee, 0xc3ccd3, 0xb4b4b4, 0xe4e4e4, 0x54483f, 0x9a9a9a},
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
  piece->balls[piece->count++] = (Ball){sketch_point(c, at), radius};
}

static Vec between(Vec a, Vec b, double share) { return vec_add(a, vec_add(b, a, -1), share); }

/* Seen where it is turned to the reader: it tells a foot that turns from one that does not. */
static void add_sole(const Canvas *c, Group *group, const Limb *limb) {
  Piece *sole = add_piece(group, SOLE);
  for (int side = -1; side <= 1; side += 2) {
    add_ball(c, sole, vec_add(limb->heel, limb->foot.right, side * 0.8), 1);
    add_ball(c, sole, vec_add(limb->ball, limb->foot.right, side * 1.4), 0.9);
    add_ball(c, sole, vec_add(vec_add(limb->toe, limb->foot.right, side * 0.6), limb->foot.forward, -1.2), 0.9);
  }
}

static Group leg_group(const Canvas *c, const Limb *limb) {
  Group g = {.depth = (depth(c, limb->hip) + 2 * depth(c, limb->knee) + depth(c, limb->ankle)) / 4};
  Piece *foot = add_piece(&g, SHOE);
  add_ball(c, foot, vec_add(limb->heel, limb->foot.up, 2.2), 2);
  add_ball(c, foot, vec_add(limb->ball, limb->foot.up, 1.7), 1.5);
  add_ball(c, foot, vec_add(vec_add(limb->toe, limb->foot.up, 1.4), limb->foot.forward, -1), 1.2);
  add_ball(c, foot, vec_add(limb->ankle, limb->foot.up, -1), 2.1);
  if (depth(c, limb->foot.up) < -0.25) add_sole(c, &g, limb);
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
    picture_ellipse(c->p, &(Style){.fill = FILL_SOLID, .colour = COLOUR_INK}, sketch_point(c, eye), 0.65, 0.65);
  }
}

/* Farther groups first. The trunk goes over limbs that are as near, so that an arm or leg begins behind its edge. */
void sketch_body(const Canvas *c, const Body *body) {
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
