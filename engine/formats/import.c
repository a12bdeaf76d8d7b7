#include "formats/import.h"
#include "program/limit.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct Part { /* what one row says of one case */
  Case part;
  long row;
  const char *const *columns;
} Part;

typedef struct PersonRow {
  Person person;
  long row;
} PersonRow;

struct ImportParts {
  LIST(Part) parts;
  LIST(PersonRow) people;
  LIST(const char *) said; /* texts of notes that are given once */
};

/* ---- repeats ---- */

/* Mixes all that makes a key but its texts by address. Equal ids are one id of the catalog, and no order comes from it. */
static size_t hash_key(const Measure *m, Day day) {
  const uint64_t odd = 0x9e3779b97f4a7c15u; /* 2^64 over the golden ratio */
  uint64_t hash = (uint64_t)(uintptr_t)m->test ^ (uint64_t)(uintptr_t)m->position << 8;
  hash = (hash + (uint64_t)m->side + (uint64_t)m->trial * 4 + (uint64_t)m->contraction * 1024) * odd;
  hash = (hash ^ hash >> 32 ^ (uint64_t)(m->date ? m->date : day)) * odd;
  return (size_t)(hash >> 32);
}

size_t import_repeats(Arena *a, const Measure *measures, size_t count, Day day, Repeat **repeats) {
  size_t slots = 16, found = 0;
  while (slots < 2 * count) slots *= 2;
  size_t *first = arena_array(a, slots, sizeof *first); /* of each key, by hash: index + 1; 0: free */
  *repeats = NULL;
  for (size_t i = 0; i < count; i++) {
    size_t at = hash_key(&measures[i], day) & (slots - 1);
    while (first[at] && !intake_same_key(&measures[first[at] - 1], &measures[i], day)) at = (at + 1) & (slots - 1);
    if (!first[at]) {
      first[at] = i + 1;
      continue;
    }
    if (!*repeats) *repeats = arena_array(a, count, sizeof **repeats);
    (*repeats)[found++] = (Repeat){first[at] - 1, i, intake_same_value(&measures[first[at] - 1], &measures[i])};
  }
  return found;
}

const char *import_repeat_text(Arena *a, const Measure *measure, const char *place) {
  if (measure->trial)
    return arena_printf(a, "trial %d of '%s' has another value at %s: keep one, or number the trials apart",
                        measure->trial, measure->test, place);
  return arena_printf(a, "'%s' stands with another value at %s: number repeats with trial 1, 2, 3", measure->test,
                      place);
}

/* ---- collecting ---- */

void import_begin(Import *import, Arena *a, const char *row_word) {
  *import = (Import){.arena = a, .row_word = row_word};
  import->parts = arena_alloc(a, sizeof *import->parts);
}

void import_refuse(Import *import, long row, const char *column, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Refusal *refusal = LIST_ADD(import->arena, &import->refused);
  *refusal = (Refusal){row, arena_copy(import->arena, column), arena_vprintf(import->arena, format, args)};
  va_end(args);
}

void import_note(Import *import, long row, const char *column, bool once, const char *text) {
  for (size_t i = 0; once && i < import->parts->said.count; i++)
    if (text_equal(import->parts->said.items[i], text)) return;
  if (once) *LIST_ADD(import->arena, &import->parts->said) = text;
  Refusal *note = LIST_ADD(import->arena, &import->notes);
  *note = (Refusal){row, arena_copy(import->arena, column), arena_copy(import->arena, text)};
}

/* The latest day of a part. */
static Day last_day(const Case *part) {
  Day last = part->date;
  for (size_t i = 0; i < part->measure_count; i++)
    if (part->measures[i].date > last) last = part->measures[i].date;
  return last;
}

void import_add(Import *import, long row, const Case *part, const char *const *columns) {
  Day day = last_day(part);
  if (import->latest && day > import->latest)
    import_refuse(import, row, "date", "%s lies ahead: today is %s", date_format(import->arena, day),
                  date_format(import->arena, import->latest));
  Part *added = LIST_ADD(import->arena, &import->parts->parts);
  *added = (Part){*part, row, columns};
}

