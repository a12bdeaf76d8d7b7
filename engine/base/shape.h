/* What structs are made of, one table a struct: by it they are compared, written as bytes and read again. Bytes that
 * are read may come from an enemy: every length, count, range and letter is looked at before it is believed. Knows
 * kinds of members, not what any struct is for. */
#pragma once

#include "base/lexicon.h"
#include "base/text.h"

typedef enum {
  MEMBER_TEXT,  /* const char *, UTF-8 */
  MEMBER_WORD,  /* the same, one of few: readers with a lexicon keep it there */
  MEMBER_RAW,   /* const char *, any bytes but NUL: names of files, lines of them */
  MEMBER_TEXTS, /* const char *const *, ends with NULL; words */
  MEMBER_BYTES, /* const char *, its size_t at count; any bytes, with a NUL behind them */
  MEMBER_REAL,  /* double, NAN included */
  MEMBER_WHOLE, /* int, or an enum; unsigned where its values fit an int */
  MEMBER_SIZE,  /* size_t */
  MEMBER_FLAG,  /* bool */
  MEMBER_UNIT,  /* const Unit * */
  MEMBER_PART,  /* another struct inside */
  MEMBER_ONE,   /* pointer to another struct */
  MEMBER_ROWS   /* pointer to an array of them, its size_t at count */
} MemberKind;

typedef struct Member {
  const char *name; /* in words; NULL: end */
  MemberKind kind;
  size_t offset, count;
  const char *const *names; /* of an enum, NULL-terminated; NULL: none */
  const struct Layout *rows;
  int least, most; /* of a whole number */
  bool may_lack;   /* the pointer may be NULL */
} Member;

typedef struct Layout {
  size_t size, label; /* label: offset of the text that tells rows apart */
  const Member *members;
} Layout;

enum { SHAPE_WHOLE_MOST = 2147483647 }; /* on either side of 0 */

#define SHAPE_MEMBER(T, member, words, what, ...)                                                                      \
  { .name = words, .kind = what, .offset = offsetof(T, member), __VA_ARGS__ }
#define TEXT(T, member, name)         SHAPE_MEMBER(T, member, name, MEMBER_TEXT, .may_lack = false)
#define TEXT_OR_NOT(T, member, name)  SHAPE_MEMBER(T, member, name, MEMBER_TEXT, .may_lack = true)
#define TERM(T, member, name)         SHAPE_MEMBER(T, member, name, MEMBER_WORD, .may_lack = false)
#define TERM_OR_NOT(T, member, name)  SHAPE_MEMBER(T, member, name, MEMBER_WORD, .may_lack = true)
#define RAW(T, member, name)          SHAPE_MEMBER(T, member, name, MEMBER_RAW, .may_lack = false)
#define RAW_OR_NOT(T, member, name)   SHAPE_MEMBER(T, member, name, MEMBER_RAW, .may_lack = true)
#define TEXTS(T, member, name)        SHAPE_MEMBER(T, member, name, MEMBER_TEXTS, .may_lack = true)
#define BYTES(T, member, n, name)     SHAPE_MEMBER(T, member, name, MEMBER_BYTES, .count = offsetof(T, n))
#define REAL(T, member, name)         SHAPE_MEMBER(T, member, name, MEMBER_REAL, .may_lack = false)
#define RANGE(T, member, name, a, b)  SHAPE_MEMBER(T, member, name, MEMBER_WHOLE, .least = a, .most = b)
#define WHOLE(T, member, name)        RANGE(T, member, name, -SHAPE_WHOLE_MOST, SHAPE_WHOLE_MOST)
#define ENUM(T, member, name, list)   SHAPE_MEMBER(T, member, name, MEMBER_WHOLE, .names = list, .may_lack = false)
#define SIZE(T, member, name)         SHAPE_MEMBER(T, member, name, MEMBER_SIZE, .may_lack = false)
#define FLAG(T, member, name)         SHAPE_MEMBER(T, member, name, MEMBER_FLAG, .may_lack = false)
#define UNIT(T, member, name)         SHAPE_MEMBER(T, member, name, MEMBER_UNIT, .may_lack = false)
#define UNIT_OR_NOT(T, member, name)  SHAPE_MEMBER(T, member, name, MEMBER_UNIT, .may_lack = true)
#define PART(T, member, name, row)    SHAPE_MEMBER(T, member, name, MEMBER_PART, .rows = row)
#define ONE(T, member, name, row)     SHAPE_MEMBER(T, member, name, MEMBER_ONE, .rows = row)
#define ROWS(T, member, n, name, row) SHAPE_MEMBER(T, member, name, MEMBER_ROWS, .count = offsetof(T, n), .rows = row)
#define SHAPE(T, label, ...)                                                                                           \
  {                                                                                                                    \
    sizeof(T), offsetof(T, label), (const Member[]) {                                                                  \
      __VA_ARGS__, { .name = NULL }                                                                                    \
    }                                                                                                                  \
  }

/* ---- as bytes ---- */

/* Adds a struct. fails false: a text, unit or struct that may not lack does; what was added is of no use then. */
bool shape_put(Text *out, const Layout *shape, const void *value);
/* The same for single values: what a message holds beside structs. */
void shape_put_size(Text *out, size_t value);
void shape_put_whole(Text *out, int value);
void shape_put_real(Text *out, double value);
void shape_put_text(Text *out, const char *text); /* NULL is kept */
void shape_put_bytes(Text *out, const char *data, size_t len);

typedef struct ShapeReader {
  const char *at, *end;
} ShapeReader;

/* Reads a struct back.
 *
 * takes    in: bytes that live as long as what is read, for texts stay in them; shape: what must stand there
 * gives    true, *value filled; lists in the arena
 * fails    false: the bytes are not such a struct; *value is of no use then
 * source   none
 */
bool shape_get(ShapeReader *in, Arena *a, const Layout *shape, void *value);
/* The same; words are kept once, in a lexicon that lives as long as what is read. */
bool shape_get_kept(ShapeReader *in, Arena *a, Lexicon *words, const Layout *shape, void *value);
bool shape_get_size(ShapeReader *in, size_t *value);
bool shape_get_whole(ShapeReader *in, int least, int most, int *value);
bool shape_get_real(ShapeReader *in, double *value);
/* A text without NUL inside, in UTF-8; raw: whatever it is in. */
bool shape_get_text(ShapeReader *in, bool may_lack, const char **text);
bool shape_get_raw(ShapeReader *in, bool may_lack, const char **text);
bool shape_get_bytes(ShapeReader *in, const char **data, size_t *len);
/* Rows of a shape, at most as many as the bytes left can hold. */
bool shape_get_rows(ShapeReader *in, Arena *a, const Layout *shape, void **rows, size_t *count);
bool shape_put_rows(Text *out, const Layout *shape, const void *rows, size_t count);
/* Was everything read? */
bool shape_at_end(const ShapeReader *in);
