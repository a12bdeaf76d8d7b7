#include "store/results.h"

#include "store/basis.h"
#include "store/day.h"
#include "store/lists.h"
#include <math.h>
#include <string.h>

enum { UNSURE = 4 }; /* beside the side of an unassessed finding */

/* Findings are rows, all but those that are nothing but unknown; the rest of a result is lists (schema.c names their
 * values). */

/* ---- saving ---- */

static bool is_blank(const char *text) { return text && !*text; }

/* Does it say no more than rule, side, whether error alone makes it unknown, and needs? Most findings of a patient who
 * had few tests do. */
static bool is_plain(const Finding *f) {
  return f->truth == TRUTH_UNKNOWN && isnan(f->index) && f->certainty == 0 && is_blank(f->unit) && is_blank(f->grade) &&
         is_blank(f->say) && !f->overridden;
}

/* What findings of a rule lacked before: a cohort was mostly measured alike. */
typedef struct KnownNeeds {
  const Need *needs;
  size_t count;
  StoreId list;
  struct KnownNeeds *next; /* of the same rule and side, or of others in the same place */
} KnownNeeds;

enum { KNOWN_DEEP = 8 }; /* at most so many in one place: memory stays flat */

static bool same_needs(const KnownNeeds *known, const Finding *f) {
  bool same = known->count == f->need_count;
  for (size_t i = 0; same && i < f->need_count; i++) {
    const Need *a = &known->needs[i], *b = &f->needs[i];
    same = a->why == b->why && a->side == b->side && text_equal(a->what, b->what) && text_equal(a->text, b->text);
  }
  return same;
}

static void keep_needs(Store *s, struct KnownNeeds **place, const Finding *f, StoreId list) {
  KnownNeeds *known = arena_alloc(&s->names, sizeof *known);
  Need *needs = arena_array(&s->names, f->need_count, sizeof *needs);
  for (size_t i = 0; i < f->need_count; i++) {
    needs[i] = f->needs[i];
    needs[i].what = intern_keep(s, needs[i].what), needs[i].text = intern_keep(s, needs[i].text);
  }
  *known = (KnownNeeds){.needs = needs, .count = f->need_count, .list = list, .next = *place};
  *place = known;
}

static bool encode_needs(Store *s, const Finding *f, StoreId *id, Err *err) {
  Encoder e = encoder(s, err);
  for (size_t i = 0; i < f->need_count; i++) {
    enc_int(&e, f->needs[i].why);
    enc_word(&e, f->needs[i].what);
    enc_int(&e, f->needs[i].side);
    enc_word(&e, f->needs[i].text);
  }
  return list_key(&e, id);
}

static bool needs_key(Store *s, StoreId rule, const Finding *f, StoreId *id, Err *err) {
  size_t deep = 0, at = ((size_t)rule * 3 + (size_t)f->side) % KNOWN_NEEDS;
  if (!f->need_count) return true;
  for (const KnownNeeds *known = s->known_needs[at]; known; known = known->next, deep++)
    if (same_needs(known, f)) {
      *id = known->list;
      return true;
    }
  if (!encode_needs(s, f, id, err)) return false;
  if (deep < KNOWN_DEEP) keep_needs(s, &s->known_needs[at], f, *id); /* the place may have been emptied meanwhile */
  return true;
}

static bool encode_unassessed(Encoder *e, const Result *r) {
  for (size_t i = 0; i < r->finding_count; i++) {
    const Finding *f = &r->findings[i];
    StoreId rule = 0, needs = 0;
    if (!is_plain(f)) continue;
    if (!rule_key(e->store, f, &rule, e->err) || !needs_key(e->store, rule, f, &needs, e->err)) return false;
    enc_int(e, rule);
    enc_int(e, f->side + UNSURE * f->unsure);
    enc_int(e, needs);
  }
  return true;
}

