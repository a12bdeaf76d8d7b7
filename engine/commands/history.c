/* What was entered and what became of it: marking measures as entered in error, merging and erasing patients. */
#include "store/history.h"

#include "base/signals.h"
#include "commands/commands.h"
#include "commands/prose.h"
#include "commands/record.h"
#include "store/whole.h"
#include "terminal/line.h"

#include <string.h>

enum { LISTED = 50 }; /* measures, the newest ones */

/* ---- void ---- */

static const char *const states[] = {"counts", "corrected", "voided"}; /* by EnteredState */

static const char *by(Session *s, const char *who, const char *at, const char *why) {
  return arena_printf(&s->run, "%s%s%s%s%s", who && *who ? who : "somebody", at ? ", " : "", at ? at : "",
                      why && *why ? ": " : "", why ? why : "");
}

static void print_entered(Session *s, const Entered *x) {
  fprintf(s->out, "%lld  %s  %s", (long long)x->number, date_format(&s->run, x->day), record_safe(s, x->what));
  if (x->state != ENTERED_COUNTS) fprintf(s->out, " (%s)", states[x->state]);
  fprintf(s->out, "  %s\n", record_safe(s, by(s, x->who, x->at, x->why)));
  if (x->state == ENTERED_VOIDED)
    fprintf(s->out, "    entered in error: %s\n", record_safe(s, by(s, x->void_who, x->void_at, x->void_why)));
}

static bool list_entered(Session *s, StoreId patient, Err *err) {
  Entered *items;
  size_t count;
  if (!store_list_entered(s->store, &s->run, patient, LISTED, &items, &count, err)) return false;
  for (size_t i = 0; i < count; i++) print_entered(s, &items[i]);
  if (count == 0) fputs("no measures\n", s->out);
  if (count == LISTED) fprintf(s->out, "the last %d\n", LISTED);
  return true;
}

bool cmd_void(Session *s, const Args *args, Err *err) {
  const char *which = args_get(args, "MEASURE"), *source = args_get(args, "--reason"), *why = "";
  StoredPatient patient;
  Entered entered;
  long number = 0;
  if (which && strcmp(which, "last") != 0 && strcmp(which, "LAST") != 0 &&
      !text_parse_int(which, 1, INT32_MAX, &number))
    return fail(err, ERR_DATA, "MEASURE",
                "'%.40s' is no measure: write last, or the number that sinew void PATIENT "
                "shows",
                which);
  if ((source && !prose_read(s, source, "", &why, err)) || !record_patient(s, args_get(args, "PATIENT"), &patient, err))
    return false;
  if (!which) return list_entered(s, patient.id, err);
  if (!source && line_is_terminal() && !prose_read(s, NULL, "why: ", &why, err)) return false;
  if (!store_void(s->store, &s->run, patient.id, number, why, &entered, err)) return false;
  fprintf(s->out, "%s %s measure %lld, %s: marked as entered in error\n", patient.patient.code,
          date_format(&s->run, entered.day), (long long)entered.number, record_safe(s, entered.what));
  return true;
}

/* ---- merge ---- */

bool cmd_patient_merge(Session *s, const Args *args, Err *err) {
  const char *from = args_get(args, "FROM"), *into = args_get(args, "INTO");
  bool undo = args_has(args, "--undo");
  if (!session_store(s, STORE_EXISTING, err) || !store_merge(s->store, &s->run, from, into, undo, err)) return false;
  if (undo)
    fprintf(s->out, "%s and %s are two patients again\n", from, into);
  else
    fprintf(s->out, "%s is found under %s from now on; sinew patient merge %s %s --undo parts them\n", from, into, from,
            into);
  return true;
}

/* ---- erase ---- */

static bool sure(Session *s, const Args *args, const char *code, Err *err) {
  const char *typed = "";
  if (args_has(args, "--yes")) return true;
  if (!line_is_terminal())
    return fail(err, ERR_USAGE, NULL, "erasing cannot be undone: say --yes where nobody can be asked");
  fflush(s->out);
  LineStatus status = line_ask(&s->run, "Erasing cannot be undone. The code again: ", &typed, err);
  if (status == LINE_BAD) return false;
  return (status == LINE_TYPED && strcmp(typed, code) == 0) ||
         fail(err, ERR_DATA, "CODE", "not the same code: nothing was erased");
}

/* They are the way back from a migration or a restore: whoever erases decides whether they are needed any more. */
static bool name_copies(Session *s, Err *err) {
  const char *const *names;
  size_t count;
  if (!store_copies(s->store, &s->run, &names, &count, err)) return false;
  if (count) fputs("Copies beside the database hold it, too; delete those that are no longer needed:\n", s->out);
  for (size_t i = 0; i < count; i++) fprintf(s->out, "  %s\n", record_safe(s, names[i]));
  return true;
}

bool cmd_patient_erase(Session *s, const Args *args, Err *err) {
  const char *code = args_get(args, "CODE");
  StoredPatient patient;
  Held held;
  if (!record_patient(s, code, &patient, err)) return false;
  if (strcmp(patient.patient.code, code) != 0)
    return fail(err, ERR_DATA, "CODE", "'%s' is merged into '%s': erase that, or undo the merging first", code,
                patient.patient.code);
  if (!sure(s, args, code, err) || !signals_hold(&held, err)) return false;
  bool good = store_erase(s->store, &s->run, code, err);
  if (!signals_release(&held, err) || !good) return false;
  fputs("erased: code, names, birth date, contact, notes and reasons; measures and results stay, of nobody\n"
        "Backups and exported files still hold what they held: erase or replace them, too.\n",
        s->out);
  return name_copies(s, err);
}
