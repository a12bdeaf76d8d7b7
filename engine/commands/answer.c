#include "commands/commands.h"
#include "commands/record.h"

#include <string.h>

bool cmd_answer(Session *s, const Args *args, Err *err) {
  StoredPatient patient;
  Answer answer;
  StoreChange change;
  Day day;
  const char *field = "";
  if (!session_rows(s, err) || !record_day(args_get(args, "--date"), "--date", &day, err)) return false;
  if (!intake_answer(s->rows, &s->run, args_get(args, "QUESTION"), args_get(args, "ANSWER"), &answer, &field, err)) {
    snprintf(err->where, sizeof err->where, "%s", strcmp(field, "question") == 0 ? "QUESTION" : "ANSWER");
    return false;
  }
  if (!record_patient(s, args_get(args, "PATIENT"), &patient, err) ||
      !store_add_answer(s->store, patient.id, day, &answer, &change, err))
    return false;
  const Question *question = catalog_question(s->rows, answer.question);
  fprintf(s->out, "%s %s %s: %s%s\n", patient.patient.code, date_format(&s->run, day), answer.question,
          answer_names[answer.value], record_change(change));
  if (question->red_flag && answer.value == ANSWER_YES) record_refer(s, question);
  return true;
}
