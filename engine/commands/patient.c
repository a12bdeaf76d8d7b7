#include "commands/commands.h"
#include "commands/identity.h"
#include "commands/record.h"
#include "program/limit.h"
#include "sitting/course.h"

#include <string.h>

/* ---- add ---- */

static bool read_facts(Session *s, const Args *args, const char *born, Patient *out, Err *err) {
  static const char *const fields[] = {"patient",   "sex",      "born",  "age", "mass_kg",
                                       "height_cm", "dominant", "sport", NULL};
  static const char *const places[] = {"CODE", "--sex", "born", "--age", "--mass", "--height", "--dominant", "--sport"};
  const char *field = "";
  PatientText text = {.code = args_get(args, "CODE"),
                      .sex = args_get(args, "--sex"),
                      .born = born,
                      .age = args_get(args, "--age"),
                      .mass_kg = args_get(args, "--mass"),
                      .height_cm = args_get(args, "--height"),
                      .dominant = args_get(args, "--dominant"),
                      .sport = args_get(args, "--sport")};
  if (intake_patient(&s->run, &text, DATE_ISO, out, &field, err)) return true;
  int found = name_find(fields, field);
  snprintf(err->where, sizeof err->where, "%s", found < 0 ? "" : places[found]);
  return false;
}

/* What is not given now stays as it is stored. */
static bool save_person(Session *s, StoreId id, const Person *given, Stamp at, StoreChange *change, Err *err) {
  Person person;
  if (!store_load_person(s->store, &s->run, id, &person, err)) return false;
  if (given->name) person.name = given->name;
  if (given->family_name) person.family_name = given->family_name;
  if (given->given_name) person.given_name = given->given_name;
  if (given->contact) person.contact = given->contact;
  return store_save_person(s->store, id, &person, at, change, err);
}

static bool save(Session *s, const Patient *patient, Day day, const Identity *identity, bool correct,
                 StoreChange *change, Err *err) {
  StoreId id;
  StoreChange named = STORE_ALREADY_THERE;
  Stamp at = session_now();
  if (!session_store(s, STORE_CREATE, err) || !store_begin(s->store, err)) return false;
  bool ok = store_save_patient(s->store, patient, day, correct, at, &id, change, err) &&
            (!identity->named || save_person(s, id, &identity->person, at, &named, err));
  if (*change == STORE_ALREADY_THERE && named != STORE_ALREADY_THERE) *change = STORE_CORRECTED;
  if (ok) return store_commit(s->store, err);
  store_rollback(s->store);
  return false;
}

bool cmd_patient_add(Session *s, const Args *args, Err *err) {
  static const char *const said[] = {"added", "already there", "filled in"}; /* by StoreChange */
  Identity identity = {0};
  Patient patient;
  StoreChange change = STORE_ADDED;
  Day day;
  const char *source = args_get(args, "--identity");
  /* its lines are taken first: were the facts refused before, they would be read as commands */
  if ((source && !identity_read(s, source, false, &identity, err)) ||
      !record_day(args_get(args, "--date"), "--date", &day, err) || !read_facts(s, args, NULL, &patient, err) ||
      (!source && !identity_read(s, NULL, patient.age_years < 0, &identity, err)) ||
      !read_facts(s, args, identity.born, &patient, err) || !intake_age(&patient, day, err))
    return false;
  if (patient.born) patient.age_years = -1;
  if (!save(s, &patient, day, &identity, args_has(args, "--correct"), &change, err)) return false;
  fprintf(s->out, "patient %s %s\n", patient.code, said[change]);
  return true;
}

/* ---- edit ---- */

bool cmd_patient_edit(Session *s, const Args *args, Err *err) {
  Identity identity = {0};
  StoredPatient stored;
  Patient patient;
  StoreChange change = STORE_ALREADY_THERE;
  const char *field = "", *source = args_get(args, "--identity");
  if ((source && !identity_read(s, source, false, &identity, err)) ||
      !record_patient(s, args_get(args, "PATIENT"), &stored, err) ||
      (!source && !identity_read(s, NULL, true, &identity, err)))
    return false;
  PatientText text = {.code = stored.patient.code, .born = identity.born, .sex = args_get(args, "--sex")};
  text.dominant = args_get(args, "--dominant");
  text.sport = args_get(args, "--sport");
  if (!intake_patient(&s->run, &text, DATE_ISO, &patient, &field, err)) return false;
  if (!save(s, &patient, 0, &identity, true, &change, err)) return false;
  fprintf(s->out, "patient %s %s\n", patient.code,
          change == STORE_ALREADY_THERE ? "stays as it is" : "changed; the version before is kept");
  return true;
}

