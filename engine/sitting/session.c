#include "sitting/session.h"

#include "base/paths.h"
#include "base/text.h"
#include "judging/worker.h"
#include "script/loader.h"
#include "script/wording.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The active set until somebody chooses another. */
static const char *const default_packs[] = {"red-flags", "runner-low-back", NULL};

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
  s->packs = NULL, s->pack_count = 0;
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
  const PackInfo *packs; /* all that judge, required ones before those that require them */
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
  loaded->count = judge_packs(loaded->judge, &loaded->packs);
  loaded->sources = arena_array(&s->program, loaded->count, sizeof *loaded->sources);
  for (size_t i = 0; i < loaded->count; i++) keep_texts(s, loaded, i);
  return true;
}

static void watch_packs(Session *s) {
  watch_forget(&s->watch, WATCH_PACK);
  for (size_t i = 0; i < s->pack_count; i++) {
    const SourceFile *file = &s->pack_sources[i].files[0];
    const char *path = arena_copy(&s->program, s->packs[i].path); /* longer than the judge, whose it is */
    watch_add(&s->program, &s->watch, path, file->data, file->len, WATCH_PACK);
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

bool session_chosen_packs(Session *s, const char *const **ids, Err *err) {
  const char *const *stored;
  size_t count;
  bool chosen = false;
  *ids = default_packs;
  if (!has_database(s)) return true;
  if (!session_store(s, STORE_EXISTING, err)) return false;
  if (!store_load_packs(s->store, &s->run, &stored, &count, &chosen, err)) return false;
  if (!chosen) return true;
  const char **list = arena_array(&s->run, count + 1, sizeof *list);
  for (size_t i = 0; i < count; i++) list[i] = stored[i];
  *ids = list;
  return true;
}

/* --pack, else what is chosen. */
static bool packs_in_force(Session *s, const char *const **ids, Err *err) {
  if (!s->options.packs) return session_chosen_packs(s, ids, err);
  *ids = s->options.packs;
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

bool session_is_outdated(Session *s) {
  int changed = watch_changed(&s->watch);
  s->outdated |= changed;
  return changed != 0;
}

bool session_read_again(Session *s, Err *err) {
  const char *const *ids;
  Catalog before = s->catalog;
  bool read = !(s->outdated & WATCH_DATA) || load_and_tell(s, err);
  if (read && (!s->judge || (packs_in_force(s, &ids, err) && open_judge(s, ids, err)))) {
    s->outdated = 0;
    return true;
  }
  s->catalog = before; /* the judge that stays belongs to it */
  return false;
}
