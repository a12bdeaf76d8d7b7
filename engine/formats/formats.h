/* The drawer of file formats: what a reader gives, what a writer takes, and the table that finds both by name or by the
 * ending of a file. Bytes in, bytes out: no file is opened here, no store and no script is known. */
#pragma once

#include "chart.h"
#include "folio.h"
#include "intake.h"
#include "retest.h"
#include "text.h"
#include "words.h"

/* A cell or field that was refused. */
typedef struct Refusal {
  long row;           /* row of the table, header is 1; line of an NDJSON file; 0: the file as a whole */
  const char *column; /* name of the column, or the path in a case: "measures[2].unit"; "" for the whole row */
  const char *text;   /* what is wrong and what to write instead */
} Refusal;

/* What a reader gives. All or nothing: with one refusal nothing is to be taken over, unless skip_bad. */
typedef struct Import {
  Arena *arena;              /* owner of everything here */
  LIST(Case) cases;          /* one a patient and date, sorted by code and date; date 0: facts of a patient only */
  LIST(Person) people;       /* identity by code, sorted; only from files that hold names */
  LIST(Refusal) refused;     /* sorted by row */
  LIST(Refusal) notes;       /* kept but worth a line: unlikely values, kg read as kgf, columns not used */
  Day latest;                /* of ReadOptions */
  const char *row_word;      /* what a row is called in messages: "row" or "line" */
  size_t merged;             /* readings and rows that stood there already with the same value */
  bool skip_bad;             /* what stands beside refused rows is given all the same */
  bool broken;               /* the file itself is at fault: nothing of it is to be had */
  struct ImportParts *parts; /* while reading */
} Import;

typedef struct ReadOptions {
  Day date;                      /* of rows without one; 0: they are refused */
  Day latest;                    /* rows of a later day are refused: nobody was measured tomorrow; 0: none is */
  const struct Profile *profile; /* wide spreadsheet (wide.h); NULL: none */
  bool skip_bad;                 /* gives the good rows where others are refused */
} ReadOptions;

/* Reads a whole file.
 *
 * takes    data: len bytes, any; *out zeroed by the reader
 * gives    true and *out in the arena
 * fails    ERR_DATA, err says how many were refused and the first of them; out->refused holds all of them
 * source   none
 */
typedef bool FormatRead(const Catalog *catalog, Arena *a, const ReadOptions *options, const char *data, size_t len,
                        Import *out, Err *err);

/* Which page for people: what the patient takes home, what a clinician weighs, a letter to another doctor. */
typedef enum { DOCUMENT_HANDOUT, DOCUMENT_REPORT, DOCUMENT_REFERRAL } DocumentKind;
extern const char *const document_names[]; /* ends with NULL */

extern const char *const paper_names[]; /* ends with NULL */

/* What a writer writes about: one judged case. Pointers may be NULL where it says so. */
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
  bool large;    /* type, for weak eyes */
  Text *notices; /* to which a writer adds what somebody should know, a line each; NULL: nobody listens */
} Document;

/* An id that the same thing in a patient's record has in every export: a UUID of version 8 (RFC 9562) over the record's
 * key, a type and a key of its own. */
const char *format_id(const Document *document, Arena *a, const char *type, const char *key);

/* Appends the whole document to the text, in UTF-8. fails ERR_LIMIT when the format cannot hold it. */
typedef bool FormatWrite(const Document *document, Text *out, Err *err);

enum { CAN_READ = 1, CAN_WRITE = 2, CAN_BOTH = 3 };

typedef struct Format {
  const char *name, *extension; /* extension with its dot */
  unsigned can;
  const char *help;
  FormatRead *read;   /* NULL unless CAN_READ */
  FormatWrite *write; /* NULL unless CAN_WRITE */
} Format;

/* Does a program read it? Such a format carries the status of the program as a field; the others are pages for people. */
bool format_is_data(const Format *format);
/* Does it hold measures alone, which need no result? */
bool format_is_table(const Format *format);

extern const Format formats[]; /* ends with name NULL */

/* By name ("csv") or by a file's ending ("runners.CSV"); `can` is what it must do. NULL when there is none. */
const Format *format_find(const char *name, unsigned can);
const Format *format_of_file(const char *path, unsigned can);
/* "csv, ndjson": names of all that can, for messages. */
const char *format_names(Arena *a, unsigned can);

#define DECLARE_CAN_READ(name)  FormatRead name##_read;
#define DECLARE_CAN_WRITE(name) FormatWrite name##_write;
#define DECLARE_CAN_BOTH(name)                                                                                         \
  FormatRead name##_read;                                                                                              \
  FormatWrite name##_write;
#define ROW(name, extension, can, help) DECLARE_##can(name)
#include "formats.def"
#undef ROW
