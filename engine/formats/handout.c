/* What a patient takes home: when to stop, what was found in plain words, the week, each exercise with its figure, the
 * advice, and a sheet to tick. School grade 6 or below; why a rule fired is for the clinician and stands elsewhere. */
#include "say.h"

#include "drawing/figure.h"
#include "handout.h"
#include "manner.h"
#include "needs.h"
#include "program/dose.h"
#include <math.h>
#include <string.h>

/* ---- head ---- */

static void put_head(const Say *say) {
  const Document *doc = say->doc;
  FolioEntries facts = {0};
  folio_entry(say->f, &facts, say_word(say, WORD_label_name), doc->person ? doc->person->name : NULL);
  folio_entry(say->f, &facts, say_word(say, WORD_label_patient), doc->result->patient);
  folio_entry(say->f, &facts, say_word(say, WORD_label_tested), date_format(say->a, doc->result->date));
  folio_list(say->f, LIST_FACTS, &facts);
  say_letter(say, false);
  say_stops(say);
  say_status(say);
  if (doc->result->open_count)
    folio_paragraph(say->f, TONE_WARNING, FILL(say, open_flags, "n", say_count(say, (long)doc->result->open_count)));
}

static bool is_stop(const Result *result, const Finding *finding) {
  for (size_t i = 0; i < result->stop_count; i++)
    if (strcmp(result->stops[i].rule, finding->rule) == 0 && strcmp(result->stops[i].pack, finding->pack) == 0)
      return true;
  return false;
}

/* In the rules' own words for patients; beside a referral nothing but the referral. */
static void put_told(const Say *say) {
  const Result *result = say->doc->result;
  FolioEntries entries = {0};
  for (size_t i = 0, sides; i < result->finding_count; i += sides) {
    const Finding *finding = &result->findings[i];
    sides = finding_sides(result, i);
    if (finding->truth != TRUTH_TRUE || !finding->tell || !*finding->tell || finding_first(result, i) != i) continue;
    if (say_refers(result) && !is_stop(result, finding)) continue;
    folio_entry(say->f, &entries, NULL, say_sides(say, finding->tell, sides, finding->side));
  }
  if (!entries.list.count) return;
  say_heading(say, 2, WORD_told_heading);
  folio_list(say->f, LIST_BULLETS, &entries);
}

/* ---- when to stop ---- */

static void add_once(Folio *f, FolioEntries *entries, const char *text) {
  for (size_t i = 0; i < entries->list.count; i++)
    if (strcmp(entries->list.items[i].text, folio_line(f->arena, text)) == 0) return;
  folio_entry(f, entries, NULL, text);
}

/* What every exercise of the program says of stopping, each sentence once, and the signs of an emergency. */
static void put_stop_rules(const Say *say) {
  const Program *program = say->doc->program;
  const Letterhead *head = say->doc->letterhead;
  FolioEntries rules = {0}, signs = {0};
  for (size_t i = 0; i < program->item_count; i++) {
    const Exercise *exercise = catalog_exercise(say->doc->catalog, program->items[i].exercise);
    if (exercise) add_once(say->f, &rules, exercise->stop);
  }
  folio_entry(say->f, &rules, NULL, say_word(say, WORD_warning_call));
  for (WordId id = WORD_warning_numb; id <= WORD_warning_legs; id++)
    folio_entry(say->f, &signs, NULL, say_word(say, id));
  folio_begin(say->f, GROUP_BOX);
  say_heading(say, 2, WORD_warning_heading);
  folio_list(say->f, LIST_BULLETS, &rules);
  if (head && head->emergency)
    folio_paragraph(say->f, TONE_PLAIN, FILL(say, warning_emergency, "number", head->emergency));
  else
    say_paragraph(say, TONE_PLAIN, WORD_warning_hospital);
  folio_list(say->f, LIST_BULLETS, &signs);
  folio_end(say->f);
}

/* ---- the week ---- */

/* The next exercise behind item `at`: its sides stand below each other. */
static size_t next_exercise(const Program *program, size_t at) {
  size_t next = at + 1;
  while (next < program->item_count && text_equal(program->items[next].exercise, program->items[at].exercise)) next++;
  return next;
}

size_t handout_letter(const Program *program, const char *letter) {
  size_t n = 0;
  for (size_t i = 0; i < program->item_count; i = next_exercise(program, i), n++)
    if (strcmp(handout_letters(n), letter) == 0) return i;
  return program->item_count;
}

const char *handout_letters(size_t n) {
  static const char letters[] = "A\0B\0C\0D\0E\0F\0G\0H\0I\0J\0K\0L\0M\0N\0O\0P\0Q\0R\0S\0T\0U\0V\0W\0X\0Y\0Z";
  return n < 26 ? letters + 2 * n : "";
}

