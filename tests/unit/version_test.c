/* Versions and ranges of them: what fits, and what is said of a range that is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "base/version.h"

static const struct {
  const char *range, *inside[4], *outside[4];
} fits[] = {
    {">=1.0 <2", {"1", "1.0.0", "1.9.999"}, {"0.9.9", "2", "2.0.1"}},
    {"^1.2", {"1.2", "1.2.1", "1.10"}, {"1.1.9", "2", "0.9"}},
    {"^0.3", {"0.3", "0.3.9"}, {"0.2.9", "0.4", "1"}},
    {"^0.0.3", {"0.0.3"}, {"0.0.2", "0.0.4"}},
    {"^0", {"0", "0.0.0"}, {"0.0.1", "1"}},
    {"=1.2", {"1.2", "1.2.0"}, {"1.2.1", "1.1"}},
    {"  >1   <=1.5  ", {"1.0.1", "1.5"}, {"1", "1.5.1"}},
    {">=1 >1 <3 <=3", {"1.0.1", "2.9"}, {"1", "3"}},
    {"<2", {"0", "1.9"}, {"2"}},
    {">=999999.999999", {"999999.999999", "999999.999999.1"}, {"999999.999998"}},
};

static void versions_fit_their_ranges(void **state) {
  (void)state;
  Arena a = {0};
  for (size_t i = 0; i < ARRAY_LEN(fits); i++) {
    VersionRange range;
    Version version;
    assert_null(version_range(&a, fits[i].range, &range));
    for (size_t k = 0; k < 4 && fits[i].inside[k]; k++)
      if (!version_parse(fits[i].inside[k], &version) || !version_fits(&range, &version))
        fail_msg("%s is not in %s", fits[i].inside[k], fits[i].range);
    for (size_t k = 0; k < 4 && fits[i].outside[k]; k++)
      if (!version_parse(fits[i].outside[k], &version) || version_fits(&range, &version))
        fail_msg("%s is in %s", fits[i].outside[k], fits[i].range);
  }
  arena_free(&a);
}

static const struct {
  const char *range, *text;
} bad[] = {
    {"", "no range of versions: write \">=1.2 <2\" or \"^1.2\""},
    {"1.2", "'1.2' says neither from nor up to: write \"^1.2\" for it and what stays compatible, or \"=1.2\""},
    {"~1.2", "'~1.2': ~ is not known here: write \"^1.2\""},
    {">= 1.2", "no space belongs behind '>=': write \">=1.2 <2\""},
    {"==1.2", "'==1.2' is no comparison: there are = >= > <= < and ^"},
    {"=>1.2", "'=>1.2' is no comparison: there are = >= > <= < and ^"},
    {"^1.2.3.4", "'^1.2.3.4' is no range of versions: write \">=1.2 <2\" or \"^1.2\", numbers with one or two dots"},
    {">=1.x", "'>=1.x' is no range of versions: write \">=1.2 <2\" or \"^1.2\", numbers with one or two dots"},
    {"latest", "'latest' is no range of versions: write \">=1.2 <2\" or \"^1.2\", numbers with one or two dots"},
    {"^1234567", "'^1234567' is no range of versions: write \">=1.2 <2\" or \"^1.2\", numbers with one or two dots"},
    {">=1 || <3", "'||' is no range of versions: write \">=1.2 <2\" or \"^1.2\", numbers with one or two dots"},
    {">=2 <1", "no version is both: '>=2 <1' leaves none"},
    {">1 <=1", "no version is both: '>1 <=1' leaves none"},
    {"<0", "no version is both: '<0' leaves none"},
    {"=1 =2", "no version is both: '=1 =2' leaves none"},
};

static void a_bad_range_is_told_what_to_write(void **state) {
  (void)state;
  Arena a = {0};
  for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
    VersionRange range;
    const char *text = version_range(&a, bad[i].range, &range);
    assert_non_null(text);
    assert_string_equal(text, bad[i].text);
  }
  arena_free(&a);
}

static void a_version_is_numbers_and_dots(void **state) {
  (void)state;
  static const char *const none[] = {"",         ".",  "1.", ".1", "1..2", "1.2.3.4", "v1",
                                     "1.0-beta", " 1", "1 ", "-1", "+1",   "1234567"};
  Version version;
  for (size_t i = 0; i < ARRAY_LEN(none); i++) assert_false(version_parse(none[i], &version));
  assert_true(version_parse("001.02", &version));
  assert_int_equal(version.part[0], 1);
  assert_int_equal(version.part[1], 2);
  assert_int_equal(version.part[2], 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(versions_fit_their_ranges),
                                     cmocka_unit_test(a_bad_range_is_told_what_to_write),
                                     cmocka_unit_test(a_version_is_numbers_and_dots)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
