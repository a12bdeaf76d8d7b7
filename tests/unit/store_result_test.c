/* Results, programs and sources come out of the store as they went in. */
#include "store_fixture.h"

#include "store/results.h"
#include "store/snapshots.h"
#include "store/sources.h"

static double number(void) { return pick(5) == 0 ? NAN : ((double)pick(2000001) - 1e6) / 997.0; }

static const char *words(void) {
  static const char *const some[] = {"",
                                     "gluteus_medius",
                                     "it's \"quoted\"; DROP TABLE word; --",
                                     "m\xc3\xbc\xc3\x9fig \xe2\x80\xa6 \xf0\x9f\xa6\xb5",
                                     "two\nlines\tand a tab",
                                     "%s%n",
                                     "Hip abduction, hand-held dynamometer (left)",
                                     "9e999"};
  unsigned i = pick(ARRAY_LEN(some) + 2);
  if (i == ARRAY_LEN(some)) return NULL;
  return i > ARRAY_LEN(some) ? arena_printf(&arena, "text %u", pick(1000)) : some[i];
}

static const char *const cite_keys[] = {"thorborg2010", "piva2006", "nielsen2014", NULL};

static void fill_findings(Result *r, size_t count) {
  r->findings = arena_array(&arena, count, sizeof *r->findings);
  r->finding_count = count;
  for (size_t i = 0; i < count; i++) {
    Finding *f = &r->findings[i];
    *f = (Finding){words(), words(),  words(), (Side)pick(3),     (Truth)pick(3), pick(2), number(),
                   words(), number(), words(), (Evidence)pick(6), words(),        words(), cite_keys + pick(4),
                   NULL,    pick(4),  words(), words(),           words(),        pick(2), words()};
    f->needs = arena_array(&arena, f->need_count, sizeof *f->needs);
    for (size_t n = 0; n < f->need_count; n++)
      f->needs[n] = (Need){(Why)pick(WHY_FUNCTION + 1), words(), (Side)pick(3), words()};
  }
}

static Result random_result(const char *patient, Day on) {
  Result r = {.patient = patient, .date = on, .judged = pick(50), .expected_by_chance = number()};
  fill_findings(&r, pick(8));
  r.arguments = arena_array(&arena, r.argument_count = pick(6), sizeof *r.arguments);
  for (size_t i = 0; i < r.argument_count; i++)
    r.arguments[i] =
        (Argument){words(), words(), (Side)pick(3), (Action)pick(8), words(), pick(2), words(), number(), words()};
  r.targets = arena_array(&arena, r.target_count = pick(5), sizeof *r.targets);
  for (size_t i = 0; i < r.target_count; i++)
    r.targets[i] = (Target){(Action)pick(8), words(), (Side)pick(3), pick(1000) / 7.0, pick(2)};
  r.stops = arena_array(&arena, r.stop_count = pick(3), sizeof *r.stops);
  for (size_t i = 0; i < r.stop_count; i++) r.stops[i] = (Stop){words(), words(), words(), (Urgency)pick(3), words()};
  r.open = arena_array(&arena, r.open_count = pick(4), sizeof *r.open);
  for (size_t i = 0; i < r.open_count; i++) r.open[i] = (OpenQuestion){words(), words(), (Urgency)pick(3), 0};
  r.remarks = arena_array(&arena, r.remark_count = pick(4), sizeof *r.remarks);
  for (size_t i = 0; i < r.remark_count; i++) r.remarks[i] = (Remark){words(), words()};
  return r;
}

static Program random_program(void) {
  Program p = {pick(2), words(),       NULL,         pick(6),  NULL,     pick(3), NULL,
               pick(3), (int)pick(13), (int)pick(8), number(), number(), number()};
  p.items = arena_array(&arena, p.item_count, sizeof *p.items);
  for (size_t i = 0; i < p.item_count; i++)
    p.items[i] = (ProgramItem){words(),
                               words(),
                               (Side)pick(3),
                               (Phase)pick(4),
                               (int)pick(5),
                               (int)pick(20),
                               (int)pick(60),
                               (int)pick(8),
                               (unsigned)pick(128),
                               1,
                               (int)pick(9) + 1,
                               (int)pick(120),
                               number(),
                               words(),
                               words()};
  p.advice = arena_array(&arena, p.advice_count, sizeof *p.advice);
  for (size_t i = 0; i < p.advice_count; i++) p.advice[i] = (AdviceItem){words(), words(), words()};
  p.left_out = arena_array(&arena, p.left_out_count, sizeof *p.left_out);
  for (size_t i = 0; i < p.left_out_count; i++) p.left_out[i] = (LeftOut){words(), words()};
  return p;
}

