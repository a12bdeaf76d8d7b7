#include "base/text.h"
#include "rules/syntax.h"

#include <stdlib.h>
#include <string.h>

typedef struct Slip { /* what was meant, and the token to point at */
  const Token *at;
  const char *text;
} Slip;

typedef struct Site { /* where Lua stumbled */
  const Lexed *lexed;
  Arena *arena;
  const char *message;
  size_t index; /* of the token that it names */
} Site;

static const Token nothing = {.kind = TOKEN_SYMBOL, .text = ""};

/* The token so many places before the one that Lua names. */
static const Token *before(const Site *site, size_t places) {
  return site->index >= places ? &site->lexed->items[site->index - places] : &nothing;
}

static bool is(const Token *token, const char *symbols) {
  return token->kind == TOKEN_SYMBOL && token->text[0] && !token->text[1] && strchr(symbols, token->text[0]);
}

/* ---- single slips; each gives a text, or NULL when it is another one ---- */

/* Characters that look like others: word processors and other keyboards put them in. */
static const char *look_alike(const char *text) {
  static const struct {
    const char *characters, *means;
  } rows[] = {
      {"\u201C\u201D\u201E\u201F\u2018\u2019\u201A\u00AB\u00BB\u2039\u203A\u00B4", "write straight quotes \""},
      {"\u00A0\u202F\u2007\u2009", "this is a special space: type a plain one"},
      {"\u2013\u2014\u2212", "write the minus of the keyboard, -"},
      {"\u00B0", "degrees are written deg(20)"},
      {"\u2264\u2265\u2260", "write :above(cut) or :below(cut)"},
      {"\u2026", "write what belongs here instead of the dots"},
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++)
    if (strstr(rows[i].characters, text)) return rows[i].means;
  return "outside of quotes only plain letters, digits and signs have a meaning";
}

static const char *strange_character(const Site *site, const Token **at) {
  if ((unsigned char)(*at)->text[0] < 0x80) return NULL;
  return arena_printf(site->arena, "'%s' cannot be read here: %s", (*at)->text, look_alike((*at)->text));
}

/* id: "x" */
static const char *colon_field(const Site *site, const Token **at) {
  const Token *colon = before(site, 1), *name = before(site, 2);
  size_t back = 2;
  if (is(before(site, 2), ":")) colon = before(site, 2), name = before(site, 3), back = 3; /* side: each, */
  bool begins = is(before(site, back + 1), "{,;");
  if (!is(colon, ":") || name->kind != TOKEN_NAME || !begins) return NULL;
  *at = colon;
  return arena_printf(site->arena, "a field is written with =: %s = ...", name->text);
}

static const char *missing_value(const Site *site, const Token **at) {
  const Token *last = before(site, 1);
  if (!is(*at, ",;}")) return NULL;
  if (is(last, "=")) return arena_printf(site->arena, "the value of %s is missing", before(site, 2)->text);
  return is(last, ",;") && is(*at, ",;") ? "a comma too many: nothing stands between the two" : NULL;
}

/* 10 pct, 10pct, 10 %, pct 10 */
static const char *unit_behind(const Site *site, const Token **at) {
  const Token *number = before(site, 1), *unit = *at;
  if (strstr(site->message, "malformed number")) {
    size_t digits = strspn((*at)->text, "0123456789.");
    return arena_printf(site->arena, "a number with its unit is written UNIT(NUMBER): %s(%.*s)", (*at)->text + digits,
                        (int)digits, (*at)->text);
  }
  if (is(number, "%")) {
    *at = number;
    return "per cent is written pct(10)";
  }
  if (number->kind == TOKEN_NAME && unit->kind == TOKEN_NUMBER && before(site, 2)->kind == TOKEN_SYMBOL) {
    *at = number;
    return arena_printf(site->arena, "the number stands in brackets: %s(%s)", number->text, unit->text);
  }
  if (number->kind != TOKEN_NUMBER || unit->kind != TOKEN_NAME || unit->line != number->line) return NULL;
  *at = number;
  return arena_printf(site->arena, "a number with its unit is written UNIT(NUMBER): %s(%s)", unit->text, number->text);
}

static const char *brackets_missing(const Site *site, const Token **at) {
  if (!strstr(site->message, "function arguments expected")) return NULL;
  *at = before(site, 1);
  return arena_printf(site->arena, "what %s looks at stands in brackets: %s(...)", (*at)->text, (*at)->text);
}

