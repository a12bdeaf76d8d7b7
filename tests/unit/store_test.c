/* What goes into the store comes out equal, the same twice is one, and what contradicts is refused. */
#include "store_fixture.h"

#include "store/search.h"
#include "store/visits.h"

static void same_measure(const Measure *x, const Measure *y) {
  same_text(x->test, y->test), same_text(x->position, y->position);
  assert_true(x->lo == y->lo && x->hi == y->hi && x->quantity == y->quantity && x->side == y->side);
  assert_true(x->contraction == y->contraction && x->trial == y->trial && x->pain == y->pain);
  assert_true(x->origin == y->origin && x->date == y->date);
  same_number(x->lever_m, y->lever_m);
}

/* ---- tests ---- */

static void patient_is_filled_in_and_not_contradicted(void **state) {
  (void)state;
  Err err = {0};
  StoreId id = add("P-1"), again = 0;
  StoreChange change;
  Patient p = somebody("P-1");
  ok(store_save_patient(store, &p, 0, false, noon, &again, &change, &err), &err);
  assert_true(again == id && change == STORE_ALREADY_THERE);
  p.born = day("1990-02-11"), p.dominant = SIDE_LEFT, p.sport = "running";
  ok(store_save_patient(store, &p, 0, false, noon, &again, &change, &err), &err);
  assert_int_equal(change, STORE_CORRECTED);
  p.sex = SEX_MALE;
  refused(store_save_patient(store, &p, 0, false, noon, &again, &change, &err), &err, ERR_DATA,
          "patient 'P-1' is stored with sex f: check the code, or correct it");
  p.sex = SEX_UNKNOWN, p.born = day("1990-02-12");
  refused(store_save_patient(store, &p, 0, false, noon, &again, &change, &err), &err, ERR_DATA,
          "patient 'P-1' is stored with another birth date: check the code, or correct it");
  ok(store_save_patient(store, &p, 0, true, noon, &again, &change, &err), &err);
  StoredPatient out;
  reopen();
  ok(store_get_patient(store, &arena, "P-1", &out, &err), &err);
  assert_true(out.id == id && out.patient.sex == SEX_FEMALE && out.patient.dominant == SIDE_LEFT);
  assert_int_equal(out.patient.born, day("1990-02-12"));
  same_text(out.patient.sport, "running");
  add("Q1");
  refused(store_get_patient(store, &arena, "P1", &out, &err), &err, ERR_DATA,
          "unknown patient 'P1' (did you mean 'P-1'?)");
  refused(store_get_patient(store, &arena, "", &out, &err), &err, ERR_DATA, "unknown patient ''");
}

static void person_is_apart_and_keeps_versions(void **state) {
  (void)state;
  Err err = {0};
  StoreChange change;
  StoreId id = add("P1");
  Patient p = somebody("P1");
  Person out, person = {.name = "A. Example", .contact = "a@example.org"};
  p.born = day("2000-02-29");
  ok(store_save_person(store, id, &person, noon, &change, &err), &err);
  assert_int_equal(change, STORE_ADDED);
  ok(store_save_patient(store, &p, 0, false, noon, &id, &change, &err), &err);
  ok(store_save_person(store, id, &person, noon, &change, &err), &err);
  assert_int_equal(change, STORE_ALREADY_THERE);
  person.family_name = "Example";
  ok(store_save_person(store, id, &person, noon, &change, &err), &err);
  assert_int_equal(change, STORE_CORRECTED);
  ok(store_load_person(store, &arena, id, &out, &err), &err);
  same_text(out.name, "A. Example"), same_text(out.family_name, "Example"), same_text(out.given_name, NULL);
  same_text(out.contact, "a@example.org");
  StoredPatient stored;
  ok(store_get_patient(store, &arena, "P1", &stored, &err), &err);
  assert_int_equal(stored.patient.born, p.born);
}

