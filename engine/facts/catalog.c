#include "facts/catalog.h"

#include "base/text.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NOWHERE   ((size_t)-1)
#define NORM_MOST 1e9 /* most of any figure of a norm, in base units: beyond it arithmetic would lose its meaning */

/* What the generic code needs to know of a kind of rows. */
static const struct Kind {
  const char *word;      /* "unknown WORD 'x'" */
  size_t list, size;     /* offset of its list in Catalog, size of a row */
  size_t name, synonyms; /* offsets in the row of further names that a person may type, or NOWHERE */
} kinds[ROWS_COUNT] = {
    [ROWS_SOURCE] = {"source", offsetof(Catalog, sources), sizeof(Source), NOWHERE, NOWHERE},
    [ROWS_MUSCLE] = {"muscle", offsetof(Catalog, muscles), sizeof(Muscle), offsetof(Muscle, name),
                     offsetof(Muscle, synonyms)},
    [ROWS_POSITION] = {"position", offsetof(Catalog, positions), sizeof(Position), offsetof(Position, label), NOWHERE},
    [ROWS_TEST] = {"test", offsetof(Catalog, tests), sizeof(Test), offsetof(Test, name), offsetof(Test, synonyms)},
    [ROWS_NORM] = {"norm", offsetof(Catalog, norms), sizeof(Norm), NOWHERE, NOWHERE},
    [ROWS_CUT] = {"cut", offsetof(Catalog, cuts), sizeof(Cut), NOWHERE, NOWHERE},
    [ROWS_QUESTION] = {"question", offsetof(Catalog, questions), sizeof(Question), NOWHERE, NOWHERE},
    [ROWS_EXERCISE] = {"exercise", offsetof(Catalog, exercises), sizeof(Exercise), offsetof(Exercise, name), NOWHERE},
    [ROWS_DOSAGE] = {"dosage", offsetof(Catalog, dosages), sizeof(Dosage), NOWHERE, NOWHERE},
    [ROWS_ADVICE] = {"advice", offsetof(Catalog, advice), sizeof(Advice), NOWHERE, NOWHERE},
};

/* ---- rows of any kind ---- */

typedef LIST(void) Rows; /* same members as every LIST(T); copied by bytes, so no type is punned */

static Rows rows_of(const Catalog *catalog, RowKind kind) {
  Rows rows;
  memcpy(&rows, (const char *)catalog + kinds[kind].list, sizeof rows);
  return rows;
}

static const char *row_at(const Catalog *catalog, RowKind kind, size_t i) {
  return (const char *)rows_of(catalog, kind).items + i * kinds[kind].size;
}

static const char *text_at(const char *row, size_t offset) {
  const char *text;
  memcpy(&text, row + offset, sizeof text);
  return text;
}

static const char *const *texts_at(const char *row, size_t offset) {
  const char *const *texts;
  memcpy(&texts, row + offset, sizeof texts);
  return texts;
}

void catalog_reserve(Catalog *catalog, RowKind kind, size_t count) {
  Rows rows = {.items = arena_room(catalog->arena, count, kinds[kind].size), .cap = count};
  memcpy((char *)catalog + kinds[kind].list, &rows, sizeof rows);
}

void *catalog_add(Catalog *catalog, RowKind kind) {
  Rows rows = rows_of(catalog, kind);
  rows.items = arena_grow(catalog->arena, rows.items, &rows.cap, rows.count, kinds[kind].size);
  memset((char *)rows.items + rows.count * kinds[kind].size, 0, kinds[kind].size);
  rows.count++;
  memcpy((char *)catalog + kinds[kind].list, &rows, sizeof rows);
  return (char *)rows.items + (rows.count - 1) * kinds[kind].size;
}

void *catalog_append(Catalog *catalog, RowKind kind, const void *row) {
  return memcpy(catalog_add(catalog, kind), row, kinds[kind].size);
}

size_t catalog_count(const Catalog *catalog, RowKind kind) { return rows_of(catalog, kind).count; }

