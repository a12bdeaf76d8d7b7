#include "store/patients.h"

#include "base/text.h"
#include "program/limit.h"
#include "store/day.h"
#include "store/visits.h"
#include <string.h>

enum { HINT_CANDIDATES = 2000 }; /* codes with the same first character that are compared for a hint */

/* ---- what is stored of a patient, in one struct ---- */

typedef struct Record {
  Patient patient; /* code, sex, born, dominant, sport */
  Limits limits;
  Person person;
  bool has_person;
} Record;

#define PROFILE                                                                                                        \
  "p.sex, p.dominant, p.sport, p.equipment, p.weekdays, p.minutes, p.days, p.exercises, p.level, p.positions FROM "    \
  "profile p "                                                                                                         \
  "WHERE p.patient = ?1 ORDER BY p.id DESC LIMIT 1"

static Record newcomer(const Store *s, Arena *a) {
  Record r = {.patient = s->newcomer_is, .has_person = s->newcomer_is.born != 0};
  r.patient.code = r.person.code = arena_copy(a, r.patient.code);
  r.patient.sport = arena_copy(a, r.patient.sport);
  return r;
}

static void keep_newcomer(Store *s, StoreId id, const Patient *p) {
  arena_reset(&s->newcomer_room);
  s->newcomer = id, s->newcomer_days = 0;
  s->fresh[id % FRESH] = (FreshPatient){.patient = id};
  s->newcomer_is = *p;
  s->newcomer_is.age_years = -1, s->newcomer_is.mass_kg = s->newcomer_is.height_cm = NAN; /* are measures of a day */
  s->newcomer_is.code = arena_copy(&s->newcomer_room, p->code);
  s->newcomer_is.sport = arena_copy(&s->newcomer_room, p->sport);
}

static bool load_record(Store *s, Arena *a, StoreId id, Record *r, Err *err) {
  audit_saw(s, id);
  if (s->newcomer == id) {
    *r = newcomer(s, a);
    return true;
  }
  *r = (Record){.patient = {.age_years = -1, .mass_kg = NAN, .height_cm = NAN}};
  Query q = query(s, "SELECT (SELECT code FROM patient WHERE id = ?1), " PROFILE, err);
  bind_int(&q, id);
  if (query_step(&q)) {
    r->patient.code = column_text(&q, a, 0);
    r->patient.sex = (Sex)column_int(&q, 1);
    r->patient.dominant = (Side)column_int(&q, 2);
    r->patient.sport = column_text(&q, a, 3);
    r->limits.equipment = ids_split(a, column_text(&q, a, 4), &r->limits.equipment_count);
    r->limits.weekdays = (unsigned)column_int(&q, 5);
    for (int i = 0; i < LIMIT_NUMBERS; i++) *limits_number(&r->limits, (LimitNumber)i) = (int)column_int(&q, 6 + i);
  }
  if (!query_done(&q)) return false;
  q = query(s,
            "SELECT born, name, family_name, given_name, contact FROM person WHERE patient = ?1 "
            "ORDER BY id DESC LIMIT 1",
            err);
  bind_int(&q, id);
  r->has_person = query_step(&q);
  if (r->has_person) {
    r->patient.born = column_day(&q, 0);
    r->person = (Person){r->patient.code, column_text(&q, a, 1), column_text(&q, a, 2), column_text(&q, a, 3),
                         column_text(&q, a, 4)};
  }
  return query_done(&q);
}

/* New versions: a row beside the old ones. */
static bool add_profile(Store *s, StoreId id, const Patient *p, const Limits *limits, Stamp at, Err *err) {
  Arena a = {0};
  Query q = ledger_insert(s, LEDGER_PROFILE, err);
  bind_int(&q, id);
  bind_int(&q, p->sex);
  bind_int(&q, p->dominant);
  bind_text(&q, p->sport);
  bind_stamp(&q, at);
  bind_text(&q, ids_join(&a, limits->equipment, limits->equipment_count));
  bind_int(&q, limits->weekdays);
  Limits copy = *limits;
  for (int i = 0; i < LIMIT_NUMBERS; i++) bind_int(&q, *limits_number(&copy, (LimitNumber)i));
  bool ok = query_run(&q);
  arena_free(&a);
  return ok;
}

