/* The fixed sentences of documents, by id, in one language: scripts/report/words.lua fills them, so that no wording for
 * patients stands in C. Here are only the ids and which {placeholders} each sentence has. Knows no document. */
#pragma once

#include "base/err.h"

typedef enum WordId {
#define WORD(id, placeholders) WORD_##id,
#include "facts/words.def"
#undef WORD
  WORD_COUNT
} WordId;

typedef struct Words {
  const char *text[WORD_COUNT]; /* NULL: not filled yet */
} Words;                        /* zero-initialised: empty */

/* Fills one sentence.
 *
 * takes    id and text as written in the file; where: their place, for messages
 * gives    true; the text is copied into the arena
 * fails    ERR_DATA: an unknown id (with the nearest), an id twice, an empty text, a placeholder that the sentence does
 *          not have or lacks
 * source   none
 */
bool words_set(Words *words, Arena *a, const char *id, const char *text, const char *where, Err *err);

/* The same for a sentence that is filled already. */
bool words_replace(Words *words, Arena *a, const char *id, const char *text, const char *where, Err *err);

/* Every sentence must be there; the first that lacks is named (ERR_DATA). */
bool words_finish(const Words *words, const char *where, Err *err);

/* A sentence with its placeholders filled: pairs of name and value, ended by NULL.
 * words_fill(words, a, WORD_patient, "code", "P7", NULL) */
const char *words_fill(const Words *words, Arena *a, WordId id, ...) __attribute__((sentinel));
