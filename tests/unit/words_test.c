#include "facts/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static Arena arena;

static int free_arena(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

static void expect_refused(Words *words, const char *id, const char *text, const char *message) {
  Err err = {0};
  assert_false(words_set(words, &arena, id, text, "words.lua:3", &err));
  assert_int_equal(err.kind, ERR_DATA);
  assert_string_equal(err.where, "words.lua:3");
  assert_string_equal(err.text, message);
}

static void wrong_sentences_are_named(void **state) {
  (void)state;
  Words words = {0};
  Err err = {0};
  expect_refused(&words, "titel", "x", "unknown sentence 'titel' (did you mean 'title'?)");
  expect_refused(&words, "title", "", "sentence 'title' is empty");
  expect_refused(&words, "title", "of {code}", "sentence 'title' has no {code}; it has: none");
  expect_refused(&words, "patient", "Patient {name} {code}", "sentence 'patient' has no {name}; it has: code");
  expect_refused(&words, "weeks_range", "from {from}", "sentence 'weeks_range' must say {to}");
  assert_true(words_set(&words, &arena, "title", "Findings", "words.lua:3", &err));
  expect_refused(&words, "title", "Findings", "sentence 'title' is given twice");
}

static void the_first_missing_sentence_is_named(void **state) {
  (void)state;
  Words words = {0};
  Err err = {0};
  assert_true(words_set(&words, &arena, "language", "en", NULL, &err));
  assert_false(words_finish(&words, "words.lua", &err));
  assert_string_equal(err.text, "the sentence 'title' is missing");
}

static void values_are_filled_once(void **state) {
  (void)state;
  Words words = {0};
  Err err = {0};
  assert_true(words_set(&words, &arena, "weeks_range", "{to} after {from} {x and {}", NULL, &err));
  const char *text = words_fill(&words, &arena, WORD_weeks_range, "from", "{to}", "to", "6", NULL);
  assert_string_equal(text, "6 after {to} {x and {}");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(wrong_sentences_are_named, free_arena),
      cmocka_unit_test_teardown(the_first_missing_sentence_is_named, free_arena),
      cmocka_unit_test_teardown(values_are_filled_once, free_arena),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
