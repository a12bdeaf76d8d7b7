/* A program on a made log, week by week. Nothing is stored. */
#include "simulate.h"

#include "commands/commands.h"
#include "commands/record.h"
#include "commands/steps.h"
#include "file.h"
#include "formats/table.h"

#include <string.h>

/* ---- the made log ---- */

enum { WEEK, EXERCISE, DONE, PAIN, EFFORT, MORNING, SPREAD, NUMB, COLUMNS };

typedef struct Column {
  const char *name;
  int most; /* numbers 0 .. most; 0: a text; 1: yes or no */
  bool must;
} Column;

static const Column log_columns[COLUMNS] = {
    {"week", 52, true},    {"exercise", 0, false}, {"done", 100, true},  {"pain", 10, false},
    {"effort", 10, false}, {"morning", 1, false},  {"spread", 1, false}, {"numb", 1, false},
};

/* -1: an empty cell */
static bool read_cell(const Column *column, const char *text, int *out) {
  long value = -1;
  bool good = !*text && !column->must;
  if (*text && column->most == 1) {
    value = strcmp(text, "yes") == 0;
    good = value || strcmp(text, "no") == 0;
  } else if (*text) {
    good = text_parse_int(text, 0, column->most, &value);
  }
  *out = (int)value;
  return good;
}

static bool read_row(Session *s, const char *path, const Program *program, const TableRow *row, const int at[],
                     MadeWeek *out, Err *err) {
  int values[COLUMNS];
  for (int i = 0; i < COLUMNS; i++) {
    const char *text = at[i] < 0 ? "" : row->cells[at[i]];
    values[i] = -1;
    if (i == EXERCISE || read_cell(&log_columns[i], text, &values[i])) continue;
    const char *where = arena_printf(&s->run, "%s: row %ld, column %s", path, row->row, log_columns[i].name);
    if (log_columns[i].most == 1) return fail(err, ERR_DATA, where, "'%.40s': write yes or no", text);
    return fail(err, ERR_DATA, where, "'%.40s' is outside 0 to %d: write a whole number", text, log_columns[i].most);
  }
  const char *id = at[EXERCISE] < 0 ? "" : row->cells[at[EXERCISE]];
  *out = (MadeWeek){values[WEEK],   *id ? id : NULL, values[DONE],   values[PAIN],
                    values[EFFORT], values[MORNING], values[SPREAD], values[NUMB]};
  Nearest near = {.word = id};
  bool known = !*id || catalog_exercise(s->rows, id);
  for (size_t i = 0; !known && i < program->item_count; i++) text_near(&near, program->items[i].exercise);
  return known || fail(err, ERR_DATA, arena_printf(&s->run, "%s: row %ld", path, row->row),
                       "unknown exercise '%.60s'%s", id, text_near_hint(&s->run, &near));
}

static bool read_file(Session *s, const char *path, const Program *program, MadeWeek **out, size_t *count, Err *err) {
  FileText file;
  Import import = {0};
  Table table;
  int at[COLUMNS];
  if (!file_read(&s->run, path, path, TABLE_FILE_MAX, &file, err)) return false;
  import_begin(&import, &s->run, "row");
  if (!table_parse(&import, file.text, file.size, &table)) {
    const Refusal *first = import.refused.items;
    return fail(err, ERR_DATA, arena_printf(&s->run, "%s: row %ld", path, first->row), "%s", first->text);
  }
  for (int i = 0; i < COLUMNS; i++) {
    at[i] = table_column(&table, log_columns[i].name);
    if (at[i] < 0 && log_columns[i].must)
      return fail(err, ERR_DATA, path,
                  "there is no column '%s': week, done and, where known, exercise, pain, effort, morning, spread, numb",
                  log_columns[i].name);
  }
  *count = table.rows.count;
  *out = arena_array(&s->run, *count, sizeof **out);
  for (size_t i = 0; i < *count; i++)
    if (!read_row(s, path, program, &table.rows.items[i], at, &(*out)[i], err)) return false;
  return true;
}

