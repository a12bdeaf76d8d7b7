#include "sitting/simulate.h"

#include "sitting/diary.h"

#include "base/text.h"

/* ---- scenarios: made up to show what rules do, no data ---- */

const char *const scenario_names[] = {"good", "sore", "missed", "spread", NULL};

enum { SCENARIO_WEEKS = 6 };

typedef struct Scene { /* -1: not said */
  int done_pct, pain, effort, morning, spread, numb;
} Scene;

static const Scene scenarios[][SCENARIO_WEEKS] = {
    {{100, 1, 6, 0, 0, 0},
     {100, 1, 5, 0, 0, 0},
     {100, 0, 5, 0, 0, 0},
     {100, 0, 5, 0, 0, 0},
     {100, 0, 5, 0, 0, 0},
     {100, 0, 5, 0, 0, 0}},
    {{100, 2, 5, 0, 0, 0},
     {100, 4, 6, 0, 0, 0},
     {100, 6, 7, 1, 0, 0},
     {80, 5, 6, 0, 0, 0},
     {100, 3, 6, 0, 0, 0},
     {100, 2, 5, 0, 0, 0}},
    {{100, 1, 5, 0, 0, 0},
     {0, -1, -1, -1, -1, -1},
     {50, 1, 6, 0, 0, 0},
     {75, 1, 5, 0, 0, 0},
     {100, 1, 5, 0, 0, 0},
     {100, 1, 5, 0, 0, 0}},
    {{100, 1, 5, 0, 0, 0},
     {100, 2, 5, 0, 0, 0},
     {100, 1, 5, 0, 1, 0},
     {0, -1, -1, -1, -1, -1},
     {0, -1, -1, -1, -1, -1},
     {0, -1, -1, -1, -1, -1}},
};

MadeWeek *scenario_make(Arena *a, int scenario, int weeks) {
  MadeWeek *made = arena_array(a, (size_t)weeks, sizeof *made);
  for (int i = 0; i < weeks; i++) {
    const Scene *scene = &scenarios[scenario][i < SCENARIO_WEEKS ? i : SCENARIO_WEEKS - 1];
    made[i] = (MadeWeek){.week = i + 1, .log = DIARY_BLANK};
    made[i].log.done_pct = scene->done_pct;
    made[i].log.pain = scene->pain, made[i].log.effort = scene->effort;
    made[i].log.morning = scene->morning;
    made[i].log.spread = scene->spread, made[i].log.numb = scene->numb;
  }
  return made;
}

/* ---- logs ---- */

typedef LIST(StoredLog) Logs;

static const MadeWeek *made_for(const MadeWeek *made, size_t count, int week, const char *exercise) {
  const MadeWeek *found = NULL;
  for (size_t i = 0; i < count; i++) {
    if (made[i].week != week) continue;
    if (text_equal(made[i].log.exercise, exercise)) return &made[i];
    if (!made[i].log.exercise) found = &made[i];
  }
  return found;
}

/* A row a day on which an exercise is done. Day 1 is the first Monday. */
static void add_logs(Arena *a, const Program *program, int week, const MadeWeek *made, size_t count, Logs *logs) {
  for (size_t i = 0; i < program->item_count; i++) {
    const ProgramItem *item = &program->items[i];
    const MadeWeek *row = made_for(made, count, week, item->exercise);
    if (!row || !item_in_week(item, week) || (i && text_equal(item[-1].exercise, item->exercise))) continue;
    StoredLog log = row->log;
    log.exercise = item->exercise;
    for (int day = 0; day < 7; day++)
      if (item->days >> day & 1) log.day = 7 * (week - 1) + day + 1, *LIST_ADD(a, logs) = log;
  }
}

/* ---- weeks ---- */

bool simulate(const Catalog *catalog, Judge *judge, Arena *a, const Result *result, const Limits *limits,
              const Program *program, const MadeWeek *made, size_t made_count, int weeks, SimulatedWeek **out,
              size_t *out_count, Err *err) {
  LIST(SimulatedWeek) list = {0};
  Logs logs = {0};
  Program now = *program;
  bool stopped = false;
  for (int week = 1; week <= weeks && !stopped; week++) {
    SimulatedWeek *at = LIST_ADD(a, &list);
    *at = (SimulatedWeek){.week = week, .program = now};
    add_logs(a, &now, week, made, made_count, &logs);
    if (!verdict_judge(judge, a, &now, week, logs.items, logs.count, 1, 7 * week, ANSWER_OPEN, &at->verdicts,
                       &at->count, err))
      return false;
    for (size_t i = 0; i < at->count; i++) stopped = stopped || at->verdicts[i].stop;
    at->stopped = stopped;
    size_t changes = verdict_changes(a, at->verdicts, at->count, &at->changes);
    if (stopped) at->changes = NULL;
    if (changes && week < program->weeks &&
        !adapt_program(catalog, a, result, limits, &at->program, week + 1, at->changes, changes, &now, err))
      return false;
  }
  *out = list.items;
  *out_count = list.count;
  return true;
}
