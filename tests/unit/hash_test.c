#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static Hash hash_of_two(const char *first, const char *second) {
  Hasher hasher;
  hash_begin(&hasher);
  hash_text(&hasher, first);
  hash_text(&hasher, second);
  return hash_end(&hasher);
}

/* Reference values: Python 3 hashlib.blake2b(digest_size=32) over the length-prefixed parts. */
static void hashes_are_blake2b_256(void **state) {
  (void)state;
  Hasher hasher;
  hash_begin(&hasher);
  assert_string_equal(hash_end(&hasher).hex, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  hash_begin(&hasher);
  hash_part(&hasher, "abc", 3);
  assert_string_equal(hash_end(&hasher).hex, "3bdc62cfd65e3b78e3d90e32e0a91ebfbc229c30abe54e6abd16c5d4def0db7b");
  hash_begin(&hasher);
  static const unsigned char zeros[1000];
  hash_part(&hasher, zeros, sizeof zeros);
  hash_text(&hasher, "");
  assert_string_equal(hash_end(&hasher).hex, "53a839b6b8e4d524755fcf03802a5b573243d8026e27d6b0e6c574769603726b");
}

static void parts_never_run_into_one_another(void **state) {
  (void)state;
  assert_string_not_equal(hash_of_two("ab", "c").hex, hash_of_two("a", "bc").hex);
  assert_string_not_equal(hash_of_two("abc", "").hex, hash_of_two("", "abc").hex);
  assert_string_equal(hash_of_two("abc", NULL).hex, hash_of_two("abc", "").hex);
  assert_string_equal(hash_of_two("ab", "c").hex, hash_of_two("ab", "c").hex);
}

static void zero_initialised_means_no_hash(void **state) {
  (void)state;
  Hash none = {0};
  assert_string_equal(none.hex, "");
  assert_int_equal(strlen(hash_of_two("a", "b").hex), 64);
  assert_int_equal(strspn(hash_of_two("a", "b").hex, "0123456789abcdef"), 64);
}

static void ids_have_the_layout_of_version_7(void **state) {
  (void)state;
  for (int i = 0; i < 2000; i++) {
    char id[37];
    hash_uuid(id, 0x0123456789abULL);
    assert_int_equal(strlen(id), 36);
    assert_memory_equal(id, "01234567-89ab-7", 15);
    assert_true(id[18] == '-' && id[23] == '-' && strchr("89ab", id[19]));
    assert_int_equal(strspn(id, "0123456789abcdef-"), 36);
  }
}

static void later_ids_sort_later(void **state) {
  (void)state;
  char before[37], after[37];
  hash_uuid(before, 0);
  for (uint64_t ms = 1; ms < (1ULL << 48); ms = 3 * ms + 1) {
    hash_uuid(after, ms);
    assert_true(strcmp(before, after) < 0);
    memcpy(before, after, sizeof before);
  }
}

static int compare_ids(const void *a, const void *b) { return strcmp(a, b); }

static void ids_of_one_millisecond_differ(void **state) {
  (void)state;
  enum { COUNT = 5000 };
  static char ids[COUNT][37];
  for (int i = 0; i < COUNT; i++) hash_uuid(ids[i], 1795000000000ULL);
  qsort(ids, COUNT, sizeof *ids, compare_ids);
  for (int i = 1; i < COUNT; i++) assert_string_not_equal(ids[i - 1], ids[i]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(hashes_are_blake2b_256),         cmocka_unit_test(parts_never_run_into_one_another),
      cmocka_unit_test(zero_initialised_means_no_hash), cmocka_unit_test(ids_have_the_layout_of_version_7),
      cmocka_unit_test(later_ids_sort_later),           cmocka_unit_test(ids_of_one_millisecond_differ),
  };
  return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