static void patients_come_in_pages(void **state) {
  (void)state;
  Err err = {0};
  StoredPatient *items;
  size_t count, seen = 0;
  const char *after = NULL, *last = "";
  for (int i = 0; i < 25; i++) add(arena_printf(&arena, "%c%02d", i % 2 ? 'A' : 'B', i * 7 % 25));
  do {
    ok(store_list_patients(store, &arena, NULL, after, 4, &items, &count, &err), &err);
    for (size_t i = 0; i < count; i++, seen++) {
      assert_true(strcmp(last, items[i].patient.code) < 0);
      last = items[i].patient.code;
    }
    after = last;
  } while (count == 4);
  assert_int_equal(seen, 25);
  ok(store_list_patients(store, &arena, "A", NULL, 100, &items, &count, &err), &err);
  assert_int_equal(count, 12);
  ok(store_list_patients(store, &arena, "C", NULL, 100, &items, &count, &err), &err);
  assert_int_equal(count, 0);
}

static void measures_once_corrected_on_demand(void **state) {
  (void)state;
  Err err = {0};
  StoreChange change;
  StoreId id = add("P1");
  Day on = day("2026-11-20");
  Measure m = {"hhd_hip_abduction",   0,    SIDE_LEFT, 179.5, 179.5,           DIM_FORCE, NULL,
               CONTRACTION_ISOMETRIC, 0.38, 0,         2,     ORIGIN_MEASURED, 0};
  ok(store_add_measure(store, id, on, &m, NULL, &change, &err), &err);
  assert_int_equal(change, STORE_ADDED);
  ok(store_add_measure(store, id, on, &m, NULL, &change, &err), &err);
  assert_int_equal(change, STORE_ALREADY_THERE);
  m.lo = 180.25, m.hi = INFINITY;
  refused(
      store_add_measure(store, id, on, &m, NULL, &change, &err), &err, ERR_DATA,
      "hhd_hip_abduction left of 2026-11-20 is already stored as 179.5 N, lever arm 0.38 m, pain 2, here >=180.25 N, "
      "lever arm 0.38 m, pain 2: number the trials or correct it");
  ok(store_add_measure(store, id, on, &m, "", &change, &err), &err);
  assert_int_equal(change, STORE_CORRECTED);
  m.trial = 2;
  ok(store_add_measure(store, id, on, &m, NULL, &change, &err), &err);
  assert_int_equal(change, STORE_ADDED);
  StoreStats stats;
  reopen();
  ok(store_stats(store, &stats, &err), &err);
  assert_true(stats.measures == 3 && stats.visits == 1 && stats.patients == 1 && stats.schema >= 1);
  Case c;
  ok(store_load_case(store, &arena, id, 0, 0, &c, &err), &err);
  assert_int_equal(c.measure_count, 2);
  assert_true(c.measures[0].lo == 180.25 && isinf(c.measures[0].hi) && c.measures[0].trial == 0);
}

static void body_is_dated(void **state) {
  (void)state;
  Err err = {0};
  StoreId id = 0;
  StoreChange change;
  Case c;
  Patient p = somebody("P1");
  p.mass_kg = 58, p.height_cm = 165, p.age_years = 36;
  refused(store_save_patient(store, &p, 0, false, noon, &id, &change, &err), &err, ERR_DATA,
          "mass, height or age of 'P1' needs a date");
  ok(store_save_patient(store, &p, day("2026-01-10"), false, noon, &id, &change, &err), &err);
  p.mass_kg = 60, p.sport = "running";
  refused(store_save_patient(store, &p, day("2026-01-10"), false, noon, &id, &change, &err), &err, ERR_DATA,
          "mass of 2026-01-10 is already stored as 58 kg, reported, here 60 kg, reported: correct it");
  p.height_cm = NAN, p.age_years = -1;
  ok(store_save_patient(store, &p, day("2026-06-10"), false, noon, &id, &change, &err), &err);
  ok(store_load_case(store, &arena, id, day("2026-03-01"), 0, &c, &err), &err);
  assert_true(c.patient.mass_kg == 58 && c.patient.height_cm == 165 && c.patient.age_years == 36);
  assert_int_equal(c.measure_count, 0);
  ok(store_load_case(store, &arena, id, day("2027-03-01"), 0, &c, &err), &err);
  assert_true(c.patient.mass_kg == 60 && c.patient.height_cm == 165 && c.patient.age_years == 37);
  p.born = day("1989-03-02");
  ok(store_save_patient(store, &p, day("2026-06-10"), false, noon, &id, &change, &err), &err);
  ok(store_load_case(store, &arena, id, day("2027-03-01"), 0, &c, &err), &err);
  assert_int_equal(c.patient.age_years, 37);
  ok(store_load_case(store, &arena, id, day("2027-03-02"), 0, &c, &err), &err);
  assert_int_equal(c.patient.age_years, 38);
  ok(store_load_case(store, &arena, add("P2"), day("2027-03-02"), 0, &c, &err), &err);
  assert_int_equal(c.patient.age_years, -1);
  refused(store_load_case(store, &arena, add("P2"), 0, 0, &c, &err), &err, ERR_DATA,
          "patient 'P2' has no visit yet: store a measure or an answer first");
}

