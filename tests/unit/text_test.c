#include "base/text.h"

#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

typedef void (*AddText)(Text *t, const char *text);

static Arena arena;

static int free_arena(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

static const char *escaped(AddText add, const char *text) {
  Text out = {.arena = &arena};
  add(&out, text);
  return text_get(&out);
}

/* A small generator with a fixed seed: the same bytes on every run. */
static uint32_t next_random(uint32_t *seed) {
  *seed ^= *seed << 13;
  *seed ^= *seed >> 17;
  *seed ^= *seed << 5;
  return *seed;
}

static void builder_is_always_ended(void **state) {
  (void)state;
  Text text = {.arena = &arena};
  assert_string_equal(text_get(&text), "");
  text_add(&text, NULL);
  text_add(&text, "");
  assert_string_equal(text_get(&text), "");
  char expected[3001] = "";
  for (size_t i = 0; i < 1000; i++) {
    text_add_char(&text, 'a');
    text_add_n(&text, "bcd", 1);
    text_addf(&text, "%c", 'c');
    memcpy(expected + 3 * i, "abc", 4);
    assert_int_equal(text.len, 3 * i + 3);
    assert_int_equal(text.data[text.len], '\0');
  }
  assert_string_equal(text_get(&text), expected);
  text_add(&text, text_get(&text)); /* its own content is a fair argument */
  assert_int_equal(strlen(text_get(&text)), 6000);
}

static void json_escapes(void **state) {
  (void)state;
  assert_string_equal(escaped(text_add_json, NULL), "\"\"");
  assert_string_equal(escaped(text_add_json, "a\"b\\c/\b\f\n\r\t"), "\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\"");
  assert_string_equal(escaped(text_add_json, "\x01\x1f\x7f"), "\"\\u0001\\u001f\\u007f\"");
  assert_string_equal(escaped(text_add_json, "\xC2\xB0\xF0\x9F\x8F\x83"), "\"\xC2\xB0\xF0\x9F\x8F\x83\"");
  assert_string_equal(escaped(text_add_json, "\xff"), "\"\xEF\xBF\xBD\"");
}

static void html_escapes(void **state) {
  (void)state;
  assert_string_equal(escaped(text_add_html, "<b a=\"1\" c='2'>&amp;"),
                      "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;");
  assert_string_equal(escaped(text_add_html, "a\n\tb\x1b\r"), "a\n\tb\xEF\xBF\xBD\xEF\xBF\xBD");
  assert_string_equal(escaped(text_add_html, NULL), "");
}

static void markdown_escapes(void **state) {
  (void)state;
  assert_string_equal(escaped(text_add_markdown, "# *a* _b_ [c](d) <e> `f` 1. | g!"),
                      "\\# \\*a\\* \\_b\\_ \\[c\\]\\(d\\) \\<e\\> \\`f\\` 1\\. \\| g\\!");
  assert_string_equal(escaped(text_add_markdown, "one\n\ntwo\tthree"), "one  two three");
  assert_string_equal(escaped(text_add_markdown, "O'Brien, 5 %"), "O'Brien, 5 %");
}

static void csv_escapes(void **state) {
  (void)state;
  static const struct {
    const char *text, *cell;
  } rows[] = {
      {"", ""},
      {"plain", "plain"},
      {"a,b", "\"a,b\""},
      {"a\"b", "\"a\"\"b\""},
      {"a\nb", "\"a\nb\""},
      {" a", "\" a\""},
      {"a ", "\"a \""},
      {"=1+1", "\"'=1+1\""},
      {"@SUM(A1)", "\"'@SUM(A1)\""},
      {"+x", "\"'+x\""},
      {"-cmd", "\"'-cmd\""},
      {"\t=1", "\"'\t=1\""},
      {"\r=1", "\"'\r=1\""},
      {"-3.2", "-3.2"},
      {"+4", "+4"},
      {"-1e999", "\"'-1e999\""},
      {"a=b", "a=b"},
      {"-", "\"'-\""},
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) assert_string_equal(escaped(text_add_csv, rows[i].text), rows[i].cell);
}

static void terminal_escapes(void **state) {
  (void)state;
  assert_string_equal(escaped(text_add_terminal, "a\x1b[31m\n\t\x7f"), "a<U+001B>[31m<U+000A><U+0009><U+007F>");
  assert_string_equal(escaped(text_add_terminal, "\xC2\x9B"
                                                 "31m"),
                      "<U+009B>31m");
  assert_string_equal(escaped(text_add_terminal, "\xE2\x80\xAE"
                                                 "abc\xE2\x81\xA9"),
                      "<U+202E>abc<U+2069>");
  assert_string_equal(escaped(text_add_terminal, "\x9b\xE2\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  assert_string_equal(escaped(text_add_terminal, "J\xC3\xBCrgen \xE8\x85\xB0 <b>"), "J\xC3\xBCrgen \xE8\x85\xB0 <b>");
}

/* Any bytes in: valid UTF-8 out, without what the sink must never see; JSON is read back by another reader. */
static void any_bytes_become_safe_text(void **state) {
  (void)state;
  static const AddText sinks[] = {text_add_json, text_add_html, text_add_markdown, text_add_csv, text_add_terminal};
  static const char favourites[] = "\x1b\xC2\x9B\xE2\x80\xAE\xED\xA0\x80\xF4\x90\xC0\xFF<>&\"'=+-@\t\r\n\\`*_";
  uint32_t seed = 20261120;
  for (int round = 0; round < 20000; round++) {
    char bytes[40];
    size_t len = next_random(&seed) % (sizeof bytes - 1);
    for (size_t i = 0; i < len; i++) {
      uint32_t random = next_random(&seed);
      bytes[i] = random & 1 ? favourites[(random >> 8) % (sizeof favourites - 1)] : (char)(random >> 8);
      if (!bytes[i]) bytes[i] = 'x';
    }
    bytes[len] = '\0';
    for (size_t i = 0; i < ARRAY_LEN(sinks); i++) {
      const char *out = escaped(sinks[i], bytes);
      assert_true(text_is_utf8(out, strlen(out)));
      for (const char *at = out; sinks[i] == text_add_terminal && *at;) {
        unsigned code = text_next(&at);
        assert_true(code >= ' ' && !(code >= 0x7F && code < 0xA0) && !(code >= 0x202A && code <= 0x202E));
      }
      if (sinks[i] == text_add_html) assert_null(strpbrk(out, "<>\"'\x1b\r"));
      if (sinks[i] == text_add_markdown) assert_null(strpbrk(out, "\x1b\r\n\t"));
      if (sinks[i] == text_add_csv && *out) assert_null(strchr("=@\t\r", *out));
    }
    json_t *read_back = json_loads(escaped(text_add_json, bytes), JSON_DECODE_ANY, NULL);
    assert_non_null(read_back);
    if (text_is_utf8(bytes, len)) assert_string_equal(json_string_value(read_back), bytes);
    json_decref(read_back);
    arena_reset(&arena);
  }
}

/* Texts are copied in steps: of every length, with one odd byte anywhere, from room that ends with the text. */
static void every_length_is_escaped(void **state) {
  (void)state;
  for (size_t len = 0; len < 70; len++) {
    char *bytes = malloc(len + 1);
    assert_non_null(bytes);
    for (size_t odd = 0; odd <= len; odd++)
      for (const char *with = "\"\\\n\x1f\x7f"; *with; with++) {
        for (size_t i = 0; i < len; i++) bytes[i] = i == odd ? *with : (char)('!' + 2 * (i % 3));
        bytes[len] = '\0';
        json_t *read = json_loads(escaped(text_add_json, bytes), JSON_DECODE_ANY, NULL);
        assert_non_null(read);
        assert_string_equal(json_string_value(read), bytes);
        json_decref(read);
        arena_reset(&arena);
      }
    free(bytes);
  }
}

static const char *number(double value, int decimals) {
  Text out = {.arena = &arena};
  text_add_number(&out, value, decimals);
  return text_get(&out);
}

static const char *brief(double value, int decimals) {
  Text out = {.arena = &arena};
  text_add_short(&out, value, decimals);
  return text_get(&out);
}

static void numbers_are_written_plainly(void **state) {
  (void)state;
  assert_string_equal(number(12.5, 2), "12.50");
  assert_string_equal(number(-1.005, 0), "-1");
  assert_string_equal(number(-0.0, 0), "0");
  assert_string_equal(number(-0.004, 2), "0.00");
  assert_string_equal(number(-0.006, 2), "-0.01");
  assert_string_equal(number(1e15, 0), "1000000000000000");
  assert_string_equal(number(NAN, 2), "unknown");
  assert_string_equal(number(INFINITY, 2), "inf");
  assert_string_equal(number(-INFINITY, 2), "-inf");
  assert_string_equal(number(1.0 / 3, 99), "0.333333333");
  static const int whole[] = {0, 9, 10, 99, 100, -1, -10, INT_MAX, INT_MIN};
  for (size_t i = 0; i < ARRAY_LEN(whole); i++) {
    Text out = {.arena = &arena};
    text_add_int(&out, whole[i]);
    assert_string_equal(text_get(&out), arena_printf(&arena, "%d", whole[i]));
  }
  assert_string_equal(number(2.6, -1), "3");
  assert_int_equal(strlen(number(-1.7976931348623157e308, 9)), 320);
}

static void short_numbers_drop_trailing_zeros(void **state) {
  (void)state;
  assert_string_equal(brief(12.50, 2), "12.5");
  assert_string_equal(brief(3, 2), "3");
  assert_string_equal(brief(100, 0), "100");
  assert_string_equal(brief(-0.001, 2), "0");
  assert_string_equal(brief(0.05, 3), "0.05");
  assert_string_equal(brief(NAN, 2), "unknown");
  Text out = {.arena = &arena};
  text_add(&out, "1.500 ");
  text_add_short(&out, 20, 3);
  assert_string_equal(text_get(&out), "1.500 20");
}

static void numbers_that_are_read(void **state) {
  (void)state;
  static const struct {
    const char *text;
    double value;
  } rows[] = {{"0", 0},
              {"18.3", 18.3},
              {"-5", -5},
              {"+5", 5},
              {"007", 7},
              {"1e3", 1000},
              {"1E3", 1000},
              {"1e+3", 1000},
              {"25e-1", 2.5},
              {"0.0", 0},
              {"1e-999", 0},
              {"4e-320", 4e-320},
              {"-0", 0},
              {"-0.0e5", 0},
              {"0e999999999999", 0},
              {"1.7976931348623157e308", 1.7976931348623157e308}};
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    double value = NAN;
    if (!text_parse_number(rows[i].text, &value)) fail_msg("refused '%s'", rows[i].text);
    assert_true(value == rows[i].value);
    assert_false(signbit(value) && value == 0);
  }
}

static void texts_that_are_no_number(void **state) {
  (void)state;
  static const char *const rows[] = {
      "",     " ",        " 1",     "1 ",  "+",     "-",     "--1",    "+-1",   ".5",           "5.",  "1.2.3",
      "1,5",  "1e",       "1e+",    "e5",  "1e5.0", "1e999", "-1e999", "0x10",  "0x",           "1f",  "inf",
      "-inf", "infinity", "nan",    "NaN", "1_000", "1'000", "1 000",  "1,000", "\xEF\xBC\x91", "1\n", "1d3",
      "−5",   "1e--3",    "18.3kg", "0b1", "1.e5",  "\t1",   "1\xff",
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    double value = 4711;
    if (text_parse_number(rows[i], &value)) fail_msg("accepted '%s'", rows[i]);
    assert_true(value == 4711);
  }
  double value;
  assert_false(text_parse_number(NULL, &value));
}

/* What is written with nine decimals or 17 digits is read back as the same number. */
static void numbers_go_there_and_back(void **state) {
  (void)state;
  uint32_t seed = 7;
  for (int i = 0; i < 20000; i++) {
    double written = ((double)next_random(&seed) - 2147483648.0) / 65536.0, value = NAN;
    assert_true(text_parse_number(arena_printf(&arena, "%.17g", written), &value));
    assert_true(value == written);
    assert_true(text_parse_number(number(written, 9), &value));
    assert_true(fabs(value - written) < 6e-10);
    arena_reset(&arena);
  }
}

static void integers(void **state) {
  (void)state;
  long value = 4711;
  assert_true(text_parse_int("42", 0, 100, &value) && value == 42);
  assert_true(text_parse_int("-0", 0, 100, &value) && value == 0);
  assert_true(text_parse_int("+007", 0, 100, &value) && value == 7);
  assert_true(text_parse_int(arena_printf(&arena, "%ld", LONG_MAX), LONG_MIN, LONG_MAX, &value) && value == LONG_MAX);
  assert_true(text_parse_int(arena_printf(&arena, "%ld", LONG_MIN), LONG_MIN, LONG_MAX, &value) && value == LONG_MIN);
  static const char *const rows[] = {"",
                                     "-",
                                     "+",
                                     "1.0",
                                     "1e2",
                                     " 1",
                                     "1 ",
                                     "101",
                                     "-1",
                                     "0x1",
                                     "1a",
                                     "--1",
                                     "99999999999999999999",
                                     "-99999999999999999999"};
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    value = 4711;
    if (text_parse_int(rows[i], 0, 100, &value)) fail_msg("accepted '%s'", rows[i]);
    assert_int_equal(value, 4711);
  }
  assert_false(text_parse_int("9223372036854775808", LONG_MIN, LONG_MAX, &value));
  assert_false(text_parse_int("-9223372036854775809", LONG_MIN, LONG_MAX, &value));
  assert_false(text_parse_int(NULL, 0, 1, &value));
}

static void ranges_that_are_read(void **state) {
  (void)state;
  static const struct {
    const char *text;
    double lo, hi;
  } rows[] = {{"18.3", 18.3, 18.3},    {"-5", -5, -5},         {">45", 45, INFINITY}, {">=240", 240, INFINITY},
              {"<=12", -INFINITY, 12}, {"<12", -INFINITY, 12}, {"26-35", 26, 35},     {"26-26", 26, 26},
              {"0-0.5", 0, 0.5},       {"1e-1-5", 0.1, 5},     {"2e-5", 2e-5, 2e-5},  {">-5", -5, INFINITY},
              {"1-2e1", 1, 20}};
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    double lo = NAN, hi = NAN;
    if (!text_parse_range(rows[i].text, &lo, &hi)) fail_msg("refused '%s'", rows[i].text);
    assert_true(lo == rows[i].lo && hi == rows[i].hi);
  }
}

