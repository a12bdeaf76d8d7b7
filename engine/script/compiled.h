/* The data files as they were when the program was built, and the catalog that they say as bytes (rowcode.h), written by
 * compile.c and linked in. It stands in for reading them as long as the files still are those, byte for byte. */
#pragma once

#include "base/file.h"
#include "facts/catalog.h"

typedef struct Compiled {
  FileText files[ROWS_COUNT + 1]; /* as Catalog.files; text NULL: nothing is compiled */
  Hash hash;                      /* of the catalog */
  const char *bytes;
  size_t len;
} Compiled;

extern const Compiled compiled;
