/* Reads commands and runs them, from somebody at a terminal or from standard input. An error never ends it. Decides
 * what the history keeps: what was done, without the values of measures and answers, and codes in place of names. */
#pragma once

#include "sitting/session.h"

/* Runs commands until the end of input, `exit` or `quit`.
 *
 * takes    s: open; interactive: greets, prompts, completes and keeps a history; otherwise plain lines of standard
 * input
 * gives    the highest exit code of all lines; 0 when interactive fails    none: every fault is printed to
 * s->errors, with the number of its line when not interactive
 * source   none
 */
int repl_run(Session *s, bool interactive);
