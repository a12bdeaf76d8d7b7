/* Writes JSON for people to read too: members one a line, indented by two, in the order in which they are put. Knows
 * escapes and numbers, and no document. */
#pragma once

#include "base/text.h"

typedef struct Scribe {
  Text *out;
  int depth;
  bool filled; /* the open object or list has a member */
} Scribe;

/* key is NULL in a list and at the top. bracket: '{' or '[', closed by '}' or ']'. */
void scribe_open(Scribe *scribe, const char *key, char bracket);
void scribe_close(Scribe *scribe, char bracket);

/* A text that is NULL, and a number that is not finite, stand as null. */
void scribe_text(Scribe *scribe, const char *key, const char *text);
void scribe_number(Scribe *scribe, const char *key, double value, int decimals);
void scribe_count(Scribe *scribe, const char *key, long value);
void scribe_bool(Scribe *scribe, const char *key, bool value);
void scribe_texts(Scribe *scribe, const char *key, const char *const *texts); /* NULL-terminated; NULL: an empty list */
