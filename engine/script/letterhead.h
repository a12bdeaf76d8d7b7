/* Who the pages of a clinic come from: name, address, logo, colour, sentences of its own, read from a Lua file of data.
 * Its faults are placed in that file. Knows no document. */
#pragma once

#include "drawing/folio.h"
#include "facts/catalog.h"
#include "facts/words.h"

#define LETTERHEAD_NAME "letterhead.lua"

/* Reads a letterhead.
 *
 *   return { name = "Harbour Physio", address = { "Quay 1", "12345 Harbour" }, phone = "+00 1 234", email = "...",
 *            web = "...", emergency = "112", color = "#0a5c6b", logo = "logo.png", opening = "...", closing = "...",
 *            words = { handout_title = "Your plan" } }
 *
 * takes    path of the file, the logo lies relative to it; catalog: not looked at, for the reader of rows; words: filled,
 *          those of the file replace them
 * gives    *out in the arena
 * fails    ERR_IO: a file cannot be read; ERR_LIMIT: too large; ERR_SCRIPT: it does not run; ERR_DATA: mistakes, all of
 *          them in diags, or a logo that is neither PNG nor SVG
 * source   none
 */
bool letterhead_load(const Catalog *catalog, Arena *a, const char *path, Words *words, Letterhead *out, Diags *diags,
                     Err *err);
