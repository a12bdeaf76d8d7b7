/* Reads the fixed sentences of documents, scripts/report/words.lua, into Words. The file returns one table of texts by
 * id and runs in an empty environment under limits. Knows no document. */
#pragma once

#include "facts/words.h"

/* Reads all sentences.
 *
 * takes    words empty; a: owner of the texts; dir: folder that holds scripts/
 * gives    true; every sentence is there
 * fails    ERR_DATA: unknown, missing or wrongly filled sentence, placed; ERR_IO: the file is missing or unreadable;
 *          ERR_SCRIPT, ERR_LIMIT: it does not run
 * source   none
 */
bool wording_load(Words *words, Arena *a, const char *dir, Err *err);
