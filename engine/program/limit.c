#include "program/limit.h"

#include "base/text.h"
#include "patient/intake.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

typedef struct NumberRow {
  const char *name, *what, *said; /* said: behind the number */
  int lo, hi;
  size_t offset;
} NumberRow;

static const NumberRow numbers[LIMIT_NUMBERS] = {
    [LIMIT_MINUTES] = {"minutes", "minutes a session", "minutes a session", 5, 240, offsetof(Limits, minutes)},
    [LIMIT_DAYS] = {"days", "sessions a week", "days a week", 1, 7, offsetof(Limits, days)},
    [LIMIT_EXERCISES] = {"exercises", "number of exercises", "exercises", 1, 30, offsetof(Limits, exercises)},
    [LIMIT_LEVEL] = {"level", "level", "as the hardest level", 1, 5, offsetof(Limits, level)},
    [LIMIT_POSITIONS] = {"positions", "positions in a session", "positions at most", 1, 20,
                         offsetof(Limits, positions)},
};

const char *const limit_names[LIMIT_NUMBERS + LIMIT_LISTS + 1] = {
    "minutes", "days", "exercises", "level", "positions", "equipment", "weekdays", "with", "without", NULL};

int *limits_number(Limits *limits, LimitNumber which) { return (int *)((char *)limits + numbers[which].offset); }

/* ---- reading ---- */

static const char *find_equipment(const Catalog *catalog, const char *text, Nearest *near) {
  for (size_t i = 0; i < catalog->exercises.count; i++) {
    const char *const *ids = catalog->exercises.items[i].equipment;
    for (; ids && *ids; ids++) {
      if (strcmp(*ids, text) == 0) return *ids;
      text_near(near, *ids);
    }
  }
  return NULL;
}

static bool read_equipment(const Catalog *catalog, Arena *a, const LimitsText *in, Limits *out, Err *err) {
  size_t count = in->counts[LIMIT_EQUIPMENT];
  const char **ids = arena_array(a, count + 1, sizeof *ids);
  for (size_t i = 0; i < count; i++) {
    const char *text = in->lists[LIMIT_EQUIPMENT][i];
    Nearest near = {.word = text};
    ids[i] = find_equipment(catalog, text, &near);
    if (!ids[i]) return fail(err, ERR_DATA, NULL, "no exercise uses '%.60s'%s", text, text_near_hint(a, &near));
  }
  out->equipment = ids;
  out->equipment_count = count;
  return true;
}

static bool read_weekdays(Arena *a, const LimitsText *in, Limits *out, Err *err) {
  for (size_t i = 0; i < in->counts[LIMIT_WEEKDAYS]; i++) {
    const char *text = in->lists[LIMIT_WEEKDAYS][i];
    int day = schedule_find(text);
    Nearest near = {.word = text};
    for (int n = 0; n < 7; n++) text_near(&near, weekday_names[n]);
    if (day < 0)
      return fail(err, ERR_DATA, NULL, "'%.20s' is no day of the week%s: write Mon, Tue, Wed, Thu, Fri, Sat or Sun",
                  text, text_near_hint(a, &near));
    out->weekdays |= 1u << day;
  }
  return true;
}

static bool read_exercises(const Catalog *catalog, Arena *a, const LimitsText *in, LimitList list,
                           const char *const **ids, size_t *count, Err *err) {
  *count = in->counts[list];
  const char **known = arena_array(a, *count + 1, sizeof *known);
  for (size_t i = 0; i < *count; i++) {
    const Exercise *exercise = catalog_exercise(catalog, in->lists[list][i]);
    if (!exercise)
      return fail(err, ERR_DATA, NULL, "%s", catalog_unknown(catalog, a, ROWS_EXERCISE, in->lists[list][i]));
    known[i] = exercise->id;
  }
  *ids = known;
  return true;
}

bool limits_read(const Catalog *catalog, Arena *a, const LimitsText *in, Limits *out, const char **field, Err *err) {
  *out = (Limits){0};
  for (LimitNumber i = 0; i < LIMIT_NUMBERS; i++) {
    const NumberRow *row = &numbers[i];
    double value = 0;
    *field = row->name;
    if (!intake_number(in->text[i], in->exact[i], row->what, row->lo, row->hi, true, &value, err)) return false;
    *limits_number(out, i) = (int)value;
  }
  *field = "equipment";
  if (in->lists[LIMIT_EQUIPMENT] && !read_equipment(catalog, a, in, out, err)) return false;
  *field = "weekdays";
  if (!read_weekdays(a, in, out, err)) return false;
  if (out->weekdays && out->days > weekdays_count(out->weekdays))
    return fail(err, ERR_DATA, NULL, "%d sessions a week do not fit on %d days: %s", out->days,
                weekdays_count(out->weekdays), limits_weekdays(a, out->weekdays));
  *field = "with";
  if (!read_exercises(catalog, a, in, LIMIT_WITH, &out->with, &out->with_count, err)) return false;
  *field = "without";
  return read_exercises(catalog, a, in, LIMIT_WITHOUT, &out->without, &out->without_count, err);
}

/* ---- together ---- */

bool limits_any(const Limits *limits) {
  Limits copy = *limits;
  for (LimitNumber i = 0; i < LIMIT_NUMBERS; i++)
    if (*limits_number(&copy, i)) return true;
  return limits->equipment || limits->weekdays || limits->with_count || limits->without_count;
}

Limits limits_over(const Limits *given, const Limits *own) {
  Limits over = *own, copy = *given;
  for (LimitNumber i = 0; i < LIMIT_NUMBERS; i++)
    if (*limits_number(&copy, i)) *limits_number(&over, i) = *limits_number(&copy, i);
  if (given->equipment) over.equipment = given->equipment, over.equipment_count = given->equipment_count;
  if (given->weekdays) over.weekdays = given->weekdays;
  if (given->weekdays && !given->days) over.days = 0; /* all of the days that were named */
  over.with = given->with, over.with_count = given->with_count;
  over.without = given->without, over.without_count = given->without_count;
  return over;
}

/* ---- in words ---- */

const char *limits_weekdays(Arena *a, Weekdays days) {
  Text text = {.arena = a};
  for (int day = 0; day < 7; day++)
    if (days >> day & 1) text_addf(&text, "%s%s", text.len ? " " : "", weekday_names[day]);
  return text_get(&text);
}

static void add_ids(Text *text, const char *before, const char *const *ids, size_t count) {
  for (size_t i = 0; i < count; i++) text_addf(text, "%s%s%s", text->len ? ", " : "", before, ids[i]);
}

const char *limits_text(Arena *a, const Limits *limits) {
  Text text = {.arena = a};
  Limits copy = *limits;
  for (LimitNumber i = 0; i < LIMIT_NUMBERS; i++) {
    int value = *limits_number(&copy, i);
    if (value) text_addf(&text, "%s%d %s", text.len ? ", " : "", value, numbers[i].said);
  }
  if (limits->weekdays) text_addf(&text, "%son %s", text.len ? ", " : "", limits_weekdays(a, limits->weekdays));
  add_ids(&text, "", limits->equipment, limits->equipment_count);
  add_ids(&text, "with ", limits->with, limits->with_count);
  add_ids(&text, "without ", limits->without, limits->without_count);
  return text_get(&text);
}
