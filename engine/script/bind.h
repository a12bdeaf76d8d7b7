/* The arguments of a rule word: from values on a Lua stack to the arguments or conditions of a node, as the word's row
 * declares them, positional first. Knows kinds of parameters, not what the words mean. */
#pragma once

#include "script/loading.h"

typedef struct Binding { /* one call being bound */
  lua_State *L;
  Loading *loading;
  Node *node;
  lua_CFunction word; /* the function behind every word: "no" is a word and an answer */
  bool ok;            /* no mistake so far */
} Binding;

/* Records a mistake about this call. */
void bind_mistake(Binding *b, const char *literal, const char *text);

/* word(positional, ...) or word { positional ..., field = ... } */
void bind_params(Binding *b);

/* all { a, b } or all(a, b) */
void bind_many(Binding *b);
