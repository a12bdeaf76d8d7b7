#include "formats/manner.h"

#define FILL(id, ...) words_fill(words, a, WORD_##id, __VA_ARGS__, NULL)

static const char *count(Arena *a, long n) { return arena_printf(a, "%ld", n); }

const char *manner_dose(const Words *words, Arena *a, const ProgramItem *item) {
  const char *sets = item->sets == 1 ? words->text[WORD_sets_one] : FILL(sets_many, "n", count(a, item->sets));
  const char *reps = count(a, item->reps), *hold = count(a, item->hold_s);
  if (!item->hold_s) return FILL(dose_reps, "sets", sets, "reps", reps);
  if (item->reps > 1) return FILL(dose_reps_hold, "sets", sets, "reps", reps, "hold", hold);
  return FILL(dose_hold, "sets", sets, "hold", hold);
}

const char *manner_often(const Words *words, Arena *a, const ProgramItem *item) {
  Text days = {.arena = a};
  for (int day = 0; day < 7; day++)
    if (item->days >> day & 1) text_addf(&days, "%s%s", days.len ? ", " : "", words->text[WORD_weekday_mon + day]);
  const char *times =
      item->per_week == 1 ? words->text[WORD_per_week_one] : FILL(per_week_many, "n", count(a, item->per_week));
  return days.len ? FILL(per_week_days, "often", times, "days", text_get(&days)) : times;
}

const char *manner_side(const Document *document, const ProgramItem *item) {
  const Exercise *exercise = catalog_exercise(document->catalog, item->exercise);
  const char *const *text = document->words->text;
  if (item->side != SIDE_BOTH) return text[item->side == SIDE_LEFT ? WORD_side_left : WORD_side_right];
  return exercise && exercise->unilateral ? text[WORD_side_each] : "";
}
