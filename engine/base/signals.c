#include "base/signals.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};

bool signals_hold(Held *held, Err *err) {
  sigset_t set;
  sigemptyset(&set);
  for (size_t i = 0; i < ARRAY_LEN(numbers); i++) sigaddset(&set, numbers[i]);
  return sigprocmask(SIG_BLOCK, &set, &held->before) == 0 ||
         fail(err, ERR_IO, NULL, "signals cannot be held: %s", strerror(errno));
}

bool signals_waiting(void) {
  sigset_t set;
  if (sigpending(&set) != 0) return false;
  for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
    if (sigismember(&set, numbers[i]) == 1) return true;
  return false;
}

static volatile sig_atomic_t cancelled;

static void on_interrupt(int number) {
  if (cancelled) _exit(128 + number);
  cancelled = 1;
}

void signals_cancel_begin(struct sigaction *before) {
  struct sigaction ours = {.sa_handler = on_interrupt}; /* reading and writing stop, too */
  sigemptyset(&ours.sa_mask);
  cancelled = 0;
  sigaction(SIGINT, &ours, before);
}

bool signals_cancelled(void) { return cancelled; }

void signals_cancel_end(const struct sigaction *before) {
  sigaction(SIGINT, before, NULL);
  cancelled = 0;
}

bool signals_release(const Held *held, Err *err) {
  return sigprocmask(SIG_SETMASK, &held->before, NULL) == 0 ||
         fail(err, ERR_IO, NULL, "signals cannot be released: %s", strerror(errno));
}
