/* Packs that require others: found reaches into them, whatever the order of loading; each judges by its own rows, in its
 * own population; what does not fit is told at its place; the hash covers all of it. */
#include "judging.h"

typedef struct Library { /* packs by id, as files of a search path */
  struct {
    const char *id, *text;
  } packs[8];
  char path[80];
} Library;

static bool find(void *context, const char *id, const char *from, PackSource *source, Err *err) {
  Library *library = context;
  (void)from;
  for (size_t i = 0; i < ARRAY_LEN(library->packs) && library->packs[i].id; i++)
    if (strcmp(library->packs[i].id, id) == 0) {
      snprintf(library->path, sizeof library->path, "%s.lua", id);
      *source = (PackSource){.path = library->path, .data = library->packs[i].text};
      source->len = strlen(source->data);
      return true;
    }
  return fail(err, ERR_DATA, NULL, "unknown pack '%s'", id);
}

/* A pack of one rule `r`, advice without measurement error behind it. */
#define PACK(id, fields, side, when)                                                                                   \
  "return pack { id = '" id "', version = '1.2.0', title = 't', " fields "\n"                                          \
  "rule { id = 'r', title = 't', " side " when = " when ",\n"                                                          \
  "strengthen = 'gluteus_medius', cite = { 'convention' }, evidence = 'weak' } }\n"

#define OLD(id, fields)  PACK(id, fields, "", "age():above(years(40))")
#define REST(id, fields) PACK(id, fields, "", "measure('rest_days'):below(days_per_week(2))")

static bool load(Bench *b, Library *library, const char *id, PackInfo *info) {
  PackSource source;
  Err err = {0};
  judge_find_by(b->judge, find, library);
  assert_true(find(library, id, "", &source, &err));
  return bench_load(b, arena_copy(&b->arena, source.path), source.data, source.len, info);
}

/* What rule r of a pack gives on a side; ends with "-" for nothing, which is false. */
static char truth_of(const Result *result, const char *pack, Side side) {
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *f = &result->findings[i];
    if (strcmp(f->pack, pack) == 0 && f->side == side) return f->truth == TRUTH_TRUE ? 'T' : '?';
  }
  return '-';
}

static const char old_rested[] = "{\"patient\":{\"id\":\"A1\",\"age\":50},\"date\":\"2026-11-20\",\"measures\":["
                                 "{\"test\":\"rest_days\",\"value\":5}]}";
static const char old_unknown[] = "{\"patient\":{\"id\":\"A1\",\"age\":50},\"date\":\"2026-11-20\"}";
static const char young_tired[] = "{\"patient\":{\"id\":\"A1\",\"age\":20},\"date\":\"2026-11-20\",\"measures\":["
                                  "{\"test\":\"rest_days\",\"value\":1}]}";
static const char ageless[] = "{\"patient\":{\"id\":\"A1\"},\"date\":\"2026-11-20\",\"measures\":["
                              "{\"test\":\"rest_days\",\"value\":1}]}";

static void found_is_three_valued_across_packs(void **state) {
  (void)state;
  Library library = {{{"old", OLD("old", "")},
                      {"rest", REST("rest", "")},
                      {"both", PACK("both", "requires = { old = '^1', rest = '>=1 <2' },", "",
                                    "all { found('old/r'), no { found('rest/r') } }")},
                      {"top", PACK("top", "requires = { both = '=1.2' },", "", "found('both/r')")}},
                     ""};
  static const struct {
    const char *line;
    char truth;
  } cases[] = {{old_rested, 'T'}, {old_unknown, '?'}, {young_tired, '-'}, {ageless, '-'}};
  Bench *b = bench_open();
  const PackInfo *all;
  PackInfo info;
  assert_true(load(b, &library, "top", &info));
  assert_int_equal(judge_packs(b->judge, &all), 4);
  assert_string_equal(all[0].id, "old"); /* what is required stands first */
  assert_string_equal(all[3].id, "top");
  assert_true(all[3].asked_for && !all[0].asked_for);
  assert_string_equal(all[0].required_by[0], "both");
  assert_null(all[3].required_by[0]);
  assert_string_equal(info.closure[0], "both");
  assert_string_equal(info.closure[2], "rest");
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Case c = bench_case(b, &b->arena, cases[i].line);
    Result result = bench_judge(b, &b->arena, &c);
    assert_int_equal(truth_of(&result, "both", SIDE_BOTH), cases[i].truth);
    assert_int_equal(truth_of(&result, "top", SIDE_BOTH), cases[i].truth);
  }
  bench_close(b);
}

