/* A picture as plain data: a list of paths and texts on a page measured in millimetres, with a title and a text that
 * says the same in words. Charts, figures and maps are built of it; svg.h and paint.h draw it.
 * Knows no file format, no font and no medicine. Colour never carries a meaning alone: a pattern, a dash or a word goes
 * with it, so that a print in black and white and a reader who sees no red lose nothing. */
#pragma once

#include "base/arena.h"
#include <stdbool.h>

typedef struct Point { /* millimetres from the left and from the top */
  double x, y;
} Point;

/* Colours as 0xRRGGBB. Blue and orange can be told apart with every kind of colour vision and differ in lightness. */
enum {
  COLOUR_INK = 0x1a1a1a,
  COLOUR_SOFT = 0x6b6b6b,
  COLOUR_LIGHT = 0xc9c9c9,
  COLOUR_PALE = 0xececec,
  COLOUR_PAPER = 0xffffff,
  COLOUR_BLUE = 0x0b5a8f,
  COLOUR_ORANGE = 0xd55e00
};

typedef enum { FILL_NONE, FILL_SOLID, FILL_HATCH, FILL_BACK_HATCH, FILL_CROSS, FILL_DOTS, FILL_COUNT } Fill;

typedef struct Style {
  double width;    /* of the stroke in mm, ends and corners round; 0: no stroke */
  unsigned stroke; /* its colour */
  double dash;     /* mm drawn and mm left out; 0: a whole line */
  Fill fill;
  unsigned colour; /* of the fill, or of the lines and dots of a pattern; between these the picture shows through */
} Style;

typedef enum { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END } Anchor;

typedef enum { SHAPE_PATH, SHAPE_CURVE, SHAPE_TEXT } ShapeKind;

typedef struct Shape {
  ShapeKind kind;
  Style style; /* of a text: only colour */
  const Point
      *points; /* PATH: corners; CURVE: start, then two handles and an end a piece; TEXT: one, on the baseline */
  size_t count;
  bool closed;
  const char *text; /* UTF-8, one line */
  double size;      /* of the text in mm */
  Anchor anchor;
  bool bold;
} Shape;

typedef struct Picture {
  Arena *arena;         /* owner of everything here; set first */
  double width, height; /* mm, above 0 */
  const char *title;    /* a few words; NULL: a picture without meaning of its own, left out when read aloud */
  const char *text;     /* the whole meaning in words; NULL: the title says it */
  LIST(Shape) shapes;   /* the first lies lowest */
} Picture;

/* Each adds shapes; points and texts are copied, numbers finite. */
void picture_path(Picture *p, const Style *style, const Point *points, size_t count, bool closed);
/* count = 1 + 3 x pieces. */
void picture_curve(Picture *p, const Style *style, const Point *points, size_t count, bool closed);
/* A smooth line through the points. */
void picture_smooth(Picture *p, const Style *style, const Point *points, size_t count, bool closed);
void picture_line(Picture *p, const Style *style, Point from, Point to);
void picture_box(Picture *p, const Style *style, double x, double y, double width, double height);
void picture_ellipse(Picture *p, const Style *style, Point centre, double rx, double ry);
void picture_text(Picture *p, unsigned colour, double size, Anchor anchor, Point at, const char *text);
void picture_bold(Picture *p, unsigned colour, double size, Anchor anchor, Point at, const char *text);
/* A smooth line through the points with a head at the last; the head is `head` mm long. */
void picture_arrow(Picture *p, const Style *style, const Point *points, size_t count, double head);

/* Adds the shapes of another picture, made larger by `scale` and then moved; its title and text are left out. */
void picture_place(Picture *p, const Picture *other, Point at, double scale);

/* The corners of all that is drawn, strokes included, texts by their place alone; false: nothing is drawn. */
bool picture_bounds(const Picture *p, Point *least, Point *most);
