/* A file of cases taken over, judged, planned and stored, batch by batch. */
#include "base/signals.h"
#include "commands/commands.h"
#include "commands/record.h"
#include "commands/takeover.h"
#include "sitting/cohort.h"
#include "terminal/progressbar.h"

#include <string.h>

typedef struct Telling {
  ProgressBar bar;
  FILE *terminal;
} Telling;

static void tell(void *context, const char *what, size_t done, size_t total) {
  Telling *telling = context;
  progressbar_part(&telling->bar, telling->terminal, what, done, total);
}

static void print_counts(Session *s, const CohortCounts *n, bool json) {
  const Admitted *a = &n->admitted;
  fprintf(
      s->out,
      json ? "{\"cases\":%zu,\"judged\":%zu,\"judged_before\":%zu,\"not_judged\":%zu,\"new_patients\":%zu,"
             "\"measures\":%zu,\"answers\":%zu,\"already_there\":%zu,\"corrected\":%zu}\n"
           : "%zu cases: %zu judged, %zu judged before, %zu not judged; %zu new patients, %zu measures, %zu answers; "
             "%zu already there, %zu corrected\n",
      n->kept, n->assessed, n->there, n->unjudged, a->new_patients, a->measures, a->answers, a->there, a->corrected);
}

/* Ctrl-C leaves what is committed and says how to go on. */
static bool run_held(Session *s, CohortRequest *request, Import *faults, CohortCounts *counts, Err *err) {
  Held held;
  Telling telling = {.terminal = s->errors};
  request->told = tell, request->context = &telling;
  if (!signals_hold(&held, err)) return false;
  bool good = cohort_run(s, request, faults, counts, err);
  progressbar_end(&telling.bar);
  if (err->kind == ERR_LIMIT && signals_waiting()) err_print(s->errors, err); /* releasing them ends the process */
  return signals_release(&held, good ? err : &(Err){0}) && good;
}

static bool run_file(Session *s, const Args *args, Err *err) {
  const char *path = args_get(args, "COHORT"), *name = args_get(args, "--profile");
  Profile profile = {0};
  Arena arena = {0}; /* the run empties that of the sitting */
  Import faults = {0};
  CohortCounts counts;
  CohortRequest request = {.path = path, .correct = args_has(args, "--correct")};
  if (!record_jobs(args, &request.workers, err)) return false;
  if (!takeover_format(s, path, name != NULL, &request.format, err)) return false;
  if (args_has(args, "--date") && !record_day(args_get(args, "--date"), "--date", &request.options.date, err))
    return false;
  if (!session_rows(s, err) || (name && !takeover_profile(s, name, &profile, err))) return false;
  request.options.latest = session_latest();
  if (name) request.options.profile = &profile;
  import_begin(&faults, &arena, "line");
  bool good = run_held(s, &request, &faults, &counts, err);
  takeover_refusals(s, &faults);
  if (good || counts.unjudged) {
    print_counts(s, &counts, args_has(args, "--json"));
    if (!args_has(args, "--json")) takeover_notes(s, &faults);
  }
  arena_free(&arena);
  return good;
}

/* The sitting goes on with its own database afterwards. */
static bool run_into(Session *s, const Args *args, const char *path, Err *err) {
  const char *option = s->options.db, *own = s->db_path;
  session_leave_store(s);
  s->options.db = path, s->db_path = NULL;
  bool good = run_file(s, args, err);
  good = session_act_end(s, err->kind, good ? err : &(Err){0}) && good;
  session_leave_store(s);
  s->options.db = option, s->db_path = own;
  return good;
}

bool cmd_run(Session *s, const Args *args, Err *err) {
  const char *into = args_get(args, "--into");
  return into ? run_into(s, args, into, err) : run_file(s, args, err);
}
