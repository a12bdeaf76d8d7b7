#include "facts/roster.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

enum { MUSCLES = 5, EXERCISES = 12, ROUNDS = 300 };

static Arena arena;

static int free_arena(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

static uint32_t seed = 1;
static int below(int n) {
  seed = seed * 1664525u + 1013904223u;
  return (int)((seed >> 8) % (uint32_t)n);
}

/* Ids in no order, chains that may run in a circle, muscles that may be named twice. */
static Exercise *random_exercises(void) {
  static const char *const places[] = {"prone", "side", "standing"};
  Exercise *list = arena_array(&arena, EXERCISES, sizeof *list);
  for (int i = 0; i < EXERCISES; i++) {
    ExerciseMuscle *muscles = arena_array(&arena, 3, sizeof *muscles);
    for (int n = 0; n < 3; n++) muscles[n] = (ExerciseMuscle){below(MUSCLES), 0.1 * (1 + below(10))};
    list[i] = (Exercise){.id = arena_printf(&arena, "e%02d", i * 7 % EXERCISES),
                         .purpose = (Action)below(ACTION_MOBILISE + 1),
                         .muscles = muscles,
                         .muscle_count = (size_t)below(4),
                         .position = places[below(3)],
                         .easier = below(2) ? NULL : arena_printf(&arena, "e%02d", below(EXERCISES + 1))};
  }
  return list;
}

static const Exercise *find(const Exercise *list, const char *id) {
  for (size_t i = 0; i < EXERCISES; i++)
    if (text_equal(list[i].id, id)) return &list[i];
  return NULL;
}

static void check_forms(const Roster *roster, const Exercise *list) {
  for (size_t i = 0; i < roster->count; i++) {
    const RosterRow *row = &roster->rows[i];
    const Exercise *at = row->exercise;
    assert_ptr_equal(row->easier, find(list, at->easier));
    for (int step = 0; step < EXERCISES && find(list, at->easier); step++) at = find(list, at->easier);
    assert_ptr_equal(roster->rows[row->family].exercise, at);
    for (size_t n = 0; n < roster->count; n++)
      assert_int_equal(roster->rows[n].position == row->position,
                       text_equal(roster->rows[n].exercise->position, row->exercise->position));
  }
}

/* The share of the first time that an exercise of the purpose names a muscle. */
static double share_of(const Exercise *exercise, int muscle, Action purpose) {
  for (size_t n = 0; exercise->purpose == purpose && n < exercise->muscle_count; n++)
    if (exercise->muscles[n].muscle == muscle) return exercise->muscles[n].share;
  return 0;
}

static void check_shares(const Roster *roster) {
  for (int muscle = 0; muscle < MUSCLES; muscle++)
    for (Action purpose = ACTION_STRENGTHEN; purpose <= ACTION_MOBILISE; purpose++) {
      size_t count, at = 0;
      const RosterShare *shares = roster_shares(roster, muscle, purpose, &count);
      for (size_t i = 0; i < roster->count; i++) {
        double share = share_of(roster->rows[i].exercise, muscle, purpose);
        if (!(share > 0)) continue;
        assert_true(at < count && shares[at].exercise == (int)i && shares[at].share == share);
        at++;
      }
      assert_int_equal(at, count);
    }
}

static void rows_are_by_id_and_numbers_say_what_ids_say(void **state) {
  (void)state;
  for (int round = 0; round < ROUNDS; round++) {
    arena_reset(&arena);
    const Exercise *list = random_exercises();
    const Roster *roster = roster_build(&arena, list, EXERCISES, MUSCLES);
    for (int i = 0; i < EXERCISES; i++) {
      if (i) assert_true(strcmp(roster->rows[i - 1].exercise->id, roster->rows[i].exercise->id) < 0);
      assert_int_equal(roster_find(roster, roster->rows[i].exercise->id), i);
    }
    assert_int_equal(roster_find(roster, "e99"), -1);
    assert_int_equal(roster_find(roster, NULL), -1);
    check_forms(roster, list);
    check_shares(roster);
  }
}

static void no_exercises_are_a_roster_too(void **state) {
  (void)state;
  size_t count;
  const Roster *roster = roster_build(&arena, NULL, 0, 1);
  assert_int_equal(roster_find(roster, "e00"), -1);
  roster_shares(roster, 0, ACTION_MOBILISE, &count);
  assert_int_equal(count, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(rows_are_by_id_and_numbers_say_what_ids_say, free_arena),
      cmocka_unit_test_teardown(no_exercises_are_a_roster_too, free_arena),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
