/* What holds for every pack and every case, tried over random ones: no order shows in a result, a mirrored person gets
 * the mirrored result, sentences are stable, nothing of one case is seen in the next, a measure that no rule looks at
 * changes nothing, and more measurement error never makes an open question sure. */
#include "random_pack.h"

#include <math.h>

enum { RULES = 12, LEAVES = 200 };

typedef struct Drawn { /* a pack of RULES rules */
  const char *rules[RULES];
} Drawn;

static Drawn draw(Maker *m, Arena *a, bool may_ask) {
  Drawn d;
  for (size_t i = 0; i < RULES; i++) {
    m->asked = may_ask ? i : 0;
    d.rules[i] = rule_text(a, i, make_tree(m, a, 2, false));
  }
  return d;
}

static void load_text(Bench *b, const char *text) {
  PackInfo info;
  judge_close(b->judge);
  b->judge = judge_open(&b->catalog);
  bool loaded = bench_load(b, "random.lua", text, strlen(text), &info);
  for (size_t i = 0; !loaded && i < b->diags.list.count; i++) diag_print(stderr, &b->diags.list.items[i]);
  assert_true(loaded);
}

static const char *line_of(Bench *b, Arena *a, const Case *c) {
  Result r = bench_judge(b, a, c);
  return bench_line(b, a, c, &r);
}

/* The generator reaches every word of the table, and what it makes is worth judging. */
static void every_word_is_drawn(void **state) {
  (void)state;
  Bench *b = bench_open();
  bench_seed = 100;
  Maker m = maker_open(b, 600);
  Text all = {.arena = &b->arena};
  for (size_t i = 0; i < m.leaves.count; i++) text_addf(&all, "%s\n", m.leaves.items[i]);
  m.asked = RULES;
  for (size_t i = 0; i < 200; i++) text_addf(&all, "%s\n", make_tree(&m, &b->arena, 3, false));
  for (size_t i = 0; i < primitive_count; i++) {
    const Primitive *op = &primitives[i];
    const char *sign = op->form == FORM_OPERATOR ? strpbrk(op->usage, "+-*/") : NULL;
    if (op->form == FORM_OPERATOR && !sign) continue; /* a number inside arithmetic: no word of its own */
    const char *written = op->form == FORM_METHOD     ? arena_printf(&b->arena, ":%s(", op->name)
                          : op->form == FORM_OPERATOR ? arena_printf(&b->arena, " %c ", *sign)
                                                      : op->name;
    if (!strstr(text_get(&all), written)) print_error("%s is never drawn\n", op->name);
    assert_non_null(strstr(text_get(&all), written));
  }
  bench_close(b);
}

static void no_order_shows(void **state) {
  (void)state;
  Bench *forward = bench_open(), *backward = bench_open();
  Arena a = {0};
  size_t truths[3] = {0};
  bench_seed = 101;
  Maker m = maker_open(forward, LEAVES);
  for (size_t pack = 0; pack < rounds_of(15); pack++) {
    Drawn d = draw(&m, &a, true);
    load_text(forward, pack_text(&a, d.rules, RULES, false));
    load_text(backward, pack_text(&a, d.rules, RULES, true));
    if (pack % 2) { /* and in the other order of packs */
      bench_load_file(forward, "rules/runner_low_back.lua");
      judge_close(backward->judge);
      backward->judge = judge_open(&backward->catalog);
      bench_load_file(backward, "rules/runner_low_back.lua");
      PackInfo info;
      const char *text = pack_text(&a, d.rules, RULES, true);
      assert_true(bench_load(backward, "random.lua", text, strlen(text), &info));
    }
    for (int i = 0; i < 5; i++) {
      Case c = make_case(forward, &a);
      Result r = bench_judge(forward, &a, &c);
      for (size_t k = 0; k < r.finding_count; k++) truths[r.findings[k].truth]++;
      const char *first = bench_line(forward, &a, &c, &r);
      bench_shuffle(c.measures, c.measure_count, sizeof *c.measures);
      bench_shuffle(c.answers, c.answer_count, sizeof *c.answers);
      assert_string_equal(first, line_of(backward, &a, &c));
    }
    arena_reset(&a);
  }
  assert_true(truths[TRUTH_TRUE] > 100 && truths[TRUTH_UNKNOWN] > 100);
  arena_free(&a);
  bench_close(forward), bench_close(backward);
}

