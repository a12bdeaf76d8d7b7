#include "loader.h"

#include "convert.h"
#include "file.h"
#include "host.h"
#include "text.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_BYTES = 1 << 20 }; /* most bytes of one file */

/* The data files are our own; the limits only turn a slip such as an endless loop into a message. */
static const HostLimits load_limits = {.bytes = 32 << 20, .steps = 5000000};

/* ---- fields of the rows ---- */

static const char *const verified_words[] = {"yes", "memory", "convention", NULL};
static const char *const statistic_words[] = {"mean", "best", NULL};
static const char *const gap_words[] = {"percent", "difference", NULL};
static const char *const sex_words[] = {"f", "m", NULL};
static const char *const leg_words[] = {"dominant", "nondominant", "left", "right", NULL};
static const char *const population_words[] = {"general", "runners", "athletes", "patients", "specimens", NULL};
static const char *const quality_words[] = {"A", "B", "C", NULL};
static const char *const purpose_words[] = {"strengthen", "stretch", "activate", "mobilise", NULL};
static const char *const advice_words[] = {"advise", "cue", NULL};
static const char *const dose_words[] = {"reps", "hold", "time", NULL};

#define WORDS(list, first) .names = list, .base = first
#define VERIFIED(T)        FIELD(T, verified, FIELD_ENUM, NEED, WORDS(verified_words, VERIFIED_YES))
#define END                                                                                                            \
  { .name = NULL }

static const Field source_fields[] = {
    FIELD(Source, id, FIELD_ID, NEED),   FIELD(Source, citation, FIELD_TEXT, NEED), FIELD(Source, doi, FIELD_TEXT, MAY),
    FIELD(Source, url, FIELD_TEXT, MAY), FIELD(Source, seen_as, FIELD_TEXT, MAY),   END,
};

static const Field position_fields[] = {
    FIELD(Position, id, FIELD_ID, NEED),
    FIELD(Position, label, FIELD_TEXT, NEED),
    END,
};

static const Field muscle_fields[] = {
    FIELD(Muscle, id, FIELD_ID, NEED),
    FIELD(Muscle, name, FIELD_TEXT, NEED),
    FIELD(Muscle, latin, FIELD_TEXT, NEED),
    FIELD(Muscle, synonyms, FIELD_TEXTS, NEED),
    FIELD(Muscle, paired, FIELD_BOOL, NEED),
    FIELD(Muscle, group, FIELD_BOOL, MAY),
    FIELD(Muscle, members, FIELD_TEXTS, MAY),
    FIELD(Muscle, source, FIELD_TEXT, NEED),
    END,
};

static const Field gap_fields[] = {
    FIELD_AS(Test, "by", FIELD_ENUM, gap, gap, NEED, WORDS(gap_words, GAP_PERCENT), .absent = GAP_NONE),
    FIELD_AS(Test, "band", FIELD_NUMBER, gap_band, gap_band, MAY, .absent = NAN),
    FIELD_AS(Test, "source", FIELD_TEXT, gap_source, gap_source, MAY),
    END,
};

static const Field test_fields[] = {
    FIELD(Test, id, FIELD_ID, NEED),
    FIELD(Test, name, FIELD_TEXT, NEED),
    FIELD(Test, how, FIELD_TEXT, NEED),
    FIELD(Test, synonyms, FIELD_TEXTS, NEED),
    FIELD(Test, positions, FIELD_TEXTS, MAY),
    FIELD(Test, domain, FIELD_ENUM, NEED, WORDS(domain_names, DOMAIN_STRENGTH)),
    FIELD(Test, unit, FIELD_UNIT, NEED),
    FIELD(Test, paired, FIELD_BOOL, NEED),
    FIELD(Test, better, FIELD_INT, NEED),
    FIELD(Test, decimals, FIELD_INT, NEED),
    FIELD(Test, statistic, FIELD_ENUM, NEED, WORDS(statistic_words, STATISTIC_MEAN)),
    FIELD(Test, contraction, FIELD_ENUM, MAY, WORDS(contraction_names, CONTRACTION_UNKNOWN)),
    FIELD(Test, ordinal, FIELD_BOOL, MAY),
    FIELD_AS(Test, "possible", FIELD_PAIR, possible_lo, possible_hi, NEED),
    FIELD_AS(Test, "likely", FIELD_PAIR, likely_lo, likely_hi, NEED),
    FIELD(Test, sem, FIELD_NUMBER, MAY, .absent = NAN),
    FIELD(Test, sem_percent, FIELD_BOOL, MAY),
    FIELD(Test, sem_source, FIELD_TEXT, MAY),
    FIELD_AS(Test, "gap", FIELD_GROUP, gap, gap, MAY, .fields = gap_fields),
    FIELD_AS(Test, "relevance", FIELD_SHARES, relevance, relevance_count, MAY),
    FIELD(Test, source, FIELD_TEXT, NEED),
    VERIFIED(Test),
    END,
};

