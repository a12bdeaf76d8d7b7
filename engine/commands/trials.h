/* Readings of one test that are stored together: each gets the next free trial number of its day. Shared by what
 * records measures one by one and by the guided assessment; asks nothing. */
#pragma once

#include "sitting/session.h"

/* Is it done several times in a session? A weekly distance or a manual grade is not. */
bool trials_has(const Test *test);

/* Stores readings, all or none.
 *
 * takes    list: checked (intake.h), of one test; a trial of 0 is numbered where the test is done several times in a
 *          session. why: of a correction, which replaces the only reading there is; NULL: none is replaced
 * gives    *change: of the last one; trials in the list
 * fails    ERR_DATA: the key holds another value (store_add_measure), 99 trials; ERR_USAGE: a correction of several;
 *          ERR_STORE
 * source   none
 */
bool trials_store(Session *s, StoreId patient, Day day, const char *why, Measure *list, size_t count,
                  StoreChange *change, Err *err);
