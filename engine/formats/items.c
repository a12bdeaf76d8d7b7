/* The program in the clinician's report: its exercises with their reasons, its advice, and what was left out. */
#include "say.h"

#include "formats/manner.h"

#include <math.h>
#include <string.h>

/* Left and right of one exercise, which differ in the dose alone, share a row. */
static size_t item_sides(const Program *program, size_t at) {
  const ProgramItem *one = &program->items[at], *two = one + 1;
  if (at + 1 >= program->item_count || one->side == SIDE_BOTH || two->side == SIDE_BOTH || one->side == two->side)
    return 1;
  bool same = strcmp(one->exercise, two->exercise) == 0 && strcmp(one->why, two->why) == 0 && one->days == two->days &&
              one->week_from == two->week_from && one->week_to == two->week_to && one->per_week == two->per_week;
  return same ? 2 : 1;
}

static const char *item_dose(const Say *say, const ProgramItem *item, size_t sides) {
  const char *doses[2];
  for (size_t i = 0; i < sides; i++) {
    doses[i] = manner_dose(say->doc->words, say->a, &item[i]);
    if (sides > 1)
      doses[i] =
          item[i].side == SIDE_LEFT ? FILL(say, tell_left, "dose", doses[i]) : FILL(say, tell_right, "dose", doses[i]);
  }
  return sides > 1 ? arena_printf(say->a, "%s; %s", doses[0], doses[1]) : doses[0];
}

static void put_items(const Say *say) {
  const Program *program = say->doc->program;
  const WordId ids[] = {WORD_column_exercise, WORD_column_dose,    WORD_column_often,
                        WORD_column_weeks,    WORD_column_minutes, WORD_label_why};
  FolioTable table = say_table(say, WORD_program_heading, ids, ARRAY_LEN(ids));
  for (size_t i = 0, sides; i < program->item_count; i += sides) {
    const ProgramItem *item = &program->items[i];
    const char *side = manner_side(say->doc, item);
    sides = item_sides(program, i);
    folio_cell(say->f, &table, sides > 1 || !*side ? item->name : FILL(say, noted, "text", item->name, "note", side));
    folio_cell(say->f, &table, item_dose(say, item, sides));
    folio_cell(say->f, &table, manner_often(say->doc->words, say->a, item));
    folio_cell(say->f, &table,
               FILL(say, weeks_range, "from", say_count(say, item->week_from), "to", say_count(say, item->week_to)));
    folio_cell(say->f, &table,
               FILL(say, minutes, "n", say_number(say, fmax(1, item->minutes + (sides > 1 ? item[1].minutes : 0)), 0)));
    folio_cell(say->f, &table, item->why);
  }
  folio_table(say->f, &table);
}

/* Names that share a reason stand together, in the order of the first of them. */
static void put_left_out(const Say *say) {
  const Program *program = say->doc->program;
  FolioEntries entries = {0};
  for (size_t i = 0; program && i < program->left_out_count; i++) {
    const char *reason = program->left_out[i].reason;
    bool seen = false;
    for (size_t j = 0; j < i && !seen; j++) seen = strcmp(program->left_out[j].reason, reason) == 0;
    if (seen) continue;
    Text names = {.arena = say->a};
    for (size_t j = i; j < program->left_out_count; j++) {
      if (strcmp(program->left_out[j].reason, reason) != 0) continue;
      const Exercise *exercise = catalog_exercise(say->doc->catalog, program->left_out[j].exercise);
      text_addf(&names, "%s%s", names.len ? "; " : "", exercise ? exercise->name : program->left_out[j].exercise);
    }
    folio_entry(say->f, &entries, text_get(&names), reason);
  }
  say_section(say, WORD_left_out_heading, say_word(say, WORD_left_out_note), LIST_TREE, &entries);
}

void say_program(const Say *say) {
  const Program *program = say->doc->program;
  if (!program || program->stopped) return;
  say_heading(say, 2, WORD_program_heading);
  say_advice(say, BLOCK_FIRST, BLOCK_FIRST, true);
  if (program->item_count) {
    folio_paragraph(say->f, TONE_PLAIN,
                    FILL(say, program_summary, "sessions", say_often(say, program->sessions_per_week), "minutes",
                         FILL(say, minutes, "n", say_number(say, ceil(program->minutes), 0)), "weeks",
                         say_count(say, program->weeks)));
    put_items(say);
  } else
    say_paragraph(say, TONE_PLAIN, WORD_program_none);
  say_advice(say, BLOCK_WARM_UP, BLOCK_OTHER, true);
  put_left_out(say);
}
