/* Rows that a pack brings: norms judge this pack alone, tests, muscles and exercises are known to all; the shared rows
 * stay as they are; questions beyond a result know them; mistakes are placed like those of a rule. */
#include "judging.h"
#include "patient/known.h"
#include "program/plan.h"

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

/* ---- rows of every kind ---- */

#define SOURCE(text) "source { id = \"sheet\", citation = \"" text "\" },\n"
#define ROTATORS                                                                                                       \
  "muscle { id = \"rotators\", name = \"deep rotators\", latin = \"mm\", synonyms = { \"turners\" }, paired = true,\n" \
  "source = \"sheet\" },\n"
#define HOLD(more)                                                                                                     \
  "test { id = \"rotator_hold\", name = \"Rotator hold\", how = \"Hold.\", synonyms = {}, domain = \"strength\",\n"    \
  "unit = \"N\", paired = true, better = 1, decimals = 1, statistic = \"best\", possible = { 0, 600 },\n"              \
  "likely = { 20, 400 }, gap = { by = \"percent\" }, relevance = { rotators = 1, gluteus_medius = 0.7 }," more         \
  " source = \"sheet\", verified = \"convention\" },\n"
#define HOLD_NORM                                                                                                      \
  "norm { id = \"hold-1\", test = \"rotator_hold\", quantity = \"N\", age = { 18, 65 }, population = \"general\",\n"   \
  "group = \"visitors\", mean = 150, sd = 20, n = 80, quality = \"C\", verified = \"convention\", source = \"sheet\" " \
  "},\n"
#define LIFT(name, easier)                                                                                             \
  "exercise { id = \"" name "\", name = \"A " name "\", purpose = \"strengthen\", domain = \"strength\",\n"            \
  "muscles = { rotators = 1 }, position = \"side_lying\", equipment = { \"slope\" }, tags = { \"sloped\" },\n"         \
  "level = 1, unilateral = true, dose = \"reps\"," easier " setup = \"s\", movement = \"m\", breathing = \"b\",\n"     \
  "mistakes = \"m\", stop = \"s\", source = \"sheet\" },\n"
#define FLAG                                                                                                           \
  "question { id = \"q_own\", text = \"Any new swelling?\", red_flag = true, urgency = \"urgent\", action = "          \
  "\"Send.\",\n"                                                                                                       \
  "source = \"sheet\", verified = \"convention\" },\n"
#define TIP                                                                                                            \
  "advice { id = \"own_tip\", kind = \"advise\", text = \"Rest.\", evidence = \"weak\", source = \"sheet\" },\n"
#define ROTATOR_RULE                                                                                                   \
  "rule { id = \"weak\", title = \"Hold low\", side = each, when = strength(\"rotators\"):below(sd(-1)),\n"            \
  "strengthen = \"rotators\", advise = \"own_tip\", cite = { \"sheet\" }, evidence = \"weak\" },\n"
#define ALL(id, more) PACK(id, SOURCE("Sheet 1") ROTATORS HOLD(more) HOLD_NORM LIFT("lift", "") FLAG TIP ROTATOR_RULE)

static Case holder(Bench *b, const char *left) {
  return bench_case(b, &b->arena,
                    arena_printf(&b->arena,
                                 "{\"patient\":{\"id\":\"X\",\"sex\":\"f\",\"age\":30,\"mass_kg\":60},"
                                 "\"date\":\"2026-11-20\",\"measures\":["
                                 "{\"test\":\"rotator_hold\",\"side\":\"left\",\"value\":%s,\"unit\":\"kg\"},"
                                 "{\"test\":\"rotator_hold\",\"side\":\"right\",\"value\":160}],"
                                 "\"limits\":{\"equipment\":[\"slope\"],\"with\":[\"lift\"]}}",
                                 left));
}

static void the_whole_program_knows_them(void **state) {
  (void)state;
  Bench *b = bench_open();
  Program program;
  load(b, "1.lua", ALL("own", ""));
  const Catalog *rows = judge_catalog(b->judge);
  assert_true(rows != &b->catalog && catalog_test(rows, "rotator_hold") && catalog_question(rows, "q_own"));
  assert_null(catalog_test(&b->catalog, "rotator_hold"));
  assert_string_equal(catalog_unknown(rows, &b->arena, ROWS_MUSCLE, "turner"),
                      "unknown muscle 'turner' (did you mean 'rotators'?)");
  Case c = holder(b, "12");
  assert_true(c.measures[0].lo > 117.6 && c.measures[0].lo < 117.7); /* the unit of its row */
  Result r = bench_judge(b, &b->arena, &c);
  assert_true(finding_of(&r, "own", SIDE_LEFT) && finding_of(&r, "own", SIDE_LEFT)->truth == TRUTH_TRUE);
  bool open = false;
  for (size_t i = 0; i < r.open_count; i++) open = open || strcmp(r.open[i].question, "q_own") == 0;
  assert_true(open);
  assert_true(plan_build(rows, &b->arena, &c, &r, NULL, &program, &b->err));
  assert_int_equal(program.item_count, 2);
  assert_string_equal(program.items[0].exercise, "lift");
  assert_int_equal(program.items[0].side, SIDE_LEFT);
  assert_true(program.advice_count == 1 && strcmp(program.advice[0].text, "Rest.") == 0);
  bench_close(b);
}

