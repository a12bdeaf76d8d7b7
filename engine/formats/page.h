/* The page that tells what an assessment rests on: purpose, population, inputs and how they were obtained, the logic in
 * sentences or as trees of conditions with their values, sources with evidence grades, limits. For clinicians and
 * auditors; a document of its own and a part of the clinician's report. Knows no store and no judge: rules come as
 * sentences and trees. */
#pragma once

#include "document.h"

typedef struct PageRule { /* a rule that gave a finding */
  const Finding *finding;
  const char *sentence;   /* the condition as one English sentence */
  const TraceLine *lines; /* or every condition with its values, in the order of the tree; NULL: the sentence */
  size_t line_count;
} PageRule;

typedef struct Page {
  const Catalog *catalog;
  const Words *words;
  const Case *given;
  const Result *result;
  const char *engine, *catalog_hash;
  const char *local_hash;  /* of the clinic's own comparison groups that were used; NULL: none */
  const FolioEntry *packs; /* label: id, version and hash; text: for whom */
  size_t pack_count;
  const PageRule *rules; /* present and for information, in the order of the result */
  size_t rule_count;
  bool stale; /* something was recorded since */
} Page;

/* Adds the page to a document, headings of level 3; as a document of its own. Same page, same pieces. */
void page_add(const Page *page, Folio *folio);
void page_build(const Page *page, Folio *folio);