static bool save_findings(Store *s, StoreId id, const Result *r, Err *err) {
  for (size_t i = 0; i < r->finding_count; i++) {
    const Finding *f = &r->findings[i];
    StoreId rule = 0, needs = 0;
    if (is_plain(f)) continue;
    if (!rule_key(s, f, &rule, err) || !needs_key(s, rule, f, &needs, err)) return false;
    Query q = ledger_insert(s, LEDGER_FINDING, err);
    bind_int(&q, id);
    bind_int(&q, (int64_t)i);
    bind_int(&q, rule);
    bind_int(&q, f->side);
    bind_int(&q, f->truth);
    bind_int(&q, f->unsure);
    bind_real(&q, f->index);
    bind_word(&q, f->unit);
    bind_real(&q, f->certainty);
    bind_word(&q, f->grade);
    bind_text(&q, f->say);
    bind_text(&q, f->overridden);
    bind_key(&q, needs);
    if (!query_run(&q)) return false;
  }
  return true;
}

static void encode_arguments(Encoder *e, const Result *r) {
  for (size_t i = 0; i < r->argument_count; i++) {
    const Argument *x = &r->arguments[i];
    enc_word(e, x->pack);
    enc_word(e, x->rule);
    enc_int(e, x->side);
    enc_int(e, x->action);
    enc_word(e, x->target);
    enc_int(e, x->against);
    enc_word(e, x->group);
    enc_real(e, x->weight);
    enc_word(e, x->held);
  }
}

static void encode_targets(Encoder *e, const Result *r) {
  for (size_t i = 0; i < r->target_count; i++) {
    const Target *x = &r->targets[i];
    enc_int(e, x->action);
    enc_word(e, x->target);
    enc_int(e, x->side);
    enc_real(e, x->weight);
    enc_int(e, x->conflict);
  }
}

static void encode_stops(Encoder *e, const Result *r) {
  for (size_t i = 0; i < r->stop_count; i++) {
    const Stop *x = &r->stops[i];
    enc_word(e, x->pack);
    enc_word(e, x->rule);
    enc_word(e, x->title);
    enc_int(e, x->urgency);
    enc_word(e, x->text);
  }
}

static bool questions_key(Store *s, const Result *r, StoreId *id, Err *err) {
  Encoder e = encoder(s, err);
  for (size_t i = 0; i < r->open_count; i++) {
    enc_word(&e, r->open[i].question);
    enc_word(&e, r->open[i].text);
    enc_int(&e, r->open[i].urgency);
  }
  return list_key(&e, id);
}

/* Remarks quote what was entered: their texts are nobody else's. */
static void encode_remarks(Encoder *e, const Result *r) {
  for (size_t i = 0; i < r->remark_count; i++) enc_text(e, r->remarks[i].what), enc_text(e, r->remarks[i].text);
}

static bool save_head(Store *s, StoreId visit, StoreId basis, StoredResult *record, Err *err) {
  const Result *r = &record->result;
  StoreId questions = 0;
  list_room(s);
  Encoder unassessed = encoder(s, err), arguments = encoder(s, err), targets = encoder(s, err);
  Encoder stops = encoder(s, err), remarks = encoder(s, err);
  encode_arguments(&arguments, r);
  encode_targets(&targets, r);
  encode_stops(&stops, r);
  encode_remarks(&remarks, r);
  if (!encode_unassessed(&unassessed, r) || !questions_key(s, r, &questions, err)) return false;
  Query q = ledger_insert(s, LEDGER_RESULT, err);
  bind_uuid(&q, record->uuid);
  bind_int(&q, visit);
  bind_stamp(&q, record->stamp);
  bind_int(&q, basis);
  bind_int(&q, (int64_t)r->judged);
  bind_real(&q, r->expected_by_chance);
  bind_blob(&q, record->snapshot, record->snapshot_len);
  bind_list(&q, &unassessed);
  bind_list(&q, &arguments);
  bind_list(&q, &targets);
  bind_list(&q, &stops);
  bind_key(&q, questions);
  bind_list(&q, &remarks);
  if (!query_run(&q)) return false;
  record->id = sqlite3_last_insert_rowid(s->db);
  return true;
}

bool store_save_result(Store *s, StoreId patient, StoredResult *record, Err *err) {
  StoreId visit = 0, basis = 0;
  StoreChange visited;
  const Result *r = &record->result;
  if (!store_begin(s, err)) return false;
  hash_uuid(record->uuid, record->stamp.unix_ms);
  bool ok = visit_key(s, patient, r->date, &visit, &visited, err) && basis_key(s, record, &basis, err) &&
            save_head(s, visit, basis, record, err) && save_findings(s, record->id, r, err);
  s->result = record->id, s->owner = patient;
  return store_end(s, ok, err);
}

