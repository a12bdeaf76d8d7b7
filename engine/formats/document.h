/* The content of a patient's document, once: which sections, tables and sentences a judged case and its program give.
 * The patient's part, program and advice, comes first; what only a clinician weighs follows as a part of its own.
 * A sink writes them as plain text, Markdown or HTML; it knows markup and escapes, and no medicine. */
#pragma once

#include "formats.h"

typedef enum { TONE_PLAIN, TONE_NOTE, TONE_WARNING } Tone;

/* One entry of a list: "label: text"; label may be NULL. */
typedef struct Entry {
  const char *label, *text;
} Entry;

typedef struct Entries {
  LIST(Entry) list;
} Entries;

/* A table; the first cell of a row names the row. */
typedef struct Table {
  const char *name; /* for readers that do not see where it stands */
  const char *const *columns;
  size_t column_count;
  LIST(const char *) cells; /* row after row; every row is full */
} Table;

/* Appends one piece of the document each. Text comes in one line, empty only in a cell, and unescaped: the sink
 * escapes every piece. */
typedef struct Sink {
  void (*open)(Text *out, const char *language, const char *title); /* the heading of level 1 */
  void (*heading)(Text *out, int level, const char *text);          /* 2: a part, 3 */
  void (*paragraph)(Text *out, Tone tone, const char *text);
  void (*list)(Text *out, const Entry *entries, size_t count);
  void (*table)(Text *out, const Table *table);
  void (*close)(Text *out);
} Sink;

extern const Sink text_sink, markdown_sink, html_sink; /* beside their writers */

/* Walks the document from head to foot: marks and red flags, the program, then the clinician's part, limits, sources.
 * document->words must be filled. Same document and sink, same bytes. */
void document_walk(const Document *document, const Sink *sink, Text *out);