/* .left and .right change places; tests whose comparison groups differ by side are left out of the case. */
static const char *mirrored_text(Arena *a, const char *text) {
  Text t = {.arena = a};
  for (const char *at = text; *at;) {
    bool left = strncmp(at, ".left", 5) == 0, right = strncmp(at, ".right", 6) == 0;
    if (left) text_add(&t, ".right"), at += 5;
    if (right) text_add(&t, ".left"), at += 6;
    if (!left && !right) text_add_char(&t, *at++);
  }
  return text_get(&t);
}

static bool is_sided(const Bench *b, const char *test) {
  int index = catalog_find(&b->catalog, ROWS_TEST, test);
  for (size_t i = 0; i < b->catalog.norms.count; i++) {
    const Norm *norm = &b->catalog.norms.items[i];
    if (norm->test == index && (norm->leg == LEG_LEFT || norm->leg == LEG_RIGHT)) return true;
  }
  return false;
}

static void mirror(const Bench *b, Case *c) {
  size_t kept = 0;
  for (size_t i = 0; i < c->measure_count; i++)
    if (!is_sided(b, c->measures[i].test)) c->measures[kept++] = c->measures[i];
  c->measure_count = kept;
  for (size_t i = 0; i < kept; i++) c->measures[i].side = side_other(c->measures[i].side);
  c->patient.dominant = side_other(c->patient.dominant);
}

static bool same_number(double x, double y) { return x == y || (isnan(x) && isnan(y)) || fabs(x - y) < 1e-9 * fabs(x); }

static void mirrored_person_gets_the_mirrored_result(void **state) {
  (void)state;
  Bench *b = bench_open(), *other = bench_open();
  Arena a = {0};
  size_t sided = 0;
  bench_seed = 103;
  Maker m = maker_open(b, LEAVES);
  for (size_t pack = 0; pack < rounds_of(15); pack++) {
    Drawn d = draw(&m, &a, true);
    load_text(b, pack_text(&a, d.rules, RULES, false));
    load_text(other, mirrored_text(&a, pack_text(&a, d.rules, RULES, false)));
    for (int i = 0; i < 5; i++) {
      Case c = make_case(b, &a);
      mirror(b, &c);
      Result x = bench_judge(b, &a, &c);
      mirror(b, &c);
      Result y = bench_judge(other, &a, &c);
      assert_int_equal(x.finding_count, y.finding_count);
      assert_int_equal(x.target_count, y.target_count);
      for (size_t k = 0; k < x.finding_count; k++) {
        const Finding *f = &x.findings[k], *g = bench_finding(&y, f->rule, side_other(f->side));
        assert_non_null(g);
        assert_int_equal(f->truth, g->truth);
        assert_int_equal(f->unsure, g->unsure);
        if (!same_number(f->certainty, g->certainty) || !same_number(f->index, g->index))
          print_error("%s: %g %g, %g %g\n", f->rule, f->certainty, g->certainty, f->index, g->index);
        assert_true(same_number(f->certainty, g->certainty));
        assert_true(same_number(f->index, g->index));
        sided += f->side != SIDE_BOTH && f->truth == TRUTH_TRUE;
      }
    }
    arena_reset(&a);
  }
  assert_true(sided > 100);
  arena_free(&a);
  bench_close(b), bench_close(other);
}

/* Loading again gives the same sentences; the other order of conditions another sentence, but the same answer. */
static void sentences_are_stable(void **state) {
  (void)state;
  Bench *b = bench_open();
  Arena a = {0};
  bench_seed = 104;
  Maker m = maker_open(b, LEAVES);
  for (size_t i = 0; i < rounds_of(100); i++) {
    uint64_t seed = bench_seed;
    const char *tree = make_tree(&m, &a, 3, false);
    bench_seed = seed;
    const char *turned = make_tree(&m, &a, 3, true);
    const char *rules[] = {rule_text(&a, 0, tree), NULL};
    const char *sentences[2];
    Case c = make_case(b, &a);
    Result results[2];
    rules[1] = rule_text(&a, 0, turned);
    for (int k = 0; k < 2; k++) {
      PackInfo info;
      const char *text = pack_text(&a, &rules[0], 1, false);
      judge_close(b->judge);
      b->judge = judge_open(&b->catalog);
      assert_true(bench_load(b, "random.lua", text, strlen(text), &info));
      sentences[k] = arena_copy(&a, info.rules[0].sentence);
    }
    assert_string_equal(sentences[0], sentences[1]);
    for (int k = 0; k < 2; k++) {
      load_text(b, pack_text(&a, &rules[k], 1, false));
      results[k] = bench_judge(b, &a, &c);
    }
    assert_int_equal(results[0].finding_count, results[1].finding_count);
    for (size_t k = 0; k < results[0].finding_count; k++) {
      const Finding *f = &results[0].findings[k], *g = bench_finding(&results[1], "r0", f->side);
      assert_non_null(g);
      assert_int_equal(f->truth, g->truth);
      assert_int_equal(f->unsure, g->unsure);
      assert_true(same_number(f->certainty, g->certainty));
    }
    arena_reset(&a);
  }
  arena_free(&a);
  bench_close(b);
}

