#include "sitting/backup.h"

#include "base/envelope.h"
#include "base/private.h"
#include "base/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fault(const char *path, const char *what, Err *err) {
  return fail(err, ERR_IO, path, "%s: %s", what, strerror(errno));
}

static bool there(Arena *a, const char *path, const char *suffix) {
  struct stat st;
  return lstat(arena_printf(a, "%s%s", path, suffix), &st) == 0;
}

bool backup_is_sealed(const char *path) { return envelope_is(path); }

/* ---- where a backup may be written ---- */

static bool same_file(const char *one, const char *other) {
  struct stat x, y;
  return stat(one, &x) == 0 && stat(other, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static bool check_place(Arena *a, const char *path, const char *database, bool replace, Err *err) {
  struct stat st;
  if (!*path) return fail(err, ERR_IO, NULL, "the name of the backup is empty");
  if (same_file(database, path)) return fail(err, ERR_IO, path, "is the database itself: choose another name");
  if (there(a, path, "-wal") || there(a, path, "-journal"))
    return fail(err, ERR_IO, path, "a database of this name is in use (a log lies beside it): choose another name");
  if (lstat(path, &st) != 0) return errno == ENOENT || fault(path, "cannot be looked at", err);
  if (!S_ISREG(st.st_mode))
    return fail(err, ERR_IO, path, "is %s and is not written over: name a file",
                S_ISDIR(st.st_mode)   ? "a folder"
                : S_ISLNK(st.st_mode) ? "a link"
                                      : "no regular file");
  if (!store_is_ours(path) && !envelope_is(path))
    return fail(err, ERR_IO, path, "is there already and no backup: choose another name");
  return replace || fail(err, ERR_IO, path, "is there already: --replace puts the new backup in its place");
}

/* ---- files beside their place ---- */

typedef struct Temporary {
  const char *name;
  int fd; /* -1: closed */
} Temporary;

static bool begin_file(Arena *a, const char *path, Temporary *file, Err *err) {
  private_sweep(a, path);
  file->fd = private_beside(a, path, &file->name);
  return file->fd >= 0 || fault(path, "cannot be created in its folder", err);
}

static bool close_file(Temporary *file, const char *path, Err *err) {
  int fd = file->fd;
  if (fd < 0) return true;
  file->fd = -1;
  bool good = fsync(fd) == 0 || fault(path, "cannot be written to the disk", err);
  return (close(fd) == 0 || (good && fault(path, "cannot be closed", err))) && good;
}

/* Whatever became of it: nothing is left behind, the index of a log included. */
static void remove_file(Arena *a, Temporary *file) {
  if (!file->name) return;
  if (file->fd >= 0) close(file->fd); /* thrown away */
  unlink(file->name);
  unlink(arena_printf(a, "%s-wal", file->name));
  unlink(arena_printf(a, "%s-shm", file->name));
  *file = (Temporary){.fd = -1};
}

static bool put_in_place(Arena *a, Temporary *file, const char *path, bool replace, Err *err) {
  /* a link cannot replace what somebody else put there meanwhile; a medium without links has to do without */
  bool placed = !replace && link(file->name, path) == 0;
  if (!placed && (replace || errno == EPERM || errno == EOPNOTSUPP)) placed = rename(file->name, path) == 0;
  if (!placed) return fault(path, "cannot be put in its place", err);
  return private_sync(a, path) || fault(path, "its folder cannot be written to the disk", err);
}

static int open_plain(const char *path, Err *err) {
  struct stat st;
  int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0) return fault(path, "cannot be opened", err), -1;
  if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) return fd;
  close(fd); /* nothing was read */
  fail(err, ERR_IO, path, "is no file with a backup");
  return -1;
}

/* ---- writing ---- */

