/* What a function of a pack does line by line: the lines that run, and the local variables that change on the way. It
 * is recorded while the function runs once more after it gave its answer, so that nothing waits in it and recording
 * changes no answer. Knows no judge and no view. */
#pragma once

#include "base/lexer.h"
#include "base/text.h"
#include <lua.h>

typedef struct WalkLocal { /* as it was last */
  const char *name, *value;
  int function; /* line on which its function begins */
} WalkLocal;

typedef struct Walk {
  Text text;           /* "line 12: local z = p:z(...)", then "  z = -1.4" below the line that set it */
  const Lexed *source; /* of the pack */
  int lines;           /* recorded so far */
  LIST(WalkLocal) locals;
} Walk;

/* From here on lines that run are recorded, the first hundred; inside a protected call. The walk must outlive it. */
void walk_begin(lua_State *L, Walk *walk);
void walk_end(lua_State *L);
