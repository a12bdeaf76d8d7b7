/* The life of a program: approving, beginning and ending it, and showing all of its revisions. */
#include "commands/commands.h"
#include "commands/prose.h"
#include "commands/record.h"
#include "sitting/course.h"

#include <string.h>

/* ---- approve ---- */

static void say_step(Session *s, const char *code, int revision, ProgramStatus status, Day day, bool json,
                     const char *who, int replaced) {
  Text t = {.arena = &s->run};
  if (json) {
    text_add(&t, "{\"patient\":");
    text_add_json(&t, code);
    text_addf(&t, ",\"revision\":%d,\"status\":\"%s\",\"date\":\"%s\",\"by\":", revision, status_names[status],
              date_format(&s->run, day));
    text_add_json(&t, who);
    text_add(&t, "}");
  } else {
    text_addf(&t, "%s revision %d: %s %s by %s", code, revision, status_names[status], date_format(&s->run, day),
              record_safe(s, who));
    if (replaced) text_addf(&t, "; it takes the place of revision %d", replaced);
  }
  fprintf(s->out, "%s\n", text_get(&t));
}

bool cmd_approve(Session *s, const Args *args, Err *err) {
  const char *who;
  Course course;
  const ProgramRow *row;
  int revision, replaced;
  bool json = args_has(args, "--json");
  if (!record_revision(args_get(args, "REVISION"), "REVISION", &revision, err) ||
      !record_clinician(s, args, &who, err) || !session_rows(s, err) ||
      !course_open(s, args_get(args, "PATIENT"), &course, err) || !course_find(&course, revision, &row, err) ||
      !course_approve(s, &course, row, &replaced, err))
    return false;
  say_step(s, course.code, row->revision, STATUS_APPROVED, session_today(), json, who, replaced);
  if (!json) fprintf(s->out, "Next: sinew export html %s -o %s.html\n", course.code, course.code);
  return true;
}

/* ---- start, complete, stop ---- */

bool cmd_start(Session *s, const Args *args, Err *err) {
  Course course;
  Day first;
  if (!record_day(args_get(args, "DATE"), "DATE", &first, err) ||
      !course_open(s, args_get(args, "PATIENT"), &course, err) || !course_begin(s, &course, first, err))
    return false;
  say_step(s, course.code, course_in_force(&course)->revision, STATUS_ACTIVE, first, args_has(args, "--json"),
           s->act.who, 0);
  return true;
}

static bool end(Session *s, const Args *args, ProgramStatus how, const char *why, Err *err) {
  Course course;
  if (!course_open(s, args_get(args, "PATIENT"), &course, err) || !course_end(s, &course, how, why, err)) return false;
  say_step(s, course.code, course_in_force(&course)->revision, how, session_today(), args_has(args, "--json"),
           s->act.who, 0);
  return true;
}

bool cmd_complete(Session *s, const Args *args, Err *err) { return end(s, args, STATUS_COMPLETED, NULL, err); }

bool cmd_stop(Session *s, const Args *args, Err *err) {
  const char *why;
  return prose_read(s, args_get(args, "--reason"), "reason: ", &why, err) && end(s, args, STATUS_STOPPED, why, err);
}

/* ---- program status ---- */

static const StoredEvent *last_step(const Course *course, StoreId program) {
  for (size_t i = course->event_count; i-- > 0;)
    if (course->events[i].program == program) return &course->events[i];
  return NULL;
}

static void add_row(Session *s, Text *t, const Course *course, const ProgramRow *row) {
  const StoredEvent *step = last_step(course, row->id);
  text_addf(t, "%8d  %-9s  %.10s  %s", row->revision, row->stopped ? "referral" : status_names[row->status], row->at,
            date_format(&s->run, row->visit));
  if (step)
    text_addf(t, "  %s%s%s",
              row->status == STATUS_DRAFT    ? ""
              : row->status == STATUS_ACTIVE ? "since "
                                             : "on ",
              row->status == STATUS_DRAFT ? "" : arena_printf(&s->run, "%s, ", date_format(&s->run, step->day)),
              record_safe(s, step->who && *step->who ? step->who : "somebody"));
  if (step && step->why) text_addf(t, ": %s", record_safe(s, step->why));
  text_add_char(t, '\n');
}

