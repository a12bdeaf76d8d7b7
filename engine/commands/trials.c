#include "commands/trials.h"

bool trials_has(const Test *test) {
  return !test->ordinal && (test->domain == DOMAIN_STRENGTH || test->domain == DOMAIN_LENGTH ||
                            test->domain == DOMAIN_ENDURANCE || test->domain == DOMAIN_CONTROL);
}

/* The next free number of that day, or the only one there is when it is to be corrected. */
static bool number_trial(Session *s, StoreId patient, Day day, bool correct, Measure *m, Err *err) {
  Case c;
  int count = 0, highest = 0;
  if (!store_load_case(s->store, &s->run, patient, day, 0, &c, err)) return false;
  for (size_t i = 0; i < c.measure_count; i++) {
    Measure same = *m;
    same.trial = c.measures[i].trial;
    if (!intake_same_key(&same, &c.measures[i], day)) continue;
    count++;
    highest = same.trial > highest ? same.trial : highest;
  }
  if (correct && count > 1)
    return fail(err, ERR_USAGE, "--correct", "%d trials are stored for that day: say which with --trial", count);
  if (!correct && highest == 99) return fail(err, ERR_DATA, "--trial", "99 trials are stored for that day");
  m->trial = !correct ? highest + 1 : count ? highest : 1;
  return true;
}

bool trials_store(Session *s, StoreId patient, Day day, const char *why, Measure *list, size_t count,
                  StoreChange *change, Err *err) {
  bool ok = store_begin(s->store, err), correct = why != NULL;
  if (!ok) return false;
  for (size_t i = 0; ok && i < count; i++) {
    Measure *m = &list[i];
    const Test *test = catalog_test(s->rows, m->test);
    ok = (m->trial || !trials_has(test) || number_trial(s, patient, day, correct, m, err)) &&
         store_add_measure(s->store, patient, day, m, why, change, err);
  }
  if (ok) return store_commit(s->store, err);
  store_rollback(s->store);
  return false;
}
