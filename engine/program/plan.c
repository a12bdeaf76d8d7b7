#include "program/plan.h"

#include "base/text.h"
#include "program/arrange.h"
#include "program/choice.h"
#include "program/ramp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  LEVELS = 5,
  BUDGET = 200000, /* steps of the search: a few milliseconds */
  WEIGHT = 1000000 /* weights of goals as integers, so that equal choices are equal */
};

typedef struct Plan {
  const Catalog *catalog;
  Arena *a;
  const Case *c;
  const Result *result;
  Limits limits; /* with the defaults filled in */
  Goals goals;
  Options options;
  size_t *open; /* options that may be chosen: their numbers */
  size_t open_count;
  ChoiceItem *items; /* one for each of them */
  Chosen chosen;     /* out of them */
  bool *is_chosen;   /* by option */
  Picks picks;
  LIST(const Option *) taken; /* the same, in order of choice */
  double minutes;             /* of them */
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
  use->weekdays &= WEEKDAYS_ALL;
  if (!check_limit("minutes a session", use->minutes, 600, err) || !check_limit("sessions a week", use->days, 7, err) ||
      !check_limit("number of exercises", use->exercises, 100, err) || !check_limit("level", use->level, LEVELS, err) ||
      !check_limit("positions in a session", use->positions, 100, err))
    return false;
  if (!use->minutes) use->minutes = (int)policy->default_minutes;
  if (!use->days) use->days = use->weekdays ? weekdays_count(use->weekdays) : (int)policy->default_days;
  if (!use->exercises) use->exercises = (int)policy->default_exercises;
  if (!use->level) use->level = (int)policy->plan_level;
  return true;
}

/* ---- choice ---- */

static int64_t cost_of(double minutes) { return llround(minutes * 60000); } /* in milliseconds */

/* The easiest form at the end of the chain. The count bounds a chain that runs in a circle. */
static const Exercise *easiest_form(const Catalog *catalog, const Exercise *exercise) {
  for (size_t step = 0; exercise->easier && step < catalog->exercises.count; step++) {
    const Exercise *easier = catalog_exercise(catalog, exercise->easier);
    if (!easier) break;
    exercise = easier;
  }
  return exercise;
}

/* Numbers families and places by the first open option that has them. */
static void fill_item(Plan *plan, size_t n) {
  const Option *option = &plan->options.items[plan->open[n]];
  ChoiceItem *item = &plan->items[n];
  *item = (ChoiceItem){option->gives, cost_of(option->dose.minutes), (int)n, (int)n, option->pinned};
  const Exercise *root = easiest_form(plan->catalog, option->exercise);
  for (size_t i = n; i-- > 0;) {
    const Exercise *other = plan->options.items[plan->open[i]].exercise;
    if (text_equal(option->exercise->position, other->position)) item->place = (int)i;
    if (root == easiest_form(plan->catalog, other)) item->family = (int)i;
  }
}

static bool check_pins(const Plan *plan, Err *err) {
  size_t count = 0, places = 0;
  int64_t cost = 0;
  for (size_t n = 0; n < plan->open_count; n++) {
    if (!plan->items[n].must) continue;
    bool new_place = true;
    for (size_t i = 0; i < n; i++) {
      if (!plan->items[i].must) continue;
      if (plan->items[i].family == plan->items[n].family)
        return fail(err, ERR_DATA, NULL, "%s and %s are forms of one exercise: ask for one of them",
                    plan->options.items[plan->open[i]].exercise->id, plan->options.items[plan->open[n]].exercise->id);
      new_place = new_place && plan->items[i].place != plan->items[n].place;
    }
    count++;
    places += new_place;
    cost += plan->items[n].cost;
  }
  if (count > (size_t)plan->limits.exercises)
    return fail(err, ERR_DATA, NULL, "%zu exercises are asked for, the limit is %d", count, plan->limits.exercises);
  if (cost > cost_of(plan->limits.minutes))
    return fail(err, ERR_DATA, NULL, "the exercises asked for need %.1f minutes a session, the limit is %d",
                (double)cost / 60000, plan->limits.minutes);
  if (plan->limits.positions && places > (size_t)plan->limits.positions)
    return fail(err, ERR_DATA, NULL, "the exercises asked for need %zu positions, the limit is %d", places,
                plan->limits.positions);
  return true;
}

static int64_t goal_weight(const Plan *plan, size_t n) { return llround(plan->goals.list.items[n].weight * WEIGHT); }

