#include "patient/intake.h"

#include "door_fixture.h"
#include <string.h>

typedef struct Good {
  MeasureText in;
  double lo, hi;
  Dimension quantity;
  const char *shown; /* intake_value_text */
  const char *note;  /* of the first note, NULL: none */
} Good;

static const char kgf_note[] = "a force in kg is read as kgf: 1 kgf is 9.80665 N";

static const Good good[] = {
    {{.test = "hhd_hip_abduction", .side = "left", .value = "180"}, 180, 180, DIM_FORCE, "180 N", NULL},
    {{.test = "hhd_hip_abduction", .side = "L", .value = "18.3kg"},
     179.461695,
     179.461695,
     DIM_FORCE,
     "179.5 N",
     kgf_note},
    {{.test = "hhd_hip_abduction", .side = "Right", .value = "18.3", .unit = "kg"},
     179.461695,
     179.461695,
     DIM_FORCE,
     "179.5 N",
     kgf_note},
    {{.test = "hhd_hip_abduction", .side = "r", .value = "45 lb"},
     200.1699726867225,
     200.1699726867225,
     DIM_FORCE,
     "200.2 N",
     NULL},
    {{.test = "hhd_hip_abduction", .side = "r", .value = "18 kgf", .unit = "kg"},
     176.5197,
     176.5197,
     DIM_FORCE,
     "176.5 N",
     NULL},
    {{.test = "hhd_hip_abduction", .side = "left", .value = "3"},
     3,
     3,
     DIM_FORCE,
     "3 N",
     "3 N is unlikely for 'hhd_hip_abduction' (usual 20 to 700 N): measure again"},
    {{.test = "hhd_hip_abduction", .side = "left", .value = "1.2 Nm/kg"},
     1.2,
     1.2,
     DIM_TORQUE_PER_MASS,
     "1.2 Nm/kg",
     NULL},
    {{.test = "hhd_hip_abduction", .side = "left", .value = "5000", .unit = "Nm"},
     5000,
     5000,
     DIM_TORQUE,
     "5000 Nm",
     NULL},
    {{.test = "hhd_hip_abduction", .side = "left", .value = "31.5", .unit = "%BW"},
     31.5,
     31.5,
     DIM_BODY_WEIGHT,
     "31.5 %BW",
     NULL},
    {{.test = "prone_plank", .value = "240s"}, 240, 240, DIM_TIME, "240 s", NULL},
    {{.test = "prone_plank", .side = "both", .value = ">=240"}, 240, INFINITY, DIM_TIME, ">=240 s", NULL},
    {{.test = "prone_plank", .value = "> 4 min"}, 240, INFINITY, DIM_TIME, ">=240 s", NULL},
    {{.test = "prone_plank", .value = "<=12 s"}, -INFINITY, 12, DIM_TIME, "<=12 s", NULL},
    {{.test = "weekly_distance", .value = "26-35"}, 26, 35, DIM_DISTANCE_PER_WEEK, "26-35 km/wk", NULL},
    {{.test = "weekly_distance", .value = "26 - 35 km/wk"}, 26, 35, DIM_DISTANCE_PER_WEEK, "26-35 km/wk", NULL},
    {{.test = "weekly_distance", .value = "1e2"}, 100, 100, DIM_DISTANCE_PER_WEEK, "100 km/wk", NULL},
    {{.test = "thomas_hip_ext", .side = "left", .value = "-4 deg"}, -4, -4, DIM_ANGLE, "-4 deg", NULL},
    {{.test = "thomas_hip_ext", .side = "left", .value = "-0"}, 0, 0, DIM_ANGLE, "0 deg", NULL},
    {{.test = "leg_length_diff", .value = "8"}, 0.8, 0.8, DIM_LENGTH, "8 mm", NULL},
    {{.test = "leg_length_diff", .value = "0.8 cm"}, 0.8, 0.8, DIM_LENGTH, "8 mm", NULL},
    {{.test = "mmt_hip_abduction", .side = "left", .value = "4"}, 4, 4, DIM_GRADE, "grade 4", NULL},
    {{.test = "mmt_hip_abduction", .side = "left", .value = "4+"}, 4.3, 4.3, DIM_GRADE, "grade 4+", NULL},
    {{.test = "mmt_hip_abduction", .side = "left", .value = "4-"}, 3.7, 3.7, DIM_GRADE, "grade 4-", NULL},
    {{.test = "mmt_hip_abduction", .side = "left", .value = "3+/5"}, 3.3, 3.3, DIM_GRADE, "grade 3+", NULL},
    {{.test = "mmt_hip_abduction", .side = "left", .value = "3-4"}, 3, 4, DIM_GRADE, "grade 3 to 4", NULL},
};