void import_add_person(Import *import, long row, const Person *person) {
  PersonRow *added = LIST_ADD(import->arena, &import->parts->people);
  *added = (PersonRow){*person, row};
}

/* ---- putting together ---- */

static int compare_text(const char *a, const char *b) {
  if (a == b) return 0;
  return !a ? -1 : !b ? 1 : strcmp(a, b);
}

static int compare_int(long a, long b) { return a < b ? -1 : a > b; }

static int compare_parts(const void *a, const void *b) {
  const Part *x = a, *y = b;
  int order = compare_text(x->part.patient.code, y->part.patient.code);
  if (!order) order = compare_int(x->part.date, y->part.date);
  return order ? order : x->row < y->row ? -1 : x->row > y->row;
}

static const char *row_text(Import *import, long row) {
  return arena_printf(import->arena, "%s %ld", import->row_word, row);
}

static void contradiction(Import *import, long row, const char *column, const char *code, long earlier) {
  import_refuse(import, row, column, "patient '%s' has another %s at %s: write the same in both", code, column,
                row_text(import, earlier));
}

/* Takes one fact over, or refuses it when the row that said it first said something else. */
static void merge_number(Import *import, const char *column, double *into, double from, double unknown,
                         const Part *first, const Part *part) {
  bool known = isnan(unknown) ? !isnan(from) : from != unknown;
  bool empty = isnan(unknown) ? isnan(*into) : *into == unknown;
  if (known && empty) *into = from;
  if (known && *into != from) contradiction(import, part->row, column, part->part.patient.code, first->row);
}

static void merge_code(Import *import, const char *column, int *into, int from, const Part *first, const Part *part) {
  if (from && !*into) *into = from;
  if (from && *into != from) contradiction(import, part->row, column, part->part.patient.code, first->row);
}

static void merge_facts(Import *import, Patient *into, const Part *first, const Part *part) {
  const Patient *from = &part->part.patient;
  int sex = (int)into->sex, dominant = (int)into->dominant;
  double age = into->age_years;
  merge_code(import, "sex", &sex, (int)from->sex, first, part);
  merge_code(import, "born", &into->born, from->born, first, part);
  merge_code(import, "dominant", &dominant, (int)from->dominant, first, part);
  merge_number(import, "age", &age, from->age_years, -1, first, part);
  merge_number(import, "mass_kg", &into->mass_kg, from->mass_kg, NAN, first, part);
  merge_number(import, "height_cm", &into->height_cm, from->height_cm, NAN, first, part);
  if (from->sport && !into->sport) into->sport = from->sport;
  if (from->sport && !text_equal(into->sport, from->sport))
    contradiction(import, part->row, "sport", from->code, first->row);
  into->sex = (Sex)sex;
  into->dominant = (Side)dominant;
  into->age_years = (int)age;
}

typedef struct Origins { /* row and column of each measure of the case that is put together */
  LIST(Measure) measures;
  LIST(Refusal) places;
  LIST(Answer) answers;
} Origins;

static void merge_measures(Import *import, Origins *all, const Part *part) {
  for (size_t i = 0; i < part->part.measure_count; i++) {
    *LIST_ADD(import->arena, &all->measures) = part->part.measures[i];
    const char *column = part->columns ? part->columns[i] : "value";
    *LIST_ADD(import->arena, &all->places) = (Refusal){part->row, column, NULL};
  }
}

static void merge_answers(Import *import, Origins *all, const Part *part) {
  for (size_t i = 0; i < part->part.answer_count; i++) {
    const Answer *answer = &part->part.answers[i];
    size_t at = 0;
    while (at < all->answers.count && !text_equal(all->answers.items[at].question, answer->question)) at++;
    if (at == all->answers.count)
      *LIST_ADD(import->arena, &all->answers) = *answer;
    else if (all->answers.items[at].value != answer->value)
      import_refuse(import, part->row, answer->question, "another answer for the same patient and date stands above");
  }
}

