#include "sitting/course.h"

#include "base/text.h"
#include "formats/handout.h"
#include "sitting/cases.h"

#include <string.h>

/* ---- looking ---- */

bool course_open(Session *s, const char *code, Course *out, Err *err) {
  StoredPatient patient;
  *out = (Course){0};
  if (!session_store(s, STORE_EXISTING, err) || !store_get_patient(s->store, &s->run, code, &patient, err))
    return false;
  out->code = patient.patient.code;
  out->patient = patient.id;
  return store_list_programs(s->store, &s->run, patient.id, &out->programs, &out->program_count, err) &&
         store_list_events(s->store, &s->run, patient.id, &out->events, &out->event_count, err);
}

const ProgramRow *course_in_force(const Course *course) {
  for (size_t i = course->program_count; i-- > 0;)
    if (course->programs[i].status == STATUS_APPROVED || course->programs[i].status == STATUS_ACTIVE)
      return &course->programs[i];
  return NULL;
}

const StoredEvent *course_step(const Course *course, StoreId program, ProgramStatus status) {
  for (size_t i = course->event_count; i-- > 0;)
    if (course->events[i].program == program && course->events[i].status == status) return &course->events[i];
  return NULL;
}

Day course_first_day(const Course *course, StoreId program) {
  const StoredEvent *begun = course_step(course, program, STATUS_ACTIVE);
  return begun ? begun->day : 0;
}

Day course_last_day(Day first, int weeks) { return first + 7 * weeks - 1; }

/* Of two merged records with the same number the later one counts. */
bool course_find(const Course *course, int revision, const ProgramRow **row, Err *err) {
  *row = NULL;
  for (size_t i = course->program_count; i-- > 0 && !*row;)
    if (!revision || course->programs[i].revision == revision) *row = &course->programs[i];
  if (*row) return true;
  if (!course->program_count)
    return fail(err, ERR_DATA, NULL, "%s has no program yet: sinew assess %s", course->code, course->code);
  return fail(err, ERR_DATA, "REVISION", "%s has no revision %d: there are 1 to %d", course->code, revision,
              course->programs[course->program_count - 1].revision);
}

bool course_load(Session *s, const Course *course, const ProgramRow *row, StoredResult *result, StoredProgram *program,
                 Err *err) {
  if (!store_get_program(s->store, &s->run, row->id, program, err)) return false;
  return !result || cases_result(s, course->patient, row->result, result, err);
}

static bool has_item(const ProgramItem *items, size_t count, const ProgramItem *item) {
  for (size_t i = 0; i < count; i++)
    if (items[i].side == item->side && items[i].phase == item->phase && items[i].week_from == item->week_from &&
        strcmp(items[i].exercise, item->exercise) == 0)
      return true;
  return false;
}

bool course_dropped(Session *s, const Course *course, const StoredProgram *now, const ProgramItem **items,
                    size_t *count, Err *err) {
  LIST(ProgramItem) list = {0};
  for (size_t i = 0; i < course->program_count; i++) {
    const ProgramRow *row = &course->programs[i];
    StoredProgram before;
    bool later = now->id && row->revision >= now->revision;
    if (later || !course_step(course, row->id, STATUS_APPROVED)) continue;
    if (!course_load(s, course, row, NULL, &before, err)) return false;
    for (size_t k = 0; k < before.program.item_count; k++) {
      const ProgramItem *item = &before.program.items[k];
      bool kept = has_item(now->program.items, now->program.item_count, item);
      if (!kept && !has_item(list.items, list.count, item)) *LIST_ADD(&s->run, &list) = *item;
    }
  }
  *items = list.items, *count = list.count;
  return true;
}

bool course_warning(Session *s, const char *code, StoreId patient, Day visit, const char **text, Err *err) {
  StoredLog *logs;
  size_t count;
  *text = NULL;
  if (!store_list_logs(s->store, &s->run, patient, 0, &logs, &count, err)) return false;
  const StoredLog *warning = diary_warning(logs, count, visit);
  if (warning)
    *text = arena_printf(&s->run, "log of %s: %s; then sinew assess %s at a new visit",
                         date_format(&s->run, warning->day), DIARY_WARNING, code);
  return true;
}

