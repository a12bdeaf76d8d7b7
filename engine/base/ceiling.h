/* The most of everything that comes from outside, as names for the code and as rows to print. Knows nobody who refuses
 * by it. */
#pragma once

enum {
#define CEILING(name, most, unit, what) name = most,
#include "base/ceiling.def"
#undef CEILING
};

typedef struct Ceiling {
  const char *name;
  long most;
  const char *unit, *what; /* unit "": a count */
} Ceiling;

extern const Ceiling ceilings[]; /* ends with name NULL */
