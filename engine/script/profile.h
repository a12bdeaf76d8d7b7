/* Reads an import profile, data/profiles/NAME.lua, and checks it against the catalog. The file returns a list of rows:
 * the first describes the profile, every further one says what a column of the spreadsheet holds:
 *
 *   { profile = "fukuchi_runners", title = "...", citation = "...", date = "mdy", missing = { "-" } },
 *   { column = "Subject", fact = "patient", prefix = "FR" },
 *   { value = "running", fact = "sport" },
 *   { column = "RHIPABD", test = "hhd_hip_abduction", side = "right", unit = "kgf", contraction = "isometric" },
 *   { column = "Volume", test = "weekly_distance", unit = "km/wk", parse = "range", suffix = "km", source = "reported"
 * }, { column = "RFSI35", test = "foot_strike", side = "right", parse = "class", map = { Rearfoot = 0, Midfoot = 1 } },
 *
 * Where the rows of a file hold different tests, `when` says which: { column = "L Max Force (N)", test = "...", side =
 * "left", when = { Test = "Hip AD/AB", Direction = "Pull" } }; a row that no reading is for is refused. Trials beside
 * each other have trial = "1", "2"; repeats = "trials" in the first row numbers repeated rows of one day,
 * which must be alike in the column same = "Position". never =
 * { "Max Imbalance" } names columns that are worked out anew from both sides.
 *
 * Knows no spreadsheet: reading one is wide.c. */
#pragma once

#include "formats/wide.h"

/* Reads one profile by name.
 *
 * takes    dir: folder that holds data/; name: letters, digits, _ and -
 * gives    the profile in the arena
 * fails    ERR_DATA: no such name, mistakes in rows (all of them in diags); ERR_IO: missing or unreadable; ERR_SCRIPT,
 *          ERR_LIMIT: it does not run
 * source   none
 */
bool profile_load(const Catalog *catalog, Arena *a, const char *dir, const char *name, Profile *out, Diags *diags,
                  Err *err);
