/* Makes a database of many made-up people with names, through the store's own verbs.
 *
 *   people DATABASE NUMBER */
#include "store/patients.h"

#include <stdio.h>
#include <stdlib.h>

static const Stamp now = {1795168800000, 0};
static Err err;

static void must(bool done) {
  if (done) return;
  err_print(stderr, &err);
  exit(1);
}

/* A name of a few syllables, another for each number. */
static const char *name_of(Arena *a, unsigned long number) {
  static const char *const parts[] = {"an", "be", "cor", "da", "el", "fi", "gra", "hol", "is", "jo", "ka", "lin", "mo"};
  char word[64];
  size_t len = 0;
  for (unsigned long left = number * 7919 + 1; left; left /= ARRAY_LEN(parts))
    len += (size_t)snprintf(word + len, sizeof word - len, "%s", parts[left % ARRAY_LEN(parts)]);
  return arena_printf(a, "%s %s%s", word, parts[number % 13], parts[number / 13 % 13]);
}

static void add(Store *store, unsigned long number) {
  Arena a = {0};
  StoreId id;
  StoreChange change;
  Patient patient = {.sex = SEX_FEMALE, .age_years = -1, .mass_kg = NAN, .height_cm = NAN};
  patient.code = arena_printf(&a, "C-%06lu", number);
  const Person person = {.code = patient.code, .name = name_of(&a, number)};
  must(store_save_patient(store, &patient, 0, false, now, &id, &change, &err));
  must(store_save_person(store, id, &person, now, &change, &err));
  arena_free(&a);
}

int main(int argc, char **argv) {
  enum { BATCH = 1000 };
  if (argc != 3) return 2;
  unsigned long count = strtoul(argv[2], NULL, 10);
  Store *store = store_open(argv[1], STORE_CREATE, &err);
  must(store != NULL);
  for (unsigned long i = 0; i < count; i++) {
    if (i % BATCH == 0) must(store_begin(store, &err));
    add(store, i);
    if ((i + 1) % BATCH == 0 || i + 1 == count) must(store_commit(store, &err));
  }
  store_close(store);
  return 0;
}
