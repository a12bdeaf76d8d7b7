#include "store/search.h"

#include "base/text.h"
#include "store/query.h"
#include <string.h>

bool search_add(Store *s, int64_t row, const char *text, Err *err) {
  Query q = query(s, "INSERT INTO search (rowid, text) VALUES (?1, ?2)", err);
  bind_int(&q, row);
  bind_text(&q, text);
  return query_run(&q);
}

bool search_put(Store *s, int64_t row, const char *text, Err *err) {
  Query q = query(s, "INSERT OR REPLACE INTO search (rowid, text) VALUES (?1, ?2)", err);
  bind_int(&q, row);
  bind_text(&q, text);
  return query_run(&q);
}

/* ---- the words as a query of FTS5: every one a quoted beginning, all of them wanted; ss and sharp s are alike ---- */

static bool is_blank(char c) { return (unsigned char)c <= ' ' || c == 0x7f; }

enum { SHARP_MOST = 3 /* places of a word that are tried both ways */ };

/* How many bytes at the place are an ss or a sharp s, small or capital; 0: none. */
static size_t sharp_at(const char *at, size_t len) {
  if (len >= 2 && (at[0] | 0x20) == 's' && (at[1] | 0x20) == 's') return 2;
  if (len >= 2 && memcmp(at, "\xc3\x9f", 2) == 0) return 2;
  return len >= 3 && memcmp(at, "\xe1\xba\x9e", 3) == 0 ? 3 : 0;
}

/* One way of writing a word: bit n of `sharp` says how its n-th place is written. gives how many places there are */
static size_t add_way(Text *t, const char *word, size_t len, unsigned sharp) {
  size_t places = 0;
  text_add_char(t, '"');
  for (size_t i = 0; i < len;) {
    size_t found = places < SHARP_MOST ? sharp_at(word + i, len - i) : 0;
    if (found) text_add(t, sharp >> places++ & 1 ? "\xc3\x9f" : "ss");
    if (!found && word[i] == '"') text_add_char(t, '"');
    if (!found) text_add_char(t, word[i]);
    i += found ? found : 1;
  }
  text_add(t, "\"*");
  return places;
}

static void add_word(Text *t, const char *word, size_t len) {
  text_add(t, t->len ? " AND (" : "(");
  size_t places = add_way(t, word, len, 0);
  for (unsigned sharp = 1; sharp < 1u << places; sharp++) {
    text_add(t, " OR ");
    add_way(t, word, len, sharp);
  }
  text_add_char(t, ')');
}

static bool build_query(const char *words, Text *out, Err *err) {
  size_t count = 0;
  if (strlen(words) > SEARCH_BYTES) return fail(err, ERR_DATA, NULL, "more than %d bytes to find", SEARCH_BYTES);
  if (!text_is_utf8(words, strlen(words))) return fail(err, ERR_DATA, NULL, "what is to be found is not UTF-8 text");
  for (const char *at = words; *at;) {
    size_t len = 0;
    while (at[len] && !is_blank(at[len])) len++;
    if (len) add_word(out, at, len), count++;
    at += len + (at[len] != '\0');
  }
  if (!count) return fail(err, ERR_DATA, NULL, "nothing to find: type words of a code, a name or a note");
  return count <= SEARCH_WORDS || fail(err, ERR_DATA, NULL, "more than %d words to find", SEARCH_WORDS);
}

/* ---- what was found ---- */

typedef struct Row {
  int64_t row; /* of search */
  const char *text;
} Row;

static bool fill_note(Store *s, Arena *a, const Row *row, SearchHit *hit, Err *err) {
  Query q = query(s,
                  "SELECT p.id, p.code, v.day FROM note n JOIN visit v ON v.id = n.visit JOIN patient p "
                  "ON p.id = v.patient WHERE n.id = ?1",
                  err);
  bind_int(&q, (row->row - 1) / 2);
  if (query_step(&q)) *hit = (SearchHit){column_int(&q, 0), column_text(&q, a, 1), NULL, column_day(&q, 2), row->text};
  return query_done(&q);
}

static bool fill_person(Store *s, Arena *a, const Row *row, SearchHit *hit, Err *err) {
  Query q = query(s,
                  "SELECT p.id, p.code, (SELECT coalesce(o.name, nullif(trim(coalesce(o.given_name, '') || ' ' || "
                  "coalesce(o.family_name, '')), '')) FROM person o WHERE o.patient = p.id ORDER BY o.id DESC LIMIT 1) "
                  "FROM patient p WHERE p.id = ?1",
                  err);
  bind_int(&q, row->row / 2);
  if (query_step(&q)) *hit = (SearchHit){column_int(&q, 0), column_text(&q, a, 1), column_text(&q, a, 2), 0, NULL};
  return query_done(&q);
}

