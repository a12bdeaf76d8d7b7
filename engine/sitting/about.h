/* What is known of a word: a muscle, a test, a rule, an exercise, a question, a piece of advice, a unit or a source,
 * with everything in the rows and packs in force that has to do with it. A page of plain text of 80 columns. Knows no
 * patient, no command and no terminal. */
#pragma once

#include "base/text.h"
#include "judging/judge.h"

typedef struct About { /* what is in force */
  const Catalog *rows;
  const PackInfo *packs;
  size_t pack_count;
} About;

/* Adds the page of whatever has exactly this id, name or synonym; '_', '-' and blanks are alike, and so are capitals
 * but for units. gives false when nothing has. */
bool about_exact(Text *t, const About *known, const char *word);

/* The same for what the word is a part of: the page of the only one, else a list of all.
 * fails ERR_DATA: nothing holds it (with the nearest). */
bool about_part(Text *t, const About *known, const char *word, Err *err);

/* The words of the rule language, for completion: name and usage; NULL past the end. */
const char *about_rule_word(size_t index, const char **usage);
