#include "store/whole.h"

#include "base/private.h"
#include "base/signals.h"
#include "base/text.h"
#include "store/query.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum {
  PAGES_AT_ONCE = 2000, /* 8 MiB between two looks for a signal */
  STEPS_AT_ONCE = 20000 /* of SQLite's machine, some milliseconds */
};

/* ---- stopping ---- */

static bool stopped(const Store *s, const char *what, Err *err) {
  return fail(err, ERR_STORE, NULL, "%s of '%s' was stopped: nothing has changed", what, s->path);
}

static int ask_signals(void *unused) {
  (void)unused;
  return signals_waiting();
}

static void watch_signals(sqlite3 *db, bool on) {
  sqlite3_progress_handler(db, on ? STEPS_AT_ONCE : 0, on ? ask_signals : NULL, NULL);
}

/* ---- copying ---- */

static bool move_pages(Store *s, sqlite3 *to, sqlite3 *from, const char *what, Err *err) {
  sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
  if (!backup) return fail(err, ERR_STORE, NULL, "%s of '%s' failed: %s", what, s->path, sqlite3_errmsg(to));
  int code = SQLITE_OK;
  while (code == SQLITE_OK && !signals_waiting()) code = sqlite3_backup_step(backup, PAGES_AT_ONCE);
  int end = sqlite3_backup_finish(backup);
  if (code == SQLITE_DONE && end == SQLITE_OK) return true;
  return code == SQLITE_OK ? stopped(s, what, err) : store_fault(s, code == SQLITE_DONE ? end : code, err);
}

/* The copy is made durable once, at its end: a half one is of no use. */
static bool fill_file(Store *s, const char *path, Err *err) {
  static const char settings[] = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF";
  sqlite3 *copy = NULL;
  int code = sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (code == SQLITE_OK) code = sqlite3_exec(copy, settings, NULL, NULL, NULL);
  bool ok = code == SQLITE_OK ? move_pages(s, copy, s->db, "the copy", err) : store_fault(s, code, err);
  code = sqlite3_close(copy);
  return code == SQLITE_OK ? ok : ok && store_fault(s, code, err);
}

static bool sync_file(const char *path, Err *err) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  bool ok = fd >= 0 && fsync(fd) == 0;
  int code = errno;
  if (fd >= 0 && close(fd) != 0 && ok) ok = false, code = errno;
  return ok || fail(err, ERR_STORE, NULL, "'%s' cannot be written to the disk: %s", path, strerror(code));
}

static bool check_all(Store *s, Arena *a, bool searches, StoreCheck *check, Err *err);

/* Full text is spared: its pages are those of the source, and comparing them takes memory that grows with it. */
static bool check_copy(const char *path, Err *err) {
  Store *copy = store_open(path, STORE_READ, err);
  Arena a = {0};
  StoreCheck check;
  bool ok = copy && check_all(copy, &a, false, &check, err);
  if (ok && check.faults.count > 0) ok = fail(err, ERR_STORE, NULL, "the copy is not whole: %s", check.faults.items[0]);
  store_close(copy);
  arena_free(&a);
  return ok;
}

/* A read that stays open holds the moment: without it every foreign commit would begin the copy anew. */
static bool hold_moment(Store *s, Err *err) {
  Query q = query(s, "PRAGMA schema_version", err);
  return query_run(&q);
}

bool store_copy(Store *s, const char *path, Err *err) {
  bool ok = store_begin_read(s, err);
  ok = store_end_read(s, ok && hold_moment(s, err) && fill_file(s, path, err), err);
  return ok && sync_file(path, err) && check_copy(path, err);
}

static bool name_copy(Store *s, const char *copy, const char *name, Err *err) {
  struct stat st;
  if (lstat(name, &st) == 0 && !(S_ISREG(st.st_mode) && store_is_ours(name)))
    return fail(err, ERR_STORE, NULL, "'%s' is in the way of a copy of the database: move it", name);
  return (rename(copy, name) == 0 && private_sync(&s->arena, name)) ||
         fail(err, ERR_STORE, NULL, "cannot make '%s': %s", name, strerror(errno));
}

bool store_keep(Store *s, const char *suffix, Err *err) {
  Held held;
  const char *copy, *name = arena_printf(&s->arena, "%s.%s", s->path, suffix);
  int fd = private_beside(&s->arena, s->path, &copy);
  if (fd < 0 || close(fd) != 0) return fail(err, ERR_STORE, NULL, "cannot make '%s': %s", name, strerror(errno));
  bool ok = signals_hold(&held, err);
  if (ok) {
    ok = store_copy(s, copy, err) && name_copy(s, copy, name, err);
    if (!ok) unlink(copy);
    ok = signals_release(&held, err) && ok;
  }
  return ok;
}