/* ---- may it be approved? ---- */

/* Is its program still the answer to what is known? */
static bool check_current(Session *s, const Course *course, const ProgramRow *row, Err *err) {
  StoredResult last;
  bool stale;
  const char *code = course->code;
  const ProgramRow *newest = &course->programs[course->program_count - 1];
  int days = (int)s->rows->policy.valid_days;
  const char *warning;
  if (!course_warning(s, code, course->patient, row->visit, &warning, err) ||
      !store_load_result(s->store, &s->run, course->patient, 0, &last, err))
    return false;
  if (warning) return fail(err, ERR_CHECK, NULL, "%s", warning);
  if (last.id != row->result)
    return fail(
        err, ERR_DATA, NULL,
        "%s was judged again since revision %d was planned: look at revision %d (sinew plan %s) and approve that", code,
        row->revision, newest->revision, code);
  if (!cases_is_stale(s, code, &last, &stale, err)) return false;
  if (stale)
    return fail(err, ERR_DATA, NULL,
                "something was recorded for %s since revision %d was planned: judge again (sinew assess %s), then "
                "approve the new revision",
                code, row->revision, code);
  if (session_today() - row->visit > days)
    return fail(err, ERR_DATA, NULL,
                "the findings behind revision %d are of %s, more than %d days ago: examine again, then sinew assess %s",
                row->revision, date_format(&s->run, row->visit), days, code);
  return true;
}

/* Would a yes to the question forbid a program? */
static bool forbids(Session *s, const Case *c, const char *question, bool overrides, bool *out, Err *err) {
  Case asked = *c;
  Result result;
  asked.answers = arena_array(&s->run, c->answer_count + 1, sizeof *asked.answers);
  asked.answer_count = 0;
  for (size_t i = 0; i < c->answer_count; i++)
    if (strcmp(c->answers[i].question, question) != 0) asked.answers[asked.answer_count++] = c->answers[i];
  asked.answers[asked.answer_count++] = (Answer){.question = question, .value = ANSWER_YES};
  if (!overrides) asked.override_count = 0;
  if (!judge_evaluate(s->judge, &s->run, &asked, &result, err)) return false;
  *out = result_is_stopped(&result);
  return true;
}

/* An urgent flag is overruled when its yes would stop the program but for an override. */
static bool count_open(Session *s, const Course *course, const Result *result, size_t *count, Err *err) {
  Case c;
  StoreId patient;
  *count = 0;
  if (!session_judge(s, err) || !cases_get(s, course->code, result->date, &c, &patient, err)) return false;
  for (size_t i = 0; i < result->open_count; i++) {
    const OpenQuestion *q = &result->open[i];
    bool plain = false, overruled = true;
    if (q->urgency == URGENCY_CAUTION) continue;
    if (q->urgency == URGENCY_URGENT && (!forbids(s, &c, q->question, false, &plain, err) ||
                                         (plain && !forbids(s, &c, q->question, true, &overruled, err))))
      return false;
    *count += !plain || overruled;
  }
  return true;
}

static bool check_flags(Session *s, const Course *course, const Result *result, Err *err) {
  size_t open;
  if (result_is_stopped(result))
    return fail(err, ERR_CHECK, NULL, "%s: %s. Refer first; no program is approved. %s", course->code,
                result->stops[0].title, result->stops[0].text);
  if (!count_open(s, course, result, &open, err)) return false;
  if (open)
    return fail(err, ERR_CHECK, NULL,
                "red flags not screened: %zu emergency or urgent open: sinew screen %s, then sinew assess %s", open,
                course->code, course->code);
  return true;
}

/* Likewise by the rules in force: what judged the stored result, with --pack, may know of no red flag. */
static bool check_in_force(Session *s, const Course *course, const Result *result, Err *err) {
  Case c;
  StoreId patient;
  Result now;
  if (s->options.packs)
    return fail(err, ERR_USAGE, "--pack", "the red flags of the rules in force decide: approve without it");
  return session_judge(s, err) && cases_get(s, course->code, result->date, &c, &patient, err) &&
         judge_evaluate(s->judge, &s->run, &c, &now, err) && check_flags(s, course, &now, err);
}

