#include "judging/job.h"

#include "formats/ndjson.h"
#include "judging/rejudge.h"
#include "program/plan.h"
#include "rules/shapes.h"

typedef struct Assessed {
  Case given;
  IntakeNotes notes;
  Result result;
  Program program;
} Assessed;

/* planned: with a program. */
static bool assess(const JobRoom *room, Arena *a, const char *item, size_t len, bool planned, Assessed *out, Err *err) {
  Arbiter *arbiter = room->arbiters[0];
  const Catalog *rows = arbiter_catalog(arbiter);
  out->notes = (IntakeNotes){0};
  return ndjson_case(rows, a, item, len, 1, 0, &out->given, &out->notes, err) &&
         arbiter_evaluate(arbiter, a, &out->given, &out->result, err) &&
         (!planned || plan_build(rows, a, &out->given, &out->result, NULL, &out->program, err));
}

static bool run_line(const JobRoom *room, Arena *a, const char *item, size_t len, Text *out, Err *err) {
  Assessed done;
  bool planned = ndjson_asks_program(room->asked);
  if (!assess(room, a, item, len, planned, &done, err)) return false;
  const Document document = {.catalog = arbiter_catalog(room->arbiters[0]),
                             .given = &done.given,
                             .result = &done.result,
                             .program = planned ? &done.program : NULL,
                             .notes = &done.notes,
                             .ready = room->ready};
  ndjson_write_some(&document, room->asked, out);
  return true;
}

static bool run_assess(const JobRoom *room, Arena *a, const char *item, size_t len, Text *out, Err *err) {
  Assessed done;
  if (!assess(room, a, item, len, true, &done, err)) return false;
  return (shape_put(out, &result_shape, &done.result) && shape_put(out, &program_shape, &done.program)) ||
         fail(err, ERR_LIMIT, NULL, "an answer of a worker cannot be written");
}

static bool run_rejudge(const JobRoom *room, Arena *a, const char *item, size_t len, Text *out, Err *err) {
  if (room->count < 2) return fail(err, ERR_LIMIT, NULL, "two sets of packs are needed");
  return rejudge_answer(room->arbiters[0], room->arbiters[1], a, room->work, item, len, out, err);
}

void job_prepare(JobRoom *room, JobKind kind, Arena *a) {
  if (kind == JOB_LINE && room->count) room->ready = ndjson_ready(a, arbiter_catalog(room->arbiters[0]));
}

JobRun *const job_runs[JOB_COUNT] = {[JOB_LINE] = run_line, [JOB_ASSESS] = run_assess, [JOB_REJUDGE] = run_rejudge};
