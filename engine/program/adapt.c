#include "program/adapt.h"

#include "base/text.h"
#include "facts/schedule.h"
#include "program/option.h"

#include <string.h>

typedef LIST(ProgramItem) Items;

typedef struct Adapt {
  const Catalog *catalog;
  Arena *a;
  Goals goals;
  const Limits *limits;
  int week;
  Items items;
} Adapt;

typedef struct Group { /* the sides of one exercise */
  const Exercise *exercise;
  size_t first, count;
  Dose dose, start;
} Group;

const char *const step_names[] = {"hold", "progress", "regress", NULL};

static int least(int a, int b) { return a < b ? a : b; }
static int most(int a, int b) { return a > b ? a : b; }

bool item_in_week(const ProgramItem *item, int week) { return item->week_from <= week && week <= item->week_to; }

static const Exercise *exercise_of(const Adapt *adapt, const ProgramItem *item) {
  return catalog_exercise(adapt->catalog, item->exercise);
}

/* ---- minutes ---- */

/* Of the fullest session from a week on. */
static double fullest(const Items *items, int from) {
  double most_minutes = 0;
  for (size_t i = 0; i < items->count; i++) {
    double minutes = 0;
    int week = most(from, items->items[i].week_from); /* it is fullest when something begins */
    for (size_t k = 0; k < items->count; k++)
      if (item_in_week(&items->items[k], week)) minutes += items->items[k].minutes;
    if (minutes > most_minutes) most_minutes = minutes;
  }
  return most_minutes;
}

static double minutes_allowed(const Adapt *adapt) {
  return adapt->limits->minutes ? adapt->limits->minutes : adapt->catalog->policy.default_minutes;
}

/* ---- the sides of one exercise ---- */

static bool find_group(const Adapt *adapt, const char *id, Group *out) {
  *out = (Group){0};
  for (size_t i = 0; i < adapt->items.count; i++) {
    const ProgramItem *item = &adapt->items.items[i];
    if (strcmp(item->exercise, id) != 0 || !item_in_week(item, adapt->week)) {
      if (out->count) break;
      continue;
    }
    if (!out->count) out->first = i;
    out->count++;
  }
  if (!out->count) return false;
  const ProgramItem *item = &adapt->items.items[out->first], *last = item + out->count - 1;
  out->exercise = exercise_of(adapt, item);
  if (!out->exercise || !dose_build(adapt->catalog, out->exercise, (int)out->count, item->sets != last->sets,
                                    item->per_week, &out->start))
    return false;
  out->dose = out->start;
  out->dose.sets = last->sets;
  out->dose.extra_sets = item->sets - last->sets;
  out->dose.reps = item->reps;
  out->dose.hold_s = item->hold_s;
  return true;
}

/* A clinician may have set the sides apart: each moves by as much. */
static int moved(int value, int by, int top) { return value ? least(most(value + by, 1), most(top, value)) : 0; }

static void write_dose(Adapt *adapt, const Group *from, const Group *to) {
  const Dosage *row = to->dose.row;
  int all = (int)to->count * to->dose.sets + to->dose.extra_sets;
  double minutes = dose_minutes(&to->dose, (int)to->count);
  for (size_t i = 0; i < to->count; i++) {
    ProgramItem *item = &adapt->items.items[to->first + i];
    item->sets = to->dose.sets + (i ? 0 : to->dose.extra_sets);
    item->reps = moved(item->reps, to->dose.reps - from->dose.reps, row->reps_max);
    item->hold_s = moved(item->hold_s, to->dose.hold_s - from->dose.hold_s, row->hold_s_max);
    item->minutes = minutes * item->sets / all;
  }
}

/* ---- one step of a dose ---- */

static bool add_dose(const Policy *policy, Group *group) {
  const Dosage *row = group->dose.row;
  Dose *dose = &group->dose;
  if (row->week_s > 0) return false;
  if (dose->reps && dose->reps < row->reps_max) {
    dose->reps = least(dose->reps + (int)policy->step_reps, row->reps_max);
  } else if (!dose->reps && dose->hold_s < row->hold_s_max) {
    dose->hold_s = least(dose->hold_s + (int)policy->step_seconds, row->hold_s_max);
  } else if (dose->sets + dose->extra_sets < row->sets_max) {
    dose->sets++;
    dose->reps = group->start.reps;
    dose->hold_s = group->start.hold_s;
  } else {
    return false;
  }
  return true;
}

static bool take_dose(const Policy *policy, Group *group) {
  Dose *dose = &group->dose;
  const Dose *start = &group->start;
  if (dose->reps > start->reps)
    dose->reps = most(dose->reps - (int)policy->step_reps, start->reps);
  else if (dose->hold_s > start->hold_s)
    dose->hold_s = most(dose->hold_s - (int)policy->step_seconds, start->hold_s);
  else if (dose->sets > start->sets)
    dose->sets--;
  else
    return false;
  return true;
}