static const char gap_left[] = "{\"patient\":{\"id\":\"A1\",\"age\":30},\"date\":\"2026-11-20\",\"measures\":["
                               "{\"test\":\"sl_heel_raise\",\"side\":\"left\",\"value\":5},"
                               "{\"test\":\"sl_heel_raise\",\"side\":\"right\",\"value\":30}]}";

/* Under each the same side; judged once any side; a rule judged once on both sides alike. */
static void sides_are_those_of_the_other_rule(void **state) {
  (void)state;
  Library library = {{{"gap", PACK("gap", "", "side = each,", "measure('sl_heel_raise'):plain():below(reps(10))")},
                      {"age", PACK("age", "", "", "age():above(years(20))")},
                      {"each", PACK("each", "requires = { gap = '^1', age = '^1' },", "side = each,",
                                    "all { found('gap/r'), found('age/r') }")},
                      {"once", PACK("once", "requires = { gap = '^1' },", "", "found('gap/r')")},
                      {"flat", PACK("flat", "requires = { age = '^1' },", "side = each,", "found('age/r')")}},
                     ""};
  Bench *b = bench_open();
  PackInfo info;
  assert_true(load(b, &library, "each", &info));
  assert_true(info.rules[0].each);
  assert_true(load(b, &library, "once", &info));
  assert_true(load(b, &library, "flat", &info));
  assert_false(info.rules[0].each); /* nothing looks at a side after all */
  Case c = bench_case(b, &b->arena, gap_left);
  Result result = bench_judge(b, &b->arena, &c);
  assert_int_equal(truth_of(&result, "gap", SIDE_LEFT), 'T');
  assert_int_equal(truth_of(&result, "each", SIDE_LEFT), 'T');
  assert_int_equal(truth_of(&result, "each", SIDE_RIGHT), '-');
  assert_int_equal(truth_of(&result, "once", SIDE_BOTH), 'T');
  assert_int_equal(truth_of(&result, "flat", SIDE_BOTH), 'T');
  bench_close(b);
}

/* A clinician's word on the other rule counts for found as it does inside a pack. */
static void an_override_of_the_other_finding_counts(void **state) {
  (void)state;
  Library library = {
      {{"old", OLD("old", "")}, {"top", PACK("top", "requires = { old = '^1' },", "", "found('old/r')")}}, ""};
  Bench *b = bench_open();
  PackInfo info;
  assert_true(load(b, &library, "top", &info));
  Case c = bench_case(b, &b->arena, old_unknown);
  Override not_old = {.pack = "old", .rule = "r", .side = SIDE_BOTH, .reason = "x", .clinician = "y"};
  Result result = bench_judge(b, &b->arena, &c);
  assert_int_equal(truth_of(&result, "top", SIDE_BOTH), 'T');
  c.overrides = &not_old, c.override_count = 1;
  result = bench_judge(b, &b->arena, &c);
  assert_int_equal(truth_of(&result, "top", SIDE_BOTH), '-');
  not_old.pack = "top"; /* of the asking rule only: the other one stays */
  result = bench_judge(b, &b->arena, &c);
  Explanation *list;
  size_t count;
  assert_true(judge_explain(b->judge, &b->arena, &c, "old/r", SIDE_BOTH, &list, &count, &b->err));
  assert_int_equal(list[0].finding->truth, TRUTH_TRUE);
  bench_close(b);
}

