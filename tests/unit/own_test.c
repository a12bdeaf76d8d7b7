/* Norms that a pack brings: they judge this pack alone, leave the shared rows as they are, and carry the questions beyond
 * a result with them; mistakes are placed like those of a rule. */
#include "judging.h"

/* sl_heel_raise has no norm in data/: unknown without one, and 10 is three spreads low with this one. */
#define NORM(id)                                                                                                       \
  "norm { id = \"" id "\", test = \"sl_heel_raise\", quantity = \"reps\", age = { 18, 65 },\n"                         \
  "population = \"general\", group = \"visitors\", mean = 25, sd = 5, n = 60, quality = \"C\",\n"                      \
  "verified = \"convention\", source = \"convention\" },\n"
#define RULE                                                                                                           \
  "rule { id = \"calf\", title = \"Few heel raises\", side = each, when = z(\"sl_heel_raise\"):below(sd(-1)),\n"       \
  "strengthen = \"gastrocnemius\", cite = { \"convention\" }, evidence = \"weak\" },\n"
#define PACK(id, body) "return pack { id = \"" id "\", version = \"1\", title = \"t\",\n" body "}\n"

static const char *const with_norm = PACK("with", NORM("own-1") RULE);
static const char *const without = PACK("without", RULE);

static void load(Bench *b, const char *path, const char *text) {
  PackInfo info;
  bool loaded = bench_load(b, path, text, strlen(text), &info);
  for (size_t i = 0; !loaded && i < b->diags.list.count; i++) diag_print(stderr, &b->diags.list.items[i]);
  assert_true(loaded);
}

static Case runner(Bench *b, bool measured) {
  return bench_case(b, &b->arena,
                    measured
                        ? "{\"patient\":{\"id\":\"X\",\"sex\":\"f\",\"age\":30,\"mass_kg\":60},\"date\":\"2026-11-20\","
                          "\"measures\":[{\"test\":\"sl_heel_raise\",\"side\":\"left\",\"value\":10},"
                          "{\"test\":\"sl_heel_raise\",\"side\":\"right\",\"value\":26}]}"
                        : "{\"patient\":{\"id\":\"X\",\"sex\":\"f\",\"age\":30,\"mass_kg\":60},\"date\":\"2026-11-20\","
                          "\"measures\":[]}");
}

static const Finding *finding_of(const Result *r, const char *pack, Side side) {
  for (size_t i = 0; i < r->finding_count; i++)
    if (strcmp(r->findings[i].pack, pack) == 0 && r->findings[i].side == side) return &r->findings[i];
  return NULL;
}

static void a_norm_judges_its_pack_alone(void **state) {
  (void)state;
  const char *lines[2];
  Arena kept = {0};
  for (int order = 0; order < 2; order++) {
    Bench *b = bench_open();
    load(b, "1.lua", order ? without : with_norm);
    load(b, "2.lua", order ? with_norm : without);
    Case c = runner(b, true);
    Result r = bench_judge(b, &b->arena, &c);
    const Finding *left = finding_of(&r, "with", SIDE_LEFT), *other = finding_of(&r, "without", SIDE_LEFT);
    assert_true(left && left->truth == TRUTH_TRUE && left->index < -2.9 && left->index > -3.1);
    assert_null(finding_of(&r, "with", SIDE_RIGHT)); /* false: nothing to tell */
    assert_true(other && other->truth == TRUTH_UNKNOWN && !other->unsure);
    lines[order] = arena_copy(&kept, bench_line(b, &b->arena, &c, &r));
    bench_close(b);
  }
  assert_string_equal(lines[0], lines[1]);
  arena_free(&kept);
}

static void the_shared_rows_stay_as_they_are(void **state) {
  (void)state;
  Bench *b = bench_open();
  size_t count = b->catalog.norms.count;
  Norm *before = arena_array(&b->arena, count, sizeof *before);
  const Norm *items = b->catalog.norms.items;
  memcpy(before, items, count * sizeof *before);
  load(b, "1.lua", with_norm);
  load(b, "2.lua", PACK("again", NORM("own-1") NORM("AAA") RULE)); /* packs do not see each other's rows */
  assert_true(b->catalog.norms.count == count && b->catalog.norms.items == items);
  assert_memory_equal(before, items, count * sizeof *before);
  assert_null(b->catalog.files[ROWS_NORM].fault);
  bench_close(b);
}