const void *catalog_row(const Catalog *catalog, RowKind kind, size_t index) { return row_at(catalog, kind, index); }
const char *catalog_word(RowKind kind) { return kinds[kind].word; }

const char *catalog_row_id(const Catalog *catalog, RowKind kind, size_t index) {
  return index < catalog_count(catalog, kind) ? text_at(row_at(catalog, kind, index), 0) : NULL;
}

/* ---- find by id: open addressing, at most half full ---- */

struct CatalogIndex {
  size_t mask; /* slots - 1, slots a power of two */
  int *slots;  /* row + 1; 0: free */
  const Catalog *of;
};

/* Eight bytes at a time; the last eight may overlap those before. */
static size_t hash_of(const char *id) {
  const uint64_t odd = 0x9e3779b97f4a7c15u; /* 2^64 over the golden ratio */
  size_t len = strlen(id);
  uint64_t hash = len, word = 0;
  for (size_t at = 0; len < sizeof word && at < len; at++) word = word << 8 | (unsigned char)id[at];
  for (size_t at = 0; at + sizeof word < len; at += sizeof word) {
    memcpy(&word, id + at, sizeof word);
    hash = (hash ^ word) * odd, hash ^= hash >> 32;
  }
  if (len >= sizeof word) memcpy(&word, id + len - sizeof word, sizeof word);
  return (size_t)((hash ^ word) * odd >> 32);
}

/* The slot of an id: its first row's, or the free one where it would go. */
static int *slot_of(const Catalog *catalog, RowKind kind, const char *id) {
  const struct CatalogIndex *index = catalog->index[kind];
  size_t at = hash_of(id) & index->mask;
  while (index->slots[at] != 0) {
    const char *other = catalog_row_id(catalog, kind, (size_t)index->slots[at] - 1);
    if (strcmp(other, id) == 0) break;
    at = (at + 1) & index->mask;
  }
  return &index->slots[at];
}

void catalog_index(Catalog *catalog, RowKind kind) {
  size_t count = catalog_count(catalog, kind), slots = 8;
  while (slots < 2 * count) slots *= 2;
  struct CatalogIndex *index = arena_alloc(catalog->arena, sizeof *index);
  *index = (struct CatalogIndex){slots - 1, arena_array(catalog->arena, slots, sizeof *index->slots), catalog};
  catalog->index[kind] = index;
  for (size_t i = 0; i < count; i++) {
    const char *id = catalog_row_id(catalog, kind, i);
    int *slot = id != NULL ? slot_of(catalog, kind, id) : NULL;
    if (slot != NULL && *slot == 0) *slot = (int)i + 1;
  }
}

int catalog_find(const Catalog *catalog, RowKind kind, const char *id) {
  if (id == NULL) return -1;
  if (catalog->index[kind] != NULL) return *slot_of(catalog, kind, id) - 1;
  for (size_t i = 0; i < catalog_count(catalog, kind); i++)
    if (text_equal(catalog_row_id(catalog, kind, i), id)) return (int)i;
  return -1;
}

/* The index grows by doubling, so that a row costs no more than its own id. */
void catalog_note(Catalog *copy, RowKind kind) {
  size_t count = catalog_count(copy, kind);
  const struct CatalogIndex *index = copy->index[kind];
  if (index->of != copy || 2 * count > index->mask + 1)
    catalog_index(copy, kind);
  else
    *slot_of(copy, kind, catalog_row_id(copy, kind, count - 1)) = (int)count;
}

void catalog_take_back(Catalog *copy, RowKind kind) {
  Rows rows = rows_of(copy, kind);
  rows.count--;
  memcpy((char *)copy + kinds[kind].list, &rows, sizeof rows);
}

static const void *row_find(const Catalog *catalog, RowKind kind, const char *id) {
  int i = catalog_find(catalog, kind, id);
  return i < 0 ? NULL : row_at(catalog, kind, (size_t)i);
}

