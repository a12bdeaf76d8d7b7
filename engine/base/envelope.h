/* A sealed file: what is in it can only be read with a passphrase, and no byte of it can be changed, moved or cut off
 * without notice. Knows bytes only, and holds one chunk of them at a time.
 *
 * Format 1, numbers little endian: "Sinew sealed" (12 bytes), format (4), Argon2id passes (8), Argon2id memory in bytes
 * (8), salt (16), secretstream header (24); then chunks of crypto_secretstream_xchacha20poly1305, each 65,536 bytes of
 * content and 17 of its own, the last one shorter and tagged final. The first 72 bytes are authenticated with the first
 * chunk. */
#pragma once

#include "base/err.h"
#include <stdint.h>

enum { ENVELOPE_FORMAT = 1, ENVELOPE_CHUNK = 1 << 16 };

/* What trying one passphrase costs. */
typedef struct EnvelopeCost {
  uint64_t passes, memory_bytes;
} EnvelopeCost;

extern const EnvelopeCost envelope_cost; /* libsodium's moderate one: 3 passes over 256 MiB */

/* Does the file begin like a sealed one? */
bool envelope_is(const char *path);

/* Seals what is read from one descriptor into another.
 *
 * takes    passphrase: any text; name: of the file in faults
 * gives    true when all is written; not yet on the disk
 * fails    ERR_IO: reading or writing, or stopped by a held signal; ERR_LIMIT: not enough memory for the passphrase
 * source   none
 */
bool envelope_seal(int from, int to, const char *name, const char *passphrase, EnvelopeCost cost, Err *err);

/* Opens what was sealed.
 *
 * takes    to: where the content goes, -1: it is only checked
 * gives    true when every byte was the one that was sealed. Before that nothing written may be used.
 * fails    ERR_DATA: no sealed file, newer format, wrong passphrase, changed or cut short; ERR_IO and ERR_LIMIT as above
 * source   none
 */
bool envelope_open(int from, int to, const char *name, const char *passphrase, Err *err);
