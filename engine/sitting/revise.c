#include "sitting/revise.h"

#include "base/text.h"
#include "facts/schedule.h"
#include "program/dose.h"
#include "program/plan.h"
#include "sitting/cases.h"

#include <math.h>
#include <string.h>

typedef LIST(ProgramItem) Items;
typedef LIST(LeftOut) LeftOuts;

/* ---- what both share ---- */

static bool has(const Program *program, const char *exercise) {
  for (size_t i = 0; i < program->item_count; i++)
    if (strcmp(program->items[i].exercise, exercise) == 0) return true;
  return false;
}

/* A session is as long as in its longest week. */
static double minutes_of(const Program *program) {
  double most = 0;
  for (int week = 1; week <= program->weeks; week++) {
    double sum = 0;
    for (size_t i = 0; i < program->item_count; i++)
      if (program->items[i].week_from <= week && week <= program->items[i].week_to) sum += program->items[i].minutes;
    if (sum > most) most = sum;
  }
  return most;
}

static Weekdays days_of(const Program *program) {
  Weekdays days = 0;
  for (size_t i = 0; i < program->item_count; i++) days |= program->items[i].days;
  return days;
}

static bool check_limits(const Catalog *catalog, const StoredProgram *record, double before, Err *err) {
  const Program *program = &record->program;
  int minutes = record->limits.minutes ? record->limits.minutes : (int)catalog->policy.default_minutes;
  int most = record->limits.exercises ? record->limits.exercises : (int)catalog->policy.default_exercises, count = 0;
  for (size_t i = 0; i < program->item_count; i++)
    count +=
        program->items[i].week_from == 1 && (!i || strcmp(program->items[i - 1].exercise, program->items[i].exercise));
  if (count > most)
    return fail(err, ERR_DATA, NULL, "%d exercises, the limit is %d: remove one first, or plan with --exercises %d",
                count, most, count);
  if (ceil(program->minutes) > minutes && program->minutes > before)
    return fail(err, ERR_DATA, NULL, "a session would take %.0f minutes, the limit is %d: plan with --minutes %.0f",
                ceil(program->minutes), minutes, ceil(program->minutes));
  return true;
}

/* ---- edits ---- */

typedef struct Editor {
  Session *s;
  const Case *c;
  const Result *result;
  StoredProgram *record; /* that is edited */
  Items items;
  LeftOuts left_out;
} Editor;

static bool check_known(const Editor *e, const char *id, bool there, Err *err) {
  Nearest near = {.word = id};
  const Program *program = &e->record->program;
  if (!there && catalog_find(e->s->rows, ROWS_EXERCISE, id) < 0)
    return fail(err, ERR_DATA, "CHANGE", "%s", catalog_unknown(e->s->rows, &e->s->run, ROWS_EXERCISE, id));
  if (has(program, id) == there) return true;
  if (!there) return fail(err, ERR_DATA, "CHANGE", "%s is in the program already", id);
  for (size_t i = 0; i < program->item_count; i++) text_near(&near, program->items[i].exercise);
  return fail(err, ERR_DATA, "CHANGE", "'%.60s' is not in revision %d of the program%s", id, e->record->revision,
              text_near_hint(&e->s->run, &near));
}

/* Takes an id off a list and puts another on it. */
static void relist(Arena *a, const char *const **list, size_t *count, const char *off, const char *on) {
  const char **ids = arena_array(a, *count + 2, sizeof *ids);
  size_t kept = 0;
  for (size_t i = 0; i < *count; i++)
    if (!(off && strcmp((*list)[i], off) == 0) && !(on && strcmp((*list)[i], on) == 0)) ids[kept++] = (*list)[i];
  if (on) ids[kept++] = on;
  *list = ids;
  *count = kept;
}

static void keep_others(Editor *e, const char *gone, const char *reason) {
  Arena *a = &e->s->run;
  const Program *program = &e->record->program;
  for (size_t i = 0; i < program->item_count; i++)
    if (!gone || strcmp(program->items[i].exercise, gone) != 0) *LIST_ADD(a, &e->items) = program->items[i];
  for (size_t i = 0; i < program->left_out_count; i++) *LIST_ADD(a, &e->left_out) = program->left_out[i];
  if (gone) *LIST_ADD(a, &e->left_out) = (LeftOut){gone, reason};
}

