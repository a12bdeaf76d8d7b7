#include "store/episodes.h"

#include "base/date.h"
#include "base/text.h"
#include "store/day.h"
#include "store/ledger.h"

enum { OPENED_AGAIN, CLOSED }; /* stored numbers */

/* The last row of a visit says where it belongs. */
static bool count_visits(Store *s, StoreId patient, StoredEpisode *items, size_t count, Err *err) {
  Query q = query(s,
                  "SELECT e.episode, v.day FROM visit v JOIN visit_episode e ON e.id = (SELECT max(id) FROM "
                  "visit_episode WHERE visit = v.id) WHERE " OF_PATIENT " ORDER BY v.day",
                  err);
  bind_int(&q, patient);
  while (query_step(&q)) {
    StoredEpisode *episode = NULL;
    for (size_t i = 0; i < count; i++)
      if (items[i].id == column_int(&q, 0)) episode = &items[i];
    if (!episode) continue;
    episode->last = column_day(&q, 1);
    if (!episode->visits++) episode->first = episode->last;
  }
  return query_done(&q);
}

bool store_list_episodes(Store *s, Arena *a, StoreId patient, StoredEpisode **items, size_t *count, Err *err) {
  LIST(StoredEpisode) list = {0};
  Query q = query(s,
                  "SELECT v.id, v.opened, v.title, (SELECT CASE kind WHEN 1 THEN day END FROM episode_event "
                  "WHERE episode = v.id ORDER BY id DESC LIMIT 1) FROM episode v WHERE " OF_PATIENT " ORDER BY v.id",
                  err);
  bind_int(&q, patient);
  while (query_step(&q)) {
    StoredEpisode *episode = LIST_ADD(a, &list);
    *episode = (StoredEpisode){(int)list.count, column_int(&q, 0), column_day(&q, 1), column_day(&q, 3), "", 0, 0, 0};
    const char *title = column_text(&q, a, 2);
    if (title) episode->title = title;
  }
  *items = list.items;
  *count = list.count;
  return query_done(&q) && count_visits(s, patient, list.items, list.count, err);
}

bool store_open_episode(Store *s, StoreId patient, Day day, const char *title, Err *err) {
  StoreId row = 0;
  if (!store_begin(s, err)) return false;
  bool ok = audit_row(s, &row, err);
  if (ok) {
    Query q = ledger_insert(s, LEDGER_EPISODE, err);
    bind_int(&q, patient);
    bind_day(&q, day);
    bind_int(&q, row);
    bind_sealed(&q, patient, &title, 1);
    ok = query_run(&q);
  }
  return store_end(s, ok, err);
}

bool store_mark_episode(Store *s, const StoredEpisode *episode, bool closed, Day day, Err *err) {
  StoreId row = 0;
  if (closed == (episode->closed != 0))
    return fail(err, ERR_DATA, NULL, "episode %d is %s already", episode->number, closed ? "closed" : "open");
  if (day < episode->opened) return fail(err, ERR_DATA, NULL, "episode %d began later than that day", episode->number);
  if (!store_begin(s, err)) return false;
  bool ok = audit_row(s, &row, err);
  if (ok) {
    Query q = ledger_insert(s, LEDGER_EPISODE_EVENT, err);
    bind_int(&q, episode->id);
    bind_int(&q, closed ? CLOSED : OPENED_AGAIN);
    bind_day(&q, day);
    bind_int(&q, row);
    ok = query_run(&q);
  }
  return store_end(s, ok, err);
}

static bool find_visit(Store *s, StoreId patient, Day day, StoreId *visit, Err *err) {
  Arena a = {0};
  *visit = 0;
  Query q = query(s, "SELECT v.id FROM visit v WHERE " OF_PATIENT " AND v.day = ?2 ORDER BY v.id LIMIT 1", err);
  bind_int(&q, patient);
  bind_day(&q, day);
  if (query_step(&q)) *visit = column_int(&q, 0);
  bool ok = query_done(&q);
  if (ok && !*visit) ok = fail(err, ERR_DATA, NULL, "there is no visit on %s", date_format(&a, day));
  arena_free(&a);
  return ok;
}

bool store_move_visit(Store *s, StoreId patient, Day day, const StoredEpisode *episode, Err *err) {
  StoreId visit = 0, row = 0;
  if (!store_begin(s, err)) return false;
  bool ok = find_visit(s, patient, day, &visit, err) && audit_row(s, &row, err);
  if (ok) {
    Query q = ledger_insert(s, LEDGER_VISIT_EPISODE, err);
    bind_int(&q, visit);
    if (episode)
      bind_int(&q, episode->id);
    else
      bind_text(&q, NULL);
    bind_int(&q, row);
    ok = query_run(&q);
  }
  return store_end(s, ok, err);
}
