#include "patient/local.h"

#include "base/text.h"
#include "facts/stats.h"
#include "patient/reading.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "sinew clinic norms 1"

/* ---- building ---- */

/* The band of an age: the years below adult age, then from adult age to the end of the first whole band, and so on. */
static void band_of(const Policy *policy, int age, int *least, int *most) {
  int adult = (int)policy->local_adult, years = (int)policy->local_band;
  int from = age / years * years;
  *least = age < adult ? 0 : from <= years ? adult : from;
  *most = age < adult ? adult - 1 : from < years ? 2 * years - 1 : from + years - 1;
}

static int compare_names(const char *a, const char *b) { return strcmp(a ? a : "", b ? b : ""); }

static int compare_cells(const void *left, const void *right) {
  const LocalCell *x = left, *y = right;
  const LocalNorm *a = &x->norm, *b = &y->norm;
  int order = strcmp(a->test, b->test);
  if (!order) order = compare_names(a->position, b->position);
  if (!order) order = (a->quantity > b->quantity) - (a->quantity < b->quantity);
  if (!order) order = (a->contraction > b->contraction) - (a->contraction < b->contraction);
  if (!order) order = (x->sex > y->sex) - (x->sex < y->sex);
  return order ? order : (a->age_min > b->age_min) - (a->age_min < b->age_min);
}

static LocalCell *cell_of(Arena *a, LocalSet *set, const LocalCell *wanted) {
  for (size_t i = 0; i < set->cells.count; i++)
    if (compare_cells(&set->cells.items[i], wanted) == 0) return &set->cells.items[i];
  *LIST_ADD(a, &set->cells) = *wanted;
  return &set->cells.items[set->cells.count - 1];
}

static void add_value(Arena *a, LocalCell *cell, int64_t person, double value) {
  LocalPerson *last = cell->people.count ? &cell->people.items[cell->people.count - 1] : NULL;
  if (!last || last->person != person) {
    last = LIST_ADD(a, &cell->people);
    *last = (LocalPerson){.person = person};
  }
  if (last->count < (int)ARRAY_LEN(last->values)) last->values[last->count++] = value;
}

static void add_readings(Arena *a, const Case *c, int64_t person, const Test *test, const Reading *readings,
                         size_t count, const LocalNorm *band, LocalSet *set) {
  for (size_t i = 0; i < count; i++) {
    const Reading *r = &readings[i];
    LocalCell wanted = {.norm = *band, .sex = c->patient.sex};
    if (r->day != c->date || r->value.why != WHY_NONE || r->value.lo < r->value.hi) continue;
    wanted.norm.test = test->id, wanted.norm.position = r->position;
    wanted.norm.quantity = r->quantity, wanted.norm.contraction = r->contraction;
    add_value(a, cell_of(a, set, &wanted), person, r->value.lo);
  }
}

void local_add(Arena *a, const Catalog *catalog, const Case *c, int64_t person, LocalSet *set) {
  LocalNorm band = {0};
  if ((c->patient.sex != SEX_MALE && c->patient.sex != SEX_FEMALE) || c->patient.age_years < 0) return;
  band_of(&catalog->policy, c->patient.age_years, &band.age_min, &band.age_max);
  Readings *readings = readings_open(a, catalog, c);
  for (int i = -1; (i = readings_next(readings, i)) >= 0;) {
    const Test *test = &catalog->tests.items[i];
    if (test->domain > DOMAIN_CONTROL || test->ordinal) continue;
    Side first = test->paired ? SIDE_LEFT : SIDE_BOTH, last = test->paired ? SIDE_RIGHT : SIDE_BOTH;
    for (int side = (int)first; side <= (int)last; side++) {
      size_t count;
      const Reading *list = readings_get(readings, i, (Side)side, &count);
      add_readings(a, c, person, test, list, count, &band, set);
    }
  }
}

void local_close(LocalSet *set) {
  size_t kept = 0;
  for (size_t i = 0; i < set->cells.count; i++)
    if (set->cells.items[i].people.count >= (size_t)set->least) set->cells.items[kept++] = set->cells.items[i];
  set->cells.count = kept;
  if (kept) qsort(set->cells.items, kept, sizeof *set->cells.items, compare_cells);
}

/* ---- as text ---- */

static const char *day_text(Arena *a, Day day) { return day ? date_format(a, day) : "-"; }

const char *local_write(Arena *a, const LocalSet *set) {
  Text t = {.arena = a};
  text_addf(&t, HEAD "\nbuilt %s since %s least %d\n", day_text(a, set->built), day_text(a, set->since), set->least);
  for (size_t i = 0; i < set->cells.count; i++) {
    const LocalCell *cell = &set->cells.items[i];
    const LocalNorm *norm = &cell->norm;
    text_addf(&t, "cell %s %s %s %s %s %d %d\n", norm->test, norm->position ? norm->position : "-",
              unit_base(norm->quantity)->id, contraction_names[norm->contraction], sex_names[cell->sex], norm->age_min,
              norm->age_max);
    for (size_t k = 0; k < cell->people.count; k++) {
      const LocalPerson *person = &cell->people.items[k];
      text_addf(&t, "%" PRId64, person->person);
      for (int v = 0; v < person->count; v++) text_addf(&t, " %.17g", person->values[v]);
      text_add_char(&t, '\n');
    }
  }
  return text_get(&t);
}