/* ---- loading ---- */

static bool load_needs(Store *s, Arena *a, StoreId list, Finding *f, Err *err) {
  LIST(Need) needs = {0};
  Decoder d = decoder_of(s, a, list, err);
  while (dec_more(&d)) {
    Need *need = LIST_ADD(a, &needs);
    need->why = (Why)dec_int(&d);
    need->what = dec_word(&d);
    need->side = (Side)dec_int(&d);
    need->text = dec_word(&d);
  }
  f->needs = needs.items;
  f->need_count = needs.count;
  return dec_done(&d);
}

#define WORDING "u.pack, u.rule, u.title, u.evidence, u.grp, u.cites, u.tell, u.studied, u.doubt, u.shown"
enum { AFTER_WORDING = 10 };

static Finding load_wording(Query *q, Arena *a) {
  return (Finding){.pack = column_text(q, a, 0),
                   .rule = column_text(q, a, 1),
                   .title = column_text(q, a, 2),
                   .evidence = (Evidence)column_int(q, 3),
                   .group = column_text(q, a, 4),
                   .cites = ids_split(a, column_text(q, a, 5), &(size_t){0}),
                   .tell = column_text(q, a, 6),
                   .studied = column_text(q, a, 7),
                   .doubt = column_text(q, a, 8),
                   .shown = column_int(q, 9) != 0};
}

typedef LIST(Finding) FindingList;
typedef LIST(size_t) Places;

/* Those that are rows, and where each stands in the whole list. */
static bool load_rows(Store *s, Arena *a, StoreId id, FindingList *list, Places *places, Err *err) {
  bool ok = true;
  Query q = query(s,
                  "SELECT " WORDING ", f.n, f.side, f.truth, f.unsure, f.value, " TEXT_OF(
                      "f.unit") ", f.certainty, " TEXT_OF("f.grade") ", f.say, f.overridden, f.needs FROM "
                                                                     "finding f JOIN rule u ON u.id = f.rule "
                                                                     "WHERE f.result = ?1 ORDER BY f.n",
                  err);
  bind_int(&q, id);
  while (ok && query_step(&q)) {
    const int at = AFTER_WORDING;
    Finding *f = LIST_ADD(a, list);
    *f = load_wording(&q, a);
    *LIST_ADD(a, places) = (size_t)column_int(&q, at);
    f->side = (Side)column_int(&q, at + 1);
    f->truth = (Truth)column_int(&q, at + 2);
    f->unsure = column_int(&q, at + 3) != 0;
    f->index = column_real(&q, at + 4);
    f->unit = column_text(&q, a, at + 5);
    f->certainty = column_real(&q, at + 6);
    f->grade = column_text(&q, a, at + 7);
    f->say = column_text(&q, a, at + 8);
    f->overridden = column_text(&q, a, at + 9);
    ok = load_needs(s, a, column_int(&q, at + 10), f, err);
  }
  return query_done(&q) && ok;
}

Unassessed dec_unassessed(Decoder *d) {
  Unassessed u = {.rule = dec_int(d)};
  int64_t side = dec_int(d);
  u.needs = dec_int(d);
  u.side = (Side)(side % UNSURE);
  u.unsure = side >= UNSURE;
  return u;
}

static bool load_unassessed(Decoder *d, FindingList *list) {
  while (dec_more(d)) {
    Unassessed u = dec_unassessed(d);
    Query q = query(d->store, "SELECT " WORDING " FROM rule u WHERE u.id = ?1", d->err);
    bind_int(&q, u.rule);
    Finding *f = LIST_ADD(d->a, list);
    d->bad = d->bad || !query_step(&q);
    if (!d->bad) *f = load_wording(&q, d->a);
    if (!query_done(&q)) return false;
    f->truth = TRUTH_UNKNOWN;
    f->side = u.side;
    f->unsure = u.unsure;
    f->index = NAN;
    f->unit = f->grade = f->say = "";
    if (!d->bad && !load_needs(d->store, d->a, u.needs, f, d->err)) return false;
  }
  return dec_done(d);
}

