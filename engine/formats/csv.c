/* Measures and patients, one a row, by the columns of the two tables below; measures are written as they are read. */

#include "formats/table.h"
#include "formats/wide.h"

#include "facts/amount.h"
#include <math.h>
#include <string.h>

/* ---- measures ---- */

enum { PATIENT, TEST, SIDE, VALUE, UNIT, DATE, POSITION, CONTRACTION, LEVER, TRIAL, PAIN, SOURCE, MEASURE_COLUMNS };
static const char *const measure_columns[] = {"patient",     "test",    "side",  "value", "unit",   "date", "position",
                                              "contraction", "lever_m", "trial", "pain",  "source", NULL};

/* Makes a faulty field harmless, so that the other faults of the row are found as well. gives false when nothing more
 * can be said. */
static bool pass_over(const Catalog *catalog, const char *field, MeasureText *text) {
  const Test *test = catalog_test(catalog, text->test);
  if (!test) return false;
  if (strcmp(field, "side") == 0) {
    text->side = test->paired ? side_names[SIDE_LEFT] : "";
    return true;
  }
  if (strcmp(field, "value") == 0 || strcmp(field, "unit") == 0) {
    text->value_n = &test->likely_lo;
    text->unit = unit_base(test->unit->dimension)->id;
    return true;
  }
  const char **const optional[] = {&text->position, &text->contraction, &text->lever_m, &text->trial,
                                   &text->pain,     &text->origin,      &text->date};
  static const char *const names[] = {"position", "contraction", "lever_m", "trial", "pain", "source", "date", NULL};
  int found = name_find(names, field);
  if (found >= 0) *optional[found] = "";
  return found >= 0;
}

static bool read_reading(const Catalog *catalog, Import *import, long row, MeasureText text, Measure *out) {
  size_t before = import->refused.count;
  bool good = false, again = true;
  for (int tries = 0; !good && again && tries < MEASURE_COLUMNS; tries++) {
    IntakeNotes notes = {0};
    const char *field = "";
    Err err = {0};
    good = intake_measure(catalog, import->arena, &text, DATE_ISO, out, &notes, &field, &err);
    for (size_t i = 0; good && import->refused.count == before && i < notes.count; i++)
      import_note(import, row, notes.items[i].field, strcmp(notes.items[i].field, "unit") == 0, notes.items[i].text);
    if (good) break;
    import_refuse(import, row, field, "%s", err.text);
    again = pass_over(catalog, field, &text);
  }
  return import->refused.count == before;
}

static void read_measure(const Catalog *catalog, Import *import, const ReadOptions *options, const TableRow *row,
                         const int columns[]) {
  const char *cells[MEASURE_COLUMNS], *field = "patient";
  for (int i = 0; i < MEASURE_COLUMNS; i++) cells[i] = table_cell(row, columns[i]);
  MeasureText text = {.test = cells[TEST],
                      .side = cells[SIDE],
                      .value = cells[VALUE],
                      .unit = cells[UNIT],
                      .date = cells[DATE],
                      .position = cells[POSITION],
                      .contraction = cells[CONTRACTION],
                      .lever_m = cells[LEVER],
                      .trial = cells[TRIAL],
                      .pain = cells[PAIN],
                      .origin = cells[SOURCE]};
  Case part = {.date = options->date, .measure_count = 1};
  Err err = {0};
  bool good =
      intake_patient(import->arena, &(PatientText){.code = cells[PATIENT]}, DATE_ISO, &part.patient, &field, &err);
  if (!good) import_refuse(import, row->row, field, "%s", err.text);
  if (!*cells[DATE] && !options->date) {
    import_refuse(import, row->row, "date", "no date: write YYYY-MM-DD, or give --date for rows without one");
    good = false;
  }
  part.measures = arena_alloc(import->arena, sizeof *part.measures);
  if (!read_reading(catalog, import, row->row, text, part.measures)) good = false;
  if (part.measures->date) part.date = part.measures->date;
  if (good) import_add(import, row->row, &part, NULL);
}

static void read_measures(const Catalog *catalog, Import *import, const ReadOptions *options, const Table *table) {
  int columns[MEASURE_COLUMNS];
  if (!table_map(import, table, measure_columns, options->date ? UNIT + 1 : DATE + 1, columns)) return;
  for (size_t i = 0; i < table->rows.count; i++) read_measure(catalog, import, options, &table->rows.items[i], columns);
}

/* ---- patients ---- */

enum { CODE, SEX, BORN, AGE, MASS, HEIGHT, DOMINANT, SPORT, NAME, FAMILY, GIVEN, CONTACT, PATIENT_COLUMNS };
static const char *const patient_columns[] = {"patient",    "sex",      "born",  "age",  "mass_kg",
                                              "height_cm",  "dominant", "sport", "name", "family_name",
                                              "given_name", "contact",  NULL};

static bool read_facts(Import *import, long row, const char *cells[], Patient *out) {
  size_t before = import->refused.count;
  for (int tries = 0; tries < PATIENT_COLUMNS; tries++) {
    PatientText text = {cells[CODE],     cells[SEX],   cells[BORN], cells[AGE], cells[MASS], cells[HEIGHT],
                        cells[DOMINANT], cells[SPORT], NULL,        NULL,       NULL};
    const char *field = "";
    Err err = {0};
    if (intake_patient(import->arena, &text, DATE_ISO, out, &field, &err)) break;
    import_refuse(import, row, field, "%s", err.text);
    int found = name_find(patient_columns, field);
    cells[found < 0 ? CODE : found] = found > CODE ? "" : "X"; /* the other faults of the row are found as well */
  }
  return import->refused.count == before;
}