/* ( ... } */
static const char *wrong_bracket(const Site *site, const Token **at) {
  if (!is(*at, ")}]")) return NULL;
  for (size_t i = site->index; i-- > 0;) {
    const Token *open = &site->lexed->items[i];
    if (open->match != (int)site->index) continue;
    const char *closing = is(open, "(") ? ")" : is(open, "{") ? "}" : "]";
    if (strcmp(closing, (*at)->text) == 0) return NULL;
    return arena_printf(site->arena, "the %s of line %d, column %d is closed by %s here: write %s", open->text,
                        open->line, open->column, (*at)->text, closing);
  }
  return arena_printf(site->arena, "this %s closes nothing: there is one too many", (*at)->text);
}

/* rule ( id = ... */
static const char *field_in_round(const Site *site, const Token **at) {
  if (!is(*at, "=") || !strstr(site->message, "')' expected")) return NULL;
  for (size_t i = site->index; i-- > 0;) {
    const Token *open = &site->lexed->items[i];
    if (!is(open, "(") || (open->match >= 0 && open->match < (int)site->index)) continue;
    return arena_printf(site->arena, "fields stand between { }, not inside the ( of line %d, column %d", open->line,
                        open->column);
  }
  return NULL;
}

static const char *statement(const Site *site, const Token **at) {
  static const char *const words[] = {"if", "then", "else", "elseif", "for", "while", "repeat", "local", "return"};
  bool found = false;
  for (size_t i = 0; i < ARRAY_LEN(words); i++) found = found || strcmp(words[i], (*at)->text) == 0;
  if (!found || (*at)->kind != TOKEN_NAME || strstr(site->message, "expected")) return NULL;
  return arena_printf(site->arena, "a rule has no '%s': what must hold is its condition, when = all { a, b }",
                      (*at)->text);
}

/* Return pack { ... } */
static const char *capital_return(const Site *site, const Token **at) {
  const Token *last = before(site, 1);
  if (strcmp(last->text, "Return") != 0 && strcmp(last->text, "RETURN") != 0) return NULL;
  *at = last;
  return "write return in small letters";
}

static const char *open_string(const Site *site, const Token **at) {
  if (!strstr(site->message, "unfinished string")) return NULL;
  bool curly = strstr((*at)->text, "\u201D") || strstr((*at)->text, "\u201C") || strstr((*at)->text, "\u2019");
  return curly ? "this text begins with a straight quote and must end with one: \""
               : "the closing quote of this text is missing";
}

static const char *missing_comma(const Site *site, const Token **at) {
  const Token *last = before(site, 1);
  bool entry = (*at)->kind != TOKEN_SYMBOL || is(*at, "{[");
  if (!entry || !strstr(site->message, "expected") || strstr(site->message, "<eof> expected")) return NULL;
  bool named = site->index + 1 < site->lexed->count && is(&site->lexed->items[site->index + 1], "=");
  if (last->kind == TOKEN_NAME && named && is(before(site, 2), "{,;")) {
    *at = last;
    return arena_printf(site->arena, "a { is missing behind %s", last->text);
  }
  if (last->kind == TOKEN_SYMBOL && !is(last, ")}]")) return NULL;
  const char *and_quote = last->kind == TOKEN_STRING ? ", or the quote of the text before it"
                          : last->kind == TOKEN_NAME && (*at)->kind == TOKEN_NAME ? ", or quotes around a text"
                                                                                  : "";
  return (*at)->kind == TOKEN_STRING
             ? arena_printf(site->arena, "a comma is missing before \"%.40s\"%s", (*at)->text, and_quote)
             : arena_printf(site->arena, "a comma is missing before %s%s", (*at)->text, and_quote);
}

static const char *behind_the_end(const Site *site, const Token **at) {
  if (!strstr(site->message, "<eof> expected")) return NULL;
  *at = before(site, 1);
  return "the pack ends here already: there is a } too many before it, or at it";
}

static const char *explain(const Site *site, const Token **at) {
  static const char *(*const slips[])(const Site *, const Token **) = {
      strange_character, open_string,    colon_field,   unit_behind,    brackets_missing, missing_value,
      wrong_bracket,     field_in_round, missing_comma, behind_the_end, capital_return,   statement};
  const char *text = NULL;
  for (size_t i = 0; i < ARRAY_LEN(slips) && !text; i++) text = slips[i](site, at);
  return text;
}