static const char *lettered(const Say *say, size_t n, const char *name) {
  return n < 26 ? arena_printf(say->a, "%s. %s", handout_letters(n), name) : name;
}

static unsigned days_of(const Program *program, size_t from, size_t to) {
  unsigned days = 0;
  for (size_t i = from; i < to; i++) days |= program->items[i].days;
  return days;
}

static const char *weeks_of(const Say *say, const ProgramItem *item) {
  return FILL(say, weeks_range, "from", say_count(say, item->week_from), "to", say_count(say, item->week_to));
}

/* Exercises over the days of a week; nothing when an edited program names no days. */
static void put_plan(const Say *say) {
  const Program *program = say->doc->program;
  const char *columns[9] = {say_word(say, WORD_column_exercise)};
  for (int day = 0; day < 7; day++) columns[1 + day] = say_word(say, (WordId)(WORD_weekday_mon + day));
  columns[8] = say_word(say, WORD_column_weeks);
  FolioTable table = {.name = say_word(say, WORD_week_heading),
                      .kind = TABLE_PLAN,
                      .columns = columns,
                      .column_count = ARRAY_LEN(columns)};
  if (!days_of(program, 0, program->item_count)) return;
  for (size_t i = 0, n = 0, next; i < program->item_count; i = next, n++) {
    const ProgramItem *item = &program->items[i];
    next = next_exercise(program, i);
    folio_cell(say->f, &table, lettered(say, n, item->name));
    for (int day = 0; day < 7; day++)
      folio_cell(say->f, &table, days_of(program, i, next) >> day & 1 ? say_word(say, WORD_plan_mark) : "");
    folio_cell(say->f, &table, weeks_of(say, item));
  }
  folio_table(say->f, &table);
}

/* The first day on which a measure behind the findings is due. */
static void put_retest(const Say *say) {
  const Document *doc = say->doc;
  Day first = 0;
  for (size_t i = 0; i < doc->retest_count; i++)
    if (!first || doc->retests[i].again < first) first = doc->retests[i].again;
  if (first) folio_paragraph(say->f, TONE_PLAIN, FILL(say, retest_told, "day", date_format(say->a, first)));
}

static void put_week(const Say *say) {
  const Program *program = say->doc->program;
  say_heading(say, 2, WORD_week_heading);
  folio_paragraph(say->f, TONE_PLAIN,
                  FILL(say, program_summary, "sessions", say_often(say, program->sessions_per_week), "minutes",
                       FILL(say, minutes, "n", say_number(say, ceil(program->minutes), 0)), "weeks",
                       say_count(say, program->weeks)));
  put_plan(say);
  put_retest(say);
}

/* ---- the exercises ---- */

/* "3 times 12" */
static const char *told_dose(const Say *say, const ProgramItem *item) {
  const char *sets = say_count(say, item->sets), *reps = say_count(say, item->reps);
  const char *hold = say_count(say, item->hold_s);
  bool one = item->sets == 1;
  if (!item->hold_s)
    return one ? FILL(say, tell_reps_one, "reps", reps) : FILL(say, tell_reps, "sets", sets, "reps", reps);
  if (item->reps < 2)
    return one ? FILL(say, tell_hold_one, "hold", hold) : FILL(say, tell_hold, "sets", sets, "hold", hold);
  return one ? FILL(say, tell_reps_hold_one, "reps", reps, "hold", hold)
             : FILL(say, tell_reps_hold, "sets", sets, "reps", reps, "hold", hold);
}

/* "left side: 3 times 12, right side: 2 times 12" */
static const char *told_doses(const Say *say, size_t from, size_t to) {
  const Program *program = say->doc->program;
  Text text = {.arena = say->a};
  for (size_t i = from; i < to; i++) {
    const ProgramItem *item = &program->items[i];
    const Exercise *exercise = catalog_exercise(say->doc->catalog, item->exercise);
    const char *dose = told_dose(say, item);
    if (item->side != SIDE_BOTH)
      dose = item->side == SIDE_LEFT ? FILL(say, tell_left, "dose", dose) : FILL(say, tell_right, "dose", dose);
    else if (exercise && exercise->unilateral)
      dose = FILL(say, tell_each, "dose", dose);
    text_addf(&text, "%s%s", text.len ? ", " : "", dose);
  }
  return text_get(&text);
}

/* Behind the stop of a sentence; "1.5" has none. */
static const char *sentence_end(const char *at) {
  while (*at && !(strchr(".!?", *at) && (at[1] == ' ' || !at[1]))) at++;
  return *at ? at + 1 : at;
}

