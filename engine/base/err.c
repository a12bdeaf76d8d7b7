#include "base/err.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* A longer source line is shown as this many characters around the column. */
enum { SHOWN_CHARS = 110, SHOWN_BEFORE = 70 };

/* ---- one fault ---- */

/* Ends a text that did not fit with "...", never inside a UTF-8 sequence. */
static void mark_cut(char *buffer, size_t size) {
  size_t end = size - 4;
  while (end > 0 && ((unsigned char)buffer[end] & 0xC0) == 0x80) end--;
  memcpy(buffer + end, "...", 4);
}

bool fail(Err *err, ErrKind kind, const char *where, const char *format, ...) {
  if (err->kind != ERR_NONE) return false;
  err->kind = kind;
  if (snprintf(err->where, sizeof err->where, "%s", where ? where : "") >= (int)sizeof err->where)
    mark_cut(err->where, sizeof err->where);
  va_list args;
  va_start(args, format);
  if (vsnprintf(err->text, sizeof err->text, format, args) >= (int)sizeof err->text)
    mark_cut(err->text, sizeof err->text);
  va_end(args);
  return false;
}

bool err_prefix(Err *err, const char *doing) {
  char old[sizeof err->text];
  memcpy(old, err->text, sizeof old);
  if (snprintf(err->text, sizeof err->text, "%s: %s", doing, old) >= (int)sizeof err->text)
    mark_cut(err->text, sizeof err->text);
  return false;
}

/* A message that cannot be written has no other way out: the result of fputs is of no use. */
static void print_and_free(FILE *to, Text *text) {
  fputs(text_get(text), to);
  arena_free(text->arena);
}

void err_print(FILE *to, const Err *err) {
  Arena arena = {0};
  Text text = {.arena = &arena};
  text_add(&text, "sinew: ");
  if (*err->where) {
    text_add_terminal(&text, err->where);
    text_add(&text, ": ");
  }
  text_add_terminal(&text, err->text);
  text_add_char(&text, '\n');
  print_and_free(to, &text);
}

/* ---- a list of faults ---- */

Diag *diags_add(Diags *diags, DiagLevel level, const char *file, int line, int column, const char *format, ...) {
  va_list args;
  va_start(args, format);
  const char *text = arena_vprintf(diags->arena, format, args);
  va_end(args);
  Diag *diag = LIST_ADD(diags->arena, &diags->list);
  *diag = (Diag){.level = level, .line = line, .column = column, .width = 1, .text = text};
  diag->file = arena_copy(diags->arena, file ? file : "");
  if (level == DIAG_ERROR) diags->errors++;
  return diag;
}

static int compare_diags(const void *left, const void *right) {
  const Diag *a = left, *b = right;
  int by_file = strcmp(a->file, b->file);
  if (by_file) return by_file;
  if (a->line != b->line) return a->line < b->line ? -1 : 1;
  if (a->column != b->column) return a->column < b->column ? -1 : 1;
  int by_text = strcmp(a->text, b->text);
  return by_text ? by_text : (a->level > b->level) - (a->level < b->level);
}

void diags_sort(Diags *diags) {
  if (diags->list.count > 1) qsort(diags->list.items, diags->list.count, sizeof *diags->list.items, compare_diags);
}

/* ---- printing a place ---- */

/* Adds up to count characters as the terminal will show them, tabs as one space; gives the columns they take. */
static int add_shown(Text *text, const char **at, int count) {
  size_t start = text->len;
  for (; count > 0 && **at; count--) {
    const char *from = *at;
    bool tab = text_next(at) == '\t';
    text_add_terminal(text, tab ? " " : arena_copy_n(text->arena, from, (size_t)(*at - from)));
  }
  return text_width(text_get(text) + start);
}

static void add_source(Text *text, const Diag *diag, int gutter) {
  const char *at = arena_copy_n(text->arena, diag->source_line, strcspn(diag->source_line, "\r\n"));
  int column = diag->column > 0 ? diag->column : 1;
  int skip = column - 1 > SHOWN_BEFORE ? column - 1 - SHOWN_BEFORE : 0;
  text_addf(text, "%*d | ", gutter, diag->line);
  int before = 0;
  for (int i = 0; i < skip && *at; i++) text_next(&at);
  if (skip > 0) text_add(text, "..."), before = 3;
  before += add_shown(text, &at, column - 1 - skip);
  int room = SHOWN_CHARS - SHOWN_BEFORE, width = diag->width < room ? diag->width : room;
  int under = add_shown(text, &at, width);
  add_shown(text, &at, SHOWN_CHARS - (column - 1 - skip) - width);
  if (*at) text_add(text, "...");
  text_add_char(text, '\n');
  if (diag->column <= 0) return;
  text_addf(text, "%*s | %*s^", gutter, "", before, "");
  for (int i = 1; i < under; i++) text_add_char(text, '~');
  text_add_char(text, '\n');
}

void diag_print(FILE *to, const Diag *diag) {
  static const char *const levels[] = {[DIAG_ERROR] = "error", [DIAG_WARNING] = "warning", [DIAG_NOTE] = "note"};
  Arena arena = {0};
  Text text = {.arena = &arena};
  text_add_terminal(&text, diag->file);
  if (diag->line > 0) text_addf(&text, ":%d", diag->line);
  if (diag->line > 0 && diag->column > 0) text_addf(&text, ":%d", diag->column);
  text_addf(&text, ": %s: ", levels[diag->level]);
  text_add_terminal(&text, diag->text);
  text_add_char(&text, '\n');
  int gutter = 2 + snprintf(NULL, 0, "%d", diag->line);
  if (diag->source_line && diag->line > 0) add_source(&text, diag, gutter);
  if (diag->hint) {
    text_addf(&text, "%*s = ", gutter, "");
    text_add_terminal(&text, diag->hint);
    text_add_char(&text, '\n');
  }
  print_and_free(to, &text);
}
