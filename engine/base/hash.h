/* Content hashes (BLAKE2b-256, libsodium), plain and under a key, and time-ordered random ids (UUIDv7). Knows bytes
 * only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Hash {
  char hex[65]; /* 64 lower-case hex digits and NUL; all NUL: no hash */
} Hash;

typedef struct Hasher {
  _Alignas(64) unsigned char state[512]; /* libsodium's state */
} Hasher;

void hash_begin(Hasher *h);
/* Adds length (8 bytes, little endian) and bytes, so that two parts never run into one another. */
void hash_part(Hasher *h, const void *data, size_t len);
void hash_text(Hasher *h, const char *text); /* hash_part over the characters; NULL as empty */
Hash hash_end(Hasher *h);

typedef struct HashFile { /* a text with the name that it goes by */
  const char *name;
  const char *data; /* bytes */
  size_t len;
} HashFile;

/* What a set of texts is known by: over name, length and bytes of each, in the order of names, so that the order of the
 * set does not matter. For a pack the set is the pack itself and all that it requires, directly or not, each by its id;
 * tests are left out. What the store keeps of a pack is that set, so its hash can be proved.
 *
 * takes    files with names that differ
 * gives    the hash
 * fails    none
 * source   none
 */
Hash hash_set(const HashFile *files, size_t count);

enum { HASH_BYTES = 32, UUID_BYTES = 16 };

/* The same without lengths between the parts and as bytes, for callers that write lengths themselves. */
void hash_begin_keyed(Hasher *h, const unsigned char key[HASH_BYTES]);
void hash_bytes(Hasher *h, const void *data, size_t len);
void hash_end_bytes(Hasher *h, unsigned char out[HASH_BYTES]);
void hash_hex(char *out, const unsigned char *bytes, size_t len); /* 2 * len lower-case digits and NUL */
void hash_random(unsigned char *out, size_t len);                 /* for keys */

/* The id as bytes and as text, and back; parse gives false when the text is no id. */
void hash_uuid_bytes(unsigned char out[UUID_BYTES], uint64_t unix_ms);
void hash_uuid_text(char out[37], const unsigned char uuid[UUID_BYTES]);
bool hash_uuid_parse(const char *text, unsigned char out[UUID_BYTES]);

/* UUIDv7 text (36 characters and NUL) for a time in milliseconds since 1970; random part from the system. */
void hash_uuid(char out[37], uint64_t unix_ms);
