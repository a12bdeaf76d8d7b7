/* A figure's body in three dimensions: from the numbers of a pose to the places of its joints, with limbs of fixed
 * length and joints within limits. Hands and feet that are placed are reached by hip and knee, shoulder and elbow.
 * Lengths are percent of the height, x to the right, y up, z to the reader. Knows no exercise and no drawing.
 *
 * Lengths follow the usual proportions of body segments, limits the usual ranges of joints, both rounded and a little
 * generous: they are drawing conventions, no norms. */
#pragma once

#include "drawing/pose.h"

typedef struct Vec {
  double x, y, z;
} Vec;

typedef struct Frame { /* of a piece of the body that hangs or stands: forward, up, to its right */
  Vec forward, up, right;
} Frame;

typedef struct Limb {
  Vec hip, knee, ankle, heel, ball, toe; /* of the leg */
  Vec shoulder, elbow, wrist, hand;      /* of the arm; hand: its middle */
  Frame thigh, shank, foot, upper_arm, forearm;
} Limb;

typedef struct Body {
  Frame pelvis, chest, head;
  Vec hips, waist, neck, skull; /* hips: the middle between the joints; skull: the middle of the head */
  Limb limb[2];                 /* by side */
} Body;

enum { /* lengths in tenths of a percent of the height */
       LENGTH_THIGH = 245,
       LENGTH_SHANK = 246,
       LENGTH_UPPER_ARM = 186,
       LENGTH_FOREARM = 146,
       LENGTH_LOWER_TRUNK = 130,
       LENGTH_UPPER_TRUNK = 158,
       LENGTH_NECK = 105 /* from between the shoulders to the middle of the head */
};

/* Places every joint.
 *
 * takes    pose as read
 * gives    true and *body
 * fails    ERR_DATA: a joint beyond its limit, a hand or foot out of reach, a part below the floor
 * source   none
 */
bool body_solve(const Pose *pose, Body *body, Err *err);

/* A ball that stands for a part: its middle and half its thickness. */
Vec body_part(const Body *body, Part part, double *radius);

/* Do the parts that a pose names touch something, and does nothing reach into it? fails ERR_DATA: names the part. */
bool body_touches(const Body *body, const Pose *pose, const Scene *scene, Err *err);

Vec vec_add(Vec a, Vec b, double times); /* a + times x b */
double vec_dot(Vec a, Vec b);
double vec_length(Vec a);
