/* A program on a made log, week by week. Nothing is stored. */
#include "sitting/simulate.h"

#include "base/file.h"
#include "commands/commands.h"
#include "commands/record.h"
#include "commands/steps.h"
#include "formats/table.h"
#include "sitting/cases.h"
#include "sitting/diary.h"

#include <string.h>

/* ---- the made log ---- */

enum { WEEK, DONE, EXERCISE, MUST = EXERCISE };
static const char *const columns[] = {"week", "done", "exercise", "pain", "effort", "morning", "spread", "numb", NULL};
enum { COLUMNS = ARRAY_LEN(columns) - 1 };

static bool read_cell(const char *name, const char *text, MadeWeek *week, Err *err) {
  long number;
  if (strcmp(name, "week") == 0) {
    if (!text_parse_int(text, 1, 52, &number))
      return fail(err, ERR_DATA, name, "'%.40s' is outside 1 to 52: write a whole number", text);
    week->week = (int)number;
    return true;
  }
  if (strcmp(name, "exercise") == 0) return week->log.exercise = *text ? text : NULL, true;
  return (!*text && strcmp(name, "done") != 0) || diary_read(name, text, &week->log, err);
}

static void check_exercise(Session *s, const Program *program, Import *import, const TableRow *row, const char *id) {
  Nearest near = {.word = id};
  bool known = !id || catalog_exercise(s->rows, id);
  for (size_t i = 0; !known && i < program->item_count; i++) text_near(&near, program->items[i].exercise);
  if (!known)
    import_refuse(import, row->row, "exercise", "unknown exercise '%.60s'%s", id, text_near_hint(&s->run, &near));
}

static void read_row(Session *s, const Program *program, Import *import, const TableRow *row, const int at[],
                     MadeWeek *out) {
  *out = (MadeWeek){.log = DIARY_BLANK};
  for (int i = 0; i < COLUMNS; i++) {
    Err err = {0};
    if (!read_cell(columns[i], table_cell(row, at[i]), out, &err))
      import_refuse(import, row->row, columns[i], "%s", err.text);
  }
  check_exercise(s, program, import, row, out->log.exercise);
}

static bool read_file(Session *s, const char *path, const Program *program, MadeWeek **out, size_t *count, Err *err) {
  FileText file;
  Import import;
  Table table = {0};
  int at[COLUMNS];
  if (!file_read(&s->run, path, path, TABLE_FILE_MAX, &file, err)) return false;
  import_begin(&import, &s->run, "row");
  if (table_parse(&import, file.text, file.size, &table)) table_map(&import, &table, columns, MUST, at);
  *count = import.refused.count ? 0 : table.rows.count;
  *out = arena_array(&s->run, *count, sizeof **out);
  for (size_t i = 0; i < *count; i++) read_row(s, program, &import, &table.rows.items[i], at, &(*out)[i]);
  if (!import.refused.count) return true;
  const Refusal *first = &import.refused.items[0];
  const char *where =
      arena_printf(&s->run, "%s: row %ld%s%s", path, first->row, *first->column ? ", column " : "", first->column);
  return fail(err, ERR_DATA, first->row ? where : path, "%s", first->text);
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
  if (!session_rows(s, err) || !cases_last(s, code, &result, &stored, err)) return false;
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
