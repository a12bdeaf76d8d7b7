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

/* The one of the result before: as a rule nothing changes within a sitting. */
typedef struct KnownBasis {
  const char *engine;
  const Hash *sources; /* the catalog, then the packs */
  size_t pack_count;
  StoreId id;
} KnownBasis;

static bool is_basis(const KnownBasis *known, const StoredResult *r) {
  bool same = known && known->pack_count == r->pack_count && strcmp(known->engine, r->engine) == 0 &&
              strcmp(known->sources[0].hex, r->catalog.hex) == 0;
  for (size_t i = 0; same && i < r->pack_count; i++) same = strcmp(known->sources[i + 1].hex, r->packs[i].hex) == 0;
  return same;
}

static void keep_basis(Store *s, const StoredResult *r, StoreId id) {
  KnownBasis *known = arena_alloc(&s->names, sizeof *known);
  Hash *sources = arena_array(&s->names, r->pack_count + 1, sizeof *sources);
  sources[0] = r->catalog;
  for (size_t i = 0; i < r->pack_count; i++) sources[i + 1] = r->packs[i];
  *known = (KnownBasis){arena_copy(&s->names, r->engine), sources, r->pack_count, id};
  s->known_basis = known;
}

bool basis_key(Store *s, const StoredResult *r, StoreId *id, Err *err) {
  *id = 0;
  if (is_basis(s->known_basis, r)) {
    *id = s->known_basis->id;
    return true;
  }
  Hash hash = basis_hash(r);
  Query q = query(s, "SELECT id FROM basis WHERE hash = ?1", err);
  bind_text(&q, hash.hex);
  if (query_step(&q)) *id = column_int(&q, 0);
  if (!query_done(&q) || (!*id && !add_basis(s, r, hash.hex, id, err))) return false;
  keep_basis(s, r, *id);
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

/* A wording that was met already: a rule judges many patients. */
typedef struct KnownRule {
  Finding wording; /* of which only that counts */
  StoreId id;
} KnownRule;

static bool same_texts(const char *const *x, const char *const *y) {
  static const char *const none[] = {NULL};
  size_t i = 0;
  x = x ? x : none, y = y ? y : none;
  while (x[i] && y[i] && text_equal(x[i], y[i])) i++;
  return !x[i] && !y[i];
}

static inline bool same(const char *x, const char *y) { return x == y || text_equal(x, y); }

static bool is_known(const KnownRule *known, const Finding *f) {
  const Finding *k = &known->wording;
  return same(k->rule, f->rule) && same(k->pack, f->pack) && k->evidence == f->evidence && k->shown == f->shown &&
         same(k->title, f->title) && same(k->group, f->group) && same(k->tell, f->tell) &&
         same(k->studied, f->studied) && same(k->doubt, f->doubt) && same_texts(k->cites, f->cites);
}

enum { KNOWN_NEAR = 8 }; /* places that are looked at */

/* Where the wording stands; else where it is to stand: a free place, or the last one looked at. */
static KnownRule **known_place(Store *s, const Finding *f) {
  const char *rule = f->rule ? f->rule : "";
  size_t first = (size_t)lexicon_hash(rule, strlen(rule));
  for (size_t i = 0;; i++) {
    KnownRule **place = &s->known_rules[(first + i) % KNOWN_RULES];
    if (!*place || is_known(*place, f) || i + 1 == KNOWN_NEAR) return place;
  }
}

static void keep_rule(Store *s, const Finding *f, StoreId id) {
  KnownRule *known = arena_alloc(&s->names, sizeof *known);
  LIST(const char *) cites = {0};
  for (const char *const *cite = f->cites; cite && *cite; cite++) *LIST_ADD(&s->names, &cites) = intern_keep(s, *cite);
  (void)LIST_ADD(&s->names, &cites); /* the NULL at the end */
  *known = (KnownRule){.wording = *f, .id = id};
  known->wording.cites = cites.items;
  const char **texts[] = {&known->wording.pack, &known->wording.rule,    &known->wording.title, &known->wording.group,
                          &known->wording.tell, &known->wording.studied, &known->wording.doubt};
  for (size_t i = 0; i < ARRAY_LEN(texts); i++) *texts[i] = intern_keep(s, *texts[i]);
  *known_place(s, f) = known;
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
  if (known && is_known(known, f)) {
    *id = known->id;
    return true;
  }
  Arena a = {0};
  const char *cites = join_cites(&a, f);
  bool ok = find_rule(s, f, rule_text(&a, f, cites), cites, id, err);
  if (ok && s->kept_rules++ >= KEPT_RULES) store_forget(s);
  if (ok) keep_rule(s, f, *id);
  arena_free(&a);
  return ok;
}
