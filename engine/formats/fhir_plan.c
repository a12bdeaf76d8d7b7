/* FHIR: what is to be done. A Goal for every target, a CarePlan for the program, a ServiceRequest for every exercise
 * and side of it. Keys hold no revision: the next one takes the place of what was sent before. */
#include "formats/fhir.h"
#include "formats/manner.h"

#include "program/dose.h"
#include "rules/goal.h"
#include <math.h>
#include <string.h>

#define FILL(f, id, ...) words_fill((f)->document->words, (f)->a, WORD_##id, __VA_ARGS__, NULL)

static const char *const goal_states[] = {
    [STATUS_DRAFT] = "proposed",      [STATUS_APPROVED] = "accepted", [STATUS_ACTIVE] = "active",
    [STATUS_COMPLETED] = "completed", [STATUS_STOPPED] = "cancelled", [STATUS_REPLACED] = "cancelled"};
static const char *const request_states[] = {
    [STATUS_DRAFT] = "draft",         [STATUS_APPROVED] = "active", [STATUS_ACTIVE] = "active",
    [STATUS_COMPLETED] = "completed", [STATUS_STOPPED] = "revoked", [STATUS_REPLACED] = "revoked"};

/* What was logged since holds a program up until a new visit is judged. */
static const char *request_state(const Document *document) {
  bool runs = document->status == STATUS_APPROVED || document->status == STATUS_ACTIVE;
  return document->log_warning && runs ? "on-hold" : request_states[document->status];
}

static bool has_program(const Fhir *f) { return f->document->program && !f->document->program->stopped; }

static const Unit *unit_ucum(const char *code) {
  static const Unit rows[] = {{.id = "wk", .ucum = "wk"}, {.id = "min", .ucum = "min"}};
  return &rows[strcmp(code, "min") == 0];
}

/* ---- goals ---- */

static const char *goal_key(Fhir *f, const Target *target) {
  return arena_printf(f->a, "%s %s %d", action_names[target->action], target->target, (int)target->side);
}

static bool same_side(Side a, Side b) { return a == b || a == SIDE_BOTH || b == SIDE_BOTH; }

/* Does the finding ask for the target? */
static bool argues(const Result *result, const Finding *finding, const Target *target) {
  for (size_t i = 0; i < result->argument_count; i++) {
    const Argument *argument = &result->arguments[i];
    if (!argument->against && argument->action == target->action && text_equal(argument->target, target->target) &&
        argument->side == target->side && text_equal(argument->pack, finding->pack) &&
        text_equal(argument->rule, finding->rule) && same_side(finding->side, target->side))
      return true;
  }
  return false;
}

static bool stands_behind(const Result *result, const Retest *retest, const Target *target) {
  for (size_t i = 0; i < retest->finding_count; i++)
    if (argues(result, retest->findings[i], target)) return true;
  return false;
}

static const char *retest_words(Fhir *f, const Retest *retest) {
  const char *day = date_format(f->a, retest->again);
  const char *test = retest->side == SIDE_BOTH
                         ? retest->name
                         : FILL(f, noted, "text", retest->name, "note",
                                f->document->words->text[retest->side == SIDE_LEFT ? WORD_side_left : WORD_side_right]);
  if (retest->real_words) return FILL(f, goal_real, "test", test, "day", day, "change", retest->real_words);
  return isnan(retest->real_from) ? FILL(f, goal_no_error, "test", test, "day", day)
                                  : FILL(f, goal_day, "test", test, "day", day);
}

static void put_goal_targets(Fhir *f, const Target *target) {
  const Document *document = f->document;
  size_t put = 0;
  for (size_t i = 0; i < document->retest_count; i++) {
    const Retest *retest = &document->retests[i];
    if (!stands_behind(document->result, retest, target)) continue;
    if (!put++) scribe_open(&f->scribe, "target", '[');
    scribe_open(&f->scribe, NULL, '{');
    fhir_local(f, "measure", SYSTEM_TEST, retest->test, retest->name, retest_words(f, retest));
    fhir_date(f, "dueDate", retest->again);
    scribe_close(&f->scribe, '}');
  }
  if (put) scribe_close(&f->scribe, ']');
}

