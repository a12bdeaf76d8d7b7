#include "store/visits.h"

#include "store/overrides.h"
#include "store/query.h"
#include "text.h"
#include <assert.h>
#include <string.h>

/* ---- visits ---- */

static bool find_visit(Store *s, StoreId patient, Day day, StoreId *visit, Err *err) {
  *visit = 0;
  if (s->visit && s->visit_patient == patient && s->visit_day == day) {
    *visit = s->visit;
    return true;
  }
  Query q = query(s, "SELECT id FROM visit WHERE patient = ?1 AND day = ?2", err);
  bind_int(&q, patient);
  bind_day(&q, day);
  if (query_step(&q)) *visit = column_int(&q, 0);
  return query_done(&q);
}

bool visit_key(Store *s, StoreId patient, Day day, StoreId *visit, StoreChange *change, Err *err) {
  *change = STORE_ALREADY_THERE;
  if (!find_visit(s, patient, day, visit, err)) return false;
  if (!*visit) {
    Query q = query(s, "INSERT INTO visit (patient, day) VALUES (?1, ?2)", err);
    bind_int(&q, patient);
    bind_day(&q, day);
    if (!query_run(&q)) return false;
    *visit = sqlite3_last_insert_rowid(s->db);
    *change = STORE_ADDED;
  }
  if (s->depth > 0) s->visit = *visit, s->visit_patient = patient, s->visit_day = day;
  return true;
}

bool store_save_visit(Store *s, StoreId patient, Day day, StoreChange *change, Err *err) {
  StoreId visit;
  return store_begin(s, err) && store_end(s, visit_key(s, patient, day, &visit, change, err), err);
}

bool store_list_visits(Store *s, Arena *a, StoreId patient, StoredVisit **items, size_t *count, Err *err) {
  LIST(StoredVisit) list = {0};
  Query q =
      query(s,
            "SELECT day, (SELECT count(*) FROM measure WHERE visit = v.id AND superseded_by IS NULL AND " NO_BODY "), "
            "(SELECT count(DISTINCT question) FROM answer WHERE visit = v.id), "
            "(SELECT count(*) FROM result WHERE visit = v.id) FROM visit v WHERE patient = ?1 ORDER BY day",
            err);
  bind_int(&q, patient);
  while (query_step(&q)) {
    *LIST_ADD(a, &list) = (StoredVisit){column_day(&q, 0), column_int(&q, 1), column_int(&q, 2), column_int(&q, 3)};
  }
  *items = list.items;
  *count = list.count;
  return query_done(&q);
}

/* ---- measures ---- */

static void bind_key(Query *q, StoreId visit, const Measure *m) {
  bind_int(q, visit);
  bind_word(q, m->test);
  bind_int(q, m->side);
  bind_word(q, m->position ? m->position : "");
  bind_int(q, m->contraction);
  bind_int(q, m->trial);
}

/* An open end is NULL, like NaN. */
static double bound(double value) { return isinf(value) ? NAN : value; }

static bool same_number(double x, double y) { return x == y || (isnan(x) && isnan(y)); }

static bool same_measure(const Measure *x, const Measure *y) {
  return x->lo == y->lo && x->hi == y->hi && x->quantity == y->quantity && same_number(x->lever_m, y->lever_m) &&
         x->pain == y->pain && x->origin == y->origin;
}

/* columns from `first` on: lo, hi, quantity, lever_m, pain (-1: not asked), origin */
static void read_value(Query *q, int first, Measure *m) {
  double lo = column_real(q, first), hi = column_real(q, first + 1);
  m->lo = isnan(lo) ? -INFINITY : lo;
  m->hi = isnan(hi) ? INFINITY : hi;
  m->quantity = (Dimension)column_int(q, first + 2);
  m->lever_m = column_real(q, first + 3);
  m->pain = (int)column_int(q, first + 4);
  m->origin = (Origin)column_int(q, first + 5);
}

#define VALUE "lo, hi, quantity, lever_m, coalesce(pain, -1), origin"

/* The row that counts under the key of m; *id 0: none. */
static bool find_measure(Store *s, StoreId visit, const Measure *m, StoreId *id, Measure *stored, Err *err) {
  *id = 0;
  Query q = query(s,
                  "SELECT id, " VALUE " FROM measure WHERE visit = ?1 AND test = ?2 AND side = ?3 AND position = ?4 "
                  "AND contraction = ?5 AND trial = ?6 AND superseded_by IS NULL",
                  err);
  bind_key(&q, visit, m);
  if (query_step(&q)) {
    *id = column_int(&q, 0);
    read_value(&q, 1, stored);
  }
  return query_done(&q);
}

