#include "formats/formats.h"

#include "door_fixture.h"
#include <string.h>

/* All refusals as "row column: text" lines, "" when the file was taken. */
static const char *refused(const char *data, size_t len, const ReadOptions *options, Import *out) {
  Text t = {.arena = &arena};
  Err err = {0};
  bool good = csv_read(&catalog, &arena, options, data, len, out, &err);
  assert_int_equal(good, out->refused.count == 0);
  assert_int_equal(err.kind, good ? ERR_NONE : ERR_DATA);
  for (size_t i = 0; i < out->refused.count; i++) {
    const Refusal *refusal = &out->refused.items[i];
    text_addf(&t, "%ld %s: %s\n", refusal->row, refusal->column, refusal->text);
  }
  return text_get(&t);
}

static Import take(const char *data) {
  Import import;
  assert_string_equal(refused(data, strlen(data), &(ReadOptions){0}, &import), "");
  return import;
}

#define HEAD    "patient,date,test,side,value,unit\n"
#define FULL    "patient,date,test,side,value,unit,position,contraction,lever_m,trial,pain,source\n"
#define PERSONS "patient,sex,born,age,mass_kg,height_cm,dominant,sport\n"

static void measures_become_cases_by_patient_and_date(void **state) {
  (void)state;
  Import import = take(FULL "P2,2026-11-20,prone_plank,,>=240,s,,,,,,\n"
                            "P1,2026-11-21,hhd_hip_abduction,l,18.3,kgf,side_lying,isometric,0.38,1,0,measured\n"
                            "P1,2026-11-20,hhd_hip_abduction,left,180,N,,,,1,,\n"
                            "P1,2026-11-21,hhd_hip_abduction,r,20,kgf,side_lying,isometric,0.38,1,0,measured\n");
  assert_int_equal(import.cases.count, 3);
  const Case *second = &import.cases.items[1];
  assert_string_equal(second->patient.code, "P1");
  assert_string_equal(date_format(&arena, second->date), "2026-11-21");
  assert_int_equal(second->measure_count, 2);
  assert_int_equal(second->measures[0].side, SIDE_LEFT);
  assert_true(second->measures[0].lo == 18.3 * 9.80665);
  assert_int_equal(second->measures[1].side, SIDE_RIGHT);
  assert_string_equal(import.cases.items[2].patient.code, "P2");
}

static void grammar_variants_that_mean_the_same(void **state) {
  (void)state;
  static const char *const files[] = {
      HEAD "P1,2026-11-20,prone_plank,,60,s\n",
      HEAD "P1,2026-11-20,prone_plank,,60,s",
      "\xEF\xBB\xBF" HEAD "P1,2026-11-20,prone_plank,,60,s\n",
      "patient,date,test,side,value,unit\r\nP1,2026-11-20,prone_plank,,60,s\r\n\r\n",
      "unit, value ,side,test,date,patient\ns,\"60\",,prone_plank,2026-11-20, P1\n",
      HEAD "\n,,,,,\n\"P1\",\"2026-11-20\",\"prone_plank\",\"\",\"60\",\"s\"\n\n",
      HEAD "P1,2026-11-20,prone_plank,,60,s\nP1,2026-11-20,prone_plank,,60,s\n",
  };
  for (size_t i = 0; i < ARRAY_LEN(files); i++) {
    Import import = take(files[i]);
    assert_int_equal(import.cases.count, 1);
    assert_int_equal(import.cases.items[0].measure_count, 1);
    assert_true(import.cases.items[0].measures[0].lo == 60);
    assert_int_equal(import.merged, i == ARRAY_LEN(files) - 1);
  }
}