static const Field norm_fields[] = {
    FIELD(Norm, id, FIELD_ID, NEED),
    FIELD(Norm, test, FIELD_ROW, NEED, .rows = ROWS_TEST),
    FIELD_AS(Norm, "quantity", FIELD_UNIT, unit, unit, NEED),
    FIELD(Norm, contraction, FIELD_ENUM, MAY, WORDS(contraction_names, CONTRACTION_UNKNOWN)),
    FIELD(Norm, position, FIELD_TEXT, MAY),
    FIELD(Norm, sex, FIELD_ENUM, MAY, WORDS(sex_words, SEX_FEMALE), .absent = SEX_UNKNOWN),
    FIELD_AS(Norm, "age", FIELD_INTS, age_min, age_max, NEED),
    FIELD(Norm, age_assumed, FIELD_BOOL, MAY),
    FIELD(Norm, leg, FIELD_ENUM, MAY, WORDS(leg_words, LEG_DOMINANT), .absent = LEG_ANY),
    FIELD(Norm, population, FIELD_ENUM, NEED, WORDS(population_words, POPULATION_GENERAL)),
    FIELD(Norm, sport, FIELD_TEXT, MAY),
    FIELD(Norm, group, FIELD_TEXT, NEED),
    FIELD(Norm, mean, FIELD_NUMBER, NEED),
    FIELD(Norm, sd, FIELD_NUMBER, MAY, .absent = NAN),
    FIELD(Norm, per_year, FIELD_NUMBER, MAY),
    FIELD(Norm, male, FIELD_NUMBER, MAY),
    FIELD(Norm, mean_se, FIELD_NUMBER, MAY, .absent = NAN),
    FIELD(Norm, n, FIELD_INT, MAY),
    FIELD(Norm, lognormal, FIELD_BOOL, MAY),
    FIELD(Norm, derived, FIELD_BOOL, MAY),
    FIELD(Norm, show_only, FIELD_BOOL, MAY),
    FIELD(Norm, quality, FIELD_LETTER, NEED, WORDS(quality_words, 0)),
    FIELD(Norm, note, FIELD_TEXT, MAY),
    FIELD(Norm, source, FIELD_TEXT, NEED),
    VERIFIED(Norm),
    END,
};

static const Field cut_fields[] = {
    FIELD(Cut, id, FIELD_ID, NEED),
    FIELD(Cut, test, FIELD_ROW, NEED, .rows = ROWS_TEST),
    FIELD(Cut, sex, FIELD_ENUM, MAY, WORDS(sex_words, SEX_FEMALE), .absent = SEX_UNKNOWN),
    FIELD_AS(Cut, "age", FIELD_INTS, age_min, age_max, NEED),
    FIELD(Cut, value, FIELD_NUMBER, NEED),
    FIELD(Cut, judges, FIELD_BOOL, NEED),
    FIELD(Cut, note, FIELD_TEXT, MAY),
    FIELD(Cut, source, FIELD_TEXT, NEED),
    VERIFIED(Cut),
    END,
};

enum { NO_URGENCY = -1 };

