/* Texts that come again and again, each kept once: ids, titles, words of rules and rows. The same text has the same
 * address as long as the lexicon lives, so that who keeps such an address may compare by it. Holds so many and no more,
 * lest a stranger who sends texts fills the memory. Knows no text's meaning. */
#pragma once

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct Lexicon { /* zero-initialised is valid and empty */
  Arena arena;
  struct LexiconEntry *entries; /* hash table with open addressing */
  size_t count, cap;            /* cap: power of two */
  size_t bytes;                 /* of the texts */
} Lexicon;

enum { LEXICON_MOST = 1 << 14, LEXICON_BYTES = 4 << 20 /* of texts */ };

/* The kept text; NULL: it is not there. */
const char *lexicon_find(const Lexicon *x, const char *text, size_t len);
/* Keeps a text that is not there yet. gives NULL: the lexicon is full. */
const char *lexicon_add(Lexicon *x, const char *text, size_t len);
/* Does this very address belong to the lexicon? */
bool lexicon_owns(const Lexicon *x, const char *text);
void lexicon_free(Lexicon *x);

/* For tables of texts: eight bytes at a time, each product folded. */
uint64_t lexicon_hash(const char *text, size_t len);
