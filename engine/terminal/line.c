#include "terminal/line.h"

#include "base/private.h"
#include "base/text.h"
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
  void (*idle)(void *context); /* NULL: was called */
  void *idle_context;
  LineChoices choices; /* the last ones, in the arena menu, for the list that is shown of them */
  Arena menu;
  bool asking;   /* a question, not a command: no completion */
  char *typed;   /* what the handler was given; owned here until taken */
  bool finished; /* the handler was called */
  char *pasted;  /* further lines of a paste, or NULL; owned */
  int history;   /* descriptor of the file, 0: none */
  long number;   /* of plain lines read */
  bool broken;   /* standard input failed */
  bool script;   /* nobody is asked */
  bool kept;     /* the last line remembered is in the file */
} state;

static volatile sig_atomic_t caught; /* the last signal, 0: none */

bool line_is_terminal(void) {
  return !state.script && isatty(STDIN_FILENO) && (isatty(STDOUT_FILENO) || isatty(STDERR_FILENO));
}

void line_script(void) { state.script = true; }

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

void line_idle(void (*idle)(void *context), void *context) {
  state.idle = idle;
  state.idle_context = context;
}

/* What all choices begin with, unless that would take back what was typed. */
static const char *common(Arena *a, const LineChoices *choices, const char *word) {
  const char *first = choices->list.items[0].text;
  size_t len = strlen(first);
  for (size_t i = 1; i < choices->list.count; i++) {
    size_t same = 0;
    while (same < len && first[same] == choices->list.items[i].text[same]) same++;
    len = same;
  }
  while (len && ((unsigned char)first[len] & 0xC0) == 0x80) len--; /* not within a letter */
  bool replaces = choices->list.count == 1 || (len >= strlen(word) && strncmp(first, word, strlen(word)) == 0);
  return replaces ? arena_copy_n(a, first, len) : word;
}

/* A word that would fall apart is put in quotes; readline closes them. */
static char *as_typed(Arena *a, const char *text) {
  bool open = rl_completion_quote_character != 0;
  return strdup(open || !text[strcspn(text, " \t\\\"'#")] ? text : arena_printf(a, "\"%s", text));
}

/* As readline wants it: the replacement, then all choices when there are several. It frees them. */
static char **as_matches(Arena *a, const LineChoices *choices, const char *word) {
  size_t count = choices->list.count, at = 0;
  char **matches = count ? calloc(count + 2, sizeof *matches) : NULL;
  if (!matches) return NULL;
  bool whole = (matches[at++] = as_typed(a, common(a, choices, word))) != NULL;
  for (size_t i = 0; whole && count > 1 && i < count; i++)
    whole = (matches[at++] = as_typed(a, choices->list.items[i].text)) != NULL;
  if (whole) return matches;
  for (size_t i = 0; i < at; i++) free(matches[i]);
  free(matches);
  return NULL;
}

/* Text that a terminal would obey never gets into the line. */
static void leave_out_unsafe(LineChoices *choices) {
  size_t kept = 0;
  for (size_t i = 0; i < choices->list.count; i++) {
    Text shown = {.arena = choices->arena};
    text_add_terminal(&shown, choices->list.items[i].text);
    if (strcmp(text_get(&shown), choices->list.items[i].text) == 0)
      choices->list.items[kept++] = choices->list.items[i];
  }
  choices->list.count = kept;
}

static char **attempt(const char *word, int start, int end) {
  (void)end;
  LineChoices *choices = &state.choices;
  rl_attempted_completion_over = 1;
  if (!state.complete || state.asking) return NULL;
  arena_reset(&state.menu);
  *choices = (LineChoices){.arena = &state.menu};
  state.complete(state.context, arena_copy_n(&state.menu, rl_line_buffer, (size_t)start), word, choices);
  leave_out_unsafe(choices);
  rl_completion_suppress_append = rl_completion_suppress_quote = choices->open;
  return as_matches(&state.menu, choices, word);
}

/* ---- the list of choices ---- */

/* As much of a text as fits, safe for the terminal. */
static const char *fitting(Arena *a, const char *text, int columns) {
  Text safe = {.arena = a};
  text_add_terminal(&safe, text);
  const char *all = text_get(&safe), *at = all;
  if (text_width(all) <= columns) return all;
  int width = 0;
  for (const char *next = at; *next; at = next) {
    text_next(&next);
    width += text_width(arena_copy_n(a, at, (size_t)(next - at)));
    if (width > columns - 3) break;
  }
  return columns < 3 ? "" : arena_printf(a, "%.*s...", (int)(at - all), all);
}

static int widest(const LineChoices *choices) {
  int width = 0;
  for (size_t i = 0; i < choices->list.count; i++) {
    int one = text_width(choices->list.items[i].text);
    if (one > width) width = one;
  }
  return width;
}

/* A line each with its note, or in columns where none has one. */
static void add_menu(Text *t, const LineChoices *choices, int rows, int columns) {
  bool noted = false;
  size_t count = choices->list.count, shown = 0;
  for (size_t i = 0; i < count; i++) noted = noted || choices->list.items[i].note;
  int width = widest(choices), across = noted ? 1 : (columns - 2) / (width + 2);
  if (across < 1) across = 1;
  for (int row = 0; row < rows && shown < count; row++) {
    for (int column = 0; column < across && shown < count; column++) {
      const LineChoice *c = &choices->list.items[shown++];
      bool ends = column + 1 == across || shown == count;
      text_addf(t, "  %s", c->text);
      if (c->note || !ends) text_addf(t, "%*s", width - text_width(c->text), "");
      if (c->note) text_addf(t, "  %s", fitting(t->arena, c->note, columns - width - 5));
    }
    text_add_char(t, '\n');
  }
  if (shown < count)
    text_addf(t, choices->more ? "  and more than %zu others\n" : "  and %zu more\n", count - shown);
  else if (choices->more)
    text_add(t, "  and more\n");
}

static void show_choices(char **matches, int count, int longest) {
  (void)matches, (void)count, (void)longest;
  int rows = 24, columns = 80;
  Text t = {.arena = &state.menu};
  rl_get_screen_size(&rows, &columns);
  add_menu(&t, &state.choices, rows > 6 ? rows - 3 : 3, columns > 20 ? columns : 20);
  fprintf(rl_outstream, "\n%s", text_get(&t));
  rl_forced_update_display();
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
  static const struct timespec moment = {0, 50000000};
  while (!state.finished) {
    fd_set input;
    FD_ZERO(&input);
    FD_SET(STDIN_FILENO, &input);
    caught = 0;
    int ready = pselect(STDIN_FILENO + 1, &input, NULL, NULL, state.idle ? &moment : NULL, &guard->mask);
    if (ready > 0) {
      rl_callback_read_char();
    } else if (ready == 0) {
      state.idle(state.idle_context);
      state.idle = NULL;
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
  rl_completion_display_matches_hook = show_choices;
  rl_sort_completion_matches = 0;
  rl_variable_bind("show-all-if-ambiguous", "on"); /* an inputrc may say otherwise */
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
