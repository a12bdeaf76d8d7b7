/* Equal conditions share a slot, and nothing that can be seen depends on it: random packs and cases judged with shared
 * slots and with a slot for every node give the same bytes, explanations included. */
#include "rules/evaluate.h"
#include "judging.h"
#include "script/pack.h"
#include "primitives/primitives.h"
#include "rules/slots.h"

static const char *const tests[] = {"hhd_hip_abduction", "hhd_hip_adduction", "hhd_hip_flexion", "hhd_knee_extension"};
static const char *const muscles[] = {"gluteus_medius", "adductors", "quadriceps"};

#define PICK(list) (list)[bench_below(ARRAY_LEN(list))]

/* Few different cuts, so that equal conditions are frequent. */
static void add_leaf(Text *t) {
  static const char *const sides[] = {"", "", ".other", ".left", ".worse"};
  const char *test = PICK(tests), *side = PICK(sides);
  int cut = (int)bench_below(3);
  switch (bench_below(13)) {
  case 0: text_addf(t, "asymmetry(\"%s\")%s:above(pct(%d))", test, side, 5 * cut); break;
  case 1: text_addf(t, "z(\"%s\")%s:below(sd(-%d))", test, side, cut); break;
  case 2: text_addf(t, "measure(\"%s\")%s:between(newton(%d), newton(%d))", test, side, 100 + 20 * cut, 250); break;
  case 3: text_addf(t, "asymmetry(\"%s\"):within_error()", test); break;
  case 4: text_addf(t, "(measure(\"%s\") / measure(\"%s\").other):below(1.%d)", test, test, cut); break;
  case 5: text_addf(t, "low(\"%s\")", PICK(muscles)); break;
  case 6: text_addf(t, "strength(\"%s\")%s:below(sd(-%d))", PICK(muscles), side, cut); break;
  case 7: text_addf(t, "answer(\"shoe_discomfort\"):is(%s)", cut ? "yes" : "no"); break;
  case 8: text_addf(t, "z(\"%s\"):plain():below(sd(-%d))", test, cut); break;
  case 9: text_addf(t, "measure(\"%s\"):known()", test); break;
  case 10:
  case 11: /* a part without a chance beside one with it */
    text_addf(t, "any { asymmetry(\"%s\"):above(pct(10)), measure(\"%s\"):below(newton(150)) }", test, test);
    break;
  default: text_addf(t, "found(\"r%zu\")", bench_below(4));
  }
}

static void add_tree(Text *t, int depth) {
  static const char *const words[] = {"all { ", "any { ", "no { ", "at_least(1, ", "count { "};
  size_t word = bench_below(ARRAY_LEN(words));
  if (depth > 2 || bench_below(3) == 0) {
    add_leaf(t);
    return;
  }
  text_add(t, words[word]);
  for (size_t i = 0, kids = 1 + bench_below(3); i < kids; i++) {
    if (i) text_add(t, ", ");
    add_tree(t, depth + 1);
  }
  text_add(t, word == 3 ? ")" : word == 4 ? " }:above(0)" : " }");
}

/* The first four rules ask for no other, so that found() makes no circle. */
static const char *random_pack(Arena *a, int rules) {
  Text t = {.arena = a};
  text_add(&t, "return pack { id = \"p\", version = \"1\", title = \"t\",\n");
  for (int i = 0; i < rules; i++) {
    text_addf(
        &t, "rule { id = \"r%d\", title = \"t\", side = each, strengthen = \"core\", cite = { \"convention\" },\n", i);
    text_add(&t, "  evidence = \"weak\", say = \"{side} {value} {unit} {n}\", when = ");
    if (i < 4)
      text_addf(&t, "asymmetry(\"%s\"):above(pct(10))", tests[i]);
    else
      add_tree(&t, 0);
    text_add(&t, " },\n");
  }
  text_add(&t, "}\n");
  return text_get(&t);
}

static Case random_case(Arena *a) {
  Case c = {.patient = {.code = "R",
                        .sex = bench_below(2) ? SEX_FEMALE : SEX_MALE,
                        .age_years = bench_below(8) ? 25 : -1,
                        .mass_kg = bench_below(6) ? 62 : NAN,
                        .height_cm = 170,
                        .sport = "running"}};
  static Answer answer = {"shoe_discomfort", ANSWER_YES};
  date_parse("2026-11-20", DATE_ISO, &c.date);
  c.measures = arena_array(a, ARRAY_LEN(tests) * 2, sizeof *c.measures);
  for (size_t i = 0; i < ARRAY_LEN(tests) * 2; i++) {
    double value = bench_uniform(80, 260);
    if (bench_below(5) == 0) continue;
    c.measures[c.measure_count++] = (Measure){.test = tests[i / 2],
                                              .side = i % 2 ? SIDE_LEFT : SIDE_RIGHT,
                                              .lo = value,
                                              .hi = bench_below(8) ? value : INFINITY,
                                              .quantity = DIM_FORCE,
                                              .lever_m = NAN,
                                              .pain = bench_below(9) ? -1 : 6};
  }
  if (bench_below(2)) c.answers = &answer, c.answer_count = 1;
  return c;
}

