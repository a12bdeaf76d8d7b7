#include "store/results.h"

#include "store/day.h"
#include "store/lists.h"

/* ---- saving ---- */

static bool owner_of(Store *s, StoreId result, StoreId *patient, Err *err) {
  Query q = query(s, "SELECT v.patient FROM result r JOIN visit v ON v.id = r.visit WHERE r.id = ?1", err);
  bind_int(&q, result);
  if (query_step(&q)) *patient = column_int(&q, 0);
  return query_done(&q);
}

static bool next_revision(Store *s, StoreId result, int *revision, Err *err) {
  StoreId patient = s->result == result ? s->owner : 0;
  if (!patient && !owner_of(s, result, &patient, err)) return false;
  FreshPatient *fresh = &s->fresh[patient % FRESH];
  if (fresh->patient == patient) {
    *revision = ++fresh->programs;
    return true;
  }
  Query q = query(s,
                  "SELECT coalesce(max(p.revision), 0) + 1 FROM visit v JOIN result r ON r.visit = v.id "
                  "JOIN program p ON p.result = r.id WHERE " OF_PATIENT,
                  err);
  bind_int(&q, patient);
  if (query_step(&q)) *revision = (int)column_int(&q, 0);
  return query_done(&q);
}

static void encode_rest(const Program *p, Encoder *advice, Encoder *left_out) {
  for (size_t i = 0; i < p->advice_count; i++) {
    enc_word(advice, p->advice[i].id);
    enc_word(advice, p->advice[i].text);
    enc_word(advice, p->advice[i].why);
  }
  for (size_t i = 0; i < p->left_out_count; i++) {
    enc_word(left_out, p->left_out[i].exercise);
    enc_word(left_out, p->left_out[i].reason);
  }
}

static bool save_head(Store *s, StoredProgram *record, Err *err) {
  Arena a = {0};
  const Program *p = &record->program;
  const Limits *limits = &record->limits;
  list_room(s);
  Encoder advice = encoder(s, err), left_out = encoder(s, err);
  encode_rest(p, &advice, &left_out);
  Query q = ledger_insert(s, LEDGER_PROGRAM, err);
  bind_uuid(&q, record->uuid);
  bind_int(&q, record->result);
  bind_int(&q, record->revision);
  bind_stamp(&q, record->stamp);
  bind_int(&q, limits->minutes);
  bind_int(&q, limits->days);
  bind_int(&q, limits->exercises);
  bind_text(&q, ids_join(&a, limits->equipment, limits->equipment_count));
  bind_int(&q, p->stopped);
  bind_text(&q, p->referral);
  bind_int(&q, p->weeks);
  bind_int(&q, p->sessions_per_week);
  bind_real(&q, p->minutes);
  bind_int(&q, limits->level);
  bind_int(&q, limits->positions);
  bind_int(&q, limits->weekdays);
  bind_text(&q, ids_join(&a, limits->with, limits->with_count));
  bind_text(&q, ids_join(&a, limits->without, limits->without_count));
  bind_real(&q, p->covered);
  bind_real(&q, p->gap);
  bind_list(&q, &advice);
  bind_list(&q, &left_out);
  bool ok = query_run(&q);
  record->id = sqlite3_last_insert_rowid(s->db);
  arena_free(&a);
  return ok;
}

static bool save_items(Store *s, StoreId id, const Program *p, Err *err) {
  for (size_t i = 0; i < p->item_count; i++) {
    const ProgramItem *x = &p->items[i];
    Query q = ledger_insert(s, LEDGER_PROGRAM_ITEM, err);
    bind_int(&q, id);
    bind_int(&q, (int64_t)i);
    bind_word(&q, x->exercise);
    bind_word(&q, x->name);
    bind_int(&q, x->side);
    bind_int(&q, x->sets);
    bind_int(&q, x->reps);
    bind_int(&q, x->hold_s);
    bind_int(&q, x->per_week);
    bind_int(&q, x->week_from);
    bind_int(&q, x->week_to);
    bind_real(&q, x->minutes);
    bind_word(&q, x->why);
    bind_word(&q, x->dose);
    bind_int(&q, x->phase);
    bind_int(&q, x->days);
    bind_int(&q, x->rest_s);
    if (!query_run(&q)) return false;
  }
  return true;
}

bool store_save_program(Store *s, StoredProgram *record, Err *err) {
  if (!store_begin(s, err)) return false;
  hash_uuid(record->uuid, record->stamp.unix_ms);
  bool ok = next_revision(s, record->result, &record->revision, err) && save_head(s, record, err) &&
            save_items(s, record->id, &record->program, err);
  return store_end(s, ok, err);
}

/* ---- loading ---- */

#define HEAD                                                                                                           \
  "SELECT p.id, p.uuid, p.revision, p.at, p.limit_minutes, p.limit_days, p.limit_exercises, p.limit_equipment, "       \
  "p.stopped, p.referral, p.weeks, p.sessions_per_week, p.minutes, p.limit_level, p.limit_positions, "                 \
  "p.limit_weekdays, p.limit_with, p.limit_without, p.covered, p.gap, p.result, coalesce((SELECT status FROM "         \
  "program_event WHERE program = p.id ORDER BY id DESC LIMIT 1), 0), p.advice, p.left_out FROM "

