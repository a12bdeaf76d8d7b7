#include "base/ceiling.h"

#include <stddef.h>

const Ceiling ceilings[] = {
#define CEILING(name, most, unit, what) {#name, most, unit, what},
#include "base/ceiling.def"
#undef CEILING
    {NULL, 0, NULL, NULL},
};
