/* The words of the domain as plain data: a case that goes in, a result and a program that come out, and the enums with
 * their names. Everything is open structs that point into one arena. Knows no catalog: tests, muscles and exercises are
 * named by id, so a case or a result can be stored, sent and read again on its own. */
#pragma once

#include "base/date.h"
#include "base/units.h"
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum { SEX_UNKNOWN, SEX_FEMALE, SEX_MALE, SEX_OTHER } Sex;
typedef enum { SIDE_BOTH, SIDE_LEFT, SIDE_RIGHT } Side; /* BOTH: judged once, or a test without sides */
typedef enum {
  CONTRACTION_UNKNOWN,
  CONTRACTION_ISOMETRIC,
  CONTRACTION_ECCENTRIC,
  CONTRACTION_CONCENTRIC,
  CONTRACTION_ISOKINETIC
} Contraction;
typedef enum {
  DOMAIN_STRENGTH,
  DOMAIN_LENGTH,
  DOMAIN_ENDURANCE,
  DOMAIN_CONTROL,
  DOMAIN_POSTURE,
  DOMAIN_TECHNIQUE,
  DOMAIN_LOAD,
  DOMAIN_SYMPTOM,
  DOMAIN_COUNT
} Domain;
typedef enum { ORIGIN_MEASURED, ORIGIN_OBSERVED, ORIGIN_REPORTED, ORIGIN_DERIVED } Origin;
typedef enum { ANSWER_OPEN, ANSWER_NO, ANSWER_YES, ANSWER_UNSURE } AnswerValue;
typedef enum { TRUTH_FALSE, TRUTH_TRUE, TRUTH_UNKNOWN } Truth;
typedef enum {
  EVIDENCE_NONE,
  EVIDENCE_WEAK,
  EVIDENCE_CONTRADICTORY,
  EVIDENCE_LIMITED,
  EVIDENCE_MODERATE,
  EVIDENCE_STRONG
} Evidence;
typedef enum {
  ACTION_STRENGTHEN,
  ACTION_STRETCH,
  ACTION_ACTIVATE,
  ACTION_MOBILISE,
  ACTION_ADVISE,
  ACTION_CUE,
  ACTION_EXCLUDE,
  ACTION_STOP
} Action;
typedef enum { URGENCY_CAUTION, URGENCY_URGENT, URGENCY_EMERGENCY } Urgency;

/* Why something is not known, each with its sentence. */
#define WHY_SENTENCES(X)                                                                                               \
  X(WHY_NONE, "")                                                                                                      \
  X(WHY_NOT_MEASURED, "the test was not done")         /* on this side */                                              \
  X(WHY_NOT_ANSWERED, "the question has no yes or no") /* not asked, or answered "unsure" */                           \
  X(WHY_NO_NORM, "no comparison group fits this patient and set-up")                                                   \
  X(WHY_UNVERIFIED, "the only figures for it are unverified")                                                          \
  X(WHY_ERROR, "the value lies within its measurement error of the cut")                                               \
  X(WHY_BOUND, "a bound or range was recorded that spans the cut")                                                     \
  X(WHY_NO_ERROR, "the measurement error of this side gap or change is not known")                                     \
  X(WHY_PAIN, "pain limited the test") /* pain of 4 or more */                                                         \
  X(WHY_NO_CUT, "no cut is known for this test, sex and age")                                                          \
  X(WHY_NO_AGE, "the age is not known")                                                                                \
  X(WHY_NO_MASS, "the body mass is not known")                                                                         \
  X(WHY_NO_LEVER, "force and torque cannot be compared without a lever arm")                                           \
  X(WHY_NO_POSITION, "the comparison group holds in one position and none was recorded")                               \
  X(WHY_ONE_SIDE, "only one of the two sides was measured")                                                            \
  X(WHY_GRADE, "a manual grade this good says nothing about the deficit") /* of 4 or more */                           \
  X(WHY_ZERO, "it would be divided by zero")                              /* or by something that may be zero */       \
  X(WHY_SHARED, "every test done speaks for both muscles of the pair")                                                 \
  X(WHY_NO_EARLIER, "no earlier visit has this test in the same set-up")                                               \
  X(WHY_FUNCTION, "the rule's own function gave no answer")