static bool read_cell(Arena *a, const char *line, LocalSet *set) {
  char test[80], position[80], unit_id[40], contraction[40], sex[40];
  int age_min, age_max;
  if (sscanf(line, "cell %79s %79s %39s %39s %39s %d %d", test, position, unit_id, contraction, sex, &age_min,
             &age_max) != 7)
    return false;
  const Unit *unit = unit_find(unit_id, DIM_COUNT_OF);
  int found = name_find(contraction_names, contraction), found_sex = name_find(sex_names, sex);
  if (!unit || unit != unit_base(unit->dimension) || found < 0 || found_sex < 0) return false;
  LocalCell *cell = LIST_ADD(a, &set->cells);
  *cell = (LocalCell){.sex = (Sex)found_sex};
  cell->norm = (LocalNorm){.test = arena_copy(a, test),
                           .position = strcmp(position, "-") == 0 ? NULL : arena_copy(a, position),
                           .quantity = unit->dimension,
                           .contraction = (Contraction)found,
                           .age_min = age_min,
                           .age_max = age_max};
  return true;
}

static bool read_person(Arena *a, const char *line, LocalSet *set) {
  LocalPerson person = {0};
  int taken = 0;
  if (!set->cells.count) return false;
  if (sscanf(line, "%" SCNd64 " %lf%n %lf", &person.person, &person.values[0], &taken, &person.values[1]) < 2)
    return false;
  person.count = line[taken] == ' ' ? 2 : 1;
  *LIST_ADD(a, &set->cells.items[set->cells.count - 1].people) = person;
  return true;
}

static bool read_head(const char *line, LocalSet *set) {
  char built[16], since[16];
  if (sscanf(line, "built %15s since %15s least %d", built, since, &set->least) != 3) return false;
  if (strcmp(since, "-") != 0 && !date_parse(since, DATE_ISO, &set->since)) return false;
  return strcmp(built, "-") == 0 || date_parse(built, DATE_ISO, &set->built);
}

bool local_read(Arena *a, const char *text, LocalSet *set, Err *err) {
  *set = (LocalSet){0};
  int number = 1;
  for (const char *end; (end = strchr(text, '\n')); text = end + 1, number++) {
    const char *line = arena_printf(a, "%.*s", (int)(end - text), text);
    bool good = number == 1              ? strcmp(line, HEAD) == 0
                : number == 2            ? read_head(line, set)
                : !strncmp(line, "c", 1) ? read_cell(a, line, set)
                                         : read_person(a, line, set);
    if (!good) return fail(err, ERR_DATA, "the clinic's norms", "line %d is not as it was written", number);
  }
  return number > 2 || fail(err, ERR_DATA, "the clinic's norms", "the text ends too early");
}

/* ---- one cell as a norm ---- */

static int compare_numbers(const void *left, const void *right) {
  const double *a = left, *b = right;
  return (*a > *b) - (*a < *b);
}

/* The mean and SD of a log-normal quantity whose logarithms have these. */
static Spread raise_spread(Spread logs) {
  double mean = exp(logs.mean + logs.sd * logs.sd / 2);
  return (Spread){mean, mean * sqrt(expm1(logs.sd * logs.sd))};
}

bool local_norm(const Catalog *catalog, Arena *a, const LocalSet *set, const LocalCell *cell, int64_t person,
                LocalNorm *out) {
  const Test *test = catalog_test(catalog, cell->norm.test);
  size_t count = 0;
  if (!test) return false;
  *out = cell->norm;
  out->lognormal = test->domain == DOMAIN_ENDURANCE;                /* holds are skewed: clinical README 5.2 */
  double least = pow(10, -test->decimals) * test->unit->factor / 2; /* a hold of 0 s, as in weigh.c */
  double *values = arena_array(a, cell->people.count * 2, sizeof *values);
  for (size_t i = 0; i < cell->people.count; i++) {
    const LocalPerson *one = &cell->people.items[i];
    if (one->person == person) continue;
    out->n++;
    for (int k = 0; k < one->count; k++)
      values[count++] = out->lognormal ? log(fmax(one->values[k], least)) : one->values[k];
  }
  if (out->n < set->least || out->n < 2) return false;
  qsort(values, count, sizeof *values, compare_numbers);
  Spread spread = stats_winsorised(values, count, catalog->policy.local_fence);
  if (out->lognormal) spread = raise_spread(spread);
  out->mean = spread.mean, out->sd = spread.sd;
  return spread.sd > 0;
}

void local_fit(const Catalog *catalog, Arena *a, const LocalSet *set, const char *hash, int64_t person, Case *c) {
  LIST(LocalNorm) list = {0};
  int age = c->patient.age_years;
  for (size_t i = 0; i < set->cells.count; i++) {
    const LocalCell *cell = &set->cells.items[i];
    LocalNorm norm;
    if (cell->sex != c->patient.sex || age < cell->norm.age_min || age > cell->norm.age_max) continue;
    if (local_norm(catalog, a, set, cell, person, &norm)) *LIST_ADD(a, &list) = norm;
  }
  c->local = list.items, c->local_count = list.count;
  c->local_hash = list.count ? hash : NULL;
}
