/* The documents that one judged case and its program give, each built as a folio: the patient's handout, the clinician's
 * report, and the referral letter. Which markup they get is decided by a writer. */
#pragma once

#include "drawing/folio.h"
#include "formats.h"

/* Fills an empty folio with the document that document->kind names; document->words must be filled.
 * Same document, same folio. */
void document_build(const Document *document, Folio *folio);

/* One builder a kind, called by document_build. */
void handout_build(const Document *document, Folio *folio);
void clinical_build(const Document *document, Folio *folio);
void referral_build(const Document *document, Folio *folio);

/* "3fa9...": 16 digits of a hash over result and program as ndjson gives them, without revision and approval. */
const char *document_hash(Arena *a, const Document *document);

/* A folio in one markup. */
typedef void FolioWrite(const Folio *folio, Text *out);
FolioWrite folio_text, folio_markdown, folio_html;
