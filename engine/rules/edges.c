#include "rules/edges.h"

#include <string.h>

/* ---- dials ---- */

/* Grades, counts, scores and classes have no values in between. */
static bool is_whole(const Gauge *g) {
  switch (g->unit->dimension) {
  case DIM_COUNT:
  case DIM_GRADE:
  case DIM_SCORE:
  case DIM_CLASS:
  case DIM_PAIRS: return g->decimals == 0;
  default: return false;
  }
}

static Reading reading_of_model(const Test *test, const Measure *m) {
  bool given = m->contraction != CONTRACTION_UNKNOWN;
  return (Reading){.quantity = m->quantity,
                   .contraction = given ? m->contraction : test->contraction,
                   .position = m->position,
                   .lever_m = m->lever_m};
}

static const char *position_name(const Catalog *catalog, const char *id) {
  int row = id ? catalog_find(catalog, ROWS_POSITION, id) : -1;
  return row < 0 ? id : catalog->positions.items[row].label;
}

/* The usual values in the quantity recorded; without a way there, up to three times the present one. */
static void set_range(const Patient *patient, const Test *test, const Reading *r, Gauge *g) {
  Reading base = {.quantity = test->unit->dimension, .lever_m = r->lever_m};
  double factor, now = value_middle(g->lo, g->hi);
  if (reading_factor(patient, &base, r->quantity, &factor) == WHY_NONE)
    g->least = test->likely_lo * factor, g->most = test->likely_hi * factor;
  else
    g->least = 0, g->most = isfinite(now) ? 3 * fabs(now) : 1;
  if (isfinite(now)) g->least = fmin(g->least, now), g->most = fmax(g->most, now);
}

static Gauge gauge_of(const Catalog *catalog, const Test *test, Side side, const Reading *r) {
  bool own = r->quantity == test->unit->dimension;
  return (Gauge){.test = test->id,
                 .name = test->name,
                 .side = side,
                 .position = r->position,
                 .position_name = position_name(catalog, r->position),
                 .contraction = r->contraction,
                 .unit = own ? test->unit : unit_base(r->quantity),
                 .decimals = own ? test->decimals : 2,
                 .ordinal = own && test->ordinal,
                 .lo = NAN,
                 .hi = NAN,
                 .mdc = NAN,
                 .sd = NAN};
}

static double sd_of(const Weigh *w, const Score *score, const Reading *r) {
  double factor;
  if (!score->norm || !reading_same_setup(score->reading, r)) return NAN;
  if (reading_factor(&weigh_of(w)->patient, r, score->norm->quantity, &factor) != WHY_NONE) return NAN;
  return score->sd / factor;
}

static Dial dial_of(Weigh *w, const Catalog *catalog, int test_index, Side side, const Reading *r) {
  const Test *test = &catalog->tests.items[test_index];
  Dial d = {.test = test_index, .gauge = gauge_of(catalog, test, side, r)};
  Gauge *g = &d.gauge;
  double se = r->value.se;
  g->measured = true;
  g->lo = r->value.lo, g->hi = r->value.hi;
  g->mdc = stats_mdc95(se, se);
  g->sd = sd_of(w, weigh_score(w, test_index, side), r);
  set_range(&weigh_of(w)->patient, test, r, g);
  d.model = (Measure){.test = test->id,
                      .side = side,
                      .quantity = r->quantity,
                      .position = r->position,
                      .contraction = r->contraction,
                      .lever_m = r->lever_m,
                      .pain = r->pain,
                      .date = r->day};
  return d;
}

void edges_dials(Arena *a, const Catalog *catalog, const Case *c, Dials *dials) {
  Weigh *w = weigh_case(a, catalog, c);
  for (size_t i = 0; i < catalog->tests.count; i++)
    for (int side = SIDE_BOTH; side <= SIDE_RIGHT; side++) {
      size_t count;
      const Reading *readings = readings_get(weigh_readings(w), (int)i, (Side)side, &count);
      for (size_t k = 0; k < count; k++) *LIST_ADD(a, dials) = dial_of(w, catalog, (int)i, (Side)side, &readings[k]);
    }
}

/* ---- what was not measured ---- */

/* A lever arm in metres that stands in where only its being there matters. */
static const double some_lever_m = 0.35;

static Case with_reading(Arena *a, const Case *c, const Measure *m) {
  Case copy = *c;
  copy.measures = arena_array(a, c->measure_count + 1, sizeof *copy.measures);
  if (c->measure_count) memcpy(copy.measures, c->measures, c->measure_count * sizeof *copy.measures);
  copy.measures[copy.measure_count++] = *m;
  return copy;
}

static const Norm *norm_of(const Catalog *catalog, const Case *c, int test, const Measure *m, Why *why) {
  Arena scratch = {0};
  Case copy = with_reading(&scratch, c, m);
  const Score *score = weigh_score(weigh_case(&scratch, catalog, &copy), test, m->side);
  const Norm *norm = score->norm;
  *why = score->z.why;
  arena_free(&scratch);
  return norm;
}

