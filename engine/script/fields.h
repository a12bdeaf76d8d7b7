/* Reads the fields of a table that a pack hands to rule { } or pack { }: texts, lists of texts, ids, with every mistake
 * placed; and markers, values that only one word can make. Knows shapes of fields, not what they mean. */
#pragma once

#include "script/loading.h"

typedef struct Fields { /* the table at stack index `table` of a running word */
  lua_State *L;
  Loading *loading;
  const char *word; /* for messages: "rule", "pack" */
  int line, table;
  LIST(const char *) meant; /* fields that misspelt ones stand for; "" when an entry may stand for any */
} Fields;

/* The one table a word was called with; anything else is a mistake and an empty table. */
Fields fields_open(lua_State *L, const char *word);

/* Records a mistake about this call; literal: text or field name to point at, or NULL. */
void fields_mistake(const Fields *f, const char *literal, const char *text);

/* Does a misspelt name stand for this field? Then its absence is no second mistake. */
bool fields_meant(const Fields *f, const char *name);
void fields_missing(const Fields *f, const char *name, const char *text);

/* Reports names that are not in the list; `list`: numbered entries are allowed beside them. */
void fields_check(Fields *f, const char *const names[], bool list);

/* Pushes the field; false (and nothing pushed) when absent. */
bool fields_push(const Fields *f, const char *name);

/* The text at the top of the stack, popped; NULL and a mistake when it is no text of 1 to most bytes. */
const char *fields_take_text(const Fields *f, const char *name, size_t most);
const char *fields_text(const Fields *f, const char *name, bool required, size_t most, const char *absent);
const char *fields_id(const Fields *f); /* the field id */
/* One text or a list of texts, NULL-terminated; empty when absent. */
const char *const *fields_texts(const Fields *f, const char *name);

/* A value that stands for number `number` of something; key: registry key of its kind. */
void marker_open(lua_State *L, const char *key);
void marker_push(lua_State *L, const char *key, size_t number);
bool marker_is(lua_State *L, int index, const char *key, size_t *number);
