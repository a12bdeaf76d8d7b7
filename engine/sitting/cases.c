#include "sitting/cases.h"

#include "base/paths.h"
#include "base/text.h"
#include "formats/ndjson.h"
#include "program/limit.h"

#include <string.h>

/* Stands for the patient's code in a snapshot, which names nobody but must be readable as a case. */
#define NOBODY "anonymous"

/* ---- cases ---- */

/* Do the clinic's own comparison groups serve anybody now? */
static bool wants_local(const Session *s) {
  bool wanted = s->clinic.use == LOCAL_ALL;
  for (size_t i = 0; i < s->pack_count && s->clinic.use == LOCAL_ASKED; i++) wanted = wanted || s->packs[i].asks_local;
  return wanted && *s->clinic.hash.hex;
}

static bool fit_local(Session *s, StoreId patient, Case *c, Err *err) {
  if (!clinic_load(s->store, &s->program, &s->clinic, err)) return false;
  c->local_all = s->clinic.use == LOCAL_ALL;
  if (wants_local(s)) local_fit(s->rows, &s->run, &s->clinic.set, s->clinic.hash.hex, patient, c);
  return true;
}

static bool load_case(Session *s, const StoredPatient *stored, Day day, Case *c, Err *err) {
  if (!day) day = stored->last_visit;
  Day since = day ? day - (Day)s->catalog.policy.valid_days : 0; /* an answer lapses with the measures of its day */
  if (!store_load_case(s->store, &s->run, stored->id, day, since, c, err)) return false;
  s->strangers = (Strangers){0};
  known_keep(s->rows, &s->run, c, &s->strangers);
  if (!intake_age(&c->patient, c->date, err)) return err_prefix(err, stored->patient.code);
  return fit_local(s, stored->id, c, err);
}

static bool open_patient(Session *s, const char *code, StoredPatient *stored, Err *err) {
  return session_store(s, STORE_EXISTING, err) && store_get_patient(s->store, &s->run, code, stored, err);
}

/* The case as it is judged and kept: marks stand for the reasons of overrides. */
static bool marked_case(Session *s, const char *code, Day day, Case *c, StoreId *patient, Err *err) {
  StoredPatient stored;
  if (!session_rows(s, err) || !open_patient(s, code, &stored, err)) return false;
  *patient = stored.id;
  return load_case(s, &stored, day, c, err);
}

bool cases_get(Session *s, const char *code, Day day, Case *c, StoreId *patient, Err *err) {
  if (!marked_case(s, code, day, c, patient, err)) return false;
  for (size_t i = 0; i < c->override_count; i++)
    if (!store_reveal(s->store, &s->run, *patient, &c->overrides[i].reason, err)) return false;
  return true;
}

static bool reveal_result(Session *s, StoreId patient, Result *result, Err *err) {
  for (size_t i = 0; i < result->finding_count; i++)
    if (!store_reveal(s->store, &s->run, patient, &result->findings[i].overridden, err)) return false;
  return true;
}

/* The bytes that are judged: no code, no birth date. */
static const char *snapshot_of(Session *s, const Case *c) {
  Case nobody = *c;
  Text text = {.arena = &s->run};
  nobody.patient.code = NOBODY;
  nobody.patient.born = 0;
  ndjson_write_case(&nobody, &text);
  return text_get(&text);
}

static bool save_catalog(Session *s, Stamp at, Err *err) {
  SourceFile files[ARRAY_LEN(s->catalog.files)];
  StoreChange change;
  for (size_t i = 0; i < ARRAY_LEN(files); i++) {
    const RowFile *from = &s->catalog.files[i];
    files[i] = (SourceFile){.name = from->name, .data = from->text, .len = strlen(from->text)};
  }
  const StoredSource source = {.kind = SOURCE_CATALOG,
                               .hash = s->catalog.hash,
                               .name = "catalog",
                               .version = "",
                               .files = files,
                               .file_count = ARRAY_LEN(files)};
  return store_save_source(s->store, &source, at, &change, err);
}

