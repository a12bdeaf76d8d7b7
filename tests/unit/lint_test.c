/* What looks like a slip: each kind of warning and note at its place, sound packs without any, and the school grade of
 * texts. */
#include "facts/grade.h"
#include "judging.h"

/* ---- one slip each ---- */

typedef struct Slip {
  const char *rule; /* the rules of a pack, from line 2 on */
  int line, column;
  const char *text; /* NULL: nothing to say */
  const char *hint;
} Slip;

#define ENDS  "strengthen = \"hamstrings\", cite = { \"cai2015\" }, evidence = \"weak\" }"
#define EACH  "rule { id = \"r\", title = \"t\", side = each, "
#define ONCE  "rule { id = \"r\", title = \"t\", "
#define NEVER "rule 'r' can never fire"

static const Slip slips[] = {
    /* cuts outside what is possible */
    {ONCE "when = age():above(years(70)), " ENDS, 2, 44, "this is never true: age can be from 18 to 65 years", NEVER},
    {ONCE "when = age():above(years(17)), " ENDS, 2, 44, "this is always true: age can be from 18 to 65 years",
     "rule 'r' fires for everybody measured"},
    {ONCE "when = age():between(years(66), years(70)), " ENDS, 2, 44,
     "this is never true: age can be from 18 to 65 years", NEVER},
    {ONCE "when = age():above(years(64)), " ENDS, 0, 0, NULL, NULL},
    {ONCE "when = mass():below(kg(20)), " ENDS, 2, 45, "this is never true: body mass can be from 20 to 400 kg", NEVER},
    {ONCE "when = z(\"sorensen\"):below(sd(-10)), " ENDS, 2, 52,
     "this is never true: Biering-Sorensen trunk extensor hold against its comparison group can be from -10 to 10 SD",
     NEVER},
    {ONCE "when = z(\"sorensen\"):below(sd(-9)), " ENDS, 0, 0, NULL, NULL},
    {ONCE "when = z(\"sorensen\"):plain():below(sd(11)), " ENDS, 2, 60,
     "this is always true: ", "rule 'r' fires for everybody measured"},
    {EACH "when = asymmetry(\"hhd_hip_abduction\"):above(pct(100)), " ENDS, 2, 82, "this is never true: ", NEVER},
    {EACH "when = asymmetry { \"hhd_hip_abduction\", by = \"mean\" }:above(pct(100)), " ENDS, 0, 0, NULL, NULL},
    {EACH "when = any { low(\"quadriceps\"), measure(\"ake\"):above(deg(2000)) }, " ENDS, 2, 91,
     "this is never true: ", NULL},
    {ONCE "when = no { age():below(years(90)) }, " ENDS, 2, 49, "this is always true: ", NEVER},
    {EACH "when = count { low(\"quadriceps\"), low(\"hamstrings\") }:above(2), " ENDS, 2, 98,
     "this is never true: ", NEVER},
    {ONCE "when = (measure(\"sorensen\") - measure(\"sorensen\")):known(), " ENDS, 0, 0, NULL, NULL},
    {ONCE "when = (age() + years(100)):below(years(100)), " ENDS, 2, 59, "this is never true: ", NEVER},
    /* parts that exclude each other */
    {EACH "when = all { measure(\"ake\"):above(deg(30)), measure(\"ake\"):below(deg(20)) }, " ENDS, 2, 103,
     "this and \"Active knee extension, lack from straight is above 30 deg\" on line 2 are never true together", NEVER},
    {EACH "when = all { measure(\"ake\"):above(deg(30)), measure(\"ake\").other:below(deg(20)) }, " ENDS, 0, 0, NULL,
     NULL},
    {EACH "when = all { measure(\"ake\"):above(deg(30)), all { measure(\"ake\"):below(deg(30)) } }, " ENDS, 2, 109,
     "this and ", NEVER},
    {EACH "when = all { measure(\"ake\"):above(deg(30)), no { measure(\"ake\"):above(deg(20)) } }, " ENDS, 2, 108,
     "this and ", NEVER},
    {EACH "when = all { low(\"quadriceps\"), no { low(\"quadriceps\") } }, " ENDS, 2, 81, "this and ", NEVER},
    {ONCE "when = all { answer(\"shoe_discomfort\"):is(yes), answer(\"shoe_discomfort\"):is(no) }, " ENDS, 2, 105,
     "this and ", NEVER},
    {EACH "when = all { asymmetry(\"hhd_hip_abduction\"):above(pct(10)), no { "
          "asymmetry(\"hhd_hip_abduction\"):within_error() } }, " ENDS,
     0, 0, NULL, NULL},
    /* imbalance */
    {EACH "when = imbalance { weak = \"hamstrings\", strong = \"iliopsoas\", at_least = sd(9) }, " ENDS, 2, 106,
     "this is never true: no two muscles of a person lie more than 8 SD apart", NEVER},
    {EACH "when = imbalance { weak = \"hamstrings\", strong = \"iliopsoas\", at_least = sd(8) }, " ENDS, 0, 0, NULL,
     NULL},
    /* words that stay empty */
    {EACH "say = \"{side}: {value}\", when = any { low(\"quadriceps\"), measure(\"ake\"):above(deg(30)) }, " ENDS, 2,
     44, "{value} in say is empty now and then: the rule may be true without a number; ", NULL},
    {EACH "say = \"{side}: {value}\", when = all { low(\"quadriceps\"), measure(\"ake\"):above(deg(30)) }, " ENDS, 0, 0,
     NULL, NULL},
    {EACH "say = \"{n}\", when = at_least(1, low(\"quadriceps\"), measure(\"ake\"):above(deg(30))), " ENDS, 0, 0, NULL,
     NULL},
    {EACH "say = \"{cut}\", when = at_least(2, low(\"quadriceps\"), measure(\"ake\"):above(deg(30))), " ENDS, 0, 0,
     NULL, NULL},
    {EACH "say = \"{value}\", when = any { low(\"quadriceps\"), no { measure(\"ake\"):above(deg(20)) } }, " ENDS, 2, 44,
     "{value} in say stays empty: no number makes this rule true; write it in words, or compare a number in when",
     NULL},
    {ONCE "say = \"{side} {value}\", when = age():above(years(50)), " ENDS, 2, 31,
     "{side} in say stays empty: the rule is judged once; write side = each, or the side in words", NULL},
    /* weight, advice, grades */
    {ONCE "weight = 2, when = answer(\"shoe_discomfort\"):is(yes), stop = \"urgent\", cite = { \"cai2015\" } }", 2, 31,
     "this weight changes nothing: a stop wins whatever it weighs", NULL},
    {ONCE "weight = 2, when = answer(\"shoe_discomfort\"):is(yes), " ENDS, 0, 0, NULL, NULL},
    {EACH
     "when = low(\"quadriceps\"), " ENDS ",\nrule { id = \"s\", title = \"t\", side = each, when = "
     "low(\"quadriceps\"), against = { strengthen = \"hamstrings\" }, cite = { \"cai2015\" }, evidence = \"weak\" }",
     3, 82, "advice for and against the same thing: strengthen hamstrings",
     "rule 'r' on line 2 has the same condition"},
    {EACH
     "when = low(\"quadriceps\"), " ENDS ",\nrule { id = \"s\", title = \"t\", side = each, when = "
     "low(\"hamstrings\"), against = { strengthen = \"hamstrings\" }, cite = { \"cai2015\" }, evidence = \"weak\" }",
     0, 0, NULL, NULL},
    {EACH
     "when = low(\"quadriceps\"), mobilise = \"quadriceps\", exclude = \"prone\", cite = { \"cai2015\" }, evidence = "
     "\"weak\" }",
     2, 95, "without \"prone\" no exercise is left to mobilise quadriceps", NULL},
    {EACH
     "when = low(\"quadriceps\"), strengthen = \"quadriceps\", exclude = \"prone\", cite = { \"cai2015\" }, evidence "
     "= \"weak\" }",
     0, 0, NULL, NULL},
    {EACH
     "when = imbalance { weak = \"hamstrings\", strong = \"iliopsoas\", at_least = sd(2) }, grades = { of = index, "
     "mild = sd(1), severe = sd(2) }, " ENDS,
     2, 149, "grade 'mild' is never said: the rule fires from 2 SD on, where 'severe' has begun", NULL},
    {EACH
     "when = imbalance { weak = \"hamstrings\", strong = \"iliopsoas\", at_least = sd(1) }, grades = { of = index, "
     "mild = sd(2) }, " ENDS,
     2, 149, "between 1 SD, where the rule fires, and 2 SD no grade is said", NULL},
    {ONCE "when = z(\"sorensen\"):below(sd(-1)), grades = { of = index, mild = pct(1) }, " ENDS, 2, 90,
     "grade 'mild' is in %, the index of the rule in SD: it is never said", NULL},
};

