/* Which case a command is about: PATIENT with [--date DATE], from the database or with [--file FILE] from a file of
 * NDJSON cases; and which side, test and value its words mean. */
#pragma once

#include "command.h"
#include "sitting/session.h"

/* The case of PATIENT: of --date, or the latest. fails ERR_USAGE: --date; ERR_DATA: no such patient or visit (with the
 * nearest code), a case that cannot be read; ERR_STORE, ERR_IO. */
bool casefile_read(Session *s, const Args *args, Case *c, Err *err);

/* SIDE: left or right; SIDE_BOTH when it was not given. fails ERR_USAGE. */
bool casefile_side(const Args *args, Side *side, Err *err);

/* One value for "TEST" or "TEST.SIDE", checked and converted; a note on units goes to the errors.
 *
 * takes    key: test, with its side behind a dot where it has two; value, its unit glued to it or in `unit` (or NULL);
 *          where: the place of mistakes
 * gives    *out without a set-up
 * fails    ERR_DATA: unknown test (with the nearest), side, unit; an impossible value
 * source   none
 */
bool casefile_value(Session *s, const char *where, const char *key, const char *value, const char *unit, Measure *out,
                    Err *err);
