#include "base/private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *private_folder(Arena *a, const char *path) {
  const char *slash = strrchr(path, '/');
  return !slash ? "." : slash == path ? "/" : arena_copy_n(a, path, (size_t)(slash - path));
}

bool private_make(const char *folder, bool *made) {
  struct stat info;
  *made = mkdir(folder, 0700) == 0;
  if (*made) return chmod(folder, 0700) == 0; /* the umask may have taken rights from the owner */
  int code = errno;
  if (stat(folder, &info) == 0 && S_ISDIR(info.st_mode)) return true;
  errno = code == EEXIST ? ENOTDIR : code;
  return false;
}

bool private_folders(Arena *a, const char *path, const char **fault) {
  char *folder = arena_copy(a, private_folder(a, path));
  for (char *slash = folder; slash;) {
    slash = strchr(slash + 1, '/');
    if (slash) *slash = '\0';
    bool made;
    if (!private_make(folder, &made)) {
      *fault = folder;
      return false;
    }
    if (slash) *slash = '/';
  }
  return true;
}

#define BESIDE ".sinew-"

int private_beside(Arena *a, const char *path, const char **name) {
  char *beside = arena_printf(a, "%s/" BESIDE "%ld-XXXXXX", private_folder(a, path), (long)getpid());
  int fd = mkstemp(beside);
  *name = beside;
  /* on a medium without rights whoever mounted it decides */
  if (fd < 0 || fchmod(fd, 0600) == 0 || errno == EPERM || errno == EOPNOTSUPP) return fd;
  int code = errno;
  close(fd);
  unlink(beside);
  errno = code;
  return -1;
}

/* Of a process that is no more; files of SQLite beside it (-wal, -shm) begin with the same name. */
static bool left_behind(const char *name) {
  if (strncmp(name, BESIDE, strlen(BESIDE)) != 0) return false;
  char *end = NULL;
  long maker = strtol(name + strlen(BESIDE), &end, 10);
  return *end == '-' && maker > 0 && maker <= INT32_MAX && kill((pid_t)maker, 0) != 0 && errno == ESRCH;
}

void private_sweep(Arena *a, const char *path) {
  DIR *folder = opendir(private_folder(a, path));
  struct stat st;
  if (!folder) return;
  for (const struct dirent *entry; (entry = readdir(folder));) {
    if (!left_behind(entry->d_name)) continue;
    bool ours = fstatat(dirfd(folder), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
                st.st_uid == geteuid();
    if (ours) (void)unlinkat(dirfd(folder), entry->d_name, 0); /* another try comes with the next call */
  }
  closedir(folder); /* only read */
}

bool private_sync(Arena *a, const char *path) {
  int fd = open(private_folder(a, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return false;
  bool good = fsync(fd) == 0 || errno == EINVAL; /* some file systems cannot sync a folder */
  int code = errno;
  good = close(fd) == 0 && good;
  errno = code;
  return good;
}

bool private_write(int fd, const void *data, size_t len) {
  for (const char *at = data; len > 0;) {
    ssize_t put = write(fd, at, len);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    at += put;
    len -= (size_t)put;
  }
  return true;
}
