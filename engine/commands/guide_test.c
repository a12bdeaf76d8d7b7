#include "commands/guide.h"

#include "base/text.h"
#include "commands/record.h"
#include "commands/trials.h"
#include "commands/typed.h"
#include "patient/weigh.h"
#include "rules/doubt.h"

#include <string.h>

enum { COLUMNS = 80, READINGS_MOST = 3 * TYPED_TRIALS + 8 };

typedef struct Ask { /* one test being asked */
  Guide *g;
  const NextItem *item;
  const Test *test;
  const char *lever; /* as typed, for both sides; NULL: not asked yet, "": not known */
} Ask;

typedef struct Entry { /* what one line and the questions behind it gave */
  Measure list[READINGS_MOST];
  size_t count;
  bool pain_said;
} Entry;

/* ---- the heading: how, set-up, norm, last value ---- */

static const char *number(Arena *a, double value, int decimals) {
  Text t = {.arena = a};
  text_add_short(&t, value, decimals);
  return text_get(&t);
}

/* Without a comparison group a test of length may have a cut of its own. */
static const char *cut_text(const Ask *ask) {
  Session *s = ask->g->s;
  const Cut *cut;
  Weigh *w = weigh_case(&s->run, s->rows, &ask->g->c);
  if (weigh_cut(w, catalog_find(s->rows, ROWS_TEST, ask->test->id), true, &cut) != WHY_NONE)
    return "No comparison group";
  return arena_printf(&s->run, "Cut: %s %s [%s]", number(&s->run, cut->value / ask->test->unit->factor, 2),
                      ask->test->unit->id, cut->id);
}

/* "Women 20-39: 1.85, SD 0.4 Nm/kg [N033]" */
static const char *norm_text(const Ask *ask) {
  Session *s = ask->g->s;
  const Patient *p = &ask->g->c.patient;
  int row = ask->item->norm ? catalog_find(s->rows, ROWS_NORM, ask->item->norm) : -1;
  if (!ask->item->norm) return cut_text(ask);
  if (row < 0) return "Comparison group: the clinic's own or a pack's";
  const Norm *norm = &s->rows->norms.items[row];
  double mean = norm->mean + norm->per_year * (p->age_years < 0 ? 0 : p->age_years) + norm->male * (p->sex == SEX_MALE);
  const Reading published = {.quantity = norm->quantity, .lever_m = NAN};
  const Unit *unit = norm->unit;
  double factor = 1;
  if (reading_factor(p, &published, ask->test->unit->dimension, &factor) == WHY_NONE)
    unit = ask->test->unit; /* what the patient would have to reach */
  else
    factor = 1;
  return arena_printf(&s->run, "Norm: %s, SD %s %s, %s [%s]", number(&s->run, mean * factor / unit->factor, 1),
                      number(&s->run, norm->sd * factor / unit->factor, 1), unit->id, norm->group, norm->id);
}

/* The last day before this one: "left 61 N, 63 N, right 97 N on 2026-10-02"; NULL: never measured. */
static const char *last_text(const Ask *ask) {
  const Case *c = &ask->g->c;
  Text t = {.arena = &ask->g->s->run};
  Day day = 0;
  for (size_t i = 0; i < c->measure_count; i++)
    if (strcmp(c->measures[i].test, ask->test->id) == 0 && c->measures[i].date < c->date && c->measures[i].date > day)
      day = c->measures[i].date;
  for (size_t i = 0; i < c->measure_count && day; i++) {
    const Measure *m = &c->measures[i];
    if (strcmp(m->test, ask->test->id) != 0 || m->date != day) continue;
    text_addf(&t, "%s%s%s%s", t.len ? ", " : "", m->side == SIDE_BOTH ? "" : side_names[m->side],
              m->side == SIDE_BOTH ? "" : " ", intake_value_text(t.arena, ask->test, m));
  }
  if (day) text_addf(&t, " on %s", date_format(t.arena, day));
  return day ? text_get(&t) : NULL;
}

static void print_head(const Ask *ask, const char *right) {
  Session *s = ask->g->s;
  const NextItem *item = ask->item;
  Text t = {.arena = &s->run};
  const char *last = last_text(ask);
  bool known = item->contraction != CONTRACTION_UNKNOWN;
  text_addf(&t, "\n%s", ask->test->name);
  int width = text_width(text_get(&t) + 1), room = COLUMNS - (int)strlen(right);
  text_addf(&t, "%*s%s\n", width + 2 < room ? room - width : 2, "", right);
  text_add_wrapped(&t, "  ", 2, COLUMNS, ask->test->how);
  if (item->position)
    text_add_wrapped(&t, "  ", 2, COLUMNS,
                     arena_printf(t.arena, "Set-up: %s%s%s", reply_inside(t.arena, item->position_name),
                                  known ? ", " : "", known ? contraction_names[item->contraction] : ""));
  text_add_wrapped(&t, "  ", 2, COLUMNS, norm_text(ask));
  if (last) text_add_wrapped(&t, "  Last: ", 4, COLUMNS, last);
  fputs(text_get(&t), s->out);
  fflush(s->out);
}

