/* A drawn body from front and back with the muscles of the catalog as regions: which scored low in strength, which in
 * length, which a program aims at, and on which side. Patterns and edges say it as well as colours, and the text of the
 * picture lists it. Where muscles lie
 * stands in their rows; what is marked is the caller's to say. */
#pragma once

#include "drawing/picture.h"
#include "facts/catalog.h"
#include "facts/words.h"

typedef struct BodyMark {
  int muscle; /* index; a group without a region of its own is drawn as its members */
  Side side;  /* BOTH: left and right */
  bool low;   /* scored low in strength, endurance or control */
  bool tight; /* scored short in length */
  bool aim;   /* of the program */
} BodyMark;

/* Is the outline of a region as it should be?
 *
 * takes    text: "X Y, X Y, ...": X outward from the middle of the body, Y up from the floor, percent of its height
 * gives    true
 * fails    ERR_DATA: a sentence without its subject: too few or many points, no number, outside of the body
 * source   none
 */
bool bodymap_check(const char *text, Err *err);

/* Does a mark of this muscle show: has it, or a member of it, a region? */
bool bodymap_has(const Catalog *catalog, int muscle);

/* The marks of what a result aims at, whatever it scored. The number of them; conflicts and aims without weight are left out. */
size_t bodymap_marks(const Catalog *catalog, const Result *result, Arena *a, BodyMark **marks);

/* Draws the map.
 *
 * takes    marks: of one muscle and side the kinds add up; words: with every map_ sentence
 * gives    *picture in the arena: the body's left is on the right of the page in front, on the left behind; a mark
 *          without region stands in the text alone
 * fails    none
 * source   none
 */
void bodymap_picture(const Catalog *catalog, const BodyMark *marks, size_t count, const Words *words, Arena *a,
                     Picture *picture);
