/* Whole files into memory, with a size cap. Reading only: what is written goes through the exporter. Knows no content.
 */
#pragma once

#include "base/err.h"

typedef struct FileText {
  const char *name; /* as shown to the reader */
  const char *text; /* NUL-terminated; may hold further NULs */
  size_t size;
} FileText;

/* Reads a regular file.
 *
 * takes    arena that will own the text; path; name to show; most: the largest size accepted
 * gives    out
 * fails    ERR_IO: missing, unreadable, no regular file; ERR_LIMIT: too large
 * source   none
 */
bool file_read(Arena *a, const char *path, const char *name, size_t most, FileText *out, Err *err);
