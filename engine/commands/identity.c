#include "commands/identity.h"

#include "base/file.h"
#include "terminal/line.h"
#include <string.h>

enum { IDENTITY_FILE_MOST = 64 * 1024, VALUE_MOST = 200 };

typedef enum { KEY_NAME, KEY_FAMILY, KEY_GIVEN, KEY_BORN, KEY_CONTACT } Key;
static const char *const keys[] = {"name", "family_name", "given_name", "born", "contact", NULL};

static const char **slot_of(Identity *identity, int key) {
  switch ((Key)key) {
  case KEY_NAME: return &identity->person.name;
  case KEY_FAMILY: return &identity->person.family_name;
  case KEY_GIVEN: return &identity->person.given_name;
  case KEY_BORN: return &identity->born;
  case KEY_CONTACT: return &identity->person.contact;
  }
  return NULL;
}

/* Takes one value; an empty one is not given. */
static bool set(Identity *identity, int key, const char *value, const char *where, Err *err) {
  Day day;
  const char **slot = slot_of(identity, key);
  if (!*value) return true;
  if (*slot) return fail(err, ERR_DATA, where, "'%s' stands twice", keys[key]);
  if (strlen(value) > VALUE_MOST) return fail(err, ERR_DATA, where, "longer than %d bytes", VALUE_MOST);
  if (!text_is_utf8(value, strlen(value))) return fail(err, ERR_DATA, where, "not UTF-8 text");
  if (key == KEY_BORN && !date_parse(value, DATE_ISO, &day))
    return fail(err, ERR_DATA, where, "no date of birth of the calendar: write YYYY-MM-DD");
  *slot = value;
  identity->named = identity->named || key != KEY_BORN;
  return true;
}

static char *trimmed(Arena *a, const char *text, size_t len) {
  static const char *const blanks = " \t\r";
  while (len > 0 && strchr(blanks, text[len - 1])) len--;
  while (len > 0 && strchr(blanks, *text)) text++, len--;
  return arena_copy_n(a, text, len);
}

/* The line itself is not shown: it may hold a name. */
static bool read_line(Session *s, Identity *identity, const char *line, const char *where, Err *err) {
  if (!*trimmed(&s->run, line, strlen(line))) return true;
  size_t len = strcspn(line, ":");
  int key = line[len] ? name_find(keys, trimmed(&s->run, line, len)) : -1;
  if (key < 0)
    return fail(err, ERR_DATA, where,
                "write 'name: ...', 'family_name: ...', 'given_name: ...', 'born: YYYY-MM-DD' or 'contact: ...'");
  const char *value = line + len + 1;
  return set(identity, key, trimmed(&s->run, value, strlen(value)), where, err);
}

static bool read_file(Session *s, const char *path, Identity *out, Err *err) {
  FileText file;
  if (!file_read(&s->run, path, path, IDENTITY_FILE_MOST, &file, err)) return false;
  if (strlen(file.text) < file.size) return fail(err, ERR_DATA, path, "the file holds a NUL byte");
  const char *at = file.text;
  for (int number = 1; *at; number++) {
    size_t len = strcspn(at, "\n");
    const char *where = arena_printf(&s->run, "%s:%d", path, number);
    if (!read_line(s, out, arena_copy_n(&s->run, at, len), where, err)) return false;
    at += len + (at[len] == '\n');
  }
  return true;
}

/* All lines are taken, so that none of them is read as a command. */
static bool read_input(Session *s, Identity *out, Err *err) {
  Err first = {0};
  const char *line;
  LineStatus status;
  while ((status = line_ask(&s->run, "", &line, err)) == LINE_TYPED || status == LINE_BAD) {
    const char *where = arena_printf(&s->run, "standard input:%ld", line_number());
    if (status == LINE_BAD && err->kind == ERR_IO) return false;
    if (status == LINE_TYPED && strcmp(line, ".") == 0) break;
    if (status == LINE_TYPED && first.kind == ERR_NONE) read_line(s, out, line, where, &first);
    if (status == LINE_BAD && first.kind == ERR_NONE) fail(&first, err->kind, where, "%s", err->text);
    *err = (Err){0};
  }
  *err = first;
  return err->kind == ERR_NONE && status != LINE_CANCELLED ? true : fail(err, ERR_DATA, "", "nothing was stored");
}

/* One question, asked again after a mistake. */
static bool ask(Session *s, Identity *out, int key, const char *prompt, Err *err) {
  for (;;) {
    Err mistake = {0};
    const char *line;
    LineStatus status = line_ask(&s->run, prompt, &line, &mistake);
    if (status == LINE_CANCELLED || status == LINE_END) return fail(err, ERR_DATA, "", "cancelled: nothing was stored");
    if (status == LINE_TYPED && set(out, key, trimmed(&s->run, line, strlen(line)), keys[key], &mistake)) return true;
    err_print(s->errors, &mistake);
  }
}

bool identity_read(Session *s, const char *source, bool ask_born, Identity *out, Err *err) {
  if (source && strcmp(source, "-") == 0) return read_input(s, out, err);
  if (source) return read_file(s, source, out, err);
  if (!line_is_terminal()) return true;
  return ask(s, out, KEY_NAME, "name (Enter: none): ", err) &&
         (!ask_born || ask(s, out, KEY_BORN, "born, YYYY-MM-DD (Enter: not known): ", err)) &&
         ask(s, out, KEY_CONTACT, "contact (Enter: none): ", err);
}
