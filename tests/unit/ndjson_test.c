#include "formats/ndjson.h"

#include "door_fixture.h"
#include "rounds.h"
#include <jansson.h>
#include <string.h>

static const char *read_line(const char *text, size_t len, Case *out, IntakeNotes *notes) {
  Err err = {0};
  if (ndjson_case(&catalog, &arena, text, len, 7, 0, out, notes, &err)) return "";
  assert_int_equal(err.kind, ERR_DATA);
  return arena_printf(&arena, "%s: %s", err.where, err.text);
}

static void the_case_of_the_schema(void **state) {
  (void)state;
  static const char line[] =
      "{\"patient\":{\"id\":\"P1\",\"sex\":\"f\",\"born\":\"1990-02-11\",\"mass_kg\":58,\"height_cm\":165,"
      "\"dominant\":\"right\",\"sport\":\"running\"},\"date\":\"2026-11-20\",\"measures\":[{\"test\":"
      "\"hhd_hip_abduction\",\"side\":\"left\",\"value\":18.3,\"unit\":\"kgf\",\"position\":\"side_lying\","
      "\"contraction\":\"isometric\",\"lever_m\":0.38,\"trial\":1,\"pain\":0},{\"test\":\"prone_plank\","
      "\"value\":\">=240\"},{\"test\":\"weekly_distance\",\"value\":\"26-35\",\"unit\":null}],\"answers\":"
      "{\"rf_ces_saddle\":\"no\",\"shoe_discomfort\":true},\"limits\":{\"minutes\":20,\"days\":3,\"equipment\":"
      "[\"band\"],\"exercises\":5}}";
  Case c;
  assert_string_equal(read_line(line, sizeof line - 1, &c, NULL), "");
  assert_string_equal(c.patient.code, "P1");
  assert_true(c.patient.sex == SEX_FEMALE && c.patient.age_years == 36 && c.patient.mass_kg == 58);
  assert_true(c.patient.dominant == SIDE_RIGHT && c.patient.height_cm == 165);
  assert_string_equal(c.patient.sport, "running");
  assert_string_equal(date_format(&arena, c.date), "2026-11-20");
  assert_int_equal(c.measure_count, 3);
  const Measure *hip = &c.measures[0];
  assert_true(hip->lo == 18.3 * 9.80665 && hip->hi == hip->lo && hip->lever_m == 0.38 && hip->trial == 1 &&
              hip->pain == 0);
  assert_ptr_equal(hip->test, catalog.tests.items[0].id);
  assert_true(c.measures[1].lo == 240 && isinf(c.measures[1].hi) && c.measures[2].lo == 26 && c.measures[2].hi == 35);
  assert_int_equal(c.answer_count, 2);
  assert_true(c.answers[0].value == ANSWER_NO && c.answers[1].value == ANSWER_YES);
  assert_true(c.limits.minutes == 20 && c.limits.days == 3 && c.limits.exercises == 5 && c.limits.equipment_count == 1);
}

#define CASE(more)   "{\"patient\":{\"id\":\"P1\"},\"date\":\"2026-11-20\"" more "}"
#define ONE(measure) CASE(",\"measures\":[{\"test\":\"prone_plank\",\"value\":60},{" measure "}]")

