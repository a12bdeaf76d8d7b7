#include "base/lexer.h"
#include "base/text.h"

#include <string.h>

typedef struct Scan {
  Arena *arena;
  const char *at, *end;
  const char *from;    /* the text; the scan only reads it */
  char *cut;           /* a copy, in which tokens end with NUL */
  const char *counted; /* up to here the columns of this line are counted */
  int line, column;    /* of `counted`, 0-based */
  LIST(Token) tokens;
} Scan;

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static int characters(const char *from, const char *to) {
  int count = 0;
  for (; from < to; from++) count += ((unsigned char)*from & 0xC0) != 0x80;
  return count;
}

static char peek(const Scan *s, size_t ahead) { return (size_t)(s->end - s->at) > ahead ? s->at[ahead] : '\0'; }

static void step(Scan *s) {
  if (*s->at++ != '\n') return;
  s->line++;
  s->counted = s->at, s->column = 0;
}

/* The column of the scan, 1-based; each byte of a line is counted once, however long the line. */
static int column_of(Scan *s) {
  s->column += characters(s->counted, s->at);
  s->counted = s->at;
  return s->column + 1;
}

/* Length of a long bracket's opening "[==[" at the scan, 0 when there is none. */
static size_t long_bracket(const Scan *s) {
  size_t level = 1;
  if (peek(s, 0) != '[') return 0;
  while (peek(s, level) == '=') level++;
  return peek(s, level) == '[' ? level + 1 : 0;
}

static void skip_long(Scan *s, size_t opening) {
  for (size_t i = 0; i < opening; i++) step(s);
  for (; s->at < s->end; step(s)) {
    if (*s->at != ']') continue;
    size_t level = 1;
    while (peek(s, level) == '=') level++;
    if (level + 1 != opening || peek(s, level) != ']') continue;
    for (size_t i = 0; i < opening; i++) step(s);
    return;
  }
}

static void skip_blank(Scan *s) {
  while (s->at < s->end) {
    if (strchr(" \t\r\n\f\v", *s->at) && *s->at)
      step(s);
    else if (peek(s, 0) == '-' && peek(s, 1) == '-') {
      s->at += 2;
      size_t opening = long_bracket(s);
      if (opening)
        skip_long(s, opening);
      else
        while (s->at < s->end && *s->at != '\n') s->at++;
    } else
      return;
  }
}

/* A symbol may begin where the token before it was cut off, so it is no part of the copy. */
static const char *symbol_text(const Scan *s, const char *text, size_t len) {
  static const char single[][2] = {"(", ")", "{", "}", "[", "]", ",", "=", ":", ".", "-"};
  for (size_t i = 0; len == 1 && i < ARRAY_LEN(single); i++)
    if (single[i][0] == *text) return single[i];
  return arena_copy_n(s->arena, text, len);
}

static const char *cut_text(Scan *s, const char *text, size_t len) {
  char *copy = s->cut + (text - s->from);
  copy[len] = '\0';
  return copy;
}

static void add(Scan *s, TokenKind kind, const char *text, size_t len, int line, int column) {
  Token *token = LIST_ADD(s->arena, &s->tokens);
  int width = column_of(s) - column;
  *token = (Token){.kind = kind,
                   .text = kind == TOKEN_SYMBOL ? symbol_text(s, text, len) : cut_text(s, text, len),
                   .line = line,
                   .column = column,
                   .width = width > 0 && line == s->line ? width : 1,
                   .match = -1};
}

static void scan_string(Scan *s, int line, int column) {
  char quote = *s->at++;
  const char *text = s->at;
  while (s->at < s->end && *s->at != quote && *s->at != '\n') {
    if (*s->at++ != '\\' || s->at == s->end) continue;
    bool skips = *s->at == 'z'; /* \z: white space that follows, line ends included, is no part of the text */
    step(s);
    while (skips && s->at < s->end && *s->at && strchr(" \t\r\n\f\v", *s->at)) step(s);
  }
  size_t len = (size_t)(s->at - text);
  if (s->at < s->end && *s->at == quote) s->at++;
  add(s, TOKEN_STRING, text, len, line, column);
}