static void answers_keep_versions_and_only_yes_lasts(void **state) {
  (void)state;
  Err err = {0};
  StoreChange change;
  StoreId id = add("P1");
  Day may = day("2026-05-01"), june = day("2026-06-01");
  const Answer steps[] = {{"rf_a", ANSWER_NO}, {"rf_a", ANSWER_YES}, {"rf_b", ANSWER_NO}, {"rf_b", ANSWER_NO}};
  const StoreChange due[] = {STORE_ADDED, STORE_CORRECTED, STORE_ADDED, STORE_ALREADY_THERE};
  for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
    ok(store_add_answer(store, id, may, &steps[i], &change, &err), &err);
    assert_int_equal(change, due[i]);
  }
  Case c;
  ok(store_load_case(store, &arena, id, june, 0, &c, &err), &err);
  assert_int_equal(c.answer_count, 2);
  assert_true(c.answers[0].value == ANSWER_YES && c.answers[1].value == ANSWER_NO);
  ok(store_load_case(store, &arena, id, june, june, &c, &err), &err);
  assert_int_equal(c.answer_count, 1); /* the "no" of May has lapsed, the "yes" stands */
  same_text(c.answers[0].question, "rf_a");
  ok(store_add_answer(store, id, june, &steps[0], &change, &err), &err);
  ok(store_load_case(store, &arena, id, june, june, &c, &err), &err);
  assert_true(c.answer_count == 1 && c.answers[0].value == ANSWER_NO);
  ok(store_load_case(store, &arena, id, may, 0, &c, &err), &err);
  assert_int_equal(c.answers[0].value, ANSWER_YES);
  StoredVisit *visits;
  size_t count;
  ok(store_list_visits(store, &arena, id, &visits, &count, &err), &err);
  assert_true(count == 2 && visits[0].day == may && visits[0].answers == 2 && visits[1].answers == 1);
}

static void limits_are_kept(void **state) {
  (void)state;
  Err err = {0};
  StoreChange change;
  StoreId id = add("P1");
  const char *const have[] = {"band", "step"};
  Limits limits = {.minutes = 20, .days = 3, .exercises = 5, .equipment = have, .equipment_count = 2};
  Limits fewer = {.minutes = 15};
  ok(store_save_limits(store, id, &limits, noon, &change, &err), &err);
  ok(store_save_limits(store, id, &limits, noon, &change, &err), &err);
  assert_int_equal(change, STORE_ALREADY_THERE);
  ok(store_save_limits(store, id, &fewer, noon, &change, &err), &err);
  Case c;
  ok(store_load_case(store, &arena, id, day("2026-01-01"), 0, &c, &err), &err);
  assert_true(c.limits.minutes == 15 && c.limits.days == 3 && c.limits.exercises == 5);
  assert_int_equal(c.limits.equipment_count, 2);
  same_text(c.limits.equipment[0], "band"), same_text(c.limits.equipment[1], "step");
}

