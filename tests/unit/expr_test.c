/* Deciding under error, and the words that join conditions: truth tables, certainty, sentences. */
#include "primitives/expr.h"
#include "judging.h"
#include "primitives/primitives.h"

static Run open_run(Bench *b) { return (Run){.arena = &b->arena, .catalog = &b->catalog}; }

static Outcome decide(const Run *run, Value v, double lo, double hi, bool closed) {
  Outcome out = {.truth = TRUTH_UNKNOWN, .p = NAN, .cap = 1};
  expr_decide(run, &v, lo, hi, closed, &out);
  return out;
}

static Value value_of(double lo, double hi, double se) { return (Value){.lo = lo, .hi = hi, .se = se, .cap = 1}; }

/* Any cut of the three words: above, below, between. */
static void random_range(double *lo, double *hi, bool *closed) {
  double a = bench_uniform(-3, 3), c = bench_uniform(-3, 3);
  size_t kind = bench_below(3);
  *lo = kind == 1 ? -INFINITY : kind == 2 ? fmin(a, c) : a;
  *hi = kind == 0 ? INFINITY : kind == 2 ? fmax(a, c) : a;
  *closed = kind == 2;
}

/* Errors: exact, unknown, from tiny to wide. */
static double random_error(void) {
  size_t kind = bench_below(5);
  return kind == 0 ? 0 : kind == 1 ? NAN : kind == 2 ? 0.01 : bench_uniform(0.05, 2);
}

/* Truth and certainty agree: present from 0.8, clear to 0.2, between them unknown through error. */
static void truth_agrees_with_certainty(void **state) {
  (void)state;
  Bench *b = bench_open();
  Run run = open_run(b);
  size_t seen[3] = {0};
  bench_seed = 41;
  for (int i = 0; i < 20000; i++) {
    double lo, hi, x = bench_uniform(-4, 4), se = bench_uniform(0.05, 2);
    bool closed;
    random_range(&lo, &hi, &closed);
    Outcome out = decide(&run, value_of(x, x, se), lo, hi, closed);
    double below_hi = isinf(hi) ? 1 : stats_normal_cdf((hi - x) / se);
    double below_lo = isinf(lo) ? 0 : stats_normal_cdf((lo - x) / se);
    assert_true(fabs(out.p - (below_hi - below_lo)) < 1e-12);
    Truth want = out.p >= 0.8 ? TRUTH_TRUE : out.p <= 0.2 ? TRUTH_FALSE : TRUTH_UNKNOWN;
    assert_int_equal(out.truth, want);
    assert_int_equal(out.why, want == TRUTH_UNKNOWN ? WHY_ERROR : WHY_NONE);
    const char *band = out.p >= 0.8 ? "present" : out.p >= 0.5 ? "within error" : out.p > 0.2 ? "near" : "clear";
    assert_string_equal(expr_band(&b->catalog.policy, &out), band);
    seen[out.truth]++;
  }
  assert_true(seen[TRUTH_TRUE] > 1000 && seen[TRUTH_FALSE] > 1000 && seen[TRUTH_UNKNOWN] > 1000);
  bench_close(b);
}

/* What is clear from the distance is what the certainty says: over all policies, and close to their lines. */
static void clear_truth_is_the_same(void **state) {
  (void)state;
  Bench *b = bench_open();
  Run run = open_run(b);
  Policy *policy = &b->catalog.policy;
  size_t clear = 0, close = 0;
  bench_seed = 44;
  for (int i = 0; i < 60000; i++) {
    double lo, hi, se = random_error(), from = bench_uniform(-4, 4), to = bench_below(6) ? from : from + 1;
    bool closed;
    policy->present_p = bench_below(20) ? bench_uniform(0.5, 1) : bench_below(2) ? 1 : 0.25;
    policy->near_p = bench_below(20) ? bench_uniform(0, policy->present_p) : bench_below(2) ? 0 : 1e-12;
    expr_measure_policy(policy);
    random_range(&lo, &hi, &closed);
    if (bench_below(2) && se > 0) { /* on the line itself, and a hair beside it */
      double cut = isinf(lo) ? hi : lo, far = bench_below(2) ? policy->present_far : -policy->near_far;
      from = to = cut + (isinf(lo) ? -far : far) * se + bench_uniform(-3e-6, 3e-6);
      close++;
    }
    Value v = value_of(bench_below(20) ? from : -INFINITY, to, se);
    if (bench_below(30) == 0) v.why = WHY_PAIN;
    Outcome want = decide(&run, v, lo, hi, closed), got = {.truth = TRUTH_UNKNOWN, .p = NAN, .cap = 1};
    expr_decide_truth(&run, &v, lo, hi, closed, &got);
    assert_int_equal(got.truth, want.truth);
    assert_int_equal(got.why, want.why);
    assert_true(got.plain == want.plain && got.value.lo == v.lo && got.cap == want.cap);
    clear += got.owing;
    if (got.owing) assert_true(isnan(got.p) && !isnan(want.p));
  }
  assert_true(clear > 10000 && close > 10000);
  bench_close(b);
}

