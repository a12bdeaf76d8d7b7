/* What was judged: the input of every result as bytes, without identity. For whoever judges all of it again: nothing is
 * copied. Knows nothing of what the bytes say. */
#pragma once

#include "store/store.h"

typedef struct StoredSnapshot {
  StoreId id; /* of the result */
  const void *bytes;
  size_t len;
} StoredSnapshot;

/* Takes one, whose bytes are valid until it returns, and leaves the store alone. fails: the listing ends. */
typedef bool StoreTakeSnapshot(void *context, const StoredSnapshot *item, Err *err);

/* Hands over one page of what was judged last at every visit, in the order in which it was stored.
 *
 * takes    since: of visits on that day or later, 0: all; after: the last key of the page before, 0: from the start;
 *          limit > 0
 * gives    fewer than limit: the list is at its end
 * fails    ERR_STORE, and as take
 * source   none
 */
bool store_each_snapshot(Store *s, Day since, StoreId after, size_t limit, StoreTakeSnapshot *take, void *context,
                         Err *err);

/* The one of a result, likewise. fails ERR_STORE, and as take; nothing is taken: there is no such result. */
bool store_take_snapshot(Store *s, StoreId id, StoreTakeSnapshot *take, void *context, Err *err);

/* Whose it is and of which visit: the code, in the arena, "" of somebody erased. fails ERR_STORE, also when there is no
 * such result. */
bool store_name_snapshot(Store *s, Arena *a, StoreId id, const char **code, Day *day, Err *err);
