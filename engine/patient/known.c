#include "patient/known.h"

#include <string.h>

static void tell(Arena *a, Strangers *strangers, const char *id) {
  if (!strangers) return;
  for (size_t i = 0; i < strangers->count; i++)
    if (strcmp(strangers->items[i].id, id) == 0) {
      strangers->items[i].count++;
      return;
    }
  *LIST_ADD(a, strangers) = (Stranger){.id = id, .count = 1};
}

static bool is_equipment(const Catalog *catalog, const char *id) {
  for (size_t i = 0; i < catalog->exercises.count; i++)
    for (const char *const *at = catalog->exercises.items[i].equipment; at && *at; at++)
      if (strcmp(*at, id) == 0) return true;
  return false;
}

static bool is_exercise(const Catalog *catalog, const char *id) { return catalog_exercise(catalog, id) != NULL; }

static void keep_measures(const Catalog *catalog, Arena *a, Case *c, Strangers *strangers) {
  Measure *kept = arena_array(a, c->measure_count, sizeof *kept);
  size_t count = 0;
  for (size_t i = 0; i < c->measure_count; i++)
    if (catalog_find(catalog, ROWS_TEST, c->measures[i].test) >= 0)
      kept[count++] = c->measures[i];
    else
      tell(a, strangers, c->measures[i].test);
  c->measures = kept, c->measure_count = count;
}

static void keep_answers(const Catalog *catalog, Arena *a, Case *c, Strangers *strangers) {
  Answer *kept = arena_array(a, c->answer_count, sizeof *kept);
  size_t count = 0;
  for (size_t i = 0; i < c->answer_count; i++)
    if (catalog_find(catalog, ROWS_QUESTION, c->answers[i].question) >= 0)
      kept[count++] = c->answers[i];
    else
      tell(a, strangers, c->answers[i].question);
  c->answers = kept, c->answer_count = count;
}

/* A list that is given and left empty stays given: NULL would stand for any. */
static void keep_ids(const Catalog *catalog, Arena *a, bool (*is_known)(const Catalog *, const char *),
                     const char *const **ids, size_t *count, Strangers *strangers) {
  if (!*ids) return;
  const char **kept = arena_array(a, *count + 1, sizeof *kept);
  size_t known = 0;
  for (size_t i = 0; i < *count; i++)
    if (is_known(catalog, (*ids)[i]))
      kept[known++] = (*ids)[i];
    else
      tell(a, strangers, (*ids)[i]);
  *ids = kept, *count = known;
}

void known_keep(const Catalog *catalog, Arena *a, Case *c, Strangers *strangers) {
  keep_measures(catalog, a, c, strangers);
  keep_answers(catalog, a, c, strangers);
  Limits *limits = &c->limits;
  keep_ids(catalog, a, is_equipment, &limits->equipment, &limits->equipment_count, strangers);
  keep_ids(catalog, a, is_exercise, &limits->with, &limits->with_count, strangers);
  keep_ids(catalog, a, is_exercise, &limits->without, &limits->without_count, strangers);
}
