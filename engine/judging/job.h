/* What a worker of a pool does with one item of its work: one function a kind of job, bytes in, bytes out. Runs in a
 * confined process; whoever asks reads the answer as bytes of a stranger. Knows no socket and no file. */
#pragma once

#include "base/text.h"
#include "judging/arbiter.h"

#include <stdint.h>

enum { JOB_ARBITERS = 4 }; /* most sets of packs in one worker */

typedef struct JobRoom {
  Arbiter *const *arbiters; /* one a set of packs, in the order in which the pool was given them */
  size_t count;
  uint32_t asked;                /* of JOB_LINE: the fields of the line (NdjsonFields) */
  const struct ReadyText *ready; /* made by job_prepare */
  Arena *work;                   /* for parts of an item: whoever uses it empties it, its room stays */
} JobRoom;

/* Does one item.
 *
 * takes    item: len bytes, as whoever put it into the pool wrote it, without a NUL behind
 * gives    true and the answer behind what is in out
 * fails    false with the fault of this item; the others go on. What was added to out is taken back
 * source   none
 */
typedef bool JobRun(const JobRoom *room, Arena *a, const char *item, size_t len, Text *out, Err *err);

typedef enum {
  JOB_LINE,    /* an NDJSON case: its result with a drafted program as a line of NDJSON, line end included */
  JOB_ASSESS,  /* a snapshot: its result and program, for judge_read_assessed */
  JOB_REJUDGE, /* a question to the sets of packs before and after (rejudge.h): its answer */
  JOB_COUNT
} JobKind;

/* Makes ready what all items of one batch share; memory from the arena. */
void job_prepare(JobRoom *room, JobKind kind, Arena *a);

extern JobRun *const job_runs[JOB_COUNT];