static const struct {
  const char *data, *want;
} bad_files[] = {
    {"", "0 : no header row: the file is empty\n"},
    {"\n\n", "0 : no header row: the file is empty\n"},
    {"a;b;c\n1;2;3\n", "1 : cells are separated by ';': save the file with commas\n"},
    {"name,age\nx,1\n",
     "1 : neither measures (patient, date, test, side, value, unit) nor patients (patient, ...): other "
     "spreadsheets need a profile, import FILE --profile NAME\n"},
    {"patient,tst,test,value\n",
     "1 date: this column is missing\n1 side: this column is missing\n1 tst: unknown column "
     "(did you mean 'test'?)\n1 unit: this column is missing\n"},
    {"patient,date,test,side,value,unit,unit\n", "1 unit: column stands twice\n"},
    {"patient,date,test,side,value,unit,\n", "1 : column 7 has no name\n"},
    {HEAD "P1,2026-11-20,prone_plank,,60\n", "2 : 5 cells where the header has 6: quote a cell that holds a comma\n"},
    {HEAD "P1,2026-11-20,prone_plank,,60,s,x\n",
     "2 : 7 cells where the header has 6: quote a cell that holds a comma\n"},
    {HEAD "P1,2026-11-20,prone_plank,,\"60,s\n", "2 : a quote is opened and never closed\n"},
    {HEAD "P1,2026-11-20,prone_plank,,6\"0,s\n",
     "2 : a stray quote: put the whole cell in quotes and write each quote inside it twice\n"},
    {HEAD "P1,2026-11-20,prone_plank,,\"60\"x,s\n",
     "2 : a stray quote: put the whole cell in quotes and write each quote inside it twice\n"},
    {"patient,date\rP1,2026-11-20\r", "1 : a carriage return without line feed: end lines with LF or CRLF\n"},
    {"\xFF\xFEp\0a\0", "0 : UTF-16 text: save it as CSV UTF-8\n"},
    {HEAD "P\xE9"
          "1,2026-11-20,prone_plank,,60,s\n",
     "2 : not UTF-8: save it as CSV UTF-8\n"},
    {HEAD "P1,2026-11-20,prone_plank,,\"18,3\",s\n",
     "2 value: '18,3' has a comma: write a decimal point and no thousands marks, as in 1018.3\n"},
    {HEAD "P1,2026-11-20,prone_plank,,60,s\nP1,2026-11-20,prone_plank,,70,s\n",
     "3 value: 'prone_plank' stands with another value at row 2: number repeats with trial 1, 2, 3\n"},
    {FULL "P1,2026-11-20,prone_plank,,60,s,,,,1,,\nP1,2026-11-20,prone_plank,,70,s,,,,1,,\n",
     "3 value: trial 1 of 'prone_plank' has another value at row 2: keep one, or number the trials apart\n"},
    {HEAD "P1,,prone_plank,,60,s\n", "2 date: no date: write YYYY-MM-DD, or give --date for rows without one\n"},
    {FULL "P 1,20.11.2026,hhd_hip_abduction,lft,abc,N,prone,isometrc,38,x,11,mine\n",
     "2 contraction: unknown contraction 'isometrc' (did you mean 'isometric'?)\n"
     "2 date: '20.11.2026' is no date of the calendar: write YYYY-MM-DD\n"
     "2 lever_m: lever arm in metres 38 is not from 0.02 to 1.5\n"
     "2 pain: pain 11 is not a whole number from 0 to 10\n"
     "2 patient: 'P 1' is no patient code: 1 to 32 letters, digits and . _ -, beginning with a letter or digit\n"
     "2 position: 'hhd_hip_abduction' is not done in position 'prone': possible are side_lying, supine\n"
     "2 side: unknown side 'lft' (did you mean 'left'?)\n"
     "2 source: unknown source of a reading 'mine': write measured, observed, reported or derived\n"
     "2 trial: 'x' is not a number: write trial with a decimal point and without a unit\n"
     "2 value: 'abc' is not a reading: write a number (18.3), a bound (>=240) or a range (26-35), the unit after it\n"},
    {PERSONS "P1,f,1990-02-11,,58,165,right,running\nP1,m,1990-02-11,,58,165,right,running\n",
     "3 sex: patient 'P1' has another sex at row 2: write the same in both\n"},
    {PERSONS "P1,x,1990-02-30,200,5,1.65,both,a!\n",
     "2 age: age in years 200 is not a whole number from 0 to 120\n"
     "2 born: '1990-02-30' is no date of birth of the calendar: write YYYY-MM-DD\n"
     "2 dominant: unknown side 'both': write left or right\n"
     "2 height_cm: height in cm 1.65 is not from 80 to 250\n"
     "2 mass_kg: body mass in kg 5 is not from 20 to 400\n"
     "2 sex: unknown sex 'x': write f, m or other\n"
     "2 sport: 'a!' is no sport: write letters only, as in running\n"},
    {"patient,name\nP1,A\nP1,B\n", "3 name: patient 'P1' has another name or contact at row 2: write the same\n"},
};

