/* The numbers on which two clinicians could disagree, by name. Values, units and sources stand in scripts/policy.lua;
 * here are only the names and what they mean. One row each: POLICY(name, unit). */
#pragma once

#define POLICY_ROWS                                                                                                    \
  POLICY(present_p, ratio)          /* a condition is present at or above this certainty */                            \
  POLICY(near_p, ratio)             /* clear at or below this certainty */                                             \
  POLICY(low_z, sd)                 /* low: z below this (negative) */                                                 \
  POLICY(grade_low, grade)          /* a manual grade at or below is low */                                            \
  POLICY(grade_z, sd)               /* and counts as below any cut down to this z */                                   \
  POLICY(pain_limited, score)       /* pain during a test from here on: pain-limited */                                \
  POLICY(primary_relevance, ratio)  /* a test speaks for a muscle alone from this relevance on */                      \
  POLICY(derived_cv, ratio)         /* SD = cv x mean where only a mean is known */                                    \
  POLICY(derived_cap, ratio)        /* most certainty from a derived SD */                                             \
  POLICY(show_only_cap, ratio)      /* most certainty from a show-only norm */                                         \
  POLICY(no_error_certainty, ratio) /* certainty of a plain comparison without a known error */                        \
  POLICY(no_error_sem_sd, sd)       /* stand-in error for pooling weights only */                                      \
  POLICY(use_local_norms, ratio)    /* 1: the clinic's own patients serve where no published norm fits */              \
  POLICY(local_fence, sd)           /* readings this far from their middle are pulled in to there */                   \
  POLICY(local_least, count)        /* people a cell at least */                                                       \
  POLICY(local_adult, count)        /* first year of age of the first grown-up band */                                 \
  POLICY(local_band, count)         /* years of age a band; bands begin at its multiples */                            \
  POLICY(pool_rho, ratio)           /* correlation of tests of one session */                                          \
  POLICY(quality_a, ratio)          /* added variance by norm quality */                                               \
  POLICY(quality_b, ratio)                                                                                             \
  POLICY(quality_c, ratio)                                                                                             \
  POLICY(evidence_strong, ratio)                                                                                       \
  POLICY(evidence_moderate, ratio)                                                                                     \
  POLICY(evidence_limited, ratio)                                                                                      \
  POLICY(evidence_weak, ratio)                                                                                         \
  POLICY(evidence_contradictory, ratio)                                                                                \
  POLICY(valid_days, days) /* a measure counts for a visit this many days old at most */                               \
  POLICY(kept_pain, score) /* an exercise that went well: at most this pain */                                         \
  POLICY(kept_done, ratio) /* and at least so much of it done */                                                       \
  POLICY(default_minutes, min)                                                                                         \
  POLICY(default_days, per_week)                                                                                       \
  POLICY(default_exercises, count)                                                                                     \
  POLICY(default_weeks, weeks)                                                                                         \
  POLICY(plan_level, count)            /* exercises of this level or easier begin a program */                         \
  POLICY(plan_main_share, ratio)       /* an exercise is made for a muscle from this share on */                       \
  POLICY(plan_full_share, ratio)       /* and covers its target alone from this one on */                              \
  POLICY(plan_even_share, ratio)       /* what is left of a share where one side asks and both work alike */           \
  POLICY(plan_extra_sets, count)       /* sets more for the side with the stronger arguments */                        \
  POLICY(plan_strength_days, per_week) /* strength sessions a week without following days */                           \
  POLICY(plan_harder_weeks, weeks)     /* last weeks of a program, in which harder forms take over */                  \
  POLICY(step_reps, count)             /* repetitions or holds more or less in one step */                             \
  POLICY(step_seconds, s)              /* seconds more or less of one bout */

typedef struct Policy {
#define POLICY(name, unit) double name;
  POLICY_ROWS
#undef POLICY
  /* What follows from the rows (expr_measure_policy), in standard errors; 0: not worked out. */
  double present_far; /* a value this far beyond one cut is present */
  double inside_far;  /* and this far inside both ends of a range */
  double near_far;    /* a value this far on the wrong side of a cut is clear */
  double low_share;   /* share of the comparison group below low_z */
} Policy;