static const struct {
  const char *line, *want;
} bad_lines[] = {
    {"", "line 7, column 1: not valid JSON: a value is expected: text in double quotes, a number, true, false"},
    {"[]", "line 7: an object expected, not a list"},
    {"{}", "line 7: the patient is missing: {\"patient\":{\"id\":\"P1\"}, ...}"},
    {"{\"patient\":{\"id\":\"P1\"}}", "line 7, date: the date of the case is missing: write YYYY-MM-DD"},
    {CASE(",\"date\":\"2026-11-20\""), "line 7, column 44: not valid JSON: the key 'date' stands twice"},
    {CASE(",\"measure\":[]"), "line 7: unknown key 'measure' (did you mean 'measures'?)"},
    {CASE(",\"measures\":{}"), "line 7, measures: a list expected, not an object"},
    {CASE(",\"measures\":[1]"), "line 7, measures[0]: an object expected, not a number"},
    {CASE(",\"answers\":[]"), "line 7, answers: an object expected, not a list"},
    {CASE(",\"answers\":{\"rf_ces_saddle\":1}"),
     "line 7, answers.rf_ces_saddle: yes, no or unsure expected, not a number"},
    {CASE(",\"answers\":{\"rf_ces_saddle\":\"x\"}"),
     "line 7, answers.rf_ces_saddle: 'x' is no answer: write yes, no or unsure"},
    {CASE(",\"answers\":{\"rf_ces_sadle\":\"no\"}"),
     "line 7, answers: unknown question 'rf_ces_sadle' (did you mean 'rf_ces_saddle'?)"},
    {CASE(",\"limits\":{\"minuts\":5}"), "line 7, limits: unknown key 'minuts' (did you mean 'minutes'?)"},
    {CASE(",\"limits\":{\"days\":9}"), "line 7, limits.days: sessions a week 9 is not a whole number from 1 to 7"},
    {CASE(",\"limits\":{\"equipment\":[1]}"), "line 7, limits.equipment[0]: text expected, not a number"},
    {"{\"patient\":{\"id\":\"P1\",\"mas_kg\":5},\"date\":\"2026-11-20\"}",
     "line 7, patient: unknown key 'mas_kg' (did you mean 'mass_kg'?)"},
    {"{\"patient\":{\"id\":\"P1\",\"mass_kg\":\"58\"},\"date\":\"2026-11-20\"}",
     "line 7, patient.mass_kg: a number expected, not text"},
    {"{\"patient\":{\"id\":\"P 1\"},\"date\":\"2026-11-20\"}",
     "line 7, patient.id: 'P 1' is no patient code: 1 to 32 letters, digits and . _ -, beginning with a letter or "
     "digit"},
    {"{\"patient\":{\"id\":\"P1\",\"born\":\"2026-11-21\"},\"date\":\"2026-11-20\"}",
     "line 7, patient.born: born after the date of the case"},
    {"{\"patient\":{\"id\":\"P1\",\"born\":\"1990-01-01\",\"age\":36},\"date\":\"2026-11-20\"}",
     "line 7, patient.age: both a date of birth and an age are given: keep one"},
    {ONE("\"test\":\"prone_plank\",\"value\":true"),
     "line 7, measures[1].value: text or a number expected, not true or false"},
    {ONE("\"test\":\"prone_plank\",\"value\":60,\"unit\":\"N\""),
     "line 7, measures[1].unit: 'N' cannot be the unit of 'prone_plank': it takes s, min"},
    {ONE("\"test\":\"prone_plank\",\"value\":1e999"), "line 7, column 120: not valid JSON: the number is too large"},
    {ONE("\"test\":\"prone_plank\",\"value\":\"18,3\""),
     "line 7, measures[1].value: '18,3' has a comma: write a decimal point and no thousands marks, as in 1018.3"},
    {ONE("\"test\":\"prone_plank\",\"value\":70"),
     "line 7, measures[1]: 'prone_plank' stands with another value at measures[0]: number repeats with trial 1, 2, 3"},
    {ONE("\"test\":\"prone_plank\",\"value\":70,\"date\":\"2026-11-21\""),
     "line 7, measures[1].date: later than the date of the case"},
    {ONE("\"test\":\"prone_plank\",\"trials\":70"),
     "line 7, measures[1]: unknown key 'trials' (did you mean 'trial'?)"},
    {CASE(",\"date2\":[[[[[[[[1]]]]]]]]"), "line 7, column 59: not valid JSON: nested too deeply"},
    {"{\"patient\":\"\\u0000\"}", "line 7, column 15: not valid JSON: \\u0000 is not allowed in text"},
    {"{\"patient\":\"\\ud800\"}", "line 7, column 19: not valid JSON: half of a surrogate pair"},
    {"{\"patient\":\"\\x\"}", "line 7, column 14: not valid JSON: unknown escape: write \\\\ for a backslash"},
    {"{\"patient\":\"a\tb\"}",
     "line 7, column 14: not valid JSON: a control character in text: write it as \\n, \\t or \\u00XX"},
    {"{\"patient\":\"\xC3(\"}", "line 7, column 1: not valid JSON: not UTF-8"},
    {"{\"patient\":\"P1", "line 7, column 15: not valid JSON: the text is not closed"},
    {"{\"patient\":018}", "line 7, column 12: not valid JSON: not a number of JSON: 18.3, -4, 1e3"},
    {"{\"patient\":1.}", "line 7, column 12: not valid JSON: a digit is needed behind the point"},
    {"{\"patient\":1e}", "line 7, column 12: not valid JSON: a digit is needed in the exponent"},
    {"{\"patient\" 1}", "line 7, column 12: not valid JSON: ':' is expected behind the key"},
    {"{\"patient\":1 2}", "line 7, column 14: not valid JSON: ',' or '}' is expected"},
    {"{\"patient\":[1 2]}", "line 7, column 15: not valid JSON: ',' or ']' is expected"},
    {"{\"patient\":1,}", "line 7, column 14: not valid JSON: a key in double quotes is expected"},
    {"{} {}", "line 7, column 4: not valid JSON: something stands behind the end of the value"},
    {"{\"patient\":NaN}",
     "line 7, column 12: not valid JSON: a value is expected: text in double quotes, a number, true, false"},
};

