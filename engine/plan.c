#include "plan.h"

#include "dose.h"
#include "goal.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* An exercise that is made for at least one goal. */
typedef struct Option {
  const Exercise *exercise;
  double left, right; /* weight x effect over the goals it serves */
  int sides;          /* 1: done once, or on one side; 2: on both */
  Side side;          /* the only side, or the one that comes first; BOTH: none */
  Dose dose;
  bool chosen;
  const char *reason; /* why it stays out; NULL: it may be chosen */
} Option;

typedef struct Plan {
  const Catalog *catalog;
  Arena *a;
  const Result *result;
  Limits limits; /* with the defaults filled in */
  Goals goals;
  double *open;                /* per goal: the share that the chosen exercises leave open, 0..1 */
  LIST(Option) options;        /* by exercise id */
  LIST(const Option *) chosen; /* in order of choice */
  LIST(ProgramItem) items;
  int weeks; /* the policy's, or more where a dose needs more */
  double minutes;
} Plan;

/* ---- limits ---- */

static bool check_limit(const char *name, int value, int most, Err *err) {
  if (value >= 0 && value <= most) return true;
  return fail(err, ERR_DATA, NULL, "%s: %d is outside 1 to %d", name, value, most);
}

static bool resolve_limits(Plan *plan, const Case *c, const Limits *limits, Err *err) {
  const Policy *policy = &plan->catalog->policy;
  Limits *use = &plan->limits;
  *use = limits ? *limits : c->limits;
  if (!check_limit("minutes a session", use->minutes, 600, err) || !check_limit("sessions a week", use->days, 7, err) ||
      !check_limit("number of exercises", use->exercises, 100, err))
    return false;
  if (!use->minutes) use->minutes = (int)policy->default_minutes;
  if (!use->days) use->days = (int)policy->default_days;
  if (!use->exercises) use->exercises = (int)policy->default_exercises;
  return true;
}

static bool has_equipment(const Limits *limits, const char *id) {
  for (size_t i = 0; i < limits->equipment_count; i++)
    if (strcmp(limits->equipment[i], id) == 0) return true;
  return false;
}

/* ---- options ---- */

/* What an exercise does for a goal, 0..1: the square of the muscle's share, so that an exercise made for a muscle (0.6
 * and more) comes before several that also touch it (0.3). A convention: shares are coarse steps, not measured doses.
 */
static double effect_on(const Exercise *exercise, const Goal *goal) {
  if (exercise->purpose != goal->action) return 0;
  for (size_t i = 0; i < exercise->muscle_count; i++)
    if (exercise->muscles[i].muscle == goal->muscle) return exercise->muscles[i].share * exercise->muscles[i].share;
  return 0;
}

/* Is the exercise made for the goal? One that only touches it helps, but does not answer it. */
static bool serves(const Plan *plan, const Exercise *exercise, const Goal *goal) {
  double effect = effect_on(exercise, goal);
  return effect > 0 && effect >= plan->catalog->policy.plan_least_share;
}

static const char *excluded_reason(const Plan *plan, const Exercise *exercise) {
  for (size_t i = 0; i < plan->goals.excluded.count; i++)
    for (const char *const *tag = exercise->tags; tag && *tag; tag++)
      if (strcmp(*tag, plan->goals.excluded.items[i]) == 0)
        return arena_printf(plan->a, "excluded by a finding: %s", *tag);
  return NULL;
}

static const char *equipment_reason(const Plan *plan, const Exercise *exercise) {
  Text missing = {.arena = plan->a};
  for (const char *const *id = exercise->equipment; id && *id; id++)
    if (!has_equipment(&plan->limits, *id)) text_addf(&missing, "%s%s", missing.len ? ", " : "needs ", *id);
  return missing.len ? text_get(&missing) : NULL;
}

static const char *harder_reason(const Plan *plan, const Exercise *exercise) {
  if (!exercise->easier || exercise->level <= (int)plan->catalog->policy.plan_level) return NULL;
  const Exercise *easier = catalog_exercise(plan->catalog, exercise->easier);
  return arena_printf(plan->a, "a harder form: begin with %s", easier ? easier->name : exercise->easier);
}