static bool choose(Plan *plan, Err *err) {
  size_t goals = plan->goals.list.count;
  int64_t *weights = arena_array(plan->a, goals, sizeof *weights);
  for (size_t n = 0; n < goals; n++) weights[n] = goal_weight(plan, n);
  plan->is_chosen = arena_array(plan->a, plan->options.count, sizeof *plan->is_chosen);
  plan->open = arena_array(plan->a, plan->options.count, sizeof *plan->open);
  for (int level = 0; level <= LEVELS; level++)
    for (size_t i = 0; i < plan->options.count; i++)
      if (!plan->options.items[i].reason && plan->options.items[i].exercise->level == level)
        plan->open[plan->open_count++] = i;
  plan->items = arena_array(plan->a, plan->open_count, sizeof *plan->items);
  for (size_t n = 0; n < plan->open_count; n++) fill_item(plan, n);
  if (!check_pins(plan, err)) return false;
  choice_solve(plan->a,
               &(Choice){.weights = weights,
                         .goal_count = goals,
                         .items = plan->items,
                         .item_count = plan->open_count,
                         .most_items = (size_t)plan->limits.exercises,
                         .most_places = plan->limits.positions ? (size_t)plan->limits.positions : SIZE_MAX,
                         .most_cost = cost_of(plan->limits.minutes),
                         .budget = BUDGET},
               &plan->chosen);
  for (size_t n = 0; n < plan->chosen.count; n++) {
    size_t i = plan->open[plan->chosen.items[n]];
    plan->is_chosen[i] = true;
    *LIST_ADD(plan->a, &plan->taken) = &plan->options.items[i];
    plan->minutes += plan->options.items[i].dose.minutes;
  }
  return true;
}

/* ---- what was not chosen ---- */

/* Does the option add nothing to what the chosen ones give? */
static bool is_covered(const Plan *plan, const Option *option) {
  for (size_t g = 0; g < plan->goals.list.count; g++) {
    int given = 0;
    for (size_t n = 0; n < plan->chosen.count; n++) given += plan->items[plan->chosen.items[n]].gives[g];
    if (option->gives[g] > 0 && given < CHOICE_WHOLE) return false;
  }
  return true;
}

static const char *other_reason(const Plan *plan, size_t item) {
  const Option *option = &plan->options.items[plan->open[item]];
  for (size_t n = 0; n < plan->chosen.count; n++) {
    size_t other = plan->chosen.items[n];
    if (plan->items[other].family == plan->items[item].family)
      return arena_printf(plan->a, "another form of it is chosen: %s",
                          plan->options.items[plan->open[other]].exercise->name);
  }
  if (is_covered(plan, option)) return "what it is for is covered";
  if (plan->chosen.count >= (size_t)plan->limits.exercises)
    return arena_printf(plan->a, "over the limit of %d exercises", plan->limits.exercises);
  if (cost_of(plan->minutes) + plan->items[item].cost > cost_of(plan->limits.minutes))
    return arena_printf(plan->a, "does not fit into %d minutes a session", plan->limits.minutes);
  return arena_printf(plan->a, "over the limit of %d positions", plan->limits.positions);
}

static void give_reasons(Plan *plan) {
  for (size_t n = 0; n < plan->open_count; n++)
    if (!plan->is_chosen[plan->open[n]]) plan->options.items[plan->open[n]].reason = other_reason(plan, n);
}

static bool is_answered(const Plan *plan, size_t goal) {
  for (size_t i = 0; i < plan->options.count; i++)
    if (plan->is_chosen[i] && option_serves(&plan->options.items[i], goal)) return true;
  return false;
}

/* Names the reason when all exercises for the goal share it. */
static const char *unanswered_reason(const Plan *plan, size_t goal) {
  const char *reason = NULL;
  for (size_t i = 0; i < plan->options.count; i++) {
    const Option *option = &plan->options.items[i];
    if (!option_serves(option, goal)) continue;
    if (reason && strcmp(reason, option->reason) != 0) return "every exercise for it was left out";
    reason = option->reason;
  }
  return reason ? arena_printf(plan->a, "no exercise for it: %s", reason) : "the catalog has no exercise made for it";
}

static int compare_left_out(const void *left, const void *right) {
  return strcmp(((const LeftOut *)left)->exercise, ((const LeftOut *)right)->exercise);
}

static bool is_in(const Plan *plan, const Option *option) {
  for (size_t i = 0; i < plan->picks.list.count; i++)
    if (plan->picks.list.items[i].option == option) return true;
  return false;
}