static int by_name(const void *x, const void *y) { return strcmp(*(const char *const *)x, *(const char *const *)y); }

bool store_copies(Store *s, Arena *a, const char *const **names, size_t *count, Err *err) {
  LIST(const char *) list = {0};
  const char *slash = strrchr(s->path, '/'), *base = slash ? slash + 1 : s->path, *dir = private_folder(a, s->path);
  const char *const begins[] = {arena_printf(a, "%s.schema-", base), arena_printf(a, "%s.replaced-", base)};
  DIR *folder = opendir(dir);
  if (!folder) return fail(err, ERR_STORE, NULL, "cannot read the folder '%s': %s", dir, strerror(errno));
  for (const struct dirent *entry; (entry = readdir(folder));)
    for (size_t i = 0; i < ARRAY_LEN(begins); i++)
      if (strncmp(entry->d_name, begins[i], strlen(begins[i])) == 0)
        *LIST_ADD(a, &list) = arena_printf(a, "%s/%s", dir, entry->d_name);
  closedir(folder); /* only read */
  if (list.count) qsort(list.items, list.count, sizeof *list.items, by_name);
  *names = list.items, *count = list.count;
  return true;
}

bool store_replace(Store *s, const char *from, Err *err) {
  sqlite3 *source = NULL;
  Store *checked = store_open(from, STORE_READ, err);
  if (!checked) return false;
  source = checked->db;
  bool ok = move_pages(s, s->db, source, "replacing the content", err);
  store_close(checked);
  return ok;
}

/* ---- checking ---- */

static void add_fault(Arena *a, StoreCheck *check, const char *text) { *LIST_ADD(a, &check->faults) = text; }

static bool check_pages(Store *s, Arena *a, StoreCheck *check, Err *err) {
  Query q = query(s, "PRAGMA integrity_check(20)", err);
  while (query_step(&q)) {
    const char *said = column_text(&q, a, 0);
    if (said && strcmp(said, "ok") != 0) add_fault(a, check, said);
  }
  return query_done(&q);
}

static bool check_references(Store *s, Arena *a, StoreCheck *check, Err *err) {
  Query q = query(s, "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2", err);
  while (query_step(&q))
    add_fault(a, check,
              arena_printf(a, "%lld rows of '%s' name a row of '%s' that is not there", (long long)column_int(&q, 2),
                           column_text(&q, a, 0), column_text(&q, a, 1)));
  return query_done(&q);
}

static bool said_of_search(Store *s, Arena *a, const char *table, int code, StoreCheck *check, Err *err) {
  check->searches += code == SQLITE_OK;
  if ((code & 0xff) == SQLITE_CORRUPT)
    add_fault(a, check, arena_printf(a, "the full-text index '%s' does not fit its content", table));
  return code == SQLITE_OK || (code & 0xff) == SQLITE_CORRUPT || store_fault(s, code, err);
}

/* The question to the index is worded as an insert. */
static bool check_search(Store *s, Arena *a, const char *table, StoreCheck *check, Err *err) {
  char *sql = sqlite3_mprintf("INSERT INTO \"%w\"(\"%w\") VALUES ('integrity-check')", table, table);
  int code = sql ? sqlite3_exec(s->db, sql, NULL, NULL, NULL) : SQLITE_NOMEM;
  sqlite3_free(sql);
  return said_of_search(s, a, table, code, check, err);
}

/* Where nothing may be written that question is refused: a second index of the same texts, in memory, must hold the
 * same words at the same places. */
static bool compare_search(Store *s, Arena *a, const char *table, const char *using, StoreCheck *check, Err *err) {
  static const char compared[] =
      "SELECT (SELECT count(*) FROM temp.words) <> (SELECT count(*) FROM temp.words_again) OR EXISTS "
      "(SELECT * FROM temp.words EXCEPT SELECT * FROM temp.words_again)";
  bool same = true;
  char *sql = sqlite3_mprintf("CREATE VIRTUAL TABLE temp.again %s;"
                              "INSERT INTO temp.again (rowid, text) SELECT rowid, text FROM main.\"%w\";"
                              "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, \"%w\", instance);"
                              "CREATE VIRTUAL TABLE temp.words_again USING fts5vocab(temp, again, instance)",
                              using, table, table);
  int code = sql ? sqlite3_exec(s->db, sql, NULL, NULL, NULL) : SQLITE_NOMEM;
  sqlite3_free(sql);
  if (code == SQLITE_OK) {
    Query q = query(s, compared, err);
    if (query_step(&q)) same = column_int(&q, 0) == 0;
    if (!query_done(&q)) return false;
    code = sqlite3_exec(s->db, "DROP TABLE temp.words; DROP TABLE temp.words_again; DROP TABLE temp.again", NULL, NULL,
                        NULL);
  }
  return said_of_search(s, a, table, same ? code : SQLITE_CORRUPT, check, err);
}

