#include "program/option.h"

#include "base/text.h"
#include "program/choice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Lister { /* the fixed arguments of options_build */
  const Catalog *catalog;
  Arena *a;
  const Goals *goals;
  const Limits *limits;
  const int *easiest; /* per goal: level of the easiest exercise that is made for it; 0: there is none */
  Options *out;
} Lister;

/* ---- what it gives ---- */

/* Share of the goal's muscle when the exercise is made for it, else 0. */
static double share_for(const Catalog *catalog, const Exercise *exercise, const Goal *goal) {
  if (exercise->purpose != goal->action) return 0;
  for (size_t i = 0; i < exercise->muscle_count; i++)
    if (exercise->muscles[i].muscle == goal->muscle)
      return exercise->muscles[i].share >= catalog->policy.plan_main_share ? exercise->muscles[i].share : 0;
  return 0;
}

/* One side asks for it, and the exercise works both alike: the weaker side gets no more than the other. */
static bool misses_side(const Exercise *exercise, const Goal *goal) {
  return goal->action == ACTION_STRENGTHEN && !exercise->unilateral && (goal->left > 0) != (goal->right > 0);
}

static int covered_by(const Policy *policy, double share) {
  double part = policy->plan_full_share > 0 ? share / policy->plan_full_share : 1;
  return part < 1 ? (int)lround(part * CHOICE_WHOLE) : CHOICE_WHOLE;
}

bool option_serves(const Option *option, size_t goal) { return option->gives[goal] > 0; }

/* ---- why it stays out ---- */

static bool is_listed(const char *const *list, size_t count, const char *id) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(list[i], id) == 0) return true;
  return false;
}

static const char *excluded_reason(Arena *a, const Goals *goals, const Exercise *exercise) {
  for (const char *const *tag = exercise->tags; tag && *tag; tag++)
    if (is_listed(goals->excluded.items, goals->excluded.count, *tag))
      return arena_printf(a, "excluded by a finding: %s", *tag);
  return NULL;
}

static const char *equipment_reason(Arena *a, const Limits *limits, const Exercise *exercise) {
  Text missing = {.arena = a};
  for (const char *const *id = exercise->equipment; id && *id; id++)
    if (!is_listed(limits->equipment, limits->equipment_count, *id))
      text_addf(&missing, "%s%s", missing.len ? ", " : "needs ", *id);
  return missing.len ? text_get(&missing) : NULL;
}

const char *option_forbidden(Arena *a, const Goals *goals, const Limits *limits, const Exercise *exercise) {
  if (is_listed(limits->without, limits->without_count, exercise->id)) return "not wanted";
  const char *reason = excluded_reason(a, goals, exercise);
  return reason ? reason : equipment_reason(a, limits, exercise);
}

/* A hard exercise may begin a program only where the catalog has nothing easier for one of its goals. */
static const char *level_reason(const Lister *l, const Option *option) {
  const Exercise *exercise = option->exercise;
  if (option->pinned || exercise->level <= l->limits->level) return NULL;
  if (exercise->easier) {
    const Exercise *easier = catalog_exercise(l->catalog, exercise->easier);
    return arena_printf(l->a, "a harder form: begin with %s", easier ? easier->name : exercise->easier);
  }
  for (size_t n = 0; n < l->goals->list.count; n++)
    if (option_serves(option, n) && exercise->level <= l->easiest[n]) return NULL;
  return arena_printf(l->a, "level %d: harder than needed to begin", exercise->level);
}

/* ---- the list ---- */

/* Strengthening is done on both sides, the weaker one more, alike where each is the weaker one for something (for_left,
 * for_right); lengthening only where it is asked for. */
