#include "commands/commands.h"

#include "commands/help.h"
#include "commands/manual.h"
#include "text.h"

#include <string.h>

enum { COLUMNS = 80 };

static int widest_name(void) {
  int width = 0;
  for (const Command *c = commands; c->name; c++)
    if ((int)strlen(c->name) > width) width = (int)strlen(c->name);
  return width;
}

static void list_commands(Session *s) {
  Text text = {.arena = &s->run};
  int width = widest_name();
  text_add(&text, "sinew [--db FILE] [--pack ID]... COMMAND ...\n\n");
  for (const Command *c = commands; c->name; c++) {
    const char *first = arena_printf(&s->run, "  %-*s  ", width, c->name);
    text_add_wrapped(&text, first, width + 4, COLUMNS, c->help);
  }
  text_add(&text, "\nOptions before the command:\n");
  for (const GlobalOption *o = global_options; o->name; o++) text_addf(&text, "  %-11s  %s\n", o->name, o->meaning);
  text_add(&text, "\nsinew help COMMAND tells more. sinew alone reads commands from you.\n");
  fputs(text_get(&text), s->out);
}

void help_command(Session *s, const Command *command) {
  Text text = {.arena = &s->run};
  const char *first = arena_printf(&s->run, "sinew %s ", command->name);
  text_add_wrapped(&text, first, (int)strlen(first), COLUMNS, command->usage);
  text_addf(&text, "\n%s.\n", command->help);
  if (*command->more) text_addf(&text, "\n%s\n", command->more);
  fputs(text_get(&text), s->out);
}

static void print_manual(Session *s) {
  Text text = {.arena = &s->run};
  manual_write(&text);
  fputs(text_get(&text), s->out);
}

bool cmd_help(Session *s, const Args *args, Err *err) {
  int used;
  if (args_has(args, "--man")) {
    print_manual(s);
    return true;
  }
  if (!args->rest_count) {
    list_commands(s);
    return true;
  }
  const Command *command = command_find(&s->run, args->rest, args->rest_count, &used, err);
  if (!command) return false;
  if (used < args->rest_count)
    return fail(err, ERR_USAGE, NULL, "'%s' has no command '%.60s'", command->name, args->rest[used]);
  help_command(s, command);
  return true;
}

bool cmd_version(Session *s, const Args *args, Err *err) {
  (void)args, (void)err;
  fprintf(s->out, "sinew %s\n", SINEW_VERSION);
  return true;
}
