/* What the prompt says first: one line of state (database, patients, packs), an assessment that was begun and not
 * finished, and three things to try. Reads little, so that the start stays quick; asks and stores nothing. */
#pragma once

#include "sitting/session.h"

/* Prints the opening. What cannot be read is told as an error and the rest goes on. */
void greet(Session *s);
