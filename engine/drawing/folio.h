/* A document as data: pieces one after another, which the writers in formats/ and paper/ turn into text, Markdown, HTML
 * or PDF. Every piece of text is one line and unescaped: a writer escapes it. Knows no markup, no size of paper and no
 * medicine. */
#pragma once

#include "base/date.h"
#include "base/text.h"
#include "drawing/picture.h"

typedef enum { TONE_PLAIN, TONE_NOTE, TONE_WARNING } Tone;

/* One entry of a list: "label: text"; label may be NULL. */
typedef struct FolioEntry {
  const char *label, *text;
  int level; /* of LIST_TREE: 0 stands for itself, one more is a part of the last one above it */
} FolioEntry;

typedef struct FolioEntries {
  LIST(FolioEntry) list;
} FolioEntries;

/* STEPS have an order; FACTS have labels; a TREE is small print, its entries stand in each other by level. */
typedef enum { LIST_BULLETS, LIST_STEPS, LIST_FACTS, LIST_TREE } ListKind;

/* PROSE: cells hold sentences, on a narrow screen each row is read by itself. PLAN: short marks, stays a table.
 * TICKS: a plan to fill in; a cell FOLIO_TICK is a box, an empty one a place to write. */
typedef enum { TABLE_PROSE, TABLE_PLAN, TABLE_TICKS } TableKind;

#define FOLIO_TICK "\xE2\x98\x90" /* U+2610, an empty box */

/* A table; the first cell of a row names the row. */
typedef struct FolioTable {
  const char *name; /* for readers that do not see where it stands */
  TableKind kind;
  const char *const *columns;
  size_t column_count;
  LIST(const char *) cells; /* row after row; every row is full */
} FolioTable;

typedef struct Drawing {
  const Picture *picture;
  const char *text;    /* what it shows, for pages without drawings; "": the words beside it say so */
  const char *caption; /* below it; NULL: none */
} Drawing;

/* SHEET: begins on a new page. KEPT: no page break inside. BOX: a frame around a warning, kept as well. */
typedef enum { GROUP_SHEET, GROUP_KEPT, GROUP_BOX } GroupKind;

typedef enum {
  PIECE_HEADING,
  PIECE_PARAGRAPH,
  PIECE_LIST,
  PIECE_TABLE,
  PIECE_DRAWINGS, /* side by side where there is room */
  PIECE_BEGIN,    /* of a group; groups stand in each other, none is left open */
  PIECE_END
} PieceKind;

typedef struct Piece {
  PieceKind kind;
  int level; /* of a heading: 2, 3 */
  Tone tone;
  ListKind list;
  GroupKind group;
  const char *text;
  FolioEntries entries;
  FolioTable table;
  LIST(Drawing) drawings;
} Piece;

/* Who the page comes from; NULL or 0 where the clinic says nothing. */
typedef struct Letterhead {
  const char *name, *address, *phone, *email, *web;
  const char *emergency;         /* number of the emergency service */
  const char *opening, *closing; /* sentences of the clinic above and below the text */
  const char *color;             /* "#0a5c6b" */
  const char *logo;              /* bytes of a PNG or SVG file */
  size_t logo_len;
  bool logo_is_svg;
} Letterhead;

typedef enum { PAPER_A4, PAPER_LETTER } PaperSize;

typedef struct Folio {
  Arena *arena;
  const char *language, *title;
  const char *mark;             /* on every page: a draft; NULL: none */
  const char *foot;             /* on every page; NULL: none */
  const char *key;              /* by which a device keeps the ticks of this page; NULL: none */
  Day date;                     /* of the record; 0: not known */
  const Letterhead *letterhead; /* NULL: none */
  PaperSize paper;
  bool large; /* type, for weak eyes */
  bool dense; /* much on a page, for who reads such pages daily; not with large */
  LIST(Piece) pieces;
} Folio;

/* One line: runs of blanks and line ends become one space, none at the ends; controls that turn the writing direction
 * become U+FFFD, because they could move other words of the page. NULL is "". */
const char *folio_line(Arena *a, const char *text);

/* Append one piece. Text is made one line; a piece without text, entries or rows is left out. */
void folio_heading(Folio *f, int level, const char *text);
void folio_paragraph(Folio *f, Tone tone, const char *text);
void folio_list(Folio *f, ListKind kind, const FolioEntries *entries);
void folio_table(Folio *f, const FolioTable *table);
void folio_drawing(Folio *f, const Picture *picture, const char *text, const char *caption); /* beside the last */
void folio_begin(Folio *f, GroupKind group);
void folio_end(Folio *f);

/* Adds an entry unless its text is empty. */
void folio_entry(Folio *f, FolioEntries *entries, const char *label, const char *text);
/* The same for a tree; level: at most one more than that of the entry before. */
void folio_branch(Folio *f, FolioEntries *entries, int level, const char *label, const char *text);
/* Adds the next cell. */
void folio_cell(Folio *f, FolioTable *table, const char *text);