static void texts_that_are_no_range(void **state) {
  (void)state;
  static const char *const rows[] = {
      "",       ">",      ">=",      "<",    "=5",      "==5",      ">>5",  "35-26",  "26-",
      "-26-35", "26--35", "26-+35",  "+1-2", "26 - 35", "26-35-40", ">= 5", ">26-35", "26–35",
      "<inf",   ">1e999", "1-1e999", "a-b",  "1-b",     "1e-",      "<=",   "5>",     "26..35",
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    double lo = 4711, hi = 4711;
    if (text_parse_range(rows[i], &lo, &hi)) fail_msg("accepted '%s'", rows[i]);
    assert_true(lo == 4711 && hi == 4711);
  }
  double lo, hi;
  assert_false(text_parse_range(NULL, &lo, &hi));
}

static void distances(void **state) {
  (void)state;
  static const struct {
    const char *a, *b;
    int distance;
  } rows[] = {{"", "", 0},
              {"", "abc", 3},
              {"kitten", "sitting", 3},
              {"ab", "ba", 1},
              {"ca", "abc", 3},
              {"Left", "left", 0},
              {"hip-flexion", "hip flexion", 0},
              {"a_b", "A-B", 0},
              {"glutius_medius", "gluteus_medius", 1},
              {"abcd", "badc", 2}};
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    assert_int_equal(text_distance(rows[i].a, rows[i].b, 99), rows[i].distance);
    assert_int_equal(text_distance(rows[i].b, rows[i].a, 99), rows[i].distance);
    if (rows[i].distance > 1) assert_int_equal(text_distance(rows[i].a, rows[i].b, 1), 2);
  }
  char *long_a = arena_printf(&arena, "%*d", 100000, 1), *long_b = arena_printf(&arena, "%*d", 100000, 2);
  assert_int_equal(text_distance(long_a, long_b, 3), 4);
  assert_int_equal(text_distance(long_a, long_a, 3), 0);
}