static const Diag *first_of(const Bench *b, DiagLevel level) {
  for (size_t i = 0; i < b->diags.list.count; i++)
    if (b->diags.list.items[i].level == level) return &b->diags.list.items[i];
  return NULL;
}

static void lint(Bench *b, const char *rules) {
  PackInfo info;
  const char *text = arena_printf(
      &b->arena, "return pack { id = \"p\", version = \"1\", title = \"t\", population = { age = { 18, 65 } },\n%s }\n",
      rules);
  PackSource source = {.path = "p.lua", .data = text, .len = strlen(text)};
  judge_close(b->judge);
  b->judge = judge_open(&b->catalog);
  bool loaded = bench_load(b, source.path, source.data, source.len, &info);
  for (size_t i = 0; !loaded && i < b->diags.list.count; i++) diag_print(stderr, &b->diags.list.items[i]);
  assert_true(loaded);
  judge_lint(b->judge, &b->arena, &source, "p", &b->diags);
}

static void test_slips(void **state) {
  Bench *b = *state;
  size_t wrong = 0;
  for (size_t i = 0; i < ARRAY_LEN(slips); i++) {
    const Slip *slip = &slips[i];
    lint(b, slip->rule);
    const Diag *got = first_of(b, DIAG_WARNING);
    bool good = !got == !slip->text;
    if (good && got)
      good = got->line == slip->line && got->column == slip->column &&
             strncmp(got->text, slip->text, strlen(slip->text)) == 0 && text_equal(got->hint, slip->hint);
    if (good) continue;
    wrong++;
    print_error("%zu: %s\n   got %d:%d %s (%s)\n", i, slip->rule, got ? got->line : 0, got ? got->column : 0,
                got ? got->text : "nothing", got && got->hint ? got->hint : "no hint");
  }
  assert_int_equal(wrong, 0);
}

