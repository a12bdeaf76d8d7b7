/* How wide a character stands in a terminal, whatever the locale, and where a line of Chinese or Japanese may break.
 * Knows code points, no text. */
#pragma once

#include <stdbool.h>

/* 2 of a wide character, 0 of one that joins the one before it, else 1. */
int columns_of(unsigned code);

/* May a line end between these two? Between wide ones, but not before a closing sign nor behind an opening one; and a
 * blank is the caller's to find. */
bool columns_may_break(unsigned before, unsigned after);
