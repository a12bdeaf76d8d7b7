/* What a case of a test file expects: of rules, targets, stops and the program. Every id is proved against the pack and
 * the catalog. Knows the rules' ids, not how they are judged. */
#pragma once

#include "proof/entry.h"

/* takes    reader; index of the table of the case, inside a host run
 * gives    the expectations of *out in the arena of the pack being loaded; lists sorted, so that no order of a table shows
 * fails    every mistake is added to the diagnostics with line and column
 * source   none
 */
void expected_read(EntryReader *r, int index, Example *out);