static bool read_made(Session *s, const Args *args, const Program *program, int weeks, MadeWeek **out, size_t *count,
                      Err *err) {
  const char *path = args_get(args, "--log"), *name = args_get(args, "--scenario");
  if (path && name) return fail(err, ERR_USAGE, "--scenario", "a log is given: say the one or the other");
  if (path) return read_file(s, path, program, out, count, err);
  int scenario = name ? name_find(scenario_names, name) : 0;
  if (scenario < 0)
    return fail(err, ERR_USAGE, "--scenario", "'%.40s' is none: there are good, sore, missed and spread", name);
  *out = scenario_make(&s->run, scenario, weeks);
  *count = (size_t)weeks;
  return true;
}

/* ---- saying ---- */

static void add_week(Session *s, Text *t, const SimulatedWeek *week, bool last) {
  text_addf(t, "Week %d, up to ", week->week);
  text_add_number(t, ceil(week->program.minutes), 0);
  text_add(t, " minutes a session\n");
  steps_text(s, week->verdicts, last ? NULL : week->changes, week->count, t);
  text_add(t, week->stopped ? "  It ends here: nothing goes on, refer.\n" : "\n");
}

static void add_week_json(Text *t, const SimulatedWeek *week, bool last) {
  text_addf(t, "{\"week\":%d,\"stop\":%s,\"minutes\":", week->week, week->stopped ? "true" : "false");
  text_add_short(t, week->program.minutes, 1);
  text_add(t, ",\"exercises\":");
  steps_json(week->verdicts, last ? NULL : week->changes, week->count, t);
  text_add_char(t, '}');
}

static bool read_weeks(const char *text, const Program *program, int *out, Err *err) {
  long weeks = program->weeks;
  if (text && !text_parse_int(text, 1, program->weeks, &weeks))
    return fail(err, ERR_USAGE, "--weeks", "'%.40s' is outside 1 to %d, the weeks of the program", text,
                program->weeks);
  *out = (int)weeks;
  return true;
}

bool cmd_plan_simulate(Session *s, const Args *args, Err *err) {
  const char *code = args_get(args, "PATIENT");
  StoredResult result;
  StoredProgram stored;
  MadeWeek *made = NULL;
  SimulatedWeek *list;
  Judge *judge;
  size_t made_count = 0, count;
  int weeks = 0;
  Text t = {.arena = &s->run};
  bool json = args_has(args, "--json");
  if (!session_rows(s, err) || !session_last(s, code, &result, &stored, err)) return false;
  const Program *program = &stored.program;
  if (!program->item_count) return fail(err, ERR_DATA, NULL, "the last program of %s has no exercise", code);
  if (!read_weeks(args_get(args, "--weeks"), program, &weeks, err) ||
      !read_made(s, args, program, weeks, &made, &made_count, err) || !steps_judge(s, &judge, err))
    return false;
  bool good = simulate(s->rows, judge, &s->run, &result.result, &stored.limits, program, made, made_count, weeks, &list,
                       &count, err);
  judge_close(judge);
  if (!good) return false;
  if (json)
    text_add(&t, "{\"patient\":"), text_add_json(&t, code), text_add(&t, ",\"weeks\":[");
  else
    text_addf(&t, "%s revision %d on a made log; nothing is stored\n\n", code, stored.revision);
  for (size_t i = 0; i < count; i++) {
    bool last = list[i].week >= program->weeks;
    if (json && i) text_add_char(&t, ',');
    if (json)
      add_week_json(&t, &list[i], last);
    else
      add_week(s, &t, &list[i], last);
  }
  text_add(&t, json ? "]}\n" : "The lines of pain come from tendon trials; for the back they are an analogy.\n");
  fputs(text_get(&t), s->out);
  return true;
}
