#include "store/snapshots.h"

#include "store/query.h"

static bool hand_over(Query *q, StoreTakeSnapshot *take, void *context) {
  while (query_step(q)) {
    StoredSnapshot item = {.id = column_int(q, 0)};
    item.bytes = column_view(q, 1, &item.len);
    if (item.bytes && !take(context, &item, q->err)) query_stop(q);
  }
  return query_done(q);
}

bool store_each_snapshot(Store *s, Day since, StoreId after, size_t limit, StoreTakeSnapshot *take, void *context,
                         Err *err) {
  Query q = query(s,
                  "SELECT id, snapshot FROM result r WHERE id > ?1 "
                  "AND NOT EXISTS (SELECT 1 FROM result n WHERE n.visit = r.visit AND n.id > r.id) "
                  "AND (?3 IS NULL OR (SELECT day FROM visit v WHERE v.id = r.visit) >= ?3) ORDER BY id LIMIT ?2",
                  err);
  bind_int(&q, after);
  bind_int(&q, (int64_t)limit);
  bind_day(&q, since);
  return hand_over(&q, take, context);
}

bool store_take_snapshot(Store *s, StoreId id, StoreTakeSnapshot *take, void *context, Err *err) {
  Query q = query(s, "SELECT id, snapshot FROM result WHERE id = ?1", err);
  bind_int(&q, id);
  return hand_over(&q, take, context);
}

bool store_name_snapshot(Store *s, Arena *a, StoreId id, const char **code, Day *day, Err *err) {
  Query q = query(s,
                  "SELECT coalesce(p.code, ''), v.day FROM result r JOIN visit v ON v.id = r.visit "
                  "JOIN patient p ON p.id = v.patient WHERE r.id = ?1",
                  err);
  bind_int(&q, id);
  bool there = query_step(&q);
  if (there) *code = column_text(&q, a, 0), *day = column_day(&q, 1);
  return query_done(&q) && (there || fail(err, ERR_STORE, NULL, "a result that was judged again is gone"));
}