static bool bring(Editor *e, const char *id, const ProgramItem *like, Err *err) {
  Arena *a = &e->s->run;
  Limits *limits = &e->record->limits;
  ProgramItem *items;
  size_t count, kept = 0;
  bool answers;
  relist(a, &limits->without, &limits->without_count, id, NULL);
  relist(a, &limits->with, &limits->with_count, NULL, id);
  if (!plan_items(e->s->rows, a, e->c, e->result, limits, id, &items, &count, &answers, err)) return false;
  for (size_t i = 0; i < count; i++) {
    ProgramItem item = items[i];
    if (like) item.week_from = like->week_from, item.week_to = like->week_to;
    if (item.week_to > e->record->program.weeks) item.week_to = e->record->program.weeks;
    *LIST_ADD(a, &e->items) = item;
  }
  for (size_t i = 0; i < e->left_out.count; i++)
    if (strcmp(e->left_out.items[i].exercise, id) != 0) e->left_out.items[kept++] = e->left_out.items[i];
  e->left_out.count = kept;
  return true;
}

static bool apply_swap(Editor *e, const Edit *edit, Err *err) {
  Limits *limits = &e->record->limits;
  ProgramItem like = {0};
  if (!check_known(e, edit->exercise, true, err) || !check_known(e, edit->other, false, err)) return false;
  for (size_t i = e->record->program.item_count; i-- > 0;)
    if (strcmp(e->record->program.items[i].exercise, edit->exercise) == 0) like = e->record->program.items[i];
  keep_others(e, edit->exercise, arena_printf(&e->s->run, "the clinician put %s in its place", edit->other));
  relist(&e->s->run, &limits->with, &limits->with_count, edit->exercise, NULL);
  relist(&e->s->run, &limits->without, &limits->without_count, NULL, edit->exercise);
  return bring(e, edit->other, &like, err);
}

static bool apply_remove(Editor *e, const Edit *edit, Err *err) {
  Limits *limits = &e->record->limits;
  if (!check_known(e, edit->exercise, true, err)) return false;
  keep_others(e, edit->exercise, "the clinician removed it");
  relist(&e->s->run, &limits->with, &limits->with_count, edit->exercise, NULL);
  relist(&e->s->run, &limits->without, &limits->without_count, NULL, edit->exercise);
  return true;
}

static double seconds_of(const Dosage *row, const ProgramItem *item) {
  double once_s = item->hold_s ? item->hold_s : row ? row->seconds_per_rep : 0;
  return item->sets * ((item->reps ? item->reps : 1) * once_s + item->rest_s);
}

static bool set_days(const Editor *e, ProgramItem *item, bool rested, int per_week, Err *err) {
  Weekdays from = e->record->limits.weekdays ? e->record->limits.weekdays : days_of(&e->record->program);
  item->days = weekdays_spread(from, per_week, rested);
  item->per_week = weekdays_count(item->days);
  return item->per_week == per_week ||
         fail(err, ERR_DATA, "perweek", "%s fits on %d of the days of this program%s: plan with more --days first",
              item->exercise, item->per_week, rested ? ", with a day of rest between" : "");
}

static bool set_dose(const Editor *e, ProgramItem *item, const Edit *edit, Side side, Err *err) {
  int sets = edit->dose[side].sets, reps = edit->dose[side].reps, hold_s = edit->dose[side].hold_s;
  const Dosage *row = catalog_dosage(e->s->rows, item->dose);
  double before = seconds_of(row, item);
  if ((reps && !item->reps) || (hold_s && !item->hold_s))
    return fail(err, ERR_DATA, reps && !item->reps ? "reps" : "hold", "%s is done %s", item->exercise,
                item->hold_s ? "as a hold without repetitions" : "in repetitions without a hold");
  if (sets) item->sets = sets;
  if (reps) item->reps = reps;
  if (hold_s) item->hold_s = hold_s;
  if (before > 0) item->minutes *= seconds_of(row, item) / before;
  return true;
}

static bool wants_side(const Edit *edit, Side side) {
  return edit->dose[side].sets || edit->dose[side].reps || edit->dose[side].hold_s;
}

/* What both sides do alike is one item: one side alone makes it two. */
static void split_sides(Editor *e, const Edit *edit) {
  Items split = {0};
  for (size_t i = 0; i < e->items.count; i++) {
    ProgramItem item = e->items.items[i];
    const Exercise *exercise = catalog_exercise(e->s->rows, item.exercise);
    bool two = strcmp(item.exercise, edit->exercise) == 0 && item.side == SIDE_BOTH && exercise && exercise->unilateral;
    if (two) item.side = SIDE_LEFT, item.minutes /= 2;
    *LIST_ADD(&e->s->run, &split) = item;
    if (two) item.side = SIDE_RIGHT, *LIST_ADD(&e->s->run, &split) = item;
  }
  e->items = split;
}

