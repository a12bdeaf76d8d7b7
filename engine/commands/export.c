/* Writing a judged case and its program into a file, for the patient or for another program. */
#include "base/output.h"
#include "base/private.h"
#include "commands/bars.h"
#include "commands/basis.h"
#include "commands/commands.h"
#include "commands/record.h"
#include "commands/report.h"
#include "commands/tables.h"
#include "script/letterhead.h"
#include "sitting/cases.h"
#include "sitting/course.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Without a name the ending of the file tells. */
static const Format *told_by_file(Session *s, const Args *args, Err *err) {
  const char *path = args_get(args, "--output"), *word = args_get(args, "PATIENT");
  const Format *format = path ? format_of_file(path, CAN_WRITE) : NULL;
  if (format) return format;
  if (!path && format_find(word, CAN_WRITE))
    fail(err, ERR_USAGE, NULL, "missing PATIENT; usage: %s %s", args->command->name, args->command->usage);
  else if (!path)
    fail(err, ERR_USAGE, NULL,
         "name the format before the patient, or a file whose ending tells it (-o %.80s.html): there are %s", word,
         format_names(&s->run, CAN_WRITE));
  else
    fail(err, ERR_USAGE, "--output", "the ending of '%.80s' is that of no format: name one before the patient, of %s",
         path, format_names(&s->run, CAN_WRITE));
  return NULL;
}

