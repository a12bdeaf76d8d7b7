#include "base/lexicon.h"

#include "rules/shapes.h"
#include "rules/reply.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static void a_text_has_one_address(void **state) {
  (void)state;
  Lexicon words = {0};
  char text[16];
  const char *kept[3000];
  for (int i = 0; i < 3000; i++) {
    size_t len = (size_t)snprintf(text, sizeof text, "word%d", i);
    assert_null(lexicon_find(&words, text, len));
    kept[i] = lexicon_add(&words, text, len);
    assert_string_equal(kept[i], text);
    assert_ptr_not_equal(kept[i], text);
  }
  for (int i = 0; i < 3000; i++) {
    size_t len = (size_t)snprintf(text, sizeof text, "word%d", i);
    assert_ptr_equal(lexicon_find(&words, text, len), kept[i]);
    assert_true(lexicon_owns(&words, kept[i]));
    assert_false(lexicon_owns(&words, text));
  }
  assert_null(lexicon_find(&words, "word1", 4));
  lexicon_free(&words);
  assert_null(lexicon_find(&words, "word1", 5));
}

static void a_stranger_cannot_fill_the_memory(void **state) {
  (void)state;
  Lexicon words = {0};
  static char large[LEXICON_BYTES + 1];
  char text[16];
  memset(large, 'x', sizeof large);
  assert_null(lexicon_add(&words, large, sizeof large));
  for (int i = 0; i < LEXICON_MOST; i++)
    assert_non_null(lexicon_add(&words, text, (size_t)snprintf(text, sizeof text, "%d", i)));
  assert_null(lexicon_add(&words, "one more", 8));
  assert_non_null(lexicon_find(&words, "77", 2));
  lexicon_free(&words);
}

/* An answer read with a lexicon: the same values, its question kept once; a text that is none is refused as ever. */
static void words_of_a_struct_are_kept_once(void **state) {
  (void)state;
  Lexicon words = {0};
  Arena a = {0};
  Text bytes = {.arena = &a};
  const Answer told = {"trauma_major", ANSWER_NO};
  assert_true(shape_put(&bytes, &answer_shape, &told));
  Answer first, second;
  for (int i = 0; i < 2; i++) {
    ShapeReader in = {bytes.data, bytes.data + bytes.len};
    assert_true(shape_get_kept(&in, &a, &words, &answer_shape, i ? &second : &first));
    assert_true(shape_at_end(&in));
  }
  assert_string_equal(first.question, told.question);
  assert_ptr_equal(first.question, second.question);
  assert_true(lexicon_owns(&words, first.question));
  assert_int_equal(second.value, told.value);
  static const char *const bad[] = {"trau\xff", "trau\xc3"};
  for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
    const Answer broken = {bad[i], ANSWER_NO};
    bytes.len = 0;
    assert_true(shape_put(&bytes, &answer_shape, &broken));
    ShapeReader in = {bytes.data, bytes.data + bytes.len};
    assert_false(shape_get_kept(&in, &a, &words, &answer_shape, &first));
  }
  assert_int_equal(words.count, 1);
  lexicon_free(&words);
  arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_text_has_one_address),
      cmocka_unit_test(a_stranger_cannot_fill_the_memory),
      cmocka_unit_test(words_of_a_struct_are_kept_once),
  };
  return cmocka_run_group_tests_name("lexicon", tests, NULL, NULL);
}
