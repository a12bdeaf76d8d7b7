/* The table of findings on a terminal: a row each with its index, a bar that shows index, error band and cut, and how
 * sure it is. Plain text of 80 columns that is read without colour; wide and combining characters keep the columns. */
#pragma once

#include "sitting/session.h"

/* The numbers behind findings that are present or unsure, beside their cuts.
 *
 * takes    result: as stored or just judged
 * gives    one scale a finding in the run arena; value NAN where there is none, or where judging again gives another
 *          number: then what was recorded or the rules have changed
 * fails    none: without a case or a judge there are no scales
 * source   none
 */
const Scale *bars_find(Session *s, const char *code, const Result *result);

/* Adds the line above the rows of a section: its title, and what the columns are. */
void bars_head(Text *t, const char *title, bool with_scales);
/* Adds the row of a finding, or of several sides of one: the title wraps in its column. */
void bars_row(Text *t, const char *title, const Finding *f, const Scale *scale);
