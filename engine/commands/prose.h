/* Free text of a clinician: a reason, a note, a title. It comes from a prompt, a file or standard input, never from the
 * command line, which would keep it in the history. */
#pragma once

#include "sitting/session.h"

/* Reads a text of one line; line ends become blanks.
 *
 * takes    source: a file, "-" for standard input up to its end or a line ".", NULL: asked on a terminal by the prompt,
 *          else standard input
 * gives    *out in the run arena, never empty
 * fails    ERR_DATA: none, too long, no UTF-8, cancelled. ERR_IO
 * source   none
 */
bool prose_read(Session *s, const char *source, const char *prompt, const char **out, Err *err);
