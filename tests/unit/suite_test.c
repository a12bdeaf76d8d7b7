/* Test files of packs: what they give and expect becomes data, hostile ones end in an error, mutants are whole trees,
 * coverage counts where cuts turn, and a case written as text reads back as the same case. */
#include "judging.h"

#include "patient/casetext.h"
#include "proof/mutate.h"
#include "patient/intake.h"
#include "script/pack.h"
#include "proof/suite.h"

static const char pack_text[] =
    "return pack { id = \"p\", version = \"1\", title = \"P\",\n"
    "  rule { id = \"spike\", title = \"S\", advise = \"hold_load\", cite = { \"convention\" }, evidence = \"weak\",\n"
    "    when = all { measure(\"session_spike\"):above(pct(10)), any { age():above(years(40)), mass():above(kg(90)) } "
    "} },\n"
    "  rule { id = \"grade\", title = \"G\", side = each, advise = \"check_reflexes\", cite = { \"convention\" },\n"
    "    evidence = \"weak\", when = measure(\"mmt_hip_abduction\"):between(0, 3) },\n"
    "}\n";

static Pack *load_pack(Bench *b, const char *text) {
  b->diags = (Diags){.arena = &b->arena};
  Pack *pack = pack_load(&b->arena, &b->catalog, NULL, "p.lua", text, strlen(text), &b->diags, &b->err);
  assert_non_null(pack);
  return pack;
}

static Suite *load_suite(Bench *b, const Pack *pack, const char *text, size_t len) {
  b->diags = (Diags){.arena = &b->arena};
  b->err = (Err){0};
  return suite_load(&b->arena, &b->catalog, pack, "p_test.lua", text, len, &b->diags, &b->err);
}

/* ---- reading ---- */

static void a_case_becomes_data(void **state) {
  (void)state;
  Bench *b = bench_open();
  static const char text[] =
      "local knee = \"knee_mid_range\"\n"
      "case \"one\" {\n"
      "  patient = { sex = \"f\", age = 30, mass_kg = \"61.5\" }, date = \"2026-03-01\",\n"
      "  measure = { [\"hhd_knee_extension.left\"] = { \"10 kgf\", \"11 kgf\", position = knee, lever_m = 0.3 },\n"
      "    session_spike = { { 5, date = \"2026-02-01\" }, { \">=12 %\", pain = 2 } } },\n"
      "  answer = { rf_cord = \"unsure\" },\n"
      "  expect = { spike = { true, index = { 1, 2 } }, [\"grade.right\"] = \"unknown\", stops = {},\n"
      "    targets = { [\"exclude prone\"] = false, [\"strengthen gluteus_medius.left\"] = { 0.1, 0.2 } } },\n"
      "  expect_plan = { without = { \"side_plank\" } },\n"
      "}\n";
  const Suite *suite = load_suite(b, load_pack(b, pack_text), text, strlen(text));
  for (size_t i = 0; i < b->diags.list.count; i++) diag_print(stderr, &b->diags.list.items[i]);
  assert_non_null(suite);
  assert_int_equal(suite->count, 1);
  const Example *e = &suite->cases[0];
  assert_string_equal(e->name, "one");
  assert_int_equal(e->line, 2);
  assert_true(e->given.patient.mass_kg == 61.5);
  assert_int_equal(e->given.measure_count, 4);
  const Measure *m = e->given.measures;
  assert_true(fabs(m[0].lo - 98.0665) < 1e-9 && m[0].trial == 1 && m[1].trial == 2 && m[1].lever_m == 0.3);
  assert_string_equal(m[1].position, "knee_mid_range");
  assert_true(m[2].date != 0 && m[2].date < e->given.date && m[3].pain == 2 && isinf(m[3].hi));
  assert_int_equal(e->given.answers[0].value, ANSWER_UNSURE);
  assert_int_equal(e->expected.count, 2);
  assert_true(e->expected.items[0].side == SIDE_RIGHT && e->expected.items[0].verdict == VERDICT_UNKNOWN);
  assert_true(e->expected.items[1].index.given && e->expected.items[1].index.hi == 2);
  assert_int_equal(e->expected.items[1].line, 7);
  assert_true(e->stops && !e->stops[0]);
  assert_int_equal(e->targets.count, 2);
  assert_true(!e->targets.items[0].there && e->targets.items[1].weight.lo == 0.1);
  assert_true(e->plan.given && !e->plan.stopped_given);
  bench_close(b);
}

