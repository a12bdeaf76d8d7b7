/* Programs as they are planned: the last revision or an earlier one, or a new one under other limits. */
#include "commands/commands.h"
#include "commands/record.h"
#include "commands/report.h"
#include "program/limit.h"
#include "sitting/cases.h"
#include "sitting/revise.h"

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
  if (!cases_last(s, code, result, program, err)) return false;
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
  if (!cases_is_stale(s, course->code, result, &stale, err) ||
      !cases_loosen(s, course->code, &result->result, program, &more, &more_count, err))
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
  if (!session_rows(s, err) || !session_words(s, err) || !read_limits(s, args, &limits, err) ||
      !find_program(s, args, &limits, &course, &row, &result, &program, err) ||
      !record_left_out(s, course.code, &result, err))
    return false;
  Document document = report_document(s, &result.result, &program.program, NULL);
  report_status(&course, row, &document);
  if (!course_warning(s, course.code, course.patient, result.result.date, &document.log_warning, err)) return false;
  if (args_has(args, "--json") ? !show_json(s, &document, err) : !show(s, &course, &document, &result, &program, err))
    return false;
  return !program.program.stopped || fail(err, ERR_CHECK, NULL, "%s", "");
}

/* ---- plan diff ---- */

/* notes: NULL where there can be none. */
static void print_changes(Session *s, const Changes *changes, const Changes *notes, bool json, const char *head) {
  Text t = {.arena = &s->run};
  text_add(&t, head);
  for (size_t i = 0; i < changes->count; i++) {
    if (json) {
      if (i) text_add_char(&t, ',');
      text_add_json(&t, changes->items[i]);
    } else {
      text_addf(&t, "  %s\n", record_safe(s, changes->items[i]));
    }
  }
  for (size_t i = 0; notes && i < notes->count; i++) {
    if (json)
      text_add(&t, i ? "," : "],\"notes\":["), text_add_json(&t, notes->items[i]);
    else
      text_add_wrapped(&t, "  note: ", 4, REPLY_COLUMNS, notes->items[i]);
  }
  if (json) text_add(&t, "]}\n");
  fputs(text_get(&t), s->out);
}

static bool load_revision(Session *s, const Args *args, const char *which, const Course *course, StoredProgram *out,
                          Err *err) {
  int revision;
  const ProgramRow *row;
  return record_revision(args_get(args, which), which, &revision, err) && course_find(course, revision, &row, err) &&
         course_load(s, course, row, NULL, out, err);
}

bool cmd_plan_diff(Session *s, const Args *args, Err *err) {
  Course course;
  StoredProgram from, to;
  Changes changes;
  bool json = args_has(args, "--json");
  if (!course_open(s, args_get(args, "PATIENT"), &course, err) ||
      !load_revision(s, args, "FROM", &course, &from, err) || !load_revision(s, args, "TO", &course, &to, err))
    return false;
  changes_list(&s->run, &from.program, &to.program, &changes);
  print_changes(s, &changes, NULL, json,
                json ? arena_printf(&s->run, "{\"from\":%d,\"to\":%d,\"changes\":[", from.revision, to.revision)
                     : arena_printf(&s->run, "%s, revision %d against revision %d:%s\n", course.code, to.revision,
                                    from.revision, changes.count ? "" : " nothing is different"));
  return true;
}

/* ---- plan edit ---- */

/* Beyond these a number is a slip of the pen; what suits the patient is the clinician's to say. */
enum { SETS, REPS, HOLD, PER_WEEK, DOSE_WORDS };

static const struct {
  const char *name;
  long most;
} dose_words[DOSE_WORDS] = {
    [SETS] = {"sets", 20}, [REPS] = {"reps", 100}, [HOLD] = {"hold", 600}, [PER_WEEK] = {"perweek", 7}};

