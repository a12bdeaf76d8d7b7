#include "base/hash.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

void hash_begin_keyed(Hasher *h, const unsigned char key[HASH_BYTES]) {
  must(sodium_init() >= 0 && crypto_generichash_statebytes() <= sizeof h->state);
  must(crypto_generichash_init(state_of(h), key, HASH_BYTES, HASH_BYTES) == 0);
}

void hash_bytes(Hasher *h, const void *data, size_t len) {
  must(!len || crypto_generichash_update(state_of(h), data, len) == 0);
}

void hash_end_bytes(Hasher *h, unsigned char out[HASH_BYTES]) {
  must(crypto_generichash_final(state_of(h), out, HASH_BYTES) == 0);
}

void hash_hex(char *out, const unsigned char *bytes, size_t len) { sodium_bin2hex(out, 2 * len + 1, bytes, len); }

Hash hash_end(Hasher *h) {
  unsigned char bytes[HASH_BYTES];
  hash_end_bytes(h, bytes);
  Hash hash;
  hash_hex(hash.hex, bytes, sizeof bytes);
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

void hash_random(unsigned char *out, size_t len) {
  must(sodium_init() >= 0);
  randombytes_buf(out, len);
}

/* Asking the system costs as much as storing a row: ids take their share of a greater draw. A process that was forked
 * from this one would draw the same; the workers, which are, make no ids. */
static void draw(unsigned char out[UUID_BYTES]) {
  static unsigned char pool[64 * UUID_BYTES];
  static size_t left;
  if (!left) hash_random(pool, left = sizeof pool);
  left -= UUID_BYTES;
  memcpy(out, pool + left, UUID_BYTES);
}

/* RFC 9562, 5.7: 48 bits of milliseconds, version 7, 12 random bits, variant 10, 62 random bits. */
void hash_uuid_bytes(unsigned char out[UUID_BYTES], uint64_t unix_ms) {
  draw(out);
  for (int i = 0; i < 6; i++) out[i] = (unsigned char)(unix_ms >> (8 * (5 - i)));
  out[6] = (unsigned char)(0x70 | (out[6] & 0x0f));
  out[8] = (unsigned char)(0x80 | (out[8] & 0x3f));
}

static const char uuid_digits[] = "0123456789abcdef";

void hash_uuid_text(char out[37], const unsigned char uuid[UUID_BYTES]) {
  for (int i = 0; i < UUID_BYTES; i++) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *out++ = '-';
    *out++ = uuid_digits[uuid[i] >> 4], *out++ = uuid_digits[uuid[i] & 15];
  }
  *out = '\0';
}

bool hash_uuid_parse(const char *text, unsigned char out[UUID_BYTES]) {
  size_t count = 0;
  for (const char *at = text; *at; at++) {
    const char *digit = *at == '-' ? NULL : strchr(uuid_digits, *at);
    if (!digit && *at != '-') return false;
    if (!digit) continue;
    if (count == (size_t)2 * UUID_BYTES) return false;
    int value = (int)(digit - uuid_digits);
    out[count / 2] = (unsigned char)(count % 2 ? out[count / 2] | value : value << 4);
    count++;
  }
  return count == (size_t)2 * UUID_BYTES;
}

void hash_uuid(char out[37], uint64_t unix_ms) {
  unsigned char bytes[UUID_BYTES];
  hash_uuid_bytes(bytes, unix_ms);
  hash_uuid_text(out, bytes);
}
