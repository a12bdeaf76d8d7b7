#include "commands/commands.h"
#include "commands/prose.h"
#include "commands/record.h"
#include "commands/trials.h"

#include "facts/amount.h"
#include "terminal/line.h"
#include <string.h>
#include <strings.h>

/* ---- the words ---- */

static bool is_side(const char *word) {
  static const char *const sides[] = {"left", "right", "l", "r", "both"};
  for (size_t i = 0; i < ARRAY_LEN(sides); i++)
    if (strcasecmp(word, sides[i]) == 0) return true;
  return false;
}

static bool begins_value(const char *word) { return *word && strchr("0123456789<>+-.", *word); }

/* Up to three words behind the test, in any order: a side, a value, the value's unit. */
static void sort_words(Arena *a, const Args *args, MeasureText *text) {
  static const char *const names[] = {"SIDE", "VALUE", "UNIT"};
  for (size_t i = 0; i < ARRAY_LEN(names); i++) {
    const char *word = args_get(args, names[i]);
    if (!word) continue;
    if (!text->side && (is_side(word) || (!text->value && !begins_value(word) && args_get(args, "SIDE"))))
      text->side = word;
    else
      text->value = text->value ? arena_printf(a, "%s %s", text->value, word) : word;
  }
}

/* The argument behind a field of MeasureText. */
static const char *place_of(const char *field) {
  static const char *const fields[] = {"test",        "side",    "value", "unit", "position",
                                       "contraction", "lever_m", "trial", "pain", NULL};
  static const char *const places[] = {"TEST",          "SIDE",    "VALUE",   "VALUE", "--position",
                                       "--contraction", "--lever", "--trial", "--pain"};
  int found = name_find(fields, field);
  return found < 0 ? "" : places[found];
}

static bool read_measure(Session *s, const MeasureText *text, Measure *out, IntakeNotes *notes, Err *err) {
  const char *field = "";
  if (intake_measure(s->rows, &s->run, text, DATE_ISO, out, notes, &field, err)) return true;
  snprintf(err->where, sizeof err->where, "%s", place_of(field));
  return false;
}

/* ---- unlikely values ---- */

static bool print_notes(Session *s, const IntakeNotes *notes) {
  bool unlikely = false;
  for (size_t i = 0; i < notes->count; i++) {
    const IntakeNote *note = &notes->items[i];
    bool about_unit = strcmp(note->field, "unit") == 0;
    if (about_unit && s->kg_noted) continue;
    s->kg_noted = s->kg_noted || about_unit;
    unlikely = unlikely || !about_unit;
    fprintf(s->out, "note: %s\n", record_safe(s, note->text));
  }
  return unlikely;
}

/* Asks for the value once more. A bare number keeps the unit that was written first. */
static bool ask_value(Session *s, MeasureText *text, Err *err) {
  Amount first = {.unit = ""}, again = {.unit = ""};
  Err ignored = {0};
  const char *typed = "";
  bool grade = catalog_test(s->rows, text->test)->ordinal;
  fflush(s->out);
  LineStatus status = line_ask(&s->run, "value again (the same keeps it, Enter leaves it out): ", &typed, err);
  if (status == LINE_BAD) return false;
  if (status != LINE_TYPED || !*typed) return fail(err, ERR_DATA, "VALUE", "left out: nothing was stored");
  if (amount_parse(&s->run, text->value, grade, &first, &ignored) &&
      amount_parse(&s->run, typed, grade, &again, &ignored) && *first.unit && !*again.unit)
    typed = arena_printf(&s->run, "%s %s", typed, first.unit);
  text->value = typed;
  return true;
}

/* A number without its unit is read in the test's own: often the cause of an unlikely value. */
static void say_unit(Session *s, const MeasureText *text, const Measure *m) {
  const Test *test = catalog_test(s->rows, m->test);
  Amount amount = {.unit = ""};
  Err ignored = {0};
  if (!amount_parse(&s->run, text->value, test->ordinal, &amount, &ignored) || *amount.unit || test->ordinal) return;
  fprintf(s->out, "note: '%s' stands without a unit and is read in %s: write the unit behind it, as in %s%s\n",
          record_safe(s, text->value), test->unit->id, record_safe(s, text->value), test->unit->id);
}

