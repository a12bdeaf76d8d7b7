/* Judging stored patients, and showing, planning and exporting what came out. */
#include "commands/commands.h"

#include "commands/record.h"
#include "commands/report.h"
#include "limit.h"
#include "output.h"

#include <string.h>

/* ---- what the commands share ---- */

static bool read_day(const char *text, Day *day, Err *err) {
  *day = 0;
  return !text || date_parse(text, DATE_ISO, day) ||
         fail(err, ERR_USAGE, "--date", "'%.40s' is no date of the calendar: write YYYY-MM-DD", text);
}

static void print(Session *s, const Text *text) { fputs(text_get(text), s->out); }

static bool print_json(Session *s, const Result *result, const Program *program, Err *err) {
  Text text = {.arena = &s->run};
  const Document document = report_document(s, result, program, NULL);
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

static bool assess_one(Session *s, const char *code, const Assess *how, Err *err) {
  Result result;
  Program program;
  Text text = {.arena = &s->run};
  if (!session_assess(s, code, how->day, &result, &program, err)) return err_prefix(err, code);
  if (how->whole) record_strangers(s);
  if (how->json) return print_json(s, &result, &program, err);
  if (how->whole)
    report_findings(s, code, &result, false, &text);
  else
    report_line(code, how->width, &result, &text);
  print(s, &text);
  return true;
}

typedef LIST(const char *) Codes;

/* Each in memory of its own. A patient who cannot be judged is named and the others go on; a fault of the store or of
 * the output ends the run. */
static bool assess_each(Session *s, const Codes *codes, Assess *how, Err *err) {
  size_t failed = 0;
  for (size_t i = 0; i < codes->count; i++)
    if ((int)strlen(codes->items[i]) > how->width) how->width = (int)strlen(codes->items[i]);
  Arena outer = s->run;
  s->run = (Arena){0};
  for (size_t i = 0; i < codes->count && err->kind == ERR_NONE; i++) {
    Err fault = {0};
    bool good = assess_one(s, codes->items[i], how, &fault);
    arena_reset(&s->run);
    if (good) continue;
    if (fault.kind != ERR_DATA) {
      *err = fault;
    } else {
      failed++;
      fflush(s->out);
      err_print(s->errors, &fault);
    }
  }
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
  how.whole = codes.count == 1 && !all;
  if (how.whole) return assess_one(s, codes.items[0], &how, err);
  return assess_each(s, &codes, &how, err);
}

/* ---- findings, plan ---- */

static bool warn_stale(Session *s, const char *code, const StoredResult *stored, bool *stale, Err *err) {
  return session_rows(s, err) && session_is_stale(s, code, stored, stale, err);
}

bool cmd_findings(Session *s, const Args *args, Err *err) {
  const char *code = args_get(args, "PATIENT");
  StoredResult stored;
  StoredProgram program;
  bool stale;
  Text text = {.arena = &s->run};
  if (!session_last(s, code, &stored, &program, err) || !warn_stale(s, code, &stored, &stale, err)) return false;
  if (args_has(args, "--json")) return print_json(s, &stored.result, program.id ? &program.program : NULL, err);
  report_findings(s, code, &stored.result, stale, &text);
  print(s, &text);
  return true;
}

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

bool cmd_plan(Session *s, const Args *args, Err *err) {
  const char *code = args_get(args, "PATIENT");
  StoredResult stored;
  StoredProgram program;
  Limits limits;
  bool stale;
  Text text = {.arena = &s->run};
  if (!session_rows(s, err) || !read_limits(s, args, &limits, err)) return false;
  if (!session_last(s, code, &stored, &program, err)) return false;
  if ((limits_any(&limits) || !program.id) && !session_plan(s, code, &limits, &stored, &program, err)) return false;
  if (!warn_stale(s, code, &stored, &stale, err)) return false;
  if (args_has(args, "--json")) return print_json(s, &stored.result, &program.program, err);
  Loosening *more;
  size_t more_count;
  if (!session_loosen(s, code, &stored.result, &program, &more, &more_count, err)) return false;
  report_program(s, code, &stored.result, &program.program, more, more_count, &text);
  if (stale) text_addf(&text, "Something was recorded since: sinew assess %s judges again.\n", code);
  print(s, &text);
  return true;
}

/* ---- export ---- */

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

bool cmd_export(Session *s, const Args *args, Err *err) {
  const char *code = args_get(args, "PATIENT"), *path = args_get(args, "--output"), *packs;
  const Format *format = find_format(s, args_get(args, "FORMAT"), err);
  StoredResult stored;
  StoredProgram program;
  StoredPatient patient;
  Person person = {0};
  Case c;
  StoreId id;
  if (!format || !session_rows(s, err) || !session_words(s, err)) return false;
  if (!session_last(s, code, &stored, &program, err) || !session_pack_names(s, &stored, &packs, err)) return false;
  if (!session_case(s, code, stored.result.date, &c, &id, err)) return false;
  if (!store_get_patient(s->store, &s->run, code, &patient, err)) return false;
  if (!store_load_person(s->store, &s->run, patient.id, &person, err)) return false;
  Document document = report_document(s, &stored.result, program.id ? &program.program : NULL, packs);
  tell_unknown(s, &document);
  document.given = &c;
  document.person = &person;
  Text text = {.arena = &s->run};
  if (!format->write(&document, &text, err)) return false;
  if (!output_write(&s->run, path ? path : "-", text_get(&text), text.len, s->out, err)) return false;
  if (path && strcmp(path, "-") != 0) fprintf(s->out, "%s written\n", record_safe(s, path));
  return true;
}
