#include "commands/report.h"
#include "dose.h"
#include "formats/needs.h"
#include "limit.h"

#include <string.h>

enum { COLUMNS = 80 };

typedef enum { PRESENT, SHOWN, REPEAT, UNKNOWN, ABSENT } Class;

static Class class_of(const Finding *f) {
  if (f->truth == TRUTH_TRUE) return f->shown ? SHOWN : PRESENT;
  if (f->truth == TRUTH_FALSE) return ABSENT;
  return f->unsure ? REPEAT : UNKNOWN;
}

static size_t count_of(const Result *result, Class class) {
  size_t count = 0;
  for (size_t i = 0; i < result->finding_count; i++) count += class_of(&result->findings[i]) == class;
  return count;
}

static void add(Text *t, const char *first, int indent, const char *text) {
  text_add_wrapped(t, first, indent, COLUMNS, text);
}

static const char *with_side(Text *t, const char *text, Side side) {
  return side == SIDE_BOTH ? text : arena_printf(t->arena, "%s (%s)", text, side_names[side]);
}

/* ---- head ---- */

static const char *plural(size_t n) { return n == 1 ? "" : "s"; }

static void add_counts(Text *t, const Result *result) {
  size_t present = count_of(result, PRESENT);
  text_addf(t, "%zu finding%s, %zu to repeat, %zu not assessed", present, plural(present), count_of(result, REPEAT),
            count_of(result, UNKNOWN));
}

void report_line(const char *code, int width, const Result *result, Text *out) {
  text_addf(out, "%-*s  %s  ", width, code, date_format(out->arena, result->date));
  if (result->stop_count) text_addf(out, "REFER (%s), ", urgency_names[result->stops[0].urgency]);
  add_counts(out, result);
  if (result->open_count) text_addf(out, ", red flags open: %zu", result->open_count);
  text_add_char(out, '\n');
}

static void add_stops(Text *t, const Result *result) {
  static const char *const loud[] = {"CAUTION", "URGENT", "EMERGENCY"};
  for (size_t i = 0; i < result->stop_count; i++) {
    const Stop *stop = &result->stops[i];
    const char *first = arena_printf(t->arena, "!! %s: ", loud[stop->urgency]);
    add(t, first, 3, stop->title);
    if (stop->text && *stop->text) add(t, "   ", 3, stop->text);
  }
}

static void add_open(Text *t, const char *code, const Result *result) {
  size_t urgent = 0;
  for (size_t i = 0; i < result->open_count; i++) urgent += result->open[i].urgency != URGENCY_CAUTION;
  if (!result->open_count) return;
  const char *of = urgent ? arena_printf(t->arena, ", %zu urgent or emergency", urgent) : "";
  add(t, "!  ", 3,
      arena_printf(t->arena, "red flags not screened: %zu open%s (sinew screen %s)", result->open_count, of, code));
}

/* ---- findings ---- */

static void add_index(Text *t, const Finding *f) {
  if (!isnan(f->index)) {
    text_add(t, "index ");
    text_add_short(t, f->index, strcmp(f->unit, "SD") == 0 || !*f->unit ? 2 : 1);
    text_addf(t, "%s%s, ", *f->unit ? " " : "", f->unit);
  }
  if (f->grade && *f->grade) text_addf(t, "%s, ", f->grade);
  text_add(t, "certainty ");
  text_add_number(t, f->certainty > 0.99 && f->certainty < 1 ? 99 : 100 * f->certainty, 0);
  text_addf(t, " %%, evidence %s", evidence_names[f->evidence]);
}

static void add_present(Text *t, const Result *result) {
  text_add(t, "\nPresent\n");
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *f = &result->findings[i];
    Text index = {.arena = t->arena};
    if (class_of(f) != PRESENT) continue;
    add_index(&index, f);
    add(t, "  ", 4, with_side(t, f->title, f->side));
    add(t, "      ", 6, text_get(&index));
    if (f->say && *f->say) add(t, "      ", 6, f->say);
    if (f->overridden) add(t, "      ", 6, f->overridden);
    add(t, "      ", 6, arena_printf(t->arena, "[%s/%s]", f->pack, f->rule));
  }
  if (!count_of(result, PRESENT)) text_add(t, "  nothing in what was measured\n");
}

