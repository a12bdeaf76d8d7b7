/* What a case of a test file gives: patient, day, readings, answers, limits. They go through the same door as all input,
 * so a wrong unit gets the same sentence here, with its place. Knows nothing of rules. */
#pragma once

#include "proof/entry.h"

/* takes    reader; index of the table of the case, inside a host run
 * gives    *out in the arena of the pack being loaded
 * fails    every mistake is added to the diagnostics with line and column
 * source   none
 */
void given_read(EntryReader *r, int index, Case *out);
