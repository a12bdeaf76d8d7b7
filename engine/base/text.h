/* Text: a builder in an arena, strict number parsing, locale-free formatting, nearest names, and the one place where
 * text from anywhere is made safe for a terminal. Knows no model and no file. */
#pragma once

#include "base/arena.h"
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct Text {
  Arena *arena;
  char *data; /* NUL-terminated after every call; NULL while empty */
  size_t len, cap;
} Text;

/* The builder: append bytes, a string, a character, printf. text_get gives "" when empty, never NULL. */
void text_add_n(Text *t, const char *data, size_t len);
void text_add(Text *t, const char *text);
void text_add_char(Text *t, char c);
void text_addf(Text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *text_get(const Text *t);

/* Where up to `most` further bytes may be put; whoever puts them adds to len, and a later call ends the text. */
void text_grow(Text *t, size_t most);
static inline char *text_room(Text *t, size_t most) {
  if (most >= t->cap - t->len) text_grow(t, most); /* of an empty text both are 0 */
  return t->data + t->len;
}

/* Escapes per sink, for one value (a name, a title, a cell), not for a page. Input is any bytes; invalid UTF-8 becomes
 * U+FFFD; NULL is empty. */
void text_add_json(Text *t, const char *text);     /* with the surrounding quotes; strict JSON */
void text_add_html(Text *t, const char *text);     /* & < > " ' and controls */
void text_add_markdown(Text *t, const char *text); /* every ASCII punctuation that Markdown reads; one line */
void text_add_csv(Text *t, const char *text);      /* RFC 4180; before = + - @ tab CR a ', unless it is a number */
void text_add_terminal(Text *t, const char *text); /* C0, C1, ESC, line ends, bidi controls shown as <U+XXXX> */

/* Number with a fixed count of decimals, '.' whatever the locale, "-0" written "0"; NAN as "unknown", infinities
 * as "inf"/"-inf". text_add_short drops trailing zeros ("12.5", "3"). decimals 0 to 9. */
void text_add_number(Text *t, double value, int decimals);
void text_add_int(Text *t, int value);
void text_add_short(Text *t, double value, int decimals);
/* The shortest of 15 to 17 digits that is exactly this finite number. */
void text_add_exact(Text *t, double value);

/* Strict decimal number: [+-]? digits [. digits]? ([eE][+-]?digits)?, nothing else: no hex, no spaces, no comma, no
 * "inf", no overflow. gives false and leaves *value alone when it is not one. Independent of the locale. */
bool text_parse_number(const char *text, double *value);
/* The longest such number at *text, which is moved behind it; gives the nearest double, never -0. */
bool text_read_number(const char **text, double *value);
bool text_parse_int(const char *text, long lo, long hi, long *value);

/* A reading as written: "18.3", ">45", ">=240", "<=12", "<12", "26-35" (lo <= hi, both >= 0 when a dash is used).
 * gives lo and hi; an open end is -INFINITY or INFINITY; a strict bound is kept as closed (stated in design 3). */
bool text_parse_range(const char *text, double *lo, double *hi);

/* Edit distance in bytes with transpositions (optimal string alignment), ASCII letters compared without case,
 * '_' '-' ' ' alike; more than limit gives limit + 1, as do different texts when one is longer than 128 bytes. */
int text_distance(const char *a, const char *b, int limit);

/* The nearest of several names: call text_near once per candidate, then text_near_hint. A candidate counts when its
 * distance is at most a third of the longer length (at least 1), or when it contains the word or is contained in it
 * (4 letters or more). Ties go to the name that sorts first. */
typedef struct Nearest {
  const char *word; /* what was typed */
  const char *best; /* nearest so far, or NULL */
  int distance;
} Nearest;
void text_near(Nearest *nearest, const char *candidate);
/* " (did you mean 'x'?)" or "". */
const char *text_near_hint(Arena *a, const Nearest *nearest);

bool text_is_utf8(const char *data, size_t len);
/* Is it UTF-8 without any control, C0, DEL or C1, that a terminal would obey? */
bool text_is_tame(const char *data, size_t len);
/* Columns a terminal uses for UTF-8 text: wide characters 2, combining 0. */
int text_width(const char *text);
/* Decodes one code point and moves *at behind it; gives 0xFFFD for a bad byte, 0 at the end. */
unsigned text_next(const char **at);
/* Adds text made safe for a terminal, broken at blanks so that no line is wider than `columns` where a word allows it:
 * the first line stands behind `first`, which is added as it is, the others behind `indent` blanks. Ends the line. */
void text_add_wrapped(Text *t, const char *first, int indent, int columns, const char *text);

/* NULL equals only NULL. Most texts that are compared differ in their first byte. */
static inline bool text_equal(const char *a, const char *b) {
  return a == b || (a && b && *a == *b && strcmp(a, b) == 0);
}
bool text_is_id(const char *text); /* [a-z][a-z0-9_-]* up to 64 characters */
