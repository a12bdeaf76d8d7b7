#include "prompt/repl.h"

#include "base/lexer.h"
#include "base/signals.h"
#include "commands/commands.h"
#include "judging/page.h"
#include "prompt/complete.h"
#include "prompt/greet.h"
#include "sitting/cases.h"
#include "terminal/line.h"
#include <string.h>
#include <unistd.h>

typedef struct Repl {
  Session *s;
  bool interactive, leaving;
  Arena line; /* the line that was read and what it means: reset before the next */
  Arena open; /* the prompt, and the code of the patient in it */
  const char *prompt;
} Repl;

/* ---- prompt ---- */

/* The value of a parameter that the command may not have. */
static const char *value_of(const Args *args, const char *name) {
  for (int i = 0; i < args->param_count; i++)
    if (strcmp(args->params[i].name, name) == 0)
      return !args->params[i].many ? args->values[i] : args->rest_count == 1 ? args->rest[0] : NULL;
  return NULL;
}

/* A command that named a stored patient puts the code and the visit into the prompt. */
static void open_patient(Repl *repl, const Args *args) {
  Session *s = repl->s;
  StoredPatient patient;
  Day day = 0;
  const char *code = value_of(args, "PATIENT"), *date = value_of(args, "--date");
  if (!code) code = value_of(args, "CODE");
  if (!code) code = s->chosen;
  if (!date) date = value_of(args, "DATE");
  if (!code || !s->store || !store_get_patient(s->store, &repl->line, code, &patient, &(Err){0})) return;
  if (!date || !date_parse(date, DATE_ISO, &day)) day = patient.last_visit;
  arena_reset(&repl->open);
  s->open_case = arena_copy(&repl->open, patient.patient.code);
  repl->prompt =
      arena_printf(&repl->open, "sinew %s%s%s> ", s->open_case, day ? " " : "", date_format(&repl->line, day));
}

/* ---- the patient that is left out of a line ---- */

/* Is this what the usage wants before or behind the patient? */
static bool names_next(Session *s, const Args *args, const char *word) {
  Complete before = COMPLETE_NONE, kind = COMPLETE_NONE;
  for (int i = 0; i + 1 < args->param_count; i++)
    if (strcmp(args->params[i].name, "PATIENT") == 0) {
      kind = args->params[i + 1].complete;
      if (i) before = args->params[i - 1].complete;
    }
  if (before == COMPLETE_FORMAT) return format_find(word, CAN_WRITE) != NULL;
  Arena *a = &s->run;
  const char *id = arena_copy_n(a, word, strcspn(word, ".="));
  if (kind == COMPLETE_RULE) return session_judge(s, &(Err){0}) && page_finds(s->packs, s->pack_count, word);
  if (kind != COMPLETE_TEST && kind != COMPLETE_CHANGE && kind != COMPLETE_QUESTION) return false;
  return session_rows(s, &(Err){0}) &&
         catalog_find(s->rows, kind == COMPLETE_QUESTION ? ROWS_QUESTION : ROWS_TEST, id) >= 0;
}

/* The open patient stands in for one that is not named: where a word lacks, or where a test, rule or format stands in
 * its place and nobody has such a code. Only for somebody who sees the prompt. */
static const char *const *with_open_patient(Repl *repl, const char *const *words, int *count) {
  Session *s = repl->s;
  Args args;
  StoreId id = 0;
  if (!repl->interactive || !s->open_case) return words;
  words = command_supply(&repl->line, words, count, "PATIENT", s->open_case, false);
  if (!command_parse(&repl->line, words, *count, &args, &(Err){0})) return words;
  const char *code = value_of(&args, "PATIENT");
  if (!code || !s->store || !store_find_patient(s->store, code, &id, &(Err){0}) || id || !names_next(s, &args, code))
    return words;
  return command_supply(&repl->line, words, count, "PATIENT", s->open_case, true);
}

/* ---- history ---- */

/* A line that failed can be mended in this sitting; only what was done goes into the file, for a slip may hold a name.
 */
static void remember(Repl *repl, const char *line, const Args *args, bool done) {
  Err err = {0};
  if (!repl->interactive) return;
  size_t len = strlen(line);
  while (len && line[len - 1] == ' ') len--; /* completion leaves one */
  const char *kept = done ? command_without_values(&repl->line, args) : NULL;
  char *whole = arena_copy_n(&repl->line, kept ? kept : line, kept ? strlen(kept) : len);
  for (char *c = whole; *c; c++)
    if (*c == '\n') *c = ' '; /* an expression of several lines */
  if (!line_history_add(whole, done, &err)) err_print(repl->s->errors, &err);
}

/* ---- files that were edited meanwhile ---- */

static bool holds(const Result *result, const Finding *wanted) {
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *f = &result->findings[i];
    if (f->truth == TRUTH_TRUE && f->side == wanted->side && strcmp(f->pack, wanted->pack) == 0 &&
        strcmp(f->rule, wanted->rule) == 0)
      return true;
  }
  return false;
}

/* Findings that one result has and the other has not. */
static size_t add_difference(Text *t, const char *what, const Result *has, const Result *has_not) {
  size_t count = 0;
  for (size_t i = 0; i < has->finding_count; i++) {
    const Finding *f = &has->findings[i];
    if (f->truth != TRUTH_TRUE || holds(has_not, f)) continue;
    text_addf(t, "  %s: ", what);
    text_add_terminal(t, f->title);
    text_addf(t, "%s%s [%s/%s]\n", f->side == SIDE_BOTH ? "" : ", ", f->side == SIDE_BOTH ? "" : side_names[f->side],
              f->pack, f->rule);
    count++;
  }
  return count;
}

