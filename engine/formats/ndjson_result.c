/* One result, one line. Keys stand in the order of the code below and are always there: a list may be empty, a number
 * may be null. Decimals: index 3, certainty 3, weight 4, minutes 1, expected_by_chance 2. Strict JSON, UTF-8, "\n" at
 * the end. Nothing here allocates but the text itself: the line is written for streams of many thousand cases. */
#include "facts/schedule.h"
#include "formats/ndjson.h"

#include <string.h>

#define ADD(t, literal) text_add_n(t, literal, sizeof(literal) - 1)

static void add_text(Text *t, const char *text) {
  if (text)
    text_add_json(t, text);
  else
    ADD(t, "null");
}

static void add_number(Text *t, double value, int decimals) {
  if (isfinite(value))
    text_add_number(t, value, decimals);
  else
    ADD(t, "null");
}

static void add_bool(Text *t, bool value) { text_add(t, value ? "true" : "false"); }

static void add_day(Text *t, Day day) {
  if (day)
    text_add_json(t, date_format(t->arena, day));
  else
    ADD(t, "null");
}

static void comma(Text *t, size_t index) {
  if (index) text_add_char(t, ',');
}

/* ---- findings ---- */

/* "pack":...,"rule":...,"side":... open every entry that comes from a rule. */
static void add_rule(Text *t, const char *pack, const char *rule, Side side) {
  ADD(t, "{\"pack\":");
  add_text(t, pack);
  ADD(t, ",\"rule\":");
  add_text(t, rule);
  ADD(t, ",\"side\":");
  add_text(t, side_names[side]);
}

static void add_needs(Text *t, const Finding *finding) {
  ADD(t, ",\"needs\":[");
  for (size_t i = 0; i < finding->need_count; i++) {
    const Need *need = &finding->needs[i];
    comma(t, i);
    ADD(t, "{\"what\":");
    add_text(t, need->what && *need->what ? need->what : need->text);
    ADD(t, ",\"side\":");
    add_text(t, side_names[need->side]);
    ADD(t, ",\"why\":");
    add_text(t, why_sentence(need->why));
    ADD(t, "}");
  }
  ADD(t, "]");
}

static void add_cites(Text *t, const Finding *finding) {
  ADD(t, ",\"cites\":[");
  for (size_t i = 0; finding->cites && finding->cites[i]; i++) {
    comma(t, i);
    add_text(t, finding->cites[i]);
  }
  ADD(t, "]");
}

static void add_finding(Text *t, const Finding *finding) {
  add_rule(t, finding->pack, finding->rule, finding->side);
  ADD(t, ",\"title\":");
  add_text(t, finding->title);
  ADD(t, ",\"index\":");
  add_number(t, finding->index, 3);
  ADD(t, ",\"unit\":");
  add_text(t, finding->unit);
  ADD(t, ",\"grade\":");
  add_text(t, finding->grade);
  ADD(t, ",\"certainty\":");
  add_number(t, finding->certainty, 3);
  ADD(t, ",\"evidence\":");
  add_text(t, evidence_names[finding->evidence]);
  ADD(t, ",\"group\":");
  add_text(t, finding->group);
  ADD(t, ",\"say\":");
  add_text(t, finding->say);
  add_cites(t, finding);
  add_needs(t, finding);
  ADD(t, "}");
}

typedef enum { STATE_PRESENT, STATE_SHOWN, STATE_UNSURE, STATE_UNKNOWN, STATE_NONE } State;

static State state_of(const Finding *finding) {
  if (finding->truth == TRUTH_TRUE) return finding->shown ? STATE_SHOWN : STATE_PRESENT;
  if (finding->truth == TRUTH_FALSE) return STATE_NONE;
  return finding->unsure ? STATE_UNSURE : STATE_UNKNOWN;
}

static void add_findings(Text *t, const Result *result, State state) {
  size_t written = 0;
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *finding = &result->findings[i];
    if (state_of(finding) != state) continue;
    comma(t, written++);
    if (state != STATE_UNKNOWN) {
      add_finding(t, finding);
      continue;
    }
    add_rule(t, finding->pack, finding->rule, finding->side);
    add_needs(t, finding);
    ADD(t, "}");
  }
}

static void add_overridden(Text *t, const Result *result) {
  size_t written = 0;
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *finding = &result->findings[i];
    if (!finding->overridden) continue;
    comma(t, written++);
    add_rule(t, finding->pack, finding->rule, finding->side);
    ADD(t, ",\"present\":");
    add_bool(t, finding->truth == TRUTH_TRUE);
    ADD(t, ",\"text\":");
    add_text(t, finding->overridden);
    ADD(t, "}");
  }
}

