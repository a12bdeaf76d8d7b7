#include "store/query.h"

#include "base/private.h"
#include "base/signals.h"
#include "base/text.h"
#include "store/whole.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  APPLICATION_ID = 0x53696e77, /* "Sinw"; migration 1 writes the same */
  STEPS_AT_ONCE = 20000,       /* of a statement, until it is asked whether somebody gave up */
  PATIENCE_MS = 30000,         /* how long a writer waits for another */
  PATIENCE_ALONE_MS = 1000,    /* and for others to end */
  HEADER_BYTES = 100,          /* of a database file */
  QUICK_CHECK_BYTES = 1 << 20  /* larger files are checked by `db check` only: reading all of them would cost seconds */
};

/* ---- before SQLite sees the file ---- */

static uint32_t big_endian(const unsigned char *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static bool refuse(const Store *s, Err *err, const char *why) {
  return fail(err, ERR_STORE, NULL, "'%s' %s", s->path, why);
}

/* A file that was cut short ends within a page. (Whole pages that are missing SQLite finds itself.) */
static bool cut_short(const unsigned char *header, off_t size) {
  off_t page = (off_t)(header[16] << 8 | header[17]);
  return size % (page == 1 ? 65536 : page < 512 ? 512 : page) != 0;
}

static bool check_header(const Store *s, const unsigned char *header, ssize_t len, Err *err) {
  if (len < 0) return fail(err, ERR_STORE, NULL, "cannot read '%s': %s", s->path, strerror(errno));
  if (len == 0) return refuse(s, err, "is empty, not a Sinew database: remove it and a new one can be made");
  if (len < HEADER_BYTES || memcmp(header, "SQLite format 3", 16) != 0)
    return refuse(s, err, "is not a Sinew database: check --db or SINEW_DB");
  if (big_endian(header + 68) != APPLICATION_ID)
    return refuse(s, err, "is a database of another program, not of Sinew");
  return true;
}

/* Is there a file of this name with content? */
static bool beside(Store *s, const char *suffix) {
  struct stat st;
  return stat(arena_printf(&s->arena, "%s%s", s->path, suffix), &st) == 0 && st.st_size > 0;
}

/* Looks at the file without SQLite, which would already play back a journal. The descriptor is closed before SQLite
 * opens the file: closing it later would drop SQLite's locks. */
static bool check_file(Store *s, Err *err) {
  struct stat st;
  unsigned char header[HEADER_BYTES];
  int fd = open(s->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) {
    return fail(err, ERR_STORE, NULL, "there is no database '%s' yet: storing the first patient makes it", s->path);
  }
  if (fd < 0) return fail(err, ERR_STORE, NULL, "cannot open '%s': %s", s->path, strerror(errno));
  bool ok = fstat(fd, &st) == 0 || fail(err, ERR_STORE, NULL, "cannot read '%s': %s", s->path, strerror(errno));
  if (ok && S_ISDIR(st.st_mode)) ok = refuse(s, err, "is a folder, not a database");
  if (ok && !S_ISREG(st.st_mode)) ok = refuse(s, err, "is not a regular file");
  if (ok) ok = check_header(s, header, read(fd, header, sizeof header), err);
  if (close(fd) != 0 && ok) ok = fail(err, ERR_STORE, NULL, "cannot read '%s': %s", s->path, strerror(errno));
  if (ok && !beside(s, "-wal") && cut_short(header, st.st_size)) { /* with a log, its pages are still to be written */
    ok = refuse(s, err, "is damaged (cut short): keep it as it is and restore a backup");
  }
  if (ok && beside(s, "-journal")) ok = refuse(s, err, "has a '-journal' file beside it that Sinew never makes");
  return ok;
}

/* Who owns everything may write everywhere; a file or folder that nobody may write to is left alone all the same. */
static bool may_write(const char *path, int rights, bool *medium) {
  struct stat st;
  bool can = access(path, rights) == 0;
  *medium = !can && errno == EROFS;
  return can && stat(path, &st) == 0 && (st.st_mode & 0222);
}

static void find_rights(Store *s, StoreMode mode) {
  bool medium = false;
  if (mode == STORE_READ) {
    s->read_only = "it was opened for reading";
  } else if (!may_write(s->path, W_OK, &medium)) {
    s->read_only = medium ? "its medium is read-only" : "the file may not be written to";
  } else if (!may_write(private_folder(&s->arena, s->path), W_OK | X_OK, &medium)) {
    s->read_only = "its folder may not be written to";
  }
}

/* ---- the connection ---- */

static void disconnect(Store *s) {
  for (size_t i = 0; i < s->statements.count; i++) (void)sqlite3_finalize(s->statements.items[i].stmt);
  s->statements.count = 0;
  for (size_t i = 0; i < LEDGER_MOST; i++) {
    (void)sqlite3_finalize(s->inserts[i].stmt);
    s->inserts[i].stmt = NULL;
  }
  (void)sqlite3_close(s->db); /* nothing is open any more; every commit was checked before */
  s->db = NULL;
}

static bool set(Store *s, int option, int value, Err *err) {
  int now = -1;
  int code = sqlite3_db_config(s->db, option, value, &now);
  if (code != SQLITE_OK) return store_fault(s, code, err);
  return now == value || fail(err, ERR_STORE, NULL, "this SQLite library cannot be set up safely (option %d)", option);
}

enum { OPEN_FLAGS = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE };

/* "file:..." of the path, in which every byte stands for itself. */
static const char *uri_of(Store *s, const char *options) {
  Text uri = {.arena = &s->arena};
  text_add(&uri, "file:");
  for (const char *at = s->path; *at; at++)
    text_addf(&uri, *at == '/' || (*at >= 'a' && *at <= 'z') ? "%c" : "%%%02x", (unsigned char)*at);
  text_add(&uri, options);
  return text_get(&uri);
}

/* Reads without making or changing a file. With a log and its index somebody may be writing: SQLite shares them. A log
 * without index was left behind: nobody has the file open, the index is built in memory. Without a log the file alone
 * is the whole database and is not even locked. */
static int open_read_only(Store *s) {
  if (!beside(s, "-wal"))
    return sqlite3_open_v2(uri_of(s, "?immutable=1"), &s->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | OPEN_FLAGS,
                           NULL);
  if (beside(s, "-shm")) return sqlite3_open_v2(s->path, &s->db, SQLITE_OPEN_READONLY | OPEN_FLAGS, NULL);
  int code = sqlite3_open_v2(s->path, &s->db, SQLITE_OPEN_READONLY | OPEN_FLAGS, "unix-none");
  return code == SQLITE_OK ? sqlite3_exec(s->db, "PRAGMA locking_mode = EXCLUSIVE", NULL, NULL, NULL) : code;
}

/* Waits for another writer as long as it may, in steps that grow to a tenth of a second, unless somebody gives up. */
static int wait_for_others(void *store, int tries) {
  const Store *s = store;
  enum { FIRST_MS = 2, STEP_MS = 100, GROWING = 6 }; /* 2, 4, 8, ... 64, then 100 each */
  int step = tries < GROWING ? FIRST_MS << tries : STEP_MS;
  int waited = tries < GROWING ? (FIRST_MS << tries) - FIRST_MS : (tries - GROWING) * STEP_MS;
  if (signals_cancelled() || waited >= (s->alone ? PATIENCE_ALONE_MS : PATIENCE_MS)) return 0;
  return sqlite3_sleep(step) >= 0;
}

static int is_cancelled(void *nothing) {
  (void)nothing;
  return signals_cancelled();
}

/* A file may have been altered: nothing in it may run, and what SQLite reads is checked. */
static bool connect(Store *s, Err *err) {
  (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS,
                       0); /* nobody reads it; refused once SQLite is in use, which is as well */
  int code =
      s->read_only ? open_read_only(s) : sqlite3_open_v2(s->path, &s->db, SQLITE_OPEN_READWRITE | OPEN_FLAGS, NULL);
  if (code != SQLITE_OK) return store_fault(s, code, err);
  sqlite3_progress_handler(s->db, STEPS_AT_ONCE, is_cancelled, NULL);
  code = sqlite3_busy_handler(s->db, wait_for_others, s);
  if (code == SQLITE_OK && s->alone) code = sqlite3_exec(s->db, "PRAGMA locking_mode = EXCLUSIVE", NULL, NULL, NULL);
  if (code != SQLITE_OK) return store_fault(s, code, err);
  return set(s, SQLITE_DBCONFIG_DEFENSIVE, 1, err) && set(s, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, err) &&
         set(s, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, err) && set(s, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, err) &&
         set(s, SQLITE_DBCONFIG_ENABLE_VIEW, 0, err) && set(s, SQLITE_DBCONFIG_ENABLE_FKEY, 1, err) &&
         store_script(s,
                      "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL; PRAGMA "
                      "cache_size = -16384",
                      err);
}

static bool get_int(Store *s, const char *sql, int64_t *value, Err *err) {
  Query q = query(s, sql, err);
  if (query_step(&q)) *value = column_int(&q, 0);
  return query_done(&q);
}

/* What the quick check said, if not "ok": one line, and a page that the device did not give is no damage. */
static bool check_said(const Store *s, const char *said, Err *err) {
  const char *line = said ? strrchr(said, '\n') : NULL;
  line = line ? line + 1 : said ? said : "no answer";
  if (strcmp(line, "ok") == 0) return true;
  if (strstr(line, "unable to get the page")) return fail(err, ERR_STORE, NULL, "cannot read '%s' (%s)", s->path, line);
  return fail(err, ERR_STORE, NULL, "'%s' is damaged (%.200s): keep it as it is and restore a backup", s->path, line);
}

static bool check_pages(Store *s, Err *err) {
  Arena a = {0};
  int64_t pages = 0, page = 0;
  if (!get_int(s, "PRAGMA page_count", &pages, err) || !get_int(s, "PRAGMA page_size", &page, err)) return false;
  if (pages * page > QUICK_CHECK_BYTES) return true;
  Query q = query(s, "PRAGMA quick_check(1)", err);
  const char *said = query_step(&q) ? column_text(&q, &a, 0) : NULL;
  bool ok = query_done(&q) && check_said(s, said, err);
  arena_free(&a);
  return ok;
}

static bool check_content(Store *s, int64_t *version, Err *err) {
  if (!get_int(s, "PRAGMA user_version", version, err)) return false;
  if (*version > migrate_count()) {
    return fail(err, ERR_STORE, NULL, "'%s' was made by a newer Sinew (schema %d, this one knows %d): update Sinew",
                s->path, (int)*version, migrate_count());
  }
  if (*version < 1) return refuse(s, err, "has no schema version: Sinew did not make it so");
  return migrate_verify(s, (int)*version, err) && check_pages(s, err);
}

static bool use_wal(Store *s, Err *err) {
  Arena a = {0};
  Query q = query(s, "PRAGMA journal_mode = WAL", err);
  const char *mode = query_step(&q) ? column_text(&q, &a, 0) : NULL;
  bool ok = query_done(&q);
  if (ok && (!mode || strcmp(mode, "wal") != 0)) {
    ok = refuse(s, err, "lies on a file system that cannot share a database safely: move it to a local disk");
  }
  arena_free(&a);
  return ok;
}

/* Nobody but the owner may read patient data, also when the file was copied here with other rights. */
static bool keep_private(const Store *s, Err *err) {
  struct stat st;
  if (stat(s->path, &st) != 0) return fail(err, ERR_STORE, NULL, "cannot read '%s': %s", s->path, strerror(errno));
  if (!(st.st_mode & 077) || st.st_uid != geteuid()) return true;
  return chmod(s->path, 0600) == 0 ||
         fail(err, ERR_STORE, NULL, "cannot make '%s' private: %s", s->path, strerror(errno));
}

/* While the file is not yet accepted, closing must not write a log that somebody else left into it. */
static bool take(Store *s, StoreMode mode, Err *err) {
  int64_t version = 0;
  if (!check_file(s, err)) return false;
  find_rights(s, mode);
  s->alone = mode == STORE_ALONE;
  int unsettled = s->read_only || beside(s, "-wal");
  if (!connect(s, err) || !set(s, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, unsettled, err) ||
      !store_end_read(s, store_begin_read(s, err) && check_content(s, &version, err), err))
    return false;
  bool current = version == migrate_count();
  if (s->read_only) {
    return current || mode == STORE_READ ||
           fail(err, ERR_STORE, NULL,
                "'%s' was made by an older Sinew and cannot be brought up to date (%s): copy it elsewhere", s->path,
                s->read_only);
  }
  private_sweep(&s->arena, s->path);
  return set(s, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, err) && keep_private(s, err) && use_wal(s, err) &&
         (current || (store_keep(s, arena_printf(&s->arena, "schema-%d", (int)version), err) &&
                      migrate_run(s, (int)version, err)));
}

/* ---- a new file ---- */

static bool make_folders(Store *s, Err *err) {
  const char *folder;
  return private_folders(&s->arena, s->path, &folder) ||
         fail(err, ERR_STORE, NULL, "cannot make the folder '%s': %s", folder, strerror(errno));
}

/* The file gets its name only when it is whole; who comes second takes the file of the first. */
static bool make_file(Store *s, Err *err) {
  const char *name;
  int fd = private_beside(&s->arena, s->path, &name);
  Store fresh = {.path = name};
  if (fd < 0 || close(fd) != 0) return fail(err, ERR_STORE, NULL, "cannot make '%s': %s", s->path, strerror(errno));
  bool ok = connect(&fresh, err) && migrate_run(&fresh, 0, err) && use_wal(&fresh, err);
  disconnect(&fresh);
  if (ok && link(name, s->path) != 0 && errno != EEXIST) {
    ok = fail(err, ERR_STORE, NULL, "cannot make '%s': %s", s->path, strerror(errno));
  }
  if (unlink(name) != 0 && ok) ok = fail(err, ERR_STORE, NULL, "cannot remove '%s': %s", name, strerror(errno));
  arena_free(&fresh.arena);
  arena_free(&fresh.names);
  arena_free(&fresh.scratch);
  arena_free(&fresh.lists_room);
  arena_free(&fresh.day.arena);
  if (!ok || private_sync(&s->arena, s->path)) return ok;
  return fail(err, ERR_STORE, NULL, "cannot make the folder of '%s' durable: %s", s->path, strerror(errno));
}

Store *store_open(const char *path, StoreMode mode, Err *err) {
  struct stat st;
  Arena arena = {0};
  Store *s = arena_alloc(&arena, sizeof *s);
  s->arena = arena;
  /* With a folder in front no name is an option, a URI or ":memory:" to SQLite. */
  s->path = arena_printf(&s->arena, "%s%s", path[0] == '/' || strncmp(path, "./", 2) == 0 ? "" : "./", path);
  bool ok = *path || fail(err, ERR_STORE, NULL, "the database has an empty name");
  if (ok && mode == STORE_CREATE && lstat(s->path, &st) != 0 && errno == ENOENT) {
    ok = make_folders(s, err) && make_file(s, err);
  }
  if (ok && take(s, mode, err)) return s;
  store_close(s);
  return NULL;
}

bool store_is_ours(const char *path) {
  unsigned char header[HEADER_BYTES];
  int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  bool ours = fd >= 0 && read(fd, header, sizeof header) == HEADER_BYTES &&
              memcmp(header, "SQLite format 3", 16) == 0 && big_endian(header + 68) == APPLICATION_ID;
  if (fd >= 0) close(fd); /* only read */
  return ours;
}

const char *store_path(const Store *s) { return s->path; }

const char *store_read_only(const Store *s) { return s->read_only; }

void store_close(Store *s) {
  if (!s) return;
  while (s->depth > 0) store_rollback(s);
  disconnect(s);
  arena_free(&s->names);
  arena_free(&s->scratch);
  arena_free(&s->newcomer_room);
  arena_free(&s->lists_room);
  arena_free(&s->day.arena);
  Arena arena = s->arena; /* holds the struct itself */
  arena_free(&arena);
}