static void every_refused_cell_is_named(void **state) {
  (void)state;
  for (size_t i = 0; i < ARRAY_LEN(bad_files); i++) {
    Import import;
    size_t len = bad_files[i].data[0] == '\xFF' ? 6 : strlen(bad_files[i].data);
    assert_string_equal(refused(bad_files[i].data, len, &(ReadOptions){0}, &import), bad_files[i].want);
  }
}

static void a_nul_byte_is_named_with_its_line(void **state) {
  (void)state;
  Import import;
  static const char data[] = HEAD "P1,2026-11-20,prone_\0plank,,60,s\n";
  assert_string_equal(refused(data, sizeof data - 1, &(ReadOptions){0}, &import),
                      "2 : a NUL byte: this is no text, or not UTF-8\n");
}

static void sizes_are_capped(void **state) {
  (void)state;
  Import import;
  Text t = {.arena = &arena};
  for (int i = 0; i < 10000; i++) text_addf(&t, "%sc%d", i ? "," : "", i);
  assert_string_equal(refused(text_get(&t), t.len, &(ReadOptions){0}, &import), "1 : more than 1000 columns\n");
  t = (Text){.arena = &arena};
  text_add(&t, HEAD "P1,2026-11-20,prone_plank,,\"");
  for (int i = 0; i < 30000; i++) text_add_char(&t, '6');
  text_add(&t, "\",s\n");
  assert_string_equal(refused(text_get(&t), t.len, &(ReadOptions){0}, &import),
                      "2 : more than 10000 bytes in one cell\n");
}

static void a_date_for_all_rows_can_be_given(void **state) {
  (void)state;
  Import import;
  ReadOptions options = {0};
  assert_true(date_parse("2026-11-20", DATE_ISO, &options.date));
  const char *const data = "patient,test,side,value,unit\nP1,prone_plank,,60,s\n";
  assert_string_equal(refused(data, strlen(data), &options, &import), "");
  assert_int_equal(import.cases.items[0].date, options.date);
}

static void names_stay_out_of_the_case(void **state) {
  (void)state;
  Import import = take("patient,family_name,given_name,contact,sex,age\nP2,\"Doe, x\",J,,f,40\nP1,,,,m,\n");
  assert_int_equal(import.people.count, 1);
  assert_string_equal(import.people.items[0].code, "P2");
  assert_string_equal(import.people.items[0].family_name, "Doe, x");
  assert_null(import.people.items[0].contact);
  assert_int_equal(import.cases.count, 2);
  assert_string_equal(import.cases.items[1].patient.code, "P2");
  assert_int_equal(import.cases.items[1].patient.age_years, 40);
  assert_int_equal(import.cases.items[1].date, 0);
}

