/* A clinician's word takes the place of a rule's, and both are told; an emergency keeps its own. */
#include "judging.h"

static const char pack[] =
    "return pack { id = 'o', version = '1', title = 't',\n"
    "rule { id = 'hold', title = 'Hold', when = measure('sorensen'):above(s(100)), strengthen = 'gluteus_medius',\n"
    "  cite = { 'convention' }, evidence = 'strong', say = 'held {value} s' },\n"
    "rule { id = 'after', title = 'After', when = found('hold'), strengthen = 'gluteus_medius',\n"
    "  cite = { 'convention' }, evidence = 'weak' },\n"
    "rule { id = 'soon', title = 'Soon', when = answer('rf_fx_trauma'):is(yes), stop = 'urgent', say = 'refer',\n"
    "  cite = { 'convention' }, evidence = 'none' },\n"
    "rule { id = 'now', title = 'Now', when = answer('rf_ces_saddle'):is(yes), stop = 'emergency', say = 'go',\n"
    "  cite = { 'convention' }, evidence = 'none' } }\n";

static Bench *bench;

static int set_up(void **state) {
  PackInfo info;
  (void)state;
  bench = bench_open();
  bool loaded = bench_load(bench, "o.lua", pack, sizeof pack - 1, &info);
  for (size_t i = 0; !loaded && i < bench->diags.list.count; i++) diag_print(stderr, &bench->diags.list.items[i]);
  return loaded ? 0 : -1;
}

static int tear_down(void **state) {
  (void)state;
  bench_close(bench);
  return 0;
}

/* A case with everything present or a stop, and these overrides. */
static Case given(int hold_s, const char *overrides) {
  return bench_case(
      bench, &bench->arena,
      arena_printf(&bench->arena,
                   "{\"patient\":{\"id\":\"P1\"},\"date\":\"2026-11-20\",\"measures\":[{\"test\":\"sorensen\","
                   "\"value\":%d,\"unit\":\"s\"}],\"answers\":{\"rf_fx_trauma\":\"yes\","
                   "\"rf_ces_saddle\":\"yes\"},\"overrides\":[%s]}",
                   hold_s, overrides));
}

static const char *word(const char *rule, const char *verdict) {
  return arena_printf(&bench->arena,
                      "{\"pack\":\"o\",\"rule\":\"%s\",\"verdict\":\"%s\",\"reason\":\"why\",\"clinician\":\"E\"}",
                      rule, verdict);
}

static Result judged(const Case *c) { return bench_judge(bench, &bench->arena, c); }

static void absent_takes_arguments_away(void **state) {
  (void)state;
  Case c = given(180, ""), without = given(180, word("hold", "absent"));
  Result before = judged(&c), after = judged(&without);
  assert_int_equal(before.argument_count, 2);
  assert_int_equal(after.argument_count, 0);
  const Finding *f = bench_finding(&after, "hold", SIDE_BOTH);
  assert_non_null(f);
  assert_true(f->truth == TRUTH_FALSE && f->certainty == 0 && isnan(f->index));
  assert_string_equal(f->say, "");
  assert_string_equal(f->overridden, "overridden as not present by E: why; the rule itself says: present");
  assert_null(bench_finding(&after, "after", SIDE_BOTH)); /* found follows the clinician */
}

static void present_is_certain_and_argues(void **state) {
  (void)state;
  Case c = given(20, word("hold", "present"));
  Result r = judged(&c);
  const Finding *f = bench_finding(&r, "hold", SIDE_BOTH);
  assert_non_null(f);
  assert_true(f->truth == TRUTH_TRUE && f->certainty == 1);
  assert_string_equal(f->overridden, "overridden as present by E: why; the rule itself says: not present");
  assert_non_null(bench_finding(&r, "after", SIDE_BOTH));
  assert_int_equal(r.argument_count, 2);
  assert_non_null(strstr(bench_line(bench, &bench->arena, &c, &r),
                         "\"overridden\":[{\"pack\":\"o\",\"rule\":\"hold\",\"side\":\"both\",\"present\":true,"));
}

static void urgent_may_be_overruled_emergency_not(void **state) {
  (void)state;
  Case c = given(20, arena_printf(&bench->arena, "%s,%s", word("soon", "absent"), word("now", "absent")));
  Result r = judged(&c);
  assert_int_equal(r.stop_count, 1);
  assert_string_equal(r.stops[0].rule, "now");
  assert_null(bench_finding(&r, "now", SIDE_BOTH)->overridden);
  assert_int_equal(r.remark_count, 1);
  assert_string_equal(r.remarks[0].what, "now");
  Override o = {0};
  Err err = {0};
  Side first;
  size_t count;
  assert_false(judge_overruled(bench->judge, &bench->arena, "now", SIDE_BOTH, &o, &first, &count, &err));
  assert_string_equal(err.text, "rule 'now' is an emergency: only a new answer or measure changes it");
}

static void the_text_of_a_case_keeps_them(void **state) {
  (void)state;
  Case c = given(20, arena_printf(&bench->arena, "%s,%s", word("hold", "present"), word("soon", "absent")));
  Text text = {.arena = &bench->arena}, again = text;
  ndjson_write_case(&c, &text);
  Case back = bench_case(bench, &bench->arena, text_get(&text));
  ndjson_write_case(&back, &again);
  assert_string_equal(text_get(&text), text_get(&again));
  assert_int_equal(back.override_count, 2);
  assert_true(back.overrides[0].present && !back.overrides[1].present);
}

static void bad_ones_are_refused(void **state) {
  (void)state;
  static const char *const bad[][2] = {
      {"{\"pack\":\"o\"}", "pack, rule, reason and clinician must be there"},
      {"{\"pack\":\"o\",\"rule\":\"r\",\"reason\":\"x\",\"clinician\":\"E\"}", "present or absent expected"},
      {"{\"pack\":\"o\",\"rule\":\"r\",\"reason\":\"x\",\"clinician\":\"E\",\"verdict\":\"absent\",\"side\":\"up\"}",
       "left, right or both expected"},
      {"7", "an object expected, not a number"}};
  for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
    Case c;
    Err err = {0};
    const char *line = arena_printf(
        &bench->arena, "{\"patient\":{\"id\":\"P1\"},\"date\":\"2026-11-20\",\"overrides\":[%s]}", bad[i][0]);
    assert_false(ndjson_case(&bench->catalog, &bench->arena, line, strlen(line), 1, 0, &c, NULL, &err));
    assert_string_equal(err.text, bad[i][1]);
    assert_non_null(strstr(err.where, "overrides[0]"));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(absent_takes_arguments_away),
      cmocka_unit_test(present_is_certain_and_argues),
      cmocka_unit_test(urgent_may_be_overruled_emergency_not),
      cmocka_unit_test(the_text_of_a_case_keeps_them),
      cmocka_unit_test(bad_ones_are_refused),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
