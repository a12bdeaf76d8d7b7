#include "judging/zygote.h"

#include "judging/confine.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Order { /* to the zygote; the answer is one int */
  int pid;             /* to end; 0: fork, with the socket beside the order */
  int slot;
} Order;

typedef struct Slot { /* a page of its own, so that a worker can be shown no other */
  _Alignas(4096) Mark mark;
} Slot;

static struct {
  int fd;      /* of the way to the zygote */
  pid_t pid;   /* of the zygote */
  pid_t owner; /* the process that may use it: not one that was forked from it */
  ZygoteLife *life;
  const void *context;
  Slot *slots;
  bool taken[ZYGOTE_CHILDREN];
  Child ahead; /* ordered before anybody asked; the zygote's answer is still to be read */
  bool is_ahead;
} zygote = {.fd = -1};

/* ---- orders ---- */

typedef union Room { /* for one descriptor beside an order */
  char bytes[CMSG_SPACE(sizeof(int))];
  struct cmsghdr align;
} Room;

static bool send_order(const Order *order, int fd) {
  Room room = {.bytes = {0}};
  struct iovec part = {(void *)(uintptr_t)order, sizeof *order};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  if (fd >= 0) {
    message.msg_control = room.bytes, message.msg_controllen = sizeof room.bytes;
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET, head->cmsg_type = SCM_RIGHTS, head->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(head), &fd, sizeof fd);
  }
  ssize_t sent;
  do sent = sendmsg(zygote.fd, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == (ssize_t)sizeof *order;
}

static bool receive_order(int from, Order *order, int *fd) {
  Room room;
  struct iovec part = {order, sizeof *order};
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1, .msg_control = room.bytes, .msg_controllen = sizeof room.bytes};
  ssize_t got;
  do got = recvmsg(from, &message, 0);
  while (got < 0 && errno == EINTR);
  *fd = -1;
  struct cmsghdr *head = got > 0 ? CMSG_FIRSTHDR(&message) : NULL;
  if (head && head->cmsg_type == SCM_RIGHTS) memcpy(fd, CMSG_DATA(head), sizeof *fd);
  return got == (ssize_t)sizeof *order;
}

static bool receive_int(int from, int *value) {
  ssize_t got;
  do got = recv(from, value, sizeof *value, 0);
  while (got < 0 && errno == EINTR);
  return got == (ssize_t)sizeof *value;
}

/* ---- the zygote's side ---- */

static _Noreturn void live(int fd, int slot, int parent) {
  Slot *own = &zygote.slots[slot];
  if (!confine_to_parent(parent) || !confine_files(fd)) _exit(ERR_LIMIT);
  if (slot > 0) munmap(zygote.slots, (size_t)slot * sizeof *own);
  if (slot + 1 < ZYGOTE_CHILDREN) munmap(own + 1, (size_t)(ZYGOTE_CHILDREN - slot - 1) * sizeof *own);
  own->mark = (Mark){0};
  zygote.life(&own->mark, zygote.context);
  _exit(0);
}

static int fork_worker(int fd, int slot) {
  int parent = (int)getpid();
  if (fd < 0 || slot < 0 || slot >= ZYGOTE_CHILDREN) return -1;
  pid_t pid = fork();
  if (pid == 0) live(fd, slot, parent);
  return (int)pid;
}

/* A worker that is not waited for keeps its number: no other process can have it. */
static int end_worker(int pid) {
  int status = -1;
  if (waitpid(pid, &status, WNOHANG) == pid) return status;
  if (kill(pid, SIGKILL) != 0) return -1;
  pid_t waited;
  do waited = waitpid(pid, &status, 0);
  while (waited < 0 && errno == EINTR);
  return waited == pid ? status : -1;
}

