/* Strict JSON (RFC 8259) into a tree in an arena, fast enough for a stream of cases. Refuses what a case never needs
 * and an attack does: keys that stand twice, deep nesting, huge objects, NUL characters, numbers out of range, broken
 * UTF-8. Knows no schema. */
#pragma once

#include "base/ceiling.h"
#include "base/err.h"

typedef enum { NODE_NULL, NODE_BOOL, NODE_NUMBER, NODE_TEXT, NODE_LIST, NODE_OBJECT } NodeKind;

typedef struct JsonNode {
  NodeKind kind;
  bool truth;             /* NODE_BOOL */
  const char *key;        /* of a member of an object, UTF-8; NULL elsewhere */
  double number;          /* NODE_NUMBER: finite, never -0 */
  const char *text;       /* NODE_TEXT: UTF-8 without NUL */
  struct JsonNode *items; /* NODE_LIST, NODE_OBJECT: in the order of the text */
  size_t count;
} JsonNode;

/* Parses one value with nothing but white space around it.
 *
 * takes    text: len bytes, any
 * gives    true and *out; everything in the arena
 * fails    ERR_DATA with *column (1-based, bytes) where it is; err->where stays empty
 * source   none
 */
bool json_parse(Arena *a, const char *text, size_t len, JsonNode *out, size_t *column, Err *err);

/* Member of an object by key, NULL when there is none. */
const JsonNode *json_member(const JsonNode *object, const char *key);

/* "an object", "text", ...: for messages. */
const char *json_kind(const JsonNode *node);
