/* A rule and a pack as plain data: a condition tree, what follows from it, and the words around it. Made by pack, read
 * by evaluate. Knows no Lua. */
#pragma once

#include "base/hash.h"
#include "base/version.h"
#include "primitives/expr.h"

typedef struct Effect {
  Action action;
  const char *target; /* id of the muscle, advice, cue or tag; for a stop the urgency's name */
  int muscle;         /* index, -1 when the target is no muscle */
  Urgency urgency;    /* of a stop */
  bool against;       /* an argument against doing it */
} Effect;

typedef struct Grade { /* the rule's own word for an index from here on */
  const char *name;
  double from;      /* base units of unit */
  const Unit *unit; /* NULL: a bare number */
} Grade;

/* Of two things to do with one muscle, which goes first: the later one is held back while the first is asked for. */
typedef struct Precedence {
  Action first, later;
  const char *muscle;
} Precedence;

typedef struct Rule {
  const char *id, *title, *say, *group;
  const char *tell;    /* the finding in words for the patient; "" when the pack has none */
  const char *studied; /* in whom it was studied, in words; "" */
  const char *doubt;   /* known counter-evidence in a phrase; "" */
  bool shown;          /* for information: no finding, no effect, no chance */
  Node *when;
  bool each; /* judged left and right */
  Evidence evidence;
  double weight; /* pack weight, default 1 */
  const Effect *effects;
  size_t effect_count;
  const char *const *cites; /* source keys, NULL-terminated */
  const Grade *grades;      /* ascending */
  size_t grade_count;
  int line; /* in the pack */
} Rule;

typedef struct Require { /* another pack that must be in force */
  const char *id, *text; /* its id, and the range as it was written */
  VersionRange range;
  const struct Pack *pack; /* which fits */
  /* by its rules: found here, or found by one of them that is; NULL: no rule here asks for any */
  const bool *asked;
  int line;
} Require;

typedef struct Pack {
  const char *id, *version, *title, *author, *reviewed, *path;
  const char *text; /* the bytes that it was loaded from */
  size_t len;
  int age_min, age_max; /* population; 0 and 0: anybody */
  Hash hash;
  const Rule *rules; /* sorted by id */
  size_t rule_count;
  const int *order;        /* of judging: a rule comes after those it asks for with found */
  bool asks_found;         /* some rule uses found */
  const Require *requires; /* sorted by id */
  size_t require_count;
  const struct Pack *const *closure; /* all that it requires, and what they require; sorted by id */
  size_t closure_count;
  const Precedence *precedence;
  size_t precedence_count;
  const Policy *policy; /* the catalog's with this pack's changes; NULL: unchanged */
  /* the shared catalog with the pack's own norms; NULL: it has none. Muscles and tests keep their indices. */
  const Catalog *catalog;
  const Catalog *shared; /* the catalog that it was loaded for */
  FunctionCall *call;    /* calls the pack's functions; NULL: it has none */
  void *call_context;
  int node_count;
  int slot_count; /* outcomes a run needs, for each side */
} Pack;

/* By which rows a pack is judged: its own catalog, else the shared one. Policy is beside it, see Pack. */
const Catalog *pack_rows(const Catalog *shared, const Pack *pack);

/* Does a pack judge patients of this age (-1: not known)? */
bool pack_in_population(const Pack *pack, int age_years);

/* A rule by name: "rule" of the pack itself, "pack/rule" of it or of one that it requires. NULL: there is none, or
 * that pack is not there; else *in. */
const Rule *pack_rule(const Pack *pack, const char *name, const Pack **in);

/* Is this effect a stop? A rule with one is a stop rule. */
const Effect *rule_stop(const Rule *rule);

/* "Judged left and right: A and B." */
const char *rule_sentence(Arena *a, const Catalog *catalog, const Rule *rule);

/* "strengthen gluteus_medius; stretch quadriceps" */
const char *rule_effects(Arena *a, const Rule *rule);

/* The rule's word for an index in a unit; "" when it has none for it. */
const char *rule_grade(const Rule *rule, double index, Dimension dimension);

/* The unit in which the index of a leading node is shown; "" for a number of conditions that hold. */
const char *rule_unit(const Node *lead);

/* The rule's say with {side} {index} {value} {unit} {cut} {test} {n} filled from the evaluated tree; lead is the node
 * whose number decided, or NULL: then there is no number, and {n} counts the tests of all true conditions. */
const char *rule_say(Run *run, const Rule *rule, const Node *lead);

/* Names of the fields of rule { } and pack { }; NULL-terminated. */
extern const char *const rule_fields[], *const pack_fields[];

/* First placeholder in say that rule_say does not know, copied without its braces; NULL when all are known. */
const char *rule_bad_placeholder(Arena *a, const char *say);
extern const char *const say_placeholders[];

/* What is wrong with the first placeholder of say that this rule does not fill whenever it is true; NULL: nothing. A
 * {side} is filled by a rule that is judged left and right, all but {n} by one that a number leads. */
const char *rule_unfilled(Arena *a, const Rule *rule);