/* What is decided of a range is so of every value and every narrower range inside it. */
static void a_decided_range_holds_inside(void **state) {
  (void)state;
  Bench *b = bench_open();
  Run run = open_run(b);
  size_t decided = 0;
  bench_seed = 42;
  for (int i = 0; i < 20000; i++) {
    double lo, hi, se = random_error(), from = bench_uniform(-4, 4), to = from + bench_uniform(0, 3);
    bool closed;
    random_range(&lo, &hi, &closed);
    double left = bench_below(6) ? from : -INFINITY, right = bench_below(6) ? to : INFINITY;
    Outcome wide = decide(&run, value_of(left, right, se), lo, hi, closed);
    if (wide.truth == TRUTH_UNKNOWN) {
      assert_int_equal(wide.why, wide.value.lo == wide.value.hi ? WHY_ERROR : WHY_BOUND);
      continue;
    }
    decided++;
    for (int k = 0; k < 8; k++) {
      double x = bench_uniform(isinf(left) ? from - 9 : from, isinf(right) ? to + 9 : to);
      double y = bench_uniform(x, isinf(right) ? to + 9 : to);
      assert_int_equal(decide(&run, value_of(x, x, se), lo, hi, closed).truth, wide.truth);
      assert_int_equal(decide(&run, value_of(x, y, se), lo, hi, closed).truth, wide.truth);
    }
  }
  assert_true(decided > 3000);
  bench_close(b);
}

/* The higher the value the surer "above", and the less sure "below". */
static void certainty_is_monotonic(void **state) {
  (void)state;
  Bench *b = bench_open();
  Run run = open_run(b);
  static const int step[] = {[TRUTH_FALSE] = 0, [TRUTH_UNKNOWN] = 1, [TRUTH_TRUE] = 2};
  bench_seed = 43;
  for (int i = 0; i < 300; i++) {
    double cut = bench_uniform(-2, 2), se = random_error(), p_above = 0, p_below = 1;
    int above_step = 0, below_step = 2;
    for (double x = -5; x <= 5; x += 0.125) {
      Outcome above = decide(&run, value_of(x, x, se), cut, INFINITY, false);
      Outcome below = decide(&run, value_of(x, x, se), -INFINITY, cut, false);
      assert_true(above.p >= p_above && below.p <= p_below);
      assert_true(step[above.truth] >= above_step && step[below.truth] <= below_step);
      p_above = above.p, p_below = below.p, above_step = step[above.truth], below_step = step[below.truth];
    }
    assert_true(above_step == 2 && below_step == 0);
  }
  bench_close(b);
}