static bool check_searches(Store *s, Arena *a, StoreCheck *check, Err *err) {
  LIST(const char *) tables = {0};
  Query q = query(s,
                  "SELECT name, substr(sql, instr(sql, 'USING')) FROM sqlite_schema WHERE sql LIKE "
                  "'CREATE VIRTUAL TABLE%USING fts5%'",
                  err);
  while (query_step(&q)) {
    *LIST_ADD(a, &tables) = column_text(&q, a, 0);
    *LIST_ADD(a, &tables) = column_text(&q, a, 1);
  }
  bool ok = query_done(&q);
  for (size_t i = 0; ok && i < tables.count; i += 2)
    ok = s->read_only ? compare_search(s, a, tables.items[i], tables.items[i + 1], check, err)
                      : check_search(s, a, tables.items[i], check, err);
  return ok;
}

/* Packs and catalogs lie under the hash of their content. */
static bool check_texts(Store *s, Arena *a, StoreCheck *check, Err *err) {
  Arena one = {0};
  Query q = query(s, "SELECT id, hash, bytes FROM file", err);
  while (query_step(&q)) {
    size_t len;
    Hasher hasher;
    const char *hash = column_text(&q, &one, 1);
    const void *bytes = column_blob(&q, &one, 2, &len);
    hash_begin(&hasher);
    hash_part(&hasher, bytes, len);
    if (text_equal(hash, hash_end(&hasher).hex))
      check->texts++;
    else
      add_fault(a, check, arena_printf(a, "stored text %lld is not what was saved", (long long)column_int(&q, 0)));
    arena_reset(&one);
  }
  arena_free(&one);
  return query_done(&q);
}

static bool check_all(Store *s, Arena *a, bool searches, StoreCheck *check, Err *err) {
  *check = (StoreCheck){.arena = a};
  watch_signals(s->db, true);
  bool ok = check_pages(s, a, check, err) && check_references(s, a, check, err) &&
            (!searches || check_searches(s, a, check, err)) && check_texts(s, a, check, err);
  watch_signals(s->db, false);
  return ok;
}

bool store_check(Store *s, Arena *a, StoreCheck *check, Err *err) { return check_all(s, a, true, check, err); }

/* ---- compacting ---- */

static int64_t size_of(Store *s, const char *suffix) {
  struct stat st;
  return stat(arena_printf(&s->arena, "%s%s", s->path, suffix), &st) == 0 ? (int64_t)st.st_size : 0;
}

static int64_t bytes_of(Store *s) { return size_of(s, "") + size_of(s, "-wal"); }

/* A copy is written beside the file, and its pages again into the log. */
static bool check_room(Store *s, Err *err) {
  struct statvfs about;
  const char *folder = private_folder(&s->arena, s->path);
  int64_t needed = 2 * size_of(s, "");
  if (statvfs(folder, &about) != 0 || needed < (int64_t)about.f_bavail * (int64_t)about.f_frsize) return true;
  return fail(err, ERR_STORE, NULL, "there is no room to compact '%s': %lld MiB are needed on its disk", s->path,
              (long long)(needed >> 20) + 1);
}

/* The temporary file of VACUUM has no name and lies in the same folder. */
static bool vacuum(Store *s, Err *err) {
  char *folder = sqlite3_mprintf("%s", private_folder(&s->arena, s->path));
  if (!folder) return store_fault(s, SQLITE_NOMEM, err);
  sqlite3_temp_directory = folder;
  bool ok = store_script(s, "PRAGMA temp_store = FILE; VACUUM", err);
  sqlite3_temp_directory = NULL;
  sqlite3_free(folder);
  return store_script(s, "PRAGMA temp_store = MEMORY; PRAGMA wal_checkpoint(TRUNCATE)", ok ? err : &(Err){0}) && ok;
}

bool store_compact(Store *s, int64_t *before, int64_t *after, Err *err) {
  *before = bytes_of(s);
  if (s->read_only) return store_begin(s, err);
  if (!check_room(s, err)) return false;
  watch_signals(s->db, true);
  bool ok = vacuum(s, err);
  watch_signals(s->db, false);
  *after = bytes_of(s);
  return ok;
}