static void the_place_in_the_pack_does_not_matter(void **state) {
  (void)state;
  static const char *const texts[] = {PACK("with", NORM("own-1") NORM("own-2") RULE),
                                      PACK("with", RULE NORM("own-2") NORM("own-1"))};
  const char *lines[2];
  Arena kept = {0};
  for (int i = 0; i < 2; i++) {
    Bench *b = bench_open();
    load(b, "x.lua", texts[i]);
    Case c = runner(b, true);
    Result r = bench_judge(b, &b->arena, &c);
    assert_non_null(finding_of(&r, "with", SIDE_LEFT));
    lines[i] = arena_copy(&kept, bench_line(b, &b->arena, &c, &r));
    bench_close(b);
  }
  assert_string_equal(lines[0], lines[1]);
  arena_free(&kept);
}

static void explained_by_its_own_norm(void **state) {
  (void)state;
  Bench *b = bench_open();
  Explanation *list;
  size_t count;
  bool named = false;
  load(b, "x.lua", with_norm);
  Case c = runner(b, true);
  assert_true(judge_explain(b->judge, &b->arena, &c, "calf", SIDE_LEFT, &list, &count, &b->err));
  for (size_t i = 0; i < list[0].line_count; i++) named = named || strstr(list[0].lines[i].detail, "visitors");
  assert_true(named);
  bench_close(b);
}

static void questions_beyond_a_result_know_it(void **state) {
  (void)state;
  Bench *b = bench_open();
  WhyNot *why;
  size_t count;
  Goals goals;
  Next next;
  load(b, "1.lua", without);
  load(b, "2.lua", with_norm);
  Case c = runner(b, true);
  assert_true(judge_whynot(b->judge, &b->arena, &c, "with/calf", SIDE_RIGHT, &why, &count, &b->err));
  assert_true(count == 1 && why[0].change_count == 1 && why[0].changes[0].to < 20 && why[0].changes[0].to > 10);
  assert_true(judge_goals(b->judge, &b->arena, &c, &goals, &b->err));
  assert_true(goals.count == 1 && goals.list[0].change.to > 10 && goals.list[0].change.gauge.sd == 5);
  Case nothing = runner(b, false);
  assert_true(judge_next(b->judge, &b->arena, &nothing, &next, &b->err));
  assert_int_equal(next.count, 1);
  assert_string_equal(next.items[0].norm, "own-1");
  assert_true(next.items[0].compared && next.items[0].alone_count == 2);
  bench_close(b);
}

/* ---- mistakes ---- */

typedef struct Seeded {
  const char *fields; /* of the norm on line 2 */
  int column;
  const char *text;
} Seeded;

#define GOOD                                                                                                           \
  "test = \"sl_heel_raise\", quantity = \"reps\", age = { 18, 65 }, population = \"general\", group = \"g\", "
#define REST "quality = \"C\", verified = \"convention\", source = \"convention\""
static const Seeded seeded[] = {
    {"id = \"N001\"", 13, "norm 'N001' stands in data/norms.lua:34 already"},
    {"id = \"5\", " GOOD "mean = 25, sd = 5, " REST, 8,
     "norm '5': field 'id' must be a letter, then up to 63 letters, digits, '_' or '-', not '5'"},
    {"id = \"n\", " GOOD "mean = 25, " REST, 1,
     "norm 'n': field 'sd' is missing; with a mean alone write derived = true"},
    {"id = \"n\", " GOOD "mean = 25, sd = 0, " REST, 127,
     "norm 'n': field 'sd' must be above 0; leave it out with derived = true when only a mean is known"},
    {"id = \"n\", " GOOD "mean = 25, sd = 5, colour = 1, " REST, 135, "norm 'n': field 'colour' is not known here"},
    {"id = \"n\", " GOOD "mean = 25, sd = 5, leg = \"lft\", " REST, 135,
     "norm 'n': field 'leg' must be one of dominant, nondominant, left, right, not 'lft' (did you mean 'left'?)"},
    {"id = \"n\", " GOOD "mean = 25, sd = 5, position = \"prone\", " REST, 0, NULL}, /* no positions: any may stand */
    {"id = \"n\", " GOOD "mean = 25, sd = 5, position = \"prune\", " REST, 135,
     "norm 'n': field 'position' names an unknown position 'prune' (did you mean 'prone'?)"},
    {"id = \"n\", " GOOD "mean = 1, sd = 5, lognormal = true, per_year = -1, " REST, 134,
     "norm 'n': field 'lognormal' needs a mean above 0"},
    {"id = \"n\", " GOOD "mean = 25, sd = 5, sport = \"rowing\", " REST, 135,
     "norm 'n': field 'sport' is needed for athletes and for nobody else"},
};