static bool seal_file(const char *plain, Temporary *sealed, const char *path, const char *passphrase, Err *err) {
  int fd = open_plain(plain, err);
  bool good = fd >= 0 && envelope_seal(fd, sealed->fd, path, passphrase, envelope_cost, err);
  if (fd >= 0) close(fd); /* only read */
  if (!good || !close_file(sealed, path, err)) return false;
  fd = open_plain(sealed->name, err);
  good = fd >= 0 && envelope_open(fd, -1, path, passphrase, err);
  if (fd >= 0) close(fd);
  return good;
}

/* The plain copy of a sealed backup never lies on the medium of the backup, but beside the database where it can. */
static bool begin_copy(Arena *a, Store *s, const char *database, const char *path, bool sealed, Temporary *plain,
                       Err *err) {
  return begin_file(a, sealed && !store_read_only(s) ? database : path, plain, err) && close_file(plain, path, err);
}

static bool write_held(Arena *a, Store *s, const char *path, const char *passphrase, bool replace, int64_t *bytes,
                       Err *err) {
  struct stat st;
  const char *database = store_path(s);
  Temporary plain = {.fd = -1}, sealed = {.fd = -1}, *last = passphrase ? &sealed : &plain;
  bool good = check_place(a, path, database, replace, err) &&
              begin_copy(a, s, database, path, passphrase != NULL, &plain, err) && store_copy(s, plain.name, err);
  if (good && passphrase)
    good = begin_file(a, path, &sealed, err) && seal_file(plain.name, &sealed, path, passphrase, err);
  if (good && stat(last->name, &st) == 0) *bytes = (int64_t)st.st_size;
  good = good && put_in_place(a, last, path, replace, err);
  remove_file(a, &plain);
  remove_file(a, &sealed);
  return good;
}

bool backup_write(Arena *a, Store *s, const char *path, const char *passphrase, bool replace, int64_t *bytes,
                  Err *err) {
  Held held;
  if (!signals_hold(&held, err)) return false;
  bool good = write_held(a, s, path, passphrase, replace, bytes, err);
  return signals_release(&held, err) && good;
}

/* The name alone is taken from the file beside: the database is made under it. */
static bool extract_held(Arena *a, Store *s, const char *path, const ExtractRequest *request, ExtractCounts *counts,
                         Err *err) {
  Temporary copy = {.fd = -1};
  bool good = check_place(a, path, store_path(s), false, err) && begin_file(a, path, &copy, err) &&
              close_file(&copy, path, err) && (unlink(copy.name) == 0 || fault(path, "cannot be created", err)) &&
              store_extract(s, copy.name, request, counts, err) && put_in_place(a, &copy, path, false, err);
  remove_file(a, &copy);
  return good;
}

bool backup_extract(Arena *a, Store *s, const char *path, const ExtractRequest *request, ExtractCounts *counts,
                    Err *err) {
  Held held;
  if (!signals_hold(&held, err)) return false;
  bool good = extract_held(a, s, path, request, counts, err);
  return signals_release(&held, err) && good;
}

/* ---- restoring ---- */

static bool copy_bytes(int from, int to, const char *path, Err *err) {
  char buffer[1 << 16];
  for (;;) {
    ssize_t len = read(from, buffer, sizeof buffer);
    if (len < 0 && errno == EINTR) continue;
    if (len == 0) return true;
    if (len < 0) return fault(path, "cannot be read", err);
    if (!private_write(to, buffer, (size_t)len)) return fault(path, "cannot be copied beside the database", err);
    if (signals_waiting()) return fail(err, ERR_IO, path, "was stopped: nothing has changed");
  }
}

/* Checked is what will be used: a copy beside the database. */
static bool fetch(Arena *a, const char *path, const char *passphrase, Temporary *copy, Err *err) {
  if (there(a, path, "-wal"))
    return fail(err, ERR_IO, path, "is a database in use (a log lies beside it): make a backup of it first");
  int fd = open_plain(path, err);
  if (fd < 0) return false;
  bool good = passphrase ? envelope_open(fd, copy->fd, path, passphrase, err) : copy_bytes(fd, copy->fd, path, err);
  close(fd); /* only read */
  return good && close_file(copy, path, err);
}