/* A condition that two rules share is told once. */
static void test_shared_condition(void **state) {
  Bench *b = *state;
  PackInfo info;
  const char *text = "local old = age():above(years(130))\n"
                     "return pack { id = \"p\", version = \"1\", title = \"t\",\n" ONCE "when = old, " ENDS ",\n"
                     "rule { id = \"s\", title = \"t\", when = old, " ENDS " }\n";
  PackSource source = {.path = "p.lua", .data = text, .len = strlen(text)};
  judge_close(b->judge);
  b->judge = judge_open(&b->catalog);
  assert_true(bench_load(b, source.path, source.data, source.len, &info));
  judge_lint(b->judge, &b->arena, &source, "p", &b->diags);
  assert_int_equal(b->diags.list.count, 1);
  assert_int_equal(b->diags.list.items[0].line, 1);
}

static void test_notes(void **state) {
  Bench *b = *state;
  lint(b, ONCE "when = z(\"sorensen\"):below(sd(-1)), strengthen = \"core\",\n cite = { \"convention\" }, evidence = "
               "\"weak\",\n tell = \"Considerable musculoskeletal insufficiency necessitates individualised "
               "rehabilitation.\" }");
  assert_null(first_of(b, DIAG_WARNING));
  assert_int_equal(b->diags.list.count, 3);
  const Diag *gap = &b->diags.list.items[0], *cite = gap + 1, *tell = gap + 2;
  assert_int_equal(gap->line, 2);
  assert_non_null(strstr(gap->text, "rule 'r': sorensen has comparison groups for women "));
  assert_non_null(strstr(gap->text, "; the rule is for ages 18-65"));
  assert_int_equal(cite->line, 3);
  assert_string_equal(cite->text, "rule 'r' cites nothing but convention");
  assert_int_equal(tell->line, 4);
  assert_non_null(strstr(tell->text, "what rule 'r' tells reads like school grade "));
}