#define WHY_ONE(why, sentence) why,
typedef enum { WHY_SENTENCES(WHY_ONE) } Why;

/* Words of enums that a result is full of, in their order; they are stored and exchanged: never rename one. */
#define SIDE_WORDS(X)     X("both") X("left") X("right")
#define EVIDENCE_WORDS(X) X("none") X("weak") X("contradictory") X("limited") X("moderate") X("strong")
#define ACTION_WORDS(X)                                                                                                \
  X("strengthen") X("stretch") X("activate") X("mobilise") X("advise") X("cue") X("exclude") X("stop")
#define URGENCY_WORDS(X) X("caution") X("urgent") X("emergency")
#define PHASE_WORDS(X)   X("lengthen") X("activate") X("strengthen") X("integrate")
#define STATUS_WORDS(X)  X("draft") X("approved") X("active") X("completed") X("stopped") X("replaced")

/* Enum <-> name. `names` is a NULL-terminated array indexed by the enum's values. */
extern const char *const sex_names[];
extern const char *const side_names[];
extern const char *const contraction_names[];
extern const char *const domain_names[];
extern const char *const origin_names[];
extern const char *const answer_names[];
extern const char *const truth_names[];
extern const char *const evidence_names[];
extern const char *const action_names[];
extern const char *const urgency_names[];
extern const char *const phase_names[];
extern const char *const status_names[];
/* Index of a name, or -1. Exact match. */
int name_find(const char *const names[], const char *name);
const char *why_sentence(Why why);
Side side_other(Side side); /* left <-> right, both stays */

/* ---- the case: what goes in ---- */

typedef struct Patient {
  const char *code;  /* the clinic's code; never derived from the name */
  Sex sex;           /* sex of the comparison groups */
  Day born;          /* 0: not known */
  int age_years;     /* at the date of the case; -1: not known. With `born` given it is computed */
  double mass_kg;    /* NAN: not known */
  double height_cm;  /* NAN: not known */
  Side dominant;     /* dominant leg; SIDE_BOTH: not known */
  const char *sport; /* "running", ...; NULL: not known */
} Patient;

/* Identity, kept apart from the case: never judged, never in a code, prompt, history or file name. */
typedef struct Person {
  const char *code;                                      /* of the patient */
  const char *name, *family_name, *given_name, *contact; /* NULL: not given */
} Person;

typedef struct Measure {
  const char *test;        /* id of the test */
  int row;                 /* of the test in the catalog by which it was read, from 1; 0: not known; a hint alone */
  Side side;               /* SIDE_BOTH for a test without sides */
  double lo, hi;           /* in base units of `unit`; equal unless a bound or a range was recorded */
  Dimension quantity;      /* what was recorded: a dynamometer reading may be force, torque, Nm/kg, ... */
  const char *position;    /* position id of the catalog; NULL: not recorded */
  Contraction contraction; /* UNKNOWN: not recorded */
  double lever_m;          /* lever arm in metres; NAN: not recorded */
  int trial;               /* 1..99; 0: unnumbered */
  int pain;                /* 0..10 during the test; -1: not asked */
  Origin origin;
  Day date; /* 0: the date of the case */
} Measure;

typedef struct Answer {
  const char *question; /* id of the question */
  AnswerValue value;
} Answer;

/* A clinician's judgement of one rule on one side, which stands in place of the rule's own at this visit. */
typedef struct Override {
  const char *pack, *rule;
  Side side;
  bool present;          /* else absent */
  const char *reason;    /* in the clinician's words */
  const char *clinician; /* who judged */
} Override;

