/* The reader of JSON against jansson, the judge of what JSON is: the same texts are taken and refused, and what is taken
 * says the same, numbers bit by bit. */
#include "formats/json.h"

#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rounds.h"

static uint32_t seed;

static uint32_t draw(uint32_t below) {
  seed = seed * 1664525 + 1013904223;
  return (seed >> 8) % below;
}

enum { ANY = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL };

static bool same_number(double a, double b) { return memcmp(&a, &b, sizeof a) == 0; }

static void same_value(Json *j, const json_t *want) {
  static const JsonKind kinds[] = {
      [JSON_OBJECT] = KIND_OBJECT, [JSON_ARRAY] = KIND_LIST, [JSON_STRING] = KIND_TEXT, [JSON_INTEGER] = KIND_NUMBER,
      [JSON_REAL] = KIND_NUMBER,   [JSON_TRUE] = KIND_BOOL,  [JSON_FALSE] = KIND_BOOL,  [JSON_NULL] = KIND_NULL};
  JsonKeys keys = {0};
  size_t count = 0;
  assert_int_equal(json_kind(j), kinds[json_typeof(want)]);
  switch (json_kind(j)) {
  case KIND_NULL: json_skip(j); break;
  case KIND_BOOL: assert_int_equal(json_truth(j), json_is_true(want)); break;
  case KIND_NUMBER: assert_true(same_number(json_number(j), json_number_value(want) + 0.0)); break; /* -0 is 0 */
  case KIND_TEXT: assert_string_equal(json_text(j), json_string_value(want)); break;
  case KIND_LIST:
    for (bool more = json_enter(j); more; more = json_next(j)) same_value(j, json_array_get(want, count++));
    assert_int_equal(count, json_array_size(want));
    break;
  case KIND_OBJECT:
    for (bool more = json_enter(j); more; more = json_next(j), count++)
      same_value(j, json_object_get(want, json_member(j, &keys)));
    assert_int_equal(count, json_object_size(want));
  }
}

/* gives true when the text is JSON. */
static bool compare(const char *data, size_t len) {
  Arena own = {0};
  Json j;
  json_t *want = json_loadb(data, len, ANY, NULL);
  json_open(&j, &own, data, len);
  if (want && !j.fault)
    same_value(&j, want);
  else
    json_skip(&j);
  bool good = json_close(&j), same = good == (want != NULL);
  if (!same) print_error("%.*s: %s\n", (int)len, data, good ? "taken" : j.fault);
  assert_true(same);
  assert_true(good || (j.column >= 1 && j.column <= len + 1));
  json_decref(want);
  arena_free(&own);
  return good;
}

static void changed_texts(void **state) {
  (void)state;
  static const char text[] =
      " {\"a\":[1,-2.5e3,0.25,true,false,null,\"x\\u00e9\\ud83d\\ude00\\n\\\"\\/\xC3\xA9\",{}],\"b\":"
      "{\"c\":[[],{\"d\":1e-3}]},\"longer than eight\":\"bytes and more than sixteen\"} ";
  static const char bytes[] = "{}[]\",:\\0019-+e.\xC3\xA9\xFFudDc8\n\t ntf/";
  size_t taken = 0, rounds = rounds_of(20000);
  seed = 5;
  for (size_t round = 0; round < rounds; round++) {
    size_t len = sizeof text - 1 - (round % 17 == 0);
    char data[sizeof text];
    memcpy(data, text, sizeof text);
    for (size_t change = 0; change < round % 4; change++)
      data[draw((uint32_t)len)] = bytes[draw((uint32_t)sizeof bytes - 1)];
    taken += compare(data, len);
  }
  assert_true(taken > rounds / 5 && taken < rounds);
}

/* Digits before and behind the point, and an exponent: some have none of them, some far too many. */
static size_t draw_number(char *to) {
  static const uint32_t lengths[] = {1, 2, 3, 8, 16, 17, 20, 40, 900};
  char *at = to;
  if (draw(4) == 0) *at++ = '-';
  if (draw(4) == 0)
    *at++ = '0';
  else
    for (uint32_t left = lengths[draw(8)]; left > 0; left--) *at++ = (char)('0' + draw(10));
  if (draw(3)) {
    *at++ = '.';
    for (uint32_t left = lengths[draw(9)]; left > 0; left--) *at++ = (char)('0' + draw(10));
  }
  if (draw(2)) at += sprintf(at, "%c%d", draw(2) ? 'e' : 'E', (int)draw(700) - 350);
  if (draw(8) == 0) at[-1] = "+-.e0"[draw(5)];
  *at = '\0';
  return (size_t)(at - to);
}

static void numbers(void **state) {
  (void)state;
  static const char *const known[] = {"0",
                                      "-0",
                                      "0.0",
                                      "-0.0e5",
                                      "1e22",
                                      "1e23",
                                      "9007199254740992",
                                      "9007199254740993",
                                      "9007199254740993.0",
                                      "0.1",
                                      "123456789012345678",
                                      "1.7976931348623157e308",
                                      "1.7976931348623158e308",
                                      "1.7976931348623159e308",
                                      "5e-324",
                                      "2.4703282292062327e-324",
                                      "2.4703282292062328e-324",
                                      "4.9e-325",
                                      "1e-400",
                                      "0e999999999999999999999",
                                      "1e999",
                                      "1e-99999999999999999999",
                                      "8.5",
                                      "179.46169500000002",
                                      "1.00000000000000011102230246251565404236316680908203125",
                                      "1.00000000000000011102230246251565404236316680908203124",
                                      "2.2250738585072011e-308",
                                      "100000000000000000000000e-23"};
  char text[2200];
  size_t taken = 0, rounds = rounds_of(20000);
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) compare(known[i], strlen(known[i]));
  seed = 7;
  for (size_t round = 0; round < rounds; round++) taken += compare(text, draw_number(text));
  assert_true(taken > rounds / 2 && taken < rounds);
}

static void faults_stick(void **state) {
  (void)state;
  Arena own = {0};
  Json j;
  static const char text[] = "[01,\"a\"]";
  json_open(&j, &own, text, sizeof text - 1);
  assert_true(json_enter(&j));
  json_skip(&j);
  assert_non_null(j.fault);
  assert_false(json_next(&j));
  assert_false(json_close(&j));
  assert_string_equal(j.fault, "not a number of JSON: 18.3, -4, 1e3");
  assert_int_equal(j.column, 2);
  arena_free(&own);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(changed_texts), cmocka_unit_test(numbers),
                                     cmocka_unit_test(faults_stick)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
