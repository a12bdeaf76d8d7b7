#include "base/err.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#undef fail /* cmocka's; here it is the function under test */

static char *printed;
static size_t printed_size;

static FILE *begin_print(void) {
  FILE *to = open_memstream(&printed, &printed_size);
  assert_non_null(to);
  return to;
}

static void end_print(FILE *to, const char *expected) {
  assert_int_equal(fclose(to), 0);
  assert_string_equal(printed, expected);
  free(printed);
}

static void expect_err(const Err *err, const char *expected) {
  FILE *to = begin_print();
  err_print(to, err);
  end_print(to, expected);
}

static void expect_diag(const Diag *diag, const char *expected) {
  FILE *to = begin_print();
  diag_print(to, diag);
  end_print(to, expected);
}

static void first_fault_stays(void **state) {
  (void)state;
  Err err = {0};
  assert_false(fail(&err, ERR_DATA, "row 7, column RThomas", "'%s' is no number", "1O"));
  assert_false(fail(&err, ERR_IO, "elsewhere", "later"));
  assert_int_equal(err.kind, ERR_DATA);
  assert_string_equal(err.where, "row 7, column RThomas");
  assert_string_equal(err.text, "'1O' is no number");
  expect_err(&err, "sinew: row 7, column RThomas: '1O' is no number\n");
}

static void place_is_optional(void **state) {
  (void)state;
  Err err = {0};
  fail(&err, ERR_USAGE, NULL, "no command given");
  assert_string_equal(err.where, "");
  expect_err(&err, "sinew: no command given\n");
}

static void prefix_says_what_was_being_done(void **state) {
  (void)state;
  Err err = {0};
  fail(&err, ERR_IO, "cases.csv", "no such file");
  assert_false(err_prefix(&err, "importing"));
  expect_err(&err, "sinew: cases.csv: importing: no such file\n");
}

/* Texts that do not fit end with "..." and stay valid UTF-8 wherever the cut falls. */
static void long_texts_are_cut_between_characters(void **state) {
  (void)state;
  char text[1200], where[400];
  for (int shift = 0; shift < 4; shift++) {
    memset(text, 'x', sizeof text);
    for (size_t i = (size_t)shift; i + 3 < sizeof text; i += 3) memcpy(text + i, "\xE2\x82\xAC", 3);
    text[sizeof text - 1] = '\0';
    memcpy(where, text, sizeof where - 1);
    where[sizeof where - 1] = '\0';
    Err err = {0};
    fail(&err, ERR_DATA, where, "%s", text);
    assert_true(text_is_utf8(err.text, strlen(err.text)) && text_is_utf8(err.where, strlen(err.where)));
    assert_string_equal(err.text + strlen(err.text) - 3, "...");
    assert_string_equal(err.where + strlen(err.where) - 3, "...");
    for (int i = 0; i < 5; i++) {
      err_prefix(&err, "a");
      assert_true(text_is_utf8(err.text, strlen(err.text)));
      assert_true(strlen(err.text) < sizeof err.text && strlen(err.text) > sizeof err.text - 8);
    }
  }
}

static void faults_cannot_drive_the_terminal(void **state) {
  (void)state;
  Err err = {0};
  fail(&err, ERR_DATA, "a\nb", "\x1b[2J%s", "\xff");
  expect_err(&err, "sinew: a<U+000A>b: <U+001B>[2J\xEF\xBF\xBD\n");
}

static void diag_shows_place_line_caret_and_hint(void **state) {
  (void)state;
  Diag diag = {.file = "rules/x.lua",
               .line = 12,
               .column = 14,
               .width = 17,
               .text = "unknown muscle 'glutius_medius'",
               .hint = "did you mean 'gluteus_medius'?",
               .source_line = "  when = low(\"glutius_medius\"),"};
  expect_diag(&diag, "rules/x.lua:12:14: error: unknown muscle 'glutius_medius'\n"
                     "  12 |   when = low(\"glutius_medius\"),\n"
                     "     |              ^~~~~~~~~~~~~~~~~\n"
                     "     = did you mean 'gluteus_medius'?\n");
}

static void diag_leaves_out_what_is_not_known(void **state) {
  (void)state;
  Diag diag = {.level = DIAG_WARNING, .file = "x.lua", .text = "no rules", .source_line = "unused"};
  expect_diag(&diag, "x.lua: warning: no rules\n");
  diag = (Diag){.level = DIAG_NOTE, .file = "x.lua", .line = 3, .text = "here", .source_line = "return pack {\n"};
  expect_diag(&diag, "x.lua:3: note: here\n  3 | return pack {\n");
  diag = (Diag){.file = "x.lua", .line = 3, .column = 4, .text = "here", .hint = "add one"};
  expect_diag(&diag, "x.lua:3:4: error: here\n    = add one\n");
}