static void bad_lines_are_placed(void **state) {
  (void)state;
  for (size_t i = 0; i < ARRAY_LEN(bad_lines); i++) {
    Case c;
    assert_string_equal(read_line(bad_lines[i].line, strlen(bad_lines[i].line), &c, NULL), bad_lines[i].want);
  }
}

static void repeats_with_the_same_value_are_one(void **state) {
  (void)state;
  static const char line[] = ONE("\"test\":\"prone_plank\",\"value\":60");
  Case c;
  assert_string_equal(read_line(line, sizeof line - 1, &c, NULL), "");
  assert_int_equal(c.measure_count, 1);
}

static void notes_know_their_measure(void **state) {
  (void)state;
  static const char line[] = ONE("\"test\":\"hhd_hip_abduction\",\"side\":\"left\",\"value\":3");
  Case c;
  IntakeNotes notes = {0};
  assert_string_equal(read_line(line, sizeof line - 1, &c, &notes), "");
  assert_int_equal(notes.count, 1);
  assert_int_equal(notes.items[0].index, 1);
}

static void a_file_lists_all_bad_lines(void **state) {
  (void)state;
  static const char file[] = "\xEF\xBB\xBF" CASE("") "\n\n{}\n" CASE(",\"x\":1") "\r\n" CASE("");
  Import import;
  Err err = {0};
  assert_false(ndjson_read(&catalog, &arena, &(ReadOptions){0}, file, sizeof file - 1, &import, &err));
  assert_int_equal(import.refused.count, 2);
  assert_int_equal(import.refused.items[0].row, 3);
  assert_int_equal(import.refused.items[1].row, 4);
  assert_string_equal(err.where, "line 3");
  assert_string_equal(err.text,
                      "the patient is missing: {\"patient\":{\"id\":\"P1\"}, ...} (2 refused, nothing taken over)");
}

static void lines_of_one_patient_must_agree(void **state) {
  (void)state;
  static const char file[] = "{\"patient\":{\"id\":\"P1\",\"sex\":\"f\"},\"date\":\"2026-11-20\"}\n"
                             "{\"patient\":{\"id\":\"P1\",\"sex\":\"m\"},\"date\":\"2026-11-21\"}\n";
  Import import;
  Err err = {0};
  assert_false(ndjson_read(&catalog, &arena, &(ReadOptions){0}, file, sizeof file - 1, &import, &err));
  assert_string_equal(import.refused.items[0].text, "patient 'P1' has another sex at line 1: write the same in both");
}

/* ---- properties ---- */

static uint32_t next_random(uint32_t *random) {
  *random = *random * 1664525 + 1013904223;
  return *random >> 8;
}

