#include "formats/wide.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *const repeats_names[] = {"refuse", "trials", NULL};
const char *const parse_names[] = {"number", "range", "grade", "class", NULL};
const char *const fact_names[] = {"patient", "date",      "sex",      "born",  "age",
                                  "mass_kg", "height_cm", "dominant", "sport", NULL};
const char *const date_order_names[] = {"iso", "dmy", "mdy", NULL};

typedef struct Reading { /* a reading that was taken, to be numbered */
  const char *code;
  Day day;
  Measure *measure;
  long row;
  const char *column, *same; /* same: the cell in which trials must be alike */
} Reading;

typedef struct Wide {
  const Catalog *catalog;
  const ReadOptions *options;
  const Profile *profile;
  const Table *table;
  Import *import;
  int facts[FACT_COUNT]; /* index of each fact's column, -1: none */
  int *readings;         /* of each reading's column */
  int **when;            /* of each reading's conditions, in their order */
  LIST(Reading) taken;   /* where repeats become trials */
  int same;              /* column in which these must be alike, -1: none */
} Wide;

/* Name of a reading in messages. */
static const char *column_name(const ProfileColumn *column) {
  return column->cell.column ? column->cell.column : column->test;
}

static bool has_map(const ProfileCell *cell) { return cell->map && cell->map[0]; }

/* ---- the profile against the catalog ---- */

/* Tries the column with a value that its test takes, so that only the profile's own words can be at fault. */
bool wide_check(const Catalog *catalog, Arena *a, const ProfileColumn *column, const char **field, Err *err) {
  const Test *test = column->test ? catalog_test(catalog, column->test) : NULL;
  const Unit *unit = test && column->unit ? unit_find(column->unit, test->unit->dimension) : NULL;
  if (test && !unit) unit = test->unit;
  double fine = !test ? 0 : unit->dimension == test->unit->dimension ? test->likely_lo / unit->factor : 1;
  MeasureText text = {.test = column->test,
                      .side = column->side,
                      .unit = column->unit,
                      .value_n = &fine,
                      .position = column->position,
                      .contraction = column->contraction,
                      .trial = column->trial,
                      .origin = column->origin};
  Measure measure;
  if (!intake_measure(catalog, a, &text, DATE_ISO, &measure, NULL, field, err)) return false;
  *field = "map";
  if (column->parse == PARSE_CLASS && !has_map(&column->cell))
    return fail(err, ERR_DATA, NULL, "parse = \"class\" needs the words and their numbers");
  *field = "column";
  if (!column->cell.column == !column->cell.value)
    return fail(err, ERR_DATA, NULL, "a reading needs a column or a value, one of them");
  return true;
}

/* ---- columns ---- */

static int find_column(const Wide *wide, const char *name, bool *used) {
  int found = name ? table_column(wide->table, name) : -1;
  if (found >= 0) used[found] = true;
  if (!name || found >= 0) return found;
  Nearest near = {.word = name};
  for (size_t i = 0; i < wide->table->columns; i++) text_near(&near, wide->table->header[i]);
  import_refuse(wide->import, 1, name, "the profile '%s' needs this column%s", wide->profile->name,
                text_near_hint(wide->import->arena, &near));
  return -1;
}

/* Columns of a condition are as needed as those of a reading. */
static int *find_conditions(const Wide *wide, const ProfileColumn *column, bool *used) {
  size_t count = 0;
  while (column->when && column->when[2 * count]) count++;
  int *found = arena_array(wide->import->arena, count + 1, sizeof *found);
  for (size_t i = 0; i < count; i++) found[i] = find_column(wide, column->when[2 * i], used);
  return found;
}

/* What a device worked out from both sides by a formula of its own. */
static void note_never(const Wide *wide, bool *used) {
  Text t = {.arena = wide->import->arena};
  for (const char *const *name = wide->profile->never; name && *name; name++) {
    int found = table_column(wide->table, *name);
    if (found < 0) continue;
    used[found] = true;
    text_addf(&t, "%s%s", t.len ? ", " : "not taken over, worked out anew from both sides: ", *name);
  }
  if (t.len) import_note(wide->import, 1, "", true, text_get(&t));
}

static void note_unused(const Wide *wide, const bool *used) {
  Text t = {.arena = wide->import->arena};
  for (size_t i = 0; i < wide->table->columns; i++)
    if (!used[i]) text_addf(&t, "%s%s", t.len ? ", " : "columns not used: ", wide->table->header[i]);
  if (t.len) import_note(wide->import, 1, "", true, text_get(&t));
}

static bool find_columns(Wide *wide) {
  size_t before = wide->import->refused.count, count = wide->profile->columns.count;
  bool *used = arena_array(wide->import->arena, wide->table->columns, sizeof *used);
  wide->readings = arena_array(wide->import->arena, count, sizeof *wide->readings);
  for (size_t i = 0; i < FACT_COUNT; i++) wide->facts[i] = find_column(wide, wide->profile->facts[i].column, used);
  wide->when = arena_array(wide->import->arena, count, sizeof *wide->when);
  for (size_t i = 0; i < count; i++) {
    wide->readings[i] = find_column(wide, wide->profile->columns.items[i].cell.column, used);
    wide->when[i] = find_conditions(wide, &wide->profile->columns.items[i], used);
  }
  wide->same = find_column(wide, wide->profile->same, used);
  note_never(wide, used);
  note_unused(wide, used);
  return wide->import->refused.count == before;
}

