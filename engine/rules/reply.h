/* Replies to questions that go beyond a result: what would change a finding, along which values, and what to measure
 * next; and how replies and findings are said, as plain text of 80 columns and as JSON. Plain values like those of
 * model, with texts of their own. Knows no catalog, no pack, no rule tree and no terminal. */
#pragma once

#include "base/text.h"
#include "facts/model.h"

/* How a rule of one set of packs differs from that of another. */
typedef enum {
  CONTRAST_SAME,    /* not in the list */
  CONTRAST_WORDS,   /* only what is said differs */
  CONTRAST_EFFECT,  /* the condition is the same, what follows from it is not */
  CONTRAST_LOGIC,   /* the condition, its sides, or the ground that it is judged on */
  CONTRAST_ADDED,   /* not there before */
  CONTRAST_REMOVED, /* not there any more */
  CONTRAST_KINDS
} ContrastKind;
extern const char *const contrast_names[]; /* "same", "words", "effect", "condition", "new", "gone" */

/* One measure that can be turned: a test on a side in one set-up. All numbers in base units of unit->dimension. */
typedef struct Gauge {
  const char *test, *name; /* id and name */
  Side side;
  const char *position, *position_name; /* id and words; NULL: none recorded */
  Contraction contraction;
  const Unit *unit;   /* to show it in: the test's, or that of the quantity recorded */
  int decimals;       /* of that unit */
  bool ordinal;       /* manual grade: codes without arithmetic */
  bool measured;      /* false: lo and hi are NAN, the set-up is the one with a comparison group */
  double lo, hi;      /* now; equal unless a bound or a range was recorded */
  double least, most; /* the usual values, widened to hold the present one */
  double mdc;         /* smallest difference of two readings beyond error (95 %); 0: exact, NAN: error not known */
  double sd;          /* of the comparison group; NAN: none */
} Gauge;

typedef struct Span {
  double lo, hi;
  Truth truth;
  bool unsure; /* unknown through measurement error alone */
} Span;        /* an answer and the values that give it; both ends were tried */

typedef struct RuleRef {
  const char *pack, *rule, *title;
  Side side;
} RuleRef;

typedef struct Change { /* of one measure, everything else as it is */
  Gauge gauge;
  double from;     /* now; the middle of a range */
  double to;       /* the nearest value that was tried and does it */
  double short_of; /* the nearest one before it, which does not; NAN: none */
  Truth truth;     /* what the rule is then */
  double count;    /* the change in MDC of the test, else in SD of its comparison group; NAN: neither is known */
  bool by_sd;
} Change;

typedef struct WhyNot {
  const Finding *finding; /* as it is now, also when it is false */
  const char *outside;    /* why the pack does not judge this patient; NULL: it does */
  Change *changes;        /* to the contrary, the smallest first; one a measure */
  size_t change_count;
  TraceLine *leaves; /* conditions that stand in the way of the contrary */
  size_t leaf_count;
} WhyNot;

typedef struct Goal { /* what would end a finding */
  RuleRef rule;
  Change change;     /* gauge.test NULL: no one measure does it */
  TraceLine *leaves; /* conditions that hold it up */
  size_t leaf_count;
} Goal;

typedef struct Goals {
  Goal *list; /* those with a measure first, by test, side and value */
  size_t count;
} Goals;

typedef struct Ground { /* a measure that a finding rests on */
  RuleRef rule;
  const char *test;
  Side side;
} Ground;

typedef struct Grounds {
  Ground *list; /* by pack, rule and side; of each the tests in catalog order, left before right */
  size_t count;
} Grounds;

typedef struct SweepRow {
  RuleRef rule;
  Span *spans; /* ascending; two or more */
  size_t count;
} SweepRow;

typedef struct Sweep {
  Gauge gauge;    /* least and most: what was swept */
  SweepRow *rows; /* rules that change, by pack, rule, side */
  size_t count;
  size_t judged; /* rule sides that read this measure */
} Sweep;