const Test *catalog_test(const Catalog *catalog, const char *id) { return row_find(catalog, ROWS_TEST, id); }
const Muscle *catalog_muscle(const Catalog *catalog, const char *id) { return row_find(catalog, ROWS_MUSCLE, id); }
const Question *catalog_question(const Catalog *catalog, const char *id) {
  return row_find(catalog, ROWS_QUESTION, id);
}
const Exercise *catalog_exercise(const Catalog *catalog, const char *id) {
  return row_find(catalog, ROWS_EXERCISE, id);
}
const Dosage *catalog_dosage(const Catalog *catalog, const char *id) { return row_find(catalog, ROWS_DOSAGE, id); }
const Advice *catalog_advice(const Catalog *catalog, const char *id) { return row_find(catalog, ROWS_ADVICE, id); }

const char *const block_names[] = {"first", "warm_up",  "training", "load", "technique",
                                   "shoes", "recovery", "other",    NULL};

AdviceBlock catalog_block(const Catalog *catalog, const char *advice) {
  const Advice *row = catalog_advice(catalog, advice);
  return row ? row->block : BLOCK_OTHER;
}

double test_relevance(const Test *test, int muscle) {
  for (size_t i = 0; i < test->relevance_count; i++)
    if (test->relevance[i].muscle == muscle) return test->relevance[i].share;
  return 0;
}

/* Offers one name of a row; a better one makes this row's id the best. */
static void offer(Nearest *nearest, const char **best_id, const char *name, const char *id) {
  const char *before = nearest->best;
  text_near(nearest, name);
  if (nearest->best != before) *best_id = id;
}

const char *catalog_kind_of(const Catalog *catalog, const char *id) {
  static const char *const words[ROWS_COUNT] = {[ROWS_SOURCE] = "a source",
                                                [ROWS_MUSCLE] = "a muscle",
                                                [ROWS_POSITION] = "a position",
                                                [ROWS_TEST] = "a test: measure, z, asymmetry take it",
                                                [ROWS_QUESTION] = "a question: answer takes it",
                                                [ROWS_EXERCISE] = "an exercise: rules name muscles, the plan chooses",
                                                [ROWS_ADVICE] = "advice: advise or cue takes it"};
  for (int kind = 0; kind < ROWS_COUNT; kind++)
    if (words[kind] != NULL && catalog_find(catalog, (RowKind)kind, id) >= 0) return words[kind];
  return NULL;
}

const char *catalog_unknown(const Catalog *catalog, Arena *a, RowKind kind, const char *id) {
  Nearest nearest = {.word = id};
  const char *best_id = NULL;
  for (size_t i = 0; i < catalog_count(catalog, kind); i++) {
    const char *row = row_at(catalog, kind, i), *row_id = text_at(row, 0);
    if (row_id == NULL) continue;
    offer(&nearest, &best_id, row_id, row_id);
    if (kinds[kind].name != NOWHERE && text_at(row, kinds[kind].name) != NULL)
      offer(&nearest, &best_id, text_at(row, kinds[kind].name), row_id);
    const char *const *synonyms = kinds[kind].synonyms != NOWHERE ? texts_at(row, kinds[kind].synonyms) : NULL;
    for (; synonyms != NULL && *synonyms != NULL; synonyms++) offer(&nearest, &best_id, *synonyms, row_id);
  }
  nearest.best = best_id;
  const char *other = best_id == NULL ? catalog_kind_of(catalog, id) : NULL;
  const char *hint = other == NULL ? text_near_hint(a, &nearest) : arena_printf(a, " (it is %s)", other);
  return arena_printf(a, "unknown %s '%s'%s", kinds[kind].word, id, hint);
}

/* ---- checks ---- */

typedef struct Check {
  const Catalog *catalog;
  Diags *diags;
  RowKind kind; /* the row being checked */
  size_t row;
} Check;

/* Unless `good`, adds "row N (id 'x'): field 'f' SENTENCE". */
static void expect(const Check *check, bool good, const char *field, const char *sentence) {
  if (good) return;
  const char *id = catalog_row_id(check->catalog, check->kind, check->row);
  place_fault(check->diags, &check->catalog->files[check->kind], check->row + 1, id, field, "%s", sentence);
}

