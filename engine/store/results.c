#include "store/results.h"

#include "store/basis.h"
#include "store/day.h"

/* ---- saving ---- */

/* Every list is a table with the key (result, n): the two leading values of each row. */
static Query row(Store *s, Ledger table, StoreId result, size_t n, Err *err) {
  Query q = ledger_insert(s, table, err);
  bind_int(&q, result);
  bind_int(&q, (int64_t)n);
  return q;
}

static bool save_needs(Store *s, StoreId id, size_t n, const Finding *f, Err *err) {
  for (size_t i = 0; i < f->need_count; i++) {
    const Need *need = &f->needs[i];
    Query q = row(s, LEDGER_NEED, id, n, err);
    bind_int(&q, (int64_t)i);
    bind_int(&q, need->why);
    bind_word(&q, need->what);
    bind_int(&q, need->side);
    bind_word(&q, need->text);
    if (!query_run(&q)) return false;
  }
  return true;
}

static bool save_findings(Store *s, StoreId id, const Result *r, Err *err) {
  for (size_t i = 0; i < r->finding_count; i++) {
    const Finding *f = &r->findings[i];
    StoreId rule = 0;
    if (!rule_key(s, f, &rule, err)) return false;
    Query q = row(s, LEDGER_FINDING, id, i, err);
    bind_int(&q, rule);
    bind_int(&q, f->side);
    bind_int(&q, f->truth);
    bind_int(&q, f->unsure);
    bind_real(&q, f->index);
    bind_word(&q, f->unit);
    bind_real(&q, f->certainty);
    bind_word(&q, f->grade);
    bind_text(&q, f->say);
    bind_text(&q, f->overridden);
    if (!query_run(&q) || !save_needs(s, id, i, f, err)) return false;
  }
  return true;
}

static bool save_arguments(Store *s, StoreId id, const Result *r, Err *err) {
  for (size_t i = 0; i < r->argument_count; i++) {
    const Argument *x = &r->arguments[i];
    Query q = row(s, LEDGER_ARGUMENT, id, i, err);
    bind_word(&q, x->pack);
    bind_word(&q, x->rule);
    bind_int(&q, x->side);
    bind_int(&q, x->action);
    bind_word(&q, x->target);
    bind_int(&q, x->against);
    bind_word(&q, x->group);
    bind_real(&q, x->weight);
    bind_word(&q, x->held);
    if (!query_run(&q)) return false;
  }
  return true;
}

static bool save_targets(Store *s, StoreId id, const Result *r, Err *err) {
  for (size_t i = 0; i < r->target_count; i++) {
    const Target *x = &r->targets[i];
    Query q = row(s, LEDGER_TARGET, id, i, err);
    bind_int(&q, x->action);
    bind_word(&q, x->target);
    bind_int(&q, x->side);
    bind_real(&q, x->weight);
    bind_int(&q, x->conflict);
    if (!query_run(&q)) return false;
  }
  return true;
}

static bool save_warnings(Store *s, StoreId id, const Result *r, Err *err) {
  bool ok = true;
  for (size_t i = 0; ok && i < r->stop_count; i++) {
    const Stop *x = &r->stops[i];
    Query q = row(s, LEDGER_STOP, id, i, err);
    bind_word(&q, x->pack);
    bind_word(&q, x->rule);
    bind_word(&q, x->title);
    bind_int(&q, x->urgency);
    bind_word(&q, x->text);
    ok = query_run(&q);
  }
  for (size_t i = 0; ok && i < r->open_count; i++) {
    Query q = row(s, LEDGER_OPEN_QUESTION, id, i, err);
    bind_word(&q, r->open[i].question);
    bind_word(&q, r->open[i].text);
    bind_int(&q, r->open[i].urgency);
    ok = query_run(&q);
  }
  for (size_t i = 0; ok && i < r->remark_count; i++) {
    Query q = row(s, LEDGER_REMARK, id, i, err);
    bind_text(&q, r->remarks[i].what);
    bind_text(&q, r->remarks[i].text);
    ok = query_run(&q);
  }
  return ok;
}

