/* A small whole catalog in a temporary folder; each case replaces one of its files by a bad one. */
#include "script/compiled.h"
#include "script/loader.h"
#include "script/rowcode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#undef fail

static char dir[] = "/tmp/sinew-loader-XXXXXX";

static const char sources[] = "return { { id = \"study\", citation = \"A study\", doi = \"10.1/x\" },\n"
                              "  { id = \"convention\", citation = \"Ours\" } }\n";
static const char positions[] = "return { { id = \"supine\", label = \"on the back\" } }\n";
static const char muscles[] =
    "return {\n"
    "  { id = \"gluteus_medius\", name = \"Gluteus medius\", latin = \"M. g. m.\", synonyms = { \"glute med\" },\n"
    "    paired = true, source = \"convention\" },\n"
    "  { id = \"core\", name = \"Core\", latin = \"Musculi trunci\", synonyms = {}, paired = false, group = true,\n"
    "    members = { \"gluteus_medius\" }, source = \"convention\" } }\n";
#define TEST_ROW(more)                                                                                                 \
  "return { { id = \"hip\", name = \"Hip abduction\", how = \"Lie down.\", synonyms = { \"abd\" },\n"                  \
  "  domain = \"strength\", unit = \"kgf\", paired = true, better = 1, decimals = 0, statistic = \"best\",\n"          \
  "  possible = { 0, 300 }, likely = { 2, 70 }, source = \"study\", verified = \"yes\", " more " } }\n"
static const char tests_file[] = TEST_ROW("positions = { \"supine\" }, contraction = \"isometric\", sem = 5, "
                                          "sem_source = \"study\", gap = { by = \"difference\", band = 21, source = "
                                          "\"study\" }, relevance = { gluteus_medius = 1, core = 0.3 }");
#define NORM_ROW(more)                                                                                                 \
  "return {\n  { id = \"N1\", test = \"hip\", quantity = \"kgf\", age = { 20, 29 }, population = \"general\",\n"       \
  "    group = \"women 20-29\", quality = \"B\", verified = \"yes\", source = \"study\", " more " } }\n"
static const char norms[] = NORM_ROW("mean = 20, sd = 2, sex = \"f\", n = 52, leg = \"left\", position = \"supine\"");
static const char cuts[] = "return { { id = \"C1\", test = \"hip\", age = { 18, 65 }, value = 10, judges = true,\n"
                           "  verified = \"convention\", source = \"study\" } }\n";
static const char questions[] = "return { { id = \"rf\", text = \"Numb?\", red_flag = true, urgency = \"emergency\",\n"
                                "  action = \"Send on.\", source = \"study\", verified = \"yes\" },\n"
                                "  { id = \"shoes\", text = \"Old?\", source = \"study\", verified = \"memory\" } }\n";
static const char exercises[] =
    "return { { id = \"bridge\", name = \"Bridge\", purpose = \"strengthen\", domain = \"strength\",\n"
    "  muscles = { gluteus_medius = 0.5 }, position = \"on the back\", equipment = {}, tags = {}, level = 1,\n"
    "  dose = \"reps\", setup = \"a\", movement = \"b\", breathing = \"c\", mistakes = \"d\", stop = \"e\",\n"
    "  source = \"study\" } }\n";
static const char dosage[] =
    "return { { id = \"D1\", purpose = \"strengthen\", domain = \"strength\", kind = \"reps\",\n"
    "  sets = { 2, 3 }, reps = { 8, 12 }, per_week = { 2, 3 }, rest_s = 90, weeks = 6,\n"
    "  seconds_per_rep = 4.5, tempo = { say = \"2 up, 2 down\", source = \"study\" }, text = \"slow\", source = "
    "\"study\", verified = \"yes\" } }\n";
static const char advice[] =
    "return { { id = \"hold\", kind = \"cue\", text = \"Step shorter.\", evidence = \"weak\",\n"
    "  source = \"study\" } }\n";

static const struct {
  const char *name, *text;
} whole[] = {
    {"data/sources.lua", sources},     {"data/positions.lua", positions}, {"data/muscles.lua", muscles},
    {"data/tests.lua", tests_file},    {"data/norms.lua", norms},         {"data/cuts.lua", cuts},
    {"data/questions.lua", questions}, {"data/exercises.lua", exercises}, {"data/dosage.lua", dosage},
    {"data/advice.lua", advice},
};