static void same_finding(const Finding *x, const Finding *y) {
  same_text(x->pack, y->pack), same_text(x->rule, y->rule), same_text(x->title, y->title);
  assert_true(x->side == y->side && x->truth == y->truth && x->unsure == y->unsure && x->evidence == y->evidence);
  same_number(x->index, y->index), same_number(x->certainty, y->certainty);
  same_text(x->grade, y->grade);
  same_text(x->overridden, y->overridden);
  same_text(x->tell, y->tell), same_text(x->studied, y->studied), same_text(x->doubt, y->doubt);
  assert_int_equal(x->shown, y->shown);
  same_text(x->unit, y->unit), same_text(x->group, y->group), same_text(x->say, y->say);
  size_t i = 0;
  for (; x->cites[i]; i++) same_text(x->cites[i], y->cites[i]);
  assert_null(y->cites[i]);
  assert_int_equal(x->need_count, y->need_count);
  for (i = 0; i < x->need_count; i++) {
    assert_true(x->needs[i].why == y->needs[i].why && x->needs[i].side == y->needs[i].side);
    same_text(x->needs[i].what, y->needs[i].what), same_text(x->needs[i].text, y->needs[i].text);
  }
}

static void same_actions(const Result *x, const Result *y) {
  assert_int_equal(x->argument_count, y->argument_count);
  for (size_t i = 0; i < x->argument_count; i++) {
    const Argument *p = &x->arguments[i], *q = &y->arguments[i];
    same_text(p->pack, q->pack), same_text(p->rule, q->rule), same_text(p->target, q->target);
    same_text(p->group, q->group), same_text(p->held, q->held), same_number(p->weight, q->weight);
    assert_true(p->side == q->side && p->action == q->action && p->against == q->against);
  }
  assert_int_equal(x->target_count, y->target_count);
  for (size_t i = 0; i < x->target_count; i++) {
    const Target *p = &x->targets[i], *q = &y->targets[i];
    same_text(p->target, q->target), same_number(p->weight, q->weight);
    assert_true(p->action == q->action && p->side == q->side && p->conflict == q->conflict);
  }
}

static void same_result(const Result *x, const Result *y) {
  same_text(x->patient, y->patient), same_number(x->expected_by_chance, y->expected_by_chance);
  assert_true(x->date == y->date && x->judged == y->judged && x->finding_count == y->finding_count);
  for (size_t i = 0; i < x->finding_count; i++) same_finding(&x->findings[i], &y->findings[i]);
  same_actions(x, y);
  assert_true(x->stop_count == y->stop_count && x->open_count == y->open_count && x->remark_count == y->remark_count);
  for (size_t i = 0; i < x->stop_count; i++) {
    same_text(x->stops[i].pack, y->stops[i].pack), same_text(x->stops[i].rule, y->stops[i].rule);
    same_text(x->stops[i].title, y->stops[i].title), same_text(x->stops[i].text, y->stops[i].text);
    assert_int_equal(x->stops[i].urgency, y->stops[i].urgency);
  }
  for (size_t i = 0; i < x->open_count; i++) {
    same_text(x->open[i].question, y->open[i].question), same_text(x->open[i].text, y->open[i].text);
    assert_int_equal(x->open[i].urgency, y->open[i].urgency);
  }
  for (size_t i = 0; i < x->remark_count; i++) {
    same_text(x->remarks[i].what, y->remarks[i].what), same_text(x->remarks[i].text, y->remarks[i].text);
  }
}

static void same_program(const Program *x, const Program *y) {
  assert_true(x->stopped == y->stopped && x->weeks == y->weeks && x->sessions_per_week == y->sessions_per_week);
  same_text(x->referral, y->referral), same_number(x->minutes, y->minutes);
  same_number(x->covered, y->covered), same_number(x->gap, y->gap);
  assert_true(x->item_count == y->item_count && x->advice_count == y->advice_count);
  assert_int_equal(x->left_out_count, y->left_out_count);
  for (size_t i = 0; i < x->item_count; i++) {
    const ProgramItem *p = &x->items[i], *q = &y->items[i];
    same_text(p->exercise, q->exercise), same_text(p->name, q->name), same_text(p->why, q->why);
    same_text(p->dose, q->dose), same_number(p->minutes, q->minutes);
    assert_true(p->side == q->side && p->sets == q->sets && p->reps == q->reps && p->hold_s == q->hold_s);
    assert_true(p->phase == q->phase && p->days == q->days && p->rest_s == q->rest_s);
    assert_true(p->per_week == q->per_week && p->week_from == q->week_from && p->week_to == q->week_to);
  }
  for (size_t i = 0; i < x->advice_count; i++) {
    same_text(x->advice[i].id, y->advice[i].id), same_text(x->advice[i].text, y->advice[i].text);
    same_text(x->advice[i].why, y->advice[i].why);
  }
  for (size_t i = 0; i < x->left_out_count; i++) {
    same_text(x->left_out[i].exercise, y->left_out[i].exercise);
    same_text(x->left_out[i].reason, y->left_out[i].reason);
  }
}