/* "179.5 N, lever arm 0.38 m, pain 2, reported" */
static const char *describe(Arena *a, const Measure *m) {
  Text t = {.arena = a};
  if (isinf(m->lo)) text_add(&t, "<=");
  if (isinf(m->hi)) text_add(&t, ">=");
  if (!isinf(m->lo)) text_add_short(&t, m->lo, 3);
  if (!isinf(m->lo) && !isinf(m->hi) && m->lo != m->hi) text_add_char(&t, '-');
  if (!isinf(m->hi) && m->lo != m->hi) text_add_short(&t, m->hi, 3);
  const char *unit = unit_base(m->quantity)->id;
  if (*unit) text_addf(&t, " %s", unit);
  if (!isnan(m->lever_m)) {
    text_add(&t, ", lever arm ");
    text_add_short(&t, m->lever_m, 3);
    text_add(&t, " m");
  }
  if (m->pain >= 0) text_addf(&t, ", pain %d", m->pain);
  if (m->origin != ORIGIN_MEASURED) text_addf(&t, ", %s", origin_names[m->origin]);
  return text_get(&t);
}

static bool taken(const Measure *m, Day day, const Measure *stored, Err *err) {
  Arena a = {0};
  const char *name = m->test[0] == '@' ? m->test + 1 : m->test;
  const char *side = m->side == SIDE_BOTH ? "" : side_names[m->side];
  const char *trial = m->trial ? arena_printf(&a, " trial %d", m->trial) : "";
  fail(err, ERR_DATA, NULL, "%s%s%s%s of %s is already stored as %s, here %s: %scorrect it", name, *side ? " " : "",
       side, trial, date_format(&a, day), describe(&a, stored), describe(&a, m),
       m->trial || m->test[0] == '@' ? "" : "number the trials or ");
  arena_free(&a);
  return false;
}

/* Decides by what is stored; *old is the row that a correction replaces. */
static bool decide(Store *s, StoreId visit, Day day, const Measure *m, bool correct, StoreId *old, StoreChange *change,
                   Err *err) {
  Measure stored = {0};
  if (!find_measure(s, visit, m, old, &stored, err)) return false;
  *change = !*old ? STORE_ADDED : same_measure(m, &stored) ? STORE_ALREADY_THERE : STORE_CORRECTED;
  return *change != STORE_CORRECTED || correct || taken(m, day, &stored, err);
}

static bool insert_measure(Store *s, StoreId visit, const Measure *m, Err *err) {
  Query q = query(s,
                  "INSERT INTO measure (visit, test, side, position, contraction, trial, quantity, lo, hi, lever_m, "
                  "pain, origin) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, nullif(?11, -1), ?12)",
                  err);
  bind_key(&q, visit, m);
  bind_int(&q, m->quantity);
  bind_real(&q, bound(m->lo));
  bind_real(&q, bound(m->hi));
  bind_real(&q, m->lever_m);
  bind_int(&q, m->pain);
  bind_int(&q, m->origin);
  return query_run(&q);
}

/* Marks a row as replaced by the next row that will be stored. */
static bool supersede(Store *s, StoreId old, Err *err) {
  Query q = query(s, "UPDATE measure SET superseded_by = (SELECT max(id) + 1 FROM measure) WHERE id = ?1", err);
  bind_int(&q, old);
  return query_run(&q);
}

bool measure_check(Store *s, StoreId patient, Day day, const Measure *m, bool correct, StoreChange *change, Err *err) {
  StoreId visit = 0, old = 0;
  *change = STORE_ADDED;
  return find_visit(s, patient, day, &visit, err) && (!visit || decide(s, visit, day, m, correct, &old, change, err));
}

bool store_add_measure(Store *s, StoreId patient, Day day, const Measure *measure, bool correct, StoreChange *change,
                       Err *err) {
  StoreId visit = 0, old = 0;
  StoreChange visited;
  if (measure->date) day = measure->date;
  if (!store_begin(s, err)) return false;
  bool ok = visit_key(s, patient, day, &visit, &visited, err) &&
            decide(s, visit, day, measure, correct, &old, change, err) &&
            (*change != STORE_CORRECTED || supersede(s, old, err)) &&
            (*change == STORE_ALREADY_THERE || insert_measure(s, visit, measure, err));
  return store_end(s, ok, err);
}

/* ---- answers ---- */