/* ---- what follows from them ---- */

static void add_goal(Text *t, Action action, const char *target, Side side, double weight) {
  ADD(t, "{\"action\":");
  add_text(t, action_names[action]);
  ADD(t, ",\"target\":");
  add_text(t, target);
  ADD(t, ",\"side\":");
  add_text(t, side_names[side]);
  ADD(t, ",\"weight\":");
  add_number(t, weight, 4);
}

static void add_arguments(Text *t, const Result *result) {
  for (size_t i = 0; i < result->argument_count; i++) {
    const Argument *argument = &result->arguments[i];
    comma(t, i);
    add_goal(t, argument->action, argument->target, argument->side, argument->weight);
    ADD(t, ",\"against\":");
    add_bool(t, argument->against);
    ADD(t, ",\"pack\":");
    add_text(t, argument->pack);
    ADD(t, ",\"rule\":");
    add_text(t, argument->rule);
    ADD(t, ",\"group\":");
    add_text(t, argument->group);
    ADD(t, ",\"held\":");
    add_text(t, argument->held);
    ADD(t, "}");
  }
}

static void add_targets(Text *t, const Result *result, bool conflicts) {
  size_t written = 0;
  for (size_t i = 0; i < result->target_count; i++) {
    const Target *target = &result->targets[i];
    if (conflicts && !target->conflict) continue;
    comma(t, written++);
    add_goal(t, target->action, target->target, target->side, target->weight);
    ADD(t, "}");
  }
}

static void add_stops(Text *t, const Result *result) {
  for (size_t i = 0; i < result->stop_count; i++) {
    const Stop *stop = &result->stops[i];
    comma(t, i);
    add_rule(t, stop->pack, stop->rule, SIDE_BOTH);
    ADD(t, ",\"title\":");
    add_text(t, stop->title);
    ADD(t, ",\"urgency\":");
    add_text(t, urgency_names[stop->urgency]);
    ADD(t, ",\"text\":");
    add_text(t, stop->text);
    ADD(t, "}");
  }
}

static void add_open(Text *t, const Result *result) {
  for (size_t i = 0; i < result->open_count; i++) {
    comma(t, i);
    ADD(t, "{\"question\":");
    add_text(t, result->open[i].question);
    ADD(t, ",\"urgency\":");
    add_text(t, urgency_names[result->open[i].urgency]);
    ADD(t, "}");
  }
}

/* ---- the program ---- */

static void add_count(Text *t, long value) { add_number(t, (double)value, 0); }

static void add_days(Text *t, Weekdays days) {
  size_t n = 0;
  ADD(t, ",\"days\":[");
  for (int day = 0; day < 7; day++) {
    if (!(days >> day & 1)) continue;
    comma(t, n++);
    add_text(t, weekday_names[day]);
  }
  ADD(t, "]");
}

static void add_item(Text *t, const ProgramItem *item) {
  ADD(t, "{\"exercise\":");
  add_text(t, item->exercise);
  ADD(t, ",\"side\":");
  add_text(t, side_names[item->side]);
  ADD(t, ",\"phase\":");
  add_text(t, phase_names[item->phase]);
  ADD(t, ",\"sets\":");
  add_count(t, item->sets);
  ADD(t, ",\"reps\":");
  add_number(t, item->reps ? (double)item->reps : (double)NAN, 0);
  ADD(t, ",\"hold_s\":");
  add_number(t, item->hold_s ? (double)item->hold_s : (double)NAN, 0);
  ADD(t, ",\"per_week\":");
  add_count(t, item->per_week);
  add_days(t, item->days);
  ADD(t, ",\"weeks\":[");
  add_count(t, item->week_from);
  ADD(t, ",");
  add_count(t, item->week_to);
  ADD(t, "],\"rest_s\":");
  add_count(t, item->rest_s);
  ADD(t, ",\"minutes\":");
  add_number(t, item->minutes, 1);
  ADD(t, ",\"why\":");
  add_text(t, item->why);
  ADD(t, ",\"dose\":");
  add_text(t, item->dose);
  ADD(t, "}");
}

/* Of a stored program. */
static void add_status(Text *t, const Document *document) {
  ADD(t, ",\"status\":");
  add_text(t, status_names[document->status]);
  ADD(t, ",\"revision\":");
  add_count(t, document->revision);
  ADD(t, ",\"approved_by\":");
  if (document->approved_by)
    add_text(t, document->approved_by);
  else
    ADD(t, "null");
}

