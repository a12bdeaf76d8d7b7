/* Sealed files: what goes in comes out, and nothing else ever does. */
#include "base/envelope.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const EnvelopeCost cheap = {1, 8192}; /* the least there is: the cost is not what is tested */
static const char passphrase[] = "correct horse";
enum { HEAD = 72, SEALED = ENVELOPE_CHUNK + 17, MOST = 4 * SEALED };

static int file_of(const unsigned char *bytes, size_t len) {
  char name[] = "/tmp/sinew-envelope-XXXXXX";
  int fd = mkstemp(name);
  assert_true(fd >= 0);
  assert_int_equal(unlink(name), 0);
  assert_int_equal(write(fd, bytes, len), len);
  assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
  return fd;
}

static size_t bytes_of(int fd, unsigned char *into) {
  assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
  ssize_t len = read(fd, into, MOST);
  assert_true(len >= 0);
  close(fd);
  return (size_t)len;
}

static size_t seal(const unsigned char *plain, size_t len, unsigned char *sealed) {
  Err err = {0};
  int from = file_of(plain, len), to = file_of(plain, 0);
  assert_true(envelope_seal(from, to, "x", passphrase, cheap, &err));
  close(from);
  return bytes_of(to, sealed);
}

/* The content, or -1 with the fault in *err. */
static ssize_t open_with(const char *words, const unsigned char *sealed, size_t len, unsigned char *plain, Err *err) {
  int from = file_of(sealed, len), to = file_of(sealed, 0);
  *err = (Err){0};
  bool good = envelope_open(from, to, "x", words, err);
  close(from);
  size_t got = bytes_of(to, plain);
  return good ? (ssize_t)got : -1;
}

static void refused(const unsigned char *sealed, size_t len, const char *text) {
  static unsigned char plain[MOST];
  Err err;
  assert_int_equal(open_with(passphrase, sealed, len, plain, &err), -1);
  assert_int_equal(err.kind, ERR_DATA);
  assert_string_equal(err.where, "x");
  if (text) assert_string_equal(err.text, text);
}

static void what_goes_in_comes_out(void **state) {
  (void)state;
  static unsigned char plain[MOST], sealed[MOST], again[MOST], back[MOST];
  const size_t sizes[] = {0, 1, ENVELOPE_CHUNK - 1, ENVELOPE_CHUNK, ENVELOPE_CHUNK + 1, 3 * ENVELOPE_CHUNK};
  Err err;
  for (size_t i = 0; i < sizeof plain; i++) plain[i] = (unsigned char)(i * 31 >> 3);
  for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
    size_t len = seal(plain, sizes[i], sealed);
    assert_int_equal(len, HEAD + sizes[i] + 17 * (sizes[i] / ENVELOPE_CHUNK + 1));
    assert_int_equal(open_with(passphrase, sealed, len, back, &err), sizes[i]);
    assert_memory_equal(plain, back, sizes[i]);
    assert_int_equal(seal(plain, sizes[i], again), len);
    assert_memory_not_equal(sealed + 32, again + 32, len - 32); /* never the same twice */
    assert_int_equal(open_with("correct horsf", sealed, len, back, &err), -1);
    assert_string_equal(err.text, "the passphrase is another one, or the file was changed");
  }
}

static void every_change_is_noticed(void **state) {
  (void)state;
  static unsigned char plain[2 * ENVELOPE_CHUNK], sealed[MOST], bent[MOST];
  size_t len = seal(plain, sizeof plain, sealed);
  for (size_t at = 0; at < len; at += at < 2 * HEAD ? 1 : 4999) {
    memcpy(bent, sealed, len);
    bent[at] ^= 1;
    refused(bent, len, NULL);
  }
  for (size_t cut = 0; cut < len; cut += cut < 2 * HEAD ? 1 : 4999) refused(sealed, cut, NULL);
  refused(sealed, HEAD + SEALED, "was cut short: its end is missing");
  refused(sealed, len - 1, "was changed or cut short after it was sealed");
  memcpy(bent, sealed, len + 1);
  refused(bent, len + 1, "was changed or cut short after it was sealed");
  memcpy(bent + HEAD, sealed + HEAD + SEALED, SEALED); /* two chunks change places */
  memcpy(bent + HEAD + SEALED, sealed + HEAD, SEALED);
  refused(bent, len, "the passphrase is another one, or the file was changed");
}

static void the_head_is_checked_first(void **state) {
  (void)state;
  unsigned char sealed[MOST] = "";
  refused(sealed, 0, "is no sealed file of Sinew");
  size_t len = seal(sealed, 10, sealed);
  sealed[12] = 2;
  refused(sealed, len, "was sealed by a newer Sinew (format 2): update Sinew");
  sealed[12] = 1;
  sealed[16 + 7] = 1; /* passes for centuries */
  refused(sealed, len, "asks for more work than a sealed file of Sinew does: it was changed");
  sealed[16 + 7] = 0;
  sealed[24 + 5] = 1; /* memory that no machine has */
  refused(sealed, len, "asks for more work than a sealed file of Sinew does: it was changed");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_goes_in_comes_out),
      cmocka_unit_test(every_change_is_noticed),
      cmocka_unit_test(the_head_is_checked_first),
  };
  return cmocka_run_group_tests_name("envelope", tests, NULL, NULL);
}
