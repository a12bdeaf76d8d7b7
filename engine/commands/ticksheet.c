#include "commands/ticksheet.h"

#include "formats/table.h"
#include "sitting/course.h"

#include <stdlib.h>
#include <string.h>

enum { PATIENT, DATE, DONE, REVISION, EXERCISE, MUST = REVISION };
static const char *const columns[] = {"patient", "date",    "done",   "revision", "exercise", "pain",
                                      "effort",  "morning", "spread", "numb",     NULL};
enum { COLUMNS = ARRAY_LEN(columns) - 1 };

typedef struct Tick {
  long row;
  const char *code;
  StoredLog log;
  bool against; /* an earlier row of the file, and refused for it */
} Tick;

typedef LIST(Tick) Ticks;

/* ---- reading ---- */

bool ticksheet_is(Arena *a, const char *data, size_t len) {
  Import import;
  Table table;
  const char *end = memchr(data, '\n', len);
  import_begin(&import, a, "row");
  if (!table_parse(&import, data, end ? (size_t)(end + 1 - data) : len, &table)) return false;
  for (int i = 0; i < MUST; i++)
    if (table_column(&table, columns[i]) < 0) return false;
  return true;
}

static bool read_cell(Arena *a, int column, const char *text, Tick *tick, Err *err) {
  const char *name = columns[column];
  long revision = tick->log.revision;
  switch (column) {
  case PATIENT:
    return course_sheet(a, text, &tick->code, &tick->log.revision, err) &&
           (*text || fail(err, ERR_DATA, name, "no code of a patient"));
  case DATE:
    return date_parse(text, DATE_ISO, &tick->log.day) ||
           fail(err, ERR_DATA, name, "'%.40s' is no date of the calendar: write YYYY-MM-DD", text);
  case EXERCISE: tick->log.exercise = *text ? text : NULL; return true;
  case REVISION:
    if (*text && !text_parse_int(text, 1, 1000000, &revision))
      return fail(err, ERR_DATA, name, "'%.40s' is no number of a revision: write 1, 2, ...", text);
    tick->log.revision = (int)revision;
    return true;
  default: return (!*text && column != DONE) || diary_read(name, text, &tick->log, err);
  }
}

static void read_row(Import *import, const TableRow *row, const int at[], Ticks *ticks) {
  Tick tick = {.row = row->row, .log = DIARY_BLANK};
  size_t before = import->refused.count;
  for (int i = 0; i < COLUMNS; i++) {
    Err err = {0};
    if (!read_cell(import->arena, i, table_cell(row, at[i]), &tick, &err))
      import_refuse(import, row->row, columns[i], "%s", err.text);
  }
  if (import->refused.count == before) *LIST_ADD(import->arena, ticks) = tick;
}

/* By patient, day and exercise, the session before its exercises. */
static int compare_keys(const Tick *a, const Tick *b) {
  int order = strcmp(a->code, b->code);
  if (!order) order = (a->log.day > b->log.day) - (a->log.day < b->log.day);
  return order ? order : strcmp(a->log.exercise ? a->log.exercise : "", b->log.exercise ? b->log.exercise : "");
}

static int compare_ticks(const void *a, const void *b) {
  int order = compare_keys(a, b);
  return order ? order
               : (((const Tick *)a)->row > ((const Tick *)b)->row) - (((const Tick *)a)->row < ((const Tick *)b)->row);
}

static bool same_values(const StoredLog *a, const StoredLog *b) {
  return a->done_pct == b->done_pct && a->pain == b->pain && a->effort == b->effort && a->morning == b->morning &&
         a->spread == b->spread && a->numb == b->numb;
}

static void check_repeats(Import *import, Ticks *ticks) {
  for (size_t i = 1; i < ticks->count; i++) {
    const Tick *earlier = &ticks->items[i - 1];
    Tick *tick = &ticks->items[i];
    tick->against = compare_keys(earlier, tick) == 0 && !same_values(&earlier->log, &tick->log);
    if (tick->against)
      import_refuse(import, tick->row, "", "row %ld says otherwise of the same day and exercise", earlier->row);
  }
}

static void read_ticks(Import *import, const char *data, size_t len, Ticks *ticks) {
  Table table;
  int at[COLUMNS];
  if (!table_parse(import, data, len, &table) || !table_map(import, &table, columns, MUST, at)) return;
  for (size_t i = 0; i < table.rows.count; i++) read_row(import, &table.rows.items[i], at, ticks);
  if (ticks->count > 1) qsort(ticks->items, ticks->count, sizeof *ticks->items, compare_ticks);
  check_repeats(import, ticks);
}

/* ---- storing ---- */

static bool add_tick(Session *s, Logbook *book, Tick *tick, StoreChange *change, Err *err) {
  /* The row that begins a program moves its weeks: what was read of it before no longer holds. */
  bool open = book->row && book->row->status == STATUS_ACTIVE && strcmp(book->course.code, tick->code) == 0;
  if (!open) *book = (Logbook){0};
  if (!open && !course_logbook(s, tick->code, book, err)) return false;
  return course_add_log(s, book, &tick->log, change, err);
}

/* The column that a fault of the course speaks of. */
static const char *column_of(const Err *err) {
  if (strcmp(err->where, "DATE") == 0) return columns[DATE];
  if (strcmp(err->where, "EXERCISE") == 0) return columns[EXERCISE];
  return strcmp(err->where, columns[REVISION]) == 0 ? columns[REVISION] : columns[PATIENT];
}

static bool add_ticks(Session *s, Ticks *ticks, bool correct, Import *import, TickCounts *n, Err *err) {
  Logbook book = {0};
  for (size_t i = 0; i < ticks->count; i++) {
    Tick *tick = &ticks->items[i];
    StoreChange change = STORE_ADDED;
    Err fault = {0};
    if (tick->against) continue;
    if (!add_tick(s, &book, tick, &change, &fault)) {
      if (fault.kind != ERR_DATA) {
        *err = fault;
        return false;
      }
      import_refuse(import, tick->row, column_of(&fault), "%s", fault.text);
      continue;
    }
    if (change == STORE_CORRECTED && !correct)
      import_refuse(import, tick->row, "", "other values are stored for this day: --correct replaces them");
    if (diary_warns(&tick->log))
      import_note(import, tick->row, tick->log.spread > 0 ? "spread" : "numb", false,
                  arena_printf(&s->run, "%s: overrides every number", tick->code));
    n->rows++;
    n->patients += i == 0 || strcmp(ticks->items[i - 1].code, tick->code) != 0;
    n->there += change == STORE_ALREADY_THERE;
    n->corrected += change == STORE_CORRECTED;
    n->warns = n->warns || diary_warns(&tick->log);
  }
  return true;
}

bool ticksheet_take(Session *s, const char *data, size_t len, bool correct, Import *import, TickCounts *counts,
                    Err *err) {
  Ticks ticks = {0};
  *counts = (TickCounts){0};
  import_begin(import, &s->run, "row");
  read_ticks(import, data, len, &ticks);
  if (!session_store(s, STORE_EXISTING, err) || !store_begin(s->store, err)) return false;
  bool good = add_ticks(s, &ticks, correct, import, counts, err) && import_finish(import, err);
  if (good) return store_commit(s->store, err);
  store_rollback(s->store);
  return false;
}
