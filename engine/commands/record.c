#include "commands/record.h"

#include "base/ceiling.h"
#include "base/text.h"
#include "sitting/cases.h"

#include <stdlib.h>

enum { COLUMNS = 80 };

bool record_day(const char *text, const char *where, Day *day, Err *err) {
  if (text && !date_parse(text, DATE_ISO, day))
    return fail(err, ERR_DATA, where, "'%s' is no date of the calendar: write YYYY-MM-DD", text);
  Day today = session_today();
  if (text && *day > today)
    return fail(err, ERR_DATA, where, "'%s' lies ahead of today: write the day of the visit", text);
  if (!text) *day = today;
  return true;
}

bool record_clinician(Session *s, const Args *args, const char **name, Err *err) {
  const char *given = args_get(args, "--as"), *set = getenv("SINEW_CLINICIAN");
  if (!given && !s->options.clinician && (!set || !*set))
    return fail(err, ERR_USAGE, NULL, "who acts is not known: say --as NAME, or set $SINEW_CLINICIAN");
  return session_who(s, given, name, err);
}

bool record_revision(const char *text, const char *where, int *revision, Err *err) {
  long number = 0;
  *revision = 0;
  if (text && !text_parse_int(text, 1, 1000000, &number))
    return fail(err, ERR_USAGE, where, "'%.40s' is no number of a revision: write 1, 2, ...", text);
  *revision = (int)number;
  return true;
}

bool record_patient(Session *s, const char *code, StoredPatient *patient, Err *err) {
  return session_store(s, STORE_EXISTING, err) && store_get_patient(s->store, &s->run, code, patient, err);
}

const char *record_safe(Session *s, const char *text) {
  Text safe = {.arena = &s->run};
  text_add_terminal(&safe, text);
  return text_get(&safe);
}

void record_refer(Session *s, const Question *question) {
  static const char *const heads[] = {"CAUTION", "REFER", "STOP"}; /* by urgency */
  Text t = {.arena = &s->run};
  text_add_wrapped(&t, "", 2, COLUMNS,
                   arena_printf(&s->run, "%s (%s, %s): %s%s%s.", heads[question->urgency],
                                urgency_names[question->urgency],
                                question->pathology ? question->pathology : question->id,
                                question->action ? question->action : "refer", question->timeframe ? ", " : "",
                                question->timeframe ? question->timeframe : ""));
  fputs(text_get(&t), s->out);
}

bool record_left_out(Session *s, const char *code, const StoredResult *result, Err *err) {
  const char *names;
  if (!cases_left_out(s, result, &names, err)) return false;
  if (*names)
    fprintf(s->errors, "note: in force, but did not judge: %s; sinew assess %s\n", record_safe(s, names), code);
  return true;
}

void record_strangers(Session *s) {
  for (size_t i = 0; i < s->strangers.count; i++) {
    const Stranger *stranger = &s->strangers.items[i];
    fprintf(s->errors, "note: '%s' is not known to the packs in force: kept, not judged (%zu)\n",
            record_safe(s, stranger->id), stranger->count);
  }
}

const char *record_change(StoreChange change) {
  switch (change) {
  case STORE_ADDED: return "";
  case STORE_ALREADY_THERE: return " (already there)";
  case STORE_CORRECTED: return " (corrected)";
  }
  return "";
}

const char *record_bytes(Session *s, int64_t bytes) {
  Text text = {.arena = &s->run};
  bool small = bytes < 1024 * 1024;
  text_add_short(&text, (double)bytes / (small ? 1024.0 : 1024.0 * 1024.0), 1);
  text_add(&text, small ? " KiB" : " MiB");
  return text_get(&text);
}

bool record_jobs(const Args *args, int *jobs, Err *err) {
  const char *given = args_get(args, "--jobs");
  long number = 1;
  if (given && !text_parse_int(given, 1, POOL_WORKERS, &number))
    return fail(err, ERR_USAGE, "--jobs", "'%.40s' is no number from 1 to %d", given, POOL_WORKERS);
  *jobs = (int)number;
  return true;
}
