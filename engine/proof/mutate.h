/* The constants of a rule and what becomes of the rule when one is moved or one of its conditions is dropped. Works on
 * copies of the condition tree, never on text: nodes keep their ids, so a mutant is judged like the rule itself. Knows
 * no case and no result. */
#pragma once

#include "base/lexer.h"
#include "rules/rule.h"

typedef struct Site { /* a constant of a rule: a cut, at_least */
  const Node *node;
  int arg;
  double step;            /* one display step, in base units */
  const Test *test;       /* whose own value is compared, or NULL */
  bool has_low, has_high; /* values more than a step below and above are possible */
} Site;

typedef LIST(Site) Sites;

/* All constants of a rule, outermost first, each once. */
Sites mutate_sites(Arena *a, const Catalog *catalog, const Rule *rule);

/* Is this constant a cut that a number is compared with (and no quota, no part of arithmetic)? */
bool mutate_is_cut(const Site *site);

/* "10 %" */
const char *mutate_constant(Arena *a, const Arg *arg);

typedef struct Mutant {
  Node *when;
  const char *change; /* "10 % moved to 9 %", "dropped from all" */
  const char *where;  /* the condition that was changed, as a phrase */
  int line, column;   /* in the pack; column 0: not known */
  int slot_count;     /* of the pack with this mutant in it */
} Mutant;

typedef LIST(Mutant) Mutants;

/* Every mutant of a rule: each constant moved down and up by the larger of one display step and 10 %, and each of
 * several conditions dropped.
 *
 * takes    slots: of the pack as it is; lexed: its text, for columns
 * gives    mutants in the arena. Left out is what can change nothing or is no rule: a move over values that the test
 *          cannot have, low above high, more conditions demanded than there are
 * fails    none
 * source   convention: 10 %
 */
Mutants mutate_rule(Arena *a, const Catalog *catalog, const Rule *rule, int slots, Lexed *lexed);
