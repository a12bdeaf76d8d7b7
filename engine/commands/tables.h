/* What the tables among the exports are made of: the measures of a patient, or the findings of all assessments. They need
 * no program, and findings no document for people. Prints nothing but what the rows in force do not know. */
#pragma once

#include "sitting/session.h"

/* Fills a document for a table.
 *
 * takes    format: one that format_is_table or format_is_findings; wanted: how it is to be written
 * gives    *document, pointing into the run arena
 * fails    ERR_DATA: an unknown patient, nobody assessed them. ERR_STORE
 * source   none
 */
bool tables_fill(Session *s, const char *code, const Format *format, const Document *wanted, Document *document,
                 Err *err);