/* Outside its population a pack finds nothing: not known, and not false. */
static void a_pack_judges_in_its_own_population(void **state) {
  (void)state;
  Library library = {{{"rest", REST("rest", "population = { age = { 30, 60 } },")},
                      {"top", PACK("top", "requires = { rest = '^1' },", "", "found('rest/r')")},
                      {"not", PACK("not", "requires = { rest = '^1' },", "", "no { found('rest/r') }")}},
                     ""};
  Bench *b = bench_open();
  PackInfo info;
  assert_true(load(b, &library, "top", &info));
  assert_true(load(b, &library, "not", &info));
  static const char *const outside[] = {young_tired, ageless};
  for (size_t i = 0; i < ARRAY_LEN(outside); i++) {
    Case c = bench_case(b, &b->arena, outside[i]);
    Result result = bench_judge(b, &b->arena, &c);
    assert_int_equal(truth_of(&result, "top", SIDE_BOTH), '?');
    assert_int_equal(truth_of(&result, "not", SIDE_BOTH), '?');
  }
  bench_close(b);
}

#define NORM(id, mean)                                                                                                 \
  "norm { id = '" id "', test = 'sorensen', quantity = 's', age = { 18, 65 }, population = 'general', group = 'g', "   \
  "mean = " mean ", sd = 10, n = 100, quality = 'A', verified = 'yes', source = 'convention' },"

/* Norms of one pack do not reach the rules of another, in neither direction. */
static void each_pack_judges_by_its_own_norms(void **state) {
  (void)state;
  Library library = {
      {{"low", PACK("low", NORM("n-low", "20"), "", "z('sorensen'):plain():below(sd(-1))")},
       {"high", PACK("high", "requires = { low = '^1', plain = '^1' }," NORM("n-high", "200"), "",
                     "all { z('sorensen'):plain():below(sd(-1)), no { found('low/r') } }")},
       {"plain", PACK("plain", "", "", "z('sorensen'):plain():below(sd(-9))")},
       {"top", PACK("top", "requires = { plain = '^1' }," NORM("n-top", "400"), "", "found('plain/r')")}},
      ""};
  Bench *b = bench_open();
  PackInfo info;
  assert_true(load(b, &library, "high", &info));
  assert_true(load(b, &library, "top", &info));
  Case c = bench_case(b, &b->arena,
                      "{\"patient\":{\"id\":\"A1\",\"age\":30,\"sex\":\"f\"},\"date\":\"2026-11-20\",\"measures\":["
                      "{\"test\":\"sorensen\",\"value\":60}]}");
  Result result = bench_judge(b, &b->arena, &c);
  assert_int_equal(truth_of(&result, "low", SIDE_BOTH), '-');
  assert_int_equal(truth_of(&result, "high", SIDE_BOTH), 'T');
  assert_int_equal(truth_of(&result, "top", SIDE_BOTH), truth_of(&result, "plain", SIDE_BOTH));
  assert_int_not_equal(truth_of(&result, "top", SIDE_BOTH), 'T'); /* it would be, 34 SD below the norm of top */
  bench_close(b);
}

/* ---- questions beyond a result go through ---- */

static void questions_go_through_other_packs(void **state) {
  (void)state;
  Library library = {
      {{"rest", REST("rest", "")}, {"top", PACK("top", "requires = { rest = '^1' },", "", "found('rest/r')")}}, ""};
  Bench *b = bench_open();
  PackInfo info;
  assert_true(load(b, &library, "top", &info));
  Case c = bench_case(b, &b->arena, old_rested);
  WhyNot *why;
  size_t count;
  assert_true(judge_whynot(b->judge, &b->arena, &c, "top/r", SIDE_BOTH, &why, &count, &b->err));
  assert_int_equal(why->change_count, 1);
  assert_string_equal(why->changes[0].gauge.test, "rest_days");
  assert_true(why->changes[0].to < 2);
  Sweep sweep;
  Measure ends = {.test = "rest_days", .side = SIDE_BOTH};
  assert_true(judge_sweep(b->judge, &b->arena, &c, &ends, 1, &sweep, &b->err));
  assert_int_equal(sweep.count, 2);
  assert_string_equal(sweep.rows[1].rule.pack, "top");
  c = bench_case(b, &b->arena, young_tired);
  Goals goals;
  assert_true(judge_goals(b->judge, &b->arena, &c, &goals, &b->err));
  assert_int_equal(goals.count, 2);
  c = bench_case(b, &b->arena, old_unknown);
  Next next;
  assert_true(judge_next(b->judge, &b->arena, &c, &next, &b->err));
  assert_int_equal(next.count, 1);
  assert_string_equal(next.items[0].id, "rest_days");
  assert_int_equal(next.items[0].alone_count, 2);
  bench_close(b);
}

