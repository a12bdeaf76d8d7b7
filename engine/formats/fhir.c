/* FHIR R4: the Bundle and the parts that all of its resources are made of. */
#include "formats/fhir.h"

#include <string.h>

const char *fhir_url(Fhir *f, const char *type, const char *key) {
  return arena_printf(f->a, "urn:uuid:%s", format_id(f->document, f->a, type, key));
}

/* ---- the Bundle ---- */

void fhir_open(Fhir *f) {
  scribe_open(&f->scribe, NULL, '{');
  scribe_text(&f->scribe, "resourceType", "Bundle");
  scribe_text(&f->scribe, "type", "transaction");
  scribe_open(&f->scribe, "entry", '[');
}

void fhir_close(Fhir *f) {
  scribe_close(&f->scribe, ']');
  scribe_close(&f->scribe, '}');
  text_add_char(f->scribe.out, '\n');
}

/* One line, without controls and without what turns the writing direction; blanks around it are taken off. */
static const char *one_line(Fhir *f, const char *text) {
  Text line = {.arena = f->a};
  bool blank = false;
  for (const char *at = text ? text : ""; *at;) {
    const char *start = at;
    unsigned code = text_next(&at);
    bool is_blank = code <= ' ' || code == 0x7F || (code >= 0x80 && code <= 0xA0) || code == 0x2028 || code == 0x2029;
    bool turns = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    bool no_xml = turns || code == 0xFFFD || (code & 0xFFFE) == 0xFFFE;
    if (!is_blank && blank && line.len) text_add_char(&line, ' ');
    if (no_xml)
      text_add(&line, "\xEF\xBF\xBD");
    else if (!is_blank)
      text_add_n(&line, start, (size_t)(at - start));
    blank = is_blank;
  }
  return text_get(&line);
}

static void put_narrative(Fhir *f, const char *narrative) {
  Text div = {.arena = f->a};
  text_add(&div, "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>");
  text_add_html(&div, one_line(f, narrative));
  text_add(&div, "</p></div>");
  scribe_open(&f->scribe, "text", '{');
  scribe_text(&f->scribe, "status", "generated");
  scribe_text(&f->scribe, "div", text_get(&div));
  scribe_close(&f->scribe, '}');
}

void fhir_begin(Fhir *f, const char *type, const char *key, const char *narrative) {
  /* A code system is known by its address for good, whoever exports it. */
  const char *url = f->document ? fhir_url(f, type, key) : key;
  f->type = type, f->id = url + strlen("urn:uuid:");
  *LIST_ADD(f->a, &f->urls) = url;
  scribe_open(&f->scribe, NULL, '{');
  scribe_text(&f->scribe, "fullUrl", url);
  scribe_open(&f->scribe, "resource", '{');
  scribe_text(&f->scribe, "resourceType", type);
  scribe_text(&f->scribe, "id", f->id);
  put_narrative(f, narrative);
}

void fhir_end(Fhir *f) {
  scribe_close(&f->scribe, '}');
  scribe_open(&f->scribe, "request", '{');
  scribe_text(&f->scribe, "method", "PUT");
  scribe_text(&f->scribe, "url", arena_printf(f->a, "%s/%s", f->type, f->id));
  scribe_close(&f->scribe, '}');
  scribe_close(&f->scribe, '}');
}

/* ---- elements ---- */

void fhir_text(Fhir *f, const char *member, const char *text) {
  const char *line = one_line(f, text);
  if (*line) scribe_text(&f->scribe, member, line);
}

void fhir_date(Fhir *f, const char *member, Day day) {
  if (day) scribe_text(&f->scribe, member, date_format(f->a, day));
}

void fhir_reference(Fhir *f, const char *member, const char *url) {
  scribe_open(&f->scribe, member, '{');
  scribe_text(&f->scribe, "reference", url);
  scribe_close(&f->scribe, '}');
}

void fhir_subject(Fhir *f) { fhir_reference(f, "subject", fhir_url(f, "Patient", "")); }

void fhir_concept(Fhir *f, const char *member, const char *system, const char *code, const char *display,
                  const char *text) {
  scribe_open(&f->scribe, member, '{');
  if (code) {
    scribe_open(&f->scribe, "coding", '[');
    scribe_open(&f->scribe, NULL, '{');
    scribe_text(&f->scribe, "system", system);
    scribe_text(&f->scribe, "code", code);
    fhir_text(f, "display", display);
    scribe_close(&f->scribe, '}');
    scribe_close(&f->scribe, ']');
  }
  fhir_text(f, "text", text);
  scribe_close(&f->scribe, '}');
}

void fhir_local(Fhir *f, const char *member, FhirSystem system, const char *code, const char *display,
                const char *text) {
  fhir_concept(f, member, fhir_systems[system].url, code, display ? display : fhir_display(system, code), text);
}

void fhir_side(Fhir *f, const char *member, Side side) {
  if (side != SIDE_BOTH) fhir_local(f, member, SYSTEM_SIDE, side_names[side], NULL, NULL);
}

