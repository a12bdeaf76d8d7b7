#include "commands/casefile.h"

#include "base/file.h"
#include "base/text.h"
#include "commands/record.h"
#include "formats/import.h"
#include "formats/ndjson.h"
#include "sitting/cases.h"

#include <string.h>

enum { CASE_FILE_MOST = NDJSON_FILE_MAX };

static bool is_wanted(const Case *c, const char *code, Day day) {
  return strcmp(c->patient.code, code) == 0 && c->date && (!day || c->date == day);
}

/* The patient's case of the day, or the latest, out of a file of cases. */
static bool case_of_file(Session *s, const char *path, const char *code, Day day, Case *c, Err *err) {
  FileText file;
  Import import = {0};
  const ReadOptions options = {0};
  Nearest nearest = {.word = code};
  const Case *found = NULL;
  if (!file_read(&s->run, path, path, CASE_FILE_MOST, &file, err)) return false;
  if (!ndjson_read(s->rows, &s->run, &options, file.text, file.size, &import, err)) {
    const Refusal *first = import.refused.count ? import.refused.items : NULL;
    if (!first) return false;
    *err = (Err){0};
    return fail(err, ERR_DATA, arena_printf(&s->run, "%s:%ld", path, first->row), "%s%s%s", first->column,
                *first->column ? ": " : "", first->text);
  }
  for (size_t i = 0; i < import.cases.count; i++) {
    text_near(&nearest, import.cases.items[i].patient.code);
    if (is_wanted(&import.cases.items[i], code, day)) found = &import.cases.items[i]; /* sorted by code and date */
  }
  if (!found)
    return fail(err, ERR_DATA, path, "holds no case of patient '%.40s'%s%s", code, day ? " on that day" : "",
                day ? "" : text_near_hint(&s->run, &nearest));
  *c = *found;
  return true;
}

static bool read_day(const char *text, Day *day, Err *err) {
  *day = 0;
  return !text || date_parse(text, DATE_ISO, day) ||
         fail(err, ERR_USAGE, "--date", "'%.40s' is no date of the calendar: write YYYY-MM-DD", text);
}

bool casefile_read(Session *s, const Args *args, Case *c, Err *err) {
  const char *code = args_get(args, "PATIENT"), *path = args_get(args, "--file");
  StoreId patient;
  Day day;
  if (!read_day(args_get(args, "--date"), &day, err)) return false;
  if (!session_rows(s, err)) return false;
  return path ? case_of_file(s, path, code, day, c, err) : cases_get(s, code, day, c, &patient, err);
}

bool casefile_side(const Args *args, Side *side, Err *err) {
  const char *text = args_get(args, "SIDE");
  int found = text ? name_find(side_names, text) : SIDE_BOTH;
  if (found < 0 || (text && found == SIDE_BOTH))
    return fail(err, ERR_USAGE, NULL, "unknown side '%.40s': write left or right", text);
  *side = (Side)found;
  return true;
}

/* A force in kg is explained once a sitting, beside the output. An unlikely value is worth no line: nobody measured it.
 */
static void print_notes(Session *s, const IntakeNotes *notes) {
  for (size_t i = 0; i < notes->count && !s->kg_noted; i++) {
    if (strcmp(notes->items[i].field, "unit") != 0) continue;
    s->kg_noted = true;
    fprintf(s->errors, "note: %s\n", record_safe(s, notes->items[i].text));
  }
}

bool casefile_value(Session *s, const char *where, const char *key, const char *value, const char *unit, Measure *out,
                    Err *err) {
  const char *dot = strchr(key, '.'), *field = "";
  MeasureText text = {.test = dot ? arena_copy_n(&s->run, key, (size_t)(dot - key)) : key,
                      .side = dot ? dot + 1 : NULL,
                      .value = value,
                      .unit = unit};
  IntakeNotes notes = {0};
  if (!intake_measure(s->rows, &s->run, &text, DATE_ISO, out, &notes, &field, err)) {
    snprintf(err->where, sizeof err->where, "%s", where);
    return false;
  }
  print_notes(s, &notes);
  return true;
}