/* Random cases are written as JSON with 17 digits and come back bit by bit. */
static void what_is_written_is_read(void **state) {
  (void)state;
  uint32_t random = 3;
  for (int round = 0; round < 300; round++) {
    Arena own = {0};
    Text t = {.arena = &own};
    double values[20];
    int count = 1 + (int)(next_random(&random) % 20);
    text_add(&t, "{\"patient\":{\"id\":\"P1\"},\"date\":\"2026-11-20\",\"measures\":[");
    for (int i = 0; i < count; i++) {
      values[i] = 21 + next_random(&random) / 30000.7;
      text_addf(&t, "%s{\"test\":\"hhd_hip_abduction\",\"side\":\"%s\",\"value\":%.17g,\"trial\":%d}", i ? "," : "",
                side_names[1 + i % 2], values[i], 1 + i / 2);
    }
    text_add(&t, "]}");
    Case c;
    assert_string_equal(read_line(text_get(&t), t.len, &c, NULL), "");
    assert_int_equal(c.measure_count, count);
    for (int i = 0; i < count; i++) assert_true(c.measures[i].lo == values[i] && c.measures[i].trial == 1 + i / 2);
    arena_free(&own);
  }
}

static void changed_bytes_never_crash(void **state) {
  (void)state;
  static const char seed[] = ONE("\"test\":\"hhd_hip_abduction\",\"side\":\"left\",\"value\":\"18.3kg\",\"trial\":2");
  static const char bytes[] = "{}[]\",:\\0-e.\xC3\xFFu\0ntf ";
  uint32_t random = 9;
  for (int round = 0; round < 5000; round++) {
    Arena own = {0};
    Case c;
    Err err = {0};
    char data[sizeof seed];
    memcpy(data, seed, sizeof seed);
    for (int change = 0; change < 1 + round % 4; change++)
      data[next_random(&random) % (sizeof seed - 1)] = bytes[next_random(&random) % (sizeof bytes - 1)];
    IntakeNotes notes = {0};
    bool good = ndjson_case(&catalog, &own, data, sizeof seed - 1 - (size_t)round % 9, 1, 0, &c, &notes, &err);
    assert_true(good == (err.kind == ERR_NONE) && good == (err.text[0] == '\0'));
    arena_free(&own);
  }
}

/* ---- jansson as judge ---- */

static const char *draw_line(Arena *a, uint32_t *random) {
  Text t = {.arena = a};
  text_addf(&t, "{\"patient\":{\"id\":\"P1\",\"sex\":\"f\",\"age\":%d,\"mass_kg\":%.*f},\"date\":\"2026-11-20\",",
            (int)(next_random(random) % 90), (int)(next_random(random) % 9), 40 + next_random(random) / 1e6);
  text_add(&t, "\"measures\":[");
  for (uint32_t i = 0, count = next_random(random) % 6; i < count; i++) {
    double value = 21 + next_random(random) / 30000.7;
    int digits = 2 + (int)(next_random(random) % 16);
    const char *number = i % 2 ? arena_printf(a, "%.*g", digits, value) : arena_printf(a, "%.*e", digits, value);
    text_addf(&t, "%s{\"test\":\"hhd_hip_abduction\",\"side\":\"%s\",\"value\":%s,%s\"trial\":%d}", i ? "," : "",
              side_names[1 + i % 2], number, i % 3 ? "" : "\"unit\":\"N\",\"position\":\"supine\",", (int)i + 1);
  }
  text_add(&t, "],\"answers\":{\"rf_ces_saddle\":\"no\",\"shoe_discomfort\":true},\"limits\":{\"minutes\":20}}");
  return text_get(&t);
}

static void same_numbers(const Case *c, const json_t *line) {
  const json_t *measures = json_object_get(line, "measures"), *patient = json_object_get(line, "patient");
  if (isfinite(c->patient.mass_kg))
    assert_true(c->patient.mass_kg == json_number_value(json_object_get(patient, "mass_kg")));
  for (size_t i = 0; i < c->measure_count && c->measure_count == json_array_size(measures); i++) {
    const json_t *measure = json_array_get(measures, i), *trial = json_object_get(measure, "trial");
    assert_true(c->measures[i].lo == json_number_value(json_object_get(measure, "value")));
    assert_true(c->measures[i].trial == json_number_value(trial));
  }
}

