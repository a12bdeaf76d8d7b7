/* What differs between two revisions of a program, in plain words for people: what is new, what is gone and why, which
 * doses changed. Pure; knows no store and decides nothing. */
#pragma once

#include "facts/catalog.h"

typedef LIST(const char *) Changes;

/* "Clamshell (left): 3 sets of 8 instead of 2", "new: ...", "gone: ..., because ...".
 *
 * takes    before, after: any two programs
 * gives    sentences in the arena, in the order of after, then what is gone; none when they ask for the same
 * fails    never
 * source   none
 */
void changes_list(Arena *a, const Program *before, const Program *after, Changes *out);