static bool save_head(Store *s, StoreId visit, StoreId basis, StoredResult *record, Err *err) {
  Query q = ledger_insert(s, LEDGER_RESULT, err);
  bind_uuid(&q, record->uuid);
  bind_int(&q, visit);
  bind_stamp(&q, record->stamp);
  bind_int(&q, basis);
  bind_int(&q, (int64_t)record->result.judged);
  bind_real(&q, record->result.expected_by_chance);
  bind_blob(&q, record->snapshot, record->snapshot_len);
  if (!query_run(&q)) return false;
  record->id = sqlite3_last_insert_rowid(s->db);
  return true;
}

bool store_save_result(Store *s, StoreId patient, StoredResult *record, Err *err) {
  StoreId visit = 0, basis = 0;
  StoreChange visited;
  const Result *r = &record->result;
  if (!store_begin(s, err)) return false;
  hash_uuid(record->uuid, record->stamp.unix_ms);
  bool ok = visit_key(s, patient, r->date, &visit, &visited, err) && basis_key(s, record, &basis, err) &&
            save_head(s, visit, basis, record, err) && save_findings(s, record->id, r, err) &&
            save_arguments(s, record->id, r, err) && save_targets(s, record->id, r, err) &&
            save_warnings(s, record->id, r, err);
  return store_end(s, ok, err);
}

/* ---- loading ---- */

static Query rows_of(Store *s, const char *sql, StoreId result, Err *err) {
  Query q = query(s, sql, err);
  bind_int(&q, result);
  return q;
}

static bool load_needs(Store *s, Arena *a, StoreId id, Result *r, Err *err) {
  LIST(Need) needs = {0};
  Query q = rows_of(
      s,
      "SELECT finding, why, " TEXT_OF("what") ", side, " TEXT_OF("need.text") " FROM need "
                                                                              "WHERE result = ?1 ORDER BY finding, n",
      id, err);
  while (query_step(&q)) {
    size_t finding = (size_t)column_int(&q, 0);
    if (finding < r->finding_count) r->findings[finding].need_count++;
    *LIST_ADD(a, &needs) =
        (Need){(Why)column_int(&q, 1), column_text(&q, a, 2), (Side)column_int(&q, 3), column_text(&q, a, 4)};
  }
  for (size_t i = 0, at = 0; i < r->finding_count; at += r->findings[i].need_count, i++) {
    r->findings[i].needs = r->findings[i].need_count ? needs.items + at : NULL;
  }
  return query_done(&q);
}

static bool load_findings(Store *s, Arena *a, StoreId id, Result *r, Err *err) {
  LIST(Finding) list = {0};
  Query q =
      rows_of(s,
              "SELECT u.pack, u.rule, u.title, f.side, f.truth, f.unsure, f.value, " TEXT_OF(
                  "f.unit") ", f.certainty, " TEXT_OF("f.grade") ", u.evidence, u.grp, f.say, u.cites, f.overridden, "
                                                                 "u.tell, u.studied, u.doubt, u.shown FROM "
                                                                 "finding f JOIN rule u ON u.id = f.rule "
                                                                 "WHERE f.result = ?1 ORDER BY f.n",
              id, err);
  while (query_step(&q)) {
    Finding *f = LIST_ADD(a, &list);
    *f = (Finding){.pack = column_text(&q, a, 0), .rule = column_text(&q, a, 1), .title = column_text(&q, a, 2)};
    f->side = (Side)column_int(&q, 3);
    f->truth = (Truth)column_int(&q, 4);
    f->unsure = column_int(&q, 5) != 0;
    f->index = column_real(&q, 6);
    f->unit = column_text(&q, a, 7);
    f->certainty = column_real(&q, 8);
    f->grade = column_text(&q, a, 9);
    f->evidence = (Evidence)column_int(&q, 10);
    f->group = column_text(&q, a, 11);
    f->say = column_text(&q, a, 12);
    f->cites = ids_split(a, column_text(&q, a, 13), &(size_t){0});
    f->overridden = column_text(&q, a, 14);
    f->tell = column_text(&q, a, 15), f->studied = column_text(&q, a, 16), f->doubt = column_text(&q, a, 17);
    f->shown = column_int(&q, 18) != 0;
  }
  r->findings = list.items;
  r->finding_count = list.count;
  return query_done(&q) && load_needs(s, a, id, r, err);
}