static const Field question_fields[] = {
    FIELD(Question, id, FIELD_ID, NEED),
    FIELD(Question, text, FIELD_TEXT, NEED),
    FIELD(Question, red_flag, FIELD_BOOL, MAY),
    FIELD(Question, urgency, FIELD_ENUM, MAY, WORDS(urgency_names, URGENCY_CAUTION), .absent = NO_URGENCY),
    FIELD(Question, pathology, FIELD_TEXT, MAY),
    FIELD(Question, action, FIELD_TEXT, MAY),
    FIELD(Question, timeframe, FIELD_TEXT, MAY),
    FIELD(Question, source, FIELD_TEXT, NEED),
    VERIFIED(Question),
    END,
};

static const Field exercise_fields[] = {
    FIELD(Exercise, id, FIELD_ID, NEED),
    FIELD(Exercise, name, FIELD_TEXT, NEED),
    FIELD(Exercise, purpose, FIELD_ENUM, NEED, WORDS(purpose_words, ACTION_STRENGTHEN)),
    FIELD(Exercise, domain, FIELD_ENUM, NEED, WORDS(domain_names, DOMAIN_STRENGTH)),
    FIELD_AS(Exercise, "muscles", FIELD_SHARES, muscles, muscle_count, NEED),
    FIELD(Exercise, position, FIELD_TEXT, NEED),
    FIELD(Exercise, equipment, FIELD_TEXTS, NEED),
    FIELD(Exercise, tags, FIELD_TEXTS, NEED),
    FIELD(Exercise, level, FIELD_INT, NEED),
    FIELD(Exercise, unilateral, FIELD_BOOL, MAY),
    FIELD(Exercise, dose, FIELD_ENUM, NEED, WORDS(dose_words, DOSE_REPS)),
    FIELD(Exercise, easier, FIELD_TEXT, MAY),
    FIELD(Exercise, harder, FIELD_TEXT, MAY),
    FIELD(Exercise, setup, FIELD_TEXT, NEED),
    FIELD(Exercise, movement, FIELD_TEXT, NEED),
    FIELD(Exercise, breathing, FIELD_TEXT, NEED),
    FIELD(Exercise, mistakes, FIELD_TEXT, NEED),
    FIELD(Exercise, stop, FIELD_TEXT, NEED),
    FIELD(Exercise, cautions, FIELD_TEXT, MAY),
    FIELD(Exercise, source, FIELD_TEXT, NEED),
    END,
};

static const Field dosage_fields[] = {
    FIELD(Dosage, id, FIELD_ID, NEED),
    FIELD(Dosage, purpose, FIELD_ENUM, NEED, WORDS(purpose_words, ACTION_STRENGTHEN)),
    FIELD(Dosage, domain, FIELD_ENUM, NEED, WORDS(domain_names, DOMAIN_STRENGTH)),
    FIELD(Dosage, kind, FIELD_ENUM, NEED, WORDS(dose_words, DOSE_REPS)),
    FIELD_AS(Dosage, "sets", FIELD_INTS, sets_min, sets_max, NEED),
    FIELD_AS(Dosage, "reps", FIELD_INTS, reps_min, reps_max, MAY),
    FIELD_AS(Dosage, "hold_s", FIELD_INTS, hold_s_min, hold_s_max, MAY),
    FIELD_AS(Dosage, "per_week", FIELD_INTS, per_week_min, per_week_max, NEED),
    FIELD(Dosage, rest_s, FIELD_INT, NEED),
    FIELD(Dosage, weeks, FIELD_INT, NEED),
    FIELD(Dosage, seconds_per_rep, FIELD_NUMBER, MAY),
    FIELD(Dosage, text, FIELD_TEXT, NEED),
    FIELD(Dosage, source, FIELD_TEXT, NEED),
    VERIFIED(Dosage),
    END,
};

