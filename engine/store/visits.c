#include "store/visits.h"

#include "base/text.h"
#include "store/day.h"
#include "store/overrides.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- visits ---- */

/* A visit that is there needs no look at its day, and the day that is open stays so. */
bool visit_key(Store *s, StoreId patient, Day day, StoreId *visit, StoreChange *change, Err *err) {
  *visit = 0;
  *change = STORE_ALREADY_THERE;
  audit_saw(s, patient);
  if (s->day.patient != patient || s->day.day != day) {
    if (!day_find_visit(s, patient, day, visit, err)) return false;
    if (*visit) return true;
  }
  return day_open(s, patient, day, err) && day_visit(s, visit, change, err);
}

bool store_save_visit(Store *s, StoreId patient, Day day, StoreChange *change, Err *err) {
  StoreId visit;
  return store_begin(s, err) && store_end(s, visit_key(s, patient, day, &visit, change, err), err);
}

/* Two visits of one day are one: of records that were merged. */
bool store_list_visits(Store *s, Arena *a, StoreId patient, StoredVisit **items, size_t *count, Err *err) {
  LIST(StoredVisit) list = {0};
  Query q = query(s,
                  "SELECT v.day, sum((SELECT count(*) FROM entry e JOIN measure m ON m.entry = e.id WHERE "
                  "e.visit = v.id AND " NO_BODY " AND " NOT_VOIDED ") - (SELECT count(*) FROM entry e JOIN measure m "
                  "ON m.entry = e.id WHERE e.visit = v.id AND e.seal IS NOT NULL AND " NO_BODY " AND " NOT_VOIDED ")), "
                  "sum((SELECT count(DISTINCT question) FROM entry e JOIN answer a ON a.entry = e.id "
                  "WHERE e.visit = v.id)), sum((SELECT count(*) FROM result WHERE visit = v.id)) "
                  "FROM visit v WHERE " OF_PATIENT " GROUP BY v.day ORDER BY v.day",
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

/* An open end is NULL, like NaN. */
static double bound(double value) { return isinf(value) ? NAN : value; }

static bool same_number(double x, double y) { return x == y || (isnan(x) && isnan(y)); }

static bool same_measure(const Measure *x, const Measure *y) {
  return x->lo == y->lo && x->hi == y->hi && x->quantity == y->quantity && same_number(x->lever_m, y->lever_m) &&
         x->pain == y->pain && x->origin == y->origin;
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

/* "hhd_hip_abduction left trial 1: 179.5 N" */
const char *measure_text(Arena *a, const Measure *m) {
  const char *side = m->side == SIDE_BOTH ? "" : side_names[m->side];
  const char *trial = m->trial ? arena_printf(a, " trial %d", m->trial) : "";
  return arena_printf(a, "%s%s%s%s: %s", m->test[0] == '@' ? m->test + 1 : m->test, *side ? " " : "", side, trial,
                      describe(a, m));
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

/* The key of a measure, words as keys, and its value. */
static bool known_of(Store *s, const Measure *m, KnownMeasure *out, Err *err) {
  *out = (KnownMeasure){.side = (int)m->side, .contraction = (int)m->contraction, .trial = m->trial, .value = *m};
  return store_word(s, m->test, &out->test, err) && store_word(s, m->position ? m->position : "", &out->position, err);
}

/* Decides by what is stored of the open day. */
static bool decide(Store *s, Day day, const Measure *m, const KnownMeasure *known, bool correct, StoreChange *change,
                   Err *err) {
  const KnownMeasure *stored = day_measure(s, known);
  *change = !stored ? STORE_ADDED : same_measure(m, &stored->value) ? STORE_ALREADY_THERE : STORE_CORRECTED;
  return *change != STORE_CORRECTED || correct || taken(m, day, &stored->value, err);
}

static bool insert_measure(Store *s, const KnownMeasure *known, const char *why, Err *err) {
  StoreId entry = 0;
  int64_t n = 0;
  const Measure *m = &known->value;
  if (!day_entry(s, why, &entry, err) || !day_next_measure(s, &n, err)) return false;
  Query q = ledger_insert(s, LEDGER_MEASURE, err);
  bind_int(&q, entry);
  bind_int(&q, n);
  bind_int(&q, known->test);
  bind_int(&q, known->side);
  bind_int(&q, known->position);
  bind_int(&q, known->contraction);
  bind_int(&q, known->trial);
  bind_int(&q, m->quantity);
  bind_real(&q, bound(m->lo));
  bind_real(&q, bound(m->hi));
  bind_real(&q, m->lever_m);
  if (m->pain >= 0)
    bind_int(&q, m->pain);
  else
    bind_null(&q);
  bind_int(&q, m->origin);
  if (query_run(&q)) day_keep_measure(s, known);
  return err->kind == ERR_NONE;
}

bool measure_check(Store *s, StoreId patient, Day day, const Measure *m, bool correct, StoreChange *change, Err *err) {
  KnownMeasure known;
  return day_open(s, patient, day, err) && known_of(s, m, &known, err) &&
         decide(s, day, m, &known, correct, change, err);
}

bool store_add_measure(Store *s, StoreId patient, Day day, const Measure *measure, const char *correct,
                       StoreChange *change, Err *err) {
  KnownMeasure known;
  if (measure->date) day = measure->date;
  if (!store_begin(s, err)) return false;
  bool ok =
      day_open(s, patient, day, err) && known_of(s, measure, &known, err) &&
      decide(s, day, measure, &known, correct != NULL, change, err) &&
      (*change == STORE_ALREADY_THERE || insert_measure(s, &known, *change == STORE_CORRECTED ? correct : NULL, err));
  return store_end(s, ok, err);
}

/* ---- answers ---- */

static bool insert_answer(Store *s, StoreId question, const Answer *answer, Err *err) {
  StoreId entry = 0;
  if (!day_entry(s, NULL, &entry, err)) return false;
  Query q = ledger_insert(s, LEDGER_ANSWER, err);
  bind_int(&q, entry);
  bind_int(&q, day_next_answer(s));
  bind_int(&q, question);
  bind_int(&q, answer->value);
  if (query_run(&q)) day_keep_answer(s, question, answer->question, answer->value);
  return err->kind == ERR_NONE;
}

bool store_add_answer(Store *s, StoreId patient, Day day, const Answer *answer, StoreChange *change, Err *err) {
  StoreId question = 0;
  assert(answer->value != ANSWER_OPEN);
  if (!store_begin(s, err)) return false;
  bool ok = day_open(s, patient, day, err) && store_word(s, answer->question, &question, err);
  const KnownAnswer *known = ok ? day_answer(s, question) : NULL;
  *change = !known ? STORE_ADDED : known->value == (int64_t)answer->value ? STORE_ALREADY_THERE : STORE_CORRECTED;
  ok = ok && (*change == STORE_ALREADY_THERE || insert_answer(s, question, answer, err));
  return store_end(s, ok, err);
}

/* ---- the case ---- */

static bool same_key(const Measure *x, const Measure *y) {
  return x->date == y->date && x->side == y->side && x->trial == y->trial && x->contraction == y->contraction &&
         strcmp(x->test, y->test) == 0 && text_equal(x->position, y->position);
}

typedef struct Gathered { /* measures of a case, in the order of their keys */
  Arena *a;
  Case *c;
  LIST(Measure) list;
  Day age_day; /* of a stated age; 0: none */
} Gathered;

static void gather(Gathered *g, const Measure *m) {
  Patient *p = &g->c->patient;
  if (text_equal(m->test, BODY_MASS)) {
    p->mass_kg = m->lo;
  } else if (text_equal(m->test, BODY_HEIGHT)) {
    p->height_cm = m->lo;
  } else if (text_equal(m->test, BODY_AGE)) {
    p->age_years = (int)m->lo, g->age_day = m->date;
  } else if (g->list.count && same_key(&g->list.items[g->list.count - 1], m)) {
    g->list.items[g->list.count - 1] = *m; /* the later one corrects */
  } else {
    *LIST_ADD(g->a, &g->list) = *m;
  }
}

static void finish(const Gathered *g) {
  Patient *p = &g->c->patient;
  if (p->born)
    p->age_years = date_age(p->born, g->c->date);
  else if (g->age_day) /* a stated age grows by the whole years since */
    p->age_years += date_age(g->age_day, g->c->date);
  g->c->measures = g->list.items;
  g->c->measure_count = g->list.count;
}

/* As the query below orders them. */
static int by_key(const void *left, const void *right) {
  const Measure *x = left, *y = right;
  int order = strcmp(x->test, y->test);
  if (!order) order = (int)x->side - (int)y->side;
  if (!order) order = strcmp(x->position ? x->position : "", y->position ? y->position : "");
  if (!order) order = (int)x->contraction - (int)y->contraction;
  return order ? order : x->trial - y->trial;
}

/* The measures of the open day, when it is all that there is. As SQLite gives them back: no negative zero. */
static void gather_day(const Store *s, Gathered *g) {
  size_t count = s->day.measures.count;
  Measure *sorted = arena_array(g->a, count, sizeof *sorted);
  for (size_t i = 0; i < count; i++) {
    Measure *m = &sorted[i];
    *m = s->day.measures.items[i].value;
    m->lo += 0.0, m->hi += 0.0, m->lever_m += 0.0;
    m->test = arena_copy(g->a, m->test);
    m->position = text_equal(m->position, "") ? NULL : arena_copy(g->a, m->position);
    m->pain = m->pain >= 0 ? m->pain : -1;
    m->date = s->day.day;
    m->row = 0; /* as it comes from a file */
  }
  if (count) qsort(sorted, count, sizeof *sorted, by_key);
  for (size_t i = 0; i < count; i++) gather(g, &sorted[i]);
}

static bool load_measures(Store *s, Arena *a, StoreId patient, Case *c, Err *err) {
  Gathered g = {.a = a, .c = c};
  if (day_is_all(s, patient, c->date)) {
    gather_day(s, &g);
    finish(&g);
    return true;
  }
  Query q = query(s,
                  "SELECT " VALUE ", t.text, m.side, p.text, m.contraction, m.trial, v.day FROM visit v "
                  "JOIN entry e ON e.visit = v.id JOIN measure m ON m.entry = e.id JOIN word t ON t.id = m.test "
                  "JOIN word p ON p.id = m.position WHERE " OF_PATIENT " AND v.day <= ?2 AND " NOT_VOIDED
                  " ORDER BY v.day, t.text, m.side, p.text, m.contraction, m.trial, m.entry, m.n",
                  err);
  bind_int(&q, patient);
  bind_day(&q, c->date);
  while (query_step(&q)) {
    Measure m = {.test = column_text(&q, a, 6), .side = (Side)column_int(&q, 7), .position = column_text(&q, a, 8)};
    day_read_value(&q, 0, &m);
    m.contraction = (Contraction)column_int(&q, 9);
    m.trial = (int)column_int(&q, 10);
    m.date = column_day(&q, 11);
    if (text_equal(m.position, "")) m.position = NULL;
    gather(&g, &m);
  }
  finish(&g);
  return query_done(&q);
}

static int by_question(const void *left, const void *right) {
  return strcmp(((const Answer *)left)->question, ((const Answer *)right)->question);
}

/* The answers of the open day, when it is all that there is. */
static void answers_of_day(const Store *s, Arena *a, Case *c) {
  size_t count = s->day.answers.count;
  Answer *list = arena_array(a, count, sizeof *list);
  for (size_t i = 0; i < count; i++) {
    const KnownAnswer *known = &s->day.answers.items[i];
    list[i] = (Answer){arena_copy(a, known->text), (AnswerValue)known->value};
  }
  if (count) qsort(list, count, sizeof *list, by_question);
  c->answers = count ? list : NULL;
  c->answer_count = count;
}

static bool load_answers(Store *s, Arena *a, StoreId patient, Day since, Case *c, Err *err) {
  LIST(Answer) list = {0};
  const char *last = NULL; /* rows come newest first: the first of a question counts */
  if (day_is_all(s, patient, c->date)) {
    answers_of_day(s, a, c);
    return true;
  }
  Query q = query(s,
                  "SELECT w.text, a.value, v.day FROM visit v JOIN entry e ON e.visit = v.id "
                  "JOIN answer a ON a.entry = e.id JOIN word w ON w.id = a.question WHERE " OF_PATIENT
                  " AND v.day <= ?2 ORDER BY w.text, v.day DESC, a.entry DESC, a.n DESC",
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
  Query q = query(s, "SELECT max(v.day) FROM visit v WHERE " OF_PATIENT, err);
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
            override_load(s, a, patient, c->date, true, &c->overrides, &c->override_count, err);
  return store_end_read(s, ok, err);
}