static bool load_arguments(Store *s, Arena *a, StoreId id, Result *r, Err *err) {
  LIST(Argument) list = {0};
  Query q =
      rows_of(s,
              "SELECT " TEXT_OF("pack") ", " TEXT_OF("rule") ", side, action, " TEXT_OF("target") ", against, " TEXT_OF(
                  "grp") ", weight, " TEXT_OF("held") " FROM argument WHERE result = ?1 ORDER BY n",
              id, err);
  while (query_step(&q)) {
    *LIST_ADD(a, &list) = (Argument){.pack = column_text(&q, a, 0),
                                     .rule = column_text(&q, a, 1),
                                     .side = (Side)column_int(&q, 2),
                                     .action = (Action)column_int(&q, 3),
                                     .target = column_text(&q, a, 4),
                                     .against = column_int(&q, 5) != 0,
                                     .group = column_text(&q, a, 6),
                                     .weight = column_real(&q, 7),
                                     .held = column_text(&q, a, 8)};
  }
  r->arguments = list.items;
  r->argument_count = list.count;
  return query_done(&q);
}

static bool load_targets(Store *s, Arena *a, StoreId id, Result *r, Err *err) {
  LIST(Target) list = {0};
  Query q = rows_of(s,
                    "SELECT action, " TEXT_OF("target") ", side, weight, conflict FROM target WHERE result = ?1 "
                                                        "ORDER BY n",
                    id, err);
  while (query_step(&q)) {
    *LIST_ADD(a, &list) = (Target){(Action)column_int(&q, 0), column_text(&q, a, 1), (Side)column_int(&q, 2),
                                   column_real(&q, 3), column_int(&q, 4) != 0};
  }
  r->targets = list.items;
  r->target_count = list.count;
  return query_done(&q);
}

static bool load_stops(Store *s, Arena *a, StoreId id, Result *r, Err *err) {
  LIST(Stop) list = {0};
  Query q = rows_of(s,
                    "SELECT " TEXT_OF("pack") ", " TEXT_OF("rule") ", " TEXT_OF("title") ", urgency, " TEXT_OF(
                        "stop.text") " FROM stop WHERE result = ?1 ORDER BY n",
                    id, err);
  while (query_step(&q)) {
    *LIST_ADD(a, &list) = (Stop){column_text(&q, a, 0), column_text(&q, a, 1), column_text(&q, a, 2),
                                 (Urgency)column_int(&q, 3), column_text(&q, a, 4)};
  }
  r->stops = list.items;
  r->stop_count = list.count;
  return query_done(&q);
}

static bool load_notes(Store *s, Arena *a, StoreId id, Result *r, Err *err) {
  LIST(OpenQuestion) open = {0};
  LIST(Remark) remarks = {0};
  Query q = rows_of(s,
                    "SELECT " TEXT_OF("question") ", " TEXT_OF("open_question.text") ", urgency FROM open_question "
                                                                                     "WHERE result = ?1 ORDER BY n",
                    id, err);
  while (query_step(&q)) {
    *LIST_ADD(a, &open) = (OpenQuestion){column_text(&q, a, 0), column_text(&q, a, 1), (Urgency)column_int(&q, 2)};
  }
  if (!query_done(&q)) return false;
  q = rows_of(s, "SELECT what, text FROM remark WHERE result = ?1 ORDER BY n", id, err);
  while (query_step(&q)) *LIST_ADD(a, &remarks) = (Remark){column_text(&q, a, 0), column_text(&q, a, 1)};
  r->open = open.items;
  r->open_count = open.count;
  r->remarks = remarks.items;
  r->remark_count = remarks.count;
  return query_done(&q);
}