typedef struct Mistake {
  const char *body; /* of a case, on line 1 from column 12 */
  int column;
  const char *text;
} Mistake;

static const Mistake mistakes[] = {
    {"patient = { age = 130 }", 30, "age in years 130 is not a whole number from 0 to 120"},
    {"patient = 5", 12, "patient is a table: patient = { sex = \"f\", age = 26, mass_kg = 58 }"},
    {"patinet = {}", 12, "case has no field 'patinet' (did you mean 'patient'?)"},
    {"date = \"2026-02-30\"", 19, "'2026-02-30' is no date of the calendar: write YYYY-MM-DD"},
    {"measure = { sorensen = {} }", 24, "sorensen has no value: write { \"62 N\", position = ... }"},
    {"measure = { sorensen = { 5, pain = 11 } }", 47, "pain 11 is not a whole number from 0 to 10"},
    {"measure = { sorensen = { 5, positon = \"prone\" } }", 40,
     "sorensen has no field 'positon' (did you mean 'position'?)"},
    {"measure = { sorensen = { { 5, trial = 1 }, { 6, trial = 1 } } }", 24,
     "this reading of 'sorensen' stands in the case twice"},
    {"measure = { sorensen = true }", 35, "sorensen is a text in quotes or a number, not true"},
    {"measure = { [\"sorensen.left\"] = 5 }", 25, "'sorensen' has no sides: leave the side out"},
    {"measure = { 5 }", 12, "measure has a value without a name: write name = value"},
    {"limits = { minutes = 2 }", 33, "minutes a session 2 is not a whole number from 5 to 240"},
    {"expect = { spike = { \"true\" } }", 23,
     "expected of a rule is true, false, \"unknown\", \"unsure\" or \"not judged\", not 'true'"},
    {"expect = { [\"grade.up\"] = true }", 24, "'grade.up': behind the dot stands left or right"},
    {"expect = { spike = { true, grade = \"mild\" } }", 23, "rule 'spike' has no grade 'mild'"},
    {"expect = { targets = { [\"stop x\"] = true } }", 36,
     "'stop x' is no target: write [\"strengthen gluteus_medius.left\"] or [\"advise hold_load\"]"},
    {"expect = { targets = { [\"exclude nothing\"] = true } }", 36, "no exercise has the tag 'nothing'"},
    {"expect_plan = { advice = { \"hold_lod\" } }", 39, "unknown advice 'hold_lod' (did you mean 'hold_load'?)"},
    {"", 1, "this case expects nothing: add expect = { [\"rule-id\"] = true }"},
};

static void each_mistake_has_its_place(void **state) {
  (void)state;
  Bench *b = bench_open();
  const Pack *pack = load_pack(b, pack_text);
  int wrong = 0;
  for (size_t i = 0; i < ARRAY_LEN(mistakes); i++) {
    const char *text = arena_printf(&b->arena, "case \"a\" { %s }\n", mistakes[i].body);
    assert_null(load_suite(b, pack, text, strlen(text)));
    const Diag *first = b->diags.list.items;
    if (b->diags.list.count == 1 && first->line == 1 && first->column == mistakes[i].column &&
        strcmp(first->text, mistakes[i].text) == 0)
      continue;
    wrong++;
    print_error("%s\n", text);
    for (size_t k = 0; k < b->diags.list.count; k++) diag_print(stderr, &b->diags.list.items[k]);
  }
  assert_int_equal(wrong, 0);
  bench_close(b);
}