static const char *nearest_to(const char *word, const char *const *names, size_t count, bool backwards) {
  Nearest nearest = {.word = word};
  for (size_t i = 0; i < count; i++) text_near(&nearest, names[backwards ? count - 1 - i : i]);
  return nearest.best;
}

static void nearest_names_whatever_the_order(void **state) {
  (void)state;
  static const char *const names[] = {
      "gluteus_medius", "gluteus_maximus", "gluteus_minimus", "quadriceps", "psoas", "iliopsoas", "core", "kg", "km",
      "hamstrings"};
  static const struct {
    const char *word, *best;
  } rows[] = {{"glutius_medius", "gluteus_medius"},
              {"medius", "gluteus_medius"},
              {"Quadricep", "quadriceps"},
              {"gluteus", "gluteus_medius"}, /* as near as minimus, sorts first */
              {"ilio-psoas", "iliopsoas"},
              {"psaos", "psoas"},
              {"kq", "kg"},
              {"k", "kg"},
              {"biceps_brachii", NULL},
              {"", NULL},
              {NULL, NULL},
              {"the hamstrings", "hamstrings"},
              {"cor", "core"}};
  for (size_t i = 0; i < ARRAY_LEN(rows); i++)
    for (int backwards = 0; backwards < 2; backwards++) {
      const char *best = nearest_to(rows[i].word, names, ARRAY_LEN(names), backwards);
      if (!text_equal(best, rows[i].best)) fail_msg("'%s' gave '%s'", rows[i].word, best ? best : "nothing");
    }
}

