/* A folio set in type: rows of cells with their measures, before they are put on pages. A paragraph is a row of one cell,
 * an entry of a list one of two, a row of a table one of many; so one rule breaks all of them over pages. In points. */
#pragma once

#include "drawing/folio.h"
#include <pango/pangocairo.h>

typedef struct Cell {
  PangoLayout *layout;    /* NULL: nothing is written here */
  const Picture *picture; /* or drawn; NULL: nothing */
  double scale;           /* points a millimetre of the picture */
  double x, width;        /* from the left edge of the text */
  double height;          /* of what is in it */
  unsigned colour;        /* of the text */
  const char *tag;        /* structure tag of the cell, or NULL: the row's own */
  bool box;               /* a box to tick */
} Cell;

typedef enum { FRAME_NONE, FRAME_TABLE, FRAME_HEAD, FRAME_WARNING } Frame;

typedef struct Row {
  LIST(Cell) cells;
  double before, pad, height; /* space above, inside above and below, of the highest cell with its padding */
  double left, width;         /* of the frame */
  Frame frame;
  bool keep_next; /* no page break behind it */
  bool new_page;  /* begins one */
  int group;      /* rows of the same number above 0 share a frame and a page */
  GroupKind group_kind;
  const char *container; /* structure tag around rows of the same number: "L", "Table" */
  int container_number;
  const char *tag;
  size_t head; /* row that is repeated on a new page + 1; 0: none */
} Row;

typedef struct Setting {
  Arena *arena;
  cairo_t *cr;
  const Folio *folio;
  double width, base; /* of the text; size of its type */
  LIST(Row) rows;
  Text *missing; /* characters without a font */
  int groups, containers;
  int group; /* that is open; 0: none */
  GroupKind group_kind;
} Setting;

/* Sets all pieces of the folio. */
void set_folio(Setting *s);
/* A text of one size; x and width as in Cell. The caller releases it with set_free. */
PangoLayout *set_text(Setting *s, const char *text, double size, bool bold, double width);
double set_height(PangoLayout *layout);
void set_free(Setting *s);
