#include "facts/model.h"

#include <string.h>

/* Order is that of the enums in model.h. These words are also what is stored and exchanged: never rename one. */
const char *const sex_names[] = {"unknown", "f", "m", "other", NULL};
const char *const side_names[] = {"both", "left", "right", NULL};
const char *const contraction_names[] = {"unknown", "isometric", "eccentric", "concentric", "isokinetic", NULL};
const char *const domain_names[] = {"strength",  "length", "endurance", "control", "posture",
                                    "technique", "load",   "symptom",   NULL};
const char *const origin_names[] = {"measured", "observed", "reported", "derived", NULL};
const char *const answer_names[] = {"open", "no", "yes", "unsure", NULL};
const char *const truth_names[] = {"false", "true", "unknown", NULL};
const char *const evidence_names[] = {"none", "weak", "contradictory", "limited", "moderate", "strong", NULL};
const char *const action_names[] = {"strengthen", "stretch", "activate", "mobilise", "advise",
                                    "cue",        "exclude", "stop",     NULL};
const char *const urgency_names[] = {"caution", "urgent", "emergency", NULL};
const char *const phase_names[] = {"lengthen", "activate", "strengthen", "integrate", NULL};
const char *const status_names[] = {"draft", "approved", "active", "completed", "stopped", "replaced", NULL};

int name_find(const char *const names[], const char *name) {
  for (int i = 0; name != NULL && names[i] != NULL; i++)
    if (names[i][0] == name[0] && strcmp(names[i], name) == 0) return i;
  return -1;
}

const char *why_sentence(Why why) {
  switch (why) { /* no default: the compiler names a missing reason */
  case WHY_NONE: return "";
  case WHY_NOT_MEASURED: return "the test was not done";
  case WHY_NOT_ANSWERED: return "the question has no yes or no";
  case WHY_NO_NORM: return "no comparison group fits this patient and set-up";
  case WHY_UNVERIFIED: return "the only figures for it are unverified";
  case WHY_ERROR: return "the value lies within its measurement error of the cut";
  case WHY_BOUND: return "a bound or range was recorded that spans the cut";
  case WHY_NO_ERROR: return "the measurement error of this side gap or change is not known";
  case WHY_PAIN: return "pain limited the test";
  case WHY_NO_CUT: return "no cut is known for this test, sex and age";
  case WHY_NO_AGE: return "the age is not known";
  case WHY_NO_MASS: return "the body mass is not known";
  case WHY_NO_LEVER: return "force and torque cannot be compared without a lever arm";
  case WHY_NO_POSITION: return "the comparison group holds in one position and none was recorded";
  case WHY_ONE_SIDE: return "only one of the two sides was measured";
  case WHY_GRADE: return "a manual grade this good says nothing about the deficit";
  case WHY_ZERO: return "it would be divided by zero";
  case WHY_SHARED: return "every test done speaks for both muscles of the pair";
  case WHY_NO_EARLIER: return "no earlier visit has this test in the same set-up";
  case WHY_FUNCTION: return "the rule's own function gave no answer";
  }
  return "";
}

Side side_other(Side side) {
  if (side == SIDE_BOTH) return SIDE_BOTH;
  return side == SIDE_LEFT ? SIDE_RIGHT : SIDE_LEFT;
}

bool result_is_stopped(const Result *result) {
  for (size_t i = 0; i < result->stop_count; i++)
    if (result->stops[i].urgency != URGENCY_CAUTION) return true;
  return false;
}

void program_phase(const Program *program, Phase phase, int *from, int *to) {
  *from = *to = 0;
  for (size_t i = 0; i < program->item_count; i++) {
    const ProgramItem *item = &program->items[i];
    if (item->phase != phase) continue;
    if (!*from || item->week_from < *from) *from = item->week_from;
    if (item->week_to > *to) *to = item->week_to;
  }
}
