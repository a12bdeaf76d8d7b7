#include "facts/stats.h"
#include "patient/reading.h"

#include <string.h>

#define SIDES 3

typedef LIST(Reading) Slot; /* one test on one side: its set-ups in order of preference */

struct Readings {
  Arena *arena;
  const Catalog *catalog;
  const Case *c;
  int *first; /* per test: index of its first measure, -1 when none */
  int *next;  /* per measure: the next of the same test */
  Slot **slots;
};

static const Reading NO_READING = {.value = {.why = WHY_NOT_MEASURED}, .pain = -1};

Readings *readings_open(Arena *a, const Catalog *catalog, const Case *c) {
  Readings *rs = arena_alloc(a, sizeof *rs);
  size_t tests = catalog->tests.count;
  *rs = (Readings){.arena = a, .catalog = catalog, .c = c};
  rs->first = arena_array(a, tests, sizeof *rs->first);
  rs->next = arena_array(a, c->measure_count, sizeof *rs->next);
  rs->slots = arena_array(a, tests * SIDES, sizeof(Slot *));
  for (size_t i = 0; i < tests; i++) rs->first[i] = -1;
  for (size_t i = c->measure_count; i-- > 0;) {
    int test = catalog_find(catalog, ROWS_TEST, c->measures[i].test);
    if (test < 0) continue;
    rs->next[i] = rs->first[test];
    rs->first[test] = (int)i;
  }
  return rs;
}

/* ---- readings: trials to one value ---- */

static Day measure_day(const Readings *rs, const Measure *m) { return m->date ? m->date : rs->c->date; }

static bool counts_for_visit(const Readings *rs, const Measure *m) {
  Day day = measure_day(rs, m);
  return day <= rs->c->date && rs->c->date - day <= (Day)rs->catalog->policy.valid_days;
}

static Contraction contraction_of(const Test *test, const Measure *m) {
  return m->contraction != CONTRACTION_UNKNOWN ? m->contraction : test->contraction;
}

static int compare_text(const char *a, const char *b) { return a && b ? strcmp(a, b) : (a != NULL) - (b != NULL); }

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
typedef LIST(double) Sorted;

static void sorted_add(Arena *a, Sorted *sorted, double value) {
  *LIST_ADD(a, sorted) = value;
  size_t at = sorted->count - 1;
  for (; at > 0 && sorted->items[at - 1] > value; at--) sorted->items[at] = sorted->items[at - 1];
  sorted->items[at] = value;
}

static double mean_of(const Sorted *sorted) {
  double sum = 0;
  for (size_t i = 0; i < sorted->count; i++) sum += sorted->items[i];
  return sum / (double)sorted->count;
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

static Reading reading_start(const Readings *rs, const Test *test, const Measure *m) {
  return (Reading){.quantity = m->quantity,
                   .contraction = contraction_of(test, m),
                   .contraction_assumed =
                       m->contraction == CONTRACTION_UNKNOWN && test->contraction != CONTRACTION_UNKNOWN,
                   .position = m->position,
                   .lever_m = NAN,
                   .day = measure_day(rs, m),
                   .pain = -1};
}

/* All trials of one set-up on its latest day. Lever arms of one set-up that differ are averaged (they are one limb's).
 */
static void gather(const Readings *rs, int test_index, Side side, Reading *r) {
  const Test *test = &rs->catalog->tests.items[test_index];
  Sorted lo = {0}, hi = {0}, levers = {0};
  r->contraction_assumed = true;
  for (int i = rs->first[test_index]; i >= 0; i = rs->next[i]) {
    const Measure *m = &rs->c->measures[i];
    if (m->side != side || measure_day(rs, m) != r->day) continue;
    Reading other = reading_start(rs, test, m);
    if (!reading_same_setup(r, &other)) continue;
    sorted_add(rs->arena, &lo, m->lo);
    sorted_add(rs->arena, &hi, m->hi);
    if (!isnan(m->lever_m)) sorted_add(rs->arena, &levers, m->lever_m);
    if (m->pain > r->pain) r->pain = m->pain;
    r->contraction_assumed = r->contraction_assumed && other.contraction_assumed;
  }
  if (levers.count) r->lever_m = mean_of(&levers);
  r->trials = (int)lo.count;
  r->value = reduce(test, &lo, &hi);
  r->value.se = reading_error(rs, test, r);
  if (test->domain == DOMAIN_STRENGTH && r->pain >= rs->catalog->policy.pain_limited) r->value.why = WHY_PAIN;
}

static void slot_insert(Arena *a, Slot *slot, Reading r) {
  for (size_t at = 0; at < slot->count; at++) {
    Reading *old = &slot->items[at];
    if (!reading_same_setup(old, &r)) continue;
    if (old->day < r.day) old->day = r.day;
    return;
  }
  if (!slot->cap) slot->items = arena_array(a, slot->cap = 1, sizeof r); /* one set-up is what most tests have */
  *LIST_ADD(a, slot) = r;
}

static void slot_sort(Slot *slot, const Test *test) {
  for (size_t i = 1; i < slot->count; i++) {
    Reading r = slot->items[i];
    size_t at = i;
    for (; at > 0 && compare_readings(test, &r, &slot->items[at - 1]) < 0; at--) slot->items[at] = slot->items[at - 1];
    slot->items[at] = r;
  }
}

static Slot *slot_of(Readings *rs, int test_index, Side side) {
  Slot **at = &rs->slots[test_index * SIDES + (int)side];
  if (*at) return *at;
  const Test *test = &rs->catalog->tests.items[test_index];
  Slot *slot = *at = arena_alloc(rs->arena, sizeof *slot);
  for (int i = rs->first[test_index]; i >= 0; i = rs->next[i]) {
    const Measure *m = &rs->c->measures[i];
    if (m->side == side && counts_for_visit(rs, m)) slot_insert(rs->arena, slot, reading_start(rs, test, m));
  }
  slot_sort(slot, test);
  for (size_t i = 0; i < slot->count; i++) gather(rs, test_index, side, &slot->items[i]);
  return slot;
}

const Reading *readings_get(Readings *rs, int test, Side side, size_t *count) {
  *count = 0;
  if (rs->first[test] < 0) return NULL;
  const Slot *slot = slot_of(rs, test, side);
  *count = slot->count;
  return slot->items;
}

const Reading *reading_of(Readings *rs, int test, Side side) {
  size_t count;
  const Reading *readings = readings_get(rs, test, side, &count);
  return count ? readings : &NO_READING;
}

const Reading *reading_before(Readings *rs, int test, Side side, const Reading *now) {
  Day day = 0;
  for (int i = rs->first[test]; i >= 0; i = rs->next[i]) {
    const Measure *m = &rs->c->measures[i];
    Reading other = reading_start(rs, &rs->catalog->tests.items[test], m);
    if (m->side == side && other.day < now->day && other.day > day && reading_same_setup(now, &other)) day = other.day;
  }
  if (!day) return NULL;
  Reading *before = arena_alloc(rs->arena, sizeof *before);
  *before = *now;
  before->day = day, before->lever_m = NAN, before->pain = -1;
  gather(rs, test, side, before);
  return before;
}

bool readings_any(const Readings *rs, int test) { return rs->first[test] >= 0; }

bool readings_used(const Readings *rs, int test, Side side) { return rs->slots[test * SIDES + (int)side] != NULL; }

double value_middle(double lo, double hi) { return isinf(lo) ? hi : isinf(hi) ? lo : (lo + hi) / 2; }

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
