/* How a judged case is shown on a terminal: the page of findings, the page of a program, one line of an overview, and
 * the document that the exporters take. Plain text of 80 columns; whatever comes from a record is made safe. */
#pragma once

#include "base/text.h"
#include "sitting/course.h"

/* Findings first to last: stops, open red flags, what is present, what to repeat, what could not be assessed, remarks.
 * ends with the next commands. stale: something was recorded since; logged: as report_warnings. */
void report_findings(Session *s, const char *code, const Result *result, bool stale, const char *logged, Text *out);

/* What was logged since, stops and open red flags, before anything else. logged: of course_warning, or NULL. */
void report_warnings(const char *code, const Result *result, const char *logged, Text *out);

/* A program with its status, or the referral in its place; more: what would let it cover more. The words
 * of the session must be loaded. */
void report_program(Session *s, const Course *course, const Document *document, const Loosening *more,
                    size_t more_count, Text *out);

/* "P7  2026-11-20  2 findings, 1 to repeat, 9 not assessed" */
void report_line(const char *code, int width, const Result *result, Text *out);

/* A document without person and notes, for any writer. packs may be NULL. */
Document report_document(const Session *s, const Result *result, const Program *program, const char *packs);
/* Fills in when what is behind the findings needs measuring again. c: the case that was judged. Nothing where no pack
 * could be loaded. fails as judge_grounds. */
bool report_retests(Session *s, const Case *c, Document *document, Err *err);
/* Puts status, revision and approval of a revision into a document. */
void report_status(const Course *course, const ProgramRow *row, Document *document);
