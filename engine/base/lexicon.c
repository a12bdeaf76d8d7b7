#include "base/lexicon.h"

#include <string.h>

typedef struct LexiconEntry {
  const char *text; /* NULL: free */
  size_t len;
  uint64_t hash;
} LexiconEntry;

uint64_t lexicon_hash(const char *text, size_t len) {
  uint64_t hash = 14695981039346656037u, part;
  for (; len >= sizeof part; text += sizeof part, len -= sizeof part) {
    memcpy(&part, text, sizeof part);
    hash = (hash ^ part) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 32;
  }
  part = 0;
  memcpy(&part, text, len);
  hash = (hash ^ part ^ (uint64_t)len << 56) * 0x9e3779b97f4a7c15u;
  return hash ^ hash >> 32;
}

/* Where the text stands, or would stand. */
static LexiconEntry *place_of(const Lexicon *x, const char *text, size_t len, uint64_t hash) {
  size_t slot = (size_t)hash & (x->cap - 1);
  for (; x->entries[slot].text; slot = (slot + 1) & (x->cap - 1)) {
    const LexiconEntry *e = &x->entries[slot];
    if (e->hash == hash && e->len == len && memcmp(e->text, text, len) == 0) break;
  }
  return &x->entries[slot];
}

const char *lexicon_find(const Lexicon *x, const char *text, size_t len) {
  return x->count ? place_of(x, text, len, lexicon_hash(text, len))->text : NULL;
}

static void grow(Lexicon *x) {
  Lexicon bigger = *x;
  bigger.cap = x->cap ? 2 * x->cap : 256;
  bigger.entries = arena_array(&bigger.arena, bigger.cap, sizeof *bigger.entries);
  for (size_t i = 0; i < x->cap; i++) {
    const LexiconEntry *e = &x->entries[i];
    if (e->text) *place_of(&bigger, e->text, e->len, e->hash) = *e;
  }
  *x = bigger;
}

const char *lexicon_add(Lexicon *x, const char *text, size_t len) {
  if (x->count >= LEXICON_MOST || len > LEXICON_BYTES - x->bytes) return NULL;
  if (2 * x->count >= x->cap) grow(x);
  const char *kept = arena_copy_n(&x->arena, text, len);
  uint64_t hash = lexicon_hash(kept, len);
  *place_of(x, kept, len, hash) = (LexiconEntry){kept, len, hash};
  x->count++, x->bytes += len;
  return kept;
}

bool lexicon_owns(const Lexicon *x, const char *text) { return lexicon_find(x, text, strlen(text)) == text; }

void lexicon_free(Lexicon *x) {
  arena_free(&x->arena);
  *x = (Lexicon){0};
}
