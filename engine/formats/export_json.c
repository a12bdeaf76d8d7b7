/* One JSON object to read: everything of the NDJSON result line under the same keys and with the same decimals, and
 * beside it names, texts and instructions. Keys stand in the order of the functions below; what is not known is null.
 */
#include "document.h"
#include "dose.h"
#include "schedule.h"
#include <math.h>

typedef struct Json {
  Text *out;
  int depth;
  bool filled; /* the open object or array has a member */
} Json;

/* ---- members ---- */

/* Comma, line and indentation; key is NULL in an array. */
static void begin(Json *json, const char *key) {
  if (json->filled) text_add_char(json->out, ',');
  if (json->depth) text_addf(json->out, "\n%*s", 2 * json->depth, "");
  if (key) {
    text_add_json(json->out, key);
    text_add(json->out, ": ");
  }
  json->filled = true;
}

static void open(Json *json, const char *key, char bracket) {
  begin(json, key);
  text_add_char(json->out, bracket);
  json->depth++;
  json->filled = false;
}

static void close(Json *json, char bracket) {
  json->depth--;
  if (json->filled) text_addf(json->out, "\n%*s", 2 * json->depth, "");
  text_add_char(json->out, bracket);
  json->filled = true;
}

static void put_text(Json *json, const char *key, const char *text) {
  begin(json, key);
  if (text)
    text_add_json(json->out, text);
  else
    text_add(json->out, "null");
}

static void put_number(Json *json, const char *key, double value, int decimals) {
  begin(json, key);
  if (isfinite(value))
    text_add_number(json->out, value, decimals);
  else
    text_add(json->out, "null");
}

static void put_count(Json *json, const char *key, long value) { put_number(json, key, (double)value, 0); }

static void put_bool(Json *json, const char *key, bool value) {
  begin(json, key);
  text_add(json->out, value ? "true" : "false");
}

static void put_texts(Json *json, const char *key, const char *const *texts) {
  open(json, key, '[');
  for (; texts && *texts; texts++) put_text(json, NULL, *texts);
  close(json, ']');
}

/* ---- findings ---- */

static void put_rule(Json *json, const char *pack, const char *rule, Side side, const char *title) {
  put_text(json, "pack", pack);
  put_text(json, "rule", rule);
  put_text(json, "side", side_names[side]);
  put_text(json, "title", title);
}

static void put_needs(Json *json, const Finding *finding) {
  open(json, "needs", '[');
  for (size_t i = 0; i < finding->need_count; i++) {
    const Need *need = &finding->needs[i];
    open(json, NULL, '{');
    put_text(json, "what", need->what && *need->what ? need->what : need->text);
    put_text(json, "side", side_names[need->side]);
    put_text(json, "why", why_sentence(need->why));
    put_text(json, "text", need->text);
    close(json, '}');
  }
  close(json, ']');
}

/* The measures behind a finding, for a present one. */
static void put_measures(Json *json, const Document *document, const Finding *finding) {
  open(json, "measures", '[');
  for (size_t i = 0; i < document->retest_count; i++) {
    const Retest *retest = &document->retests[i];
    for (size_t k = 0; k < retest->finding_count; k++) {
      if (retest->findings[k] != finding) continue;
      open(json, NULL, '{');
      put_text(json, "test", retest->test);
      put_text(json, "name", retest->name);
      put_text(json, "side", side_names[retest->side]);
      put_text(json, "unit", retest->unit);
      put_number(json, "real_from", retest->real_from, retest->decimals);
      put_text(json, "measure_again_by", date_format(json->out->arena, retest->again));
      close(json, '}');
    }
  }
  close(json, ']');
}

static void put_finding(Json *json, const Document *document, const Finding *finding, bool judged) {
  open(json, NULL, '{');
  put_rule(json, finding->pack, finding->rule, finding->side, finding->title);
  if (judged) {
    put_number(json, "index", finding->index, 3);
    put_text(json, "unit", finding->unit);
    put_text(json, "grade", finding->grade);
    put_number(json, "certainty", finding->certainty, 3);
    put_text(json, "evidence", evidence_names[finding->evidence]);
    put_text(json, "group", finding->group);
    put_text(json, "say", finding->say);
    put_text(json, "tell", finding->tell);
    put_text(json, "studied", finding->studied);
    put_text(json, "doubt", finding->doubt);
    put_texts(json, "cites", finding->cites);
    if (finding->truth == TRUTH_TRUE && !finding->shown) put_measures(json, document, finding);
  }
  put_needs(json, finding);
  close(json, '}');
}