/* Tries the positions of the test, then none. Gives the most useful reason when no group fits. */
static Why try_positions(const Catalog *catalog, const Case *c, int test_index, Measure *model, const Norm **norm) {
  const Test *test = &catalog->tests.items[test_index];
  static const char *const none[] = {NULL};
  const char *const *positions = test->positions ? test->positions : none;
  Why best = WHY_NO_NORM;
  for (const char *const *at = positions; !*norm; at++) {
    Why why;
    model->position = *at;
    *norm = norm_of(catalog, c, test_index, model, &why);
    if (!*norm && why != WHY_NO_NORM && why != WHY_NO_POSITION) best = why;
    if (!*at) break;
  }
  if (!*norm) model->position = positions[0];
  return *norm ? WHY_NONE : best;
}

Why edges_setup(const Catalog *catalog, const Case *c, int test_index, Side side, Measure *model, const Norm **norm,
                bool *lever) {
  const Test *test = &catalog->tests.items[test_index];
  double middle = (test->likely_lo + test->likely_hi) / 2;
  *norm = NULL, *lever = false;
  *model = (Measure){.test = test->id,
                     .side = side,
                     .lo = middle,
                     .hi = middle,
                     .quantity = test->unit->dimension,
                     .contraction = test->contraction,
                     .lever_m = NAN,
                     .pain = -1,
                     .date = c->date};
  Why why = try_positions(catalog, c, test_index, model, norm);
  if (why != WHY_NO_LEVER) return why;
  model->lever_m = some_lever_m;
  why = try_positions(catalog, c, test_index, model, norm);
  *lever = *norm != NULL;
  return why;
}

Dial edges_dial(Arena *a, const Catalog *catalog, const Case *c, int test_index, Side side) {
  const Test *test = &catalog->tests.items[test_index];
  Weigh *w = weigh_case(a, catalog, c);
  const Reading *r = reading_of(weigh_readings(w), test_index, side);
  if (r->trials) return dial_of(w, catalog, test_index, side, r);
  Dial d = {.test = test_index};
  const Reading *other = reading_of(weigh_readings(w), test_index, side_other(side));
  const Norm *norm;
  bool lever;
  edges_setup(catalog, c, test_index, side, &d.model, &norm, &lever);
  d.model.lever_m = NAN;
  if (other->trials) {
    d.model.quantity = other->quantity, d.model.position = other->position;
    d.model.contraction = other->contraction, d.model.lever_m = other->lever_m;
  }
  Reading setup = reading_of_model(test, &d.model);
  d.gauge = gauge_of(catalog, test, side, &setup);
  set_range(&c->patient, test, &setup, &d.gauge);
  return d;
}

void edges_lever(Dial *d) { d->model.lever_m = some_lever_m; }

/* ---- turning ---- */

typedef struct Turning { /* a copy of a case whose turned measures can be set again and again */
  Case c;
  size_t *at;
  size_t count;
} Turning;

static bool is_of(const Case *c, const Test *test, const Dial *d, const Measure *m) {
  if (m->side != d->gauge.side || strcmp(m->test, test->id) != 0) return false;
  if ((m->date ? m->date : c->date) != d->model.date) return false;
  Reading own = reading_of_model(test, m), wanted = reading_of_model(test, &d->model);
  return reading_same_setup(&own, &wanted);
}

static Turning turning_open(Arena *a, const Catalog *catalog, const Case *c, const Dial *d) {
  Turning t = {.c = with_reading(a, c, &d->model)};
  const Test *test = &catalog->tests.items[d->test];
  t.at = arena_array(a, t.c.measure_count, sizeof *t.at);
  for (size_t i = 0; i < c->measure_count; i++)
    if (is_of(c, test, d, &c->measures[i])) t.at[t.count++] = i;
  if (t.count)
    t.c.measure_count--;
  else
    t.at[t.count++] = c->measure_count;
  return t;
}

static void turning_set(Turning *t, double lo, double hi) {
  for (size_t i = 0; i < t->count; i++) t->c.measures[t->at[i]].lo = lo, t->c.measures[t->at[i]].hi = hi;
}

Case edges_turn(Arena *a, const Catalog *catalog, const Case *c, const Dial *d, double lo, double hi,
                Dimension quantity) {
  Turning t = turning_open(a, catalog, c, d);
  turning_set(&t, lo, hi);
  for (size_t i = 0; i < t.count; i++) t.c.measures[t.at[i]].quantity = quantity;
  return t.c;
}

bool edges_reads(const Subject *s, const Case *c, const Dial *d) {
  Arena scratch = {0};
  Turning t = turning_open(&scratch, s->catalog, c, d);
  if (!d->gauge.measured) turning_set(&t, d->gauge.least, d->gauge.least);
  Run run = evaluate_run(&scratch, s->catalog, s->pack, s->rule, &t.c, s->side);
  bool used = run_reads(&run, s->catalog->tests.items[d->test].id, d->gauge.side);
  arena_free(&scratch);
  return used;
}