/* Code and names are found by their words (search.c of every person, notes apart). */
static bool index_person(Store *s, StoreId id, const char *code, const Person *person, bool known, Err *err) {
  Arena a = {0};
  Text text = {.arena = &a};
  const char *const parts[] = {code, person->name, person->family_name, person->given_name};
  for (size_t i = 0; i < ARRAY_LEN(parts); i++)
    if (parts[i]) text_addf(&text, "%s%s", text.len ? " " : "", parts[i]);
  bool ok = known ? search_put(s, SEARCH_PERSON(id), text_get(&text), err)
                  : search_add(s, SEARCH_PERSON(id), text_get(&text), err);
  arena_free(&a);
  return ok;
}

static bool add_person(Store *s, StoreId id, Day born, const Person *person, Stamp at, Err *err) {
  Arena a = {0};
  const char *texts[] = {born ? date_format(&a, born) : NULL, person->name, person->family_name, person->given_name,
                         person->contact};
  Query q = ledger_insert(s, LEDGER_PERSON, err);
  bind_int(&q, id);
  bind_stamp(&q, at);
  bind_sealed(&q, id, texts, ARRAY_LEN(texts));
  bool ok = query_run(&q);
  arena_free(&a);
  return ok;
}

/* With a key of its own, under which all that is personal will be sealed. */
static bool add_code(Store *s, const char *code, Stamp at, StoreId *id, Err *err) {
  char uuid[37];
  hash_uuid(uuid, at.unix_ms);
  hash_random(s->key, sizeof s->key);
  s->key_patient = -1; /* of somebody who has no row yet */
  Query q = ledger_insert(s, LEDGER_PATIENT, err);
  bind_uuid(&q, uuid);
  bind_stamp(&q, at);
  bind_sealed(&q, -1, &code, 1);
  bind_blob(&q, s->key, sizeof s->key);
  bool ok = query_run(&q);
  *id = s->key_patient = ok ? sqlite3_last_insert_rowid(s->db) : 0;
  return ok && index_person(s, *id, code, &(Person){0}, false, err);
}

/* ---- saving ---- */

static bool clash(const Patient *p, const char *what, const char *stored, Err *err) {
  return fail(err, ERR_DATA, NULL, "patient '%s' is stored with %s%s: check the code, or correct it", p->code, what,
              stored);
}

/* Lays what is given over what is stored. What the record knows otherwise is refused unless `correct`. The stored birth
 * date is identity: it is not told. */
static bool merge(const Record *old, const Patient *p, bool correct, Patient *merged, Err *err) {
  const Patient *o = &old->patient;
  *merged = *o;
  if (!correct) {
    if (p->sex && o->sex && p->sex != o->sex) return clash(p, "sex ", sex_names[o->sex], err);
    if (p->born && o->born && p->born != o->born) return clash(p, "another birth date", "", err);
    if (p->dominant && o->dominant && p->dominant != o->dominant) {
      return clash(p, "dominant leg ", side_names[o->dominant], err);
    }
    if (p->sport && o->sport && !text_equal(p->sport, o->sport)) return clash(p, "sport ", o->sport, err);
  }
  if (p->sex) merged->sex = p->sex;
  if (p->born) merged->born = p->born;
  if (p->dominant) merged->dominant = p->dominant;
  if (p->sport) merged->sport = p->sport;
  return true;
}

/* Mass, height and a stated age as measures; a birth date makes a stated age idle. */
static size_t body_of(const Patient *p, Day born, Measure body[3]) {
  const Measure blank = {.lever_m = NAN, .pain = -1, .origin = ORIGIN_REPORTED};
  size_t count = 0;
  for (int i = 0; i < 3; i++) body[i] = blank;
  if (!isnan(p->mass_kg)) {
    body[count].test = BODY_MASS, body[count].quantity = DIM_MASS;
    body[count].lo = body[count].hi = p->mass_kg, count++;
  }
  if (!isnan(p->height_cm)) {
    body[count].test = BODY_HEIGHT, body[count].quantity = DIM_LENGTH;
    body[count].lo = body[count].hi = p->height_cm, count++;
  }
  if (p->age_years >= 0 && !born) {
    body[count].test = BODY_AGE, body[count].quantity = DIM_AGE;
    body[count].lo = body[count].hi = p->age_years, count++;
  }
  return count;
}

