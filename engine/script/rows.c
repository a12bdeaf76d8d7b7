#include "script/rows.h"

#include "base/text.h"
#include "drawing/bodymap.h"
#include "drawing/plot.h"
#include <string.h>

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
    FIELD(Position, with, FIELD_TEXT, MAY),
    END,
};

static const Field map_fields[] = {
    FIELD_AS(Muscle, "front", FIELD_TEXT, map.front, map.front, MAY),
    FIELD_AS(Muscle, "back", FIELD_TEXT, map.back, map.back, MAY),
    FIELD_AS(Muscle, "deep", FIELD_BOOL, map.deep, map.deep, MAY),
    END,
};

static const Field muscle_fields[] = {
    FIELD(Muscle, id, FIELD_ID, NEED),        FIELD(Muscle, name, FIELD_TEXT, NEED),
    FIELD(Muscle, latin, FIELD_TEXT, NEED),   FIELD(Muscle, synonyms, FIELD_TEXTS, NEED),
    FIELD(Muscle, paired, FIELD_BOOL, NEED),  FIELD(Muscle, group, FIELD_BOOL, MAY),
    FIELD(Muscle, members, FIELD_TEXTS, MAY), FIELD_AS(Muscle, "map", FIELD_GROUP, map, map, MAY, .fields = map_fields),
    FIELD(Muscle, source, FIELD_TEXT, NEED),  END,
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
    FIELD(Test, body, FIELD_TEXT, MAY),
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
    FIELD(Question, area, FIELD_TEXT, MAY),
    FIELD(Question, pathology, FIELD_TEXT, MAY),
    FIELD(Question, action, FIELD_TEXT, MAY),
    FIELD(Question, timeframe, FIELD_TEXT, MAY),
    FIELD(Question, source, FIELD_TEXT, NEED),
    VERIFIED(Question),
    END,
};

static const Field figure_fields[] = {
    FIELD_AS(Exercise, "scene", FIELD_TEXT, figure.scene, figure.scene, MAY),
    FIELD_AS(Exercise, "start", FIELD_TEXT, figure.start, figure.start, NEED),
    FIELD_AS(Exercise, "finish", FIELD_TEXT, figure.finish, figure.finish, NEED),
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
    FIELD(Exercise, loaded, FIELD_BOOL, MAY),
    FIELD(Exercise, dose, FIELD_ENUM, NEED, WORDS(dose_words, DOSE_REPS)),
    FIELD(Exercise, easier, FIELD_TEXT, MAY),
    FIELD(Exercise, harder, FIELD_TEXT, MAY),
    FIELD(Exercise, setup, FIELD_TEXT, NEED),
    FIELD(Exercise, movement, FIELD_TEXT, NEED),
    FIELD(Exercise, breathing, FIELD_TEXT, NEED),
    FIELD(Exercise, mistakes, FIELD_TEXT, NEED),
    FIELD(Exercise, stop, FIELD_TEXT, NEED),
    FIELD(Exercise, cautions, FIELD_TEXT, MAY),
    FIELD_AS(Exercise, "figure", FIELD_GROUP, figure, figure, MAY, .fields = figure_fields),
    FIELD(Exercise, source, FIELD_TEXT, NEED),
    END,
};

#define DOSE_WORDS(part)                                                                                               \
  static const Field part##_fields[] = {                                                                               \
      FIELD_AS(Dosage, "say", FIELD_TEXT, part.say, part.say, NEED),                                                   \
      FIELD_AS(Dosage, "source", FIELD_TEXT, part.source, part.source, NEED),                                          \
      END,                                                                                                             \
  }

DOSE_WORDS(tempo);
DOSE_WORDS(effort);
DOSE_WORDS(load);

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
    FIELD(Dosage, week_s, FIELD_INT, MAY),
    FIELD(Dosage, seconds_per_rep, FIELD_NUMBER, MAY),
    FIELD_AS(Dosage, "tempo", FIELD_GROUP, tempo, tempo, MAY, .fields = tempo_fields),
    FIELD_AS(Dosage, "effort", FIELD_GROUP, effort, effort, MAY, .fields = effort_fields),
    FIELD_AS(Dosage, "load", FIELD_GROUP, load, load, MAY, .fields = load_fields),
    FIELD(Dosage, text, FIELD_TEXT, NEED),
    FIELD(Dosage, source, FIELD_TEXT, NEED),
    VERIFIED(Dosage),
    END,
};