static bool close_to(double a, double b) { return a == b || fabs(a - b) < 1e-9; }

static void good_readings_arrive_in_base_units(void **state) {
  (void)state;
  for (size_t i = 0; i < ARRAY_LEN(good); i++) {
    Measure measure;
    IntakeNotes notes = {0};
    const char *field = "";
    Err err = {0};
    if (!intake_measure(&catalog, &arena, &good[i].in, DATE_ISO, &measure, &notes, &field, &err))
      fail_msg("%s: %s", good[i].in.value, err.text);
    assert_true(close_to(measure.lo, good[i].lo) && close_to(measure.hi, good[i].hi));
    assert_int_equal(measure.quantity, good[i].quantity);
    assert_string_equal(intake_value_text(&arena, catalog_test(&catalog, measure.test), &measure), good[i].shown);
    assert_int_equal(notes.count, good[i].note ? 1 : 0);
    if (good[i].note) assert_string_equal(notes.items[0].text, good[i].note);
    assert_true(measure.pain == -1 && measure.trial == 0 && isnan(measure.lever_m) && measure.date == 0);
  }
}

typedef struct Bad {
  MeasureText in;
  const char *field, *text;
} Bad;

#define HIP           .test = "hhd_hip_abduction", .side = "left"
#define NOT_A_READING "' is not a reading: write a number (18.3), a bound (>=240) or a range (26-35), the unit after it"

static const Bad bad[] = {
    {{.test = "", .value = "1"}, "test", "the test is missing"},
    {{.test = "hhd_hip_abducton", .value = "1"},
     "test",
     "unknown test 'hhd_hip_abducton' (did you mean 'hhd_hip_abduction'?)"},
    {{.test = "hhd_hip_abduction", .value = "180"},
     "side",
     "'hhd_hip_abduction' is measured side by side: say left or right"},
    {{.test = "hhd_hip_abduction", .side = "both", .value = "180"},
     "side",
     "'hhd_hip_abduction' is measured side by side: say left or right"},
    {{.test = "hhd_hip_abduction", .side = "lft", .value = "180"}, "side", "unknown side 'lft' (did you mean 'left'?)"},
    {{.test = "hhd_hip_abduction", .side = "links", .value = "180"},
     "side",
     "unknown side 'links': write both, left or right"},
    {{.test = "prone_plank", .side = "left", .value = "60"}, "side", "'prone_plank' has no sides: leave the side out"},
    {{HIP, .value = ""},
     "value",
     "the value of 'hhd_hip_abduction' is missing: leave the row out when it was not measured"},
    {{HIP, .value = "18,3"}, "value", "'18,3' has a comma: write a decimal point and no thousands marks, as in 1018.3"},
    {{HIP, .value = "1,018.3"},
     "value",
     "'1,018.3' has a comma: write a decimal point and no thousands marks, as in 1018.3"},
    {{HIP, .value = "1 234"}, "value", "'1 234" NOT_A_READING},
    {{HIP, .value = "abc"}, "value", "'abc" NOT_A_READING},
    {{HIP, .value = "1e999"}, "value", "'1e999" NOT_A_READING},
    {{HIP, .value = "nan"}, "value", "'nan" NOT_A_READING},
    {{HIP, .value = "--5"}, "value", "'--5" NOT_A_READING},
    {{HIP, .value = "35-26"}, "value", "'35-26" NOT_A_READING},
    {{HIP, .value = "4+"}, "value", "'4+" NOT_A_READING},
    {{HIP, .value = "0x1F"}, "value", "unknown unit 'x1F': this test takes N, kgf, lbf, Nm, ft-lb, Nm/kg, N/kg, %BW"},
    {{HIP, .value = "30 deg"},
     "value",
     "'deg' cannot be the unit of 'hhd_hip_abduction': it takes N, kgf, lbf, Nm, ft-lb, Nm/kg, N/kg, %BW"},
    {{HIP, .value = "30", .unit = "%"},
     "unit",
     "'%' cannot be the unit of 'hhd_hip_abduction': it takes N, kgf, lbf, Nm, ft-lb, Nm/kg, N/kg, %BW"},
    {{HIP, .value = "18 kg", .unit = "N"}, "value", "the value says 'kg' and the unit says 'N': keep one"},
    {{HIP, .value = "-5"}, "value", "-5 N is impossible for 'hhd_hip_abduction': possible is 0 to 3000 N"},
    {{HIP, .value = "3001"}, "value", "3001 N is impossible for 'hhd_hip_abduction': possible is 0 to 3000 N"},
    {{HIP, .value = "0 Nm"}, "value", "0 Nm is impossible for 'hhd_hip_abduction': greater than 0"},
    {{.test = "thomas_hip_ext", .side = "left", .value = "91"},
     "value",
     "91 deg is impossible for 'thomas_hip_ext': possible is -90 to 90 deg"},
    {{.test = "leg_length_diff", .value = "31 cm"},
     "value",
     "310 mm is impossible for 'leg_length_diff': possible is 0 to 300 mm"},
    {{.test = "mmt_hip_abduction", .side = "left", .value = "5+"},
     "value",
     "grade 5+ is impossible for 'mmt_hip_abduction': possible is 0 to 5 grade"},
    {{.test = "mmt_hip_abduction", .side = "left", .value = "4.5"},
     "value",
     "4.5 is not a grade: write a whole number, with + or - where needed (4+)"},
    {{.test = "mmt_hip_abduction", .side = "left", .value = "good"},
     "value",
     "'good' is not a grade: write 0 to 5, with + or - where needed (4+)"},
    {{HIP, .value = "180", .position = "side-lying"},
     "position",
     "unknown position 'side-lying' (did you mean 'side_lying'?)"},
    {{HIP, .value = "180", .position = "prone"},
     "position",
     "'hhd_hip_abduction' is not done in position 'prone': possible are side_lying, supine"},
    {{HIP, .value = "180", .contraction = "isometrc"},
     "contraction",
     "unknown contraction 'isometrc' (did you mean 'isometric'?)"},
    {{HIP, .value = "180", .lever_m = "38"}, "lever_m", "lever arm in metres 38 is not from 0.02 to 1.5"},
    {{HIP, .value = "180", .lever_m = "0,38"},
     "lever_m",
     "'0,38' is not a number: write lever arm in metres with a decimal point and without a unit"},
    {{HIP, .value = "180", .trial = "1.5"}, "trial", "trial 1.5 is not a whole number from 1 to 99"},
    {{HIP, .value = "180", .trial = "0"}, "trial", "trial 0 is not a whole number from 1 to 99"},
    {{HIP, .value = "180", .pain = "11"}, "pain", "pain 11 is not a whole number from 0 to 10"},
    {{HIP, .value = "180", .origin = "guessed"},
     "source",
     "unknown source of a reading 'guessed': write measured, observed, reported or derived"},
    {{HIP, .value = "180", .date = "2026-02-30"}, "date", "'2026-02-30' is no date of the calendar: write YYYY-MM-DD"},
};

