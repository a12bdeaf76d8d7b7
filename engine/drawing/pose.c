#include "drawing/pose.h"

#include "base/text.h"
#include <math.h>
#include <string.h>

enum { FARTHEST = 400 }; /* numbers beyond it are slips: lengths in percent of the height, angles in degrees */

/* ---- words of a text ---- */

typedef struct Reader {
  const char *at;
  char word[40]; /* the word or number read last; "" at the end of an item */
  Err *err;
} Reader;

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t'; }

/* The next word of this item; false at its end. */
static bool next_word(Reader *r) {
  size_t len = 0;
  while (is_space(*r->at)) r->at++;
  while (*r->at && *r->at != ',' && !is_space(*r->at)) {
    if (len + 1 < sizeof r->word) r->word[len++] = *r->at;
    r->at++;
  }
  r->word[len] = 0;
  return len > 0;
}

/* Begins the next item; false at the end of the text. */
static bool next_item(Reader *r) {
  while (is_space(*r->at) || *r->at == ',') r->at++;
  return next_word(r);
}

static bool is_number(const char *word) {
  return (*word >= '0' && *word <= '9') || *word == '-' || *word == '+' || *word == '.';
}

static bool read_number(Reader *r, const char *item, double *number) {
  if (!text_parse_number(r->word, number))
    return fail(r->err, ERR_DATA, NULL, "has '%s' after '%s': write a number", r->word, item);
  if (fabs(*number) > FARTHEST)
    return fail(r->err, ERR_DATA, NULL, "has %s after '%s': numbers go from -%d to %d", r->word, item, FARTHEST,
                FARTHEST);
  return true;
}

/* Reads the numbers up to the end of the item. */
static bool read_numbers(Reader *r, const char *item, size_t least, size_t most, double *numbers) {
  size_t count = 0;
  while (next_word(r)) {
    if (count == most)
      return fail(r->err, ERR_DATA, NULL, "has more than %zu number%s after '%s'", most, most == 1 ? "" : "s", item);
    if (!read_number(r, item, &numbers[count++])) return false;
  }
  if (count < least)
    return fail(r->err, ERR_DATA, NULL, "has %zu number%s after '%s', which needs %zu", count, count == 1 ? "" : "s",
                item, least);
  return true;
}

/* ---- parts ---- */

static const char *const part_names[PART_KINDS] = {"head",     "back",  "belly", "chest", "seat",  "hip",
                                                   "shoulder", "elbow", "hand",  "side",  "thigh", "knee",
                                                   "calf",     "ankle", "heel",  "foot",  "toes"};
static const char *const both_names[PART_KINDS] = {
    [PART_SHOULDER] = "shoulders", [PART_ELBOW] = "elbows", [PART_HAND] = "hands",  [PART_SIDE] = "sides",
    [PART_THIGH] = "thighs",       [PART_KNEE] = "knees",   [PART_CALF] = "calves", [PART_ANKLE] = "ankles",
    [PART_HEEL] = "heels",         [PART_FOOT] = "feet"};

const char *pose_part_name(PartKind kind) { return part_names[kind]; }

static bool unknown(Reader *r, const char *what, const char *word, const char *const *names, size_t count) {
  Arena a = {0};
  Nearest nearest = {.word = word};
  for (size_t i = 0; i < count; i++)
    if (names[i]) text_near(&nearest, names[i]);
  fail(r->err, ERR_DATA, NULL, "has an unknown %s '%s'%s", what, word, text_near_hint(&a, &nearest));
  arena_free(&a);
  return false;
}

/* Takes "right_" or "left_" off a word; gives its side, or `otherwise`. */
static int take_side(const char **word, int otherwise) {
  static const char *const sides[] = {"right_", "left_"};
  for (int side = 0; side < 2; side++)
    if (strncmp(*word, sides[side], strlen(sides[side])) == 0) {
      *word += strlen(sides[side]);
      return side;
    }
  return otherwise;
}

/* One part by r->word: "head", "right_knee"; without a side that of the right. */
static bool read_part(Reader *r, Part *part) {
  const char *name = r->word;
  int side = take_side(&name, -1);
  for (int i = 0; i < PART_KINDS; i++)
    if (strcmp(part_names[i], name) == 0 && (side < 0 || i >= PART_SIDED)) {
      *part = (Part){(PartKind)i, side < 0 ? NEAR_SIDE : side};
      return true;
    }
  return unknown(r, "part", name, part_names, PART_KINDS);
}

static bool add_on(Reader *r, Pose *pose, Part part) {
  if (pose->on_count == POSE_PARTS)
    return fail(r->err, ERR_DATA, NULL, "has more than %d parts after 'on'", POSE_PARTS);
  pose->on[pose->on_count++] = part;
  return true;
}

