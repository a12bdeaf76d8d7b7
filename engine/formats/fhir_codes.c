/* The code systems of Sinew: what its own codes in a FHIR Bundle mean. */
#include "formats/fhir.h"

#include <string.h>

static const FhirCode contractions[] = {{"isometric", "Isometric"},
                                        {"eccentric", "Eccentric"},
                                        {"concentric", "Concentric"},
                                        {"isokinetic", "Isokinetic"},
                                        {NULL, NULL}};
static const FhirCode sides[] = {{"left", "Left"}, {"right", "Right"}, {NULL, NULL}};
static const FhirCode states[] = {{"present", "Present"},
                                  {"information", "Present, for information only"},
                                  {"unsure", "Unsure: within the measurement error, repeat the test"},
                                  {"absent", "Overridden by a clinician as not present"},
                                  {NULL, NULL}};
static const FhirCode aspects[] = {{"origin", "How it came about"},
                                   {"position", "Position of the body"},
                                   {"lever_arm", "Lever arm"},
                                   {"trial", "Number of the trial"},
                                   {"certainty", "Probability that the true value lies beyond the cut"},
                                   {"evidence", "Grade of the evidence"},
                                   {"grade", "The rule's own word for its index"},
                                   {NULL, NULL}};

const FhirCodes fhir_systems[SYSTEM_ASPECT + 1] = {
    [SYSTEM_TEST] = {"SinewTest", "Tests", "urn:uuid:f5ae39d8-0276-4544-96ab-82d31bb7d25f", NULL},
    [SYSTEM_QUESTION] = {"SinewQuestion", "Questions", "urn:uuid:b06bf345-99f3-45cb-bfb4-bf41c58670af", NULL},
    [SYSTEM_RULE] = {"SinewRule", "Findings of rules", "urn:uuid:e3796d0f-8fea-4318-886e-54c221dcb8ad", NULL},
    [SYSTEM_INDEX] = {"SinewIndex", "Numbers behind findings", "urn:uuid:8e2ccb27-d109-4a24-92ee-2ef5f8cb5125", NULL},
    [SYSTEM_MUSCLE] = {"SinewMuscle", "Muscles and groups", "urn:uuid:73611085-0017-413a-b820-f5af5a186f02", NULL},
    [SYSTEM_EXERCISE] = {"SinewExercise", "Exercises", "urn:uuid:cf1fcf7d-644b-4d32-b78c-e05605a66ab6", NULL},
    [SYSTEM_POSITION] = {"SinewPosition", "Positions of the body", "urn:uuid:85f4b02c-42d3-4ce1-8252-45f22286ce4a",
                         NULL},
    [SYSTEM_CONTRACTION] = {"SinewContraction", "Contractions", "urn:uuid:729a4f21-c09e-4e94-9cfb-5261aeea8462",
                            contractions},
    [SYSTEM_SIDE] = {"SinewSide", "Sides of the body", "urn:uuid:75c8c540-14c8-4bb1-9b0c-16443c8ca8ad", sides},
    [SYSTEM_STATE] = {"SinewState", "States of a finding", "urn:uuid:ddf2a28f-f00c-4397-a13d-5ed2bc9badd7", states},
    [SYSTEM_ASPECT] = {"SinewAspect", "Aspects of an observation", "urn:uuid:2bf4c05d-38b7-4bd1-8378-96bc3eb0487d",
                       aspects},
};

const char *fhir_display(FhirSystem system, const char *code) {
  for (const FhirCode *row = fhir_systems[system].codes; code && row && row->code; row++)
    if (strcmp(row->code, code) == 0) return row->display;
  return NULL;
}

/* ---- publishing ---- */

static const FhirCode *rows_of(const Catalog *catalog, Arena *a, FhirSystem system, const FhirCode *rules) {
  static const RowKind kinds[] = {[SYSTEM_TEST] = ROWS_TEST,
                                  [SYSTEM_QUESTION] = ROWS_QUESTION,
                                  [SYSTEM_MUSCLE] = ROWS_MUSCLE,
                                  [SYSTEM_EXERCISE] = ROWS_EXERCISE,
                                  [SYSTEM_POSITION] = ROWS_POSITION};
  if (fhir_systems[system].codes) return fhir_systems[system].codes;
  if (system == SYSTEM_RULE || system == SYSTEM_INDEX) return rules;
  size_t count = catalog_count(catalog, kinds[system]);
  FhirCode *rows = arena_array(a, count + 1, sizeof *rows);
  for (size_t i = 0; i < count; i++) {
    const char *display = system == SYSTEM_TEST       ? catalog->tests.items[i].name
                          : system == SYSTEM_QUESTION ? catalog->questions.items[i].text
                          : system == SYSTEM_MUSCLE   ? catalog->muscles.items[i].name
                          : system == SYSTEM_EXERCISE ? catalog->exercises.items[i].name
                                                      : catalog->positions.items[i].label;
    rows[i] = (FhirCode){catalog_row_id(catalog, kinds[system], i), display};
  }
  return rows;
}

void fhir_write_codes(const Catalog *catalog, const FhirCode *rules, const char *version, Text *out) {
  Fhir f = {.a = out->arena, .scribe = {.out = out}};
  fhir_open(&f);
  for (FhirSystem system = 0; system <= SYSTEM_ASPECT; system++) {
    const FhirCodes *codes = &fhir_systems[system];
    const FhirCode *rows = rows_of(catalog, f.a, system, rules);
    size_t count = 0;
    fhir_begin(&f, "CodeSystem", codes->url, codes->title);
    scribe_text(&f.scribe, "url", codes->url);
    scribe_text(&f.scribe, "version", version);
    scribe_text(&f.scribe, "name", codes->name);
    scribe_text(&f.scribe, "title", codes->title);
    scribe_text(&f.scribe, "status", "active");
    scribe_bool(&f.scribe, "experimental", false);
    scribe_bool(&f.scribe, "caseSensitive", true);
    scribe_text(&f.scribe, "content", "complete");
    while (rows[count].code) count++;
    scribe_count(&f.scribe, "count", (long)count);
    if (count) scribe_open(&f.scribe, "concept", '[');
    for (size_t i = 0; i < count; i++) {
      scribe_open(&f.scribe, NULL, '{');
      scribe_text(&f.scribe, "code", rows[i].code);
      fhir_text(&f, "display", rows[i].display);
      scribe_close(&f.scribe, '}');
    }
    if (count) scribe_close(&f.scribe, ']');
    fhir_end(&f);
  }
  fhir_close(&f);
}
