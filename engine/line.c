#include "line.h"

#include "private.h"
#include "text.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

enum { HISTORY_MOST = 2000, HISTORY_KEPT = 1000 }; /* lines of the file before and after it is cut */

/* Readline is one for the whole process, and so is this. */
static struct {
  LineComplete *complete;
  void *context;
  bool asking;   /* a question, not a command: no completion */
  char *typed;   /* what the handler was given; owned here until taken */
  bool finished; /* the handler was called */
  char *pasted;  /* further lines of a paste, or NULL; owned */
  int history;   /* descriptor of the file, 0: none */
  long number;   /* of plain lines read */
  bool broken;   /* standard input failed */
  bool kept;     /* the last line remembered is in the file */
} state;

static volatile sig_atomic_t caught; /* the last signal, 0: none */

bool line_is_terminal(void) { return isatty(STDIN_FILENO) && (isatty(STDOUT_FILENO) || isatty(STDERR_FILENO)); }

/* ---- plain input ---- */

static LineStatus bad(Err *err, ErrKind kind, const char *text) {
  fail(err, kind, NULL, "%s", text);
  return LINE_BAD;
}

/* One line, whole, even when most of it is thrown away. */
static LineStatus read_plain(Arena *a, const char **line, Err *err) {
  Text text = {.arena = a};
  size_t len = 0;
  bool nul = false;
  int c;
  if (state.broken) return LINE_END;
  state.number++;
  while ((c = getc(stdin)) != EOF && c != '\n') {
    nul = nul || c == '\0';
    if (++len <= LINE_MOST && c != '\0') text_add_char(&text, (char)c);
  }
  if (c == EOF && ferror(stdin)) {
    state.broken = true;
    return bad(err, ERR_IO, "standard input cannot be read");
  }
  if (c == EOF && len == 0) return LINE_END;
  if (len > LINE_MOST) return bad(err, ERR_LIMIT, "the line is longer than 65536 bytes");
  if (nul) return bad(err, ERR_DATA, "the line holds a NUL byte");
  if (text.len > 0 && text.data[text.len - 1] == '\r') text.data[text.len - 1] = '\0';
  *line = text_get(&text);
  return LINE_TYPED;
}

long line_number(void) { return state.number; }

/* ---- completion ---- */

void line_completion(LineComplete *complete, void *context) {
  state.complete = complete;
  state.context = context;
}

/* What all choices begin with, unless that would take back what was typed. */
static char *common(const LineChoices *choices, const char *word) {
  const char *first = choices->list.items[0];
  size_t len = strlen(first);
  for (size_t i = 1; i < choices->list.count; i++) {
    size_t same = 0;
    while (same < len && first[same] == choices->list.items[i][same]) same++;
    len = same;
  }
  bool replaces = choices->list.count == 1 || (len >= strlen(word) && strncmp(first, word, strlen(word)) == 0);
  return replaces ? strndup(first, len) : strdup(word);
}

/* As readline wants it: the replacement, then all choices when there are several. It frees them. */
static char **as_matches(const LineChoices *choices, const char *word) {
  size_t count = choices->list.count, at = 0;
  char **matches = count ? calloc(count + 2, sizeof *matches) : NULL;
  if (!matches) return NULL;
  bool whole = (matches[at++] = common(choices, word)) != NULL;
  for (size_t i = 0; whole && count > 1 && i < count; i++)
    whole = (matches[at++] = strdup(choices->list.items[i])) != NULL;
  if (whole) return matches;
  for (size_t i = 0; i < at; i++) free(matches[i]);
  free(matches);
  return NULL;
}

static char **attempt(const char *word, int start, int end) {
  (void)end;
  rl_attempted_completion_over = 1;
  if (!state.complete || state.asking) return NULL;
  Arena a = {0};
  LineChoices choices = {.arena = &a};
  const char *before = arena_copy_n(&a, rl_line_buffer, (size_t)start);
  state.complete(state.context, before, word, &choices);
  if (choices.files) rl_attempted_completion_over = 0;
  char **matches = choices.files ? NULL : as_matches(&choices, word);
  arena_free(&a);
  return matches;
}