/* Columns are characters; the caret stands where the terminal shows them. */
static void caret_follows_display_columns(void **state) {
  (void)state;
  Diag diag = {.file = "x",
               .line = 1,
               .column = 4,
               .width = 2,
               .text = "t",
               .source_line = "\t\xE8\x85\xB0"
                              "e\xCC\x81zz"};
  diag.column = 3;
  expect_diag(&diag, "x:1:3: error: t\n  1 |  \xE8\x85\xB0"
                     "e\xCC\x81zz\n    |    ^\n");
  diag.column = 2;
  expect_diag(&diag, "x:1:2: error: t\n  1 |  \xE8\x85\xB0"
                     "e\xCC\x81zz\n    |  ^~~\n");
  diag = (Diag){.file = "x", .line = 1, .column = 2, .width = 1, .text = "t", .source_line = "\x1bz"};
  expect_diag(&diag, "x:1:2: error: t\n  1 | <U+001B>z\n    |         ^\n");
}

static void caret_stays_in_the_line(void **state) {
  (void)state;
  Diag diag = {.file = "x", .line = 1, .column = 3, .width = 99, .text = "t", .source_line = "ab("};
  expect_diag(&diag, "x:1:3: error: t\n  1 | ab(\n    |   ^\n");
  diag.column = 50;
  expect_diag(&diag, "x:1:50: error: t\n  1 | ab(\n    |    ^\n");
  diag.source_line = "";
  expect_diag(&diag, "x:1:50: error: t\n  1 | \n    | ^\n");
}

static void long_lines_are_shown_around_the_column(void **state) {
  (void)state;
  enum { LENGTH = 20000 };
  static char line[LENGTH + 1];
  memset(line, 'a', LENGTH);
  for (int column = 1; column <= LENGTH; column += 997) {
    line[column - 1] = '#';
    Diag diag = {.file = "x", .line = 1, .column = column, .width = 1, .text = "t", .source_line = line};
    FILE *to = begin_print();
    diag_print(to, &diag);
    fclose(to);
    line[column - 1] = 'a';
    const char *source = strchr(printed, '\n') + 1, *caret = strchr(source, '\n') + 1;
    assert_int_equal(source[strcspn(caret, "^")], '#');
    assert_true(caret - source < 130);
    free(printed);
  }
}

static void list_owns_its_texts_and_counts_errors(void **state) {
  (void)state;
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  char file[] = "b.lua";
  diags_add(&diags, DIAG_ERROR, file, 2, 1, "%s", "two");
  file[0] = 'a';
  Diag *warned = diags_add(&diags, DIAG_WARNING, file, 9, 1, "nine");
  assert_int_equal(warned->width, 1);
  assert_null(warned->hint);
  diags_add(&diags, DIAG_NOTE, NULL, 0, 0, "whole");
  assert_int_equal(diags.list.count, 3);
  assert_int_equal(diags.errors, 1);
  assert_string_equal(diags.list.items[0].file, "b.lua");
  assert_string_equal(diags.list.items[1].file, "a.lua");
  assert_string_equal(diags.list.items[2].file, "");
  arena_free(&arena);
}

static void order_of_discovery_does_not_show(void **state) {
  (void)state;
  static const struct {
    const char *file, *text;
    int line, column;
  } rows[] = {{"a", "p", 1, 1}, {"a", "q", 1, 1}, {"a", "p", 1, 2},
              {"a", "a", 2, 0}, {"b", "a", 1, 1}, {"b", "a", 10, 1}};
  enum { COUNT = ARRAY_LEN(rows) };
  for (size_t start = 0; start < COUNT; start++) {
    Arena arena = {0};
    Diags diags = {.arena = &arena};
    diags_sort(&diags);
    for (size_t i = 0; i < COUNT; i++) {
      size_t at = (start + i * 5) % COUNT;
      diags_add(&diags, DIAG_ERROR, rows[at].file, rows[at].line, rows[at].column, "%s", rows[at].text);
    }
    diags_sort(&diags);
    for (size_t i = 0; i < COUNT; i++) {
      const Diag *diag = &diags.list.items[i];
      assert_string_equal(diag->file, rows[i].file);
      assert_string_equal(diag->text, rows[i].text);
      assert_int_equal(diag->line, rows[i].line);
      assert_int_equal(diag->column, rows[i].column);
    }
    arena_free(&arena);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(first_fault_stays),
      cmocka_unit_test(place_is_optional),
      cmocka_unit_test(prefix_says_what_was_being_done),
      cmocka_unit_test(long_texts_are_cut_between_characters),
      cmocka_unit_test(faults_cannot_drive_the_terminal),
      cmocka_unit_test(diag_shows_place_line_caret_and_hint),
      cmocka_unit_test(diag_leaves_out_what_is_not_known),
      cmocka_unit_test(caret_follows_display_columns),
      cmocka_unit_test(caret_stays_in_the_line),
      cmocka_unit_test(long_lines_are_shown_around_the_column),
      cmocka_unit_test(list_owns_its_texts_and_counts_errors),
      cmocka_unit_test(order_of_discovery_does_not_show),
  };
  return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
