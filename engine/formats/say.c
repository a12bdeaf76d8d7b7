#include "say.h"

#include "rules/goal.h"
#include <math.h>
#include <string.h>

const char *say_word(const Say *say, WordId id) { return say->doc->words->text[id]; }

const char *say_count(const Say *say, long n) { return arena_printf(say->a, "%ld", n); }

const char *say_number(const Say *say, double value, int decimals) {
  Text text = {.arena = say->a};
  text_add_short(&text, value, decimals);
  return text_get(&text);
}

const char *say_percent(const Say *say, double certainty) {
  if (isnan(certainty)) return "";
  double rounded = round(100 * certainty);
  if (certainty < 1 && rounded > 99) rounded = 99;
  return FILL(say, certainty, "percent", say_number(say, rounded, 0));
}

/* ---- sides and targets ---- */

const char *say_side(const Say *say, Side side) {
  return side == SIDE_BOTH ? "" : say_word(say, side == SIDE_LEFT ? WORD_side_left : WORD_side_right);
}

const char *say_with_side(const Say *say, const char *text, Side side) {
  return side == SIDE_BOTH ? text : FILL(say, noted, "text", text, "note", say_side(say, side));
}

const char *say_sides(const Say *say, const char *text, size_t sides, Side side) {
  if (sides < 2) return say_with_side(say, text, side);
  return FILL(say, noted, "text", text, "note", say_word(say, WORD_both_sides));
}

const char *say_target_name(const Say *say, const char *id) {
  const Muscle *muscle = catalog_muscle(say->doc->catalog, id);
  return muscle ? muscle->name : id;
}

const char *say_target(const Say *say, Action action, const char *id, Side side) {
  const char *verb = say_word(say, (WordId)(WORD_action_strengthen + (int)action));
  return say_with_side(say, arena_printf(say->a, "%s %s", verb, say_target_name(say, id)), side);
}

/* ---- items of a program ---- */

const char *say_often(const Say *say, int per_week) {
  return per_week == 1 ? say_word(say, WORD_per_week_one) : FILL(say, per_week_many, "n", say_count(say, per_week));
}

const char *say_equipment(const Say *say, const Exercise *exercise) {
  Text text = {.arena = say->a};
  for (const char *const *id = exercise->equipment; id && *id; id++)
    text_addf(&text, "%s%s", text.len ? ", " : "", *id);
  for (char *at = text.data; at && *at; at++)
    if (*at == '_') *at = ' ';
  return text_get(&text);
}

/* ---- parts ---- */

void say_paragraph(const Say *say, Tone tone, WordId id) { folio_paragraph(say->f, tone, say_word(say, id)); }

void say_heading(const Say *say, int level, WordId id) { folio_heading(say->f, level, say_word(say, id)); }

FolioTable say_table(const Say *say, WordId name, const WordId *columns, size_t count) {
  const char **texts = arena_array(say->a, count, sizeof *texts);
  for (size_t i = 0; i < count; i++) texts[i] = say_word(say, columns[i]);
  return (FolioTable){.name = say_word(say, name), .columns = texts, .column_count = count};
}

void say_section(const Say *say, WordId title, const char *note, ListKind kind, const FolioEntries *entries) {
  if (!entries->list.count) return;
  say_heading(say, 3, title);
  folio_paragraph(say->f, TONE_NOTE, note);
  folio_list(say->f, kind, entries);
}

bool say_refers(const Result *result) { return result->stop_count && result->stops[0].urgency != URGENCY_CAUTION; }

void say_stops(const Say *say) {
  const Result *result = say->doc->result;
  FolioEntries entries = {0};
  if (!result->stop_count) return;
  for (size_t i = 0; i < result->stop_count; i++) {
    const Stop *stop = &result->stops[i];
    const char *urgency = say_word(say, (WordId)(WORD_urgency_caution + (int)stop->urgency));
    folio_entry(say->f, &entries, FILL(say, noted, "text", stop->title, "note", urgency), stop->text);
  }
  folio_begin(say->f, GROUP_BOX);
  say_heading(say, 2, say_refers(result) ? WORD_stop_heading : WORD_caution_heading);
  folio_list(say->f, LIST_BULLETS, &entries);
  if (say_refers(result)) say_paragraph(say, TONE_WARNING, WORD_stop_no_program);
  folio_end(say->f);
}

void say_status(const Say *say) {
  const Document *doc = say->doc;
  if (say_refers(doc->result)) return;
  if (doc->status == STATUS_DRAFT)
    say_paragraph(say, TONE_WARNING, WORD_draft);
  else if (doc->status > STATUS_ACTIVE)
    say_paragraph(say, TONE_WARNING, WORD_ended);
  if (doc->approved_by && doc->approved)
    folio_paragraph(say->f, TONE_PLAIN,
                    FILL(say, approved, "revision", say_count(say, doc->revision), "name", doc->approved_by, "date",
                         date_format(say->a, doc->approved)));
}

/* Exercises that advice names need not be items of the program: who does them is told how, who reads why their names. */
static void add_exercises(const Say *say, FolioEntries *entries, const Advice *row, bool how) {
  Text names = {.arena = say->a};
  for (const char *const *id = row ? row->exercises : NULL; id && *id; id++) {
    const Exercise *exercise = catalog_exercise(say->doc->catalog, *id);
    if (exercise && how)
      folio_entry(say->f, entries, exercise->name, arena_printf(say->a, "%s %s", exercise->setup, exercise->movement));
    else if (exercise)
      text_addf(&names, "%s%s", names.len ? "; " : "", exercise->name);
  }
  folio_entry(say->f, entries, say_word(say, WORD_column_exercise), text_get(&names));
}

static void add_advice(const Say *say, FolioEntries *entries, const AdviceItem *item, bool with_why) {
  const Advice *row = catalog_advice(say->doc->catalog, item->id);
  bool why = with_why && item->why && *item->why;
  folio_entry(say->f, entries, NULL, why ? FILL(say, advice_why, "text", item->text, "why", item->why) : item->text);
  add_exercises(say, entries, row, !with_why);
}

void say_advice(const Say *say, AdviceBlock from, AdviceBlock to, bool why) {
  const Program *program = say->doc->program;
  for (AdviceBlock block = from; block <= to; block++) {
    FolioEntries entries = {0};
    for (size_t i = 0; i < program->advice_count; i++)
      if (catalog_block(say->doc->catalog, program->advice[i].id) == block)
        add_advice(say, &entries, &program->advice[i], why);
    if (!entries.list.count) continue;
    say_heading(say, 3, (WordId)(WORD_block_first + (int)block));
    folio_list(say->f, LIST_BULLETS, &entries);
  }
}

void say_letter(const Say *say, bool closing) {
  const Letterhead *head = say->doc->letterhead;
  const char *text = !head ? NULL : closing ? head->closing : head->opening;
  if (text) folio_paragraph(say->f, TONE_PLAIN, text);
}
