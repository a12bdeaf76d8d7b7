/* Tables of a test file: their fields as texts, numbers, lists and ranges, each with the token where it stands. Every
 * mistake is collected at its place. Knows tokens and Lua values, not what the fields mean. */
#pragma once

#include "proof/example.h"
#include "rules/rule.h"
#include "script/loading.h"

typedef struct EntryReader {
  lua_State *L;
  Loading *loading;
  const Pack *pack;
  const Token *token; /* the word `case`, or NULL */
  int line, open;     /* of the case; index of the token that opens its table, or -1 */
} EntryReader;

typedef LIST(const char *) EntryNames;

/* Tokens are named by their index; -1 stands for none, and for the case itself where a mistake is placed. */

/* Adds a mistake at a token of the case. */
Diag *entry_fault(EntryReader *r, int token, const char *format, ...) __attribute__((format(printf, 3, 4)));
int entry_line(const EntryReader *r, int token);
/* A field of the table that token `open` opens; looking for it costs steps, so that no table is too wide. */
int entry_field(EntryReader *r, int open, const char *name);
/* The brace that opens a field's table. */
int entry_open(const EntryReader *r, int field);
/* Where a plain value stands: its own token, else that of its field. */
int entry_value(const EntryReader *r, int field);
/* A text between the braces that token `open` opens, else `otherwise`. */
int entry_text_in(const EntryReader *r, int open, const char *text, int otherwise);

/* The names of a table's fields, sorted. Numbered entries are a mistake unless it may be a list. */
EntryNames entry_names(EntryReader *r, int index, int field, const char *what, bool list);
/* Reports names that are none of these. */
void entry_check_names(EntryReader *r, int index, int field, int open, const char *what, const char *const known[],
                       bool list);
/* " (did you mean 'x'?)", or "". */
const char *entry_nearest(EntryReader *r, const char *word, const char *const names[]);

/* Pushes a field of the table; false (and nothing pushed) when absent or when its mistake is on record. */
bool entry_push(EntryReader *r, int index, const char *name);
bool entry_push_table(EntryReader *r, int index, const char *name, const char *example, int *field);

/* The value on top of the stack, popped. A text or, where number is given, a number; a list of texts, NULL-terminated;
 * true or false; { least, most }. */
void entry_take_scalar(EntryReader *r, int token, const char *name, const char **text, const double **number);
const char *const *entry_take_texts(EntryReader *r, int field, const char *name);
bool entry_take_bool(EntryReader *r, int token, const char *name);
Range entry_take_range(EntryReader *r, int field, const char *name);
/* Pushes a field, if it is there, and takes it. */
void entry_scalar(EntryReader *r, int index, int open, const char *name, const char **text, const double **number);

/* "name.left" is the name and its side; without a side the whole. False: behind the dot stands no side. */
bool entry_split_side(EntryReader *r, const char *key, const char **name, Side *side);
