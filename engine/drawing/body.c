#include "drawing/body.h"

#include <math.h>
#include <string.h>

static const double degree = 3.14159265358979323846 / 180;

/* ---- vectors and frames ---- */

Vec vec_add(Vec a, Vec b, double times) { return (Vec){a.x + times * b.x, a.y + times * b.y, a.z + times * b.z}; }
double vec_dot(Vec a, Vec b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
double vec_length(Vec a) { return sqrt(vec_dot(a, a)); }
static Vec cross(Vec a, Vec b) { return (Vec){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
static Vec scaled(Vec a, double times) { return vec_add((Vec){0}, a, times); }
static Vec unit(Vec a) { return scaled(a, 1 / vec_length(a)); }
/* What of a stands across n. */
static Vec across(Vec a, Vec n) { return vec_add(a, n, -vec_dot(a, n)); }

static void turn_pair(Vec *a, Vec *b, double angle) { /* a goes towards b */
  double c = cos(angle * degree), s = sin(angle * degree);
  Vec from = *a;
  *a = vec_add(scaled(from, c), *b, s);
  *b = vec_add(scaled(*b, c), from, -s);
}

static Frame bend(Frame f, double forward) {
  turn_pair(&f.up, &f.forward, forward);
  return f;
}
static Frame tilt(Frame f, double right) {
  turn_pair(&f.up, &f.right, right);
  return f;
}
static Frame twist(Frame f, double right) {
  turn_pair(&f.forward, &f.right, right);
  return f;
}

/* ---- lengths and limits ---- */

static double length(int tenths) { return tenths / 10.0; }

static const double hip_half = 5, shoulder_half = 8.5, ankle_height = 3.9, heel_back = 4, ball_front = 7,
                    toe_front = 10.5, hand_length = 4;

static const struct Limit {
  PoseNumber number;
  const char *name;
  double least, most; /* degrees */
} limits[] = {
    {SPINE, "spine", -45, 75},
    {SPINE_SIDE, "spine to the side", -40, 40},
    {SPINE_TWIST, "spine twist", -55, 55},
    {NECK, "neck", -60, 60},
    {NECK_SIDE, "neck to the side", -45, 45},
    {NECK_TWIST, "neck twist", -80, 80},
    {LEG, "hip flexion", -35, 140},
    {LEG_OUT, "hip outward", -35, 75},
    {LEG_TURN, "hip turn", -60, 95},
    {KNEE, "knee", 0, 160},
    {ANKLE, "ankle", -60, 45},
    {ANKLE_IN, "ankle inward", -35, 45},
    {FOOT_HEEL, "heel", -60, 100},
    {FOOT_OUT, "foot outward", -50, 90},
    {ARM, "shoulder", -80, 190},
    {ARM_OUT, "shoulder outward", -60, 180},
    {ARM_TURN, "shoulder turn", -180, 180},
    {ELBOW, "elbow", 0, 155},
};

static const char *const side_words[] = {"right ", "left "};

static bool within(double value, const struct Limit *limit, const char *side, Err *err) {
  if (value >= limit->least - 0.01 && value <= limit->most + 0.01) return true;
  return fail(err, ERR_DATA, NULL, "has %s%s at %.0f degrees: it goes from %.0f to %.0f", side, limit->name, value,
              limit->least, limit->most);
}

static const struct Limit *limit_of(PoseNumber number) {
  const struct Limit *limit = limits;
  while (limit->number != number) limit++;
  return limit;
}

static bool check_limits(const Pose *pose, Err *err) {
  for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
    PoseNumber number = limits[i].number;
    if (number < LIMBS) {
      if (!within(pose->at[number], &limits[i], "", err)) return false;
      continue;
    }
    for (int side = 0; side < 2; side++)
      if (!within(pose->at[ON_SIDE(number, side)], &limits[i], side_words[side], err)) return false;
  }
  return true;
}

/* ---- limbs that reach ---- */

typedef struct Reach {
  double first, second; /* lengths */
  Vec from, to;
  Frame base;     /* pelvis or chest */
  double outward; /* 1 right, -1 left */
  double turn;    /* of the middle joint around the line, outward */
  double way;     /* 1: the middle joint points forward (knee), -1: back (elbow) */
} Reach;

typedef struct Bent {
  Vec middle;
  double angle;        /* of the middle joint */
  Frame first, second; /* of both pieces */
} Bent;

/* The middle joint lies in the plane of the line and a pole: in front of a thigh, whichever way the leg points, and
 * behind an arm; across it where the line goes straight to the side. */
static Vec pole_of(const Reach *r, Vec line) {
  double up = vec_dot(line, r->base.up), forward = vec_dot(line, r->base.forward);
  Vec pole = vec_add(scaled(r->base.forward, -up), r->base.up, forward);
  if (vec_length(pole) < 0.05) pole = r->base.forward;
  pole = scaled(unit(across(pole, line)), r->way);
  Vec out = scaled(cross(line, pole), r->way);
  if (vec_dot(out, r->base.right) * r->outward < 0) out = scaled(out, -1);
  if (r->turn == 0) return pole;
  turn_pair(&pole, &out, r->turn);
  return pole;
}

static bool reach(const Reach *r, Bent *out) {
  Vec line = vec_add(r->to, r->from, -1);
  double distance = vec_length(line);
  double far = r->first + r->second, near = fabs(r->first - r->second);
  if (distance > far + 0.3 || distance < near + 0.01) return false;
  distance = fmin(distance, far - 1e-6);
  line = unit(line);
  Vec pole = pole_of(r, line);
  double a = (r->first * r->first + distance * distance - r->second * r->second) / (2 * distance);
  double height = sqrt(fmax(0, r->first * r->first - a * a));
  out->middle = vec_add(vec_add(r->from, line, a), pole, height);
  Vec down = unit(vec_add(out->middle, r->from, -1));
  Vec forward = scaled(unit(across(scaled(pole, r->way), down)), 1);
  Vec up = scaled(down, -1);
  out->first = (Frame){forward, up, cross(forward, up)};
  double cosine = (r->first * r->first + r->second * r->second - distance * distance) / (2 * r->first * r->second);
  out->angle = 180 - acos(fmax(-1, fmin(1, cosine))) / degree;
  out->second = bend(out->first, r->way * out->angle);
  return true;
}

/* Flexion and outward angle of a limb's first piece in its base; flexion means nothing when it points to the side. */
static bool check_direction(const Frame *base, const Frame *piece, double outward, PoseNumber flex, PoseNumber out,
                            const char *side, Err *err) {
  Vec down = scaled(piece->up, -1);
  double sideways = outward * vec_dot(down, base->right);
  double forward = vec_dot(down, base->forward), below = -vec_dot(down, base->up);
  if (!within(asin(fmax(-1, fmin(1, sideways))) / degree, limit_of(out), side, err)) return false;
  if (hypot(forward, below) < 0.5) return true;
  double angle = atan2(forward, below) / degree;
  if (flex == ARM && angle < -100) angle += 360; /* overhead and a little behind */
  return within(angle, limit_of(flex), side, err);
}

/* ---- legs ---- */

/* Along the floor: where the toes of a foot point that stands. */
static Frame standing(const Frame *pelvis, double outward, double out) {
  Vec ahead = vec_add(pelvis->forward, pelvis->up, -pelvis->forward.y);
  ahead.y = 0;
  if (vec_length(ahead) < 0.1) ahead = (Vec){.x = 1};
  ahead = unit(ahead);
  Vec up = {.y = 1};
  return twist((Frame){ahead, up, cross(ahead, up)}, outward * out);
}

static void place_sole(Limb *limb) {
  Vec sole = vec_add(limb->ankle, limb->foot.up, -ankle_height);
  limb->heel = vec_add(sole, limb->foot.forward, -heel_back);
  limb->ball = vec_add(sole, limb->foot.forward, ball_front);
  limb->toe = vec_add(sole, limb->foot.forward, toe_front);
}

static bool place_foot(const Pose *pose, const Frame *pelvis, int side, Limb *limb, Err *err) {
  const double *at = &pose->at[ON_SIDE(LEG, side)] - LEG;
  double outward = side == FAR_SIDE ? -1 : 1, heel = at[FOOT_HEEL];
  Frame flat = standing(pelvis, outward, at[FOOT_OUT]);
  Vec on = {at[FOOT_X], at[FOOT_Y], at[FOOT_Z]};
  double pivot = heel > 0 ? ball_front : -heel_back;
  limb->foot = bend(flat, heel);
  limb->ankle =
      vec_add(vec_add(vec_add(on, flat.forward, pivot), limb->foot.forward, -pivot), limb->foot.up, ankle_height);
  Bent leg;
  if (!reach(&(Reach){length(LENGTH_THIGH), length(LENGTH_SHANK), limb->hip, limb->ankle, *pelvis, outward,
                      at[LEG_TURN], 1},
             &leg))
    return fail(err, ERR_DATA, NULL, "has the %sfoot %.1f from the hip: the leg is %.1f long", side_words[side],
                vec_length(vec_add(limb->ankle, limb->hip, -1)), length(LENGTH_THIGH) + length(LENGTH_SHANK));
  limb->knee = leg.middle;
  limb->thigh = leg.first;
  limb->shank = leg.second;
  double ankle = atan2(vec_dot(limb->foot.forward, limb->shank.up), vec_dot(limb->foot.forward, limb->shank.forward));
  return within(leg.angle, limit_of(KNEE), side_words[side], err) &&
         within(ankle / degree, limit_of(ANKLE), side_words[side], err) &&
         check_direction(pelvis, &limb->thigh, outward, LEG, LEG_OUT, side_words[side], err);
}

static void hang_leg(const Pose *pose, const Frame *pelvis, int side, Limb *limb) {
  const double *at = &pose->at[ON_SIDE(LEG, side)] - LEG;
  double outward = side == FAR_SIDE ? -1 : 1;
  limb->thigh = twist(tilt(bend(*pelvis, -at[LEG]), -outward * at[LEG_OUT]), outward * at[LEG_TURN]);
  limb->knee = vec_add(limb->hip, limb->thigh.up, -length(LENGTH_THIGH));
  limb->shank = bend(limb->thigh, at[KNEE]);
  limb->ankle = vec_add(limb->knee, limb->shank.up, -length(LENGTH_SHANK));
  limb->foot = tilt(bend(limb->shank, -at[ANKLE]), outward * at[ANKLE_IN]);
}

/* ---- arms ---- */

static bool place_hand(const Pose *pose, const Frame *chest, int side, Limb *limb, Err *err) {
  const double *at = &pose->at[ON_SIDE(LEG, side)] - LEG;
  double outward = side == FAR_SIDE ? -1 : 1;
  Bent arm;
  limb->wrist = (Vec){at[HAND_X], at[HAND_Y], at[HAND_Z]};
  if (!reach(&(Reach){length(LENGTH_UPPER_ARM), length(LENGTH_FOREARM), limb->shoulder, limb->wrist, *chest, outward,
                      at[ARM_TURN], -1},
             &arm))
    return fail(err, ERR_DATA, NULL, "has the %shand %.1f from the shoulder: the arm is %.1f long", side_words[side],
                vec_length(vec_add(limb->wrist, limb->shoulder, -1)),
                length(LENGTH_UPPER_ARM) + length(LENGTH_FOREARM));
  limb->elbow = arm.middle;
  limb->upper_arm = arm.first;
  limb->forearm = arm.second;
  return within(arm.angle, limit_of(ELBOW), side_words[side], err) &&
         check_direction(chest, &limb->upper_arm, outward, ARM, ARM_OUT, side_words[side], err);
}

static void hang_arm(const Pose *pose, const Frame *chest, int side, Limb *limb) {
  const double *at = &pose->at[ON_SIDE(LEG, side)] - LEG;
  double outward = side == FAR_SIDE ? -1 : 1;
  limb->upper_arm = twist(tilt(bend(*chest, -at[ARM]), -outward * at[ARM_OUT]), outward * at[ARM_TURN]);
  limb->elbow = vec_add(limb->shoulder, limb->upper_arm.up, -length(LENGTH_UPPER_ARM));
  limb->forearm = bend(limb->upper_arm, -at[ELBOW]);
  limb->wrist = vec_add(limb->elbow, limb->forearm.up, -length(LENGTH_FOREARM));
}

/* ---- the whole ---- */

static void solve_trunk(const Pose *pose, Body *body) {
  const double *at = pose->at;
  Frame upright = {{.x = 1}, {.y = 1}, {.z = 1}};
  body->pelvis = tilt(bend(twist(upright, at[TURN]), at[LEAN]), at[TILT]);
  body->hips = (Vec){at[HIP_X], at[HIP_Y], at[HIP_Z]};
  body->waist = vec_add(body->hips, body->pelvis.up, length(LENGTH_LOWER_TRUNK));
  body->chest = twist(tilt(bend(body->pelvis, at[SPINE]), at[SPINE_SIDE]), at[SPINE_TWIST]);
  body->neck = vec_add(body->waist, body->chest.up, length(LENGTH_UPPER_TRUNK));
  body->head = twist(tilt(bend(body->chest, at[NECK]), at[NECK_SIDE]), at[NECK_TWIST]);
  body->skull = vec_add(body->neck, body->head.up, length(LENGTH_NECK));
}

static bool above_floor(const Body *body, Err *err) {
  static const PartKind lowest[] = {PART_HEAD,  PART_BACK, PART_SEAT, PART_KNEE,
                                    PART_ELBOW, PART_HAND, PART_HEEL, PART_TOES};
  for (size_t i = 0; i < ARRAY_LEN(lowest); i++)
    for (int side = 0; side < 2; side++) {
      double radius, least = -1.6;
      Vec at = body_part(body, (Part){lowest[i], side}, &radius);
      if (at.y - radius < least)
        return fail(err, ERR_DATA, NULL, "has %s%s %.1f below the floor",
                    lowest[i] < PART_SIDED ? "" : side_words[side], pose_part_name(lowest[i]), radius - at.y);
    }
  return true;
}

bool body_solve(const Pose *pose, Body *body, Err *err) {
  if (!check_limits(pose, err)) return false;
  solve_trunk(pose, body);
  for (int side = 0; side < 2; side++) {
    Limb *limb = &body->limb[side];
    double outward = side == FAR_SIDE ? -1 : 1;
    limb->hip = vec_add(body->hips, body->pelvis.right, outward * hip_half);
    limb->shoulder = vec_add(body->neck, body->chest.right, outward * shoulder_half);
    if (!pose->foot_placed[side])
      hang_leg(pose, &body->pelvis, side, limb);
    else if (!place_foot(pose, &body->pelvis, side, limb, err))
      return false;
    if (!pose->hand_placed[side])
      hang_arm(pose, &body->chest, side, limb);
    else if (!place_hand(pose, &body->chest, side, limb, err))
      return false;
    place_sole(limb);
    limb->hand = vec_add(limb->wrist, limb->forearm.up, -hand_length * 0.7);
  }
  return above_floor(body, err);
}

/* ---- parts and what they touch ---- */

static Vec between(Vec a, Vec b, double share) { return vec_add(scaled(a, 1 - share), b, share); }

Vec body_part(const Body *body, Part part, double *radius) {
  const Limb *limb = &body->limb[part.side];
  switch (part.kind) {
  case PART_HEAD: *radius = 6; return body->skull;
  case PART_BACK:
  case PART_CHEST: *radius = 5.8; return between(body->waist, body->neck, 0.55);
  case PART_BELLY: *radius = 5; return body->waist;
  case PART_SEAT:
  case PART_HIP: *radius = 6; return vec_add(body->hips, body->pelvis.forward, part.kind == PART_SEAT ? -0.6 : 0);
  case PART_SHOULDER: *radius = 4; return limb->shoulder;
  case PART_ELBOW: *radius = 2.4; return limb->elbow;
  case PART_HAND: *radius = 2; return limb->hand;
  case PART_SIDE: *radius = 5.6; return vec_add(body->hips, body->pelvis.right, part.side == FAR_SIDE ? -3.5 : 3.5);
  case PART_THIGH: *radius = 4.4; return between(limb->hip, limb->knee, 0.5);
  case PART_KNEE: *radius = 3.2; return limb->knee;
  case PART_CALF: *radius = 3.2; return between(limb->knee, limb->ankle, 0.4);
  case PART_ANKLE: *radius = 2.4; return limb->ankle;
  case PART_HEEL: *radius = 1.2; return vec_add(limb->heel, limb->foot.up, 1.2);
  case PART_TOES: *radius = 1.2; return vec_add(limb->ball, limb->foot.up, 1.2);
  case PART_FOOT: *radius = 1.2; return vec_add(between(limb->heel, limb->ball, 0.5), limb->foot.up, 1.2);
  case PART_KINDS: break;
  }
  *radius = 0;
  return body->hips;
}

/* From the skin of a part to the skin of a thing; below 0: inside. Lengths along z are not told. */
static double gap_to_box(Vec at, double radius, double x1, double x2, double bottom, double top) {
  double dx = fmax(fmax(x1 - at.x, at.x - x2), 0), dy = fmax(fmax(bottom - at.y, at.y - top), 0);
  if (dx > 0 || dy > 0) return hypot(dx, dy) - radius;
  return -fmin(fmin(at.x - x1, x2 - at.x), fmin(at.y - bottom, top - at.y)) - radius;
}

static double gap_to(const Prop *prop, Vec at, double radius) {
  const double *n = prop->number;
  switch (prop->kind) {
  case PROP_WALL: return fabs(at.x - n[0]) - radius;
  case PROP_BOX: return gap_to_box(at, radius, n[0], n[1], n[3], n[2]);
  case PROP_BED: return gap_to_box(at, radius, n[0], n[1], n[2] - 8, n[2]);
  case PROP_CHAIR:
    return fmin(gap_to_box(at, radius, n[0] - 11, n[0] + 11, 24, 26),
                gap_to_box(at, radius, fmin(n[0] - n[1] * 11, n[0] - n[1] * 13),
                           fmax(n[0] - n[1] * 11, n[0] - n[1] * 13), 26, 54));
  case PROP_ROLLER: return hypot(at.x - n[0], at.y - n[1]) - 5 - radius;
  case PROP_BALL: return hypot(at.x - n[0], at.y - n[1]) - n[2] - radius;
  case PROP_PILLOW: return gap_to_box(at, radius, n[0] - n[2] / 2, n[0] + n[2] / 2, n[1] - 2, n[1] + 2);
  default: return INFINITY;
  }
}

bool body_touches(const Body *body, const Pose *pose, const Scene *scene, Err *err) {
  for (size_t i = 0; i < pose->on_count; i++) {
    double radius, gap;
    Vec at = body_part(body, pose->on[i], &radius);
    gap = at.y - radius;
    for (size_t k = 0; k < scene->count; k++) {
      double other = gap_to(&scene->props[k], at, radius);
      if (fabs(other) < fabs(gap)) gap = other;
    }
    if (fabs(gap) > 1.6)
      return fail(err, ERR_DATA, NULL, "has %s%s %.1f %s what it should touch",
                  pose->on[i].kind < PART_SIDED ? "" : side_words[pose->on[i].side], pose_part_name(pose->on[i].kind),
                  fabs(gap), gap > 0 ? "from" : "inside");
  }
  return true;
}
