/* The scales: comparison groups, z, pools and side gaps, against the formula sheet and over every shipped row. */
#include "judging.h"
#include "patient/weigh.h"

static Day visit(void) {
  Day day = 0;
  assert_true(date_parse("2026-11-20", DATE_ISO, &day));
  return day;
}

static void close_to(double got, double want, double tolerance) {
  if (!(fabs(got - want) <= tolerance)) print_error("got %.10g, wanted %.10g\n", got, want);
  assert_true(fabs(got - want) <= tolerance);
}

static int test_index(const Bench *b, const char *id) {
  int index = catalog_find(&b->catalog, ROWS_TEST, id);
  assert_true(index >= 0);
  return index;
}

static int muscle_index(const Bench *b, const char *id) {
  int index = catalog_find(&b->catalog, ROWS_MUSCLE, id);
  assert_true(index >= 0);
  return index;
}

static Measure exact(Dimension quantity, const char *test, Side side, double value) {
  return (Measure){.test = test,
                   .side = side,
                   .lo = value,
                   .hi = value,
                   .quantity = quantity,
                   .lever_m = NAN,
                   .trial = 1,
                   .pain = -1};
}

static Case person(Sex sex, int age, const char *sport, Measure *measures, size_t count) {
  return (Case){.patient = {.code = "X",
                            .sex = sex,
                            .age_years = age,
                            .mass_kg = 70,
                            .height_cm = NAN,
                            .dominant = SIDE_RIGHT,
                            .sport = sport},
                .date = visit(),
                .measures = measures,
                .measure_count = count};
}

static const Score *score(Bench *b, const Case *c, const char *test, Side side) {
  return weigh_score(weigh_case(&b->arena, &b->catalog, c), test_index(b, test), side);
}

/* ---- README 5.2 ---- */

/* Man of 40, runner, eccentric hip abduction of 1.20 Nm/kg: mean 1.615, z -1.17; the same from 210 N at 0.40 m. */
static void runner_by_regression(void **state) {
  (void)state;
  Bench *b = bench_open();
  Measure m = exact(DIM_TORQUE_PER_MASS, "hhd_hip_abduction", SIDE_LEFT, 1.2);
  m.contraction = CONTRACTION_ECCENTRIC;
  Case c = person(SEX_MALE, 40, "running", &m, 1);
  const Score *s = score(b, &c, m.test, SIDE_LEFT);
  assert_string_equal(s->norm->id, "N009");
  close_to(s->mean, 1.615, 1e-12);
  close_to(s->z.lo, -1.17, 0.005);
  assert_true(s->z.lo == s->z.hi);
  m.quantity = DIM_FORCE, m.lo = m.hi = 210, m.lever_m = 0.4;
  close_to(score(b, &c, m.test, SIDE_LEFT)->z.lo, s->z.lo, 1e-12);
  close_to(s->z.se, sqrt(pow(0.05 * 1.2 / 0.354, 2) + 1.0 / 831), 1e-12);
  c.patient.sex = SEX_FEMALE;
  close_to(score(b, &c, m.test, SIDE_LEFT)->mean, 1.4, 1e-12);
  c.patient.sex = SEX_OTHER; /* the sexes differ in this norm: none for somebody else */
  assert_int_equal(score(b, &c, m.test, SIDE_LEFT)->z.why, WHY_NO_NORM);
  c.patient.sex = SEX_MALE, m.contraction = CONTRACTION_ISOMETRIC;
  assert_null(score(b, &c, m.test, SIDE_LEFT)->norm);
  m.contraction = CONTRACTION_UNKNOWN; /* the test's own is isometric */
  assert_null(score(b, &c, m.test, SIDE_LEFT)->norm);
  bench_close(b);
}

/* Plank of a student, 60 s: z -1.08 on the log scale. */
static void plank_on_the_log_scale(void **state) {
  (void)state;
  Bench *b = bench_open();
  Measure m = exact(DIM_TIME, "prone_plank", SIDE_BOTH, 60);
  Case c = person(SEX_MALE, 22, NULL, &m, 1);
  const Score *s = score(b, &c, m.test, SIDE_BOTH);
  assert_string_equal(s->norm->id, "N101");
  close_to(s->z.lo, -1.08, 0.005);
  assert_int_equal(s->z.why, WHY_NONE);
  bench_close(b);
}