/* Sentences of a movement, one a step. */
static void add_steps(const Say *say, FolioEntries *steps, const char *text) {
  for (const char *at = folio_line(say->a, text), *end; *at; at = end) {
    end = sentence_end(at);
    folio_entry(say->f, steps, NULL, arena_copy_n(say->a, at, (size_t)(end - at)));
  }
}

static void put_manner(const Say *say, const Exercise *exercise, const ProgramItem *item) {
  const Dosage *row = catalog_dosage(say->doc->catalog, item->dose);
  FolioEntries facts = {0};
  if (row) {
    folio_entry(say->f, &facts, say_word(say, WORD_label_tempo), row->tempo.say);
    folio_entry(say->f, &facts, say_word(say, WORD_label_effort), row->effort.say);
    folio_entry(say->f, &facts, say_word(say, WORD_label_load), dose_load(exercise, row));
  }
  folio_entry(say->f, &facts, say_word(say, WORD_label_breathing), exercise->breathing);
  folio_entry(say->f, &facts, say_word(say, WORD_label_mistakes), exercise->mistakes);
  folio_list(say->f, LIST_FACTS, &facts);
}

/* Its start and its end; the only side where there is but one. The steps beside it say the same in words. */
static void put_figure(const Say *say, const Exercise *exercise, size_t from, size_t to) {
  const ProgramItem *items = say->doc->program->items;
  Picture *picture = arena_alloc(say->a, sizeof *picture);
  Side side = to - from == 1 ? items[from].side : SIDE_BOTH;
  if (figure_picture(say->a, exercise, side, say->doc->words, picture)) folio_drawing(say->f, picture, "", NULL);
}

static void put_exercise(const Say *say, size_t from, size_t to, size_t n) {
  const ProgramItem *item = &say->doc->program->items[from];
  const Exercise *exercise = catalog_exercise(say->doc->catalog, item->exercise);
  FolioEntries facts = {0}, steps = {0};
  folio_begin(say->f, GROUP_KEPT);
  folio_heading(say->f, 3, lettered(say, n, item->name));
  if (exercise) put_figure(say, exercise, from, to);
  folio_entry(say->f, &facts, say_word(say, WORD_column_dose), told_doses(say, from, to));
  folio_entry(say->f, &facts, say_word(say, WORD_column_often), manner_often(say->doc->words, say->a, item));
  if (item->rest_s && item->sets > 1)
    folio_entry(say->f, &facts, say_word(say, WORD_label_rest), FILL(say, rest, "n", say_count(say, item->rest_s)));
  if (exercise) {
    folio_entry(say->f, &facts, say_word(say, WORD_label_equipment), say_equipment(say, exercise));
    folio_entry(say->f, &facts, say_word(say, WORD_label_setup), exercise->setup);
    add_steps(say, &steps, exercise->movement);
  }
  folio_list(say->f, LIST_FACTS, &facts);
  folio_list(say->f, LIST_STEPS, &steps);
  if (exercise) put_manner(say, exercise, item);
  folio_end(say->f);
}

static void put_phase(const Say *say, Phase phase) {
  int from, to;
  program_phase(say->doc->program, phase, &from, &to);
  folio_heading(say->f, 2,
                FILL(say, exercises_phase, "phase", say_word(say, (WordId)(WORD_phase_lengthen + (int)phase)), "from",
                     say_count(say, from), "to", say_count(say, to)));
}

static void put_exercises(const Say *say) {
  const Program *program = say->doc->program;
  for (size_t i = 0, n = 0, next; i < program->item_count; i = next, n++) {
    Phase phase = program->items[i].phase;
    next = next_exercise(program, i);
    if (!i || program->items[i - 1].phase != phase) put_phase(say, phase);
    put_exercise(say, i, next, n);
  }
}

/* ---- the sheet to tick ---- */

/* Is some side of the exercise planned for this week and day? An item without days is for any. */
static bool is_planned(const Program *program, size_t from, size_t to, int week, int day) {
  for (size_t i = from; i < to; i++) {
    const ProgramItem *item = &program->items[i];
    if (item->week_from <= week && week <= item->week_to && (!item->days || item->days >> day & 1)) return true;
  }
  return false;
}

static void add_row(const Say *say, FolioTable *table, int week, int day) {
  const Program *program = say->doc->program;
  const char *name = say_word(say, (WordId)(WORD_weekday_mon + day));
  folio_cell(say->f, table, FILL(say, tick_day, "week", say_count(say, week), "day", name));
  for (size_t i = 0, n = 0, next; i < program->item_count && n < 26; i = next, n++) {
    next = next_exercise(program, i);
    folio_cell(say->f, table, is_planned(program, i, next, week, day) ? FOLIO_TICK : say_word(say, WORD_tick_none));
  }
  folio_cell(say->f, table, ""), folio_cell(say->f, table, "");
}

