/* Where a worker says what it is judging, in a page that it shares with the process that watches it: numbers alone, for
 * whoever reads them must not trust them. Only the watcher reads; only the worker writes. */
#pragma once

typedef struct Mark {
  volatile int set;  /* of packs, from 0 */
  volatile int pack; /* place among the packs loaded, from 1; 0: none, a pack is being loaded or tested */
  volatile int rule; /* place among the rules of that pack, from 1; 0: none yet */
  volatile int side; /* Side */
  volatile int item; /* of a batch, from 1; 0: none yet */
} Mark;              /* zero-initialised: nothing is being judged */