/* ---- the terminal ---- */

static void on_signal(int number) { caught = number; }

static void on_line(char *text) {
  state.typed = text;
  state.finished = true;
  rl_callback_handler_remove();
}

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGCONT};

typedef struct Guard { /* how signals were handled before */
  struct sigaction actions[ARRAY_LEN(signals)];
  sigset_t mask;
} Guard;

/* Signals are let in only while waiting for a key, so that none is missed and readline is never interrupted. */
static void guard_on(Guard *guard) {
  struct sigaction ours = {.sa_handler = on_signal};
  sigset_t held;
  sigemptyset(&held);
  sigemptyset(&ours.sa_mask);
  for (size_t i = 0; i < ARRAY_LEN(signals); i++) sigaddset(&held, signals[i]);
  sigprocmask(SIG_BLOCK, &held, &guard->mask);
  for (size_t i = 0; i < ARRAY_LEN(signals); i++) sigaction(signals[i], &ours, &guard->actions[i]);
}

static void guard_off(const Guard *guard) {
  for (size_t i = 0; i < ARRAY_LEN(signals); i++) sigaction(signals[i], &guard->actions[i], NULL);
  sigprocmask(SIG_SETMASK, &guard->mask, NULL);
}

/* Until the line is finished or a signal ends it; gives that signal or 0. */
static int wait_for_line(const Guard *guard) {
  while (!state.finished) {
    fd_set input;
    FD_ZERO(&input);
    FD_SET(STDIN_FILENO, &input);
    caught = 0;
    int ready = pselect(STDIN_FILENO + 1, &input, NULL, NULL, NULL, &guard->mask);
    if (ready > 0) {
      rl_callback_read_char();
    } else if (ready < 0 && errno != EINTR) {
      on_line(NULL);
    } else if (caught == SIGCONT) { /* back from the shell, which set the terminal its own way */
      rl_deprep_terminal();
      rl_prep_terminal(1);
      rl_forced_update_display();
    } else if (caught) {
      return caught;
    } else {
      rl_check_signals(); /* the window has another size */
    }
  }
  return 0;
}

static void give_up_line(void) {
  rl_callback_sigcleanup();
  fputs("^C\n", rl_outstream);
  fflush(rl_outstream);
  rl_callback_handler_remove();
}

static void set_up_readline(void) {
  static bool done = false;
  if (done) return;
  done = true;
  rl_readline_name = "sinew";
  rl_instream = stdin;
  rl_outstream = isatty(STDOUT_FILENO) ? stdout : stderr;
  rl_catch_signals = 0;
  rl_attempted_completion_function = attempt;
  rl_basic_word_break_characters = " \t\n";
  rl_completer_quote_characters = "\"'";
  stifle_history(HISTORY_MOST);
}

/* Ctrl-C gives LINE_CANCELLED; a signal that ends the program does so with the terminal as it was. */
static LineStatus edit(const char *prompt) {
  Guard guard;
  set_up_readline();
  state.finished = false;
  guard_on(&guard);
  rl_callback_handler_install(prompt, on_line);
  int signal_number = wait_for_line(&guard);
  if (signal_number) give_up_line();
  guard_off(&guard);
  if (signal_number == SIGINT) return LINE_CANCELLED;
  if (signal_number) raise(signal_number);
  return signal_number || !state.typed ? LINE_END : LINE_TYPED;
}

/* The first line of a paste; the others wait. */
static LineStatus take(Arena *a, char *text, const char **line, Err *err) {
  size_t len = strcspn(text, "\n");
  const char *rest = text[len] == '\n' && text[len + 1] ? text + len + 1 : NULL;
  *line = arena_copy_n(a, text, len);
  state.pasted = rest ? strdup(rest) : NULL;
  free(text);
  return len <= LINE_MOST ? LINE_TYPED : bad(err, ERR_LIMIT, "the line is longer than 65536 bytes");
}

