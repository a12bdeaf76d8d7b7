/* The page of a program on a terminal. */
#include "commands/report.h"
#include "program/dose.h"
#include "program/limit.h"

#include <string.h>

static void add(Text *t, const char *first, int indent, const char *text) {
  text_add_wrapped(t, first, indent, REPLY_COLUMNS, text);
}

static const char *dose_of(Text *t, const ProgramItem *item) {
  Text dose = {.arena = t->arena};
  text_addf(&dose, "%d set%s of ", item->sets, item->sets == 1 ? "" : "s");
  if (item->reps && item->hold_s)
    text_addf(&dose, "%d holds of %d s", item->reps, item->hold_s);
  else if (item->hold_s)
    text_addf(&dose, "%d s", item->hold_s);
  else
    text_addf(&dose, "%d", item->reps);
  if (item->sets > 1) text_addf(&dose, ", rest %d s", item->rest_s);
  text_addf(&dose, ", %d a week", item->per_week);
  if (item->days) text_addf(&dose, " (%s)", limits_weekdays(t->arena, item->days));
  text_addf(&dose, ", weeks %d to %d, ", item->week_from, item->week_to);
  text_add_number(&dose, item->minutes, 1);
  text_add(&dose, " min");
  return text_get(&dose);
}

/* How good the choice is. */
static const char *worth_of(Text *t, const Program *program) {
  Text worth = {.arena = t->arena};
  if (isnan(program->covered)) return "Changed step by step: how much it covers was not worked out.";
  text_add(&worth, "Covers ");
  text_add_number(&worth, 100 * program->covered, 0);
  text_add(&worth, " % of what the findings ask for");
  if (isnan(program->gap)) {
    text_add(&worth, ". It was changed by hand or after a week of logs: other choices were not compared.");
  } else if (program->gap > 0) {
    text_add(&worth, ", at most ");
    text_add_number(&worth, ceil(100 * program->gap), 0);
    text_add(&worth, " % less than the best there may be under these limits.");
  } else {
    text_add(&worth, ", proven the most there can be under these limits.");
  }
  return text_get(&worth);
}

/* Pace, effort and load of an exercise, from its dosage row. */
static const char *manner_of(const Session *s, Text *t, const ProgramItem *item) {
  const Dosage *row = catalog_dosage(s->rows, item->dose);
  const Exercise *exercise = catalog_exercise(s->rows, item->exercise);
  if (!row || !exercise) return "";
  const char *const parts[] = {row->tempo.say, row->effort.say, dose_load(exercise, row)};
  Text text = {.arena = t->arena};
  for (size_t i = 0; i < ARRAY_LEN(parts); i++)
    if (parts[i]) text_addf(&text, "%s%s", text.len ? "; " : "", parts[i]);
  return text_get(&text);
}

/* What both sides do alike is one item. */
static const char *item_title(const Session *s, Arena *a, const ProgramItem *item) {
  const Exercise *exercise = catalog_exercise(s->rows, item->exercise);
  bool each = item->side == SIDE_BOTH && exercise && exercise->unilateral;
  return each ? arena_printf(a, "%s (each side)", item->name) : reply_title(a, item->name, item->side);
}

/* The sides of one exercise stand below each other: what holds for both is said once. */
static void add_item(const Session *s, Text *t, const ProgramItem *item, bool again) {
  add(t, "  ", 4, item_title(s, t->arena, item));
  const char *outside = dose_outside(s->rows, t->arena, catalog_dosage(s->rows, item->dose), item);
  add(t, "      ", 6, dose_of(t, item));
  if (outside) add(t, "      ! outside its dosage row: ", 8, outside);
  const char *manner = again ? "" : manner_of(s, t, item);
  if (*manner) add(t, "      ", 6, manner);
  if (!again) add(t, "      why: ", 6, item->why);
}

/* "Strengthen, weeks 3 to 6" */
static const char *phase_title(Session *s, const Program *program, Phase phase) {
  int from, to;
  program_phase(program, phase, &from, &to);
  const char *title = s->words.text[WORD_phase_lengthen + (int)phase];
  return words_fill(&s->words, &s->run, WORD_phase_weeks, "phase", title, "from", arena_printf(&s->run, "%d", from),
                    "to", arena_printf(&s->run, "%d", to), NULL);
}

static void add_items(Session *s, Text *t, const Program *program) {
  text_addf(t, "%d session%s a week of about ", program->sessions_per_week, program->sessions_per_week == 1 ? "" : "s");
  text_add_number(t, ceil(program->minutes), 0);
  text_addf(t, " minutes, %d weeks\n", program->weeks);
  add(t, "", 0, worth_of(t, program));
  for (size_t i = 0; i < program->item_count; i++) {
    const ProgramItem *item = &program->items[i];
    if (!i || item[-1].phase != item->phase) text_addf(t, "\n%s\n", phase_title(s, program, item->phase));
    add_item(s, t, item, i && text_equal(item[-1].exercise, item->exercise) && text_equal(item[-1].why, item->why));
  }
}

