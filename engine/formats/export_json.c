/* One JSON object to read: everything of the NDJSON result line under the same keys and with the same decimals, and
 * beside it names, texts and instructions. Keys stand in the order of the functions below; what is not known is null.
 */
#include "document.h"
#include "facts/schedule.h"
#include "formats/scribe.h"
#include "program/dose.h"
#include <math.h>

/* ---- findings ---- */

static void put_rule(Scribe *json, const char *pack, const char *rule, Side side, const char *title) {
  scribe_text(json, "pack", pack);
  scribe_text(json, "rule", rule);
  scribe_text(json, "side", side_names[side]);
  scribe_text(json, "title", title);
}

static void put_needs(Scribe *json, const Finding *finding) {
  scribe_open(json, "needs", '[');
  for (size_t i = 0; i < finding->need_count; i++) {
    const Need *need = &finding->needs[i];
    scribe_open(json, NULL, '{');
    scribe_text(json, "what", need->what && *need->what ? need->what : need->text);
    scribe_text(json, "side", side_names[need->side]);
    scribe_text(json, "why", why_sentence(need->why));
    scribe_text(json, "text", need->text);
    scribe_close(json, '}');
  }
  scribe_close(json, ']');
}

/* The measures behind a finding, for a present one. */
static void put_measures(Scribe *json, const Document *document, const Finding *finding) {
  scribe_open(json, "measures", '[');
  for (size_t i = 0; i < document->retest_count; i++) {
    const Retest *retest = &document->retests[i];
    for (size_t k = 0; k < retest->finding_count; k++) {
      if (retest->findings[k] != finding) continue;
      scribe_open(json, NULL, '{');
      scribe_text(json, "test", retest->test);
      scribe_text(json, "name", retest->name);
      scribe_text(json, "side", side_names[retest->side]);
      scribe_text(json, "unit", retest->unit);
      scribe_number(json, "real_from", retest->real_from, retest->decimals);
      scribe_text(json, "measure_again_by", date_format(json->out->arena, retest->again));
      scribe_close(json, '}');
    }
  }
  scribe_close(json, ']');
}

static void put_finding(Scribe *json, const Document *document, const Finding *finding, bool judged) {
  scribe_open(json, NULL, '{');
  put_rule(json, finding->pack, finding->rule, finding->side, finding->title);
  if (judged) {
    scribe_number(json, "index", finding->index, 3);
    scribe_text(json, "unit", finding->unit);
    scribe_text(json, "grade", finding->grade);
    scribe_number(json, "certainty", finding->certainty, 3);
    scribe_text(json, "evidence", evidence_names[finding->evidence]);
    scribe_text(json, "group", finding->group);
    scribe_text(json, "say", finding->say);
    scribe_text(json, "tell", finding->tell);
    scribe_text(json, "studied", finding->studied);
    scribe_text(json, "doubt", finding->doubt);
    scribe_texts(json, "cites", finding->cites);
    if (finding->truth == TRUTH_TRUE && !finding->shown) put_measures(json, document, finding);
  }
  put_needs(json, finding);
  scribe_close(json, '}');
}

static void put_findings(Scribe *json, const Document *document) {
  const Result *result = document->result;
  for (int shown = 0; shown <= 1; shown++) {
    scribe_open(json, shown ? "information" : "findings", '[');
    for (size_t i = 0; i < result->finding_count; i++)
      if (result->findings[i].truth == TRUTH_TRUE && result->findings[i].shown == shown)
        put_finding(json, document, &result->findings[i], true);
    scribe_close(json, ']');
  }
  for (int unsure = 1; unsure >= 0; unsure--) {
    scribe_open(json, unsure ? "unsure" : "unknown", '[');
    for (size_t i = 0; i < result->finding_count; i++)
      if (result->findings[i].truth == TRUTH_UNKNOWN && result->findings[i].unsure == unsure)
        put_finding(json, document, &result->findings[i], unsure);
    scribe_close(json, ']');
  }
  scribe_open(json, "overridden", '[');
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *finding = &result->findings[i];
    if (!finding->overridden) continue;
    scribe_open(json, NULL, '{');
    put_rule(json, finding->pack, finding->rule, finding->side, finding->title);
    scribe_bool(json, "present", finding->truth == TRUTH_TRUE);
    scribe_text(json, "text", finding->overridden);
    scribe_close(json, '}');
  }
  scribe_close(json, ']');
}

/* ---- what follows from them ---- */

static void put_goal(Scribe *json, const Document *document, Action action, const char *target, Side side,
                     double weight) {
  const Muscle *muscle = catalog_muscle(document->catalog, target);
  scribe_text(json, "action", action_names[action]);
  scribe_text(json, "target", target);
  scribe_text(json, "name", muscle ? muscle->name : NULL);
  scribe_text(json, "side", side_names[side]);
  scribe_number(json, "weight", weight, 4);
}