/* What comparison groups ask for and was not said; to a person at the terminal only. */
static void say_setup(Session *s, const MeasureText *text, const Measure *m) {
  const Test *test = catalog_test(s->rows, m->test);
  Text names = {.arena = &s->run};
  if (!line_is_terminal() || test->domain != DOMAIN_STRENGTH || test->ordinal || !*test->positions) return;
  if (!text->position) {
    for (const char *const *id = test->positions; *id; id++) text_addf(&names, "%s%s", names.len ? ", " : "", *id);
    fprintf(s->out, "note: no --position was said, comparison groups ask for it: %s\n", text_get(&names));
  }
  if (!text->lever_m) fprintf(s->out, "note: no --lever was said: without it no torque can be compared\n");
}

/* Words that stand where another belongs. */
static bool check_order(const Session *s, const Args *args, Err *err) {
  const char *patient = args_get(args, "PATIENT"), *test = args_get(args, "TEST");
  if (catalog_find(s->rows, ROWS_TEST, patient) >= 0)
    return fail(err, ERR_DATA, "PATIENT", "'%s' is a test: the patient's code comes first, then the test", patient);
  if (is_side(test)) return fail(err, ERR_DATA, "TEST", "'%s' is a side: the test comes first, then the side", test);
  return true;
}

/* Until the value is likely, or the same twice. Without a terminal an unlikely value is kept, and said to be. */
static bool read_until_sure(Session *s, MeasureText *text, Measure *out, Err *err) {
  IntakeNotes notes = {0};
  if (!read_measure(s, text, out, &notes, err)) return false;
  bool unsure = print_notes(s, &notes);
  if (unsure) say_unit(s, text, out);
  if (unsure && !line_is_terminal()) fprintf(s->out, "note: the unlikely value is kept; --correct replaces it\n");
  unsure = unsure && line_is_terminal();
  while (unsure) {
    Measure before = *out;
    notes = (IntakeNotes){0};
    if (!ask_value(s, text, err) || !read_measure(s, text, out, &notes, err)) return false;
    bool same = before.quantity == out->quantity && intake_same_value(&before, out);
    unsure = !same && print_notes(s, &notes);
  }
  return true;
}

bool cmd_measure(Session *s, const Args *args, Err *err) {
  MeasureText text = {.test = args_get(args, "TEST"),
                      .position = args_get(args, "--position"),
                      .contraction = args_get(args, "--contraction"),
                      .lever_m = args_get(args, "--lever"),
                      .trial = args_get(args, "--trial"),
                      .pain = args_get(args, "--pain")};
  StoredPatient patient;
  StoreChange change;
  Measure m;
  Day day;
  const char *why = "", *source = args_get(args, "--reason");
  sort_words(&s->run, args, &text);
  if (source && !args_has(args, "--correct"))
    return fail(err, ERR_USAGE, "--reason", "a reason belongs to --correct; a note keeps other words");
  if (source && !prose_read(s, source, "", &why, err)) return false;
  if (!record_day(args_get(args, "--date"), "--date", &day, err) || !session_rows(s, err) ||
      !check_order(s, args, err) || !record_patient(s, args_get(args, "PATIENT"), &patient, err) ||
      !read_until_sure(s, &text, &m, err) ||
      !trials_store(s, patient.id, day, args_has(args, "--correct") ? why : NULL, &m, 1, &change, err))
    return false;
  const Test *test = catalog_test(s->rows, m.test);
  fprintf(s->out, "%s %s %s%s%s %s", patient.patient.code, date_format(&s->run, day), m.test,
          m.side == SIDE_BOTH ? "" : " ", m.side == SIDE_BOTH ? "" : side_names[m.side],
          intake_value_text(&s->run, test, &m));
  if (m.trial) fprintf(s->out, ", trial %d", m.trial);
  fprintf(s->out, "%s\n", record_change(change));
  say_setup(s, &text, &m);
  return true;
}