/* Beside the findings: it asks for nothing and counts nowhere. */
static void add_shown(Text *t, const Result *result) {
  if (!count_of(result, SHOWN)) return;
  text_add(t, "\nFor information, no finding\n");
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *f = &result->findings[i];
    if (class_of(f) == SHOWN)
      add(t, "  ", 4,
          arena_printf(t->arena, "%s: %s [%s/%s]", with_side(t, f->title, f->side), f->say, f->pack, f->rule));
  }
}

static void add_overruled(Text *t, const Result *result) {
  if (!count_of(result, ABSENT)) return;
  text_add(t, "\nOverridden as not present\n");
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *f = &result->findings[i];
    if (class_of(f) != ABSENT) continue;
    add(t, "  ", 4, with_side(t, f->title, f->side));
    if (f->overridden) add(t, "      ", 6, f->overridden);
    add(t, "      ", 6, arena_printf(t->arena, "[%s/%s]", f->pack, f->rule));
  }
}

/* What lacks, each once though it may lack for both sides or several rules. */
/* One entry a rule, its sides together: they stand next to each other. */
static void add_undecided(Text *t, const Result *result, Class class, const char *heading) {
  if (!count_of(result, class)) return;
  text_addf(t, "\n%s\n", heading);
  for (size_t i = 0, sides; i < result->finding_count; i += sides) {
    const Finding *f = &result->findings[i];
    Text line = {.arena = t->arena};
    sides = finding_sides(result, i);
    if (class_of(f) != class) continue;
    const char *needs = needs_phrase(t->arena, f, sides);
    text_addf(&line, "%s%s", with_side(t, f->title, sides > 1 ? SIDE_BOTH : f->side),
              sides > 1 ? " (left, right)" : "");
    text_addf(&line, "%s%s", *needs ? ": needs " : "", needs);
    add(t, "  ", 6, text_get(&line));
  }
}

static void add_remarks(Text *t, const Result *result) {
  if (result->remark_count) text_add(t, "\nRemarks\n");
  for (size_t i = 0; i < result->remark_count; i++)
    add(t, "  ", 6, arena_printf(t->arena, "%s: %s", result->remarks[i].what, result->remarks[i].text));
}

static void add_chance(Text *t, const Result *result) {
  Text line = {.arena = t->arena};
  if (!result->judged) return;
  text_addf(&line, "%zu condition%s judged against a cut; chance alone would give about ", result->judged,
            result->judged == 1 ? " was" : "s were");
  text_add_number(&line, result->expected_by_chance, 1);
  text_add(&line, " findings.");
  text_add_char(t, '\n');
  add(t, "", 0, text_get(&line));
}

static void add_next(Text *t, const char *code, const Result *result) {
  text_add_char(t, '\n');
  if (result->open_count) text_addf(t, "Next: sinew screen %s\n", code);
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *f = &result->findings[i];
    if (class_of(f) != PRESENT) continue;
    text_addf(t, "Next: sinew explain %s %s%s%s\n", code, f->rule, f->side == SIDE_BOTH ? "" : " ",
              f->side == SIDE_BOTH ? "" : side_names[f->side]);
    break;
  }
  text_addf(t, "Next: sinew plan %s\n", code);
}

void report_findings(Session *s, const char *code, const Result *result, bool stale, Text *out) {
  (void)s;
  text_addf(out, "%s, %s: ", code, date_format(out->arena, result->date));
  add_counts(out, result);
  text_add_char(out, '\n');
  if (stale)
    add(out, "!  ", 3, arena_printf(out->arena, "something was recorded since: sinew assess %s judges again", code));
  add_stops(out, result);
  add_open(out, code, result);
  add_present(out, result);
  add_overruled(out, result);
  add_undecided(out, result, REPEAT, "Unsure, within the measurement error: repeat the test");
  add_undecided(out, result, UNKNOWN, "Not assessed");
  add_shown(out, result);
  add_remarks(out, result);
  add_chance(out, result);
  add_next(out, code, result);
}

