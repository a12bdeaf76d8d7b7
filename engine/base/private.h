/* Files and folders that nobody but their owner may read, whatever the umask, and files that are made beside their place
 * so that they can get their name once they are whole. A fault is told by errno: the caller knows what the file is for.
 */
#pragma once

#include "base/arena.h"
#include <stdbool.h>

/* The folder a path lies in: "." or "/" when it names none. */
const char *private_folder(Arena *a, const char *path);

/* Makes a folder, 0700, where there is none; *made: there was none. false with errno. */
bool private_make(const char *folder, bool *made);

/* Makes the folders above a path, 0700 each; those that are there already are left alone.
 *
 * takes    path: of a file; *fault: the folder that could not be made, in the arena
 * gives    true when all are there
 * fails    false with errno
 * source   none
 */
bool private_folders(Arena *a, const char *path, const char **fault);

/* A new empty file in the folder of a path, 0600: its descriptor, or -1 with errno. *name is its path, which names this
 * process, too. */
int private_beside(Arena *a, const char *path, const char **name);

/* Removes what private_beside made in the folder of a path for a process that was killed: it may hold plain patient
 * data. What cannot be looked at or removed stays. */
void private_sweep(Arena *a, const char *path);

/* Puts the names in the folder of a path on the disk: only then they survive a power cut. false with errno. */
bool private_sync(Arena *a, const char *path);

/* Writes all bytes. false with errno. */
bool private_write(int fd, const void *data, size_t len);