/* Another value of what only the required pack reads turns both rules, there and back; the case itself stays. */
static void whatif_goes_through_other_packs(void **state) {
  (void)state;
  Library library = {{{"rest", REST("rest", "")},
                      {"middle", PACK("middle", "requires = { rest = '^1' },", "", "no { found('rest/r') }")},
                      {"top", PACK("top", "requires = { middle = '^1' },", "", "found('middle/r')")}},
                     ""};
  static const struct Row {
    const char *line;
    double value;
    Truth rest, others; /* afterwards */
  } rows[] = {{old_rested, 1, TRUTH_TRUE, TRUTH_FALSE},
              {young_tired, 5, TRUTH_FALSE, TRUTH_TRUE},
              {old_unknown, 1, TRUTH_TRUE, TRUTH_FALSE}};
  Bench *b = bench_open();
  PackInfo info;
  assert_true(load(b, &library, "top", &info));
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    Case c = bench_case(b, &b->arena, rows[i].line);
    Result before = bench_judge(b, &b->arena, &c);
    const Measure m = {.test = "rest_days", .lo = rows[i].value, .hi = rows[i].value, .quantity = DIM_DAYS_PER_WEEK};
    WhatIf reply;
    Err err = {0};
    assert_true(judge_whatif(b->judge, &b->arena, &c, &m, 1, NULL, 0, &reply, &err));
    assert_int_equal(reply.count, 3);
    for (size_t k = 0; k < reply.count; k++) {
      const Difference *d = &reply.differences[k];
      bool rest = strcmp(d->rule.pack, "rest") == 0;
      assert_int_equal(d->after->truth, rest ? rows[i].rest : rows[i].others);
      assert_int_not_equal(d->before->truth, d->after->truth);
    }
    Result after = bench_judge(b, &b->arena, &c);
    assert_int_equal(before.finding_count, after.finding_count);
  }
  bench_close(b);
}

static void an_explanation_names_the_other_rule(void **state) {
  (void)state;
  Library library = {
      {{"old", OLD("old", "")}, {"top", PACK("top", "requires = { old = '^1' },", "", "found('old/r')")}}, ""};
  Bench *b = bench_open();
  PackInfo info;
  assert_true(load(b, &library, "top", &info));
  assert_string_equal(info.rules[0].sentence, "Rule old/r is present.");
  Case c = bench_case(b, &b->arena, old_unknown);
  Explanation *list;
  size_t count;
  assert_true(judge_explain(b->judge, &b->arena, &c, "top/r", SIDE_BOTH, &list, &count, &b->err));
  assert_int_equal(list[0].line_count, 1);
  assert_string_equal(list[0].lines[0].text, "rule old/r is present");
  assert_int_equal(list[0].lines[0].truth, TRUTH_TRUE);
  assert_string_equal(list[0].lines[0].detail, "rule old/r: present");
  bench_close(b);
}

/* ---- mistakes ---- */

