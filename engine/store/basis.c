#include "store/basis.h"

#include "base/text.h"
#include "store/ledger.h"
#include <string.h>

/* ---- what judged: engine, catalog and packs, kept once ---- */

static bool source_key(Store *s, Hash hash, StoreId *id, Err *err) {
  *id = 0;
  Query q = query(s, "SELECT id FROM source WHERE hash = ?1", err);
  bind_text(&q, hash.hex);
  if (query_step(&q)) *id = column_int(&q, 0);
  if (!query_done(&q)) return false;
  return *id ||
         fail(err, ERR_STORE, NULL, "the texts of %.16s... that judged were not stored before the result", hash.hex);
}

static bool add_basis(Store *s, const StoredResult *r, const char *hash, StoreId *id, Err *err) {
  StoreId catalog = 0;
  if (!source_key(s, r->catalog, &catalog, err)) return false;
  Query q = ledger_insert(s, LEDGER_BASIS, err);
  bind_text(&q, hash);
  bind_text(&q, r->engine);
  bind_int(&q, catalog);
  if (!query_run(&q)) return false;
  *id = sqlite3_last_insert_rowid(s->db);
  for (size_t i = 0; i < r->pack_count; i++) {
    StoreId source = 0;
    if (!source_key(s, r->packs[i], &source, err)) return false;
    q = ledger_insert(s, LEDGER_BASIS_PACK, err);
    bind_int(&q, *id);
    bind_int(&q, (int64_t)i);
    bind_int(&q, source);
    if (!query_run(&q)) return false;
  }
  return true;
}

Hash basis_hash(const StoredResult *r) {
  Hasher hasher;
  hash_begin(&hasher);
  hash_text(&hasher, r->engine);
  hash_text(&hasher, r->catalog.hex);
  for (size_t i = 0; i < r->pack_count; i++) hash_text(&hasher, r->packs[i].hex);
  return hash_end(&hasher);
}

bool basis_key(Store *s, const StoredResult *r, StoreId *id, Err *err) {
  Hash hash = basis_hash(r);
  *id = intern_find(&s->bases, hash.hex);
  if (*id) return true;
  Query q = query(s, "SELECT id FROM basis WHERE hash = ?1", err);
  bind_text(&q, hash.hex);
  if (query_step(&q)) *id = column_int(&q, 0);
  if (!query_done(&q) || (!*id && !add_basis(s, r, hash.hex, id, err))) return false;
  intern_add(s, &s->bases, hash.hex, *id);
  return true;
}

bool basis_load(Store *s, Arena *a, StoreId basis, StoredResult *r, Err *err) {
  LIST(Hash) packs = {0};
  Query q = query(s, "SELECT b.engine, c.hash FROM basis b JOIN source c ON c.id = b.catalog WHERE b.id = ?1", err);
  bind_int(&q, basis);
  if (query_step(&q)) {
    r->engine = column_text(&q, a, 0);
    column_chars(&q, 1, r->catalog.hex, sizeof r->catalog.hex);
  }
  if (!query_done(&q)) return false;
  q = query(s, "SELECT c.hash FROM basis_pack b JOIN source c ON c.id = b.source WHERE b.basis = ?1 ORDER BY b.n", err);
  bind_int(&q, basis);
  while (query_step(&q)) column_chars(&q, 0, LIST_ADD(a, &packs)->hex, sizeof packs.items->hex);
  r->packs = packs.items;
  r->pack_count = packs.count;
  return query_done(&q);
}

/* ---- the wording of rules, kept once ---- */

enum { RULE_TEXTS = 7 };

/* What a finding says of its rule: its texts, the sources beside them. */
static void texts_of(const Finding *f, const char *texts[RULE_TEXTS]) {
  const char *const list[RULE_TEXTS] = {f->pack, f->rule, f->title, f->group, f->tell, f->studied, f->doubt};
  memcpy(texts, list, sizeof list);
}

/* A wording that was met already: a rule judges many patients. */
typedef struct KnownRule {
  const char *texts[RULE_TEXTS];
  const char *cites; /* joined */
  Evidence evidence;
  bool shown;
  StoreId id;
} KnownRule;

