#include "program/changes.h"

#include "base/text.h"
#include "program/limit.h"

#include <string.h>

static const ProgramItem *find_item(const Program *program, const ProgramItem *like) {
  for (size_t i = 0; i < program->item_count; i++)
    if (program->items[i].side == like->side && strcmp(program->items[i].exercise, like->exercise) == 0)
      return &program->items[i];
  return NULL;
}

static void add_name(Text *t, const ProgramItem *item) {
  text_add(t, item->name);
  if (item->side != SIDE_BOTH) text_addf(t, " (%s)", side_names[item->side]);
}

/* "3 sets of 8", "1 set of 4 holds of 30 s" */
static void add_dose(Text *t, const ProgramItem *item) {
  text_addf(t, "%d set%s of ", item->sets, item->sets == 1 ? "" : "s");
  if (item->reps && item->hold_s)
    text_addf(t, "%d holds of %d s", item->reps, item->hold_s);
  else
    text_addf(t, item->hold_s ? "%d s" : "%d", item->hold_s ? item->hold_s : item->reps);
}

static void add_weeks(Text *t, const ProgramItem *item) {
  text_addf(t, "weeks %d to %d", item->week_from, item->week_to);
}

static void add_often(Text *t, const ProgramItem *item) {
  text_addf(t, "%d a week", item->per_week);
  if (item->days) text_addf(t, " (%s)", limits_weekdays(t->arena, item->days));
}

static void add_rest(Text *t, const ProgramItem *item) { text_addf(t, "rest %d s", item->rest_s); }

/* "X instead of Y" behind what stands there already. */
static void add_change(Text *t, size_t start, const ProgramItem *was, const ProgramItem *now,
                       void (*say)(Text *, const ProgramItem *)) {
  text_add(t, t->len > start ? "; " : ": ");
  say(t, now);
  text_add(t, " instead of ");
  if (say == add_dose && was->reps == now->reps && was->hold_s == now->hold_s)
    text_addf(t, "%d", was->sets);
  else
    say(t, was);
}

static void compare(Arena *a, const ProgramItem *was, const ProgramItem *now, Changes *out) {
  Text t = {.arena = a};
  add_name(&t, now);
  size_t start = t.len;
  if (was->sets != now->sets || was->reps != now->reps || was->hold_s != now->hold_s)
    add_change(&t, start, was, now, add_dose);
  if (was->per_week != now->per_week || was->days != now->days) add_change(&t, start, was, now, add_often);
  if (was->week_from != now->week_from || was->week_to != now->week_to) add_change(&t, start, was, now, add_weeks);
  if (was->rest_s != now->rest_s) add_change(&t, start, was, now, add_rest);
  if (t.len > start) *LIST_ADD(a, out) = text_get(&t);
}

static void add_new(Arena *a, const ProgramItem *item, Changes *out) {
  Text t = {.arena = a};
  text_add(&t, "new: ");
  add_name(&t, item);
  text_add(&t, ", ");
  add_dose(&t, item);
  text_add(&t, ", ");
  add_often(&t, item);
  text_add(&t, ", ");
  add_weeks(&t, item);
  *LIST_ADD(a, out) = text_get(&t);
}

static const char *reason_of(const Program *program, const char *exercise) {
  for (size_t i = 0; i < program->left_out_count; i++)
    if (strcmp(program->left_out[i].exercise, exercise) == 0) return program->left_out[i].reason;
  return NULL;
}

static bool has_exercise(const Program *program, const char *exercise) {
  for (size_t i = 0; i < program->item_count; i++)
    if (strcmp(program->items[i].exercise, exercise) == 0) return true;
  return false;
}

static void add_gone(Arena *a, const Program *after, const ProgramItem *item, Changes *out) {
  Text t = {.arena = a};
  text_add(&t, "gone: ");
  add_name(&t, item);
  const char *reason = reason_of(after, item->exercise);
  if (has_exercise(after, item->exercise))
    text_add(&t, ", because it is done on other sides now");
  else
    text_addf(&t, ", because %s", reason ? reason : "nothing found asks for it any more");
  *LIST_ADD(a, out) = text_get(&t);
}

static bool has_advice(const Program *program, const char *id) {
  for (size_t i = 0; i < program->advice_count; i++)
    if (strcmp(program->advice[i].id, id) == 0) return true;
  return false;
}

static void compare_advice(Arena *a, const Program *program, const Program *other, const char *word, Changes *out) {
  for (size_t i = 0; i < program->advice_count; i++)
    if (!has_advice(other, program->advice[i].id))
      *LIST_ADD(a, out) = arena_printf(a, "%s: %s", word, program->advice[i].text);
}

void changes_list(Arena *a, const Program *before, const Program *after, Changes *out) {
  *out = (Changes){0};
  if (before->stopped != after->stopped)
    *LIST_ADD(a, out) = after->stopped ? "no exercises any more: a reason to refer was found"
                                       : "exercises again: there is no reason to refer any more";
  if (before->weeks != after->weeks)
    *LIST_ADD(a, out) = arena_printf(a, "%d weeks instead of %d", after->weeks, before->weeks);
  for (size_t i = 0; i < after->item_count; i++) {
    const ProgramItem *now = &after->items[i], *was = find_item(before, now);
    if (was)
      compare(a, was, now, out);
    else
      add_new(a, now, out);
  }
  for (size_t i = 0; i < before->item_count; i++)
    if (!find_item(after, &before->items[i])) add_gone(a, after, &before->items[i], out);
  compare_advice(a, after, before, "new advice", out);
  compare_advice(a, before, after, "advice gone", out);
}