static void unlikely_values_are_kept_and_listed(void **state) {
  (void)state;
  Import import = take(HEAD "P1,2026-11-20,hhd_hip_abduction,left,3,N\nP1,2026-11-20,hhd_hip_abduction,right,20,kg\n"
                            "P2,2026-11-20,hhd_hip_abduction,right,20,kg\n");
  assert_int_equal(import.notes.count, 2); /* kg is said once */
  assert_string_equal(import.notes.items[0].text,
                      "3 N is unlikely for 'hhd_hip_abduction' (usual 20 to 700 N): measure again");
  assert_int_equal(import.notes.items[1].row, 3);
}

/* The order of rows changes nothing but the order within a case. */
static void shuffled_rows_give_the_same_cases(void **state) {
  (void)state;
  Import one =
      take(HEAD "P1,2026-11-20,prone_plank,,60,s\nP2,2026-11-20,prone_plank,,70,s\nP1,2026-11-21,prone_plank,,80,s\n");
  Import two =
      take(HEAD "P1,2026-11-21,prone_plank,,80,s\nP2,2026-11-20,prone_plank,,70,s\nP1,2026-11-20,prone_plank,,60,s\n");
  assert_int_equal(one.cases.count, two.cases.count);
  for (size_t i = 0; i < one.cases.count; i++) {
    const Case *a = &one.cases.items[i], *b = &two.cases.items[i];
    assert_string_equal(a->patient.code, b->patient.code);
    assert_true(a->date == b->date && intake_same_value(a->measures, b->measures));
  }
}

/* Bytes of a good file are changed at random; whatever comes out, nothing crashes and refusals say something. */
static void changed_bytes_never_crash(void **state) {
  (void)state;
  static const char seed[] = FULL "P1,2026-11-21,hhd_hip_abduction,l,18.3,kgf,side_lying,isometric,0.38,1,0,measured\n"
                                  "P1,2026-11-20,\"prone_plank\",,>=240,s,,,,1,,\n";
  static const char bytes[] = "\",\r\n\0\xFF;=-9eE.\xEF\xBB\xBF";
  uint32_t random = 1;
  for (int round = 0; round < 4000; round++) {
    Arena own = {0};
    char data[sizeof seed];
    memcpy(data, seed, sizeof seed);
    for (int change = 0; change < 1 + round % 5; change++) {
      random = random * 1664525 + 1013904223;
      data[random >> 8 & 0x7FFFFF ? (random >> 8) % (sizeof seed - 1) : 0] = bytes[(random >> 3) % (sizeof bytes - 1)];
    }
    Import import;
    Err err = {0};
    bool good = csv_read(&catalog, &own, &(ReadOptions){0}, data, sizeof seed - 1 - (size_t)round % 7, &import, &err);
    assert_int_equal(good, import.refused.count == 0);
    for (size_t i = 0; i < import.refused.count; i++) assert_true(*import.refused.items[i].text != '\0');
    arena_free(&own);
  }
}

/* ---- what is written is read back ---- */

static double within(uint32_t *seed, double lo, double hi) {
  *seed = *seed * 1664525u + 1013904223u;
  return lo + (hi - lo) * (*seed >> 8) / 16777216.0;
}

static const char *pick(uint32_t *seed, const char *const *names) {
  size_t count = 0;
  while (names && names[count]) count++;
  size_t at = (size_t)within(seed, 0, (double)count + 1);
  return at < count ? names[at] : NULL;
}

