/* Where packs stand: reads the file of a pack by id or path, and those that packs require, keeping every text that was
 * read beside its path. Looks into files and folders, knows nothing of what is in a pack. */
#pragma once

#include "judging/arbiter.h"

typedef struct Shelf {
  Arena *arena; /* keeps paths and texts */
  const char *home;
  const char *const *named; /* files that come first, NULL-terminated or NULL (paths_required) */
  LIST(PackSource) taken;   /* what was read */
} Shelf;

/* Reads a pack file from an id (on $SINEW_PATH, the user's data folder rules/, home/rules/) or a path. The same id in
 * two places is an error with both paths. */
bool shelf_read(Shelf *shelf, const char *id_or_path, PackSource *source, Err *err);

/* Reads a pack that another requires: a PackFind, with a Shelf for its context. */
bool shelf_find(void *shelf, const char *id, const char *from, PackSource *source, Err *err);

/* The text that was read from a path. */
const PackSource *shelf_get(const Shelf *shelf, const char *path);
