/* The audit chain shown and verified. */
#include "commands/commands.h"
#include "commands/record.h"

enum { PAGE = 500 };

/* ---- verify ---- */

static void print_report_json(Session *s, const AuditReport *report) {
  Text t = {.arena = &s->run};
  text_addf(&t, "{\"whole\":%s,\"rows\":%lld,\"records\":%lld,\"head\":", report->fault_count ? "false" : "true",
            (long long)report->rows, (long long)report->records);
  text_add_json(&t, audit_head_text(t.arena, &report->head));
  text_add(&t, ",\"faults\":[");
  for (size_t i = 0; i < report->fault_count && i < AUDIT_FAULTS; i++) {
    if (i) text_add_char(&t, ',');
    text_add_json(&t, report->faults[i]);
  }
  fprintf(s->out, "%s]}\n", text_get(&t));
}

bool cmd_audit_verify(Session *s, const Args *args, Err *err) {
  AuditReport report;
  if (!session_store(s, STORE_EXISTING, err) ||
      !store_verify(s->store, &s->run, args_get(args, "--head"), &report, err))
    return false;
  size_t faults = report.fault_count;
  if (args_has(args, "--json")) {
    print_report_json(s, &report);
    return !faults || fail(err, ERR_CHECK, NULL, "the audit chain is not whole");
  }
  for (size_t i = 0; i < faults && i < AUDIT_FAULTS; i++) fprintf(s->out, "%s\n", record_safe(s, report.faults[i]));
  if (faults > AUDIT_FAULTS) fprintf(s->out, "and %zu more\n", faults - AUDIT_FAULTS);
  if (faults)
    return fail(err, ERR_CHECK, NULL, "the audit chain is not whole: keep the file and compare it with a backup");
  fprintf(s->out, "the audit chain is whole: %lld rows cover %lld records, head %s\n", (long long)report.rows,
          (long long)report.records, audit_head_text(&s->run, &report.head));
  if (!args_get(args, "--head"))
    fprintf(s->out, "Whether its end was cut off shows --head with the head of a handout or backup.\n");
  return true;
}

/* ---- show ---- */

static void print_row_json(Session *s, Arena *a, const AuditRow *row, bool first) {
  Text t = {.arena = a};
  text_addf(&t, "%s{\"row\":%lld,\"at\":\"%s\",\"who\":", first ? "" : ",\n", (long long)row->row, row->at);
  text_add_json(&t, row->who);
  text_add(&t, ",\"command\":");
  text_add_json(&t, row->command);
  if (row->patient) {
    text_add(&t, ",\"patient\":");
    text_add_json(&t, row->patient);
  }
  text_addf(&t, ",\"patients\":%lld,\"outcome\":%d,\"added\":%lld,\"hash\":\"%s\"}", (long long)row->patients,
            row->outcome, (long long)row->added, row->hash.hex);
  fputs(text_get(&t), s->out);
}

/* "17 2026-11-20T10:00:00+01:00 Kim Doe: patient show P7" */
static void print_row(Session *s, Arena *a, const AuditRow *row) {
  Text t = {.arena = a};
  text_addf(&t, "%lld %s ", (long long)row->row, row->at);
  text_add_terminal(&t, *row->who ? row->who : "-");
  text_addf(&t, ": %s", row->command);
  if (row->patient)
    text_addf(&t, " %s", row->patient);
  else if (row->patients)
    text_addf(&t, ", %lld patient%s", (long long)row->patients, row->patients == 1 ? " (erased)" : "s");
  if (row->added) text_addf(&t, ", %lld rows added", (long long)row->added);
  if (row->outcome) text_addf(&t, ", ended with code %d", row->outcome);
  fprintf(s->out, "%s\n", text_get(&t));
}

static bool print_rows(Session *s, StoreId patient, bool json, Err *err) {
  Arena page = {0};
  int64_t after = 0;
  size_t count = PAGE;
  bool ok = true;
  while (ok && count == PAGE) {
    AuditRow *rows;
    ok = store_list_audit(s->store, &page, patient, after, PAGE, &rows, &count, err);
    for (size_t i = 0; ok && i < count; i++) {
      if (json)
        print_row_json(s, &page, &rows[i], after == 0);
      else
        print_row(s, &page, &rows[i]);
      after = rows[i].row;
    }
    arena_reset(&page);
  }
  arena_free(&page);
  return ok;
}

bool cmd_audit_show(Session *s, const Args *args, Err *err) {
  const char *code = args_get(args, "PATIENT");
  StoredPatient patient = {0};
  bool json = args_has(args, "--json");
  if (!session_store(s, STORE_EXISTING, err) || (code && !record_patient(s, code, &patient, err))) return false;
  if (json) fputc('[', s->out);
  bool ok = print_rows(s, patient.id, json, err);
  if (json) fputs("]\n", s->out);
  return ok;
}