static bool check_backup(Arena *a, const char *path, const char *copy, Err *err) {
  Err why = {0};
  StoreCheck check;
  Store *s = store_open(copy, STORE_READ, &why);
  bool good = s && store_check(s, a, &check, &why);
  store_close(s);
  if (!good) return fail(err, why.kind, path, "cannot be restored: %s", why.text);
  return check.faults.count == 0 ||
         fail(err, ERR_STORE, path, "is damaged and was not restored: %s", check.faults.items[0]);
}

/* A database that can be opened is replaced inside, so that whoever opens it next finds one whole content. */
static bool replace_content(Arena *a, Store *s, const char *copy, const char *keep, Err *err) {
  Temporary old = {.fd = -1};
  bool good = begin_file(a, keep, &old, err) && close_file(&old, keep, err) && store_copy(s, old.name, err) &&
              put_in_place(a, &old, keep, false, err) && store_replace(s, copy, err);
  remove_file(a, &old);
  return good;
}

/* One that cannot be opened is kept as it is, with its log. */
static bool replace_damaged(Arena *a, Temporary *copy, const char *database, const char *keep, Err *err) {
  static const char *const suffixes[] = {"-shm", "-wal", ""};
  for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
    const char *from = arena_printf(a, "%s%s", database, suffixes[i]);
    if (there(a, from, "") && rename(from, arena_printf(a, "%s%s", keep, suffixes[i])) != 0)
      return fault(from, "cannot be put aside", err);
  }
  return put_in_place(a, copy, database, false, err);
}

static bool can_be_read(const char *database) {
  Store *s = store_open(database, STORE_READ, &(Err){0});
  store_close(s);
  return s != NULL;
}

static const char *keep_name(Arena *a, const char *database, const char *label) {
  const char *name = arena_printf(a, "%s.replaced-%s", database, label);
  for (int i = 2; there(a, name, ""); i++) name = arena_printf(a, "%s.replaced-%s-%d", database, label, i);
  return name;
}

/* Opens the database that is to be replaced. *s NULL: there is none, or one so damaged that it cannot be read. */
static bool open_target(Arena *a, const char *database, Store **s, Err *err) {
  Err why = {0};
  *s = NULL;
  if (!there(a, database, "")) return true;
  *s = store_open(database, STORE_ALONE, &why);
  if (*s && store_read_only(*s)) return store_begin(*s, err); /* says why */
  if (*s || (store_is_ours(database) && !can_be_read(database))) return true;
  return fail(err, why.kind, NULL, "%s", why.text);
}

static bool replace(Arena *a, Store *s, Temporary *copy, const char *database, const char *keep, Err *err) {
  if (s) return replace_content(a, s, copy->name, keep, err);
  if (there(a, database, "")) return replace_damaged(a, copy, database, keep, err);
  return put_in_place(a, copy, database, false, err);
}

static bool restore_held(Arena *a, const char *path, const char *passphrase, const char *database, const char *keep,
                         Err *err) {
  const char *folder = NULL;
  Temporary copy = {.fd = -1};
  Store *s;
  bool good = open_target(a, database, &s, err) &&
              (private_folders(a, database, &folder) || fault(folder, "cannot be made", err)) &&
              begin_file(a, database, &copy, err) && fetch(a, path, passphrase, &copy, err) &&
              check_backup(a, path, copy.name, err) && replace(a, s, &copy, database, keep, err);
  remove_file(a, &copy);
  store_close(s);
  return good;
}

bool backup_restore(Arena *a, const char *path, const char *passphrase, const char *database, const char *label,
                    const char **kept, Err *err) {
  Held held;
  const char *keep = keep_name(a, database, label);
  if (!signals_hold(&held, err)) return false;
  bool good = restore_held(a, path, passphrase, database, keep, err);
  *kept = there(a, keep, "") ? keep : NULL;
  return signals_release(&held, err) && good;
}
