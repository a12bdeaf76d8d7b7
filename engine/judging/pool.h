/* Several workers at once (worker.h): items of work go in as bytes, each comes back once as an answer or a fault, in
 * the order in which they went in, or as they are done. A worker that hangs or dies is replaced and its items are done
 * again; only the item at which it died comes back as a fault. Memory does not grow with the number of items. Knows
 * neither what is in an item nor any file. */
#pragma once

#include "judging/job.h"
#include "judging/judge.h"

typedef struct Pool Pool;

typedef struct PoolAnswer {
  uint64_t tag;      /* of the item, as it was put in */
  const char *bytes; /* valid until the call returns: bytes of a stranger, to be checked before they are believed */
  size_t len;
  const Err *fault; /* why there is no answer: refused by the job, or the death of the worker; NULL: there is one */
} PoolAnswer;

/* Takes an answer. fails: the pool stops and hands the fault on. */
typedef bool PoolTake(void *context, const PoolAnswer *answer, Err *err);

typedef struct PoolOptions {
  JobKind job;
  uint32_t asked; /* of the job, see JobRoom */
  int workers;    /* 1 .. POOL_WORKERS; 0: one */
  bool unordered; /* answers come as they are done */
  PoolTake *take;
  void *context; /* of take */
} PoolOptions;

enum { POOL_ITEM_MOST = 4 << 20 /* bytes */ };

/* Starts workers with the packs of judges.
 *
 * takes    judges: 1 .. JOB_ARBITERS, each with its packs loaded, for one catalog; they must outlive the pool and load
 *          nothing meanwhile. The job finds them as arbiters in this order
 * gives    the pool, for pool_close
 * fails    NULL: ERR_LIMIT, ERR_IO: no worker can be had; ERR_SCRIPT: a pack that does not load any more
 * source   none
 */
Pool *pool_open(Judge *const *judges, size_t count, const PoolOptions *options, Err *err);

/* Puts an item in; its bytes are copied, its tag comes back with the answer. Waits while the workers have enough to do,
 * and hands over what is done meanwhile. fails ERR_LIMIT: the item is too long; what take failed with; no worker can be
 * had. */
bool pool_put(Pool *pool, uint64_t tag, const char *item, size_t len, Err *err);

/* Waits until more items have come back; at once when none is out. fails as pool_put. */
bool pool_wait(Pool *pool, Err *err);

/* Waits until every item has come back. fails as pool_put. */
bool pool_finish(Pool *pool, Err *err);

/* The same, but no longer than until there is something to be read from `input`: a worker has what little was put in
 * only when it has nothing else to do. */
bool pool_await(Pool *pool, int input, Err *err);

/* Ends the workers; NULL is allowed. Items that are not back yet are forgotten. */
void pool_close(Pool *pool);
