#include "program/loosen.h"

#include "base/text.h"
#include "program/limit.h"

#include <string.h>

typedef struct Loosener { /* the fixed arguments of plan_loosen */
  const Catalog *catalog;
  Arena *a, trial; /* trial: of one plan */
  const Case *c;
  const Result *result;
  Limits limits; /* with the defaults that matter here filled in */
  double covered;
  LIST(Loosening) list;
  Err *err;
} Loosener;

/* What the exercises cover under other limits; less than nothing after a fault. */
static double covered_under(Loosener *l, const Limits *limits) {
  Program program;
  arena_reset(&l->trial);
  return plan_build(l->catalog, &l->trial, l->c, l->result, limits, &program, l->err) ? program.covered : -1;
}

static void offer(Loosener *l, const char *text, double covered) {
  *LIST_ADD(l->a, &l->list) = (Loosening){text, covered};
}

/* The least value of a number that helps: what is covered never falls with it, so halving finds it. */
static bool loosen_number(Loosener *l, LimitNumber which, int most, const char *what) {
  Limits wider = l->limits;
  int *value = limits_number(&wider, which), now = *value, low = now, high = most;
  if (!now || now >= most) return true;
  *value = most;
  double covered = covered_under(l, &wider), best = covered;
  if (!(covered > l->covered)) return covered >= 0;
  while (high - low > 1) {
    *value = low + (high - low) / 2;
    covered = covered_under(l, &wider);
    if (covered > l->covered)
      high = *value, best = covered;
    else
      low = *value;
  }
  offer(l, arena_printf(l->a, "%s %d instead of %d", what, high, now), best);
  return true;
}

static bool is_listed(const char *const *ids, size_t count, const char *id) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(ids[i], id) == 0) return true;
  return false;
}

/* Every piece of equipment that the patient does not have, alone. */
static bool loosen_equipment(Loosener *l) {
  LIST(const char *) tried = {0};
  const char **more = arena_array(l->a, l->limits.equipment_count + 2, sizeof *more);
  for (size_t i = 0; i < l->limits.equipment_count; i++) more[i] = l->limits.equipment[i];
  Limits wider = l->limits;
  wider.equipment = more;
  wider.equipment_count++;
  for (size_t i = 0; i < l->catalog->exercises.count; i++)
    for (const char *const *id = l->catalog->exercises.items[i].equipment; id && *id; id++) {
      if (is_listed(l->limits.equipment, l->limits.equipment_count, *id) || is_listed(tried.items, tried.count, *id))
        continue;
      *LIST_ADD(l->a, &tried) = *id;
      more[l->limits.equipment_count] = *id;
      double covered = covered_under(l, &wider);
      if (covered < 0) return false;
      if (covered > l->covered) offer(l, arena_printf(l->a, "with %s", *id), covered);
    }
  return true;
}

static bool loosen_without(Loosener *l) {
  for (size_t i = 0; i < l->limits.without_count; i++) {
    Limits wider = l->limits;
    const char **rest = arena_array(l->a, l->limits.without_count, sizeof *rest);
    wider.without = rest;
    wider.without_count = 0;
    for (size_t n = 0; n < l->limits.without_count; n++)
      if (n != i) rest[wider.without_count++] = l->limits.without[n];
    double covered = covered_under(l, &wider);
    if (covered < 0) return false;
    if (covered > l->covered) offer(l, arena_printf(l->a, "allowing %s", l->limits.without[i]), covered);
  }
  return true;
}

bool plan_loosen(const Catalog *catalog, Arena *a, const Case *c, const Result *result, const Limits *limits,
                 const Program *program, Loosening **items, size_t *count, Err *err) {
  const Policy *policy = &catalog->policy;
  Loosener l = {catalog, a, {0}, c, result, limits ? *limits : c->limits, program->covered, {0}, err};
  if (!l.limits.minutes) l.limits.minutes = (int)policy->default_minutes;
  if (!l.limits.exercises) l.limits.exercises = (int)policy->default_exercises;
  if (!l.limits.level) l.limits.level = (int)policy->plan_level;
  bool ok =
      program->stopped || isnan(program->gap) || /* changed by hand */
      (loosen_number(&l, LIMIT_MINUTES, 120, "minutes a session:") &&
       loosen_number(&l, LIMIT_EXERCISES, 30, "exercises:") && loosen_number(&l, LIMIT_POSITIONS, 20, "positions:") &&
       loosen_equipment(&l) && loosen_without(&l) && loosen_number(&l, LIMIT_LEVEL, 5, "hardest level:"));
  arena_free(&l.trial);
  *items = l.list.items;
  *count = l.list.count;
  return ok;
}
