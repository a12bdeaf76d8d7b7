/* What a patient's log says as a whole: how much was done week by week, whether an exercise went well, and the signs
 * that override every number. Pure; knows no rule about what follows. */
#pragma once

#include "catalog.h"
#include "store/logs.h"

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
