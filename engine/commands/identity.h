/* Names, birth date and contact of a patient as somebody gives them: by prompt on a terminal, else as lines of a file
 * or of standard input. They never come from the command line and never go into a message. */
#pragma once

#include "sitting/session.h"

typedef struct Identity {
  Person person;
  const char *born; /* "1990-02-11", a date of the calendar; NULL: not given */
  bool named;       /* something of person was given */
} Identity;         /* zero-initialised: nothing is known */

/* Reads what is given of a patient's identity.
 *
 * takes    source: a file, "-" for standard input up to its end or a line ".", NULL: asked on a terminal, else nothing.
 *          Lines are "name: ...", "family_name: ...", "given_name: ...", "born: YYYY-MM-DD", "contact: ...".
 *          ask_born: whether the date of birth is to be asked
 * gives    *out in s->run
 * fails    ERR_DATA: a line of another kind, a key twice, no date of the calendar, not UTF-8, too long (placed, never
 *          quoted), cancelled; ERR_IO, ERR_LIMIT: the file
 * source   none
 */
bool identity_read(Session *s, const char *source, bool ask_born, Identity *out, Err *err);
