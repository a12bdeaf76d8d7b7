/* A test file of a rule pack: from the bytes of a text to its cases as data. The text runs once in the sandbox of the
 * packs, under the same limits, and knows one word, `case`; all its mistakes are collected. Knows no judging. */
#pragma once

#include "proof/example.h"

typedef struct Suite {
  const char *path;
  const Example *cases; /* in the order of the text */
  size_t count;
} Suite;

/* Loads a test file.
 *
 * takes    pack: whose rules it names; path: shown in messages; data of len bytes, any bytes; diags: receives every
 *          mistake, placed
 * gives    the suite in the arena, every reference resolved; NULL when there were mistakes. A file without cases is a
 *          suite of none
 * fails    ERR_SCRIPT (see diags), ERR_LIMIT (too large, too many steps, too much memory)
 * source   none
 */
Suite *suite_load(Arena *a, const Catalog *catalog, const Pack *pack, const char *path, const char *data, size_t len,
                  Diags *diags, Err *err);
