/* What one item of a program asks for, in the words of documents: how much, how often, on which side. Shared by the
 * writers, so that page, calendar and record say the same. */
#pragma once

#include "formats.h"

/* "3 sets of 12", "2 sets of 5 holds of 10 seconds". */
const char *manner_dose(const Words *words, Arena *a, const ProgramItem *item);
/* "3 times a week: Mon, Wed, Fri". */
const char *manner_often(const Words *words, Arena *a, const ProgramItem *item);
/* "left", "each side"; "" when it has no side. */
const char *manner_side(const Document *document, const ProgramItem *item);
