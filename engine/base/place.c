#include "base/place.h"

#include "base/text.h"
#include <ctype.h>
#include <stdarg.h>
#include <string.h>

/* Behind "[[", "[=[" and so on up to the closing bracket; at itself when no long bracket starts there. */
static const char *skip_long(const char *at) {
  size_t level = *at == '[' ? strspn(at + 1, "=") : 0;
  if (*at != '[' || at[level + 1] != '[') return at;
  const char *close = at + level + 2;
  while ((close = strchr(close, ']')) != NULL) {
    if (strspn(close + 1, "=") == level && close[level + 1] == ']') return close + level + 2;
    close++;
  }
  return at + strlen(at);
}

static const char *skip_quoted(const char *at) {
  char quote = *at++;
  while (*at != '\0' && *at != quote) at += *at == '\\' && at[1] != '\0' ? 2 : 1;
  return *at == '\0' ? at : at + 1;
}

/* Behind a string or comment that starts here, or at itself. */
static const char *skip_opaque(const char *at) {
  if (*at == '"' || *at == '\'') return skip_quoted(at);
  if (*at == '[') return skip_long(at);
  if (strncmp(at, "--", 2) != 0) return at;
  const char *behind = skip_long(at + 2);
  return behind != at + 2 ? behind : at + strcspn(at, "\n");
}

static bool is_name(char c) { return isalnum((unsigned char)c) || c == '_'; }

/* Does the name of len characters at `at` read `field` and stand before a single '='? */
static bool is_field(const char *at, size_t len, const char *field) {
  size_t want = strcspn(field, ".");
  const char *behind = at + len + strspn(at + len, " \t\r\n");
  return len == want && strncmp(at, field, len) == 0 && behind[0] == '=' && behind[1] != '=';
}

/* Where the row-th table inside the outer one begins, or its field; the row when it lacks the field; NULL: no such row.
 */
static const char *find(const char *text, size_t row, const char *field) {
  const char *start = NULL;
  int depth = 0;
  for (const char *at = text; *at != '\0';) {
    const char *behind = skip_opaque(at);
    if (behind != at) {
      at = behind;
    } else if (is_name(*at)) {
      size_t len = 1;
      while (is_name(at[len])) len++;
      if (start != NULL && depth == 2 && is_field(at, len, field)) return at;
      at += len;
    } else {
      if (*at == '{' && ++depth == 2 && --row == 0) start = at;
      if (*at == '}' && depth-- == 2 && start != NULL) return start;
      if (start != NULL && field == NULL) return start;
      at++;
    }
  }
  return start;
}

static void locate(Diags *diags, Diag *diag, const char *text, const char *at, const char *field) {
  const char *line = text;
  diag->line = 1;
  for (const char *c = text; c < at; c++)
    if (*c == '\n') {
      diag->line++;
      line = c + 1;
    }
  diag->column = 1;
  for (const char *c = line; c < at; text_next(&c)) diag->column++;
  diag->width = field != NULL && *at != '{' ? (int)strcspn(field, ".") : 1;
  diag->source_line = arena_copy_n(diags->arena, line, strcspn(line, "\r\n"));
}

Diag *place_fault(Diags *diags, const RowFile *file, size_t row, const char *id, const char *field, const char *format,
                  ...) {
  Text t = {.arena = diags->arena};
  va_list args;
  va_start(args, format);
  const char *sentence = arena_vprintf(diags->arena, format, args);
  va_end(args);
  if (file->fault != NULL) {
    file->fault(file->context, diags, row, id, field, sentence);
    return NULL;
  }
  if (row > 0) text_addf(&t, "row %zu", row);
  if (row > 0 && id != NULL) text_addf(&t, " (id '%s')", id);
  if (row > 0) text_add(&t, ": ");
  if (field != NULL) text_addf(&t, "field '%s' ", field);
  text_add(&t, sentence);
  Diag *diag = diags_add(diags, DIAG_ERROR, file->name, 0, 0, "%s", text_get(&t));
  const char *at = file->text != NULL && row > 0 ? find(file->text, row, field) : NULL;
  if (at != NULL) locate(diags, diag, file->text, at, field);
  return diag;
}
