#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool read_all(int fd, char *buffer, size_t size) {
  for (size_t done = 0; done < size;) {
    ssize_t got = read(fd, buffer + done, size - done);
    if (got < 0 && errno == EINTR) continue;
    if (got == 0) errno = EIO; /* shorter than a moment ago */
    if (got <= 0) return false;
    done += (size_t)got;
  }
  return true;
}

static bool read_open(Arena *a, int fd, const char *path, size_t most, FileText *out, Err *err) {
  struct stat info;
  if (fstat(fd, &info) != 0) return fail(err, ERR_IO, path, "cannot be read: %s", strerror(errno));
  if (!S_ISREG(info.st_mode)) return fail(err, ERR_IO, path, "is not a regular file");
  size_t size = (size_t)info.st_size;
  if (size > most) return fail(err, ERR_LIMIT, path, "is larger than %zu KiB", most >> 10);
  char *text = arena_alloc(a, size + 1);
  if (!read_all(fd, text, size)) return fail(err, ERR_IO, path, "cannot be read: %s", strerror(errno));
  out->text = text;
  out->size = size;
  return true;
}

bool file_read(Arena *a, const char *path, const char *name, size_t most, FileText *out, Err *err) {
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe of that name must not block */
  if (fd < 0) return fail(err, ERR_IO, path, "cannot be opened: %s", strerror(errno));
  out->name = name;
  bool good = read_open(a, fd, path, most, out, err);
  if (close(fd) != 0 && good) return fail(err, ERR_IO, path, "cannot be closed: %s", strerror(errno));
  return good;
}