static bool load_findings(Store *s, Arena *a, StoreId id, Decoder *unassessed, Result *r, Err *err) {
  FindingList rows = {0}, rest = {0};
  Places places = {0};
  if (!load_rows(s, a, id, &rows, &places, err) || !load_unassessed(unassessed, &rest)) return false;
  r->finding_count = rows.count + rest.count;
  r->findings = r->finding_count ? arena_array(a, r->finding_count, sizeof *r->findings) : NULL;
  for (size_t i = 0, row = 0; i < r->finding_count; i++) {
    bool is_row = row < rows.count && (places.items[row] <= i || i - row == rest.count);
    r->findings[i] = is_row ? rows.items[row] : rest.items[i - row];
    row += is_row;
  }
  return true;
}

static bool load_arguments(Decoder *d, Result *r) {
  LIST(Argument) list = {0};
  while (dec_more(d)) {
    Argument *x = LIST_ADD(d->a, &list);
    x->pack = dec_word(d);
    x->rule = dec_word(d);
    x->side = (Side)dec_int(d);
    x->action = (Action)dec_int(d);
    x->target = dec_word(d);
    x->against = dec_int(d) != 0;
    x->group = dec_word(d);
    x->weight = dec_real(d);
    x->held = dec_word(d);
  }
  r->arguments = list.items;
  r->argument_count = list.count;
  return dec_done(d);
}

static bool load_targets(Decoder *d, Result *r) {
  LIST(Target) list = {0};
  while (dec_more(d)) {
    Target *x = LIST_ADD(d->a, &list);
    x->action = (Action)dec_int(d);
    x->target = dec_word(d);
    x->side = (Side)dec_int(d);
    x->weight = dec_real(d);
    x->conflict = dec_int(d) != 0;
  }
  r->targets = list.items;
  r->target_count = list.count;
  return dec_done(d);
}

static bool load_stops(Decoder *d, Result *r) {
  LIST(Stop) list = {0};
  while (dec_more(d)) {
    Stop *x = LIST_ADD(d->a, &list);
    x->pack = dec_word(d);
    x->rule = dec_word(d);
    x->title = dec_word(d);
    x->urgency = (Urgency)dec_int(d);
    x->text = dec_word(d);
  }
  r->stops = list.items;
  r->stop_count = list.count;
  return dec_done(d);
}

static bool load_questions(Decoder *d, Result *r) {
  LIST(OpenQuestion) list = {0};
  while (dec_more(d)) {
    OpenQuestion *x = LIST_ADD(d->a, &list);
    x->question = dec_word(d);
    x->text = dec_word(d);
    x->urgency = (Urgency)dec_int(d);
  }
  r->open = list.items;
  r->open_count = list.count;
  return dec_done(d);
}

static bool load_remarks(Decoder *d, Result *r) {
  LIST(Remark) list = {0};
  while (dec_more(d)) {
    Remark *x = LIST_ADD(d->a, &list);
    x->what = dec_text(d);
    x->text = dec_text(d);
  }
  r->remarks = list.items;
  r->remark_count = list.count;
  return dec_done(d);
}

typedef struct Head { /* what a row of result names */
  StoreId basis, questions;
  Decoder unassessed, arguments, targets, stops, remarks;
} Head;

static bool load_head(Store *s, Arena *a, StoreId id, StoredResult *record, Head *head, Err *err) {
  Result *r = &record->result;
  Query q = query(s,
                  "SELECT r.uuid, coalesce(p.code, ''), v.day, r.at, r.basis, r.judged, r.expected_by_chance, "
                  "r.snapshot, r.unassessed, r.arguments, r.targets, r.stops, r.open_questions, r.remarks "
                  "FROM result r JOIN visit v ON v.id = r.visit JOIN patient p ON p.id = v.patient WHERE r.id = ?1",
                  err);
  bind_int(&q, id);
  if (query_step(&q)) {
    record->id = id;
    column_uuid(&q, 0, record->uuid);
    r->patient = column_text(&q, a, 1);
    r->date = column_day(&q, 2);
    record->at = column_text(&q, a, 3);
    r->judged = (size_t)column_int(&q, 5);
    r->expected_by_chance = column_real(&q, 6);
    record->snapshot = column_blob(&q, a, 7, &record->snapshot_len);
    *head = (Head){.basis = column_int(&q, 4),
                   .questions = column_int(&q, 12),
                   .unassessed = decoder_in(&q, a, 8),
                   .arguments = decoder_in(&q, a, 9),
                   .targets = decoder_in(&q, a, 10),
                   .stops = decoder_in(&q, a, 11),
                   .remarks = decoder_in(&q, a, 13)};
  }
  return query_done(&q);
}

