/* Patients by code. Names, birth date and contact are the person and lie in a table of their own; sex, dominant leg,
 * sport and limits are the profile; body mass, height and a stated age are dated and lie with the measures. */
#pragma once

#include "store/store.h"

typedef struct StoredPatient {
  StoreId id;
  Patient patient; /* age, mass and height are dated: -1 and NAN here, store_load_case gives them */
  Day last_visit;  /* 0: none */
} StoredPatient;

/* Adds a patient, or fills in and checks what is known of one.
 *
 * takes    patient: a checked one; day: the date of mass, height and stated age, may be 0 when none is given.
 *          correct: what contradicts the record replaces it (the old version is kept).
 * gives    *id, and *change: ADDED, ALREADY_THERE, or CORRECTED when something was filled in or replaced
 * fails    ERR_DATA: the code is known with another sex, birth date, leg, sport, mass, height or age; mass without a
 * day; nothing was written then. ERR_STORE.
 * source   none
 */
bool store_save_patient(Store *s, const Patient *patient, Day day, bool correct, Stamp at, StoreId *id,
                        StoreChange *change, Err *err);

/* A patient by code. find: *id is 0 when unknown. get: fails ERR_DATA with the nearest code when unknown. */
bool store_find_patient(Store *s, const char *code, StoreId *id, Err *err);
bool store_get_patient(Store *s, Arena *a, const char *code, StoredPatient *out, Err *err);

/* What the record of a patient is known by for good, whatever becomes of its code: a UUID as text, in the arena.
 * fails ERR_STORE. */
bool store_patient_key(Store *s, Arena *a, StoreId patient, const char **key, Err *err);

/* One page of the patients, sorted by code.
 *
 * takes    prefix of the codes, NULL: all; after: the last code of the page before, NULL: from the start; limit > 0
 * gives    items in the arena; fewer than limit: the list is at its end
 * fails    ERR_STORE
 * source   none
 */
bool store_list_patients(Store *s, Arena *a, const char *prefix, const char *after, size_t limit, StoredPatient **items,
                         size_t *count, Err *err);

/* The names and contact behind a code. save writes a new version that replaces all of them, and nothing when they are
 * the same; the birth date stays. load gives them in the arena, NULL where not known. fails ERR_STORE. */
bool store_load_person(Store *s, Arena *a, StoreId patient, Person *person, Err *err);
bool store_save_person(Store *s, StoreId patient, const Person *person, Stamp at, StoreChange *change, Err *err);

/* Limits of a patient's programs; a field that is 0 (or no equipment) leaves the stored one. fails ERR_STORE. */
bool store_save_limits(Store *s, StoreId patient, const Limits *limits, Stamp at, StoreChange *change, Err *err);