static bool take_set(Group *group) {
  if (group->dose.sets > 1)
    group->dose.sets--;
  else if (group->dose.extra_sets > 0)
    group->dose.extra_sets--;
  else
    return false;
  return true;
}

static const char *dose_text(Arena *a, const Dose *dose) {
  Text text = {.arena = a};
  text_addf(&text, "%d", dose->sets + dose->extra_sets);
  if (dose->extra_sets) text_addf(&text, " and %d", dose->sets);
  text_add(&text, dose->sets + dose->extra_sets == 1 ? " set of " : " sets of ");
  if (dose->reps) text_addf(&text, dose->hold_s ? "%d holds" : "%d", dose->reps);
  if (dose->hold_s) text_addf(&text, dose->reps ? " of %d s" : "%d s", dose->hold_s);
  return text_get(&text);
}

static void change_dose(Adapt *adapt, const Group *from, const Group *to, Adaptation *change) {
  ProgramItem *items = &adapt->items.items[from->first];
  ProgramItem *before = arena_array(adapt->a, from->count, sizeof *before);
  memcpy(before, items, from->count * sizeof *before);
  write_dose(adapt, from, to);
  if (change->step == STEP_PROGRESS && fullest(&adapt->items, adapt->week) > minutes_allowed(adapt) + 1e-9) {
    memcpy(items, before, from->count * sizeof *before);
    change->what = arena_printf(adapt->a, "stays: no room for more in %.0f minutes a session", minutes_allowed(adapt));
    return;
  }
  change->done = true;
  change->what =
      arena_printf(adapt->a, "%s instead of %s", dose_text(adapt->a, &to->dose), dose_text(adapt->a, &from->dose));
}

/* ---- another form ---- */

/* Days for a form that takes over: of the form before it; for strength of the other strength work, which rests. */
static Weekdays days_of(const Adapt *adapt, const Group *group, const Exercise *form, int per_week) {
  Weekdays from = adapt->items.items[group->first].days, strength = 0;
  for (size_t i = 0; i < adapt->items.count; i++) {
    const Exercise *other = exercise_of(adapt, &adapt->items.items[i]);
    if (other && other->domain == DOMAIN_STRENGTH) strength |= adapt->items.items[i].days;
  }
  bool rested = form->domain == DOMAIN_STRENGTH;
  return weekdays_spread(rested && strength ? strength : from, per_week, rested);
}

/* The items of a form, in the place of those of the group. Items of either form in other weeks go. */
static Items take_over(const Adapt *adapt, const Group *group, const Exercise *form) {
  const ProgramItem *old = &adapt->items.items[group->first];
  Items list = {0};
  Dose dose;
  int week_to = old->week_to, sides = form->unilateral && (old->side == SIDE_BOTH || group->count == 2) ? 2 : 1;
  if (!dose_build(adapt->catalog, form, sides, group->dose.extra_sets > 0, old->per_week, &dose)) return list;
  Weekdays days = days_of(adapt, group, form, dose.per_week);
  for (size_t i = 0; i < adapt->items.count; i++)
    if (strcmp(adapt->items.items[i].exercise, form->id) == 0) week_to = most(week_to, adapt->items.items[i].week_to);
  for (size_t i = 0; i < adapt->items.count; i++) {
    const ProgramItem *item = &adapt->items.items[i];
    for (int n = 0; i == group->first && n < sides; n++) {
      Side side = !form->unilateral ? SIDE_BOTH : old->side == SIDE_BOTH ? SIDE_LEFT : old->side;
      int sets = dose.sets + (n ? 0 : dose.extra_sets);
      *LIST_ADD(adapt->a, &list) = (ProgramItem){.exercise = form->id,
                                                 .name = form->name,
                                                 .side = n ? side_other(side) : side,
                                                 .phase = old->phase,
                                                 .sets = sets,
                                                 .reps = dose.reps,
                                                 .hold_s = dose.hold_s,
                                                 .per_week = weekdays_count(days),
                                                 .days = days,
                                                 .week_from = adapt->week,
                                                 .week_to = week_to,
                                                 .rest_s = dose.row->rest_s,
                                                 .minutes = dose.minutes * sets / (sides * dose.sets + dose.extra_sets),
                                                 .why = old->why,
                                                 .dose = dose.row->id};
    }
    if (strcmp(item->exercise, old->exercise) != 0 && strcmp(item->exercise, form->id) != 0)
      *LIST_ADD(adapt->a, &list) = *item;
  }
  return list;
}