/* ---- tests ---- */

static Hash hash_of(const char *text) {
  Hasher hasher;
  hash_begin(&hasher);
  hash_text(&hasher, text);
  return hash_end(&hasher);
}

static void keep_sources(const Hash *catalog, const Hash packs[2]) {
  Err err = {0};
  StoreChange change;
  const SourceFile files[] = {{"tests.lua", "row { \0 }", 9}, {"norms.lua", "", 0}};
  const StoredSource sources[] = {{SOURCE_CATALOG, *catalog, "catalog", NULL, files, 2},
                                  {SOURCE_PACK, packs[0], "red_flags", "1.0.0", files, 1},
                                  {SOURCE_PACK, packs[1], "runner", "1.0.0", NULL, 0}};
  for (size_t i = 0; i < 3; i++) ok(store_save_source(store, &sources[i], noon, &change, &err), &err);
}

static void results_and_programs_come_back_equal(void **state) {
  (void)state;
  Err err = {0};
  const Hash catalog = hash_of("catalog"), packs[] = {hash_of("red_flags"), hash_of("runner")};
  StoreId id = add("P1");
  Day on = day("2026-11-20");
  keep_sources(&catalog, packs);
  for (unsigned round = 1; round <= 60; round++) {
    seed = round * 7919;
    StoredResult in = {.stamp = noon,
                       .engine = "1.0.0",
                       .catalog = catalog,
                       .packs = packs,
                       .pack_count = round % 3,
                       .snapshot = "in\0put",
                       .snapshot_len = 6,
                       .result = random_result("P1", on + (int)round)};
    ok(store_save_result(store, id, &in, &err), &err);
    const char *have[] = {"band"};
    Limits limits = {.minutes = 20, .days = 3, .exercises = 5, .equipment = have, .equipment_count = 1};
    StoredProgram first = {.stamp = noon, .result = in.id, .limits = limits, .program = random_program()};
    StoredProgram second = {.stamp = noon, .result = in.id, .program = random_program()};
    ok(store_save_program(store, &first, &err), &err);
    ok(store_save_program(store, &second, &err), &err);
    assert_true(first.revision == 2 * (int)round - 1 && second.revision == 2 * (int)round);
    if (round % 20 == 0) reopen();
    StoredResult out, same;
    ok(store_load_result(store, &arena, id, round % 2 ? 0 : in.result.date, &out, &err), &err);
    same_result(&in.result, &out.result);
    assert_true(out.id == in.id && out.pack_count == in.pack_count && out.snapshot_len == 6);
    assert_memory_equal(out.snapshot, in.snapshot, 6);
    same_text(out.engine, "1.0.0"), same_text(out.catalog.hex, catalog.hex), same_text(out.uuid, in.uuid);
    for (size_t i = 0; i < out.pack_count; i++) same_text(out.packs[i].hex, packs[i].hex);
    same_text(out.at, "2026-11-20T13:00:00+01:00");
    ok(store_get_result(store, &arena, in.id, &same, &err), &err);
    same_text(same.uuid, in.uuid);
    StoredProgram program;
    ok(store_load_program(store, &arena, in.id, false, &program, &err), &err);
    same_program(&second.program, &program.program);
    assert_true(program.revision == second.revision && program.limits.equipment_count == 0);
    same_text(program.uuid, second.uuid);
  }
}

static void nothing_judged_is_no_fault(void **state) {
  (void)state;
  Err err = {0};
  StoredResult out;
  StoredProgram program;
  StoreId id = add("P1");
  ok(store_load_result(store, &arena, id, 0, &out, &err), &err);
  assert_int_equal(out.id, 0);
  ok(store_load_program(store, &arena, 1, false, &program, &err), &err);
  assert_int_equal(program.id, 0);
  StoredResult in = {.stamp = noon, .engine = "1.0.0", .catalog = hash_of("catalog"), .result = {.date = 1}};
  refused(store_save_result(store, id, &in, &err), &err, ERR_STORE,
          arena_printf(&arena, "the texts of %.16s... that judged were not stored before the result", in.catalog.hex));
  ok(store_load_result(store, &arena, id, 0, &out, &err), &err);
  assert_int_equal(out.id, 0);
}

