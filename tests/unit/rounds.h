/* How much random tests try: SINEW_ROUNDS multiplies it. */
#pragma once

#include <stddef.h>
#include <stdlib.h>

static inline size_t rounds_of(size_t usual) {
  const char *text = getenv("SINEW_ROUNDS");
  long factor = text ? strtol(text, NULL, 10) : 1;
  return usual * (size_t)(factor >= 1 && factor <= 1000 ? factor : 1);
}
