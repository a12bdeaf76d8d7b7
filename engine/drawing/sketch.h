/* The body of a figure as a reader sees it: outlines and fills of its limbs, farther ones first, those of the far side
 * pale. Lengths stay percent of the height, until figure.h lays the picture out. Knows neither things nor pages. */
#pragma once

#include "drawing/body.h"
#include "drawing/picture.h"

typedef struct Canvas {
  Picture *p;
  double sine, cosine; /* of the angle from which the reader looks down */
  double mirror;       /* 1, or -1: for the left side */
  bool feet_alone;     /* they show larger without what is above the knee */
} Canvas;

typedef struct Ball {
  Point at;
  double radius;
} Ball;

/* Where a place is seen. */
Point sketch_point(const Canvas *c, Vec at);
/* The outline around 1 or more balls that are seen. */
void sketch_hull(Picture *p, const Style *style, const Ball *balls, size_t count);
void sketch_body(const Canvas *c, const Body *body);
