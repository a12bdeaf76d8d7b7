#include "repl.h"

#include "commands/commands.h"
#include "line.h"
#include "paths.h"
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { CHOICES = 200 }; /* patients offered at once */

typedef struct Repl {
  Session *s;
  bool interactive, leaving;
  Arena line; /* the line that was read and what it means: reset before the next */
  Arena open; /* the prompt, and the code of the patient in it */
  const char *prompt;
} Repl;

/* ---- completion ---- */

static void offer(LineChoices *choices, const char *word, const char *candidate) {
  if (strncmp(candidate, word, strlen(word)) == 0) *LIST_ADD(choices->arena, &choices->list) = candidate;
}

static void offer_names(LineChoices *choices, const char *word, const char *const *names) {
  for (; *names; names++) offer(choices, word, *names);
}

/* Does the word stand anywhere in the text, in any case? */
static bool mentions(const char *text, const char *word) {
  for (; *text; text++)
    if (strncasecmp(text, word, strlen(word)) == 0) return true;
  return false;
}

static bool is_meant(const Test *test, const char *word) {
  if (mentions(test->id, word) || mentions(test->name, word)) return true;
  for (const char *const *name = test->synonyms; name && *name; name++)
    if (mentions(*name, word)) return true;
  return false;
}

/* Tests whose id begins with the word, else those whose name or a synonym holds it: "glute med". */
static void offer_tests(Session *s, LineChoices *choices, const char *word) {
  if (!session_rows(s, &(Err){0})) return;
  for (size_t i = 0; i < s->rows->tests.count; i++) offer(choices, word, s->rows->tests.items[i].id);
  if (choices->list.count) return;
  for (size_t i = 0; i < s->rows->tests.count; i++)
    if (is_meant(&s->rows->tests.items[i], word))
      *LIST_ADD(choices->arena, &choices->list) = s->rows->tests.items[i].id;
}

static void offer_rows(Session *s, LineChoices *choices, const char *word, RowKind kind) {
  const char *id;
  if (!session_rows(s, &(Err){0})) return;
  for (size_t i = 0; (id = catalog_row_id(s->rows, kind, i)) != NULL; i++) offer(choices, word, id);
}

static void offer_rules(Session *s, LineChoices *choices, const char *word) {
  const char *id;
  if (!session_judge(s, &(Err){0})) return;
  for (size_t i = 0; (id = judge_rule_id(s->judge, i)) != NULL; i++) offer(choices, word, id);
}

/* Every pack that can be found, by id. */
static void offer_packs(Session *s, LineChoices *choices, const char *word) {
  Paths all = {0};
  if (!paths_packs(choices->arena, s->home, &all, &(Err){0})) return;
  for (size_t i = 0; i < all.count; i++) {
    const char *name = strrchr(all.items[i], '/') + 1;
    char *id = arena_copy_n(choices->arena, name, strcspn(name, "."));
    for (char *c = id; *c; c++)
      if (*c == '_') *c = '-';
    offer(choices, word, id);
  }
}

static void offer_patients(Session *s, LineChoices *choices, const char *word) {
  StoredPatient *patients;
  size_t count;
  Err err = {0};
  if (!session_store(s, STORE_EXISTING, &err) ||
      !store_list_patients(s->store, choices->arena, word, NULL, CHOICES, &patients, &count, &err))
    return;
  for (size_t i = 0; i < count; i++) offer(choices, word, patients[i].patient.code);
}

static void offer_profiles(Session *s, LineChoices *choices, const char *word) {
  Paths names = {0};
  if (!paths_profiles(choices->arena, s->home, &names, &(Err){0})) return;
  for (size_t i = 0; i < names.count; i++) offer(choices, word, names.items[i]);
}

/* The first word of a command's name, or the second when one is there. Equal ones stand side by side in the table. */
static void offer_commands(LineChoices *choices, const char *const *words, int before) {
  const char *last = "";
  if (before > 0 && strcmp(words[0], "help") == 0) words++, before--;
  for (const Command *c = commands; before < 2 && c->name; c++) {
    size_t len = strcspn(c->name, " ");
    const char *first = arena_copy_n(choices->arena, c->name, len);
    if (before == 0 && strcmp(first, last) != 0) offer(choices, words[0], first);
    if (before == 1 && c->name[len] && strncmp(first, words[0], strlen(words[0])) == 0)
      offer(choices, words[1], c->name + len + 1);
    last = first;
  }
  if (before == 0) offer(choices, words[0], "exit");
}

