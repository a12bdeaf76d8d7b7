#include "sitting/session.h"

#include "program/limit.h"
#include "formats/ndjson.h"
#include "script/loader.h"
#include "base/paths.h"
#include "base/text.h"
#include "script/wording.h"
#include "judging/worker.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The active set until somebody chooses another. */
static const char *const default_packs[] = {"red-flags", "runner-low-back", NULL};

/* Stands for the patient's code in a snapshot, which names nobody but must be readable as a case. */
#define NOBODY "anonymous"

/* ---- the sitting ---- */

bool session_open(Session *s, const SessionOptions *options, Err *err) {
  *s = (Session){.options = *options, .out = stdout, .errors = stderr, .out_tty = isatty(STDOUT_FILENO) == 1};
  return paths_home(&s->program, options->home, options->program, &s->home, err);
}

void session_close(Session *s) {
  if (s->looking) (void)session_act_end(s, ERR_NONE, &(Err){0});
  judge_close(s->judge);
  store_close(s->store);
  arena_free(&s->run);
  arena_free(&s->program);
  *s = (Session){0};
}

Stamp session_now(void) {
  const char *fixed = getenv("SOURCE_DATE_EPOCH");
  long seconds;
  if (fixed && text_parse_int(fixed, 0, 253402300799, &seconds)) return (Stamp){(uint64_t)seconds * 1000, 0};
  struct timespec now = {0};
  struct tm local = {0};
  clock_gettime(CLOCK_REALTIME, &now);
  localtime_r(&now.tv_sec, &local);
  return (Stamp){(uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000, (int)(local.tm_gmtoff / 60)};
}

Day session_today(void) {
  static const int64_t day_ms = 86400000;
  Day epoch = 0;
  Stamp now = session_now();
  date_parse("1970-01-01", DATE_ISO, &epoch);
  return epoch + (Day)(((int64_t)now.unix_ms + (int64_t)now.offset_min * 60000) / day_ms);
}

Day session_latest(void) {
  Day made = 0, today = session_today();
  date_parse("2026-11-20", DATE_ISO, &made); /* data/examples */
  return today > made ? today : made;
}

void session_print_diags(Session *s, const Diags *diags) {
  fflush(s->out); /* mistakes stand behind what was printed before; a fault shows when the command ends */
  for (size_t i = 0; i < diags->list.count; i++) diag_print(s->errors, &diags->list.items[i]);
}

enum { WATCH_DATA = 1, WATCH_PACK = 2 }; /* kinds of watched files */

static void watch_catalog(Session *s) {
  for (size_t i = 0; i < ARRAY_LEN(s->catalog.files); i++) {
    const RowFile *file = &s->catalog.files[i];
    const char *path = arena_printf(&s->program, "%s/%s", s->home, file->name);
    watch_add(&s->program, &s->watch, path, file->text, strlen(file->text), WATCH_DATA);
  }
}

/* Into the sitting's catalog, whose address the judge keeps. */
static bool load_catalog(Session *s, Diags *diags, Err *err) {
  s->catalog = (Catalog){.arena = &s->program};
  if (!s->judge) s->rows = &s->catalog;
  return loader_load(&s->catalog, s->home, diags, err);
}

static bool load_and_tell(Session *s, Err *err) {
  Diags diags = {.arena = &s->run};
  bool loaded = load_catalog(s, &diags, err);
  session_print_diags(s, &diags);
  return loaded;
}

bool session_prepare(Session *s, Err *err) {
  Diags untold = {.arena = &s->run};
  if (zygote_is_started()) return true;
  if (!s->catalog_loaded) s->catalog_loaded = load_catalog(s, &untold, &(Err){0});
  if (s->catalog_loaded) watch_catalog(s);
  return worker_prepare(s->catalog_loaded ? &s->catalog : NULL, err);
}

bool session_catalog(Session *s, Err *err) {
  if (s->catalog_loaded) return true;
  s->catalog_loaded = load_and_tell(s, err);
  if (s->catalog_loaded) watch_catalog(s);
  return s->catalog_loaded;
}

bool session_words(Session *s, Err *err) {
  if (s->words_loaded) return true;
  s->words = (Words){0};
  s->words_loaded = wording_load(&s->words, &s->program, s->home, err);
  return s->words_loaded;
}

static bool find_database(Session *s, Err *err) {
  return s->db_path || paths_database(&s->program, s->options.db, &s->db_path, err);
}

bool session_store(Session *s, StoreMode mode, Err *err) {
  if (s->store) return true;
  if (!find_database(s, err) || !worker_prepare(NULL, err)) return false;
  s->store = store_open(s->db_path, mode, err);
  if (s->store) store_act(s->store, &s->act);
  return s->store != NULL;
}

bool session_database(Session *s, const char **path, Err *err) {
  if (!find_database(s, err)) return false;
  *path = s->db_path;
  return true;
}

void session_leave_store(Session *s) {
  store_close(s->store);
  judge_close(s->judge);
  s->store = NULL;
  s->judge = NULL;
  s->clinic = (Clinic){.use = LOCAL_ASKED};
}

/* ---- who does what ---- */

enum { NAME_MOST = 100 };

/* What the login said comes first: looking a user up may ask other machines, and dies in libc without memory. */
static const char *user_name(Session *s) {
  const char *login = getenv("LOGNAME");
  if (login && *login) return login;
  const struct passwd *user = getpwuid(geteuid());
  return user ? user->pw_name : arena_printf(&s->program, "user %ld", (long)geteuid());
}

bool session_who(Session *s, const char *given, const char **who, Err *err) {
  const char *where = given || s->options.clinician ? "--as" : "$SINEW_CLINICIAN";
  if (!given) given = s->options.clinician;
  if (!given) given = getenv("SINEW_CLINICIAN");
  if (!given || !*given) {
    given = user_name(s);
    where = "the user";
  }
  if (strlen(given) > NAME_MOST) return fail(err, ERR_DATA, where, "longer than %d bytes", NAME_MOST);
  if (!text_is_utf8(given, strlen(given))) return fail(err, ERR_DATA, where, "not UTF-8 text");
  *who = given;
  return true;
}

static void end_looking(Session *s) {
  Err err = {0};
  if (s->looking && !session_act_end(s, ERR_NONE, &err)) err_print(s->errors, &err);
  s->looking = false;
}

void session_look(Session *s) {
  if (s->looking) return;
  s->looking = session_act(s, "complete", NULL, &(Err){0});
}

bool session_act(Session *s, const char *command, const char *given, Err *err) {
  end_looking(s);
  s->act = (Act){.at = session_now(), .command = command};
  if (!session_who(s, given, &s->act.who, err)) return false;
  if (s->store) store_act(s->store, &s->act);
  return true;
}

bool session_act_end(Session *s, ErrKind outcome, Err *err) {
  bool unrecorded = false;
  if (!s->store) return true;
  if (!store_act_end(s->store, (int)outcome, &unrecorded, err)) return false;
  if (unrecorded && !s->unrecorded && outcome == ERR_NONE) {
    fprintf(s->errors, "note: the database can only be read: who reads a patient is not recorded\n");
    s->unrecorded = true;
  }
  return true;
}

const char *session_act_whole(Session *s, Err *err) {
  AuditHead head;
  Err why = {0};
  if (!store_act_whole(s->store, &why))
    fprintf(s->errors, "note: this is not recorded in the audit chain: %s\n", why.text);
  return store_head(s->store, &head, err) ? audit_head_text(&s->run, &head) : NULL;
}

/* ---- packs ---- */

bool session_read_pack(Session *s, const char *id_or_path, PackSource *source, Err *err) {
  Shelf shelf = {.arena = &s->program, .home = s->home};
  return shelf_read(&shelf, id_or_path, source, err);
}

static Judge *open_at(Shelf *shelf, const Catalog *catalog) {
  Judge *judge = judge_open(catalog);
  judge_find_by(judge, shelf_find, shelf);
  return judge;
}

Judge *session_new_judge(Session *s, const char *const *named) {
  Shelf *shelf = arena_alloc(&s->run, sizeof *shelf);
  *shelf = (Shelf){.arena = &s->program, .home = s->home, .named = named};
  return open_at(shelf, &s->catalog);
}

/* A judge with its packs, while it is being made. */
typedef struct Loaded {
  Judge *judge;
  Shelf shelf;
  PackInfo *packs; /* all that judge, required ones before those that require them */
  StoredSource *sources;
  size_t count;
} Loaded;

static size_t number_of(const Loaded *loaded, const char *id) {
  size_t i = 0;
  while (strcmp(loaded->packs[i].id, id) != 0) i++;
  return i;
}

/* Keeps the texts that a hash stands for beside the description: the pack's own, then those that it requires, under
 * ids, which say nothing of this machine. */
static void keep_texts(Session *s, Loaded *loaded, size_t index) {
  const PackInfo *info = &loaded->packs[index];
  size_t count = 1;
  while (info->closure[count - 1]) count++;
  SourceFile *files = arena_array(&s->program, count, sizeof *files);
  for (size_t i = 0; i < count; i++) {
    const PackInfo *pack = i ? &loaded->packs[number_of(loaded, info->closure[i - 1])] : info;
    const PackSource *source = shelf_get(&loaded->shelf, pack->path);
    files[i] = (SourceFile){.name = pack->id, .data = source->data, .len = source->len};
  }
  loaded->sources[index] = (StoredSource){.kind = SOURCE_PACK,
                                          .hash = info->hash,
                                          .name = info->id,
                                          .version = info->version,
                                          .files = files,
                                          .file_count = count};
}

static bool load_pack(Session *s, Loaded *loaded, const char *id, Err *err) {
  Diags diags = {.arena = &s->run};
  PackSource source;
  PackInfo info;
  if (!shelf_read(&loaded->shelf, id, &source, err)) return false;
  bool good = judge_load(loaded->judge, &s->run, &source, &info, &diags, err);
  session_print_diags(s, &diags);
  return good;
}

/* Loads packs and what they require; false: nothing is left open. */
static bool load_packs(Session *s, const char *const *ids, Loaded *loaded, Err *err) {
  *loaded = (Loaded){.shelf = {.arena = &s->program, .home = s->home, .named = ids}};
  loaded->judge = open_at(&loaded->shelf, &s->catalog);
  for (; *ids; ids++)
    if (!load_pack(s, loaded, *ids, err)) {
      judge_close(loaded->judge);
      return false;
    }
  judge_find_by(loaded->judge, NULL, NULL); /* the shelf goes with what is loaded */
  loaded->count = judge_packs(loaded->judge, &s->program, &loaded->packs);
  loaded->sources = arena_array(&s->program, loaded->count, sizeof *loaded->sources);
  for (size_t i = 0; i < loaded->count; i++) keep_texts(s, loaded, i);
  return true;
}

static void watch_packs(Session *s) {
  watch_forget(&s->watch, WATCH_PACK);
  for (size_t i = 0; i < s->pack_count; i++) {
    const SourceFile *file = &s->pack_sources[i].files[0];
    watch_add(&s->program, &s->watch, s->packs[i].path, file->data, file->len, WATCH_PACK);
  }
}

/* These judge from now on. */
static void adopt(Session *s, const Loaded *loaded) {
  judge_close(s->judge);
  s->judge = loaded->judge;
  s->rows = judge_catalog(s->judge);
  s->packs = loaded->packs, s->pack_sources = loaded->sources, s->pack_count = loaded->count;
  watch_packs(s);
}

/* Puts a judge with these packs in the place of the one before, or leaves that one alone. */
static bool open_judge(Session *s, const char *const *ids, Err *err) {
  Loaded loaded;
  if (!load_packs(s, ids, &loaded, err)) return false;
  adopt(s, &loaded);
  return true;
}

/* Is there a database? Where none can be named there is none. */
static bool has_database(Session *s) {
  return s->store || (find_database(s, &(Err){0}) && access(s->db_path, F_OK) == 0);
}

/* --pack, else what is chosen in the database, when there is one, else the defaults. NULL-terminated. */
static bool packs_in_force(Session *s, const char *const **ids, Err *err) {
  const char *const *stored;
  size_t count;
  bool chosen = false;
  *ids = s->options.packs ? s->options.packs : default_packs;
  if (s->options.packs || !has_database(s)) return true;
  if (!session_store(s, STORE_EXISTING, err)) return false;
  if (!store_load_packs(s->store, &s->run, &stored, &count, &chosen, err)) return false;
  if (!chosen) return true;
  const char **list = arena_array(&s->run, count + 1, sizeof *list);
  for (size_t i = 0; i < count; i++) list[i] = stored[i];
  *ids = list;
  return true;
}

bool session_judge(Session *s, Err *err) {
  const char *const *ids;
  if (s->judge) return true;
  return session_catalog(s, err) && packs_in_force(s, &ids, err) && open_judge(s, ids, err);
}

bool session_rows(Session *s, Err *err) {
  Err fault = {0};
  if (s->judge) return true;
  if (!session_catalog(s, err)) return false;
  if (session_judge(s, &fault)) return true;
  if (fault.kind == ERR_STORE) {
    *err = fault;
    return false;
  }
  if (s->rows_noted) return true;
  s->rows_noted = true;
  fprintf(s->errors, "note: %s%s%s; no tests of packs are known\n", fault.where, *fault.where ? ": " : "", fault.text);
  return true;
}

bool session_packs(Session *s, const char *const **ids, Err *err) { return packs_in_force(s, ids, err); }

/* Fails when a pack is still required by these. */
static bool is_free(const Loaded *loaded, const char *dropped, Err *err) {
  for (size_t i = 0; dropped && i < loaded->count; i++)
    if (paths_same_id(loaded->packs[i].id, dropped))
      return fail(err, ERR_DATA, NULL, "pack '%s' is required by %s: drop that first", dropped,
                  *loaded->packs[i].required_by);
  return true;
}

bool session_choose_packs(Session *s, const char *const *ids, const char *dropped, Err *err) {
  StoreChange change;
  Loaded loaded;
  size_t count = 0;
  if (!session_catalog(s, err) || !session_store(s, STORE_CREATE, err)) return false;
  if (!load_packs(s, ids, &loaded, err)) return false;
  if (!is_free(&loaded, dropped, err)) {
    judge_close(loaded.judge);
    return false;
  }
  adopt(s, &loaded);
  while (ids[count]) count++;
  return store_save_packs(s->store, ids, count, session_now(), &change, err);
}

/* ---- files that were edited meanwhile ---- */

/* The open patient judged as things are now, whatever becomes of the judge; false when that cannot be. */
static bool judge_open_case(Session *s, Result *result) {
  Case c;
  StoreId patient;
  return s->open_case && s->judge && session_case(s, s->open_case, 0, &c, &patient, &(Err){0}) &&
         judge_evaluate(s->judge, &s->run, &c, result, &(Err){0});
}

static bool read_again(Session *s, Err *err) {
  const char *const *ids;
  Catalog before = s->catalog;
  if ((s->outdated & WATCH_DATA) && !load_and_tell(s, err)) {
    s->catalog = before;
    return false;
  }
  if (!s->judge || (packs_in_force(s, &ids, err) && open_judge(s, ids, err))) return true;
  s->catalog = before; /* the judge that stays belongs to it */
  return false;
}

bool session_refresh(Session *s, Refresh *out, Err *err) {
  *out = (Refresh){0};
  int changed = watch_changed(&s->watch);
  if (!changed) return true;
  out->changed = true;
  s->outdated |= changed;
  bool known = judge_open_case(s, &out->before);
  if (!read_again(s, err)) return false;
  s->outdated = 0;
  out->compared = known && judge_open_case(s, &out->after);
  return true;
}

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

bool session_case(Session *s, const char *code, Day day, Case *c, StoreId *patient, Err *err) {
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

static bool save_sources(Session *s, Stamp at, Err *err) {
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

bool session_is_judged(Session *s, StoreId patient, Day day, bool *judged, Err *err) {
  const StoredResult now = judged_now(s);
  return store_is_judged(s->store, patient, day, &now, judged, err);
}

static bool save_assessment(Session *s, StoreId patient, const Case *c, const Result *result, StoredProgram *program,
                            Err *err) {
  Stamp at = session_now();
  const char *snapshot = snapshot_of(s, c);
  StoredResult record = judged_now(s);
  record.stamp = at, record.result = *result;
  record.snapshot = snapshot, record.snapshot_len = strlen(snapshot);
  if (!save_sources(s, at, err) || !store_save_result(s->store, patient, &record, err)) return false;
  program->stamp = at, program->result = record.id, program->limits = c->limits;
  return store_save_program(s->store, program, err);
}

bool session_assess(Session *s, const char *code, Day day, Result *result, StoredProgram *program, Err *err) {
  Case c;
  StoreId patient;
  *program = (StoredProgram){0};
  if (!session_store(s, STORE_EXISTING, err) || !session_judge(s, err)) return false;
  if (!marked_case(s, code, day, &c, &patient, err)) return false;
  if (!judge_evaluate(s->judge, &s->run, &c, result, err)) return false;
  if (!plan_build(s->rows, &s->run, &c, result, NULL, &program->program, err)) return false;
  if (!store_begin(s->store, err)) return false;
  if (save_assessment(s, patient, &c, result, program, err))
    return store_commit(s->store, err) && reveal_result(s, patient, result, err);
  store_rollback(s->store);
  return false;
}

/* ---- what is stored of a judged case ---- */

bool session_get_result(Session *s, StoreId patient, StoreId id, StoredResult *result, Err *err) {
  return store_get_result(s->store, &s->run, id, result, err) && reveal_result(s, patient, &result->result, err);
}

bool session_last(Session *s, const char *code, StoredResult *result, StoredProgram *program, Err *err) {
  StoredPatient stored;
  if (!open_patient(s, code, &stored, err)) return false;
  if (!store_load_result(s->store, &s->run, stored.id, 0, result, err)) return false;
  if (!result->id) return fail(err, ERR_DATA, NULL, "%s was not assessed yet: sinew assess %s", code, code);
  if (!reveal_result(s, stored.id, &result->result, err)) return false;
  return store_load_program(s->store, &s->run, result->id, false, program, err);
}

bool session_plan(Session *s, const char *code, const Limits *limits, StoredResult *result, StoredProgram *program,
                  Err *err) {
  Case c;
  StoreId patient;
  if (!session_last(s, code, result, program, err)) return false;
  if (!session_case(s, code, result->result.date, &c, &patient, err)) return false;
  *program = (StoredProgram){.stamp = session_now(), .result = result->id};
  program->limits = limits_over(limits, &c.limits);
  return plan_build(s->rows, &s->run, &c, &result->result, &program->limits, &program->program, err) &&
         store_save_program(s->store, program, err);
}

bool session_loosen(Session *s, const char *code, const Result *result, const StoredProgram *program, Loosening **items,
                    size_t *count, Err *err) {
  Case c;
  StoreId patient;
  Err unknown = {0};
  if (!session_case(s, code, result->date, &c, &patient, err)) return false;
  if (!plan_loosen(s->rows, &s->run, &c, result, &program->limits, &program->program, items, count, &unknown))
    *count = 0; /* the pack that brought a target was dropped since: there is nothing to plan with */
  return true;
}

bool session_is_stale(Session *s, const char *code, const StoredResult *result, bool *stale, Err *err) {
  Case now, then;
  StoreId patient;
  if (!marked_case(s, code, 0, &now, &patient, err)) return false;
  if (!ndjson_case(s->rows, &s->run, result->snapshot, result->snapshot_len, 1, 0, &then, NULL, &(Err){0})) {
    *stale = true; /* the catalog no longer knows something in it */
    return true;
  }
  now.limits = then.limits; /* they change the program, not the findings */
  const char *snapshot = snapshot_of(s, &now);
  *stale = strlen(snapshot) != result->snapshot_len || memcmp(snapshot, result->snapshot, result->snapshot_len) != 0;
  return true;
}

bool session_pack_names(Session *s, const StoredResult *result, const char **names, Err *err) {
  Text text = {.arena = &s->run};
  for (size_t i = 0; i < result->pack_count; i++) {
    StoredSource source;
    if (!store_load_source(s->store, &s->run, result->packs[i], &source, err)) return false;
    text_addf(&text, "%s%s %s", i ? ", " : "", source.name, source.version);
  }
  *names = text_get(&text);
  return true;
}
