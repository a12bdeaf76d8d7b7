#include "program/dose.h"

#include "base/text.h"

const Dosage *dose_find(const Catalog *catalog, const Exercise *exercise) {
  for (size_t i = 0; i < catalog->dosages.count; i++) {
    const Dosage *row = &catalog->dosages.items[i];
    if (row->purpose == exercise->purpose && row->domain == exercise->domain && row->kind == exercise->dose) return row;
  }
  return NULL;
}

const char *dose_load(const Exercise *exercise, const Dosage *row) { return exercise->loaded ? row->load.say : NULL; }

static int least(int a, int b) { return a < b ? a : b; }
static int most(int a, int b) { return a > b ? a : b; }

/* The extra set stays inside the row where it can: of "3 sets" the other side then does 2. */
static void set_sets(const Policy *policy, bool uneven, Dose *dose) {
  const Dosage *row = dose->row;
  int lowest = most(row->sets_min, 1), extra = uneven ? (int)policy->plan_extra_sets : 0;
  int weaker = least(lowest + extra, most(row->sets_max, lowest));
  dose->sets = most(weaker - extra, 1);
  dose->extra_sets = weaker - dose->sets;
}

/* Holds that bring the week to what the row asks for, where few sessions leave room for more of them. */
static int holds_of(const Dosage *row, int per_week) {
  if (row->week_s <= 0 || row->hold_s_min <= 0 || per_week <= 0) return row->reps_min;
  int each = row->hold_s_min * most(row->sets_min, 1) * per_week, holds = (row->week_s + each - 1) / each;
  return least(most(holds, row->reps_min), most(row->reps_max, row->reps_min));
}

double dose_minutes(const Dose *dose, int sides) {
  const Dosage *row = dose->row;
  double once_s = dose->hold_s > 0 ? dose->hold_s : row->seconds_per_rep;
  double work_s = most(dose->reps, 1) * once_s, cycle_s = work_s + row->rest_s;
  double round_s = sides == 2 && 2 * work_s > cycle_s ? 2 * work_s : cycle_s;
  return (dose->sets * round_s + dose->extra_sets * cycle_s) / 60;
}

bool dose_build(const Catalog *catalog, const Exercise *exercise, int sides, bool uneven, int days, Dose *out) {
  *out = (Dose){.row = dose_find(catalog, exercise)};
  if (!out->row) return false;
  const Dosage *row = out->row;
  set_sets(&catalog->policy, uneven, out);
  out->hold_s = row->hold_s_min;
  out->per_week = least(days, row->per_week_max > 0 ? row->per_week_max : days);
  if (exercise->domain == DOMAIN_STRENGTH)
    out->per_week = least(out->per_week, (int)catalog->policy.plan_strength_days);
  out->reps = holds_of(row, out->per_week);
  out->weeks = row->weeks;
  out->minutes = dose_minutes(out, sides);
  return true;
}

static void add_outside(Text *t, const char *word, int value, int least_value, int most_value, int slack) {
  int top = most(least_value, most_value);
  if (value >= least_value - slack && value <= top) return;
  text_addf(t, "%s%d %s (%d to %d)", t->len ? ", " : "", value, word, least_value, top);
}

const char *dose_outside(const Catalog *catalog, Arena *a, const Dosage *row, const ProgramItem *item) {
  Text t = {.arena = a};
  if (!row) return NULL;
  add_outside(&t, "sets", item->sets, row->sets_min, row->sets_max, (int)catalog->policy.plan_extra_sets);
  if (row->reps_min) add_outside(&t, "repetitions", item->reps, row->reps_min, row->reps_max, 0);
  if (row->hold_s_min) add_outside(&t, "s", item->hold_s, row->hold_s_min, row->hold_s_max, 0);
  if (row->per_week_max) add_outside(&t, "times a week", item->per_week, row->per_week_min, row->per_week_max, 7);
  return t.len ? text_get(&t) : NULL;
}