static bool same_cites(const char *joined, const char *const *cites) {
  for (; cites && *cites; cites++) {
    size_t len = strlen(*cites);
    if (strncmp(joined, *cites, len) != 0) return false;
    joined += len;
    if (cites[1] && *joined++ != ' ') return false;
  }
  return *joined == '\0';
}

static KnownRule **known_place(Store *s, const Finding *f) {
  return &s->known_rules[intern_hash(f->rule ? f->rule : "") % KNOWN_RULES];
}

static bool is_known(const KnownRule *known, const Finding *f) {
  const char *texts[RULE_TEXTS];
  texts_of(f, texts);
  bool same = known && known->evidence == f->evidence && known->shown == f->shown;
  for (size_t i = 0; same && i < RULE_TEXTS; i++) same = text_equal(known->texts[i], texts[i]);
  return same && same_cites(known->cites, f->cites);
}

/* Once a wording, however many addresses ask for it. */
static KnownRule *wording(Store *s, const Finding *f, const char *cites, StoreId id) {
  for (size_t i = 0; i < s->wordings.count; i++)
    if (s->wordings.items[i]->id == id) return s->wordings.items[i];
  KnownRule *known = arena_alloc(&s->names, sizeof *known);
  *known = (KnownRule){.cites = arena_copy(&s->names, cites), .evidence = f->evidence, .shown = f->shown, .id = id};
  texts_of(f, known->texts);
  for (size_t i = 0; i < RULE_TEXTS; i++) known->texts[i] = arena_copy(&s->names, known->texts[i]);
  return *LIST_ADD(&s->names, &s->wordings) = known;
}

static const char *join_cites(Arena *a, const Finding *f) {
  size_t count = 0;
  while (f->cites && f->cites[count]) count++;
  return ids_join(a, f->cites, count);
}

/* One key for all that a finding says of its rule; a separator that no text holds keeps the parts apart. */
static const char *rule_text(Arena *a, const Finding *f, const char *cites) {
  Text t = {.arena = a};
  const char *parts[] = {f->pack, f->rule, f->title, f->group, cites, f->tell, f->studied, f->doubt};
  for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
    text_add(&t, parts[i] ? parts[i] : "\x1e");
    text_add_char(&t, '\x1f');
  }
  text_addf(&t, "%d%s", f->evidence, f->shown ? "s" : "");
  return text_get(&t);
}

static bool insert_rule(Store *s, const Finding *f, const Hash *hash, const char *cites, StoreId *id, Err *err) {
  Query q = ledger_insert(s, LEDGER_RULE, err);
  bind_text(&q, hash->hex);
  bind_text(&q, f->pack);
  bind_text(&q, f->rule);
  bind_text(&q, f->title);
  bind_int(&q, f->evidence);
  bind_text(&q, f->group);
  bind_text(&q, cites);
  bind_text(&q, f->tell);
  bind_text(&q, f->studied);
  bind_text(&q, f->doubt);
  bind_int(&q, f->shown);
  bool ok = query_run(&q);
  *id = sqlite3_last_insert_rowid(s->db);
  return ok;
}

/* By the hash of its wording; added when new. */
static bool find_rule(Store *s, const Finding *f, const char *text, const char *cites, StoreId *id, Err *err) {
  Hasher hasher;
  hash_begin(&hasher);
  hash_text(&hasher, text);
  Hash hash = hash_end(&hasher);
  Query q = query(s, "SELECT id FROM rule WHERE hash = ?1", err);
  bind_text(&q, hash.hex);
  if (query_step(&q)) *id = column_int(&q, 0);
  return query_done(&q) && (*id || insert_rule(s, f, &hash, cites, id, err));
}

bool rule_key(Store *s, const Finding *f, StoreId *id, Err *err) {
  const KnownRule *known = *known_place(s, f);
  if (is_known(known, f)) {
    *id = known->id;
    return true;
  }
  Arena a = {0};
  const char *cites = join_cites(&a, f), *text = rule_text(&a, f, cites);
  bool ok = true;
  *id = intern_find(&s->rules, text);
  if (!*id) {
    ok = find_rule(s, f, text, cites, id, err);
    if (ok) intern_add(s, &s->rules, text, *id);
  }
  if (ok) *known_place(s, f) = wording(s, f, cites, *id);
  arena_free(&a);
  return ok;
}
