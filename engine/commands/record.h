/* What the commands that record something share: the day they speak of, the patient behind a code, and how a stop is
 * said. Knows no single command. */
#pragma once

#include "command.h"
#include "sitting/session.h"
#include "store/results.h"

/* The day of an act: --date or another text, else today by session_now(). fails ERR_DATA, placed at `where`. */
bool record_day(const char *text, const char *where, Day *day, Err *err);

/* Who judges, approves or writes: --as NAME, or $SINEW_CLINICIAN; the user of the system alone does not do.
 * fails ERR_USAGE: neither. ERR_DATA as session_who. */
bool record_clinician(Session *s, const Args *args, const char **name, Err *err);

/* The number of a revision; 0 when there is no text. fails ERR_USAGE, placed at `where`. */
bool record_revision(const char *text, const char *where, int *revision, Err *err);

/* --jobs: how many processes judge, 1 without it. fails ERR_USAGE. */
bool record_jobs(const Args *args, int *jobs, Err *err);

/* A stored patient by code; opens the store. fails ERR_DATA: unknown (with the nearest); ERR_STORE. */
bool record_patient(Session *s, const char *code, StoredPatient *patient, Err *err);

/* "Send to hospital, same day" for a question that is answered yes. */
void record_refer(Session *s, const Question *question);

/* Text from anywhere, safe for the terminal; in s->run. */
const char *record_safe(Session *s, const char *text);

/* A line with the packs in force that did not judge a stored result (NULL: that do not judge now); to s->errors. */
bool record_left_out(Session *s, const char *code, const StoredResult *result, Err *err);

/* A line for each test that was left out of the case which was read last; to s->errors. */
void record_strangers(Session *s);

/* " (already there)", " (corrected)" or "". */
const char *record_change(StoreChange change);

/* "412 KiB", "1.5 MiB": a size with a unit that suits it. */
const char *record_bytes(Session *s, int64_t bytes);