static bool check_sides(const Editor *e, const Edit *edit, Err *err) {
  for (int side = SIDE_LEFT; side <= SIDE_RIGHT; side++) {
    bool there = !wants_side(edit, (Side)side);
    for (size_t i = 0; i < e->items.count && !there; i++)
      there = strcmp(e->items.items[i].exercise, edit->exercise) == 0 && e->items.items[i].side == (Side)side;
    if (!there)
      return fail(err, ERR_DATA, side_names[side], "%s has no %s side of its own in revision %d: leave the side out",
                  edit->exercise, side_names[side], e->record->revision);
  }
  return true;
}

static bool apply_dose(Editor *e, const Edit *edit, Err *err) {
  if (!check_known(e, edit->exercise, true, err)) return false;
  const Exercise *exercise = catalog_exercise(e->s->rows, edit->exercise);
  bool rested = exercise && exercise->domain == DOMAIN_STRENGTH;
  keep_others(e, NULL, NULL);
  if (wants_side(edit, SIDE_LEFT) || wants_side(edit, SIDE_RIGHT)) split_sides(e, edit);
  if (!check_sides(e, edit, err)) return false;
  for (size_t i = 0; i < e->items.count; i++) {
    ProgramItem *item = &e->items.items[i];
    if (strcmp(item->exercise, edit->exercise) != 0) continue;
    if (!set_dose(e, item, edit, SIDE_BOTH, err) || !set_dose(e, item, edit, item->side, err) ||
        (edit->per_week && !set_days(e, item, rested, edit->per_week, err)))
      return false;
  }
  return true;
}

/* The further set of the weaker side is gone, unless it is asked for. */
static void note_alike(const Editor *e, const Edit *edit, Changes *notes) {
  const Program *program = &e->record->program;
  int least = 0, most = 0;
  if (!edit->dose[SIDE_BOTH].sets || edit->dose[SIDE_LEFT].sets || edit->dose[SIDE_RIGHT].sets) return;
  for (size_t i = 0; i < program->item_count; i++) {
    if (strcmp(program->items[i].exercise, edit->exercise) != 0) continue;
    if (!least || program->items[i].sets < least) least = program->items[i].sets;
    if (program->items[i].sets > most) most = program->items[i].sets;
  }
  if (most > least)
    *LIST_ADD(&e->s->run, notes) = arena_printf(
        &e->s->run, "left and right do the same now, %d and %d sets before; dose %s left sets=%d gives one side more",
        most, least, edit->exercise, edit->dose[SIDE_BOTH].sets + 1);
}

static void note_doses(const Editor *e, const Edit *edit, Changes *notes) {
  Arena *a = &e->s->run;
  const char *id = edit->other ? edit->other : edit->exercise;
  *notes = (Changes){0};
  if (edit->kind == EDIT_DOSE) note_alike(e, edit, notes);
  for (size_t i = 0; i < e->items.count; i++) {
    const ProgramItem *item = &e->items.items[i];
    const Dosage *row = catalog_dosage(e->s->rows, item->dose);
    const char *outside = strcmp(item->exercise, id) == 0 ? dose_outside(e->s->rows, a, row, item) : NULL;
    if (outside)
      *LIST_ADD(a, notes) = arena_printf(a, "%s: outside its dosage row %s (%s): %s",
                                         reply_title(a, item->name, item->side), row->id, row->source, outside);
  }
}

static bool apply_add(Editor *e, const Edit *edit, Err *err) {
  if (!check_known(e, edit->exercise, false, err)) return false;
  keep_others(e, NULL, NULL);
  return bring(e, edit->exercise, NULL, err);
}

/* By phase, in it in the order in which they stand. */
static void sort_items(Arena *a, Items *items) {
  Items sorted = {0};
  for (int phase = PHASE_LENGTHEN; phase <= PHASE_INTEGRATE; phase++)
    for (size_t i = 0; i < items->count; i++)
      if (items->items[i].phase == (Phase)phase) *LIST_ADD(a, &sorted) = items->items[i];
  *items = sorted;
}

static const char *why_of(Arena *a, const Edit *edit) {
  static const char *const words[] = {"swapped", "dose of", "removed", "added"};
  return arena_printf(a, "%s %s%s%s", words[edit->kind], edit->exercise, edit->other ? " for " : "",
                      edit->other ? edit->other : "");
}

