/* Stored cases judged again: what is read fast is what is read slowly, rules that are not judged again give the same
 * finding in both packs, and those that are judged give what judging everything gives. */
#include "random_pack.h"
#include "judging/rejudge.h"

#include <math.h>

enum { RULES = 12, LEAVES = 150, CASES = 12 };

static const char *bytes_of(Arena *a, const Case *c) {
  Text text = {.arena = a};
  ndjson_write_case(c, &text);
  return text_get(&text);
}

/* A drawn case without what the strict reader takes for impossible: grades in between, ranges beyond the end or below zero. */
static Case draw_case(Bench *b, Arena *a) {
  Case c = make_case(b, a);
  size_t kept = 0;
  for (size_t i = 0; i < c.measure_count; i++) {
    const Test *test = catalog_test(&b->catalog, c.measures[i].test);
    const Measure *m = &c.measures[i];
    bool possible = isinf(m->hi) || (m->hi <= test->possible_hi && (m->lo >= 0 || fabs(m->hi - m->lo) <= 0));
    if (!test->ordinal && possible) c.measures[kept++] = *m;
  }
  c.measure_count = kept;
  return c;
}

static int compare_ids(const void *left, const void *right) {
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* ---- reading ---- */

static bool read_stored(Bench *b, Arena *a, const char *bytes, size_t len, Case *out) {
  const Wanted all = {.answers = true};
  char *own = malloc(len ? len : 1); /* exactly as long as it says: the sanitizer sees a byte too many */
  assert_non_null(own);
  memcpy(own, bytes, len);
  bool read = ndjson_stored(&b->catalog, a, own, len, &all, out, &(Err){0});
  const char *again = read ? bytes_of(a, out) : "";
  free(own);
  if (read) *out = (Case){.local_hash = again}; /* texts may lie in what was freed */
  return read;
}

static void what_is_stored_is_read_as_by_the_strict_reader(void **state) {
  (void)state;
  Bench *b = bench_open();
  bench_seed = 7;
  for (size_t i = 0; i < rounds_of(60); i++) {
    Arena a = {0};
    Case drawn = draw_case(b, &a), fast;
    const char *bytes = bytes_of(&a, &drawn);
    Case slow = bench_case(b, &a, bytes);
    assert_true(read_stored(b, &a, bytes, strlen(bytes), &fast));
    assert_string_equal(fast.local_hash, bytes_of(&a, &slow));
    arena_free(&a);
  }
  bench_close(b);
}

static void a_part_of_a_case_is_refused(void **state) {
  (void)state;
  Bench *b = bench_open();
  Arena a = {0};
  bench_seed = 8;
  Case drawn = draw_case(b, &a), out;
  drawn.measure_count = 6, drawn.answer_count = 3;
  const char *bytes = bytes_of(&a, &drawn);
  for (size_t len = 0; len + 1 < strlen(bytes); len++) assert_false(read_stored(b, &a, bytes, len, &out));
  arena_free(&a);
  bench_close(b);
}

/* Whatever byte is another one, what is taken for a case reads back as it is written. */
static void damaged_bytes_are_refused_or_a_case(void **state) {
  (void)state;
  static const char bytes_tried[] = "{}[],:\"\\0159-.eE+a \n\x80";
  Bench *b = bench_open();
  Arena a = {0}, work = {0};
  size_t refused = 0;
  bench_seed = 9;
  Case drawn = draw_case(b, &a), out;
  drawn.measure_count = 6, drawn.answer_count = 3;
  char *bytes = arena_copy(&a, bytes_of(&a, &drawn));
  size_t len = strlen(bytes);
  for (size_t i = 0; i < rounds_of(4000); i++) {
    size_t at = bench_below(len);
    char was = bytes[at];
    bytes[at] = bytes_tried[bench_below(sizeof bytes_tried - 1)];
    refused += !read_stored(b, &work, bytes, len, &out);
    bytes[at] = was;
    arena_reset(&work);
  }
  assert_true(refused > 2000);
  assert_true(read_stored(b, &a, bytes, len, &out));
  arena_free(&a), arena_free(&work);
  bench_close(b);
}

static void only_what_is_wanted_is_read(void **state) {
  (void)state;
  Bench *b = bench_open();
  Arena a = {0};
  bench_seed = 10;
  Case drawn = draw_case(b, &a), out;
  const char *bytes = bytes_of(&a, &drawn);
  bool *tests = arena_array(&a, b->catalog.tests.count, sizeof *tests);
  size_t wanted = 0;
  int chosen = catalog_find(&b->catalog, ROWS_TEST, drawn.measures[5].test);
  tests[chosen] = true;
  for (size_t i = 0; i < drawn.measure_count; i++)
    wanted += strcmp(drawn.measures[i].test, drawn.measures[5].test) == 0;
  assert_true(ndjson_stored(&b->catalog, &a, bytes, strlen(bytes), &(Wanted){.tests = tests}, &out, &(Err){0}));
  assert_int_equal(out.measure_count, wanted);
  assert_int_equal(out.answer_count, 0);
  arena_free(&a);
  bench_close(b);
}

/* An excerpt reads as what is wanted of the case, whichever tests those are; bytes in another form have none. */
static void an_excerpt_reads_as_what_is_wanted(void **state) {
  (void)state;
  Bench *b = bench_open();
  bench_seed = 11;
  for (size_t i = 0; i < rounds_of(60); i++) {
    Arena a = {0};
    Case drawn = draw_case(b, &a), wanted, part;
    const char *bytes = bytes_of(&a, &drawn);
    bool *tests = arena_array(&a, b->catalog.tests.count, sizeof *tests);
    const char **ids = arena_array(&a, b->catalog.tests.count, sizeof *ids);
    Excerpt excerpt = {.tests = ids, .answers = bench_below(2)};
    for (size_t k = 0; k < b->catalog.tests.count; k++) {
      tests[k] = bench_below(4) == 0;
      if (tests[k]) ids[excerpt.count++] = b->catalog.tests.items[k].id;
    }
    qsort(ids, excerpt.count, sizeof *ids, compare_ids);
    Text text = {.arena = &a};
    assert_true(excerpt_add(&excerpt, bytes, strlen(bytes), SIZE_MAX / 2, &text));
    size_t whole = text.len;
    text.len = 0;
    assert_false(excerpt_add(&excerpt, bytes, strlen(bytes), whole - 1, &text));
    assert_int_equal(text.len, 0);
    assert_true(excerpt_add(&excerpt, bytes, strlen(bytes), whole, &text));
    const Wanted some = {.tests = tests, .answers = excerpt.answers}, all = {.answers = true};
    assert_true(ndjson_stored(&b->catalog, &a, bytes, strlen(bytes), &some, &wanted, &(Err){0}));
    assert_true(ndjson_stored(&b->catalog, &a, text.data, text.len, &all, &part, &(Err){0}));
    assert_string_equal(bytes_of(&a, &part), bytes_of(&a, &wanted));
    for (size_t len = 0; i < 3 && len + 1 < strlen(bytes); len++) {
      char *cut = malloc(len + 1); /* the sanitizer sees a byte too many */
      assert_non_null(cut);
      memcpy(cut, bytes, len);
      text.len = 0;
      assert_false(excerpt_add(&excerpt, cut, len, SIZE_MAX / 2, &text));
      assert_int_equal(text.len, 0);
      free(cut);
    }
    arena_free(&a);
  }
  bench_close(b);
}

static void no_excerpt_of_a_case_with_overrides(void **state) {
  (void)state;
  Bench *b = bench_open();
  Arena a = {0};
  Text text = {.arena = &a};
  bench_seed = 12;
  Case drawn = draw_case(b, &a);
  drawn.patient.sport = "}],\"measures\":[{\"test\":\"ake\"";
  const char *bytes = bytes_of(&a, &drawn);
  assert_false(excerpt_add(&(Excerpt){.answers = true}, bytes, strlen(bytes), SIZE_MAX / 2, &text));
  Override override = {.pack = "p", .rule = "r", .reason = "seen", .clinician = "A"};
  drawn.patient.sport = NULL, drawn.overrides = &override, drawn.override_count = 1;
  bytes = bytes_of(&a, &drawn);
  assert_false(excerpt_add(&(Excerpt){.answers = true}, bytes, strlen(bytes), SIZE_MAX / 2, &text));
  assert_int_equal(text.len, 0);
  arena_free(&a);
  bench_close(b);
}

/* ---- judging ---- */

typedef struct Both {
  Bench *b;
  Arbiter *arbiters[2];
  RejudgedRules rules;
  const Excerpt *wanted;
  const char *cases[CASES]; /* as bytes */
  Arena work;
  int64_t present[2][RULES + 1], newly[RULES + 1], gone[RULES + 1]; /* by number of the rule, by judging everything */
} Both;

static Arbiter *arbiter_with(Bench *b, const char *const *rules, size_t count) {
  Arena a = {0};
  PackInfo info;
  const char *text = pack_text(&a, rules, count, false);
  const PackSource source = {"random.lua", arena_copy(&b->arena, text), strlen(text)};
  Arbiter *arbiter = arbiter_open(&b->catalog);
  assert_true(arbiter_load(arbiter, &b->arena, &source, &info, &b->diags, &b->err));
  arena_free(&a);
  return arbiter;
}

static bool is_present(const Result *r, const char *rule, Side side) {
  const Finding *f = bench_finding(r, rule, side);
  return f && f->truth == TRUTH_TRUE;
}

static bool is_listed(const Both *both, const char *rule) {
  for (size_t i = 0; i < both->rules.count; i++)
    if (strcmp(both->rules.items[i].rule, rule) == 0) return both->rules.items[i].kind != CONTRAST_WORDS;
  return false;
}

static void judge_everything(Both *both, Arena *a, const Case *c) {
  Result results[2];
  Err err = {0};
  for (int i = 0; i < 2; i++) assert_true(arbiter_evaluate(both->arbiters[i], a, c, &results[i], &err));
  for (size_t k = 0; k <= RULES; k++) {
    const char *id = arena_printf(a, "r%zu", k);
    for (Side side = SIDE_BOTH; side <= SIDE_RIGHT; side++) {
      bool was = is_present(&results[0], id, side), is = is_present(&results[1], id, side);
      if (was != is) assert_true(is_listed(both, id));
      both->present[0][k] += was, both->present[1][k] += is;
      both->newly[k] += !was && is, both->gone[k] += was && !is;
    }
  }
}

/* Asks for cases, each as a whole or, when it is asked for the first time and may be one, as an excerpt. */
static void ask(Both *both, Arena *a, const RejudgeIds *ids, bool first, Rejudged *sum) {
  Text question = {.arena = a}, answer = {.arena = a};
  Err err = {0};
  rejudge_ask(&question, REJUDGE_COUNT);
  for (size_t i = 0; i < ids->count; i++) {
    const char *bytes = both->cases[ids->items[i] - 1];
    Text part = {.arena = a};
    bool cut =
        first && both->wanted && bench_below(4) && excerpt_add(both->wanted, bytes, strlen(bytes), SIZE_MAX / 2, &part);
    rejudge_add(&question, ids->items[i], !cut, cut ? part.data : bytes, cut ? part.len : strlen(bytes));
  }
  assert_true(
      rejudge_answer(both->arbiters[0], both->arbiters[1], a, &both->work, question.data, question.len, &answer, &err));
  for (size_t len = 0; len < answer.len; len += 97) { /* no part of an answer is taken for one */
    RejudgedRules rules = both->rules;
    Arena own = {0};
    Rejudged part = {0};
    rules.items = arena_array(&own, rules.count + 1, sizeof *rules.items);
    assert_false(rejudge_read_count(&own, answer.data, len, ids, &rules, &part, &(Err){0}));
    arena_free(&own);
  }
  assert_true(rejudge_read_count(a, answer.data, answer.len, ids, &both->rules, sum, &err));
}

/* What is asked gives what judging everything gives; what changes was asked as a whole. */
static void compare(Both *both, Arena *a) {
  Rejudged sum = {0};
  RejudgeIds all = {0};
  for (size_t i = 0; i < CASES; i++) *LIST_ADD(a, &all) = (int64_t)i + 1;
  ask(both, a, &all, true, &sum);
  const RejudgeIds owed = sum.owed;
  assert_int_equal(sum.cases, CASES - owed.count);
  ask(both, a, &owed, false, &sum);
  assert_int_equal(sum.owed.count, owed.count);
  assert_int_equal(sum.cases, CASES);
  assert_int_equal(sum.unread, 0);
  for (size_t i = 0; i < both->rules.count; i++) {
    const RejudgedRule *r = &both->rules.items[i];
    size_t k = strtoul(r->rule + 1, NULL, 10);
    if (r->kind == CONTRAST_WORDS) continue;
    assert_int_equal(r->present[0], both->present[0][k]);
    assert_int_equal(r->present[1], both->present[1][k]);
    assert_int_equal(r->newly, both->newly[k]);
    assert_int_equal(r->gone, both->gone[k]);
    assert_true((r->newly + r->gone == 0) == (r->causes.count == 0));
  }
}

/* Two packs that share rules: some changed, one gone, one new. */
static void try_packs(Bench *b, Maker *m) {
  Arena a = {0};
  Both both = {.b = b};
  const char *before[RULES], *after[RULES];
  for (size_t i = 0; i < RULES; i++) {
    m->asked = i;
    before[i] = after[i] = rule_text(&a, i, make_tree(m, &a, 2, false));
  }
  for (size_t i = 0; i < 4; i++) {
    size_t changed = bench_below(RULES - 1);
    m->asked = changed;
    after[changed] = rule_text(&a, changed, make_tree(m, &a, 2, false));
  }
  m->asked = 0;
  after[RULES - 1] = rule_text(&a, RULES, make_tree(m, &a, 1, false));
  both.arbiters[0] = arbiter_with(b, before, RULES), both.arbiters[1] = arbiter_with(b, after, RULES);
  Text question = {.arena = &a}, answer = {.arena = &a};
  rejudge_ask(&question, REJUDGE_RULES);
  assert_true(rejudge_answer(both.arbiters[0], both.arbiters[1], &a, &both.work, question.data, question.len, &answer,
                             &b->err));
  assert_true(rejudge_read_rules(&a, answer.data, answer.len, &both.rules, &both.wanted, &b->err));
  for (size_t i = 0; i < CASES; i++) {
    Case drawn = draw_case(b, &a);
    both.cases[i] = bytes_of(&a, &drawn);
    Case c = bench_case(b, &a, both.cases[i]);
    judge_everything(&both, &a, &c);
  }
  compare(&both, &a);
  arbiter_close(both.arbiters[0]), arbiter_close(both.arbiters[1]);
  arena_free(&both.work);
  arena_free(&a);
}

static void judging_what_differs_gives_what_judging_everything_gives(void **state) {
  (void)state;
  Bench *b = bench_open();
  bench_seed = 21;
  Maker m = maker_open(b, LEAVES);
  for (size_t i = 0; i < rounds_of(25); i++) try_packs(b, &m);
  bench_close(b);
}

static void a_question_that_is_none_is_refused(void **state) {
  (void)state;
  Bench *b = bench_open();
  b->arbiter = arbiter_open(&b->catalog);
  Arena a = {0}, work = {0};
  Text out = {.arena = &a};
  Err err = {0};
  bench_load_file(b, "rules/trunk.lua");
  assert_false(rejudge_answer(b->arbiter, b->arbiter, &a, &work, "abc", 3, &out, &err));
  Text question = {.arena = &a};
  rejudge_ask(&question, REJUDGE_COUNT);
  shape_put_size(&question, 1), shape_put_size(&question, 1000);
  assert_false(rejudge_answer(b->arbiter, b->arbiter, &a, &work, question.data, question.len, &out, &err));
  arena_free(&a), arena_free(&work);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_stored_is_read_as_by_the_strict_reader),
                                     cmocka_unit_test(a_part_of_a_case_is_refused),
                                     cmocka_unit_test(damaged_bytes_are_refused_or_a_case),
                                     cmocka_unit_test(only_what_is_wanted_is_read),
                                     cmocka_unit_test(an_excerpt_reads_as_what_is_wanted),
                                     cmocka_unit_test(no_excerpt_of_a_case_with_overrides),
                                     cmocka_unit_test(judging_what_differs_gives_what_judging_everything_gives),
                                     cmocka_unit_test(a_question_that_is_none_is_refused)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