/* Targets first, then exercises by id. */
static void list_left_out(Plan *plan, Program *out) {
  LIST(LeftOut) list = {0};
  for (size_t i = 0; i < plan->goals.left_out.count; i++) *LIST_ADD(plan->a, &list) = plan->goals.left_out.items[i];
  for (size_t n = 0; n < plan->goals.list.count; n++) {
    const Goal *goal = &plan->goals.list.items[n];
    if (is_answered(plan, n)) continue;
    const char *label = goal_label(plan->catalog, plan->a, goal->action, goal->row->id, goal_side(goal));
    *LIST_ADD(plan->a, &list) = (LeftOut){.exercise = label, .reason = unanswered_reason(plan, n)};
  }
  if (list.count) qsort(list.items, list.count, sizeof *list.items, compare_left_out);
  for (size_t i = 0; i < plan->options.count; i++) {
    const Option *option = &plan->options.items[i];
    if (!is_in(plan, option))
      *LIST_ADD(plan->a, &list) = (LeftOut){.exercise = option->exercise->id, .reason = option->reason};
  }
  out->left_out = list.items;
  out->left_out_count = list.count;
}

/* ---- the program ---- */

static const char *item_reason(const Plan *plan, const Pick *pick) {
  Text why = {.arena = plan->a};
  if (pick->option->pinned) text_add(&why, "asked for by the clinician");
  if (pick->easier) text_addf(&why, "takes over from %s once that is easy", pick->easier->name);
  for (size_t n = 0; n < plan->goals.list.count; n++) {
    const Goal *goal = &plan->goals.list.items[n];
    if (!option_serves(pick->option, n)) continue;
    const char *found = goal_titles(plan->a, plan->result, goal->action, goal->row->id, false);
    text_add(&why, why.len ? "; " : "");
    text_add(&why, goal_label(plan->catalog, plan->a, goal->action, goal->row->id, goal_side(goal)));
    text_add(&why, *found ? ": " : "");
    text_add(&why, found);
  }
  if (pick->option->torn) text_add(&why, "; both sides alike, as each is the weaker one in one of these");
  return text_get(&why);
}

typedef LIST(ProgramItem) Items;

static void add_item(const Plan *plan, Items *items, const Pick *pick, Side side, int sets, int all_sets,
                     const char *why) {
  const Option *option = pick->option;
  const Dose *dose = &option->dose;
  *LIST_ADD(plan->a, items) = (ProgramItem){.exercise = option->exercise->id,
                                            .name = option->exercise->name,
                                            .side = side,
                                            .phase = pick->phase,
                                            .sets = sets,
                                            .reps = dose->reps,
                                            .hold_s = dose->hold_s,
                                            .per_week = weekdays_count(pick->days),
                                            .days = pick->days,
                                            .week_from = pick->week_from,
                                            .week_to = pick->week_to,
                                            .rest_s = dose->row->rest_s,
                                            .minutes = dose->minutes * sets / all_sets,
                                            .why = why,
                                            .dose = dose->row->id};
}

static void add_items(const Plan *plan, Items *items, const Pick *pick) {
  const Option *option = pick->option;
  int sets = option->dose.sets, more = sets + option->dose.extra_sets;
  const char *why = item_reason(plan, pick);
  if (option->sides == 1 || option->side == SIDE_BOTH) {
    add_item(plan, items, pick, option->side, sets, sets, why);
    return;
  }
  add_item(plan, items, pick, option->side, more, sets + more, why);
  add_item(plan, items, pick, side_other(option->side), sets, sets + more, why);
}

/* Advice that grows says how far, week by week. */
static void add_weeks(const Plan *plan, Program *out) {
  int weeks = out->weeks ? out->weeks : (int)plan->catalog->policy.default_weeks;
  for (size_t i = 0; i < out->advice_count; i++)
    out->advice[i].text = ramp_text(plan->a, catalog_advice(plan->catalog, out->advice[i].id), plan->c, weeks);
}

/* Of a program that covers everything. */
static int64_t whole_value(const Plan *plan) {
  int64_t all = 0;
  for (size_t n = 0; n < plan->goals.list.count; n++) all += goal_weight(plan, n) * CHOICE_WHOLE;
  return all;
}

static void fill(Plan *plan, Program *out) {
  Items items = {0};
  Weekdays days = 0;
  int64_t all = whole_value(plan);
  for (size_t i = 0; i < plan->picks.list.count; i++) {
    add_items(plan, &items, &plan->picks.list.items[i]);
    days |= plan->picks.list.items[i].days;
  }
  const Chosen *chosen = &plan->chosen;
  *out = (Program){.referral = "",
                   .items = items.items,
                   .item_count = items.count,
                   .advice = plan->goals.advice.items,
                   .advice_count = plan->goals.advice.count,
                   .weeks = items.count ? plan->picks.weeks : 0,
                   .sessions_per_week = weekdays_count(days),
                   .minutes = plan->minutes,
                   .covered = all ? (double)chosen->value / (double)all : 0,
                   .gap = chosen->upper > chosen->value ? (double)(chosen->upper - chosen->value) / (double)all : 0};
  list_left_out(plan, out);
  add_weeks(plan, out);
}

