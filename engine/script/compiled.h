/* The data files and packs as they were when the program was built, with what they say as bytes, written by compile.c
 * and linked in. These stand in for reading the files as long as they still are those, byte for byte. */
#pragma once

#include "base/file.h"
#include "facts/catalog.h"

typedef struct CompiledPack {
  const char *text;  /* of text_len bytes, as it was */
  const char *bytes; /* what it leaves behind (packcode.h) */
  size_t text_len, len;
} CompiledPack;

typedef struct Compiled {
  FileText files[ROWS_COUNT + 1]; /* as Catalog.files; text NULL: nothing is compiled */
  Hash hash;                      /* of the catalog */
  const char *bytes;
  size_t len;
  const CompiledPack *packs; /* for that catalog */
  size_t pack_count;
} Compiled;

extern const Compiled compiled;
