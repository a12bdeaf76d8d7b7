/* Pictures drawn by cairo: on a page of somebody else, or alone as PNG and PDF. Texts are set by pango, so that every
 * script works for which there is a font. Knows no document. */
#pragma once

#include "easel/easel.h"

typedef struct _cairo cairo_t; /* of cairo */

/* Draws a picture; one unit of the context is one millimetre, its origin the picture's left upper corner. The context
 * is left as it was. Patterns become lines and dots, so that they stay sharp. */
void draw_picture(cairo_t *cr, const Picture *picture);

/* As paint_png and paint_pdf. */
bool draw_png(const Picture *picture, double dots_per_mm, Text *out, Err *err);
bool draw_pdf(const Picture *pages, size_t count, const char *title, const char *created, Text *out, Err *err);
