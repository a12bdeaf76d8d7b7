/* The line of a progress bar: its words, its width, the time that is left. */
#include "terminal/progressbar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void says(const char *expected, size_t done, size_t total, double elapsed_s, int columns) {
  Arena a = {0};
  Text t = {.arena = &a};
  progressbar_line(&t, "cases", done, total, elapsed_s, columns);
  assert_string_equal(text_get(&t), expected);
  assert_true(text_width(text_get(&t)) < columns);
  arena_free(&a);
}

static void tells_rate_and_time_left(void **state) {
  (void)state;
  says("cases 1200 of 5000 [=======>                      ] 24 %, 600/s, 0:06 left", 1200, 5000, 2, 80);
  says("cases 5000 of 5000 [==============================] 100 %, 500/s, 0:00 left", 5000, 5000, 10, 80);
  says("cases 3 of 4000 [>                             ] 0 %, 1.5/s, 44:25 left", 3, 4000, 2, 80);
  says("cases 1 of 9000 [>                             ] 0 %, 0.5/s, 4:59:58 left", 1, 9000, 2, 80);
  says("cases 1 of 900000000 [>                             ] 0 %, 0.5/s", 1, 900000000, 2, 80);
  says("cases 0 of 10 [>                             ] 0 %, 0.0/s", 0, 10, 2, 80);
  says("cases 1200, 600/s", 1200, 0, 2, 80);
}

static void fits_a_narrow_terminal(void **state) {
  (void)state;
  says("cases 120 of 500 24 %, 60/s, 0:06 left", 120, 500, 2, 40);
}

static void says_nothing_without_a_terminal(void **state) {
  (void)state;
  ProgressBar bar;
  FILE *file = tmpfile();
  assert_non_null(file);
  progressbar_begin(&bar, file, "cases", 10);
  progressbar_set(&bar, 5);
  progressbar_end(&bar);
  assert_int_equal(ftell(file), 0);
  fclose(file);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tells_rate_and_time_left),
      cmocka_unit_test(fits_a_narrow_terminal),
      cmocka_unit_test(says_nothing_without_a_terminal),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
