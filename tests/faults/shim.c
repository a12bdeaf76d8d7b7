/* Fails one call of the system on purpose: preloaded into the program, it counts the calls of one kind and lets number
 * FAULT_AT fail. FAULT_KIND: malloc (malloc, calloc and realloc together), write (write, writev and pwrite), full (the
 * same, and from then on every write), sync (fsync and fdatasync), open, read (read and pread). The count of the whole
 * run goes to the file FAULT_COUNT when that is set. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static long seen, at = -1;
static const char *kind;

static int fails(const char *which) {
  if (at == -1) {
    const char *number = getenv("FAULT_AT");
    kind = getenv("FAULT_KIND");
    at = number ? strtol(number, NULL, 10) : 0;
  }
  return kind && strcmp(kind, which) == 0 && ++seen == at;
}

/* A write fails alone, or with it all that follow. */
static int write_fails(void) {
  if (fails("write")) return 1;
  if (!kind || strcmp(kind, "full") != 0) return 0;
  return ++seen >= at && at > 0;
}

#define REAL(type, name, ...) ((type(*)(__VA_ARGS__))real(#name))
static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
void *malloc(size_t size) { return fails("malloc") ? errno = ENOMEM, NULL : __libc_malloc(size); }
void *calloc(size_t count, size_t size) { return fails("malloc") ? errno = ENOMEM, NULL : __libc_calloc(count, size); }
void *realloc(void *old, size_t size) { return fails("malloc") ? errno = ENOMEM, NULL : __libc_realloc(old, size); }

ssize_t write(int fd, const void *data, size_t size) {
  if (fd != 2 && write_fails()) return errno = ENOSPC, -1;
  return REAL(ssize_t, write, int, const void *, size_t)(fd, data, size);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
  if (write_fails()) return errno = ENOSPC, -1;
  return REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t)(fd, data, size, offset);
}
ssize_t read(int fd, void *into, size_t size) {
  if (fails("read")) return errno = EIO, -1;
  return REAL(ssize_t, read, int, void *, size_t)(fd, into, size);
}
ssize_t pread64(int fd, void *into, size_t size, off64_t offset) {
  if (fails("read")) return errno = EIO, -1;
  return REAL(ssize_t, pread64, int, void *, size_t, off64_t)(fd, into, size, offset);
}
int fsync(int fd) { return fails("sync") ? errno = EIO, -1 : REAL(int, fsync, int)(fd); }
int fdatasync(int fd) { return fails("sync") ? errno = EIO, -1 : REAL(int, fdatasync, int)(fd); }
int open64(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
  va_end(list);
  if (fails("open")) return errno = EMFILE, -1;
  return REAL(int, open64, const char *, int, ...)(path, flags, mode);
}
int open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
  va_end(list);
  if (fails("open")) return errno = EMFILE, -1;
  return REAL(int, open, const char *, int, ...)(path, flags, mode);
}

__attribute__((destructor)) static void report(void) {
  const char *path = getenv("FAULT_COUNT");
  if (!path) return;
  char text[32];
  int len = 0;
  for (long n = seen, digit = 1000000000; digit > 0; digit /= 10) {
    if (len == 0 && n < digit && digit > 1) continue;
    text[len++] = (char)('0' + n / digit % 10);
  }
  int fd = REAL(int, open, const char *, int, ...)(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (fd >= 0 && REAL(ssize_t, write, int, const void *, size_t)(fd, text, (size_t)len) == len) close(fd);
}
