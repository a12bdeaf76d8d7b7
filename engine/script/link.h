/* What ties rules together: the packs that a pack requires, by id and range of versions, and found, which asks for
 * another rule of this pack or of a required one. Gives the order of judging; a circle, a pack that does not fit and a
 * rule that is not there are mistakes with their places. Knows no files: whoever loads a pack hands in the others. */
#pragma once

#include "base/ceiling.h"
#include "base/lexer.h"
#include "rules/rule.h"

typedef struct Fields Fields; /* fields.h: of a running word */
typedef struct Loading Loading;

/* Gives a pack that another requires, loaded for the same catalog; NULL: *err says why there is none, in a sentence.
 * diags: where mistakes of its own text go. */
typedef const Pack *PackGet(void *context, const Pack *from, const char *id, Diags *diags, Err *err);

typedef struct PackShelf { /* zero-initialised: holds none */
  PackGet *get;
  void *context;
} PackShelf;

/* Reads requires = { ["red-flags"] = ">=1.0 <2" } of a running pack { } into pack->requires, and checks its version. */
void link_read(const Fields *f, Pack *pack);

/* Where requires names a pack: its id, or its range; the field when id is NULL or not found. NULL: no such field. */
const Token *link_place(const Lexed *lexed, const char *id, bool range);

/* Gets every required pack. A missing one, and a version outside the range, are mistakes at its line. */
void link_requires(Loading *loading, Pack *pack, const PackShelf *shelf);

/* Finds the rules that found asks for, and puts the rules in an order of judging: pack->order. Rules whose condition
 * looks at no side after all are judged once.
 *
 * takes    rules: those of pack, sorted by id, writable; required packs are there
 * gives    pack->order, pack->asks_found, and what is asked of each required pack
 * fails    mistakes in the diagnostics: unknown rule, pack that is not required, circle
 * source   none
 */
void link_rules(Loading *loading, Rule *rules, Pack *pack);