/* ---- cells ---- */

static bool is_missing(const Profile *profile, const char *cell) {
  if (!*cell) return true;
  return profile->missing && name_find(profile->missing, cell) >= 0;
}

static bool map_cell(const Wide *wide, const TableRow *row, const ProfileCell *field, const char **cell) {
  Text known = {.arena = wide->import->arena};
  if (!has_map(field)) return true;
  for (size_t i = 0; field->map[i]; i += 2) {
    if (strcmp(field->map[i], *cell) == 0) {
      *cell = field->map[i + 1];
      return true;
    }
    text_addf(&known, "%s'%s'", i ? ", " : "", field->map[i]);
  }
  import_refuse(wide->import, row->row, field->column, "'%.100s' is none of the profile's words: %s", *cell,
                text_get(&known));
  return false;
}

static const char *without_suffix(Arena *a, const char *text, const char *suffix) {
  size_t len = strlen(text), size = suffix ? strlen(suffix) : 0;
  if (size == 0 || size > len || strcasecmp(text + len - size, suffix) != 0) return text;
  for (len -= size; len && text[len - 1] == ' ';) len--;
  return arena_copy_n(a, text, len);
}

/* Text of a cell for one row; "" when it is missing. gives false when the cell was refused. */
static bool cell_text(const Wide *wide, const TableRow *row, const ProfileCell *field, int column, const char **text) {
  *text = field->value ? field->value : "";
  if (column < 0) return true;
  *text = row->cells[column];
  if (is_missing(wide->profile, *text)) {
    *text = "";
    return true;
  }
  if (!map_cell(wide, row, field, text)) return false;
  *text = without_suffix(wide->import->arena, *text, field->suffix);
  if (field->prefix) *text = arena_printf(wide->import->arena, "%s%s", field->prefix, *text);
  return true;
}

/* ---- rows ---- */

static void refuse_fact(const Wide *wide, const TableRow *row, const char *field, const char *reason) {
  int found = name_find(fact_names, field);
  const char *column = found < 0 ? NULL : wide->profile->facts[found].column;
  import_refuse(wide->import, row->row, column ? column : field, "%s", reason);
}

static bool read_date(const Wide *wide, const TableRow *row, const char *text, Day *date) {
  DateOrder order = wide->profile->date_order;
  *date = wide->options->date;
  if (!*text && *date) return true;
  if (*text && date_parse(text, order, date)) return true;
  refuse_fact(wide, row, fact_names[FACT_DATE],
              *text ? arena_printf(wide->import->arena, "'%.60s' is no date in the order '%s' of the profile", text,
                                   date_order_names[order])
                    : "no date: give --date, the day of the measurements");
  return false;
}

static bool read_facts(const Wide *wide, const TableRow *row, Case *part) {
  const char *texts[FACT_COUNT], *field = "";
  bool good = true;
  Err err = {0};
  for (size_t i = 0; i < FACT_COUNT; i++)
    if (!cell_text(wide, row, &wide->profile->facts[i], wide->facts[i], &texts[i])) good = false;
  if (!good) return false;
  PatientText text = {.code = texts[FACT_CODE],
                      .sex = texts[FACT_SEX],
                      .born = texts[FACT_BORN],
                      .age = texts[FACT_AGE],
                      .mass_kg = texts[FACT_MASS],
                      .height_cm = texts[FACT_HEIGHT],
                      .dominant = texts[FACT_DOMINANT],
                      .sport = texts[FACT_SPORT]};
  if (!intake_patient(wide->import->arena, &text, wide->profile->date_order, &part->patient, &field, &err)) {
    refuse_fact(wide, row, field, err.text);
    return false;
  }
  return read_date(wide, row, texts[FACT_DATE], &part->date);
}

static bool fits_parse(const ProfileColumn *column, const char *text, Err *err) {
  double value;
  if ((column->parse != PARSE_NUMBER && column->parse != PARSE_CLASS) || text_parse_number(text, &value)) return true;
  return fail(err, ERR_DATA, NULL, "'%.60s' is not a plain number: bounds and ranges need parse = \"range\"", text);
}

/* gives true and a measure when the cell holds one. */
static bool read_cell(const Wide *wide, const TableRow *row, size_t i, Measure *out) {
  const ProfileColumn *column = &wide->profile->columns.items[i];
  Arena *a = wide->import->arena;
  const char *text, *field = "";
  IntakeNotes notes = {0};
  Err err = {0};
  if (!cell_text(wide, row, &column->cell, wide->readings[i], &text) || !*text) return false;
  MeasureText in = {.test = column->test,
                    .side = column->side,
                    .value = text,
                    .unit = column->unit,
                    .position = column->position,
                    .contraction = column->contraction,
                    .trial = column->trial,
                    .origin = column->origin};
  bool good =
      fits_parse(column, text, &err) && intake_measure(wide->catalog, a, &in, DATE_ISO, out, &notes, &field, &err);
  if (!good) import_refuse(wide->import, row->row, column_name(column), "%s", err.text);
  for (size_t j = 0; good && j < notes.count; j++)
    import_note(wide->import, row->row, column_name(column), strcmp(notes.items[j].field, "unit") == 0,
                notes.items[j].text);
  return good;
}