/* ---- program ---- */

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

static const char *const phase_titles[] = {
    [PHASE_LENGTHEN] = "Release and lengthen",
    [PHASE_ACTIVATE] = "Activate",
    [PHASE_STRENGTHEN] = "Strengthen",
    [PHASE_INTEGRATE] = "Integrate: harder forms take over",
};

/* How good the choice is. */
static const char *worth_of(Text *t, const Program *program) {
  Text worth = {.arena = t->arena};
  if (isnan(program->covered)) return "Edited by a clinician: how much it covers was not worked out.";
  text_add(&worth, "Covers ");
  text_add_number(&worth, 100 * program->covered, 0);
  text_add(&worth, " % of what the findings ask for, ");
  if (program->gap > 0) {
    text_add(&worth, "at most ");
    text_add_number(&worth, ceil(100 * program->gap), 0);
    text_add(&worth, " % less than the best there may be under these limits.");
  } else {
    text_add(&worth, "proven the most there can be under these limits.");
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

/* The sides of one exercise stand below each other: what holds for both is said once. */
static void add_item(const Session *s, Text *t, const ProgramItem *item, bool again) {
  add(t, "  ", 4, with_side(t, item->name, item->side));
  add(t, "      ", 6, dose_of(t, item));
  const char *manner = again ? "" : manner_of(s, t, item);
  if (*manner) add(t, "      ", 6, manner);
  if (!again) add(t, "      why: ", 6, item->why);
}

static void add_items(const Session *s, Text *t, const Program *program) {
  text_addf(t, "%d session%s a week of about ", program->sessions_per_week, program->sessions_per_week == 1 ? "" : "s");
  text_add_number(t, ceil(program->minutes), 0);
  text_addf(t, " minutes, %d weeks\n", program->weeks);
  add(t, "", 0, worth_of(t, program));
  for (size_t i = 0; i < program->item_count; i++) {
    const ProgramItem *item = &program->items[i];
    if (!i || item[-1].phase != item->phase) text_addf(t, "\n%s\n", phase_titles[item->phase]);
    add_item(s, t, item, i && text_equal(item[-1].exercise, item->exercise) && text_equal(item[-1].why, item->why));
  }
}

static const char *const block_titles[] = {
    [BLOCK_FIRST] = "Before you start",        [BLOCK_WARM_UP] = "Warm-up",
    [BLOCK_TRAINING] = "About the exercises",  [BLOCK_LOAD] = "Running load",
    [BLOCK_TECHNIQUE] = "How to run",          [BLOCK_SHOES] = "Shoes and aids",
    [BLOCK_RECOVERY] = "Rest and other sport", [BLOCK_OTHER] = "Advice",
};

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
      if (first) text_addf(t, "%s%s\n", block == BLOCK_FIRST ? "" : "\n", block_titles[block]);
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
  add_stops(out, document->result);
  add_open(out, course->code, document->result);
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

Document report_document(const Session *s, const Result *result, const Program *program, const char *packs) {
  return (Document){.catalog = s->rows,
                    .result = result,
                    .program = program,
                    .words = s->words_loaded ? &s->words : NULL,
                    .engine = SINEW_VERSION,
                    .packs = packs};
}

bool report_retests(Session *s, const Case *c, Document *document, Err *err) {
  Grounds grounds;
  Retests list;
  if (!s->judge) return true;
  if (!judge_grounds(s->judge, &s->run, c, &grounds, err)) return false;
  retest_list(&s->run, s->rows, c, document->result, &grounds, &list);
  document->retests = list.items, document->retest_count = list.count;
  return true;
}

void report_status(const Course *course, const ProgramRow *row, Document *document) {
  const StoredEvent *approval = course_step(course, row->id, STATUS_APPROVED);
  document->status = row->status;
  document->revision = row->revision;
  document->approved_by = approval ? approval->who : NULL;
  document->head = approval ? approval->head : NULL;
  document->approved = approval ? approval->day : 0;
}
