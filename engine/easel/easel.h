/* What the drawing library gives to the program. cairo, pango and the fonts behind them take milliseconds to load,
 * several times what a command takes: so this drawer is a library of its own, sinew-paint.so, which paint.h loads when
 * something is drawn. It brings its own copies of the modules that it uses. */
#pragma once

#include "base/err.h"
#include "base/text.h"
#include "drawing/folio.h"
#include "drawing/picture.h"

typedef struct Easel {
  bool (*png)(const Picture *picture, double dots_per_mm, Text *out, Err *err);
  bool (*pdf)(const Picture *pages, size_t count, const char *title, const char *created, Text *out, Err *err);
  bool (*folio)(const Folio *folio, Text *out, Text *notices, Err *err);
} Easel;

/* The only name that can be seen from outside. */
extern const Easel sinew_easel;
#define EASEL_NAME    "sinew_easel"
#define EASEL_LIBRARY "sinew-paint.so"