/* Text fields that name rows by id. `key` ids that are lists end with NULL. */
static const struct Reference {
  RowKind kind;
  const char *field;
  size_t offset;
  bool list;
  RowKind target;
} references[] = {
    {ROWS_MUSCLE, "members", offsetof(Muscle, members), true, ROWS_MUSCLE},
    {ROWS_MUSCLE, "source", offsetof(Muscle, source), false, ROWS_SOURCE},
    {ROWS_POSITION, "with", offsetof(Position, with), false, ROWS_POSITION},
    {ROWS_TEST, "positions", offsetof(Test, positions), true, ROWS_POSITION},
    {ROWS_TEST, "body", offsetof(Test, body), false, ROWS_POSITION},
    {ROWS_TEST, "source", offsetof(Test, source), false, ROWS_SOURCE},
    {ROWS_TEST, "sem_source", offsetof(Test, sem_source), false, ROWS_SOURCE},
    {ROWS_TEST, "gap.source", offsetof(Test, gap_source), false, ROWS_SOURCE},
    {ROWS_NORM, "position", offsetof(Norm, position), false, ROWS_POSITION},
    {ROWS_NORM, "source", offsetof(Norm, source), false, ROWS_SOURCE},
    {ROWS_CUT, "source", offsetof(Cut, source), false, ROWS_SOURCE},
    {ROWS_QUESTION, "source", offsetof(Question, source), false, ROWS_SOURCE},
    {ROWS_EXERCISE, "easier", offsetof(Exercise, easier), false, ROWS_EXERCISE},
    {ROWS_EXERCISE, "harder", offsetof(Exercise, harder), false, ROWS_EXERCISE},
    {ROWS_EXERCISE, "source", offsetof(Exercise, source), false, ROWS_SOURCE},
    {ROWS_DOSAGE, "source", offsetof(Dosage, source), false, ROWS_SOURCE},
    {ROWS_DOSAGE, "tempo.source", offsetof(Dosage, tempo.source), false, ROWS_SOURCE},
    {ROWS_DOSAGE, "effort.source", offsetof(Dosage, effort.source), false, ROWS_SOURCE},
    {ROWS_DOSAGE, "load.source", offsetof(Dosage, load.source), false, ROWS_SOURCE},
    {ROWS_ADVICE, "exercises", offsetof(Advice, exercises), true, ROWS_EXERCISE},
    {ROWS_ADVICE, "grows.test", offsetof(Advice, grows.test), false, ROWS_TEST},
    {ROWS_ADVICE, "source", offsetof(Advice, source), false, ROWS_SOURCE},
};

static void check_reference(const Check *check, const struct Reference *reference, const char *id) {
  bool known = id == NULL || catalog_find(check->catalog, reference->target, id) >= 0;
  if (known) return;
  const char *sentence = catalog_unknown(check->catalog, check->diags->arena, reference->target, id);
  expect(check, false, reference->field, arena_printf(check->diags->arena, "names an %s", sentence));
}

static void check_references(Check *check) {
  const char *row = row_at(check->catalog, check->kind, check->row);
  for (size_t i = 0; i < ARRAY_LEN(references); i++) {
    const struct Reference *reference = &references[i];
    if (reference->kind != check->kind) continue;
    if (!reference->list) check_reference(check, reference, text_at(row, reference->offset));
    const char *const *ids = reference->list ? texts_at(row, reference->offset) : NULL;
    for (; ids != NULL && *ids != NULL; ids++) check_reference(check, reference, *ids);
  }
}

static void check_id(const Check *check) {
  int first = catalog_find(check->catalog, check->kind, catalog_row_id(check->catalog, check->kind, check->row));
  if ((size_t)first == check->row) return;
  expect(check, false, "id", arena_printf(check->diags->arena, "is already used by row %d", first + 1));
}