static size_t symbol_length(const Scan *s) {
  static const char *const longer[] = {"...", "..", "==", "~=", "!=", "<=", ">=", "&&", "||", "//", "::", "<<", ">>"};
  bool goes_on = peek(s, 1) && strchr(".=&|/:<>", peek(s, 1));
  for (size_t i = 0; goes_on && i < ARRAY_LEN(longer); i++) {
    size_t len = strlen(longer[i]);
    if ((size_t)(s->end - s->at) >= len && memcmp(s->at, longer[i], len) == 0) return len;
  }
  size_t len = 1; /* a character of several bytes is one symbol */
  while (((unsigned char)*s->at & 0xC0) == 0xC0 && ((unsigned char)peek(s, len) & 0xC0) == 0x80) len++;
  return len;
}

static void scan_token(Scan *s) {
  const char *from = s->at;
  int line = s->line, column = column_of(s);
  size_t opening = long_bracket(s);
  if (opening) {
    skip_long(s, opening);
    size_t most = (size_t)(s->at - from), closing = most > 2 * opening ? opening : 0;
    add(s, TOKEN_STRING, from + opening, closing ? most - 2 * opening : 0, line, column);
  } else if (is_letter(*s->at)) {
    while (s->at < s->end && (is_letter(*s->at) || is_digit(*s->at))) s->at++;
    add(s, TOKEN_NAME, from, (size_t)(s->at - from), line, column);
  } else if (is_digit(*s->at)) {
    while (s->at < s->end && (is_letter(*s->at) || is_digit(*s->at) || *s->at == '.')) s->at++;
    add(s, TOKEN_NUMBER, from, (size_t)(s->at - from), line, column);
  } else if (*s->at == '"' || *s->at == '\'')
    scan_string(s, line, column);
  else {
    s->at += symbol_length(s);
    add(s, TOKEN_SYMBOL, from, (size_t)(s->at - from), line, column);
  }
}

static bool is_word(const Token *token, const char *text) {
  return (token->kind == TOKEN_NAME || token->kind == TOKEN_SYMBOL) && strcmp(token->text, text) == 0;
}

/* A token of one of the kinds of words whose first letter is one of these. */
static bool may_be(const Token *t, TokenKind kind, const char *first) {
  return t->kind == kind && t->text[0] && strchr(first, t->text[0]);
}

/* Brackets find their partners; block words tell what lies in a function body. */
static void match_up(Arena *a, Token *tokens, size_t count) {
  int *brackets = arena_room(a, count + 1, sizeof *brackets);
  char *blocks = arena_room(a, count + 1, 1);
  size_t open = 0, depth = 0, functions = 0;
  for (size_t i = 0; i < count; i++) {
    Token *t = &tokens[i];
    t->in_function = functions > 0;
    if (may_be(t, TOKEN_SYMBOL, "({[")) brackets[open++] = (int)i;
    if (may_be(t, TOKEN_SYMBOL, ")}]") && open) tokens[brackets[--open]].match = (int)i;
    if (!may_be(t, TOKEN_NAME, "fidreu")) continue;
    bool function = is_word(t, "function");
    if (function || is_word(t, "if") || is_word(t, "do") || is_word(t, "repeat")) {
      blocks[depth++] = function;
      functions += function;
    } else if ((is_word(t, "end") || is_word(t, "until")) && depth)
      functions -= (size_t)blocks[--depth];
    t->in_function = functions > 0;
  }
}

static void split_lines(Arena *a, Lexed *lexed, const char *data, size_t len) {
  typedef LIST(const char *) Lines;
  Lines lines = {0};
  char *at = arena_copy_n(a, data, len), *end = at + len;
  while (at <= end) {
    char *stop = memchr(at, '\n', (size_t)(end - at)), *next = stop ? stop : end;
    *LIST_ADD(a, &lines) = at;
    *next = '\0';
    if (next > at && next[-1] == '\r') next[-1] = '\0';
    at = next + 1;
  }
  lexed->lines = lines.items;
  lexed->line_count = lines.count;
}

Lexed lexer_read(Arena *a, const char *name, const char *data, size_t len) {
  Lexed lexed = {.name = name};
  if (len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) data += 3, len -= 3;
  Scan scan = {.arena = a, .at = data, .end = data + len, .counted = data, .line = 1, .from = data};
  enum { BYTES_A_TOKEN = 7 }; /* of most packs: a guess, so that the list seldom has to grow */
  scan.cut = arena_copy_n(a, data, len);
  scan.tokens.cap = len / BYTES_A_TOKEN + 1;
  scan.tokens.items = arena_room(a, scan.tokens.cap, sizeof *scan.tokens.items);
  for (skip_blank(&scan); scan.at < scan.end; skip_blank(&scan)) scan_token(&scan);
  match_up(a, scan.tokens.items, scan.tokens.count);
  lexed.items = scan.tokens.items, lexed.count = scan.tokens.count;
  split_lines(a, &lexed, data, len);
  return lexed;
}