/* A hold of 0 s is a very short hold, not an infinity; bounds stay bounds; the shorter the surer. */
static void short_holds_are_low_for_certain(void **state) {
  (void)state;
  Bench *b = bench_open();
  Measure m = exact(DIM_TIME, "prone_plank", SIDE_BOTH, 0);
  Case c = person(SEX_MALE, 22, NULL, &m, 1);
  const Score *zero = score(b, &c, m.test, SIDE_BOTH);
  assert_true(isfinite(zero->z.lo) && zero->z.lo == zero->z.hi && zero->z.lo < -5 && isfinite(zero->z.se));
  double before = 1;
  for (int seconds = 0; seconds <= 300; seconds++) {
    m.lo = m.hi = seconds;
    const Score *s = score(b, &c, m.test, SIDE_BOTH);
    double p = stats_p_below(s->z.lo, -1, s->z.se * s->z.se);
    if (p > before) print_error("%d s: certainty %g after %g\n", seconds, p, before);
    assert_true(p <= before);
    before = p;
  }
  /* P(true time below the line) in seconds, where the error of the norm is nothing beside that of the test */
  Norm *norm = &b->catalog.norms.items[catalog_find(&b->catalog, ROWS_NORM, "N101")];
  norm->mean_se = 0;
  double line = stats_at_z(-1, 124, 72, true, 1);
  for (int seconds = 1; seconds < 120; seconds += 7) {
    m.lo = m.hi = seconds;
    const Score *s = score(b, &c, m.test, SIDE_BOTH);
    close_to(stats_p_below(s->z.lo, -1, s->z.se * s->z.se), stats_p_below(seconds, line, 15.3 * 15.3), 1e-9);
  }
  m.lo = -INFINITY, m.hi = 12;
  const Score *at_most = score(b, &c, m.test, SIDE_BOTH);
  m.lo = 12, m.hi = INFINITY;
  const Score *at_least = score(b, &c, m.test, SIDE_BOTH);
  assert_true(at_most->z.lo < at_most->z.hi && at_most->z.hi == at_least->z.lo && isinf(at_least->z.hi));
  bench_close(b);
}

/* ---- every shipped comparison group ---- */

static Side side_for(const Norm *norm, const Test *test) {
  if (!test->paired) return SIDE_BOTH;
  return norm->leg == LEG_RIGHT || norm->leg == LEG_NONDOMINANT ? SIDE_RIGHT : SIDE_LEFT;
}

/* Somebody and a measure for whom the row is made. */
static Case made_for(const Bench *b, const Norm *norm, Measure *m) {
  const Test *test = &b->catalog.tests.items[norm->test];
  *m = exact(norm->quantity, test->id, side_for(norm, test), norm->mean);
  m->position = norm->position;
  m->contraction = norm->contraction;
  Case c = person(norm->sex ? norm->sex : SEX_FEMALE, (norm->age_min + norm->age_max) / 2, NULL, m, 1);
  c.patient.sport = norm->population == POPULATION_RUNNERS    ? "running"
                    : norm->population == POPULATION_ATHLETES ? norm->sport
                                                              : NULL;
  c.patient.dominant = norm->leg == LEG_DOMINANT || norm->leg == LEG_NONDOMINANT ? SIDE_LEFT : SIDE_BOTH;
  return c;
}

/* The documented order of comparison groups as one text that sorts. */
static const char *rank(Arena *a, const Norm *n) {
  static const char *const closest[] = {
      [POPULATION_ATHLETES] = "0", [POPULATION_RUNNERS] = "1", [POPULATION_GENERAL] = "2"};
  return arena_printf(a, "%d%d%c%s%03d%06d%s", n->verified == VERIFIED_MEMORY, n->show_only, n->quality,
                      closest[n->population], n->age_max - n->age_min, 999999 - n->n, n->id);
}

static void picks_it_or_a_closer_one(Bench *b, const Norm *norm) {
  Measure m;
  Case c = made_for(b, norm, &m);
  const Score *s = score(b, &c, m.test, m.side);
  bool never = norm->population == POPULATION_PATIENTS || norm->population == POPULATION_SPECIMENS;
  if (never) {
    assert_true(s->norm != norm);
    return;
  }
  if (!s->norm) print_error("%s is not picked by the person it is made for\n", norm->id);
  assert_non_null(s->norm);
  assert_true(strcmp(rank(&b->arena, s->norm), rank(&b->arena, norm)) <= 0);
  assert_int_equal(s->z.why, s->norm->verified == VERIFIED_MEMORY ? WHY_UNVERIFIED : WHY_NONE);
  if (s->norm == norm && !norm->lognormal && norm->per_year == 0) close_to(s->z.lo, 0, 1e-9);
  if (s->norm->derived) {
    close_to(s->norm->sd, 0.25 * s->norm->mean, 1e-9);
    assert_true(s->norm->quality == 'C' && s->z.cap == 0.5);
  }
}