static void put_addresses(Fhir *f, const Target *target) {
  const Result *result = f->document->result;
  size_t put = 0;
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *finding = &result->findings[i];
    if (finding->truth != TRUTH_TRUE || !argues(result, finding, target)) continue;
    if (!put++) scribe_open(&f->scribe, "addresses", '[');
    fhir_reference(f, NULL, fhir_url(f, "Observation", fhir_finding_key(f, finding)));
  }
  if (put) scribe_close(&f->scribe, ']');
}

static void put_goal(Fhir *f, const Target *target) {
  const Document *document = f->document;
  Text text = {.arena = f->a};
  text_add(&text, goal_label(document->catalog, f->a, target->action, target->target, target->side));
  for (size_t i = 0; i < document->retest_count; i++)
    if (stands_behind(document->result, &document->retests[i], target))
      text_addf(&text, ". %s", retest_words(f, &document->retests[i]));
  fhir_begin(f, "Goal", goal_key(f, target), text_get(&text));
  scribe_text(&f->scribe, "lifecycleStatus", has_program(f) ? goal_states[document->status] : "proposed");
  fhir_concept(f, "description", NULL, NULL, NULL, text_get(&text));
  fhir_subject(f);
  fhir_date(f, "startDate", document->first);
  put_goal_targets(f, target);
  put_addresses(f, target);
  fhir_end(f);
}

/* ---- exercises ---- */

/* The ways of one exercise and side follow each other: another phase or later weeks are another request. */
static const char *item_key(Fhir *f, const ProgramItem *item) {
  return arena_printf(f->a, "%s %d %d %d", item->exercise, (int)item->side, (int)item->phase, item->week_from);
}

/* Days that are known are said; before the first day is known, how many weeks it lasts. */
static void put_bounds(Fhir *f, int week_from, int week_to) {
  Day first = f->document->first;
  if (!first) {
    fhir_quantity(f, "boundsDuration", week_to - week_from + 1, 0, unit_ucum("wk"), NULL);
    return;
  }
  scribe_open(&f->scribe, "boundsPeriod", '{');
  fhir_date(f, "start", first + 7 * (week_from - 1));
  fhir_date(f, "end", first + 7 * week_to - 1);
  scribe_close(&f->scribe, '}');
}

static void put_timing(Fhir *f, const ProgramItem *item) {
  static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  scribe_open(&f->scribe, "occurrenceTiming", '{');
  scribe_open(&f->scribe, "repeat", '{');
  put_bounds(f, item->week_from, item->week_to);
  scribe_number(&f->scribe, "duration", item->minutes, 1);
  scribe_text(&f->scribe, "durationUnit", "min");
  scribe_count(&f->scribe, "frequency", item->per_week);
  scribe_count(&f->scribe, "period", 1);
  scribe_text(&f->scribe, "periodUnit", "wk");
  if (item->days) {
    scribe_open(&f->scribe, "dayOfWeek", '[');
    for (int day = 0; day < 7; day++)
      if (item->days >> day & 1) scribe_text(&f->scribe, NULL, days[day]);
    scribe_close(&f->scribe, ']');
  }
  scribe_close(&f->scribe, '}');
  fhir_concept(f, "code", NULL, NULL, NULL, manner_often(f->document->words, f->a, item));
  scribe_close(&f->scribe, '}');
}

static void add_labelled(Fhir *f, Text *text, WordId label, const char *what) {
  if (what && *what) text_addf(text, " %s: %s", f->document->words->text[label], what);
}