/* Strengthening is done on both sides, the weaker one more; lengthening only where it is asked for. */
static void set_sides(Option *option) {
  if (!option->exercise->unilateral) {
    option->sides = 1;
    return;
  }
  bool strengthens = option->exercise->purpose == ACTION_STRENGTHEN || option->exercise->purpose == ACTION_ACTIVATE;
  bool one_asks = !(option->left > 0) || !(option->right > 0);
  option->sides = strengthens || !one_asks ? 2 : 1;
  if (option->left != option->right && (strengthens || one_asks))
    option->side = option->left > option->right ? SIDE_LEFT : SIDE_RIGHT;
}

static void add_option(Plan *plan, const Exercise *exercise) {
  Option option = {.exercise = exercise};
  bool useful = false;
  for (size_t i = 0; i < plan->goals.list.count; i++) {
    const Goal *goal = &plan->goals.list.items[i];
    double effect = effect_on(exercise, goal);
    if (effect == 0) continue;
    option.left += goal->left * effect;
    option.right += goal->right * effect;
    useful = useful || serves(plan, exercise, goal);
  }
  if (!useful) return;
  set_sides(&option);
  bool uneven = option.sides == 2 && option.side != SIDE_BOTH;
  bool dosed = dose_build(plan->catalog, exercise, option.sides, uneven, plan->limits.days, &option.dose);
  option.reason = excluded_reason(plan, exercise);
  if (!option.reason) option.reason = equipment_reason(plan, exercise);
  if (!option.reason) option.reason = harder_reason(plan, exercise);
  if (!option.reason && !dosed) option.reason = "no dosage row for its purpose, domain and kind";
  *LIST_ADD(plan->a, &plan->options) = option;
}

/* The easiest level among the options that could be done for a goal; 0 when there is none. */
static int easiest_level(const Plan *plan, const Goal *goal) {
  int level = 0;
  for (size_t i = 0; i < plan->options.count; i++) {
    const Option *option = &plan->options.items[i];
    if (option->reason || !serves(plan, option->exercise, goal)) continue;
    if (!level || option->exercise->level < level) level = option->exercise->level;
  }
  return level;
}

/* A hard exercise may begin a program only where nothing easier serves one of its goals. */
static void hold_back_hard(Plan *plan) {
  const Goals *goals = &plan->goals;
  int *easiest = arena_array(plan->a, goals->list.count, sizeof *easiest);
  for (size_t n = 0; n < goals->list.count; n++) easiest[n] = easiest_level(plan, &goals->list.items[n]);
  for (size_t i = 0; i < plan->options.count; i++) {
    Option *option = &plan->options.items[i];
    bool suits = option->exercise->level <= (int)plan->catalog->policy.plan_level;
    for (size_t n = 0; n < goals->list.count && !suits; n++)
      suits = serves(plan, option->exercise, &goals->list.items[n]) && option->exercise->level <= easiest[n];
    if (!suits && !option->reason) option->reason = "harder than needed to begin";
  }
}

static int compare_options(const void *left, const void *right) {
  return strcmp(((const Option *)left)->exercise->id, ((const Option *)right)->exercise->id);
}

static void collect_options(Plan *plan) {
  for (size_t i = 0; i < plan->catalog->exercises.count; i++) add_option(plan, &plan->catalog->exercises.items[i]);
  if (plan->options.count) qsort(plan->options.items, plan->options.count, sizeof(Option), compare_options);
  hold_back_hard(plan);
}

/* ---- choice ---- */

/* Is `form` the exercise or an easier form of it? The count bounds a chain that runs in a circle. */
static bool has_form(const Catalog *catalog, const Exercise *exercise, const Exercise *form) {
  for (size_t step = 0; exercise && step <= catalog->exercises.count; step++) {
    if (exercise == form) return true;
    exercise = exercise->easier ? catalog_exercise(catalog, exercise->easier) : NULL;
  }
  return false;
}

/* The most that an option still fills of any one goal. */
static double filled_share(const Plan *plan, const Option *option) {
  double most = 0;
  for (size_t n = 0; n < plan->goals.list.count; n++) {
    double fills = plan->open[n] * effect_on(option->exercise, &plan->goals.list.items[n]);
    if (fills > most) most = fills;
  }
  return most;
}

