#include "base/paths.h"

#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RULES_FOLDER "rules"
#define PACK_END     ".lua"
#define TEST_END     "_test"

static bool is_folder(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static bool ends_with(const char *text, const char *end) {
  size_t len = strlen(text), tail = strlen(end);
  return len > tail && strcmp(text + len - tail, end) == 0;
}

/* ---- home ---- */

static bool is_home(Arena *a, const char *path) {
  static const char *const needed[] = {"data", RULES_FOLDER, "scripts"};
  for (size_t i = 0; i < ARRAY_LEN(needed); i++)
    if (!is_folder(arena_printf(a, "%s/%s", path, needed[i]))) return false;
  return true;
}

/* Folder of the running program, without a slash at its end; NULL when it cannot be told. */
static char *program_folder(Arena *a, const char *program) {
  char path[4096];
  ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
  if (len < 0) { /* no such file outside Linux */
    char *real = program && strchr(program, '/') ? realpath(program, NULL) : NULL;
    int size = real ? snprintf(path, sizeof path, "%s", real) : -1;
    free(real);
    len = size < (int)sizeof path ? size : -1;
  }
  if (len <= 0) return NULL;
  path[len] = 0;
  char *slash = strrchr(path, '/');
  return slash ? arena_copy_n(a, path, (size_t)(slash - path)) : NULL;
}

/* A checkout: build/sinew or build/asan/sinew lies below the folder; or bin/sinew beside share/sinew, wherever what was
 * installed has been moved to. */
static const char *beside(Arena *a, const char *program) {
  enum { LEVELS = 3 };
  char *folder = program_folder(a, program);
  for (int i = 0; folder && i < LEVELS; i++) {
    const char *shared = arena_printf(a, "%s/share/sinew", folder);
    if (is_home(a, folder)) return folder;
    if (is_home(a, shared)) return shared;
    char *slash = strrchr(folder, '/');
    if (!slash || slash == folder) return NULL;
    *slash = 0;
  }
  return NULL;
}

const char *paths_library(Arena *a, const char *name) {
  enum { LEVELS = 3 };
  char *folder = program_folder(a, NULL);
  for (int i = 0; folder && i < LEVELS; i++) {
    const char *here = arena_printf(a, "%s/%s", folder, name),
               *there = arena_printf(a, "%s/lib/sinew/%s", folder, name);
    if (access(here, R_OK) == 0) return here;
    if (access(there, R_OK) == 0) return there;
    char *slash = strrchr(folder, '/');
    if (!slash || slash == folder) return NULL;
    *slash = 0;
  }
  return NULL;
}

/* "." for the folder we are in: messages then name files as one would type them. */
static const char *shown(Arena *a, const char *home) {
  char here[4096];
  return getcwd(here, sizeof here) && strcmp(here, home) == 0 ? "." : arena_copy(a, home);
}

bool paths_home(Arena *a, const char *given, const char *program, const char **home, Err *err) {
  const char *named = given ? given : getenv("SINEW_HOME");
  if (named && *named) {
    *home = shown(a, named);
    return is_home(a, named) || fail(err, ERR_IO, named, "does not hold the folders data, rules and scripts");
  }
  const char *found = beside(a, program);
  if (!found && is_home(a, SINEW_DATADIR)) found = SINEW_DATADIR;
  *home = found ? shown(a, found) : NULL;
  return found || fail(err, ERR_IO, SINEW_DATADIR, "the folders data, rules and scripts are not there: set SINEW_HOME");
}

/* ---- the user's data ---- */

/* The user's data folder of this program, or NULL. A relative XDG_DATA_HOME does not count, as its standard says. */
static const char *user_folder(Arena *a) {
  const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
  if (data && *data == '/') return arena_printf(a, "%s/sinew", data);
  if (home && *home == '/') return arena_printf(a, "%s/.local/share/sinew", home);
  return NULL;
}

bool paths_database(Arena *a, const char *given, const char **path, Err *err) {
  const char *named = given ? given : getenv("SINEW_DB"), *folder = user_folder(a);
  if (named && *named) {
    *path = arena_copy(a, named);
    return true;
  }
  if (!folder) return fail(err, ERR_USAGE, NULL, "where is the database? Say --db FILE");
  *path = arena_printf(a, "%s/sinew.db", folder);
  return true;
}

/* ---- packs ---- */

static int compare_texts(const void *left, const void *right) {
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Is this the file of an earlier entry, reached through another spelling of its folder? */
static bool is_known(const Paths *list, const char *path) {
  struct stat info, other;
  if (stat(path, &info) != 0) return false;
  for (size_t i = 0; i < list->count; i++)
    if (stat(list->items[i], &other) == 0 && other.st_dev == info.st_dev && other.st_ino == info.st_ino) return true;
  return false;
}

/* "runner_low_back.lua", but no tests and no TEMPLATE.lua. */
static bool is_pack(Arena *a, const char *name) {
  if (!ends_with(name, PACK_END)) return false;
  const char *id = arena_copy_n(a, name, strlen(name) - strlen(PACK_END));
  return text_is_id(id) && !ends_with(id, TEST_END);
}

static bool add_folder(Arena *a, const char *folder, Paths *out, Err *err) {
  Paths names = {0};
  DIR *dir = opendir(folder);
  if (!dir && (errno == ENOENT || errno == ENOTDIR)) return true;
  if (!dir) return fail(err, ERR_IO, folder, "cannot be read: %s", strerror(errno));
  errno = 0;
  for (struct dirent *entry; (entry = readdir(dir));)
    if (is_pack(a, entry->d_name)) *LIST_ADD(a, &names) = arena_copy(a, entry->d_name);
  bool good = errno == 0;
  if (closedir(dir) != 0 || !good) return fail(err, ERR_IO, folder, "cannot be read: %s", strerror(errno));
  if (names.count) qsort(names.items, names.count, sizeof *names.items, compare_texts);
  for (size_t i = 0; i < names.count; i++) {
    const char *path = arena_printf(a, "%s/%s", folder, names.items[i]);
    if (!is_known(out, path)) *LIST_ADD(a, out) = path;
  }
  return true;
}

bool paths_packs(Arena *a, const char *home, Paths *out, Err *err) {
  const char *list = getenv("SINEW_PATH"), *user = user_folder(a);
  for (const char *at = list ? list : ""; *at; at += *at == ':') {
    size_t len = strcspn(at, ":");
    if (len && !add_folder(a, arena_copy_n(a, at, len), out, err)) return false;
    at += len;
  }
  if (user && !add_folder(a, arena_printf(a, "%s/" RULES_FOLDER, user), out, err)) return false;
  bool here = strcmp(home, ".") == 0;
  return add_folder(a, here ? RULES_FOLDER : arena_printf(a, "%s/" RULES_FOLDER, home), out, err);
}

bool paths_expand(Arena *a, const char *path, Paths *out, Err *err) {
  if (is_folder(path)) return add_folder(a, path, out, err);
  *LIST_ADD(a, out) = path;
  return true;
}

static const char *swap_end(Arena *a, const char *path, const char *old, const char *new) {
  if (!ends_with(path, old)) return path;
  return arena_printf(a, "%.*s%s", (int)(strlen(path) - strlen(old)), path, new);
}

const char *paths_tests(Arena *a, const char *pack) { return swap_end(a, pack, PACK_END, TEST_END PACK_END); }
const char *paths_tested(Arena *a, const char *tests) { return swap_end(a, tests, TEST_END PACK_END, PACK_END); }

bool paths_profiles(Arena *a, const char *home, Paths *names, Err *err) {
  Paths files = {0};
  if (!add_folder(a, arena_printf(a, "%s/data/profiles", home), &files, err)) return false;
  for (size_t i = 0; i < files.count; i++) {
    const char *name = strrchr(files.items[i], '/') + 1;
    *LIST_ADD(a, names) = arena_copy_n(a, name, strlen(name) - strlen(PACK_END));
  }
  return true;
}

/* The id that a file's name stands for, with '-' for '_'. */
static const char *id_of(Arena *a, const char *path) {
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
  char *id = arena_copy_n(a, name, strlen(name) - strlen(PACK_END));
  for (char *c = id; *c; c++)
    if (*c == '_') *c = '-';
  return id;
}

static char plain(char c) { return c == '_' ? '-' : c; }

bool paths_same_id(const char *a, const char *b) {
  for (; *a && plain(*a) == plain(*b); a++, b++)
    ;
  return plain(*a) == plain(*b);
}

/* The one of these files that stands for an id. */
static bool pick_pack(Arena *a, const Paths *all, const char *id, const char **path, Err *err) {
  Nearest nearest = {.word = id};
  *path = NULL;
  for (size_t i = 0; i < all->count; i++) {
    const char *found = id_of(a, all->items[i]);
    text_near(&nearest, found);
    if (!paths_same_id(found, id)) continue;
    if (*path) return fail(err, ERR_DATA, NULL, "pack '%s' is there twice: %s and %s", id, *path, all->items[i]);
    *path = all->items[i];
  }
  return *path || fail(err, ERR_DATA, NULL, "unknown pack '%.80s'%s", id, text_near_hint(a, &nearest));
}

static bool is_file(const char *pack) { return strchr(pack, '/') || ends_with(pack, PACK_END); }

bool paths_pack(Arena *a, const char *home, const char *id, const char **path, Err *err) {
  Paths all = {0};
  *path = is_file(id) ? arena_copy(a, id) : NULL;
  return *path || (paths_packs(a, home, &all, err) && pick_pack(a, &all, id, path, err));
}

bool paths_required(Arena *a, const char *home, const char *const *named, const char *from, const char *id,
                    const char **path, Err *err) {
  Paths all = {0}, given = {0};
  const char *slash = strrchr(from, '/'), *folder = slash ? arena_copy_n(a, from, (size_t)(slash - from)) : ".";
  for (; named && *named; named++)
    if (is_file(*named) && ends_with(*named, PACK_END)) *LIST_ADD(a, &given) = *named;
  if (pick_pack(a, &given, id, path, &(Err){0})) return true;
  if (!paths_packs(a, home, &all, err) || !add_folder(a, *folder ? folder : "/", &all, err)) return false;
  if (!pick_pack(a, &all, id, path, err)) return false;
  if (!slash && strncmp(*path, "./", 2) == 0) *path += 2; /* as the other file was named */
  return true;
}

/* ---- for completion ---- */

bool paths_begun(Arena *a, const char *typed, Paths *out, Err *err) {
  const char *slash = strrchr(typed, '/'), *name = slash ? slash + 1 : typed;
  const char *before = arena_copy_n(a, typed, (size_t)(name - typed)), *folder = *before ? before : ".";
  DIR *dir = opendir(folder);
  if (!dir) return fail(err, ERR_IO, folder, "cannot be read: %s", strerror(errno));
  errno = 0;
  for (struct dirent *entry; (entry = readdir(dir));) {
    bool hidden = entry->d_name[0] == '.' && *name != '.';
    if (hidden || strncmp(entry->d_name, name, strlen(name)) != 0) continue;
    const char *path = arena_printf(a, "%s%s", before, entry->d_name);
    *LIST_ADD(a, out) = is_folder(path) ? arena_printf(a, "%s/", path) : path;
    errno = 0;
  }
  bool good = errno == 0;
  if (closedir(dir) != 0 || !good) return fail(err, ERR_IO, folder, "cannot be read: %s", strerror(errno));
  if (out->count) qsort(out->items, out->count, sizeof *out->items, compare_texts);
  return true;
}
