/* One row of each kind of clinical fact, as plain data: muscles, positions, tests, norms, cuts, questions, exercises,
 * doses, advice and their sources. Every row begins with its id; what it refers to by number is an index into the list
 * of that kind. Knows no list and no file: those are the catalog's. */
#pragma once

#include "facts/model.h"

typedef enum { VERIFIED_YES, VERIFIED_MEMORY, VERIFIED_CONVENTION } Verified; /* memory ships as "unverified" */

typedef struct Source {
  const char *id, *citation, *doi, *url, *seen_as;
} Source;

typedef struct MuscleMap {  /* where it is drawn on the body (bodymap.h) */
  const char *front, *back; /* outlines of the right one; NULL: not seen from there */
  bool deep;                /* below others: a broken edge */
} MuscleMap;

typedef struct Muscle {
  const char *id, *name, *latin;
  const char *const *synonyms; /* NULL-terminated */
  bool paired;                 /* left and right; groups such as core are not */
  bool group;                  /* quadriceps, hamstrings, core: weighed by relevances of their own */
  const char *const *members;  /* muscle ids of a group, NULL-terminated */
  MuscleMap map;
  const char *source;
} Muscle;

typedef struct Position {
  const char *id, *label;
  const char *with; /* id of the posture with which it is taken in a guided assessment; NULL: it is one itself */
} Position;

typedef struct Relevance {
  int muscle;   /* index */
  double share; /* above 0, up to 1: how much the test tells of the muscle (a_i of clinical README 5.6) */
} Relevance;

typedef enum { STATISTIC_MEAN, STATISTIC_BEST } Statistic;
typedef enum { GAP_PERCENT, GAP_DIFFERENCE, GAP_NONE } GapKind; /* how a side gap of this test is expressed */

typedef struct Test {
  const char *id, *name, *how; /* how: set-up in one or two sentences */
  const char *const *synonyms;
  const char *const *positions; /* allowed position ids, NULL-terminated; empty: none distinguished */
  const char *body; /* position id: the posture where no positions are distinguished; NULL: none, or they say it */
  Domain domain;
  const Unit *unit;                /* unit shown; values are kept in the base unit of its dimension */
  bool paired;                     /* measured left and right */
  int better;                      /* +1 higher is better, -1 lower is better, 0 neutral */
  int decimals;                    /* of the unit shown */
  Statistic statistic;             /* how trials become one value, the same as its norms' */
  Contraction contraction;         /* of the standard set-up: assumed when none was recorded, and said so */
  bool ordinal;                    /* manual grade: bounds without arithmetic */
  double possible_lo, possible_hi; /* outside: refused */
  double likely_lo, likely_hi;     /* outside: asked again, in a file listed */
  double sem;                      /* standard error of measurement; NAN: not known */
  bool sem_percent;                /* in per cent of the reading instead of the unit */
  double gap_band;                 /* published side-gap band (95 %), per cent or units by gap; NAN: none */
  GapKind gap;
  const Relevance *relevance;
  size_t relevance_count;
  const char *sem_source, *gap_source, *source;
  Verified verified;
} Test;

typedef enum {
  POPULATION_GENERAL,
  POPULATION_RUNNERS,
  POPULATION_ATHLETES,
  POPULATION_PATIENTS,
  POPULATION_SPECIMENS
} Population;
typedef enum { LEG_ANY, LEG_DOMINANT, LEG_NONDOMINANT, LEG_LEFT, LEG_RIGHT } Leg;

typedef struct Norm {
  const char *id;
  int test;
  const Unit *unit;        /* unit of the source: for showing mean and sd as published */
  Dimension quantity;      /* of mean and sd */
  Contraction contraction; /* UNKNOWN: the test has none */
  const char *position;    /* NULL: the source names none */
  Sex sex;                 /* UNKNOWN: both sexes */
  int age_min, age_max;    /* years, inclusive */
  bool age_assumed;        /* the source gives no clear limits */
  Leg leg;
  Population population;
  const char *sport;     /* of athletes */
  const char *group;     /* comparison group in words: "women 20-29, sedentary or sometimes active" */
  double mean, sd;       /* base units of quantity */
  double per_year, male; /* regression: mean + per_year x age + male x (1 for men); 0 when none */
  double mean_se;        /* standard error of the mean; NAN: sd / sqrt(n) */
  int n;                 /* 0: not given */
  bool lognormal;        /* holds: z on the log scale (clinical README 5.2) */
  bool derived;          /* SD derived from a coefficient of variation: shown as derived, certainty capped */
  bool show_only;        /* mostly injured or otherwise unfit sample: shown, certainty capped low */
  char quality;          /* 'A' 'B' 'C' */
  Verified verified;
  const char *note, *source;
} Norm;

