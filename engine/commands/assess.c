/* Judging stored patients, and showing what came out. */
#include "commands/commands.h"

#include "commands/record.h"
#include "commands/report.h"
#include "sitting/cases.h"
#include "sitting/revise.h"
#include "terminal/progressbar.h"

#include <string.h>

/* ---- what the commands share ---- */

static bool read_day(const char *text, Day *day, Err *err) {
  *day = 0;
  return !text || date_parse(text, DATE_ISO, day) ||
         fail(err, ERR_USAGE, "--date", "'%.40s' is no date of the calendar: write YYYY-MM-DD", text);
}

static void print(Session *s, const Text *text) { fputs(text_get(text), s->out); }

/* kept: a proposal against the active program; id 0: there is none. */
static bool print_json(Session *s, const Result *result, const StoredProgram *program, const StoredProgram *kept,
                       const Changes *changes, Err *err) {
  Text text = {.arena = &s->run};
  Document document = report_document(s, result, program->id ? &program->program : NULL, NULL);
  if (kept->id) {
    document.kept = changes->items, document.kept_count = changes->count;
    document.kept_revision = kept->revision;
  }
  document.revision = program->revision;
  document.status = program->status;
  if (!ndjson_write(&document, &text, err)) return false;
  print(s, &text);
  return true;
}

/* ---- assess ---- */

typedef struct Assess {
  Day day;
  bool json, whole; /* whole: the page of findings, else a line each */
  int width;        /* of the codes */
} Assess;

/* What was logged since the visit; NULL: nothing that overrides it. */
static bool find_logged(Session *s, const char *code, Day visit, const char **logged, Err *err) {
  StoredPatient patient;
  return record_patient(s, code, &patient, err) && course_warning(s, code, patient.id, visit, logged, err);
}

/* An active program had exercises that went well. */
static void say_proposal(Session *s, const char *code, const StoredProgram *proposed, const Changes *changes) {
  fprintf(s->out, "%s: revision %d keeps what went well; against the active program:\n", code, proposed->revision);
  for (size_t i = 0; i < changes->count; i++) fprintf(s->out, "  %s\n", record_safe(s, changes->items[i]));
}

static bool assess_one(Session *s, const char *code, const Assess *how, Err *err) {
  Result result;
  StoredProgram program, proposed;
  Changes changes = {0};
  const char *logged;
  Text text = {.arena = &s->run};
  if (!cases_assess(s, code, how->day, &result, &program, err)) return err_prefix(err, code);
  if (how->whole) record_strangers(s);
  if (!revise_propose(s, code, &result, &program, &proposed, &changes, err) ||
      !find_logged(s, code, result.date, &logged, err))
    return err_prefix(err, code);
  if (logged && (how->json || !how->whole)) fprintf(s->errors, "warning: %s: %s\n", code, logged);
  if (how->json) return print_json(s, &result, &program, &proposed, &changes, err);
  if (how->whole)
    report_findings(s, code, &result, false, logged, &text);
  else
    report_line(code, how->width, &result, &text);
  print(s, &text);
  if (proposed.id) say_proposal(s, code, &proposed, &changes);
  return true;
}

typedef LIST(const char *) Codes;

/* Each in memory of its own. A patient who cannot be judged is named and the others go on; a fault of the store or of
 * the output ends the run. */
static bool assess_each(Session *s, const Codes *codes, Assess *how, Err *err) {
  size_t failed = 0;
  for (size_t i = 0; i < codes->count; i++)
    if ((int)strlen(codes->items[i]) > how->width) how->width = (int)strlen(codes->items[i]);
  ProgressBar bar = {0};
  if (!s->out_tty) progressbar_begin(&bar, s->errors, "patients", codes->count);
  Arena outer = s->run;
  s->run = (Arena){0};
  for (size_t i = 0; i < codes->count && err->kind == ERR_NONE; i++) {
    Err fault = {0};
    progressbar_set(&bar, i);
    bool good = assess_one(s, codes->items[i], how, &fault);
    arena_reset(&s->run);
    if (good) continue;
    if (fault.kind != ERR_DATA) {
      *err = fault;
    } else {
      failed++;
      fflush(s->out);
      progressbar_end(&bar);
      err_print(s->errors, &fault);
    }
  }
  progressbar_end(&bar);
  arena_free(&s->run);
  s->run = outer;
  if (failed) fail(err, ERR_DATA, NULL, "%zu of %zu patients could not be assessed", failed, codes->count);
  return err->kind == ERR_NONE;
}

/* Every patient with a visit (on that day, where one is given). */
static bool all_codes(Session *s, Codes *codes, Err *err) {
  enum { PAGE = 500 };
  StoredPatient *page;
  size_t count = PAGE;
  for (const char *after = NULL; count == PAGE; after = codes->count ? page[count - 1].patient.code : NULL) {
    if (!store_list_patients(s->store, &s->run, NULL, after, PAGE, &page, &count, err)) return false;
    for (size_t i = 0; i < count; i++)
      if (page[i].last_visit) *LIST_ADD(&s->run, codes) = page[i].patient.code;
  }
  return true;
}

bool cmd_assess(Session *s, const Args *args, Err *err) {
  Codes codes = {0};
  Assess how = {.json = args_has(args, "--json")};
  bool all = args_has(args, "--all");
  if (all == (args->rest_count > 0))
    return fail(err, ERR_USAGE, NULL, "%s",
                all ? "name patients or say --all, not both" : "name a patient, or say --all");
  if (!read_day(args_get(args, "--date"), &how.day, err)) return false;
  if (!session_store(s, STORE_EXISTING, err) || !session_judge(s, err)) return false;
  for (int i = 0; i < args->rest_count; i++) *LIST_ADD(&s->run, &codes) = args->rest[i];
  if (all && !all_codes(s, &codes, err)) return false;
  if (!record_left_out(s, all ? "--all" : args->rest[0], NULL, err)) return false;
  how.whole = codes.count == 1 && !all;
  if (how.whole) return assess_one(s, codes.items[0], &how, err);
  return assess_each(s, &codes, &how, err);
}

/* ---- findings ---- */

bool cmd_findings(Session *s, const Args *args, Err *err) {
  const char *code = args_get(args, "PATIENT");
  StoredResult stored;
  StoredProgram program;
  bool stale;
  const char *logged;
  Text text = {.arena = &s->run};
  if (!cases_last(s, code, &stored, &program, err) || !session_rows(s, err) ||
      !cases_is_stale(s, code, &stored, &stale, err) || !find_logged(s, code, stored.result.date, &logged, err) ||
      !record_left_out(s, code, &stored, err))
    return false;
  if (args_has(args, "--json")) return print_json(s, &stored.result, &program, &(StoredProgram){0}, NULL, err);
  report_findings(s, code, &stored.result, stale, logged, &text);
  print(s, &text);
  return true;
}
