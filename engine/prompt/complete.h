/* What may stand at the cursor of the REPL's line: words of the command table, ids of the rows in force with their
 * names, patients of the database by code or name, files. All from the tables that help reads, too. Names of people are
 * shown beside codes and never become part of the line. Knows no terminal. */
#pragma once

#include "sitting/session.h"
#include "terminal/line.h"

/* A LineComplete.
 *
 * takes    session: the Session
 * gives    choices, none where nothing can be known: no database, data that cannot be read
 * fails    none: it stays quiet, the command will tell
 * source   none
 */
void complete_line(void *session, const char *before, const char *word, LineChoices *choices);

/* Reads the rows in force and the database, so that the first key that needs them does not wait. */
void complete_warm(void *session);
