#include "script/profile.h"

#include "script/loader.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static Arena arena;
static Catalog catalog;
static char folder[] = "/tmp/sinew_profile_XXXXXX";

static int open_catalog(void **state) {
  (void)state;
  Diags diags = {.arena = &arena};
  Err err = {0};
  catalog.arena = &arena;
  if (!loader_load(&catalog, ".", &diags, &err)) return -1;
  if (!mkdtemp(folder)) return -1;
  const char *data = arena_printf(&arena, "%s/data", folder);
  return mkdir(data, 0700) != 0 || mkdir(arena_printf(&arena, "%s/profiles", data), 0700) != 0;
}

static int close_catalog(void **state) {
  (void)state;
  unlink(arena_printf(&arena, "%s/data/profiles/x.lua", folder));
  rmdir(arena_printf(&arena, "%s/data/profiles", folder));
  rmdir(arena_printf(&arena, "%s/data", folder));
  rmdir(folder);
  arena_free(&arena);
  return 0;
}

/* Loads a profile from text. gives all its mistakes as lines, "" when there are none. */
static const char *load(const char *lua, Profile *out) {
  FILE *file = fopen(arena_printf(&arena, "%s/data/profiles/x.lua", folder), "w");
  assert_non_null(file);
  assert_true(fputs(lua, file) >= 0 && fclose(file) == 0);
  Diags diags = {.arena = &arena};
  Err err = {0};
  Text t = {.arena = &arena};
  bool good = profile_load(&catalog, &arena, folder, "x", out, &diags, &err);
  assert_int_equal(good, err.kind == ERR_NONE);
  if (!good && diags.list.count == 0) return arena_printf(&arena, "%s: %s", err.where, err.text);
  for (size_t i = 0; i < diags.list.count; i++)
    text_addf(&t, "%d: %s\n", diags.list.items[i].line, diags.list.items[i].text);
  return text_get(&t);
}

static const char *import(const Profile *profile, const char *data, Import *out) {
  ReadOptions options = {.profile = profile};
  Err err = {0};
  Text t = {.arena = &arena};
  if (!profile->facts[FACT_DATE].column) assert_true(date_parse("2026-11-20", DATE_ISO, &options.date));
  bool good = csv_read(&catalog, &arena, &options, data, strlen(data), out, &err);
  assert_int_equal(good, out->refused.count == 0);
  for (size_t i = 0; i < out->refused.count; i++)
    text_addf(&t, "%ld %s: %s\n", out->refused.items[i].row, out->refused.items[i].column, out->refused.items[i].text);
  return text_get(&t);
}

#define HEAD                                                                                                           \
  "{ profile = 'x', title = 'X', date = 'mdy', missing = { '-', 'n/a' } },\n{ column = 'No', fact = 'patient', "       \
  "prefix = 'K' },\n"

static const char whole[] =
    "return {" HEAD "{ column = 'Day', fact = 'date' }, { column = 'Sex', fact = 'sex', map = { M = 'm', W = 'f' } },\n"
    "{ value = 'running', fact = 'sport' },\n"
    "{ column = 'Abd R', test = 'hhd_hip_abduction', side = 'right', unit = 'kgf', contraction = 'isometric' },\n"
    "{ column = 'Km', test = 'weekly_distance', unit = 'km/wk', parse = 'range', suffix = 'km', source = 'reported' "
    "},\n"
    "{ column = 'Grade', test = 'mmt_hip_abduction', side = 'left', parse = 'grade' },\n"
    "{ column = 'Strike', test = 'foot_strike', side = 'left', parse = 'class', map = { Rear = 0, Fore = 2 } },\n"
    "{ value = '3.5', test = 'running_speed', unit = 'm/s' } }";

static void every_kind_of_column(void **state) {
  (void)state;
  Profile profile;
  Import out;
  assert_string_equal(load(whole, &profile), "");
  assert_string_equal(import(&profile,
                             "No,Day,Sex,Abd R,Km,Grade,Strike,Other\n1,3/15/2026,W,18.3,> 45 km,4-,Fore,x\n"
                             "2,12/1/2026,-,n/a,26-35 KM,5,,y\n",
                             &out),
                      "");
  assert_int_equal(out.cases.count, 2);
  const Case *first = &out.cases.items[0], *second = &out.cases.items[1];
  assert_string_equal(first->patient.code, "K1");
  assert_string_equal(first->patient.sport, "running");
  assert_true(first->patient.sex == SEX_FEMALE && second->patient.sex == SEX_UNKNOWN);
  assert_string_equal(date_format(&arena, first->date), "2026-03-15");
  assert_int_equal(first->measure_count, 5);
  assert_true(first->measures[0].lo == 18.3 * 9.80665 && first->measures[0].contraction == CONTRACTION_ISOMETRIC);
  assert_true(first->measures[1].lo == 45 && isinf(first->measures[1].hi));
  assert_int_equal(first->measures[1].origin, ORIGIN_REPORTED);
  assert_true(first->measures[2].lo == 3.7 && first->measures[3].lo == 2 && first->measures[4].lo == 3.5);
  assert_int_equal(second->measure_count, 3);
  assert_true(second->measures[0].lo == 26 && second->measures[0].hi == 35);
  assert_int_equal(out.notes.count, 1);
  assert_string_equal(out.notes.items[0].text, "columns not used: Other");
}

