#include "sitting/clinic.h"

#include "base/date.h"
#include "patient/intake.h"
#include "store/patients.h"
#include "store/visits.h"

#include <string.h>

/* The first day with a measure; 0: none. */
static bool first_day(Store *s, Arena *a, StoreId patient, Day *day, Err *err) {
  StoredVisit *visits;
  size_t count;
  *day = 0;
  if (!store_list_visits(s, a, patient, &visits, &count, err)) return false;
  for (size_t i = 0; i < count && !*day; i++)
    if (visits[i].measures > 0) *day = visits[i].day;
  return true;
}

/* The case of one first visit lies in an arena of its own; what is kept of it is numbers and ids of the catalog. */
static bool add_person(Store *s, Arena *a, const Catalog *catalog, const StoredPatient *stored, LocalSet *set,
                       size_t *people, Err *err) {
  Arena own = {0};
  Case c;
  Day day;
  bool ok = first_day(s, &own, stored->id, &day, err);
  if (ok && day && day >= set->since && day <= set->built) {
    ok = store_load_case(s, &own, stored->id, day, 0, &c, err) && intake_age(&c.patient, c.date, err);
    size_t before = set->cells.count;
    if (ok) local_add(a, catalog, &c, stored->id, set);
    for (size_t i = before; ok && i < set->cells.count; i++)
      set->cells.items[i].norm.position = arena_copy(a, set->cells.items[i].norm.position);
    *people += ok;
  }
  arena_free(&own);
  return ok;
}

static bool add_everybody(Store *s, Arena *a, const Catalog *catalog, LocalSet *set, size_t *people, Err *err) {
  enum { PAGE = 500 };
  Arena page = {0};
  size_t count = PAGE;
  bool ok = true;
  char after[128] = "";
  while (ok && count == PAGE) {
    StoredPatient *items;
    ok = store_list_patients(s, &page, NULL, *after ? after : NULL, PAGE, &items, &count, err);
    for (size_t i = 0; ok && i < count; i++) {
      ok = add_person(s, a, catalog, &items[i], set, people, err);
      snprintf(after, sizeof after, "%s", items[i].patient.code);
    }
    arena_reset(&page);
  }
  arena_free(&page);
  return ok;
}

static bool keep(Store *s, Arena *a, Stamp at, const LocalSet *set, Hash *hash, Err *err) {
  Hash was;
  LocalUse use;
  StoreChange change;
  const char *text = local_write(a, set);
  const SourceFile file = {.name = LOCAL_SOURCE, .data = text, .len = strlen(text)};
  *hash = hash_set(&file, 1);
  const StoredSource source = {.kind = SOURCE_CATALOG,
                               .hash = *hash,
                               .name = LOCAL_SOURCE,
                               .version = date_format(a, set->built),
                               .files = &file,
                               .file_count = 1};
  return store_save_source(s, &source, at, &change, err) && store_load_local(s, &was, &use, err) &&
         store_save_local(s, hash, use, &change, err);
}

bool clinic_build(Store *s, Arena *a, const Catalog *catalog, Stamp at, LocalSet *set, size_t *people, Hash *hash,
                  Err *err) {
  *people = 0;
  if (!store_begin(s, err)) return false;
  bool ok = add_everybody(s, a, catalog, set, people, err);
  if (ok) {
    local_close(set);
    ok = keep(s, a, at, set, hash, err);
  }
  if (ok) return store_commit(s, err);
  store_rollback(s);
  return false;
}

bool clinic_load(Store *s, Arena *a, Clinic *clinic, Err *err) {
  Hash hash;
  StoredSource source;
  if (!store_load_local(s, &hash, &clinic->use, err)) return false;
  if (!*hash.hex || strcmp(hash.hex, clinic->hash.hex) == 0) return true;
  if (!store_load_source(s, a, hash, &source, err) || !local_read(a, source.files[0].data, &clinic->set, err))
    return false;
  clinic->hash = hash;
  return true;
}