static void check_muscle(const Check *check, const Muscle *muscle) {
  bool members = muscle->members != NULL && muscle->members[0] != NULL;
  expect(check, muscle->group || !members, "members", "is only for a row with group = true");
}

static void check_test(const Check *check, const Test *test) {
  expect(check, test->possible_lo < test->possible_hi, "possible", "must have its least below its most");
  expect(check, test->likely_lo >= test->possible_lo && test->likely_hi <= test->possible_hi, "likely",
         "must lie inside 'possible'");
  expect(check, test->better >= -1 && test->better <= 1, "better", "must be 1, -1 or 0");
  expect(check, test->decimals >= 0 && test->decimals <= 6, "decimals", "must be 0 to 6");
  expect(check, !(test->sem <= 0), "sem", "must be above 0; leave it out when it is not known");
  expect(check, !(test->gap_band <= 0), "gap.band", "must be above 0; leave it out when it is not known");
  expect(check, test->gap == GAP_NONE || test->paired, "gap", "needs a test with two sides (paired = true)");
}

static bool is_strength(Dimension d) {
  return d == DIM_FORCE || d == DIM_TORQUE || d == DIM_TORQUE_PER_MASS || d == DIM_FORCE_PER_MASS ||
         d == DIM_BODY_WEIGHT;
}

static void check_norm(const Check *check, const Norm *norm) {
  const Test *test = &check->catalog->tests.items[norm->test];
  Dimension shown = test->unit->dimension;
  expect(check, norm->quantity == shown || (is_strength(norm->quantity) && is_strength(shown)), "quantity",
         "cannot be compared with the unit of its test");
  expect(check, norm->sd > 0, "sd", "must be above 0; leave it out with derived = true when only a mean is known");
  expect(check, fabs(norm->mean) <= NORM_MOST, "mean", "is far outside anything that is measured");
  expect(check, !(norm->sd > NORM_MOST) && !(norm->sd > 0 && norm->sd < 1 / NORM_MOST), "sd",
         "is far outside anything that is measured");
  expect(check, !(norm->mean_se > NORM_MOST), "mean_se", "is far outside anything that is measured");
  expect(check, fabs(norm->per_year) <= NORM_MOST, "per_year", "is far outside anything that is measured");
  expect(check, fabs(norm->male) <= NORM_MOST, "male", "is far outside anything that is measured");
  double least =
      norm->mean + fmin(norm->per_year * norm->age_min, norm->per_year * norm->age_max) + fmin(norm->male, 0);
  expect(check, !norm->lognormal || least > 0, "lognormal", "needs a mean above 0");
  expect(check, !(norm->mean_se < 0), "mean_se", "must not be negative");
  expect(check, norm->n >= 0, "n", "must not be negative");
  expect(check, norm->age_min >= 0 && norm->age_max <= 120, "age", "must lie between 0 and 120 years");
  expect(check, (norm->sport != NULL) == (norm->population == POPULATION_ATHLETES), "sport",
         "is needed for athletes and for nobody else");
  bool listed = norm->position == NULL || test->positions == NULL || test->positions[0] == NULL;
  for (const char *const *p = test->positions; !listed && *p != NULL; p++) listed = strcmp(*p, norm->position) == 0;
  expect(check, listed, "position", "is not one of the positions of its test");
}

static void check_cut(const Check *check, const Cut *cut) {
  const Test *test = &check->catalog->tests.items[cut->test];
  expect(check, cut->value >= test->possible_lo && cut->value <= test->possible_hi, "value",
         "is outside what its test calls possible");
  expect(check, test->better != 0, "test", "names a test without a better side, which cannot have a cut");
  expect(check, cut->age_min >= 0 && cut->age_max <= 120, "age", "must lie between 0 and 120 years");
}

static void check_question(const Check *check, const Question *question) {
  expect(check, !question->red_flag || question->action != NULL, "action", "is needed for a red flag");
}