/* Error of measurement, direction and statistic of the row are those that judge. */
static void their_fields_judge(void **state) {
  (void)state;
  static const struct {
    const char *pack;
    bool present;
  } rows[] = {{ALL("own", " sem = 2, sem_source = \"sheet\","), true},
              {ALL("own", " sem = 60, sem_source = \"sheet\","), false}};
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    Bench *b = bench_open();
    Explanation *list;
    size_t count;
    load(b, "1.lua", rows[i].pack);
    Case c = holder(b, "12");
    assert_true(judge_explain(b->judge, &b->arena, &c, "weak", SIDE_LEFT, &list, &count, &b->err));
    assert_int_equal(list[0].finding->truth == TRUTH_TRUE, rows[i].present);
    assert_int_equal(list[0].finding->unsure, !rows[i].present);
    bench_close(b);
  }
}

/* The test tells of gluteus_medius, but only to the pack that brings it. */
static void a_test_tells_its_own_pack_alone(void **state) {
  (void)state;
  static const char other[] = PACK("other", "rule { id = \"weak\", title = \"t\", side = each,\n"
                                            "when = strength(\"gluteus_medius\"):below(sd(-1)),\n"
                                            "strengthen = \"gluteus_medius\", cite = { \"convention\" }, "
                                            "evidence = \"weak\" },\n");
  Bench *b = bench_open();
  load(b, "1.lua", ALL("own", ""));
  load(b, "2.lua", other);
  Case c = holder(b, "2");
  Result r = bench_judge(b, &b->arena, &c);
  assert_int_equal(finding_of(&r, "own", SIDE_LEFT)->truth, TRUTH_TRUE);
  assert_int_equal(finding_of(&r, "other", SIDE_LEFT)->truth, TRUTH_UNKNOWN);
  bench_close(b);
}

static void questions_beyond_a_result_know_a_test(void **state) {
  (void)state;
  Bench *b = bench_open();
  WhyNot *why;
  size_t count;
  Sweep sweep;
  WhatIf whatif;
  Next next;
  load(b, "1.lua",
       PACK("a", SOURCE("Sheet 1") ROTATORS RULE)); /* its rows come first: numbers differ between the two */
  load(b, "2.lua", ALL("own", " sem = 5, sem_source = \"sheet\","));
  Case c = holder(b, "12");
  Measure value = c.measures[0];
  assert_true(judge_whynot(b->judge, &b->arena, &c, "own/weak", SIDE_RIGHT, &why, &count, &b->err));
  assert_true(count == 1 && why[0].change_count == 1 && strcmp(why[0].changes[0].gauge.test, "rotator_hold") == 0);
  assert_true(judge_sweep(b->judge, &b->arena, &c, &value, 1, &sweep, &b->err));
  assert_int_equal(sweep.count, 1);
  value.lo = value.hi = 150;
  assert_true(judge_whatif(b->judge, &b->arena, &c, &value, 1, NULL, 0, &whatif, &b->err));
  assert_int_equal(whatif.count, 1);
  Case nothing = c;
  nothing.measure_count = 0;
  assert_true(judge_next(b->judge, &b->arena, &nothing, &next, &b->err));
  bool named = false;
  for (size_t i = 0; i < next.count; i++)
    named = named || (strcmp(next.items[i].id, "rotator_hold") == 0 && next.items[i].alone_count == 2);
  assert_true(named);
  bench_close(b);
}

/* ---- several packs ---- */

static void the_same_row_twice_is_one(void **state) {
  (void)state;
  const char *lines[2];
  Arena kept = {0};
  for (int order = 0; order < 2; order++) {
    Bench *b = bench_open();
    load(b, "1.lua", order ? ALL("own", "") : ALL("again", ""));
    size_t count = judge_catalog(b->judge)->tests.count;
    load(b, "2.lua", order ? ALL("again", "") : ALL("own", ""));
    assert_int_equal(judge_catalog(b->judge)->tests.count, count);
    Case c = holder(b, "12");
    Result r = bench_judge(b, &b->arena, &c);
    assert_true(finding_of(&r, "own", SIDE_LEFT) && finding_of(&r, "again", SIDE_LEFT));
    lines[order] = arena_copy(&kept, bench_line(b, &b->arena, &c, &r));
    bench_close(b);
  }
  assert_string_equal(lines[0], lines[1]);
  arena_free(&kept);
}

#define DOSE(id, reps)                                                                                                 \
  "dosage { id = \"" id "\", purpose = \"mobilise\", domain = \"endurance\", kind = \"time\", sets = { 1, 2 },\n"      \
  "reps = { " reps ", 12 }, per_week = { 2, 3 }, rest_s = 30, weeks = 6, text = \"t\", source = \"convention\",\n"     \
  "verified = \"convention\" },\n"

