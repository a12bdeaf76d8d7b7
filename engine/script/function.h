/* Functions that a rule brings: fn { } while a pack loads, and the calls while it is judged. A function sees one
 * patient through a view that holds values and records what was looked at; nothing it does outlives the call. */
#pragma once

#include "script/host.h"
#include "script/loading.h"

/* What a pack with functions keeps alive; its address stays the same. */
typedef struct FunctionHost {
  Host host;
  Loading *loading; /* its words are gone: they raise */
} FunctionHost;

/* The word fn { needs = { ... }, says = "...", function(p) ... end }. */
int function_word(lua_State *L);

/* Inside a host run: fixes everything that the pack's functions can reach. */
void function_seal(lua_State *L);

/* A FunctionCall; context: FunctionHost. */
FunctionCall function_call;
