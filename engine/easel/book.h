/* The sheets of a document while they are laid out and drawn, and what stands around the text of each: letterhead, mark,
 * foot. In points. */
#pragma once

#include "easel/set.h"

enum { BOOK_FOOT = 22 }; /* room for the foot above the lower margin */

typedef struct Slice { /* a row, or as many of its lines as a page holds */
  size_t row;
  int *from; /* first line by cell */
  int *to;   /* behind the last */
  double y, height;
  bool repeated; /* the head of a table again */
} Slice;

typedef struct Sheet {
  LIST(Slice) slices;
} Sheet;

typedef struct Book {
  Setting set;
  double page_width, page_height, margin; /* on every side */
  double top;                             /* of the first sheet: below the letterhead */
  double y;                               /* where the next row goes */
  LIST(Sheet) sheets;
} Book;

/* A filled and framed rectangle. */
void book_rectangle(cairo_t *cr, double x, double y, double width, double height, unsigned fill, unsigned line,
                    double thick);
void book_colour(cairo_t *cr, unsigned colour);

/* Room that the letterhead takes at the head of the first sheet; 0: there is none. */
double book_letterhead_height(Book *b);
/* Letterhead, mark and foot of a sheet, counted from 0; to be called before anything else is drawn on it. */
void book_margins(Book *b, size_t number);
