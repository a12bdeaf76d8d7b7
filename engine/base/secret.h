/* Asks for a passphrase without showing it: on a terminal, else the next line of standard input; never from the command
 * line or the environment. Knows not what it is for. */
#pragma once

#include "base/err.h"

enum { SECRET_LEAST = 8, SECRET_MOST = 512 }; /* bytes of a passphrase */

typedef struct Secret {
  char text[SECRET_MOST + 1]; /* kept out of swapped memory where the system allows it */
} Secret;

/* Asks for one.
 *
 * takes    prompt: shown on a terminal; twice: a new one, asked for a second time there and at least SECRET_LEAST bytes
 * gives    *secret, for secret_forget
 * fails    ERR_DATA: none, too short, too long, not the same twice; ERR_USAGE: cancelled; ERR_IO. The terminal is as it
 *          was before, also when a signal ends the program.
 * source   none
 */
bool secret_ask(Secret *secret, const char *prompt, bool twice, Err *err);
/* Overwrites it. */
void secret_forget(Secret *secret);
