/* Condition trees: what a node is, how it is evaluated, described, explained and asked for what it lacks.
 * Truth is three-valued; certainty is carried beside it. A node knows its word (Primitive) and its arguments; the words
 * themselves live in primitives/. Knows no Lua and no rules. */
#pragma once

#include "base/ceiling.h"
#include "base/text.h"
#include "patient/weigh.h"

typedef enum { KIND_TRUTH, KIND_NUMBER, KIND_ANSWER } Kind;
extern const char *const kind_names[]; /* "condition", "number", "answer" */

typedef enum { WHICH_THIS, WHICH_OTHER, WHICH_LEFT, WHICH_RIGHT, WHICH_WORSE, WHICH_BETTER } Which;
extern const char *const which_names[];

typedef struct Node Node;

typedef struct Arg {
  bool given;
  int index;        /* test, muscle, question or enum value */
  double number;    /* in base units of `unit` */
  const Unit *unit; /* NULL: a bare number */
  Node *node;
  const char *text; /* id of a rule, or pack/rule; found when the pack is whole (link) */
} Arg;

/* Trees are walked by recursion. A node may stand in a tree many times; each time counts for its size. */
enum { ARGS_MOST = 4 };

/* A function that a rule brings, and what must be known before it is called. */
typedef struct Function {
  int number;       /* of the function in its pack */
  const char *says; /* what it looks for, in the pack's words; NULL: not said */
  const int *tests; /* indices; -1 ends */
  const int *questions;
  const Unit *unit; /* of the number that it gives; NULL: a bare number, or a condition: see Node.kind */
} Function;

struct Node {
  const struct Primitive *op; /* NULL: poisoned by a mistake that was recorded already */
  int id;                     /* dense within a pack, in the order of making */
  int slot;                   /* of its outcome; equal nodes of a pack share one */
  int line, column;           /* in the pack */
  Kind kind;
  Dimension dimension; /* of a number */
  bool paired;         /* has a side of its own */
  bool side_given;     /* .left, .other, ... was written */
  Which which;
  Arg args[ARGS_MOST];      /* as the word's parameters */
  const Function *function; /* of fn; NULL for all other words */
  Node **kids;              /* of all, any, no */
  size_t kid_count;
  double odds; /* kept for Ops.odds where it rests on the node alone */
  int depth;   /* levels below and including this one; at most NODE_DEPTH */
  int size;    /* nodes below and including this one; at most NODE_SIZE */
  bool used;   /* stands in a rule or in another node */
};

/* What a node gave for one side of one case. Its truth comes first; how certain that is costs more than all the rest,
 * so it is worked out only where somebody asks (expr_certain). */
typedef struct Outcome {
  Truth truth;
  bool owing;    /* p, cap, and of any() all but the truth, are not worked out yet */
  bool plain;    /* compared without a known error */
  double p;      /* certainty that it is true; NAN: none (unknown through a missing thing) */
  double cap;    /* most certainty that may enter an argument */
  double chance; /* how likely chance alone makes a condition true, see expr_eval */
  Value value;   /* the number, of a number node or the one that a condition judged */
  Why why;       /* why unknown */
  Side side;     /* the side that was looked at */
  int test;      /* the test behind the number; -1: several or none */
  int tests;     /* how many tests spoke */
  AnswerValue answer;
  const char *reads; /* what a function looked at: "age = 25; ..."; NULL: nothing */
  const char *steps; /* the lines of a function that ran (walk.h), where Run.stepping wants them; NULL: none */
} Outcome;

struct Run;

/* Calls a pack's function for a node: sets truth and p, or value, and reads; or why WHY_FUNCTION and *fault in the
 * arena. context: the pack's own. */
typedef void FunctionCall(void *context, struct Run *run, const Node *n, Outcome *out, const char **fault);

typedef struct Found { /* what the rules of one pack gave, for found */
  Outcome *outcomes;   /* by rule x 3 + side */
  const bool *each;    /* by rule: judged left and right */
  struct Run *run;     /* in which a required pack was judged; NULL: none was */
} Found;