/* Looked over in this process, by the catalog as it is in memory now. */
static void lint_here(Bench *b, const char *rules) {
  PackInfo info;
  const char *text =
      arena_printf(&b->arena, "return pack { id = \"p\", version = \"1\", title = \"t\",\n%s }\n", rules);
  const PackSource source = {.path = "p.lua", .data = text, .len = strlen(text)};
  Arbiter *arbiter = arbiter_open(&b->catalog);
  b->diags = (Diags){.arena = &b->arena};
  assert_true(arbiter_load(arbiter, &b->arena, &source, &info, &b->diags, &b->err));
  arbiter_lint(arbiter, &b->arena, &source, "p", &b->diags);
  arbiter_close(arbiter);
}

/* Without a comparison group for anybody a rule by z judges nobody; low has other ways. */
static void test_norm_for_nobody(void **state) {
  Bench *b = *state;
  int test = catalog_find(&b->catalog, ROWS_TEST, "sorensen");
  for (int i = b->catalog.norm_first[test]; i < b->catalog.norm_first[test + 1]; i++)
    b->catalog.norms.items[i].verified = VERIFIED_MEMORY;
  lint_here(b, ONCE "when = z(\"sorensen\"):below(sd(-1)), " ENDS);
  const Diag *got = first_of(b, DIAG_WARNING);
  assert_non_null(got);
  assert_int_equal(got->column, 38);
  assert_string_equal(got->text, "nobody can be judged by Biering-Sorensen trunk extensor hold against its comparison "
                                 "group: there is no comparison group");
}

static void test_shipped_packs_are_clean(void **state) {
  static const char *const paths[] = {"rules/red_flags.lua", "rules/runner_low_back.lua"};
  Bench *b = *state;
  for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
    FileText file;
    PackInfo info = bench_load_file(b, paths[i]);
    assert_true(file_read(&b->arena, paths[i], paths[i], 1 << 20, &file, &b->err));
    PackSource source = {.path = paths[i], .data = file.text, .len = file.size};
    judge_lint(b->judge, &b->arena, &source, info.id, &b->diags);
    const Diag *got = first_of(b, DIAG_WARNING);
    if (got) diag_print(stderr, got);
    assert_null(got);
  }
}

/* ---- school grades ---- */

static void test_grades(void **state) {
  (void)state;
  assert_true(grade_level("") == 0);
  assert_true(grade_level("The cat sat on the mat.") < 1);
  assert_true(fabs(grade_level("Stand on one leg. Hold for 10 s.") - (0.39 * 4.5 + 11.8 * 10 / 9 - 15.59)) < 2);
  assert_true(grade_level("{side} hip is low.") < 3);
  assert_true(grade_level("Considerable musculoskeletal insufficiency necessitates rehabilitation.") > 20);
  assert_true(grade_level("1.2.3") >= 0 && grade_level("{") >= 0 && grade_level("...") == 0);
}

static int setup(void **state) {
  *state = bench_open();
  return 0;
}

static int teardown(void **state) {
  bench_close(*state);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_slips, setup, teardown),
      cmocka_unit_test_setup_teardown(test_shared_condition, setup, teardown),
      cmocka_unit_test_setup_teardown(test_notes, setup, teardown),
      cmocka_unit_test_setup_teardown(test_norm_for_nobody, setup, teardown),
      cmocka_unit_test_setup_teardown(test_shipped_packs_are_clean, setup, teardown),
      cmocka_unit_test(test_grades),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
