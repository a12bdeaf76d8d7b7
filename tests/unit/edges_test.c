/* Properties of the questions asked by judging again, over random people, the shipped rules and random packs: the
 * change that whynot names gives the answer it promises, a hair less does not, and nothing nearer does; a mirrored
 * person gets the mirrored reply; a sweep tells at every value what judging there tells. */
#include "random_pack.h"

typedef struct Range {     /* a test to draw from, and how a condition on its value is written */
  const char *test, *unit; /* word of the language; "" for bare numbers */
  bool paired, whole;
  double lo, hi;
} Range;

static const Range pool[] = {
    {"hhd_hip_abduction", "newton", true, false, 30, 300},
    {"hhd_knee_extension", "newton", true, false, 100, 800},
    {"hhd_knee_flexion", "newton", true, false, 40, 400},
    {"hhd_hip_flexion", "newton", true, false, 50, 500},
    {"side_bridge", "s", true, false, 5, 180},
    {"sorensen", "s", false, false, 10, 250},
    {"trunk_flexor_hold", "s", false, false, 20, 350},
    {"ely_prone_knee", "deg", true, false, 80, 150},
    {"thomas_hip_ext", "deg", true, false, -20, 20},
    {"sl_heel_raise", "reps", true, true, 1, 40},
    {"trendelenburg", "", true, true, 0, 2},
    {"session_spike", "pct", false, false, -50, 150},
    {"shoe_km", "km", false, false, 0, 1500},
};

/* ---- random people ---- */

static double draw(const Range *p) {
  double value = bench_uniform(p->lo, p->hi);
  return p->whole ? round(value) : round(value * 10) / 10;
}

static void add_measures(Text *t, const Range *p, const char *side) {
  size_t trials = bench_below(5) == 0 ? 3 : 1;
  double value = draw(p);
  for (size_t i = 1; i <= trials; i++) {
    text_addf(t, "%s{\"test\":\"%s\",\"value\":%.10g,\"trial\":%zu", t->data[t->len - 1] == '[' ? "" : ",", p->test,
              p->whole ? value : value + (double)i, i);
    if (*side) text_addf(t, ",\"side\":\"%s\"", side);
    if (strncmp(p->test, "hhd_hip_a", 9) == 0) text_add(t, ",\"position\":\"side_lying\"");
    if (strncmp(p->test, "hhd_hip_f", 9) == 0) text_add(t, ",\"position\":\"seated\"");
    if (strncmp(p->test, "hhd_knee", 8) == 0) text_add(t, ",\"position\":\"knee_mid_range\",\"lever_m\":0.36");
    if (bench_below(40) == 0) text_add(t, ",\"pain\":5");
    text_add_char(t, '}');
  }
}

static Case random_case(Bench *b, Arena *a) {
  Text t = {.arena = a};
  text_addf(&t,
            "{\"patient\":{\"id\":\"X\",\"sex\":\"%s\",\"age\":%d,\"mass_kg\":%d,\"sport\":\"running\"},"
            "\"date\":\"2026-11-20\",\"answers\":{\"shoe_discomfort\":\"%s\"},\"measures\":[",
            bench_below(2) ? "f" : "m", 20 + (int)bench_below(30), 50 + (int)bench_below(40),
            bench_below(2) ? "yes" : "no");
  for (size_t i = 0; i < ARRAY_LEN(pool); i++) {
    if (bench_below(6) == 0) continue;
    if (!pool[i].paired) add_measures(&t, &pool[i], "");
    if (pool[i].paired) add_measures(&t, &pool[i], "left");
    if (pool[i].paired && bench_below(8)) add_measures(&t, &pool[i], "right");
  }
  text_add(&t, "]}");
  return bench_case(b, a, text_get(&t));
}

/* Without the side bridge, whose comparison groups differ left and right. */
static Case copy_of(Arena *a, const Case *c, bool mirror) {
  Case m = *c;
  m.measures = arena_array(a, c->measure_count, sizeof *m.measures);
  m.measure_count = 0;
  for (size_t i = 0; i < c->measure_count; i++) {
    if (strcmp(c->measures[i].test, "side_bridge") == 0) continue;
    m.measures[m.measure_count] = c->measures[i];
    if (mirror) m.measures[m.measure_count].side = side_other(c->measures[i].side);
    m.measure_count++;
  }
  return m;
}