static const Field advice_fields[] = {
    FIELD(Advice, id, FIELD_ID, NEED),
    FIELD(Advice, kind, FIELD_ENUM, NEED, WORDS(advice_words, ACTION_ADVISE)),
    FIELD(Advice, text, FIELD_TEXT, NEED),
    FIELD(Advice, evidence, FIELD_ENUM, NEED, WORDS(evidence_names, EVIDENCE_NONE)),
    FIELD(Advice, source, FIELD_TEXT, NEED),
    END,
};

typedef struct PolicyRow {
  const char *name, *unit, *source, *why;
  double value;
} PolicyRow;

static const Field policy_fields[] = {
    FIELD(PolicyRow, name, FIELD_ID, NEED),     FIELD(PolicyRow, value, FIELD_NUMBER, NEED),
    FIELD(PolicyRow, unit, FIELD_TEXT, NEED),   FIELD(PolicyRow, why, FIELD_TEXT, NEED),
    FIELD(PolicyRow, source, FIELD_TEXT, NEED), END,
};

/* ---- after a row is read: base units, and what one field alone cannot say ---- */

typedef struct Load {
  Catalog *catalog;
  Diags *diags;
  const struct DataFile *data; /* the file being read */
  RowFile file;
  size_t size;       /* bytes of file.text */
  uint64_t policies; /* bit per policy that has its row */
} Load;

static void test_done(Load *load, const RowReader *reader, void *row) {
  Test *test = row;
  double *in_unit[] = {&test->possible_lo, &test->possible_hi, &test->likely_lo, &test->likely_hi};
  for (size_t i = 0; i < ARRAY_LEN(in_unit); i++) *in_unit[i] *= test->unit->factor;
  if (!test->sem_percent) test->sem *= test->unit->factor;
  if (test->gap == GAP_DIFFERENCE) test->gap_band *= test->unit->factor;
  if (!isnan(test->sem) && test->sem_source == NULL) convert_fault(reader, "sem_source", "is needed beside 'sem'");
  if (!isnan(test->gap_band) && test->gap_source == NULL)
    convert_fault(reader, "gap.source", "is needed beside 'band'");
  (void)load;
}

static void norm_done(Load *load, const RowReader *reader, void *row) {
  Norm *norm = row;
  double *in_unit[] = {&norm->mean, &norm->sd, &norm->per_year, &norm->male, &norm->mean_se};
  for (size_t i = 0; i < ARRAY_LEN(in_unit); i++) *in_unit[i] *= norm->unit->factor;
  norm->quantity = norm->unit->dimension;
  if (norm->derived && isnan(norm->sd))
    norm->sd = reader->catalog->policy.derived_cv * norm->mean;
  else if (norm->derived)
    convert_fault(reader, "derived", "is for rows without 'sd'");
  else if (isnan(norm->sd))
    convert_fault(reader, "sd", "is missing; with a mean alone write derived = true");
  (void)load;
}

static void cut_done(Load *load, const RowReader *reader, void *row) {
  Cut *cut = row;
  cut->value *= load->catalog->tests.items[cut->test].unit->factor;
  (void)reader;
}

static void question_done(Load *load, const RowReader *reader, void *row) {
  Question *question = row;
  bool given = (int)question->urgency != NO_URGENCY;
  if (question->red_flag != given)
    convert_fault(reader, "urgency", "is needed for a red flag and only there: emergency, urgent or caution");
  if (!given) question->urgency = URGENCY_CAUTION;
  (void)load;
}

static const struct PolicyName {
  const char *name, *unit;
  size_t offset;
} policy_names[] = {
#define POLICY(name, unit) {#name, #unit, offsetof(Policy, name)},
    POLICY_ROWS
#undef POLICY
};
_Static_assert(ARRAY_LEN(policy_names) <= 64, "a bit per policy");

static void unknown_policy(const RowReader *reader, const char *name) {
  Nearest nearest = {.word = name};
  for (size_t i = 0; i < ARRAY_LEN(policy_names); i++) text_near(&nearest, policy_names[i].name);
  convert_fault(reader, "name", "names an unknown policy '%s'%s", name, text_near_hint(reader->arena, &nearest));
}

