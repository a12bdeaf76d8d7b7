/* Phrases that the builders of documents share: sides, numbers, doses, findings and targets in the words of the document.
 * Knows no order of a page. */
#pragma once

#include "drawing/folio.h"
#include "formats/document.h"

typedef struct Say { /* what every builder works on */
  const Document *doc;
  Folio *f;
  Arena *a;
} Say;

#define FILL(say, id, ...) words_fill((say)->doc->words, (say)->a, WORD_##id, __VA_ARGS__, NULL)

const char *say_word(const Say *say, WordId id);
const char *say_count(const Say *say, long n);
const char *say_number(const Say *say, double value, int decimals);
/* "93 %", never 100 unless it is certain; "" for NAN. */
const char *say_percent(const Say *say, double certainty);
/* "left"; "" for what has no side. */
const char *say_side(const Say *say, Side side);
/* "Hip abduction low (left)" */
const char *say_with_side(const Say *say, const char *text, Side side);
const char *say_sides(const Say *say, const char *text, size_t sides, Side side); /* sides 2: "(left and right)" */
/* "strengthen Gluteus medius (left)" */
const char *say_target(const Say *say, Action action, const char *id, Side side);
const char *say_target_name(const Say *say, const char *id);
/* "3 times a week" */
const char *say_often(const Say *say, int per_week);
const char *say_equipment(const Say *say, const Exercise *exercise);

/* A paragraph of one fixed sentence, and a heading. */
void say_paragraph(const Say *say, Tone tone, WordId id);
void say_heading(const Say *say, int level, WordId id);

/* An empty table of prose, and a heading of level 3 with a note ("": none) and a list, if it has entries. */
FolioTable say_table(const Say *say, WordId name, const WordId *columns, size_t count);
void say_section(const Say *say, WordId title, const char *note, ListKind kind, const FolioEntries *entries);

/* A stop more urgent than a caution forbids a program. The most urgent stands first. */
bool say_refers(const Result *result);

/* Parts that more than one document has. */
void say_stops(const Say *say);                                              /* what has to be seen first */
void say_status(const Say *say);                                             /* draft, ended, approved by */
void say_advice(const Say *say, AdviceBlock from, AdviceBlock to, bool why); /* blocks of advice, a heading each */
void say_charts(const Say *say);                                             /* what can be drawn of it */
void say_since(const Say *say);                                              /* the visit before, if there was one */
void say_program(const Say *say);              /* exercises with reasons, what was left out */
void say_letter(const Say *say, bool closing); /* the clinic's own sentence */
