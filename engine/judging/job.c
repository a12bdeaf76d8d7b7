#include "judging/job.h"

#include "formats/ndjson.h"
#include "judging/rejudge.h"
#include "program/plan.h"

static bool run_line(const JobRoom *room, Arena *a, const char *item, size_t len, Text *out, Err *err) {
  Arbiter *arbiter = room->arbiters[0];
  const Catalog *rows = arbiter_catalog(arbiter);
  IntakeNotes notes = {0};
  Case c;
  Result result;
  Program program;
  if (!ndjson_case(rows, a, item, len, 1, 0, &c, &notes, err) || !arbiter_evaluate(arbiter, a, &c, &result, err) ||
      !plan_build(rows, a, &c, &result, NULL, &program, err))
    return false;
  const Document document = {.catalog = rows, .given = &c, .result = &result, .program = &program, .notes = &notes};
  return ndjson_write(&document, out, err);
}

static bool run_rejudge(const JobRoom *room, Arena *a, const char *item, size_t len, Text *out, Err *err) {
  if (room->count < 2) return fail(err, ERR_LIMIT, NULL, "two sets of packs are needed");
  return rejudge_answer(room->arbiters[0], room->arbiters[1], a, item, len, out, err);
}

JobRun *const job_runs[JOB_COUNT] = {[JOB_LINE] = run_line, [JOB_REJUDGE] = run_rejudge};