static bool set_dose_word(Edit *edit, int kind, Side side, int value, Err *err) {
  if (kind == PER_WEEK && side != SIDE_BOTH)
    return fail(err, ERR_USAGE, "CHANGE", "perweek= holds for both sides: write it before left and right");
  int *const places[DOSE_WORDS] = {&edit->dose[side].sets, &edit->dose[side].reps, &edit->dose[side].hold_s,
                                   &edit->per_week};
  *places[kind] = value;
  return true;
}

/* "left" and "right" hold for the words behind them. */
static bool read_dose_word(Session *s, const char *word, Side *side, Edit *edit, Err *err) {
  size_t len = strcspn(word, "=");
  const char *name = arena_copy_n(&s->run, word, len);
  Nearest near = {.word = name};
  long value;
  for (int i = SIDE_LEFT; i <= SIDE_RIGHT; i++) {
    text_near(&near, side_names[i]);
    if (strcmp(word, side_names[i]) == 0) return *side = (Side)i, true;
  }
  for (int i = 0; i < DOSE_WORDS; i++) {
    long most = dose_words[i].most;
    text_near(&near, dose_words[i].name);
    if (strcmp(name, dose_words[i].name) != 0) continue;
    if (!word[len] || !text_parse_int(word + len + 1, 1, most, &value))
      return fail(err, ERR_DATA, name, "'%.40s' is outside 1 to %ld: write a whole number, %s=%d",
                  word + len + !!word[len], most, name, 3);
    return set_dose_word(edit, i, *side, (int)value, err);
  }
  return fail(err, ERR_USAGE, "CHANGE", "unknown '%.40s'%s: there are sets=, reps=, hold=, perweek=, left and right",
              word, text_near_hint(&s->run, &near));
}

static bool read_edit(Session *s, const Args *args, Edit *edit, Err *err) {
  static const char *const kinds[] = {"swap", "dose", "remove", "add", NULL};
  static const int words[] = {3, 3, 2, 2};
  int kind = name_find(kinds, args->rest[0]);
  if (kind < 0)
    return fail(err, ERR_USAGE, "CHANGE",
                "'%.40s': write swap A B, dose EXERCISE sets=3, remove EXERCISE, or add EXERCISE", args->rest[0]);
  if (args->rest_count < words[kind] || (kind != EDIT_DOSE && args->rest_count > words[kind]))
    return fail(err, ERR_USAGE, "CHANGE", "%s",
                kind == EDIT_SWAP ? "write swap A B: A goes, B comes"
                : kind == EDIT_DOSE
                    ? "write dose EXERCISE sets=3 reps=10 hold=30 perweek=3, or left sets=3 right sets=2"
                    : "write one exercise behind it");
  *edit = (Edit){.kind = (EditKind)kind, .exercise = args->rest[1]};
  if (kind == EDIT_SWAP) edit->other = args->rest[2];
  Side side = SIDE_BOTH;
  for (int i = 2; kind == EDIT_DOSE && i < args->rest_count; i++)
    if (!read_dose_word(s, args->rest[i], &side, edit, err)) return false;
  return true;
}

bool cmd_plan_edit(Session *s, const Args *args, Err *err) {
  Course course;
  const ProgramRow *row;
  StoredProgram program;
  Changes changes, notes;
  Edit edit;
  const char *who;
  int revision;
  bool json = args_has(args, "--json");
  if (!read_edit(s, args, &edit, err) || !record_clinician(s, args, &who, err) ||
      !record_revision(args_get(args, "--revision"), "--revision", &revision, err) || !session_rows(s, err) ||
      !course_open(s, args_get(args, "PATIENT"), &course, err) || !course_find(&course, revision, &row, err) ||
      !revise_edit(s, &course, row, &edit, &program, &changes, &notes, err))
    return false;
  print_changes(s, &changes, &notes, json,
                json ? arena_printf(&s->run, "{\"from\":%d,\"to\":%d,\"changes\":[", row->revision, program.revision)
                     : arena_printf(&s->run, "%s, revision %d by %s, a draft made from revision %d:\n", course.code,
                                    program.revision, record_safe(s, who), row->revision));
  if (!json) fprintf(s->out, "Next: sinew approve %s --as NAME\n", course.code);
  return true;
}
