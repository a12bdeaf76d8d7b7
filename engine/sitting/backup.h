/* Backups: a copy of the whole database in a file of its own, plain or sealed, and the way back. A file appears whole
 * and checked or not at all, beside its place and readable by its owner alone. Knows no terminal: the caller asks for
 * the passphrase and says what was done. */
#pragma once

#include "base/err.h"
#include "store/extract.h"
#include "store/whole.h"

/* Is it a sealed backup? false also when it cannot be read. */
bool backup_is_sealed(const char *path);

/* Writes a backup while others go on working.
 *
 * takes    path: of a file that is not there, or with replace: of an older backup; passphrase: NULL: not sealed
 * gives    *bytes of the file, which is on the disk, was read again and is whole
 * fails    ERR_IO: a folder, device, link, foreign file or the database itself stands there, or something that is in
 *          use; disk full, device, stopped by a held signal. ERR_STORE: the database. ERR_LIMIT: see envelope.h. What
 *          stood there is unchanged then.
 * source   none
 */
bool backup_write(Arena *a, Store *s, const char *path, const char *passphrase, bool replace, int64_t *bytes, Err *err);

/* Writes a copy that names nobody (extract.h). fails as backup_write, and ERR_DATA: an unknown code. */
bool backup_extract(Arena *a, Store *s, const char *path, const ExtractRequest *request, ExtractCounts *counts,
                    Err *err);

/* Puts the content of a backup in the place of a database that nobody has open. It is checked in full before.
 *
 * takes    path: of a backup; database: of the file to restore, made when missing; label: of the act, for the kept file
 * gives    *kept: where the replaced database lies now, as a backup; NULL: there was none. In the arena.
 * fails    ERR_IO, ERR_DATA (sealed otherwise, changed, cut short), ERR_STORE (no database of Sinew, newer, damaged; the
 *          database is in use). The database is unchanged then.
 * source   none
 */
bool backup_restore(Arena *a, const char *path, const char *passphrase, const char *database, const char *label,
                    const char **kept, Err *err);
