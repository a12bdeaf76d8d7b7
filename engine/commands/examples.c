#include "commands/commands.h"

/* The same as to import their file, wherever the program is installed. */
bool cmd_examples(Session *s, const Args *args, Err *err) {
  const char *const words[] = {"import", arena_printf(&s->run, "%s/data/examples/examples.ndjson", s->home)};
  Args import;
  (void)args;
  if (!command_parse(&s->run, words, (int)ARRAY_LEN(words), &import, err) || !import.command->run(s, &import, err))
    return false;
  fputs("Next: sinew guide EX-GRADE, or sinew assess EX-PAIRS\n", s->out);
  return true;
}
