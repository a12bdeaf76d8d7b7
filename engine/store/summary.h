/* What the results given last say rule by rule, over many patients: how often a rule was present, unsure, not assessed,
 * and how often a clinician overruled it. Counts alone; nobody is named. */
#pragma once

#include "store/store.h"

typedef struct RuleTally {
  const char *pack, *rule, *title;
  bool shown; /* for information */
  /* sides of the rule in the results given last; present and overruled as the result says */
  int64_t present, unsure, unknown;
  int64_t as_absent, as_present; /* overruled by a clinician: as absent stands for a finding that the rule gave */
} RuleTally;

typedef struct Tally {
  LIST(RuleTally) by_key; /* by key of the wording; inside of the drawer */
  int64_t results;        /* how many were counted */
} Tally;                  /* zeroed: nothing counted */

/* Counts the result given last for the latest visit of a patient that has one; the arena keeps the counts. fails
 * ERR_STORE. */
bool store_tally_result(Store *s, Arena *a, StoreId patient, Tally *tally, Err *err);

/* The rules counted, wordings of one rule together: those that were present most often first, then by pack and rule; in
 * the arena. fails ERR_STORE. */
bool store_list_tally(Store *s, Arena *a, const Tally *tally, RuleTally **items, size_t *count, Err *err);
