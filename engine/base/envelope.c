#include "base/envelope.h"

#include "base/private.h"
#include "base/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STREAM(name) crypto_secretstream_xchacha20poly1305_##name

enum {
  AT_FORMAT = 12,
  AT_PASSES = 16,
  AT_MEMORY = 24,
  AT_SALT = 32,
  AT_STREAM = AT_SALT + crypto_pwhash_argon2id_SALTBYTES,
  HEAD = AT_STREAM + crypto_secretstream_xchacha20poly1305_HEADERBYTES,
  SEALED_CHUNK = ENVELOPE_CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES
};
_Static_assert(HEAD == 72, "as documented");

static const char magic[] = "Sinew sealed";
const EnvelopeCost envelope_cost = {crypto_pwhash_argon2id_OPSLIMIT_MODERATE, crypto_pwhash_argon2id_MEMLIMIT_MODERATE};

/* A forged header must not make the machine work for hours. */
static const EnvelopeCost most = {16, (uint64_t)1 << 30};

/* One direction of work: what is read, made of it and written. */
typedef struct Work {
  unsigned char head[HEAD], key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
  unsigned char content[ENVELOPE_CHUNK], sealed[SEALED_CHUNK];
  STREAM(state) stream;
  int from, to;
  const char *name;
} Work;

static Work *begin_work(int from, int to, const char *name, Err *err) {
  Work *work = sodium_init() >= 0 ? calloc(1, sizeof *work) : NULL;
  if (!work)
    fail(err, ERR_LIMIT, name, "there is not enough memory");
  else
    work->from = from, work->to = to, work->name = name;
  return work;
}

static bool end_work(Work *work, bool good) {
  sodium_memzero(work, sizeof *work);
  free(work);
  return good;
}

/* ---- numbers and bytes ---- */

static void put_number(unsigned char *at, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; i++) at[i] = (unsigned char)(value >> 8 * i);
}

static uint64_t get_number(const unsigned char *at, int bytes) {
  uint64_t value = 0;
  for (int i = bytes; i-- > 0;) value = value << 8 | at[i];
  return value;
}

/* As much as there is, up to size; *got < size only at the end of the file. */
static bool read_full(const Work *work, unsigned char *into, size_t size, size_t *got, Err *err) {
  *got = 0;
  while (*got < size) {
    ssize_t len = read(work->from, into + *got, size - *got);
    if (len < 0 && errno == EINTR) continue;
    if (len < 0) return fail(err, ERR_IO, work->name, "cannot be read: %s", strerror(errno));
    if (len == 0) break;
    *got += (size_t)len;
  }
  return !signals_waiting() || fail(err, ERR_IO, work->name, "was stopped: nothing has changed");
}

static bool write_out(const Work *work, const unsigned char *data, size_t len, Err *err) {
  return work->to < 0 || private_write(work->to, data, len) ||
         fail(err, ERR_IO, work->name, "cannot be written: %s", strerror(errno));
}

static bool make_key(Work *work, const char *passphrase, Err *err) {
  EnvelopeCost cost = {get_number(work->head + AT_PASSES, 8), get_number(work->head + AT_MEMORY, 8)};
  if (cost.passes < crypto_pwhash_argon2id_OPSLIMIT_MIN || cost.passes > most.passes ||
      cost.memory_bytes < crypto_pwhash_argon2id_MEMLIMIT_MIN || cost.memory_bytes > most.memory_bytes)
    return fail(err, ERR_DATA, work->name, "asks for more work than a sealed file of Sinew does: it was changed");
  return crypto_pwhash(work->key, sizeof work->key, passphrase, strlen(passphrase), work->head + AT_SALT, cost.passes,
                       (size_t)cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) == 0 ||
         fail(err, ERR_LIMIT, work->name, "the passphrase needs %llu MiB of memory, which are not there",
              (unsigned long long)(cost.memory_bytes >> 20));
}

/* ---- sealing ---- */

