/* Which limit stands in the way of a better program, and how little of it would have to give: by planning again with
 * one limit at a time. */
#pragma once

#include "program/plan.h"

typedef struct Loosening {
  const char *text; /* "minutes a session: 24 instead of 20" */
  double covered;   /* share of the targets' weight that would be covered then */
} Loosening;

/* The smallest loosening of each limit that lets the exercises cover more.
 *
 * takes    limits: those of the program, NULL for those of the case; program: planned under them
 * gives    true and *items in the arena, in the order of the limits; none when no single one helps
 * fails    as plan_build
 * source   none
 */
bool plan_loosen(const Catalog *catalog, Arena *a, const Case *c, const Result *result, const Limits *limits,
                 const Program *program, Loosening **items, size_t *count, Err *err);
