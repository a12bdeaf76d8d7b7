/* The patients' cases in a sitting: read from the database, judged by the packs in force, planned and stored, and what is
 * stored of them. Knows neither SQL nor Lua; prints nothing. */
#pragma once

#include "sitting/session.h"

/* Case of a stored patient's visit (day 0: the last), with limits and the clinic's own comparison groups where they are
 * wanted; what the rows in force do not know is left out of it
 * and stands in s->strangers. */
bool cases_get(Session *s, const char *code, Day day, Case *c, StoreId *patient, Err *err);
/* Judges, plans and stores: result, program (a draft, the next revision), pack and catalog texts, snapshot. */
bool cases_assess(Session *s, const char *code, Day day, Result *result, StoredProgram *program, Err *err);
/* The same in parts, for those who have a pool judge and plan (pool.h, JOB_ASSESS). What is to be judged: */
typedef struct Asked {
  StoreId patient;
  const char *code;
  const char *snapshot; /* in the run arena */
  size_t len;
  Limits limits;
} Asked;
bool cases_ask(Session *s, StoreId patient, const char *code, Day day, Asked *out, Err *err);
/* Stores what came back, inside a transaction that begins with cases_keep_sources; *result and *program are as
 * cases_assess gives them then. */
bool cases_keep_sources(Session *s, Err *err);
bool cases_keep(Session *s, const Asked *asked, Result *result, StoredProgram *program, Err *err);
/* Was the result given last for a visit judged by this engine, catalog and packs? */
bool cases_is_judged(Session *s, StoreId patient, Day day, bool *judged, Err *err);
/* The result and program stored last for a patient; ERR_DATA "assess first" when there is none. */
bool cases_last(Session *s, const char *code, StoredResult *result, StoredProgram *program, Err *err);
/* A stored result by key, with the reasons of overrides in it. */
bool cases_result(Session *s, StoreId patient, StoreId id, StoredResult *result, Err *err);
/* Plans the result stored last anew, under limits (0 in a field: the patient's own), and stores the next revision. */
bool cases_plan(Session *s, const char *code, const Limits *limits, StoredResult *result, StoredProgram *program,
                Err *err);
/* What would let a stored program cover more (loosen.h). */
bool cases_loosen(Session *s, const char *code, const Result *result, const StoredProgram *program, Loosening **items,
                  size_t *count, Err *err);
/* Was anything recorded for the patient since this result, so that judging again may give another? */
bool cases_is_stale(Session *s, const char *code, const StoredResult *result, bool *stale, Err *err);
/* "red-flags 1.0.0, runner-low-back 1.0.0": by which packs a stored result was judged. */
bool cases_pack_names(Session *s, const StoredResult *result, const char **names, Err *err);
/* Packs chosen in the database that did not judge a stored result (NULL: that do not judge now), for --pack was said or
 * they were chosen since: "red-flags, runner-low-back"; "" when each did. */
bool cases_left_out(Session *s, const StoredResult *result, const char **names, Err *err);

typedef struct Refresh { /* what reading again changed */
  bool changed;          /* some file holds other bytes than before */
  bool compared;         /* the open patient was judged before and after */
  Result before, after;
} Refresh;

/* Reads rule and data files again when they changed since the last time. fails as session_read_again,
 * once for each state of the files; what was read last stays in force. */
bool cases_refresh(Session *s, Refresh *out, Err *err);