static bool check_draft(const Course *course, const ProgramRow *row, const StoredProgram *program, Err *err) {
  if (row->status != STATUS_DRAFT)
    return fail(err, ERR_DATA, NULL, "revision %d is %s already%s%s", row->revision, status_names[row->status],
                row->status > STATUS_ACTIVE ? ": make a new one with sinew plan or sinew assess " : "",
                row->status > STATUS_ACTIVE ? course->code : "");
  if (!program->program.item_count)
    return fail(err, ERR_DATA, NULL, "revision %d has no exercises: there is nothing to approve", row->revision);
  return true;
}

/* ---- steps ---- */

static bool add_step(Session *s, const Course *course, StoreId program, ProgramStatus status, Day day, const char *why,
                     Err *err) {
  const StoredEvent event = {.program = program, .status = status, .day = day, .why = why};
  return store_add_event(s->store, course->patient, &event, err);
}

/* Ends a transaction. */
static bool settle(Session *s, bool good, Err *err) {
  if (good) return store_commit(s->store, err);
  store_rollback(s->store);
  return false;
}

bool course_plan(Session *s, const char *code, const Limits *limits, StoredResult *result, StoredProgram *program,
                 Err *err) {
  Course course;
  if (!course_open(s, code, &course, err) || !store_begin(s->store, err)) return false;
  bool good = cases_plan(s, code, limits, result, program, err) &&
              add_step(s, &course, program->id, STATUS_DRAFT, session_today(), NULL, err);
  return settle(s, good, err);
}

bool course_draft(Session *s, const Course *course, StoredProgram *record, const char *why, Err *err) {
  record->stamp = session_now();
  record->status = STATUS_DRAFT;
  if (!store_begin(s->store, err)) return false;
  bool good = store_save_program(s->store, record, err) &&
              add_step(s, course, record->id, STATUS_DRAFT, session_today(), why, err);
  return settle(s, good, err);
}

static bool take_over(Session *s, const Course *course, const ProgramRow *before, const ProgramRow *row, Err *err) {
  const char *by = arena_printf(&s->run, "by revision %d", row->revision);
  if (!add_step(s, course, before->id, STATUS_REPLACED, session_today(), by, err)) return false;
  if (before->status != STATUS_ACTIVE || before->result != row->result) return true;
  return add_step(s, course, row->id, STATUS_ACTIVE, course_first_day(course, before->id),
                  arena_printf(&s->run, "goes on from revision %d", before->revision), err);
}

bool course_approve(Session *s, const Course *course, const ProgramRow *row, int *replaced, Err *err) {
  StoredResult result;
  StoredProgram program;
  const ProgramRow *before = course_in_force(course);
  *replaced = before ? before->revision : 0;
  if (!course_load(s, course, row, &result, &program, err) || !check_flags(s, course, &result.result, err) ||
      !check_draft(course, row, &program, err) || !check_current(s, course, row, err) ||
      !check_in_force(s, course, &result.result, err))
    return false;
  if (!store_begin(s->store, err)) return false;
  bool good = add_step(s, course, row->id, STATUS_APPROVED, session_today(), NULL, err) &&
              (!before || take_over(s, course, before, row, err));
  return settle(s, good, err);
}

static bool find_in_force(const Course *course, const ProgramRow **row, Err *err) {
  *row = course_in_force(course);
  return *row ||
         fail(err, ERR_DATA, NULL, "%s has no approved program: sinew plan %s shows the draft, sinew approve %s",
              course->code, course->code, course->code);
}

bool course_begin(Session *s, const Course *course, Day first, Err *err) {
  const ProgramRow *row;
  if (!find_in_force(course, &row, err)) return false;
  if (row->status == STATUS_ACTIVE)
    return fail(err, ERR_DATA, NULL, "revision %d is active since %s", row->revision,
                date_format(&s->run, course_first_day(course, row->id)));
  return add_step(s, course, row->id, STATUS_ACTIVE, first, NULL, err);
}

