#include "store/unfinished.h"

#include "store/query.h"

/* Patients of the last acts of the beginning command; their visits with entries of it, unless the patient was judged after
 * the last of these. Rows are found by the indexes of audit by patient, of visits by patient and of entries by visit. */
static const char sought[] =
    "SELECT p.code, l.day FROM (SELECT v.patient, v.day, (SELECT max(e.act) FROM entry e JOIN audit x ON x.id = e.act "
    "WHERE e.visit = v.id AND x.command = ?1) AS act FROM (SELECT DISTINCT patient FROM audit WHERE command = ?1 "
    "AND patient IS NOT NULL AND length(cover) > 0 AND id > (SELECT coalesce(max(id), 0) FROM audit) - 1000) g "
    "JOIN visit v ON v.patient = g.patient WHERE v.day >= ?3) l JOIN patient p ON p.id = l.patient "
    "WHERE l.act IS NOT NULL AND p.code IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit j WHERE j.patient = l.patient "
    "AND j.id > l.act AND j.command = ?2 AND length(j.cover) > 0) ORDER BY l.act DESC LIMIT ?4";

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
