#include "store/summary.h"

#include "store/day.h"
#include "store/lists.h"
#include <stdlib.h>
#include <string.h>

static RuleTally *tally_of(Arena *a, Tally *tally, StoreId rule) {
  while (tally->by_key.count <= (size_t)rule) *LIST_ADD(a, &tally->by_key) = (RuleTally){0};
  return &tally->by_key.items[rule];
}

static bool last_result(Store *s, StoreId patient, StoreId *id, Err *err) {
  *id = 0;
  Query q = query(s,
                  "SELECT r.id FROM visit v JOIN result r ON r.visit = v.id WHERE " OF_PATIENT
                  " ORDER BY v.day DESC, r.id DESC LIMIT 1",
                  err);
  bind_int(&q, patient);
  if (query_step(&q)) *id = column_int(&q, 0);
  return query_done(&q);
}

static bool tally_unassessed(Store *s, Arena *a, StoreId result, Tally *tally, Err *err) {
  Arena bytes = {0};
  Query q = query(s, "SELECT unassessed FROM result WHERE id = ?1", err);
  bind_int(&q, result);
  bool there = query_step(&q);
  Decoder d = there ? decoder_in(&q, &bytes, 0) : (Decoder){0};
  bool ok = query_done(&q);
  while (ok && there && dec_more(&d)) {
    Unassessed u = dec_unassessed(&d);
    RuleTally *rule = tally_of(a, tally, u.rule);
    rule->unsure += u.unsure;
    rule->unknown += !u.unsure;
  }
  ok = ok && (!there || dec_done(&d));
  arena_free(&bytes);
  return ok;
}

bool store_tally_result(Store *s, Arena *a, StoreId patient, Tally *tally, Err *err) {
  StoreId result;
  audit_saw(s, patient);
  if (!last_result(s, patient, &result, err)) return false;
  tally->results += result != 0;
  Query q = query(s, "SELECT rule, truth, unsure, overridden IS NOT NULL FROM finding WHERE result = ?1", err);
  bind_int(&q, result);
  while (query_step(&q)) {
    RuleTally *rule = tally_of(a, tally, column_int(&q, 0));
    Truth truth = (Truth)column_int(&q, 1);
    bool unsure = column_int(&q, 2) != 0, overruled = column_int(&q, 3) != 0;
    rule->present += truth == TRUTH_TRUE;
    rule->unsure += truth == TRUTH_UNKNOWN && unsure;
    rule->unknown += truth == TRUTH_UNKNOWN && !unsure;
    rule->as_present += overruled && truth == TRUTH_TRUE;
    rule->as_absent += overruled && truth == TRUTH_FALSE;
  }
  return query_done(&q) && tally_unassessed(s, a, result, tally, err);
}

static void add_counts(RuleTally *to, const RuleTally *from) {
  to->present += from->present, to->unsure += from->unsure, to->unknown += from->unknown;
  to->as_absent += from->as_absent, to->as_present += from->as_present;
}

static int compare_names(const void *left, const void *right) {
  const RuleTally *a = left, *b = right;
  int order = strcmp(a->pack, b->pack);
  return order ? order : strcmp(a->rule, b->rule);
}

static int compare_counts(const void *left, const void *right) {
  const RuleTally *a = left, *b = right;
  if (a->present != b->present) return a->present < b->present ? 1 : -1;
  return compare_names(left, right);
}

/* Wordings of one rule stand side by side; the newest title stays. */
static size_t join(RuleTally *items, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (!kept || compare_names(&items[kept - 1], &items[i]) != 0)
      items[kept++] = items[i];
    else
      add_counts(&items[kept - 1], &items[i]);
  }
  return kept;
}

static bool name_rule(Store *s, Arena *a, StoreId key, RuleTally *rule, Err *err) {
  Query q = query(s, "SELECT pack, rule, title, shown FROM rule WHERE id = ?1", err);
  bind_int(&q, key);
  if (query_step(&q)) {
    rule->pack = column_text(&q, a, 0), rule->rule = column_text(&q, a, 1), rule->title = column_text(&q, a, 2);
    rule->shown = column_int(&q, 3) != 0;
  }
  if (!rule->pack) rule->pack = "";
  if (!rule->rule) rule->rule = "";
  return query_done(&q);
}

bool store_list_tally(Store *s, Arena *a, const Tally *tally, RuleTally **items, size_t *count, Err *err) {
  LIST(RuleTally) list = {0};
  for (size_t key = 0; key < tally->by_key.count; key++) {
    const RuleTally *counted = &tally->by_key.items[key];
    if (counted->present + counted->unsure + counted->unknown + counted->as_absent == 0) continue;
    RuleTally *rule = LIST_ADD(a, &list);
    *rule = *counted;
    if (!name_rule(s, a, (StoreId)key, rule, err)) return false;
  }
  if (list.count) qsort(list.items, list.count, sizeof *list.items, compare_names);
  *count = join(list.items, list.count);
  if (*count) qsort(list.items, *count, sizeof *list.items, compare_counts);
  *items = list.items;
  return true;
}
