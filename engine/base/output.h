/* Writes one whole output: a file appears complete or not at all. It is written beside its place, readable by its owner
 * alone, and then moved there; only a regular file is ever replaced. Knows no content. */
#pragma once

#include "base/err.h"

/* Writes data to a path.
 *
 * takes    path: of a file that may be there already; "-" means `standard`
 * gives    true when all is on the disk; a file is 0600. SIGINT and SIGTERM wait until the move is done.
 * fails    ERR_IO: a folder, device, pipe or link stands there; no folder to write in; disk full; device fault. What
 *          stood there is unchanged then.
 * source   none
 */
bool output_write(Arena *a, const char *path, const char *data, size_t len, FILE *standard, Err *err);