static void nearest_hint(void **state) {
  (void)state;
  Nearest nearest = {.word = "lefft"};
  assert_string_equal(text_near_hint(&arena, &nearest), "");
  text_near(&nearest, "right");
  assert_string_equal(text_near_hint(&arena, &nearest), "");
  text_near(&nearest, "left");
  assert_string_equal(text_near_hint(&arena, &nearest), " (did you mean 'left'?)");
}

/* Every code point there and back; everything outside RFC 3629 refused. */
static void utf8_is_strict(void **state) {
  (void)state;
  for (unsigned code = 1; code <= 0x110000; code++) {
    char bytes[5] = {0};
    size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = 0; i < size; i++) {
      unsigned part = code >> (6 * (size - 1 - i));
      bytes[i] = (char)(i == 0 ? leads[size] | part : 0x80 | (part & 0x3F));
    }
    bool valid = code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF);
    assert_int_equal(text_is_utf8(bytes, size), valid);
    const char *at = bytes;
    assert_int_equal(text_next(&at), valid ? code : 0xFFFD);
    assert_int_equal(at - bytes, valid ? size : 1);
    if (size > 1) assert_false(text_is_utf8(bytes, size - 1));
  }
  static const char *const bad[] = {"\x80",
                                    "\xC0\x80",
                                    "\xC1\xBF",
                                    "\xE0\x80\x80",
                                    "\xE0\x9F\xBF",
                                    "\xF0\x80\x80\x80",
                                    "\xF0\x8F\xBF\xBF",
                                    "\xF5\x80\x80\x80",
                                    "\xFE",
                                    "\302a",
                                    "a\xE2\x82"};
  for (size_t i = 0; i < ARRAY_LEN(bad); i++) assert_false(text_is_utf8(bad[i], strlen(bad[i])));
  assert_true(text_is_utf8("a\0b", 3));
  assert_true(text_is_utf8("", 0));
  const char *end = "";
  assert_int_equal(text_next(&end), 0);
  assert_int_equal(*end, '\0');
}

