#include "store/query.h"

bool search_put(Store *s, int64_t row, const char *text, Err *err) {
  Query q = query(s, "INSERT OR REPLACE INTO search (rowid, text) VALUES (?1, ?2)", err);
  bind_int(&q, row);
  bind_text(&q, text);
  return query_run(&q);
}