static Pack *load(Bench *b, const char *text) {
  b->diags = (Diags){.arena = &b->arena};
  Pack *pack = pack_load(&b->arena, &b->catalog, NULL, "p.lua", text, strlen(text), &b->diags, &b->err);
  for (size_t i = 0; !pack && i < b->diags.list.count; i++) diag_print(stderr, &b->diags.list.items[i]);
  assert_non_null(pack);
  return pack;
}

static void set_apart(Node *n) {
  n->slot = n->id;
  for (size_t i = 0; i < n->kid_count; i++) set_apart(n->kids[i]);
  for (int i = 0; i < ARGS_MOST; i++)
    if (n->args[i].node) set_apart(n->args[i].node);
}

static void add_explanations(Text *t, Bench *b, const Pack *pack, const Case *c) {
  for (size_t i = 0; i < pack->rule_count; i++)
    for (int side = SIDE_LEFT; pack->rules[i].each && side <= SIDE_RIGHT; side++) {
      Trace trace = {0};
      evaluate_rule(t->arena, &b->catalog, pack, &pack->rules[i], c, (Side)side, &trace);
      for (size_t k = 0; k < trace.count; k++)
        text_addf(t, "%s %d %.17g %s\n", trace.items[k].text, trace.items[k].truth, trace.items[k].certainty,
                  trace.items[k].detail);
    }
}

static const char *all_that_is_told(Arena *a, Bench *b, const Pack *pack, const Case *c) {
  Text t = {.arena = a};
  Result result;
  evaluate(a, &b->catalog, &pack, 1, c, &result);
  text_add(&t, bench_line(b, a, c, &result));
  add_explanations(&t, b, pack, c);
  return text_get(&t);
}

static void sharing_changes_nothing(void **state) {
  (void)state;
  Bench *b = bench_open();
  Arena a = {0};
  size_t shared = 0;
  bench_seed = 71;
  for (int round = 0; round < 25; round++) {
    const char *text = random_pack(&b->arena, 16);
    Pack *together = load(b, text), *apart = load(b, text);
    assert_true(together->slot_count <= together->node_count);
    shared += (size_t)(together->node_count - together->slot_count);
    for (size_t i = 0; i < apart->rule_count; i++) set_apart(apart->rules[i].when);
    apart->slot_count = apart->node_count;
    for (int i = 0; i < 12; i++) {
      Case c = random_case(&a);
      assert_string_equal(all_that_is_told(&a, b, together, &c), all_that_is_told(&a, b, apart, &c));
      arena_reset(&a);
    }
    pack_close(together), pack_close(apart);
  }
  assert_true(shared > 500);
  arena_free(&a);
  bench_close(b);
}

/* Same word, side and arguments: one slot. A different side, number or part: another one. */
static void equal_nodes_share(void **state) {
  (void)state;
  Bench *b = bench_open();
  static const struct {
    const char *condition;
    int nodes, slots;
  } rows[] = {
      {"any { z(\"ake\"):below(sd(-1)), z(\"ake\"):below(sd(-1)) }", 5, 3},
      {"any { z(\"ake\"):below(sd(-1)), z(\"ake\"):below(sd(-2)) }", 5, 4},
      {"any { z(\"ake\"):below(sd(-1)), z(\"ake\"):above(sd(-1)) }", 5, 4},
      {"any { z(\"ake\"):below(sd(-1)), z(\"ake\").other:below(sd(-1)) }", 6, 5},
      {"any { measure(\"shoe_km\"):above(km(1)), measure(\"shoe_km\"):above(km(1)) }", 5, 3},
      {"any { low(\"quadriceps\"), no { low(\"quadriceps\") } }", 4, 3},
      {"any { low(\"quadriceps\"), short(\"quadriceps\"), low(\"adductors\") }", 4, 4},
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    const Pack *pack = load(b, bench_pack(&b->arena, "p", true, rows[i].condition));
    assert_int_equal(pack->node_count, rows[i].nodes);
    assert_int_equal(pack->slot_count, rows[i].slots);
  }
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest list[] = {cmocka_unit_test(sharing_changes_nothing), cmocka_unit_test(equal_nodes_share)};
  return cmocka_run_group_tests(list, NULL, NULL);
}
