/* What a condition can be at all: the numbers that a leaf may have by its tests' possible values, and so whether a
 * condition can ever be true or false. Judges nobody; a function of a pack may be anything. */
#pragma once

#include "rules/rule.h"

typedef struct Bounds {
  double lo, hi;         /* base units of the node's dimension; may be infinite */
  bool open_lo, open_hi; /* the end itself does not belong to it */
} Bounds;

typedef struct Possible {
  bool yes, no; /* it may be true; it may be false */
} Possible;

/* The numbers that a number may have, closed. Ages are those of the pack's population. A z lies within 10 SD, a side
 * gap within what its base allows. */
Bounds bounds_of(const Catalog *catalog, const Pack *pack, const Node *number);

/* The numbers for which above, below or between is true. gives false for any other word. */
bool bounds_cut(const Node *n, Bounds *out);

/* May the condition be true, may it be false? */
Possible bounds_possible(const Catalog *catalog, const Pack *pack, const Node *n);

/* Two parts of an all that no case can meet together: gives the later one and *other, or NULL. Nested alls count as one
 * list; parts that are impossible by themselves are left out. */
const Node *bounds_conflict(const Catalog *catalog, const Pack *pack, const Node *all, const Node **other);

/* Do two trees say the same? */
bool bounds_same(const Node *a, const Node *b);

/* An imbalance beyond this many SD is no finding but a slip. */
#define BOUNDS_IMBALANCE 8.0
