/* The bar of a number beside its cut. */
#include "rules/reply.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void draws(Scale scale, const char *expected) {
  Arena a = {0};
  Text t = {.arena = &a};
  reply_bar(&t, &scale, 24);
  assert_string_equal(text_get(&t), expected);
  arena_free(&a);
}

static void bars_show_number_band_and_cut(void **state) {
  (void)state;
  draws((Scale){30.7, 11.9, 10, INFINITY, "%"}, "......|...(=====*=====).");
  draws((Scale){-1.5, 0.5, -INFINITY, -1, "SD"}, ".(====*=====|...........");
  draws((Scale){1, 0, -INFINITY, 2, "pairs"}, "............*.........|.");
  draws((Scale){5, NAN, 2, 8, ""}, "......|.......*.......|.");
}

static void odd_numbers_do_no_harm(void **state) {
  (void)state;
  draws((Scale){NAN, 1, 0, 1, ""}, "");
  draws((Scale){INFINITY, 1, 0, 1, ""}, "");
  draws((Scale){0, 0, -INFINITY, INFINITY, ""}, ".*......................");
  draws((Scale){0, INFINITY, 0, INFINITY, ""}, ".*......................");
  draws((Scale){1e300, 1e299, 1, INFINITY, ""}, ".|................(=*=).");
  draws((Scale){1e308, 1e308, -1e308, INFINITY, ""}, "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(bars_show_number_band_and_cut),
      cmocka_unit_test(odd_numbers_do_no_harm),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