static const Field grows_fields[] = {
    FIELD_AS(Advice, "test", FIELD_TEXT, grows.test, grows.test, NEED),
    FIELD_AS(Advice, "by", FIELD_NUMBER, grows.by, grows.by, NEED),
    FIELD_AS(Advice, "say", FIELD_TEXT, grows.say, grows.say, NEED),
    FIELD_AS(Advice, "week", FIELD_TEXT, grows.week, grows.week, NEED),
    FIELD_AS(Advice, "unknown", FIELD_TEXT, grows.unknown, grows.unknown, NEED),
    END,
};

static const Field advice_fields[] = {
    FIELD(Advice, id, FIELD_ID, NEED),
    FIELD(Advice, kind, FIELD_ENUM, NEED, WORDS(advice_words, ACTION_ADVISE)),
    FIELD(Advice, block, FIELD_ENUM, MAY, WORDS(block_names, BLOCK_FIRST), .absent = BLOCK_OTHER),
    FIELD(Advice, exercises, FIELD_TEXTS, MAY),
    FIELD_AS(Advice, "grows", FIELD_GROUP, grows, grows, MAY, .fields = grows_fields),
    FIELD(Advice, text, FIELD_TEXT, NEED),
    FIELD(Advice, evidence, FIELD_ENUM, NEED, WORDS(evidence_names, EVIDENCE_NONE)),
    FIELD(Advice, source, FIELD_TEXT, NEED),
    END,
};
/* ---- after a row is read: base units, and what one field alone cannot say ---- */
static void test_done(const RowReader *reader, void *row) {
  Test *test = row;
  double *in_unit[] = {&test->possible_lo, &test->possible_hi, &test->likely_lo, &test->likely_hi};
  for (size_t i = 0; i < ARRAY_LEN(in_unit); i++) *in_unit[i] *= test->unit->factor;
  if (!test->sem_percent) test->sem *= test->unit->factor;
  if (test->gap == GAP_DIFFERENCE) test->gap_band *= test->unit->factor;
  if (!isnan(test->sem) && test->sem_source == NULL) convert_fault(reader, "sem_source", "is needed beside 'sem'");
  if (!isnan(test->gap_band) && test->gap_source == NULL)
    convert_fault(reader, "gap.source", "is needed beside 'band'");
}

static void norm_done(const RowReader *reader, void *row) {
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
}

static void cut_done(const RowReader *reader, void *row) {
  Cut *cut = row;
  cut->value *= reader->catalog->tests.items[cut->test].unit->factor;
}

static void question_done(const RowReader *reader, void *row) {
  Question *question = row;
  bool given = (int)question->urgency != NO_URGENCY;
  if (question->red_flag != given)
    convert_fault(reader, "urgency", "is needed for a red flag and only there: emergency, urgent or caution");
  if (!given) question->urgency = URGENCY_CAUTION;
}

static void muscle_done(const RowReader *reader, void *row) {
  const Muscle *muscle = row;
  Err front = {0}, back = {0};
  if (muscle->map.front && !bodymap_check(muscle->map.front, &front))
    convert_fault(reader, "map.front", "%s", front.text);
  if (muscle->map.back && !bodymap_check(muscle->map.back, &back)) convert_fault(reader, "map.back", "%s", back.text);
}

static void exercise_done(const RowReader *reader, void *row) {
  const Exercise *exercise = row;
  const char *field;
  Plot plot;
  Err err = {0};
  if (exercise->figure.start && !plot_read(&exercise->figure, &plot, &field, &err))
    convert_fault(reader, field, "%s", err.text);
}
/* ---- kinds ---- */

typedef struct RowShape {
  const Field *fields;
  void (*done)(const RowReader *reader, void *row); /* NULL: nothing more to do */
} RowShape;

static const RowShape shapes[ROWS_COUNT] = {
    [ROWS_SOURCE] = {source_fields, NULL},
    [ROWS_MUSCLE] = {muscle_fields, muscle_done},
    [ROWS_POSITION] = {position_fields, NULL},
    [ROWS_TEST] = {test_fields, test_done},
    [ROWS_NORM] = {norm_fields, norm_done},
    [ROWS_CUT] = {cut_fields, cut_done},
    [ROWS_QUESTION] = {question_fields, question_done},
    [ROWS_EXERCISE] = {exercise_fields, exercise_done},
    [ROWS_DOSAGE] = {dosage_fields, NULL},
    [ROWS_ADVICE] = {advice_fields, NULL},
};

const Field *rows_fields(RowKind kind) { return shapes[kind].fields; }

bool rows_read(lua_State *L, RowReader *reader, RowKind kind, void *row) {
  const RowShape *shape = &shapes[kind];
  size_t before = reader->diags->errors;
  if (convert_row(L, reader, shape->fields, row) && shape->done != NULL) shape->done(reader, row);
  return reader->diags->errors == before;
}

/* ---- rows of two catalogs ---- */