static void put_findings(Json *json, const Document *document) {
  const Result *result = document->result;
  for (int shown = 0; shown <= 1; shown++) {
    open(json, shown ? "information" : "findings", '[');
    for (size_t i = 0; i < result->finding_count; i++)
      if (result->findings[i].truth == TRUTH_TRUE && result->findings[i].shown == shown)
        put_finding(json, document, &result->findings[i], true);
    close(json, ']');
  }
  for (int unsure = 1; unsure >= 0; unsure--) {
    open(json, unsure ? "unsure" : "unknown", '[');
    for (size_t i = 0; i < result->finding_count; i++)
      if (result->findings[i].truth == TRUTH_UNKNOWN && result->findings[i].unsure == unsure)
        put_finding(json, document, &result->findings[i], unsure);
    close(json, ']');
  }
  open(json, "overridden", '[');
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *finding = &result->findings[i];
    if (!finding->overridden) continue;
    open(json, NULL, '{');
    put_rule(json, finding->pack, finding->rule, finding->side, finding->title);
    put_bool(json, "present", finding->truth == TRUTH_TRUE);
    put_text(json, "text", finding->overridden);
    close(json, '}');
  }
  close(json, ']');
}

/* ---- what follows from them ---- */

static void put_goal(Json *json, const Document *document, Action action, const char *target, Side side,
                     double weight) {
  const Muscle *muscle = catalog_muscle(document->catalog, target);
  put_text(json, "action", action_names[action]);
  put_text(json, "target", target);
  put_text(json, "name", muscle ? muscle->name : NULL);
  put_text(json, "side", side_names[side]);
  put_number(json, "weight", weight, 4);
}

static void put_arguments(Json *json, const Document *document) {
  open(json, "arguments", '[');
  for (size_t i = 0; i < document->result->argument_count; i++) {
    const Argument *argument = &document->result->arguments[i];
    open(json, NULL, '{');
    put_goal(json, document, argument->action, argument->target, argument->side, argument->weight);
    put_bool(json, "against", argument->against);
    put_text(json, "pack", argument->pack);
    put_text(json, "rule", argument->rule);
    put_text(json, "group", argument->group);
    put_text(json, "held", argument->held);
    close(json, '}');
  }
  close(json, ']');
}

static void put_targets(Json *json, const Document *document, bool conflicts) {
  open(json, conflicts ? "conflicts" : "targets", '[');
  for (size_t i = 0; i < document->result->target_count; i++) {
    const Target *target = &document->result->targets[i];
    if (conflicts && !target->conflict) continue;
    open(json, NULL, '{');
    put_goal(json, document, target->action, target->target, target->side, target->weight);
    close(json, '}');
  }
  close(json, ']');
}

static void put_stops(Json *json, const Result *result) {
  open(json, "stops", '[');
  for (size_t i = 0; i < result->stop_count; i++) {
    const Stop *stop = &result->stops[i];
    open(json, NULL, '{');
    put_rule(json, stop->pack, stop->rule, SIDE_BOTH, stop->title);
    put_text(json, "urgency", urgency_names[stop->urgency]);
    put_text(json, "text", stop->text);
    close(json, '}');
  }
  close(json, ']');
  open(json, "red_flags_open", '[');
  for (size_t i = 0; i < result->open_count; i++) {
    open(json, NULL, '{');
    put_text(json, "question", result->open[i].question);
    put_text(json, "urgency", urgency_names[result->open[i].urgency]);
    put_text(json, "text", result->open[i].text);
    close(json, '}');
  }
  close(json, ']');
}

/* ---- program ---- */

static void put_instructions(Json *json, const Exercise *exercise) {
  open(json, "instructions", '{');
  put_text(json, "position", exercise ? exercise->position : NULL);
  put_texts(json, "equipment", exercise ? exercise->equipment : NULL);
  put_text(json, "setup", exercise ? exercise->setup : NULL);
  put_text(json, "movement", exercise ? exercise->movement : NULL);
  put_text(json, "breathing", exercise ? exercise->breathing : NULL);
  put_text(json, "mistakes", exercise ? exercise->mistakes : NULL);
  put_text(json, "stop", exercise ? exercise->stop : NULL);
  close(json, '}');
}

static void put_manner(Json *json, const Document *document, const ProgramItem *item) {
  const Dosage *row = catalog_dosage(document->catalog, item->dose);
  const Exercise *exercise = catalog_exercise(document->catalog, item->exercise);
  put_text(json, "tempo", row ? row->tempo.say : NULL);
  put_text(json, "effort", row ? row->effort.say : NULL);
  put_text(json, "load", row && exercise ? dose_load(exercise, row) : NULL);
}

