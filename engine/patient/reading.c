#include "facts/stats.h"
#include "patient/reading.h"

#include <string.h>

#define SIDES 3

typedef struct Slot { /* one test on one side: its set-ups in order of preference */
  size_t count;
  Reading items[];
} Slot;

struct Readings {
  Arena *arena;
  const Catalog *catalog;
  const Case *c;
  int *first;         /* per test and side: index of its first measure, -1 when none */
  int *next;          /* per measure: the next of the same test and side */
  const Slot **slots; /* per test and side, made when first asked for */
};

static const Reading NO_READING = {.value = {.why = WHY_NOT_MEASURED}, .pain = -1};

/* A measure knows the row of its test in the catalog by which it was read, which mostly is the one that judges. */
static int test_of(const Catalog *catalog, const Measure *m) {
  bool known = m->row > 0 && (size_t)m->row <= catalog->tests.count && catalog->tests.items[m->row - 1].id == m->test;
  return known ? m->row - 1 : catalog_find(catalog, ROWS_TEST, m->test);
}

Readings *readings_open(Arena *a, const Catalog *catalog, const Case *c) {
  Readings *rs = arena_room(a, 1, sizeof *rs);
  size_t slots = catalog->tests.count * SIDES;
  *rs = (Readings){.arena = a, .catalog = catalog, .c = c};
  rs->first = arena_room(a, slots, sizeof *rs->first);
  rs->next = arena_room(a, c->measure_count, sizeof *rs->next);
  rs->slots = arena_array(a, slots, sizeof *rs->slots);
  for (size_t i = 0; i < slots; i++) rs->first[i] = -1;
  for (size_t i = c->measure_count; i-- > 0;) {
    const Measure *m = &c->measures[i];
    int test = test_of(catalog, m);
    if (test < 0) continue;
    int *first = &rs->first[test * SIDES + (int)m->side];
    rs->next[i] = *first;
    *first = (int)i;
  }
  return rs;
}

/* ---- set-ups ---- */

static Day measure_day(const Readings *rs, const Measure *m) { return m->date ? m->date : rs->c->date; }

static bool counts_for_visit(const Readings *rs, const Measure *m) {
  Day day = measure_day(rs, m);
  return day <= rs->c->date && rs->c->date - day <= (Day)rs->catalog->policy.valid_days;
}

static Contraction contraction_of(const Test *test, const Measure *m) {
  return m->contraction != CONTRACTION_UNKNOWN ? m->contraction : test->contraction;
}

static int compare_text(const char *a, const char *b) {
  if (a == b) return 0;
  return a && b ? strcmp(a, b) : (a != NULL) - (b != NULL);
}

int reading_setup_order(const Test *test, const Reading *a, const Reading *b) {
  int standard = (b->contraction == test->contraction) - (a->contraction == test->contraction);
  if (standard) return standard;
  if (a->contraction != b->contraction) return a->contraction < b->contraction ? -1 : 1;
  int position = compare_text(a->position, b->position);
  if (position) return position;
  return (a->quantity > b->quantity) - (a->quantity < b->quantity);
}

/* Order of preference: later first, then by set-up so that input order never matters. */
static int compare_readings(const Test *test, const Reading *a, const Reading *b) {
  if (a->day != b->day) return a->day > b->day ? -1 : 1;
  return reading_setup_order(test, a, b);
}

bool reading_same_setup(const Reading *a, const Reading *b) {
  return a->quantity == b->quantity && a->contraction == b->contraction && compare_text(a->position, b->position) == 0;
}

/* Numbers in ascending order, so that a sum does not depend on the order of input. */
typedef struct Sorted {
  double *items, few[4]; /* items: few, or the arena's */
  size_t count, cap;
} Sorted;

static void sorted_clear(Sorted *sorted) {
  sorted->items = sorted->few;
  sorted->count = 0, sorted->cap = ARRAY_LEN(sorted->few);
}

static void sorted_add(Arena *a, Sorted *sorted, double value) {
  size_t at = sorted->count;
  if (at == sorted->cap) sorted->items = arena_grow(a, sorted->items, &sorted->cap, at, sizeof value);
  for (sorted->count++; at > 0 && sorted->items[at - 1] > value; at--) sorted->items[at] = sorted->items[at - 1];
  sorted->items[at] = value;
}

static double mean_of(const Sorted *sorted) {
  double sum = 0;
  for (size_t i = 0; i < sorted->count; i++) sum += sorted->items[i];
  return sorted->count > 1 ? sum / (double)sorted->count : sum;
}

