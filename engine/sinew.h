/* Sinew as a library: rule packs in, a case as JSON in, its result as JSON out, the same bytes as `sinew stream`. It
 * opens data and pack files when asked to, and nothing else: no database, no network, no terminal, no clock. This header
 * is the whole of it and stays as it is within a major version. Packs are loaded and judged in the caller's own process,
 * in the sandbox of the rule language but not in the confined processes of the program: give it packs that you trust, or
 * confine the caller. cc $(pkg-config --cflags --libs --static sinew).
 *
 * A text that is given back lives in the handle until the next call with it. One handle serves one thread at a time;
 * handles know nothing of each other. Out of memory ends the process with a line and code 5. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Sinew Sinew;

typedef enum SinewKind { /* of a fault; the exit codes of the program */
                         SINEW_FINE = 0,
                         SINEW_DATA = 3,   /* a case, a rule's name, a side or the data files are not as they must be */
                         SINEW_SCRIPT = 4, /* mistakes in a rule pack: sinew_mistakes() lists them */
                         SINEW_LIMIT = 5,  /* a limit of steps, memory or size was reached */
                         SINEW_IO = 7      /* a file or folder cannot be read */
} SinewKind;

typedef struct SinewError {
  SinewKind kind;
  char where[160]; /* "measures[2].unit", "rules/mine.lua", or "" */
  char text[480];  /* one sentence: what is wrong and what to write instead */
} SinewError;

/* "1.0.0" */
const char *sinew_version(void);

/* Reads the catalog: muscles, tests, norms, exercises, advice, conventions.
 *
 * takes    home: folder that holds data/, rules/ and scripts/; NULL: $SINEW_HOME, else the one above the running
 *          program or in share/sinew there, else the installed one
 * gives    a handle for sinew_close, with no pack in it
 * fails    NULL: SINEW_IO, SINEW_DATA, SINEW_SCRIPT, SINEW_LIMIT
 * source   none
 */
Sinew *sinew_open(const char *home, SinewError *error);
void sinew_close(Sinew *sinew); /* NULL is allowed */

/* Adds a pack to those that judge, and before it those that it requires, from where packs are found.
 *
 * takes    id: of a pack on $SINEW_PATH, in the user's data folder or in home/rules, or a path; sinew_load_text: name,
 *          shown in messages, and the text of the pack, size bytes, which are copied
 * gives    true; otherwise the packs are as they were
 * fails    SINEW_SCRIPT (also an id that is loaded already), SINEW_LIMIT; SINEW_DATA: no such pack (with the nearest);
 *          SINEW_IO
 * source   none
 */
bool sinew_load(Sinew *sinew, const char *id, SinewError *error);
bool sinew_load_text(Sinew *sinew, const char *name, const char *text, size_t size, SinewError *error);
/* All mistakes of the pack that was refused last, each with place, line and caret; "" when there are none. */
const char *sinew_mistakes(const Sinew *sinew);

/* Judges a case by the packs loaded and drafts its program.
 *
 * takes    json: one case, size bytes, at most 1 MiB, as a line of `sinew stream`
 * gives    the result as one line of JSON with its line end; the same case and packs give the same bytes
 * fails    NULL: SINEW_DATA, SINEW_LIMIT
 * source   none
 */
const char *sinew_judge(Sinew *sinew, const char *json, size_t size, SinewError *error);

/* Why a rule gives what it gives: every condition with value, norm, cut and error, as plain text of 80 columns.
 *
 * takes    rule: "rule-id" or "pack/rule-id"; side: "left", "right" or NULL for all of its sides
 * fails    NULL: SINEW_DATA (as sinew_judge; unknown rule, with the nearest; a side that the rule does not judge)
 * source   none
 */
const char *sinew_explain(Sinew *sinew, const char *json, size_t size, const char *rule, const char *side,
                          SinewError *error);

/* Says a rule as one sentence, with effects, grounds and sources, as plain text; NULL: all rules.
 * fails NULL: SINEW_DATA: unknown rule (with the nearest). */
const char *sinew_describe(Sinew *sinew, const char *rule, SinewError *error);

#ifdef __cplusplus
}
#endif
