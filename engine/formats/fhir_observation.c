/* FHIR Observations: what was measured and answered, the number behind a finding, and what the rules say of it. A
 * finding is an Observation and never a Condition: nothing here is a diagnosis. */
#include "formats/fhir.h"
#include "formats/needs.h"

#include <math.h>
#include <string.h>

enum { DECIMALS = 4 };

/* ---- parts ---- */

static void begin(Fhir *f, const char *key, const char *narrative, const char *category) {
  fhir_begin(f, "Observation", key, narrative);
  scribe_text(&f->scribe, "status", "final");
  scribe_open(&f->scribe, "category", '[');
  fhir_concept(f, NULL, FHIR_CATEGORY, category, NULL, NULL);
  scribe_close(&f->scribe, ']');
}

static void put_when(Fhir *f, Day day) {
  fhir_subject(f);
  fhir_date(f, "effectiveDateTime", day);
}

static void begin_component(Fhir *f, const char *aspect) {
  scribe_open(&f->scribe, NULL, '{');
  fhir_local(f, "code", SYSTEM_ASPECT, aspect, NULL, NULL);
}

static void put_number_component(Fhir *f, const char *aspect, double value, const Unit *unit) {
  begin_component(f, aspect);
  fhir_quantity(f, "valueQuantity", value, DECIMALS, unit, NULL);
  scribe_close(&f->scribe, '}');
}

static void put_text_component(Fhir *f, const char *aspect, const char *text) {
  begin_component(f, aspect);
  fhir_concept(f, "valueCodeableConcept", NULL, NULL, NULL, text);
  scribe_close(&f->scribe, '}');
}

static void put_note(Fhir *f, const char *text) {
  if (!text || !*text) return;
  scribe_open(&f->scribe, NULL, '{');
  fhir_text(f, "text", text);
  scribe_close(&f->scribe, '}');
}

/* ---- measures ---- */

const char *fhir_measure_key(Fhir *f, const Measure *m) {
  const Case *c = f->document->given;
  return arena_printf(f->a, "measure %s %s %d %s %d %d", date_format(f->a, m->date ? m->date : c->date), m->test,
                      (int)m->side, m->position ? m->position : "", (int)m->contraction, m->trial);
}

/* In the unit of the test where it was recorded in that dimension, else in the base unit. */
static const Unit *unit_of(const Test *test, const Measure *m) {
  return test && test->unit->dimension == m->quantity ? test->unit : unit_base(m->quantity);
}

static void put_value(Fhir *f, const Test *test, const Measure *m) {
  const Unit *unit = unit_of(test, m);
  if (test && test->ordinal) {
    fhir_concept(f, "valueCodeableConcept", NULL, NULL, NULL, intake_value_text(f->a, test, m));
  } else if (m->lo == m->hi || isinf(m->lo) || isinf(m->hi)) {
    bool most = isinf(m->lo);
    fhir_quantity(f, "valueQuantity", (most ? m->hi : m->lo) / unit->factor, DECIMALS, unit,
                  m->lo == m->hi ? NULL
                  : most         ? "<="
                                 : ">=");
  } else {
    scribe_open(&f->scribe, "valueRange", '{');
    fhir_quantity(f, "low", m->lo / unit->factor, DECIMALS, unit, NULL);
    fhir_quantity(f, "high", m->hi / unit->factor, DECIMALS, unit, NULL);
    scribe_close(&f->scribe, '}');
  }
}

static void put_pain(Fhir *f, int pain) {
  scribe_open(&f->scribe, NULL, '{');
  fhir_concept(f, "code", FHIR_LOINC, "72514-3", NULL, NULL);
  fhir_quantity(f, "valueQuantity", pain, 0, unit_base(DIM_SCORE), NULL);
  scribe_close(&f->scribe, '}');
}

static const char *position_label(const Catalog *catalog, const char *id) {
  int found = catalog_find(catalog, ROWS_POSITION, id);
  return found < 0 ? id : catalog->positions.items[found].label;
}

static void put_components(Fhir *f, const Measure *m) {
  scribe_open(&f->scribe, "component", '[');
  put_text_component(f, "origin", origin_names[m->origin]);
  if (m->position) {
    begin_component(f, "position");
    fhir_local(f, "valueCodeableConcept", SYSTEM_POSITION, m->position,
               position_label(f->document->catalog, m->position), NULL);
    scribe_close(&f->scribe, '}');
  }
  if (!isnan(m->lever_m)) put_number_component(f, "lever_arm", 100 * m->lever_m, unit_base(DIM_LENGTH));
  if (m->trial) {
    begin_component(f, "trial");
    scribe_count(&f->scribe, "valueInteger", m->trial);
    scribe_close(&f->scribe, '}');
  }
  if (m->pain >= 0) put_pain(f, m->pain);
  scribe_close(&f->scribe, ']');
}