static void add_program(Text *t, const Document *document) {
  const Program *program = document->program;
  ADD(t, "{\"draft\":");
  add_bool(t, document->status == STATUS_DRAFT);
  if (document->revision) add_status(t, document);
  ADD(t, ",\"stopped\":");
  add_bool(t, program->stopped);
  ADD(t, ",\"referral\":");
  add_text(t, program->referral);
  ADD(t, ",\"weeks\":");
  add_count(t, program->weeks);
  ADD(t, ",\"sessions_per_week\":");
  add_count(t, program->sessions_per_week);
  ADD(t, ",\"minutes\":");
  add_number(t, program->minutes, 1);
  ADD(t, ",\"covered\":");
  add_number(t, program->covered, 3);
  ADD(t, ",\"gap\":");
  add_number(t, program->gap, 3);
  ADD(t, ",\"items\":[");
  for (size_t i = 0; i < program->item_count; i++) {
    comma(t, i);
    add_item(t, &program->items[i]);
  }
  ADD(t, "],\"advice\":[");
  for (size_t i = 0; i < program->advice_count; i++) {
    comma(t, i);
    ADD(t, "{\"id\":");
    add_text(t, program->advice[i].id);
    ADD(t, ",\"why\":");
    add_text(t, program->advice[i].why);
    ADD(t, "}");
  }
  ADD(t, "]}");
}

static void add_left_out(Text *t, const Program *program) {
  for (size_t i = 0; program && i < program->left_out_count; i++) {
    comma(t, i);
    ADD(t, "{\"exercise\":");
    add_text(t, program->left_out[i].exercise);
    ADD(t, ",\"reason\":");
    add_text(t, program->left_out[i].reason);
    ADD(t, "}");
  }
}

/* Remarks of the judge, then notes of the reader: both are about the input. */
static void add_remarks(Text *t, const Document *document) {
  size_t written = 0, notes = document->notes ? document->notes->count : 0;
  for (size_t i = 0; i < document->result->remark_count + notes; i++) {
    bool remark = i < document->result->remark_count;
    size_t at = remark ? i : i - document->result->remark_count;
    comma(t, written++);
    ADD(t, "{\"what\":");
    if (remark)
      add_text(t, document->result->remarks[at].what);
    else
      add_text(t, document->notes->items[at].field);
    ADD(t, ",\"text\":");
    add_text(t, remark ? document->result->remarks[at].text : document->notes->items[at].text);
    ADD(t, "}");
  }
}

static void add_kept(Text *t, const Document *document) {
  ADD(t, ",\"proposal\":{\"revision\":");
  add_count(t, document->kept_revision);
  ADD(t, ",\"changes\":[");
  for (size_t i = 0; i < document->kept_count; i++) {
    comma(t, i);
    add_text(t, document->kept[i]);
  }
  ADD(t, "]}");
}

bool ndjson_write(const Document *document, Text *out, Err *err) {
  (void)err;
  const Result *result = document->result;
  ADD(out, "{\"patient\":");
  add_text(out, result->patient);
  ADD(out, ",\"date\":");
  add_day(out, result->date);
  ADD(out, ",\"findings\":[");
  add_findings(out, result, STATE_PRESENT);
  ADD(out, "],\"unsure\":[");
  add_findings(out, result, STATE_UNSURE);
  ADD(out, "],\"unknown\":[");
  add_findings(out, result, STATE_UNKNOWN);
  ADD(out, "],\"information\":[");
  add_findings(out, result, STATE_SHOWN);
  ADD(out, "],\"overridden\":[");
  add_overridden(out, result);
  ADD(out, "],\"arguments\":[");
  add_arguments(out, result);
  ADD(out, "],\"targets\":[");
  add_targets(out, result, false);
  ADD(out, "],\"conflicts\":[");
  add_targets(out, result, true);
  ADD(out, "],\"stops\":[");
  add_stops(out, result);
  ADD(out, "],\"red_flags_open\":[");
  add_open(out, result);
  ADD(out, "],\"judged\":");
  add_number(out, (double)result->judged, 0);
  ADD(out, ",\"expected_by_chance\":");
  add_number(out, result->expected_by_chance, 2);
  ADD(out, ",\"program\":");
  if (document->program)
    add_program(out, document);
  else
    ADD(out, "null");
  ADD(out, ",\"left_out\":[");
  add_left_out(out, document->program);
  ADD(out, "],\"remarks\":[");
  add_remarks(out, document);
  ADD(out, "]");
  if (document->kept_count) add_kept(out, document);
  ADD(out, "}\n");
  return true;
}