static int by_key(const void *x, const void *y) {
  const Measure *p = x, *q = y;
  int order = p->date - q->date;
  if (!order) order = strcmp(p->test, q->test);
  if (!order) order = (int)p->side - (int)q->side;
  if (!order) order = strcmp(p->position ? p->position : "", q->position ? q->position : "");
  if (!order) order = (int)p->contraction - (int)q->contraction;
  return order ? order : p->trial - q->trial;
}

/* Any order in, the same case out. */
static void case_comes_back_equal(void **state) {
  (void)state;
  Err err = {0};
  StoreChange change;
  static const char *const tests[] = {"knee_extension", "hip_abduction", "plank"};
  static const char *const positions[] = {NULL, "side_lying", "prone"};
  for (seed = 1; seed < 400000000u; seed += 40000001u) {
    uint32_t round = seed;
    StoreId id = add(arena_printf(&arena, "R%u", (unsigned)round));
    Measure all[60];
    size_t count = 0, order[60];
    for (int visit = 0; visit < 4; visit++)
      for (int test = 0; test < 3; test++)
        for (int trial = 0; trial < 5; trial++, count++) {
          double lo = pick(3) ? (double)pick(1000) / 3 : -INFINITY;
          all[count] = (Measure){tests[test],
                                 0,
                                 (Side)(trial % 3),
                                 lo,
                                 isinf(lo) || pick(2) ? 1000 : lo,
                                 (Dimension)pick(25),
                                 positions[pick(3)],
                                 (Contraction)pick(5),
                                 pick(2) ? NAN : (1 + pick(90)) / 100.0,
                                 trial,
                                 (int)pick(12) - 1,
                                 (Origin)pick(4),
                                 day("2026-01-01") + visit * 30};
        }
    for (size_t i = 0; i < count; i++) order[i] = i;
    for (size_t i = count - 1; i > 0; i--) {
      size_t j = pick((unsigned)i + 1), was = order[i];
      order[i] = order[j], order[j] = was;
    }
    ok(store_begin(store, &err), &err);
    for (size_t i = 0; i < count; i++) {
      ok(store_add_measure(store, id, 0, &all[order[i]], NULL, &change, &err), &err);
      assert_int_equal(change, STORE_ADDED);
    }
    ok(store_commit(store, &err), &err);
    qsort(all, count, sizeof *all, by_key);
    Case c;
    ok(store_load_case(store, &arena, id, day("2026-01-01") + 60, 0, &c, &err), &err);
    assert_int_equal(c.measure_count, 45); /* the visit after the day does not count */
    for (size_t i = 0; i < c.measure_count; i++) same_measure(&all[i], &c.measures[i]);
    seed = round;
  }
}

static int64_t patients(void) {
  Err err = {0};
  StoreStats stats;
  ok(store_stats(store, &stats, &err), &err);
  return stats.patients;
}

static void all_or_nothing(void **state) {
  (void)state;
  Err err = {0};
  StoreId id = 0;
  StoreChange change;
  Patient p = somebody("P1"), bad = somebody("no blanks");
  ok(store_begin(store, &err), &err);
  add("P2");
  store_rollback(store);
  assert_int_equal(patients(), 0);
  ok(store_begin(store, &err), &err); /* a refusal leaves the outer transaction whole */
  ok(store_save_patient(store, &p, 0, false, noon, &id, &change, &err), &err);
  p.sex = SEX_MALE;
  assert_false(store_save_patient(store, &p, 0, false, noon, &id, &change, &err));
  err = (Err){0};
  ok(store_commit(store, &err), &err);
  assert_int_equal(patients(), 1);
  ok(store_begin(store, &err), &err); /* any other fault undoes all of it */
  add("P3");
  assert_false(store_save_patient(store, &bad, 0, false, noon, &id, &change, &err));
  assert_int_equal(err.kind, ERR_STORE);
  err = (Err){0};
  refused(store_commit(store, &err), &err, ERR_STORE, "nothing was stored: a part of it failed");
  assert_int_equal(patients(), 1);
  ok(store_begin(store, &err), &err); /* words that were rolled back are written again */
  Measure m = {"new_word", 0,  SIDE_BOTH,       1, 1, DIM_COUNT, "new_place", CONTRACTION_UNKNOWN, NAN,
               0,          -1, ORIGIN_MEASURED, 0};
  ok(store_add_measure(store, id = add("P4"), 9, &m, NULL, &change, &err), &err);
  store_rollback(store);
  ok(store_add_measure(store, id = add("P4"), day("2026-01-01"), &m, NULL, &change, &err), &err);
  Case c;
  ok(store_load_case(store, &arena, id, 0, 0, &c, &err), &err);
  same_text(c.measures[0].test, "new_word"), same_text(c.measures[0].position, "new_place");
}