static void never_picks(Bench *b, const Norm *norm, const Case *c, const char *changed) {
  const Score *s = score(b, c, c->measures[0].test, c->measures[0].side);
  if (s->norm == norm) print_error("%s is picked in spite of another %s\n", norm->id, changed);
  assert_true(s->norm != norm);
}

static void a_change_drops_it(Bench *b, const Norm *norm) {
  Measure m;
  Case c = made_for(b, norm, &m);
  if (norm->sex) {
    for (int sex = SEX_UNKNOWN; sex <= SEX_OTHER; sex++) {
      c.patient.sex = (Sex)sex;
      if (sex != (int)norm->sex) never_picks(b, norm, &c, "sex");
    }
  }
  c = made_for(b, norm, &m), c.patient.age_years = norm->age_min - 1, never_picks(b, norm, &c, "age (younger)");
  c = made_for(b, norm, &m), c.patient.age_years = norm->age_max + 1, never_picks(b, norm, &c, "age (older)");
  c = made_for(b, norm, &m), c.patient.age_years = -1, never_picks(b, norm, &c, "age (unknown)");
  for (int k = CONTRACTION_ISOMETRIC; norm->contraction && k <= CONTRACTION_ISOKINETIC; k++) {
    c = made_for(b, norm, &m), m.contraction = (Contraction)k;
    if (k != (int)norm->contraction) never_picks(b, norm, &c, "contraction");
  }
  if (norm->position) {
    c = made_for(b, norm, &m), m.position = "kneeling", never_picks(b, norm, &c, "position");
    c = made_for(b, norm, &m), m.position = NULL, never_picks(b, norm, &c, "position (none)");
  }
  if (norm->leg != LEG_ANY) {
    c = made_for(b, norm, &m), m.side = side_other(m.side), never_picks(b, norm, &c, "leg");
    bool by_dominance = norm->leg == LEG_DOMINANT || norm->leg == LEG_NONDOMINANT;
    c = made_for(b, norm, &m), c.patient.dominant = SIDE_BOTH;
    if (by_dominance) never_picks(b, norm, &c, "dominant leg (unknown)");
  }
  if (norm->population != POPULATION_GENERAL) {
    c = made_for(b, norm, &m), c.patient.sport = NULL, never_picks(b, norm, &c, "sport (none)");
    c = made_for(b, norm, &m), c.patient.sport = "rowing", never_picks(b, norm, &c, "sport");
  }
}

static void lacking_mass_or_lever_drops_it(Bench *b, const Norm *norm) {
  Measure m;
  bool torque = norm->quantity == DIM_TORQUE || norm->quantity == DIM_TORQUE_PER_MASS;
  bool relative = norm->quantity == DIM_TORQUE_PER_MASS || norm->quantity == DIM_FORCE_PER_MASS ||
                  norm->quantity == DIM_BODY_WEIGHT;
  if (!torque && !relative && norm->quantity != DIM_FORCE) return;
  Case c = made_for(b, norm, &m);
  m.quantity = torque ? DIM_TORQUE : DIM_FORCE, m.lo = m.hi = 100;
  assert_non_null(score(b, &c, m.test, m.side)->norm);
  c.patient.mass_kg = NAN;
  if (relative) never_picks(b, norm, &c, "mass (unknown)");
  c = made_for(b, norm, &m);
  m.quantity = torque ? DIM_FORCE : DIM_TORQUE, m.lo = m.hi = 100;
  never_picks(b, norm, &c, "lever arm (unknown)");
  m.lever_m = 0.4;
  assert_non_null(score(b, &c, m.test, m.side)->norm);
  m.quantity = DIM_ANGLE;
  never_picks(b, norm, &c, "quantity");
}

static void every_norm_fits_its_own_only(void **state) {
  (void)state;
  Bench *b = bench_open();
  size_t never = 0, unverified = 0, derived = 0;
  assert_true(b->catalog.norms.count > 60);
  for (size_t i = 0; i < b->catalog.norms.count; i++) {
    const Norm *norm = &b->catalog.norms.items[i];
    picks_it_or_a_closer_one(b, norm);
    a_change_drops_it(b, norm);
    if (norm->population != POPULATION_PATIENTS && norm->population != POPULATION_SPECIMENS)
      lacking_mass_or_lever_drops_it(b, norm);
    never += norm->population == POPULATION_PATIENTS || norm->population == POPULATION_SPECIMENS;
    unverified += norm->verified == VERIFIED_MEMORY;
    derived += norm->derived;
  }
  assert_true(never >= 3 && unverified >= 8 && derived >= 13);
  bench_close(b);
}