static void bad_cells_name_column_and_row(void **state) {
  (void)state;
  Profile profile;
  Import out;
  assert_string_equal(load(whole, &profile), "");
  assert_string_equal(
      import(&profile,
             "No,Day,Sex,Abd R,Km,Grade,Strike\n1,15/3/2026,W,>18,26-35 mi,x,Rea\n2,3/15/2026,X,1,1,1,Rear\n"
             "3,3/15/2026,M,9999,1,1,Rear\n",
             &out),
      "2 Abd R: '>18' is not a plain number: bounds and ranges need parse = \"range\"\n"
      "2 Day: '15/3/2026' is no date in the order 'mdy' of the profile\n"
      "2 Grade: 'x' is not a grade: write 0 to 5, with + or - where needed (4+)\n"
      "2 Km: 'mi' cannot be the unit of 'weekly_distance': it takes km/wk, mi/wk\n"
      "2 Strike: 'Rea' is none of the profile's words: 'Fore', 'Rear'\n"
      "3 Sex: 'X' is none of the profile's words: 'M', 'W'\n"
      "4 Abd R: 98056.7 N is impossible for 'hhd_hip_abduction': possible is 0 to 3000 N\n");
  assert_string_equal(import(&profile, "No,Day,Sex,AbdR,Km,Grade,Strike\n1,3/15/2026,M,1,1,1,Rear\n", &out),
                      "1 Abd R: the profile 'x' needs this column (did you mean 'AbdR'?)\n");
}

static const char by_test[] =
    "return { { profile = 'x', title = 'X', repeats = 'trials', same = 'Pos', never = { 'Gap' } },\n"
    "{ column = 'No', fact = 'patient' },\n"
    "{ column = 'L', test = 'hhd_hip_abduction', side = 'left', when = { Test = 'Hip', Way = 'Pull' } },\n"
    "{ column = 'L', test = 'prone_plank', unit = 's', when = { Test = 'Plank' } } }";

static void rows_are_told_apart_and_repeats_numbered(void **state) {
  (void)state;
  Profile profile;
  Import out;
  assert_string_equal(load(by_test, &profile), "");
  assert_string_equal(import(&profile,
                             "No,Test,Way,Pos,L,Gap\nA,Hip,Pull,1,100,9\nA,Hip,Pull,1,110,9\nA,Plank,,2,60,\n"
                             "B,Hip,Pull,1,100,9\n",
                             &out),
                      "");
  const Case *a = &out.cases.items[0];
  assert_int_equal(a->measure_count, 3);
  assert_true(a->measures[0].trial == 1 && a->measures[1].trial == 2 && a->measures[1].lo == 110);
  assert_int_equal(a->measures[2].trial, 0);
  assert_int_equal(out.cases.items[1].measures[0].trial, 0);
  assert_string_equal(out.notes.items[0].text, "not taken over, worked out anew from both sides: Gap");
  assert_string_equal(
      import(&profile, "No,Test,Way,Pos,L,Gap\nA,Hip,Push,1,100,9\nA,Hip,Pull,1,110,9\nA,Hip,Pull,2,60,\n", &out),
      "2 : the profile 'x' reads nothing of Test 'Hip', Way 'Push'\n"
      "4 Pos: '2', but '1' at row 3 for the same test and day: keep one of them\n");
  assert_string_equal(import(&profile, "No,Test,Pos,L\nA,Hip,1,100\n", &out),
                      "1 Way: the profile 'x' needs this column\n");
}