/* ---- show ---- */

static void print_fact(Session *s, const char *label, const char *text) {
  if (text && *text) fprintf(s->out, "  %-9s %s\n", label, record_safe(s, text));
}

static const char *number_text(Session *s, double value, const char *unit) {
  Text text = {.arena = &s->run};
  if (isnan(value)) return "";
  text_add_short(&text, value, 1);
  return arena_printf(&s->run, "%s %s", text_get(&text), unit);
}

static const char *age_text(Session *s, const Patient *p, Day on) {
  if (p->age_years < 0) return date_format(&s->run, p->born);
  const char *age = arena_printf(&s->run, "%d years on %s", p->age_years, date_format(&s->run, on));
  return p->born ? arena_printf(&s->run, "%s, %s", date_format(&s->run, p->born), age) : age;
}

static void print_person(Session *s, const Person *person) {
  print_fact(s, "name", person->name);
  print_fact(s, "family", person->family_name);
  print_fact(s, "given", person->given_name);
  print_fact(s, "contact", person->contact);
}

/* "1 answer", "2 answers" */
static void print_count(Session *s, int64_t count, const char *word) {
  if (count) fprintf(s->out, ", %lld %s%s", (long long)count, word, count == 1 ? "" : "s");
}

static void print_visits(Session *s, const StoredVisit *visits, size_t count) {
  for (size_t i = 0; i < count; i++) {
    fprintf(s->out, "  %-9s %s", i ? "" : "visits", date_format(&s->run, visits[i].day));
    print_count(s, visits[i].measures, "measure");
    print_count(s, visits[i].answers, "answer");
    print_count(s, visits[i].results, "result");
    fputc('\n', s->out);
  }
  if (count == 0) fprintf(s->out, "  %-9s none yet\n", "visits");
}

/* Tests whose pack is not in force, by the name that they were stored under. */
static void print_strangers(Session *s, const Case *c) {
  Strangers strangers = {0};
  Case rest = *c;
  known_keep(s->rows, &s->run, &rest, &strangers);
  for (size_t i = 0; i < strangers.count; i++)
    print_fact(s, i ? "" : "unknown",
               arena_printf(&s->run, "%s (%zu): not known to the packs in force, kept", strangers.items[i].id,
                            strangers.items[i].count));
}

static bool print_notes(Session *s, StoreId patient, Err *err) {
  StoredNote *notes;
  size_t count;
  if (!store_list_notes(s->store, &s->run, patient, &notes, &count, err)) return false;
  for (size_t i = 0; i < count; i++)
    print_fact(
        s, i ? "" : "notes",
        arena_printf(&s->run, "%s %s: %s", date_format(&s->run, notes[i].day), notes[i].clinician, notes[i].text));
  return true;
}

/* What was logged since the last assessment and overrides it. */
static bool print_logged(Session *s, const StoredPatient *stored, const StoredVisit *visits, size_t count, bool json,
                         Err *err) {
  const char *logged;
  Day judged = 0;
  for (size_t i = 0; i < count; i++)
    if (visits[i].results && visits[i].day > judged) judged = visits[i].day;
  if (!course_warning(s, stored->patient.code, stored->id, judged, &logged, err)) return false;
  if (logged && json) fprintf(s->errors, "warning: %s: %s\n", stored->patient.code, logged);
  if (!logged || json) return true;
  Text t = {.arena = &s->run};
  text_add_wrapped(&t, "!! ", 3, REPLY_COLUMNS, logged);
  fputs(text_get(&t), s->out);
  return true;
}

static void print_patient_json(Session *s, const Patient *p, const StoredVisit *visits, size_t count) {
  Text t = {.arena = &s->run};
  text_add(&t, "{\"patient\":");
  text_add_json(&t, p->code);
  if (p->sex) text_addf(&t, ",\"sex\":\"%s\"", sex_names[p->sex]);
  if (p->age_years >= 0) text_addf(&t, ",\"age\":%d", p->age_years);
  if (!isnan(p->mass_kg)) text_add(&t, ",\"mass_kg\":"), text_add_short(&t, p->mass_kg, 3);
  if (!isnan(p->height_cm)) text_add(&t, ",\"height_cm\":"), text_add_short(&t, p->height_cm, 3);
  if (p->dominant) text_addf(&t, ",\"dominant\":\"%s\"", side_names[p->dominant]);
  if (p->sport) text_add(&t, ",\"sport\":"), text_add_json(&t, p->sport);
  text_add(&t, ",\"visits\":[");
  for (size_t i = 0; i < count; i++)
    text_addf(&t, "%s{\"date\":\"%s\",\"measures\":%lld,\"answers\":%lld,\"results\":%lld}", i ? "," : "",
              date_format(&s->run, visits[i].day), (long long)visits[i].measures, (long long)visits[i].answers,
              (long long)visits[i].results);
  text_add(&t, "]}");
  fprintf(s->out, "%s\n", text_get(&t));
}

