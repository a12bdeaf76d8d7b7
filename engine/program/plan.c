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
  int64_t *weights;     /* per goal */
  const char **answers; /* per goal: its label and the rules behind it, once it was told */
  int *given;           /* per goal: what the chosen options give it, not cut at whole */
  Options options;
  Option **open; /* those that may be chosen */
  size_t open_count;
  ChoiceItem *items;    /* one for each of them */
  Chosen chosen;        /* out of them */
  const Option **taken; /* the same, in order of choice */
  Picks picks;
  double minutes; /* of what is taken */
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

/* ---- goals and what could answer them ---- */

static bool list_options(Plan *plan, Err *err) {
  size_t count;
  if (!goals_build(plan->catalog, plan->a, plan->result, &plan->goals, err)) return false;
  count = plan->goals.list.count;
  plan->weights = arena_room(plan->a, count, sizeof *plan->weights);
  plan->given = arena_array(plan->a, count, sizeof *plan->given);
  plan->answers = arena_array(plan->a, count, sizeof *plan->answers);
  for (size_t n = 0; n < count; n++) plan->weights[n] = llround(plan->goals.list.items[n].weight * WEIGHT);
  return options_build(plan->catalog, plan->a, &plan->goals, &plan->limits, &plan->options, err);
}

static void give(Plan *plan, const Option *option) {
  for (size_t i = 0; i < option->part_count; i++) plan->given[option->parts[i].goal] += option->parts[i].part;
}

/* The share that `value` is of all that is asked for. */
static double share_of(const Plan *plan, int64_t value) {
  int64_t all = 0;
  for (size_t n = 0; n < plan->goals.list.count; n++) all += plan->weights[n] * CHOICE_WHOLE;
  return all ? (double)value / (double)all : 0;
}

/* ---- choice ---- */

static int64_t cost_of(double minutes) { return llround(minutes * 60000); } /* in milliseconds */

static ChoiceItem item_of(const Option *option) {
  return (ChoiceItem){.parts = option->parts,
                      .part_count = option->part_count,
                      .cost = cost_of(option->dose.minutes),
                      .place = option->row->position,
                      .family = option->row->family,
                      .must = option->pinned};
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
                    plan->open[i]->exercise->id, plan->open[n]->exercise->id);
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

/* Those that may be chosen, the easier ones first. */
static void list_open(Plan *plan) {
  plan->open = arena_room(plan->a, plan->options.count, sizeof *plan->open);
  for (int level = 0; level <= LEVELS; level++)
    for (size_t i = 0; i < plan->options.count; i++)
      if (!plan->options.items[i].reason && plan->options.items[i].exercise->level == level)
        plan->open[plan->open_count++] = &plan->options.items[i];
  plan->items = arena_room(plan->a, plan->open_count, sizeof *plan->items);
  for (size_t n = 0; n < plan->open_count; n++) plan->items[n] = item_of(plan->open[n]);
}

static bool choose(Plan *plan, Err *err) {
  list_open(plan);
  if (!check_pins(plan, err)) return false;
  choice_solve(plan->a,
               &(Choice){.weights = plan->weights,
                         .goal_count = plan->goals.list.count,
                         .items = plan->items,
                         .item_count = plan->open_count,
                         .most_items = (size_t)plan->limits.exercises,
                         .most_places = plan->limits.positions ? (size_t)plan->limits.positions : SIZE_MAX,
                         .most_cost = cost_of(plan->limits.minutes),
                         .budget = BUDGET},
               &plan->chosen);
  plan->taken = arena_room(plan->a, plan->chosen.count, sizeof *plan->taken);
  for (size_t n = 0; n < plan->chosen.count; n++) {
    const Option *option = plan->open[plan->chosen.items[n]];
    plan->taken[n] = option;
    plan->minutes += option->dose.minutes;
    give(plan, option);
  }
  return true;
}

/* ---- what was not chosen ---- */

/* Does the option add nothing to what the chosen ones give? */
static bool is_covered(const Plan *plan, const Option *option) {
  for (size_t i = 0; i < option->part_count; i++)
    if (plan->given[option->parts[i].goal] < CHOICE_WHOLE) return false;
  return true;
}

static const char *other_reason(const Plan *plan, size_t item) {
  for (size_t n = 0; n < plan->chosen.count; n++)
    if (plan->taken[n]->row->family == plan->items[item].family)
      return arena_join(plan->a, "another form of it is chosen: ", plan->taken[n]->exercise->name, NULL);
  if (is_covered(plan, plan->open[item])) return "what it is for is covered";
  if (plan->chosen.count >= (size_t)plan->limits.exercises)
    return arena_printf(plan->a, "over the limit of %d exercises", plan->limits.exercises);
  if (cost_of(plan->minutes) + plan->items[item].cost > cost_of(plan->limits.minutes))
    return arena_printf(plan->a, "does not fit into %d minutes a session", plan->limits.minutes);
  return arena_printf(plan->a, "over the limit of %d positions", plan->limits.positions);
}