static void drop_repeats(Import *import, Case *c, Origins *all) {
  Repeat *repeats;
  size_t count = import_repeats(import->arena, all->measures.items, all->measures.count, c->date, &repeats);
  size_t kept = 0;
  for (size_t i = 0, next = 0; i < all->measures.count; i++) {
    if (next == count || repeats[next].later != i) {
      all->measures.items[kept++] = all->measures.items[i];
      continue;
    }
    const Refusal *place = &all->places.items[i], *first = &all->places.items[repeats[next].earlier];
    if (!repeats[next].same)
      import_refuse(import, place->row, place->column, "%s",
                    import_repeat_text(import->arena, &all->measures.items[i], row_text(import, first->row)));
    import->merged += repeats[next++].same;
  }
  c->measures = all->measures.items;
  c->measure_count = kept;
}

/* All parts of one patient and date, first to last. */
static void build_case(Import *import, const Part *parts, size_t count) {
  Case *c = LIST_ADD(import->arena, &import->cases);
  Origins all = {0};
  *c = parts[0].part;
  for (size_t i = 0; i < count; i++) {
    if (i > 0) merge_facts(import, &c->patient, &parts[0], &parts[i]);
    if (i > 0 && parts[i].part.measure_count == 0 && parts[i].part.answer_count == 0) import->merged++;
    if (limits_any(&parts[i].part.limits)) c->limits = parts[i].part.limits;
    if (parts[i].part.override_count) {
      if (i > 0 && c->override_count) import_refuse(import, parts[i].row, "overrides", "they stand above already");
      c->overrides = parts[i].part.overrides, c->override_count = parts[i].part.override_count;
    }
    merge_measures(import, &all, &parts[i]);
    merge_answers(import, &all, &parts[i]);
  }
  drop_repeats(import, c, &all);
  c->answers = all.answers.items;
  c->answer_count = all.answers.count;
  Err err = {0};
  if (!intake_age(&c->patient, c->date, &err)) import_refuse(import, parts[0].row, "born", "%s", err.text);
}

/* Sex and date of birth hold for all dates of a patient. */
static void check_identity(Import *import, const Part *parts, size_t count) {
  const Part *sexed = NULL, *born = NULL;
  for (size_t i = 0; i < count; i++) {
    const Patient *patient = &parts[i].part.patient;
    if (i > 0 && strcmp(patient->code, parts[i - 1].part.patient.code) != 0) sexed = born = NULL;
    if (sexed && patient->sex && sexed->part.date != parts[i].part.date && patient->sex != sexed->part.patient.sex)
      contradiction(import, parts[i].row, "sex", patient->code, sexed->row);
    if (born && patient->born && born->part.date != parts[i].part.date && patient->born != born->part.patient.born)
      contradiction(import, parts[i].row, "born", patient->code, born->row);
    if (!sexed && patient->sex) sexed = &parts[i];
    if (!born && patient->born) born = &parts[i];
  }
}

static int compare_people(const void *a, const void *b) {
  const PersonRow *x = a, *y = b;
  int order = compare_text(x->person.code, y->person.code);
  return order ? order : compare_int(x->row, y->row);
}

static bool same_person(const Person *a, const Person *b) {
  return text_equal(a->name, b->name) && text_equal(a->family_name, b->family_name) &&
         text_equal(a->given_name, b->given_name) && text_equal(a->contact, b->contact);
}

