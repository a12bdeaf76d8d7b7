/* The course of a patient: all revisions of the program, the steps of their lives, which one is in force, and the verbs
 * that approve, begin, end, change and log. Decides which step may follow which and what forbids one; a program is
 * never overwritten. Prints nothing and chooses no exercise by itself. */
#pragma once

#include "sitting/diary.h"
#include "sitting/session.h"
#include "store/events.h"

typedef struct Course {
  const char *code;
  StoreId patient;
  ProgramRow *programs; /* oldest first */
  size_t program_count;
  StoredEvent *events; /* in the order in which they were written */
  size_t event_count;
} Course;

/* The course of a patient. fails ERR_DATA: unknown code (with the nearest). ERR_STORE */
bool course_open(Session *s, const char *code, Course *out, Err *err);

/* The program that is approved or active, NULL: none. */
const ProgramRow *course_in_force(const Course *course);
/* Its first day; 0: not begun. */
Day course_first_day(const Course *course, StoreId program);
/* Its last day. takes weeks of the program. */
Day course_last_day(Day first, int weeks);
/* The last step of that kind in the life of a program, NULL: none. */
const StoredEvent *course_step(const Course *course, StoreId program, ProgramStatus status);

/* A revision by number, 0: the last one. fails ERR_DATA: there is none (with those that there are). */
bool course_find(const Course *course, int revision, const ProgramRow **row, Err *err);
/* With all its contents. result may be NULL. fails ERR_STORE. */
bool course_load(Session *s, const Course *course, const ProgramRow *row, StoredResult *result, StoredProgram *program,
                 Err *err);

/* What the approved revisions before a program had and it has no more: each exercise, side, phase and first week once, in
 * the order of the revisions. takes now: id 0 and no items for none. fails ERR_STORE. */
bool course_dropped(Session *s, const Course *course, const StoredProgram *now, const ProgramItem **items,
                    size_t *count, Err *err);

/* Plans the result stored last under limits (0 in a field: the patient's own) and stores the next revision, a draft.
 * fails as plan_build, ERR_STORE. */
bool course_plan(Session *s, const char *code, const Limits *limits, StoredResult *result, StoredProgram *program,
                 Err *err);

/* What was logged after a visit and overrides every number of what that visit gave (diary_warning), and what to do.
 * gives *text; NULL: nothing. fails ERR_STORE. */
bool course_warning(Session *s, const char *code, StoreId patient, Day visit, const char **text, Err *err);

/* Stores a program as the next revision, a draft. takes record: result, limits and program; why: how it came about.
 * gives it with its key and revision. fails ERR_STORE. */
bool course_draft(Session *s, const Course *course, StoredProgram *record, const char *why, Err *err);

/* Approves a draft, under the name of who acts; the one that was in force is replaced, and when both answer the same
 * findings, its weeks go on.
 *
 * gives    true, *replaced: the revision that was in force, 0: none
 * fails    ERR_CHECK: an emergency or urgent red flag is present or open (one that is overruled by an override does not
 *          count). ERR_DATA: no draft; judged too long ago, or something was recorded since (with what to do). ERR_STORE
 * source   policy valid_days
 */
bool course_approve(Session *s, const Course *course, const ProgramRow *row, int *replaced, Err *err);
/* Begins the approved program. fails ERR_DATA: none is approved, or it has begun. */
bool course_begin(Session *s, const Course *course, Day first, Err *err);
/* Ends the program in force, COMPLETED or STOPPED; why may be NULL. fails ERR_DATA: none is in force. */
bool course_end(Session *s, const Course *course, ProgramStatus how, const char *why, Err *err);

/* "P7/2", the code on a tick sheet, is patient P7 and revision 2; a patient's code alone leaves *revision as it is.
 * fails ERR_DATA: no number behind the '/'. */
bool course_sheet(Arena *a, const char *sheet, const char **code, int *revision, Err *err);

/* Writes down what was done of the program in force; the first log begins it.
 *
 * takes    log: without program; exercise as an id of the program or the letter of the handout, NULL: the session
 *          as a whole; revision: that it is meant for, 0: the one in force
 * gives    *change; log with program and revision
 * fails    ERR_DATA: no program in force, a day outside it or ahead (with the range), an exercise that is not in it
 *          (with the nearest). ERR_STORE
 * source   none
 */
bool course_log(Session *s, const char *code, StoredLog *log, StoreChange *change, Err *err);

/* The program in force, open for many rows. After the row that begins it (row is not active) it is opened anew. */
typedef struct Logbook {
  Course course;
  const ProgramRow *row;
  StoredProgram program;
} Logbook;

/* fails as course_log. */
bool course_logbook(Session *s, const char *code, Logbook *out, Err *err);
/* course_log inside a transaction of the caller. */
bool course_add_log(Session *s, const Logbook *book, StoredLog *log, StoreChange *change, Err *err);