static const char *instruction(Fhir *f, const ProgramItem *item) {
  const Exercise *exercise = catalog_exercise(f->document->catalog, item->exercise);
  const Dosage *row = catalog_dosage(f->document->catalog, item->dose);
  Text text = {.arena = f->a};
  text_addf(&text, "%s.", manner_dose(f->document->words, f->a, item));
  if (item->rest_s && item->sets > 1)
    add_labelled(f, &text, WORD_label_rest, FILL(f, rest, "n", arena_printf(f->a, "%d", item->rest_s)));
  if (row) add_labelled(f, &text, WORD_label_tempo, row->tempo.say);
  if (row) add_labelled(f, &text, WORD_label_effort, row->effort.say);
  if (!exercise) return text_get(&text);
  if (row) add_labelled(f, &text, WORD_label_load, dose_load(exercise, row));
  add_labelled(f, &text, WORD_label_setup, exercise->setup);
  add_labelled(f, &text, WORD_label_movement, exercise->movement);
  add_labelled(f, &text, WORD_label_breathing, exercise->breathing);
  add_labelled(f, &text, WORD_label_mistakes, exercise->mistakes);
  add_labelled(f, &text, WORD_label_stop, exercise->stop);
  return text_get(&text);
}

static void put_list_of(Fhir *f, const char *member, const char *text) {
  if (!text || !*text) return;
  scribe_open(&f->scribe, member, '[');
  fhir_concept(f, NULL, NULL, NULL, NULL, text);
  scribe_close(&f->scribe, ']');
}

/* The state of what this program has no more; while somebody has to be referred the whole of it waits. */
static const char *dropped_state(const Fhir *f) { return has_program(f) ? "revoked" : "on-hold"; }

static void put_request(Fhir *f, const ProgramItem *item, const char *state) {
  const Document *document = f->document;
  const char *side = manner_side(document, item), *dose = manner_dose(document->words, f->a, item);
  fhir_begin(f, "ServiceRequest", item_key(f, item),
             arena_printf(f->a, "%s%s%s: %s, %s", item->name, *side ? ", " : "", side, dose,
                          manner_often(document->words, f->a, item)));
  scribe_open(&f->scribe, "basedOn", '[');
  fhir_reference(f, NULL, fhir_url(f, "CarePlan", ""));
  scribe_close(&f->scribe, ']');
  scribe_text(&f->scribe, "status", state);
  scribe_text(&f->scribe, "intent", has_program(f) && document->status == STATUS_DRAFT ? "proposal" : "order");
  fhir_local(f, "code", SYSTEM_EXERCISE, item->exercise, item->name, NULL);
  fhir_subject(f);
  put_timing(f, item);
  fhir_date(f, "authoredOn", document->approved);
  if (document->approved_by) {
    scribe_open(&f->scribe, "requester", '{');
    fhir_text(f, "display", document->approved_by);
    scribe_close(&f->scribe, '}');
  }
  put_list_of(f, "reasonCode", item->why);
  if (item->side != SIDE_BOTH) {
    scribe_open(&f->scribe, "bodySite", '[');
    fhir_side(f, NULL, item->side);
    scribe_close(&f->scribe, ']');
  }
  scribe_open(&f->scribe, "note", '[');
  scribe_open(&f->scribe, NULL, '{');
  fhir_text(f, "text",
            FILL(f, weeks_range, "from", arena_printf(f->a, "%d", item->week_from), "to",
                 arena_printf(f->a, "%d", item->week_to)));
  scribe_close(&f->scribe, '}');
  scribe_close(&f->scribe, ']');
  fhir_text(f, "patientInstruction", instruction(f, item));
  fhir_end(f);
}

/* ---- the program ---- */

static void put_note(Fhir *f, const char *text) {
  if (!text || !*text) return;
  scribe_open(&f->scribe, NULL, '{');
  fhir_text(f, "text", text);
  scribe_close(&f->scribe, '}');
}