/* Functions that try to count patients, among random rules: what a case gives does not depend on the cases before. */
static void no_case_is_seen_in_the_next(void **state) {
  (void)state;
  enum { CASES = 8 };
  static const char counts[] =
      "rule { id = \"upvalue\", title = \"t\", when = fn { needs = { \"rest_days\" }, function(p)\n"
      "  seen = seen + 1 return seen > 1 end }, advise = \"hold_load\", cite = { \"convention\" }, evidence = \"weak\" "
      "},\n"
      "rule { id = \"table\", title = \"t\", when = fn { needs = { \"rest_days\" }, function(p)\n"
      "  table.insert(list, p.age) return #list > 1 end }, advise = \"hold_load\", cite = { \"convention\" }, evidence "
      "= "
      "\"weak\" },\n"
      "rule { id = \"closure\", title = \"t\", when = fn { needs = { \"rest_days\" }, function(p)\n"
      "  return add() > 1 end }, advise = \"hold_load\", cite = { \"convention\" }, evidence = \"weak\" },\n"
      "rule { id = \"kept\", title = \"t\", when = fn { needs = { \"rest_days\" }, function(p)\n"
      "  local before = last last = p return before ~= nil and before.age > 0 end }, advise = \"hold_load\", cite = { "
      "\"convention\" }, evidence = \"weak\" },\n";
  Bench *b = bench_open();
  Arena a = {0};
  bench_seed = 105;
  Maker m = maker_open(b, LEAVES);
  for (size_t pack = 0; pack < rounds_of(10); pack++) {
    Drawn d = draw(&m, &a, true);
    const char *rules[RULES + 1] = {counts};
    memcpy(rules + 1, d.rules, sizeof d.rules);
    load_text(b, arena_printf(&a,
                              "local seen, list, last = 0, {}, nil\n"
                              "local function add() seen = seen + 1 return seen end\n%s",
                              pack_text(&a, rules, RULES + 1, false)));
    Case cases[CASES];
    const char *lines[CASES];
    for (int i = 0; i < CASES; i++) cases[i] = make_case(b, &a), lines[i] = line_of(b, &a, &cases[i]);
    for (int i = 0; i < 3 * CASES; i++) {
      size_t k = bench_below(CASES);
      assert_string_equal(lines[k], line_of(b, &a, &cases[k]));
    }
    Result r = bench_judge(b, &a, &cases[0]);
    static const char *const tries[] = {"upvalue", "table", "closure", "kept"};
    for (size_t i = 0; i < ARRAY_LEN(tries); i++) {
      const Finding *f = bench_finding(&r, tries[i], SIDE_BOTH);
      assert_true(!f || f->truth != TRUTH_TRUE);
    }
    arena_reset(&a);
  }
  arena_free(&a);
  bench_close(b);
}

