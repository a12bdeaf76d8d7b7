/* Lua tables to C structs, driven by one table of fields per kind of row. Everything is read raw: no metamethod runs,
 * no value is coerced; each mistake becomes a diagnostic with row, field and what to write instead. Used inside a host
 * run. Knows the shapes of fields, not what any row is for. */
#pragma once

#include "facts/catalog.h"

typedef struct lua_State lua_State; /* of Lua; passed on here, so that rows are known without its headers */

typedef enum {
  FIELD_ID,     /* const char *: letter, then letters, digits, _ and -, up to 64 characters */
  FIELD_TEXT,   /* const char *: UTF-8 without control characters, 1 to CONVERT_TEXT bytes */
  FIELD_TEXTS,  /* const char *const *, NULL-terminated: list of texts */
  FIELD_NUMBER, /* double, finite */
  FIELD_INT,    /* int */
  FIELD_BOOL,   /* bool */
  FIELD_ENUM,   /* an enum: base + index of the word in names */
  FIELD_LETTER, /* char: a word of one letter out of names */
  FIELD_UNIT,   /* const Unit *, in its canonical spelling */
  FIELD_ROW,    /* int: index of the row of kind `rows` with this id */
  FIELD_PAIR,   /* two doubles {least, most} at offset and second */
  FIELD_INTS,   /* two ints {least, most} at offset and second */
  FIELD_SHARES, /* Relevance * at offset, size_t at second: { muscle = share }, sorted by muscle, shares in (0, 1] */
  FIELD_MAP,    /* const char *const *: { word = text or number } as word, meaning, ..., NULL, sorted by word */
  FIELD_GROUP   /* a table whose own fields (`fields`) go into the same struct */
} FieldKind;

enum { CONVERT_TEXT = 4000, CONVERT_LIST = 200 }; /* most bytes of a text, most items of a list */

typedef struct Field {
  const char *name; /* in Lua; the last entry of a table of fields has NULL */
  FieldKind kind;
  size_t offset, second; /* in the struct */
  bool required;
  double absent;              /* FIELD_NUMBER, _INT, _ENUM, _BOOL: value of an absent field */
  const char *const *names;   /* FIELD_ENUM, FIELD_LETTER: the words, NULL-terminated */
  int base;                   /* FIELD_ENUM: value of the first word */
  RowKind rows;               /* FIELD_ROW */
  const struct Field *fields; /* FIELD_GROUP */
} Field;

/* An entry for a member of the same name; further parts as designated initialisers, at least NEED or MAY. */
#define FIELD(T, member, field_kind, ...)                                                                              \
  { .name = #member, .kind = field_kind, .offset = offsetof(T, member), __VA_ARGS__ }
/* The same for a member, or two, of other names. */
#define FIELD_AS(T, lua_name, field_kind, first, last, ...)                                                            \
  { .name = lua_name, .kind = field_kind, .offset = offsetof(T, first), .second = offsetof(T, last), __VA_ARGS__ }
#define NEED .required = true
#define MAY  .required = false

typedef struct RowReader {
  const Catalog *catalog; /* for FIELD_ROW and FIELD_SHARES */
  Arena *arena;           /* owner of texts and lists */
  Diags *diags;
  const RowFile *file;
  /* NULL, or what is said instead of catalog_unknown where more is known about an id that is missing; context: file's */
  const char *(*unknown)(void *context, RowKind kind, const char *id);
  size_t row;     /* 1-based number of the row being read */
  const char *id; /* of the row being read, once known; the first field of the table is its id */
} RowReader;

/* Reads the value on top of the stack as a row; the value stays there.
 *
 * takes    reader with row set; fields; out: the struct, zeroed
 * gives    true when every field was right; out holds those that were, absent values elsewhere
 * fails    every mistake is added to reader->diags; raises only when out of Lua stack or memory
 * source   none
 */
bool convert_row(lua_State *L, RowReader *reader, const Field *fields, void *out);

/* Adds "row N (id 'x'): field 'f' ..." for the row being read. Always gives false. */
bool convert_fault(const RowReader *reader, const char *field, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
