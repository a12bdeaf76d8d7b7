/* The manual page, written from the command table: sinew.1 is made of it when Sinew is installed. */
#pragma once

#include "base/text.h"
#include "command.h"

/* Options before the command, as `help` and the manual page list them; name NULL ends. */
typedef struct GlobalOption {
  const char *name, *meaning;
} GlobalOption;
extern const GlobalOption global_options[];

/* Adds the page in the man(7) language of roff. */
void manual_write(Text *t);