bool course_end(Session *s, const Course *course, ProgramStatus how, const char *why, Err *err) {
  const ProgramRow *row;
  if (!find_in_force(course, &row, err)) return false;
  if (how == STATUS_COMPLETED && row->status != STATUS_ACTIVE)
    return fail(err, ERR_DATA, NULL, "revision %d has not begun: sinew stop %s ends it", row->revision, course->code);
  return add_step(s, course, row->id, how, session_today(), why, err);
}

/* ---- logging ---- */

static bool check_day(Session *s, const Course *course, const ProgramRow *row, int weeks, Day day, Err *err) {
  Day today = session_today();
  Day first = course_first_day(course, row->id), last = first ? course_last_day(first, weeks) : today;
  const StoredEvent *approved = course_step(course, row->id, STATUS_APPROVED);
  if (!first && approved) first = approved->day;
  if (day > today)
    return fail(err, ERR_DATA, "DATE", "%s lies ahead: today is %s", date_format(&s->run, day),
                date_format(&s->run, today));
  if (day < first || day > last)
    return fail(err, ERR_DATA, "DATE", "%s lies outside revision %d of the program: %s to %s",
                date_format(&s->run, day), row->revision, date_format(&s->run, first), date_format(&s->run, last));
  return true;
}

bool course_sheet(Arena *a, const char *sheet, const char **code, int *revision, Err *err) {
  const char *slash = strchr(sheet, '/');
  long number = 0;
  if (slash && !text_parse_int(slash + 1, 1, 1000000, &number))
    return fail(err, ERR_DATA, "PATIENT", "'%.60s' is no code of a tick sheet: that is PATIENT/1, /2, ...", sheet);
  *code = slash ? arena_copy_n(a, sheet, (size_t)(slash - sheet)) : sheet;
  if (slash) *revision = (int)number;
  return true;
}

/* An exercise by its id, or by the letter that it has on the handout. */
static bool find_exercise(Session *s, const StoredProgram *program, const char **exercise, Err *err) {
  const char *id = *exercise;
  Nearest near = {.word = id};
  size_t at = id ? handout_letter(&program->program, id) : program->program.item_count;
  if (at < program->program.item_count) *exercise = id = program->program.items[at].exercise;
  for (size_t i = 0; id && i < program->program.item_count; i++) {
    if (strcmp(program->program.items[i].exercise, id) == 0) return true;
    text_near(&near, program->program.items[i].exercise);
  }
  return !id || fail(err, ERR_DATA, "EXERCISE", "'%.60s' is not in revision %d of the program%s", id, program->revision,
                     text_near_hint(&s->run, &near));
}

bool course_logbook(Session *s, const char *code, Logbook *out, Err *err) {
  return course_open(s, code, &out->course, err) && find_in_force(&out->course, &out->row, err) &&
         course_load(s, &out->course, out->row, NULL, &out->program, err);
}

bool course_add_log(Session *s, const Logbook *book, StoredLog *log, StoreChange *change, Err *err) {
  const ProgramRow *row = book->row;
  if (log->revision && log->revision != row->revision)
    return fail(err, ERR_DATA, "revision", "revision %d is not in force: %d is", log->revision, row->revision);
  if (!find_exercise(s, &book->program, &log->exercise, err) ||
      !check_day(s, &book->course, row, book->program.program.weeks, log->day, err))
    return false;
  log->program = row->id;
  log->revision = row->revision;
  return (row->status == STATUS_ACTIVE || add_step(s, &book->course, row->id, STATUS_ACTIVE, log->day, NULL, err)) &&
         store_add_log(s->store, book->course.patient, log, change, err);
}

bool course_log(Session *s, const char *code, StoredLog *log, StoreChange *change, Err *err) {
  Logbook book;
  if (!course_logbook(s, code, &book, err) || !store_begin(s->store, err)) return false;
  return settle(s, course_add_log(s, &book, log, change, err), err);
}
