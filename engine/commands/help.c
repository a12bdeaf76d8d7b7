#include "commands/commands.h"

#include "base/ceiling.h"
#include "base/text.h"
#include "commands/help.h"
#include "commands/manual.h"
#include "sitting/about.h"

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
  for (const GlobalOption *o = global_options; o->name; o++) text_addf(&text, "  %-12s  %s\n", o->name, o->meaning);
  text_add(&text, "\nsinew help COMMAND tells more, help limits and help schemas what files hold. sinew alone reads "
                  "commands from you.\n");
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

static void add_most(Text *t, const Ceiling *ceiling) {
  long mib = 1 << 20, kib = 1 << 10;
  if (*ceiling->unit != 'b')
    text_addf(t, "%ld%s%s", ceiling->most, *ceiling->unit ? " " : "", ceiling->unit);
  else if (ceiling->most % kib)
    text_addf(t, "%ld bytes", ceiling->most);
  else
    text_addf(t, "%ld %s", ceiling->most % mib ? ceiling->most / kib : ceiling->most / mib,
              ceiling->most % mib ? "KiB" : "MiB");
}

/* The most of everything that comes from outside. */
static void list_limits(Session *s) {
  Text text = {.arena = &s->run};
  for (const Ceiling *c = ceilings; c->name; c++) {
    Text most = {.arena = &s->run};
    add_most(&most, c);
    text_addf(&text, "%16s  %s\n", text_get(&most), c->what);
  }
  text_add(&text, "\nMore is refused, with its place.\n");
  fputs(text_get(&text), s->out);
}

/* The JSON Schemas of what is written. */
static void list_schemas(Session *s) {
  static const char *const schemas[][2] = {{"export.json", "export json: a judged case with its program"},
                                           {"result.json", "stream and export ndjson: a judged case, one line"}};
  for (size_t i = 0; i < ARRAY_LEN(schemas); i++)
    fprintf(s->out, "%s/data/schemas/%s\n  %s\n", s->home, schemas[i][0], schemas[i][1]);
}

static void print_manual(Session *s) {
  Text text = {.arena = &s->run};
  manual_write(&text);
  fputs(text_get(&text), s->out);
}

/* Commands that share their first word: "patient". gives whether there are any. */
static bool list_family(Session *s, const char *word) {
  Text text = {.arena = &s->run};
  size_t len = strlen(word);
  int width = widest_name();
  for (const Command *c = commands; c->name; c++)
    if (strncmp(c->name, word, len) == 0 && c->name[len] == ' ')
      text_add_wrapped(&text, arena_printf(&s->run, "  %-*s  ", width, c->name), width + 4, COLUMNS, c->help);
  fputs(text_get(&text), s->out);
  return text.len > 0;
}

static bool is_command(const char *word) {
  for (const Command *c = commands; c->name; c++)
    if (strcmp(c->name, word) == 0) return true;
  return false;
}

/* What rows and packs know of a word. Packs that cannot be loaded are told of and left out. */
static bool explain_word(Session *s, const char *word, bool exact, bool *found, Err *err) {
  Text text = {.arena = &s->run};
  if (!session_rows(s, err)) return false;
  const About known = {s->rows, s->packs, s->judge ? s->pack_count : 0};
  *found = exact ? about_exact(&text, &known, word) : about_part(&text, &known, word, err);
  fputs(text_get(&text), s->out);
  return exact || *found;
}

/* A command by its exact name comes first, then what has just this name, then a command by its beginning, then what
 * the words are a part of. */
bool cmd_help(Session *s, const Args *args, Err *err) {
  static const struct {
    const char *word;
    void (*print)(Session *s);
  } lists[] = {{"limits", list_limits}, {"schemas", list_schemas}};
  Text words = {.arena = &s->run};
  bool found = false;
  int used;
  if (args_has(args, "--man")) {
    print_manual(s);
    return true;
  }
  if (!args->rest_count) {
    list_commands(s);
    return true;
  }
  for (size_t i = 0; i < ARRAY_LEN(lists) && args->rest_count == 1; i++)
    if (strcmp(args->rest[0], lists[i].word) == 0) {
      lists[i].print(s);
      return true;
    }
  for (int i = 0; i < args->rest_count; i++) text_addf(&words, "%s%s", i ? " " : "", args->rest[i]);
  const char *word = text_get(&words);
  if (!is_command(word)) {
    if (list_family(s, word)) return true;
    if (!explain_word(s, word, true, &found, err)) return false;
    if (found) return true;
  }
  const Command *command = command_find(&s->run, args->rest, args->rest_count, &used, &(Err){0});
  if (command && used == args->rest_count) {
    help_command(s, command);
    return true;
  }
  return explain_word(s, word, false, &found, err);
}

bool cmd_version(Session *s, const Args *args, Err *err) {
  (void)args, (void)err;
  fprintf(s->out, "sinew %s\n", SINEW_VERSION);
  return true;
}
