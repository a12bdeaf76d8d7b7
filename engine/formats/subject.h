/* What a writer writes about: one judged case with its program, and how it is to be shown. Plain data that points into
 * an arena; knows no format. */
#pragma once

#include "drawing/chart.h"
#include "drawing/folio.h"
#include "facts/words.h"
#include "patient/intake.h"
#include "program/retest.h"

/* Which page for people: what the patient takes home, what a clinician weighs, a letter to another doctor. */
typedef enum { DOCUMENT_HANDOUT, DOCUMENT_REPORT, DOCUMENT_REFERRAL } DocumentKind;
extern const char *const document_names[]; /* ends with NULL */

extern const char *const paper_names[]; /* ends with NULL */

typedef struct Assessment { /* one of those that a table of findings holds */
  const Result *result;
  const char *packs;   /* "red-flags 1.0.0, runner-low-back 1.0.0" */
  const Scale *scales; /* parallel to the findings, as below; NULL: none */
} Assessment;

typedef struct ReadyText { /* a piece of an export that many have alike */
  const char *text;
  size_t len;
} ReadyText;

/* Pointers may be NULL where it says so. */
typedef struct Document {
  const Catalog *catalog;
  const Case *given; /* what was judged */
  const Result *result;
  const Program *program;   /* NULL: none was asked for */
  const Person *person;     /* NULL: codes only */
  const IntakeNotes *notes; /* NULL: none */
  const Words *words;       /* sentences of the prose formats; NULL only for json and ndjson */
  ProgramStatus status;     /* of the program; every sink shows a mark unless it is approved or active */
  int revision;             /* of the program; 0: it was not stored */
  const char *approved_by;  /* clinician, NULL: nobody */
  Day approved;             /* on this day; 0: not */
  const char *head;         /* of the audit chain with the approval, against which the record can be proved; or NULL */
  const char *log_warning;  /* logged since: spreading pain or new numbness, which forbids a page; NULL: nothing */
  const char *const *kept;  /* how a later revision, which keeps what went well, differs from the active program */
  size_t kept_count;        /* 0: there is none */
  int kept_revision;        /* its number */
  const char *engine;       /* version of the engine, or NULL */
  const char *packs;        /* "red-flags 1.0.0, runner-low-back 1.0.0", or NULL */
  const Retest *retests;    /* when the measures behind the findings need repeating */
  size_t retest_count;
  const ProgramItem *dropped; /* what earlier revisions had and this one has not: where they were sent they end */
  size_t dropped_count;
  Day first;             /* first day of the program; 0: not begun */
  const char *key;       /* of the patient's record, for ids that stay the same; NULL: the code serves */
  const char *judged_at; /* when, "2026-11-20T10:15:00+01:00", or NULL; approved_at likewise */
  const char *approved_at;
  int session_at;          /* when sessions of a calendar begin, minutes after midnight */
  bool bom;                /* a table begins with a byte order mark, for spreadsheets that want one */
  const Hash *pack_hashes; /* in the order of packs */
  size_t pack_count;
  const Hash *catalog_hash; /* or NULL */
  long program_number;      /* of the program among all of the record; 0: it was not stored */
  const Result *before;     /* of the visit before, or NULL */
  const struct Page *page;  /* on what it rests (page.h), or NULL; of the report */
  const Scale *scales;      /* numbers beside their cuts, parallel to the findings; NULL: none */
  const ChartWeek *weeks;   /* of the program that has begun */
  size_t week_count;
  const Day *stops_since;       /* since when each stop of the result fires; NULL: since its day */
  DocumentKind kind;            /* which page for people; data formats give everything */
  const Letterhead *letterhead; /* NULL: none */
  PaperSize paper;
  bool large;                    /* type, for weak eyes */
  const Assessment *assessments; /* of a table of findings alone */
  size_t assessment_count;
  bool continued;         /* its rows stand behind those of another patient: no head */
  const ReadyText *ready; /* what a line of NDJSON says of each question of the catalog (ndjson.h), or NULL */
  Text *notices;          /* to which a writer adds what somebody should know, a line each; NULL: nobody listens */
} Document;

/* An id that the same thing in a patient's record has in every export: a UUID of version 8 (RFC 9562) over the record's
 * key, a type and a key of its own. */
const char *format_id(const Document *document, Arena *a, const char *type, const char *key);