/* A length test's own cut. */
typedef struct Cut {
  const char *id;
  int test;
  Sex sex;
  int age_min, age_max;
  double value; /* base unit of the test */
  bool judges;  /* false: conflicting evidence, shown only */
  Verified verified;
  const char *note, *source;
} Cut;

typedef struct Question {
  const char *id, *text;
  bool red_flag;
  Urgency urgency;       /* of a red flag */
  const char *area;      /* heading under which red flags are asked together; NULL: the pathology */
  const char *pathology; /* what the question screens for */
  const char *action;    /* what to do on yes */
  const char *timeframe;
  Verified verified;
  const char *source;
} Question;

typedef Relevance ExerciseMuscle; /* share in coarse steps */

typedef enum { DOSE_REPS, DOSE_HOLD, DOSE_TIME } DoseKind;

typedef struct Figure {               /* in the words of pose.h */
  const char *scene, *start, *finish; /* what is around, or NULL; poses; start NULL: there is no figure */
} Figure;

typedef struct Exercise {
  const char *id, *name;
  Action purpose; /* strengthen, stretch, activate, mobilise */
  Domain domain;  /* which dosage rows apply: strength, endurance (core holds), control, length */
  const ExerciseMuscle *muscles;
  size_t muscle_count;
  const char *position;
  const char *const *equipment; /* ids needed, all of them */
  const char *const *tags;
  int level;       /* 1 easiest .. 5 */
  bool unilateral; /* done side by side */
  bool loaded;     /* with a weight of which somebody can lift a share */
  DoseKind dose;
  const char *easier, *harder;                                /* exercise ids or NULL */
  const char *setup, *movement, *breathing, *mistakes, *stop; /* plain words for the patient */
  const char *cautions;                                       /* for the clinician */
  Figure figure;
  const char *source;
} Exercise;

typedef struct DoseWords { /* plain words for the patient, and where they come from */
  const char *say, *source;
} DoseWords;

typedef struct Dosage { /* one dose per (purpose, domain, kind) */
  const char *id;
  Action purpose;
  Domain domain;
  DoseKind kind;
  int sets_min, sets_max, reps_min, reps_max, hold_s_min, hold_s_max, per_week_min, per_week_max, rest_s, weeks;
  int week_s; /* seconds of holds a week on which more adds nothing; 0: not known */
  double seconds_per_rep;
  DoseWords tempo, effort, load; /* say is NULL: the row has none; load is for exercises with a weight */
  const char *text, *source;
  Verified verified;
} Dosage;

typedef enum { /* the parts of a program beside its exercises, in the order in which they are read */
               BLOCK_FIRST,
               BLOCK_WARM_UP,
               BLOCK_TRAINING,
               BLOCK_LOAD,
               BLOCK_TECHNIQUE,
               BLOCK_SHOES,
               BLOCK_RECOVERY,
               BLOCK_OTHER,
               BLOCK_COUNT
} AdviceBlock;

typedef struct Growth {             /* a load that may grow by so much a week; test NULL: the advice has none */
  const char *test;                 /* from whose latest measure */
  double by;                        /* percent a week */
  const char *say, *week, *unknown; /* words before the weeks, of one week ({week}, {km}), and without a measure */
} Growth;

typedef struct Advice { /* advice and running cues */
  const char *id, *text;
  Action kind; /* ACTION_ADVISE or ACTION_CUE */
  AdviceBlock block;
  const char *const *exercises; /* ids that it names, to be shown with it; NULL: none */
  Growth grows;
  Evidence evidence;
  const char *source;
} Advice;

typedef enum {
  ROWS_SOURCE,
  ROWS_MUSCLE,
  ROWS_POSITION,
  ROWS_TEST,
  ROWS_NORM,
  ROWS_CUT,
  ROWS_QUESTION,
  ROWS_EXERCISE,
  ROWS_DOSAGE,
  ROWS_ADVICE,
  ROWS_COUNT
} RowKind;