static void add_row_json(Session *s, Text *t, const Course *course, const ProgramRow *row) {
  const StoredEvent *step = last_step(course, row->id), *approval = course_step(course, row->id, STATUS_APPROVED);
  Day first = course_first_day(course, row->id);
  text_addf(t, "{\"revision\":%d,\"status\":\"%s\",\"referral\":%s,\"planned\":\"%s\",\"visit\":\"%s\"", row->revision,
            status_names[row->status], row->stopped ? "true" : "false", row->at, date_format(&s->run, row->visit));
  text_add(t, ",\"approved_by\":");
  if (approval)
    text_add_json(t, approval->who);
  else
    text_add(t, "null");
  if (first) text_addf(t, ",\"first_day\":\"%s\"", date_format(&s->run, first));
  if (step && step->why) text_add(t, ",\"why\":"), text_add_json(t, step->why);
  text_add_char(t, '}');
}

/* ---- adherence ---- */

/* How much was done of what was planned, week by week. */
static bool list_weeks(Session *s, const Course *course, const ProgramRow *row, DiaryWeek **weeks, size_t *count,
                       Err *err) {
  StoredProgram program;
  StoredLog *logs;
  size_t log_count;
  Day first = row ? course_first_day(course, row->id) : 0;
  *count = 0;
  if (!first) return true;
  if (!course_load(s, course, row, NULL, &program, err) ||
      !store_list_logs(s->store, &s->run, course->patient, 0, &logs, &log_count, err))
    return false;
  diary_weeks(&s->run, logs, log_count, first, program.program.weeks, program.program.sessions_per_week,
              session_today(), weeks, count);
  return true;
}

static void add_week(Text *t, const DiaryWeek *week, bool json) {
  text_addf(t, json ? "{\"week\":%d,\"first_day\":\"%s\",\"done\":" : "  week %d from %s: ", week->number,
            date_format(t->arena, week->first));
  text_add_short(t, week->done, 1);
  text_addf(t, json ? ",\"planned\":%d" : " of %d sessions done", week->planned);
  if (week->pain >= 0) text_addf(t, json ? ",\"worst_pain\":%d" : ", worst pain %d", week->pain);
  text_add_char(t, json ? '}' : '\n');
}

bool cmd_program_status(Session *s, const Args *args, Err *err) {
  Course course;
  DiaryWeek *weeks;
  size_t week_count;
  Text t = {.arena = &s->run};
  bool json = args_has(args, "--json");
  if (!course_open(s, args_get(args, "PATIENT"), &course, err)) return false;
  const ProgramRow *now = course_in_force(&course);
  if (!list_weeks(s, &course, now, &weeks, &week_count, err)) return false;
  if (json) {
    text_add(&t, "{\"patient\":");
    text_add_json(&t, course.code);
    text_addf(&t, ",\"in_force\":%s,\"revisions\":[", now ? arena_printf(&s->run, "%d", now->revision) : "null");
    for (size_t i = 0; i < course.program_count; i++) {
      if (i) text_add_char(&t, ',');
      add_row_json(s, &t, &course, &course.programs[i]);
    }
    text_add(&t, "],\"weeks\":[");
    for (size_t i = 0; i < week_count; i++) {
      if (i) text_add_char(&t, ',');
      add_week(&t, &weeks[i], true);
    }
    text_add(&t, "]}\n");
  } else if (!course.program_count) {
    text_addf(&t, "%s has no program yet: sinew assess %s\n", course.code, course.code);
  } else {
    text_addf(&t, now ? "%s: revision %d is in force\n" : "%s: no program is in force\n", course.code,
              now ? now->revision : 0);
    text_add(&t, "revision  status     planned     visit\n");
    for (size_t i = 0; i < course.program_count; i++) add_row(s, &t, &course, &course.programs[i]);
    for (size_t i = 0; i < week_count; i++) add_week(&t, &weeks[i], false);
  }
  fputs(text_get(&t), s->out);
  return true;
}