static void put_arguments(Scribe *json, const Document *document) {
  scribe_open(json, "arguments", '[');
  for (size_t i = 0; i < document->result->argument_count; i++) {
    const Argument *argument = &document->result->arguments[i];
    scribe_open(json, NULL, '{');
    put_goal(json, document, argument->action, argument->target, argument->side, argument->weight);
    scribe_bool(json, "against", argument->against);
    scribe_text(json, "pack", argument->pack);
    scribe_text(json, "rule", argument->rule);
    scribe_text(json, "group", argument->group);
    scribe_text(json, "held", argument->held);
    scribe_close(json, '}');
  }
  scribe_close(json, ']');
}

static void put_targets(Scribe *json, const Document *document, bool conflicts) {
  scribe_open(json, conflicts ? "conflicts" : "targets", '[');
  for (size_t i = 0; i < document->result->target_count; i++) {
    const Target *target = &document->result->targets[i];
    if (conflicts && !target->conflict) continue;
    scribe_open(json, NULL, '{');
    put_goal(json, document, target->action, target->target, target->side, target->weight);
    scribe_close(json, '}');
  }
  scribe_close(json, ']');
}

static void put_stops(Scribe *json, const Result *result) {
  scribe_open(json, "stops", '[');
  for (size_t i = 0; i < result->stop_count; i++) {
    const Stop *stop = &result->stops[i];
    scribe_open(json, NULL, '{');
    put_rule(json, stop->pack, stop->rule, SIDE_BOTH, stop->title);
    scribe_text(json, "urgency", urgency_names[stop->urgency]);
    scribe_text(json, "text", stop->text);
    scribe_close(json, '}');
  }
  scribe_close(json, ']');
  scribe_open(json, "red_flags_open", '[');
  for (size_t i = 0; i < result->open_count; i++) {
    scribe_open(json, NULL, '{');
    scribe_text(json, "question", result->open[i].question);
    scribe_text(json, "urgency", urgency_names[result->open[i].urgency]);
    scribe_text(json, "text", result->open[i].text);
    scribe_close(json, '}');
  }
  scribe_close(json, ']');
}

/* ---- program ---- */

static void put_instructions(Scribe *json, const Exercise *exercise) {
  scribe_open(json, "instructions", '{');
  scribe_text(json, "position", exercise ? exercise->position : NULL);
  scribe_texts(json, "equipment", exercise ? exercise->equipment : NULL);
  scribe_text(json, "setup", exercise ? exercise->setup : NULL);
  scribe_text(json, "movement", exercise ? exercise->movement : NULL);
  scribe_text(json, "breathing", exercise ? exercise->breathing : NULL);
  scribe_text(json, "mistakes", exercise ? exercise->mistakes : NULL);
  scribe_text(json, "stop", exercise ? exercise->stop : NULL);
  scribe_close(json, '}');
}

static void put_manner(Scribe *json, const Document *document, const ProgramItem *item) {
  const Dosage *row = catalog_dosage(document->catalog, item->dose);
  const Exercise *exercise = catalog_exercise(document->catalog, item->exercise);
  scribe_text(json, "tempo", row ? row->tempo.say : NULL);
  scribe_text(json, "effort", row ? row->effort.say : NULL);
  scribe_text(json, "load", row && exercise ? dose_load(exercise, row) : NULL);
}

static void put_item(Scribe *json, const Document *document, const ProgramItem *item) {
  scribe_open(json, NULL, '{');
  scribe_text(json, "exercise", item->exercise);
  scribe_text(json, "name", item->name);
  scribe_text(json, "side", side_names[item->side]);
  scribe_text(json, "phase", phase_names[item->phase]);
  scribe_count(json, "sets", item->sets);
  scribe_number(json, "reps", item->reps ? (double)item->reps : (double)NAN, 0);
  scribe_number(json, "hold_s", item->hold_s ? (double)item->hold_s : (double)NAN, 0);
  scribe_count(json, "per_week", item->per_week);
  scribe_open(json, "days", '[');
  for (int day = 0; day < 7; day++)
    if (item->days >> day & 1) scribe_text(json, NULL, weekday_names[day]);
  scribe_close(json, ']');
  scribe_open(json, "weeks", '[');
  scribe_count(json, NULL, item->week_from);
  scribe_count(json, NULL, item->week_to);
  scribe_close(json, ']');
  scribe_count(json, "rest_s", item->rest_s);
  scribe_number(json, "minutes", item->minutes, 1);
  scribe_text(json, "why", item->why);
  scribe_text(json, "dose", item->dose);
  put_manner(json, document, item);
  put_instructions(json, catalog_exercise(document->catalog, item->exercise));
  scribe_close(json, '}');
}