bool cmd_patient_show(Session *s, const Args *args, Err *err) {
  StoredPatient stored;
  Person person;
  Case c;
  StoredVisit *visits;
  size_t count;
  if (!record_patient(s, args_get(args, "PATIENT"), &stored, err) ||
      !store_load_person(s->store, &s->run, stored.id, &person, err) ||
      !store_list_visits(s->store, &s->run, stored.id, &visits, &count, err))
    return false;
  c = (Case){.patient = stored.patient};
  if (stored.last_visit && !store_load_case(s->store, &s->run, stored.id, stored.last_visit, 0, &c, err)) return false;
  const Patient *p = &c.patient;
  if (args_has(args, "--json")) {
    print_patient_json(s, p, visits, count);
    return print_logged(s, &stored, visits, count, true, err);
  }
  fprintf(s->out, "%s\n", p->code);
  if (!print_logged(s, &stored, visits, count, false, err)) return false;
  print_person(s, &person);
  print_fact(s, p->born ? "born" : "age", age_text(s, p, stored.last_visit));
  print_fact(s, "sex", p->sex ? sex_names[p->sex] : "");
  print_fact(s, "mass", number_text(s, p->mass_kg, "kg"));
  print_fact(s, "height", number_text(s, p->height_cm, "cm"));
  print_fact(s, "dominant", p->dominant ? side_names[p->dominant] : "");
  print_fact(s, "sport", p->sport);
  print_fact(s, "limits", limits_text(&s->run, &c.limits));
  print_visits(s, visits, count);
  if (session_rows(s, &(Err){0})) print_strangers(s, &c);
  return print_notes(s, stored.id, err);
}

/* ---- list ---- */

enum { PAGE = 500 };

static void print_row(Session *s, const StoredPatient *p) {
  const char *day = p->last_visit ? date_format(&s->run, p->last_visit) : "-";
  fprintf(s->out, "%-16s %-7s %-10s %s\n", p->patient.code, p->patient.sex ? sex_names[p->patient.sex] : "-", day,
          p->patient.sport ? record_safe(s, p->patient.sport) : "-");
}

static void print_row_json(Session *s, const StoredPatient *p, bool first) {
  Text t = {.arena = &s->run};
  text_add_json(&t, p->patient.code);
  fprintf(s->out, "%s{\"patient\":%s", first ? "" : ",", text_get(&t));
  if (p->patient.sex) fprintf(s->out, ",\"sex\":\"%s\"", sex_names[p->patient.sex]);
  if (p->last_visit) fprintf(s->out, ",\"last_visit\":\"%s\"", date_format(&s->run, p->last_visit));
  fputc('}', s->out);
}

/* Page by page, so that memory stays flat. The code of the page's end is copied before the arena is reset. */
static bool print_pages(Session *s, const char *prefix, bool json, size_t *total, Err *err) {
  Arena page = {0};
  char after[40] = "";
  size_t count = PAGE;
  bool ok = true;
  for (*total = 0; ok && count == PAGE;) {
    StoredPatient *items;
    ok = store_list_patients(s->store, &page, prefix, after, PAGE, &items, &count, err);
    for (size_t i = 0; ok && i < count; i++, (*total)++) {
      if (json)
        print_row_json(s, &items[i], *total == 0);
      else
        print_row(s, &items[i]);
    }
    if (ok && count) snprintf(after, sizeof after, "%s", items[count - 1].patient.code);
    arena_reset(&page);
  }
  arena_free(&page);
  return ok;
}

bool cmd_patient_list(Session *s, const Args *args, Err *err) {
  const char *given = args_get(args, "PREFIX");
  char *prefix = arena_copy(&s->run, given ? given : "");
  bool json = args_has(args, "--json");
  size_t total = 0;
  if (!session_store(s, STORE_EXISTING, err)) return false;
  if (json) fputc('[', s->out);
  bool ok = print_pages(s, prefix, json, &total, err);
  if (json)
    fputs("]\n", s->out);
  else if (ok && total == 0)
    fprintf(s->out, "no patients%s%s\n", *prefix ? " with codes that begin with " : "", record_safe(s, prefix));
  return ok;
}
