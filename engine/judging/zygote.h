/* The process that workers come from: forked once, early, when nothing is in memory that a rule pack must not see, it
 * forks a worker whenever one is asked for, so that each begins with the catalog read and with nothing else. It alone
 * ends workers, and so never the wrong process. Knows no pack. */
#pragma once

#include "base/err.h"
#include "judging/mark.h"

enum { ZYGOTE_CHILDREN = 80 }; /* most workers at a time */

/* What a worker does with the rest of its life: its socket is CONFINE_SOCKET. */
typedef void ZygoteLife(Mark *mark, const void *context);

/* Forks it, and lets it fork a first worker, so that this is there when it is asked for. Later calls do nothing: the
 * first decides what workers begin with.
 *
 * takes    life: what workers do; context: for them, as it is in memory now
 * fails    ERR_LIMIT: no process or no memory can be had
 * source   none
 */
bool zygote_start(ZygoteLife *life, const void *context, Err *err);
bool zygote_is_started(void);
/* Ends it, and with it what workers there still are: their time and its own count as this process's from then on. */
void zygote_stop(void);

typedef struct Child {
  int pid, fd; /* of its socket, to be closed by zygote_end */
  int slot;
  const Mark *mark;
} Child;

/* A new worker. fails ERR_LIMIT. */
bool zygote_fork(Child *child, Err *err);

/* Ends a worker, if it still lives, and gives its status as waitpid does; -1: not known. */
int zygote_end(Child *child);