bool revise_edit(Session *s, const Course *course, const ProgramRow *row, const Edit *edit, StoredProgram *out,
                 Changes *changes, Changes *notes, Err *err) {
  static bool (*const apply[])(Editor *, const Edit *, Err *) = {apply_swap, apply_dose, apply_remove, apply_add};
  StoredResult result;
  Case c;
  StoreId patient;
  if (!course_load(s, course, row, &result, out, err)) return false;
  if (out->program.stopped) return fail(err, ERR_CHECK, NULL, "no program: %s", out->program.referral);
  if (!cases_get(s, course->code, result.result.date, &c, &patient, err)) return false;
  const Program before = out->program;
  Editor e = {.s = s, .c = &c, .result = &result.result, .record = out};
  if (!apply[edit->kind](&e, edit, err)) return false;
  note_doses(&e, edit, notes);
  sort_items(&s->run, &e.items);
  out->program.items = e.items.items, out->program.item_count = e.items.count;
  out->program.left_out = e.left_out.items, out->program.left_out_count = e.left_out.count;
  out->program.minutes = minutes_of(&out->program);
  out->program.sessions_per_week = weekdays_count(days_of(&out->program));
  out->program.gap = NAN; /* a clinician's choice, not the computed one */
  if (!plan_covered(s->rows, &s->run, &c, &result.result, &out->limits, &out->program, &out->program.covered, err))
    return false;
  if (!check_limits(s->rows, out, before.minutes, err)) return false;
  changes_list(&s->run, &before, &out->program, changes);
  if (!changes->count) return fail(err, ERR_DATA, "CHANGE", "that is what revision %d says already", row->revision);
  return course_draft(s, course, out, why_of(&s->run, edit), err);
}

/* ---- what works is kept ---- */

/* Tries the fresh limits with one more exercise; the ones before stay. */
static bool try_keep(Session *s, const Case *c, const Result *result, Limits *limits, const char *id, Program *out) {
  Limits with = *limits;
  Program program;
  ProgramItem *items;
  size_t count;
  bool answers;
  relist(&s->run, &with.with, &with.with_count, NULL, id);
  if (!plan_items(s->rows, &s->run, c, result, limits, id, &items, &count, &answers, &(Err){0}) || !answers ||
      !plan_build(s->rows, &s->run, c, result, &with, &program, &(Err){0}))
    return false;
  *limits = with;
  *out = program;
  return true;
}

/* No clinician asked for these: the plan of an assessment has no other wishes. */
static void say_kept(Arena *a, Program *program) {
  static const char asked[] = "asked for by the clinician";
  for (size_t i = 0; i < program->item_count; i++) {
    const char *why = program->items[i].why;
    if (strncmp(why, asked, sizeof asked - 1) == 0)
      program->items[i].why = arena_printf(a, "kept, because it went well%s", why + sizeof asked - 1);
  }
}

bool revise_propose(Session *s, const char *code, const Result *result, const StoredProgram *fresh, StoredProgram *out,
                    Changes *changes, Err *err) {
  Course course;
  StoredProgram active;
  StoredLog *logs;
  size_t count, kept = 0;
  Case c;
  StoreId patient;
  *out = (StoredProgram){0};
  if (fresh->program.stopped || !fresh->program.item_count) return true;
  if (!course_open(s, code, &course, err)) return false;
  const ProgramRow *now = course_in_force(&course);
  if (!now || now->status != STATUS_ACTIVE) return true;
  if (!course_load(s, &course, now, NULL, &active, err) || !cases_get(s, code, result->date, &c, &patient, err) ||
      !store_list_logs(s->store, &s->run, course.patient, 0, &logs, &count, err))
    return false;
  StoredProgram next = {.result = fresh->result, .limits = fresh->limits, .program = fresh->program};
  Text why = {.arena = &s->run};
  for (size_t i = 0; i < active.program.item_count; i++) {
    const char *id = active.program.items[i].exercise;
    if ((i && strcmp(active.program.items[i - 1].exercise, id) == 0) || has(&next.program, id) ||
        !diary_went_well(&s->rows->policy, logs, count, id))
      continue;
    if (!try_keep(s, &c, result, &next.limits, id, &next.program)) continue;
    text_addf(&why, "%s%s", kept++ ? ", " : "keeps what went well: ", id);
  }
  if (!kept) return true;
  say_kept(&s->run, &next.program);
  *out = next;
  changes_list(&s->run, &active.program, &out->program, changes);
  return course_draft(s, &course, out, text_get(&why), err);
}