static bool save_body(Store *s, StoreId id, const Patient *p, Day born, Day day, bool correct, bool only_check,
                      StoreChange *change, Err *err) {
  Measure body[3];
  size_t count = body_of(p, born, body);
  if (count && !day) return fail(err, ERR_DATA, NULL, "mass, height or age of '%s' needs a date", p->code);
  for (size_t i = 0; i < count; i++) {
    StoreChange one = STORE_ADDED;
    if (only_check ? !measure_check(s, id, day, &body[i], correct, &one, err)
                   : !store_add_measure(s, id, day, &body[i], correct ? "" : NULL, &one, err)) {
      return false;
    }
    if (one != STORE_ALREADY_THERE) *change = STORE_CORRECTED;
  }
  return true;
}

static bool change_patient(Store *s, StoreId id, const Patient *p, Day day, bool correct, Stamp at, StoreChange *change,
                           Err *err) {
  Arena a = {0};
  Record old;
  Patient now = {0};
  bool ok = load_record(s, &a, id, &old, err) && merge(&old, p, correct, &now, err) &&
            save_body(s, id, p, now.born, day, correct, true, change, err);
  *change = STORE_ALREADY_THERE;
  if (ok && (now.sex != old.patient.sex || now.dominant != old.patient.dominant ||
             !text_equal(now.sport, old.patient.sport))) {
    *change = STORE_CORRECTED;
    ok = add_profile(s, id, &now, &old.limits, at, err);
  }
  if (ok && now.born != old.patient.born) {
    *change = STORE_CORRECTED;
    ok = add_person(s, id, now.born, &old.person, at, err);
  }
  ok = ok && save_body(s, id, p, now.born, day, correct, false, change, err);
  arena_free(&a);
  return ok;
}

static bool add_patient(Store *s, const Patient *p, Day day, Stamp at, StoreId *id, StoreChange *change, Err *err) {
  Measure body[3];
  if (!day && body_of(p, p->born, body)) {
    return fail(err, ERR_DATA, NULL, "mass, height or age of '%s' needs a date", p->code);
  }
  bool ok = add_code(s, p->code, at, id, err) && add_profile(s, *id, p, &(Limits){0}, at, err) &&
            (!p->born || add_person(s, *id, p->born, &(Person){0}, at, err));
  if (ok) keep_newcomer(s, *id, p);
  ok = ok && save_body(s, *id, p, p->born, day, false, false, change, err);
  *change = STORE_ADDED;
  return ok;
}

bool store_save_patient(Store *s, const Patient *patient, Day day, bool correct, Stamp at, StoreId *id,
                        StoreChange *change, Err *err) {
  *id = 0;
  if (!store_begin(s, err)) return false;
  bool ok = store_find_patient(s, patient->code, id, err);
  if (ok) {
    ok = *id ? change_patient(s, *id, patient, day, correct, at, change, err)
             : add_patient(s, patient, day, at, id, change, err);
  }
  return store_end(s, ok, err);
}

bool store_save_person(Store *s, StoreId patient, const Person *person, Stamp at, StoreChange *change, Err *err) {
  Arena a = {0};
  Record old;
  if (!store_begin(s, err)) return false;
  bool ok = load_record(s, &a, patient, &old, err);
  const Person *was = &old.person;
  *change = old.has_person ? STORE_ALREADY_THERE : STORE_ADDED;
  if (ok && (!old.has_person || !text_equal(was->name, person->name) || !text_equal(was->contact, person->contact) ||
             !text_equal(was->family_name, person->family_name) || !text_equal(was->given_name, person->given_name))) {
    if (old.has_person) *change = STORE_CORRECTED;
    ok = add_person(s, patient, old.patient.born, person, at, err) &&
         index_person(s, patient, old.patient.code, person, true, err);
  }
  arena_free(&a);
  return store_end(s, ok, err);
}

static bool same_limits(Arena *a, const Limits *x, const Limits *y) {
  Limits one = *x, other = *y;
  for (int i = 0; i < LIMIT_NUMBERS; i++)
    if (*limits_number(&one, (LimitNumber)i) != *limits_number(&other, (LimitNumber)i)) return false;
  return x->weekdays == y->weekdays &&
         strcmp(ids_join(a, x->equipment, x->equipment_count), ids_join(a, y->equipment, y->equipment_count)) == 0;
}

bool store_save_limits(Store *s, StoreId patient, const Limits *limits, Stamp at, StoreChange *change, Err *err) {
  Arena a = {0};
  Record old;
  if (!store_begin(s, err)) return false;
  bool ok = load_record(s, &a, patient, &old, err);
  Limits now = limits_over(limits, &old.limits);
  *change = STORE_ALREADY_THERE;
  if (ok && !same_limits(&a, &now, &old.limits)) {
    *change = STORE_CORRECTED;
    ok = add_profile(s, patient, &old.patient, &now, at, err);
  }
  arena_free(&a);
  return store_end(s, ok, err);
}

