#include "store/search.h"

#include "store/query.h"
#include "text.h"
#include <string.h>

bool search_put(Store *s, int64_t row, const char *text, Err *err) {
  Query q = query(s, "INSERT OR REPLACE INTO search (rowid, text) VALUES (?1, ?2)", err);
  bind_int(&q, row);
  bind_text(&q, text);
  return query_run(&q);
}

/* ---- the words as a query of FTS5: every one a quoted beginning, all of them wanted ---- */

static bool is_blank(char c) { return (unsigned char)c <= ' ' || c == 0x7f; }

static void add_word(Text *t, const char *word, size_t len) {
  text_add(t, t->len ? " \"" : "\"");
  for (size_t i = 0; i < len; i++) {
    if (word[i] == '"') text_add_char(t, '"');
    text_add_char(t, word[i]);
  }
  text_add(t, "\"*");
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
