/* The clinical facts in memory: muscles, tests, norms, cuts, questions, exercises, doses, advice, sources and policy.
 * Filled once by the loader from data/ and scripts/policy.lua, then read-only, or copied to be extended by the rows of a
 * pack; find by id, and nothing else.
 * References between rows are indices, checked by catalog_finish. */
#pragma once

#include "base/err.h"
#include "base/hash.h"
#include "base/place.h"
#include "facts/policy.h"
#include "facts/roster.h"

typedef struct Teller { /* a test seen from a muscle */
  int test;             /* index */
  double share;         /* its relevance for the muscle */
  Domain domain;        /* of the test, as what follows */
  bool paired;
} Teller;

typedef struct Catalog {
  Arena *arena;
  Policy policy;
  Hash hash; /* of all files it was read from */
  LIST(Source) sources;
  LIST(Muscle) muscles;
  LIST(Position) positions;
  LIST(Test) tests;
  LIST(Norm) norms; /* sorted by test after catalog_finish */
  LIST(Cut) cuts;
  LIST(Question) questions;
  LIST(Exercise) exercises;
  LIST(Dosage) dosages;
  LIST(Advice) advice;
  int *norm_first;      /* per test: index of its first norm; norm_first[test + 1] is one past the last */
  Teller *tellers;      /* muscle by muscle: the tests that tell of it, in the order of their rows */
  int *teller_first;    /* per muscle: index of its first teller; teller_first[muscle + 1] is one past the last */
  size_t teller_room;   /* of both, at least; 0: they are another catalog's */
  const Roster *roster; /* of the exercises */
  /* where the rows came from, for the places of mistakes and to be kept with results; the last: policy */
  RowFile files[ROWS_COUNT + 1];
  struct CatalogIndex *index[ROWS_COUNT];
} Catalog; /* zero-initialised with an arena: empty and valid */

/* Room for so many rows of a kind, before the first of them. */
void catalog_reserve(Catalog *catalog, RowKind kind, size_t count);
/* A new row at the end of its list, zeroed: a Source, Muscle, ... Every row begins with its id. */
void *catalog_add(Catalog *catalog, RowKind kind);
/* The same with what another row of the kind holds. */
void *catalog_append(Catalog *catalog, RowKind kind, const void *row);
size_t catalog_count(const Catalog *catalog, RowKind kind);
const void *catalog_row(const Catalog *catalog, RowKind kind, size_t index);
const char *catalog_word(RowKind kind); /* "source", "muscle", ... */
/* Builds the id index of one kind anew, so that catalog_find is fast from here on. */
void catalog_index(Catalog *catalog, RowKind kind);

/* A copy in the arena whose lists can grow without touching the finished one it comes from: rows stand behind those of
 * base, whose numbers stay as they are. */
Catalog *catalog_extend(Arena *a, const Catalog *base);
/* Makes the roster of exercises that were added or changed since the catalog was finished. */
void catalog_build_roster(Catalog *catalog);
/* Makes the last row of a copy, of a new id, known to catalog_find; or takes it back before that. */
void catalog_note(Catalog *copy, RowKind kind);
void catalog_take_back(Catalog *copy, RowKind kind);
/* Makes the tests of a copy that is not closed yet tell of their muscles. gives what it costs: rows looked at. */
size_t catalog_settle(Catalog *copy);
/* Closes a copy: only the rows behind those of base are checked, the first `tellers` tests tell of muscles. Otherwise
 * as catalog_finish. */
bool catalog_close(Catalog *copy, const Catalog *base, size_t tellers, Diags *diags);

/* Closes the catalog: builds the id indices, checks every reference, range and chain, sorts the norms by test and id.
 *
 * takes    rows in the order of their files, numbers in base units; references by index are in range (the loader's
 *          work), references by id are not checked yet
 * gives    true when nothing was wrong; norms are sorted only then
 * fails    all mistakes are added to diags with their places
 * source   none
 */
bool catalog_finish(Catalog *catalog, Diags *diags);

/* The same without checks, for the rows of a catalog that was finished before. */
void catalog_restore(Catalog *catalog);

/* Index of a row by id, or -1. Works before catalog_index too (slower). */
int catalog_find(const Catalog *catalog, RowKind kind, const char *id);
const Test *catalog_test(const Catalog *catalog, const char *id); /* or NULL */
const Muscle *catalog_muscle(const Catalog *catalog, const char *id);
const Question *catalog_question(const Catalog *catalog, const char *id);
const Exercise *catalog_exercise(const Catalog *catalog, const char *id);
const Dosage *catalog_dosage(const Catalog *catalog, const char *id);
const Advice *catalog_advice(const Catalog *catalog, const char *id);
extern const char *const block_names[];                                /* of advice: "first", "warm_up", ... */
AdviceBlock catalog_block(const Catalog *catalog, const char *advice); /* BLOCK_OTHER for an id that is not there */
/* "a muscle": what a row of this id is, whatever its kind; NULL when no row has it. */
const char *catalog_kind_of(const Catalog *catalog, const char *id);
/* "unknown test 'x' (did you mean 'y'?)" as text in the arena: names the nearest id or synonym. */
const char *catalog_unknown(const Catalog *catalog, Arena *a, RowKind kind, const char *id);
const char *catalog_row_id(const Catalog *catalog, RowKind kind, size_t index); /* NULL past the end: for completion */
double test_relevance(const Test *test, int muscle);                            /* 0 when none */