static void sources_are_kept_once_by_content(void **state) {
  (void)state;
  Err err = {0};
  StoreChange change;
  StoredSource out;
  const Hash catalog = hash_of("catalog"), packs[] = {hash_of("red_flags"), hash_of("runner")};
  keep_sources(&catalog, packs);
  const StoredSource again = {SOURCE_CATALOG, catalog, "catalog", NULL, NULL, 0};
  ok(store_save_source(store, &again, noon, &change, &err), &err);
  assert_int_equal(change, STORE_ALREADY_THERE);
  ok(store_load_source(store, &arena, catalog, &out, &err), &err);
  assert_true(out.kind == SOURCE_CATALOG && out.file_count == 2 && out.files[0].len == 9 && out.files[1].len == 0);
  assert_memory_equal(out.files[0].data, "row { \0 }", 10);
  same_text(out.files[1].name, "norms.lua"), same_text(out.name, "catalog"), same_text(out.version, "");
  Hash other = hash_of("other");
  refused(store_load_source(store, &arena, other, &out, &err), &err, ERR_DATA,
          arena_printf(&arena, "no source '%.16s...' is stored here", other.hex));
}

static void packs_are_chosen_or_not(void **state) {
  (void)state;
  Err err = {0};
  StoreChange change;
  const char *const set[] = {"red_flags", "runner_low_back"}, *const * packs;
  size_t count;
  bool chosen = true;
  ok(store_load_packs(store, &arena, &packs, &count, &chosen, &err), &err);
  assert_true(!chosen && count == 0);
  ok(store_save_packs(store, set, 2, noon, &change, &err), &err);
  ok(store_save_packs(store, set, 2, noon, &change, &err), &err);
  assert_int_equal(change, STORE_ALREADY_THERE);
  ok(store_load_packs(store, &arena, &packs, &count, &chosen, &err), &err);
  assert_true(chosen && count == 2);
  same_text(packs[1], "runner_low_back"), same_text(packs[2], NULL);
  ok(store_save_packs(store, NULL, 0, noon, &change, &err), &err);
  ok(store_load_packs(store, &arena, &packs, &count, &chosen, &err), &err);
  assert_true(chosen && count == 0);
}

/* ---- what was judged ---- */

typedef struct Taken {
  char text[64]; /* of all, one behind the other */
  StoreId last;
  size_t count, most; /* more are refused */
} Taken;

static bool take(void *context, const StoredSnapshot *item, Err *err) {
  Taken *taken = context;
  if (taken->count == taken->most) return (fail)(err, ERR_DATA, NULL, "enough");
  assert_true(item->id > taken->last);
  strncat(taken->text, item->bytes, item->len);
  taken->last = item->id, taken->count++;
  return true;
}

static StoreId save_input(StoreId patient, Day on, const char *input, const Hash *catalog) {
  Err err = {0};
  StoredResult in = {.stamp = noon,
                     .engine = "1.0.0",
                     .catalog = *catalog,
                     .snapshot = input,
                     .snapshot_len = strlen(input),
                     .result = {.patient = "P1", .date = on}};
  ok(store_save_result(store, patient, &in, &err), &err);
  return in.id;
}

static void what_was_judged_last_at_each_visit_is_handed_over(void **state) {
  (void)state;
  Err err = {0};
  const Hash catalog = hash_of("catalog"), packs[] = {hash_of("red_flags"), hash_of("runner")};
  StoreId one = add("P1"), two = add("P2");
  Day on = day("2026-11-20");
  const char *code;
  Day visit;
  keep_sources(&catalog, packs);
  StoreId first = save_input(one, on, "old ", &catalog);
  save_input(two, on + 1, "two ", &catalog);
  StoreId again = save_input(one, on, "new ", &catalog), last = save_input(one, on + 2, "last", &catalog);
  Taken all = {.most = 9}, page = {.most = 9}, late = {.most = 9}, few = {.most = 1}, single = {.most = 9};
  ok(store_each_snapshot(store, 0, 0, 10, take, &all, &err), &err);
  assert_string_equal(all.text, "two new last");
  ok(store_each_snapshot(store, 0, again, 10, take, &page, &err), &err);
  assert_string_equal(page.text, "last");
  ok(store_each_snapshot(store, on + 1, 0, 1, take, &late, &err), &err);
  assert_string_equal(late.text, "two ");
  assert_false(store_each_snapshot(store, 0, 0, 10, take, &few, &err));
  assert_string_equal(err.text, "enough");
  err = (Err){0};
  ok(store_take_snapshot(store, first, take, &single, &err), &err);
  ok(store_take_snapshot(store, last + 1, take, &single, &err), &err);
  assert_string_equal(single.text, "old ");
  ok(store_name_snapshot(store, &arena, last, &code, &visit, &err), &err);
  assert_string_equal(code, "P1");
  assert_int_equal(visit, on + 2);
  assert_false(store_name_snapshot(store, &arena, last + 1, &code, &visit, &err));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(results_and_programs_come_back_equal),
      TEST(nothing_judged_is_no_fault),
      TEST(what_was_judged_last_at_each_visit_is_handed_over),
      TEST(sources_are_kept_once_by_content),
      TEST(packs_are_chosen_or_not),
  };
  return cmocka_run_group_tests_name("store results", tests, NULL, NULL);
}
