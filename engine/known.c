#include "known.h"

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

static void keep_equipment(const Catalog *catalog, Arena *a, Limits *limits, Strangers *strangers) {
  const char **kept = arena_array(a, limits->equipment_count + 1, sizeof *kept);
  size_t count = 0;
  if (!limits->equipment) return;
  for (size_t i = 0; i < limits->equipment_count; i++)
    if (is_equipment(catalog, limits->equipment[i]))
      kept[count++] = limits->equipment[i];
    else
      tell(a, strangers, limits->equipment[i]);
  limits->equipment = kept, limits->equipment_count = count;
}

void known_keep(const Catalog *catalog, Arena *a, Case *c, Strangers *strangers) {
  keep_measures(catalog, a, c, strangers);
  keep_answers(catalog, a, c, strangers);
  keep_equipment(catalog, a, &c->limits, strangers);
}
