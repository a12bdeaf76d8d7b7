#include "sitting/verdict.h"

#include "base/text.h"
#include "formats/needs.h"

#include <string.h>

/* ---- the logs of one exercise ---- */

typedef struct LogWeek { /* what the logs of a span of days say; -1: nothing */
  int done_pct;          /* summed over days */
  int pain, effort, morning, spread, numb;
} LogWeek;

static void raise(int *worst, int value) {
  if (value > *worst) *worst = value;
}

/* Does the day have a row of the exercise itself? */
static bool has_own(const StoredLog *logs, size_t count, Day day, const char *exercise) {
  for (size_t i = 0; i < count; i++)
    if (logs[i].day == day && text_equal(logs[i].exercise, exercise)) return true;
  return false;
}

/* Pain and warnings of a day count from every row that may speak of the exercise. */
static LogWeek span_of(const StoredLog *logs, size_t count, const char *exercise, Day from, Day to) {
  LogWeek span = {.pain = -1, .effort = -1, .morning = -1, .spread = -1, .numb = -1};
  for (size_t i = 0; i < count; i++) {
    const StoredLog *log = &logs[i];
    if (log->day < from || log->day > to) continue;
    raise(&span.spread, log->spread); /* of the patient, whatever the exercise */
    raise(&span.numb, log->numb);
    if (log->exercise && strcmp(log->exercise, exercise) != 0) continue;
    raise(&span.pain, log->pain);
    raise(&span.morning, log->morning);
    if (!log->exercise && has_own(logs, count, log->day, exercise)) continue;
    raise(&span.effort, log->effort);
    span.done_pct += log->done_pct;
  }
  return span;
}

/* ---- the case ---- */

typedef struct Filling {
  const Catalog *rows;
  Case *c;
} Filling;

static void add_measure(const Filling *to, const char *id, double value) {
  const Test *test = catalog_test(to->rows, id);
  if (!test || value < 0) return;
  to->c->measures[to->c->measure_count++] = (Measure){.test = test->id,
                                                      .lo = value,
                                                      .hi = value,
                                                      .quantity = test->unit->dimension,
                                                      .lever_m = NAN,
                                                      .pain = -1,
                                                      .origin = ORIGIN_REPORTED};
}

static void add_answer(const Filling *to, const char *id, AnswerValue value) {
  if (value != ANSWER_OPEN) to->c->answers[to->c->answer_count++] = (Answer){.question = id, .value = value};
}

static AnswerValue answer_of(int flag) { return flag < 0 ? ANSWER_OPEN : flag ? ANSWER_YES : ANSWER_NO; }

void verdict_case(const Catalog *rows, Arena *a, const StoredLog *logs, size_t count, const char *exercise,
                  int per_week, Day first, Day until, AnswerValue morning, Case *out) {
  enum { MEASURES = 4, ANSWERS = 3 };
  Day from = until - VERDICT_DAYS + 1, before = from - VERDICT_DAYS;
  Filling to = {rows, out};
  *out = (Case){.patient = {.code = "", .age_years = -1, .mass_kg = NAN, .height_cm = NAN}, .date = until};
  out->measures = arena_array(a, MEASURES, sizeof *out->measures);
  out->answers = arena_array(a, ANSWERS, sizeof *out->answers);
  LogWeek all = span_of(logs, count, exercise, first, until); /* a warning lasts until a new program begins */
  LogWeek span = span_of(logs, count, exercise, from, until),
          earlier = span_of(logs, count, exercise, before, from - 1);
  if (first <= from && per_week > 0) add_measure(&to, "log_done", (double)span.done_pct / per_week);
  add_measure(&to, "log_pain", span.pain);
  add_measure(&to, "log_pain_before", earlier.pain);
  add_measure(&to, "log_effort", span.effort);
  add_answer(&to, "log_morning", morning ? morning : answer_of(span.morning));
  add_answer(&to, "log_spread", answer_of(all.spread));
  add_answer(&to, "log_numb", answer_of(all.numb));
}

/* ---- the verdict ---- */

static bool asks_for(const Result *result, Step step) {
  for (size_t i = 0; i < result->target_count; i++)
    if (strcmp(result->targets[i].target, step_names[step]) == 0 && result->targets[i].weight > 0) return true;
  return false;
}

static bool argues(const Result *result, const Finding *finding, Step step) {
  for (size_t i = 0; i < result->argument_count; i++)
    if (strcmp(result->arguments[i].rule, finding->rule) == 0 &&
        strcmp(result->arguments[i].target, step_names[step]) == 0)
      return true;
  return false;
}

/* The sentences of the rules that ask for the step; where none does, what the rules of more lack. */
static const char *why_of(Arena *a, const Result *result, const Verdict *verdict) {
  Text why = {.arena = a};
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *f = &result->findings[i];
    if (f->truth != TRUTH_TRUE || (!verdict->stop && !argues(result, f, verdict->step))) continue;
    bool stops = false;
    for (size_t k = 0; k < result->stop_count; k++) stops = stops || strcmp(result->stops[k].rule, f->rule) == 0;
    if (verdict->stop && !stops) continue;
    text_addf(&why, "%s%s: %s [%s/%s]", why.len ? " " : "", f->title, f->say, f->pack, f->rule);
  }
  for (size_t i = 0; i < result->finding_count && !why.len; i++) {
    const Finding *f = &result->findings[i];
    if (strcmp(f->rule, "log-easy") == 0 && f->truth == TRUTH_UNKNOWN)
      text_addf(&why, "Too little is known to go on: needs %s [%s/%s]", needs_phrase(a, f, 1), f->pack, f->rule);
  }
  return text_get(&why);
}

/* Less outranks staying, staying outranks more. */
static void read_verdict(Arena *a, const Result *result, Verdict *out) {
  out->stop = result_is_stopped(result);
  out->step = STEP_HOLD;
  if (!out->stop && asks_for(result, STEP_REGRESS))
    out->step = STEP_REGRESS;
  else if (!out->stop && !asks_for(result, STEP_HOLD) && asks_for(result, STEP_PROGRESS))
    out->step = STEP_PROGRESS;
  out->why = why_of(a, result, out);
}

bool verdict_judge(Judge *judge, Arena *a, const Program *program, int week, const StoredLog *logs, size_t count,
                   Day first, Day until, AnswerValue morning, Verdict **out, size_t *out_count, Err *err) {
  LIST(Verdict) list = {0};
  for (size_t i = 0; i < program->item_count; i++) {
    const ProgramItem *item = &program->items[i];
    Case c;
    Result result;
    if (!item_in_week(item, week) || (list.count && strcmp(list.items[list.count - 1].exercise, item->exercise) == 0))
      continue;
    verdict_case(judge_catalog(judge), a, logs, count, item->exercise, item->per_week, first, until, morning, &c);
    if (!judge_evaluate(judge, a, &c, &result, err)) return false;
    Verdict *verdict = LIST_ADD(a, &list);
    *verdict = (Verdict){.exercise = item->exercise, .name = item->name};
    read_verdict(a, &result, verdict);
  }
  *out = list.items;
  *out_count = list.count;
  return true;
}

size_t verdict_changes(Arena *a, const Verdict *verdicts, size_t count, Adaptation **out) {
  *out = arena_array(a, count, sizeof **out);
  for (size_t i = 0; i < count; i++)
    if (verdicts[i].stop) return 0;
  for (size_t i = 0; i < count; i++)
    (*out)[i] = (Adaptation){.exercise = verdicts[i].exercise, .step = verdicts[i].step};
  return count;
}
