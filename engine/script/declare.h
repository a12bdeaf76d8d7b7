/* The words rule { } and pack { }: what they take and what they leave behind. Knows the fields of a rule and of a pack,
 * not how a text is run. */
#pragma once

#include "rules/rule.h"
#include "script/loading.h"

typedef struct PackBuild { /* a pack while its text runs; loading_of(L)->build */
  Pack *pack;
  const char *data;
  size_t len;
  LIST(Rule *) rules;
  LIST(bool) placed; /* per rule: stands in the pack */
  size_t words;      /* in all conditions, each as often as it stands there */
  bool has_pack, returned;
} PackBuild;

/* Adds both words to the table on top of the stack. */
void declare_push(lua_State *L);

/* Is the value at a stack index what pack { } gives? */
bool declare_is_pack(lua_State *L, int index);