/* A rating of pain is what LOINC calls by the same name; every other test is coded here alone. */
static void put_test(Fhir *f, const char *id, const char *name) {
  if (strcmp(id, "nprs") == 0)
    fhir_concept(f, "code", FHIR_LOINC, "72514-3", NULL, name);
  else
    fhir_local(f, "code", SYSTEM_TEST, id, name, NULL);
}

static void put_method(Fhir *f, const Test *test, const Measure *m) {
  bool known = m->contraction != CONTRACTION_UNKNOWN;
  if (known || (test && test->how && *test->how))
    fhir_local(f, "method", SYSTEM_CONTRACTION, known ? contraction_names[m->contraction] : NULL, NULL,
               test ? test->how : NULL);
}

static void put_measure(Fhir *f, const Measure *m) {
  const Case *c = f->document->given;
  const Test *test = catalog_test(f->document->catalog, m->test);
  const char *name = test ? test->name : m->test;
  Text line = {.arena = f->a};
  text_addf(&line, "%s%s%s: %s", name, m->side == SIDE_BOTH ? "" : ", ",
            m->side == SIDE_BOTH ? "" : side_names[m->side], test ? intake_value_text(f->a, test, m) : "");
  begin(f, fhir_measure_key(f, m), text_get(&line), test && test->domain == DOMAIN_SYMPTOM ? "survey" : "exam");
  put_test(f, m->test, name);
  put_when(f, m->date ? m->date : c->date);
  put_value(f, test, m);
  fhir_side(f, "bodySite", m->side);
  put_method(f, test, m);
  put_components(f, m);
  fhir_end(f);
}

/* Codes of HL7's own vital signs profiles. */
static void put_vital(Fhir *f, const char *code, const char *name, double value, const Unit *unit) {
  const Case *c = f->document->given;
  Text line = {.arena = f->a};
  if (isnan(value)) return;
  text_addf(&line, "%s: ", name);
  text_add_short(&line, value, 1);
  text_addf(&line, " %s", unit->id);
  begin(f, arena_printf(f->a, "vital %s %s", date_format(f->a, c->date), code), text_get(&line), "vital-signs");
  fhir_concept(f, "code", FHIR_LOINC, code, name, NULL);
  put_when(f, c->date);
  fhir_quantity(f, "valueQuantity", value, DECIMALS, unit, NULL);
  fhir_end(f);
}

static void put_answer(Fhir *f, const Answer *answer) {
  const Case *c = f->document->given;
  const Question *question = catalog_question(f->document->catalog, answer->question);
  const char *text = question ? question->text : answer->question;
  if (answer->value == ANSWER_OPEN) return;
  begin(f, arena_printf(f->a, "answer %s %s", date_format(f->a, c->date), answer->question),
        arena_printf(f->a, "%s %s", text, answer_names[answer->value]), "survey");
  fhir_local(f, "code", SYSTEM_QUESTION, answer->question, text, NULL);
  put_when(f, c->date);
  if (answer->value == ANSWER_UNSURE)
    fhir_concept(f, "dataAbsentReason", FHIR_ABSENT, "asked-unknown", NULL, answer_names[ANSWER_UNSURE]);
  else
    scribe_bool(&f->scribe, "valueBoolean", answer->value == ANSWER_YES);
  fhir_end(f);
}

/* ---- findings ---- */

static const char *rule_code(Fhir *f, const Finding *finding) {
  return arena_printf(f->a, "%s/%s", finding->pack, finding->rule);
}

static const char *key_of(Fhir *f, const char *what, const Finding *finding) {
  return arena_printf(f->a, "%s %s %s/%s %d", what, date_format(f->a, f->document->result->date), finding->pack,
                      finding->rule, (int)finding->side);
}

const char *fhir_finding_key(Fhir *f, const Finding *finding) { return key_of(f, "finding", finding); }

static bool has_index(const Finding *finding) {
  return !isnan(finding->index) && (finding->truth == TRUTH_TRUE || finding->unsure);
}

static const char *titled(Fhir *f, const Finding *finding) {
  return arena_printf(f->a, "%s%s%s", finding->title, finding->side == SIDE_BOTH ? "" : ", ",
                      finding->side == SIDE_BOTH ? "" : side_names[finding->side]);
}

/* A number without a unit of the table: of ratios, and of standard deviations, for which UCUM has no code. */
static const Unit *index_unit(const Finding *finding) {
  static const Unit none = {.id = "1", .ucum = "1"};
  const Unit *unit = *finding->unit ? unit_find(finding->unit, DIM_COUNT_OF) : &none;
  return unit ? unit : &none;
}

static void put_index(Fhir *f, const Finding *finding) {
  const Unit *unit = index_unit(finding);
  Text line = {.arena = f->a};
  text_addf(&line, "%s: ", titled(f, finding));
  text_add_short(&line, finding->index, 3);
  text_addf(&line, " %s", finding->unit);
  begin(f, key_of(f, "index", finding), text_get(&line), "exam");
  fhir_local(f, "code", SYSTEM_INDEX, rule_code(f, finding), finding->title, NULL);
  put_when(f, f->document->result->date);
  fhir_quantity(f, "valueQuantity", finding->index, 3, unit, NULL);
  fhir_side(f, "bodySite", finding->side);
  fhir_end(f);
}