static void mistakes_are_placed(void **state) {
  (void)state;
  Bench *b = bench_open();
  int missed = 0;
  for (size_t i = 0; i < ARRAY_LEN(seeded); i++) {
    const Seeded *s = &seeded[i];
    PackInfo info;
    const char *text =
        arena_printf(&b->arena, "return pack { id = \"p%zu\", version = \"1\", title = \"t\",\nnorm { %s },\n%s}\n", i,
                     s->fields, RULE);
    bool loaded = bench_load(b, "x.lua", text, strlen(text), &info);
    if (!s->text && loaded) continue;
    const Diag *d = b->diags.list.count ? &b->diags.list.items[0] : NULL;
    if (s->text && d && d->line == 2 && d->column == s->column && strcmp(d->text, s->text) == 0) continue;
    missed++;
    print_error("wanted %d: %s\n   got %d:%d: %s\n", s->column, s->text, d ? d->line : 0, d ? d->column : 0,
                d ? d->text : "");
  }
  assert_int_equal(missed, 0);
  bench_close(b);
}

static void strays_and_doubles_are_mistakes(void **state) {
  (void)state;
  static const struct {
    const char *text, *message;
  } rows[] = {
      {"local n = " NORM("a") "nil\nreturn " PACK("x", RULE), NULL}, /* a comma behind: no Lua */
      {PACK("x", NORM("a") NORM("a") RULE), "norm 'a' stands in x.lua:2 already"},
      {PACK("x", "norm { 5 }, " RULE), "norm: holds a value without a name; write name = value"},
      {PACK("x", "norm(5), " RULE), "norm takes one table: norm { id = \"...\", ... }"},
      {PACK("x", NORM("a")), "the pack has no rule"},
      {PACK("x", "norms { }, " RULE), "unknown word 'norms' (did you mean 'norm'?)"},
      {"local function twice(n) return pack { id = \"x\", version = \"1\", title = \"t\", n, n, " RULE "} end\n"
       "return twice(norm { id = \"a\" })",
       "the norm of line 4 stands in the pack twice"},
      {"norm { id = \"a\", " GOOD "mean = 25, sd = 5, " REST
       " }\nreturn pack { id = \"x\", version = \"1\", title = \"t\", " RULE "}",
       "this norm stands in no pack: put it inside pack { ... }"},
  };
  Bench *b = bench_open();
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    PackInfo info;
    assert_false(bench_load(b, "x.lua", rows[i].text, strlen(rows[i].text), &info));
    bool found = !rows[i].message;
    for (size_t k = 0; k < b->diags.list.count && !found; k++)
      found = strcmp(b->diags.list.items[k].text, rows[i].message) == 0;
    if (!found) print_error("wanted %s\n", rows[i].message);
    for (size_t k = 0; !found && k < b->diags.list.count; k++) diag_print(stderr, &b->diags.list.items[k]);
    assert_true(found);
  }
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_norm_judges_its_pack_alone),          cmocka_unit_test(the_shared_rows_stay_as_they_are),
      cmocka_unit_test(the_place_in_the_pack_does_not_matter), cmocka_unit_test(explained_by_its_own_norm),
      cmocka_unit_test(questions_beyond_a_result_know_it),     cmocka_unit_test(mistakes_are_placed),
      cmocka_unit_test(strays_and_doubles_are_mistakes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