static bool load_whole(Store *s, Arena *a, StoreId id, StoredResult *record, Err *err) {
  Head head = {0};
  Result *r = &record->result;
  if (!load_head(s, a, id, record, &head, err) || !basis_load(s, a, head.basis, record, err)) return false;
  if (!record->id) return true;
  Decoder questions = decoder_of(s, a, head.questions, err);
  return load_findings(s, a, id, &head.unassessed, r, err) && load_arguments(&head.arguments, r) &&
         load_targets(&head.targets, r) && load_stops(&head.stops, r) && load_questions(&questions, r) &&
         load_remarks(&head.remarks, r);
}

bool store_load_result(Store *s, Arena *a, StoreId patient, Day day, StoredResult *record, Err *err) {
  StoreId id = 0;
  *record = (StoredResult){0};
  bool ok = store_begin_read(s, err);
  if (ok) {
    Query q = query(s,
                    "SELECT r.id FROM visit v JOIN result r ON r.visit = v.id WHERE " OF_PATIENT
                    " AND v.day BETWEEN coalesce(?2, '') AND coalesce(?2, '9') ORDER BY v.day DESC, r.id DESC LIMIT 1",
                    err);
    bind_int(&q, patient);
    bind_day(&q, day);
    if (query_step(&q)) id = column_int(&q, 0);
    ok = query_done(&q) && (!id || load_whole(s, a, id, record, err));
  }
  return store_end_read(s, ok, err);
}

bool store_is_judged(Store *s, StoreId patient, Day day, const StoredResult *by, bool *judged, Err *err) {
  const Hash wanted = basis_hash(by);
  Query q = query(s,
                  "SELECT b.hash FROM visit v JOIN result r ON r.visit = v.id JOIN basis b ON b.id = r.basis "
                  "WHERE " OF_PATIENT " AND v.day = ?2 ORDER BY r.id DESC LIMIT 1",
                  err);
  bind_int(&q, patient);
  bind_day(&q, day);
  char hash[sizeof wanted.hex] = "";
  if (query_step(&q)) column_chars(&q, 0, hash, sizeof hash);
  *judged = strcmp(hash, wanted.hex) == 0;
  return query_done(&q);
}

bool store_get_result(Store *s, Arena *a, StoreId id, StoredResult *record, Err *err) {
  *record = (StoredResult){0};
  bool ok = store_begin_read(s, err);
  return store_end_read(s, ok && load_whole(s, a, id, record, err), err);
}

bool store_list_results(Store *s, Arena *a, StoreId patient, StoreId after, size_t limit, StoreId **ids, size_t *count,
                        Err *err) {
  LIST(StoreId) list = {0};
  Query q = patient ? query(s,
                            "SELECT r.id FROM visit v JOIN result r ON r.visit = v.id WHERE " OF_PATIENT
                            " AND r.id > ?2 ORDER BY r.id LIMIT ?3",
                            err)
                    : query(s, "SELECT id FROM result WHERE id > ?1 ORDER BY id LIMIT ?2", err);
  if (patient) bind_int(&q, patient);
  bind_int(&q, after);
  bind_int(&q, (int64_t)limit);
  while (query_step(&q)) *LIST_ADD(a, &list) = column_int(&q, 0);
  *ids = list.items;
  *count = list.count;
  return query_done(&q);
}

bool store_last_result(Store *s, StoreId *id, Err *err) {
  *id = 0;
  Query q = query(s, "SELECT max(id) FROM result", err);
  if (query_step(&q)) *id = column_int(&q, 0);
  return query_done(&q);
}
