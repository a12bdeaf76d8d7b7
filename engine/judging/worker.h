/* One confined process seen from outside: it is started, asked, waited for until a deadline, and ended; what it died of
 * is told. A letter that is not what it must be is a death like any other. Knows no pack. */
#pragma once

#include "base/err.h"
#include "facts/catalog.h"
#include "judging/confine.h"
#include "judging/letter.h"
#include "judging/zygote.h"

typedef enum {
  DEATH_NONE,
  DEATH_HANG,     /* it did not answer in time */
  DEATH_CRASH,    /* a signal or a forbidden call */
  DEATH_MEMORY,   /* it found no more memory */
  DEATH_FORGED,   /* it sent what it must not */
  DEATH_KILLED,   /* from outside: nobody's fault */
  DEATH_CANCELLED /* by who waited for it */
} Death;

typedef struct Worker {
  Child child;
  bool lives, greeted;
  Death why; /* as far as it is known before it is ended */
} Worker;    /* zero-initialised: there is none */

/* Lets the program go on where workers cannot be confined as they must (false, the beginning), or not. */
void worker_demand(bool strict);

/* What is to be told of how workers are confined, once: NULL unless a worker came that is not confined as it should be,
 * when it was told already, or when such a worker is refused. *weak: it is no build with sanitizers. */
const char *worker_note(bool *weak);

/* Forks what workers come from, now, unless it is there; catalog: the one that they begin with, NULL: none. To be
 * called before a database, a terminal or anything of a patient is open. fails ERR_LIMIT. */
bool worker_prepare(const Catalog *catalog, Err *err);
/* Do workers begin with this catalog? */
bool worker_knows(const Catalog *catalog);

/* Ends it; no worker is used any more. What they took of the processor counts as this process's. */
void worker_retire(void);

/* Starts one. fails ERR_LIMIT. */
bool worker_start(Worker *worker, Err *err);

/* Sends and receives; until as for letters. fails false: it has to be ended, which tells why; ERR_LIMIT in err: it is
 * not confined, and must be. */
bool worker_tell(Worker *worker, uint32_t kind, const char *body, size_t len, int64_t until);
bool worker_hear(Worker *worker, Arena *a, Letter *letter, int64_t until, Err *err);

/* The same as far as it goes without waiting, to one that was heard before. gives an empty *out: all
 * of it went; a letter with a body: all of it came. fails false: as above. */
bool worker_push(Worker *worker, LetterOut *out);
bool worker_pull(Worker *worker, Arena *a, LetterIn *in, Letter *letter);

/* Ends it, if it lives. gives what it died of, DEATH_NONE: it was well. */
Death worker_end(Worker *worker);

/* "crashed", "did not come to an end within 20 s", ...: what a worker did, after "the process". */
const char *death_sentence(Arena *a, Death death);

/* Milliseconds that a question may take: $SINEW_DEADLINE seconds, else WORKER_SECONDS, times `times`. */
int64_t worker_patience(int times);