typedef struct Limits {
  int minutes;                  /* minutes a session; 0: the policy's default */
  int days;                     /* sessions a week, 1..7; 0: default */
  int exercises;                /* most exercises in a program; 0: default */
  const char *const *equipment; /* ids; what the patient has */
  size_t equipment_count;
  int level;                  /* hardest level to begin with; 0: default */
  int positions;              /* most positions in a session; 0: any number */
  unsigned weekdays;          /* days for sessions, bit 0 Monday; 0: none named */
  const char *const *with;    /* exercises that the clinician wants */
  const char *const *without; /* and those not wanted */
  size_t with_count, without_count;
} Limits;

/* People of the patient's sex and age among the clinic's own first visits, the patient left out (local.h). */
typedef struct LocalNorm {
  const char *test, *position; /* position NULL: not recorded */
  Dimension quantity;
  Contraction contraction;
  double mean, sd;      /* base unit of quantity */
  int n;                /* people */
  int age_min, age_max; /* years, inclusive */
  bool lognormal;       /* as of Norm */
} LocalNorm;

typedef struct Case {
  Patient patient;
  Day date; /* the visit that is judged; must be known */
  Measure *measures;
  size_t measure_count;
  Answer *answers;
  size_t answer_count;
  Limits limits;
  Override *overrides; /* one a pack, rule and side */
  size_t override_count;
  const char *local_hash; /* of the set that the clinic's own comparison groups come from; NULL: none */
  bool local_all;         /* they serve every pack, not only those whose policy asks for them */
  LocalNorm *local;
  size_t local_count;
} Case;

/* ---- the result: what judging gives ---- */

/* One thing that must be known before a rule can be decided. */
typedef struct Need {
  Why why;
  const char *what; /* id of a test, question or muscle; "" when the sentence alone says it */
  Side side;
  const char *text; /* the need as a phrase: "Hip abduction, hand-held dynamometer (left)" */
} Need;

typedef struct Finding {
  const char *pack, *rule, *title; /* ids and the rule's title */
  Side side;
  Truth truth;       /* TRUE: present; UNKNOWN: unsure (error alone) or not assessed */
  bool unsure;       /* unknown through measurement error alone: "repeat" */
  double index;      /* the leading number of the condition; NAN: none */
  const char *unit;  /* unit of the index, "" when none */
  double certainty;  /* 0..1 when present */
  const char *grade; /* the rule's own word for the index: "mild"; "" when none */
  Evidence evidence;
  const char *group;        /* one weakness counts once */
  const char *say;          /* the rule's sentence with its placeholders filled; "" unless present */
  const char *const *cites; /* source keys, NULL-terminated */
  Need *needs;              /* why it is unknown */
  size_t need_count;
  const char *tell; /* the rule's words for the patient, in whom it was studied, known counter-evidence; "" */
  const char *studied, *doubt;
  bool shown;             /* for information only: asks for nothing and is counted as no finding */
  const char *overridden; /* who overruled the rule, why, and what it says itself; NULL: nobody did */
} Finding;

/* A finding as an argument for or against a target. */
typedef struct Argument {
  const char *pack, *rule;
  Side side; /* of the target */
  Action action;
  const char *target; /* muscle, advice, cue or tag id */
  bool against;
  const char *group;
  double weight;    /* pack weight x evidence x certainty */
  const char *held; /* why it takes no effect ("test its length first"), or NULL */
} Argument;

typedef struct Target {
  Action action;
  const char *target;
  Side side;
  double weight; /* sum over groups of the strongest for, minus the same against, never below 0 */
  bool conflict; /* arguments for and against, or an exclude */
} Target;

typedef struct Stop {
  const char *pack, *rule, *title;
  Urgency urgency;
  const char *text; /* referral text */
} Stop;

typedef struct OpenQuestion {
  const char *question, *text;
  Urgency urgency;
  int row; /* of the question in the catalog that judged, from 1; 0: not known */
} OpenQuestion;