static void offer_options(LineChoices *choices, const char *const *words, int before) {
  Param params[ARGS_PARAMS];
  int used;
  const Command *command = command_find(choices->arena, words, before, &used, &(Err){0});
  int count = command ? command_params(command, params) : 0;
  for (int i = 0; i < count; i++)
    if (params[i].option) offer(choices, words[before], arena_copy(choices->arena, params[i].name));
}

static void offer_kind(Session *s, Complete kind, const char *const *words, int before, LineChoices *choices) {
  static const char *const sides[] = {"left", "right", NULL};
  static const char *const answers[] = {"yes", "no", "unsure", NULL};
  const char *word = words[before];
  switch (kind) {
  case COMPLETE_PATIENT: offer_patients(s, choices, word); break;
  case COMPLETE_TEST: offer_tests(s, choices, word); break;
  case COMPLETE_SIDE: offer_names(choices, word, sides); break;
  case COMPLETE_RULE: offer_rules(s, choices, word); break;
  case COMPLETE_QUESTION: offer_rows(s, choices, word, ROWS_QUESTION); break;
  case COMPLETE_ANSWER: offer_names(choices, word, answers); break;
  case COMPLETE_FILE: choices->files = true; break;
  case COMPLETE_FORMAT:
    for (const Format *format = formats; format->name; format++)
      if (format->write) offer(choices, word, format->name);
    break;
  case COMPLETE_PROFILE: offer_profiles(s, choices, word); break;
  case COMPLETE_POSITION: offer_rows(s, choices, word, ROWS_POSITION); break;
  case COMPLETE_CONTRACTION: offer_names(choices, word, contraction_names + CONTRACTION_ISOMETRIC); break;
  case COMPLETE_PACK: offer_packs(s, choices, word); break;
  case COMPLETE_COMMAND: offer_commands(choices, words, before); break;
  case COMPLETE_OPTION: offer_options(choices, words, before); break;
  case COMPLETE_NONE: break;
  }
}

static void complete(void *context, const char *before, const char *word, LineChoices *choices) {
  Session *s = ((Repl *)context)->s;
  Arena *a = choices->arena;
  const char *const *words;
  int count;
  size_t len = strlen(before);
  if (len > 0 && strchr("\"'", before[len - 1])) len--; /* the quote that opens the word */
  if (!command_split(a, arena_copy_n(a, before, len), &words, &count, &(Err){0})) return;
  const char **all = arena_array(a, (size_t)count + 1, sizeof *all);
  for (int i = 0; i < count; i++) all[i] = words[i];
  all[count] = word;
  offer_kind(s, command_expects(a, all, count + 1), all, count, choices);
}

/* ---- greeting and prompt ---- */

static void greet(Session *s) {
  Err err = {0};
  StoreStats stats = {0};
  Text path = {.arena = &s->run};
  bool stored = session_store(s, STORE_EXISTING, &err) && store_stats(s->store, &stats, &err);
  bool missing = !stored && s->db_path && access(s->db_path, F_OK) != 0;
  text_add_terminal(&path, s->db_path ? s->db_path : "");
  fprintf(s->out, "sinew " SINEW_VERSION);
  if (stored)
    fprintf(s->out, ", %lld patient%s in %s", (long long)stats.patients, stats.patients == 1 ? "" : "s",
            text_get(&path));
  else if (missing)
    fprintf(s->out, ", no database yet at %s", text_get(&path));
  fputs(". Try:\n", s->out);
  if (stats.patients > 0)
    fprintf(s->out, "  patient list\n  assess %s\n", s->open_case ? s->open_case : "PATIENT");
  else
    fprintf(s->out, "  import \"%s/data/examples/examples.ndjson\"   (made-up patients)\n  patient add CODE\n",
            s->home);
  fputs("  help, and the Tab key\n", s->out);
  if (!stored && !missing) err_print(s->errors, &err);
  arena_reset(&s->run);
}

