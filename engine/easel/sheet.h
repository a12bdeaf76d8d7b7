/* A folio on sheets of paper, as a PDF: which row stands on which page, letterhead, marks and page numbers, and the
 * structure for those who have it read aloud. */
#pragma once

#include "easel/easel.h"

/* As paint_folio. */
bool sheet_folio(const Folio *folio, Text *out, Text *notices, Err *err);
