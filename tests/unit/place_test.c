#include "base/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#undef fail

static const char text[] = "-- { a comment with = and \" and {\n"
                           "--[[ a long\n"
                           "one { ]]\n"
                           "return {\n"
                           "  { id = \"a\", mean = 1 },\n"
                           "  { id = 'b }', note = [==[ { ]] ]==], gap = { band = 2 },\n"
                           "    mean = 3, sd == 4 },\n"
                           "  {id=\"\\\"{c\",\t mean=5},  { id = \"\xc3\xa9\", sd = 6 } }\n";

static const struct {
  size_t row;
  const char *field;
  int line, column, width;
} places[] = {{1, "mean", 5, 15, 4}, {1, NULL, 5, 3, 1}, {2, "mean", 7, 5, 4},  {2, "gap.band", 6, 40, 3},
              {2, "band", 6, 3, 1},  {2, "sd", 6, 3, 1}, {3, "mean", 8, 16, 4}, {4, "sd", 8, 38, 2},
              {4, "note", 8, 26, 1}, {5, "id", 0, 0, 1}, {0, NULL, 0, 0, 1},    {(size_t)-1, 0, 0, 0, 1}};

static void fields_are_found(void **state) {
  (void)state;
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  RowFile file = {.name = "data/x.lua", .text = text};
  for (size_t i = 0; i < ARRAY_LEN(places); i++) {
    const Diag *diag = place_fault(&diags, &file, places[i].row, NULL, places[i].field, "is wrong");
    assert_int_equal(diag->line, places[i].line);
    assert_int_equal(diag->column, places[i].column);
    assert_int_equal(diag->width, places[i].width);
    assert_true((diag->source_line != NULL) == (places[i].line > 0));
  }
  assert_string_equal(diags.list.items[0].source_line, "  { id = \"a\", mean = 1 },");
  arena_free(&arena);
}

static void sentences_name_row_and_field(void **state) {
  (void)state;
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  RowFile file = {.name = "data/x.lua", .text = NULL};
  assert_string_equal(place_fault(&diags, &file, 7, "N004", "mean", "is %d", 5)->text,
                      "row 7 (id 'N004'): field 'mean' is 5");
  assert_string_equal(place_fault(&diags, &file, 7, NULL, NULL, "is no table")->text, "row 7: is no table");
  assert_string_equal(place_fault(&diags, &file, 0, NULL, NULL, "policy 'x' has no row")->text,
                      "policy 'x' has no row");
  assert_int_equal(diags.errors, 3);
  arena_free(&arena);
}

/* No text may lead the search astray or past its end. */
static void broken_texts_end(void **state) {
  (void)state;
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  const char *const texts[] = {"",   "{",       "{{", "{{'", "{{\"\\", "--", "--[[", "{{ a [==[", "}}}}{{{ a = 1",
                               "[=", "{{ a = 1"};
  for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
    RowFile file = {.name = "x", .text = texts[i]};
    place_fault(&diags, &file, 1, NULL, "a", "x");
    place_fault(&diags, &file, 2, NULL, "b", "x");
  }
  arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fields_are_found),
      cmocka_unit_test(sentences_name_row_and_field),
      cmocka_unit_test(broken_texts_end),
  };
  return cmocka_run_group_tests_name("place", tests, NULL, NULL);
}