static LineStatus take_pasted(Arena *a, const char *prompt, const char **line, Err *err) {
  char *text = state.pasted;
  LineStatus status = take(a, text, line, err);
  Text shown = {.arena = a};
  text_add(&shown, prompt);
  text_add_terminal(&shown, *line);
  fprintf(rl_outstream, "%s\n", text_get(&shown));
  return status;
}

static LineStatus read_terminal(Arena *a, const char *prompt, const char **line, Err *err) {
  if (state.pasted) return take_pasted(a, prompt, line, err);
  LineStatus status = edit(prompt);
  if (status != LINE_TYPED) {
    if (status == LINE_END) fputc('\n', rl_outstream);
    return status;
  }
  char *text = state.typed;
  state.typed = NULL;
  return take(a, text, line, err);
}

static void forget_paste(void) {
  free(state.pasted);
  state.pasted = NULL;
}

LineStatus line_read(Arena *a, const char *prompt, const char **line, Err *err) {
  *line = "";
  if (!line_is_terminal()) return read_plain(a, line, err);
  LineStatus status = read_terminal(a, prompt, line, err);
  if (status != LINE_TYPED) forget_paste();
  return status;
}

LineStatus line_ask(Arena *a, const char *prompt, const char **line, Err *err) {
  state.asking = true;
  LineStatus status = line_read(a, prompt, line, err);
  state.asking = false;
  return status;
}

/* ---- history ---- */

static char *history_path(Arena *a) {
  const char *state_home = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
  if (state_home && *state_home == '/') return arena_printf(a, "%s/sinew/history", state_home);
  return home && *home == '/' ? arena_printf(a, "%s/.local/state/sinew/history", home) : NULL;
}

/* An own regular file, 0600; 0: it cannot be used. */
static int open_own(const char *path) {
  struct stat about;
  int file = open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0600);
  if (file < 0) return 0;
  if (fstat(file, &about) == 0 && S_ISREG(about.st_mode) && about.st_uid == geteuid() && fchmod(file, 0600) == 0)
    return file;
  close(file);
  return 0;
}

bool line_history_open(Err *err) {
  Arena a = {0};
  set_up_readline();
  const char *folder;
  char *path = history_path(&a);
  state.history = path && private_folders(&a, path, &folder) ? open_own(path) : 0;
  bool readable = state.history && read_history(path) == 0;
  if (readable && history_length >= HISTORY_MOST && history_truncate_file(path, HISTORY_KEPT) == 0) {
    close(state.history); /* the file has been replaced by a shorter one */
    state.history = open_own(path);
  }
  if (!state.history) fail(err, ERR_IO, path ? path : "", "no history is kept: the file cannot be used");
  arena_free(&a);
  return state.history != 0;
}

static bool is_repeat(const char *line) {
  HIST_ENTRY *last = history_length ? history_get(history_base + history_length - 1) : NULL;
  return last && strcmp(last->line, line) == 0;
}

bool line_history_add(const char *line, bool keep, Err *err) {
  bool repeat = is_repeat(line);
  if (!line[strspn(line, " \t")] || (repeat && (state.kept || !keep))) return true;
  if (!repeat) add_history(line);
  state.kept = keep;
  if (!keep || !state.history) return true;
  Arena a = {0};
  const char *record = arena_printf(&a, "%s\n", line);
  size_t len = strlen(record);
  bool written = write(state.history, record, len) == (ssize_t)len;
  arena_free(&a);
  if (written) return true;
  line_history_close();
  return fail(err, ERR_IO, NULL, "the history cannot be written any more");
}

void line_history_close(void) {
  if (state.history) close(state.history);
  state.history = 0;
}