static bool read_on(Reader *r, Pose *pose) {
  pose->on_count = 0;
  while (next_word(r)) {
    int both = 0;
    Part part;
    while (both < PART_KINDS && !(both_names[both] && strcmp(both_names[both], r->word) == 0)) both++;
    if (both < PART_KINDS) {
      if (!add_on(r, pose, (Part){(PartKind)both, NEAR_SIDE}) || !add_on(r, pose, (Part){(PartKind)both, FAR_SIDE}))
        return false;
    } else if (!read_part(r, &part) || !add_on(r, pose, part)) {
      return false;
    }
  }
  return true;
}

/* ---- poses ---- */

typedef enum { PLACES_NOTHING, FREES_LEG, PLACES_FOOT, FREES_ARM, PLACES_HAND } Placing;

static const struct PoseWord {
  const char *name;
  PoseNumber first;
  size_t least, most;
  Placing placing;
} pose_words[] = {
    {"hip", HIP_X, 2, 3, PLACES_NOTHING},
    {"turn", TURN, 1, 1, PLACES_NOTHING},
    {"lean", LEAN, 1, 1, PLACES_NOTHING},
    {"tilt", TILT, 1, 1, PLACES_NOTHING},
    {"spine", SPINE, 1, 3, PLACES_NOTHING},
    {"neck", NECK, 1, 3, PLACES_NOTHING},
    {"leg", LEG, 1, 3, FREES_LEG},
    {"knee", KNEE, 1, 1, PLACES_NOTHING},
    {"ankle", ANKLE, 1, 2, PLACES_NOTHING},
    {"foot", FOOT_X, 2, 5, PLACES_FOOT},
    {"arm", ARM, 1, 3, FREES_ARM},
    {"elbow", ELBOW, 1, 1, PLACES_NOTHING},
    {"hand", HAND_X, 2, 3, PLACES_HAND},
    {"kneeturn", LEG_TURN, 1, 1, PLACES_NOTHING},
    {"elbowturn", ARM_TURN, 1, 1, PLACES_NOTHING},
};

static const struct PoseWord *find_word(const char *name) {
  for (size_t i = 0; i < ARRAY_LEN(pose_words); i++)
    if (strcmp(pose_words[i].name, name) == 0) return &pose_words[i];
  return NULL;
}

/* Half the width of hips and shoulders is where a hand or foot stands whose z is not said. */
static const double hip_half = 5, shoulder_half = 8.5;

static void place(Pose *pose, const struct PoseWord *word, int side, const double *numbers) {
  double *to = &pose->at[word->first < LIMBS ? word->first : ON_SIDE(word->first, side)];
  double outward = side == FAR_SIDE ? -1 : 1;
  for (size_t i = 0; i < word->most; i++)
    if (!isnan(numbers[i])) to[i] = numbers[i];
  switch (word->placing) {
  case PLACES_NOTHING: break;
  case FREES_LEG: pose->foot_placed[side] = false; break;
  case FREES_ARM: pose->hand_placed[side] = false; break;
  case PLACES_FOOT:
    pose->foot_placed[side] = true;
    pose->at[ON_SIDE(FOOT_Z, side)] = isnan(numbers[2]) ? outward * hip_half : numbers[2];
    for (int i = 3; i < 5; i++)
      if (isnan(numbers[i])) to[i] = 0;
    break;
  case PLACES_HAND:
    pose->hand_placed[side] = true;
    pose->at[ON_SIDE(HAND_Z, side)] = isnan(numbers[2]) ? outward * shoulder_half : numbers[2];
    break;
  }
}

static bool read_item(Reader *r, Pose *pose) {
  static const char *const sides[] = {"right", "left"};
  const char *names[ARRAY_LEN(pose_words) + 3] = {"right", "left", "on"};
  double numbers[5] = {NAN, NAN, NAN, NAN, NAN};
  int side = strcmp(r->word, sides[0]) == 0 ? NEAR_SIDE : strcmp(r->word, sides[1]) == 0 ? FAR_SIDE : -1;
  if (strcmp(r->word, "on") == 0) return read_on(r, pose);
  if (side >= 0 && !next_word(r)) return fail(r->err, ERR_DATA, NULL, "has nothing after '%s'", sides[side]);
  const struct PoseWord *word = find_word(r->word);
  for (size_t i = 0; i < ARRAY_LEN(pose_words); i++) names[i + 3] = pose_words[i].name;
  if (!word) return unknown(r, "word", r->word, names, ARRAY_LEN(names));
  if (side >= 0 && word->first < LIMBS)
    return fail(r->err, ERR_DATA, NULL, "has '%s' before '%s', which has no sides", sides[side], word->name);
  if (!read_numbers(r, word->name, word->least, word->most, numbers)) return false;
  for (int i = 0; i < 2; i++)
    if (side < 0 || side == i) {
      double mine[5];
      memcpy(mine, numbers, sizeof mine);
      if (side < 0 && i == FAR_SIDE && word->placing != PLACES_NOTHING && word->placing != FREES_LEG &&
          word->placing != FREES_ARM)
        mine[2] = -mine[2]; /* both hands or feet: one on each side of the middle */
      place(pose, word, i, mine);
    }
  return true;
}