/* ---- where ---- */

/* Does Lua mean this token? It shows texts with their quotes and strange bytes as numbers. */
static bool is_named(const Token *token, const char *near) {
  size_t len = strlen(token->text);
  if (token->kind == TOKEN_NUMBER) return strncmp(near, token->text, strcspn(near, "'")) == 0;
  if (strncmp(near, "<\\", 2) == 0) return (unsigned char)token->text[0] >= 0x80;
  if (token->kind == TOKEN_STRING) return strncmp(near + strspn(near, "\"'["), token->text, len) == 0;
  return strncmp(near, token->text, len) == 0 && near[len] == '\'';
}

static Slip find_on_line(const Lexed *lexed, Arena *a, int line, const char *message) {
  const char *near = strstr(message, " near '");
  Slip first = {0};
  size_t named = 0;
  for (size_t i = 0; near && i < lexed->count && lexed->items[i].line <= line; i++) {
    const Token *token = &lexed->items[i];
    if (token->line != line || !is_named(token, near + 7)) continue;
    Site site = {.lexed = lexed, .arena = a, .message = message, .index = i};
    Slip slip = {.at = token};
    slip.text = explain(&site, &slip.at);
    if (slip.text) return slip;
    if (named++ == 0) first = slip;
  }
  return named == 1 ? first : (Slip){0};
}

/* Columns of blank at the beginning of a token's line. */
static size_t indent_of(const Lexed *lexed, const Token *token) { return strspn(lexed->lines[token->line - 1], " \t"); }

static bool begins_line(const Lexed *lexed, const Token *token) {
  return indent_of(lexed, token) + 1 == (size_t)token->column;
}

/* The bracket that lacks its partner: one whose partner stands under another word than the one it belongs to has taken
 * it from a bracket further out; otherwise the last one that is open. */
static Slip never_closed(const Lexed *lexed, Arena *a) {
  const Token *found = NULL;
  int least = -1;
  for (size_t i = 0; i < lexed->count; i++) {
    const Token *open = &lexed->items[i];
    if (!is(open, "({[")) continue;
    const Token *close = open->match >= 0 ? &lexed->items[open->match] : NULL;
    bool taken = close && close->line != open->line && begins_line(lexed, close) &&
                 indent_of(lexed, close) < indent_of(lexed, open);
    if (taken && (least < 0 || open->match < least)) least = open->match, found = open;
    if (!close && least < 0) found = open;
  }
  if (!found) return (Slip){0};
  return (Slip){.at = found, .text = arena_printf(a, "this %s is never closed", found->text)};
}

/* What Lua says of a word used like something else, the sign to point at, and what was meant. */
static Slip misused(const Lexed *lexed, int line, const char *message) {
  static const struct {
    const char *message, *sign, *means;
  } rows[] = {
      {"attempt to index a function value", "[", "a word takes what it looks at in round brackets: measure(\"ake\")"},
      {"attempt to call a table value", "}", "a comma is missing between } and what follows"},
      {"attempt to concatenate a userdata value", "..", "'..' joins texts; conditions are joined by all { a, b }"},
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    if (!strstr(message, rows[i].message)) continue;
    size_t at = 0;
    while (at < lexed->count && (lexed->items[at].line < line || strcmp(lexed->items[at].text, rows[i].sign) != 0))
      at++;
    return (Slip){.at = at < lexed->count ? &lexed->items[at] : NULL, .text = rows[i].means};
  }
  return (Slip){0};
}

/* The line in "name:12"; 0 when there is none. */
static int line_of(const Lexed *lexed, const char *where) {
  size_t len = strlen(lexed->name);
  return strncmp(where, lexed->name, len) == 0 && where[len] == ':' ? atoi(where + len + 1) : 0;
}

void syntax_fault(const Lexed *lexed, Diags *diags, const Err *fault) {
  int line = line_of(lexed, fault->where);
  bool at_end = strstr(fault->text, " near <eof>") != NULL;
  Slip slip = at_end ? never_closed(lexed, diags->arena) : find_on_line(lexed, diags->arena, line, fault->text);
  if (!slip.at) slip = misused(lexed, line, fault->text);
  lexer_fault(lexed, diags, DIAG_ERROR, slip.at, line, slip.text ? slip.text : fault->text);
}
