#include "document.h"

#include "base/hash.h"

const char *const document_names[] = {"handout", "report", "referral", NULL};
const char *const paper_names[] = {"a4", "letter", NULL};

const char *document_hash(Arena *a, const Document *document) {
  Document plain = *document;
  Text line = {.arena = a};
  Hasher hasher;
  Err err = {0};
  plain.status = STATUS_DRAFT, plain.revision = 0, plain.approved_by = NULL;
  if (!ndjson_write(&plain, &line, &err)) return "";
  hash_begin(&hasher);
  hash_part(&hasher, text_get(&line), line.len);
  return arena_copy_n(a, hash_end(&hasher).hex, 16);
}

/* What a draft says on every page; beside a referral there is no program whose status could matter. */
static const char *mark_of(const Document *document) {
  bool draft = document->status == STATUS_DRAFT && document->program && document->program->item_count;
  return draft && document->kind != DOCUMENT_REFERRAL ? document->words->text[WORD_mark_draft] : NULL;
}

void document_build(const Document *document, Folio *folio) {
  static void (*const builders[])(const Document *, Folio *) = {handout_build, clinical_build, referral_build};
  folio->language = folio_line(folio->arena, document->words->text[WORD_language]);
  folio->date = document->approved ? document->approved : document->result->date;
  folio->letterhead = document->letterhead, folio->paper = document->paper, folio->large = document->large;
  folio->dense = document->kind == DOCUMENT_REPORT;
  folio->mark = mark_of(document);
  builders[document->kind](document, folio);
}
