#include "commands/commands.h"
#include "commands/record.h"

bool cmd_visit(Session *s, const Args *args, Err *err) {
  StoredPatient patient;
  StoreChange change = STORE_ADDED;
  Day day;
  if (!record_day(args_get(args, "DATE"), "DATE", &day, err) ||
      !record_patient(s, args_get(args, "PATIENT"), &patient, err) ||
      !store_save_visit(s->store, patient.id, day, &change, err))
    return false;
  fprintf(s->out, "%s %s%s\n", patient.patient.code, date_format(&s->run, day), record_change(change));
  return true;
}
