/* The command table and what one row promises: words, options, help and completion of a command all come from its usage
 * text, so the command line, the REPL, `help`, completion and the README cannot drift apart. Parses and checks
 * arguments; knows no command's work. */
#pragma once

#include "base/err.h"

struct Session;

/* What stands for an argument: the placeholder's name in the usage text tells its kind and so its completion. */
typedef enum {
  COMPLETE_NONE,    /* VALUE, DATE, NUMBER, TEXT, ... */
  COMPLETE_WORDS,   /* only those that the row of the kind lists: SIDE, ANSWER, VERDICT, ... */
  COMPLETE_PATIENT, /* PATIENT, CODE */
  COMPLETE_TEST,    /* TEST */
  COMPLETE_CHANGE,  /* CHANGE, TEST.SIDE: a test, its side behind a dot; a question */
  COMPLETE_UNIT,
  COMPLETE_RULE,     /* RULE */
  COMPLETE_QUESTION, /* QUESTION */
  COMPLETE_EXERCISE,
  COMPLETE_EQUIPMENT,
  COMPLETE_FILE,     /* FILE, PATH */
  COMPLETE_FORMAT,   /* FORMAT */
  COMPLETE_PROFILE,  /* PROFILE */
  COMPLETE_POSITION, /* POSITION */
  COMPLETE_CONTRACTION,
  COMPLETE_PACK,    /* PACK */
  COMPLETE_COMMAND, /* the next word of a command's name */
  COMPLETE_TOPIC,   /* WORD of help: a command, or whatever has a name */
  COMPLETE_OPTION   /* a word that begins with "-": one of the command's options */
} Complete;

enum { ARGS_WORDS = 64, ARGS_PARAMS = 24 };

/* Usage texts are made of: PLACEHOLDER (must be there), [PLACEHOLDER], PLACEHOLDER... (one or more, last),
 * [PLACEHOLDER...] (any number, last), [--flag], [--option PLACEHOLDER], [-o/--option PLACEHOLDER]. Of optional words
 * the leftmost is filled first: "TEST [SIDE] VALUE" takes two words or three. Every command also takes --help; one
 * whose usage names [--json] prints JSON. */
typedef struct Param {
  char name[24];  /* "PATIENT", "--date" */
  char value[24]; /* placeholder of an option's value, "" for a flag or a positional */
  char letter;    /* short form of an option: 'o' of -o; 0: none */
  bool option, optional, many;
  Complete complete;
  const char *words; /* that may stand here besides, separated by blanks; NULL: none */
  bool private;      /* what was found or said of a patient: no history keeps it */
} Param;

typedef struct Args {
  const struct Command *command;
  Param params[ARGS_PARAMS];
  int param_count;
  const char *values[ARGS_PARAMS]; /* by parameter; a flag that was given has "" */
  const char *rest[ARGS_WORDS];    /* the words of PLACEHOLDER... */
  int rest_count;
} Args;

/* Does the command's work. A fault without text sets the exit code alone: the command has said everything itself. */
typedef bool CommandRun(struct Session *s, const Args *args, Err *err);

typedef struct Command {
  const char *name;  /* "patient add": one or two words */
  const char *usage; /* behind the name: "PATIENT TEST [SIDE] VALUE [--date DATE]" */
  const char *help;  /* one line */
  const char *more;  /* further lines for `help COMMAND`, or "" */
  CommandRun *run;
} Command;

extern const Command commands[]; /* commands/commands.c; ends with name NULL */

/* The value of a parameter by name ("PATIENT", "--date"); NULL when it was not given. The name must be in the usage. */
const char *args_get(const Args *args, const char *name);
bool args_has(const Args *args, const char *name);

/* Finds the command that the first words name, and how many of them do: of "plan" and "plan diff" the second only where
 * its second word stands in full; "plan -- diff" is the first with the argument diff. fails ERR_USAGE as command_parse. */
const Command *command_find(Arena *a, const char *const *words, int count, int *used, Err *err);

/* Finds the command at the start of words (unique prefixes count: "pat sh" is "patient show") and checks the rest
 * against its usage.
 *
 * takes    words: count texts; options may stand anywhere, "--option=value" and "--option value" are the same, "--"
 *          ends options, a lone "-" is a word; a word that begins with "-" and a digit is a number, not an option
 * gives    *args, pointing into words
 * fails    ERR_USAGE: unknown or ambiguous command (with the nearest, or the candidates), unknown option (with the
 *          nearest), a missing or surplus word (with the usage)
 * source   none
 */
bool command_parse(Arena *a, const char *const *words, int count, Args *args, Err *err);

/* The words with `value` put where the usage names the word `name`, when that is lacking: fewer words than the command
 * needs, or none and no --all where it may also be left out; always: in any case. Else the words as they are. */
const char *const *command_supply(Arena *a, const char *const *words, int *count, const char *name, const char *value,
                                  bool always);

/* The line of a command as a history may keep it, private values left out; NULL: there are none, keep it as it is. */
const char *command_without_values(Arena *a, const Args *args);

/* Splits one typed line into words: blanks separate, '...' and "..." keep together, \ takes the next character, #
 * begins a comment at the start of a word. fails ERR_USAGE: an open quote. */
bool command_split(Arena *a, const char *line, const char *const **words, int *count, Err *err);

/* Every parameter of a usage text, --help last. The number of them. */
int command_params(const Command *command, Param params[ARGS_PARAMS]);

typedef struct Offered {
  Complete kind;
  const char *words; /* as in Param */
} Offered;

typedef struct Expected { /* what may stand at the cursor */
  Offered first, behind;  /* behind: what follows a word that may be left out */
  bool list;              /* several, with commas between them */
} Expected;

/* What the last of these words may be, which is still being typed (it may be ""): the next word of a command's name, a
 * word of its usage, an option or an option's value. For the line editor's completion. */
Expected command_expects(Arena *a, const char *const *words, int count);
