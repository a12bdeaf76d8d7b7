/* The drawer of file formats: what a reader gives, what a writer takes, and the table that finds both by name or by the
 * ending of a file. Bytes in, bytes out: no file is opened here, no store and no script is known. */
#pragma once

#include "base/text.h"
#include "formats/subject.h"

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
/* Is it a table, one row of which may follow that of another patient: measures alone, which need no result, or the
 * findings of all results? */
bool format_is_table(const Format *format);
bool format_is_findings(const Format *format);

extern const Format formats[]; /* ends with name NULL */

/* By name ("csv") or by a file's ending ("runners.CSV"), the longest that fits ("x.fhir.json"); `can` is what it must do.
 * NULL when there is none. */
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