static void different_rows_under_one_id_are_refused(void **state) {
  (void)state;
  static const struct {
    const char *first, *second, *message;
  } rows[] = {
      {PACK("a", SOURCE("Sheet 1") RULE), PACK("b", SOURCE("Sheet 2") RULE),
       "pack 'b' and pack 'a' (1.lua) bring different rows as source 'sheet': name one of them anew, or use one of the "
       "packs"},
      {PACK("b", SOURCE("Sheet 2") RULE), PACK("a", SOURCE("Sheet 1") RULE),
       "pack 'b' and pack 'a' (2.lua) bring different rows as source 'sheet': name one of them anew, or use one of the "
       "packs"},
      {ALL("a", ""), ALL("b", " sem = 5, sem_source = \"sheet\","),
       "pack 'b' and pack 'a' (1.lua) bring different rows as test 'rotator_hold': name one of them anew, or use one "
       "of "
       "the packs"},
      {PACK("a", DOSE("d1", "5") RULE), PACK("b", DOSE("d2", "5") RULE),
       "dosage 'd2' of pack 'b' has the purpose, domain and kind of 'd1' of pack 'a' (1.lua): use one of the packs"},
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    Bench *b = bench_open();
    PackInfo info;
    load(b, "1.lua", rows[i].first);
    const Catalog *before = judge_catalog(b->judge);
    assert_false(bench_load(b, "2.lua", rows[i].second, strlen(rows[i].second), &info));
    assert_int_equal(b->err.kind, ERR_SCRIPT);
    assert_string_equal(b->err.text, rows[i].message);
    assert_true(judge_catalog(b->judge) == before); /* the pack before stays in force */
    bench_close(b);
  }
}

/* A case stored while a pack was in force, read without it. */
static void what_is_not_known_is_left_out_and_named(void **state) {
  (void)state;
  Bench *b = bench_open(), *bare = bench_open();
  Strangers strangers = {0};
  load(b, "1.lua", ALL("own", ""));
  Case c = holder(b, "12"), rest = c;
  Result r = bench_judge(bare, &bare->arena, &c); /* judged as it is: nothing breaks */
  assert_int_equal(r.finding_count, 0);
  known_keep(&bare->catalog, &b->arena, &rest, &strangers);
  assert_true(rest.measure_count == 0 && rest.limits.equipment_count + rest.limits.with_count == 0 &&
              c.measure_count == 2);
  assert_int_equal(strangers.count, 3);
  assert_string_equal(strangers.items[0].id, "rotator_hold");
  assert_int_equal(strangers.items[0].count, 2);
  assert_string_equal(strangers.items[1].id, "slope");
  assert_string_equal(strangers.items[2].id, "lift");
  known_keep(judge_catalog(b->judge), &b->arena, &c, NULL);
  assert_int_equal(c.measure_count, 2);
  bench_close(bare);
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
      {PACK("x", RULE LIFT("a", " harder = \"b\",")),
       "exercise 'a': field 'muscles' names an unknown muscle 'rotators' (did you mean 'deep_hip_rotators'?)"},
      {PACK("x", SOURCE("1") ROTATORS LIFT("a", " harder = \"b\",") LIFT("b", " harder = \"a\",") RULE),
       "exercise 'a': field 'harder' comes back to this exercise: the chain has a loop"},
      {PACK("x", SOURCE("1") ROTATORS ROTATORS RULE), "muscle 'rotators' stands in x.lua:3 already"},
      {PACK("x", SOURCE("1") HOLD("") ROTATORS RULE), "test 'rotator_hold': field 'relevance' names muscle 'rotators', "
                                                      "whose row stands further below, on line 6: rows "
                                                      "stand before what uses them"},
      {PACK("x", SOURCE("1") ROTATORS HOLD(" sem = \"5\",") HOLD_NORM RULE),
       "norm 'hold-1': field 'test' names test 'rotator_hold', whose row on line 5 has a mistake"},
      {PACK("x", ROTATORS RULE), "muscle 'rotators': field 'source' names an unknown source 'sheet'"},
      {PACK("x", "muscle { id = \"quadriceps\" }, " RULE), NULL},
      {PACK("x", "advise { id = \"a\" }, " RULE), "unknown word 'advise' (a field is written with =: advise = ...)"},
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
      cmocka_unit_test(a_norm_judges_its_pack_alone),
      cmocka_unit_test(the_shared_rows_stay_as_they_are),
      cmocka_unit_test(the_place_in_the_pack_does_not_matter),
      cmocka_unit_test(explained_by_its_own_norm),
      cmocka_unit_test(the_whole_program_knows_them),
      cmocka_unit_test(their_fields_judge),
      cmocka_unit_test(a_test_tells_its_own_pack_alone),
      cmocka_unit_test(questions_beyond_a_result_know_a_test),
      cmocka_unit_test(the_same_row_twice_is_one),
      cmocka_unit_test(different_rows_under_one_id_are_refused),
      cmocka_unit_test(what_is_not_known_is_left_out_and_named),
      cmocka_unit_test(questions_beyond_a_result_know_it),
      cmocka_unit_test(mistakes_are_placed),
      cmocka_unit_test(strays_and_doubles_are_mistakes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
