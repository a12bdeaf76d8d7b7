/* Lines from whoever types: on a terminal with editing, history, completion and bracketed paste, otherwise the plain
 * lines of standard input, any bytes. The one user of readline, so that it can be swapped for another library. Knows no
 * command and decides nothing about what is kept in the history. */
#pragma once

#include "base/ceiling.h"
#include "base/err.h"

typedef enum {
  LINE_TYPED,
  LINE_CANCELLED, /* Ctrl-C: forget this line, go on with the next */
  LINE_END,       /* Ctrl-D on an empty line, end of input */
  LINE_BAD        /* err says why this line cannot be used; the next one can */
} LineStatus;

/* True when somebody can be asked: standard input is a terminal, and so is standard output or error. */
bool line_is_terminal(void);

/* From now on nobody is asked and lines come plain, even from a terminal: a script is run. */
void line_script(void);

/* Reads one line.
 *
 * takes    prompt: plain text without control characters; shown on a terminal only
 * gives    LINE_TYPED with the line in the arena, without its line end. Pasted lines come one by one.
 *          A signal that ends the program gives the terminal back first.
 * fails    LINE_BAD and ERR_LIMIT (longer than LINE_MOST), ERR_DATA (a NUL byte), ERR_IO (device; LINE_END next)
 * source   none
 */
LineStatus line_read(Arena *a, const char *prompt, const char **line, Err *err);
/* The same for an answer to a question: without completion. Neither of the two adds to the history. */
LineStatus line_ask(Arena *a, const char *prompt, const char **line, Err *err);

/* How many lines of standard input were read without a terminal: the number of the last one. */
long line_number(void);

typedef struct LineChoice {
  const char *text; /* the whole word, without quotes; one with control characters is left out */
  const char *note; /* shown beside it, NULL: none */
} LineChoice;

/* What may stand at the cursor, in the order in which it is shown. */
typedef struct LineChoices {
  Arena *arena;          /* of the texts */
  LIST(LineChoice) list; /* those that do not begin with the typed word replace it when there is only one */
  bool open;             /* something goes on behind the word: no blank follows */
  bool more;             /* there are others */
} LineChoices;

/* Fills choices for `word`, which ends at the cursor; before: the line up to where the word begins. */
typedef void LineComplete(void *context, const char *before, const char *word, LineChoices *choices);
void line_completion(LineComplete *complete, void *context);
/* Called once, when nobody types for a moment. */
void line_idle(void (*idle)(void *context), void *context);

/* Opens the history, $XDG_STATE_HOME/sinew/history or ~/.local/state/sinew/history, made with mode 0600 in folders of
 * mode 0700. fails ERR_IO: it cannot be used; lines are then remembered for this sitting only. */
bool line_history_open(Err *err);
/* Remembers a line; keep: in the file, too. Blank lines and repeats of the last one are left out. fails ERR_IO: the
 * file could not be written and is closed. */
bool line_history_add(const char *line, bool keep, Err *err);
void line_history_close(void);
