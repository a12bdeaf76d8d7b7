/* Rule words seen from Lua: each row of primitives.def becomes a function that checks its arguments, builds a node and
 * hands it back. A mistake is recorded with line and column and gives a poisoned node, so that all mistakes of a file
 * come at once. Knows nodes, not rules or packs. */
#pragma once

#include "expr.h"
#include "lexer.h"
#include <lua.h>

/* What the words work on while a pack loads; host_of(L)->context. */
typedef struct Loading {
  const Catalog *catalog;
  Arena *arena; /* of the pack */
  Lexed lexed;
  Diags *diags;
  LIST(Node *) nodes;
  struct PackBuild *build; /* of pack.c */
  lua_State *L;            /* while the text runs; NULL afterwards */
} Loading;

/* Adds all words, units and constants to the table on top of the stack and replaces it by an environment that reads from
 * it and cannot be written. */
void word_push_all(lua_State *L);

Loading *loading_of(lua_State *L);

/* The line of the script that called the running C function. */
int word_line(lua_State *L);

/* What a mistake and a node cost in steps: no text makes more of them than the step budget allows. */
enum { MISTAKE_STEPS = 20000, NODE_STEPS = 200 };

/* Records a mistake about a call of `word` on a line; literal: text or field name to point at, or NULL; hint or NULL.
 */
void word_mistake(Loading *loading, int line, const char *word, const char *literal, const char *text,
                  const char *hint);

/* The condition at a stack index: NULL and a mistake when it is none; a poisoned node (op NULL) for an earlier mistake.
 * Marks it used. */
Node *word_check_node(lua_State *L, int index, int line, const char *word, const char *field);

/* A value for a message: the text itself, or "a table", "a number". */
const char *word_value_name(lua_State *L, int index);

/* Is this the constant `each`? */
bool word_is_each(lua_State *L, int index);