static void edges_of_deciding(void **state) {
  (void)state;
  Bench *b = bench_open();
  Run run = open_run(b);
  /* strict and closed ends of exact values */
  assert_int_equal(decide(&run, value_of(10, 10, 0), 10, INFINITY, false).truth, TRUTH_FALSE);
  assert_int_equal(decide(&run, value_of(10, 10, 0), -INFINITY, 10, false).truth, TRUTH_FALSE);
  assert_int_equal(decide(&run, value_of(10, 10, 0), 10, 10, true).truth, TRUTH_TRUE);
  assert_int_equal(decide(&run, value_of(240, INFINITY, 0), 239, INFINITY, false).truth, TRUTH_TRUE);
  assert_int_equal(decide(&run, value_of(240, INFINITY, 0), 240, INFINITY, false).truth, TRUTH_UNKNOWN);
  assert_int_equal(decide(&run, value_of(1, 9, 0), 3, 5, true).truth, TRUTH_UNKNOWN); /* straddles the whole range */
  /* a plain comparison says so and counts with 0.6 */
  Outcome plain = decide(&run, value_of(1, 1, NAN), -INFINITY, 2, false);
  assert_true(plain.truth == TRUTH_TRUE && plain.plain && plain.p == 0.6);
  plain = decide(&run, value_of(3, 3, NAN), -INFINITY, 2, false);
  assert_true(plain.truth == TRUTH_FALSE && plain.plain && fabs(plain.p - 0.4) < 1e-12);
  /* no number leaks out of one that is none */
  Outcome none = decide(&run, value_of(NAN, NAN, 0.3), 1, INFINITY, true);
  assert_true(none.truth == TRUTH_UNKNOWN && none.why == WHY_BOUND && isnan(none.p));
  Outcome unknown = decide(&run, (Value){.why = WHY_PAIN, .cap = 1}, 1, INFINITY, true);
  assert_true(unknown.truth == TRUTH_UNKNOWN && unknown.why == WHY_PAIN && isnan(unknown.p));
  /* the cap limits what counts, not what is true */
  Outcome capped = decide(&run, (Value){.lo = -3, .hi = -3, .se = 0.3, .cap = 0.5}, -INFINITY, -1, false);
  assert_true(capped.truth == TRUTH_TRUE && capped.p > 0.99 && outcome_certainty(&capped) == 0.5);
  bench_close(b);
}

/* ---- all, any, no ---- */

static void eval_given(Run *run, const Node *n, Outcome *out) {
  (void)run;
  out->truth = (Truth)n->args[0].index;
  out->p = n->args[0].number;
  out->cap = n->args[1].number;
  out->why = out->truth != TRUTH_UNKNOWN ? WHY_NONE : isnan(out->p) ? WHY_NOT_MEASURED : WHY_ERROR;
}

static const Ops given_ops = {.evaluate = eval_given};
static const Primitive given = {.name = "given", .gives = KIND_TRUTH, .ops = &given_ops};

typedef struct Part {
  Truth truth;
  double p, cap;
} Part;

static const Part parts[] = {{TRUTH_TRUE, 1, 1},     {TRUTH_TRUE, 0.9, 1},    {TRUTH_TRUE, 0.95, 0.5},
                             {TRUTH_TRUE, 0.6, 1},   {TRUTH_FALSE, 0, 1},     {TRUTH_FALSE, 0.15, 1},
                             {TRUTH_FALSE, 0.4, 1},  {TRUTH_UNKNOWN, 0.7, 1}, {TRUTH_UNKNOWN, 0.3, 1},
                             {TRUTH_UNKNOWN, NAN, 1}};

static Outcome join(Bench *b, const char *word, const Part *list, size_t count) {
  Node kids[3], *pointers[3];
  Outcome outcomes[4 * 3];
  bool known[4 * 3] = {false};
  Run run = open_run(b);
  run.outcomes = outcomes, run.known = known;
  for (size_t i = 0; i < count; i++) {
    kids[i] = (Node){.op = &given, .slot = (int)i + 1, .kind = KIND_TRUTH};
    kids[i].args[0] = (Arg){.index = (int)list[i].truth, .number = list[i].p};
    kids[i].args[1] = (Arg){.number = list[i].cap};
    pointers[i] = &kids[i];
  }
  Node node = {.op = primitive_find(word), .kind = KIND_TRUTH, .kids = pointers, .kid_count = count};
  Truth truth = expr_eval(&run, &node)->truth;
  Outcome out = *expr_certain(&run, &node);
  assert_int_equal(out.truth, truth); /* certainty is added to a truth, it never changes it */
  assert_false(out.owing);
  return out;
}

static double certainty(const Part *part) { return fmin(part->p, part->cap); }

