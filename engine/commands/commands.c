#include "commands/commands.h"

#include "base/signals.h"
#include "commands/help.h"
#include "judging/worker.h"
#include "terminal/pager.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const Command commands[] = {
#define ROW(name, words, usage, help, more) {words, usage, help, more, cmd_##name},
#include "commands.def"
#undef ROW
    {.name = NULL},
};

static bool flush(Session *s, Err *err) {
  errno = 0;
  if (fflush(s->out) == 0 && !ferror(s->out)) return true;
  if (signals_cancelled()) { /* Ctrl-C interrupts a write to the terminal, which breaks nothing */
    clearerr(s->out);
    return fail(err, ERR_DATA, NULL, "cancelled: the output was cut off");
  }
  return fail(err, ERR_IO, NULL, "the output cannot be written%s%s", errno ? ": " : "", errno ? strerror(errno) : "");
}

/* ---- long output ---- */

/* Commands that print pages and ask nothing meanwhile. */
static const char *const pages[] = {
    "help",           "findings",    "plan",       "plan diff",  "plan progress", "plan simulate",  "explain",
    "whynot",         "goals",       "next",       "whatif",     "sweep",         "patient show",   "patient list",
    "progress",       "history",     "summary",    "overrides",  "episode list",  "program status", "rules list",
    "rules describe", "rules check", "rules test", "audit show", "db info",       "basis",          "replay",
    "assess",         "backtest",    NULL,
};

static bool is_paged(Session *s, const char *const *words, int count) {
  Args args;
  if (!s->out_tty || s->options.no_pager || !command_parse(&s->run, words, count, &args, &(Err){0})) return false;
  if (args_has(&args, "--help")) return true;
  for (int i = 0; i < args.param_count; i++)
    if (args.values[i] && strcmp(args.params[i].name, "--step") == 0) return false;
  return name_find(pages, args.command->name) >= 0;
}

/* Output is collected, for a pager needs to be started only when it is long. */
typedef struct Collected {
  FILE *terminal; /* where it goes in the end */
  char *text;
  size_t len;
} Collected;

static void collect(Session *s, Collected *c) {
  FILE *memory = open_memstream(&c->text, &c->len);
  c->terminal = memory ? s->out : NULL;
  if (memory) s->out = memory;
}

static bool show_collected(Session *s, Collected *c, Err *err) {
  bool good = fclose(s->out) == 0 || fail(err, ERR_IO, NULL, "the output cannot be collected: %s", strerror(errno));
  s->out = c->terminal;
  if (good && !pager_show(s->out, c->text, c->len)) fwrite(c->text, 1, c->len, s->out); /* a fault shows in flush */
  free(c->text);
  return good;
}

/* ---- one command ---- */

/* What never judges, nor asks what packs bring, starts without them. */
static bool may_judge(const Command *command) {
  static const char *const plain[] = {"audit", "db", "episode", "find", "help", "patient list", "version"};
  for (size_t i = 0; i < ARRAY_LEN(plain); i++)
    if (strncmp(command->name, plain[i], strlen(plain[i])) == 0) return false;
  return true;
}

static bool run(Session *s, const char *const *words, int count, Err *err) {
  Args args;
  if (!command_parse(&s->run, words, count, &args, err)) return false;
  if (args_has(&args, "--help")) {
    help_command(s, args.command);
    return true;
  }
  if (may_judge(args.command) && !session_prepare(s, err)) return false;
  const char *as = NULL;
  for (int i = 0; i < args.param_count; i++)
    if (strcmp(args.params[i].name, "--as") == 0) as = args.values[i];
  return session_act(s, args.command->name, as, err) && args.command->run(s, &args, err);
}

void commands_fault(Session *s, const Err *err) {
  Err placed = {0};
  const char *where =
      !s->place ? err->where : arena_printf(&s->run, "%s%s%s", s->place, *err->where ? ", " : "", err->where);
  fail(&placed, err->kind, where, "%s", err->text);
  err_print(s->errors, &placed);
}

void commands_also(Session *s, const char *const *words, int count) {
  Err err = {0}, late = {0};
  run(s, words, count, &err);
  if (!session_act_end(s, err.kind, &late) && err.kind == ERR_NONE) err = late;
  if (err.kind != ERR_NONE && *err.text) commands_fault(s, &err);
}

/* Once: how rule packs are judged where that is not as it should be. A build with sanitizers tells it to people alone. */
static void note_workers(Session *s) {
  bool weak;
  const char *note = worker_note(&weak);
  if (note && (weak || isatty(STDERR_FILENO) == 1)) fprintf(s->errors, "note: rule packs are judged %s\n", note);
}

ErrKind commands_run(Session *s, const char *const *words, int count) {
  Err err = {0}, late = {0};
  Collected collected = {0};
  if (is_paged(s, words, count)) collect(s, &collected);
  run(s, words, count, &err);
  if (!session_act_end(s, err.kind, &late) && err.kind == ERR_NONE) err = late;
  late = (Err){0};
  if (collected.terminal && !show_collected(s, &collected, &late) && err.kind == ERR_NONE) err = late;
  if (!flush(s, &late) && err.kind != ERR_IO) err = late; /* what cannot be read any more matters less */
  if (err.kind != ERR_NONE && *err.text) commands_fault(s, &err);
  note_workers(s);
  arena_reset(&s->run);
  return err.kind;
}
