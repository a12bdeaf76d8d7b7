#include "facts/model.h"

#include <string.h>

/* Order is that of the enums in model.h. These words are also what is stored and exchanged: never rename one. */
#define NAMED(word) word,
const char *const sex_names[] = {"unknown", "f", "m", "other", NULL};
const char *const side_names[] = {SIDE_WORDS(NAMED) NULL};
const char *const contraction_names[] = {"unknown", "isometric", "eccentric", "concentric", "isokinetic", NULL};
const char *const domain_names[] = {"strength",  "length", "endurance", "control", "posture",
                                    "technique", "load",   "symptom",   NULL};
const char *const origin_names[] = {"measured", "observed", "reported", "derived", NULL};
const char *const answer_names[] = {"open", "no", "yes", "unsure", NULL};
const char *const truth_names[] = {"false", "true", "unknown", NULL};
const char *const evidence_names[] = {EVIDENCE_WORDS(NAMED) NULL};
const char *const action_names[] = {ACTION_WORDS(NAMED) NULL};
const char *const urgency_names[] = {URGENCY_WORDS(NAMED) NULL};
const char *const phase_names[] = {PHASE_WORDS(NAMED) NULL};
const char *const status_names[] = {STATUS_WORDS(NAMED) NULL};

int name_find(const char *const names[], const char *name) {
  for (int i = 0; name != NULL && names[i] != NULL; i++)
    if (names[i][0] == name[0] && strcmp(names[i], name) == 0) return i;
  return -1;
}

const char *why_sentence(Why why) {
#define SENTENCE(why, sentence) [why] = sentence,
  static const char *const sentences[] = {WHY_SENTENCES(SENTENCE)};
  return sentences[why];
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
