/* What differs between two revisions, in plain words: every kind of change once, and none where there is none. */
#include "program/changes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static Arena arena;

static int free_arena(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

static ProgramItem item_of(const char *exercise, Side side, int sets) {
  return (ProgramItem){.exercise = exercise,
                       .name = exercise,
                       .side = side,
                       .sets = sets,
                       .reps = 8,
                       .per_week = 3,
                       .days = 21,
                       .week_from = 1,
                       .week_to = 6,
                       .rest_s = 60};
}

static Program program_of(ProgramItem *items, size_t count) {
  return (Program){.items = items, .item_count = count, .weeks = 6};
}

/* The sentences, a line each. */
static const char *changes_of(const Program *before, const Program *after) {
  static char text[2000];
  Changes changes;
  changes_list(&arena, before, after, &changes);
  *text = 0;
  for (size_t i = 0; i < changes.count; i++)
    snprintf(text + strlen(text), sizeof text - strlen(text), "%s\n", changes.items[i]);
  return text;
}

static void equal_programs_do_not_differ(void **state) {
  (void)state;
  ProgramItem items[] = {item_of("Bridge", SIDE_BOTH, 2), item_of("Clamshell", SIDE_LEFT, 3)};
  Program program = program_of(items, 2);
  assert_string_equal(changes_of(&program, &program), "");
}

static void each_part_of_a_dose_is_told(void **state) {
  (void)state;
  ProgramItem was[] = {item_of("Clamshell", SIDE_LEFT, 3)};
  ProgramItem now[] = {was[0]};
  Program before = program_of(was, 1), after = program_of(now, 1);
  now[0].sets = 4;
  assert_string_equal(changes_of(&before, &after), "Clamshell (left): 4 sets of 8 instead of 3\n");
  now[0].reps = 10;
  assert_string_equal(changes_of(&before, &after), "Clamshell (left): 4 sets of 10 instead of 3 sets of 8\n");
  now[0] = was[0], now[0].per_week = 2, now[0].days = 9;
  assert_string_equal(changes_of(&before, &after),
                      "Clamshell (left): 2 a week (Mon Thu) instead of 3 a week (Mon Wed Fri)\n");
  now[0] = was[0], now[0].week_to = 4, now[0].rest_s = 30;
  assert_string_equal(changes_of(&before, &after),
                      "Clamshell (left): weeks 1 to 4 instead of weeks 1 to 6; rest 30 s instead of rest 60 s\n");
  was[0].reps = 0, was[0].hold_s = 30, was[0].sets = 1;
  now[0] = was[0], now[0].reps = 4;
  assert_string_equal(changes_of(&before, &after),
                      "Clamshell (left): 1 set of 4 holds of 30 s instead of 1 set of 30 s\n");
}

static void what_comes_and_goes_has_its_reason(void **state) {
  (void)state;
  ProgramItem was[] = {item_of("Bridge", SIDE_BOTH, 2), item_of("Clamshell", SIDE_LEFT, 3),
                       item_of("Plank", SIDE_BOTH, 2)};
  ProgramItem now[] = {item_of("Clamshell", SIDE_RIGHT, 3)};
  const LeftOut reason = {.exercise = "Bridge", .reason = "over the limit of 1 exercises"};
  Program before = program_of(was, 3), after = program_of(now, 1);
  after.left_out = (LeftOut *)&reason, after.left_out_count = 1;
  assert_string_equal(changes_of(&before, &after),
                      "new: Clamshell (right), 3 sets of 8, 3 a week (Mon Wed Fri), weeks 1 to 6\n"
                      "gone: Bridge, because over the limit of 1 exercises\n"
                      "gone: Clamshell (left), because it is done on other sides now\n"
                      "gone: Plank, because nothing found asks for it any more\n");
}

static void weeks_advice_and_referrals_are_told(void **state) {
  (void)state;
  Program before = program_of(NULL, 0), after = before;
  AdviceItem advice = {.id = "a", .text = "Rest a day."};
  after.weeks = 8;
  assert_string_equal(changes_of(&before, &after), "8 weeks instead of 6\n");
  after = before, after.advice = &advice, after.advice_count = 1;
  assert_string_equal(changes_of(&before, &after), "new advice: Rest a day.\n");
  assert_string_equal(changes_of(&after, &before), "advice gone: Rest a day.\n");
  after = before, after.stopped = true;
  assert_string_equal(changes_of(&before, &after), "no exercises any more: a reason to refer was found\n");
  assert_string_equal(changes_of(&after, &before), "exercises again: there is no reason to refer any more\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(equal_programs_do_not_differ, free_arena),
      cmocka_unit_test_teardown(each_part_of_a_dose_is_told, free_arena),
      cmocka_unit_test_teardown(what_comes_and_goes_has_its_reason, free_arena),
      cmocka_unit_test_teardown(weeks_advice_and_referrals_are_told, free_arena),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
