#include "store/basis.h"

#include "store/ledger.h"
#include "text.h"

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

bool basis_key(Store *s, const StoredResult *r, StoreId *id, Err *err) {
  Hasher hasher;
  hash_begin(&hasher);
  hash_text(&hasher, r->engine);
  hash_text(&hasher, r->catalog.hex);
  for (size_t i = 0; i < r->pack_count; i++) hash_text(&hasher, r->packs[i].hex);
  Hash hash = hash_end(&hasher);
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

bool rule_key(Store *s, const Finding *f, StoreId *id, Err *err) {
  Arena a = {0};
  Hasher hasher;
  const char *cites = join_cites(&a, f), *text = rule_text(&a, f, cites);
  bool ok = true;
  *id = intern_find(&s->rules, text);
  if (!*id) {
    hash_begin(&hasher);
    hash_text(&hasher, text);
    Hash hash = hash_end(&hasher);
    Query q = query(s, "SELECT id FROM rule WHERE hash = ?1", err);
    bind_text(&q, hash.hex);
    if (query_step(&q)) *id = column_int(&q, 0);
    ok = query_done(&q);
    if (ok && !*id) {
      q = ledger_insert(s, LEDGER_RULE, err);
      bind_text(&q, hash.hex);
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
      ok = query_run(&q);
      *id = sqlite3_last_insert_rowid(s->db);
    }
    if (ok) intern_add(s, &s->rules, text, *id);
  }
  arena_free(&a);
  return ok;
}