static void bad_readings_name_the_field_and_the_way_out(void **state) {
  (void)state;
  for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
    Measure measure;
    IntakeNotes notes = {0};
    const char *field = "";
    Err err = {0};
    if (intake_measure(&catalog, &arena, &bad[i].in, DATE_ISO, &measure, &notes, &field, &err))
      fail_msg("accepted: %s", bad[i].text);
    assert_int_equal(err.kind, ERR_DATA);
    assert_string_equal(err.text, bad[i].text);
    assert_string_equal(field, bad[i].field);
  }
}

static void the_set_up_is_kept(void **state) {
  (void)state;
  const double value = 18.3, lever = 0.38, trial = 2, pain = 3;
  MeasureText in = {HIP,
                    .value = "ignored",
                    .unit = "kgf",
                    .position = "supine",
                    .contraction = "ECCENTRIC",
                    .origin = "reported",
                    .date = "2/11/2026",
                    .value_n = &value,
                    .lever_n = &lever,
                    .trial_n = &trial,
                    .pain_n = &pain};
  Measure m;
  const char *field = "";
  Err err = {0};
  assert_true(intake_measure(&catalog, &arena, &in, DATE_MDY, &m, NULL, &field, &err));
  assert_true(m.lo == 18.3 * 9.80665 && m.lever_m == 0.38 && m.trial == 2 && m.pain == 3);
  assert_int_equal(m.contraction, CONTRACTION_ECCENTRIC);
  assert_int_equal(m.origin, ORIGIN_REPORTED);
  assert_ptr_equal(m.position, catalog.positions.items[1].id);
  assert_string_equal(date_format(&arena, m.date), "2026-02-11");
}

static void a_field_of_endless_length_is_refused(void **state) {
  (void)state;
  char *text = arena_alloc(&arena, 100001);
  memset(text, '9', 100000);
  MeasureText in = {HIP, .value = text};
  Measure m;
  const char *field = "";
  Err err = {0};
  assert_false(intake_measure(&catalog, &arena, &in, DATE_ISO, &m, NULL, &field, &err));
  assert_string_equal(err.text, "longer than 200 characters");
  assert_string_equal(field, "value");
}