static bool applies(const Wide *wide, const TableRow *row, size_t i) {
  const char *const *when = wide->profile->columns.items[i].when;
  for (size_t k = 0; when && when[2 * k]; k++)
    if (strcmp(row->cells[wide->when[i][k]], when[2 * k + 1]) != 0) return false;
  return true;
}

/* A row that no reading is for is refused, so that nothing is left out unseen. Named by the columns that tell what it
 * holds, which are those of the first condition. */
static void refuse_row(const Wide *wide, const TableRow *row) {
  size_t i = 0;
  while (!wide->profile->columns.items[i].when) i++;
  const char *const *when = wide->profile->columns.items[i].when;
  Text t = {.arena = wide->import->arena};
  for (size_t k = 0; when[2 * k]; k++)
    text_addf(&t, "%s%s '%.60s'", k ? ", " : "", when[2 * k], row->cells[wide->when[i][k]]);
  import_refuse(wide->import, row->row, "", "the profile '%s' reads nothing of %s", wide->profile->name, text_get(&t));
}

static void remember(Wide *wide, const TableRow *row, const Case *part, const char *const *columns) {
  for (size_t i = 0; wide->profile->repeats == REPEATS_TRIALS && i < part->measure_count; i++)
    *LIST_ADD(wide->import->arena, &wide->taken) = (Reading){
        part->patient.code, part->date, &part->measures[i], row->row, columns[i], table_cell(row, wide->same)};
}

static void read_row(Wide *wide, const TableRow *row) {
  Arena *a = wide->import->arena;
  size_t count = wide->profile->columns.count, applied = 0;
  Case part = {0};
  bool known = read_facts(wide, row, &part);
  const char **columns = arena_array(a, count, sizeof *columns);
  part.measures = arena_array(a, count, sizeof *part.measures);
  for (size_t i = 0; i < count; i++) {
    if (!applies(wide, row, i)) continue;
    applied++;
    if (read_cell(wide, row, i, &part.measures[part.measure_count]))
      columns[part.measure_count++] = column_name(&wide->profile->columns.items[i]);
  }
  if (count && !applied) refuse_row(wide, row);
  if (!known) return;
  import_add(wide->import, row->row, &part, columns);
  remember(wide, row, &part, columns);
}

/* ---- repeats ---- */

static int compare_names(const char *a, const char *b) { return strcmp(a ? a : "", b ? b : ""); }

static int compare_readings(const Reading *x, const Reading *y) {
  int order = strcmp(x->code, y->code);
  if (!order) order = (x->day > y->day) - (x->day < y->day);
  if (!order) order = strcmp(x->measure->test, y->measure->test);
  if (!order) order = (int)x->measure->side - (int)y->measure->side;
  if (!order) order = (int)x->measure->contraction - (int)y->measure->contraction;
  return order ? order : compare_names(x->measure->position, y->measure->position);
}

static int compare_in_order(const void *a, const void *b) {
  const Reading *x = a, *y = b;
  int order = compare_readings(x, y);
  if (!order) order = (x->row > y->row) - (x->row < y->row);
  return order ? order : (x->measure > y->measure) - (x->measure < y->measure); /* of one row: in its order */
}

/* What was done in two ways on one day is no repeat, and one test holds only one of them. */
static bool is_alike(const Wide *wide, const Reading *first, const Reading *reading) {
  if (strcmp(first->same, reading->same) == 0) return true;
  import_refuse(wide->import, reading->row, wide->profile->same,
                "'%.60s', but '%.60s' at row %ld for the same test and day: keep one of them", reading->same,
                first->same, first->row);
  return false;
}

/* Numbers what was done more than once on a day. */
static void number_trials(const Wide *wide) {
  Reading *taken = wide->taken.items;
  size_t count = wide->taken.count;
  if (count > 1) qsort(taken, count, sizeof *taken, compare_in_order);
  for (size_t first = 0, end; first < count; first = end) {
    for (end = first + 1; end < count && compare_readings(&taken[first], &taken[end]) == 0;) end++;
    for (size_t i = first; end - first > 1 && i < end; i++) {
      if (!is_alike(wide, &taken[first], &taken[i])) continue;
      taken[i].measure->trial = (int)(i - first + 1);
      if (i - first >= 99)
        import_refuse(wide->import, taken[i].row, taken[i].column, "more than 99 trials of one test on one day");
    }
  }
}

void wide_read(const Catalog *catalog, const ReadOptions *options, const Table *table, Import *import) {
  Wide wide = {.catalog = catalog, .options = options, .profile = options->profile, .table = table, .import = import};
  if (!find_columns(&wide)) return;
  for (size_t i = 0; i < table->rows.count; i++) read_row(&wide, &table->rows.items[i]);
  number_trials(&wide);
}