/* ---- pools ---- */

/* Two tests of one muscle, weighed by hand as README 5.6 says. */
static void two_tests_pool_by_hand(void **state) {
  (void)state;
  Bench *b = bench_open();
  Measure measures[] = {exact(DIM_BODY_WEIGHT, "hhd_hip_abduction", SIDE_LEFT, 10),
                        exact(DIM_BODY_WEIGHT, "hhd_hip_ir", SIDE_LEFT, 20)};
  Case c = person(SEX_FEMALE, 25, NULL, measures, 2);
  Weigh *w = weigh_case(&b->arena, &b->catalog, &c);
  const Pool *pool = weigh_muscle(w, muscle_index(b, "gluteus_medius"), DOMAIN_STRENGTH, SIDE_LEFT, -1);
  double z1 = (10 - 16.85) / 4.19, v1 = pow(0.05 * 10 / 4.19, 2) + 1.0 / 52 + 0.05, w1 = 1 / v1;
  double z2 = (20 - 23.82) / 8.46, v2 = pow(0.05 * 20 / 8.46, 2) + 1.0 / 52 + 0.05, w2 = 0.3 / v2;
  double z = (w1 * z1 + w2 * z2) / (w1 + w2);
  double se = sqrt(w1 * w1 * v1 + w2 * w2 * v2 + 2 * w1 * w2 * 0.5 * sqrt(v1 * v2)) / (w1 + w2);
  double q = (z1 - z) * (z1 - z) / v1 + (z2 - z) * (z2 - z) / v2;
  assert_int_equal(pool->count, 2);
  close_to(pool->z.lo, z, 1e-12);
  assert_true(pool->z.hi == pool->z.lo && pool->z.cap == 1);
  close_to(pool->z.se, se, 1e-12);
  close_to(pool->disagreement, fmax(0, (q - 1) / q), 1e-12);
  assert_true(pool == weigh_muscle(w, muscle_index(b, "gluteus_medius"), DOMAIN_STRENGTH, SIDE_LEFT, -1));
  /* what a test tells beside others it does not tell alone */
  c.measures = &measures[1], c.measure_count = 1;
  w = weigh_case(&b->arena, &b->catalog, &c);
  pool = weigh_muscle(w, muscle_index(b, "gluteus_medius"), DOMAIN_STRENGTH, SIDE_LEFT, -1);
  assert_int_equal(pool->z.why, WHY_NOT_MEASURED);
  bench_close(b);
}

/* Unverified figures are never the only ground, but may stand beside a verified one. */
static void unverified_alone_is_unknown(void **state) {
  (void)state;
  Bench *b = bench_open();
  Measure measures[] = {exact(DIM_TIME, "sorensen", SIDE_BOTH, 60), exact(DIM_TIME, "prone_plank", SIDE_BOTH, 40)};
  Case c = person(SEX_MALE, 22, NULL, measures, 1);
  int core = muscle_index(b, "core");
  const Pool *pool = weigh_muscle(weigh_case(&b->arena, &b->catalog, &c), core, DOMAIN_ENDURANCE, SIDE_BOTH, -1);
  assert_int_equal(pool->z.why, WHY_UNVERIFIED);
  c.measure_count = 2;
  pool = weigh_muscle(weigh_case(&b->arena, &b->catalog, &c), core, DOMAIN_ENDURANCE, SIDE_BOTH, -1);
  assert_int_equal(pool->z.why, WHY_NONE);
  assert_int_equal(pool->count, 2);
  /* the plank speaks for rectus abdominis too: it drops out when the two are compared */
  pool = weigh_muscle(weigh_case(&b->arena, &b->catalog, &c), core, DOMAIN_ENDURANCE, SIDE_BOTH,
                      muscle_index(b, "rectus_abdominis"));
  assert_int_equal(pool->count, 1);
  assert_int_equal(pool->z.why, WHY_UNVERIFIED);
  bench_close(b);
}

