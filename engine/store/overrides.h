/* What clinicians say beside the rules: overrides, which stand in place of a rule's own finding at one visit, and notes.
 * An override given again is a new version; notes are only added. Texts are kept as given and never interpreted. */
#pragma once

#include "store/store.h"

/* Stores an override of a visit, made when missing.
 *
 * takes    clear: takes back what is stored of this pack, rule and side, *o holding who and why; o->present is not
 *          looked at then
 * gives    *change: ADDED, ALREADY_THERE (also for nothing to take back), CORRECTED
 * fails    ERR_STORE
 * source   none
 */
bool store_save_override(Store *s, StoreId patient, Day day, const Override *o, bool clear, Stamp at,
                         StoreChange *change, Err *err);
/* The overrides that count at the visit of a day, by pack, rule and side, in the arena. fails ERR_STORE. */
bool store_load_overrides(Store *s, Arena *a, StoreId patient, Day day, Override **items, size_t *count, Err *err);

/* Puts reasons back where marks of store_load_case stand for them.
 *
 * takes    text: of a case, a finding or a result of this patient, may be NULL
 * gives    the text itself, or one in the arena; "(erased)" for a reason that was erased
 * fails    ERR_STORE
 * source   none
 */
bool store_reveal(Store *s, Arena *a, StoreId patient, const char **text, Err *err);

typedef struct OverrideCount {
  const char *pack, *rule;
  int64_t present, absent; /* overrides that count, over all visits and sides */
} OverrideCount;

/* All rules that were overruled, by pack and rule, in the arena. fails ERR_STORE. */
bool store_count_overrides(Store *s, Arena *a, OverrideCount **items, size_t *count, Err *err);

typedef struct StoredNote {
  Day day; /* of the visit */
  const char *text, *clinician;
} StoredNote;

/* Adds a note to the visit of a day, made when missing. fails ERR_STORE. */
bool store_add_note(Store *s, StoreId patient, const StoredNote *note, Stamp at, Err *err);
/* All notes of a patient, oldest visit first, in the arena. fails ERR_STORE. */
bool store_list_notes(Store *s, Arena *a, StoreId patient, StoredNote **items, size_t *count, Err *err);
