/* The clinic's own comparison groups (local.h) in the store: built from all first visits, kept as a text by its hash, and
 * loaded again. Knows no session and prints nothing. */
#pragma once

#include "patient/local.h"
#include "store/sources.h"

typedef struct Clinic { /* what is in force */
  LocalSet set;
  Hash hash; /* empty: none was built yet */
  LocalUse use;
} Clinic;

/* Builds the set from the first visit with a measure of everybody, and keeps it; whom it serves stays as it was.
 *
 * takes    set with built, since and least
 * gives    set with its cells, people: how many first visits there were, hash: what the text is kept by
 * fails    ERR_STORE
 * source   none
 */
bool clinic_build(Store *s, Arena *a, const Catalog *catalog, Stamp at, LocalSet *set, size_t *people, Hash *hash,
                  Err *err);

/* Brings *clinic up to date; its set lives in the arena. fails ERR_STORE, ERR_DATA: the text is damaged. */
bool clinic_load(Store *s, Arena *a, Clinic *clinic, Err *err);