/* What is refused as no JSON is none, what is taken or refused for another reason is, and numbers are the same. */
static void jansson_reads_the_same(void **state) {
  (void)state;
  static const char bytes[] = "{}[]\",:\\0019-+e.\xC3\xA9\xFFud8\t ntf/";
  uint32_t random = 5;
  size_t taken = 0, rounds = rounds_of(4000);
  for (size_t round = 0; round < rounds; round++) {
    Arena own = {0};
    char *line = arena_copy(&own, draw_line(&own, &random));
    size_t len = strlen(line);
    Case c;
    Err err = {0};
    for (size_t change = 0; change < round % 3; change++)
      line[next_random(&random) % len] = bytes[next_random(&random) % (sizeof bytes - 1)];
    json_t *want = json_loadb(line, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, NULL);
    bool good = ndjson_case(&catalog, &own, line, len, 1, 0, &c, NULL, &err);
    bool json = good || strncmp(err.text, "not valid JSON", 14) != 0;
    if (json != (want != NULL)) print_error("%s: %s\n", line, good ? "taken" : err.text);
    assert_int_equal(json, want != NULL);
    if (good) same_numbers(&c, want);
    taken += good;
    json_decref(want);
    arena_free(&own);
  }
  assert_true(taken > rounds / 3 && taken < rounds);
}

/* The same JSON in other bytes: blanks between, characters of texts and keys as escapes. */
static const char *dress(Arena *a, const char *line, uint32_t *random) {
  static const char blanks[] = " \t\r\n";
  Text t = {.arena = a};
  bool inside = false;
  for (const char *at = line; *at; at++) {
    inside = inside != (*at == '"');
    bool between = !inside && strchr("{}[]:,", *at);
    if (between && next_random(random) % 8 == 0) text_add_char(&t, blanks[next_random(random) % 4]);
    if (inside && *at != '"' && next_random(random) % 32 == 0)
      text_addf(&t, next_random(random) % 2 ? "\\u%04x" : "\\u%04X", (unsigned)*at);
    else
      text_add_char(&t, *at);
    if (between && next_random(random) % 8 == 0) text_add_char(&t, blanks[next_random(random) % 4]);
  }
  return text_get(&t);
}

static void blanks_and_escapes_change_nothing(void **state) {
  (void)state;
  uint32_t random = 11;
  for (size_t round = 0; round < rounds_of(400); round++) {
    Arena own = {0};
    Case plain, dressed;
    Text texts[2] = {{.arena = &own}, {.arena = &own}};
    Err err = {0};
    const char *line = draw_line(&own, &random), *other = dress(&own, line, &random);
    assert_true(ndjson_case(&catalog, &own, line, strlen(line), 1, 0, &plain, NULL, &err));
    if (!ndjson_case(&catalog, &own, other, strlen(other), 1, 0, &dressed, NULL, &err)) print_error("%s\n", other);
    assert_string_equal(err.text, "");
    ndjson_write_case(&plain, &texts[0]), ndjson_write_case(&dressed, &texts[1]);
    assert_string_equal(text_get(&texts[0]), text_get(&texts[1]));
    arena_free(&own);
  }
}