static bool find_rows(Store *s, Arena *a, const char *wanted, size_t limit, Row **rows, size_t *count, Err *err) {
  LIST(Row) list = {0};
  Query q = query(s,
                  "SELECT rowid, snippet(search, 0, '', '', '...', 12) FROM search WHERE search MATCH ?1 "
                  "ORDER BY rowid LIMIT ?2",
                  err);
  bind_text(&q, wanted);
  bind_int(&q, (int64_t)limit);
  while (query_step(&q)) *LIST_ADD(a, &list) = (Row){column_int(&q, 0), column_text(&q, a, 1)};
  *rows = list.items;
  *count = list.count;
  return query_done(&q);
}

bool store_search(Store *s, Arena *a, const char *words, size_t limit, SearchHit **hits, size_t *count, bool *more,
                  Err *err) {
  LIST(SearchHit) list = {0};
  Text wanted = {.arena = a};
  Row *rows = NULL;
  size_t found = 0;
  if (!build_query(words, &wanted, err)) return false;
  bool ok = store_begin_read(s, err) && find_rows(s, a, text_get(&wanted), limit + 1, &rows, &found, err);
  for (size_t i = 0; ok && i < found && i < limit; i++) {
    SearchHit hit = {0};
    ok = rows[i].row % 2 ? fill_note(s, a, &rows[i], &hit, err) : fill_person(s, a, &rows[i], &hit, err);
    if (!ok || !hit.code) continue; /* erased: nothing is known of them any more */
    audit_saw(s, hit.patient);
    *LIST_ADD(a, &list) = hit;
  }
  *hits = list.items;
  *count = list.count;
  *more = found > limit;
  return store_end_read(s, ok, err);
}

/* ---- people for completion ---- */

#define NOT_MERGED "coalesce((SELECT undone FROM merging WHERE source = p.id ORDER BY id DESC LIMIT 1), 1)"

typedef LIST(StoreId) Ids;

static bool add_ids(Store *s, Arena *a, const char *sql, const char *text, size_t limit, Ids *ids, Err *err) {
  Query q = query(s, sql, err);
  bind_text(&q, text);
  bind_int(&q, (int64_t)limit);
  while (ids->count < limit && query_step(&q)) {
    StoreId id = column_int(&q, 0);
    bool known = false;
    for (size_t i = 0; i < ids->count && !known; i++) known = ids->items[i] == id;
    if (!known) *LIST_ADD(a, ids) = id;
  }
  return query_done(&q);
}

static bool find_ids(Store *s, Arena *a, const char *part, size_t limit, Ids *ids, Err *err) {
  static const char *const begins =
      "SELECT id FROM patient p WHERE code >= ?1 AND code < ?1 || char(127) AND " NOT_MERGED " ORDER BY code LIMIT ?2";
  static const char *const word = "SELECT p.id FROM search s JOIN patient p ON p.id = s.rowid / 2 WHERE search MATCH "
                                  "?1 AND s.rowid % 2 = 0 AND " NOT_MERGED " ORDER BY s.rowid LIMIT ?2";
  static const char *const holds = /* looks at every code: 5 ms where there are 100,000, too long behind a key */
      "SELECT id FROM patient p WHERE (SELECT max(id) FROM patient) <= 50000 AND instr(code, ?1) AND " NOT_MERGED
      " ORDER BY code LIMIT ?2";
  Text wanted = {.arena = a};
  char *upper = arena_copy(a, part);
  for (char *c = upper; *c; c++)
    if (*c >= 'a' && *c <= 'z') *c = (char)(*c - 'a' + 'A');
  bool same = strcmp(upper, part) == 0;
  bool ok = add_ids(s, a, begins, part, limit, ids, err) && (same || add_ids(s, a, begins, upper, limit, ids, err));
  if (ok && ids->count < limit && build_query(part, &wanted, &(Err){0}))
    ok = add_ids(s, a, word, text_get(&wanted), limit, ids, err);
  if (ok && !ids->count) ok = add_ids(s, a, holds, upper, limit, ids, err);
  return ok;
}

bool store_suggest(Store *s, Arena *a, const char *part, size_t limit, SearchHit **hits, size_t *count, bool *more,
                   Err *err) {
  LIST(SearchHit) list = {0};
  Ids ids = {0};
  bool ok = store_begin_read(s, err) && find_ids(s, a, part, limit + 1, &ids, err);
  for (size_t i = 0; ok && i < ids.count && i < limit; i++) {
    SearchHit hit = {0};
    ok = fill_person(s, a, &(Row){.row = 2 * ids.items[i]}, &hit, err);
    if (!ok || !hit.code) continue;
    if (hit.name) audit_saw(s, hit.patient);
    *LIST_ADD(a, &list) = hit;
  }
  *hits = list.items;
  *count = list.count;
  *more = ids.count > limit;
  return store_end_read(s, ok, err);
}
