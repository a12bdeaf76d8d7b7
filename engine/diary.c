#include "diary.h"

#include <string.h>

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