static void build_people(Import *import) {
  PersonRow *rows = import->parts->people.items;
  size_t count = import->parts->people.count;
  if (count > 1) qsort(rows, count, sizeof *rows, compare_people);
  for (size_t i = 0, first = 0; i < count; i++) {
    bool again = i > 0 && text_equal(rows[first].person.code, rows[i].person.code);
    if (!again) {
      first = i;
      *LIST_ADD(import->arena, &import->people) = rows[i].person;
    } else if (!same_person(&rows[first].person, &rows[i].person))
      import_refuse(import, rows[i].row, "name", "patient '%s' has another name or contact at %s: write the same",
                    rows[i].person.code, row_text(import, rows[first].row));
  }
}

static int compare_refusals(const void *a, const void *b) {
  const Refusal *x = a, *y = b;
  int order = compare_int(x->row, y->row);
  if (!order) order = compare_text(x->column, y->column);
  return order ? order : compare_text(x->text, y->text);
}

static bool same_case(const Case *a, const Case *b) {
  return a->date == b->date && text_equal(a->patient.code, b->patient.code);
}

static void build(Import *import) {
  Part *parts = import->parts->parts.items;
  size_t count = import->parts->parts.count;
  if (count > 1) qsort(parts, count, sizeof *parts, compare_parts);
  for (size_t first = 0, end; first < count; first = end) {
    for (end = first + 1; end < count && same_case(&parts[first].part, &parts[end].part);) end++;
    build_case(import, parts + first, end - first);
  }
  check_identity(import, parts, count);
  build_people(import);
}

/* ---- leaving rows out ---- */

static bool is_refused(const Import *import, long row) {
  size_t low = 0, high = import->refused.count; /* sorted by row */
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (import->refused.items[middle].row < row)
      low = middle + 1;
    else
      high = middle;
  }
  return low < import->refused.count && import->refused.items[low].row == row;
}

static void drop_refused(Import *import) {
  struct ImportParts *parts = import->parts;
  size_t kept = 0;
  for (size_t i = 0; i < parts->parts.count; i++)
    if (!is_refused(import, parts->parts.items[i].row)) parts->parts.items[kept++] = parts->parts.items[i];
  parts->parts.count = kept;
  kept = 0;
  for (size_t i = 0; i < parts->people.count; i++)
    if (!is_refused(import, parts->people.items[i].row)) parts->people.items[kept++] = parts->people.items[i];
  parts->people.count = kept;
}

static void sort_refused(Import *import) {
  if (import->refused.count > 1)
    qsort(import->refused.items, import->refused.count, sizeof *import->refused.items, compare_refusals);
}

/* What is built without the rows refused so far may show other rows that contradict each other: again without these.
 * Each time at least one row fewer. */
static void build_rest(Import *import) {
  size_t merged = import->merged, refused;
  do {
    sort_refused(import);
    drop_refused(import);
    refused = import->refused.count;
    import->merged = merged, import->cases.count = 0, import->people.count = 0;
    build(import);
  } while (import->refused.count > refused);
  sort_refused(import);
}

/* A fault of the file, or of the header of a table, is none of a row. */
static bool can_skip(const Import *import) {
  if (!import->skip_bad || import->broken) return false;
  for (size_t i = 0; i < import->refused.count; i++)
    if (import->refused.items[i].row < (import->row_word[0] == 'r' ? 2 : 1)) return false;
  return true;
}

bool import_finish(Import *import, Err *err) {
  if (can_skip(import))
    build_rest(import);
  else
    build(import);
  import->parts = NULL;
  if (import->notes.count > 1)
    qsort(import->notes.items, import->notes.count, sizeof *import->notes.items, compare_refusals);
  if (import->refused.count == 0 || (can_skip(import) && import->cases.count)) return true;
  sort_refused(import);
  const Refusal *first = &import->refused.items[0];
  const char *where = first->row == 0 ? ""
                                      : arena_printf(import->arena, "%s %ld%s%s", import->row_word, first->row,
                                                     !*first->column              ? ""
                                                     : import->row_word[0] == 'r' ? ", column "
                                                                                  : ", ",
                                                     first->column);
  return fail(err, ERR_DATA, where, "%s (%zu refused, nothing taken over)", first->text, import->refused.count);
}
