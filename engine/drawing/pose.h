/* The pose language of exercise rows: how a figure stands, lies or sits at the start and at the end, and what is around
 * it. Words, numbers and commas become plain data here; what a body can do is body.h's to say.
 *
 * A pose is a list of items set apart by commas. Lengths are percent of the figure's height, x to the right, y up from
 * the floor, z to the reader; angles are degrees. Rows show the exercise for the right side, facing right; for the left
 * the picture is mirrored.
 *   hip X Y [Z]                  the middle between the hip joints
 *   turn A                       0 facing right, 90 facing the reader, -90 turned away
 *   lean A                       of the pelvis: forward from upright; 90 face down, -90 on the back
 *   tilt A                       of the pelvis to its right side; -90 lying on the left side
 *   spine FLEX [SIDE] [TWIST]    bends the upper trunk; neck FLEX [SIDE] [TWIST] the head
 *   leg FLEX [OUT] [TURN], knee A, ankle UP [IN]                    a free leg by its joints
 *   foot X Y [Z] [HEEL] [OUT]    a foot that stands at X Y; HEEL: degrees of the sole, heel up, below 0 toes up
 *   arm FLEX [OUT] [TURN], elbow A, hand X Y [Z]                    the same for an arm; hand: where the wrist is
 *   on PART...                   what touches floor or things: back belly side seat head knees feet hands elbows ...
 * leg, knee, ankle, foot, arm, elbow, hand are for both sides, or for one after `right` or `left`; TURN also turns the
 * knee or elbow of a limb that is placed. The end pose begins as the start pose and says what differs. */
#pragma once

#include "base/err.h"

/* The numbers of a pose; those of a limb stand once for the right and once for the left. */
/* clang-format off */
typedef enum {
  HIP_X, HIP_Y, HIP_Z, TURN, LEAN, TILT, SPINE, SPINE_SIDE, SPINE_TWIST, NECK, NECK_SIDE, NECK_TWIST,
  LIMBS,
  LEG = LIMBS, LEG_OUT, LEG_TURN, KNEE, ANKLE, ANKLE_IN, FOOT_X, FOOT_Y, FOOT_Z, FOOT_HEEL, FOOT_OUT,
  ARM, ARM_OUT, ARM_TURN, ELBOW, HAND_X, HAND_Y, HAND_Z,
  LIMBS_END,
  POSE_NUMBERS = LIMBS_END + (LIMBS_END - LIMBS)
} PoseNumber;

enum { NEAR_SIDE, FAR_SIDE }; /* of a figure that faces right: its right and its left */

/* Place of a limb's number for a side. */
#define ON_SIDE(number, side) ((number) + ((side) == FAR_SIDE ? LIMBS_END - LIMBS : 0))

typedef enum { /* points of the body that are named */
  PART_HEAD, PART_BACK, PART_BELLY, PART_CHEST, PART_SEAT, PART_HIP,
  PART_SIDED,
  PART_SHOULDER = PART_SIDED, PART_ELBOW, PART_HAND, PART_SIDE, PART_THIGH, PART_KNEE, PART_CALF, PART_ANKLE, PART_HEEL,
  PART_FOOT, PART_TOES,
  PART_KINDS
} PartKind;
/* clang-format on */

typedef struct Part {
  PartKind kind;
  int side; /* from PART_SIDED on */
} Part;

enum { POSE_PARTS = 12 };

typedef struct Pose {
  double at[POSE_NUMBERS];
  bool foot_placed[2], hand_placed[2]; /* by side: `foot` or `hand` was said last, not the joints */
  Part on[POSE_PARTS];
  size_t on_count;
} Pose;

typedef enum {             /* things around, numbers in their order */
               PROP_VIEW,  /* view UP: degrees from which the reader looks down */
               PROP_FEET,  /* feet: nothing of the body above the knees, so that they are large */
               PROP_WALL,  /* wall X */
               PROP_BOX,   /* box X X TOP [BOTTOM]: step, bench, table */
               PROP_BED,   /* bed X X TOP */
               PROP_CHAIR, /* chair X FACES: middle of the seat; 1 facing right, -1 left */
               PROP_ROLLER, /* roller X Y, ball X Y [RADIUS] [Z], pillow X Y [WIDTH] [Z]: the middle; held where Z is above 0 */
               PROP_BALL,
               PROP_PILLOW,
               PROP_BAND, /* band POINT POINT, towel POINT POINT: a POINT is a part, or X Y */
               PROP_TOWEL,
               PROP_LOOP,   /* loop PART PART: a band around both */
               PROP_WEIGHT, /* weight PART */
               PROP_HELPER, /* helper X Y: hands that hold */
               PROP_ARROW,  /* arrow PART: along its way from start to end */
               PROP_PUSH, /* push PART X Y [FROM_X FROM_Y]: a force by so much right and up, begun so far from the part */
               PROP_KINDS
} PropKind;

enum { POSE_PROPS = 16 };

typedef struct PropPoint {
  bool is_part;
  Part part;
  double x, y;
} PropPoint;

typedef struct Prop {
  PropKind kind;
  double number[4]; /* absent ones as said in the table of pose.c */
  PropPoint point[2];
} Prop;

typedef struct Scene {
  double view; /* degrees */
  bool feet_alone;
  Prop props[POSE_PROPS];
  size_t count;
} Scene;

/* Reads a pose.
 *
 * takes    text of items; pose: what holds before them, zeroed for a start pose
 * gives    true and *pose
 * fails    ERR_DATA: unknown word with the nearest one, too many or too few numbers, a number out of reason
 * source   none
 */
bool pose_read(const char *text, Pose *pose, Err *err);

/* Reads what is around; NULL: nothing. fails as pose_read, and more than POSE_PROPS things. */
bool pose_read_scene(const char *text, Scene *scene, Err *err);

const char *pose_part_name(PartKind kind);
