/* A picture as one SVG element, to stand in a web page or alone in a file. Text comes escaped and without controls that
 * turn the writing direction, numbers have two decimals at most whatever the locale: the same picture gives the same
 * bytes. Knows no page. */
#pragma once

#include "base/text.h"
#include "drawing/picture.h"

/* Appends <svg ...>...</svg> and a line end.
 *
 * takes    id: letters, digits, '-' and '_', no other picture of the page has it: ids inside begin with it
 * gives    an element of role img with title and desc where the picture has a title, else hidden from readers aloud;
 *          as large as the picture, smaller where a style sheet says so (max-width)
 * fails    none
 * source   none
 */
void svg_add(const Picture *picture, const char *id, Text *out);
