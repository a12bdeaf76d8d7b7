/* Inside of the guided assessment: what its files share. guide.c decides what is asked and when, guide_ask.c asks what is
 * no test, guide_test.c one test; guide_keep.c stores each entry at once, takes the last one back, and says what it
 * changed; guide_end.c judges. Everything typed goes through the doors that `measure` and `answer` use. */
#pragma once

#include "commands/checklist.h"
#include "store/unfinished.h"

typedef enum { DEED_PASSED, DEED_ANSWERS, DEED_MEASURES } DeedKind;

typedef struct Deed { /* one entry of this sitting, to take it back */
  DeedKind kind;
  const char *what;    /* "Hip abduction left 61 N" */
  const char *test;    /* NULL: questions */
  const char **ids;    /* of questions */
  AnswerValue *before; /* how they stood */
  int64_t *numbers;    /* of measures */
  size_t count;
  size_t passed; /* length of Guide.passed before it */
  int turn;
} Deed;

typedef enum {
  STEP_ON,   /* something was settled: look again what is needed */
  STEP_BACK, /* the last entry is to be taken back */
  STEP_STOP, /* the rest later */
  STEP_END,  /* judge with what is there */
  STEP_FAULT /* err says it */
} Step;

typedef enum { KEY_LINE, KEY_SKIP, KEY_BACK, KEY_STOP, KEY_END, KEY_HELP, KEY_FAULT } Key;

typedef struct Guide {
  Session *s;
  const char *code; /* the patient's */
  StoreId patient;
  Day day;
  Arena kept;                 /* as long as the command; s->run as long as one round */
  LIST(const char *) passed;  /* tests and questions that were left out in this sitting */
  LIST(const char *) gone_on; /* urgent red flags at yes with which the clinician goes on */
  LIST(Deed) deeds;
  const char *force_unit; /* the last one that was typed; NULL: the test's own */
  const char *first;      /* test that comes before all others: it was just taken back; NULL: none */
  int turn; /* where the patient is: posture by its row, from 1 on; 0: nothing to lie down for, -1: not begun */
  bool all; /* tests without a comparison group are asked, too */
  Case c;   /* as stored, with result and next of this round */
  Result result;
  Next next;
} Guide;

/* ---- guide.c ---- */

/* Reads a line, blanks around it cut off. The end of input and Ctrl-C stop. */
Key guide_read(Guide *g, const char *prompt, const char **line, Err *err);
bool guide_is_passed(const Guide *g, const char *id);
/* How far the assessment of a day is, from the case of that day and what is needed next: tests measured, and to go. */
void guide_count(const Catalog *catalog, const Case *c, const Next *next, size_t *done, size_t *open);
/* Assessments that were begun in the last days and not judged since, the latest first; in the run arena. The store is
 * open. fails ERR_STORE. */
bool guide_unfinished(Session *s, size_t limit, Unfinished **items, size_t *count, Err *err);
/* The manual grade that stands in for a test by force, or NULL. */
const Test *guide_grade(const Catalog *catalog, const Test *test);

/* ---- guide_ask.c: false when there is nothing of the kind to ask ---- */

/* What to do about red flags at yes, and whether to go on. */
bool guide_ask_stop(Guide *g, Step *step, Err *err);
/* The next area of those that stand open. */
bool guide_ask_red_flags(Guide *g, Step *step, Err *err);
/* Sex, age and mass, where they are not known. */
bool guide_ask_fact(Guide *g, Step *step, Err *err);
/* The other questions that undecided rules name. */
bool guide_ask_questions(Guide *g, Step *step, Err *err);

/* ---- guide_test.c ---- */

/* Asks one test on the sides that lack it. right: what the heading says at its end. */
Step guide_test(Guide *g, const NextItem *item, const char *right, Err *err);

/* ---- guide_keep.c ---- */

/* The case as it is stored now, and its findings. */
bool guide_load(Guide *g, Err *err);
/* Stores, acknowledges, and says which findings it changed. */
bool guide_keep_measures(Guide *g, const Test *test, Measure *list, size_t count, Err *err);
bool guide_keep_answers(Guide *g, const Checklist *list, Err *err);
/* Left out in this sitting. */
void guide_pass(Guide *g, const char *what, const char *const *ids, size_t count);
/* Takes the last entry of this sitting back; nothing to take back is said. */
bool guide_back(Guide *g, Err *err);

/* ---- guide_end.c ---- */

/* Judges and stores, says what is present, and leads to program, approval and handout. fails as cases_assess, and
 * ERR_CHECK: a red flag forbids a program */
bool guide_finish(Guide *g, Err *err);