typedef struct Run {
  Arena *arena;
  const Catalog *catalog;
  Weigh *weigh;
  const AnswerValue *answers; /* by question: what the case answers, OPEN when nothing */
  struct Said **said;         /* by test x 3 + side: what was said of its lack, each sentence made once */
  Side side;                  /* side being judged: LEFT or RIGHT under `side = each`, else BOTH */
  Outcome *outcomes;          /* by slot x 3 + side: what the nodes of the pack being judged gave */
  bool *known;                /* likewise: the outcome is there */
  bool no_chance;             /* nobody asks for Outcome.chance */
  FunctionCall *call;         /* of the pack being judged; NULL: it has no functions */
  void *call_context;
  LIST(const char *) faults; /* of functions, each once */
  struct Found *found;       /* of the pack itself, then of each that it requires; NULL: no rule asks for another */
  size_t found_count;
  const Case *given; /* whose overrides hold for found */
  bool stepping;     /* functions are recorded line by line */
} Run;

typedef LIST(Need) Needs;

typedef enum { FORM_WORD, FORM_METHOD, FORM_OPERATOR } Form; /* word(...), x:word(...), a + b */

typedef enum {
  PARAM_TEST,
  PARAM_MUSCLE,
  PARAM_QUESTION,
  PARAM_QUANTITY, /* a number with its unit: pct(10), or bare */
  PARAM_DOMAIN,
  PARAM_BASE,   /* what a side gap is a percentage of */
  PARAM_ANSWER, /* yes, no, unsure */
  PARAM_NUMBER, /* a node that is a number */
  PARAM_VALUE,  /* a node that is a number or an answer */
  PARAM_TRUTH,  /* a node that is a condition */
  PARAM_RULE    /* the id of a rule of this pack, or pack/rule of a required one */
} ParamKind;

typedef struct Param {
  const char *name; /* field name; NULL ends the list */
  ParamKind kind;
  bool optional;
} Param;

/* Collects mistakes while a node is prepared. Places are the node's. */
typedef struct Build {
  const Catalog *catalog;
  void (*mistake)(void *context, const Node *node, const char *literal, const char *text);
  void *context;
  Arena *arena;
} Build;

/* What a word does. Words that differ in one thing only (strength, length, ...) share functions and tell it by tag. */
typedef enum { CHANCE_NONE, CHANCE_LEAST, CHANCE_SUM } ChanceKind; /* how the chances of conditions combine */

typedef struct Ops {
  bool many;           /* takes any number of conditions instead of params */
  bool counted;        /* with a whole number before them */
  const char *heading; /* in an explanation, before "of 2 conditions"; NULL: the word itself */
  ChanceKind chance;   /* of a word with conditions */
  int tag;
  const Param *params;                /* NULL-name terminated */
  void (*prepare)(Build *b, Node *n); /* sets dimension and paired, checks what the kinds cannot; may be NULL */
  void (*evaluate)(Run *run, const Node *n, Outcome *out);
  void (*certain)(Run *run, const Node *n, Outcome *out); /* the rest of an outcome that evaluate left owing */
  void (*describe)(const Catalog *catalog, const Node *n, Text *out);
  void (*detail)(Run *run, const Node *n, const Outcome *out, Text *text);  /* lines for explain; may be NULL */
  void (*needs)(Run *run, const Node *n, const Outcome *out, Needs *needs); /* of an unknown; may be NULL */
  void (*cut)(const Node *n, double *lo, double *hi); /* between which the number must lie; NULL: no such number */
  /* of a leaf: the share of the comparison group for whom chance alone makes it true; NULL: error does not touch it */
  double (*odds)(const Run *run, const Node *n);
} Ops;

/* A word: its row in primitives.def. */
typedef struct Primitive {
  const char *name;
  Form form;
  Kind gives;
  const Ops *ops;
  const char *usage, *meaning, *example;
} Primitive;