static const char *const hostile[] = {
    "while true do end",
    "local t = {} for i = 1, 1e9 do t[i] = i end",
    "for i = 1, 1e9 do case(tostring(i)) {} end",
    "for i = 1, 6000 do case(\"x\" .. i) { expect = { spike = true } } end",
    "local t = {} t.patient = t t.measure = t t.expect = t case \"a\" (t)",
    "local t = { 5 } t[2] = t case \"a\" { measure = { sorensen = t } }",
    "case \"a\" { measure = { [case] = 5 } }",
    "case \"a\\0b\" { expect = { spike = true } }",
    "case \"a\" { expect = { [\"spike\\0\"] = true } }",
    "case \"a\" { expect = { [(\"spike\" .. string.upper(\"x\"))] = true } }",
    "case = 5",
    "local c = case \"a\" c { expect = { spike = true } } c { expect = { spike = false } }",
    "case()()",
    "case \"a\" { measure = { sorensen = 0/0 }, expect = { spike = true } }",
    "case \"a\" { expect = { spike = { true, index = { 0/0, 1 } } } }",
    "os.execute(\"x\")",
    "\x1bLua",
    "case \"a\" { expect = { spike = true }",
};

static void hostile_files_end_in_an_error(void **state) {
  (void)state;
  Bench *b = bench_open();
  const Pack *pack = load_pack(b, pack_text);
  for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
    const Suite *suite = load_suite(b, pack, hostile[i], strlen(hostile[i]));
    if (suite) print_error("%s\n", hostile[i]);
    assert_null(suite);
    assert_true(b->err.kind == ERR_SCRIPT || b->err.kind == ERR_LIMIT);
    assert_true(b->diags.list.count > 0);
  }
  static char large[(1 << 20) + 2];
  memset(large, ' ', sizeof large);
  assert_null(load_suite(b, pack, large, sizeof large));
  assert_int_equal(b->err.kind, ERR_LIMIT);
  bench_close(b);
}

/* ---- mutants ---- */

static void mutants_are_rules_with_one_change(void **state) {
  (void)state;
  Bench *b = bench_open();
  const Pack *pack = load_pack(b, pack_text);
  Lexed lexed = lexer_read(&b->arena, "p.lua", pack_text, strlen(pack_text));
  static const char *const grade[] = {"0 moved to 1", "3 moved to 2", "3 moved to 4"};
  static const char *const spike[] = {
      "10 % moved to 9 %",    "10 % moved to 11 %",   "40 years moved to 36 years", "40 years moved to 44 years",
      "90 kg moved to 81 kg", "90 kg moved to 99 kg", "dropped from all",           "dropped from all",
      "dropped from any",     "dropped from any"};
  Mutants of_grade = mutate_rule(&b->arena, &b->catalog, &pack->rules[0], pack->slot_count, &lexed);
  Mutants of_spike = mutate_rule(&b->arena, &b->catalog, &pack->rules[1], pack->slot_count, &lexed);
  assert_int_equal(of_grade.count, ARRAY_LEN(grade)); /* a grade below 0 is impossible: nothing tells 0 from -1 */
  assert_int_equal(of_spike.count, ARRAY_LEN(spike));
  for (size_t i = 0; i < of_grade.count; i++) assert_string_equal(of_grade.items[i].change, grade[i]);
  for (size_t i = 0; i < of_spike.count; i++) {
    assert_string_equal(of_spike.items[i].change, spike[i]);
    assert_ptr_not_equal(of_spike.items[i].when, pack->rules[1].when);
    assert_int_equal(of_spike.items[i].when->id, pack->rules[1].when->id);
    assert_int_equal(of_spike.items[i].line, 3);
    assert_true(of_spike.items[i].column > 0);
  }
  assert_int_equal(pack->rules[1].when->kid_count, 2); /* the rule itself is as it was */
  assert_true(pack->rules[1].when->kids[0]->args[1].number == 10);
  bench_close(b);
}

