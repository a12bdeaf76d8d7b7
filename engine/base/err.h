/* One fault as a plain value (Err), and a list of the faults of one text (Diags).
 * A place is always the clinician's material: pack, data row, CSV cell, command argument; never a line of C.
 * Printing a place with its source line and caret is done here and nowhere else. */
#pragma once

#include "base/arena.h"
#include <stdbool.h>
#include <stdio.h>

/* The kind is the exit code. ERR_CHECK: nothing broke, but a check or test found something. */
typedef enum {
  ERR_NONE,
  ERR_CHECK,  /* 1 a check or test found something */
  ERR_USAGE,  /* 2 wrong words on the command line */
  ERR_DATA,   /* 3 bad data */
  ERR_SCRIPT, /* 4 mistake in a rule pack */
  ERR_LIMIT,  /* 5 a limit was reached */
  ERR_STORE,  /* 6 database */
  ERR_IO      /* 7 file or device */
} ErrKind;

typedef struct Err {
  ErrKind kind;
  char where[160]; /* "file:line:column", "row 7, column RThomas", "argument 2"; "" when there is no place */
  char text[480];  /* one sentence: what is wrong and what to type instead */
} Err;             /* zero-initialised: no fault */

/* Records a fault and returns false, so that a function can end with `return fail(...)`. A second fault does not
 * replace the first. `where` may be NULL. */
bool fail(Err *err, ErrKind kind, const char *where, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Puts "doing: " before the text of a fault that is passed up; always returns false. */
bool err_prefix(Err *err, const char *doing);

/* Prints "sinew: where: text\n", control characters made visible. */
void err_print(FILE *to, const Err *err);

typedef enum { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE } DiagLevel;

typedef struct Diag {
  DiagLevel level;
  const char *file;        /* name shown to the reader */
  int line, column, width; /* 1-based; in characters; column 0: not known; width of the underline, at least 1 */
  const char *text;        /* one sentence */
  const char *hint;        /* "did you mean 'x'?" or NULL */
  const char *source_line; /* the line itself, or NULL */
} Diag;

typedef struct Diags {
  Arena *arena; /* owner of all texts */
  LIST(Diag) list;
  size_t errors; /* how many of the list are DIAG_ERROR */
} Diags;

/* Adds one diagnostic; texts are copied into the arena. Gives the new entry, to set width, hint and source_line in. */
Diag *diags_add(Diags *diags, DiagLevel level, const char *file, int line, int column, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* Sorts by file, line, column, text, so that the order of discovery does not show. */
void diags_sort(Diags *diags);

/* Prints one: place, level, text, then source line with caret, then hint. */
void diag_print(FILE *to, const Diag *diag);
