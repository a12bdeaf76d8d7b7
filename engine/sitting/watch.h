/* Files that were read and may be edited meanwhile: which of them hold other bytes now. Size and time of change are
 * looked at first; the content decides. Knows no content. */
#pragma once

#include "base/arena.h"
#include "base/hash.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct Watched {
  const char *path;
  int kind;                      /* bit of the caller's */
  int64_t seconds, nanos, bytes; /* when and how large it was seen; all 0: not looked at yet */
  const char *text;              /* as it was read, with its length; NULL: looked at since, `hash` stands for it */
  size_t len;
  Hash hash;
} Watched;

typedef struct Watch {
  LIST(Watched) files;
} Watch; /* zero-initialised: watches nothing */

/* Watches a file whose text was read. path and text must live as long; a path that is watched already is kept as it is. */
void watch_add(Arena *a, Watch *watch, const char *path, const char *text, size_t len, int kind);

/* Watches no file of this kind any more. */
void watch_forget(Watch *watch, int kind);

/* The kinds of files with other bytes than when last asked, as bits; 0: none. A file that is gone has none. */
int watch_changed(Watch *watch);