static bool same_position(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

static Day day_of(const Case *c, const Measure *m) { return m->date ? m->date : c->date; }

/* Every trial of a set-up of a test on a side, on its latest day, at one value. */
static Case at_value(Arena *a, const Case *c, const char *test, Side side, const char *position, double value) {
  Case copy = *c;
  Day latest = 0;
  copy.measures = arena_array(a, c->measure_count, sizeof *copy.measures);
  for (int round = 0; round < 2; round++)
    for (size_t i = 0; i < c->measure_count; i++) {
      const Measure *m = &c->measures[i];
      if (round == 0) copy.measures[i] = *m;
      if (m->side != side || strcmp(m->test, test) != 0 || !same_position(m->position, position)) continue;
      if (round == 0 && day_of(c, m) > latest) latest = day_of(c, m);
      if (round == 1 && day_of(c, m) == latest) copy.measures[i].lo = copy.measures[i].hi = value;
    }
  return copy;
}

/* ---- random packs ---- */

static Bench *with_text(const char *text) {
  Bench *b = bench_open();
  b->arbiter = arbiter_open(&b->catalog);
  PackInfo info;
  bool loaded = bench_load(b, "random.lua", text, strlen(text), &info);
  for (size_t i = 0; !loaded && i < b->diags.list.count; i++) diag_print(stderr, &b->diags.list.items[i]);
  if (!loaded) print_error("%s\n%s\n", b->err.text, text);
  assert_true(loaded);
  return b;
}

static Bench *shipped(void) {
  Bench *b = bench_open();
  b->arbiter = arbiter_open(&b->catalog);
  bench_load_file(b, "rules/runner_low_back.lua");
  return b;
}

/* ---- the properties ---- */

static Truth truth_at(Bench *b, Arena *a, const Case *c, const char *rule, Side side) {
  Explanation *out;
  size_t count;
  assert_true(arbiter_explain(b->arbiter, a, c, rule, side, &out, &count, &b->err));
  assert_int_equal(count, 1);
  return out[0].finding->truth;
}

static bool is_whole(const Gauge *g) {
  Dimension d = g->unit->dimension;
  return g->decimals == 0 && (d == DIM_COUNT || d == DIM_SCORE || d == DIM_GRADE || d == DIM_CLASS || d == DIM_PAIRS);
}

static size_t changes_seen, fired;

static void change_holds(Bench *b, const Case *c, const char *rule, Side side, const Change *change) {
  Arena a = {0};
  const Gauge *g = &change->gauge;
  double step = pow(10, -g->decimals) * g->unit->factor;
  Case then = at_value(&a, c, g->test, g->side, g->position, change->to);
  Truth got = truth_at(b, &a, &then, rule, side);
  if (got != change->truth)
    print_error("%s %s: %s %s at %.10g gave %s\n", rule, side_names[side], g->test, side_names[g->side], change->to,
                truth_names[got]);
  assert_int_equal(got, change->truth);
  changes_seen++;
  fired += change->truth == TRUTH_TRUE;
  if (!isnan(change->short_of)) {
    then = at_value(&a, c, g->test, g->side, g->position, change->short_of);
    assert_int_not_equal(truth_at(b, &a, &then, rule, side), change->truth);
    bool whole = is_whole(g);
    assert_true(fabs(change->to - change->short_of) <= (whole ? step : step / 1000) * (1 + 1e-6));
    for (int i = 0; i < 20; i++) {
      double nearer = bench_uniform(change->from, change->short_of);
      if (whole) nearer = round(nearer);
      if (nearer < fmin(change->from, change->short_of) || nearer > fmax(change->from, change->short_of)) continue;
      then = at_value(&a, c, g->test, g->side, g->position, nearer);
      got = truth_at(b, &a, &then, rule, side);
      if (got == change->truth)
        print_error("%s %s: %s %s from %.10g to %.10g, but %.10g does, too\n", rule, side_names[side], g->test,
                    side_names[g->side], change->from, change->to, nearer);
      assert_int_not_equal(got, change->truth);
    }
  }
  arena_free(&a);
}

/* Where whynot names no change of a measure, no usual value of it gives the contrary. */
static void silence_holds(Bench *b, const Case *c, const char *rule, Side side, const WhyNot *w) {
  Arena a = {0};
  Truth wanted = w->finding->truth == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
  for (size_t i = 0; i < c->measure_count; i++) {
    const Measure *m = &c->measures[i];
    const Test *test = catalog_test(&b->catalog, m->test);
    bool named = false;
    for (size_t k = 0; k < w->change_count; k++)
      named = named || (strcmp(w->changes[k].gauge.test, m->test) == 0 && w->changes[k].gauge.side == m->side &&
                        same_position(w->changes[k].gauge.position, m->position));
    for (int k = 0; k < 5 && !named; k++) {
      double value = bench_uniform(test->likely_lo, test->likely_hi);
      if (test->decimals == 0) value = round(value);
      Case then = at_value(&a, c, m->test, m->side, m->position, value);
      assert_int_not_equal(truth_at(b, &a, &then, rule, side), wanted);
    }
    arena_reset(&a);
  }
  arena_free(&a);
}

static void whynot_holds(Bench *b, const Case *c, const char *rule) {
  Arena a = {0};
  WhyNot *list;
  size_t count;
  assert_true(judge_whynot(b->judge, &a, c, rule, SIDE_BOTH, &list, &count, &b->err));
  for (size_t i = 0; i < count; i++) {
    const WhyNot *w = &list[i];
    for (size_t k = 0; k < w->change_count; k++) change_holds(b, c, rule, w->finding->side, &w->changes[k]);
    for (size_t k = 1; k < w->change_count; k++) assert_false(w->changes[k].count < w->changes[k - 1].count);
    silence_holds(b, c, rule, w->finding->side, w);
    assert_true(w->leaf_count > 0);
  }
  arena_free(&a);
}

static void mirror_holds(Bench *b, const Case *c, const char *rule) {
  Arena a = {0};
  Case straight = copy_of(&a, c, false), mirror = copy_of(&a, c, true);
  WhyNot *ours, *theirs;
  size_t count, other;
  assert_true(judge_whynot(b->judge, &a, &straight, rule, SIDE_BOTH, &ours, &count, &b->err));
  assert_true(judge_whynot(b->judge, &a, &mirror, rule, SIDE_BOTH, &theirs, &other, &b->err));
  assert_int_equal(count, other);
  for (size_t i = 0; i < count; i++) {
    const WhyNot *x = &ours[i], *y = &theirs[count - 1 - i];
    assert_int_equal(x->finding->truth, y->finding->truth);
    assert_int_equal(x->change_count, y->change_count);
    for (size_t k = 0; k < x->change_count; k++) {
      bool found = false;
      for (size_t n = 0; n < y->change_count; n++) {
        const Change *p = &x->changes[k], *q = &y->changes[n];
        found = found || (strcmp(p->gauge.test, q->gauge.test) == 0 && p->gauge.side == side_other(q->gauge.side) &&
                          p->to == q->to && (p->count == q->count || isnan(p->count)));
      }
      if (!found)
        print_error("%s %s: %s %s to %.10g (%g) has no mirror\n", rule, side_names[x->finding->side],
                    x->changes[k].gauge.test, side_names[x->changes[k].gauge.side], x->changes[k].to,
                    x->changes[k].count);
      assert_true(found);
    }
  }
  arena_free(&a);
}

static void shipped_rules_keep_their_word(void **state) {
  (void)state;
  Bench *b = shipped();
  Arena a = {0};
  const char *rule;
  bench_seed = 41;
  changes_seen = fired = 0;
  for (int i = 0; i < 6; i++) {
    Case c = random_case(b, &a);
    for (size_t k = 0; (rule = judge_rule_id(b->judge, k)); k++) {
      whynot_holds(b, &c, rule);
      mirror_holds(b, &c, rule);
    }
    arena_reset(&a);
  }
  print_message("# shipped: %zu changes, %zu of them fire\n", changes_seen, fired);
  assert_true(changes_seen > 80 && fired > 40);
  arena_free(&a);
  bench_close(b);
}

static bool vanishes(const WhatIf *reply, const RuleRef *rule) {
  for (size_t n = 0; n < reply->count; n++) {
    const Difference *d = &reply->differences[n];
    if (strcmp(d->rule.rule, rule->rule) == 0 && d->rule.side == rule->side) return d->after->truth == TRUTH_FALSE;
  }
  return false;
}

static size_t reached;

/* A goal lies in the better direction, on the side of its finding, and ends it; every finding has one or says what
 * holds it up. whatif with that value agrees, unless what is given as a bound or by several trials becomes exact. */
static void goals_hold(Bench *b, const Case *c) {
  Arena a = {0};
  Result r = bench_judge(b, &a, c);
  size_t present = 0;
  Goals goals;
  for (size_t k = 0; k < r.finding_count; k++) present += r.findings[k].truth == TRUTH_TRUE;
  assert_true(judge_goals(b->judge, &a, c, &goals, &b->err));
  assert_int_equal(goals.count, present);
  for (size_t k = 0; k < goals.count; k++) {
    const Goal *goal = &goals.list[k];
    const Change *change = &goal->change;
    if (!change->gauge.test) {
      assert_true(goal->leaf_count > 0);
      continue;
    }
    const Test *test = catalog_test(&b->catalog, change->gauge.test);
    assert_int_not_equal(test->unit->dimension, DIM_CLASS);
    if (test->better) assert_true((change->to - change->from) * test->better >= 0);
    if (goal->rule.side && change->gauge.side) assert_int_equal(goal->rule.side, change->gauge.side);
    Case then = at_value(&a, c, test->id, change->gauge.side, change->gauge.position, change->to);
    assert_int_equal(truth_at(b, &a, &then, goal->rule.rule, goal->rule.side), TRUTH_FALSE);
    Measure m = {.test = test->id, .side = change->gauge.side, .lo = change->to, .hi = change->to};
    m.quantity = change->gauge.unit->dimension;
    m.position = change->gauge.position;
    WhatIf reply;
    assert_true(judge_whatif(b->judge, &a, c, &m, 1, NULL, 0, &reply, &b->err));
    if (!vanishes(&reply, &goal->rule)) print_error("%s: %s to %g\n", goal->rule.rule, test->id, change->to);
    assert_true(vanishes(&reply, &goal->rule));
    reached++;
  }
  arena_free(&a);
}

static void goals_end_their_findings(void **state) {
  (void)state;
  Bench *b = shipped();
  Arena a = {0};
  reached = 0;
  bench_seed = 44;
  for (int i = 0; i < 20; i++) {
    Case c = random_case(b, &a);
    goals_hold(b, &c);
    arena_reset(&a);
  }
  assert_true(reached > 20);
  arena_free(&a);
  bench_close(b);
}

/* Conditions from every word of the table; a leaf that looks at the side keeps each rule judged left and right. */
static void random_rules_keep_their_word(void **state) {
  enum { RULES = 10 };
  (void)state;
  Arena a = {0};
  const char *rule, *rules[RULES];
  bench_seed = 43;
  changes_seen = fired = reached = 0;
  for (size_t pack = 0; pack < rounds_of(8); pack++) {
    Bench *b = bench_open();
    b->arbiter = arbiter_open(&b->catalog);
    Maker m = maker_open(b, 60);
    for (size_t i = 0; i < RULES; i++)
      rules[i] =
          rule_text(&a, i,
                    arena_printf(&a, "all { %s, any { measure(\"ake\"):known(), no { measure(\"ake\"):known() } } }",
                                 make_tree(&m, &a, (int)bench_below(3), false)));
    PackInfo info;
    const char *text = pack_text(&a, rules, RULES, false);
    assert_true(bench_load(b, "random.lua", text, strlen(text), &info));
    for (int i = 0; i < 3; i++) {
      Case c = make_case(b, &a);
      for (size_t k = 0; (rule = judge_rule_id(b->judge, k)); k++) whynot_holds(b, &c, rule);
      goals_hold(b, &c);
    }
    bench_close(b);
    arena_reset(&a);
  }
  print_message("# random: %zu changes, %zu of them fire; %zu goals\n", changes_seen, fired, reached);
  assert_true(changes_seen > 100 && fired > 30 && reached > 12);
  arena_free(&a);
}

/* Edges are found by judging, so a function that nobody can look into has them, too. */
static void functions_have_edges(void **state) {
  (void)state;
  Bench *b = with_text("return pack { id = \"f\", version = \"1\", title = \"t\",\n"
                       "rule { id = \"r\", title = \"t\", when = fn { needs = { \"sorensen\", \"shoe_km\" },\n"
                       "  says = \"a sum\", function(p) return p:measure(\"sorensen\") * 2 + p:measure(\"shoe_km\") > "
                       "500 end },\n"
                       "strengthen = \"gluteus_medius\", cite = { \"convention\" }, evidence = \"weak\" } }\n");
  Case c = bench_case(b, &b->arena,
                      "{\"patient\":{\"id\":\"X\",\"sex\":\"f\",\"age\":25},\"date\":\"2026-11-20\",\"measures\":["
                      "{\"test\":\"sorensen\",\"value\":60},{\"test\":\"shoe_km\",\"value\":200}]}");
  WhyNot *list;
  size_t count;
  assert_true(judge_whynot(b->judge, &b->arena, &c, "r", SIDE_BOTH, &list, &count, &b->err));
  assert_int_equal(count, 1);
  assert_int_equal(list[0].change_count, 2);
  for (size_t i = 0; i < 2; i++) {
    const Change *change = &list[0].changes[i];
    bool hold = strcmp(change->gauge.test, "sorensen") == 0;
    assert_true(fabs(change->short_of - (hold ? 150 : 380)) < 1e-9);
    assert_true(fabs(change->to - (hold ? 150.001 : 380.001)) < 1e-9);
  }
  bench_close(b);
}

/* Spans follow each other without a gap, and hold what judging inside them gives. */
static void sweeps_tell_what_judging_tells(void **state) {
  (void)state;
  Bench *b = shipped();
  Arena a = {0};
  bench_seed = 43;
  size_t spans = 0;
  for (int i = 0; i < 20; i++) {
    Case c = random_case(b, &a);
    const Measure *m = &c.measures[bench_below(c.measure_count)];
    Sweep sweep;
    assert_true(judge_sweep(b->judge, &a, &c, m, 1, &sweep, &b->err));
    for (size_t k = 0; k < sweep.count; k++)
      for (size_t n = 0; n < sweep.rows[k].count; n++) {
        const Span *span = &sweep.rows[k].spans[n];
        const double at[] = {span->lo, (span->lo + span->hi) / 2, span->hi};
        bool whole = is_whole(&sweep.gauge);
        assert_true(span->lo <= span->hi);
        if (n) assert_true(span->lo > span[-1].hi && span->lo - span[-1].hi <= (whole ? 1 : 0.002));
        for (size_t v = 0; v < ARRAY_LEN(at); v++) {
          Case then = at_value(&a, &c, m->test, m->side, m->position, whole ? round(at[v]) : at[v]);
          assert_int_equal(truth_at(b, &a, &then, sweep.rows[k].rule.rule, sweep.rows[k].rule.side), span->truth);
        }
        spans++;
      }
    arena_reset(&a);
  }
  assert_true(spans > 50);
  arena_free(&a);
  bench_close(b);
}

/* What whatif lists is the difference of two judgings, no more and no less. */
static void whatif_is_the_difference(void **state) {
  (void)state;
  Bench *b = shipped();
  Arena a = {0};
  bench_seed = 45;
  for (int i = 0; i < 20; i++) {
    Case c = random_case(b, &a);
    Measure m = c.measures[bench_below(c.measure_count)];
    const Answer answer = {.question = "shoe_discomfort", .value = bench_below(2) ? ANSWER_YES : ANSWER_NO};
    for (const Range *p = pool; p < pool + ARRAY_LEN(pool); p++)
      if (strcmp(p->test, m.test) == 0) m.lo = m.hi = draw(p);
    WhatIf reply;
    assert_true(judge_whatif(b->judge, &a, &c, &m, 1, &answer, 1, &reply, &b->err));
    Case then = at_value(&a, &c, m.test, m.side, m.position, m.lo);
    then.answers = (Answer[]){answer};
    then.answer_count = 1;
    Result before = bench_judge(b, &a, &c), after = bench_judge(b, &a, &then);
    const char *rule;
    for (size_t k = 0; (rule = judge_rule_id(b->judge, k)); k++)
      for (int side = SIDE_BOTH; side <= SIDE_RIGHT; side++) {
        const Finding *x = bench_finding(&before, rule, (Side)side), *y = bench_finding(&after, rule, (Side)side);
        Truth p = x ? x->truth : TRUTH_FALSE, q = y ? y->truth : TRUTH_FALSE;
        bool listed = false;
        for (size_t n = 0; n < reply.count; n++)
          listed = listed ||
                   (strcmp(reply.differences[n].rule.rule, rule) == 0 && reply.differences[n].rule.side == (Side)side);
        if (p != q) assert_true(listed);
        if (p == q && p == TRUTH_FALSE) assert_false(listed);
      }
    arena_reset(&a);
  }
  arena_free(&a);
  bench_close(b);
}

/* What may decide a rule alone does so with some outcome, and the ranking is by weight. */
static void next_ranks_by_weight(void **state) {
  (void)state;
  Bench *b = shipped();
  Arena a = {0};
  bench_seed = 46;
  for (int i = 0; i < 20; i++) {
    Case c = random_case(b, &a);
    Result r = bench_judge(b, &a, &c);
    Next next;
    size_t undecided = 0;
    assert_true(judge_next(b->judge, &a, &c, &next, &b->err));
    for (size_t k = 0; k < r.finding_count; k++)
      undecided += r.findings[k].truth == TRUTH_UNKNOWN && !r.findings[k].unsure;
    assert_int_equal(next.undecided, undecided);
    assert_int_equal(next.open, r.open_count);
    for (size_t k = 0; k < next.count; k++) {
      const NextItem *item = &next.items[k], *before = k ? item - 1 : NULL;
      assert_true(item->settles <= next.weight + 1e-9);
      assert_true(item->named <= next.weight + 1e-9);
      if (before && before->kind == item->kind) assert_true(before->settles >= item->settles);
      for (size_t n = 0; n < item->alone_count; n++) {
        const Finding *f = bench_finding(&r, item->alone[n].rule, item->alone[n].side);
        assert_non_null(f);
        assert_int_equal(f->truth, TRUTH_UNKNOWN);
      }
    }
    arena_reset(&a);
  }
  arena_free(&a);
  bench_close(b);
}

/* Before testing starts: every group that is named fits this patient, also when a test of that kind is then done. */
static void next_names_groups_that_fit(void **state) {
  (void)state;
  Bench *b = shipped();
  Case c = bench_case(b, &b->arena,
                      "{\"patient\":{\"id\":\"X\",\"sex\":\"f\",\"age\":25,\"mass_kg\":60},\"date\":\"2026-11-20\"}");
  Next next;
  size_t groups = 0;
  assert_true(judge_next(b->judge, &b->arena, &c, &next, &b->err));
  assert_true(next.emergencies > 0 && next.open > next.emergencies);
  for (size_t i = 0; i < next.count; i++) groups += next.items[i].norm != NULL;
  assert_true(groups > 5);
  Case nobody = c;
  nobody.patient.mass_kg = NAN;
  assert_true(judge_next(b->judge, &b->arena, &nobody, &next, &b->err));
  for (size_t i = 0; i < next.count; i++)
    if (strcmp(next.items[i].id, "hhd_hip_abduction") == 0) {
      assert_null(next.items[i].norm);
      assert_int_equal(next.items[i].why, WHY_NO_MASS);
    }
  bench_close(b);
}

static void mistakes_are_told(void **state) {
  (void)state;
  Bench *b = shipped();
  Case c = bench_case(b, &b->arena, "{\"patient\":{\"id\":\"X\",\"sex\":\"f\",\"age\":25},\"date\":\"2026-11-20\"}");
  WhyNot *list;
  size_t count;
  Sweep sweep;
  assert_false(judge_whynot(b->judge, &b->arena, &c, "load-spik", SIDE_BOTH, &list, &count, &b->err));
  assert_string_equal(b->err.text, "unknown rule 'load-spik' (did you mean 'load-spike'?)");
  b->err = (Err){0};
  assert_false(judge_whynot(b->judge, &b->arena, &c, "load-spike", SIDE_LEFT, &list, &count, &b->err));
  assert_string_equal(b->err.text, "rule 'load-spike' is judged once, not left and right");
  b->err = (Err){0};
  assert_false(judge_sweep(b->judge, &b->arena, &c, &(Measure){.test = "sorenson"}, 1, &sweep, &b->err));
  assert_string_equal(b->err.text, "unknown test 'sorenson' (did you mean 'sorensen'?)");
  b->err = (Err){0};
  const Measure ends[] = {{.test = "hhd_hip_abduction", .side = SIDE_LEFT, .lo = 1, .hi = 1, .quantity = DIM_TORQUE},
                          {.test = "hhd_hip_abduction", .side = SIDE_LEFT, .lo = 2, .hi = 2, .quantity = DIM_TORQUE}};
  assert_false(judge_sweep(b->judge, &b->arena, &c, ends, 2, &sweep, &b->err));
  assert_int_equal(b->err.kind, ERR_DATA);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(shipped_rules_keep_their_word),
      cmocka_unit_test(random_rules_keep_their_word),
      cmocka_unit_test(functions_have_edges),
      cmocka_unit_test(sweeps_tell_what_judging_tells),
      cmocka_unit_test(goals_end_their_findings),
      cmocka_unit_test(whatif_is_the_difference),
      cmocka_unit_test(next_ranks_by_weight),
      cmocka_unit_test(next_names_groups_that_fit),
      cmocka_unit_test(mistakes_are_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