/* The value of a parameter that the command may not have. */
static const char *value_of(const Args *args, const char *name) {
  for (int i = 0; i < args->param_count; i++)
    if (strcmp(args->params[i].name, name) == 0) return args->params[i].many ? NULL : args->values[i];
  return NULL;
}

/* A command that named a stored patient puts the code and the visit into the prompt. */
static void open_patient(Repl *repl, const Args *args) {
  Session *s = repl->s;
  StoredPatient patient;
  Day day = 0;
  const char *code = value_of(args, "PATIENT"), *date = value_of(args, "--date");
  if (!code) code = value_of(args, "CODE");
  if (!date) date = value_of(args, "DATE");
  if (!code || !s->store || !store_get_patient(s->store, &repl->line, code, &patient, &(Err){0})) return;
  if (!date || !date_parse(date, DATE_ISO, &day)) day = patient.last_visit;
  arena_reset(&repl->open);
  s->open_case = arena_copy(&repl->open, patient.patient.code);
  repl->prompt =
      arena_printf(&repl->open, "sinew %s%s%s> ", s->open_case, day ? " " : "", date_format(&repl->line, day));
}

/* ---- history ---- */

/* What the history keeps of a command that was done: no value of a measure, no answer. */
static const char *kept_line(Arena *a, const char *line, const Args *args) {
  const char *name = args->command->name;
  if (strcmp(name, "answer") == 0)
    return arena_printf(a, "answer %s %s", args_get(args, "PATIENT"), args_get(args, "QUESTION"));
  if (strcmp(name, "measure") != 0) return line;
  static const char *const sides[] = {"left", "right", "l", "r", NULL};
  const char *const words[] = {args_get(args, "SIDE"), args_get(args, "VALUE"), args_get(args, "UNIT")};
  const char *side = "";
  for (size_t i = 0; i < ARRAY_LEN(words); i++)
    if (words[i] && name_find(sides, words[i]) >= 0) side = words[i];
  return arena_printf(a, "measure %s %s%s%s", args_get(args, "PATIENT"), args_get(args, "TEST"), *side ? " " : "",
                      side);
}

/* A line that failed can be mended in this sitting; only what was done goes into the file, for a slip may hold a name.
 */
static void remember(Repl *repl, const char *line, const Args *args, bool done) {
  Err err = {0};
  if (!repl->interactive) return;
  if (!line_history_add(done ? kept_line(&repl->line, line, args) : line, done, &err)) err_print(repl->s->errors, &err);
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
  if (!session_refresh(s, &read, &err)) {
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

static ErrKind run_line(Repl *repl, const char *line) {
  Session *s = repl->s;
  const char *const *words;
  int count;
  Err err = {0};
  Args args;
  if (!command_split(&repl->line, line, &words, &count, &err)) {
    remember(repl, line, NULL, false);
    commands_fault(s, &err);
    return err.kind;
  }
  if (count == 0) return ERR_NONE;
  repl->leaving = count == 1 && (strcmp(words[0], "exit") == 0 || strcmp(words[0], "quit") == 0);
  if (repl->leaving) return ERR_NONE;
  bool parsed = command_parse(&repl->line, words, count, &args, &err);
  refresh(s);
  ErrKind code = commands_run(s, words, count);
  bool done = parsed && (code == ERR_NONE || code == ERR_CHECK) && !args_has(&args, "--help");
  if (done) open_patient(repl, &args);
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
  if (interactive) {
    line_completion(complete, &repl);
    if (!line_history_open(&err)) err_print(s->errors, &err);
    greet(s);
  }
  while (!repl.leaving) {
    arena_reset(&repl.line);
    int code = (int)read_and_run(&repl);
    highest = code > highest ? code : highest;
  }
  line_history_close();
  arena_free(&repl.line);
  arena_free(&repl.open);
  s->open_case = NULL;
  s->place = NULL;
  return interactive ? ERR_NONE : highest;
}
