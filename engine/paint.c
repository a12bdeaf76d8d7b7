#include "paint.h"

#include "base/paths.h"
#include "easel/easel.h"

#include <dlfcn.h>

/* It stays loaded until the program ends: fonts are looked up once. */
static const Easel *open_easel(Arena *a, Err *err) {
  static const Easel *easel;
  if (easel) return easel;
  const char *path = paths_library(a, EASEL_LIBRARY);
  void *library = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
  if (library) easel = dlsym(library, EASEL_NAME);
  if (!path)
    fail(err, ERR_IO, EASEL_LIBRARY,
         "is not there, so nothing can be drawn: it lies beside the program or in lib/sinew");
  else if (!easel)
    fail(err, ERR_IO, path, "cannot be loaded, so nothing can be drawn: %s", dlerror());
  return easel;
}

bool paint_png(const Picture *picture, double dots_per_mm, Text *out, Err *err) {
  const Easel *easel = open_easel(out->arena, err);
  return easel && easel->png(picture, dots_per_mm, out, err);
}

bool paint_pdf(const Picture *pages, size_t count, const char *title, const char *created, Text *out, Err *err) {
  const Easel *easel = open_easel(out->arena, err);
  return easel && easel->pdf(pages, count, title, created, out, err);
}

bool paint_folio(const Folio *folio, Text *out, Text *notices, Err *err) {
  const Easel *easel = open_easel(out->arena, err);
  return easel && easel->folio(folio, out, notices, err);
}