static bool opens_call(const Lexed *lexed, size_t index) {
  if (index + 1 >= lexed->count) return false;
  const Token *next = &lexed->items[index + 1];
  return next->kind == TOKEN_STRING || is_word(next, "(") || is_word(next, "{");
}

static Token *point_inside(Lexed *lexed, size_t call, const char *literal) {
  const Token *next = &lexed->items[call + 1];
  size_t last = next->match >= 0 ? (size_t)next->match : next->kind == TOKEN_STRING ? call + 1 : lexed->count - 1;
  for (size_t i = call + 1; i <= last; i++) {
    Token *token = &lexed->items[i];
    bool right_kind = token->kind == TOKEN_STRING || token->kind == TOKEN_NAME || token->kind == TOKEN_NUMBER;
    if (right_kind && !token->reported && strcmp(token->text, literal) == 0) return token;
  }
  return NULL;
}

Token *lexer_point(Lexed *lexed, int line, const char *word, const char *literal) {
  Token *fallback = NULL, *found = NULL;
  for (size_t i = 0; i < lexed->count && !found; i++) {
    Token *token = &lexed->items[i];
    if (token->line < line || !is_word(token, word) || !opens_call(lexed, i)) continue;
    if (fallback && token->line != fallback->line) break;
    if (!fallback || (fallback->reported && !token->reported)) fallback = token;
    found = literal ? point_inside(lexed, i, literal) : token->reported ? NULL : token;
  }
  if (!found) found = fallback;
  if (found) found->reported = true;
  return found;
}

int lexer_value(const Lexed *lexed, int field) {
  size_t at = (size_t)field + 1;
  if (at < lexed->count && is_word(&lexed->items[at], "]")) at++;
  bool assigns = at + 1 < lexed->count && is_word(&lexed->items[at], "=");
  return assigns ? (int)at + 1 : -1;
}

/* The next field of a table behind entry *at, the index of an opening brace at first; -1 when there is none. */
static int next_field(const Lexed *lexed, int open, int *at) {
  bool begins = *at == open; /* an entry of the table begins here */
  for (int i = *at + 1; i < lexed->items[open].match; i++) {
    const Token *token = &lexed->items[i];
    int key = token->kind == TOKEN_NAME ? i : is_word(token, "[") && token->match == i + 2 ? i + 1 : -1;
    *at = i;
    if (begins && key >= 0 && lexer_value(lexed, key) >= 0) return key;
    begins = is_word(token, ",") || is_word(token, ";");
    if (token->match >= 0) i = token->match;
  }
  return -1;
}

int lexer_field(const Lexed *lexed, int open, const char *name) {
  if (open < 0 || lexed->items[open].match < 0) return -1;
  int at = open, key = next_field(lexed, open, &at);
  while (key >= 0 && strcmp(lexed->items[key].text, name) != 0) key = next_field(lexed, open, &at);
  return key;
}

Token *lexer_point_name(Lexed *lexed, int line, const char *name) {
  for (size_t i = 0; i < lexed->count; i++) {
    Token *token = &lexed->items[i];
    if (!is_word(token, name) || token->line < line || token->reported) continue;
    token->reported = true;
    return token;
  }
  return NULL;
}

Diag *lexer_fault(const Lexed *lexed, Diags *diags, DiagLevel level, const Token *token, int line, const char *text) {
  if (token) line = token->line;
  Diag *diag = diags_add(diags, level, lexed->name, line, token ? token->column : 0, "%s", text);
  diag->width = token ? token->width : 1;
  if (line >= 1 && (size_t)line <= lexed->line_count) diag->source_line = lexed->lines[line - 1];
  return diag;
}

/* The angle brackets of `local x <const>`. */
static bool is_attribute(const Lexed *lexed, size_t i) {
  size_t name = is_word(&lexed->items[i], "<") ? i + 1 : i - 1;
  if (i == 0 || i + 1 >= lexed->count) return false;
  return is_word(&lexed->items[name], "const") || is_word(&lexed->items[name], "close");
}

