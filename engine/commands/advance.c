/* What becomes of each exercise after a week of logs: shown, and on request a draft revision. */
#include "commands/commands.h"
#include "commands/record.h"
#include "commands/steps.h"
#include "program/plan.h"
#include "sitting/cases.h"
#include "sitting/course.h"

#include <string.h>

typedef struct Look { /* at the program in force, today */
  Course course;
  const ProgramRow *row;
  StoredResult result;
  StoredProgram program;
  StoredLog *logs;
  size_t log_count;
  Day first, today;
  int week;
  Verdict *verdicts;
  Adaptation *changes; /* NULL: none may be made */
  size_t count, change_count;
  Program next;
  bool stop, changed;
} Look;

static bool open_course(Session *s, const char *code, Look *look, Err *err) {
  if (!record_day(NULL, "", &look->today, err) || !session_rows(s, err) || !course_open(s, code, &look->course, err))
    return false;
  look->row = course_in_force(&look->course);
  if (!look->row)
    return fail(err, ERR_DATA, NULL, "no program of %s is in force: sinew approve %s makes the last draft one", code,
                code);
  look->first = course_first_day(&look->course, look->row->id);
  if (!look->first)
    return fail(err, ERR_DATA, NULL, "the program of %s has not begun: sinew start %s, or sinew log", code, code);
  if (!course_load(s, &look->course, look->row, &look->result, &look->program, err)) return false;
  look->week = look->today < look->first ? 1 : (look->today - look->first) / 7 + 1;
  if (look->week > look->program.program.weeks)
    return fail(err, ERR_DATA, NULL, "the program of %s ended on %s: sinew complete %s, then examine again", code,
                date_format(&s->run, course_last_day(look->first, look->program.program.weeks)), code);
  return store_list_logs(s->store, &s->run, look->course.patient, 0, &look->logs, &look->log_count, err);
}

static bool judge_week(Session *s, Look *look, AnswerValue morning, Err *err) {
  Judge *judge;
  if (!steps_judge(s, &judge, err)) return false;
  const Program *program = &look->program.program;
  bool good = verdict_judge(judge, &s->run, program, look->week, look->logs, look->log_count, look->first, look->today,
                            morning, &look->verdicts, &look->count, err);
  judge_close(judge);
  if (!good) return false;
  look->change_count = verdict_changes(&s->run, look->verdicts, look->count, &look->changes);
  for (size_t i = 0; i < look->count; i++) look->stop = look->stop || look->verdicts[i].stop;
  if (look->stop || look->week >= program->weeks) {
    look->changes = NULL;
    return true;
  }
  if (!adapt_program(s->rows, &s->run, &look->result.result, &look->program.limits, program, look->week + 1,
                     look->changes, look->change_count, &look->next, err))
    return false;
  for (size_t i = 0; i < look->change_count; i++) look->changed = look->changed || look->changes[i].done;
  return true;
}

/* The next revision answers the same findings, so that the weeks of the program go on when it is approved. */
static bool save_draft(Session *s, Look *look, StoredProgram *draft, Err *err) {
  const Result *result = &look->result.result;
  const char *why = arena_printf(&s->run, "after week %d of revision %d", look->week, look->row->revision);
  Case c;
  StoreId patient;
  *draft = (StoredProgram){.result = look->row->result, .limits = look->program.limits, .program = look->next};
  return cases_get(s, look->course.code, result->date, &c, &patient, err) &&
         plan_covered(s->rows, &s->run, &c, result, &draft->limits, &draft->program, &draft->program.covered, err) &&
         course_draft(s, &look->course, draft, why, err);
}

static void show(Session *s, const Look *look, const StoredProgram *draft) {
  Text t = {.arena = &s->run};
  const char *code = look->course.code;
  text_addf(&t, "%s revision %d, week %d of %d, logs up to %s\n\n", code, look->row->revision, look->week,
            look->program.program.weeks, date_format(&s->run, look->today));
  steps_text(s, look->verdicts, look->changes, look->count, &t);
  text_add(&t, "\nThe lines of pain come from tendon trials; for the back they are an analogy.\n");
  if (look->stop)
    text_addf(&t, "Nothing goes on: sinew screen %s, and refer.\n", code);
  else if (!look->changes)
    text_addf(&t, "It is the last week: examine again, then sinew assess %s\n", code);
  else if (draft)
    text_addf(&t, "Next: sinew approve %s %d\n", code, draft->revision);
  else if (look->changed)
    text_addf(&t, "Next: sinew plan progress %s --draft makes this a draft revision, from week %d on\n", code,
              look->week + 1);
  else
    text_add(&t, "Nothing changes.\n");
  fputs(text_get(&t), s->out);
}

static void show_json(Session *s, const Look *look, const StoredProgram *draft) {
  Text t = {.arena = &s->run};
  text_add(&t, "{\"patient\":");
  text_add_json(&t, look->course.code);
  text_addf(&t, ",\"revision\":%d,\"week\":%d,\"date\":\"%s\",\"stop\":%s,\"exercises\":", look->row->revision,
            look->week, date_format(&s->run, look->today), look->stop ? "true" : "false");
  steps_json(look->verdicts, look->changes, look->count, &t);
  if (draft) text_addf(&t, ",\"draft\":%d", draft->revision);
  text_add(&t, "}\n");
  fputs(text_get(&t), s->out);
}

static bool read_morning(const char *text, AnswerValue *out, Err *err) {
  *out = !text                      ? ANSWER_OPEN
         : strcmp(text, "yes") == 0 ? ANSWER_YES
         : strcmp(text, "no") == 0  ? ANSWER_NO
                                    : ANSWER_UNSURE;
  return *out != ANSWER_UNSURE ||
         fail(err, ERR_USAGE, "--morning", "'%.40s': write yes or no: is pain still up the next morning?", text);
}

bool cmd_plan_progress(Session *s, const Args *args, Err *err) {
  Look look = {0};
  StoredProgram draft;
  AnswerValue morning;
  if (!read_morning(args_get(args, "--morning"), &morning, err) ||
      !open_course(s, args_get(args, "PATIENT"), &look, err) || !judge_week(s, &look, morning, err))
    return false;
  bool saved = args_has(args, "--draft") && look.changed;
  if (saved && !save_draft(s, &look, &draft, err)) return false;
  if (args_has(args, "--json"))
    show_json(s, &look, saved ? &draft : NULL);
  else
    show(s, &look, saved ? &draft : NULL);
  return !look.stop || fail(err, ERR_CHECK, look.course.code, DIARY_WARNING);
}