/* Signals from the terminal are for the program that sits before it. */
static void leave_terminal(void) {
  static const int ignored[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGPIPE, SIGALRM};
  enum { SIGNALS = 32 };
  setsid();
  for (int i = 1; i < SIGNALS; i++) signal(i, SIG_DFL); /* what the program catches is not for its workers */
  for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) signal(ignored[i], SIG_IGN);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void obey(int socket, int parent) {
  Order order;
  int fd;
  leave_terminal();
  if (!confine_to_parent(parent) || !confine_files(socket)) _exit(ERR_LIMIT);
  while (receive_order(CONFINE_SOCKET, &order, &fd)) {
    int answer = order.pid ? end_worker(order.pid) : fork_worker(fd, order.slot);
    if (fd >= 0) close(fd);
    if (send(CONFINE_SOCKET, &answer, sizeof answer, MSG_NOSIGNAL) != (ssize_t)sizeof answer) break;
  }
  _exit(0);
}

/* ---- the other side ---- */

bool zygote_is_started(void) { return zygote.fd >= 0 && zygote.owner == getpid(); }

static bool no_process(Err *err) {
  return fail(err, ERR_LIMIT, NULL, "no process can be had to judge in: %s", strerror(errno));
}

static bool start(int ends[2], Err *err) {
  pid_t self = getpid(), pid = fork();
  if (pid < 0) return no_process(err);
  if (pid == 0) {
    close(ends[0]);
    obey(ends[1], (int)self);
  }
  close(ends[1]);
  zygote.fd = ends[0], zygote.pid = pid, zygote.owner = self;
  return true;
}

/* A worker goes on while its answers wait to be read; where the system gives less room, it waits sooner. */
static void give_room(int socket) {
  static const int room = 1 << 19;
  (void)setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
}

/* Orders a worker; its number is the zygote's answer. */
static bool order_child(Child *child, Err *err) {
  int ends[2], slot = 0;
  while (slot < ZYGOTE_CHILDREN && zygote.taken[slot]) slot++;
  if (slot == ZYGOTE_CHILDREN) return fail(err, ERR_LIMIT, NULL, "more than %d workers at a time", ZYGOTE_CHILDREN);
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return no_process(err);
  give_room(ends[1]);
  *child = (Child){.pid = -1, .fd = ends[0], .slot = slot, .mark = &zygote.slots[slot].mark};
  errno = 0;
  bool asked = send_order(&(Order){.slot = slot}, ends[1]);
  close(ends[1]);
  if (asked) return zygote.taken[slot] = true;
  close(ends[0]);
  return no_process(err);
}

bool zygote_start(ZygoteLife *life, const void *context, Err *err) {
  int ends[2];
  if (zygote_is_started()) return true;
  zygote.life = life, zygote.context = context;
  zygote.is_ahead = false;
  memset(zygote.taken, 0, sizeof zygote.taken);
  zygote.slots =
      mmap(NULL, ZYGOTE_CHILDREN * sizeof *zygote.slots, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (zygote.slots == MAP_FAILED) return no_process(err);
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return no_process(err);
  if (!start(ends, err)) return false;
  zygote.is_ahead = order_child(&zygote.ahead, &(Err){0}); /* else who asks for one is told why */
  return true;
}

void zygote_stop(void) {
  if (!zygote_is_started()) return;
  close(zygote.fd);
  if (zygote.is_ahead) close(zygote.ahead.fd);
  zygote.fd = -1, zygote.is_ahead = false;
  kill(zygote.pid, SIGKILL);
  pid_t waited;
  do waited = waitpid(zygote.pid, NULL, 0);
  while (waited < 0 && errno == EINTR);
  munmap(zygote.slots, ZYGOTE_CHILDREN * sizeof *zygote.slots);
}

bool zygote_fork(Child *child, Err *err) {
  if (zygote.is_ahead)
    *child = zygote.ahead;
  else if (!order_child(child, err))
    return false;
  zygote.is_ahead = false;
  errno = 0;
  if (receive_int(zygote.fd, &child->pid) && child->pid > 0) return true;
  zygote.taken[child->slot] = false;
  close(child->fd);
  return no_process(err);
}

int zygote_end(Child *child) {
  int status = -1;
  close(child->fd);
  zygote.taken[child->slot] = false;
  if (!send_order(&(Order){.pid = child->pid}, -1) || !receive_int(zygote.fd, &status)) return -1;
  return status;
}