static void put_ticks(const Say *say) {
  const Document *doc = say->doc;
  const Program *program = doc->program;
  unsigned days = days_of(program, 0, program->item_count);
  LIST(const char *) columns = {0};
  if (!days || !doc->revision) return;
  *LIST_ADD(say->a, &columns) = say_word(say, WORD_tick_column);
  for (size_t i = 0, n = 0; i < program->item_count && n < 26; i = next_exercise(program, i), n++)
    *LIST_ADD(say->a, &columns) = handout_letters(n);
  *LIST_ADD(say->a, &columns) = say_word(say, WORD_tick_pain);
  *LIST_ADD(say->a, &columns) = say_word(say, WORD_tick_effort);
  FolioTable table = {.name = say_word(say, WORD_tick_heading),
                      .kind = TABLE_TICKS,
                      .columns = columns.items,
                      .column_count = columns.count};
  for (int week = 1; week <= program->weeks; week++)
    for (int day = 0; day < 7; day++)
      if (days >> day & 1) add_row(say, &table, week, day);
  folio_begin(say->f, GROUP_SHEET);
  say_heading(say, 2, WORD_tick_heading);
  say_paragraph(say, TONE_PLAIN, WORD_tick_note);
  folio_paragraph(say->f, TONE_PLAIN,
                  FILL(say, tick_code, "code", arena_printf(say->a, "%s/%d", doc->result->patient, doc->revision)));
  folio_table(say->f, &table);
  folio_end(say->f);
}

/* ---- foot ---- */

static void put_contact(const Say *say) {
  const Letterhead *head = say->doc->letterhead;
  FolioEntries facts = {0};
  if (!head) return;
  folio_entry(say->f, &facts, say_word(say, WORD_label_clinic), head->name);
  folio_entry(say->f, &facts, say_word(say, WORD_label_phone), head->phone);
  folio_entry(say->f, &facts, say_word(say, WORD_label_email), head->email);
  folio_entry(say->f, &facts, say_word(say, WORD_label_web), head->web);
  if (!facts.list.count) return;
  say_heading(say, 2, WORD_contact_heading);
  folio_list(say->f, LIST_FACTS, &facts);
}

static void put_foot(const Say *say) {
  const Document *doc = say->doc;
  put_contact(say);
  say_letter(say, true);
  say_paragraph(say, TONE_NOTE, WORD_basis_limits);
  if (doc->program_number)
    folio_paragraph(say->f, TONE_NOTE,
                    FILL(say, program_proof, "number", say_count(say, doc->program_number), "revision",
                         say_count(say, doc->revision), "hash", document_hash(say->a, doc)));
  if (doc->head) folio_paragraph(say->f, TONE_NOTE, FILL(say, record_head, "head", doc->head));
  if (doc->engine) folio_paragraph(say->f, TONE_NOTE, FILL(say, made_by, "engine", doc->engine));
}

static void put_program(const Say *say) {
  const Program *program = say->doc->program;
  if (!program || program->stopped || say_refers(say->doc->result)) {
    put_told(say);
    return;
  }
  put_stop_rules(say);
  say_advice(say, BLOCK_FIRST, BLOCK_FIRST, false);
  if (program->item_count) {
    put_week(say);
    put_exercises(say);
  } else
    say_paragraph(say, TONE_PLAIN, WORD_program_none);
  if (program->advice_count) say_heading(say, 2, WORD_advice_heading);
  say_advice(say, BLOCK_WARM_UP, BLOCK_OTHER, false);
  put_told(say);
  if (program->item_count) put_ticks(say);
}

void handout_build(const Document *document, Folio *folio) {
  const Say say = {.doc = document, .f = folio, .a = folio->arena};
  const Program *program = document->program;
  bool trains = program && program->item_count && !say_refers(document->result);
  folio->title = folio_line(say.a, say_word(&say, trains ? WORD_handout_title : WORD_handout_other));
  folio->foot = document->revision ? FILL(&say, foot_program, "code", document->result->patient, "revision",
                                          say_count(&say, document->revision))
                                   : FILL(&say, patient, "code", document->result->patient);
  folio->foot = folio_line(say.a, folio->foot);
  if (trains && document->revision) folio->key = document_hash(say.a, document);
  put_head(&say);
  put_program(&say);
  put_foot(&say);
}