static const struct {
  const char *fields, *when; /* of the pack top, beside one pack old 1.2.0 */
  const char *place, *text;
} mistakes[] = {
    {"requires = { old = '^2' },", "found('old/r')", "1:76",
     "pack 'old' is required in a version ^2, but old.lua is version 1.2.0"},
    {"requires = { odl = '^1' },", "found('odl/r')", "1:70", "pack 'odl' is required: unknown pack 'odl'"},
    {"requires = { old = '1.2' },", "found('old/r')", "1:76",
     "'1.2' says neither from nor up to: write \"^1.2\" for it and what stays compatible, or \"=1.2\""},
    {"requires = { top = '^1' },", "found('r2')", "1:70",
     "a pack does not require itself: found(\"rule\") asks for its own rules"},
    {"requires = { ['../old'] = '^1' },", "found('old/r')", "1:71",
     "'../old' is no id of a pack: small letters, digits, - and _, a letter first"},
    {"requires = { old = true },", "found('old/r')", "1:76",
     "the range of versions of 'old' is a text, \">=1.0 <2\" or \"^1.2\", not true"},
    {"requires = 'old',", "found('old/r')", "1:57",
     "requires is written { [\"red-flags\"] = \">=1.0 <2\" }: the id of each pack with a range"},
    {"requires = { 'old' },", "found('old/r')", "1:57",
     "requires is written { [\"red-flags\"] = \">=1.0 <2\" }: the id of each pack with a range"},
    {"requires = { old = '^1' },", "found('old/s')", "2:45", "pack 'old' has no rule 's' (did you mean 'r'?)"},
    {"requires = { old = '^1' },", "found('odl/r')", "2:45", "pack 'odl' is not required here (did you mean 'old'?)"},
    {"", "found('old/r')", "2:45", "pack 'old' is not required here"},
    {"require = { old = '^1' },", "found('old/r')", "1:57", "pack has no field 'require' (did you mean 'requires'?)"},
    {"requires = { circle = '^1' },", "found('circle/r')", "1:70",
     "pack 'circle' is required: circle.lua does not load: 1 mistake"},
    {"requires = { liar = '^1' },", "found('liar/r')", "1:70",
     "pack 'liar' is required: liar.lua holds a pack with the id 'other'"},
    {"", "found('a/b/c')", "2:45", "found takes the id of a rule in quotes, \"rule\" or \"pack/rule\", not 'a/b/c'"},
    {"requires = { old = '^1' },", "found('top/x')", "2:45", "this pack has no rule 'x' (did you mean 'r'?)"},
};

static void a_pack_that_does_not_fit_is_told_at_its_place(void **state) {
  (void)state;
  for (size_t i = 0; i < ARRAY_LEN(mistakes); i++) {
    Bench *b = bench_open();
    PackInfo info;
    const char *text = arena_printf(&b->arena,
                                    "return pack { id = 'top', version = '1', title = 't',   %s\n"
                                    "rule { id = 'r', title = 't', when =  %s,\n"
                                    "advise = 'hold_load', cite = { 'convention' }, evidence = 'weak' } }\n",
                                    mistakes[i].fields, mistakes[i].when);
    Library library = {{{"old", OLD("old", "")},
                        {"circle", OLD("circle", "requires = { top = '^1' },")},
                        {"liar", OLD("other", "")},
                        {"top", text}},
                       ""};
    assert_false(load(b, &library, "top", &info));
    const Diag *told = NULL;
    for (size_t k = 0; k < b->diags.list.count; k++)
      if (strcmp(b->diags.list.items[k].file, "top.lua") == 0) told = &b->diags.list.items[k];
    assert_non_null(told);
    assert_string_equal(told->text, mistakes[i].text);
    assert_string_equal(arena_printf(&b->arena, "%d:%d", told->line, told->column), mistakes[i].place);
    const PackInfo *left;
    assert_int_equal(judge_packs(b->judge, &left), 0); /* what it required goes with it */
    bench_close(b);
  }
}

static void a_circle_is_printed(void **state) {
  (void)state;
  Library library = {{{"a", OLD("a", "requires = { b = '^1' },")},
                      {"b", OLD("b", "requires = { c = '^1' },")},
                      {"c", OLD("c", "requires = { a = '^1' },")}},
                     ""};
  Bench *b = bench_open();
  PackInfo info;
  assert_false(load(b, &library, "a", &info));
  const Diag *last = &b->diags.list.items[b->diags.list.count - 1];
  assert_string_equal(last->file, "c.lua");
  assert_string_equal(last->text, "pack 'a' is required: packs require each other in a circle: a -> b -> c -> a");
  bench_close(b);
}

/* ---- hash and order ---- */