/* ---- finding edges ---- */

enum { WALK_MOST = 1000, PARTS = 1000 }; /* steps of the walk; parts of a display step */

typedef struct Finder {
  const Subject *s;
  Turning *t;
  const Unit *unit;
  double ticks; /* in one of the unit shown: values are whole ticks, so that they are round there */
  bool grades;  /* codes of grades: three ticks a grade */
  Arena scratch;
  Arena *arena;
  Spans *spans;
} Finder;

typedef struct State {
  Truth truth;
  bool unsure;
} State;

static double value_at(const Finder *f, long k) {
  if (!f->grades) return (double)k / f->ticks * f->unit->factor;
  long grade = (k + 1 + 3 * 1000) / 3 - 1000; /* rounds down below 0, too */
  return (double)grade + (double)(k - 3 * grade) * 0.3;
}

static State state_at(Finder *f, long k) {
  double value = value_at(f, k);
  turning_set(f->t, value, value);
  Run run = evaluate_run(&f->scratch, f->s->catalog, f->s->pack, f->s->rule, &f->t->c, f->s->side);
  const Node *when = f->s->rule->when;
  State state = {.truth = expr_outcome(&run, when)->truth};
  state.unsure = state.truth == TRUTH_UNKNOWN && expr_only_error(&run, when);
  arena_reset(&f->scratch);
  return state;
}

static bool same_state(State a, State b) { return a.truth == b.truth && a.unsure == b.unsure; }

static void span_begin(Finder *f, long k, State state) {
  double value = value_at(f, k);
  *LIST_ADD(f->arena, f->spans) = (Span){.lo = value, .hi = value, .truth = state.truth, .unsure = state.unsure};
}

/* All edges between two ticks; a third answer in the middle gives two. */
static void narrow(Finder *f, long k, State at_k, long m, State at_m) {
  if (same_state(at_k, at_m)) return;
  if (m - k <= 1) {
    f->spans->items[f->spans->count - 1].hi = value_at(f, k);
    span_begin(f, m, at_m);
    return;
  }
  long half = k + (m - k) / 2;
  State state = state_at(f, half);
  narrow(f, k, at_k, half, state);
  narrow(f, half, state, m, at_m);
}

static void walk(Finder *f, long first, long last, long step) {
  long stride = (last - first + WALK_MOST - 1) / WALK_MOST;
  if (stride < step) stride = step;
  State before = state_at(f, first);
  span_begin(f, first, before);
  for (long k = first, next; k < last; k = next) {
    next = last - k > stride ? k + stride : last;
    State state = state_at(f, next);
    narrow(f, k, before, next, state);
    before = state;
  }
  f->spans->items[f->spans->count - 1].hi = value_at(f, last);
}

void edges_find(Arena *a, const Subject *s, const Case *c, const Dial *d, double least, double most, Spans *spans) {
  const Gauge *g = &d->gauge;
  bool whole = is_whole(g);
  Turning t = turning_open(a, s->catalog, c, d);
  Finder f = {.s = s, .t = &t, .unit = g->unit, .arena = a, .spans = spans, .grades = g->ordinal};
  f.ticks = g->ordinal ? 3 : pow(10, g->decimals) * (whole ? 1 : PARTS);
  double from = least / g->unit->factor * f.ticks, to = most / g->unit->factor * f.ticks;
  long first = lround(g->ordinal ? from : ceil(from - 1e-6)), last = lround(g->ordinal ? to : floor(to + 1e-6));
  walk(&f, first, last < first ? first : last, whole ? 1 : PARTS);
  arena_free(&f.scratch);
}

/* ---- the nearest edge ---- */

static double distance(const Span *span, double from) { return fmax(fmax(span->lo - from, from - span->hi), 0); }

static bool is_towards(const Span *span, double from, int direction) {
  return direction == 0 || (direction > 0 ? span->hi >= from : span->lo <= from);
}

bool edges_change(const Dial *d, const Spans *spans, Truth truth, int direction, Change *change) {
  const Gauge *g = &d->gauge;
  double from = value_middle(g->lo, g->hi);
  const Span *best = NULL;
  for (const Span *span = spans->items; span < spans->items + spans->count; span++)
    if (span->truth == truth && is_towards(span, from, direction) &&
        (!best || distance(span, from) < distance(best, from)))
      best = span;
  if (!best) return false;
  bool up = from<best->lo, down = from> best->hi;
  *change = (Change){.gauge = *g, .from = from, .truth = truth, .short_of = NAN, .count = NAN};
  change->to = up ? best->lo : down ? best->hi : from;
  if (up && best > spans->items) change->short_of = best[-1].hi;
  if (down && best + 1 < spans->items + spans->count) change->short_of = best[1].lo;
  change->by_sd = !(g->mdc > 0);
  double whole = change->by_sd ? g->sd : g->mdc;
  if (whole > 0) change->count = fabs(change->to - from) / whole;
  return true;
}