static double best_of(const Sorted *sorted, const Test *test) {
  return sorted->items[test->better < 0 ? 0 : sorted->count - 1];
}

/* Grades are never averaged: several of one day are the range from the lowest to the highest. */
static Value reduce(const Test *test, const Sorted *lo, const Sorted *hi) {
  if (test->ordinal) return (Value){.lo = lo->items[0], .hi = hi->items[hi->count - 1], .cap = 1};
  if (test->statistic == STATISTIC_BEST) return (Value){.lo = best_of(lo, test), .hi = best_of(hi, test), .cap = 1};
  return (Value){.lo = mean_of(lo), .hi = mean_of(hi), .cap = 1};
}

/* Standard error of a reading in its own quantity; a figure in the test's unit cannot follow into another quantity. */
static double reading_error(const Readings *rs, const Test *test, const Reading *r) {
  double middle = value_middle(r->value.lo, r->value.hi);
  if (test->domain == DOMAIN_LOAD || test->ordinal) return 0;
  if (isnan(test->sem)) return NAN;
  if (test->sem_percent) return fabs(middle) * test->sem / 100;
  if (r->quantity == test->unit->dimension) return test->sem;
  Reading base = {.quantity = test->unit->dimension, .lever_m = r->lever_m};
  double factor;
  return reading_factor(&rs->c->patient, &base, r->quantity, &factor) == WHY_NONE ? test->sem * factor : NAN;
}

static bool in_setup(const Test *test, const Reading *r, const Measure *m) {
  return r->quantity == m->quantity && r->contraction == contraction_of(test, m) &&
         compare_text(r->position, m->position) == 0;
}

/* ---- trials to one value ---- */

typedef struct Gathered { /* the trials of one set-up on one day */
  Reading *reading;
  Sorted lo, hi, levers;
} Gathered;

static void begin_day(Gathered *g, Day day) {
  g->reading->day = day, g->reading->pain = -1;
  g->reading->contraction_assumed = true;
  sorted_clear(&g->lo), sorted_clear(&g->hi), sorted_clear(&g->levers);
}

/* A trial of a later day than all before begins anew, one of an earlier day is left out. */
static void gather(const Readings *rs, const Test *test, const Measure *m, Gathered *g) {
  Day day = measure_day(rs, m);
  if (day < g->reading->day) return;
  if (day > g->reading->day) begin_day(g, day);
  sorted_add(rs->arena, &g->lo, m->lo);
  sorted_add(rs->arena, &g->hi, m->hi);
  if (!isnan(m->lever_m)) sorted_add(rs->arena, &g->levers, m->lever_m);
  if (m->pain > g->reading->pain) g->reading->pain = m->pain;
  if (m->contraction != CONTRACTION_UNKNOWN || test->contraction == CONTRACTION_UNKNOWN)
    g->reading->contraction_assumed = false;
}

/* Lever arms of one set-up that differ are averaged: they are one limb's. */
static void reduce_all(const Readings *rs, const Test *test, const Gathered *g) {
  Reading *r = g->reading;
  r->lever_m = g->levers.count ? mean_of(&g->levers) : NAN;
  r->trials = (int)g->lo.count;
  r->value = reduce(test, &g->lo, &g->hi);
  r->value.se = reading_error(rs, test, r);
  if (test->domain == DOMAIN_STRENGTH && r->pain >= rs->catalog->policy.pain_limited) r->value.why = WHY_PAIN;
}

/* ---- the set-ups of a test on one side ---- */

static void slot_sort(Slot *slot, const Test *test) {
  for (size_t i = 1; i < slot->count; i++) {
    Reading r = slot->items[i];
    size_t at = i;
    for (; at > 0 && compare_readings(test, &r, &slot->items[at - 1]) < 0; at--) slot->items[at] = slot->items[at - 1];
    slot->items[at] = r;
  }
}

static const Slot NO_SLOT = {.count = 0};

static Gathered *setup_of(const Readings *rs, const Test *test, const Measure *m, Slot *slot, Gathered *all) {
  size_t at = 0;
  while (at < slot->count && !in_setup(test, &slot->items[at], m)) at++;
  if (at < slot->count) return &all[at];
  Reading *r = &slot->items[slot->count++];
  r->quantity = m->quantity, r->contraction = contraction_of(test, m), r->position = m->position;
  all[at].reading = r;
  begin_day(&all[at], measure_day(rs, m));
  return &all[at];
}