static void refer(Arena *a, const Result *result, Program *out) {
  Text text = {.arena = a};
  for (size_t i = 0; i < result->stop_count && result->stops[i].urgency != URGENCY_CAUTION; i++) /* most urgent first */
    text_addf(&text, "%s%s", i ? " " : "", result->stops[i].text);
  *out = (Program){.stopped = true, .referral = text_get(&text)};
}

bool plan_build(const Catalog *catalog, Arena *a, const Case *c, const Result *result, const Limits *limits,
                Program *out, Err *err) {
  Plan plan = {.catalog = catalog, .a = a, .c = c, .result = result};
  if (!resolve_limits(&plan, c, limits, err)) return false;
  if (result_is_stopped(result)) {
    refer(a, result, out);
    return true;
  }
  if (!goals_build(catalog, a, result, &plan.goals, err) ||
      !options_build(catalog, a, &plan.goals, &plan.limits, &plan.options, err) || !choose(&plan, err))
    return false;
  give_reasons(&plan);
  arrange(catalog, a, &plan.limits, &plan.options, plan.taken.items, plan.taken.count, &plan.picks);
  fill(&plan, out);
  return true;
}

/* ---- one exercise ---- */

static const Option *find_option(const Plan *plan, const char *exercise) {
  for (size_t i = 0; i < plan->options.count; i++)
    if (strcmp(plan->options.items[i].exercise->id, exercise) == 0) return &plan->options.items[i];
  return NULL;
}

bool plan_items(const Catalog *catalog, Arena *a, const Case *c, const Result *result, const Limits *limits,
                const char *exercise, ProgramItem **items, size_t *count, bool *answers, Err *err) {
  Plan plan = {.catalog = catalog, .a = a, .c = c, .result = result};
  Items list = {0};
  if (!resolve_limits(&plan, c, limits, err)) return false;
  plan.limits.with = &exercise, plan.limits.with_count = 1;
  if (!goals_build(catalog, a, result, &plan.goals, err) ||
      !options_build(catalog, a, &plan.goals, &plan.limits, &plan.options, err))
    return false;
  const Option *option = find_option(&plan, exercise);
  arrange(catalog, a, &plan.limits, &plan.options, &option, 1, &plan.picks);
  for (size_t i = 0; i < plan.picks.list.count; i++)
    if (plan.picks.list.items[i].option == option) add_items(&plan, &list, &plan.picks.list.items[i]);
  *answers = false;
  for (size_t n = 0; n < plan.goals.list.count; n++) *answers = *answers || option_serves(option, n);
  *items = list.items;
  *count = list.count;
  return true;
}

/* ---- any program ---- */

static bool has_exercise(const Program *program, size_t count, const char *id) {
  for (size_t i = 0; i < count; i++)
    if (text_equal(program->items[i].exercise, id)) return true;
  return false;
}

/* Does the item give what no item before it and no easier form of it gives? */
static bool counts(const Catalog *catalog, const Program *program, size_t at) {
  const ProgramItem *item = &program->items[at];
  const Exercise *exercise = catalog_exercise(catalog, item->exercise);
  if (!exercise || has_exercise(program, at, item->exercise)) return false;
  return item->phase != PHASE_INTEGRATE || !has_exercise(program, program->item_count, exercise->easier);
}

bool plan_covered(const Catalog *catalog, Arena *a, const Case *c, const Result *result, const Limits *limits,
                  const Program *program, double *covered, Err *err) {
  Plan plan = {.catalog = catalog, .a = a, .c = c, .result = result};
  int64_t value = 0, all;
  if (!resolve_limits(&plan, c, limits, err)) return false;
  plan.limits.with_count = plan.limits.without_count = 0; /* wishes have been met or not */
  if (!goals_build(catalog, a, result, &plan.goals, err) ||
      !options_build(catalog, a, &plan.goals, &plan.limits, &plan.options, err))
    return false;
  for (size_t n = 0; n < plan.goals.list.count; n++) {
    int given = 0;
    for (size_t i = 0; i < program->item_count; i++) {
      const Option *option = find_option(&plan, program->items[i].exercise);
      if (option && counts(catalog, program, i)) given += option->gives[n];
    }
    value += goal_weight(&plan, n) * (given < CHOICE_WHOLE ? given : CHOICE_WHOLE);
  }
  all = whole_value(&plan);
  *covered = all ? (double)value / (double)all : 0;
  return true;
}