void fhir_quantity(Fhir *f, const char *member, double value, int decimals, const Unit *unit, const char *comparator) {
  Text number = {.arena = f->a};
  int kept = 0;
  text_add_short(&number, value, decimals);
  const char *dot = strchr(text_get(&number), '.');
  if (dot) kept = (int)strlen(dot + 1);
  scribe_open(&f->scribe, member, '{');
  scribe_number(&f->scribe, "value", value, kept);
  if (comparator) scribe_text(&f->scribe, "comparator", comparator);
  scribe_text(&f->scribe, "unit", unit->id);
  if (unit->ucum) {
    scribe_text(&f->scribe, "system", "http://unitsofmeasure.org");
    scribe_text(&f->scribe, "code", unit->ucum);
  }
  scribe_close(&f->scribe, '}');
}

/* ---- who it is about, and where it comes from ---- */

static void put_name(Fhir *f, const Person *person) {
  if (!person->name && !person->family_name && !person->given_name) return;
  scribe_open(&f->scribe, "name", '[');
  scribe_open(&f->scribe, NULL, '{');
  fhir_text(f, "text", person->name);
  fhir_text(f, "family", person->family_name);
  if (*one_line(f, person->given_name)) {
    scribe_open(&f->scribe, "given", '[');
    fhir_text(f, NULL, person->given_name);
    scribe_close(&f->scribe, ']');
  }
  scribe_close(&f->scribe, '}');
  scribe_close(&f->scribe, ']');
}

static void put_patient(Fhir *f) {
  static const char *const genders[] = {
      [SEX_UNKNOWN] = "unknown", [SEX_FEMALE] = "female", [SEX_MALE] = "male", [SEX_OTHER] = "other"};
  const Document *document = f->document;
  const Case *c = document->given;
  const char *code = document->result->patient;
  fhir_begin(f, "Patient", "", words_fill(document->words, f->a, WORD_patient, "code", code, NULL));
  scribe_open(&f->scribe, "identifier", '[');
  scribe_open(&f->scribe, NULL, '{');
  scribe_text(&f->scribe, "use", "usual");
  scribe_text(&f->scribe, "value", code);
  scribe_close(&f->scribe, '}');
  scribe_close(&f->scribe, ']');
  if (document->person) put_name(f, document->person);
  scribe_text(&f->scribe, "gender", genders[c ? c->patient.sex : SEX_UNKNOWN]);
  if (c && document->person) fhir_date(f, "birthDate", c->patient.born);
  fhir_end(f);
}

static void put_agent(Fhir *f, const char *role, const char *name) {
  scribe_open(&f->scribe, NULL, '{');
  fhir_concept(f, "type", FHIR_AGENT, role, NULL, NULL);
  scribe_open(&f->scribe, "who", '{');
  fhir_text(f, "display", name);
  scribe_close(&f->scribe, '}');
  scribe_close(&f->scribe, '}');
}

static void put_entity(Fhir *f, const char *value, const char *display) {
  scribe_open(&f->scribe, NULL, '{');
  scribe_text(&f->scribe, "role", "source");
  scribe_open(&f->scribe, "what", '{');
  scribe_open(&f->scribe, "identifier", '{');
  scribe_text(&f->scribe, "value", value);
  scribe_close(&f->scribe, '}');
  fhir_text(f, "display", display);
  scribe_close(&f->scribe, '}');
  scribe_close(&f->scribe, '}');
}

/* By which rules and data it came about, with their hashes, and who approved it. */
static void put_provenance(Fhir *f) {
  const Document *document = f->document;
  const char *names = document->packs ? document->packs : "";
  const char *recorded = document->approved_at ? document->approved_at : document->judged_at;
  if (!recorded) return;
  size_t targets = f->urls.count;
  fhir_begin(f, "Provenance", date_format(f->a, document->result->date),
             arena_printf(f->a, "Sinew %s: %s", document->engine, names));
  scribe_open(&f->scribe, "target", '[');
  for (size_t i = 0; i < targets; i++) fhir_reference(f, NULL, f->urls.items[i]);
  scribe_close(&f->scribe, ']');
  scribe_text(&f->scribe, "recorded", recorded);
  scribe_open(&f->scribe, "agent", '[');
  put_agent(f, "assembler", arena_printf(f->a, "Sinew %s", document->engine));
  if (document->approved_by) put_agent(f, "verifier", document->approved_by);
  scribe_close(&f->scribe, ']');
  scribe_open(&f->scribe, "entity", '[');
  for (size_t i = 0; i < document->pack_count; i++) {
    size_t len = strcspn(names, ",");
    put_entity(f, document->pack_hashes[i].hex, arena_copy_n(f->a, names, len));
    names += len + strspn(names + len, ", ");
  }
  if (document->catalog_hash) put_entity(f, document->catalog_hash->hex, "data");
  if (document->head)
    put_entity(f, document->head, words_fill(document->words, f->a, WORD_record_head, "head", document->head, NULL));
  scribe_close(&f->scribe, ']');
  fhir_end(f);
}

bool fhir_write(const Document *document, Text *out, Err *err) {
  (void)err;
  Fhir f = {.document = document, .a = out->arena, .scribe = {.out = out}};
  fhir_open(&f);
  put_patient(&f);
  fhir_observations(&f);
  fhir_plan(&f);
  put_provenance(&f);
  fhir_close(&f);
  return true;
}