bool store_add_answer(Store *s, StoreId patient, Day day, const Answer *answer, StoreChange *change, Err *err) {
  StoreId visit = 0;
  int64_t version = 0, value = ANSWER_OPEN;
  StoreChange visited;
  assert(answer->value != ANSWER_OPEN);
  if (!store_begin(s, err)) return false;
  bool ok = visit_key(s, patient, day, &visit, &visited, err);
  if (ok) {
    Query q = query(
        s, "SELECT version, value FROM answer WHERE visit = ?1 AND question = ?2 ORDER BY version DESC LIMIT 1", err);
    bind_int(&q, visit);
    bind_word(&q, answer->question);
    if (query_step(&q)) version = column_int(&q, 0), value = column_int(&q, 1);
    ok = query_done(&q);
  }
  *change = !version ? STORE_ADDED : value == answer->value ? STORE_ALREADY_THERE : STORE_CORRECTED;
  if (ok && *change != STORE_ALREADY_THERE) {
    Query q = query(s, "INSERT INTO answer (visit, question, version, value) VALUES (?1, ?2, ?3, ?4)", err);
    bind_int(&q, visit);
    bind_word(&q, answer->question);
    bind_int(&q, version + 1);
    bind_int(&q, answer->value);
    ok = query_run(&q);
  }
  return store_end(s, ok, err);
}

/* ---- the case ---- */

static bool load_measures(Store *s, Arena *a, StoreId patient, Case *c, Err *err) {
  LIST(Measure) list = {0};
  Day age_day = 0;
  Query q = query(s,
                  "SELECT " VALUE ", t.text, m.side, p.text, m.contraction, m.trial, v.day FROM visit v "
                  "JOIN measure m ON m.visit = v.id JOIN word t ON t.id = m.test JOIN word p ON p.id = m.position "
                  "WHERE v.patient = ?1 AND v.day <= ?2 AND m.superseded_by IS NULL "
                  "ORDER BY v.day, t.text, m.side, p.text, m.contraction, m.trial",
                  err);
  bind_int(&q, patient);
  bind_day(&q, c->date);
  while (query_step(&q)) {
    Measure m = {.test = column_text(&q, a, 6), .side = (Side)column_int(&q, 7), .position = column_text(&q, a, 8)};
    read_value(&q, 0, &m);
    m.contraction = (Contraction)column_int(&q, 9);
    m.trial = (int)column_int(&q, 10);
    m.date = column_day(&q, 11);
    if (text_equal(m.position, "")) m.position = NULL;
    if (text_equal(m.test, BODY_MASS)) {
      c->patient.mass_kg = m.lo;
    } else if (text_equal(m.test, BODY_HEIGHT)) {
      c->patient.height_cm = m.lo;
    } else if (text_equal(m.test, BODY_AGE)) {
      c->patient.age_years = (int)m.lo, age_day = m.date;
    } else {
      *LIST_ADD(a, &list) = m;
    }
  }
  if (c->patient.born) {
    c->patient.age_years = date_age(c->patient.born, c->date);
  } else if (age_day) { /* a stated age grows by the whole years since */
    c->patient.age_years += date_age(age_day, c->date);
  }
  c->measures = list.items;
  c->measure_count = list.count;
  return query_done(&q);
}

static bool load_answers(Store *s, Arena *a, StoreId patient, Day since, Case *c, Err *err) {
  LIST(Answer) list = {0};
  const char *last = NULL; /* rows come newest first: the first of a question counts */
  Query q = query(s,
                  "SELECT w.text, a.value, v.day FROM visit v JOIN answer a ON a.visit = v.id "
                  "JOIN word w ON w.id = a.question WHERE v.patient = ?1 AND v.day <= ?2 "
                  "ORDER BY w.text, v.day DESC, a.version DESC",
                  err);
  bind_int(&q, patient);
  bind_day(&q, c->date);
  while (query_step(&q)) {
    Answer answer = {column_text(&q, a, 0), (AnswerValue)column_int(&q, 1)};
    if (text_equal(answer.question, last)) continue;
    last = answer.question;
    if (answer.value == ANSWER_YES || column_day(&q, 2) >= since) *LIST_ADD(a, &list) = answer;
  }
  c->answers = list.items;
  c->answer_count = list.count;
  return query_done(&q);
}

static bool last_visit(Store *s, StoreId patient, Case *c, Err *err) {
  Query q = query(s, "SELECT max(day) FROM visit WHERE patient = ?1", err);
  bind_int(&q, patient);
  if (query_step(&q)) c->date = column_day(&q, 0);
  if (!query_done(&q)) return false;
  return c->date || fail(err, ERR_DATA, NULL, "patient '%s' has no visit yet: store a measure or an answer first",
                         c->patient.code ? c->patient.code : "");
}

bool store_load_case(Store *s, Arena *a, StoreId patient, Day day, Day answers_since, Case *c, Err *err) {
  *c = (Case){.date = day};
  bool ok = store_begin_read(s, err) && patient_load(s, a, patient, &c->patient, &c->limits, err) &&
            (day || last_visit(s, patient, c, err)) && load_measures(s, a, patient, c, err) &&
            load_answers(s, a, patient, answers_since, c, err) &&
            store_load_overrides(s, a, patient, c->date, &c->overrides, &c->override_count, err);
  return store_end_read(s, ok, err);
}