/* Of several faults the one of the earlier part is told, whatever the order in the line; no JSON comes first. */
static void the_order_of_keys_changes_no_message(void **state) {
  (void)state;
  static const struct {
    const char *line, *want;
  } rows[] = {
      {"{\"measures\":[{\"test\":\"x\"},{\"tset\":1}],\"patient\":{\"id\":\"P 1\"},\"date\":\"2026-11-20\"}",
       "line 7, patient.id: 'P 1' is no patient code: 1 to 32 letters, digits and . _ -, beginning with a letter or "
       "digit"},
      {"{\"measures\":[{\"test\":\"x\"}],\"patient\":{\"id\":\"P1\"},\"date\":\"2026-11-20\",\"limit\":1}",
       "line 7: unknown key 'limit' (did you mean 'limits'?)"},
      {"{\"limits\":{\"days\":9},\"measures\":[{}],\"patient\":{\"id\":\"P1\"},\"date\":\"2026-11-20\"}",
       "line 7, measures[0].test: the test is missing"},
      {"{\"limits\":{\"equipment\":[1],\"dais\":9},\"patient\":{\"id\":\"P1\"},\"date\":\"2026-11-20\"}",
       "line 7, limits: unknown key 'dais' (did you mean 'days'?)"},
      {"{\"clinic\":{\"norms\":[{}]},\"patient\":{\"id\":\"P1\"},\"date\":\"2026-11-20\"}",
       "line 7, clinic: hash, for (all or asked) and norms must be there"},
      {"{\"measures\":[{\"test\":\"x\"}],\"date\":\"2026-11-31\"}",
       "line 7: the patient is missing: {\"patient\":{\"id\":\"P1\"}, ...}"},
      {"{\"measures\":[{\"test\":\"x\"}],\"patient\":{\"id\":\"P1\"},\"date\":\"2026-11-31\"}",
       "line 7, date: '2026-11-31' is no date of the calendar: write YYYY-MM-DD"},
      {"{\"measures\":[{\"test\":\"x\"}],\"patient\":{\"id\":\"P1\"},\"date\":\"2026-11-20\",\"date\":1}",
       "line 7, column 70: not valid JSON: the key 'date' stands twice"},
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    Case c;
    assert_string_equal(read_line(rows[i].line, strlen(rows[i].line), &c, NULL), rows[i].want);
  }
}

static void objects_and_lines_are_capped(void **state) {
  (void)state;
  Case c;
  Text t = {.arena = &arena};
  text_add_char(&t, '{');
  for (int i = 0; i <= JSON_KEYS_MAX; i++) text_addf(&t, "%s\"k%d\":1", i ? "," : "", i);
  text_add_char(&t, '}');
  assert_non_null(strstr(read_line(t.data, t.len, &c, NULL), "too many keys in one object"));
  char *spaces = arena_alloc(&arena, NDJSON_LINE_MAX + 1);
  memset(spaces, ' ', NDJSON_LINE_MAX + 1);
  assert_string_equal(read_line(spaces, NDJSON_LINE_MAX + 1, &c, NULL), "line 7: longer than 1048576 bytes");
}

/* ---- results ---- */

static const char *const cites[] = {"cai2015", NULL};

