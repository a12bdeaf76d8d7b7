#include "hash.h"

#include <assert.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HASH_BYTES = 32, UUID_BYTES = 16 };

_Static_assert(sizeof(crypto_generichash_state) <= sizeof(Hasher), "Hasher holds libsodium's state");
_Static_assert(_Alignof(crypto_generichash_state) <= _Alignof(Hasher), "Hasher is aligned for libsodium");
_Static_assert(2 * HASH_BYTES + 1 == sizeof(Hash), "a hash is shown in full");

/* libsodium fails only when it cannot start or is not the library this was built for. Then there is neither an honest
 * hash nor an honest id, and no way to go on. */
static void must(bool works) {
  if (works) return;
  fputs("sinew: libsodium does not work on this system\n", stderr);
  exit(7);
}

static crypto_generichash_state *state_of(Hasher *h) { return (crypto_generichash_state *)(void *)h->state; }

void hash_begin(Hasher *h) {
  must(sodium_init() >= 0 && crypto_generichash_statebytes() <= sizeof h->state);
  must(crypto_generichash_init(state_of(h), NULL, 0, HASH_BYTES) == 0);
}

void hash_part(Hasher *h, const void *data, size_t len) {
  unsigned char length[8];
  for (size_t i = 0; i < sizeof length; i++) length[i] = (unsigned char)((uint64_t)len >> (8 * i));
  must(crypto_generichash_update(state_of(h), length, sizeof length) == 0);
  must(!len || crypto_generichash_update(state_of(h), data, len) == 0);
}

void hash_text(Hasher *h, const char *text) { hash_part(h, text, text ? strlen(text) : 0); }

Hash hash_end(Hasher *h) {
  unsigned char bytes[HASH_BYTES];
  must(crypto_generichash_final(state_of(h), bytes, sizeof bytes) == 0);
  Hash hash;
  sodium_bin2hex(hash.hex, sizeof hash.hex, bytes, sizeof bytes);
  return hash;
}

/* The text with so many names before its own. */
static const HashFile *file_at(const HashFile *files, size_t count, size_t place) {
  for (size_t i = 0; i < count; i++) {
    size_t before = 0;
    for (size_t k = 0; k < count; k++) before += strcmp(files[k].name, files[i].name) < 0;
    if (before == place) return &files[i];
  }
  return NULL; /* not reached: names differ */
}

Hash hash_set(const HashFile *files, size_t count) {
  Hasher hasher;
  hash_begin(&hasher);
  for (size_t i = 0; i < count; i++) {
    const HashFile *file = file_at(files, count, i);
    assert(file && "names differ");
    hash_text(&hasher, file->name);
    hash_part(&hasher, file->data, file->len);
  }
  return hash_end(&hasher);
}

/* RFC 9562, 5.7: 48 bits of milliseconds, version 7, 12 random bits, variant 10, 62 random bits. */
void hash_uuid(char out[37], uint64_t unix_ms) {
  must(sodium_init() >= 0);
  unsigned char bytes[UUID_BYTES];
  randombytes_buf(bytes, sizeof bytes);
  for (int i = 0; i < 6; i++) bytes[i] = (unsigned char)(unix_ms >> (8 * (5 - i)));
  bytes[6] = (unsigned char)(0x70 | (bytes[6] & 0x0f));
  bytes[8] = (unsigned char)(0x80 | (bytes[8] & 0x3f));
  char hex[2 * UUID_BYTES + 1];
  sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
  snprintf(out, 37, "%.8s-%.4s-%.4s-%.4s-%s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}