/* Why an option cannot be chosen any more, or NULL. What stands in the way once stays there: needs only shrink, minutes
 * and number only grow. */
static const char *obstacle(const Plan *plan, const Option *option) {
  for (size_t i = 0; i < plan->chosen.count; i++) {
    const Exercise *other = plan->chosen.items[i]->exercise;
    if (has_form(plan->catalog, option->exercise, other) || has_form(plan->catalog, other, option->exercise))
      return arena_printf(plan->a, "another form of it is chosen: %s", other->name);
  }
  if (filled_share(plan, option) < plan->catalog->policy.plan_least_share) return "what it is for is covered";
  if (plan->chosen.count >= (size_t)plan->limits.exercises)
    return arena_printf(plan->a, "over the limit of %d exercises", plan->limits.exercises);
  if (plan->minutes + option->dose.minutes > plan->limits.minutes)
    return arena_printf(plan->a, "does not fit into %d minutes a session", plan->limits.minutes);
  return NULL;
}

static double gain_of(const Plan *plan, const Option *option) {
  double gain = 0;
  for (size_t n = 0; n < plan->goals.list.count; n++) {
    const Goal *goal = &plan->goals.list.items[n];
    gain += goal->weight * plan->open[n] * effect_on(option->exercise, goal);
  }
  return gain;
}

/* The most useful option that can be chosen, of equals the easier, then the first id; NULL when none is left: then all
 * that are not chosen have their reason. */
static Option *best_option(Plan *plan) {
  Option *best = NULL;
  double most = 0;
  for (size_t i = 0; i < plan->options.count; i++) {
    Option *option = &plan->options.items[i];
    if (option->chosen) continue;
    if (!option->reason) option->reason = obstacle(plan, option);
    if (option->reason) continue;
    double gain = gain_of(plan, option);
    if (best && !(gain > most || (gain == most && option->exercise->level < best->exercise->level))) continue;
    best = option;
    most = gain;
  }
  return best;
}

static void choose(Plan *plan) {
  plan->open = arena_array(plan->a, plan->goals.list.count, sizeof *plan->open);
  for (size_t n = 0; n < plan->goals.list.count; n++) plan->open[n] = 1;
  for (Option *option; (option = best_option(plan));) {
    option->chosen = true;
    plan->minutes += option->dose.minutes;
    *LIST_ADD(plan->a, &plan->chosen) = option;
    for (size_t n = 0; n < plan->goals.list.count; n++)
      plan->open[n] *= 1 - effect_on(option->exercise, &plan->goals.list.items[n]);
  }
}

/* ---- the program ---- */

static const char *item_reason(const Plan *plan, const Exercise *exercise) {
  Text why = {.arena = plan->a};
  for (size_t n = 0; n < plan->goals.list.count; n++) {
    const Goal *goal = &plan->goals.list.items[n];
    if (!serves(plan, exercise, goal)) continue;
    const char *found = goal_titles(plan->a, plan->result, goal->action, goal->row->id, false);
    text_add(&why, why.len ? "; " : "");
    text_add(&why, goal_label(plan->catalog, plan->a, goal->action, goal->row->id, goal_side(goal)));
    text_add(&why, *found ? ": " : "");
    text_add(&why, found);
  }
  return text_get(&why);
}

static void add_item(Plan *plan, const Option *option, Side side, int sets, int all_sets, const char *why) {
  const Dose *dose = &option->dose;
  *LIST_ADD(plan->a, &plan->items) = (ProgramItem){.exercise = option->exercise->id,
                                                   .name = option->exercise->name,
                                                   .side = side,
                                                   .sets = sets,
                                                   .reps = dose->reps,
                                                   .hold_s = dose->hold_s,
                                                   .per_week = dose->per_week,
                                                   .week_from = 1,
                                                   .week_to = plan->weeks,
                                                   .minutes = dose->minutes * sets / all_sets,
                                                   .why = why,
                                                   .dose = dose->row->id};
}

static void add_items(Plan *plan, const Option *option) {
  int sets = option->dose.sets, more = sets + option->dose.extra_sets;
  const char *why = item_reason(plan, option->exercise);
  if (option->sides == 1 || option->side == SIDE_BOTH) {
    add_item(plan, option, option->side, sets, sets, why);
    return;
  }
  add_item(plan, option, option->side, more, sets + more, why);
  add_item(plan, option, side_other(option->side), sets, sets + more, why);
}