/* ---- a line becomes readings ---- */

static bool by_force(const Test *test) { return test->domain == DOMAIN_STRENGTH && !test->ordinal; }

static bool read_value(const Ask *ask, const Typed *typed, Side side, size_t n, Measure *out, IntakeNotes *notes,
                       Err *err) {
  Guide *g = ask->g;
  const TypedSide *values = &typed->sides[side];
  const Test *test = values->graded[n] && !ask->test->ordinal ? guide_grade(g->s->rows, ask->test) : ask->test;
  if (!test) return fail(err, ERR_DATA, NULL, "no manual grade stands for this test: write a number with its unit");
  const char *unit = typed->unit ? typed->unit : by_force(test) ? g->force_unit : NULL, *field;
  MeasureText text = {.test = test->id,
                      .side = side == SIDE_BOTH ? NULL : side_names[side],
                      .value = values->values[n],
                      .unit = values->plain[n] && !test->ordinal ? unit : NULL,
                      .pain = typed->pain};
  if (test == ask->test) text.position = ask->item->position;
  if (test == ask->test && !test->ordinal) text.contraction = contraction_names[ask->item->contraction];
  if (text.contraction && ask->item->contraction == CONTRACTION_UNKNOWN) text.contraction = NULL;
  return intake_measure(g->s->rows, &g->s->run, &text, DATE_ISO, out, notes, &field, err);
}

static bool read_line(const Ask *ask, const char *line, Side side, Entry *entry, IntakeNotes *notes, Err *err) {
  Typed typed;
  size_t before = entry->count;
  if (!typed_parse(&ask->g->s->run, line, side, ask->test->ordinal, &typed, err)) return false;
  for (Side at = SIDE_BOTH; at <= SIDE_RIGHT; at++)
    for (size_t n = 0; n < typed.sides[at].count; n++) {
      bool alone = typed.sides[at].count == 1 || (trials_has(ask->test) && !typed.sides[at].graded[n]);
      if (!alone) return fail(err, ERR_DATA, NULL, "one value%s, not %zu", at ? " a side" : "", typed.sides[at].count);
      if (before + 1 >= READINGS_MOST) return fail(err, ERR_DATA, NULL, "too many values");
      if (!read_value(ask, &typed, at, n, &entry->list[before++], notes, err)) return false;
    }
  entry->count = before;
  entry->pain_said = typed.pain != NULL;
  if (typed.unit && by_force(ask->test)) ask->g->force_unit = arena_copy(&ask->g->kept, typed.unit);
  return true;
}

/* Says what is unlikely, or how a unit was read. */
static bool print_notes(Session *s, const IntakeNotes *notes) {
  bool unlikely = false;
  for (size_t i = 0; i < notes->count; i++) {
    bool about_unit = strcmp(notes->items[i].field, "unit") == 0;
    if (about_unit && s->kg_noted) continue;
    s->kg_noted = s->kg_noted || about_unit;
    unlikely = unlikely || !about_unit;
    if (i && strcmp(notes->items[i].text, notes->items[i - 1].text) == 0) continue;
    fprintf(s->out, "  %s\n", record_safe(s, notes->items[i].text));
  }
  return unlikely;
}

/* ---- what is asked behind a line ---- */

typedef enum { BEHIND_ON, BEHIND_AGAIN, BEHIND_STOP, BEHIND_FAULT } Behind;

static Behind behind(Guide *g, const char *prompt, const char **line, Err *err) {
  switch (guide_read(g, prompt, line, err)) {
  case KEY_FAULT: return BEHIND_FAULT;
  case KEY_STOP: return BEHIND_STOP;
  case KEY_BACK:
  case KEY_SKIP: fputs("  dropped: nothing was stored\n", g->s->out); return BEHIND_AGAIN;
  default: return BEHIND_ON;
  }
}