/* A test that speaks for no muscle and stands in no rule: its value, or its absence, changes no finding. */
static void unrelated_measures_change_nothing(void **state) {
  (void)state;
  Bench *b = bench_open();
  Arena a = {0};
  size_t tried = 0;
  bench_seed = 106;
  Maker m = maker_open(b, LEAVES);
  for (size_t pack = 0; pack < rounds_of(10); pack++) {
    Drawn d = draw(&m, &a, true);
    const char *text = pack_text(&a, d.rules, RULES, false);
    load_text(b, text);
    for (size_t i = 0; i < b->catalog.tests.count; i++) {
      const Test *test = &b->catalog.tests.items[i];
      if (test->relevance_count || strstr(text, arena_printf(&a, "\"%s\"", test->id)) || bench_below(4)) continue;
      Case c = make_case(b, &a), without = c;
      Arena *arena = &a;
      without.measures = arena_array(arena, c.measure_count, sizeof *c.measures);
      without.measure_count = 0;
      for (size_t k = 0; k < c.measure_count; k++)
        if (strcmp(c.measures[k].test, test->id) != 0) without.measures[without.measure_count++] = c.measures[k];
      if (without.measure_count == c.measure_count) continue;
      Result x = bench_judge(b, &a, &c), y = bench_judge(b, &a, &without);
      assert_int_equal(x.finding_count, y.finding_count);
      for (size_t k = 0; k < x.finding_count; k++) {
        const Finding *f = &x.findings[k], *g = &y.findings[k];
        assert_string_equal(f->rule, g->rule);
        assert_int_equal(f->side, g->side);
        assert_int_equal(f->truth, g->truth);
        assert_string_equal(f->say, g->say);
        assert_true(same_number(f->certainty, g->certainty) && same_number(f->index, g->index));
      }
      tried++;
    }
    arena_reset(&a);
  }
  assert_true(tried > 20);
  arena_free(&a);
  bench_close(b);
}

/* In this process, by the catalog as it is in memory now. */
static Result judge_here(Bench *b, Arena *a, Arbiter *arbiter, const Case *c) {
  Result result;
  assert_true(arbiter_evaluate(arbiter, a, c, &result, &b->err));
  return result;
}

static Arbiter *load_here(Bench *b, Arena *a, const char *text) {
  PackInfo info;
  Arbiter *arbiter = arbiter_open(&b->catalog);
  assert_true(arbiter_load(arbiter, a, &(PackSource){"random.lua", text, strlen(text)}, &info, &b->diags, &b->err));
  return arbiter;
}

/* Four times the standard error of measurement: what was open may become clear or stay open, never present; what was present
 * may open. Words that ask for closeness grow surer with error by their meaning and are left out: within_error,
 * between; low and short turn on them. */
static void more_error_is_never_surer(void **state) {
  (void)state;
  Bench *b = bench_open(), *blurred = bench_open();
  Arena a = {0};
  size_t opened = 0;
  bench_seed = 107;
  for (size_t i = 0; i < blurred->catalog.tests.count; i++)
    ((Test *)&blurred->catalog.tests.items[i])->sem *= 4; /* the test's own copy of the catalog */
  Maker m = maker_open(b, LEAVES);
  static const char *const closeness[] = {"within_error", "between", "low(", "short(", "=="};
  for (size_t i = 0; i < m.leaves.count; i++)
    for (size_t k = 0; k < ARRAY_LEN(closeness); k++)
      if (strstr(m.leaves.items[i], closeness[k])) m.leaves.items[i] = "z(\"sorensen\"):below(sd(-0.5))";
  for (size_t pack = 0; pack < rounds_of(15); pack++) {
    Drawn d = draw(&m, &a, false);
    load_text(b, pack_text(&a, d.rules, RULES, false));
    Arbiter *arbiter = load_here(blurred, &a, pack_text(&a, d.rules, RULES, false));
    for (int i = 0; i < 5; i++) {
      Case c = make_case(b, &a);
      Result x = bench_judge(b, &a, &c), y = judge_here(blurred, &a, arbiter, &c);
      for (size_t k = 0; k < y.finding_count; k++) {
        const Finding *g = &y.findings[k], *f = bench_finding(&x, g->rule, g->side);
        opened += g->truth == TRUTH_UNKNOWN && f && f->truth == TRUTH_TRUE;
        if (g->truth != TRUTH_TRUE) continue;
        if (!f || f->truth != TRUTH_TRUE) print_error("%s\n", d.rules[atoi(g->rule + 1)]);
        assert_non_null(f);
        assert_int_equal(f->truth, TRUTH_TRUE);
      }
    }
    arbiter_close(arbiter);
    arena_reset(&a);
  }
  print_message("# %zu opened\n", opened);
  assert_true(opened > 0);
  arena_free(&a);
  bench_close(b), bench_close(blurred);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_word_is_drawn),
      cmocka_unit_test(no_order_shows),
      cmocka_unit_test(mirrored_person_gets_the_mirrored_result),
      cmocka_unit_test(sentences_are_stable),
      cmocka_unit_test(no_case_is_seen_in_the_next),
      cmocka_unit_test(unrelated_measures_change_nothing),
      cmocka_unit_test(more_error_is_never_surer),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