static const char *state_of(const Finding *finding) {
  if (finding->truth == TRUTH_TRUE) return finding->shown ? "information" : "present";
  if (finding->truth == TRUTH_FALSE) return "absent";
  return finding->unsure ? "unsure" : NULL;
}

/* Why it is not known. */
static void put_absent(Fhir *f, const Finding *finding) {
  Why why = finding->need_count ? finding->needs[0].why : WHY_NONE;
  const char *code = why == WHY_NOT_MEASURED ? "not-performed" : why == WHY_NOT_ANSWERED ? "not-asked" : "unknown";
  fhir_concept(f, "dataAbsentReason", FHIR_ABSENT, code, NULL, needs_phrase(f->a, finding, 1));
}

static void put_certainty(Fhir *f, const Finding *finding) {
  static const Unit one = {.id = "1", .ucum = "1"};
  scribe_open(&f->scribe, "component", '[');
  if (!isnan(finding->certainty)) put_number_component(f, "certainty", finding->certainty, &one);
  put_text_component(f, "evidence", evidence_names[finding->evidence]);
  if (finding->grade && *finding->grade) put_text_component(f, "grade", finding->grade);
  scribe_close(&f->scribe, ']');
}

static void put_stop_note(Fhir *f, const Finding *finding) {
  const Result *result = f->document->result;
  for (size_t i = 0; i < result->stop_count; i++)
    if (text_equal(result->stops[i].pack, finding->pack) && text_equal(result->stops[i].rule, finding->rule))
      put_note(f, arena_printf(f->a, "%s: %s", urgency_names[result->stops[i].urgency], result->stops[i].text));
}

static void put_notes(Fhir *f, const Finding *finding) {
  if (!finding->overridden && !(finding->say && *finding->say)) return;
  scribe_open(&f->scribe, "note", '[');
  put_stop_note(f, finding);
  put_note(f, finding->say);
  put_note(f, finding->overridden);
  scribe_close(&f->scribe, ']');
}

/* Its index, and the measures that the rule read, as far as the record names them. */
static void put_derived(Fhir *f, const Finding *finding) {
  const Document *document = f->document;
  LIST(const char *) urls = {0};
  if (has_index(finding)) *LIST_ADD(f->a, &urls) = fhir_url(f, "Observation", key_of(f, "index", finding));
  for (size_t i = 0; i < document->retest_count; i++) {
    const Retest *retest = &document->retests[i];
    bool behind = false;
    for (size_t k = 0; k < retest->finding_count; k++) behind = behind || retest->findings[k] == finding;
    for (size_t k = 0; behind && document->given && k < document->given->measure_count; k++) {
      const Measure *m = &document->given->measures[k];
      if (text_equal(m->test, retest->test) && m->side == retest->side)
        *LIST_ADD(f->a, &urls) = fhir_url(f, "Observation", fhir_measure_key(f, m));
    }
  }
  if (!urls.count) return;
  scribe_open(&f->scribe, "derivedFrom", '[');
  for (size_t i = 0; i < urls.count; i++) fhir_reference(f, NULL, urls.items[i]);
  scribe_close(&f->scribe, ']');
}

static void put_finding(Fhir *f, const Finding *finding) {
  const char *state = state_of(finding);
  if (has_index(finding)) put_index(f, finding);
  begin(f, fhir_finding_key(f, finding),
        arena_printf(f->a, "%s: %s", titled(f, finding),
                     state ? fhir_display(SYSTEM_STATE, state) : needs_phrase(f->a, finding, 1)),
        "exam");
  fhir_local(f, "code", SYSTEM_RULE, rule_code(f, finding), finding->title, NULL);
  put_when(f, f->document->result->date);
  if (state)
    fhir_local(f, "valueCodeableConcept", SYSTEM_STATE, state, NULL, NULL);
  else
    put_absent(f, finding);
  put_notes(f, finding);
  fhir_side(f, "bodySite", finding->side);
  put_derived(f, finding);
  if (finding->truth == TRUTH_TRUE) put_certainty(f, finding);
  fhir_end(f);
}

void fhir_observations(Fhir *f) {
  const Case *c = f->document->given;
  const Result *result = f->document->result;
  if (c) {
    put_vital(f, "29463-7", "Body weight", c->patient.mass_kg, unit_base(DIM_MASS));
    put_vital(f, "8302-2", "Body height", c->patient.height_cm, unit_base(DIM_LENGTH));
    for (size_t i = 0; i < c->measure_count; i++) put_measure(f, &c->measures[i]);
    for (size_t i = 0; i < c->answer_count; i++) put_answer(f, &c->answers[i]);
  }
  for (size_t i = 0; i < result->finding_count; i++) put_finding(f, &result->findings[i]);
}
