#include "store/day.h"

#include "base/text.h"
#include <assert.h>

/* ---- what is known ---- */

static bool same_key(const KnownMeasure *x, const KnownMeasure *y) {
  return x->test == y->test && x->side == y->side && x->trial == y->trial && x->position == y->position &&
         x->contraction == y->contraction;
}

KnownMeasure *day_measure(Store *s, const KnownMeasure *key) {
  for (size_t i = 0; i < s->day.measures.count; i++)
    if (same_key(&s->day.measures.items[i], key)) return &s->day.measures.items[i];
  return NULL;
}

KnownAnswer *day_answer(Store *s, StoreId question) {
  for (size_t i = 0; i < s->day.answers.count; i++)
    if (s->day.answers.items[i].question == question) return &s->day.answers.items[i];
  return NULL;
}

void day_keep_measure(Store *s, const KnownMeasure *known) {
  KnownMeasure *stored = day_measure(s, known);
  if (!stored) stored = LIST_ADD(&s->day.arena, &s->day.measures);
  *stored = *known;
  stored->value.test = arena_copy(&s->day.arena, known->value.test);
  stored->value.position = arena_copy(&s->day.arena, known->value.position);
}

void day_keep_answer(Store *s, StoreId question, const char *text, int64_t value) {
  KnownAnswer *stored = day_answer(s, question);
  if (!stored) stored = LIST_ADD(&s->day.arena, &s->day.answers);
  *stored = (KnownAnswer){question, arena_copy(&s->day.arena, text), value};
}

bool day_is_all(const Store *s, StoreId patient, Day day) {
  return s->newcomer && s->newcomer == patient && s->newcomer_days == 1 && s->day.patient == patient &&
         s->day.day == day;
}

/* ---- reading it ---- */

void day_read_value(Query *q, int first, Measure *m) {
  double lo = column_real(q, first), hi = column_real(q, first + 1);
  m->lo = isnan(lo) ? -INFINITY : lo;
  m->hi = isnan(hi) ? INFINITY : hi;
  m->quantity = (Dimension)column_int(q, first + 2);
  m->lever_m = column_real(q, first + 3);
  m->pain = (int)column_int(q, first + 4);
  m->origin = (Origin)column_int(q, first + 5);
}

static bool read_measures(Store *s, Err *err) {
  Query q = query(s,
                  "SELECT " VALUE ", m.test, m.side, m.position, m.contraction, m.trial FROM visit v "
                  "JOIN entry e ON e.visit = v.id JOIN measure m ON m.entry = e.id WHERE " OF_PATIENT
                  " AND v.day = ?2 AND " NOT_VOIDED " ORDER BY m.entry, m.n",
                  err);
  bind_int(&q, s->day.patient);
  bind_day(&q, s->day.day);
  while (query_step(&q)) {
    KnownMeasure m = {.test = column_int(&q, 6), .position = column_int(&q, 8)};
    day_read_value(&q, 0, &m.value);
    m.side = (int)column_int(&q, 7);
    m.contraction = (int)column_int(&q, 9);
    m.trial = (int)column_int(&q, 10);
    day_keep_measure(s, &m);
  }
  return query_done(&q);
}

static bool read_answers(Store *s, Err *err) {
  Query q = query(s,
                  "SELECT a.question, a.value FROM visit v JOIN entry e ON e.visit = v.id "
                  "JOIN answer a ON a.entry = e.id WHERE " OF_PATIENT " AND v.day = ?2 ORDER BY a.entry, a.n",
                  err);
  bind_int(&q, s->day.patient);
  bind_day(&q, s->day.day);
  while (query_step(&q)) day_keep_answer(s, column_int(&q, 0), NULL, column_int(&q, 1));
  return query_done(&q);
}

bool day_find_visit(Store *s, StoreId patient, Day day, StoreId *visit, Err *err) {
  Query q = query(s, "SELECT id FROM visit WHERE patient = ?1 AND day = ?2", err);
  bind_int(&q, patient);
  bind_day(&q, day);
  *visit = 0;
  if (query_step(&q)) *visit = column_int(&q, 0);
  return query_done(&q);
}

bool day_open(Store *s, StoreId patient, Day day, Err *err) {
  assert(s->depth > 0);
  audit_saw(s, patient);
  if (s->day.patient == patient && s->day.day == day) return true;
  arena_reset(&s->day.arena);
  s->day = (KnownDay){.arena = s->day.arena, .patient = patient, .day = day};
  bool empty = s->newcomer == patient && !s->newcomer_days++; /* nothing to read yet */
  bool ok =
      empty || (day_find_visit(s, patient, day, &s->day.visit, err) && read_measures(s, err) && read_answers(s, err));
  if (!ok) s->day.patient = 0;
  return ok;
}

/* ---- adding to it ---- */

/* A visit belongs to the episode that is open, when there is one and no other. */
static bool join_episode(Store *s, Err *err) {
  StoreId episode = 0, row = 0;
  int64_t count = 0;
  Query q = query(s,
                  "SELECT count(*), max(e.id) FROM episode e WHERE e.patient = ?1 AND 1 <> coalesce((SELECT kind FROM "
                  "episode_event WHERE episode = e.id ORDER BY id DESC LIMIT 1), 0)",
                  err);
  bind_int(&q, s->day.patient);
  if (query_step(&q)) count = column_int(&q, 0), episode = column_int(&q, 1);
  if (!query_done(&q) || count != 1) return q.err->kind == ERR_NONE;
  if (!audit_row(s, &row, err)) return false;
  q = ledger_insert(s, LEDGER_VISIT_EPISODE, err);
  bind_int(&q, s->day.visit);
  bind_int(&q, episode);
  bind_int(&q, row);
  return query_run(&q);
}

bool day_visit(Store *s, StoreId *visit, StoreChange *change, Err *err) {
  *change = STORE_ALREADY_THERE;
  if (!s->day.visit) {
    Query q = ledger_insert(s, LEDGER_VISIT, err);
    bind_int(&q, s->day.patient);
    bind_day(&q, s->day.day);
    if (!query_run(&q)) return false;
    s->day.visit = sqlite3_last_insert_rowid(s->db);
    *change = STORE_ADDED;
    if (s->newcomer != s->day.patient && !join_episode(s, err)) return false;
  }
  *visit = s->day.visit;
  return true;
}

bool day_entry(Store *s, const char *why, StoreId *entry, Err *err) {
  StoreId visit = 0, row = 0;
  StoreChange change;
  if (!day_visit(s, &visit, &change, err)) return false;
  if (!s->day.entry || why || s->day.entry_corrects) {
    if (!audit_row(s, &row, err)) return false;
    Query q = ledger_insert(s, LEDGER_ENTRY, err);
    bind_int(&q, visit);
    bind_int(&q, row);
    if (why) {
      bind_sealed(&q, s->day.patient, &why, 1);
    } else {
      bind_null(&q);
      bind_null(&q);
    }
    if (!query_run(&q)) return false;
    s->day.entry = sqlite3_last_insert_rowid(s->db);
    s->day.entry_answers = 0;
    s->day.entry_corrects = why != NULL;
  }
  *entry = s->day.entry;
  return true;
}

int64_t day_next_answer(Store *s) { return ++s->day.entry_answers; }

bool day_next_measure(Store *s, int64_t *n, Err *err) {
  if (!s->last_measure) {
    Query q = query(s, "SELECT n FROM measure ORDER BY entry DESC, n DESC LIMIT 1", err);
    if (query_step(&q)) s->last_measure = column_int(&q, 0);
    if (!query_done(&q)) return false;
  }
  *n = ++s->last_measure;
  return true;
}
