#include "signals.h"

#include <errno.h>
#include <string.h>

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

bool signals_release(const Held *held, Err *err) {
  return sigprocmask(SIG_SETMASK, &held->before, NULL) == 0 ||
         fail(err, ERR_IO, NULL, "signals cannot be released: %s", strerror(errno));
}
