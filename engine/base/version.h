/* Versions of packs and ranges of them: "1", "1.2", "1.2.3", what is not written being 0. A range is a list of
 * comparators that must all hold: ">=1.2 <2", "=1.0.3", "^1.2" (from 1.2 on, before the next number that may break what
 * was). Knows no pack. */
#pragma once

#include "base/arena.h"
#include <stdbool.h>

enum { VERSION_PARTS = 3 };

typedef struct Version {
  int part[VERSION_PARTS]; /* 0 to 999999 */
} Version;

typedef struct VersionRange { /* zero-initialised: from 0 on */
  Version low, high;
  bool above, limited, closed; /* low itself is left out; there is a high; high itself belongs to it */
} VersionRange;

/* Reads a version; false when it is none, *out is then what was read so far. */
bool version_parse(const char *text, Version *out);

/* Negative, 0 or positive as a is before, the same as or after b. */
int version_compare(const Version *a, const Version *b);

/* Reads a range.
 *
 * takes    text: comparators = >= > <= < ^, each with a version, spaces between them
 * gives    NULL and *out
 * fails    gives what is wrong and what to write instead, in the arena: an unknown form, or no version fits
 * source   convention: ^ holds the first number that is not 0
 */
const char *version_range(Arena *a, const char *text, VersionRange *out);

bool version_fits(const VersionRange *range, const Version *version);
