#include "store/ledger.h"

#include <string.h>

/* More texts than this are no vocabulary any more: the cache starts again, so that memory stays flat. */
enum { INTERN_MOST = 1 << 16 };

static size_t slot_of(const Interned *table, const char *text) {
  size_t slot = (size_t)lexicon_hash(text, strlen(text)) & (table->cap - 1);
  while (table->entries[slot].text && strcmp(table->entries[slot].text, text) != 0)
    slot = (slot + 1) & (table->cap - 1);
  return slot;
}

StoreId intern_find(Interned *table, const char *text) {
  struct InternedEntry **recent = intern_recent(table, text);
  if (*recent && ((*recent)->text == text || strcmp((*recent)->text, text) == 0)) return (*recent)->id;
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

const char *intern_keep(Store *s, const char *text) {
  return text && s->lexicon && lexicon_owns(s->lexicon, text) ? text : arena_copy(&s->names, text);
}

void store_use_words(Store *s, const Lexicon *words) {
  store_forget(s);
  s->lexicon = words;
}

void intern_add(Store *s, Interned *table, const char *text, StoreId id) {
  if (table->count >= INTERN_MOST) store_forget(s);
  if (table->count * 2 >= table->cap) grow(&s->names, table);
  table->entries[slot_of(table, text)] = (struct InternedEntry){intern_keep(s, text), id};
  table->count++;
}

void store_forget(Store *s) {
  s->words = s->lists = (Interned){0};
  s->known_basis = NULL;
  s->kept_rules = 0;
  memset(s->known_rules, 0, sizeof s->known_rules);
  memset(s->known_needs, 0, sizeof s->known_needs);
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
