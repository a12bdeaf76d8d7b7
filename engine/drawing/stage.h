/* What is around a figure: floor, walls, things behind and in front of the body, and the arrows of what moves. Knows
 * how they look; what they are to be, the scene says. */
#pragma once

#include "drawing/plot.h"
#include "drawing/sketch.h"

/* How far the floor is seen below its middle. */
double stage_floor_room(const Canvas *c);
/* The floor from one x of the picture to the other. */
void stage_floor(const Canvas *c, double least, double most);
/* What lies behind the body in its start pose (0) or end pose (1), and what lies over it; arrows over the end alone. */
void stage_behind(const Canvas *c, const Plot *plot, int number);
void stage_before(const Canvas *c, const Plot *plot, int number);