static void read_person(Import *import, long row, const char *const cells[], const char *code) {
  const char *kept[4];
  bool any = false;
  for (int i = 0; i < 4; i++) {
    kept[i] = *cells[NAME + i] ? cells[NAME + i] : NULL;
    any = any || kept[i];
  }
  Person person = {code, kept[0], kept[1], kept[2], kept[3]};
  if (any) import_add_person(import, row, &person);
}

static void read_patients(Import *import, const ReadOptions *options, const Table *table) {
  int columns[PATIENT_COLUMNS];
  if (!table_map(import, table, patient_columns, 1, columns)) return;
  for (size_t i = 0; i < table->rows.count; i++) {
    const TableRow *row = &table->rows.items[i];
    const char *cells[PATIENT_COLUMNS];
    Case part = {.date = options->date};
    for (int j = 0; j < PATIENT_COLUMNS; j++) cells[j] = table_cell(row, columns[j]);
    if (!read_facts(import, row->row, cells, &part.patient)) continue;
    import_add(import, row->row, &part, NULL);
    read_person(import, row->row, cells, part.patient.code);
  }
}

/* A file with any column that only measures have is one of measures. */
static bool is_measures(const Table *table) {
  return table_column(table, "test") >= 0 || table_column(table, "value") >= 0;
}

bool csv_read(const Catalog *catalog, Arena *a, const ReadOptions *options, const char *data, size_t len, Import *out,
              Err *err) {
  Table table;
  import_begin(out, a, "row");
  out->skip_bad = options->skip_bad;
  out->latest = options->latest;
  if (table_parse(out, data, len, &table)) {
    if (options->profile)
      wide_read(catalog, options, &table, out);
    else if (is_measures(&table))
      read_measures(catalog, out, options, &table);
    else if (table_column(&table, "patient") >= 0)
      read_patients(out, options, &table);
    else
      import_refuse(out, 1, "",
                    "neither measures (patient, date, test, side, value, unit) nor patients (patient, ...): "
                    "other spreadsheets need a profile, import FILE --profile NAME");
  }
  return import_finish(out, err);
}

/* ---- writing ---- */

/* As an import reads it back to the same bits: in the base unit, with as many digits as that takes. */
static const char *value_text(const Catalog *catalog, Arena *a, const Measure *m) {
  const Test *test = catalog_test(catalog, m->test);
  Text t = {.arena = a};
  if (test && test->ordinal && m->lo == m->hi && amount_is_grade(m->lo)) return amount_text(a, m->lo, m->hi, 1, true);
  if (m->lo == m->hi || isinf(m->lo) || isinf(m->hi)) {
    if (m->lo != m->hi) text_add(&t, isinf(m->lo) ? "<=" : ">=");
    text_add_exact(&t, isinf(m->lo) ? m->hi : m->lo);
  } else {
    text_add_exact(&t, m->lo);
    text_add_char(&t, '-');
    text_add_exact(&t, m->hi);
  }
  return text_get(&t);
}

static const char *number_text(Arena *a, double value, bool known) {
  Text t = {.arena = a};
  if (known) text_add_exact(&t, value);
  return text_get(&t);
}

static void write_measure(const Document *document, const Measure *m, Text *out) {
  Arena *a = out->arena;
  const Case *c = document->given;
  const char *const cells[MEASURE_COLUMNS] = {
      [PATIENT] = c->patient.code,
      [TEST] = m->test,
      [SIDE] = m->side == SIDE_BOTH ? "" : side_names[m->side],
      [VALUE] = value_text(document->catalog, a, m),
      [UNIT] = unit_base(m->quantity)->id,
      [DATE] = date_format(a, m->date ? m->date : c->date),
      [POSITION] = m->position,
      [CONTRACTION] = m->contraction == CONTRACTION_UNKNOWN ? "" : contraction_names[m->contraction],
      [LEVER] = number_text(a, m->lever_m, !isnan(m->lever_m)),
      [TRIAL] = number_text(a, m->trial, m->trial > 0),
      [PAIN] = number_text(a, m->pain, m->pain >= 0),
      [SOURCE] = origin_names[m->origin],
  };
  for (int i = 0; i < MEASURE_COLUMNS; i++) {
    if (i) text_add_char(out, ',');
    text_add_csv(out, cells[i]);
  }
  text_add(out, "\r\n");
}

bool measures_write(const Document *document, Text *out, Err *err) {
  const Case *c = document->given;
  if (!c) return fail(err, ERR_DATA, NULL, "there are no measures to write");
  if (document->bom && !document->continued) text_add(out, "\xEF\xBB\xBF");
  for (int i = 0; i < MEASURE_COLUMNS && !document->continued; i++)
    text_addf(out, "%s%s", i ? "," : "", measure_columns[i]);
  if (!document->continued) text_add(out, "\r\n");
  for (size_t i = 0; i < c->measure_count; i++) write_measure(document, &c->measures[i], out);
  return true;
}
