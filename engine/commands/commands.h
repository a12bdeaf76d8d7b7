/* The drawer of commands: one row in commands.def and one function in a file of its family for each. Here the row
 * becomes a table, and one typed command becomes its work, its help or its fault, alike on the command line and in the
 * REPL. */
#pragma once

#include "command.h"
#include "sitting/session.h"

#define ROW(name, words, usage, help, more) CommandRun cmd_##name;
#include "commands.def"
#undef ROW

/* Runs one command: parses its words, does the work or prints its help, prints a fault behind what was printed before,
 * and resets the sitting's run arena at the end, so that the words may lie in it.
 *
 * takes    words: count texts without the program's name, at least one
 * gives    the exit code: ERR_NONE when all went well
 */
ErrKind commands_run(Session *s, const char *const *words, int count);

/* Prints a fault of the line that was typed, with s->place before its own place. */
void commands_fault(Session *s, const Err *err);

/* The same from inside of another command, which ended its act before and begins it again behind: the run arena stays. */
void commands_also(Session *s, const char *const *words, int count);