/* A link of the chain must not lead down (up for `easier`), nor come back to where it started. */
static void check_chain(const Check *check, const Exercise *exercise, const char *field, bool harder) {
  const Catalog *catalog = check->catalog;
  const Exercise *at = exercise;
  for (size_t steps = 0; steps <= catalog->exercises.count; steps++) {
    const char *next_id = harder ? at->harder : at->easier;
    const Exercise *next = catalog_exercise(catalog, next_id);
    if (next == NULL) return;
    if (at == exercise)
      expect(check, harder ? next->level >= at->level : next->level <= at->level, field,
             harder ? "leads to a lower level" : "leads to a higher level");
    if (next == exercise) {
      expect(check, false, field, "comes back to this exercise: the chain has a loop");
      return;
    }
    at = next;
  }
}

static void check_exercise(const Check *check, const Exercise *exercise) {
  expect(check, exercise->level >= 1 && exercise->level <= 5, "level", "must be 1 to 5");
  check_chain(check, exercise, "easier", false);
  check_chain(check, exercise, "harder", true);
}

static void check_dosage(const Check *check, const Dosage *dosage) {
  const Catalog *catalog = check->catalog;
  expect(check, dosage->sets_min >= 1, "sets", "must be at least 1");
  expect(check, dosage->kind != DOSE_REPS || dosage->reps_min >= 1, "reps", "is needed for kind 'reps', at least 1");
  expect(check, dosage->kind != DOSE_HOLD || dosage->hold_s_min >= 1, "hold_s",
         "is needed for kind 'hold', at least 1");
  expect(check, dosage->per_week_min >= 1, "per_week", "must be at least 1");
  expect(check, dosage->week_s >= 0, "week_s", "must not be negative; leave it out when it is not known");
  expect(check, !dosage->week_s || dosage->kind == DOSE_HOLD, "week_s", "is for kind 'hold'");
  for (size_t i = 0; i < check->row; i++) {
    const Dosage *other = &catalog->dosages.items[i];
    if (other->purpose != dosage->purpose || other->domain != dosage->domain || other->kind != dosage->kind) continue;
    expect(check, false, NULL,
           arena_printf(check->diags->arena, "has the purpose, domain and kind of row '%s'", other->id));
  }
}

static void check_row(Check *check) {
  const void *row = row_at(check->catalog, check->kind, check->row);
  check_id(check);
  check_references(check);
  switch (check->kind) {
  case ROWS_MUSCLE: check_muscle(check, row); break;
  case ROWS_TEST: check_test(check, row); break;
  case ROWS_NORM: check_norm(check, row); break;
  case ROWS_CUT: check_cut(check, row); break;
  case ROWS_QUESTION: check_question(check, row); break;
  case ROWS_EXERCISE: check_exercise(check, row); break;
  case ROWS_DOSAGE: check_dosage(check, row); break;
  case ROWS_SOURCE:
  case ROWS_POSITION:
  case ROWS_ADVICE:
  case ROWS_COUNT: break;
  }
}

/* ---- finish ---- */

static int compare_norms(const void *left, const void *right) {
  const Norm *a = left, *b = right;
  return a->test != b->test ? (a->test < b->test ? -1 : 1) : strcmp(a->id, b->id);
}

static void sort_norms(Catalog *catalog) {
  size_t tests = catalog->tests.count, count = catalog->norms.count, at = 0;
  if (count > 0) qsort(catalog->norms.items, count, sizeof(Norm), compare_norms);
  catalog->norm_first = arena_array(catalog->arena, tests + 1, sizeof *catalog->norm_first);
  for (size_t test = 0; test <= tests; test++) {
    while (at < count && (size_t)catalog->norms.items[at].test < test) at++;
    catalog->norm_first[test] = (int)at;
  }
  catalog_index(catalog, ROWS_NORM);
}