static const char *path_of(const char *name) {
  static char path[200];
  snprintf(path, sizeof path, "%s/%s", dir, name);
  return path;
}

static void write_bytes(const char *name, const char *text, size_t size) {
  FILE *file = fopen(path_of(name), "w");
  assert_non_null(file);
  assert_int_equal(fwrite(text, 1, size, file), size);
  assert_int_equal(fclose(file), 0);
}

static void write_text(const char *name, const char *text) { write_bytes(name, text, strlen(text)); }

/* One row per policy; the one named `skip` is left out, `more` comes behind. */
static void write_policies(const char *skip, const char *more) {
  FILE *file = fopen(path_of("scripts/policy.lua"), "w");
  assert_non_null(file);
  fputs("return {\n", file);
#define POLICY(name, unit)                                                                                             \
  if (strcmp(#name, skip) != 0)                                                                                        \
    fprintf(file, "  { name = \"%s\", value = 0.25, unit = \"%s\", source = \"convention\", why = \"so\" },\n", #name, \
            #unit);
  POLICY_ROWS
#undef POLICY
  fprintf(file, "%s}\n", more);
  assert_int_equal(fclose(file), 0);
}

static int write_whole(void **state) {
  (void)state;
  for (size_t i = 0; i < ARRAY_LEN(whole); i++) write_text(whole[i].name, whole[i].text);
  write_policies("", "");
  return 0;
}

static int make_folder(void **state) {
  (void)state;
  if (mkdtemp(dir) == NULL || mkdir(path_of("data"), 0700) != 0 || mkdir(path_of("scripts"), 0700) != 0) return -1;
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  for (size_t i = 0; i < ARRAY_LEN(whole); i++) unlink(path_of(whole[i].name));
  unlink(path_of("scripts/policy.lua"));
  rmdir(path_of("scripts"));
  rmdir(path_of("data"));
  return rmdir(dir);
}

typedef struct Loaded {
  Arena arena;
  Catalog catalog;
  Diags diags;
  Err err;
} Loaded;

static bool load(Loaded *l, const char *from) {
  *l = (Loaded){.err = {0}};
  l->catalog.arena = l->diags.arena = &l->arena;
  return loader_load(&l->catalog, from, &l->diags, &l->err);
}

/* The only mistake, as "file:line:column: text". */
static void expect_mistake(const char *name, const char *text, const char *expected) {
  Loaded l;
  if (text != NULL) write_text(name, text);
  assert_false(load(&l, dir));
  assert_int_equal(l.err.kind, ERR_DATA);
  assert_string_equal(l.err.text, "1 mistake in the data");
  assert_int_equal(l.diags.list.count, 1);
  const Diag *diag = &l.diags.list.items[0];
  assert_string_equal(arena_printf(&l.arena, "%s:%d:%d: %s", diag->file, diag->line, diag->column, diag->text),
                      expected);
  arena_free(&l.arena);
}

static void expect_fault(ErrKind kind, const char *where, const char *text) {
  Loaded l;
  assert_false(load(&l, dir));
  assert_string_equal(l.err.text, text);
  assert_string_equal(l.err.where, where);
  assert_int_equal(l.err.kind, kind);
  assert_int_equal(l.diags.errors, 0);
  arena_free(&l.arena);
}

static void whole_catalog(void **state) {
  (void)state;
  Loaded l;
  assert_true(load(&l, dir));
  const Catalog *c = &l.catalog;
  const Test *test = catalog_test(c, "hip");
  assert_true(fabs(test->possible_hi - 300 * 9.80665) < 1e-9 && fabs(test->likely_lo - 2 * 9.80665) < 1e-9);
  assert_true(fabs(test->sem - 5 * 9.80665) < 1e-9 && fabs(test->gap_band - 21 * 9.80665) < 1e-9);
  assert_int_equal(test->gap, GAP_DIFFERENCE);
  assert_int_equal(test->statistic, STATISTIC_BEST);
  assert_int_equal(test->relevance_count, 2);
  assert_true(test_relevance(test, 0) == 1 && test_relevance(test, 1) == 0.3);
  const Norm *norm = &c->norms.items[0];
  assert_true(fabs(norm->mean - 20 * 9.80665) < 1e-9 && fabs(norm->sd - 2 * 9.80665) < 1e-9 && isnan(norm->mean_se));
  assert_true(norm->quality == 'B' && norm->sex == SEX_FEMALE && norm->leg == LEG_LEFT && norm->quantity == DIM_FORCE);
  assert_true(norm->age_min == 20 && norm->age_max == 29 && norm->contraction == CONTRACTION_UNKNOWN);
  assert_true(fabs(c->cuts.items[0].value - 98.0665) < 1e-9);
  assert_int_equal(catalog_question(c, "rf")->urgency, URGENCY_EMERGENCY);
  assert_int_equal(catalog_question(c, "shoes")->urgency, URGENCY_CAUTION);
  assert_int_equal(c->advice.items[0].kind, ACTION_CUE);
  assert_int_equal(c->dosages.items[0].reps_max, 12);
  assert_string_equal(c->dosages.items[0].tempo.say, "2 up, 2 down");
  assert_string_equal(c->dosages.items[0].tempo.source, "study");
  assert_null(c->dosages.items[0].effort.say);
  assert_int_equal(catalog_exercise(c, "bridge")->muscles[0].muscle, 0);
  assert_true(c->policy.present_p == 0.25 && c->policy.default_weeks == 0.25);
  arena_free(&l.arena);
}

static void hash_follows_the_bytes(void **state) {
  (void)state;
  Loaded a, b, c;
  assert_true(load(&a, dir));
  assert_true(load(&b, dir));
  write_text("data/positions.lua", "return { { id = \"supine\", label = \"on the back\" } } \n");
  assert_true(load(&c, dir));
  assert_string_equal(a.catalog.hash.hex, b.catalog.hash.hex);
  assert_string_not_equal(a.catalog.hash.hex, c.catalog.hash.hex);
  assert_int_equal(strlen(a.catalog.hash.hex), 64);
  arena_free(&a.arena);
  arena_free(&b.arena);
  arena_free(&c.arena);
}

static void derived_spread(void **state) {
  (void)state;
  Loaded l;
  write_text("data/norms.lua", NORM_ROW("mean = 20, derived = true"));
  assert_true(load(&l, dir));
  assert_true(fabs(l.catalog.norms.items[0].sd - 0.25 * 20 * 9.80665) < 1e-9);
  arena_free(&l.arena);
}

static void mistakes_in_fields(void **state) {
  (void)state;
  const struct {
    const char *row, *text;
  } cases[] = {
      {NORM_ROW("mean = \"20\", sd = 2"), "field 'mean' must be a number, not a text"},
      {NORM_ROW("mean = 1/0, sd = 2"), "field 'mean' must be a finite number"},
      {NORM_ROW("mean = true, sd = 2"), "field 'mean' must be a number, not a boolean"},
      {NORM_ROW("mean = 20, sd = 2, n = 1.5"), "field 'n' must be a whole number"},
      {NORM_ROW("mean = 20, sd = 2, lognormal = 1"), "field 'lognormal' must be true or false, not a number"},
      {NORM_ROW("mean = 20, sd = 2, sex = \"female\""), "field 'sex' must be one of f, m, not 'female'"},
      {NORM_ROW("mean = 20, sd = 2, leg = \"domnant\""),
       "field 'leg' must be one of dominant, nondominant, left, right, not 'domnant' (did you mean 'dominant'?)"},
      {NORM_ROW("mean = 20, sd = 2, note = 5"), "field 'note' must be a text, not a number"},
      {NORM_ROW("mean = 20, sd = 2, note = \"\""), "field 'note' is empty; leave it out instead"},
      {NORM_ROW("mean = 20, sd = 2, note = \"a\\0b\""), "field 'note' holds the control character <U+0000>"},
      {NORM_ROW("mean = 20, sd = 2, note = \"\\xff\""), "field 'note' is not UTF-8 text"},
      {NORM_ROW("mean = 20, sd = 2, positon = \"supine\""),
       "field 'positon' is not known here (did you mean 'position'?)"},
      {NORM_ROW("mean = 20, sd = 2, 5"), "holds a value without a name; write name = value"},
      {NORM_ROW("sd = 2"), "field 'mean' is missing"},
      {NORM_ROW("mean = 20"), "field 'sd' is missing; with a mean alone write derived = true"},
      {NORM_ROW("mean = 20, sd = 2, derived = true"), "field 'derived' is for rows without 'sd'"},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Loaded l;
    write_text("data/norms.lua", cases[i].row);
    assert_false(load(&l, dir));
    assert_int_equal(l.diags.list.count, 1);
    assert_string_equal(l.diags.list.items[0].text, arena_printf(&l.arena, "row 1 (id 'N1'): %s", cases[i].text));
    arena_free(&l.arena);
  }
}

static void mistakes_are_placed(void **state) {
  (void)state;
  expect_mistake("data/norms.lua", NORM_ROW("mean = -1, sd = 2,\n lognormal = true"),
                 "data/norms.lua:4:2: row 1 (id 'N1'): field 'lognormal' needs a mean above 0");
  expect_mistake("data/norms.lua", "return {\n  5 }\n",
                 "data/norms.lua:0:0: row 1: must be a table { name = value, ... }, not a number");
}

static void mistakes_in_ids(void **state) {
  (void)state;
  expect_mistake("data/positions.lua",
                 "return { { id = \"supine\", label = \"a\" },\n  { id = \"on back\", label = \"b\" } }\n",
                 "data/positions.lua:2:5: row 2 (id 'on back'): field 'id' must be a letter, then up to 63 letters, "
                 "digits, '_' or '-', not 'on back'");
  expect_mistake("data/positions.lua", "return { { id = \"supine\", label = \"a\" },\n  { label = \"b\" } }\n",
                 "data/positions.lua:2:3: row 2: field 'id' is missing");
  expect_mistake("data/positions.lua",
                 "return { { id = \"supine\", label = \"a\" },\n  { id = \"supine\", label = \"b\" } }\n",
                 "data/positions.lua:2:5: row 2 (id 'supine'): field 'id' is already used by row 1");
}

static void dangling_references(void **state) {
  (void)state;
  expect_mistake(
      "data/cuts.lua",
      "return { { id = \"C1\", test = \"hipp\", age = { 18, 65 }, value = 10, judges = true,\n"
      "  verified = \"yes\", source = \"study\" } }\n",
      "data/cuts.lua:1:23: row 1 (id 'C1'): field 'test' names an unknown test 'hipp' (did you mean 'hip'?)");
  write_text("data/cuts.lua", cuts);
  expect_mistake(
      "data/tests.lua", TEST_ROW("positions = { \"supine\" }, relevance = { glutes_medius = 1 }"),
      "data/tests.lua:3:108: row 1 (id 'hip'): field 'relevance' names an unknown muscle 'glutes_medius' (did "
      "you mean 'gluteus_medius'?)");
}

static void mistakes_in_parts(void **state) {
  (void)state;
  const struct {
    const char *row, *text;
  } cases[] = {
      {TEST_ROW("relevance = { gluteus_medius = 2 }"), "field 'relevance' needs shares above 0 and up to 1"},
      {TEST_ROW("relevance = { 1 }"), "field 'relevance' must be { muscle = share, ... }"},
      {TEST_ROW("positions = { \"supine\", nil, \"prone\" }"),
       "field 'positions' must be a plain list without names or gaps"},
      {TEST_ROW("positions = \"supine\""), "field 'positions' must be a list, not a text"},
      {TEST_ROW("gap = { by = \"ratio\" }"), "field 'gap.by' must be one of percent, difference, not 'ratio'"},
      {TEST_ROW("gap = { band = 2, source = \"study\" }"), "field 'gap.by' is missing"},
      {TEST_ROW("gap = { by = \"percent\", bands = 2 }"), "field 'gap.bands' is not known here (did you mean 'band'?)"},
      {TEST_ROW("gap = \"percent\""), "field 'gap' must be a table { name = value, ... }, not a text"},
      {TEST_ROW("sem = 4"), "field 'sem_source' is needed beside 'sem'"},
  };
  write_text("data/norms.lua", "return {}");
  write_text("data/cuts.lua", "return {}");
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Loaded l;
    write_text("data/tests.lua", cases[i].row);
    assert_false(load(&l, dir));
    assert_int_equal(l.diags.list.count, 1);
    assert_string_equal(l.diags.list.items[0].text, arena_printf(&l.arena, "row 1 (id 'hip'): %s", cases[i].text));
    arena_free(&l.arena);
  }
}

static void mistakes_in_pairs_and_units(void **state) {
  (void)state;
  expect_mistake(
      "data/norms.lua",
      "return { { id = \"N1\", test = \"hip\", quantity = \"kfg\", age = { 20, 29 }, population = \"general\",\n"
      "group = \"x\", quality = \"B\", verified = \"yes\", source = \"study\", mean = 1, sd = 1 } }",
      "data/norms.lua:1:37: row 1 (id 'N1'): field 'quantity' names an unknown unit 'kfg' (did you mean "
      "'kg'?)");
  expect_mistake(
      "data/norms.lua",
      "return { { id = \"N1\", test = \"hip\", quantity = \"kgf\", age = { 30, 29 }, population = \"general\",\n"
      "group = \"x\", quality = \"B\", verified = \"yes\", source = \"study\", mean = 1, sd = 1 } }",
      "data/norms.lua:1:55: row 1 (id 'N1'): field 'age' must be {least, most}");
}

static void red_flags_need_an_urgency(void **state) {
  (void)state;
  expect_mistake("data/questions.lua",
                 "return { { id = \"rf\", text = \"Numb?\", red_flag = true, action = \"Go.\", source = \"study\",\n"
                 "  verified = \"yes\" } }\n",
                 "data/questions.lua:1:10: row 1 (id 'rf'): field 'urgency' is needed for a red flag and only there: "
                 "emergency, urgent or caution");
}

#define POLICY(name, unit) +1
enum { POLICIES = POLICY_ROWS };
#undef POLICY

/* A mistake of the row behind all others, which stands on the line after its number. */
static void expect_policy_mistake(const char *skipped, const char *name, int column, const char *expected) {
  char row[200], text[300];
  int number = POLICIES + (*skipped == '\0');
  snprintf(row, sizeof row, "  { name = \"%s\", value = 1, unit = \"ratio\", source = \"study\", why = \"so\" }\n",
           name);
  snprintf(text, sizeof text, "scripts/policy.lua:%d:%d: row %d (id '%s'): field %s", number + 1, column, number, name,
           expected);
  write_policies(skipped, row);
  expect_mistake("", NULL, text);
}

static void policies_are_complete(void **state) {
  (void)state;
  write_policies("pool_rho", "");
  expect_mistake("", NULL, "scripts/policy.lua:0:0: policy 'pool_rho' (ratio) has no row");
  expect_policy_mistake("", "pool_roh", 5, "'name' names an unknown policy 'pool_roh' (did you mean 'pool_rho'?)");
  expect_policy_mistake("", "pool_rho", 5, "'name' stands in an earlier row already");
  expect_policy_mistake("low_z", "low_z", 32, "'unit' must be 'sd', not 'ratio'");
}

static void all_mistakes_come_at_once_and_in_order(void **state) {
  (void)state;
  Loaded l;
  write_text("data/positions.lua", "return { { id = \"supine\", lable = 5 },\n{ id = 7, label = \"x\", zzz = 1 } }\n");
  write_text("data/advice.lua", "return { { id = \"a\" } }\n");
  assert_false(load(&l, dir));
  assert_string_equal(l.err.text, "5 mistakes in the data");
  assert_int_equal(l.diags.list.count, 5);
  assert_string_equal(l.diags.list.items[0].file, "data/advice.lua");
  assert_string_equal(l.diags.list.items[0].text, "row 1 (id 'a'): 4 fields are missing: kind, text, evidence, source");
  assert_string_equal(l.diags.list.items[4].text, "row 2: field 'zzz' is not known here");
  arena_free(&l.arena);
}

static void files_that_do_not_run(void **state) {
  (void)state;
  write_text("data/norms.lua", "return {\n  { id = \"N1\" \"\" },\n}");
  expect_fault(ERR_SCRIPT, "data/norms.lua:2", "'}' expected near '\"\"': a comma or a } is missing before it");
  write_text("data/norms.lua", "\nwhile true do end");
  expect_fault(ERR_LIMIT, "data/norms.lua:2", "stopped after 5000000 steps");
  write_text("data/norms.lua", "local s = { \"x\" }\nwhile true do s = { s, s, s, s } end");
  expect_fault(ERR_LIMIT, "data/norms.lua:2", "needs more than 32 MiB of memory");
  write_text("data/norms.lua", "local s, n = \"x\", 0\nwhile true do s = s .. s end");
  expect_fault(ERR_LIMIT, "data/norms.lua", "needs more than 32 MiB of memory");
  write_text("data/norms.lua", "print(1)");
  expect_fault(ERR_SCRIPT, "data/norms.lua:1", "attempt to call a nil value (global 'print')");
  write_text("data/norms.lua", "return { id = \"N1\" }");
  expect_fault(ERR_SCRIPT, "data/norms.lua", "must return a plain list of rows: return { { id = ... }, ... }");
  write_text("data/norms.lua", "");
  expect_fault(ERR_SCRIPT, "data/norms.lua", "must return a plain list of rows: return { { id = ... }, ... }");
}

static void files_that_are_no_text(void **state) {
  (void)state;
  write_bytes("data/norms.lua", "\x1bLuaS\0", 6);
  expect_fault(ERR_SCRIPT, "data/norms.lua", "is compiled Lua; only text is read");
  write_text("data/norms.lua", "return {}\n-- \xe9");
  expect_fault(ERR_SCRIPT, "data/norms.lua:2", "is not UTF-8 text");
}

static void files_that_cannot_be_read(void **state) {
  (void)state;
  char where[200];
  snprintf(where, sizeof where, "%s", path_of("data/norms.lua"));
  assert_int_equal(unlink(where), 0);
  expect_fault(ERR_IO, where, "cannot be opened: No such file or directory");
  assert_int_equal(mkdir(where, 0700), 0);
  expect_fault(ERR_IO, where, "is not a regular file");
  assert_int_equal(rmdir(where), 0);
  assert_int_equal(mkfifo(where, 0600), 0);
  expect_fault(ERR_IO, where, "is not a regular file");
  assert_int_equal(unlink(where), 0);
  write_text("data/norms.lua", "");
  assert_int_equal(truncate(where, (1 << 20) + 1), 0);
  expect_fault(ERR_LIMIT, where, "is larger than 1024 KiB");
}

/* Every beginning of a good file ends in a message, never in a crash. */
static void cut_files_end_in_a_message(void **state) {
  (void)state;
  for (size_t size = 0; size < strlen(tests_file) - 2; size += 3) {
    Loaded l;
    write_bytes("data/tests.lua", tests_file, size);
    assert_false(load(&l, dir));
    assert_true(l.err.kind == ERR_SCRIPT && *l.err.text != '\0');
    arena_free(&l.arena);
  }
}

static void shipped_data_is_whole(void **state) {
  (void)state;
  if (access("data/sources.lua", R_OK) != 0) {
    print_message("skipped: not run from the top of the checkout\n");
    skip();
  }
  Loaded l;
  bool good = load(&l, ".");
  for (size_t i = 0; i < l.diags.list.count; i++) diag_print(stderr, &l.diags.list.items[i]);
  if (!good) err_print(stderr, &l.err);
  assert_true(good);
  for (RowKind kind = 0; kind < ROWS_COUNT; kind++) assert_true(catalog_count(&l.catalog, kind) > 0);
  arena_free(&l.arena);
}

typedef struct Texts {
  FileText files[ROWS_COUNT + 1];
  size_t count;
} Texts;

/* The shipped texts; one of them with a line end more, which changes no row. */
static Texts shipped_texts(Arena *a, size_t longer) {
  Texts out = {.count = 0};
  Loaded l;
  assert_true(load(&l, "."));
  for (; out.count < ARRAY_LEN(out.files); out.count++) {
    const RowFile *file = &l.catalog.files[out.count];
    const char *text = arena_printf(a, "%s%s", file->text, out.count == longer ? "\n" : "");
    out.files[out.count] = (FileText){.name = file->name, .text = text, .size = strlen(text)};
  }
  arena_free(&l.arena);
  return out;
}

static Text bytes_of(Arena *a, const Catalog *catalog) {
  Text bytes = {.arena = a};
  rowcode_put_whole(&bytes, catalog);
  return bytes;
}

static void same_catalog(Arena *a, const Catalog *x, const Catalog *y) {
  Text left = bytes_of(a, x), right = bytes_of(a, y);
  assert_int_equal(left.len, right.len);
  assert_memory_equal(left.data, right.data, left.len);
  for (RowKind kind = 0; kind < ROWS_COUNT; kind++)
    for (size_t i = 0; i < catalog_count(x, kind); i++) {
      assert_true(rows_same(kind, x, catalog_row(x, kind, i), y, catalog_row(y, kind, i)));
      assert_int_equal(catalog_find(x, kind, catalog_row_id(y, kind, i)), i);
      assert_int_equal(catalog_find(y, kind, catalog_row_id(x, kind, i)), i);
    }
  for (size_t i = 0; i < x->norms.count; i++) assert_int_equal(x->norms.items[i].quantity, y->norms.items[i].quantity);
  assert_memory_equal(x->norm_first, y->norm_first, (x->tests.count + 1) * sizeof *x->norm_first);
  assert_memory_equal(x->teller_first, y->teller_first, (x->muscles.count + 1) * sizeof *x->teller_first);
  for (int i = 0; i < x->teller_first[x->muscles.count]; i++)
    assert_true(x->tellers[i].test == y->tellers[i].test && x->tellers[i].share == y->tellers[i].share);
}

/* What the program was built with is what the files say, and stands in for no file that is another by one byte. */
static void built_catalog_is_that_of_the_files(void **state) {
  (void)state;
  Arena a = {0};
  Catalog built = {.arena = &a};
  Diags diags = {.arena = &a};
  Err err = {0};
  assert_true(loader_load(&built, ".", &diags, &err));
  assert_ptr_equal(built.files[ROWS_TEST].text, compiled.files[ROWS_TEST].text);
  assert_true(built.sources.items[0].citation > compiled.bytes);
  assert_true(built.sources.items[0].citation < compiled.bytes + compiled.len);
  for (size_t longer = 0; longer <= ROWS_COUNT; longer++) {
    Texts texts = shipped_texts(&a, longer);
    Catalog read = {.arena = &a};
    assert_true(loader_load_files(&read, "here", texts.files, texts.count, &diags, &err));
    assert_ptr_equal(read.files[longer].text, texts.files[longer].text);
    assert_string_not_equal(read.hash.hex, built.hash.hex);
    assert_false(read.sources.items[0].citation > compiled.bytes &&
                 read.sources.items[0].citation < compiled.bytes + compiled.len);
    same_catalog(&a, &built, &read);
  }
  Texts texts = shipped_texts(&a, ARRAY_LEN(texts.files));
  HashFile set[ARRAY_LEN(texts.files)];
  for (size_t i = 0; i < texts.count; i++)
    set[i] = (HashFile){texts.files[i].name, texts.files[i].text, texts.files[i].size};
  assert_string_equal(hash_set(set, texts.count).hex, built.hash.hex);
  arena_free(&a);
}

/* Bytes that end too early are no catalog. */
static void cut_bytes_are_no_catalog(void **state) {
  (void)state;
  enum { STEP = 997 };
  for (size_t len = 0; len < compiled.len; len += STEP) {
    Arena a = {0};
    Catalog catalog = {.arena = &a};
    ShapeReader in = {compiled.bytes, compiled.bytes + len};
    assert_false(rowcode_get_whole(&in, &catalog));
    arena_free(&a);
  }
}

#define WITH_FILES(name) cmocka_unit_test_setup(name, write_whole)

int main(void) {
  const struct CMUnitTest tests[] = {
      WITH_FILES(whole_catalog),
      WITH_FILES(hash_follows_the_bytes),
      WITH_FILES(derived_spread),
      WITH_FILES(mistakes_in_fields),
      WITH_FILES(mistakes_are_placed),
      WITH_FILES(mistakes_in_ids),
      WITH_FILES(dangling_references),
      WITH_FILES(mistakes_in_parts),
      WITH_FILES(mistakes_in_pairs_and_units),
      WITH_FILES(red_flags_need_an_urgency),
      WITH_FILES(policies_are_complete),
      WITH_FILES(all_mistakes_come_at_once_and_in_order),
      WITH_FILES(files_that_do_not_run),
      WITH_FILES(files_that_are_no_text),
      WITH_FILES(files_that_cannot_be_read),
      WITH_FILES(cut_files_end_in_a_message),
      cmocka_unit_test(shipped_data_is_whole),
      cmocka_unit_test(built_catalog_is_that_of_the_files),
      cmocka_unit_test(cut_bytes_are_no_catalog),
  };
  return cmocka_run_group_tests_name("loader", tests, make_folder, remove_folder);
}