static Hash hash_with(const char *old, const char *asked_first) {
  Library library = {{{"old", old},
                      {"mid", PACK("mid", "requires = { old = '^1' },", "", "found('old/r')")},
                      {"top", PACK("top", "requires = { mid = '^1' },", "", "found('mid/r')")}},
                     ""};
  Bench *b = bench_open();
  PackInfo info;
  if (asked_first) assert_true(load(b, &library, asked_first, &info));
  assert_true(load(b, &library, "top", &info));
  const HashFile files[] = {{"top", library.packs[2].text, strlen(library.packs[2].text)},
                            {"old", old, strlen(old)},
                            {"mid", library.packs[1].text, strlen(library.packs[1].text)}};
  assert_string_equal(hash_set(files, ARRAY_LEN(files)).hex, info.hash.hex);
  bench_close(b);
  return info.hash;
}

static void the_hash_covers_all_that_is_required(void **state) {
  (void)state;
  Hash one = hash_with(OLD("old", ""), NULL), again = hash_with(OLD("old", ""), "mid");
  Hash other = hash_with(OLD("old", "") "-- another byte\n", NULL);
  assert_string_equal(one.hex, again.hex);
  assert_string_not_equal(one.hex, other.hex);
}

/* Packs p0 to p7, each asking for rules of some before it, loaded in random orders: the same bytes. */
static void the_order_of_packs_never_changes_an_answer(void **state) {
  (void)state;
  static const char *const ids[] = {"p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7"};
  static const char *const leaves[] = {"age():above(years(40))", "measure('rest_days'):below(days_per_week(2))",
                                       "measure('sl_heel_raise').worse:plain():below(reps(10))",
                                       "answer('shoe_discomfort'):is(yes)"};
  static const char *const lines[] = {old_rested, old_unknown, young_tired, ageless, gap_left};
  for (int round = 0; round < 12; round++) {
    Arena a = {0};
    Library library = {0};
    for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
      Text requires = {.arena = &a}, when = {.arena = &a};
      for (size_t k = 0; k < i; k++)
        if (bench_below(2)) {
          text_addf(&requires, "%s = '^1', ", ids[k]);
          text_addf(&when, bench_below(2) ? "found('%s/r'), " : "no { found('%s/r') }, ", ids[k]);
        }
      text_add(&when, leaves[bench_below(ARRAY_LEN(leaves))]);
      library.packs[i].id = ids[i];
      library.packs[i].text =
          arena_printf(&a,
                       "return pack { id = '%s', version = '1.0', title = 't', requires = { %s },\n"
                       "rule { id = 'r', title = 't', when = %s { %s }, advise = 'hold_load', cite = { 'convention' }, "
                       "evidence = 'weak' } }\n",
                       ids[i], text_get(&requires), bench_below(2) ? "all" : "any", text_get(&when));
    }
    const char *first[ARRAY_LEN(lines)] = {NULL};
    for (int order = 0; order < 3; order++) {
      Bench *b = bench_open();
      const PackInfo *all;
      PackInfo info;
      for (size_t from = bench_below(8), step = 1 + 2 * bench_below(4), i = 0; i < 8; i++)
        assert_true(load(b, &library, ids[(from + i * step) % 8], &info));
      assert_int_equal(judge_packs(b->judge, &all), 8);
      for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        Case c = bench_case(b, &b->arena, lines[i]);
        Result result = bench_judge(b, &b->arena, &c);
        const char *line = bench_line(b, &b->arena, &c, &result);
        if (!order) first[i] = arena_copy(&a, line);
        assert_string_equal(line, first[i]);
      }
      bench_close(b);
    }
    arena_free(&a);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(found_is_three_valued_across_packs),
                                     cmocka_unit_test(sides_are_those_of_the_other_rule),
                                     cmocka_unit_test(an_override_of_the_other_finding_counts),
                                     cmocka_unit_test(a_pack_judges_in_its_own_population),
                                     cmocka_unit_test(each_pack_judges_by_its_own_norms),
                                     cmocka_unit_test(questions_go_through_other_packs),
                                     cmocka_unit_test(whatif_goes_through_other_packs),
                                     cmocka_unit_test(an_explanation_names_the_other_rule),
                                     cmocka_unit_test(a_pack_that_does_not_fit_is_told_at_its_place),
                                     cmocka_unit_test(a_circle_is_printed),
                                     cmocka_unit_test(the_hash_covers_all_that_is_required),
                                     cmocka_unit_test(the_order_of_packs_never_changes_an_answer)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
