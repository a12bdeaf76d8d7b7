#include "sitting/diary.h"

#include "base/text.h"

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

const char *const diary_fields[] = {"done", "pain", "effort", "morning", "spread", "numb", NULL};

bool diary_read(const char *name, const char *text, StoredLog *log, Err *err) {
  if (strcmp(name, "done") == 0) return read_done(text, &log->done_pct, err);
  if (strcmp(name, "pain") == 0) return read_scale(name, text, &log->pain, err);
  if (strcmp(name, "effort") == 0) return read_scale(name, text, &log->effort, err);
  if (strcmp(name, "morning") == 0) return read_flag(name, text, &log->morning, err);
  if (strcmp(name, "spread") == 0) return read_flag(name, text, &log->spread, err);
  if (strcmp(name, "numb") == 0) return read_flag(name, text, &log->numb, err);
  return false;
}

/* ---- what it says ---- */

bool diary_warns(const StoredLog *log) { return log->spread > 0 || log->numb > 0; }

const StoredLog *diary_warning(const StoredLog *logs, size_t count, Day after) {
  while (count-- > 0)
    if (diary_warns(&logs[count]) && logs[count].day > after) return &logs[count];
  return NULL;
}

/* The rows of one day: its share of a session. *at moves behind them. */
static double day_done(const StoredLog *logs, size_t count, size_t *at, int *pain) {
  Day day = logs[*at].day;
  double sum = 0;
  int rows = 0;
  bool whole = false;
  for (; *at < count && logs[*at].day == day; ++*at) {
    const StoredLog *log = &logs[*at];
    if (log->pain > *pain) *pain = log->pain;
    if (whole) continue;
    whole = !log->exercise;
    sum += log->done_pct, rows++;
  }
  return sum / rows / 100;
}

void diary_weeks(Arena *a, const StoredLog *logs, size_t count, Day first, int weeks, int sessions, Day until,
                 DiaryWeek **out, size_t *out_count) {
  LIST(DiaryWeek) list = {0};
  for (int n = 0; n < weeks && first + 7 * n <= until; n++)
    *LIST_ADD(a, &list) = (DiaryWeek){.number = n + 1, .first = first + 7 * n, .planned = sessions, .pain = -1};
  for (size_t at = 0; at < count;) {
    int week = (logs[at].day - first) / 7, pain = -1;
    bool inside = logs[at].day >= first && week < (int)list.count;
    double done = day_done(logs, count, &at, &pain);
    if (!inside) continue;
    list.items[week].done += done;
    if (pain > list.items[week].pain) list.items[week].pain = pain;
  }
  *out = list.items;
  *out_count = list.count;
}

bool diary_went_well(const Policy *policy, const StoredLog *logs, size_t count, const char *exercise) {
  int rows = 0, done = 0;
  for (size_t i = 0; i < count; i++) {
    const StoredLog *log = &logs[i];
    if (log->exercise && strcmp(log->exercise, exercise) != 0) continue;
    if (diary_warns(log) || log->pain > policy->kept_pain) return false;
    done += log->done_pct, rows++;
  }
  return rows && done >= 100 * policy->kept_done * rows;
}
