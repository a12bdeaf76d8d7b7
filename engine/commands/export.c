/* Writing a judged case and its program into a file, for the patient or for another program. */
#include "commands/commands.h"
#include "commands/record.h"
#include "commands/report.h"
#include "course.h"
#include "output.h"

#include <string.h>

static const Format *find_format(Session *s, const char *name, Err *err) {
  const Format *format = format_find(name, CAN_WRITE);
  Nearest nearest = {.word = name};
  for (const Format *f = formats; f->name; f++)
    if (f->can & CAN_WRITE) text_near(&nearest, f->name);
  if (format) return format;
  fail(err, ERR_USAGE, NULL, "unknown format '%.40s'%s: there are %s", name, text_near_hint(&s->run, &nearest),
       format_names(&s->run, CAN_WRITE));
  return NULL;
}

/* A program may be older than the packs in force. */
static void tell_unknown(Session *s, const Document *document) {
  const Program *program = document->program;
  for (size_t i = 0; program && i < program->item_count; i++) {
    const char *id = program->items[i].exercise;
    if (catalog_exercise(s->rows, id) || (i && strcmp(program->items[i - 1].exercise, id) == 0)) continue;
    fprintf(s->errors,
            "note: the exercise '%s' is not known to the packs in force: its instructions are left out; use its pack "
            "again (sinew rules use PACK)\n",
            record_safe(s, id));
  }
}

/* Which program is written: a referral before anything else, then the one in force, else the last, which a page for a
 * patient shows as a draft only where that is asked for. */
static bool choose(Session *s, const Course *course, const Format *format, bool draft, StoredResult *result,
                   StoredProgram *program, Err *err) {
  const ProgramRow *now = course_in_force(course);
  const char *code = course->code;
  if (!session_last(s, code, result, program, err)) return false;
  if (result_is_stopped(&result->result) || draft || !program->program.item_count) return true;
  if (now) return course_load(s, course, now, result, program, err);
  return format_is_data(format) || fail(err, ERR_DATA, NULL,
                                        "%s has no approved program: sinew approve %s, or add --draft for a page that "
                                        "says that it is a draft",
                                        code, code);
}

/* What was logged since overrides the program: no page of it is handed out, and data says so. */
static bool check_log(Session *s, const Course *course, const Format *format, const StoredResult *result,
                      Document *document, Err *err) {
  return course_warning(s, course->code, course->patient, result->result.date, &document->log_warning, err) &&
         (!document->log_warning || !document->program || format_is_data(format) ||
          fail(err, ERR_CHECK, NULL, "no page is handed out: %s", document->log_warning));
}

/* What the page says about patient and program. */
static bool fill(Session *s, const Course *course, const StoredResult *result, const StoredProgram *program,
                 Document *document, Err *err) {
  const char *packs;
  const ProgramRow *row;
  Case *c = arena_alloc(&s->run, sizeof *c);
  Person *person = arena_alloc(&s->run, sizeof *person);
  StoreId id;
  if (!session_pack_names(s, result, &packs, err) || !session_case(s, course->code, result->result.date, c, &id, err) ||
      !store_load_person(s->store, &s->run, course->patient, person, err))
    return false;
  *document = report_document(s, &result->result, program->id ? &program->program : NULL, packs);
  document->given = c;
  document->person = person;
  document->judged_at = result->at, document->catalog_hash = &result->catalog;
  document->pack_hashes = result->packs, document->pack_count = result->pack_count;
  if (!store_patient_key(s->store, &s->run, course->patient, &document->key, err)) return false;
  if (!report_retests(s, c, document, err)) return false;
  if (!program->id) return true;
  if (!course_find(course, program->revision, &row, err)) return false;
  report_status(course, row, document);
  return true;
}

bool cmd_export(Session *s, const Args *args, Err *err) {
  const char *path = args_get(args, "--output");
  const Format *format = find_format(s, args_get(args, "FORMAT"), err);
  StoredResult result;
  StoredProgram program;
  Course course;
  Document document;
  Text text = {.arena = &s->run};
  if (!format || !session_rows(s, err) || !session_words(s, err) ||
      !course_open(s, args_get(args, "PATIENT"), &course, err) ||
      !choose(s, &course, format, args_has(args, "--draft"), &result, &program, err) ||
      !fill(s, &course, &result, &program, &document, err) || !check_log(s, &course, format, &result, &document, err))
    return false;
  tell_unknown(s, &document);
  if (!format->write(&document, &text, err)) return false;
  if (!output_write(&s->run, path ? path : "-", text_get(&text), text.len, s->out, err)) return false;
  if (path && strcmp(path, "-") != 0) fprintf(s->out, "%s written\n", record_safe(s, path));
  return true;
}
