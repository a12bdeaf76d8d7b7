#include "detail.h"

#include <string.h>

const Test *arg_test(const Catalog *catalog, const Node *n, int arg) {
  return &catalog->tests.items[n->args[arg].index];
}

const char *arg_muscle(const Catalog *catalog, const Node *n, int arg) {
  return catalog->muscles.items[n->args[arg].index].name;
}

/* A capital further on in the first word tells a name: Biering-Sorensen, McGill. */
void text_add_inside(Text *t, const char *name) {
  size_t at = t->len, first = strcspn(name, " ");
  bool plain = strcspn(name + (*name != '\0'), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") + (*name != '\0') >= first;
  text_add(t, name);
  if (plain && *name >= 'A' && *name <= 'Z') t->data[at] = (char)(*name - 'A' + 'a');
}

void text_begin_line(Text *t) {
  if (t->len && t->data[t->len - 1] != '\n') text_add_char(t, '\n');
}

int decimals_of(Dimension dimension) {
  switch (dimension) {
  case DIM_SD:
  case DIM_RATIO:
  case DIM_TORQUE_PER_MASS:
  case DIM_FORCE_PER_MASS: return 2;
  case DIM_COUNT:
  case DIM_GRADE:
  case DIM_AGE: return 0;
  default: return 1;
  }
}

/* A range is written "26 to 35", an open one "240 or more". */
static void add_range(Text *t, double lo, double hi, const Unit *unit, int decimals) {
  if (lo == hi)
    text_add_number(t, lo / unit->factor, decimals);
  else if (isinf(hi))
    text_add_number(t, lo / unit->factor, decimals), text_add(t, " or more");
  else if (isinf(lo))
    text_add_number(t, hi / unit->factor, decimals), text_add(t, " or less");
  else {
    text_add_number(t, lo / unit->factor, decimals);
    text_add(t, " to ");
    text_add_number(t, hi / unit->factor, decimals);
  }
  if (unit->dimension != DIM_RATIO) text_addf(t, " %s", unit->id);
}

void text_add_uncertain(Text *t, const Value *v, const Unit *unit, int decimals) {
  add_range(t, v->lo, v->hi, unit, decimals);
  if (v->se == 0) return;
  if (isnan(v->se))
    text_add(t, " (error not known)");
  else {
    text_add(t, " (standard error ");
    text_add_number(t, v->se / unit->factor, decimals);
    text_add(t, ")");
  }
}

static const Unit *unit_shown(const Test *test, Dimension quantity) {
  return test->unit->dimension == quantity ? test->unit : unit_base(quantity);
}

static const char *position_label(const Catalog *catalog, const char *id) {
  int index = catalog_find(catalog, ROWS_POSITION, id);
  return index < 0 ? id : catalog->positions.items[index].label;
}

void detail_reading(Run *run, const Test *test, Side side, const Reading *r, Text *t) {
  text_addf(t, "%s%s", test->name, side_suffix(side));
  if (!r || r->trials == 0) {
    text_addf(t, ": %s", why_sentence(WHY_NOT_MEASURED));
    return;
  }
  const Unit *unit = unit_shown(test, r->quantity);
  text_add(t, ": ");
  text_add_uncertain(t, &r->value, unit, unit == test->unit ? test->decimals + 1 : 2);
  if (r->contraction != CONTRACTION_UNKNOWN)
    text_addf(t, ", %s%s", contraction_names[r->contraction], r->contraction_assumed ? " (assumed)" : "");
  if (r->position) {
    text_add(t, ", ");
    text_add_inside(t, position_label(run->catalog, r->position));
  }
  if (!isnan(r->lever_m)) {
    text_add(t, ", lever arm ");
    text_add_short(t, r->lever_m, 3);
    text_add(t, " m");
  }
  if (r->trials > 1) text_addf(t, ", %s of %d trials", test->statistic == STATISTIC_BEST ? "best" : "mean", r->trials);
  if (r->pain >= 0) text_addf(t, ", pain %d of 10", r->pain);
  text_addf(t, ", %s", date_format(run->arena, r->day));
}

static void add_norm(const Score *s, Text *t) {
  const Norm *norm = s->norm;
  const Unit *unit = unit_base(norm->quantity);
  int decimals = decimals_of(norm->quantity);
  text_addf(t, "; compared with %s: mean ", norm->group);
  text_add_number(t, s->mean, decimals);
  text_add(t, ", SD ");
  text_add_number(t, s->sd, decimals);
  text_addf(t, " %s", unit->id);
  if (norm->derived) text_add(t, " (SD derived)");
  if (norm->lognormal) text_add(t, ", log scale");
  if (norm->n > 0) text_addf(t, ", n = %d", norm->n);
  text_addf(t, ", quality %c, %s, %s", norm->quality, norm->id, norm->source);
  if (norm->verified == VERIFIED_MEMORY) text_add(t, ", unverified");
  if (norm->show_only) text_add(t, ", for display only: mostly injured people");
}

void detail_score(Run *run, const Score *s, Text *t) {
  const Test *test = &run->catalog->tests.items[s->test];
  detail_reading(run, test, s->side, s->reading, t);
  if (!s->reading) return;
  if (!s->norm) {
    text_addf(t, "; %s", why_sentence(s->z.why));
    return;
  }
  if (s->norm->quantity != s->reading->quantity) {
    text_add(t, ", that is ");
    text_add_number(t, s->value, decimals_of(s->norm->quantity));
    text_addf(t, " %s", unit_base(s->norm->quantity)->id);
  }
  add_norm(s, t);
  text_add(t, "; z = ");
  text_add_uncertain(t, &s->z, unit_base(DIM_SD), 2);
}

static void text_add_by_grade(const Policy *policy, Text *t) {
  text_add(t, "a manual grade of ");
  text_add_short(t, policy->grade_low, 1);
  text_add(t, " or less: below any cut down to ");
  text_add_short(t, policy->grade_z, 2);
  text_add(t, " SD");
}

void detail_pool(Run *run, const char *muscle, Domain domain, Side side, const Pool *pool, Text *t) {
  for (size_t i = 0; i < pool->count; i++) {
    detail_score(run, pool->scores[i], t);
    text_add(t, "\n");
  }
  text_addf(t, "%s, %s%s: ", muscle, domain_names[domain], side_suffix(side));
  if (pool->z.why != WHY_NONE)
    text_add(t, why_sentence(pool->z.why));
  else if (pool->by_grade)
    text_add_by_grade(&run->catalog->policy, t);
  else {
    text_add(t, "z = ");
    text_add_uncertain(t, &pool->z, unit_base(DIM_SD), 2);
    text_addf(t, " from %zu test%s", pool->count, pool->count == 1 ? "" : "s");
    if (pool->disagreement > 0.5) text_add(t, "; the tests disagree, look at them singly");
  }
}

void detail_certainty(Run *run, const Outcome *out, Text *t) {
  if (out->plain) {
    text_add(t, "; compared plainly, error not known");
    return;
  }
  if (isnan(out->p) || out->value.se == 0) return;
  text_add(t, "; certainty ");
  text_add_number(t, out->p, 2);
  text_addf(t, " (%s)", expr_band(&run->catalog->policy, out));
  if (out->cap < 1) {
    text_add(t, ", counts with at most ");
    text_add_number(t, out->cap, 2);
  }
}

/* ---- what is lacking ---- */

/* What is lacking of one test on one side, for each reason. */
typedef struct Said {
  Why why;
  const char *text;
  struct Said *next;
} Said;

static const char *say_lack(Run *run, const Test *test, Side side, Why why) {
  const char *of = why == WHY_NO_LEVER ? "lever arm of " : why == WHY_NO_POSITION ? "position of " : "";
  const char *end = why == WHY_ERROR ? " again: within measurement error" : "", *reason = "";
  if (!*of && !*end && why != WHY_NOT_MEASURED) end = ": ", reason = why_sentence(why);
  return arena_join(run->arena, of, test->name, side_suffix(side), end, reason, NULL);
}

static const char *lack_of(Run *run, int test, Side side, Why why) {
  Said **said = &run->said[test * 3 + (int)side];
  while (*said && (*said)->why != why) said = &(*said)->next;
  if (!*said) {
    *said = arena_room(run->arena, 1, sizeof **said);
    **said = (Said){.why = why, .text = say_lack(run, &run->catalog->tests.items[test], side, why)};
  }
  return (*said)->text;
}

void needs_test(Run *run, int index, Side side, Why why, Needs *needs) {
  if (why == WHY_NO_AGE || why == WHY_NO_MASS) {
    bool age = why == WHY_NO_AGE;
    need_add(run, needs, why, age ? "age" : "mass", SIDE_BOTH, age ? "the patient's age" : "body mass");
    return;
  }
  need_add(run, needs, why, run->catalog->tests.items[index].id, side, lack_of(run, index, side, why));
}

void needs_muscle(Run *run, int muscle, Domain domain, Side side, int without, Why why, Needs *needs) {
  const Catalog *catalog = run->catalog;
  size_t before = needs->count;
  for (int i = -1; (i = weigh_speaker(catalog, muscle, domain, without, i)) >= 0;) {
    const Test *test = &catalog->tests.items[i];
    if (test->ordinal || (side != SIDE_BOTH && !test->paired)) continue;
    Side first = side == SIDE_BOTH && test->paired ? SIDE_LEFT : side;
    Side last = side == SIDE_BOTH && test->paired ? SIDE_RIGHT : side;
    for (int s = (int)first; s <= (int)last; s++) {
      Why lacking = weigh_score(run->weigh, i, (Side)s)->z.why;
      if (lacking == WHY_NONE && (why == WHY_ERROR || why == WHY_BOUND)) lacking = why;
      if (lacking != WHY_NONE) needs_test(run, i, (Side)s, lacking, needs);
    }
  }
  if (needs->count > before) return;
  const Muscle *m = &catalog->muscles.items[muscle];
  need_add(
      run, needs, why, m->id, side,
      arena_printf(run->arena, "%s %s%s: %s", m->name, domain_names[domain], side_suffix(side), why_sentence(why)));
}

void prepare_muscle(Build *b, Node *n, Domain domain) {
  int muscle = n->args[0].index;
  const char *id = b->catalog->muscles.items[muscle].id;
  n->paired = weigh_paired(b->catalog, muscle, domain);
  if (weigh_speaker(b->catalog, muscle, domain, -1, -1) < 0)
    b->mistake(b->context, n, id, arena_printf(b->arena, "no test measures the %s of %s", domain_names[domain], id));
}

/* Is a to be named before b as the lower (or higher) of two? */
static bool comes_first(const Value *a, const Value *b, bool lower) {
  double x = value_middle(a->lo, a->hi), y = value_middle(b->lo, b->hi);
  if (x == y) x = a->lo, y = b->lo;
  if (x == y) x = a->hi, y = b->hi;
  return lower ? x < y : x > y;
}

Value value_of_leaf(Run *run, const Node *n, ValueAt *value_at, int better, Side *side) {
  *side = expr_side(run, n);
  if (n->which != WHICH_WORSE && n->which != WHICH_BETTER) return value_at(run, n, *side);
  Value left = value_at(run, n, SIDE_LEFT), right = value_at(run, n, SIDE_RIGHT);
  bool lower = (n->which == WHICH_WORSE) == (better >= 0);
  bool is_right = left.why == WHY_NONE && (right.why != WHY_NONE || comes_first(&right, &left, lower));
  Value v = is_right ? right : left;
  *side = is_right ? SIDE_RIGHT : SIDE_LEFT;
  if (v.why != WHY_NONE) return v;
  v.lo = lower ? fmin(left.lo, right.lo) : fmax(left.lo, right.lo);
  v.hi = lower ? fmin(left.hi, right.hi) : fmax(left.hi, right.hi);
  return v;
}

void tell_sides(Run *run, const Node *n, ValueAt *value_at, const Outcome *out, TellSide *tell, void *to) {
  bool told = false;
  bool both = n->which == WHICH_WORSE || n->which == WHICH_BETTER;
  for (int side = SIDE_LEFT; side <= SIDE_RIGHT && both; side++) {
    Why why = value_at(run, n, (Side)side).why;
    if (why == WHY_NONE) continue;
    tell(run, n, (Side)side, why, to);
    told = true;
  }
  if (!told) tell(run, n, out->side, out->why, to);
}
