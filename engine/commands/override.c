/* What a clinician says beside the rules: overrides, how often each rule was overruled, and notes. Free text comes from
 * a prompt, a file or standard input: a command line would keep it in the history. */
#include "commands/casefile.h"
#include "commands/commands.h"
#include "commands/prose.h"
#include "commands/record.h"
#include "terminal/line.h"

#include <string.h>

/* The visit that is meant: --date, else the last one. */
static bool read_visit(Session *s, const Args *args, StoredPatient *patient, Day *day, Err *err) {
  const char *date = args_get(args, "--date");
  if (!record_patient(s, args_get(args, "PATIENT"), patient, err)) return false;
  *day = patient->last_visit;
  return (!date && *day) || record_day(date, "--date", day, err);
}

/* ---- override ---- */

typedef enum { ABSENT, PRESENT, CLEAR } Verdict;
static const char *const verdicts[] = {"absent", "present", "clear", NULL};

static bool save(Session *s, StoreId patient, Day day, Override o, Verdict verdict, Side first, size_t count,
                 StoreChange *change, Err *err) {
  if (!store_begin(s->store, err)) return false;
  *change = STORE_ALREADY_THERE;
  for (size_t i = 0; i < count; i++) {
    StoreChange one;
    o.side = (Side)((size_t)first + i);
    if (!store_save_override(s->store, patient, day, &o, verdict == CLEAR, session_now(), &one, err)) {
      store_rollback(s->store);
      return false;
    }
    if (one != STORE_ALREADY_THERE) *change = one;
  }
  return store_commit(s->store, err);
}

bool cmd_override(Session *s, const Args *args, Err *err) {
  StoredPatient patient;
  Override o = {0};
  StoreChange change;
  Side side, first;
  size_t count;
  Day day;
  int verdict = name_find(verdicts, args_get(args, "VERDICT"));
  const char *source = args_get(args, "--reason");
  bool asks = verdict != CLEAR || source; /* to take something back needs no reason */
  /* its lines are taken first: were the words refused before, they would be read as commands */
  if (asks && (verdict >= 0 || !line_is_terminal()) && !prose_read(s, source, "reason: ", &o.reason, err)) return false;
  if (verdict < 0)
    return fail(err, ERR_USAGE, NULL, "unknown verdict '%.40s': write present, absent or clear",
                args_get(args, "VERDICT"));
  if (!casefile_side(args, &side, err) || !record_clinician(s, args, &o.clinician, err) || !session_judge(s, err) ||
      !judge_overruled(s->judge, &s->run, args_get(args, "RULE"), side, &o, &first, &count, err) ||
      !read_visit(s, args, &patient, &day, err))
    return false;
  o.present = verdict == PRESENT;
  if (!save(s, patient.id, day, o, (Verdict)verdict, first, count, &change, err)) return false;
  const char *said = verdict != CLEAR                ? arena_printf(&s->run, "overridden as %s", verdicts[verdict])
                     : change == STORE_ALREADY_THERE ? "no override stands"
                                                     : "override taken back";
  fprintf(s->out, "%s %s %s: %s%s\n", patient.patient.code, date_format(&s->run, day),
          first == SIDE_BOTH || count > 1 ? o.rule : arena_printf(&s->run, "%s %s", o.rule, side_names[first]), said,
          verdict == CLEAR ? "" : record_change(change));
  fprintf(s->out, "Next: sinew assess %s\n", patient.patient.code);
  return true;
}

/* ---- overrides ---- */

static void add_json(Text *t, const OverrideCount *n) {
  text_add(t, t->len ? ",\n {\"pack\":" : "[{\"pack\":");
  text_add_json(t, n->pack);
  text_add(t, ",\"rule\":");
  text_add_json(t, n->rule);
  text_addf(t, ",\"present\":%lld,\"absent\":%lld}", (long long)n->present, (long long)n->absent);
}

bool cmd_overrides(Session *s, const Args *args, Err *err) {
  Text text = {.arena = &s->run};
  const char *rule = args_get(args, "RULE");
  bool json = args_has(args, "--json");
  OverrideCount *list;
  size_t count;
  if (!session_store(s, STORE_EXISTING, err) || !store_count_overrides(s->store, &s->run, &list, &count, err))
    return false;
  for (size_t i = 0; i < count; i++) {
    const OverrideCount *n = &list[i];
    if (rule && strcmp(rule, n->rule) != 0) continue;
    if (json)
      add_json(&text, n);
    else
      text_addf(&text, "%s/%s: overridden as present %lld, as absent %lld\n", n->pack, n->rule, (long long)n->present,
                (long long)n->absent);
  }
  if (json) text_add(&text, text.len ? "]\n" : "[]\n");
  fputs(text.len ? text_get(&text) : "no overrides\n", s->out);
  return true;
}

/* ---- note ---- */

bool cmd_note(Session *s, const Args *args, Err *err) {
  StoredPatient patient;
  StoredNote note = {0};
  if (!prose_read(s, args_get(args, "--text"), "note: ", &note.text, err) ||
      !record_clinician(s, args, &note.clinician, err) || !read_visit(s, args, &patient, &note.day, err) ||
      !store_add_note(s->store, patient.id, &note, session_now(), err))
    return false;
  fprintf(s->out, "%s %s: note kept\n", patient.patient.code, date_format(&s->run, note.day));
  return true;
}
