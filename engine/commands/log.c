/* What a patient did of a program: written down day by day. */
#include "commands/commands.h"
#include "commands/prose.h"
#include "commands/record.h"
#include "sitting/course.h"

#include <string.h>

/* ---- reading ---- */

static bool read_word(Session *s, const char *word, StoredLog *log, Err *err) {
  size_t len = strcspn(word, "=");
  if (!word[len]) {
    if (log->exercise) return fail(err, ERR_USAGE, "VALUE", "two exercises: '%.40s' and '%.40s'", log->exercise, word);
    log->exercise = word;
    return true;
  }
  const char *name = arena_copy_n(&s->run, word, len);
  if (diary_read(name, word + len + 1, log, err)) return true;
  if (err->kind != ERR_NONE) return false;
  Nearest near = {.word = name};
  for (int i = 0; diary_fields[i]; i++) text_near(&near, diary_fields[i]);
  return fail(err, ERR_USAGE, "VALUE", "unknown '%.40s='%s: there are done, pain, effort, morning, spread and numb",
              name, text_near_hint(&s->run, &near));
}

static bool read_words(Session *s, const Args *args, StoredLog *log, Err *err) {
  *log = DIARY_BLANK;
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
  if (log->morning >= 0) text_addf(t, ",\"morning\":%s", log->morning ? "true" : "false");
  if (log->spread >= 0) text_addf(t, ",\"spread\":%s", log->spread ? "true" : "false");
  if (log->numb >= 0) text_addf(t, ",\"numb\":%s", log->numb ? "true" : "false");
  text_add(t, "}\n");
}

bool cmd_log(Session *s, const Args *args, Err *err) {
  const char *code;
  StoredLog log;
  StoreChange change;
  Text t = {.arena = &s->run};
  if (!read_words(s, args, &log, err) || !course_sheet(&s->run, args_get(args, "PATIENT"), &code, &log.revision, err) ||
      !course_log(s, code, &log, &change, err))
    return false;
  if (args_has(args, "--json"))
    add_json(s, &t, code, &log);
  else
    text_addf(&t, "%s %s%s%s: %d %% done%s\n", code, date_format(&s->run, log.day), log.exercise ? " " : "",
              log.exercise ? log.exercise : "", log.done_pct, record_change(change));
  fputs(text_get(&t), s->out);
  if (!diary_warns(&log)) return true;
  return fail(err, ERR_CHECK, code, DIARY_WARNING);
}