/* Kleene: unknown lies between false and true; all is the least, any the greatest, no the opposite of any. */
static void check_join(Bench *b, const Part *list, size_t count) {
  static const int level[] = {[TRUTH_FALSE] = 0, [TRUTH_UNKNOWN] = 1, [TRUTH_TRUE] = 2};
  static const Truth truth[] = {TRUTH_FALSE, TRUTH_UNKNOWN, TRUTH_TRUE};
  int least = 2, most = 0;
  double sum_least = 1, true_most = 0, p_most = 0;
  for (size_t i = 0; i < count; i++) {
    if (level[list[i].truth] < least) least = level[list[i].truth];
    if (level[list[i].truth] > most) most = level[list[i].truth];
    sum_least = fmin(sum_least, certainty(&list[i]));
    if (list[i].truth == TRUTH_TRUE) true_most = fmax(true_most, certainty(&list[i]));
    p_most = fmax(p_most, list[i].p);
  }
  Outcome all = join(b, "all", list, count), any = join(b, "any", list, count), no = join(b, "no", list, count);
  assert_int_equal(all.truth, truth[least]);
  assert_int_equal(any.truth, truth[most]);
  assert_int_equal(no.truth, truth[2 - most]);
  if (all.truth == TRUTH_TRUE) assert_true(outcome_certainty(&all) == sum_least);
  if (all.truth == TRUTH_FALSE) assert_true(outcome_certainty(&all) == sum_least);
  if (any.truth == TRUTH_TRUE) assert_true(outcome_certainty(&any) == true_most);
  if (no.truth == TRUTH_TRUE) assert_true(no.p == 1 - p_most);
  if (any.truth == TRUTH_FALSE) assert_true(any.p == p_most);
  if (all.truth != TRUTH_UNKNOWN) assert_true(!isnan(all.p));
  if (no.truth != TRUTH_UNKNOWN) assert_true(!isnan(no.p));
}

static void joining_words(void **state) {
  (void)state;
  Bench *b = bench_open();
  size_t n = ARRAY_LEN(parts);
  for (size_t i = 0; i < n; i++) {
    check_join(b, &parts[i], 1);
    for (size_t k = 0; k < n; k++) {
      check_join(b, (const Part[]){parts[i], parts[k]}, 2);
      for (size_t m = 0; m < n; m++) check_join(b, (const Part[]){parts[i], parts[k], parts[m]}, 3);
    }
  }
  bench_close(b);
}

/* What lacks outright is named before what lies within error. */
static void all_names_what_lacks(void **state) {
  (void)state;
  Outcome list[] = {{.truth = TRUTH_UNKNOWN, .why = WHY_ERROR, .p = 0.6, .cap = 1},
                    {.truth = TRUTH_UNKNOWN, .why = WHY_NO_NORM, .p = NAN, .cap = 1},
                    {.truth = TRUTH_TRUE, .p = 1, .cap = 1}};
  Outcome out = {0};
  const Outcome *all[] = {&list[0], &list[1], &list[2]};
  outcome_all(all, 3, &out);
  assert_true(out.truth == TRUTH_UNKNOWN && out.why == WHY_NO_NORM && isnan(out.p));
  list[1] = list[2];
  outcome_all(all, 3, &out);
  assert_true(out.why == WHY_ERROR && out.p == 0.6);
}

/* Of two answers to one question the graver counts, in whatever order they stand. */
static void the_graver_answer_counts(void **state) {
  (void)state;
  Bench *b = bench_open();
  const char *question = b->catalog.questions.items[3].id;
  static const AnswerValue graver[] = {ANSWER_OPEN, ANSWER_NO, ANSWER_UNSURE, ANSWER_YES};
  for (size_t i = 0; i < 4; i++)
    for (size_t k = 0; k < 4; k++) {
      Answer answers[] = {{question, graver[i]}, {question, graver[k]}, {"no_such_question", ANSWER_YES}};
      Case c = {.answers = answers, .answer_count = 3};
      assert_int_equal(run_answers(&b->arena, &b->catalog, &c)[3], graver[i > k ? i : k]);
      assert_int_equal(run_answers(&b->arena, &b->catalog, &c)[2], ANSWER_OPEN);
    }
  bench_close(b);
}