static void put_program(Scribe *json, const Document *document) {
  const Program *program = document->program;
  scribe_open(json, "program", '{');
  scribe_bool(json, "draft", document->status == STATUS_DRAFT);
  scribe_text(json, "status", status_names[document->status]);
  scribe_number(json, "revision", document->revision ? (double)document->revision : (double)NAN, 0);
  scribe_text(json, "approved_by", document->approved_by);
  scribe_text(json, "audit_head", document->head);
  scribe_text(json, "approved_on", document->approved ? date_format(json->out->arena, document->approved) : NULL);
  scribe_bool(json, "stopped", program->stopped);
  scribe_text(json, "referral", program->referral);
  scribe_count(json, "weeks", program->weeks);
  scribe_count(json, "sessions_per_week", program->sessions_per_week);
  scribe_number(json, "minutes", program->minutes, 1);
  scribe_number(json, "covered", program->covered, 3);
  scribe_number(json, "gap", program->gap, 3);
  scribe_open(json, "items", '[');
  for (size_t i = 0; i < program->item_count; i++) put_item(json, document, &program->items[i]);
  scribe_close(json, ']');
  scribe_open(json, "advice", '[');
  for (size_t i = 0; i < program->advice_count; i++) {
    scribe_open(json, NULL, '{');
    const Advice *row = catalog_advice(document->catalog, program->advice[i].id);
    scribe_text(json, "id", program->advice[i].id);
    scribe_text(json, "block", block_names[catalog_block(document->catalog, program->advice[i].id)]);
    scribe_text(json, "why", program->advice[i].why);
    scribe_text(json, "text", program->advice[i].text);
    scribe_texts(json, "exercises", row ? row->exercises : NULL);
    scribe_close(json, '}');
  }
  scribe_close(json, ']');
  scribe_close(json, '}');
}

static void put_left_out(Scribe *json, const Document *document) {
  const Program *program = document->program;
  scribe_open(json, "left_out", '[');
  for (size_t i = 0; program && i < program->left_out_count; i++) {
    const Exercise *exercise = catalog_exercise(document->catalog, program->left_out[i].exercise);
    scribe_open(json, NULL, '{');
    scribe_text(json, "exercise", program->left_out[i].exercise);
    scribe_text(json, "name", exercise ? exercise->name : NULL);
    scribe_text(json, "reason", program->left_out[i].reason);
    scribe_close(json, '}');
  }
  scribe_close(json, ']');
}

/* ---- document ---- */

static void put_remark(Scribe *json, const char *what, const char *text) {
  scribe_open(json, NULL, '{');
  scribe_text(json, "what", what);
  scribe_text(json, "text", text);
  scribe_close(json, '}');
}

static void put_remarks(Scribe *json, const Document *document) {
  const Result *result = document->result;
  scribe_open(json, "remarks", '[');
  for (size_t i = 0; i < result->remark_count; i++) put_remark(json, result->remarks[i].what, result->remarks[i].text);
  for (size_t i = 0; document->notes && i < document->notes->count; i++)
    put_remark(json, document->notes->items[i].field, document->notes->items[i].text);
  scribe_close(json, ']');
}

/* What the page is worth: marks, versions and limits before anything else. */
static void put_head(Scribe *json, const Document *document) {
  scribe_bool(json, "draft", document->status == STATUS_DRAFT);
  scribe_text(json, "log_warning", document->log_warning);
  scribe_text(json, "limits", document->words ? document->words->text[WORD_basis_limits] : NULL);
  scribe_text(json, "engine", document->engine);
  scribe_text(json, "packs", document->packs);
  scribe_text(json, "patient", document->result->patient);
  scribe_text(json, "name", document->person ? document->person->name : NULL);
  scribe_text(json, "date", document->result->date ? date_format(json->out->arena, document->result->date) : NULL);
}

bool json_write(const Document *document, Text *out, Err *err) {
  (void)err;
  const Result *result = document->result;
  Scribe json = {.out = out};
  scribe_open(&json, NULL, '{');
  put_head(&json, document);
  put_findings(&json, document);
  put_arguments(&json, document);
  put_targets(&json, document, false);
  put_targets(&json, document, true);
  put_stops(&json, result);
  scribe_count(&json, "judged", (long)result->judged);
  scribe_number(&json, "expected_by_chance", result->expected_by_chance, 2);
  if (document->program)
    put_program(&json, document);
  else
    scribe_text(&json, "program", NULL);
  put_left_out(&json, document);
  put_remarks(&json, document);
  scribe_close(&json, '}');
  text_add_char(out, '\n');
  return true;
}