static void policy_done(Load *load, const RowReader *reader, void *row) {
  const PolicyRow *policy = row;
  size_t i = 0;
  while (i < ARRAY_LEN(policy_names) && strcmp(policy_names[i].name, policy->name) != 0) i++;
  if (i == ARRAY_LEN(policy_names)) {
    unknown_policy(reader, policy->name);
    return;
  }
  if (load->policies >> i & 1) convert_fault(reader, "name", "stands in an earlier row already");
  if (strcmp(policy_names[i].unit, policy->unit) != 0)
    convert_fault(reader, "unit", "must be '%s', not '%s'", policy_names[i].unit, policy->unit);
  if (catalog_find(load->catalog, ROWS_SOURCE, policy->source) < 0)
    convert_fault(reader, "source", "names an %s",
                  catalog_unknown(load->catalog, reader->arena, ROWS_SOURCE, policy->source));
  *(double *)(void *)((char *)&load->catalog->policy + policy_names[i].offset) = policy->value;
  load->policies |= (uint64_t)1 << i;
}

static void check_policies(const Load *load) {
  for (size_t i = 0; i < ARRAY_LEN(policy_names); i++)
    if ((load->policies >> i & 1) == 0)
      place_fault(load->diags, &load->file, 0, NULL, NULL, "policy '%s' (%s) has no row", policy_names[i].name,
                  policy_names[i].unit);
}

/* ---- files, in the order in which their rows refer to one another ---- */

static const struct DataFile {
  const char *name;
  RowKind rows; /* ROWS_COUNT: policy, which is no list of the catalog */
  const Field *fields;
  void (*done)(Load *load, const RowReader *reader, void *row); /* NULL: nothing more to do */
} files[] = {
    {"data/sources.lua", ROWS_SOURCE, source_fields, NULL},
    {"scripts/policy.lua", ROWS_COUNT, policy_fields, policy_done},
    {"data/positions.lua", ROWS_POSITION, position_fields, NULL},
    {"data/muscles.lua", ROWS_MUSCLE, muscle_fields, NULL},
    {"data/tests.lua", ROWS_TEST, test_fields, test_done},
    {"data/norms.lua", ROWS_NORM, norm_fields, norm_done},
    {"data/cuts.lua", ROWS_CUT, cut_fields, cut_done},
    {"data/questions.lua", ROWS_QUESTION, question_fields, question_done},
    {"data/exercises.lua", ROWS_EXERCISE, exercise_fields, NULL},
    {"data/dosage.lua", ROWS_DOSAGE, dosage_fields, NULL},
    {"data/advice.lua", ROWS_ADVICE, advice_fields, NULL},
};

enum { FILES = ARRAY_LEN(files) };

static bool is_list(lua_State *L) {
  if (lua_type(L, -1) != LUA_TTABLE) return false;
  size_t keys = 0;
  for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) keys++;
  return keys == (size_t)lua_rawlen(L, -1);
}

/* Pushes the list that the file returns, run with no globals at all. */
static void run_file(lua_State *L, const Load *load) {
  host_load_text(L, load->file.name, load->file.text, load->size, FILE_BYTES);
  lua_newtable(L);
  lua_setupvalue(L, -2, 1);
  lua_call(L, 0, 1);
  if (is_list(L)) return;
  Err err = {0};
  fail(&err, ERR_SCRIPT, load->file.name, "must return a plain list of rows: return { { id = ... }, ... }");
  host_raise(L, &err);
}

static bool read_row(lua_State *L, Load *load, RowReader *reader, void *row) {
  bool good = convert_row(L, reader, load->data->fields, row);
  if (good && load->data->done != NULL) load->data->done(load, reader, row);
  return good;
}

bool loader_read(lua_State *L, RowReader *reader, RowKind kind, void *row) {
  Load load = {.diags = reader->diags, .data = files};
  size_t before = reader->diags->errors;
  while (load.data->rows != kind) load.data++;
  return read_row(L, &load, reader, row) && reader->diags->errors == before;
}