static const struct {
  const char *lua, *want;
} bad_profiles[] = {
    {"return {}", "data/profiles/x.lua: must return a list of 1 to 2000 rows: return { { profile = ... }, ... }"},
    {"return { { profile = 'x', title = 'X' } }",
     "0: no row says which column is the patient's code: fact = \"patient\"\n"},
    {"return {" HEAD "{ column = 'A', test = 'hhd_hip_abducton', side = 'left' } }",
     "3: row 3 (id 'A'): field 'test' is wrong: unknown test 'hhd_hip_abducton' (did you mean 'hhd_hip_abduction'?)\n"},
    {"return {" HEAD "{ column = 'A', test = 'hhd_hip_abduction' },\n{ column = 'B', tst = 'x' },\n{ column = 'C' },\n"
     "{ column = 'D', fact = 'sx' },\n{ column = 'E', test = 'foot_strike', side = 'left', parse = 'class' },\n"
     "{ column = 'F', test = 'prone_plank', unit = 'kg' },\n{ test = 'prone_plank' },\n{ column = 'H', fact = "
     "'patient' } }",
     "3: row 3 (id 'A'): field 'side' is wrong: 'hhd_hip_abduction' is measured side by side: say left or right\n"
     "4: row 4 (id 'B'): field 'tst' is not known here (did you mean 'test'?)\n"
     "5: row 5 (id 'C'): says neither 'fact' nor 'test'\n"
     "6: row 6 (id 'D'): field 'fact' must be one of patient, date, sex, born, age, mass_kg, height_cm, dominant, "
     "sport, "
     "not 'sx' (did you mean 'sex'?)\n"
     "7: row 7 (id 'E'): field 'map' is wrong: parse = \"class\" needs the words and their numbers\n"
     "8: row 8 (id 'F'): field 'unit' is wrong: 'kg' cannot be the unit of 'prone_plank': it takes s, min\n"
     "9: row 9: field 'column' is wrong: a reading needs a column or a value, one of them\n"
     "10: row 10 (id 'H'): field 'fact' stands in an earlier row already\n"},
    {"return {" HEAD "{ column = 'A', fact = 'sex', when = { T = 'x' } },\n{ column = 'B', fact = 'sport', trial = '1' "
     "},\n{ column = 'C', test = 'hhd_hip_abduction', side = 'left', trial = 'two' } }",
     "3: row 3 (id 'A'): field 'when' belongs to a reading, not to a fact of the patient\n"
     "4: row 4 (id 'B'): field 'trial' belongs to a reading, not to a fact of the patient\n"
     "5: row 5 (id 'C'): field 'trial' is wrong: 'two' is not a number: write trial with a decimal point and without a "
     "unit\n"},
    {"return { f() }", "data/profiles/x.lua:1: attempt to call a nil value (global 'f')"},
    {"return { { profile = 'x' ",
     "data/profiles/x.lua:1: '}' expected near <eof>: the file ends too early, a } or a quote is missing"},
};

static void bad_profiles_are_placed(void **state) {
  (void)state;
  for (size_t i = 0; i < ARRAY_LEN(bad_profiles); i++) {
    Profile profile;
    const char *said = load(bad_profiles[i].lua, &profile);
    assert_string_equal(said, bad_profiles[i].want);
  }
}

static void profiles_are_found_by_plain_names_only(void **state) {
  (void)state;
  static const char *const names[] = {"../x", "/etc/passwd", "", "no_such", "a.lua"};
  for (size_t i = 0; i < ARRAY_LEN(names); i++) {
    Profile profile;
    Diags diags = {.arena = &arena};
    Err err = {0};
    assert_false(profile_load(&catalog, &arena, folder, names[i], &profile, &diags, &err));
    assert_int_equal(err.kind, i == 3 ? ERR_IO : ERR_DATA);
  }
}

/* The shipped profile on the real spreadsheet, where that is at hand. */
static void fourteen_runners(void **state) {
  (void)state;
  static const char path[] = "../shared/datasets/runners_1_14.csv";
  Profile profile;
  Diags diags = {.arena = &arena};
  Err err = {0};
  FILE *file = fopen(path, "rb");
  assert_true(profile_load(&catalog, &arena, ".", "fukuchi_runners", &profile, &diags, &err));
  if (!file) {
    print_message("# %s is not here\n", path);
    skip();
  }
  static char data[65536];
  size_t len = fread(data, 1, sizeof data - 1, file);
  assert_int_equal(fclose(file), 0);
  data[len] = '\0';
  Import out;
  assert_string_equal(import(&profile, data, &out), "");
  assert_int_equal(out.cases.count, 14);
  for (size_t i = 0; i < 14; i++) {
    const Case *c = &out.cases.items[i];
    assert_int_equal(c->measure_count, 16);
    assert_true(c->patient.sex == SEX_MALE && c->patient.age_years >= 22 && c->patient.dominant != SIDE_BOTH);
  }
  const Case *first = &out.cases.items[0]; /* FR1: 16.8 kgf right hip abduction, 26 to 35 km a week */
  assert_string_equal(first->patient.code, "FR1");
  assert_true(first->measures[0].lo == 16.8 * 9.80665 && first->measures[0].side == SIDE_RIGHT);
  assert_true(first->measures[11].lo == 26 && first->measures[11].hi == 35);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_kind_of_column),
      cmocka_unit_test(rows_are_told_apart_and_repeats_numbered),
      cmocka_unit_test(bad_cells_name_column_and_row),
      cmocka_unit_test(bad_profiles_are_placed),
      cmocka_unit_test(profiles_are_found_by_plain_names_only),
      cmocka_unit_test(fourteen_runners),
  };
  return cmocka_run_group_tests(tests, open_catalog, close_catalog);
}
