/* Lets SIGINT, SIGTERM and SIGHUP wait while something is under way that must be put away first: long work asks now and
 * then whether one is waiting and then stops early. Knows no handler: a waiting signal acts once it is released. */
#pragma once

#include "base/err.h"
#include <signal.h>

typedef struct Held {
  sigset_t before; /* what was held already */
} Held;

/* From here on the signals wait. fails ERR_IO. */
bool signals_hold(Held *held, Err *err);
/* True when one is waiting: stop soon. */
bool signals_waiting(void);
/* Ctrl-C cancels what runs now instead of ending the process: long work asks signals_cancelled now and then and stops
 * with nothing changed. A second Ctrl-C ends the process after all. */
void signals_cancel_begin(struct sigaction *before);
bool signals_cancelled(void); /* false outside of the two */
void signals_cancel_end(const struct sigaction *before);
/* A waiting signal acts now and may end the process. fails ERR_IO. */
bool signals_release(const Held *held, Err *err);
