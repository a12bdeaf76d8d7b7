/* Parts that FHIR R4 resources are made of: entries of a Bundle, ids, references, codings and quantities. Only codes
 * whose meaning is proven in HL7's own definitions are standard ones; everything else is coded in the code systems of
 * the table below, which `catalog codes` publishes. Knows no store. */
#pragma once

#include "formats/formats.h"
#include "formats/scribe.h"

typedef enum {
  SYSTEM_TEST,
  SYSTEM_QUESTION,
  SYSTEM_RULE,  /* PACK/RULE: a finding */
  SYSTEM_INDEX, /* PACK/RULE: the number behind a finding */
  SYSTEM_MUSCLE,
  SYSTEM_EXERCISE,
  SYSTEM_POSITION,
  SYSTEM_CONTRACTION,
  SYSTEM_SIDE,
  SYSTEM_STATE, /* of a finding: present, unsure, ... */
  SYSTEM_ASPECT /* what a component of an Observation tells */
} FhirSystem;

typedef struct FhirCode {
  const char *code, *display; /* code NULL ends a list */
} FhirCode;

typedef struct FhirCodes {
  const char *name, *title, *url; /* url: for good; records elsewhere hold it */
  const FhirCode *codes;          /* NULL: rows of the catalog or of the packs */
} FhirCodes;

extern const FhirCodes fhir_systems[SYSTEM_ASPECT + 1];

#define FHIR_LOINC    "http://loinc.org"
#define FHIR_CATEGORY "http://terminology.hl7.org/CodeSystem/observation-category"
#define FHIR_ABSENT   "http://terminology.hl7.org/CodeSystem/data-absent-reason"
#define FHIR_AGENT    "http://terminology.hl7.org/CodeSystem/provenance-participant-type"

typedef struct Fhir {
  const Document *document;
  Arena *a;
  Scribe scribe;
  const char *type, *id;   /* of the entry that is open */
  LIST(const char *) urls; /* of all entries so far: what the Provenance speaks of */
} Fhir;

/* Opens and closes a Bundle that may be sent as it is: a second one with the same ids takes the place of the first. */
void fhir_open(Fhir *f);
void fhir_close(Fhir *f);

/* Opens the entry of a resource with its id and a narrative of one line. key: names it within the patient's record. */
void fhir_begin(Fhir *f, const char *type, const char *key, const char *narrative);
void fhir_end(Fhir *f);

/* The address of an entry inside the Bundle, made of the record's key, type and key: the same in every export. */
const char *fhir_url(Fhir *f, const char *type, const char *key);
/* {"reference": url}; of the patient. */
void fhir_reference(Fhir *f, const char *member, const char *url);
void fhir_subject(Fhir *f);

/* A text in one line without controls; nothing when it is empty. */
void fhir_text(Fhir *f, const char *member, const char *text);
void fhir_date(Fhir *f, const char *member, Day day);

/* A CodeableConcept; code NULL: text alone; display and text may be NULL. */
void fhir_concept(Fhir *f, const char *member, const char *system, const char *code, const char *display,
                  const char *text);
/* One of the local systems; the display of a fixed code comes from its table. */
void fhir_local(Fhir *f, const char *member, FhirSystem system, const char *code, const char *display,
                const char *text);
void fhir_side(Fhir *f, const char *member, Side side); /* nothing for SIDE_BOTH */

/* A Quantity with its UCUM code where the unit has one. comparator may be NULL. */
void fhir_quantity(Fhir *f, const char *member, double value, int decimals, const Unit *unit, const char *comparator);

/* Name of the display of a fixed code. */
const char *fhir_display(FhirSystem system, const char *code);

/* The entries about what was found, and those about what is to be done. */
void fhir_observations(Fhir *f);
void fhir_plan(Fhir *f);

/* Keys of entries that others refer to. */
const char *fhir_measure_key(Fhir *f, const Measure *measure);
const char *fhir_finding_key(Fhir *f, const Finding *finding);

/* All code systems as a Bundle of CodeSystem resources.
 *
 * takes    rules: "PACK/RULE" and title of every rule in force, sorted by code, ended by code NULL
 * gives    the Bundle appended to out
 * fails    never
 * source   none
 */
void fhir_write_codes(const Catalog *catalog, const FhirCode *rules, const char *version, Text *out);
