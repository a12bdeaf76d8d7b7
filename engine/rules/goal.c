#include "rules/goal.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

typedef struct Sorter { /* the fixed arguments of goals_build */
  const Catalog *catalog;
  Arena *a;
  const Result *result;
  Goals *out;
} Sorter;

/* ---- arguments ---- */

static bool is_for(const Argument *argument, Action action, const char *target) {
  return argument->action == action && text_equal(argument->target, target);
}

static int compare_text(const void *left, const void *right) {
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static const char *rule_title(const Result *result, const Argument *argument) {
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *finding = &result->findings[i];
    if (text_equal(finding->rule, argument->rule) && text_equal(finding->pack, argument->pack) && finding->title)
      return finding->title;
  }
  return argument->rule;
}

const char *goal_titles(Arena *a, const Result *result, Action action, const char *target, bool against) {
  LIST(const char *) list = {0};
  for (size_t i = 0; i < result->argument_count; i++) {
    const Argument *argument = &result->arguments[i];
    if (is_for(argument, action, target) && argument->against == against && !argument->held)
      *LIST_ADD(a, &list) = rule_title(result, argument);
  }
  if (list.count) qsort(list.items, list.count, sizeof *list.items, compare_text);
  Text text = {.arena = a};
  for (size_t i = 0; i < list.count; i++) {
    if (i && strcmp(list.items[i], list.items[i - 1]) == 0) continue;
    text_add(&text, text.len ? "; " : "");
    text_add(&text, list.items[i]);
  }
  return text_get(&text);
}

/* Why no argument for this target takes effect, or NULL when one does. */
static const char *held_reason(const Result *result, const Target *target) {
  const char *held = NULL;
  for (size_t i = 0; i < result->argument_count; i++) {
    const Argument *argument = &result->arguments[i];
    if (!is_for(argument, target->action, target->target) || argument->side != target->side || argument->against)
      continue;
    if (!argument->held) return NULL;
    if (!held || strcmp(argument->held, held) < 0) held = argument->held;
  }
  return held;
}

/* ---- words ---- */

static bool is_muscle_action(Action action) { return action <= ACTION_MOBILISE; }

const char *goal_label(const Catalog *catalog, Arena *a, Action action, const char *target, Side side) {
  const Muscle *muscle = is_muscle_action(action) ? catalog_muscle(catalog, target) : NULL;
  const char *name = muscle ? muscle->name : target;
  return side == SIDE_BOTH ? arena_join(a, action_names[action], " ", name, NULL)
                           : arena_join(a, action_names[action], " ", name, " (", side_names[side], ")", NULL);
}

Side goal_side(const Goal *goal) {
  if (goal->left > 0 && goal->right > 0) return SIDE_BOTH;
  return goal->left > 0 ? SIDE_LEFT : SIDE_RIGHT;
}

static const char *conflict_reason(const Sorter *sorter, const Target *target) {
  const char *against = goal_titles(sorter->a, sorter->result, target->action, target->target, true);
  const char *for_it = goal_titles(sorter->a, sorter->result, target->action, target->target, false);
  return arena_printf(sorter->a, "conflict, left to the clinician: for it %s; against it %s",
                      *for_it ? for_it : "nothing", *against ? against : "an exclusion");
}

/* ---- targets ---- */

static void leave(const Sorter *sorter, const Target *target, const char *reason) {
  const char *label = goal_label(sorter->catalog, sorter->a, target->action, target->target, target->side);
  for (size_t i = 0; i < sorter->out->left_out.count; i++)
    if (strcmp(sorter->out->left_out.items[i].exercise, label) == 0) return;
  *LIST_ADD(sorter->a, &sorter->out->left_out) = (LeftOut){.exercise = label, .reason = reason};
}

static bool add_goal(const Sorter *sorter, const Target *target, Err *err) {
  int muscle = catalog_find(sorter->catalog, ROWS_MUSCLE, target->target);
  if (muscle < 0)
    return fail(err, ERR_DATA, NULL, "%s", catalog_unknown(sorter->catalog, sorter->a, ROWS_MUSCLE, target->target));
  Goal *goal = NULL;
  for (size_t i = 0; i < sorter->out->list.count && !goal; i++) {
    Goal *known = &sorter->out->list.items[i];
    if (known->muscle == muscle && known->action == target->action) goal = known;
  }
  if (!goal) {
    goal = LIST_ADD(sorter->a, &sorter->out->list);
    *goal = (Goal){.row = &sorter->catalog->muscles.items[muscle], .action = target->action, .muscle = muscle};
  }
  if (target->side != SIDE_RIGHT) goal->left += target->weight;
  if (target->side != SIDE_LEFT) goal->right += target->weight;
  return true;
}

