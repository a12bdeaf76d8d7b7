/* Tokens of a Lua text with their lines and columns. Lua itself knows lines of calls only; this finds the column of a
 * word's argument for a message, and the operators that a rule may not use. Reads any bytes; never fails: what is no
 * Lua is left to the Lua parser to report. Knows no words of the rule language. */
#pragma once

#include "base/ceiling.h"
#include "base/err.h"

typedef enum { TOKEN_NAME, TOKEN_STRING, TOKEN_NUMBER, TOKEN_SYMBOL } TokenKind;

typedef struct Token {
  const char *text;        /* a string without its quotes and escapes left as they are; NUL-terminated */
  int line, column, width; /* 1-based; width in characters */
  int match;               /* index of the closing bracket of an opening one, else -1 */
  TokenKind kind;
  bool in_function; /* inside a function body */
  bool reported;    /* a message has pointed here */
} Token;

typedef struct Lexed {
  const char *name; /* of the text, for messages */
  Token *items;
  size_t count;
  const char **lines; /* text of each line, NUL-terminated; lines[0] is line 1 */
  size_t line_count;
  bool operators; /* lexer_check_operators found some */
} Lexed;

/* Reads a text; everything is copied into the arena. */
Lexed lexer_read(Arena *a, const char *name, const char *data, size_t len);

/* The token to point at in a message about a call of `word` on `line`: the first use of `literal` (a string or a field
 * name) inside that call which no message has pointed at yet, or the word itself when literal is NULL or not found.
 * NULL when there is no such call. The token counts as reported. */
Token *lexer_point(Lexed *lexed, int line, const char *word, const char *literal);

/* The field of a table: index of the token that names it (the name before "=", or the text in [ ] before "="), directly
 * between the braces that token `open` opens; -1 when it is not there. */
int lexer_field(const Lexed *lexed, int open, const char *name);

/* Index of the first token of a field's value; field as lexer_field gives it. -1 when there is none. */
int lexer_value(const Lexed *lexed, int field);

/* The first use of a name or an operator on `line` or after it that no message has pointed at yet, or NULL. It counts as reported. */
Token *lexer_point_name(Lexed *lexed, int line, const char *name);

/* A diagnostic placed at a token, or at a line when token is NULL, with its source line. */
Diag *lexer_fault(const Lexed *lexed, Diags *diags, DiagLevel level, const Token *token, int line, const char *text);

/* One kind of mistake is not reported more often than this for one text. */

/* Does something go on behind the end of the text: an open bracket or block, or an operator that wants a value? */
bool lexer_goes_on(const Lexed *lexed);

/* Adds a mistake for each operator that would silently drop part of a condition, or stop Lua short of the reason: and,
 * or, not, ==, ~=, <, >, <=, >=, and those of other languages, outside function bodies; at most MISTAKES_MOST. */
void lexer_check_operators(Lexed *lexed, Diags *diags);

/* Adds a mistake for each field that stands twice between the same braces, of which Lua would drop the first; of tables
 * outside function bodies, among their first 64 fields. */
void lexer_check_fields(const Lexed *lexed, Diags *diags);
