/* A rule pack's text while it runs: the context that all its words share, their mistakes with line and column, and the
 * two values that a text can hold, conditions and quantities. Knows what values are, not which words make them. */
#pragma once

#include "base/lexer.h"
#include "primitives/expr.h"
#include <lauxlib.h>
#include <lua.h>

/* What the words work on while a pack loads; host_of(L)->context. */
typedef struct Loading {
  const Catalog *catalog; /* with the rows that the pack has brought so far */
  Catalog *unsettled;     /* the same, when rows came since the last word that asks what tells of a muscle; NULL */
  Arena *arena;           /* of the pack */
  Lexed lexed;
  Diags *diags;
  LIST(Node *) nodes;
  struct PackBuild *build; /* of pack.c */
  struct OwnRows *own;     /* of own.c */
  lua_State *L;            /* while the text runs; NULL afterwards */
  bool loaded;             /* the words are gone: what is left are functions */
  struct Call *call;       /* of function.c, while a function runs */
} Loading;

typedef struct Quantity { /* a number with its unit: sd(1) */
  double number;          /* base units */
  const Unit *unit;
} Quantity;

/* Raises when the pack has loaded: words are for loading only. */
Loading *loading_of(lua_State *L);
bool loading_is_over(lua_State *L);

/* "unknown test 'x' (did you mean 'y'?)", or what the text itself tells of it, see loading_awaited. */
const char *loading_unknown(Loading *loading, RowKind kind, const char *id);
/* "test 'x', whose row stands further below" for a row of the text that is not known where it is asked for; NULL: the
 * text has none. */
const char *loading_awaited(Loading *loading, RowKind kind, const char *id);

/* Before a word is bound: what tests tell of muscles is up to date. */
void loading_settle(Loading *loading);

/* Makes the kinds of values known to a state; the functions become members of every node or quantity. */
void loading_open(lua_State *L, const luaL_Reg *node_members, const luaL_Reg *quantity_members);

/* The line of the script that called the running C function. */
int loading_line(lua_State *L);

/* What a mistake and a node cost in steps: no text makes more of them than the step budget allows. */
enum { MISTAKE_STEPS = 20000, NODE_STEPS = 200 };

/* Records a mistake about a call of `word` on a line; literal: text or field name to point at, or NULL; hint or NULL.
 */
void loading_mistake(Loading *loading, int line, const char *word, const char *literal, const char *text,
                     const char *hint);

/* A new node of the pack, with its id. */
Node *loading_node(Loading *loading, Node node);

/* A poisoned node (op NULL) on the stack: what a mistake on record gives. */
void loading_push_poison(lua_State *L);
void loading_push_node(lua_State *L, Node *node);
void loading_push_quantity(lua_State *L, Quantity quantity);
Node *loading_to_node(lua_State *L, int index); /* NULL: no node */
const Quantity *loading_to_quantity(lua_State *L, int index);

/* The text at a stack index in the pack's arena, cut after 130 bytes (no id, nor pack/rule, is longer); NULL when it is no text. */
const char *loading_text(lua_State *L, int index);

/* The condition at a stack index: NULL and a mistake when it is none; a poisoned node (op NULL) for an earlier mistake.
 * Marks it used. */
Node *loading_check_node(lua_State *L, int index, int line, const char *word, const char *field);

/* The node where a number is asked for: a function that was taken for a condition becomes a bare number, all others stay
 * what they are. */
Node *loading_as_number(Loading *loading, Node *node);

/* A value for a message: the text itself, or "a table", "a number". */
const char *loading_value_name(lua_State *L, int index);
