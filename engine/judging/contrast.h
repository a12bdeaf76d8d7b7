/* Two sets of packs against each other: which rules differ and in what, what the rules that differ read, and which of
 * them stand otherwise for a case. Rules whose conditions are the same are not judged. Pure; knows no store and prints
 * nothing. */
#pragma once

#include "formats/ndjson.h"
#include "rules/evaluate.h"
#include "rules/reply.h"

typedef struct PackSet {
  const Catalog *rows; /* the shared catalog with the rows of the packs */
  const Pack *const *packs;
  size_t count;
} PackSet;

typedef struct ContrastRule {
  ContrastKind kind;
  const Pack *pack[2]; /* before, after; NULL: not there */
  const Rule *rule[2];
  size_t first[2]; /* its stands among those of its set */
} ContrastRule;

typedef struct Contrast {
  PackSet sets[2]; /* before, after */
  PackSet both;    /* the packs of both, when alike */
  LIST(ContrastRule) rules;
  struct ContrastPack *packs[2]; /* which rules to judge, by pack of the set */
  size_t rooms[2];               /* stands of a set */
  bool alike;                    /* both sets know the same rows: one reading of a case serves both */
  Wanted wanted;                 /* what the rules to judge read; when alike */
} Contrast;

typedef struct ContrastStand { /* a rule on a side that stands otherwise */
  size_t rule;                 /* of the contrast */
  Side side;
  Stand stands[2];
  bool weighs; /* what follows from it may be otherwise, too */
} ContrastStand;

typedef LIST(ContrastStand) ContrastStands;

/* Compares two sets. gives the contrast in the arena; the sets must outlive it. */
Contrast *contrast_open(Arena *a, const PackSet *before, const PackSet *after);

/* Scales for a case on which `which` of the sets can judge, or both when they are alike. */
Run contrast_run(const Contrast *x, Arena *a, int which, const Case *c);

/* Judges the rules that differ.
 *
 * takes    runs: for before and after, of contrast_run with at least what is wanted of the case; one and the same when
 *          the contrast is alike
 * gives    one entry a rule and side that is judged, in the order of the contrast
 * fails    none
 * source   none
 */
void contrast_case(const Contrast *x, const Run *const runs[2], ContrastStands *out);

/* Why a rule stands otherwise: the conditions that decided, "now: ..." and "no longer asked: ...", one at least; with
 * `values` each with what was measured. */
typedef LIST(const char *) Causes;
void contrast_causes(const Contrast *x, Arena *a, const Case *const cases[2], const ContrastStand *stand, bool values,
                     Causes *out);
