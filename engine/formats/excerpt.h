/* Of a stored case only what some rules read, for whoever hands many cases on to another process: bytes in, bytes out,
 * no value is looked at. Knows the form in which ndjson_write_case writes; no catalog. */
#pragma once

#include "base/text.h"

typedef struct Excerpt {    /* what is kept */
  const char *const *tests; /* ids, ascending */
  size_t count;
  bool answers; /* all, else none */
} Excerpt;

/* Appends a case with nothing else in it.
 *
 * takes    text: len bytes, without a NUL behind; most: bytes of the excerpt
 * gives    true and a case in the same form, its limits empty. False: it would be longer, the bytes are in another form,
 *          or there is more in them (overrides, comparison groups of the clinic): nothing was added
 * fails    none
 * source   none
 */
bool excerpt_add(const Excerpt *x, const char *text, size_t len, size_t most, Text *out);
