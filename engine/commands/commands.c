#include "commands/commands.h"

#include "commands/help.h"

#include <errno.h>
#include <string.h>

const Command commands[] = {
#define ROW(name, words, usage, help, more) {words, usage, help, more, cmd_##name},
#include "commands.def"
#undef ROW
    {.name = NULL},
};

static bool flush(Session *s, Err *err) {
  errno = 0;
  if (fflush(s->out) == 0 && !ferror(s->out)) return true;
  return fail(err, ERR_IO, NULL, "the output cannot be written%s%s", errno ? ": " : "", errno ? strerror(errno) : "");
}

static bool run(Session *s, const char *const *words, int count, Err *err) {
  Args args;
  if (!command_parse(&s->run, words, count, &args, err)) return false;
  if (args_has(&args, "--help")) {
    help_command(s, args.command);
    return true;
  }
  const char *as = NULL;
  for (int i = 0; i < args.param_count; i++)
    if (strcmp(args.params[i].name, "--as") == 0) as = args.values[i];
  return session_act(s, args.command->name, as, err) && args.command->run(s, &args, err);
}

void commands_fault(Session *s, const Err *err) {
  Err placed = {0};
  const char *where =
      !s->place ? err->where : arena_printf(&s->run, "%s%s%s", s->place, *err->where ? ", " : "", err->where);
  fail(&placed, err->kind, where, "%s", err->text);
  err_print(s->errors, &placed);
}

void commands_also(Session *s, const char *const *words, int count) {
  Err err = {0}, late = {0};
  run(s, words, count, &err);
  if (!session_act_end(s, err.kind, &late) && err.kind == ERR_NONE) err = late;
  if (err.kind != ERR_NONE && *err.text) commands_fault(s, &err);
}

ErrKind commands_run(Session *s, const char *const *words, int count) {
  Err err = {0}, late = {0};
  run(s, words, count, &err);
  if (!session_act_end(s, err.kind, &late) && err.kind == ERR_NONE) err = late;
  late = (Err){0};
  if (!flush(s, &late) && err.kind != ERR_IO) err = late; /* what cannot be read any more matters less */
  if (err.kind != ERR_NONE && *err.text) commands_fault(s, &err);
  arena_reset(&s->run);
  return err.kind;
}