/* Room that doubles, so that settling again and again costs no more memory than the last time. */
static void make_teller_room(Catalog *catalog, size_t count) {
  size_t need = count > catalog->muscles.count ? count : catalog->muscles.count + 1;
  if (need <= catalog->teller_room) return;
  catalog->teller_room = 2 * need;
  catalog->tellers = arena_array(catalog->arena, catalog->teller_room, sizeof *catalog->tellers);
  catalog->teller_first = arena_array(catalog->arena, catalog->teller_room, sizeof *catalog->teller_first);
}

/* Turns the relevances of the first tests round: from a muscle to its tests. Counts, then fills from behind. */
static void index_tellers(Catalog *catalog, size_t tests) {
  size_t muscles = catalog->muscles.count, count = 0;
  for (size_t i = 0; i < tests; i++) count += catalog->tests.items[i].relevance_count;
  make_teller_room(catalog, count);
  int *first = catalog->teller_first;
  memset(first, 0, (muscles + 1) * sizeof *first);
  for (size_t i = 0; i < tests; i++)
    for (size_t k = 0; k < catalog->tests.items[i].relevance_count; k++)
      first[catalog->tests.items[i].relevance[k].muscle]++;
  for (size_t muscle = 1; muscle <= muscles; muscle++) first[muscle] += first[muscle - 1];
  for (size_t i = tests; i-- > 0;) {
    const Test *test = &catalog->tests.items[i];
    for (size_t k = 0; k < test->relevance_count; k++) {
      const Relevance *r = &test->relevance[k];
      catalog->tellers[--first[r->muscle]] =
          (Teller){.test = (int)i, .share = r->share, .domain = test->domain, .paired = test->paired};
    }
  }
}

size_t catalog_settle(Catalog *copy) {
  index_tellers(copy, copy->tests.count);
  return copy->teller_room;
}

static bool check_rows(const Catalog *catalog, const Catalog *base, Diags *diags) {
  size_t errors = diags->errors;
  for (RowKind kind = 0; kind < ROWS_COUNT; kind++)
    for (size_t row = base ? catalog_count(base, kind) : 0; row < catalog_count(catalog, kind); row++)
      check_row(&(Check){.catalog = catalog, .diags = diags, .kind = kind, .row = row});
  return diags->errors == errors;
}

static void derive(Catalog *catalog, size_t tellers) {
  sort_norms(catalog);
  index_tellers(catalog, tellers);
  catalog_build_roster(catalog);
}

void catalog_build_roster(Catalog *catalog) {
  catalog->roster =
      roster_build(catalog->arena, catalog->exercises.items, catalog->exercises.count, catalog->muscles.count);
}

bool catalog_finish(Catalog *catalog, Diags *diags) {
  for (RowKind kind = 0; kind < ROWS_COUNT; kind++) catalog_index(catalog, kind);
  if (!check_rows(catalog, NULL, diags)) return false;
  derive(catalog, catalog->tests.count);
  return true;
}

void catalog_restore(Catalog *catalog) {
  for (RowKind kind = 0; kind < ROWS_COUNT; kind++)
    if (kind != ROWS_NORM) catalog_index(catalog, kind);
  derive(catalog, catalog->tests.count);
}

/* ---- copies ---- */

Catalog *catalog_extend(Arena *a, const Catalog *base) {
  Catalog *copy = arena_alloc(a, sizeof *copy);
  *copy = *base;
  copy->arena = a, copy->teller_room = 0;
  for (RowKind kind = 0; kind < ROWS_COUNT; kind++) { /* full lists: the first row added copies the list */
    Rows rows = rows_of(copy, kind);
    rows.cap = rows.count;
    memcpy((char *)copy + kinds[kind].list, &rows, sizeof rows);
  }
  copy->norms.items = arena_array(a, copy->norms.count, sizeof(Norm)); /* sorted in place when it is closed */
  if (copy->norms.count) memcpy(copy->norms.items, base->norms.items, copy->norms.count * sizeof(Norm));
  return copy;
}

bool catalog_close(Catalog *copy, const Catalog *base, size_t tellers, Diags *diags) {
  if (!check_rows(copy, base, diags)) return false;
  derive(copy, tellers);
  return true;
}