static bool same_number(double a, double b) { return a == b || (isnan(a) && isnan(b)); }

static bool same_texts(const char *const *a, const char *const *b) {
  for (; a && b && *a && *b; a++, b++)
    if (strcmp(*a, *b) != 0) return false;
  return !(a && *a) && !(b && *b);
}

/* The muscle of a share in the other catalog: rows keep their order there, shares are few. */
static bool has_share(const Catalog *there, const Relevance *shares, size_t count, const char *muscle, double share) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(catalog_row_id(there, ROWS_MUSCLE, (size_t)shares[i].muscle), muscle) == 0)
      return shares[i].share == share;
  return false;
}

typedef struct Twins { /* two rows of one kind, each in its catalog */
  const Catalog *a_catalog, *b_catalog;
  const char *a, *b;
} Twins;

static bool same_shares(const Twins *t, const Field *f) {
  const Relevance *a = *(const Relevance *const *)(const void *)(t->a + f->offset);
  const Relevance *b = *(const Relevance *const *)(const void *)(t->b + f->offset);
  size_t count = *(const size_t *)(const void *)(t->a + f->second);
  if (count != *(const size_t *)(const void *)(t->b + f->second)) return false;
  for (size_t i = 0; i < count; i++) {
    const char *muscle = catalog_row_id(t->a_catalog, ROWS_MUSCLE, (size_t)a[i].muscle);
    if (!has_share(t->b_catalog, b, count, muscle, a[i].share)) return false;
  }
  return true;
}

static bool same_row_id(const Twins *t, const Field *f) {
  int a = *(const int *)(const void *)(t->a + f->offset), b = *(const int *)(const void *)(t->b + f->offset);
  return strcmp(catalog_row_id(t->a_catalog, f->rows, (size_t)a), catalog_row_id(t->b_catalog, f->rows, (size_t)b)) ==
         0;
}

static bool same_fields(const Twins *t, const Field *fields);

static bool same_field(const Twins *t, const Field *f) {
  const void *a = t->a + f->offset, *b = t->b + f->offset, *a2 = t->a + f->second, *b2 = t->b + f->second;
  switch (f->kind) {
  case FIELD_ID:
  case FIELD_TEXT: return text_equal(*(const char *const *)a, *(const char *const *)b);
  case FIELD_TEXTS:
  case FIELD_MAP: return same_texts(*(const char *const *const *)a, *(const char *const *const *)b);
  case FIELD_PAIR:
    if (!same_number(*(const double *)a2, *(const double *)b2)) return false; /* fall through */
  case FIELD_NUMBER: return same_number(*(const double *)a, *(const double *)b);
  case FIELD_INTS:
    if (*(const int *)a2 != *(const int *)b2) return false; /* fall through */
  case FIELD_INT:
  case FIELD_ENUM: return *(const int *)a == *(const int *)b;
  case FIELD_BOOL: return *(const bool *)a == *(const bool *)b;
  case FIELD_LETTER: return *(const char *)a == *(const char *)b;
  case FIELD_UNIT: return *(const Unit *const *)a == *(const Unit *const *)b;
  case FIELD_ROW: return same_row_id(t, f);
  case FIELD_SHARES: return same_shares(t, f);
  case FIELD_GROUP: return same_fields(t, f->fields);
  }
  return false;
}

static bool same_fields(const Twins *t, const Field *fields) {
  for (; fields->name != NULL; fields++)
    if (!same_field(t, fields)) return false;
  return true;
}

bool rows_same(RowKind kind, const Catalog *a_catalog, const void *a, const Catalog *b_catalog, const void *b) {
  return same_fields(&(Twins){a_catalog, b_catalog, a, b}, shapes[kind].fields);
}

void rows_move(RowKind kind, const Catalog *from, const Catalog *to, void *row) {
  for (const Field *f = shapes[kind].fields; f->name != NULL; f++) {
    void *at = (char *)row + f->offset;
    if (f->kind == FIELD_ROW) {
      int *index = at;
      *index = catalog_find(to, f->rows, catalog_row_id(from, f->rows, (size_t)*index));
    }
    if (f->kind != FIELD_SHARES) continue;
    const Relevance *old = *(const Relevance **)at;
    size_t count = *(size_t *)(void *)((char *)row + f->second);
    Relevance *moved = arena_array(to->arena, count, sizeof *moved);
    for (size_t i = 0; i < count; i++) {
      const char *muscle = catalog_row_id(from, ROWS_MUSCLE, (size_t)old[i].muscle);
      moved[i] = (Relevance){.muscle = catalog_find(to, ROWS_MUSCLE, muscle), .share = old[i].share};
    }
    *(const Relevance **)at = moved;
  }
}