static bool seal_chunks(Work *work, Err *err) {
  const unsigned char *beside = work->head; /* authenticated with the first chunk */
  for (size_t got = ENVELOPE_CHUNK; got == ENVELOPE_CHUNK; beside = NULL) {
    unsigned long long len;
    if (!read_full(work, work->content, ENVELOPE_CHUNK, &got, err)) return false;
    unsigned char tag = got < ENVELOPE_CHUNK ? STREAM(TAG_FINAL) : STREAM(TAG_MESSAGE);
    if (STREAM(push)(&work->stream, work->sealed, &len, work->content, got, beside, beside ? HEAD : 0, tag) != 0)
      return fail(err, ERR_IO, work->name, "cannot be sealed");
    if (!write_out(work, work->sealed, (size_t)len, err)) return false;
  }
  return true;
}

bool envelope_seal(int from, int to, const char *name, const char *passphrase, EnvelopeCost cost, Err *err) {
  Work *work = begin_work(from, to, name, err);
  if (!work) return false;
  memcpy(work->head, magic, AT_FORMAT);
  put_number(work->head + AT_FORMAT, ENVELOPE_FORMAT, 4);
  put_number(work->head + AT_PASSES, cost.passes, 8);
  put_number(work->head + AT_MEMORY, cost.memory_bytes, 8);
  randombytes_buf(work->head + AT_SALT, crypto_pwhash_argon2id_SALTBYTES);
  bool good = make_key(work, passphrase, err);
  if (good && STREAM(init_push)(&work->stream, work->head + AT_STREAM, work->key) != 0)
    good = fail(err, ERR_IO, name, "cannot be sealed");
  good = good && write_out(work, work->head, HEAD, err) && seal_chunks(work, err);
  return end_work(work, good);
}

/* ---- opening ---- */

static bool is_head(const unsigned char *head, size_t len) {
  return len == HEAD && memcmp(head, magic, AT_FORMAT) == 0;
}

bool envelope_is(const char *path) {
  unsigned char head[HEAD];
  int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  bool is = fd >= 0 && read(fd, head, HEAD) == HEAD && is_head(head, HEAD);
  if (fd >= 0) close(fd); /* only read */
  return is;
}

static bool open_chunks(Work *work, Err *err) {
  const unsigned char *beside = work->head;
  unsigned char tag = 0;
  size_t got = SEALED_CHUNK;
  for (; tag != STREAM(TAG_FINAL); beside = NULL) {
    unsigned long long len;
    if (!read_full(work, work->sealed, SEALED_CHUNK, &got, err)) return false;
    if (got == 0 && !beside) return fail(err, ERR_DATA, work->name, "was cut short: its end is missing");
    if (STREAM(pull)(&work->stream, work->content, &len, &tag, work->sealed, got, beside, beside ? HEAD : 0) != 0)
      return fail(err, ERR_DATA, work->name,
                  beside                ? "the passphrase is another one, or the file was changed"
                  : got == SEALED_CHUNK ? "was changed after it was sealed"
                                        : "was changed or cut short after it was sealed");
    if (!write_out(work, work->content, (size_t)len, err)) return false;
  }
  return true; /* the final chunk is shorter than the others: nothing can follow it unnoticed */
}

bool envelope_open(int from, int to, const char *name, const char *passphrase, Err *err) {
  size_t got;
  Work *work = begin_work(from, to, name, err);
  if (!work) return false;
  bool good = read_full(work, work->head, HEAD, &got, err);
  if (good && !is_head(work->head, got)) good = fail(err, ERR_DATA, name, "is no sealed file of Sinew");
  uint64_t format = get_number(work->head + AT_FORMAT, 4);
  if (good && format != ENVELOPE_FORMAT)
    good = fail(err, ERR_DATA, name, "was sealed by a newer Sinew (format %llu): update Sinew",
                (unsigned long long)format);
  good = good && make_key(work, passphrase, err);
  if (good && STREAM(init_pull)(&work->stream, work->head + AT_STREAM, work->key) != 0)
    good = fail(err, ERR_DATA, name, "was changed after it was sealed");
  return end_work(work, good && open_chunks(work, err));
}
