/* What the figure of an exercise shows, read and checked: the scene, start and end pose, and the body in both. Knows no
 * drawing; figure.h draws it. */
#pragma once

#include "drawing/body.h"
#include "facts/catalog.h"

typedef struct Plot {
  Scene scene;
  Pose poses[2]; /* start and end */
  Body bodies[2];
} Plot;

/* Reads the words of a row.
 *
 * takes    figure: scene may be NULL
 * gives    true and *plot
 * fails    ERR_DATA; *field is "figure.scene", "figure.start" or "figure.finish", err a sentence that begins behind it:
 *          "has right knee at 170 degrees: it goes from 0 to 160"
 * source   none
 */
bool plot_read(const Figure *figure, Plot *plot, const char **field, Err *err);