static const Slot *slot_make(const Readings *rs, int test_index, Side side) {
  const Test *test = &rs->catalog->tests.items[test_index];
  size_t most = 0;
  int first = rs->first[test_index * SIDES + (int)side];
  for (int i = first; i >= 0; i = rs->next[i]) most++;
  if (!most) return &NO_SLOT;
  Slot *slot = arena_room(rs->arena, 1, sizeof *slot + most * sizeof *slot->items);
  Gathered alone, *all = most == 1 ? &alone : arena_room(rs->arena, most, sizeof *all);
  slot->count = 0;
  for (int i = first; i >= 0; i = rs->next[i]) {
    const Measure *m = &rs->c->measures[i];
    if (counts_for_visit(rs, m)) gather(rs, test, m, setup_of(rs, test, m, slot, all));
  }
  for (size_t i = 0; i < slot->count; i++) reduce_all(rs, test, &all[i]);
  slot_sort(slot, test);
  return slot;
}

const Reading *readings_get(Readings *rs, int test, Side side, size_t *count) {
  const Slot **slot = &rs->slots[test * SIDES + (int)side];
  if (!*slot) *slot = slot_make(rs, test, side);
  *count = (*slot)->count;
  return (*slot)->items;
}

const Reading *reading_of(Readings *rs, int test, Side side) {
  size_t count;
  const Reading *readings = readings_get(rs, test, side, &count);
  return count ? readings : &NO_READING;
}

const Reading *reading_before(Readings *rs, int test, Side side, const Reading *now) {
  const Test *test_row = &rs->catalog->tests.items[test];
  Reading *before = arena_alloc(rs->arena, sizeof *before);
  Gathered g = {.reading = before};
  *before = *now;
  begin_day(&g, 0);
  for (int i = rs->first[test * SIDES + (int)side]; i >= 0; i = rs->next[i]) {
    const Measure *m = &rs->c->measures[i];
    if (measure_day(rs, m) < now->day && in_setup(test_row, now, m)) gather(rs, test_row, m, &g);
  }
  if (!before->day) return NULL;
  reduce_all(rs, test_row, &g);
  return before;
}

static bool is_measured(const Readings *rs, int test) {
  const int *first = &rs->first[test * SIDES];
  return first[SIDE_BOTH] >= 0 || first[SIDE_LEFT] >= 0 || first[SIDE_RIGHT] >= 0;
}

int readings_next(const Readings *rs, int after) {
  int test = after + 1, tests = (int)rs->catalog->tests.count;
  while (test < tests && !is_measured(rs, test)) test++;
  return test < tests ? test : -1;
}

bool readings_used(const Readings *rs, int test, Side side) {
  return rs->slots[test * SIDES + (int)side] != NULL && is_measured(rs, test);
}

/* How many N/kg (or Nm/kg) one unit of a quantity relative to body mass is; 0 for absolute quantities. */
static double per_mass(Dimension quantity) {
  if (quantity == DIM_TORQUE_PER_MASS || quantity == DIM_FORCE_PER_MASS) return 1;
  return quantity == DIM_BODY_WEIGHT ? STATS_GRAVITY / 100 : 0;
}

static bool is_torque(Dimension quantity) { return quantity == DIM_TORQUE || quantity == DIM_TORQUE_PER_MASS; }

static bool is_load(Dimension quantity) {
  return quantity == DIM_FORCE || quantity == DIM_TORQUE || per_mass(quantity) > 0;
}

Why reading_factor(const Patient *patient, const Reading *reading, Dimension to, double *factor) {
  Dimension from = reading->quantity;
  *factor = 1;
  if (from == to) return WHY_NONE;
  if (!is_load(from) || !is_load(to)) return WHY_NO_NORM;
  if (is_torque(from) != is_torque(to)) {
    if (isnan(reading->lever_m)) return WHY_NO_LEVER;
    *factor *= is_torque(to) ? reading->lever_m : 1 / reading->lever_m;
  }
  bool relative_from = per_mass(from) > 0, relative_to = per_mass(to) > 0;
  if (relative_from != relative_to && isnan(patient->mass_kg)) return WHY_NO_MASS;
  if (relative_from) *factor *= per_mass(from) * (relative_to ? 1 : patient->mass_kg);
  if (relative_to) *factor /= per_mass(to) * (relative_from ? 1 : patient->mass_kg);
  return WHY_NONE;
}
