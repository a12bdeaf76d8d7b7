#include "facts/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* The last word of each list stands at the last value of its enum, and each word is found at its own place. */
static void names_follow_the_enums(void **state) {
  (void)state;
  const struct {
    const char *const *names;
    int last;
    const char *word;
  } lists[] = {
      {sex_names, SEX_OTHER, "other"},
      {side_names, SIDE_RIGHT, "right"},
      {contraction_names, CONTRACTION_ISOKINETIC, "isokinetic"},
      {domain_names, DOMAIN_SYMPTOM, "symptom"},
      {origin_names, ORIGIN_DERIVED, "derived"},
      {answer_names, ANSWER_UNSURE, "unsure"},
      {truth_names, TRUTH_UNKNOWN, "unknown"},
      {evidence_names, EVIDENCE_STRONG, "strong"},
      {action_names, ACTION_STOP, "stop"},
      {urgency_names, URGENCY_EMERGENCY, "emergency"},
  };
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    assert_string_equal(lists[i].names[lists[i].last], lists[i].word);
    assert_null(lists[i].names[lists[i].last + 1]);
    for (int value = 0; value <= lists[i].last; value++)
      assert_int_equal(name_find(lists[i].names, lists[i].names[value]), value);
  }
}

static void names_are_exact(void **state) {
  (void)state;
  assert_int_equal(name_find(side_names, "left"), SIDE_LEFT);
  assert_int_equal(name_find(side_names, "Left"), -1);
  assert_int_equal(name_find(side_names, "lef"), -1);
  assert_int_equal(name_find(side_names, ""), -1);
  assert_int_equal(name_find(side_names, NULL), -1);
}

static void every_reason_has_its_own_sentence(void **state) {
  (void)state;
  assert_string_equal(why_sentence(WHY_NONE), "");
  for (Why why = WHY_NONE + 1; why <= WHY_SHARED; why++) {
    assert_true(strlen(why_sentence(why)) > 10);
    for (Why other = WHY_NONE; other < why; other++) assert_string_not_equal(why_sentence(why), why_sentence(other));
  }
}

static void sides_mirror(void **state) {
  (void)state;
  assert_int_equal(side_other(SIDE_LEFT), SIDE_RIGHT);
  assert_int_equal(side_other(SIDE_RIGHT), SIDE_LEFT);
  assert_int_equal(side_other(SIDE_BOTH), SIDE_BOTH);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_follow_the_enums),
      cmocka_unit_test(names_are_exact),
      cmocka_unit_test(every_reason_has_its_own_sentence),
      cmocka_unit_test(sides_mirror),
  };
  return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