static bool load_advice(Decoder *d, Program *p) {
  LIST(AdviceItem) list = {0};
  while (dec_more(d)) {
    AdviceItem *x = LIST_ADD(d->a, &list);
    x->id = dec_word(d);
    x->text = dec_word(d);
    x->why = dec_word(d);
  }
  p->advice = list.items;
  p->advice_count = list.count;
  return dec_done(d);
}

static bool load_left_out(Decoder *d, Program *p) {
  LIST(LeftOut) list = {0};
  while (dec_more(d)) {
    LeftOut *x = LIST_ADD(d->a, &list);
    x->exercise = dec_word(d);
    x->reason = dec_word(d);
  }
  p->left_out = list.items;
  p->left_out_count = list.count;
  return dec_done(d);
}

static bool load_head(Query q, Arena *a, StoredProgram *record) {
  Program *p = &record->program;
  Decoder advice = {0}, left_out = {0};
  if (query_step(&q)) {
    record->id = column_int(&q, 0);
    column_uuid(&q, 1, record->uuid);
    record->revision = (int)column_int(&q, 2);
    record->at = column_text(&q, a, 3);
    record->result = column_int(&q, 20);
    record->status = (ProgramStatus)column_int(&q, 21);
    Limits *limits = &record->limits;
    *limits = (Limits){.minutes = (int)column_int(&q, 4),
                       .days = (int)column_int(&q, 5),
                       .exercises = (int)column_int(&q, 6),
                       .level = (int)column_int(&q, 13),
                       .positions = (int)column_int(&q, 14),
                       .weekdays = (unsigned)column_int(&q, 15)};
    limits->with = ids_split(a, column_text(&q, a, 16), &limits->with_count);
    limits->without = ids_split(a, column_text(&q, a, 17), &limits->without_count);
    limits->equipment = ids_split(a, column_text(&q, a, 7), &limits->equipment_count);
    p->stopped = column_int(&q, 8) != 0;
    p->referral = column_text(&q, a, 9);
    p->weeks = (int)column_int(&q, 10);
    p->sessions_per_week = (int)column_int(&q, 11);
    p->minutes = column_real(&q, 12);
    p->covered = column_real(&q, 18);
    p->gap = column_real(&q, 19);
    advice = decoder_in(&q, a, 22);
    left_out = decoder_in(&q, a, 23);
  }
  return query_done(&q) && load_advice(&advice, p) && load_left_out(&left_out, p);
}

static bool load_items(Store *s, Arena *a, StoreId id, Program *p, Err *err) {
  LIST(ProgramItem) list = {0};
  Query q = query(s,
                  "SELECT " TEXT_OF("exercise") ", " TEXT_OF(
                      "name") ", side, sets, reps, hold_s, per_week, week_from, "
                              "week_to, minutes, " TEXT_OF("why") ", " TEXT_OF(
                                  "dose") ", phase, days, rest_s FROM program_item WHERE program = ?1 ORDER BY n",
                  err);
  bind_int(&q, id);
  while (query_step(&q)) {
    ProgramItem *x = LIST_ADD(a, &list);
    x->exercise = column_text(&q, a, 0);
    x->name = column_text(&q, a, 1);
    x->side = (Side)column_int(&q, 2);
    x->sets = (int)column_int(&q, 3);
    x->reps = (int)column_int(&q, 4);
    x->hold_s = (int)column_int(&q, 5);
    x->per_week = (int)column_int(&q, 6);
    x->week_from = (int)column_int(&q, 7);
    x->week_to = (int)column_int(&q, 8);
    x->minutes = column_real(&q, 9);
    x->why = column_text(&q, a, 10);
    x->dose = column_text(&q, a, 11);
    x->phase = (Phase)column_int(&q, 12);
    x->days = (unsigned)column_int(&q, 13);
    x->rest_s = (int)column_int(&q, 14);
  }
  p->items = list.items;
  p->item_count = list.count;
  return query_done(&q);
}

static bool load_items_of(Store *s, Arena *a, StoredProgram *record, Err *err) {
  return !record->id || load_items(s, a, record->id, &record->program, err);
}

bool store_load_program(Store *s, Arena *a, StoreId result, bool first, StoredProgram *record, Err *err) {
  *record = (StoredProgram){0};
  if (!store_begin_read(s, err)) return false;
  Query q = first ? query(s, HEAD "program p WHERE p.result = ?1 ORDER BY p.revision LIMIT 1", err)
                  : query(s, HEAD "program p WHERE p.result = ?1 ORDER BY p.revision DESC LIMIT 1", err);
  bind_int(&q, result);
  return store_end_read(s, load_head(q, a, record) && load_items_of(s, a, record, err), err);
}

bool store_get_program(Store *s, Arena *a, StoreId id, StoredProgram *record, Err *err) {
  *record = (StoredProgram){0};
  if (!store_begin_read(s, err)) return false;
  Query q = query(s, HEAD "program p WHERE p.id = ?1", err);
  bind_int(&q, id);
  return store_end_read(s, load_head(q, a, record) && load_items_of(s, a, record, err), err);
}
