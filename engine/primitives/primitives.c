#include "primitives.h"

#include <string.h>

const Primitive primitives[] = {
#define ROW(name, form, gives, usage, meaning, example)                                                                \
  {#name, FORM_##form, KIND_##gives, &ops_##name, usage, meaning, example},
#include "primitives.def"
#undef ROW
};
const size_t primitive_count = ARRAY_LEN(primitives);

const Primitive *primitive_find(const char *name) {
  for (size_t i = 0; i < primitive_count; i++)
    if (strcmp(primitives[i].name, name) == 0) return &primitives[i];
  return NULL;
}