static Behind ask_trial(const Ask *ask, Side side, Entry *entry, Err *err) {
  Session *s = ask->g->s;
  const Measure *a, *b;
  const char *line;
  if (!trials_has(ask->test) || !doubt_trials(&s->run, s->rows, &ask->g->c, entry->list, entry->count, side, &a, &b))
    return BEHIND_ON;
  fprintf(s->out, "  %s%s and %s differ by more than the test's error\n", side ? side_names[side] : "",
          side ? arena_printf(&s->run, ": %s", intake_value_text(&s->run, ask->test, a))
               : intake_value_text(&s->run, ask->test, a),
          intake_value_text(&s->run, ask->test, b));
  for (;;) {
    IntakeNotes notes = {0};
    Err mistake = {0};
    Behind step = behind(ask->g, "  one more trial (Enter: these stand): ", &line, err);
    if (step != BEHIND_ON || !*line) return step;
    if (read_line(ask, line, side, entry, &notes, &mistake)) {
      print_notes(s, &notes);
      return BEHIND_ON;
    }
    fprintf(s->out, "  %s\n", record_safe(s, mistake.text));
  }
}

static Behind ask_lever(Ask *ask, Entry *entry, Err *err) {
  Session *s = ask->g->s;
  if (!ask->item->with_lever) return BEHIND_ON;
  while (!ask->lever) {
    double metres = NAN;
    const char *line, *field;
    Err mistake = {0};
    Measure m;
    Behind step = behind(ask->g, "  lever arm in metres, joint to pad (Enter: not measured): ", &line, err);
    if (step != BEHIND_ON) return step;
    MeasureText text = {.test = ask->test->id, .side = side_names[entry->list[0].side], .value = "1", .lever_m = line};
    if (!ask->test->paired) text.side = NULL;
    if (intake_measure(s->rows, &s->run, &text, DATE_ISO, &m, NULL, &field, &mistake)) {
      metres = m.lever_m;
      ask->lever = isnan(metres) ? "" : arena_copy(&s->run, line);
    } else
      fprintf(s->out, "  %s\n", record_safe(s, mistake.text));
  }
  double metres = NAN;
  if (*ask->lever && !text_parse_number(ask->lever, &metres)) metres = NAN;
  for (size_t i = 0; i < entry->count; i++)
    if (by_force(catalog_test(s->rows, entry->list[i].test))) entry->list[i].lever_m = metres;
  return BEHIND_ON;
}

static Behind ask_pain(const Ask *ask, Side side, Entry *entry, Err *err) {
  Session *s = ask->g->s;
  const char *line;
  if (ask->test->domain != DOMAIN_STRENGTH || entry->pain_said ||
      !doubt_low(&s->run, s->rows, &ask->g->c, entry->list, entry->count, side))
    return BEHIND_ON;
  const char *prompt = arena_printf(&s->run, "  %s%slow: pain during the test, 0 to 10 (Enter: not asked): ",
                                    side ? side_names[side] : "", side ? " is " : "");
  for (;;) {
    double pain = -1;
    Err mistake = {0};
    Behind step = behind(ask->g, prompt, &line, err);
    if (step != BEHIND_ON) return step;
    if (intake_number(typed_pain(line), NULL, "pain", 0, 10, true, &pain, &mistake)) {
      for (size_t i = 0; i < entry->count; i++)
        if (entry->list[i].side == side) entry->list[i].pain = (int)pain;
      return BEHIND_ON;
    }
    fprintf(s->out, "  %s\n", record_safe(s, mistake.text));
  }
}

static bool has_side(const Entry *entry, Side side) {
  for (size_t i = 0; i < entry->count; i++)
    if (entry->list[i].side == side) return true;
  return false;
}

/* Left before right, trials in the order in which they were typed. */
static void order(Entry *entry) {
  for (size_t i = 1; i < entry->count; i++)
    for (size_t k = i; k > 0 && entry->list[k - 1].side > entry->list[k].side; k--) {
      Measure later = entry->list[k];
      entry->list[k] = entry->list[k - 1], entry->list[k - 1] = later;
    }
}

static Behind ask_behind(Ask *ask, Entry *entry, Err *err) {
  Behind step = BEHIND_ON;
  for (Side side = SIDE_BOTH; side <= SIDE_RIGHT && step == BEHIND_ON; side++)
    if (has_side(entry, side)) step = ask_trial(ask, side, entry, err);
  order(entry);
  if (step == BEHIND_ON) step = ask_lever(ask, entry, err);
  for (Side side = SIDE_BOTH; side <= SIDE_RIGHT && step == BEHIND_ON; side++)
    if (has_side(entry, side)) step = ask_pain(ask, side, entry, err);
  return step;
}

/* ---- one side after the other ---- */

