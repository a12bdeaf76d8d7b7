/* New revisions out of earlier ones: a clinician's edit of one exercise, and the proposal after a new assessment that
 * keeps what works. Each is stored as the next revision, a draft; what it was made from stays as it is. Exercises that a
 * finding excludes, or that need what the patient lacks, are refused; limits are kept. */
#pragma once

#include "program/changes.h"
#include "sitting/course.h"

typedef enum { EDIT_SWAP, EDIT_DOSE, EDIT_REMOVE, EDIT_ADD } EditKind;

typedef struct Edit {
  EditKind kind;
  const char *exercise; /* id; that goes, changes or comes */
  const char *other;    /* SWAP: id of the one that comes */
  struct {
    int sets, reps, hold_s;
  } dose[3];    /* DOSE by Side: of all sides, of the left and the right one alone; 0: as before */
  int per_week; /* DOSE; 0: as before */
} Edit;

/* Edits a revision.
 *
 * takes    row: of the course
 * gives    *out: the next revision, stored; *changes: what changed; *notes: doses of the exercise outside their rows
 * fails    ERR_DATA: unknown exercise (with the nearest), not in the program or there already, excluded or without its
 *          equipment, over a limit of the program, fewer days than asked for. ERR_STORE
 * source   the dosage row of the exercise that comes
 */
bool revise_edit(Session *s, const Course *course, const ProgramRow *row, const Edit *edit, StoredProgram *out,
                 Changes *changes, Changes *notes, Err *err);

/* After a new assessment: exercises of the active program that went well and still answer a target are kept.
 *
 * takes    fresh: the program of the new assessment
 * gives    *out: the next revision, id 0: nothing to keep that is not in the fresh one; *changes: against the active one
 * fails    ERR_STORE
 * source   policy kept_done and kept_pain
 */
bool revise_propose(Session *s, const char *code, const Result *result, const StoredProgram *fresh, StoredProgram *out,
                    Changes *changes, Err *err);
