#include "formats/ndjson.h"

#include "door_fixture.h"
#include "formats/json.h"
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

/* jansson is the judge of what JSON is: the same texts are taken and refused, and what is taken says the same. */
static void same_tree(const JsonNode *node, const json_t *want) {
  static const NodeKind kinds[] = {
      [JSON_OBJECT] = NODE_OBJECT, [JSON_ARRAY] = NODE_LIST, [JSON_STRING] = NODE_TEXT, [JSON_INTEGER] = NODE_NUMBER,
      [JSON_REAL] = NODE_NUMBER,   [JSON_TRUE] = NODE_BOOL,  [JSON_FALSE] = NODE_BOOL,  [JSON_NULL] = NODE_NULL};
  assert_int_equal(node->kind, kinds[json_typeof(want)]);
  if (node->kind == NODE_TEXT) assert_string_equal(node->text, json_string_value(want));
  if (node->kind == NODE_NUMBER) assert_true(node->number == json_number_value(want));
  if (node->kind == NODE_BOOL) assert_int_equal(node->truth, json_is_true(want));
  if (node->kind == NODE_LIST) assert_int_equal(node->count, json_array_size(want));
  if (node->kind == NODE_OBJECT) assert_int_equal(node->count, json_object_size(want));
  for (size_t i = 0; i < node->count; i++) {
    const JsonNode *item = &node->items[i];
    if (node->kind == NODE_OBJECT) assert_ptr_equal(json_member(node, item->key), item);
    same_tree(item, node->kind == NODE_LIST ? json_array_get(want, i) : json_object_get(want, item->key));
  }
}

static void the_parser_agrees_with_jansson(void **state) {
  (void)state;
  static const char seed[] =
      " {\"a\":[1,-2.5e3,0.25,true,false,null,\"x\\u00e9\\ud83d\\ude00\\n\\\"\\/\xC3\xA9\",{}],\"b\":"
      "{\"c\":[[],{\"d\":1e-3}]}} ";
  static const char bytes[] = "{}[]\",:\\0019-+e.\xC3\xA9\xFFudDc8\n\t ntf/";
  uint32_t random = 5;
  size_t taken = 0;
  for (int round = 0; round < 20000; round++) {
    Arena own = {0};
    JsonNode node;
    size_t column, len = sizeof seed - 1 - (size_t)(round % 17 == 0);
    Err err = {0};
    char data[sizeof seed];
    memcpy(data, seed, sizeof seed);
    for (int change = 0; change < round % 4; change++)
      data[next_random(&random) % len] = bytes[next_random(&random) % (sizeof bytes - 1)];
    json_t *want = json_loadb(data, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, NULL);
    bool good = json_parse(&own, data, len, &node, &column, &err);
    if (good != (want != NULL)) fail_msg("%s: %s", data, good ? "taken" : err.text);
    assert_true(column >= 1 && column <= len + 1);
    if (good) same_tree(&node, want);
    taken += good;
    json_decref(want);
    arena_free(&own);
  }
  assert_true(taken > 4000);
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
  OpenQuestion open[] = {{"rf_fever", "Fever?", URGENCY_URGENT}};
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
      cmocka_unit_test(the_parser_agrees_with_jansson),
      cmocka_unit_test(objects_and_lines_are_capped),
      cmocka_unit_test(the_result_line),
      cmocka_unit_test(an_empty_result_is_still_whole),
  };
  return cmocka_run_group_tests(tests, open_catalog, close_catalog);
}