typedef struct Remark { /* something about the input worth a line: "unlikely value", "outside the pack's population" */
  const char *what, *text;
} Remark;

typedef struct Result {
  const char *patient;
  Day date;
  Finding *findings; /* present, unsure, unknown and overridden; sorted by pack order, rule, side */
  size_t finding_count;
  Argument *arguments; /* sorted by action, target, side, group, rule */
  size_t argument_count;
  Target *targets; /* sorted by weight (descending), action, target, side */
  size_t target_count;
  Stop *stops; /* most urgent first */
  size_t stop_count;
  OpenQuestion *open; /* red-flag questions without yes or no, emergencies first */
  size_t open_count;
  Remark *remarks;
  size_t remark_count;
  size_t judged;             /* leaves against a cut that were decided or unsure: base of the next figure */
  double expected_by_chance; /* findings that chance alone would give (README 2.6) */
} Result;

/* Does a stop forbid a program? Emergency and urgent do; a caution warns only. */
bool result_is_stopped(const Result *result);

/* The number of a condition beside its cut, in base units. */
typedef struct Scale {
  double value;          /* the middle of a range; NAN: no number, or not known */
  double error;          /* half of its 95 % band; NAN: not known, 0: exact */
  double cut_lo, cut_hi; /* the condition holds between them; infinite: open */
  const char *unit;      /* "" of a bare number */
} Scale;

/* One line of an explanation: the condition tree, outermost first. */
typedef struct TraceLine {
  int depth;
  const char *text; /* the condition as a sentence */
  Truth truth;
  double certainty;   /* NAN: plain comparison without error */
  const char *detail; /* value, unit, side, norm, cut, distance, error; several lines separated by \n; "" when none */
  const char *steps;  /* lines of a function of the rule that ran, and what they set, each ended by \n; "" when none */
  Scale scale;        /* of a comparison with a number; else value NAN */
} TraceLine;

/* ---- the program ---- */

typedef enum {
  PHASE_LENGTHEN,   /* release and lengthen: stretches, rolling, easy movements */
  PHASE_ACTIVATE,   /* learn the movement */
  PHASE_STRENGTHEN, /* load it */
  PHASE_INTEGRATE   /* a harder form takes over */
} Phase;

typedef enum { /* of one revision of a program */
               STATUS_DRAFT,
               STATUS_APPROVED, /* by a clinician, not begun */
               STATUS_ACTIVE,
               STATUS_COMPLETED,
               STATUS_STOPPED,
               STATUS_REPLACED /* by a later revision */
} ProgramStatus;

typedef struct ProgramItem {
  const char *exercise, *name;
  Side side;
  Phase phase;
  int sets, reps; /* reps 0: a hold */
  int hold_s;     /* 0: no hold */
  int per_week;
  unsigned days; /* of the week, bit 0 Monday; per_week of them */
  int week_from, week_to;
  int rest_s;       /* between sets */
  double minutes;   /* of one session */
  const char *why;  /* targets and findings that it answers */
  const char *dose; /* dosage row ids, separated by spaces */
} ProgramItem;

typedef struct LeftOut {
  const char *exercise; /* or the target when no exercise fits */
  const char *reason;
} LeftOut;

typedef struct AdviceItem {
  const char *id, *text, *why;
} AdviceItem;

typedef struct Program {
  bool stopped;         /* a stop finding: referral text, no items */
  const char *referral; /* what to do instead; "" unless stopped */
  ProgramItem *items;
  size_t item_count;
  AdviceItem *advice; /* advice and cues */
  size_t advice_count;
  LeftOut *left_out;
  size_t left_out_count;
  int weeks, sessions_per_week;
  double minutes; /* of one session */
  double covered; /* share of the targets' weight that the exercises cover, 0..1 */
  double gap;     /* share by which a better choice could exceed it; 0: proven best */
} Program;

/* First and last week of the items of a phase; 0 and 0: it has none. */
void program_phase(const Program *program, Phase phase, int *from, int *to);
