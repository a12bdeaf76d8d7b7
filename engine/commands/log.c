/* What a patient did of a program: written down day by day. */
#include "commands/commands.h"
#include "commands/prose.h"
#include "commands/record.h"
#include "course.h"

#include <string.h>

/* ---- reading ---- */

static bool read_scale(const char *name, const char *text, int *out, Err *err) {
  long value;
  if (!text_parse_int(text, 0, 10, &value))
    return fail(err, ERR_DATA, name, "'%.40s' is outside 0 to 10: write a whole number", text);
  *out = (int)value;
  return true;
}

static bool read_flag(const char *name, const char *text, int *out, Err *err) {
  *out = strcmp(text, "yes") == 0;
  return *out || strcmp(text, "no") == 0 || fail(err, ERR_DATA, name, "'%.40s': write yes or no", text);
}

/* yes, no, 80%, or 2/3 of the sets */
static bool read_done(const char *text, int *out, Err *err) {
  char part[16] = "";
  long done, of;
  size_t len = strcspn(text, "/%");
  if (read_flag("done", text, out, &(Err){0})) {
    *out *= 100;
    return true;
  }
  if (len < sizeof part) memcpy(part, text, len);
  if (strcmp(text + len, "%") == 0 && text_parse_int(part, 0, 100, &done)) {
    *out = (int)done;
    return true;
  }
  if (text[len] == '/' && text_parse_int(text + len + 1, 1, 1000, &of) && text_parse_int(part, 0, of, &done)) {
    *out = (int)((100 * done + of / 2) / of);
    return true;
  }
  return fail(err, ERR_DATA, "done", "'%.40s': write yes, no, 0%% to 100%%, or a part such as 2/3", text);
}

static const char *const fields[] = {"done", "pain", "effort", "spread", "numb"};

static bool read_field(const char *name, const char *text, StoredLog *log, Err *err) {
  if (strcmp(name, "done") == 0) return read_done(text, &log->done_pct, err);
  if (strcmp(name, "pain") == 0) return read_scale(name, text, &log->pain, err);
  if (strcmp(name, "effort") == 0) return read_scale(name, text, &log->effort, err);
  if (strcmp(name, "spread") == 0) return read_flag(name, text, &log->spread, err);
  if (strcmp(name, "numb") == 0) return read_flag(name, text, &log->numb, err);
  return false;
}

static bool read_word(Session *s, const char *word, StoredLog *log, Err *err) {
  size_t len = strcspn(word, "=");
  if (!word[len]) {
    if (log->exercise) return fail(err, ERR_USAGE, "VALUE", "two exercises: '%.40s' and '%.40s'", log->exercise, word);
    log->exercise = word;
    return true;
  }
  const char *name = arena_copy_n(&s->run, word, len);
  if (read_field(name, word + len + 1, log, err)) return true;
  if (err->kind != ERR_NONE) return false;
  Nearest near = {.word = name};
  for (size_t i = 0; i < ARRAY_LEN(fields); i++) text_near(&near, fields[i]);
  return fail(err, ERR_USAGE, "VALUE", "unknown '%.40s='%s: there are done, pain, effort, spread and numb", name,
              text_near_hint(&s->run, &near));
}

static bool read_words(Session *s, const Args *args, StoredLog *log, Err *err) {
  *log = (StoredLog){.done_pct = -1, .pain = -1, .effort = -1, .spread = -1, .numb = -1};
  for (int i = 0; i < args->rest_count; i++)
    if (!read_word(s, args->rest[i], log, err)) return false;
  if (log->done_pct < 0)
    return fail(err, ERR_USAGE, NULL, "say how much was done: done=yes, done=no, done=80%%, done=2/3");
  const char *date = args_get(args, "DATE"), *note = args_get(args, "--note");
  if (!date_parse(date, DATE_ISO, &log->day))
    return fail(err, ERR_DATA, "DATE", "'%.40s' is no date of the calendar: write YYYY-MM-DD", date);
  return !note || prose_read(s, note, "", &log->note, err);
}

/* ---- saying ---- */

static void add_json(Session *s, Text *t, const char *code, const StoredLog *log) {
  text_add(t, "{\"patient\":");
  text_add_json(t, code);
  text_addf(t, ",\"revision\":%d,\"date\":\"%s\",\"exercise\":", log->revision, date_format(&s->run, log->day));
  if (log->exercise)
    text_add_json(t, log->exercise);
  else
    text_add(t, "null");
  text_addf(t, ",\"done_pct\":%d", log->done_pct);
  if (log->pain >= 0) text_addf(t, ",\"pain\":%d", log->pain);
  if (log->effort >= 0) text_addf(t, ",\"effort\":%d", log->effort);
  if (log->spread >= 0) text_addf(t, ",\"spread\":%s", log->spread ? "true" : "false");
  if (log->numb >= 0) text_addf(t, ",\"numb\":%s", log->numb ? "true" : "false");
  text_add(t, "}\n");
}

bool cmd_log(Session *s, const Args *args, Err *err) {
  const char *code = args_get(args, "PATIENT");
  StoredLog log;
  StoreChange change;
  Text t = {.arena = &s->run};
  if (!read_words(s, args, &log, err) || !course_log(s, code, &log, &change, err)) return false;
  if (args_has(args, "--json"))
    add_json(s, &t, code, &log);
  else
    text_addf(&t, "%s %s%s%s: %d %% done%s\n", code, date_format(&s->run, log.day), log.exercise ? " " : "",
              log.exercise ? log.exercise : "", log.done_pct, record_change(change));
  fputs(text_get(&t), s->out);
  if (!diary_warns(&log)) return true;
  return fail(err, ERR_CHECK, code, DIARY_WARNING);
}
