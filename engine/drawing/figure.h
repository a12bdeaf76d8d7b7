/* The drawn figure of an exercise: its start and end pose side by side or one above the other, numbered 1 and 2, with
 * what is around and an arrow where it says so. Limbs away from the reader are pale. Knows bodies
 * and scenes by plot.h; what the exercise is for it does not know. */
#pragma once

#include "drawing/picture.h"
#include "facts/catalog.h"
#include "facts/words.h"

/* The picture of an exercise.
 *
 * takes    side: LEFT mirrors; when the exercise is done side by side, the side is written in a corner by words
 * gives    true and *picture in the arena, of one size for every exercise: name as title, set-up and movement as text;
 *          false: the exercise has no figure, or none that can be drawn
 * fails    none
 * source   none
 */
bool figure_picture(Arena *a, const Exercise *exercise, Side side, const Words *words, Picture *picture);