static bool is_taken(const Plan *plan, const Option *option) {
  for (size_t n = 0; n < plan->chosen.count; n++)
    if (plan->taken[n] == option) return true;
  return false;
}

static void give_reasons(Plan *plan) {
  for (size_t n = 0; n < plan->open_count; n++)
    if (!is_taken(plan, plan->open[n])) plan->open[n]->reason = other_reason(plan, n);
}

/* Names the reason when all exercises for the goal share it. */
static const char *unanswered_reason(const Plan *plan, size_t goal) {
  const char *reason = NULL;
  for (size_t i = 0; i < plan->options.count; i++) {
    const Option *option = &plan->options.items[i];
    if (!option_gives(option, goal)) continue;
    if (reason && strcmp(reason, option->reason) != 0) return "every exercise for it was left out";
    reason = option->reason;
  }
  return reason ? arena_join(plan->a, "no exercise for it: ", reason, NULL) : "the catalog has no exercise made for it";
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
    if (plan->given[n]) continue;
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

/* "strengthen Gluteus medius (left): Title; Title". */
static const char *answer_text(const Plan *plan, size_t n) {
  const Goal *goal = &plan->goals.list.items[n];
  if (!plan->answers[n]) {
    const char *label = goal_label(plan->catalog, plan->a, goal->action, goal->row->id, goal_side(goal));
    const char *found = goal_titles(plan->a, plan->result, goal->action, goal->row->id, false);
    plan->answers[n] = arena_join(plan->a, label, *found ? ": " : "", found, NULL);
  }
  return plan->answers[n];
}

static const char *item_reason(const Plan *plan, const Pick *pick) {
  Text why = {.arena = plan->a};
  if (pick->option->pinned) text_add(&why, "asked for by the clinician");
  if (pick->easier) text_addf(&why, "takes over from %s once that is easy", pick->easier->name);
  for (size_t i = 0; i < pick->option->part_count; i++) {
    text_add(&why, why.len ? "; " : "");
    text_add(&why, answer_text(plan, (size_t)pick->option->parts[i].goal));
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

static void fill(Plan *plan, Program *out) {
  Items items = {0};
  Weekdays days = 0;
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
                   .covered = share_of(plan, chosen->value),
                   .gap = share_of(plan, chosen->upper - chosen->value)};
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
  if (!list_options(&plan, err) || !choose(&plan, err)) return false;
  give_reasons(&plan);
  arrange(catalog, a, &plan.limits, &plan.options, plan.taken, plan.chosen.count, &plan.picks);
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
  if (!list_options(&plan, err)) return false;
  const Option *option = find_option(&plan, exercise);
  arrange(catalog, a, &plan.limits, &plan.options, &option, 1, &plan.picks);
  for (size_t i = 0; i < plan.picks.list.count; i++)
    if (plan.picks.list.items[i].option == option) add_items(&plan, &list, &plan.picks.list.items[i]);
  *answers = option->part_count > 0;
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
static bool counts(const Program *program, size_t at, const Exercise *exercise) {
  const ProgramItem *item = &program->items[at];
  if (has_exercise(program, at, item->exercise)) return false;
  return item->phase != PHASE_INTEGRATE || !has_exercise(program, program->item_count, exercise->easier);
}

bool plan_covered(const Catalog *catalog, Arena *a, const Case *c, const Result *result, const Limits *limits,
                  const Program *program, double *covered, Err *err) {
  Plan plan = {.catalog = catalog, .a = a, .c = c, .result = result};
  if (!resolve_limits(&plan, c, limits, err)) return false;
  plan.limits.with_count = plan.limits.without_count = 0; /* wishes have been met or not */
  if (!list_options(&plan, err)) return false;
  for (size_t i = 0; i < program->item_count; i++) {
    const Option *option = find_option(&plan, program->items[i].exercise);
    if (option && counts(program, i, option->exercise)) give(&plan, option);
  }
  int64_t value = 0;
  for (size_t n = 0; n < plan.goals.list.count; n++)
    value += plan.weights[n] * (plan.given[n] < CHOICE_WHOLE ? plan.given[n] : CHOICE_WHOLE);
  *covered = share_of(&plan, value);
  return true;
}
