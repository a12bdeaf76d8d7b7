/* Judging what is stored again from the stored sources, to prove it. */
#include "commands/commands.h"
#include "commands/record.h"
#include "sitting/replay.h"
#include "terminal/progressbar.h"

typedef struct Telling {
  Session *s;
  bool json, all; /* all: only what is not equal has a line */
  size_t told, seen;
  ProgressBar bar;
} Telling;

static const char *const outcomes[] = {"equal", "differs", "cannot be told"};
static const char *const outcome_ids[] = {"equal", "differs", "cannot"};

static void tell_json(const Telling *telling, const Replayed *one) {
  Text t = {.arena = &telling->s->run};
  text_add(&t, telling->told ? ",\n{\"patient\":" : "{\"patient\":");
  text_add_json(&t, one->patient);
  text_addf(&t, ",\"result\":\"%s\",\"date\":", one->uuid);
  text_add_json(&t, one->date ? date_format(t.arena, one->date) : "");
  text_add(&t, ",\"engine\":");
  text_add_json(&t, one->engine);
  text_addf(&t, ",\"outcome\":\"%s\",\"text\":", outcome_ids[one->outcome]);
  text_add_json(&t, one->what);
  text_add(&t, "}");
  fputs(text_get(&t), telling->s->out);
}

/* "P7 2026-11-20: differs: finding 2 (ces-saddle): certainty stored 0.9, now 1" */
static void tell_text(const Telling *telling, const Replayed *one) {
  Session *s = telling->s;
  if (*one->patient)
    fprintf(s->out, "%s %s: ", record_safe(s, one->patient), one->date ? date_format(&s->run, one->date) : "no day");
  fprintf(s->out, "%s%s%s\n", outcomes[one->outcome], *one->what ? ": " : "", record_safe(s, one->what));
}

static bool tell(void *context, const Replayed *one, Err *err) {
  Telling *telling = context;
  Arena outer = telling->s->run;
  (void)err; /* a fault of the output shows when the command ends */
  progressbar_set(&telling->bar, ++telling->seen);
  if (!telling->json && telling->all && one->outcome == REPLAY_EQUAL) return true;
  progressbar_end(&telling->bar);
  telling->s->run = (Arena){0};
  if (telling->json)
    tell_json(telling, one);
  else
    tell_text(telling, one);
  telling->told++;
  arena_free(&telling->s->run);
  telling->s->run = outer;
  return true;
}

static bool verdict(const ReplayCounts *n, Err *err) {
  size_t all = n->equal + n->differs + n->cannot;
  if (n->equal == all) return true;
  return fail(err, ERR_CHECK, NULL, "of %zu result%s %zu are equal, %zu differ, %zu cannot be told", all,
              all == 1 ? "" : "s", n->equal, n->differs, n->cannot);
}

bool cmd_replay(Session *s, const Args *args, Err *err) {
  const char *code = args_get(args, "PATIENT");
  StoredPatient patient = {0};
  Telling telling = {.s = s, .json = args_has(args, "--json"), .all = args_has(args, "--all")};
  ReplayCounts counts;
  if (telling.all == (code != NULL))
    return fail(err, ERR_USAGE, NULL, "%s",
                code ? "name a patient or say --all, not both" : "name a patient, or say --all");
  if (!session_store(s, STORE_EXISTING, err)) return false;
  if (code && !record_patient(s, code, &patient, err)) return false;
  const ReplayRequest request = {.patient = patient.id, .told = tell, .context = &telling};
  if (telling.all) progressbar_begin(&telling.bar, s->errors, "results", 0);
  if (telling.json) fputc('[', s->out);
  bool ok = replay_results(s, &request, &counts, err);
  progressbar_end(&telling.bar);
  if (telling.json) fputs("]\n", s->out);
  if (!ok) return false;
  if (!telling.json && counts.equal + counts.differs + counts.cannot == 0) fputs("no results\n", s->out);
  if (!telling.json && telling.all && counts.equal)
    fprintf(s->out, "%zu result%s equal\n", counts.equal, counts.equal == 1 ? "" : "s");
  return verdict(&counts, err);
}