/* ---- running ---- */

static TestReply run_pack(Bench *b, const char *pack, const char *cases, TestOptions options) {
  TestRequest request = {.pack = {.path = "p.lua", .data = pack, .len = strlen(pack)},
                         .tests = {.path = "p_test.lua", .data = cases, .len = strlen(cases)},
                         .options = options};
  TestReply reply;
  b->diags = (Diags){.arena = &b->arena};
  bool ran = judge_test(b->judge, &b->arena, &request, &reply, &b->diags, &b->err);
  for (size_t i = 0; i < b->diags.list.count; i++) diag_print(stderr, &b->diags.list.items[i]);
  assert_true(ran);
  return reply;
}

static TestReply run(Bench *b, const char *cases, TestOptions options) {
  return run_pack(b, pack_text, cases, options);
}

static const char spikes[] =
    "for i, value in ipairs { 5, 10, 11, 40 } do\n"
    "  case(\"spike \" .. value) { patient = { age = 41, mass_kg = 60 }, measure = { session_spike = value },\n"
    "    expect = { spike = i > 2 } }\n"
    "end\n"
    "case \"graded\" { measure = { [\"mmt_hip_abduction.left\"] = \"3\", [\"mmt_hip_abduction.right\"] = \"5\" },\n"
    "  expect = { [\"grade.left\"] = true, [\"grade.right\"] = false } }\n";

static void coverage_counts_below_at_and_above(void **state) {
  (void)state;
  Bench *b = bench_open();
  TestReply reply = run(b, spikes, (TestOptions){.coverage = true});
  assert_int_equal(reply.count, 5);
  assert_int_equal(reply.failed, 0);
  assert_int_equal(reply.rule_count, 2);
  assert_true(reply.rules[0].yes == 1 && reply.rules[0].no == 1 && reply.rules[0].unknown == 8);
  assert_true(reply.rules[1].yes == 2 && reply.rules[1].no == 2 && reply.rules[1].unknown == 1);
  assert_int_equal(reply.cut_count, 5);
  const CutCover *zero = &reply.cuts[0], *three = &reply.cuts[1], *ten = &reply.cuts[2];
  assert_true(!zero->has_below && zero->has_above && zero->below == 0 && zero->above == 2);
  assert_true(three->at == 1 && three->above == 1 && three->below == 0);
  assert_string_equal(ten->cut, "10 %");
  assert_true(ten->below == 1 && ten->at == 2 && ten->above == 1);
  bench_close(b);
}

static void survivors_are_what_no_case_notices(void **state) {
  (void)state;
  Bench *b = bench_open();
  TestReply all = run(b, spikes, (TestOptions){.mutate = true});
  assert_true(all.mutated);
  assert_int_equal(all.mutant_count, 13);
  for (size_t i = 0; i < all.survivor_count; i++) assert_null(strstr(all.survivors[i].change, "10 %"));
  TestReply few = run(b, spikes, (TestOptions){.mutate = true, .filter = "SPIKE 40"});
  assert_int_equal(few.count, 1);
  assert_int_equal(few.left_out, 4);
  assert_true(few.survivor_count > all.survivor_count);
  TestReply failing =
      run(b, "case \"a\" { patient = { age = 50 }, expect = { spike = true } }", (TestOptions){.mutate = true});
  assert_true(failing.failed == 1 && !failing.mutated && failing.mutant_count == 0);
  assert_string_equal(failing.outcomes[0].failures[0].text, "spike: expected true, is unknown");
  bench_close(b);
}