/* Body of the host run: every row of one file into its list. */
static int read_rows(lua_State *L) {
  Load *load = lua_touserdata(L, 1);
  Catalog *catalog = load->catalog;
  RowReader reader = {.catalog = catalog, .arena = catalog->arena, .diags = load->diags, .file = &load->file};
  RowKind kind = load->data->rows;
  run_file(L, load);
  size_t count = (size_t)lua_rawlen(L, -1);
  for (size_t i = 1; i <= count; i++) {
    void *row = kind < ROWS_COUNT ? catalog_add(catalog, kind) : arena_alloc(catalog->arena, sizeof(PolicyRow));
    lua_rawgeti(L, -1, (lua_Integer)i);
    reader.row = i;
    read_row(L, load, &reader, row);
    lua_pop(L, 1);
  }
  return 0;
}

static bool load_rows(Load *load, Host *host, Err *err) {
  RowKind kind = load->data->rows;
  load->catalog->files[kind] = load->file;
  if (!host_run(host, read_rows, load, load->file.name, err)) return false;
  if (kind < ROWS_COUNT)
    catalog_index(load->catalog, kind);
  else
    check_policies(load);
  return true;
}

/* ---- all files ---- */

static int compare_names(const void *left, const void *right) {
  const FileText *a = left, *b = right;
  return strcmp(a->name, b->name);
}

/* Over names, lengths and bytes in the order of names: the table of files may be reordered without changing it. */
static Hash hash_files(const FileText *texts) {
  FileText sorted[FILES];
  Hasher hasher;
  memcpy(sorted, texts, sizeof sorted);
  qsort(sorted, FILES, sizeof *sorted, compare_names);
  hash_begin(&hasher);
  for (size_t i = 0; i < FILES; i++) {
    hash_text(&hasher, sorted[i].name);
    hash_part(&hasher, sorted[i].text, sorted[i].size);
  }
  return hash_end(&hasher);
}

static bool load_files(Load *load, const FileText *texts, Err *err) {
  Host host;
  bool good = host_open(&host, load_limits, err);
  for (size_t i = 0; i < FILES && good; i++) {
    load->data = &files[i];
    load->file = (RowFile){.name = texts[i].name, .text = texts[i].text};
    load->size = texts[i].size;
    good = load_rows(load, &host, err);
  }
  host_close(&host);
  return good;
}

static bool load_texts(Catalog *catalog, const char *where, const FileText *texts, Diags *diags, Err *err) {
  Load load = {.catalog = catalog, .diags = diags};
  size_t before = diags->errors;
  catalog->hash = hash_files(texts);
  if (!load_files(&load, texts, err)) return false;
  /* references are only worth checking between rows that were read whole */
  if (diags->errors == before && catalog_finish(catalog, diags)) return true;
  diags_sort(diags);
  size_t errors = diags->errors - before;
  return fail(err, ERR_DATA, where, "%zu mistake%s in the data", errors, errors == 1 ? "" : "s");
}

bool loader_load(Catalog *catalog, const char *dir, Diags *diags, Err *err) {
  FileText texts[FILES];
  for (size_t i = 0; i < FILES; i++) {
    const char *path = arena_printf(catalog->arena, "%s/%s", dir, files[i].name);
    if (!file_read(catalog->arena, path, files[i].name, FILE_BYTES, &texts[i], err)) return false;
  }
  return load_texts(catalog, dir, texts, diags, err);
}

bool loader_load_files(Catalog *catalog, const char *where, const FileText *given, size_t count, Diags *diags,
                       Err *err) {
  FileText texts[FILES];
  if (count > FILES) return fail(err, ERR_DATA, where, "%zu files, this program reads %d", count, (int)FILES);
  for (size_t i = 0; i < FILES; i++) {
    size_t k = 0;
    while (k < count && strcmp(given[k].name, files[i].name) != 0) k++;
    if (k == count) return fail(err, ERR_DATA, where, "'%s' is missing", files[i].name);
    texts[i] = given[k];
    texts[i].name = files[i].name;
  }
  return load_texts(catalog, where, texts, diags, err);
}
