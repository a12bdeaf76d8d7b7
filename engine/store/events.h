/* The life of a program: drafted, approved, active, then completed, stopped or replaced by another revision. Each step
 * is one row with its day, who did it and why; the last one of a program tells its status. Which step may follow which
 * is decided above. */
#pragma once

#include "store/results.h"

typedef struct StoredEvent {
  StoreId program;
  int revision; /* given by list */
  ProgramStatus status;
  Day day;          /* of the event; ACTIVE: of its first week */
  const char *why;  /* personal; NULL: none said, or erased */
  const char *who;  /* given by list */
  const char *at;   /* given by list: when it was written down */
  const char *head; /* given by list: head of the audit chain with this step, "17-3f2a90b1c4d5e6f7" */
} StoredEvent;

/* Adds a step to the life of a program of this patient. fails ERR_STORE. */
bool store_add_event(Store *s, StoreId patient, const StoredEvent *event, Err *err);
/* The steps of all programs of a patient in the order in which they were written, in the arena. fails ERR_STORE. */
bool store_list_events(Store *s, Arena *a, StoreId patient, StoredEvent **items, size_t *count, Err *err);

typedef struct ProgramRow { /* one revision, without its contents */
  StoreId id, result;
  int revision;
  Day visit;      /* on which the result was judged */
  const char *at; /* when it was planned */
  bool stopped;   /* it is a referral */
  ProgramStatus status;
} ProgramRow;

/* All revisions of a patient, oldest first, in the arena. fails ERR_STORE. */
bool store_list_programs(Store *s, Arena *a, StoreId patient, ProgramRow **items, size_t *count, Err *err);
