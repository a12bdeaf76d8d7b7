/* The page that tells what an assessment rests on: purpose, population, inputs and how they were obtained, the logic in
 * sentences, sources with evidence grades, limits. For clinicians and auditors; written through the same sinks as the
 * patient's document. Knows no store and no judge: rules come as sentences. */
#pragma once

#include "document.h"

typedef struct PageRule { /* a rule that gave a finding */
  const Finding *finding;
  const char *sentence; /* the condition as one English sentence */
} PageRule;

typedef struct Page {
  const Catalog *catalog;
  const Words *words;
  const Case *given;
  const Result *result;
  const char *engine, *catalog_hash;
  const char *local_hash; /* of the clinic's own comparison groups that were used; NULL: none */
  const Entry *packs;     /* label: id, version and hash; text: for whom */
  size_t pack_count;
  const PageRule *rules; /* present and for information, in the order of the result */
  size_t rule_count;
  bool stale; /* something was recorded since */
} Page;

/* Writes the page from head to foot. Same page and sink, same bytes. */
void page_walk(const Page *page, const Sink *sink, Text *out);
