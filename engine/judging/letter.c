#include "judging/letter.h"

#include "base/signals.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEADER_SEAL = 0x53494e57 };

typedef struct Header {
  uint32_t seal, kind;
  uint64_t len;
} Header;

int64_t letter_now(void) {
  struct timespec now = {0};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits until the socket is ready. A confined process may not poll: it waits in read and write themselves. */
static LetterFate await(int fd, short events, int64_t until) {
  struct pollfd ready = {.fd = fd, .events = events};
  for (;;) {
    int64_t left = until - letter_now();
    if (signals_cancelled()) return LETTER_CANCELLED;
    if (left <= 0) return LETTER_LATE;
    int count = poll(&ready, 1, left > 60000 ? 60000 : (int)left);
    if (count > 0) return LETTER_DONE;
    if (count < 0 && errno != EINTR) return LETTER_GONE;
  }
}

/* One step of a transfer: how much was done, 0: nothing yet, -1: the other side is gone. */
static ssize_t step_of(ssize_t count) {
  if (count > 0) return count;
  bool again = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
  return again ? 0 : -1;
}

static LetterFate send_all(int fd, const char *data, size_t len, int64_t until) {
  while (len > 0) {
    ssize_t sent =
        step_of(until == LETTER_EVER ? write(fd, data, len) : send(fd, data, len, MSG_DONTWAIT | MSG_NOSIGNAL));
    if (sent < 0) return LETTER_GONE;
    data += sent, len -= (size_t)sent;
    if (sent > 0 || until == LETTER_EVER) continue;
    LetterFate fate = await(fd, POLLOUT, until);
    if (fate != LETTER_DONE) return fate;
  }
  return LETTER_DONE;
}

static LetterFate receive_all(int fd, char *data, size_t len, int64_t until) {
  while (len > 0) {
    ssize_t got = step_of(until == LETTER_EVER ? read(fd, data, len) : recv(fd, data, len, MSG_DONTWAIT));
    if (got < 0) return LETTER_GONE;
    data += got, len -= (size_t)got;
    if (got > 0 || until == LETTER_EVER) continue;
    LetterFate fate = await(fd, POLLIN, until);
    if (fate != LETTER_DONE) return fate;
  }
  return LETTER_DONE;
}

LetterFate letter_send(int fd, uint32_t kind, const char *body, size_t len, int64_t until) {
  const Header header = {.seal = HEADER_SEAL, .kind = kind, .len = len};
  LetterFate fate = send_all(fd, (const char *)&header, sizeof header, until);
  return fate == LETTER_DONE ? send_all(fd, body, len, until) : fate;
}

LetterFate letter_receive(int fd, Arena *a, Letter *letter, int64_t until) {
  Header header;
  LetterFate fate = receive_all(fd, (char *)&header, sizeof header, until);
  if (fate != LETTER_DONE) return fate;
  if (header.seal != HEADER_SEAL || header.len > LETTER_MOST) return LETTER_FORGED;
  char *body = arena_room(a, (size_t)header.len + 1, 1);
  *letter = (Letter){.kind = header.kind, .body = body, .len = (size_t)header.len};
  body[header.len] = '\0';
  return receive_all(fd, body, letter->len, until);
}