/* ---- sentences ---- */

static const char *sentence(Bench *b, const char *condition) {
  PackInfo info;
  static int number;
  const char *id = arena_printf(&b->arena, "p%d", number++);
  const char *text = bench_pack(&b->arena, id, true, condition);
  bool loaded = bench_load(b, id, text, strlen(text), &info);
  for (size_t k = 0; !loaded && k < b->diags.list.count; k++) diag_print(stderr, &b->diags.list.items[k]);
  assert_true(loaded);
  return info.rules[0].sentence;
}

static void sentences_are_stable(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {"z(\"hhd_hip_abduction\"):below(sd(-1))",
       "Judged left and right: Hip abduction, hand-held dynamometer against its comparison group is below -1 SD."},
      {"strength(\"gluteus_medius\").other:above(sd(-0.5))",
       "Judged left and right: strength of gluteus medius against the comparison groups of the other side is above "
       "-0.5 SD."},
      {"measure(\"ake\").worse:between(deg(20), deg(40.5))",
       "Active knee extension, lack from straight of the worse side is between 20 deg and 40.5 deg."},
      {"change(\"sorensen\"):below(s(-20))", /* a name keeps its capital, a word does not */
       "The change since the visit before in Biering-Sorensen trunk extensor hold (up is better) is below -20 s."},
      {"change(\"side_bridge\"):within_error()",
       "Judged left and right: the change since the visit before in McGill side "
       "bridge hold (up is better) is within measurement error."},
      {"change(\"hhd_hip_abduction\"):above(newton(10))", "Judged left and right: the change since the visit before in "
                                                          "hip abduction, hand-held dynamometer (up is better) "
                                                          "is above 10 N."},
      {"asymmetry { \"hhd_hip_abduction\", by = \"mean\" }:above(pct(10))",
       "Judged left and right: the deficit of this side in Hip abduction, hand-held dynamometer (in % of the mean) is "
       "above 10 %."},
      {"all { asymmetry(\"hhd_knee_extension\"):above(pct(10)), no { asymmetry(\"hhd_knee_extension\"):within_error() "
       "} }",
       "Judged left and right: the deficit of this side in Knee extension, anchored dynamometer is above 10 % and (it "
       "is not so that the deficit of this side in Knee extension, anchored dynamometer is within measurement error)."},
      {"any { all { low(\"gluteus_medius\"), short(\"quadriceps\") }, answer(\"shoe_discomfort\"):is(no) }",
       "Judged left and right: (strength for gluteus medius is low (against its comparison group, or the other side "
       "beyond error, or by a manual grade of 3 or less) and a length test for quadriceps is beyond its own cut, or "
       "shorter than the other side beyond error) or \"Are your running shoes less comfortable than when new, or has "
       "their shape changed?\" is answered no."},
      {"imbalance { weak = \"core\", strong = \"rectus_abdominis\", at_least = sd(1.5), by = \"endurance\" }",
       "Endurance of core is at least 1.5 SD lower than that of rectus abdominis, each against its own comparison "
       "group, and itself low."},
      {"no { age():above(years(40)), mass():known() }",
       "It is not so that age is above 40 years or that body mass is known."},
      {"ratio(\"hhd_knee_flexion\", \"hhd_knee_extension\"):below(0.4)",
       "Judged left and right: the ratio of Knee flexion, hand-held dynamometer to Knee extension, anchored "
       "dynamometer is below 0.4."},
  };
  Bench *b = bench_open();
  for (size_t i = 0; i < 2 * ARRAY_LEN(rows); i++)
    assert_string_equal(sentence(b, rows[i % ARRAY_LEN(rows)][0]), rows[i % ARRAY_LEN(rows)][1]);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(truth_agrees_with_certainty),
      cmocka_unit_test(clear_truth_is_the_same),
      cmocka_unit_test(a_decided_range_holds_inside),
      cmocka_unit_test(certainty_is_monotonic),
      cmocka_unit_test(edges_of_deciding),
      cmocka_unit_test(joining_words),
      cmocka_unit_test(all_names_what_lacks),
      cmocka_unit_test(the_graver_answer_counts),
      cmocka_unit_test(sentences_are_stable),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