/* A reading that the door takes: any test, unit, side, set-up; a number, a bound or a range. */
static bool random_measure(uint32_t *seed, int trial, Measure *out) {
  const Test *test = &catalog.tests.items[(size_t)within(seed, 0, (double)catalog.tests.count)];
  double lo = within(seed, test->likely_lo, test->likely_hi), hi = within(seed, lo, test->likely_hi);
  size_t form = (size_t)within(seed, 0, test->ordinal || lo < 0 ? 1 : 4);
  int digits = 1 + (int)within(seed, 0, 17);
  char value[80], trials[8], lever[24], pain[8];
  const Unit *unit = test->unit;
  for (const Unit *other = unit_rows; other->id; other++)
    if (other->dimension == unit->dimension && within(seed, 0, 3) < 1) unit = other;
  double factor = test->unit->factor / unit->factor;
  double first = test->ordinal ? floor(lo) : lo * factor;
  if (form == 3)
    snprintf(value, sizeof value, "%.*g-%.*g", digits, first, digits, hi * factor);
  else
    snprintf(value, sizeof value, "%s%.*g", form == 1 ? ">=" : form == 2 ? "<=" : "", digits, first);
  snprintf(trials, sizeof trials, "%d", trial);
  snprintf(lever, sizeof lever, "%.3g", within(seed, 0.1, 0.9));
  snprintf(pain, sizeof pain, "%d", (int)within(seed, 0, 10.99));
  MeasureText text = {.test = test->id,
                      .side = !test->paired            ? NULL
                              : within(seed, 0, 2) < 1 ? "left"
                                                       : "right",
                      .value = value,
                      .unit = unit->id,
                      .position = pick(seed, test->positions),
                      .contraction = test->domain == DOMAIN_STRENGTH && !test->ordinal ? "isometric" : NULL,
                      .trial = trials,
                      .lever_m = test->domain == DOMAIN_STRENGTH && within(seed, 0, 2) < 1 ? lever : NULL,
                      .pain = within(seed, 0, 2) < 1 ? pain : NULL,
                      .origin = pick(seed, origin_names),
                      .date = within(seed, 0, 2) < 1 ? "2026-11-20" : "2026-10-01"};
  const char *field;
  Err err = {0};
  return intake_measure(&catalog, &arena, &text, DATE_ISO, out, NULL, &field, &err);
}

static const char *written(const Case *c) {
  Text t = {.arena = &arena};
  Err err = {0};
  assert_true(measures_write(&(Document){.catalog = &catalog, .given = c}, &t, &err));
  return text_get(&t);
}

static void what_is_written_reads_back_to_the_same_bytes(void **state) {
  (void)state;
  uint32_t seed = 20261120;
  size_t taken = 0;
  for (int round = 0; round < 60; round++) {
    Measure measures[40];
    Case c = {.patient = {.code = "P-7.a_B"}, .measures = measures};
    (void)date_parse("2026-11-20", DATE_ISO, &c.date);
    for (int i = 0; i < 40; i++) c.measure_count += random_measure(&seed, i + 1, &measures[c.measure_count]);
    taken += c.measure_count;
    const char *text = written(&c);
    Import import = take(text);
    size_t found = 0;
    Text again = {.arena = &arena};
    text_add_n(&again, text, strcspn(text, "\n") + 1);
    for (size_t i = 0; i < c.measure_count; i++) /* the reader sorts them by day */
      for (size_t k = 0; k < import.cases.count; k++)
        for (size_t m = 0; m < import.cases.items[k].measure_count; m++) {
          Measure *back = &import.cases.items[k].measures[m];
          if (!intake_same_key(&measures[i], back, import.cases.items[k].date)) continue;
          found++;
          assert_true(intake_same_value(&measures[i], back));
          assert_int_equal(measures[i].origin, back->origin);
          const Case one = {
              .patient = c.patient, .date = import.cases.items[k].date, .measures = back, .measure_count = 1};
          const char *row = written(&one);
          text_add(&again, row + strcspn(row, "\n") + 1);
        }
    assert_int_equal(found, c.measure_count);
    assert_string_equal(text_get(&again), text);
  }
  assert_true(taken > 1200); /* most of what is made up is a reading that the door takes */
}

static void a_mark_for_spreadsheets_stands_first_and_is_read_over(void **state) {
  (void)state;
  Import import = take(HEAD "P1,2026-11-20,prone_plank,,>=240,s\n");
  Text t = {.arena = &arena};
  Err err = {0};
  assert_true(measures_write(&(Document){.catalog = &catalog, .given = &import.cases.items[0], .bom = true}, &t, &err));
  assert_memory_equal(text_get(&t), "\xEF\xBB\xBFpatient,", 11);
  import = take(text_get(&t));
  assert_true(isinf(import.cases.items[0].measures[0].hi));
}