bool cases_keep_sources(Session *s, Err *err) {
  Stamp at = session_now();
  StoreChange change;
  if (!save_catalog(s, at, err)) return false;
  for (size_t i = 0; i < s->pack_count; i++)
    if (!store_save_source(s->store, &s->pack_sources[i], at, &change, err)) return false;
  return true;
}

/* What judges now, as a result is stored under it. */
static StoredResult judged_now(Session *s) {
  Hash *packs = arena_array(&s->run, s->pack_count, sizeof *packs);
  for (size_t i = 0; i < s->pack_count; i++) packs[i] = s->packs[i].hash;
  return (StoredResult){
      .engine = SINEW_VERSION, .catalog = s->catalog.hash, .packs = packs, .pack_count = s->pack_count};
}

bool cases_is_judged(Session *s, StoreId patient, Day day, bool *judged, Err *err) {
  const StoredResult now = judged_now(s);
  return store_is_judged(s->store, patient, day, &now, judged, err);
}

static Asked asked_of(Session *s, StoreId patient, const char *code, const Case *c) {
  const char *snapshot = snapshot_of(s, c);
  return (Asked){.patient = patient, .code = code, .snapshot = snapshot, .len = strlen(snapshot), .limits = c->limits};
}

bool cases_ask(Session *s, StoreId patient, const char *code, Day day, Asked *out, Err *err) {
  Case c;
  const StoredPatient stored = {.id = patient, .patient = {.code = code}};
  if (!load_case(s, &stored, day, &c, err)) return false;
  *out = asked_of(s, patient, code, &c);
  return true;
}

bool cases_keep(Session *s, const Asked *asked, Result *result, StoredProgram *program, Err *err) {
  StoredResult record = judged_now(s);
  record.stamp = session_now(), record.result = *result;
  record.snapshot = asked->snapshot, record.snapshot_len = asked->len;
  if (!store_save_result(s->store, asked->patient, &record, err)) return false;
  program->stamp = record.stamp, program->result = record.id, program->limits = asked->limits;
  return store_save_program(s->store, program, err) && reveal_result(s, asked->patient, result, err);
}

bool cases_assess(Session *s, const char *code, Day day, Result *result, StoredProgram *program, Err *err) {
  Case c;
  StoreId patient;
  *program = (StoredProgram){0};
  if (!session_store(s, STORE_EXISTING, err) || !session_judge(s, err)) return false;
  if (!marked_case(s, code, day, &c, &patient, err)) return false;
  if (!judge_evaluate(s->judge, &s->run, &c, result, err)) return false;
  if (!plan_build(s->rows, &s->run, &c, result, NULL, &program->program, err)) return false;
  const Asked asked = asked_of(s, patient, code, &c);
  if (!store_begin(s->store, err)) return false;
  if (cases_keep_sources(s, err) && cases_keep(s, &asked, result, program, err)) return store_commit(s->store, err);
  store_rollback(s->store);
  return false;
}

/* ---- what is stored of a judged case ---- */

bool cases_result(Session *s, StoreId patient, StoreId id, StoredResult *result, Err *err) {
  return store_get_result(s->store, &s->run, id, result, err) && reveal_result(s, patient, &result->result, err);
}

bool cases_last(Session *s, const char *code, StoredResult *result, StoredProgram *program, Err *err) {
  StoredPatient stored;
  if (!open_patient(s, code, &stored, err)) return false;
  if (!store_load_result(s->store, &s->run, stored.id, 0, result, err)) return false;
  if (!result->id) return fail(err, ERR_DATA, NULL, "%s was not assessed yet: sinew assess %s", code, code);
  if (!reveal_result(s, stored.id, &result->result, err)) return false;
  return store_load_program(s->store, &s->run, result->id, false, program, err);
}