static void the_result_line(void **state) {
  (void)state;
  Need needs[] = {{WHY_NO_NORM, "hhd_hip_abduction", SIDE_LEFT, "Hip abduction (left)"}};
  Finding findings[] = {
      {.pack = "p",
       .rule = "hip",
       .title = "Hip \"low\"\n",
       .side = SIDE_LEFT,
       .truth = TRUTH_TRUE,
       .index = -1.23456,
       .unit = "SD",
       .grade = "mild",
       .certainty = 0.9,
       .evidence = EVIDENCE_LIMITED,
       .group = "g",
       .say = "Left.",
       .cites = cites},
      {.pack = "p",
       .rule = "hip",
       .title = "t",
       .side = SIDE_RIGHT,
       .truth = TRUTH_UNKNOWN,
       .unsure = true,
       .index = NAN,
       .unit = "",
       .grade = "",
       .certainty = NAN,
       .say = ""},
      {.pack = "p", .rule = "load", .side = SIDE_BOTH, .truth = TRUTH_UNKNOWN, .needs = needs, .need_count = 1}};
  Argument arguments[] = {{.pack = "p",
                           .rule = "hip",
                           .side = SIDE_LEFT,
                           .action = ACTION_STRENGTHEN,
                           .target = "gm",
                           .group = "g",
                           .weight = 0.45}};
  Target targets[] = {{ACTION_STRENGTHEN, "gm", SIDE_LEFT, 0.45, false}, {ACTION_STRETCH, "rf", SIDE_LEFT, 0, true}};
  Stop stops[] = {{"rf", "saddle", "Numb", URGENCY_EMERGENCY, "Refer."}};
  OpenQuestion open[] = {{"rf_fever", "Fever?", URGENCY_URGENT, 0}};
  Remark remarks[] = {{"value", "odd"}};
  Result result = {.patient = "P1",
                   .findings = findings,
                   .finding_count = 3,
                   .arguments = arguments,
                   .argument_count = 1,
                   .targets = targets,
                   .target_count = 2,
                   .stops = stops,
                   .stop_count = 1,
                   .open = open,
                   .open_count = 1,
                   .remarks = remarks,
                   .remark_count = 1,
                   .judged = 4,
                   .expected_by_chance = 0.126};
  ProgramItem items[] = {{"clam", "Clam", SIDE_LEFT, PHASE_STRENGTHEN, 3, 12, 0, 3, 21, 1, 6, 60, 4.25, "hip", "d1"},
                         {"plank", "Plank", SIDE_BOTH, PHASE_STRENGTHEN, 2, 0, 30, 3, 21, 1, 6, 30, 2, "core", "d2"}};
  LeftOut left_out[] = {{"squat", "no time"}};
  Program program = {.referral = "",
                     .items = items,
                     .item_count = 2,
                     .left_out = left_out,
                     .left_out_count = 1,
                     .weeks = 6,
                     .sessions_per_week = 3,
                     .minutes = 6.25};
  assert_true(date_parse("2026-11-20", DATE_ISO, &result.date));
  Text t = {.arena = &arena};
  Err err = {0};
  assert_true(ndjson_write(&(Document){.result = &result, .program = &program}, &t, &err));
  assert_string_equal(
      text_get(&t),
      "{\"patient\":\"P1\",\"date\":\"2026-11-20\",\"findings\":[{\"pack\":\"p\",\"rule\":\"hip\",\"side\":\"left\","
      "\"title\":\"Hip "
      "\\\"low\\\"\\n\",\"index\":-1.235,\"unit\":\"SD\",\"grade\":\"mild\",\"certainty\":0.900,\"evidence\":"
      "\"limited\","
      "\"group\":\"g\",\"say\":\"Left.\",\"cites\":[\"cai2015\"],\"needs\":[]}],\"unsure\":[{\"pack\":\"p\",\"rule\":"
      "\"hip\",\"side\":\"right\",\"title\":\"t\",\"index\":null,\"unit\":\"\",\"grade\":\"\",\"certainty\":null,"
      "\"evidence\":"
      "\"none\","
      "\"group\":null,\"say\":\"\",\"cites\":[],\"needs\":[]}],\"unknown\":[{\"pack\":\"p\",\"rule\":\"load\",\"side\":"
      "\"both\",\"needs\":[{\"what\":\"hhd_hip_abduction\",\"side\":\"left\",\"why\":\"no comparison group fits this "
      "patient and "
      "set-up\"}]}],\"information\":[],\"overridden\":[],\"arguments\":[{\"action\":\"strengthen\",\"target\":\"gm\","
      "\"side\":\"left\","
      "\"weight\":"
      "0.4500,\"against\":false,\"pack\":\"p\",\"rule\":\"hip\",\"group\":\"g\",\"held\":null}],\"targets\":[{"
      "\"action\":"
      "\"strengthen\",\"target\":\"gm\",\"side\":\"left\",\"weight\":0.4500},{\"action\":\"stretch\",\"target\":\"rf\","
      "\"side\":\"left\",\"weight\":0.0000}],\"conflicts\":[{\"action\":\"stretch\",\"target\":\"rf\",\"side\":"
      "\"left\","
      "\"weight\":0.0000}],\"stops\":[{\"pack\":\"rf\",\"rule\":\"saddle\",\"side\":\"both\",\"title\":\"Numb\","
      "\"urgency\":\"emergency\",\"text\":\"Refer.\"}],\"red_flags_open\":[{\"question\":\"rf_fever\",\"urgency\":"
      "\"urgent\"}],\"judged\":4,\"expected_by_chance\":0.13,\"program\":{\"draft\":true,\"stopped\":false,"
      "\"referral\":"
      "\"\",\"weeks\":6,\"sessions_per_week\":3,\"minutes\":6.2,\"covered\":0.000,\"gap\":0.000,\"items\":[{"
      "\"exercise\":\"clam\",\"side\":"
      "\"left\",\"phase\":\"strengthen\",\"sets\":3,\"reps\":12,\"hold_s\":null,\"per_week\":3,\"days\":[\"Mon\","
      "\"Wed\",\"Fri\"],\"weeks\":[1,6],\"rest_s\":60,\"minutes\":4.2,\"why\":\"hip\",\"dose\":\"d1\"},{"
      "\"exercise\":\"plank\",\"side\":\"both\",\"phase\":\"strengthen\",\"sets\":2,\"reps\":null,\"hold_s\":30,"
      "\"per_week\":3,\"days\":[\"Mon\",\"Wed\",\"Fri\"],\"weeks\":[1,6],\"rest_s\":30,\"minutes\":2.0,\"why\":"
      "\"core\",\"dose\":\"d2\"}],\"advice\":[]},\"left_out\":[{\"exercise\":\"squat\","
      "\"reason\":\"no time\"}],\"remarks\":[{\"what\":\"value\",\"text\":\"odd\"}]}\n");
  json_t *read = json_loadb(t.data, t.len, JSON_REJECT_DUPLICATES, NULL);
  assert_non_null(read);
  json_decref(read);
}