/* Text of a pack stays text in a spreadsheet; what is not known is empty. */
static void findings_are_rows_without_formulas(void **state) {
  (void)state;
  Err err = {0};
  Finding finding = {.pack = "own",
                     .rule = "a-rule",
                     .side = SIDE_LEFT,
                     .truth = TRUTH_TRUE,
                     .index = -1.5,
                     .unit = "SD, of \"all\"",
                     .certainty = 0.8125,
                     .grade = "=HYPERLINK(1)",
                     .evidence = EVIDENCE_WEAK};
  Result result = {.patient = "P1", .findings = &finding, .finding_count = 1};
  Scale scale = {.value = -1.5, .error = 0.25};
  assert_true(date_parse("2026-11-20", DATE_ISO, &result.date));
  Assessment from = {&result, "other 9, own 1.2", &scale};
  Document document = {.assessments = &from, .assessment_count = 1};
  Text t = {.arena = &arena};
  assert_true(findings_write(&document, &t, &err));
  const char *row = strchr(text_get(&t), '\n') + 1;
  assert_string_equal(row,
                      "P1,2026-11-20,own,1.2,a-rule,left,true,no,no,-1.5,\"SD, of \"\"all\"\"\",-1.75,-1.25,0.8125,"
                      "weak,\"'=HYPERLINK(1)\",no\r\n");
  document.continued = true, from.scales = NULL, finding.index = NAN, finding.truth = TRUTH_UNKNOWN;
  Text more = {.arena = &arena};
  assert_true(findings_write(&document, &more, &err));
  assert_string_equal(text_get(&more),
                      "P1,2026-11-20,own,1.2,a-rule,left,unknown,no,no,,,,,,weak,\"'=HYPERLINK(1)\",no\r\n");
}

static void formats_are_found_by_name_and_ending(void **state) {
  (void)state;
  assert_ptr_equal(format_find("csv", CAN_READ)->read, csv_read);
  assert_null(format_find("csv", CAN_WRITE));
  assert_null(format_find("cs", CAN_READ));
  assert_ptr_equal(format_of_file("a/b.x/Runners.CSV", CAN_READ)->read, csv_read);
  assert_ptr_equal(format_of_file("x.ndjson", CAN_WRITE)->write, ndjson_write);
  assert_null(format_of_file("csv", CAN_READ));
  assert_ptr_equal(format_of_file("x.FHIR.json", CAN_WRITE)->write, fhir_write);
  assert_ptr_equal(format_of_file("x.json", CAN_WRITE)->write, json_write);
  assert_string_equal(format_names(&arena, CAN_READ), "csv, ndjson");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(measures_become_cases_by_patient_and_date),
      cmocka_unit_test(grammar_variants_that_mean_the_same),
      cmocka_unit_test(every_refused_cell_is_named),
      cmocka_unit_test(a_nul_byte_is_named_with_its_line),
      cmocka_unit_test(sizes_are_capped),
      cmocka_unit_test(a_date_for_all_rows_can_be_given),
      cmocka_unit_test(names_stay_out_of_the_case),
      cmocka_unit_test(unlikely_values_are_kept_and_listed),
      cmocka_unit_test(shuffled_rows_give_the_same_cases),
      cmocka_unit_test(changed_bytes_never_crash),
      cmocka_unit_test(what_is_written_reads_back_to_the_same_bytes),
      cmocka_unit_test(a_mark_for_spreadsheets_stands_first_and_is_read_over),
      cmocka_unit_test(findings_are_rows_without_formulas),
      cmocka_unit_test(formats_are_found_by_name_and_ending),
  };
  return cmocka_run_group_tests(tests, open_catalog, close_catalog);
}