static const Format *find_format(Session *s, const Args *args, Err *err) {
  const char *name = args_get(args, "FORMAT");
  const Format *format = name ? format_find(name, CAN_WRITE) : NULL;
  Nearest nearest = {.word = name};
  if (!name) return told_by_file(s, args, err);
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
 * patient shows as a draft only where that is asked for. Clinicians read what was judged last. */
static bool choose(Session *s, const Course *course, const Format *format, DocumentKind kind, bool draft,
                   StoredResult *result, StoredProgram *program, Err *err) {
  const ProgramRow *now = course_in_force(course);
  const char *code = course->code;
  if (!cases_last(s, code, result, program, err)) return false;
  if (result_is_stopped(&result->result) || draft || !program->program.item_count) return true;
  if (kind != DOCUMENT_HANDOUT && !format_is_data(format)) return true;
  if (now) return course_load(s, course, now, result, program, err);
  return format_is_data(format) || fail(err, ERR_DATA, NULL,
                                        "%s has no approved program: sinew approve %s, or add --draft for a page that "
                                        "says that it is a draft",
                                        code, code);
}

static void tell_notices(Session *s, const Text *notices) {
  for (const char *at = text_get(notices); *at; at += strcspn(at, "\n"), at += *at == '\n')
    fprintf(s->errors, "note: %.*s\n", (int)strcspn(at, "\n"), at);
}

/* ---- what the page says ---- */

typedef struct Earlier { /* results before the one that is written */
  const Result *before;  /* the last of an earlier day; NULL: none */
  Day *since;            /* of each stop: the first day from which on every result had it */
} Earlier;

static bool has_stop(const Result *result, const Stop *stop) {
  for (size_t i = 0; i < result->stop_count; i++)
    if (text_equal(result->stops[i].rule, stop->rule) && text_equal(result->stops[i].pack, stop->pack)) return true;
  return false;
}

static void note_earlier(const Result *result, const StoredResult *earlier, Earlier *out, Arena *a) {
  if (earlier->result.date >= result->date) return;
  for (size_t i = 0; i < result->stop_count; i++)
    if (!has_stop(&earlier->result, &result->stops[i]))
      out->since[i] = result->date;
    else if (out->since[i] > earlier->result.date)
      out->since[i] = earlier->result.date;
  Result *kept = arena_alloc(a, sizeof *kept);
  *kept = earlier->result;
  out->before = kept;
}

/* Pages of keys in the order in which they were stored. */
static bool read_earlier(Session *s, StoreId patient, const Result *result, Earlier *out, Err *err) {
  enum { PAGE = 64 };
  StoreId *ids = NULL;
  size_t count = PAGE;
  out->since = arena_array(&s->run, result->stop_count + 1, sizeof *out->since);
  for (size_t i = 0; i < result->stop_count; i++) out->since[i] = result->date;
  for (StoreId after = 0; count == PAGE; after = count ? ids[count - 1] : after) {
    if (!store_list_results(s->store, &s->run, patient, after, PAGE, &ids, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
      StoredResult earlier;
      if (!cases_result(s, patient, ids[i], &earlier, err)) return false;
      note_earlier(result, &earlier, out, &s->run);
    }
  }
  return true;
}

/* Sessions by week of the program in force, up to the last day that was logged: no clock is asked. */
static bool fill_weeks(Session *s, const Course *course, Document *document, Err *err) {
  const ProgramRow *row = course_in_force(course);
  Day first = row ? course_first_day(course, row->id) : 0;
  StoredProgram program;
  StoredLog *logs;
  DiaryWeek *weeks;
  size_t log_count, count;
  if (!first) return true;
  if (!course_load(s, course, row, NULL, &program, err) ||
      !store_list_logs(s->store, &s->run, course->patient, 0, &logs, &log_count, err))
    return false;
  if (!log_count) return true;
  diary_weeks(&s->run, logs, log_count, first, program.program.weeks, program.program.sessions_per_week,
              logs[log_count - 1].day, &weeks, &count);
  ChartWeek *bars = arena_array(&s->run, count + 1, sizeof *bars);
  for (size_t i = 0; i < count; i++)
    bars[i] = (ChartWeek){weeks[i].number, weeks[i].planned, weeks[i].done, weeks[i].pain};
  document->weeks = bars, document->week_count = count;
  return true;
}

/* What only the report and the letter say. Without the rules that judged, the report leaves out what it rests on. */
static bool fill_clinical(Session *s, const Course *course, const StoredResult *result, Document *document, Err *err) {
  Earlier earlier = {0};
  Page *page = arena_alloc(&s->run, sizeof *page);
  Err unlike = {0};
  if (!read_earlier(s, course->patient, &result->result, &earlier, err) || !fill_weeks(s, course, document, err))
    return false;
  document->before = earlier.before;
  document->stops_since = earlier.since;
  if (document->kind == DOCUMENT_REFERRAL || !s->judge) return true;
  document->scales = bars_find(s, document->result->patient, document->result);
  if (basis_page(s, result, document->given, page, &unlike)) {
    document->page = page;
    return basis_explain(s, page, err);
  }
  if (unlike.kind == ERR_DATA) fprintf(s->errors, "note: what the report rests on is left out: %s\n", unlike.text);
  return unlike.kind == ERR_NONE || unlike.kind == ERR_DATA || fail(err, unlike.kind, unlike.where, "%s", unlike.text);
}

/* What was logged since overrides the program: no page of it is handed out; what clinicians read says so. */
static bool check_log(Session *s, const Course *course, const Format *format, const StoredResult *result,
                      Document *document, Err *err) {
  return course_warning(s, course->code, course->patient, result->result.date, &document->log_warning, err) &&
         (!document->log_warning || !document->program || format_is_data(format) ||
          document->kind != DOCUMENT_HANDOUT ||
          fail(err, ERR_CHECK, NULL, "no page is handed out: %s", document->log_warning));
}

/* What the page says about patient and program. */
static bool fill(Session *s, const Course *course, const StoredResult *result, const StoredProgram *program,
                 const Document *wanted, Document *document, Err *err) {
  const char *packs;
  const ProgramRow *row;
  Case *c = arena_alloc(&s->run, sizeof *c);
  Person *person = arena_alloc(&s->run, sizeof *person);
  StoreId id;
  if (!cases_pack_names(s, result, &packs, err) || !cases_get(s, course->code, result->result.date, c, &id, err) ||
      !store_load_person(s->store, &s->run, course->patient, person, err))
    return false;
  *document = report_document(s, &result->result, program->id ? &program->program : NULL, packs);
  document->kind = wanted->kind, document->paper = wanted->paper, document->large = wanted->large;
  document->letterhead = wanted->letterhead;
  if (wanted->words) document->words = wanted->words;
  document->session_at = wanted->session_at, document->bom = wanted->bom;
  document->program_number = (long)program->id;
  document->given = c;
  document->person = person;
  document->judged_at = result->at, document->catalog_hash = &result->catalog;
  document->pack_hashes = result->packs, document->pack_count = result->pack_count;
  if (!store_patient_key(s->store, &s->run, course->patient, &document->key, err)) return false;
  if (!report_retests(s, c, document, err)) return false;
  if (wanted->kind != DOCUMENT_HANDOUT && !fill_clinical(s, course, result, document, err)) return false;
  if (!program->id) return true;
  if (!course_find(course, program->revision, &row, err)) return false;
  report_status(course, row, document);
  return true;
}

/* ---- what is wanted ---- */

static bool find_name(const char *given, const char *option, const char *const *names, int *found, Err *err) {
  if (!given) return true;
  *found = name_find(names, given);
  if (*found >= 0) return true;
  return fail(err, ERR_USAGE, option, "'%.40s' is none of %s, %s%s%s", given, names[0], names[1],
              names[2] ? " and " : "", names[2] ? names[2] : "");
}

/* "18:00" as minutes after midnight; a session begins in the evening unless somebody says otherwise. */
static bool session_time(const char *text, int *minutes, Err *err) {
  int hour, minute, len = 0;
  *minutes = 18 * 60;
  if (!text) return true;
  if (sscanf(text, "%2d:%2d%n", &hour, &minute, &len) == 2 && !text[len] && len == 5 && hour >= 0 && hour < 24 &&
      minute >= 0 && minute < 60) {
    *minutes = 60 * hour + minute;
    return true;
  }
  return fail(err, ERR_USAGE, "--at", "'%.40s' is no time of the day: write 07:30 or 18:00", text);
}

/* --letterhead FILE, else letterhead.lua beside the database, else none. */
static bool read_letterhead(Session *s, const Args *args, Document *wanted, Err *err) {
  const char *path = args_get(args, "--letterhead"), *database;
  Letterhead *head = arena_alloc(&s->run, sizeof *head);
  Words *words = arena_alloc(&s->run, sizeof *words);
  Diags diags = {.arena = &s->run};
  if (!path) {
    if (!session_database(s, &database, err)) return false;
    path = arena_printf(&s->run, "%s/%s", private_folder(&s->run, database), LETTERHEAD_NAME);
    if (access(path, F_OK) != 0) return true;
  }
  *words = s->words;
  if (!letterhead_load(s->rows, &s->run, path, words, head, &diags, err)) {
    session_print_diags(s, &diags);
    return false;
  }
  wanted->letterhead = head, wanted->words = words;
  return true;
}

static bool read_wanted(const Args *args, Document *wanted, Err *err) {
  int kind = DOCUMENT_HANDOUT, paper = PAPER_A4;
  if (!find_name(args_get(args, "--document"), "--document", document_names, &kind, err) ||
      !find_name(args_get(args, "--paper"), "--paper", paper_names, &paper, err))
    return false;
  *wanted = (Document){.kind = (DocumentKind)kind,
                       .paper = (PaperSize)paper,
                       .large = args_has(args, "--large"),
                       .bom = args_has(args, "--bom")};
  return session_time(args_get(args, "--at"), &wanted->session_at, err);
}

/* A draft takes the place of nothing yet. */
static bool fill_dropped(Session *s, const Course *course, const Format *format, const StoredProgram *program,
                         Document *document, Err *err) {
  if (!format_is_data(format) || (program->program.item_count && document->status == STATUS_DRAFT)) return true;
  return course_dropped(s, course, program, &document->dropped, &document->dropped_count, err);
}

/* A letter needs a reason. */
static bool may_refer(const Course *course, const Document *document, Err *err) {
  return document->kind != DOCUMENT_REFERRAL || document->result->stop_count || document->log_warning ||
         fail(err, ERR_DATA, "--document", "no stop rule fired for %s, so there is nothing to refer: handout or report",
              course->code);
}

/* What is written about, with everything that the format asks for. */
static bool fill_all(Session *s, const Args *args, const char *code, const Format *format, const Document *wanted,
                     Document *document, Err *err) {
  StoredResult *result = arena_alloc(&s->run, sizeof *result); /* the document points into both */
  StoredProgram *program = arena_alloc(&s->run, sizeof *program);
  Course course;
  if (format_is_table(format)) return tables_fill(s, code, format, wanted, document, err);
  if (!course_open(s, code, &course, err) ||
      !choose(s, &course, format, wanted->kind, args_has(args, "--draft"), result, program, err) ||
      !fill(s, &course, result, program, wanted, document, err) ||
      !fill_dropped(s, &course, format, program, document, err) ||
      !check_log(s, &course, format, result, document, err) || !may_refer(&course, document, err))
    return false;
  tell_unknown(s, document);
  return true;
}

typedef struct Wanted { /* the same for every patient */
  const Format *format;
  Document document;
} Wanted;

static bool prepare(Session *s, const Args *args, Wanted *wanted, Err *err) {
  wanted->format = find_format(s, args, err);
  return wanted->format && read_wanted(args, &wanted->document, err) && session_rows(s, err) && session_words(s, err) &&
         read_letterhead(s, args, &wanted->document, err);
}

static bool write_one(Session *s, const Args *args, const Wanted *wanted, const char *code, Text *text, Err *err) {
  Document document;
  Text notices = {.arena = &s->run};
  if (!fill_all(s, args, code, wanted->format, &wanted->document, &document, err)) return false;
  document.notices = &notices;
  if (!wanted->format->write(&document, text, err)) return false;
  tell_notices(s, &notices);
  return true;
}

static bool export_one(Session *s, const Args *args, const Wanted *wanted, const char *code, const char *path,
                       Err *err) {
  Text text = {.arena = &s->run};
  return write_one(s, args, wanted, code, &text, err) &&
         output_write(&s->run, path, text_get(&text), text.len, s->out, err);
}

bool cmd_export(Session *s, const Args *args, Err *err) {
  const char *path = args_get(args, "--output");
  Wanted wanted;
  if (!prepare(s, args, &wanted, err) ||
      !export_one(s, args, &wanted, args_get(args, "PATIENT"), path ? path : "-", err))
    return false;
  if (path && strcmp(path, "-") != 0) fprintf(s->out, "%s written\n", record_safe(s, path));
  return true;
}

/* ---- everybody ---- */

/* One level alone: a slip higher up in a path is to be noticed. */
static bool make_folder(Session *s, const char *folder, bool *made, Err *err) {
  return private_make(folder, made) || fail(err, ERR_IO, record_safe(s, folder), "%s", strerror(errno));
}

typedef LIST(const char *) Codes;

static bool all_codes(Session *s, Codes *codes, Err *err) {
  enum { PAGE = 500 };
  StoredPatient *page;
  size_t count = PAGE;
  if (!session_store(s, STORE_EXISTING, err)) return false;
  for (const char *after = NULL; count == PAGE; after = codes->count ? page[count - 1].patient.code : NULL) {
    if (!store_list_patients(s->store, &s->run, NULL, after, PAGE, &page, &count, err)) return false;
    for (size_t i = 0; i < count; i++)
      if (page[i].last_visit) *LIST_ADD(&s->run, codes) = page[i].patient.code;
  }
  return true;
}

/* Somebody without such a page is named and the others go on; a fault of the store or of a file ends the run. */
static bool goes_on(Session *s, const Err *fault, Err *err) {
  if (fault->kind == ERR_DATA || fault->kind == ERR_CHECK)
    err_print(s->errors, fault);
  else
    *err = *fault;
  return err->kind == ERR_NONE;
}

/* Each in memory of its own: a file a patient, or for a table one text of all of them. A code holds no '/', so it is a
 * name of a file. */
static bool export_each(Session *s, const Args *args, Wanted *wanted, const Codes *codes, const char *folder,
                        Text *whole, size_t *written, Err *err) {
  Arena outer = s->run;
  s->run = (Arena){0};
  for (size_t i = 0; i < codes->count && err->kind == ERR_NONE; i++) {
    Err fault = {0};
    Text rows = {.arena = &s->run};
    const char *path = arena_printf(&s->run, "%s/%s%s", folder, codes->items[i], wanted->format->extension);
    wanted->document.continued = whole && *written;
    bool good = whole ? write_one(s, args, wanted, codes->items[i], &rows, &fault)
                      : export_one(s, args, wanted, codes->items[i], path, &fault);
    if (good && whole) text_add_n(whole, text_get(&rows), rows.len);
    *written += good;
    if (!good && !goes_on(s, &fault, err)) break;
    arena_reset(&s->run);
  }
  arena_free(&s->run);
  s->run = outer;
  return err->kind == ERR_NONE;
}

/* A table of everybody goes into one file, where one is named. */
static bool is_one_file(const Wanted *wanted, const char *path) {
  return format_is_table(wanted->format) && (strcmp(path, "-") == 0 || format_of_file(path, CAN_WRITE));
}

static bool tell_rest(size_t written, size_t all, Err *err) {
  return written == all || fail(err, ERR_CHECK, NULL, "%zu of %zu patients have no such page", all - written, all);
}

static bool export_together(Session *s, const Args *args, Wanted *wanted, const Codes *codes, const char *path,
                            Err *err) {
  Arena arena = {0};
  Text whole = {.arena = &arena};
  size_t written = 0;
  bool good = export_each(s, args, wanted, codes, "", &whole, &written, err) &&
              (!written || output_write(&s->run, path, text_get(&whole), whole.len, s->out, err));
  arena_free(&arena);
  if (good && written && strcmp(path, "-") != 0)
    fprintf(s->out, "%s written: %zu patient%s\n", record_safe(s, path), written, written == 1 ? "" : "s");
  return good && tell_rest(written, codes->count, err);
}

bool cmd_export_all(Session *s, const Args *args, Err *err) {
  const char *folder = args_get(args, "--output");
  Wanted wanted;
  Codes codes = {0};
  size_t written = 0;
  bool made = false;
  if (!folder) return fail(err, ERR_USAGE, "--output", "name the folder for the files: -o FOLDER");
  if (!prepare(s, args, &wanted, err) || !all_codes(s, &codes, err)) return false;
  if (is_one_file(&wanted, folder)) return export_together(s, args, &wanted, &codes, folder, err);
  if (!make_folder(s, folder, &made, err) || !export_each(s, args, &wanted, &codes, folder, NULL, &written, err))
    return false;
  fprintf(s->out, "%zu file%s written to %s%s\n", written, written == 1 ? "" : "s", made ? "the new folder " : "",
          record_safe(s, folder));
  return tell_rest(written, codes.count, err);
}
