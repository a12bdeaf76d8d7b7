#include "store/ledger.h"

#include <string.h>

/* More texts than this are no vocabulary any more: the cache starts again, so that memory stays flat. */
enum { INTERN_MOST = 1 << 16 };

/* Eight bytes at a time, each product folded: ids and sentences are hashed for every row that is stored. */
uint64_t intern_hash(const char *text) {
  uint64_t hash = 14695981039346656037u, part;
  size_t len = strlen(text);
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

static size_t slot_of(const Interned *table, const char *text) {
  size_t slot = (size_t)intern_hash(text) & (table->cap - 1);
  while (table->entries[slot].text && strcmp(table->entries[slot].text, text) != 0)
    slot = (slot + 1) & (table->cap - 1);
  return slot;
}

/* The same text comes from the same place again and again: what was found last for a place is looked at first. */
StoreId intern_find(Interned *table, const char *text) {
  struct InternedEntry **recent = &table->recent[((uintptr_t)text >> 3 ^ (uintptr_t)text >> 12) % INTERN_RECENT];
  if (*recent && strcmp((*recent)->text, text) == 0) return (*recent)->id;
  if (!table->cap) return 0;
  struct InternedEntry *entry = &table->entries[slot_of(table, text)];
  if (entry->text) *recent = entry;
  return entry->id;
}

static void grow(Arena *a, Interned *table) {
  Interned bigger = {.count = table->count, .cap = table->cap ? 2 * table->cap : 256};
  bigger.entries = arena_array(a, bigger.cap, sizeof *bigger.entries);
  for (size_t i = 0; i < table->cap; i++)
    if (table->entries[i].text) bigger.entries[slot_of(&bigger, table->entries[i].text)] = table->entries[i];
  *table = bigger;
}

void intern_add(Store *s, Interned *table, const char *text, StoreId id) {
  if (table->count >= INTERN_MOST) store_forget(s);
  if (table->count * 2 >= table->cap) grow(&s->names, table);
  table->entries[slot_of(table, text)] = (struct InternedEntry){arena_copy(&s->names, text), id};
  table->count++;
}

void store_forget(Store *s) {
  s->words = s->rules = s->bases = s->lists = (Interned){0};
  memset(s->known_rules, 0, sizeof s->known_rules);
  memset(s->known_needs, 0, sizeof s->known_needs);
  s->wordings.items = NULL, s->wordings.count = s->wordings.cap = 0;
  arena_reset(&s->names);
  s->day.patient = s->key_patient = s->newcomer = 0;
}

bool store_word(Store *s, const char *text, StoreId *id, Err *err) {
  *id = intern_find(&s->words, text);
  if (*id) return true;
  Query find = query(s, "SELECT id FROM word WHERE text = ?1", err);
  bind_text(&find, text);
  if (query_step(&find)) *id = column_int(&find, 0);
  if (!query_done(&find)) return false;
  if (!*id) {
    Query add = ledger_insert(s, LEDGER_WORD, err);
    bind_text(&add, text);
    if (!query_run(&add)) return false;
    *id = sqlite3_last_insert_rowid(s->db);
  }
  intern_add(s, &s->words, text, *id);
  return true;
}