static bool load_head(Store *s, Arena *a, StoreId id, StoredResult *record, StoreId *basis, Err *err) {
  Result *r = &record->result;
  Query q =
      query(s,
            "SELECT r.uuid, coalesce(p.code, ''), v.day, r.at, r.basis, r.judged, r.expected_by_chance, r.snapshot "
            "FROM result r JOIN visit v ON v.id = r.visit JOIN patient p ON p.id = v.patient WHERE r.id = ?1",
            err);
  bind_int(&q, id);
  if (query_step(&q)) {
    record->id = id;
    column_uuid(&q, 0, record->uuid);
    r->patient = column_text(&q, a, 1);
    r->date = column_day(&q, 2);
    record->at = column_text(&q, a, 3);
    *basis = column_int(&q, 4);
    r->judged = (size_t)column_int(&q, 5);
    r->expected_by_chance = column_real(&q, 6);
    record->snapshot = column_blob(&q, a, 7, &record->snapshot_len);
  }
  return query_done(&q);
}

static bool load_whole(Store *s, Arena *a, StoreId id, StoredResult *record, Err *err) {
  StoreId basis = 0;
  Result *r = &record->result;
  return load_head(s, a, id, record, &basis, err) && basis_load(s, a, basis, record, err) &&
         load_findings(s, a, id, r, err) && load_arguments(s, a, id, r, err) && load_targets(s, a, id, r, err) &&
         load_stops(s, a, id, r, err) && load_notes(s, a, id, r, err);
}

bool store_load_result(Store *s, Arena *a, StoreId patient, Day day, StoredResult *record, Err *err) {
  StoreId id = 0;
  *record = (StoredResult){0};
  bool ok = store_begin_read(s, err);
  if (ok) {
    Query q = query(s,
                    "SELECT r.id FROM visit v JOIN result r ON r.visit = v.id WHERE " OF_PATIENT
                    " AND v.day BETWEEN coalesce(?2, '') AND coalesce(?2, '9') ORDER BY v.day DESC, r.id DESC LIMIT 1",
                    err);
    bind_int(&q, patient);
    bind_day(&q, day);
    if (query_step(&q)) id = column_int(&q, 0);
    ok = query_done(&q) && (!id || load_whole(s, a, id, record, err));
  }
  return store_end_read(s, ok, err);
}

bool store_get_result(Store *s, Arena *a, StoreId id, StoredResult *record, Err *err) {
  *record = (StoredResult){0};
  bool ok = store_begin_read(s, err);
  return store_end_read(s, ok && load_whole(s, a, id, record, err), err);
}

bool store_list_results(Store *s, Arena *a, StoreId patient, StoreId after, size_t limit, StoreId **ids, size_t *count,
                        Err *err) {
  LIST(StoreId) list = {0};
  Query q = patient ? query(s,
                            "SELECT r.id FROM visit v JOIN result r ON r.visit = v.id WHERE " OF_PATIENT
                            " AND r.id > ?2 ORDER BY r.id LIMIT ?3",
                            err)
                    : query(s, "SELECT id FROM result WHERE id > ?1 ORDER BY id LIMIT ?2", err);
  if (patient) bind_int(&q, patient);
  bind_int(&q, after);
  bind_int(&q, (int64_t)limit);
  while (query_step(&q)) *LIST_ADD(a, &list) = column_int(&q, 0);
  *ids = list.items;
  *count = list.count;
  return query_done(&q);
}

bool store_last_result(Store *s, StoreId *id, Err *err) {
  *id = 0;
  Query q = query(s, "SELECT max(id) FROM result", err);
  if (query_step(&q)) *id = column_int(&q, 0);
  return query_done(&q);
}