bool pose_read(const char *text, Pose *pose, Err *err) {
  Reader r = {.at = text ? text : "", .err = err};
  while (next_item(&r))
    if (!read_item(&r, pose)) return false;
  return true;
}

/* ---- things around ---- */

static const struct PropWord {
  const char *name;
  size_t points, least, most; /* points or parts first, then so many numbers */
  bool parts_alone;           /* no place on the page instead of a part */
  double absent[4];
} prop_words[PROP_KINDS] = {
    [PROP_VIEW] = {"view", 0, 1, 1, false, {0}},
    [PROP_FEET] = {"feet", 0, 0, 0, false, {0}},
    [PROP_WALL] = {"wall", 0, 1, 1, false, {0}},
    [PROP_BOX] = {"box", 0, 3, 4, false, {0}},
    [PROP_BED] = {"bed", 0, 3, 3, false, {0}},
    [PROP_CHAIR] = {"chair", 0, 2, 2, false, {0}},
    [PROP_ROLLER] = {"roller", 0, 2, 2, false, {0}},
    [PROP_BALL] = {"ball", 0, 2, 4, false, {0, 0, 5, 6}},
    [PROP_PILLOW] = {"pillow", 0, 2, 4, false, {0, 0, 14}},
    [PROP_BAND] = {"band", 2, 0, 0, false, {0}},
    [PROP_TOWEL] = {"towel", 2, 0, 0, false, {0}},
    [PROP_LOOP] = {"loop", 2, 0, 0, true, {0}},
    [PROP_WEIGHT] = {"weight", 1, 0, 0, true, {0}},
    [PROP_HELPER] = {"helper", 0, 2, 2, false, {0}},
    [PROP_ARROW] = {"arrow", 1, 0, 0, true, {0}},
    [PROP_PUSH] = {"push", 1, 2, 4, true, {0}},
};

static bool read_point(Reader *r, const struct PropWord *word, PropPoint *point) {
  if (!next_word(r)) return fail(r->err, ERR_DATA, NULL, "has too little after '%s'", word->name);
  if (word->parts_alone || !is_number(r->word)) {
    point->is_part = true;
    return read_part(r, &point->part);
  }
  if (!read_number(r, word->name, &point->x)) return false;
  if (!next_word(r)) return fail(r->err, ERR_DATA, NULL, "has one number after '%s': a place has two", word->name);
  return read_number(r, word->name, &point->y);
}

static bool read_prop(Reader *r, Prop *prop) {
  const char *names[PROP_KINDS];
  size_t kind = 0;
  for (size_t i = 0; i < PROP_KINDS; i++) names[i] = prop_words[i].name;
  while (kind < PROP_KINDS && strcmp(names[kind], r->word) != 0) kind++;
  if (kind == PROP_KINDS) return unknown(r, "thing", r->word, names, PROP_KINDS);
  const struct PropWord *word = &prop_words[kind];
  prop->kind = (PropKind)kind;
  memcpy(prop->number, word->absent, sizeof prop->number);
  for (size_t i = 0; i < word->points; i++)
    if (!read_point(r, word, &prop->point[i])) return false;
  return read_numbers(r, word->name, word->least, word->most, prop->number);
}

bool pose_read_scene(const char *text, Scene *scene, Err *err) {
  Reader r = {.at = text ? text : "", .err = err};
  *scene = (Scene){0};
  while (next_item(&r)) {
    Prop prop = {0};
    if (!read_prop(&r, &prop)) return false;
    if (prop.kind == PROP_VIEW) {
      if (prop.number[0] < 0 || prop.number[0] > 60)
        return fail(err, ERR_DATA, NULL, "has view %g: the reader looks down by 0 to 60 degrees", prop.number[0]);
      scene->view = prop.number[0];
    } else if (prop.kind == PROP_FEET) {
      scene->feet_alone = true;
    } else if (scene->count == POSE_PROPS) {
      return fail(err, ERR_DATA, NULL, "has more than %d things", POSE_PROPS);
    } else {
      scene->props[scene->count++] = prop;
    }
  }
  return true;
}