static void answers(void **state) {
  (void)state;
  static const struct {
    const char *question, *value, *field, *text;
    AnswerValue want;
  } rows[] = {
      {"rf_ces_saddle", "yes", NULL, NULL, ANSWER_YES},
      {"rf_ces_saddle", "N", NULL, NULL, ANSWER_NO},
      {"rf_ces_saddle", "false", NULL, NULL, ANSWER_NO},
      {"shoe_discomfort", "Unsure", NULL, NULL, ANSWER_UNSURE},
      {"rf_ces_sadle", "yes", "question", "unknown question 'rf_ces_sadle' (did you mean 'rf_ces_saddle'?)",
       ANSWER_OPEN},
      {"rf_ces_saddle", "maybe", "answer", "'maybe' is no answer: write yes, no or unsure", ANSWER_OPEN},
      {"rf_ces_saddle", "1", "answer", "'1' is no answer: write yes, no or unsure", ANSWER_OPEN},
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    Answer answer;
    const char *field = "";
    Err err = {0};
    bool fine = intake_answer(&catalog, &arena, rows[i].question, rows[i].value, &answer, &field, &err);
    assert_int_equal(fine, rows[i].text == NULL);
    if (fine) {
      assert_int_equal(answer.value, rows[i].want);
      continue;
    }
    assert_string_equal(err.text, rows[i].text);
    assert_string_equal(field, rows[i].field);
  }
}

static void patients(void **state) {
  (void)state;
  static const struct {
    PatientText in;
    const char *field, *text; /* NULL: good */
  } rows[] = {
      {{.code = "P-1.a_2",
        .sex = "W",
        .born = "1990-02-11",
        .mass_kg = "58",
        .height_cm = "165",
        .dominant = "R",
        .sport = "Trail running"},
       NULL,
       NULL},
      {{.code = ""}, "patient", "the patient's code is missing"},
      {{.code = "-P1"},
       "patient",
       "'-P1' is no patient code: 1 to 32 letters, digits and . _ -, beginning with a letter or digit"},
      {{.code = "../x"},
       "patient",
       "'../x' is no patient code: 1 to 32 letters, digits and . _ -, beginning with a letter or digit"},
      {{.code = "P1", .sex = "femle"}, "sex", "unknown sex 'femle': write f, m or other"},
      {{.code = "P1", .born = "11.02.1990"},
       "born",
       "'11.02.1990' is no date of birth of the calendar: write YYYY-MM-DD"},
      {{.code = "P1", .born = "1990-02-11", .age = "36"}, "age", "both a date of birth and an age are given: keep one"},
      {{.code = "P1", .age = "36.5"}, "age", "age in years 36.5 is not a whole number from 0 to 120"},
      {{.code = "P1", .age = "0x20"},
       "age",
       "'0x20' is not a number: write age in years with a decimal point and without a unit"},
      {{.code = "P1", .mass_kg = "580"}, "mass_kg", "body mass in kg 580 is not from 20 to 400"},
      {{.code = "P1", .height_cm = "1.65"}, "height_cm", "height in cm 1.65 is not from 80 to 250"},
      {{.code = "P1", .dominant = "both"}, "dominant", "unknown side 'both': write left or right"},
      {{.code = "P1", .sport = "run!"}, "sport", "'run!' is no sport: write letters only, as in running"},
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    Patient patient;
    const char *field = "";
    Err err = {0};
    bool fine = intake_patient(&arena, &rows[i].in, DATE_ISO, &patient, &field, &err);
    if (!rows[i].text) {
      assert_true(fine && patient.sex == SEX_FEMALE && patient.mass_kg == 58 && patient.dominant == SIDE_RIGHT);
      assert_string_equal(patient.sport, "trail_running");
      continue;
    }
    assert_false(fine);
    assert_string_equal(err.text, rows[i].text);
    assert_string_equal(field, rows[i].field);
  }
}

static void age_follows_the_date_of_the_case(void **state) {
  (void)state;
  Patient patient = {.age_years = -1};
  Day on = 0;
  Err err = {0};
  assert_true(date_parse("1990-02-11", DATE_ISO, &patient.born) && date_parse("2026-02-10", DATE_ISO, &on));
  assert_true(intake_age(&patient, on, &err));
  assert_int_equal(patient.age_years, 35);
  assert_false(intake_age(&patient, patient.born - 1, &err));
  assert_string_equal(err.text, "born after the date of the case");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(good_readings_arrive_in_base_units),
      cmocka_unit_test(bad_readings_name_the_field_and_the_way_out),
      cmocka_unit_test(the_set_up_is_kept),
      cmocka_unit_test(a_field_of_endless_length_is_refused),
      cmocka_unit_test(answers),
      cmocka_unit_test(patients),
      cmocka_unit_test(age_follows_the_date_of_the_case),
  };
  return cmocka_run_group_tests(tests, open_catalog, close_catalog);
}
