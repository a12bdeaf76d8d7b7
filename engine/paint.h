/* Pictures drawn by cairo: on a page of somebody else, or alone as PNG and PDF. Texts are set by pango, so that every
 * script works for which there is a font. Knows no page. Besides what draws documents nobody names cairo. */
#pragma once

#include "err.h"
#include "picture.h"
#include "text.h"

typedef struct _cairo cairo_t; /* of cairo */

/* Draws a picture; one unit of the context is one millimetre, its origin the picture's left upper corner. The context
 * is left as it was. Patterns become lines and dots, so that they stay sharp. */
void paint_picture(cairo_t *cr, const Picture *picture);

/* Appends the picture as a PNG image on white.
 *
 * takes    dots_per_mm: above 0; 96 dots an inch are 3.78
 * gives    the same bytes for the same picture on one machine
 * fails    ERR_LIMIT: too large for an image, or cairo out of memory
 * source   none
 */
bool paint_png(const Picture *picture, double dots_per_mm, Text *out, Err *err);

/* Appends a PDF, one page a picture, each as large as its picture. created: "2026-11-22T00:00:00Z", no clock is asked;
 * fails as paint_png. */
bool paint_pdf(const Picture *pages, size_t count, const char *title, const char *created, Text *out, Err *err);
