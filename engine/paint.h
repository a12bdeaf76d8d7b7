/* What is drawn as an image or on paper: pictures as PNG and PDF, documents as PDF. The library that draws is loaded by the first call,
 * from beside the program. Besides it nobody names cairo. */
#pragma once

#include "base/err.h"
#include "base/text.h"
#include "drawing/folio.h"
#include "drawing/picture.h"

/* Appends the picture as a PNG image on white.
 *
 * takes    dots_per_mm: above 0; 96 dots an inch are 3.78
 * gives    the same bytes for the same picture on one machine
 * fails    ERR_LIMIT: too large for an image, or cairo out of memory; ERR_IO: the library that draws is not there
 * source   none
 */
bool paint_png(const Picture *picture, double dots_per_mm, Text *out, Err *err);

/* Appends a PDF, one page a picture, each as large as its picture. created: "2026-11-22T00:00:00Z", no clock is asked;
 * fails as paint_png. */
bool paint_pdf(const Picture *pages, size_t count, const char *title, const char *created, Text *out, Err *err);

/* Appends a document as PDF: its paper, fonts embedded, structure tags, the date of the record.
 *
 * takes    notices: what somebody should know is added to it, a line each: characters without a font
 * gives    the same bytes for the same folio on one machine
 * fails    as paint_png
 * source   none
 */
bool paint_folio(const Folio *folio, Text *out, Text *notices, Err *err);
