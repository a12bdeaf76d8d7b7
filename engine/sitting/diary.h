/* What a patient's log says as a whole: how much was done week by week, whether an exercise went well, and the signs
 * that override every number; and how people write the fields of a row. Pure; knows no rule about what follows. */
#pragma once

#include "facts/catalog.h"
#include "store/logs.h"

/* A row on which nothing was said yet. */
#define DIARY_BLANK ((StoredLog){.done_pct = -1, .pain = -1, .effort = -1, .morning = -1, .spread = -1, .numb = -1})

/* done, pain, effort, morning, spread and numb; ends with NULL. */
extern const char *const diary_fields[];
/* Reads one of them as people write it: done yes, no, 80% or 2/3; a scale of 0 to 10; yes or no. gives false without
 * a fault for another name. fails ERR_DATA, placed at the name. */
bool diary_read(const char *name, const char *text, StoredLog *log, Err *err);

/* Pain that goes further down the leg, or new numbness or weakness, overrides every number (clinical README 3.11). */
#define DIARY_WARNING                                                                                                  \
  "PAIN GOES DOWN THE LEG, OR NEW NUMBNESS: this overrides every number. No exercise goes on or gets harder; check "   \
  "reflexes and sensation, ask the red flags again (sinew screen) and refer"
bool diary_warns(const StoredLog *log);
/* The last such row after a day, NULL: none. */
const StoredLog *diary_warning(const StoredLog *logs, size_t count, Day after);

typedef struct DiaryWeek {
  int number; /* 1 .. */
  Day first;
  int planned; /* sessions */
  double done; /* sessions; a day counts by its session row, else by the mean of its exercises */
  int pain;    /* worst; -1: not said */
} DiaryWeek;

/* Weeks of a program from its first day up to a day.
 *
 * takes    logs: by day, the session before its exercises (store_list_logs); weeks of the program, sessions a week
 * gives    weeks that have begun, in the arena
 * fails    never
 * source   none
 */
void diary_weeks(Arena *a, const StoredLog *logs, size_t count, Day first, int weeks, int sessions, Day until,
                 DiaryWeek **out, size_t *out_count);

/* Was the exercise logged, done, and without more pain than the rule allows?
 *
 * source   policy kept_done and kept_pain
 */
bool diary_went_well(const Policy *policy, const StoredLog *logs, size_t count, const char *exercise);