/* Ranges and enums are guarded by the file itself. */
static void impossible_rows_are_refused(void **state) {
  (void)state;
  Err err = {0};
  StoreChange change;
  StoreId id = add("P1");
  const Measure good = {"t", 0, SIDE_LEFT, 1, 2, DIM_FORCE, NULL, CONTRACTION_UNKNOWN, NAN, 0, -1, ORIGIN_MEASURED, 0};
  Measure bad[6] = {good, good, good, good, good, good};
  bad[0].trial = 100, bad[1].pain = 11, bad[2].lo = 3, bad[3].lever_m = -1;
  bad[4].lo = -INFINITY, bad[4].hi = INFINITY, bad[5].origin = (Origin)4;
  for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
    assert_false(store_add_measure(store, id, 100, &bad[i], NULL, &change, &err));
    assert_int_equal(err.kind, ERR_STORE);
    err = (Err){0};
  }
  assert_false(store_add_measure(store, id + 1, 100, &good, NULL, &change, &err)); /* no such patient */
  assert_int_equal(err.kind, ERR_STORE);
}

/* Who is suggested, in order; "+": there are more. */
static const char *suggested(const char *part, size_t limit) {
  SearchHit *hits;
  size_t count;
  bool more;
  Err err = {0};
  ok(store_suggest(store, &arena, part, limit, &hits, &count, &more, &err), &err);
  const char *all = "";
  for (size_t i = 0; i < count; i++)
    all = arena_printf(&arena, "%s%s%s=%s", all, i ? " " : "", hits[i].code, hits[i].name ? hits[i].name : "");
  return more ? arena_printf(&arena, "%s +", all) : all;
}

static void patients_are_suggested_by_any_part(void **state) {
  (void)state;
  Err err = {0};
  StoreChange change;
  const Person person = {.family_name = "Nuñez", .given_name = "Ana María"};
  ok(store_save_person(store, add("C-1042"), &person, noon, &change, &err), &err);
  add("C-17"), add("D-1042"), add("ANA-1");
  same_text(suggested("C-1", 9), "C-1042=Ana María Nuñez C-17=");
  same_text(suggested("c-1", 9), "C-1042=Ana María Nuñez C-17=");
  same_text(suggested("1042", 9), "C-1042=Ana María Nuñez D-1042=");
  same_text(suggested("42", 9), "C-1042=Ana María Nuñez D-1042=");
  same_text(suggested("nunez", 9), "C-1042=Ana María Nuñez");
  same_text(suggested("ana", 9), "ANA-1= C-1042=Ana María Nuñez");
  same_text(suggested("ana mar", 9), "C-1042=Ana María Nuñez");
  same_text(suggested("", 2), "ANA-1= C-1042=Ana María Nuñez +");
  same_text(suggested("nobody", 9), "");
  same_text(suggested("\" OR *", 9), "");
  same_text(suggested("\xff", 9), "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(patient_is_filled_in_and_not_contradicted),
      TEST(person_is_apart_and_keeps_versions),
      TEST(patients_come_in_pages),
      TEST(patients_are_suggested_by_any_part),
      TEST(measures_once_corrected_on_demand),
      TEST(body_is_dated),
      TEST(answers_keep_versions_and_only_yes_lasts),
      TEST(limits_are_kept),
      TEST(case_comes_back_equal),
      TEST(all_or_nothing),
      TEST(impossible_rows_are_refused),
  };
  return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
