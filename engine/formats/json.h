/* Strict JSON (RFC 8259) of one line, read in one pass and without a tree: the reader asks for what it expects at the
 * place where it stands, or skips it. Refuses what a case never needs and an attack does: keys that stand twice, deep
 * nesting, huge objects, NUL characters, numbers out of range, broken UTF-8. Knows no schema.
 *
 * The first fault sticks: from there on nothing stands in the line any more, so that a reader need not ask after each
 * step; it asks at the end. */
#pragma once

#include "base/arena.h"
#include "base/ceiling.h"
#include <stdbool.h>

typedef enum { KIND_NULL, KIND_BOOL, KIND_NUMBER, KIND_TEXT, KIND_LIST, KIND_OBJECT } JsonKind;

typedef struct Json {
  Arena *a;
  char *start, *at, *end; /* own copy of the line; texts are decoded in place */
  int depth;
  char closing[JSON_DEPTH_MAX + 1]; /* bracket of each level that is open */
  const char *fault;                /* what is wrong; NULL: nothing so far */
  size_t column;                    /* where it is: 1-based, bytes */
} Json;

/* Begins with a line: len bytes, any. The copy and all texts lie in the arena. */
void json_open(Json *j, Arena *a, const char *text, size_t len);
/* After the one value of the line. gives false with fault and column when the line is not one value of strict JSON. */
bool json_close(Json *j);

/* What stands here by its first byte; what is no value counts as null and is refused when it is read. */
JsonKind json_kind(const Json *j);
const char *json_kind_text(JsonKind kind); /* "an object", "text", ...: for messages */

/* Read the value that stands here, which must be of that kind. text: UTF-8 without NUL. number: the nearest double,
 * finite, never -0. skip: any value, checked as strictly. */
const char *json_text(Json *j);
double json_number(Json *j);
bool json_truth(Json *j);
void json_skip(Json *j);

/* The items of a list or the members of an object: for (bool more = json_enter(j); more; more = json_next(j)) ... In an
 * object each turn begins with json_member, in every one the value is read. */
bool json_enter(Json *j);
bool json_next(Json *j);

/* Reads a key and its colon. keys: those of the object so far. gives the key, decoded. */
typedef LIST(const char *) JsonKeys;
const char *json_member(Json *j, JsonKeys *keys);

/* ---- objects whose keys are known ---- */

typedef struct JsonName {   /* a key of at most 13 bytes */
  char begin[15];           /* with the quote and the colon behind it */
  unsigned char len, first; /* of begin; of it in the first eight bytes */
  const char *key;
} JsonName;
#define JSON_NAME(text)                                                                                                \
  { text "\":", sizeof(text) + 1, sizeof(text) > 6 ? 8 : sizeof(text) + 1, text }
JsonName json_name(const char *key); /* the same for a key that is no literal */

typedef struct JsonSlot {
  const char **text;     /* where a text goes; NULL: none is taken */
  const double **number; /* where a number goes, by its address in `numbers` */
} JsonSlot;

typedef struct JsonFields { /* one object; zero-initialised but for the first four */
  const JsonName *names;    /* at most 32, best in the order of the text */
  const JsonSlot *slots;    /* by name */
  size_t count;
  double *numbers; /* room by name */
  int found;       /* the member that the caller reads: its name, -1: none of the names */
  const char *key; /* of a member that the caller reads: decoded */
  bool begun;
  size_t next; /* the name that is likely to come */
  unsigned seen;
  JsonKeys others; /* keys that are none of the names */
} JsonFields;

/* Reads members into their slots up to one that no slot takes, which the caller reads or skips before he
 * calls again. gives false at the end of the object, or at a fault. */
bool json_fields(Json *j, JsonFields *fields);