static bool add_advice(const Sorter *sorter, const Target *target, Err *err) {
  int at = catalog_find(sorter->catalog, ROWS_ADVICE, target->target);
  if (at < 0)
    return fail(err, ERR_DATA, NULL, "%s", catalog_unknown(sorter->catalog, sorter->a, ROWS_ADVICE, target->target));
  const Advice *row = &sorter->catalog->advice.items[at];
  for (size_t i = 0; i < sorter->out->advice.count; i++)
    if (strcmp(sorter->out->advice.items[i].id, row->id) == 0) return true;
  *LIST_ADD(sorter->a, &sorter->out->advice) =
      (AdviceItem){.id = row->id,
                   .text = row->text,
                   .why = goal_titles(sorter->a, sorter->result, target->action, target->target, false)};
  return true;
}

static void add_excluded(const Sorter *sorter, const Target *target) {
  for (size_t i = 0; i < sorter->out->excluded.count; i++)
    if (strcmp(sorter->out->excluded.items[i], target->target) == 0) return;
  *LIST_ADD(sorter->a, &sorter->out->excluded) = target->target;
}

static bool take(const Sorter *sorter, const Target *target, Err *err) {
  if (target->action == ACTION_STOP) return true;
  const char *held = held_reason(sorter->result, target);
  if (target->action == ACTION_EXCLUDE && !held) add_excluded(sorter, target);
  if (target->conflict || held)
    leave(sorter, target, target->conflict ? conflict_reason(sorter, target) : held);
  else if (target->action != ACTION_EXCLUDE && !(target->weight > 0))
    leave(sorter, target, "its arguments add up to nothing");
  else if (target->action != ACTION_EXCLUDE)
    return is_muscle_action(target->action) ? add_goal(sorter, target, err) : add_advice(sorter, target, err);
  return true;
}

/* Held arguments need not have become a target. */
static void leave_held(const Sorter *sorter) {
  for (size_t i = 0; i < sorter->result->argument_count; i++) {
    const Argument *argument = &sorter->result->arguments[i];
    if (!argument->held || argument->against) continue;
    Target target = {.action = argument->action, .target = argument->target, .side = argument->side};
    const char *held = held_reason(sorter->result, &target);
    if (held) leave(sorter, &target, held);
  }
}

/* ---- order ---- */

/* By id and side, so that weights are added in one order whatever the order of the targets. */
static int compare_targets(const void *left, const void *right) {
  const Target *a = left, *b = right;
  if (a->action != b->action) return a->action < b->action ? -1 : 1;
  int order = strcmp(a->target, b->target);
  if (order) return order;
  if (a->side != b->side) return a->side < b->side ? -1 : 1;
  return (a->weight < b->weight) - (a->weight > b->weight);
}

static int compare_goals(const void *left, const void *right) {
  const Goal *a = left, *b = right;
  if (a->weight != b->weight) return a->weight < b->weight ? 1 : -1;
  if (a->action != b->action) return a->action < b->action ? -1 : 1;
  return strcmp(a->row->id, b->row->id);
}

static int compare_advice(const void *left, const void *right) {
  return strcmp(((const AdviceItem *)left)->id, ((const AdviceItem *)right)->id);
}

static int compare_left_out(const void *left, const void *right) {
  return strcmp(((const LeftOut *)left)->exercise, ((const LeftOut *)right)->exercise);
}

#define SORT(array, compare)                                                                                           \
  do {                                                                                                                 \
    if ((array).count) qsort((array).items, (array).count, sizeof *(array).items, (compare));                          \
  } while (0)

bool goals_build(const Catalog *catalog, Arena *a, const Result *result, Goals *out, Err *err) {
  *out = (Goals){0};
  Sorter sorter = {.catalog = catalog, .a = a, .result = result, .out = out};
  LIST(Target) targets = {0};
  for (size_t i = 0; i < result->target_count; i++) *LIST_ADD(a, &targets) = result->targets[i];
  SORT(targets, compare_targets);
  for (size_t i = 0; i < targets.count; i++)
    if (!take(&sorter, &targets.items[i], err)) return false;
  leave_held(&sorter);
  for (size_t i = 0; i < out->list.count; i++)
    out->list.items[i].weight = out->list.items[i].left + out->list.items[i].right;
  SORT(out->list, compare_goals);
  SORT(out->advice, compare_advice);
  SORT(out->excluded, compare_text);
  SORT(out->left_out, compare_left_out);
  return true;
}
