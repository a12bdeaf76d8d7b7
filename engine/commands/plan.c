/* Programs as they are planned: the last revision or an earlier one, or a new one under other limits. */
#include "commands/commands.h"
#include "commands/record.h"
#include "commands/report.h"
#include "course.h"
#include "limit.h"

#include <string.h>

/* ---- limits ---- */

static const char *option_name(Session *s, const char *limit) { return arena_printf(&s->run, "--%s", limit); }

/* "band,mat" as texts; "none" as an empty list. */
static void split(Session *s, const char *text, LimitsText *limits, LimitList list) {
  LIST(const char *) items = {0};
  if (!text) return;
  *LIST_ADD(&s->run, &items) = NULL; /* so that an empty list is not NULL */
  items.count = 0;
  for (const char *at = strcmp(text, "none") == 0 ? "" : text; *at; at += *at == ',') {
    at += strspn(at, " ");
    size_t len = strcspn(at, ","), end = len;
    while (end && at[end - 1] == ' ') end--;
    if (end) *LIST_ADD(&s->run, &items) = arena_copy_n(&s->run, at, end);
    at += len;
  }
  limits->lists[list] = items.items;
  limits->counts[list] = items.count;
}

/* The limits that were given. */
static bool read_limits(Session *s, const Args *args, Limits *limits, Err *err) {
  LimitsText text = {0};
  const char *field = "";
  for (int i = 0; i < LIMIT_NUMBERS; i++) text.text[i] = args_get(args, option_name(s, limit_names[i]));
  for (int i = 0; i < LIMIT_LISTS; i++)
    split(s, args_get(args, option_name(s, limit_names[LIMIT_NUMBERS + i])), &text, (LimitList)i);
  if (limits_read(s->rows, &s->run, &text, limits, &field, err)) return true;
  Err fault = *err;
  *err = (Err){0};
  return fail(err, ERR_USAGE, option_name(s, field), "%s", fault.text);
}

/* ---- plan ---- */

/* The revision that is asked for, or the one stored last, or a new one under limits. */
static bool find_program(Session *s, const Args *args, const Limits *limits, Course *course, const ProgramRow **row,
                         StoredResult *result, StoredProgram *program, Err *err) {
  const char *code = args_get(args, "PATIENT"), *number = args_get(args, "--revision");
  int revision = 0;
  if (number && limits_any(limits))
    return fail(err, ERR_USAGE, "--revision", "limits make a new revision: say the one or the other");
  if (number && !record_revision(number, "--revision", &revision, err)) return false;
  if (number)
    return course_open(s, code, course, err) && course_find(course, revision, row, err) &&
           course_load(s, course, *row, result, program, err);
  if (!session_last(s, code, result, program, err)) return false;
  if ((limits_any(limits) || !program->id) && !course_plan(s, code, limits, result, program, err)) return false;
  return course_open(s, code, course, err) && course_find(course, program->revision, row, err);
}

static bool show(Session *s, const Course *course, const Document *document, const StoredResult *result,
                 const StoredProgram *program, Err *err) {
  Text text = {.arena = &s->run};
  Loosening *more;
  size_t more_count;
  bool stale;
  const ProgramRow *now = course_in_force(course);
  if (!session_is_stale(s, course->code, result, &stale, err) ||
      !session_loosen(s, course->code, &result->result, program, &more, &more_count, err))
    return false;
  report_program(s, course, document, more, more_count, &text);
  if (stale) text_addf(&text, "Something was recorded since: sinew assess %s judges again.\n", course->code);
  if (now && now->id != program->id)
    text_addf(&text, "Revision %d is in force: sinew plan %s --revision %d\n", now->revision, course->code,
              now->revision);
  fputs(text_get(&text), s->out);
  return true;
}

static bool show_json(Session *s, const Document *document, Err *err) {
  Text text = {.arena = &s->run};
  if (!ndjson_write(document, &text, err)) return false;
  fputs(text_get(&text), s->out);
  return true;
}

/* A referral in place of a program is told by the exit code, too. */
bool cmd_plan(Session *s, const Args *args, Err *err) {
  Course course;
  const ProgramRow *row;
  StoredResult result;
  StoredProgram program;
  Limits limits;
  if (!session_rows(s, err) || !read_limits(s, args, &limits, err) ||
      !find_program(s, args, &limits, &course, &row, &result, &program, err))
    return false;
  Document document = report_document(s, &result.result, &program.program, NULL);
  report_status(&course, row, &document);
  if (args_has(args, "--json") ? !show_json(s, &document, err) : !show(s, &course, &document, &result, &program, err))
    return false;
  return !program.program.stopped || fail(err, ERR_CHECK, NULL, "%s", "");
}