/* Rules and data as they are on the disk now; what is broken is said once. */
static void refresh(Session *s) {
  Refresh read;
  Err err = {0};
  Text text = {.arena = &s->run};
  if (!cases_refresh(s, &read, &err)) {
    commands_fault(s, &err);
    fputs("rules or data changed, but cannot be read; the last good ones stay in force\n", s->errors);
  } else if (read.changed) {
    fputs("rules or data changed and were read again\n", s->out);
    size_t count = read.compared ? add_difference(&text, "now present", &read.after, &read.before) : 0;
    if (read.compared) count += add_difference(&text, "no longer present", &read.before, &read.after);
    if (read.compared && !count) text_addf(&text, "  no finding of %s differs\n", s->open_case);
    fputs(text_get(&text), s->out);
  }
  fflush(s->out);
}

/* ---- one line after the other ---- */

/* "= LUA" and "try LUA" take the rest of the line as it is, quotes and all. gives the words, NULL: another line. */
static const char *const *lua_words(Repl *repl, const char *line, int *count) {
  const char *at = line + strspn(line, " \t"), *open = repl->s->open_case;
  bool tries = strncmp(at, "try", 3) == 0 && (at[3] == ' ' || at[3] == '\t');
  if (*at != '=' && !tries) return NULL;
  const char *lua = at + (tries ? 3 : 1), *name = tries ? "try" : "value";
  lua += strspn(lua, " \t");
  if (!*lua || (tries && strncmp(lua, "rule", 4) != 0)) return NULL;
  const char **words = arena_array(&repl->line, 4, sizeof *words);
  *count = 0;
  words[(*count)++] = name;
  words[(*count)++] = "--";
  if (open) words[(*count)++] = open;
  words[(*count)++] = lua;
  return words;
}

/* Reads on while the expression is not complete; an empty line ends it all the same. gives NULL when it was given up. */
static const char *whole_lua(Repl *repl, const char *line) {
  Arena *a = &repl->line;
  int count;
  for (;;) {
    const char *const *words = lua_words(repl, line, &count), *more = "";
    if (!words) return line;
    const char *lua = words[count - 1];
    Lexed lexed = lexer_read(a, "prompt", lua, strlen(lua));
    if (!lexer_goes_on(&lexed) || strlen(line) > LINE_MOST) return line;
    if (line_ask(a, "   ... ", &more, &(Err){0}) != LINE_TYPED) return NULL;
    if (!*more) return line;
    line = arena_printf(a, "%s\n%s", line, more);
  }
}

static ErrKind run_line(Repl *repl, const char *line) {
  Session *s = repl->s;
  const char *const *words;
  int count;
  Err err = {0};
  Args args;
  line = whole_lua(repl, line);
  if (!line) return ERR_NONE;
  words = lua_words(repl, line, &count);
  if (!words && !command_split(&repl->line, line, &words, &count, &err)) {
    remember(repl, line, NULL, false);
    commands_fault(s, &err);
    return err.kind;
  }
  if (count == 0) return ERR_NONE;
  if (strcmp(words[0], "?") == 0) {
    const char **asked = arena_array(&repl->line, (size_t)count, sizeof *asked);
    for (int i = 0; i < count; i++) asked[i] = i ? words[i] : "help";
    words = asked;
  }
  repl->leaving = count == 1 && (strcmp(words[0], "exit") == 0 || strcmp(words[0], "quit") == 0);
  if (repl->leaving) return ERR_NONE;
  words = with_open_patient(repl, words, &count);
  bool parsed = command_parse(&repl->line, words, count, &args, &err);
  refresh(s);
  struct sigaction before;
  if (repl->interactive) signals_cancel_begin(&before);
  ErrKind code = commands_run(s, words, count);
  if (repl->interactive) signals_cancel_end(&before);
  bool done = parsed && (code == ERR_NONE || code == ERR_CHECK) && !args_has(&args, "--help");
  if (done) open_patient(repl, &args);
  s->chosen = NULL;
  remember(repl, line, &args, done);
  return code;
}

static ErrKind read_and_run(Repl *repl) {
  const char *line;
  Err err = {0};
  LineStatus status = line_read(&repl->line, repl->prompt, &line, &err);
  repl->s->place = repl->interactive ? NULL : arena_printf(&repl->line, "line %ld", line_number());
  switch (status) {
  case LINE_TYPED: return run_line(repl, line);
  case LINE_BAD: commands_fault(repl->s, &err); return err.kind;
  case LINE_CANCELLED: break;
  case LINE_END: repl->leaving = true; break;
  }
  return ERR_NONE;
}

int repl_run(Session *s, bool interactive) {
  Repl repl = {.s = s, .interactive = interactive, .prompt = "sinew> "};
  Err err = {0};
  int highest = ERR_NONE;
  s->options.interactive = interactive;
  if (s->options.batch) line_script();
  if (!session_prepare(s, &err)) err_print(s->errors, &err), err = (Err){0};
  if (interactive) {
    line_completion(complete_line, s);
    line_idle(complete_warm, s);
    if (!line_history_open(&err)) err_print(s->errors, &err);
    greet(s);
  }
  while (!repl.leaving) {
    arena_reset(&repl.line);
    int code = (int)read_and_run(&repl);
    highest = code > highest ? code : highest;
    if (code != ERR_NONE && s->options.batch && !s->options.keep_going) break;
  }
  line_history_close();
  arena_free(&repl.line);
  arena_free(&repl.open);
  s->open_case = NULL;
  s->place = NULL;
  return interactive ? ERR_NONE : highest;
}
