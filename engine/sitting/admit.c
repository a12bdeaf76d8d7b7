#include "sitting/admit.h"

#include "program/limit.h"

/* A contradiction with what is stored is collected like any refusal; anything else ends the work. */
static bool collect(Import *import, const Case *c, Err *fault, Err *err) {
  if (fault->kind != ERR_DATA) {
    *err = *fault;
    return false;
  }
  Refusal *refusal = LIST_ADD(import->arena, &import->refused);
  const char *day = date_format(import->arena, c->date);
  *refusal =
      (Refusal){.column = "",
                .text = arena_printf(import->arena, "%s%s%s: %s", c->patient.code, *day ? " " : "", day, fault->text)};
  return true;
}

static void note_change(Admitted *n, StoreChange change) { n->changed = n->changed || change != STORE_ALREADY_THERE; }

static void count_change(Admitted *n, StoreChange change) {
  n->there += change == STORE_ALREADY_THERE;
  n->corrected += change == STORE_CORRECTED;
  note_change(n, change);
}

static bool admit_measures(Session *s, Import *import, const Case *c, bool correct, Admitted *n, StoreId patient,
                           Err *err) {
  for (size_t i = 0; i < c->measure_count; i++) {
    Err fault = {0};
    StoreChange change;
    if (store_add_measure(s->store, patient, c->date, &c->measures[i], correct ? "" : NULL, &change, &fault))
      count_change(n, change), n->measures++;
    else if (!collect(import, c, &fault, err))
      return false;
  }
  return true;
}

static bool admit_answers(Session *s, const Case *c, Admitted *n, StoreId patient, Err *err) {
  for (size_t i = 0; i < c->answer_count; i++) {
    StoreChange change;
    if (!store_add_answer(s->store, patient, c->date, &c->answers[i], &change, err)) return false;
    count_change(n, change);
  }
  n->answers += c->answer_count;
  return true;
}

static bool admit_rest(Session *s, const Case *c, Stamp at, Admitted *n, StoreId patient, Err *err) {
  StoreChange change = STORE_ALREADY_THERE;
  for (size_t i = 0; i < c->override_count; i++) {
    if (!store_save_override(s->store, patient, c->date, &c->overrides[i], false, at, &change, err)) return false;
    note_change(n, change);
  }
  if (!limits_any(&c->limits)) return true;
  if (!store_save_limits(s->store, patient, &c->limits, at, &change, err)) return false;
  note_change(n, change);
  return true;
}

bool admit_case(Session *s, Import *import, const Case *c, bool correct, Admitted *n, StoreId *patient, Err *err) {
  Err fault = {0};
  StoreChange change;
  Stamp at = session_now();
  *patient = 0;
  if (!store_save_patient(s->store, &c->patient, c->date, correct, at, patient, &change, &fault)) {
    *patient = 0;
    return collect(import, c, &fault, err);
  }
  n->new_patients += change == STORE_ADDED;
  note_change(n, change);
  if (c->date) {
    if (!store_save_visit(s->store, *patient, c->date, &change, err)) return false;
    note_change(n, change);
  }
  n->visits += c->date != 0;
  return admit_measures(s, import, c, correct, n, *patient, err) && admit_answers(s, c, n, *patient, err) &&
         admit_rest(s, c, at, n, *patient, err);
}

bool admit_people(Session *s, const Import *import, Err *err) {
  for (size_t i = 0; i < import->people.count; i++) {
    const Person *person = &import->people.items[i];
    StoreId patient;
    StoreChange change;
    if (!store_find_patient(s->store, person->code, &patient, err)) return false;
    if (patient && !store_save_person(s->store, patient, person, session_now(), &change, err)) return false;
  }
  return true;
}