static void set_sides(Option *option, bool for_left, bool for_right) {
  if (!option->exercise->unilateral) {
    option->sides = 1;
    return;
  }
  bool strengthens = option->exercise->purpose == ACTION_STRENGTHEN || option->exercise->purpose == ACTION_ACTIVATE;
  bool one_asks = (option->left > 0) != (option->right > 0);
  option->sides = strengthens || !one_asks ? 2 : 1;
  option->torn = strengthens && for_left && for_right;
  if (option->torn) return;
  if (option->left != option->right && (strengthens || one_asks))
    option->side = option->left > option->right ? SIDE_LEFT : SIDE_RIGHT;
}

static bool add_option(const Lister *l, const Exercise *exercise, Err *err) {
  Option option = {.exercise = exercise};
  option.gives = arena_array(l->a, l->goals->list.count, sizeof *option.gives);
  option.pinned = is_listed(l->limits->with, l->limits->with_count, exercise->id);
  bool useful = option.pinned, for_left = false, for_right = false;
  for (size_t n = 0; n < l->goals->list.count; n++) {
    const Goal *goal = &l->goals->list.items[n];
    double share = share_for(l->catalog, exercise, goal);
    if (!(share > 0)) continue;
    useful = true;
    bool misses = misses_side(exercise, goal);
    option.gives[n] = covered_by(&l->catalog->policy, misses ? share * l->catalog->policy.plan_even_share : share);
    option.left += goal->left * share;
    option.right += goal->right * share;
    for_left = for_left || goal->left > goal->right;
    for_right = for_right || goal->right > goal->left;
  }
  if (!useful) return true;
  set_sides(&option, for_left, for_right);
  bool uneven = option.sides == 2 && option.side != SIDE_BOTH;
  bool dosed = dose_build(l->catalog, exercise, option.sides, uneven, l->limits->days, &option.dose);
  option.reason = dosed ? option_forbidden(l->a, l->goals, l->limits, option.exercise)
                        : "no dosage row for its purpose, domain and kind";
  const char *level = level_reason(l, &option);
  option.level_alone = level && !option.reason;
  if (!option.reason) option.reason = level;
  if (option.pinned && option.reason)
    return fail(err, ERR_DATA, NULL, "%s is asked for and may not be done: %s", exercise->id, option.reason);
  *LIST_ADD(l->a, l->out) = option;
  return true;
}

static int compare_options(const void *left, const void *right) {
  return strcmp(((const Option *)left)->exercise->id, ((const Option *)right)->exercise->id);
}

static const int *easiest_levels(const Catalog *catalog, Arena *a, const Goals *goals) {
  int *easiest = arena_array(a, goals->list.count, sizeof *easiest);
  for (size_t i = 0; i < catalog->exercises.count; i++) {
    const Exercise *exercise = &catalog->exercises.items[i];
    for (size_t n = 0; n < goals->list.count; n++)
      if (share_for(catalog, exercise, &goals->list.items[n]) > 0 && (!easiest[n] || exercise->level < easiest[n]))
        easiest[n] = exercise->level;
  }
  return easiest;
}

static bool check_ids(const Catalog *catalog, Arena *a, const char *const *ids, size_t count, Err *err) {
  for (size_t i = 0; i < count; i++)
    if (catalog_find(catalog, ROWS_EXERCISE, ids[i]) < 0)
      return fail(err, ERR_DATA, NULL, "%s", catalog_unknown(catalog, a, ROWS_EXERCISE, ids[i]));
  return true;
}

bool options_build(const Catalog *catalog, Arena *a, const Goals *goals, const Limits *limits, Options *out, Err *err) {
  *out = (Options){0};
  if (!check_ids(catalog, a, limits->with, limits->with_count, err) ||
      !check_ids(catalog, a, limits->without, limits->without_count, err))
    return false;
  Lister l = {.catalog = catalog, .a = a, .goals = goals, .limits = limits, .out = out};
  l.easiest = easiest_levels(catalog, a, goals);
  for (size_t i = 0; i < catalog->exercises.count; i++)
    if (!add_option(&l, &catalog->exercises.items[i], err)) return false;
  if (out->count) qsort(out->items, out->count, sizeof *out->items, compare_options);
  return true;
}
