/* The program: global options, then one command, or the REPL when there is none. */
#include "base/ceiling.h"
#include "base/sanitized.h"
#include "base/text.h"
#include "commands/commands.h"
#include "judging/confine.h"
#include "judging/worker.h"
#include "prompt/repl.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

typedef struct Start {
  SessionOptions options;
  bool strict; /* rule packs are judged in confinement, or not at all */
  const char *packs[PACKS_MOST + 1];
  int pack_count;
  const char *const *words; /* the command and what follows it */
  int word_count;
} Start;

/* ---- the process ---- */

/* The database is safe at any moment, a file appears whole or not at all: there is nothing to put away. */
static void leave(int signal_number) { _exit(128 + signal_number); }

static void set_signals(void) {
  struct sigaction end = {.sa_handler = leave}, ignore = {.sa_handler = SIG_IGN};
  sigaction(SIGINT, &end, NULL);
  sigaction(SIGTERM, &end, NULL);
  sigaction(SIGPIPE, &ignore, NULL); /* a reader that went away is an error of the write */
}

/* A standard stream that is closed must not become a database or a file. Reading gives the end, writing fails. */
static bool hold_streams(void) {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) != fd) return false;
  return true;
}

/* A crash must not leave patients in a core file. The leak checker of the sanitizer has to look into the process. */
static bool forbid_dumps(void) {
#if defined __linux__ && !SANITIZED
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return false;
#endif
  return setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}) == 0;
}

/* ---- global options ---- */

static const char *const globals[] = {"--db",       "--as",     "--pack", "--batch",  "--keep-going",
                                      "--no-pager", "--strict", "--help", "--version"};

static bool unknown_option(const char *word, Err *err) {
  Arena arena = {0};
  const char *name = arena_copy_n(&arena, word, strcspn(word, "="));
  Nearest nearest = {.word = name};
  for (size_t i = 0; i < ARRAY_LEN(globals); i++) text_near(&nearest, globals[i]);
  fail(err, ERR_USAGE, NULL, "unknown option %.60s before the command%s", name, text_near_hint(&arena, &nearest));
  arena_free(&arena);
  return false;
}

static bool take_value(Start *start, const char *name, const char *value, Err *err) {
  if (!*value) return fail(err, ERR_USAGE, NULL, "%s needs a value", name);
  if (strcmp(name, "--db") == 0) {
    if (start->options.db) return fail(err, ERR_USAGE, NULL, "--db is given twice");
    start->options.db = value;
    return true;
  }
  if (strcmp(name, "--as") == 0) {
    if (start->options.clinician) return fail(err, ERR_USAGE, NULL, "--as is given twice");
    start->options.clinician = value;
    return true;
  }
  if (start->pack_count == PACKS_MOST) return fail(err, ERR_USAGE, NULL, "more than %d packs", PACKS_MOST);
  start->packs[start->pack_count++] = value;
  start->options.packs = start->packs;
  return true;
}

/* "--db FILE" or "--db=FILE" at argv[*at]. */
static bool take_option(Start *start, int argc, char **argv, int *at, Err *err) {
  const char *word = argv[*at];
  bool *const flags[] = {&start->options.batch, &start->options.keep_going, &start->options.no_pager, &start->strict};
  for (size_t i = 0; i < ARRAY_LEN(flags); i++)
    if (strcmp(word, globals[3 + i]) == 0) return *flags[i] = true;
  for (size_t i = 0; i < 3; i++) { /* those with a value */
    size_t len = strlen(globals[i]);
    if (strncmp(word, globals[i], len) != 0) continue;
    if (word[len] == '=') return take_value(start, globals[i], word + len + 1, err);
    if (word[len]) continue;
    return take_value(start, globals[i], *at + 1 < argc ? argv[++*at] : "", err);
  }
  return unknown_option(word, err);
}

static bool read_options(Start *start, int argc, char **argv, Err *err) {
  static const char *const help[] = {"help"}, *const version[] = {"version"};
  start->options.program = argc ? argv[0] : NULL;
  for (int i = 1; i < argc; i++) {
    bool asks_help = strcmp(argv[i], "--help") == 0, asks_version = strcmp(argv[i], "--version") == 0;
    start->words = asks_help ? help : asks_version ? version : (const char *const *)(argv + i);
    start->word_count = asks_help || asks_version ? 1 : argc - i;
    if (asks_help || asks_version || argv[i][0] != '-') return true;
    start->word_count = 0;
    if (!take_option(start, argc, argv, &i, err)) return false;
  }
  return true;
}

/* ---- the sitting ---- */

static int run(const Start *start, Err *err) {
  Session session;
  int code = ERR_NONE;
  worker_demand(start->strict);
  if (session_open(&session, &start->options, err))
    code = start->word_count ? (int)commands_run(&session, start->words, start->word_count)
                             : repl_run(&session, !start->options.batch && isatty(STDIN_FILENO) == 1);
  session_close(&session);
  worker_retire();
  return code;
}

/* What is still in the buffers may not fit on the device. */
static int close_output(int code) {
  Err err = {0};
  bool broken = ferror(stdout) != 0;
  errno = 0;
  if (fclose(stdout) == 0 || broken || code != ERR_NONE) return code;
  fail(&err, ERR_IO, NULL, "the output cannot be written: %s", strerror(errno ? errno : EIO));
  err_print(stderr, &err);
  return ERR_IO;
}

int main(int argc, char **argv) {
  static char buffer[1 << 16]; /* of standard output: streams are long */
  Start start = {0};
  Err err = {0};
  if (!hold_streams() || !forbid_dumps()) return ERR_IO;
  confine_words(argv);
  setlocale(LC_CTYPE, ""); /* letters of the terminal; numbers and order stay as they are everywhere */
  set_signals();
  if (isatty(STDOUT_FILENO) != 1) setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  int code = read_options(&start, argc, argv, &err) ? run(&start, &err) : ERR_NONE;
  if (err.kind != ERR_NONE) {
    err_print(stderr, &err);
    code = (int)err.kind;
  }
  return close_output(code);
}