/* Every character at every place of a line, among others. */
static void what_a_terminal_obeys_is_found_wherever_it_stands(void **state) {
  (void)state;
  enum { LEN = 150 };
  char line[LEN + 1];
  for (unsigned code = 0; code < 0x180; code++) {
    bool obeyed = code < 0x20 || (code >= 0x7F && code < 0xA0);
    size_t size = code < 0x80 ? 1 : 2;
    for (size_t at = 0; at + size <= LEN; at++) {
      memset(line, 'a', sizeof line);
      line[at] = (char)(size == 1 ? code : 0xC0 | code >> 6);
      if (size == 2) line[at + 1] = (char)(0x80 | (code & 0x3F));
      assert_int_equal(text_is_tame(line, LEN), !obeyed);
      assert_int_equal(text_is_tame(line + at, size), !obeyed);
    }
  }
  assert_false(text_is_tame("a\x9B"
                            "2J",
                            4)); /* no UTF-8: some terminals obey the byte itself */
  assert_false(text_is_tame("a\xC2", 2));
  assert_true(text_is_tame("", 0));
}

/* Chinese and Japanese have no blanks; a closing sign begins no line; other words stay whole. */
static void lines_break_where_they_may(void **state) {
  (void)state;
  static const struct {
    const char *first, *text, *lines;
    int columns;
  } rows[] = {
      {"- ", "one two three", "- one two\n  three\n", 10},
      {"- ", "a-very-long-path/that/stays whole", "- a-very-long-path/that/stays\n  whole\n", 10},
      {"- ", "名前名前名前", "- 名前名前\n  名前\n", 10},
      {"- ", "ab 名前名前名前 c", "- ab 名前\n  名前名前\n  c\n", 10},
      {"- ", "名前名前。名前", "- 名前名\n  前。名前\n", 10},
      {"- ", "名前名（名前", "- 名前名\n  （名前\n", 10},
      {"- ", "क्षितिज्ञा क्षितिज्ञा", "- क्षितिज्ञा\n  क्षितिज्ञा\n", 10},
      {"long label: ", "名前名前", "long label: \n  名前名前\n", 13},
      {"- ", "", "- \n", 10},
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    Text t = {.arena = &arena};
    text_add_wrapped(&t, rows[i].first, 2, rows[i].columns, rows[i].text);
    assert_string_equal(text_get(&t), rows[i].lines);
  }
}