static void put_item(Json *json, const Document *document, const ProgramItem *item) {
  open(json, NULL, '{');
  put_text(json, "exercise", item->exercise);
  put_text(json, "name", item->name);
  put_text(json, "side", side_names[item->side]);
  put_text(json, "phase", phase_names[item->phase]);
  put_count(json, "sets", item->sets);
  put_number(json, "reps", item->reps ? (double)item->reps : (double)NAN, 0);
  put_number(json, "hold_s", item->hold_s ? (double)item->hold_s : (double)NAN, 0);
  put_count(json, "per_week", item->per_week);
  open(json, "days", '[');
  for (int day = 0; day < 7; day++)
    if (item->days >> day & 1) put_text(json, NULL, weekday_names[day]);
  close(json, ']');
  open(json, "weeks", '[');
  put_count(json, NULL, item->week_from);
  put_count(json, NULL, item->week_to);
  close(json, ']');
  put_count(json, "rest_s", item->rest_s);
  put_number(json, "minutes", item->minutes, 1);
  put_text(json, "why", item->why);
  put_text(json, "dose", item->dose);
  put_manner(json, document, item);
  put_instructions(json, catalog_exercise(document->catalog, item->exercise));
  close(json, '}');
}

static void put_program(Json *json, const Document *document) {
  const Program *program = document->program;
  open(json, "program", '{');
  put_bool(json, "draft", document->status == STATUS_DRAFT);
  put_text(json, "status", status_names[document->status]);
  put_number(json, "revision", document->revision ? (double)document->revision : (double)NAN, 0);
  put_text(json, "approved_by", document->approved_by);
  put_text(json, "audit_head", document->head);
  put_text(json, "approved_on", document->approved ? date_format(json->out->arena, document->approved) : NULL);
  put_bool(json, "stopped", program->stopped);
  put_text(json, "referral", program->referral);
  put_count(json, "weeks", program->weeks);
  put_count(json, "sessions_per_week", program->sessions_per_week);
  put_number(json, "minutes", program->minutes, 1);
  put_number(json, "covered", program->covered, 3);
  put_number(json, "gap", program->gap, 3);
  open(json, "items", '[');
  for (size_t i = 0; i < program->item_count; i++) put_item(json, document, &program->items[i]);
  close(json, ']');
  open(json, "advice", '[');
  for (size_t i = 0; i < program->advice_count; i++) {
    open(json, NULL, '{');
    const Advice *row = catalog_advice(document->catalog, program->advice[i].id);
    put_text(json, "id", program->advice[i].id);
    put_text(json, "block", block_names[catalog_block(document->catalog, program->advice[i].id)]);
    put_text(json, "why", program->advice[i].why);
    put_text(json, "text", program->advice[i].text);
    put_texts(json, "exercises", row ? row->exercises : NULL);
    close(json, '}');
  }
  close(json, ']');
  close(json, '}');
}

static void put_left_out(Json *json, const Document *document) {
  const Program *program = document->program;
  open(json, "left_out", '[');
  for (size_t i = 0; program && i < program->left_out_count; i++) {
    const Exercise *exercise = catalog_exercise(document->catalog, program->left_out[i].exercise);
    open(json, NULL, '{');
    put_text(json, "exercise", program->left_out[i].exercise);
    put_text(json, "name", exercise ? exercise->name : NULL);
    put_text(json, "reason", program->left_out[i].reason);
    close(json, '}');
  }
  close(json, ']');
}

/* ---- document ---- */

static void put_remark(Json *json, const char *what, const char *text) {
  open(json, NULL, '{');
  put_text(json, "what", what);
  put_text(json, "text", text);
  close(json, '}');
}

static void put_remarks(Json *json, const Document *document) {
  const Result *result = document->result;
  open(json, "remarks", '[');
  for (size_t i = 0; i < result->remark_count; i++) put_remark(json, result->remarks[i].what, result->remarks[i].text);
  for (size_t i = 0; document->notes && i < document->notes->count; i++)
    put_remark(json, document->notes->items[i].field, document->notes->items[i].text);
  close(json, ']');
}

/* What the page is worth: marks, versions and limits before anything else. */
static void put_head(Json *json, const Document *document) {
  put_bool(json, "draft", document->status == STATUS_DRAFT);
  put_text(json, "limits", document->words ? document->words->text[WORD_basis_limits] : NULL);
  put_text(json, "engine", document->engine);
  put_text(json, "packs", document->packs);
  put_text(json, "patient", document->result->patient);
  put_text(json, "name", document->person ? document->person->name : NULL);
  put_text(json, "date", document->result->date ? date_format(json->out->arena, document->result->date) : NULL);
}

bool json_write(const Document *document, Text *out, Err *err) {
  (void)err;
  const Result *result = document->result;
  Json json = {.out = out};
  open(&json, NULL, '{');
  put_head(&json, document);
  put_findings(&json, document);
  put_arguments(&json, document);
  put_targets(&json, document, false);
  put_targets(&json, document, true);
  put_stops(&json, result);
  put_count(&json, "judged", (long)result->judged);
  put_number(&json, "expected_by_chance", result->expected_by_chance, 2);
  if (document->program)
    put_program(&json, document);
  else
    put_text(&json, "program", NULL);
  put_left_out(&json, document);
  put_remarks(&json, document);
  close(&json, '}');
  text_add_char(out, '\n');
  return true;
}
