#include "store/unfinished.h"

#include "store/query.h"

/* The visit of an act, unless a later act judged its patient or the visit is too old. The inner rows are found by the
 * index of audit by patient, of visits by patient and of entries by visit. */
static const char sought[] =
    "SELECT p.code, v.day FROM (SELECT patient, max(id) AS act FROM audit WHERE command = ?1 AND patient IS NOT NULL "
    "AND length(cover) > 0 AND id > (SELECT coalesce(max(id), 0) FROM audit) - 1000 GROUP BY patient) g "
    "JOIN patient p ON p.id = g.patient JOIN visit v ON v.patient = g.patient WHERE p.code IS NOT NULL AND v.day >= ?3 "
    "AND EXISTS (SELECT 1 FROM entry e WHERE e.visit = v.id AND e.act = g.act) AND NOT EXISTS (SELECT 1 FROM audit j "
    "WHERE j.patient = g.patient AND j.id > g.act AND j.command = ?2 AND length(j.cover) > 0) ORDER BY g.act DESC "
    "LIMIT ?4";

bool store_list_unfinished(Store *s, Arena *a, const char *begins, const char *judges, Day since, size_t limit,
                           Unfinished **items, size_t *count, Err *err) {
  LIST(Unfinished) list = {0};
  Query q = query(s, sought, err);
  bind_text(&q, begins);
  bind_text(&q, judges);
  bind_day(&q, since);
  bind_int(&q, (int64_t)limit);
  while (query_step(&q)) *LIST_ADD(a, &list) = (Unfinished){.code = column_text(&q, a, 0), .day = column_day(&q, 1)};
  *items = list.items;
  *count = list.count;
  return query_done(&q);
}

bool store_count_day(Store *s, Day day, int64_t *patients, Err *err) {
  Query q = query(
      s,
      "SELECT count(DISTINCT patient) FROM (SELECT patient, day FROM visit ORDER BY id DESC LIMIT 1000) WHERE day = ?1",
      err);
  bind_day(&q, day);
  if (query_step(&q)) *patients = column_int(&q, 0);
  return query_done(&q);
}