static void print_help(const Ask *ask) {
  FILE *out = ask->g->s->out;
  fprintf(out, "  18.3 17.9 18.8   trials%s\n", ask->test->paired ? ";  l 18 r 21 or 18 / 21: left and right" : "");
  if (by_force(ask->test))
    fprintf(out, "  45 lb, 18.3kg    with a unit, which stays for the next forces; 4+ or g4: manual grade\n"
                 "  180 p3           pain 3 of 10 during the test\n");
  fprintf(out, "  >=240            at least; 26-35 between\n"
               "  - skip   < take the last entry back   . stop, go on later   end: judge now\n");
}

/* The same line twice keeps what is unlikely; `pending` is the line before. */
static bool is_sure(const char *line, const char *pending, const IntakeNotes *notes, Session *s) {
  bool unlikely = print_notes(s, notes);
  if (!unlikely || (pending && strcmp(line, pending) == 0)) return true;
  fprintf(s->out, "  type it again to keep it, or another value\n");
  return false;
}

static const char *prompt_of(const Ask *ask, Side side) {
  const char *unit = ask->test->unit->id;
  if (by_force(ask->test) && ask->g->force_unit) unit = ask->g->force_unit;
  return arena_printf(&ask->g->s->run, "%s%s%s: ", side ? side_names[side] : "", side ? ", " : "", unit);
}

/* What a line that is a value gives; STEP_ON with nothing stored: ask again. */
static Step take_line(Ask *ask, const char *line, const char **pending, Side side, bool *stored, Err *err) {
  Session *s = ask->g->s;
  Entry *entry = arena_alloc(&s->run, sizeof *entry);
  IntakeNotes notes = {0};
  Err mistake = {0};
  if (!read_line(ask, line, side, entry, &notes, &mistake)) {
    fprintf(s->out, "  %s\n", record_safe(s, mistake.text));
    return STEP_ON;
  }
  if (!is_sure(line, *pending, &notes, s)) {
    *pending = line;
    return STEP_ON;
  }
  Behind after = ask_behind(ask, entry, err);
  if (after == BEHIND_FAULT) return STEP_FAULT;
  if (after == BEHIND_AGAIN) return STEP_ON;
  *stored = guide_keep_measures(ask->g, ask->test, entry->list, entry->count, &mistake);
  if (*stored) return after == BEHIND_STOP ? STEP_STOP : STEP_ON; /* what was typed is kept before it stops */
  if (mistake.kind == ERR_DATA) {
    fprintf(s->out, "  %s\n", record_safe(s, mistake.text));
    return STEP_ON;
  }
  *err = mistake;
  return STEP_FAULT;
}

static Step ask_side(Ask *ask, Side side, Err *err) {
  Guide *g = ask->g;
  const char *line, *pending = NULL;
  bool stored = false;
  while (!stored) {
    switch (guide_read(g, prompt_of(ask, side), &line, err)) {
    case KEY_FAULT: return STEP_FAULT;
    case KEY_STOP: return STEP_STOP;
    case KEY_END: return STEP_END;
    case KEY_BACK: return STEP_BACK;
    case KEY_SKIP: guide_pass(g, ask->test->name, &ask->test->id, 1); return STEP_ON;
    case KEY_HELP: print_help(ask); continue;
    case KEY_LINE: break;
    }
    if (!*line) {
      fprintf(g->s->out, "  Enter alone stores nothing: a value, - to skip, ? for help\n");
      continue;
    }
    Step step = take_line(ask, line, &pending, side, &stored, err);
    if (step != STEP_ON) return step;
  }
  return STEP_ON;
}

/* Was this side, or a grade in its place, measured meanwhile? */
static bool is_there(const Guide *g, const Test *test, Side side) {
  const Test *grade = guide_grade(g->s->rows, test);
  for (size_t i = 0; i < g->c.measure_count; i++) {
    const Measure *m = &g->c.measures[i];
    bool same = strcmp(m->test, test->id) == 0 || (grade && strcmp(m->test, grade->id) == 0);
    if (same && m->side == side && m->date == g->c.date) return true;
  }
  return false;
}

Step guide_test(Guide *g, const NextItem *item, const char *right, Err *err) {
  Ask ask = {.g = g, .item = item, .test = catalog_test(g->s->rows, item->id)};
  bool asked = false;
  print_head(&ask, right);
  for (Side side = SIDE_BOTH; side <= SIDE_RIGHT; side++) {
    if (!item->sides[side] || is_there(g, ask.test, side) || guide_is_passed(g, item->id)) continue;
    asked = true;
    Step step = ask_side(&ask, side, err);
    if (step != STEP_ON) return step;
  }
  if (!asked) *LIST_ADD(&g->kept, &g->passed) = ask.test->id; /* a rule wants more of it than a measure of today */
  return STEP_ON;
}
