/* Commands from a file, as if they were typed one after the other. */
#include "commands/commands.h"

#include "base/lines.h"
#include "base/signals.h"
#include "terminal/line.h"

#include <string.h>

enum { DEPTH_MOST = 8 }; /* files that name files */

typedef struct Script {
  Session *s;
  const char *name; /* safe to print */
  bool keep_going, left;
  ErrKind highest;
} Script;

static bool check_text(const char *text, size_t len, Err *err) {
  if (len > LINE_MOST) return fail(err, ERR_LIMIT, NULL, "the line is longer than %d bytes", LINE_MOST);
  if (memchr(text, '\0', len)) return fail(err, ERR_DATA, NULL, "the line holds a NUL byte");
  return true;
}

/* Each line in memory of its own; its faults are told with file and line. */
static ErrKind run_text(Script *script, const Lines *in, const char *text, size_t len) {
  Session *s = script->s;
  Arena a = {0}, outer = s->run;
  const char *const *words = NULL, *place = s->place;
  int count = 0;
  Err err = {0};
  s->run = (Arena){0};
  s->place = arena_printf(&a, "%s%s%s line %ld", place ? place : "", place ? ", " : "", script->name, in->number);
  if (len && text[len - 1] == '\r') len--;
  if (!check_text(text, len, &err) || !command_split(&a, arena_copy_n(&a, text, len), &words, &count, &err))
    commands_fault(s, &err);
  script->left = count == 1 && (strcmp(words[0], "exit") == 0 || strcmp(words[0], "quit") == 0);
  if (count && !script->left) err.kind = commands_run(s, words, count);
  s->place = place;
  arena_free(&s->run);
  s->run = outer;
  arena_free(&a);
  return err.kind;
}

static bool run_file(Script *script, Lines *in, Err *err) {
  const char *text;
  size_t len;
  for (;;) {
    if (signals_cancelled()) return fail(err, ERR_DATA, NULL, "cancelled");
    if (!lines_next(in, &text, &len, err)) return false;
    if (!text) return true;
    ErrKind code = run_text(script, in, text, len);
    if (code > script->highest) script->highest = code;
    if (script->left || (code != ERR_NONE && !script->keep_going)) return true;
  }
}

bool cmd_source(Session *s, const Args *args, Err *err) {
  static int depth; /* a process has one sitting */
  const char *path = args_get(args, "FILE");
  Script script = {.s = s, .keep_going = args_has(args, "--keep-going")};
  Text name = {.arena = &s->run};
  Lines in;
  if (depth == DEPTH_MOST) return fail(err, ERR_LIMIT, path, "more than %d files within files", DEPTH_MOST);
  text_add_terminal(&name, path);
  script.name = text_get(&name);
  if (!lines_open(&in, &s->run, path, LINE_MOST, err)) return false;
  depth++;
  bool good = run_file(&script, &in, err);
  depth--;
  good = lines_close(&in, good ? err : &(Err){0}) && good;
  if (good && script.highest != ERR_NONE) err->kind = script.highest; /* its text is told already */
  return good && script.highest == ERR_NONE;
}