bool cases_plan(Session *s, const char *code, const Limits *limits, StoredResult *result, StoredProgram *program,
                Err *err) {
  Case c;
  StoreId patient;
  if (!cases_last(s, code, result, program, err)) return false;
  if (!cases_get(s, code, result->result.date, &c, &patient, err)) return false;
  *program = (StoredProgram){.stamp = session_now(), .result = result->id};
  program->limits = limits_over(limits, &c.limits);
  return plan_build(s->rows, &s->run, &c, &result->result, &program->limits, &program->program, err) &&
         store_save_program(s->store, program, err);
}

bool cases_loosen(Session *s, const char *code, const Result *result, const StoredProgram *program, Loosening **items,
                  size_t *count, Err *err) {
  Case c;
  StoreId patient;
  Err unknown = {0};
  if (!cases_get(s, code, result->date, &c, &patient, err)) return false;
  if (!plan_loosen(s->rows, &s->run, &c, result, &program->limits, &program->program, items, count, &unknown))
    *count = 0; /* the pack that brought a target was dropped since: there is nothing to plan with */
  return true;
}

bool cases_is_stale(Session *s, const char *code, const StoredResult *result, bool *stale, Err *err) {
  Case now, then;
  StoreId patient;
  if (!marked_case(s, code, 0, &now, &patient, err)) return false;
  if (!ndjson_case(s->rows, &s->run, result->snapshot, result->snapshot_len, 1, 0, &then, NULL, &(Err){0})) {
    *stale = true; /* the catalog no longer knows something in it */
    return true;
  }
  now.limits = then.limits; /* they change the program, not the findings */
  *stale = strcmp(snapshot_of(s, &now), snapshot_of(s, &then)) != 0; /* older ones may be written otherwise */
  return true;
}

bool cases_pack_names(Session *s, const StoredResult *result, const char **names, Err *err) {
  Text text = {.arena = &s->run};
  for (size_t i = 0; i < result->pack_count; i++) {
    StoredSource source;
    if (!store_load_source(s->store, &s->run, result->packs[i], &source, err)) return false;
    text_addf(&text, "%s%s %s", i ? ", " : "", source.name, source.version);
  }
  *names = text_get(&text);
  return true;
}

/* By what a result was judged; NULL: what judges now. */
static bool judges_of(Session *s, const StoredResult *result, const char ***ids, size_t *count, Err *err) {
  *count = result ? result->pack_count : s->pack_count;
  *ids = arena_array(&s->run, *count, sizeof **ids);
  for (size_t i = 0; i < *count; i++) {
    StoredSource source = {0};
    if (result && !store_load_source(s->store, &s->run, result->packs[i], &source, err)) return false;
    (*ids)[i] = result ? source.name : s->packs[i].id;
  }
  return true;
}

bool cases_left_out(Session *s, const StoredResult *result, const char **names, Err *err) {
  const char *const *chosen;
  const char **ids;
  size_t count;
  Text text = {.arena = &s->run};
  if (!session_chosen_packs(s, &chosen, err) || !judges_of(s, result, &ids, &count, err)) return false;
  for (; *chosen; chosen++) {
    bool judged = false;
    for (size_t i = 0; i < count && !judged; i++) judged = paths_same_id(ids[i], *chosen);
    if (!judged) text_addf(&text, "%s%s", text.len ? ", " : "", *chosen);
  }
  *names = text_get(&text);
  return true;
}

/* ---- files that were edited meanwhile ---- */

/* The open patient judged as things are now, whatever becomes of the judge; false when that cannot be. */
static bool judge_open_case(Session *s, Result *result) {
  Case c;
  StoreId patient;
  return s->open_case && s->judge && cases_get(s, s->open_case, 0, &c, &patient, &(Err){0}) &&
         judge_evaluate(s->judge, &s->run, &c, result, &(Err){0});
}

bool cases_refresh(Session *s, Refresh *out, Err *err) {
  *out = (Refresh){.changed = session_is_outdated(s)};
  if (!out->changed) return true;
  bool known = judge_open_case(s, &out->before);
  if (!session_read_again(s, err)) return false;
  out->compared = known && judge_open_case(s, &out->after);
  return true;
}