static bool is_answered(const Plan *plan, const Goal *goal) {
  for (size_t i = 0; i < plan->chosen.count; i++)
    if (serves(plan, plan->chosen.items[i]->exercise, goal)) return true;
  return false;
}

/* Names the reason when all exercises for the goal share it. */
static const char *unanswered_reason(const Plan *plan, const Goal *goal) {
  const char *reason = NULL;
  for (size_t i = 0; i < plan->options.count; i++) {
    const Option *option = &plan->options.items[i];
    if (!serves(plan, option->exercise, goal)) continue;
    if (reason && strcmp(reason, option->reason) != 0) return "every exercise for it was left out";
    reason = option->reason;
  }
  return reason ? arena_printf(plan->a, "no exercise for it: %s", reason) : "the catalog has no exercise made for it";
}

static int compare_left_out(const void *left, const void *right) {
  return strcmp(((const LeftOut *)left)->exercise, ((const LeftOut *)right)->exercise);
}

/* Targets first, then exercises by id. */
static void list_left_out(Plan *plan, Program *out) {
  LIST(LeftOut) list = {0};
  for (size_t i = 0; i < plan->goals.left_out.count; i++) *LIST_ADD(plan->a, &list) = plan->goals.left_out.items[i];
  for (size_t n = 0; n < plan->goals.list.count; n++) {
    const Goal *goal = &plan->goals.list.items[n];
    if (is_answered(plan, goal)) continue;
    const char *label = goal_label(plan->catalog, plan->a, goal->action, goal->row->id, goal_side(goal));
    *LIST_ADD(plan->a, &list) = (LeftOut){.exercise = label, .reason = unanswered_reason(plan, goal)};
  }
  if (list.count) qsort(list.items, list.count, sizeof *list.items, compare_left_out);
  for (size_t i = 0; i < plan->options.count; i++) {
    const Option *option = &plan->options.items[i];
    if (!option->chosen)
      *LIST_ADD(plan->a, &list) = (LeftOut){.exercise = option->exercise->id, .reason = option->reason};
  }
  out->left_out = list.items;
  out->left_out_count = list.count;
}

static void refer(Arena *a, const Result *result, Program *out) {
  Text text = {.arena = a};
  for (size_t i = 0; i < result->stop_count && result->stops[i].urgency != URGENCY_CAUTION; i++) /* most urgent first */
    text_addf(&text, "%s%s", i ? " " : "", result->stops[i].text);
  *out = (Program){.stopped = true, .referral = text_get(&text)};
}

static void fill(Plan *plan, Program *out) {
  plan->weeks = (int)plan->catalog->policy.default_weeks;
  for (size_t i = 0; i < plan->chosen.count; i++)
    if (plan->chosen.items[i]->dose.weeks > plan->weeks) plan->weeks = plan->chosen.items[i]->dose.weeks;
  for (size_t i = 0; i < plan->chosen.count; i++) add_items(plan, plan->chosen.items[i]);
  *out = (Program){.referral = "",
                   .items = plan->items.items,
                   .item_count = plan->items.count,
                   .advice = plan->goals.advice.items,
                   .advice_count = plan->goals.advice.count,
                   .weeks = plan->items.count ? plan->weeks : 0,
                   .minutes = plan->minutes};
  for (size_t i = 0; i < plan->items.count; i++)
    if (plan->items.items[i].per_week > out->sessions_per_week) out->sessions_per_week = plan->items.items[i].per_week;
  list_left_out(plan, out);
}

bool plan_build(const Catalog *catalog, Arena *a, const Case *c, const Result *result, const Limits *limits,
                Program *out, Err *err) {
  Plan plan = {.catalog = catalog, .a = a, .result = result};
  if (!resolve_limits(&plan, c, limits, err)) return false;
  if (result_is_stopped(result)) {
    refer(a, result, out);
    return true;
  }
  if (!goals_build(catalog, a, result, &plan.goals, err)) return false;
  collect_options(&plan);
  choose(&plan);
  fill(&plan, out);
  return true;
}
