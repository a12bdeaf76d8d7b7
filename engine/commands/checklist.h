/* Questions that are asked together: a numbered list on one screen, answered by the numbers of those with yes and one
 * explicit word for the others, so that nothing is denied by a stray key: Enter alone means nothing. Each question gets
 * an answer of its own. Stores nothing; knows no patient. */
#pragma once

#include "sitting/session.h"

enum { CHECKLIST_MOST = 12 }; /* questions on one screen of 24 lines */

typedef struct Checklist {
  const char *heading;
  const Question *questions[CHECKLIST_MOST];
  AnswerValue values[CHECKLIST_MOST]; /* OPEN: not answered yet */
  size_t count;
} Checklist;

/* The red flags that stand at neither yes nor no, the next area of them in the order of the catalog.
 *
 * takes    stands: by row of the catalog's questions; passed: rows that are left out, or NULL
 * gives    false when there is none
 * fails    none
 * source   convention: those of one area are asked together
 */
bool checklist_red_flags(const Catalog *catalog, const AnswerValue *stands, const bool *passed, Checklist *out);
/* How many areas of red flags stand open. */
size_t checklist_areas(const Catalog *catalog, const AnswerValue *stands);

/* Prints the heading and those that are open, by number. */
void checklist_print(Session *s, const Checklist *list, const char *right);

/* What a line says of the open ones: "2 5" yes to these, "n" no to all the others, "n3" no, "u4" unsure; of a list of
 * one also y, yes, u, unsure.
 *
 * takes    line: any bytes
 * gives    *list with what was answered
 * fails    ERR_DATA: something else, with what to write; the list stays as it was
 * source   none
 */
bool checklist_answer(Arena *a, const char *line, Checklist *list, Err *err);

/* Are all answered? */
bool checklist_done(const Checklist *list);
/* What to type, for a prompt. */
const char *checklist_prompt(const Checklist *list);
/* What may be typed, as lines. */
const char *checklist_help(const Checklist *list);
