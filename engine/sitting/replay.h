/* Proves stored results: each is judged again by the packs and the catalog that the database keeps, from the input that
 * it keeps, and what comes out is compared with the rows. No file beside the database is read. Of programs the first
 * revision is proved, which follows from result and limits; later ones are a clinician's. Prints nothing. */
#pragma once

#include "sitting/session.h"

typedef enum {
  REPLAY_EQUAL,
  REPLAY_DIFFERS,
  REPLAY_CANNOT /* a source is missing or changed, or another engine version gives another result */
} ReplayOutcome;

typedef struct Replayed {
  const char *patient, *uuid;
  Day date;
  const char *engine; /* version that judged then */
  ReplayOutcome outcome;
  const char *what; /* the first difference, or why it cannot be told; "" when equal under the same version */
} Replayed;

typedef struct ReplayRequest {
  StoreId patient; /* whose results, 0: everybody's */
  size_t sample;   /* so many, spread evenly over all that were ever stored; 0: every one */
  bool (*told)(void *context, const Replayed *one, Err *err); /* called for each; NULL: only the counts are wanted */
  void *context;
} ReplayRequest;

typedef struct ReplayCounts {
  size_t equal, differs, cannot;
} ReplayCounts;

/* Judges stored results again.
 *
 * takes    s with its store open; a patient or a sample, not both
 * gives    true and *counts, also when results differ
 * fails    ERR_STORE: the results cannot be listed; what `told` fails with
 * source   none
 */
bool replay_results(Session *s, const ReplayRequest *request, ReplayCounts *counts, Err *err);
