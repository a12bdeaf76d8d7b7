#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fault(const char *path, const char *what, Err *err) {
  return fail(err, ERR_IO, path, "%s: %s", what, strerror(errno));
}

static bool write_all(int fd, const char *data, size_t len) {
  for (size_t done = 0; done < len;) {
    ssize_t put = write(fd, data + done, len - done);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    done += (size_t)put;
  }
  return true;
}

/* The new name is only sure to be there after a power cut when the folder is synced too. */
static bool sync_folder(const char *folder) {
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return false;
  bool good = fsync(fd) == 0 || errno == EINVAL; /* some file systems cannot sync a folder */
  return close(fd) == 0 && good;
}

static bool fill(int fd, const char *path, const char *data, size_t len, Err *err) {
  bool good = write_all(fd, data, len) || fault(path, "cannot be written", err);
  good = good && (fsync(fd) == 0 || fault(path, "cannot be written to the disk", err));
  return (close(fd) == 0 || (good && fault(path, "cannot be closed", err))) && good;
}

static bool replace(Arena *a, const char *path, const char *data, size_t len, Err *err) {
  const char *slash = strrchr(path, '/');
  const char *folder = !slash ? "." : slash == path ? "/" : arena_copy_n(a, path, (size_t)(slash - path));
  char *beside = arena_printf(a, "%s/.sinew-XXXXXX", folder);
  int fd = mkstemp(beside); /* 0600 */
  if (fd < 0) return fault(path, "cannot be created in its folder", err);
  bool good =
      fill(fd, path, data, len, err) && (rename(beside, path) == 0 || fault(path, "cannot be put in its place", err));
  if (!good) {
    unlink(beside);
    return false;
  }
  return sync_folder(folder) || fault(path, "its folder cannot be written to the disk", err);
}

static bool write_standard(const char *data, size_t len, FILE *standard, Err *err) {
  errno = 0;
  if (fwrite(data, 1, len, standard) == len && fflush(standard) == 0) return true;
  return fail(err, ERR_IO, NULL, "the output cannot be written: %s", strerror(errno ? errno : EIO));
}

bool output_write(Arena *a, const char *path, const char *data, size_t len, FILE *standard, Err *err) {
  struct stat info;
  if (strcmp(path, "-") == 0) return write_standard(data, len, standard, err);
  if (!*path) return fail(err, ERR_IO, NULL, "the name of the file is empty");
  if (lstat(path, &info) == 0) {
    if (!S_ISREG(info.st_mode))
      return fail(err, ERR_IO, path, "is %s and is not written over: name a file",
                  S_ISDIR(info.st_mode)   ? "a folder"
                  : S_ISLNK(info.st_mode) ? "a link"
                                          : "no regular file");
  } else if (errno != ENOENT) {
    return fault(path, "cannot be looked at", err);
  }
  sigset_t held, before;
  sigemptyset(&held);
  sigaddset(&held, SIGINT);
  sigaddset(&held, SIGTERM);
  if (sigprocmask(SIG_BLOCK, &held, &before) != 0) return fault(path, "signals cannot be held", err);
  bool good = replace(a, path, data, len, err);
  return (sigprocmask(SIG_SETMASK, &before, NULL) == 0 || fault(path, "signals cannot be released", err)) && good;
}