static void grades_are_bounds(void **state) {
  (void)state;
  Bench *b = bench_open();
  Measure m = exact(DIM_GRADE, "mmt_hip_abduction", SIDE_LEFT, 3);
  Case c = person(SEX_MALE, 50, NULL, &m, 1);
  int muscle = muscle_index(b, "gluteus_medius");
  const Pool *pool = weigh_muscle(weigh_case(&b->arena, &b->catalog, &c), muscle, DOMAIN_STRENGTH, SIDE_LEFT, -1);
  assert_true(pool->by_grade && isinf(pool->z.lo) && pool->z.hi == -2 && pool->z.why == WHY_NONE);
  m.lo = m.hi = 4;
  pool = weigh_muscle(weigh_case(&b->arena, &b->catalog, &c), muscle, DOMAIN_STRENGTH, SIDE_LEFT, -1);
  assert_true(!pool->by_grade && pool->z.why == WHY_GRADE);
  bench_close(b);
}

/* ---- side against side ---- */

static Gap gap_of(Bench *b, const Case *c, const char *test, Side side, GapBase base) {
  return *weigh_gap(weigh_case(&b->arena, &b->catalog, c), test_index(b, test), side, base);
}

/* README 5.5: the smallest real gap is 2.77 x SEM, 13.9 % for hip abduction and 22.2 % for hip extension. */
static void smallest_real_gap(void **state) {
  (void)state;
  Bench *b = bench_open();
  static const struct {
    const char *test;
    double mdc;
    bool by_band;
  } rows[] = {{"hhd_hip_abduction", 13.9, false},
              {"hhd_hip_extension", 22.2, false},
              {"hhd_knee_extension", 21, true}, /* the published band is wider than 2.77 x 4.4 */
              {"hhd_knee_flexion", 24, true}};
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    Measure measures[] = {exact(DIM_FORCE, rows[i].test, SIDE_LEFT, 100),
                          exact(DIM_FORCE, rows[i].test, SIDE_RIGHT, 100)};
    Case c = person(SEX_FEMALE, 40, NULL, measures, 2);
    Gap gap = gap_of(b, &c, rows[i].test, SIDE_LEFT, BASE_LARGER);
    close_to(STATS_Z95 * gap.value.se, rows[i].mdc, 0.05);
    assert_int_equal(gap.by_band, rows[i].by_band);
    assert_true(gap.value.lo == 0 && gap.value.hi == 0);
  }
  bench_close(b);
}

static void gap_of_bounds(void **state) {
  (void)state;
  Bench *b = bench_open();
  static const struct {
    double here[2], there[2], lo, hi;
    Why why;
  } rows[] = {
      {{50, 50}, {100, 100}, 50, 50, WHY_NONE},
      {{100, 100}, {50, 50}, -50, -50, WHY_NONE},
      {{60, 60}, {240, INFINITY}, 75, 100, WHY_NONE},
      {{240, INFINITY}, {60, 60}, -100, -75, WHY_NONE},
      {{240, INFINITY}, {240, INFINITY}, -100, 100, WHY_NONE},
      {{-INFINITY, 10}, {40, 40}, 75, 100, WHY_NONE},
      {{0, 0}, {40, 40}, 100, 100, WHY_NONE},
      {{0, 0}, {0, 0}, NAN, NAN, WHY_ZERO},
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    Measure measures[] = {exact(DIM_TIME, "side_bridge", SIDE_LEFT, 0), exact(DIM_TIME, "side_bridge", SIDE_RIGHT, 0)};
    measures[0].lo = rows[i].here[0], measures[0].hi = rows[i].here[1];
    measures[1].lo = rows[i].there[0], measures[1].hi = rows[i].there[1];
    Case c = person(SEX_FEMALE, 40, NULL, measures, 2);
    Gap gap = gap_of(b, &c, "side_bridge", SIDE_LEFT, BASE_LARGER);
    assert_int_equal(gap.value.why, rows[i].why);
    if (rows[i].why == WHY_NONE) close_to(gap.value.lo, rows[i].lo, 1e-9), close_to(gap.value.hi, rows[i].hi, 1e-9);
    Gap mirrored = gap_of(b, &c, "side_bridge", SIDE_RIGHT, BASE_LARGER);
    if (rows[i].why == WHY_NONE) close_to(mirrored.value.lo, -gap.value.hi, 1e-9);
  }
  bench_close(b);
}

