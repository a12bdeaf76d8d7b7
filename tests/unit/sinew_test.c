/* The library as its users see it: only its own header is included beside the test's. */
#include "sinew.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char pack[] =
    "return pack { id = 'hold', version = '1.0.0', title = 'Hold',\n"
    "  rule { id = 'long-hold', title = 'A long hold', when = measure('sorensen'):above(s(100)), advise = "
    "'hold_load',\n"
    "    group = 'x', cite = { 'cai2015' }, evidence = 'weak', say = 'The hold lasted {value} s.' } }\n";
static const char good[] = "{\"patient\":{\"id\":\"P1\",\"sex\":\"f\",\"age\":36},\"date\":\"2026-11-20\","
                           "\"measures\":[{\"test\":\"sorensen\",\"value\":130,\"unit\":\"s\"}]}\n";

static int open_one(void **state) {
  SinewError error;
  *state = sinew_open(".", &error);
  return *state ? 0 : -1;
}

static int close_one(void **state) {
  sinew_close(*state);
  return 0;
}

static void assert_fault(const SinewError *error, SinewKind kind, const char *where, const char *text) {
  assert_int_equal(error->kind, kind);
  assert_string_equal(error->where, where);
  assert_string_equal(error->text, text);
}

static void load_hold(Sinew *sinew) {
  SinewError error;
  assert_true(sinew_load_text(sinew, "hold.lua", pack, sizeof pack - 1, &error));
  assert_int_equal(error.kind, SINEW_FINE);
}

static void a_home_holds_its_folders(void **state) {
  SinewError error;
  (void)state;
  assert_null(sinew_open("tests", &error));
  assert_fault(&error, SINEW_IO, "tests", "does not hold the folders data, rules and scripts");
  sinew_close(NULL);
  assert_true(strlen(sinew_version()) > 0);
}

static void a_case_gives_its_line(void **state) {
  SinewError error;
  load_hold(*state);
  const char *result = sinew_judge(*state, good, sizeof good - 1, &error);
  assert_non_null(result);
  assert_non_null(strstr(result, "\"say\":\"The hold lasted 130 s.\""));
  assert_int_equal(result[strlen(result) - 1], '\n');
  char *first = strdup(result);
  assert_non_null(first);
  assert_string_equal(sinew_judge(*state, good, sizeof good - 2, &error), first); /* with and without a line end */
  free(first);
}

static void a_refused_case_is_an_error_value(void **state) {
  static const char day[] = "{\"patient\":{\"id\":\"P1\"}}", word[] = "{\"patient\":{\"id\":\"P1\"},\"dat\":1}";
  SinewError error;
  load_hold(*state);
  assert_null(sinew_judge(*state, day, sizeof day - 1, &error));
  assert_fault(&error, SINEW_DATA, "date", "the date of the case is missing: write YYYY-MM-DD");
  assert_null(sinew_judge(*state, word, sizeof word - 1, &error));
  assert_int_equal(error.kind, SINEW_DATA);
  assert_null(sinew_judge(*state, "", 0, &error));
  assert_int_equal(error.kind, SINEW_DATA);
  assert_non_null(sinew_judge(*state, good, sizeof good - 1, &error));
  assert_int_equal(error.kind, SINEW_FINE);
}

static void a_refused_pack_leaves_the_others(void **state) {
  static const char open[] = "return pack {";
  SinewError error;
  assert_false(sinew_load(*state, "red-flgs", &error));
  assert_fault(&error, SINEW_DATA, "", "unknown pack 'red-flgs' (did you mean 'red-flags'?)");
  assert_string_equal(sinew_mistakes(*state), "");
  assert_false(sinew_load_text(*state, "open.lua", open, sizeof open - 1, &error));
  assert_int_equal(error.kind, SINEW_SCRIPT);
  assert_non_null(strstr(sinew_mistakes(*state), "open.lua:1:"));
  load_hold(*state);
  assert_string_equal(sinew_mistakes(*state), "");
  assert_false(sinew_load_text(*state, "again.lua", pack, sizeof pack - 1, &error));
  assert_fault(&error, SINEW_SCRIPT, "again.lua", "pack 'hold' was loaded from hold.lua already");
}

static void rules_and_verdicts_are_told_as_pages(void **state) {
  SinewError error;
  load_hold(*state);
  assert_true(sinew_load(*state, "red-flags", &error));
  const char *all = sinew_describe(*state, NULL, &error);
  assert_non_null(strstr(all, "red-flags/ces-saddle"));
  const char *text = sinew_describe(*state, "hold/long-hold", &error);
  assert_ptr_equal(strstr(text, "A long hold\n  rule      hold/long-hold (line 2)\n  when "), text);
  assert_null(sinew_describe(*state, "long-hld", &error));
  assert_fault(&error, SINEW_DATA, "", "unknown rule 'long-hld' (did you mean 'long-hold'?)");
  text = sinew_explain(*state, good, sizeof good - 1, "long-hold", NULL, &error);
  assert_ptr_equal(strstr(text, "A long hold: present, certainty 96 %\n  The hold lasted 130 s.\n  yes: "), text);
  assert_null(sinew_explain(*state, good, sizeof good - 1, "long-hold", "left", &error));
  assert_fault(&error, SINEW_DATA, "", "rule 'long-hold' is judged once, not left and right");
  assert_null(sinew_explain(*state, good, sizeof good - 1, "long-hold", "both", &error));
  assert_fault(&error, SINEW_DATA, "", "unknown side 'both': write left or right");
}

static void handles_know_nothing_of_each_other(void **state) {
  SinewError error;
  Sinew *other = sinew_open(NULL, &error);
  load_hold(*state);
  assert_non_null(other);
  assert_string_equal(sinew_describe(other, NULL, &error), ""); /* packs of one handle are unknown to the other */
  load_hold(other);
  const char *first = sinew_judge(*state, good, sizeof good - 1, &error);
  assert_string_equal(first, sinew_judge(other, good, sizeof good - 1, &error));
  sinew_close(other);
  assert_non_null(strstr(first, "P1"));
}

int main(void) {
  setenv("SINEW_HOME", ".", 1);
  unsetenv("SINEW_PATH");
#define ONE(test) cmocka_unit_test_setup_teardown(test, open_one, close_one)
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_home_holds_its_folders), ONE(a_case_gives_its_line),
      ONE(a_refused_case_is_an_error_value),      ONE(a_refused_pack_leaves_the_others),
      ONE(rules_and_verdicts_are_told_as_pages),  ONE(handles_know_nothing_of_each_other)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