typedef struct Turn {
  Gauge gauge; /* before: what is there */
  double lo, hi;
  const Unit *unit; /* of lo and hi: the test's or that of the quantity given */
} Turn;

typedef struct Difference {
  RuleRef rule;
  const Finding *before, *after; /* also when false */
} Difference;

typedef struct WhatIf {
  Turn *turns;
  size_t turn_count;
  Difference *differences; /* appear, vanish, change certainty, others; each by pack, rule, side */
  size_t count;
} WhatIf;

typedef enum { NEXT_TEST, NEXT_QUESTION, NEXT_FACT } NextKind;

typedef struct NextItem { /* something undone that undecided rules name */
  NextKind kind;
  const char *id, *text;                /* of the test or question; a fact has a text alone */
  bool sides[3];                        /* by Side: where it is missing */
  const char *position, *position_name; /* id and words of the set-up to choose; NULL: the test names none */
  Contraction contraction;              /* of that set-up */
  double named;                         /* weight of the undecided rules that name it */
  double settles;                       /* weight of those that it alone may decide, depending on what comes out */
  RuleRef *alone;                       /* these */
  size_t alone_count;
  bool compared;    /* some comparison group of the test is in the data */
  const char *norm; /* a comparison group that fits this patient; NULL: none */
  bool with_lever;  /* if the lever arm is recorded too */
  Why why;          /* why there is none; of a fact: what it lacks */
} NextItem;

typedef struct Next {
  size_t open, emergencies; /* red-flag questions without yes or no */
  const char *first_open;   /* text of the most urgent; NULL: none */
  size_t undecided;         /* rule sides that are not assessed */
  double weight;            /* of them */
  NextItem *items;          /* tests, questions, facts; each by settles, named, id */
  size_t count;
} Next;

/* ---- as text and JSON ---- */

enum { REPLY_COLUMNS = 80 };

/* "present, certainty 93 %", "not present", "unsure, repeat the test", "not assessed" */
const char *reply_verdict(Arena *a, const Finding *f);
const char *reply_truth(Truth truth, bool unsure); /* the same without a certainty */

/* "Hip abduction low (left)" */
const char *reply_title(Arena *a, const char *title, Side side);

/* A name inside a sentence: no capital. */
const char *reply_inside(Arena *a, const char *name);

/* A value of a measure with its unit, one decimal more than it is recorded with; towards +1 or -1: never rounded the
 * other way, so that a value that does something still does it. */
const char *reply_value(Arena *a, const Gauge *g, double value, int towards);
/* The present value: "61.8 N", ">=240 s", "not measured". */
const char *reply_now(Arena *a, const Gauge *g);
/* ", lying on the side, isometric" or "" */
const char *reply_setup(Arena *a, const Gauge *g);

/* A condition with its values, indented. */
void reply_line(Text *t, const TraceLine *line, int indent);
/* A number, its 95 % error band and the cut on one line of so many columns, at least 8; nothing when it is not known:
 * "...|....(===*===)....": | the cut, * the number, ( and ) the band. The line begins at the least of 0, cut and band. */
void reply_bar(Text *t, const Scale *scale, int columns);
/* What an unknown finding lacks, a line each. */
void reply_needs(Text *t, const Finding *f);

/* JSON: "key":value followed by a comma unless last; a number that is not finite is null. */
void reply_json_text(Text *t, const char *key, const char *value, bool last);
void reply_json_number(Text *t, const char *key, double value, bool last);
void reply_json_rule(Text *t, const char *pack, const char *rule, Side side);
/* The fields of a measure, with a comma behind; numbers in the unit shown. */
void reply_json_gauge(Text *t, const Gauge *g);
/* The truth as JSON knows it: "present", "not present", "unsure", "not assessed". */
const char *reply_state(Truth truth, bool unsure);