/* With and without what was made ready, in any order and number. */
static void open_questions_made_ready_are_the_same(void **state) {
  (void)state;
  const ReadyText *ready = ndjson_ready(&arena, &catalog);
  OpenQuestion open[16];
  Result result = {.patient = "P1", .open = open};
  for (size_t i = catalog.questions.count; i-- > 0 && result.open_count < ARRAY_LEN(open);) {
    const Question *question = &catalog.questions.items[i];
    open[result.open_count++] = (OpenQuestion){question->id, question->text, question->urgency, (int)i + 1};
    Text with = {.arena = &arena}, without = with;
    ndjson_write_some(&(Document){.result = &result, .ready = ready}, 0, &with);
    ndjson_write_some(&(Document){.result = &result}, 0, &without);
    assert_string_equal(text_get(&with), text_get(&without));
  }
  assert_true(result.open_count > 0 && result.open_count == catalog.questions.count);
}

static void an_empty_result_is_still_whole(void **state) {
  (void)state;
  Result result = {.patient = "P1"};
  Text t = {.arena = &arena};
  Err err = {0};
  assert_true(ndjson_write(&(Document){.result = &result}, &t, &err));
  json_t *read = json_loadb(t.data, t.len, JSON_REJECT_DUPLICATES, NULL);
  assert_non_null(read);
  assert_int_equal(json_object_size(read), 17);
  assert_true(json_is_null(json_object_get(read, "program")) && json_is_null(json_object_get(read, "date")));
  json_decref(read);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_case_of_the_schema),
      cmocka_unit_test(bad_lines_are_placed),
      cmocka_unit_test(repeats_with_the_same_value_are_one),
      cmocka_unit_test(notes_know_their_measure),
      cmocka_unit_test(a_file_lists_all_bad_lines),
      cmocka_unit_test(lines_of_one_patient_must_agree),
      cmocka_unit_test(what_is_written_is_read),
      cmocka_unit_test(changed_bytes_never_crash),
      cmocka_unit_test(jansson_reads_the_same),
      cmocka_unit_test(blanks_and_escapes_change_nothing),
      cmocka_unit_test(the_order_of_keys_changes_no_message),
      cmocka_unit_test(objects_and_lines_are_capped),
      cmocka_unit_test(the_result_line),
      cmocka_unit_test(an_empty_result_is_still_whole),
      cmocka_unit_test(open_questions_made_ready_are_the_same),
  };
  return cmocka_run_group_tests(tests, open_catalog, close_catalog);
}
