/* The letters by which a handout names the exercises of a program, so that a tick sheet can be read back: A for the
 * first exercise with all its sides, then B. Knows nothing else of the page. */
#pragma once

#include "facts/model.h"

/* "A" for 0; "" from 26 on. */
const char *handout_letters(size_t n);
/* The first item of the exercise with this letter; item_count: there is none. */
size_t handout_letter(const Program *program, const char *letter);