/* What must be read with the program: its mark, open questions, limits, and the advice. */
static void put_notes(Fhir *f) {
  const Document *document = f->document;
  const char *const *text = document->words->text;
  size_t open = document->result->open_count;
  scribe_open(&f->scribe, "note", '[');
  if (document->log_warning) put_note(f, document->log_warning);
  if (document->status == STATUS_DRAFT) put_note(f, text[WORD_draft]);
  if (document->status > STATUS_ACTIVE) put_note(f, text[WORD_ended]);
  if (open) put_note(f, FILL(f, open_flags, "n", arena_printf(f->a, "%zu", open)));
  put_note(f, text[WORD_basis_limits]);
  for (size_t i = 0; i < document->program->advice_count; i++) put_note(f, document->program->advice[i].text);
  scribe_close(&f->scribe, ']');
}

static void put_activities(Fhir *f, const Program *program) {
  if (!program->item_count) return;
  scribe_open(&f->scribe, "activity", '[');
  for (size_t i = 0; i < program->item_count; i++) {
    scribe_open(&f->scribe, NULL, '{');
    fhir_reference(f, "reference", fhir_url(f, "ServiceRequest", item_key(f, &program->items[i])));
    scribe_close(&f->scribe, '}');
  }
  scribe_close(&f->scribe, ']');
}

static void put_goal_references(Fhir *f) {
  const Result *result = f->document->result;
  if (!result->target_count) return;
  scribe_open(&f->scribe, "goal", '[');
  for (size_t i = 0; i < result->target_count; i++)
    fhir_reference(f, NULL, fhir_url(f, "Goal", goal_key(f, &result->targets[i])));
  scribe_close(&f->scribe, ']');
}

static void put_care_plan(Fhir *f) {
  const Document *document = f->document;
  const Program *program = document->program;
  const char *title = document->words->text[WORD_program_heading];
  const char *name = document->revision ? arena_printf(f->a, "%s %d", title, document->revision) : title;
  fhir_begin(f, "CarePlan", "", arena_printf(f->a, "%s: %s", name, status_names[document->status]));
  scribe_text(&f->scribe, "status", request_state(document));
  scribe_text(&f->scribe, "intent", document->status == STATUS_DRAFT ? "proposal" : "plan");
  fhir_text(f, "title", name);
  fhir_subject(f);
  if (document->first) {
    scribe_open(&f->scribe, "period", '{');
    fhir_date(f, "start", document->first);
    fhir_date(f, "end", document->first + 7 * program->weeks - 1);
    scribe_close(&f->scribe, '}');
  }
  fhir_date(f, "created", document->approved ? document->approved : document->result->date);
  put_goal_references(f);
  put_activities(f, program);
  put_notes(f);
  fhir_end(f);
}

/* Nothing of it is done until somebody has looked at the patient. */
static void put_waiting_plan(Fhir *f) {
  const char *title = f->document->words->text[WORD_program_heading];
  fhir_begin(f, "CarePlan", "", arena_printf(f->a, "%s: %s", title, f->document->words->text[WORD_stop_no_program]));
  scribe_text(&f->scribe, "status", dropped_state(f));
  scribe_text(&f->scribe, "intent", "plan");
  fhir_text(f, "title", title);
  fhir_subject(f);
  scribe_open(&f->scribe, "note", '[');
  put_note(f, f->document->words->text[WORD_stop_no_program]);
  scribe_close(&f->scribe, ']');
  fhir_end(f);
}

static void put_dropped(Fhir *f) {
  const Document *document = f->document;
  for (size_t i = 0; i < document->dropped_count; i++) put_request(f, &document->dropped[i], dropped_state(f));
}

void fhir_plan(Fhir *f) {
  const Result *result = f->document->result;
  const Program *program = f->document->program;
  for (size_t i = 0; i < result->target_count; i++) put_goal(f, &result->targets[i]);
  if (has_program(f)) {
    put_care_plan(f);
    for (size_t i = 0; i < program->item_count; i++) put_request(f, &program->items[i], request_state(f->document));
  } else if (f->document->dropped_count) {
    put_waiting_plan(f);
  }
  put_dropped(f);
}