static void add_advice_item(const Session *s, Text *t, const AdviceItem *advice) {
  const Advice *row = catalog_advice(s->rows, advice->id);
  Text names = {.arena = t->arena};
  for (const char *const *id = row ? row->exercises : NULL; id && *id; id++)
    text_addf(&names, "%s%s", names.len ? "; " : "", catalog_exercise(s->rows, *id)->name);
  add(t, "  ", 4, advice->text);
  if (names.len) add(t, "      exercises: ", 6, text_get(&names));
  if (advice->why && *advice->why) add(t, "      why: ", 6, advice->why);
}

static void add_advice(const Session *s, Text *t, const Program *program, AdviceBlock from, AdviceBlock to) {
  for (AdviceBlock block = from; block <= to; block++) {
    bool first = true;
    for (size_t i = 0; i < program->advice_count; i++) {
      if (catalog_block(s->rows, program->advice[i].id) != block) continue;
      if (first) text_addf(t, "%s%s\n", block == BLOCK_FIRST ? "" : "\n", s->words.text[WORD_block_first + (int)block]);
      first = false;
      add_advice_item(s, t, &program->advice[i]);
    }
    if (!first && block == BLOCK_FIRST) text_add_char(t, '\n');
  }
}

/* What shares a reason stands together, in the order of the first. */
static void add_left_out(const Session *s, Text *t, const Program *program) {
  if (program->left_out_count) text_add(t, "\nLeft out\n");
  for (size_t i = 0; i < program->left_out_count; i++) {
    const char *reason = program->left_out[i].reason;
    Text line = {.arena = t->arena};
    bool seen = false;
    for (size_t k = 0; k < i && !seen; k++) seen = strcmp(program->left_out[k].reason, reason) == 0;
    for (size_t k = i; k < program->left_out_count && !seen; k++) {
      if (strcmp(program->left_out[k].reason, reason) != 0) continue;
      const Exercise *exercise = catalog_exercise(s->rows, program->left_out[k].exercise);
      text_addf(&line, "%s%s", line.len ? "; " : "", exercise ? exercise->name : program->left_out[k].exercise);
    }
    if (!seen) add(t, "  ", 6, arena_printf(t->arena, "%s: %s", text_get(&line), reason));
  }
}

static void add_more(Text *t, const Loosening *more, size_t count) {
  if (count) text_add(t, "\nTo cover more, one of\n");
  for (size_t i = 0; i < count; i++) {
    text_addf(t, "  %s: ", more[i].text);
    text_add_number(t, 100 * more[i].covered, 0);
    text_add(t, " %\n");
  }
}

static void add_status(Text *t, const Course *course, const Document *document) {
  const Result *result = document->result;
  text_addf(t, "%s, %s, revision %d: ", course->code, date_format(t->arena, result->date), document->revision);
  if (document->program->stopped) {
    text_add(t, "a referral in place of a program\n");
    return;
  }
  if (document->status == STATUS_DRAFT) {
    text_add(t, "DRAFT, not approved by a clinician\n");
    return;
  }
  const ProgramRow *row;
  if (document->status > STATUS_ACTIVE) text_addf(t, "%s; ", status_names[document->status]);
  if (document->approved) {
    text_addf(t, "approved by ");
    text_add_terminal(t, document->approved_by);
    text_addf(t, " on %s", date_format(t->arena, document->approved));
  }
  if (document->status == STATUS_ACTIVE && course_find(course, document->revision, &row, &(Err){0}))
    text_addf(t, ", active since %s", date_format(t->arena, course_first_day(course, row->id)));
  text_add_char(t, '\n');
}

void report_program(Session *s, const Course *course, const Document *document, const Loosening *more,
                    size_t more_count, Text *out) {
  const Program *program = document->program;
  add_status(out, course, document);
  report_warnings(course->code, document->result, document->log_warning, out);
  text_add_char(out, '\n');
  add_advice(s, out, program, BLOCK_FIRST, BLOCK_FIRST);
  if (program->stopped)
    add(out, "No program. ", 0, program->referral);
  else if (!program->item_count)
    text_add(out, "No exercise follows from these findings.\n");
  else
    add_items(s, out, program);
  add_advice(s, out, program, BLOCK_WARM_UP, BLOCK_OTHER);
  add_left_out(s, out, program);
  add_more(out, more, more_count);
  if (program->item_count)
    text_addf(out, "\nMeasure again by %s; which changes will be real: sinew progress %s\n",
              date_format(out->arena, document->result->date + (Day)s->rows->policy.valid_days), course->code);
  if (document->status == STATUS_DRAFT && program->item_count)
    text_addf(out, "\nNext: sinew approve %s --as NAME\n", course->code);
  else
    text_addf(out, "\nNext: sinew export html %s -o %s.html\n", course->code, course->code);
}
