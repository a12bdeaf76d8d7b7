#include "commands/prose.h"

#include "base/ceiling.h"
#include "base/file.h"
#include "base/text.h"
#include "terminal/line.h"

#include <string.h>

enum { PROSE_FILE_MOST = 64 * 1024 };

/* Words with one blank between them: the text is shown in one line. Control characters count as blanks. */
static void add_words(Text *t, const char *text) {
  for (const char *at = text; *at;) {
    while (*at && ((unsigned char)*at <= ' ' || *at == 0x7f)) at++;
    size_t len = 0;
    while ((unsigned char)at[len] > ' ' && at[len] != 0x7f) len++;
    if (len && t->len) text_add_char(t, ' ');
    text_add_n(t, at, len);
    at += len;
  }
}

/* All lines are taken, so that none of them is read as a command. */
static bool read_input(Session *s, Text *t, Err *err) {
  const char *line;
  LineStatus status;
  Err fault = {0};
  while ((status = line_ask(&s->run, "", &line, &fault)) == LINE_TYPED || status == LINE_BAD) {
    if (status == LINE_BAD && fault.kind == ERR_IO) break;
    if (status == LINE_TYPED && strcmp(line, ".") == 0) break;
    if (status == LINE_TYPED) add_words(t, line);
    if (status == LINE_BAD && err->kind == ERR_NONE) *err = fault;
    fault = (Err){0};
  }
  if (fault.kind != ERR_NONE && err->kind == ERR_NONE) *err = fault;
  if (err->kind != ERR_NONE) return false;
  return status != LINE_CANCELLED || fail(err, ERR_DATA, "", "cancelled: nothing was stored");
}

static bool read_file(Session *s, const char *path, Text *t, Err *err) {
  FileText file;
  if (!file_read(&s->run, path, path, PROSE_FILE_MOST, &file, err)) return false;
  if (strlen(file.text) < file.size) return fail(err, ERR_DATA, path, "the file holds a NUL byte");
  add_words(t, file.text);
  return true;
}

bool prose_read(Session *s, const char *source, const char *prompt, const char **out, Err *err) {
  Text t = {.arena = &s->run};
  const char *line;
  if (!source && line_is_terminal()) {
    LineStatus status = line_ask(&s->run, prompt, &line, err);
    if (status == LINE_BAD) return false;
    if (status != LINE_TYPED) return fail(err, ERR_DATA, "", "cancelled: nothing was stored");
    add_words(&t, line);
  } else if (source && strcmp(source, "-") != 0) {
    if (!read_file(s, source, &t, err)) return false;
  } else if (!read_input(s, &t, err)) {
    return false;
  }
  const char *where = source ? source : "standard input";
  if (!t.len) return fail(err, ERR_DATA, where, "there is no text: nothing was stored");
  if (t.len > PROSE_MOST) return fail(err, ERR_DATA, where, "longer than %d bytes", PROSE_MOST);
  if (!text_is_utf8(text_get(&t), t.len)) return fail(err, ERR_DATA, where, "not UTF-8 text");
  *out = text_get(&t);
  return true;
}