static void an_index_that_a_rule_has_not_is_told(void **state) {
  (void)state;
  Bench *b = bench_open();
  static const char pack[] =
      "return pack { id = \"p\", version = \"1\", title = \"P\", rule { id = \"shoes\", title = \"S\", "
      "advise = \"hold_load\", cite = { \"convention\" }, evidence = \"weak\", "
      "when = answer(\"shoe_discomfort\"):is(yes) } }";
  TestReply reply = run_pack(b, pack,
                             "case \"a\" { answer = { shoe_discomfort = \"yes\" },\n"
                             "  expect = { shoes = { true, index = { 1, 2 } } } }",
                             (TestOptions){0});
  assert_int_equal(reply.failed, 1);
  assert_string_equal(reply.outcomes[0].failures[0].text,
                      "shoes: expected an index, but the rule has none: no number makes it true");
  bench_close(b);
}

/* ---- text ---- */

static void a_case_reads_back_from_its_text(void **state) {
  (void)state;
  Bench *b = bench_open();
  const Pack *pack = load_pack(b, pack_text);
  Case c = bench_case(
      b, &b->arena,
      "{\"patient\":{\"id\":\"SECRET\",\"born\":\"1990-05-06\",\"sex\":\"m\",\"mass_kg\":71.3},\"date\":\"2026-11-20\","
      "\"measures\":[{\"test\":\"hhd_hip_abduction\",\"side\":\"left\",\"value\":18.3,\"unit\":\"kgf\",\"trial\":2},"
      "{\"test\":\"hhd_hip_abduction\",\"side\":\"left\",\"value\":1.31,\"unit\":\"Nm/kg\",\"date\":\"2026-10-21\"},"
      "{\"test\":\"mmt_hip_abduction\",\"side\":\"right\",\"value\":\"4+\"},{\"test\":\"sorensen\",\"value\":\">=240\"}"
      ","
      "{\"test\":\"session_spike\",\"value\":\"26-35\",\"pain\":1}],\"answers\":{\"rf_cord\":\"no\"}}");
  const CaseVerdict verdict = {.rule = "grade", .side = SIDE_RIGHT, .verdict = VERDICT_FALSE};
  const CaseText from = {.pack = "p",
                         .name = "a \"quoted\" \\ name",
                         .given = &c,
                         .verdicts = &verdict,
                         .verdict_count = 1,
                         .result = &(Result){0}};
  Text text = {.arena = &b->arena};
  casetext_write(&b->catalog, &from, &text);
  assert_null(strstr(text.data, "SECRET"));
  assert_null(strstr(text.data, "1990"));
  assert_null(strstr(text.data, "2026-11"));
  const Suite *suite = load_suite(b, pack, text.data, text.len);
  for (size_t i = 0; i < b->diags.list.count; i++) diag_print(stderr, &b->diags.list.items[i]);
  assert_non_null(suite);
  assert_string_equal(suite->cases[0].name, from.name);
  const Case *back = &suite->cases[0].given;
  assert_int_equal(back->patient.age_years, 36);
  assert_int_equal(back->measure_count, c.measure_count);
  Day moved = back->date - c.date;
  for (size_t i = 0; i < c.measure_count; i++) {
    Measure wanted = c.measures[i];
    if (wanted.date) wanted.date += moved;
    size_t found = 0;
    for (size_t k = 0; k < back->measure_count; k++)
      found +=
          intake_same_key(&wanted, &back->measures[k], back->date) && intake_same_value(&wanted, &back->measures[k]);
    assert_int_equal(found, 1);
  }
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_case_becomes_data),
      cmocka_unit_test(each_mistake_has_its_place),
      cmocka_unit_test(hostile_files_end_in_an_error),
      cmocka_unit_test(mutants_are_rules_with_one_change),
      cmocka_unit_test(coverage_counts_below_at_and_above),
      cmocka_unit_test(survivors_are_what_no_case_notices),
      cmocka_unit_test(an_index_that_a_rule_has_not_is_told),
      cmocka_unit_test(a_case_reads_back_from_its_text),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
