#include "judging/letter.h"

#include "base/signals.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_SEAL = 0x53494e57 };

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

/* One step of a transfer: how much was done, or why it went no further. */
static LetterFate step(ssize_t count, size_t *done) {
  if (count > 0) return *done += (size_t)count, LETTER_DONE;
  bool again = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
  return again ? LETTER_LATE : LETTER_GONE;
}

/* After a transfer that stopped: is it to go on? Waits until it can. */
static bool goes_on(int fd, short events, int64_t until, LetterFate *fate) {
  if (*fate != LETTER_LATE || until == LETTER_EVER) return *fate == LETTER_LATE;
  *fate = await(fd, events, until);
  return *fate == LETTER_DONE;
}

/* ---- sending ---- */

static ssize_t write_rest(int fd, const LetterOut *out, bool waits) {
  const LetterHead head = {.seal = HEAD_SEAL, .kind = out->letter.kind, .len = out->letter.len};
  size_t of_head = out->done < sizeof head ? out->done : sizeof head, of_body = out->done - of_head;
  struct iovec parts[] = {{(char *)(uintptr_t)&head + of_head, sizeof head - of_head},
                          {(char *)(uintptr_t)out->letter.body + of_body, out->letter.len - of_body}};
  if (waits) return writev(fd, parts, ARRAY_LEN(parts));
  return sendmsg(fd, &(struct msghdr){.msg_iov = parts, .msg_iovlen = ARRAY_LEN(parts)}, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static LetterFate push(int fd, LetterOut *out, bool waits) {
  LetterFate fate = LETTER_DONE;
  while (fate == LETTER_DONE && out->done < sizeof(LetterHead) + out->letter.len)
    fate = step(write_rest(fd, out, waits), &out->done);
  if (fate == LETTER_DONE) *out = (LetterOut){.done = 0};
  return fate;
}

LetterFate letter_push(int fd, LetterOut *out) { return push(fd, out, false); }

LetterFate letter_send(int fd, uint32_t kind, const char *body, size_t len, int64_t until) {
  LetterOut out = {.letter = {kind, body, len}};
  LetterFate fate;
  do fate = push(fd, &out, until == LETTER_EVER);
  while (goes_on(fd, POLLOUT, until, &fate));
  return fate;
}

/* ---- receiving ---- */

static LetterFate read_up_to(int fd, char *data, size_t from, size_t to, size_t *done, bool waits) {
  LetterFate fate = LETTER_DONE;
  while (fate == LETTER_DONE && *done < to) {
    char *at = data + (*done - from);
    fate = step(waits ? read(fd, at, to - *done) : recv(fd, at, to - *done, MSG_DONTWAIT), done);
  }
  return fate;
}

static LetterFate pull(int fd, Arena *a, LetterIn *in, Letter *letter, bool waits) {
  LetterFate fate = read_up_to(fd, (char *)&in->head, 0, sizeof in->head, &in->done, waits);
  if (fate != LETTER_DONE) return fate;
  if (in->head.seal != HEAD_SEAL || in->head.len > LETTER_MOST) return LETTER_FORGED;
  size_t len = (size_t)in->head.len;
  if (!in->body) in->body = arena_room(a, len + 1, 1), in->body[len] = '\0';
  fate = read_up_to(fd, in->body, sizeof in->head, sizeof in->head + len, &in->done, waits);
  if (fate != LETTER_DONE) return fate;
  *letter = (Letter){.kind = in->head.kind, .body = in->body, .len = len};
  *in = (LetterIn){.done = 0};
  return LETTER_DONE;
}

LetterFate letter_pull(int fd, Arena *a, LetterIn *in, Letter *letter) { return pull(fd, a, in, letter, false); }

LetterFate letter_receive(int fd, Arena *a, Letter *letter, int64_t until) {
  LetterIn in = {.done = 0};
  LetterFate fate;
  do fate = pull(fd, a, &in, letter, until == LETTER_EVER);
  while (goes_on(fd, POLLIN, until, &fate));
  return fate;
}
