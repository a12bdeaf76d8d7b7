/* Overrides and notes come out of the store as they went in; the last word counts and earlier ones are kept. */
#include "store_fixture.h"

#include "store/overrides.h"
#include "store/visits.h"

static Override override(const char *rule, Side side, bool present, const char *reason) {
  return (Override){
      .pack = "p", .rule = rule, .side = side, .present = present, .reason = reason, .clinician = "Dr. \"E\" \xc3\xbc"};
}

static StoreChange save(StoreId id, const char *on, Override o, bool clear) {
  Err err = {0};
  StoreChange change;
  ok(store_save_override(store, id, day(on), &o, clear, noon, &change, &err), &err);
  return change;
}

static Case load(StoreId id, const char *on) {
  Err err = {0};
  Case c;
  ok(store_load_case(store, &arena, id, day(on), 0, &c, &err), &err);
  return c;
}

static void reveals(StoreId id, const char *text, const char *due) {
  Err err = {0};
  ok(store_reveal(store, &arena, id, &text, &err), &err);
  same_text(text, due);
}

static void the_last_word_counts(void **state) {
  (void)state;
  StoreId id = add("P1");
  assert_int_equal(save(id, "2026-03-01", override("b", SIDE_LEFT, true, "seen"), false), STORE_ADDED);
  assert_int_equal(save(id, "2026-03-01", override("a", SIDE_BOTH, false, "'; DROP TABLE"), false), STORE_ADDED);
  assert_int_equal(save(id, "2026-03-01", override("b", SIDE_LEFT, true, "seen"), false), STORE_ALREADY_THERE);
  assert_int_equal(save(id, "2026-03-01", override("b", SIDE_LEFT, false, "not seen"), false), STORE_CORRECTED);
  reopen();
  Case c = load(id, "2026-03-01");
  assert_int_equal(c.override_count, 2);
  same_text(c.overrides[0].rule, "a"), same_text(c.overrides[0].reason, "{reason 2}");
  same_text(c.overrides[1].rule, "b"), same_text(c.overrides[1].reason, "{reason 3}");
  reveals(id, "{reason 2}", "'; DROP TABLE");
  reveals(id, "by E: {reason 3}; {reason 2}.", "by E: not seen; '; DROP TABLE.");
  reveals(id, "{reason 4} {reason x} {reason", "(erased) {reason x} {reason");
  reveals(add("P2"), "{reason 2}", "(erased)"); /* of another patient */
  same_text(c.overrides[1].pack, "p"), same_text(c.overrides[1].clinician, "Dr. \"E\" \xc3\xbc");
  assert_true(c.overrides[0].side == SIDE_BOTH && c.overrides[1].side == SIDE_LEFT);
  assert_true(!c.overrides[0].present && !c.overrides[1].present);
}

static void one_visit_alone(void **state) {
  (void)state;
  StoreId id = add("P1"), other = add("P2");
  save(id, "2026-03-01", override("a", SIDE_BOTH, true, "x"), false);
  assert_int_equal(load(id, "2026-03-02").override_count, 0);
  assert_int_equal(load(id, "2026-02-28").override_count, 0);
  assert_int_equal(load(other, "2026-03-01").override_count, 0);
}

static void taken_back_and_given_again(void **state) {
  (void)state;
  StoreId id = add("P1");
  Override o = override("a", SIDE_RIGHT, true, "x"), none = override("a", SIDE_RIGHT, false, NULL);
  assert_int_equal(save(id, "2026-03-01", none, true), STORE_ALREADY_THERE);
  save(id, "2026-03-01", o, false);
  assert_int_equal(save(id, "2026-03-01", none, true), STORE_CORRECTED);
  assert_int_equal(save(id, "2026-03-01", none, true), STORE_ALREADY_THERE);
  assert_int_equal(load(id, "2026-03-01").override_count, 0);
  assert_int_equal(save(id, "2026-03-01", o, false), STORE_CORRECTED);
  assert_int_equal(load(id, "2026-03-01").override_count, 1);
}

static void counted_by_rule(void **state) {
  (void)state;
  Err err = {0};
  OverrideCount *list;
  size_t count;
  StoreId id = add("P1"), other = add("P2");
  save(id, "2026-03-01", override("b", SIDE_LEFT, true, "x"), false);
  save(id, "2026-03-01", override("b", SIDE_RIGHT, false, "x"), false);
  save(id, "2026-04-01", override("b", SIDE_LEFT, false, "x"), false);
  save(other, "2026-04-01", override("a", SIDE_BOTH, true, "x"), false);
  save(other, "2026-04-01", override("c", SIDE_BOTH, true, "x"), false);
  save(other, "2026-04-01", override("c", SIDE_BOTH, true, ""), true);
  ok(store_count_overrides(store, &arena, &list, &count, &err), &err);
  assert_int_equal(count, 2);
  same_text(list[0].rule, "a"), same_text(list[1].rule, "b"), same_text(list[1].pack, "p");
  assert_true(list[0].present == 1 && list[0].absent == 0 && list[1].present == 1 && list[1].absent == 2);
}

static void notes_are_kept_in_order(void **state) {
  (void)state;
  Err err = {0};
  StoredNote *list, notes[] = {{day("2026-03-01"), "first", "A"},
                               {day("2026-03-01"), "second", "B"},
                               {day("2026-02-01"), "earlier", "A"}};
  size_t count;
  StoreId id = add("P1"), other = add("P2");
  for (size_t i = 0; i < ARRAY_LEN(notes); i++) ok(store_add_note(store, id, &notes[i], noon, &err), &err);
  ok(store_list_notes(store, &arena, id, &list, &count, &err), &err);
  assert_int_equal(count, 3);
  same_text(list[0].text, "earlier"), same_text(list[1].text, "first"), same_text(list[2].text, "second");
  same_text(list[2].clinician, "B");
  assert_true(list[0].day == day("2026-02-01"));
  ok(store_list_notes(store, &arena, other, &list, &count, &err), &err);
  assert_int_equal(count, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {TEST(the_last_word_counts), TEST(one_visit_alone),
                                     TEST(taken_back_and_given_again), TEST(counted_by_rule),
                                     TEST(notes_are_kept_in_order)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
