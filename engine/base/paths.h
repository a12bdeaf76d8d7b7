/* Where things lie on this machine: the folder of data, rules and scripts, the database, and rule packs by id. Reads
 * the environment and folders, never a file's content. */
#pragma once

#include "base/err.h"

/* The folder that holds data/, rules/ and scripts/.
 *
 * takes    given: by the caller, NULL: $SINEW_HOME, else a folder above the program's own or share/sinew in it, else
 *          the installed one; program: argv[0] or NULL
 * gives    *home in the arena
 * fails    ERR_IO: not such a folder (named), or none found
 * source   none
 */
bool paths_home(Arena *a, const char *given, const char *program, const char **home, Err *err);

/* The database: given, else $SINEW_DB, else $XDG_DATA_HOME/sinew/sinew.db, else ~/.local/share/sinew/sinew.db.
 * fails ERR_USAGE: no home folder is known. */
bool paths_database(Arena *a, const char *given, const char **path, Err *err);

/* A library of this program by its file's name: beside the program, in a folder above it (a checkout's tests lie deeper),
 * or in lib/sinew there, wherever what was installed has been moved to. NULL: none. */
const char *paths_library(Arena *a, const char *name);

/* Every rule pack on the search path: the folders of $SINEW_PATH (separated by ':'), rules/ of the user's data folder,
 * home/rules/. A file NAME.lua is a pack when NAME is an id (so TEMPLATE is none) and does not end with _test. Sorted
 * by folder, then name; a folder that is not there is passed over. fails ERR_IO: a folder that cannot be read. */
typedef LIST(const char *) Paths;
bool paths_packs(Arena *a, const char *home, Paths *out, Err *err);

/* A folder stands for the packs in it, in the order of their names; anything else for itself. fails ERR_IO. */
bool paths_expand(Arena *a, const char *path, Paths *out, Err *err);

/* The test file of a pack, "rules/x_test.lua" of "rules/x.lua", and back; a path that is neither comes back as it is.
 */
const char *paths_tests(Arena *a, const char *pack);
const char *paths_tested(Arena *a, const char *tests);

/* Do these stand for one pack? '-' and '_' are alike. */
bool paths_same_id(const char *a, const char *b);

/* The one file of a pack.
 *
 * takes    id: of a pack, '-' and '_' alike, or a path (with '/' or ending in ".lua")
 * gives    *path in the arena; a path comes back as it is
 * fails    ERR_DATA: no such pack (with the nearest), two files of that id (both named); ERR_IO
 * source   none
 */
bool paths_pack(Arena *a, const char *home, const char *id, const char **path, Err *err);

/* The file of a pack that another requires.
 *
 * takes    named: files given by name, which come first, NULL-terminated or NULL; from: file of the pack that requires
 * gives    *path in the arena: a named one, else the one beside `from` or on the search path
 * fails    as paths_pack
 * source   none
 */
bool paths_required(Arena *a, const char *home, const char *const *named, const char *from, const char *id,
                    const char **path, Err *err);

/* The names of the import profiles in home/data/profiles, sorted. fails ERR_IO. */
bool paths_profiles(Arena *a, const char *home, Paths *names, Err *err);

/* Files and folders whose path begins so, sorted; a folder has '/' behind it. Hidden ones only when their dot was
 * typed. fails ERR_IO: the folder cannot be read. */
bool paths_begun(Arena *a, const char *typed, Paths *out, Err *err);