static void widths_of_text(void **state) {
  (void)state;
  static const struct {
    const char *text;
    int columns;
  } rows[] = {{"", 0},
              {"knee", 4},
              {"J\xC3\xBCrgen", 6},
              {"Ju\xCC\x88rgen", 6},
              {"\xE8\x85\xB0", 2},
              {"\xED\x97\x88", 2},
              {"18\xC2\xB0", 3},
              {"क्षितिज्ञा", 8},
              {"ক্ষ", 2},
              {"渡辺（さくら）", 14},
              {"\xE2\x89\xA5"
               "5",
               2},
              {"\xF0\x9F\x8F\x83", 2},
              {"\xff", 1},
              {"\xE2\x80\x93", 1},
              {"a\x1b", 1}};
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) assert_int_equal(text_width(rows[i].text), rows[i].columns);
}

static void equality_and_ids(void **state) {
  (void)state;
  assert_true(text_equal(NULL, NULL) && text_equal("a", "a"));
  assert_false(text_equal(NULL, "") || text_equal("", NULL) || text_equal("a", "A"));
  static const char *const ids[] = {"a", "hhd_hip_abduction", "load-spike", "x9"};
  static const char *const others[] = {"", "9x", "_a", "-a", "A", "aB", "a b", "a.b", "a/b", "a\n", "\xC3\xA9"};
  for (size_t i = 0; i < ARRAY_LEN(ids); i++) assert_true(text_is_id(ids[i]));
  for (size_t i = 0; i < ARRAY_LEN(others); i++) assert_false(text_is_id(others[i]));
  char name[66];
  memset(name, 'a', 65);
  name[65] = '\0';
  assert_false(text_is_id(name));
  assert_true(text_is_id(name + 1));
  assert_false(text_is_id(NULL));
}

/* Short ways to the digits must not show: random values, values in the middle between two results, all decimals. */
static void numbers_are_those_of_printf(void **state) {
  (void)state;
  unsigned random = 7;
  for (int round = 0; round < 40000; round++) {
    Text t = {.arena = &arena};
    random = random * 1664525 + 1013904223;
    int decimals = (int)(random >> 8) % 8;
    double value = round % 4 == 0   ? ((int)(random % 20001) - 10000) / 16.0
                   : round % 4 == 1 ? ((int)(random % 2000001) - 1000000) * (1 + (round % 16 - 8) * 1e-16)
                                    : ((double)random - 2147483648.0) / (round % 4 == 2 ? 1000.0 : 3e8);
    if (round % 8 == 1) value /= 2000; /* close to the middle between two results */
    const char *want = arena_printf(&arena, "%.*f", decimals, value);
    text_add_number(&t, value, decimals);
    bool zero = !want[strspn(want, "-0.")];
    assert_string_equal(text_get(&t), zero && *want == '-' ? want + 1 : want);
  }
}

#define TEST(name) cmocka_unit_test_teardown(name, free_arena)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(builder_is_always_ended),
      TEST(json_escapes),
      TEST(every_length_is_escaped),
      TEST(html_escapes),
      TEST(markdown_escapes),
      TEST(csv_escapes),
      TEST(terminal_escapes),
      TEST(any_bytes_become_safe_text),
      TEST(numbers_are_written_plainly),
      TEST(numbers_are_those_of_printf),
      TEST(short_numbers_drop_trailing_zeros),
      TEST(numbers_that_are_read),
      TEST(texts_that_are_no_number),
      TEST(numbers_go_there_and_back),
      TEST(integers),
      TEST(ranges_that_are_read),
      TEST(texts_that_are_no_range),
      TEST(distances),
      TEST(nearest_names_whatever_the_order),
      TEST(nearest_hint),
      TEST(utf8_is_strict),
      TEST(what_a_terminal_obeys_is_found_wherever_it_stands),
      TEST(widths_of_text),
      TEST(lines_break_where_they_may),
      TEST(equality_and_ids),
  };
  return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
