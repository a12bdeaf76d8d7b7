#include "base/output.h"

#include "base/private.h"
#include "base/signals.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fault(const char *path, const char *what, Err *err) {
  return fail(err, ERR_IO, path, "%s: %s", what, strerror(errno));
}

static bool fill(int fd, const char *path, const char *data, size_t len, Err *err) {
  bool good = private_write(fd, data, len) || fault(path, "cannot be written", err);
  good = good && (fsync(fd) == 0 || fault(path, "cannot be written to the disk", err));
  return (close(fd) == 0 || (good && fault(path, "cannot be closed", err))) && good;
}

static bool replace(Arena *a, const char *path, const char *data, size_t len, Err *err) {
  const char *beside;
  int fd = private_beside(a, path, &beside);
  if (fd < 0) return fault(path, "cannot be created in its folder", err);
  bool good =
      fill(fd, path, data, len, err) && (rename(beside, path) == 0 || fault(path, "cannot be put in its place", err));
  if (!good) {
    unlink(beside);
    return false;
  }
  return private_sync(a, path) || fault(path, "its folder cannot be written to the disk", err);
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
  Held held;
  if (!signals_hold(&held, err)) return false;
  bool good = replace(a, path, data, len, err);
  return signals_release(&held, err) && good;
}