/* ---- finding and loading ---- */

bool store_find_patient(Store *s, const char *code, StoreId *id, Err *err) {
  *id = 0;
  Query q = query(s,
                  "SELECT coalesce((SELECT CASE WHEN g.undone THEN NULL ELSE g.target END FROM merging g "
                  "WHERE g.source = p.id ORDER BY g.id DESC LIMIT 1), p.id) FROM patient p WHERE p.code = ?1",
                  err);
  bind_text(&q, code);
  if (query_step(&q)) *id = column_int(&q, 0);
  return query_done(&q);
}

/* Fails with the nearest code. Only codes with the same first character are looked at, so that a mistyped code costs
 * the same in a large clinic. */
static bool unknown(Store *s, Arena *a, const char *code, Err *err) {
  Nearest nearest = {.word = code};
  Query q = query(s, "SELECT code FROM patient WHERE code BETWEEN ?1 AND ?1 || char(127) LIMIT ?2", err);
  bind_text(&q, arena_copy_n(a, code, code[0] ? 1 : 0));
  bind_int(&q, HINT_CANDIDATES);
  while (query_step(&q)) text_near(&nearest, column_text(&q, a, 0));
  return query_done(&q) && fail(err, ERR_DATA, NULL, "unknown patient '%s'%s", code, text_near_hint(a, &nearest));
}

static bool fill(Store *s, Arena *a, StoreId id, StoredPatient *out, Err *err) {
  Record r;
  if (!load_record(s, a, id, &r, err)) return false;
  *out = (StoredPatient){.id = id, .patient = r.patient};
  Query q = query(s, "SELECT max(v.day) FROM visit v WHERE " OF_PATIENT, err);
  bind_int(&q, id);
  if (query_step(&q)) out->last_visit = column_day(&q, 0);
  return query_done(&q);
}

bool store_get_patient(Store *s, Arena *a, const char *code, StoredPatient *out, Err *err) {
  StoreId id = 0;
  *out = (StoredPatient){0};
  bool ok = store_begin_read(s, err) && store_find_patient(s, code, &id, err) &&
            (id ? fill(s, a, id, out, err) : unknown(s, a, code, err));
  return store_end_read(s, ok, err);
}

bool store_patient_key(Store *s, Arena *a, StoreId patient, const char **key, Err *err) {
  char uuid[37] = "";
  Query q = query(s, "SELECT uuid FROM patient WHERE id = ?1", err);
  bind_int(&q, patient);
  if (query_step(&q)) column_uuid(&q, 0, uuid);
  *key = arena_copy(a, uuid);
  return query_done(&q);
}

bool store_list_patients(Store *s, Arena *a, const char *prefix, const char *after, size_t limit, StoredPatient **items,
                         size_t *count, Err *err) {
  LIST(StoredPatient) list = {0};
  bool ok = store_begin_read(s, err);
  if (ok) {
    Query q = query(s,
                    "SELECT id FROM patient p WHERE code > ?1 AND code >= ?2 AND code < ?2 || char(127) AND "
                    "coalesce((SELECT undone FROM merging WHERE source = p.id ORDER BY id DESC LIMIT 1), 1) "
                    "ORDER BY code LIMIT ?3",
                    err);
    bind_text(&q, after ? after : "");
    bind_text(&q, prefix ? prefix : "");
    bind_int(&q, (int64_t)limit);
    while (query_step(&q)) LIST_ADD(a, &list)->id = column_int(&q, 0);
    ok = query_done(&q);
  }
  for (size_t i = 0; ok && i < list.count; i++) ok = fill(s, a, list.items[i].id, &list.items[i], err);
  *items = list.items;
  *count = list.count;
  return store_end_read(s, ok, err);
}

bool store_load_person(Store *s, Arena *a, StoreId patient, Person *person, Err *err) {
  Record r;
  bool ok = store_begin_read(s, err) && load_record(s, a, patient, &r, err);
  if (ok) *person = r.person;
  return store_end_read(s, ok, err);
}

/* ---- for store_load_case ---- */

bool patient_load(Store *s, Arena *a, StoreId id, Patient *patient, Limits *limits, Err *err) {
  Record r;
  if (!load_record(s, a, id, &r, err)) return false;
  *patient = r.patient;
  *limits = r.limits;
  return true;
}
