/* A file line by line, in memory that does not grow with it. Knows no content. */
#pragma once

#include "base/err.h"

typedef struct Lines {
  const char *name;        /* for messages */
  size_t most;             /* longest line, in bytes */
  char *buffer;            /* in the caller's arena */
  size_t room, start, end; /* of the buffer; what was read and not yet handed out */
  long number;             /* of the line handed out last, from 1 */
  int fd;                  /* -1: none is open */
  bool at_end;
} Lines;

/* Opens a regular file.
 *
  * takes    a: of the buffer; most: longest line that is handed out whole
 * gives    *in, for lines_close
 * fails    ERR_IO: missing, unreadable, no regular file
 * source   none
 */
bool lines_open(Lines *in, Arena *a, const char *path, size_t most, Err *err);
/* From the first line again. fails ERR_IO. */
bool lines_rewind(Lines *in, Err *err);
/* The next line without its end, valid until the next call; *text NULL: there is none left. Of a longer line than
 * `most` bytes one byte more is given. fails ERR_IO. */
bool lines_next(Lines *in, const char **text, size_t *len, Err *err);
/* fails ERR_IO; nothing to close is no fault. */
bool lines_close(Lines *in, Err *err);