/* Nothing known yet: what every evaluation begins with. */
extern const Outcome OUTCOME_OPEN;

/* The truth of a node on the side being judged, evaluated at most once a case; what else its outcome holds, see owing.
 *
 * chance: how likely chance alone makes the condition true for somebody of the comparison groups; 0 for what error does
 * not touch or what was not decided. all: the least of its parts, any: their sum (at most 1), no: 0. A z against a cut
 * has its share of the normal curve, a side gap beyond 95 % error 2.5 %. source: clinical README 2.6 */
const Outcome *expr_make(Run *run, const Node *n, size_t at);
static inline const Outcome *expr_eval(Run *run, const Node *n) {
  size_t at = (size_t)(n->slot * 3 + (int)run->side);
  return run->known[at] ? &run->outcomes[at] : expr_make(run, n, at);
}

/* The same with nothing owing. */
const Outcome *expr_certain(Run *run, const Node *n);

/* The outcome of a node that was evaluated on the side being judged. */
static inline Outcome *expr_outcome(const Run *run, const Node *n) {
  return &run->outcomes[n->slot * 3 + (int)run->side];
}

/* The side a leaf looks at: its own .left, .other, ..., or the side being judged; BOTH for what has no sides. */
Side expr_side(const Run *run, const Node *n);

/* The node as an English phrase. */
void expr_describe(const Catalog *catalog, const Node *n, Text *out);

/* Everything the unknown parts of a tree lack, duplicates left out, sorted. Call after expr_eval. */
void expr_needs(Run *run, const Node *n, Needs *needs);

/* One line per condition, outermost first. Call after expr_eval. */
typedef LIST(TraceLine) Trace;
void expr_trace(Run *run, const Node *n, int depth, Trace *trace);

/* The first number that decided: the index of a finding. NULL when the tree has none. */
const Node *expr_leading(const Run *run, const Node *n);

/* Is every unknown part unknown through measurement error alone? */
bool expr_only_error(const Run *run, const Node *n);

/* Was this test read on this side, by the pack or by rules of required packs that it asks for? */
bool run_reads(const Run *run, const char *test, Side side);

/* What a case answers to each question of the catalog. Of several answers to one the graver counts: yes, unsure, no. */
const AnswerValue *run_answers(Arena *a, const Catalog *catalog, const Case *c);

/* A value against the range from lo to hi: strict ends, or closed. Sets truth, p, cap, why, value. */
void expr_decide(const Run *run, const Value *value, double lo, double hi, bool closed, Outcome *out);

/* The same, but where the truth is clear from the distance in standard errors p is left owing: to be paid by
 * expr_decide. */
void expr_decide_truth(const Run *run, const Value *value, double lo, double hi, bool closed, Outcome *out);

/* Works out the distances that a policy's certainties stand for. Call when its numbers have changed. */
void expr_measure_policy(Policy *policy);

/* The certainty that enters an argument: p, at most cap. */
double outcome_certainty(const Outcome *out);

/* all(): false if one is, unknown if none is false and one is unknown, else true. Certainty is the least that is known;
 * none while an unknown part has none. why names what lacks before what lies within error. Sets truth, p, cap, plain,
 * why; count >= 1. */
void outcome_all(const Outcome *const *list, size_t count, Outcome *out);

/* any(): true if one is, unknown if none is true and one is unknown, else false. Certainty is the greatest of the true;
 * of several unknown the one within error tells most. count >= 1. */
void outcome_any(const Outcome *const *list, size_t count, Outcome *out);

/* "present", "within error", "near", "clear": the band of a certainty (design 3). */
const char *expr_band(const Policy *policy, const Outcome *out);

/* Helpers for words: one need; side words "left"; numbers with their unit. */
void need_add(Run *run, Needs *needs, Why why, const char *what, Side side, const char *text);
void text_add_value(Text *t, double value, const Unit *unit, int decimals);
const char *side_suffix(Side side); /* " (left)", "" */