/* gives true when the form takes over; else change->what says why not. */
static bool change_form(Adapt *adapt, const Group *group, const char *id, Adaptation *change) {
  const Exercise *form = id ? catalog_exercise(adapt->catalog, id) : NULL;
  const char *word = change->step == STEP_PROGRESS ? "harder" : "easier";
  change->what = arena_printf(adapt->a, "stays: there is no %s form", word);
  if (!form || form->purpose != group->exercise->purpose) return false;
  const char *reason = option_forbidden(adapt->a, &adapt->goals, adapt->limits, form);
  Items items = take_over(adapt, group, form);
  if (!reason && !items.count) reason = "no dosage row fits it";
  if (!reason && change->step == STEP_PROGRESS && fullest(&items, adapt->week) > minutes_allowed(adapt) + 1e-9)
    reason = arena_printf(adapt->a, "no room for it in %.0f minutes a session", minutes_allowed(adapt));
  if (reason) {
    change->what = arena_printf(adapt->a, "stays: the %s form, %s, may not be done: %s", word, form->name, reason);
    return false;
  }
  adapt->items = items;
  change->done = true;
  change->what = arena_printf(adapt->a, "%s, the %s form, takes its place", form->name, word);
  return true;
}

/* ---- steps ---- */

static void progress(Adapt *adapt, const Group *group, Adaptation *change) {
  Group to = *group;
  if (add_dose(&adapt->catalog->policy, &to))
    change_dose(adapt, group, &to, change);
  else
    change_form(adapt, group, group->exercise->harder, change);
}

static void regress(Adapt *adapt, const Group *group, Adaptation *change) {
  Group to = *group;
  if (take_dose(&adapt->catalog->policy, &to))
    change_dose(adapt, group, &to, change);
  else if (!change_form(adapt, group, group->exercise->easier, change) && take_set(&to))
    change_dose(adapt, group, &to, change);
  else if (!change->done)
    change->what = arena_printf(adapt->a, "%s, and no set can go: leave it out if this goes on", change->what);
}

/* Where an exercise ends and its harder form was planned to begin, the form waits until the exercise is easy. */
static void meet_end(Adapt *adapt, Adaptation *change) {
  const ProgramItem *form = NULL;
  Items items = {0};
  change->what = change->step == STEP_HOLD ? NULL : "ends as planned";
  for (size_t i = 0; i < adapt->items.count && !form; i++) {
    const Exercise *exercise = exercise_of(adapt, &adapt->items.items[i]);
    if (exercise && text_equal(exercise->easier, change->exercise) && adapt->items.items[i].week_from == adapt->week)
      form = &adapt->items.items[i];
  }
  if (!form) return;
  change->what = arena_printf(adapt->a, "%s takes over, as planned", form->name);
  if (change->step == STEP_PROGRESS) return;
  for (size_t i = 0; i < adapt->items.count; i++) {
    ProgramItem item = adapt->items.items[i];
    if (strcmp(item.exercise, form->exercise) == 0) continue;
    if (strcmp(item.exercise, change->exercise) == 0) item.week_to = form->week_to;
    *LIST_ADD(adapt->a, &items) = item;
  }
  change->done = true;
  change->what = arena_printf(adapt->a, "goes on: %s, its harder form, waits", form->name);
  adapt->items = items;
}

static void step(Adapt *adapt, Adaptation *change) {
  Group group;
  change->what = NULL;
  change->done = false;
  if (!find_group(adapt, change->exercise, &group)) meet_end(adapt, change);
  if (change->step == STEP_HOLD || !find_group(adapt, change->exercise, &group)) return;
  if (change->step == STEP_PROGRESS)
    progress(adapt, &group, change);
  else
    regress(adapt, &group, change);
}

bool adapt_program(const Catalog *catalog, Arena *a, const Result *result, const Limits *limits, const Program *program,
                   int week, Adaptation *changes, size_t count, Program *out, Err *err) {
  Adapt adapt = {.catalog = catalog, .a = a, .limits = limits, .week = week};
  Weekdays days = 0;
  if (!goals_build(catalog, a, result, &adapt.goals, err)) return false;
  for (size_t i = 0; i < program->item_count; i++) *LIST_ADD(a, &adapt.items) = program->items[i];
  for (size_t i = 0; i < count; i++) step(&adapt, &changes[i]);
  for (size_t i = 0; i < adapt.items.count; i++) days |= adapt.items.items[i].days;
  *out = *program;
  out->items = adapt.items.items;
  out->item_count = adapt.items.count;
  out->minutes = fullest(&adapt.items, 1);
  out->sessions_per_week = weekdays_count(days);
  for (size_t i = 0; i < count; i++)
    if (changes[i].done) out->covered = out->gap = NAN; /* of the program before */
  return true;
}