static bool compares(const char *operator) { return strpbrk(operator, "<>=") != NULL; }

void lexer_check_operators(Lexed *lexed, Diags *diags) {
  static const struct {
    const char *text, *instead;
  } refused[] = {
      {"and", "all { a, b }"},
      {"or", "any { a, b }"},
      {"not", "no { a }"},
      {"==", ":is(...) or :between(low, high)"},
      {"~=", "no { a:is(...) }"},
      {"<", ":below(cut)"},
      {">", ":above(cut)"},
      {"<=", "no { a:above(cut) }"},
      {">=", "no { a:below(cut) }"},
      {"!=", "no { a:is(...) }"},
      {"&&", "all { a, b }"},
      {"||", "any { a, b }"},
      {"&", "all { a, b }"},
      {"|", "any { a, b }"},
      {"!", "no { a }"},
      {"~", "no { a }"},
  };
  size_t room = MISTAKES_MOST;
  for (size_t i = 0; i < lexed->count && room; i++) {
    Token *token = &lexed->items[i];
    if (token->in_function || !(may_be(token, TOKEN_NAME, "aon") || may_be(token, TOKEN_SYMBOL, "=~<>!&|"))) continue;
    for (size_t j = 0; j < ARRAY_LEN(refused); j++) {
      if (!is_word(token, refused[j].text) || is_attribute(lexed, i)) continue;
      Diag *diag =
          lexer_fault(lexed, diags, DIAG_ERROR, token, 0,
                      arena_printf(diags->arena, "'%s' does not %s", token->text,
                                   compares(token->text) ? "compare what rules look at" : "combine conditions"));
      diag->hint = arena_printf(diags->arena, "write %s", refused[j].instead);
      lexed->operators = true;
      room--;
      break;
    }
  }
}

static void check_table(const Lexed *lexed, int open, Diags *diags) {
  enum { FIELDS_MOST = 64 };
  int keys[FIELDS_MOST], count = 0, at = open;
  for (int key = next_field(lexed, open, &at); key >= 0 && count < FIELDS_MOST; key = next_field(lexed, open, &at)) {
    const Token *token = &lexed->items[key];
    for (int i = 0; i < count; i++) {
      const Token *first = &lexed->items[keys[i]];
      if (first->kind != token->kind || strcmp(first->text, token->text) != 0) continue;
      lexer_fault(lexed, diags, DIAG_ERROR, token, 0,
                  arena_printf(diags->arena, "%s stands here twice, first on line %d: only the last would count",
                               token->text, first->line))
          ->hint = "several values are a list: { \"a\", \"b\" }";
      break;
    }
    keys[count++] = key;
  }
}

void lexer_check_fields(const Lexed *lexed, Diags *diags) {
  size_t before = diags->errors;
  for (size_t i = 0; i < lexed->count && diags->errors - before < MISTAKES_MOST; i++)
    if (is_word(&lexed->items[i], "{") && !lexed->items[i].in_function && lexed->items[i].match >= 0)
      check_table(lexed, (int)i, diags);
}

/* ---- a text that is being typed ---- */

static bool is_one_of(const Token *token, const char *const words[]) {
  for (; *words; words++)
    if (strcmp(token->text, *words) == 0) return true;
  return false;
}

bool lexer_goes_on(const Lexed *lexed) {
  static const char *const begin[] = {"function", "do", "then", "repeat", "(", "{", "[", NULL};
  static const char *const end[] = {"end", "until", "elseif", ")", "}", "]", NULL};
  static const char *const wanting[] = {"+",  "-",  "*", "/", "%", "^",   "..", "=",      "==",  "~=",
                                        "<=", ">=", "<", ">", ",", "and", "or", "return", "not", NULL};
  int depth = 0;
  const Token *last = lexed->count ? &lexed->items[lexed->count - 1] : NULL;
  for (size_t i = 0; i < lexed->count; i++) {
    const Token *token = &lexed->items[i];
    if (token->kind != TOKEN_NAME && token->kind != TOKEN_SYMBOL) continue;
    depth += is_one_of(token, begin) - is_one_of(token, end);
  }
  return depth > 0 || (last && last->kind != TOKEN_STRING && is_one_of(last, wanting));
}