/* The set-up that both sides share is found alike from either side, whatever was measured when. */
static void gap_takes_one_setup(void **state) {
  (void)state;
  Bench *b = bench_open();
  Measure measures[] = {
      exact(DIM_FORCE, "hhd_hip_abduction", SIDE_LEFT, 100), exact(DIM_FORCE, "hhd_hip_abduction", SIDE_LEFT, 110),
      exact(DIM_FORCE, "hhd_hip_abduction", SIDE_RIGHT, 130), exact(DIM_FORCE, "hhd_hip_abduction", SIDE_RIGHT, 140)};
  measures[0].position = measures[2].position = "supine";
  measures[1].position = measures[3].position = "side_lying";
  measures[1].date = visit() - 5, measures[2].date = visit() - 9;
  Case c = person(SEX_FEMALE, 40, NULL, measures, 4);
  Gap left = gap_of(b, &c, "hhd_hip_abduction", SIDE_LEFT, BASE_LARGER);
  Gap right = gap_of(b, &c, "hhd_hip_abduction", SIDE_RIGHT, BASE_LARGER);
  assert_string_equal(left.here->position, "side_lying"); /* its older side is 5 days old, not 9 */
  assert_true(left.here == right.there || strcmp(right.there->position, "side_lying") == 0);
  close_to(left.value.lo, -right.value.lo, 1e-12);
  measures[3].position = "standing", measures[2].position = "standing";
  assert_int_equal(gap_of(b, &c, "hhd_hip_abduction", SIDE_LEFT, BASE_LARGER).value.why, WHY_ONE_SIDE);
  bench_close(b);
}

/* 100 N at 0.40 m and 125 N at 0.32 m are the same 40 Nm. */
static void gap_of_forces_at_two_levers(void **state) {
  (void)state;
  Bench *b = bench_open();
  Measure measures[] = {exact(DIM_FORCE, "hhd_hip_abduction", SIDE_LEFT, 100),
                        exact(DIM_FORCE, "hhd_hip_abduction", SIDE_RIGHT, 125)};
  measures[0].lever_m = 0.4, measures[1].lever_m = 0.32;
  Case c = person(SEX_FEMALE, 40, NULL, measures, 2);
  Gap gap = gap_of(b, &c, "hhd_hip_abduction", SIDE_LEFT, BASE_LARGER);
  assert_true(gap.by_torque);
  close_to(gap.value.lo, 0, 1e-9);
  measures[1].lever_m = NAN;
  gap = gap_of(b, &c, "hhd_hip_abduction", SIDE_LEFT, BASE_LARGER);
  assert_false(gap.by_torque);
  close_to(gap.value.lo, 20, 1e-9);
  bench_close(b);
}

/* ---- cuts ---- */

static void cuts_fit_sex_and_age(void **state) {
  (void)state;
  Bench *b = bench_open();
  static const struct {
    const char *test;
    Sex sex;
    int age;
    bool judging;
    const char *id;
    Why why;
  } rows[] = {
      {"pke", SEX_FEMALE, 20, true, "C08", WHY_NONE},
      {"pke", SEX_FEMALE, 30, true, "C09", WHY_NONE},
      {"ake", SEX_MALE, 24, true, "C05", WHY_NONE},
      {"ake", SEX_MALE, 25, true, NULL, WHY_NO_CUT},
      {"ake", SEX_OTHER, 20, true, NULL, WHY_NO_CUT},
      {"ake", SEX_MALE, -1, true, NULL, WHY_NO_AGE},
      {"ober_modified", SEX_MALE, 30, true, NULL, WHY_NO_CUT},
      {"ober_modified", SEX_MALE, 30, false, "C04", WHY_NONE},
      {"thomas_hip_ext", SEX_MALE, 30, false, "C01", WHY_NONE},
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    Case c = person(rows[i].sex, rows[i].age, NULL, NULL, 0);
    const Cut *cut;
    Why why = weigh_cut(weigh_case(&b->arena, &b->catalog, &c), test_index(b, rows[i].test), rows[i].judging, &cut);
    assert_int_equal(why, rows[i].why);
    if (rows[i].id)
      assert_string_equal(cut->id, rows[i].id);
    else
      assert_null(cut);
  }
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(runner_by_regression),
      cmocka_unit_test(plank_on_the_log_scale),
      cmocka_unit_test(short_holds_are_low_for_certain),
      cmocka_unit_test(every_norm_fits_its_own_only),
      cmocka_unit_test(two_tests_pool_by_hand),
      cmocka_unit_test(unverified_alone_is_unknown),
      cmocka_unit_test(grades_are_bounds),
      cmocka_unit_test(smallest_real_gap),
      cmocka_unit_test(gap_of_bounds),
      cmocka_unit_test(gap_takes_one_setup),
      cmocka_unit_test(gap_of_forces_at_two_levers),
      cmocka_unit_test(cuts_fit_sex_and_age),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
