#include "base/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_ROOM = 1 << 18 };

static bool read_fault(const Lines *in, Err *err) {
  return fail(err, ERR_IO, in->name, "cannot be read: %s", strerror(errno));
}

bool lines_open(Lines *in, Arena *a, const char *path, size_t most, Err *err) {
  struct stat info;
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe of that name must not block */
  *in = (Lines){.name = path, .most = most, .fd = -1, .room = most + 1 + READ_ROOM};
  if (fd < 0) return fail(err, ERR_IO, path, "cannot be opened: %s", strerror(errno));
  in->fd = fd;
  if (fstat(fd, &info) != 0) return read_fault(in, err);
  if (!S_ISREG(info.st_mode)) return fail(err, ERR_IO, path, "is not a regular file");
  in->buffer = arena_room(a, in->room, 1);
  return true;
}

bool lines_rewind(Lines *in, Err *err) {
  in->start = in->end = 0, in->number = 0, in->at_end = false;
  return lseek(in->fd, 0, SEEK_SET) == 0 || read_fault(in, err);
}

/* Behind what is there. */
static bool read_more(Lines *in, Err *err) {
  ssize_t got;
  memmove(in->buffer, in->buffer + in->start, in->end - in->start);
  in->end -= in->start;
  in->start = 0;
  do got = read(in->fd, in->buffer + in->end, in->room - in->end);
  while (got < 0 && errno == EINTR);
  if (got < 0) return read_fault(in, err);
  in->at_end = got == 0;
  in->end += (size_t)got;
  return true;
}

bool lines_next(Lines *in, const char **text, size_t *len, Err *err) {
  const char *stop;
  size_t seen = 0;
  while (!(stop = memchr(in->buffer + in->start + seen, '\n', in->end - in->start - seen)) && !in->at_end) {
    seen = in->end - in->start;
    if (seen > in->most) {
      seen = in->most + 1; /* the rest of such a line is skipped */
      in->end = in->start + seen;
    }
    if (!read_more(in, err)) return false;
  }
  const char *line = in->buffer + in->start;
  size_t size = stop ? (size_t)(stop - line) : in->end - in->start;
  *text = stop || size ? line : NULL;
  *len = size < in->most + 1 ? size : in->most + 1;
  in->start += size + (stop != NULL);
  in->number++;
  return true;
}

bool lines_close(Lines *in, Err *err) {
  int fd = in->fd;
  in->fd = -1;
  return fd < 0 || close(fd) == 0 || fail(err, ERR_IO, in->name, "cannot be closed: %s", strerror(errno));
}
