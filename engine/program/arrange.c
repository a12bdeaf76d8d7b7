#include "program/arrange.h"

#include <stdlib.h>
#include <string.h>

typedef struct Arranger { /* the fixed arguments of arrange */
  const Catalog *catalog;
  Arena *a;
  const Limits *limits;
  const Options *options;
  const Option *const *chosen;
  size_t count;
  Picks *out;
  Weekdays days, strength_days;
} Arranger;

static Phase phase_of(const Exercise *exercise) {
  if (exercise->purpose == ACTION_STRENGTHEN) return PHASE_STRENGTHEN;
  return exercise->purpose == ACTION_ACTIVATE ? PHASE_ACTIVATE : PHASE_LENGTHEN;
}

static Weekdays days_of(const Arranger *r, const Option *option) {
  bool rested = option->exercise->domain == DOMAIN_STRENGTH;
  return weekdays_spread(rested ? r->strength_days : r->days, option->dose.per_week, false);
}

/* ---- weeks ---- */

static bool share_muscle(const Exercise *a, const Exercise *b) {
  for (size_t i = 0; i < a->muscle_count; i++)
    for (size_t n = 0; n < b->muscle_count; n++)
      if (a->muscles[i].muscle == b->muscles[n].muscle) return true;
  return false;
}

/* The last week of activation for a muscle of the exercise; 0: there is none. */
static int activated_until(const Arranger *r, const Exercise *exercise) {
  int last = 0;
  for (size_t i = 0; i < r->count; i++) {
    const Option *other = r->chosen[i];
    if (phase_of(other->exercise) == PHASE_ACTIVATE && other->dose.weeks > last &&
        share_muscle(other->exercise, exercise))
      last = other->dose.weeks;
  }
  return last;
}

static void add_pick(const Arranger *r, const Option *option, int order) {
  int weeks = r->out->weeks;
  Pick pick = {.option = option,
               .phase = phase_of(option->exercise),
               .order = order,
               .week_from = 1,
               .week_to = weeks,
               .days = days_of(r, option)};
  int until = pick.phase == PHASE_STRENGTHEN ? activated_until(r, option->exercise) : 0;
  if (until < weeks) pick.week_from = until + 1;
  if (pick.phase == PHASE_ACTIVATE && option->dose.weeks && option->dose.weeks < weeks)
    pick.week_to = option->dose.weeks;
  *LIST_ADD(r->a, &r->out->list) = pick;
}

/* ---- harder forms ---- */

static const Option *harder_form(const Arranger *r, const Option *option) {
  for (size_t i = 0; i < r->options->count; i++) {
    const Option *other = &r->options->items[i];
    if (other->level_alone && other->row->easier == option->exercise && other->exercise->level <= r->limits->level + 1)
      return other;
  }
  return NULL;
}

static void add_harder_forms(const Arranger *r) {
  int from = r->out->weeks - (int)r->catalog->policy.plan_harder_weeks + 1;
  double minutes = 0;
  for (size_t i = 0; i < r->count; i++) minutes += r->chosen[i]->dose.minutes;
  for (size_t i = 0, count = r->out->list.count; i < count; i++) {
    const Pick base = r->out->list.items[i];
    const Option *harder = base.phase == PHASE_STRENGTHEN ? harder_form(r, base.option) : NULL;
    double more = harder ? harder->dose.minutes - base.option->dose.minutes : 0;
    if (!harder || from <= base.week_from || minutes + more > r->limits->minutes) continue;
    if (r->limits->positions && harder->row->position != base.option->row->position) continue;
    minutes += more > 0 ? more : 0;
    r->out->list.items[i].week_to = from - 1;
    *LIST_ADD(r->a, &r->out->list) = (Pick){.option = harder,
                                            .phase = PHASE_INTEGRATE,
                                            .order = base.order,
                                            .week_from = from,
                                            .week_to = r->out->weeks,
                                            .days = days_of(r, harder),
                                            .easier = base.option->exercise};
  }
}

/* ---- order ---- */

static int compare_picks(const void *left, const void *right) {
  const Pick *a = left, *b = right;
  if (a->phase != b->phase) return a->phase < b->phase ? -1 : 1;
  return (a->order > b->order) - (a->order < b->order);
}

/* Moves each pick of a phase behind the last one before it in the same position. */
static void group_positions(Pick *list, size_t count) {
  for (size_t i = 1; i < count; i++) {
    Pick pick = list[i];
    size_t to = i;
    while (to > 0 && list[to - 1].phase == pick.phase &&
           list[to - 1].option->row->position != pick.option->row->position)
      to--;
    if (to == 0 || list[to - 1].phase != pick.phase) continue; /* the first in its position stays */
    memmove(&list[to + 1], &list[to], (i - to) * sizeof pick);
    list[to] = pick;
  }
}

void arrange(const Catalog *catalog, Arena *a, const Limits *limits, const Options *options,
             const Option *const *chosen, size_t count, Picks *out) {
  Arranger r = {catalog, a, limits, options, chosen, count, out, 0, 0};
  r.days = weekdays_spread(limits->weekdays ? limits->weekdays : WEEKDAYS_ALL, limits->days, false);
  /* All strength work keeps to one set of days that do not follow each other: any part of it leaves every muscle rest. */
  r.strength_days = weekdays_spread(r.days, (int)catalog->policy.plan_strength_days, true);
  *out = (Picks){.weeks = (int)catalog->policy.default_weeks};
  for (size_t i = 0; i < count; i++)
    if (chosen[i]->dose.weeks > out->weeks) out->weeks = chosen[i]->dose.weeks;
  for (size_t i = 0; i < count; i++) add_pick(&r, chosen[i], (int)i);
  add_harder_forms(&r);
  if (out->list.count) qsort(out->list.items, out->list.count, sizeof(Pick), compare_picks);
  group_positions(out->list.items, out->list.count);
}
