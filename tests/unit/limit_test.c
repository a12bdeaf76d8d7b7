#include "program/limit.h"

#include "door_fixture.h"
#include <string.h>

static Arena arena;
static Catalog catalog;

static int setup(void **state) {
  (void)state;
  catalog = door_catalog(&arena);
  *LIST_ADD(&arena, &catalog.exercises) = (Exercise){.id = "clamshell", .name = "Clamshell"};
  return 0;
}

static int teardown(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

static void refused(const LimitsText *in, const char *field, const char *text) {
  Limits out;
  Err err = {0};
  const char *wrong = "";
  assert_false(limits_read(&catalog, &arena, in, &out, &wrong, &err));
  assert_int_equal(err.kind, ERR_DATA);
  assert_string_equal(err.text, text);
  assert_string_equal(wrong, field);
}

static void every_limit_is_read(void **state) {
  (void)state;
  static const char *const equipment[] = {"band"}, *const days[] = {"wed", "Monday"}, *const wanted[] = {"clamshell"};
  const double level = 3;
  LimitsText in = {
      .text = {"20", "2", "5", NULL, "4"}, .lists = {equipment, days, wanted, NULL}, .counts = {1, 2, 1, 0}};
  in.exact[LIMIT_LEVEL] = &level;
  Limits out;
  Err err = {0};
  const char *field;
  assert_true(limits_read(&catalog, &arena, &in, &out, &field, &err));
  assert_true(out.minutes == 20 && out.days == 2 && out.exercises == 5 && out.level == 3 && out.positions == 4);
  assert_int_equal(out.weekdays, 1 | 4);
  assert_string_equal(limits_text(&arena, &out),
                      "20 minutes a session, 2 days a week, 5 exercises, 3 as the hardest level, 4 positions at most, "
                      "on Mon Wed, band, with clamshell");
}

static void slips_are_named(void **state) {
  (void)state;
  static const char *const bend[] = {"bend"}, *const mo[] = {"mo"}, *const clam[] = {"clamshel"},
                           *const mon[] = {"mon"};
  refused(&(LimitsText){.text = {"4"}}, "minutes", "minutes a session 4 is not a whole number from 5 to 240");
  refused(&(LimitsText){.text = {[LIMIT_LEVEL] = "6"}}, "level", "level 6 is not a whole number from 1 to 5");
  refused(&(LimitsText){.lists = {bend}, .counts = {1}}, "equipment", "no exercise uses 'bend' (did you mean 'band'?)");
  refused(&(LimitsText){.lists = {[LIMIT_WEEKDAYS] = mo}, .counts = {[LIMIT_WEEKDAYS] = 1}}, "weekdays",
          "'mo' is no day of the week (did you mean 'Mon'?): write Mon, Tue, Wed, Thu, Fri, Sat or Sun");
  refused(
      &(LimitsText){.text = {[LIMIT_DAYS] = "2"}, .lists = {[LIMIT_WEEKDAYS] = mon}, .counts = {[LIMIT_WEEKDAYS] = 1}},
      "weekdays", "2 sessions a week do not fit on 1 days: Mon");
  refused(&(LimitsText){.lists = {[LIMIT_WITH] = clam}, .counts = {[LIMIT_WITH] = 1}}, "with",
          "unknown exercise 'clamshel' (did you mean 'clamshell'?)");
}

static void given_limits_stand_over_the_own_ones(void **state) {
  (void)state;
  static const char *const none[] = {NULL}, *const band[] = {"band"};
  Limits own = {.minutes = 20, .days = 3, .equipment = band, .equipment_count = 1, .with = band, .with_count = 1};
  Limits given = {.minutes = 15, .equipment = none, .weekdays = 1 | 4};
  Limits over = limits_over(&given, &own);
  assert_true(over.minutes == 15 && over.days == 0 && over.weekdays == 5);
  assert_int_equal(over.equipment_count, 0);
  assert_int_equal(over.with_count, 0);
  assert_false(limits_any(&(Limits){0}));
  assert_true(limits_any(&given) && limits_any(&own));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_limit_is_read),
      cmocka_unit_test(slips_are_named),
      cmocka_unit_test(given_limits_stand_over_the_own_ones),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
