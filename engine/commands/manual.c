#include "commands/manual.h"

#include <string.h>

const GlobalOption global_options[] = {
    {"--db FILE", "the database; else $SINEW_DB, else sinew/sinew.db in your data folder"},
    {"--pack ID", "judge by this pack, by id or file; may be repeated"},
    {"--as NAME", "who acts; else $SINEW_CLINICIAN, else the user of the system"},
    {"--batch", "read commands from standard input, ask nobody, end at the first that fails"},
    {"--keep-going", "with --batch: go on after it; the exit code is the highest of all"},
    {"--no-pager", "write long output to a terminal as it is; else it goes through $PAGER, else less"},
    {"--strict", "judge by rule packs in confined processes or not at all; else limits alone are told and do"},
    {NULL, NULL},
};

static const char head[] =
    "sinew \\- weigh weak muscles against strong ones by rules that therapists write\n"
    ".SH SYNOPSIS\n"
    ".B sinew\n"
    "[\\fIOPTION\\fR...] [\\fICOMMAND\\fR ...]\n"
    ".SH DESCRIPTION\n"
    "Sinew compares what a physical therapist measured with fitting comparison groups, judges it by\n"
    "rule packs, shows every number behind every finding, and drafts a strengthen and stretch program.\n"
    "Everything stays in one file on this machine.\n"
    "Without a command it reads commands from the terminal, or from standard input.\n"
    "It makes no diagnosis, foretells no injury, and clears nobody for sport: a clinician decides.\n"
    ".PP\n"
    "A unique beginning of a command's name will do.\n"
    "Options may stand anywhere behind it; \\fB\\-\\-\\fR ends them.\n"
    "Names, birth dates and other personal text are asked for or read from a file, never taken from the\n"
    "command line.\n";

static const char foot[] = ".SH EXIT STATUS\n"
                           "0 done, 1 a check or test found something, 2 usage, 3 bad data, 4 rule script, 5 limit,\n"
                           "6 database, 7 input or output.\n"
                           ".SH ENVIRONMENT\n"
                           ".TP\n.B SINEW_DB\nthe database\n"
                           ".TP\n.B SINEW_HOME\nthe folder with data, rules and scripts\n"
                           ".TP\n.B SINEW_PATH\nfolders of rule packs, separated by colons; they come first\n"
                           ".TP\n.B SINEW_CLINICIAN\nwho acts\n"
                           ".TP\n.B XDG_DATA_HOME\nyour data folder, else ~/.local/share\n"
                           ".TP\n.B SOURCE_DATE_EPOCH\nseconds since 1970 in place of the clock, for tests\n"
                           ".SH FILES\n"
                           ".TP\n.I sinew/sinew.db\nin your data folder: the record\n"
                           ".TP\n.I sinew/rules/*.lua\nin your data folder: your own rule packs\n"
                           ".SH EXAMPLES\n"
                           ".nf\n"
                           "sinew import cases.ndjson\n"
                           "sinew assess \\-\\-all\n"
                           "sinew stream < cases.ndjson > results.ndjson\n"
                           ".fi\n";

/* Plain text: nothing in it is a request or an escape. */
static void add_plain(Text *t, const char *text) {
  bool begins = true;
  for (; *text; text++) {
    if (begins && (*text == '.' || *text == '\'')) text_add(t, "\\&");
    if (*text == '\\')
      text_add(t, "\\e");
    else if (*text == '-')
      text_add(t, "\\-");
    else
      text_add_char(t, *text);
    begins = *text == '\n';
  }
}

static bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || c == '-'; }

/* A usage text: options are bold, placeholders slanted. */
static void add_usage(Text *t, const char *usage) {
  while (*usage) {
    bool (*kind)(char) = is_capital(*usage) ? is_capital : *usage == '-' ? is_letter : NULL;
    size_t len = 1;
    while (kind && kind(usage[len])) len++;
    if (kind) text_add(t, kind == is_capital ? "\\fI" : "\\fB");
    add_plain(t, arena_copy_n(t->arena, usage, len));
    if (kind) text_add(t, "\\fR");
    usage += len;
  }
}

static void add_command(Text *t, const Command *c) {
  text_add(t, ".TP\n\\fB");
  add_plain(t, c->name);
  text_add(t, "\\fR ");
  add_usage(t, c->usage);
  text_add_char(t, '\n');
  add_plain(t, c->help);
  text_add(t, ".\n");
  add_plain(t, c->more);
  if (*c->more) text_add_char(t, '\n');
}

void manual_write(Text *t) {
  text_addf(t, ".TH SINEW 1 \"" SINEW_RELEASED "\" \"Sinew " SINEW_VERSION "\" \"User Commands\"\n.SH NAME\n%s", head);
  text_add(t, ".SH OPTIONS\n");
  for (const GlobalOption *o = global_options; o->name; o++) {
    text_add(t, ".TP\n");
    add_usage(t, o->name);
    text_add_char(t, '\n');
    add_plain(t, o->meaning);
    text_add_char(t, '\n');
  }
  text_add(t, ".SH COMMANDS\n");
  for (const Command *c = commands; c->name; c++) add_command(t, c);
  text_add(t, foot);
}
