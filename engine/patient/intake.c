#include "patient/intake.h"

#include "base/ceiling.h"
#include "base/text.h"
#include "facts/amount.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const double least_lever = 0.02, most_lever = 1.5; /* metres: a leg is about 1 m long */

static inline bool given(const char *text) { return text && *text; }

/* An ASCII name typed with capitals: enum names are lower case. */
static const char *lower(Arena *a, const char *text) {
  char *out = arena_copy(a, text);
  for (char *at = out; *at; at++) *at = (char)(*at >= 'A' && *at <= 'Z' ? *at + ('a' - 'A') : *at);
  return out;
}

/* " (did you mean 'left'?)", or all choices where nothing is near. One or two letters are near to anything. */
static const char *choices(Arena *a, const char *word, const char *const names[], int first) {
  Nearest near = {.word = word};
  Text t = {.arena = a};
  for (int i = first; names[i] && strlen(word) > 2; i++) text_near(&near, names[i]);
  if (near.best) return text_near_hint(a, &near);
  for (int i = first; names[i]; i++)
    text_addf(&t, "%s%s", i == first ? ": write " : names[i + 1] ? ", " : " or ", names[i]);
  return text_get(&t);
}

/* One of the names from index `first` on, in any case. */
static bool pick(Arena *a, const char *text, const char *const names[], int first, const char *what, int *index,
                 Err *err) {
  int found = name_find(names, text);
  if (found < 0) found = name_find(names, lower(a, text));
  if (found >= first) {
    *index = found;
    return true;
  }
  return fail(err, ERR_DATA, NULL, "unknown %s '%s'%s", what, text, choices(a, text, names, first));
}

static bool is_long(const char *text) { return text && strnlen(text, FIELD_MAX + 1) > FIELD_MAX; }

static bool too_long(Err *err) { return fail(err, ERR_DATA, NULL, "longer than %d characters", FIELD_MAX); }

/* Where something is wrong, a field that is far too long is what is wrong: no message quotes it. */
static bool blame_long(const char *const fields[], const char *const names[], size_t count, const char **field,
                       Err *err) {
  for (size_t i = 0; i < count; i++)
    if (is_long(fields[i])) {
      *field = names[i];
      err->kind = ERR_NONE;
      return too_long(err);
    }
  return false;
}

bool intake_number(const char *text, const double *exact, const char *what, double lo, double hi, bool whole,
                   double *value, Err *err) {
  if (!exact && !given(text)) return true;
  double read;
  if (exact)
    read = *exact;
  else if (is_long(text))
    return too_long(err);
  else if (!text_parse_number(text, &read))
    return fail(err, ERR_DATA, NULL, "'%s' is not a number: write %s with a decimal point and without a unit", text,
                what);
  if (!(read >= lo && read <= hi) || (whole && read != floor(read)))
    return fail(err, ERR_DATA, NULL, "%s %.10g is not %s %g to %g", what, read, whole ? "a whole number from" : "from",
                lo, hi);
  *value = read;
  return true;
}

/* ---- one reading ---- */

static bool find_side(Arena *a, const char *text, int first, Side *side, Err *err) {
  int found = given(text) ? name_find(side_names, text) : SIDE_BOTH;
  if (given(text) && !text[1] && strchr("lLrR", *text)) found = strchr("lL", *text) ? SIDE_LEFT : SIDE_RIGHT;
  if (given(text) && found < first && !pick(a, text, side_names, first, "side", &found, err)) return false;
  *side = (Side)found;
  return true;
}

static bool parse_side(Arena *a, const char *text, const Test *test, Side *side, Err *err) {
  if (!find_side(a, text, SIDE_BOTH, side, err)) return false;
  if (test->paired && *side == SIDE_BOTH)
    return fail(err, ERR_DATA, NULL, "'%s' is measured side by side: say left or right", test->id);
  if (!test->paired && *side != SIDE_BOTH)
    return fail(err, ERR_DATA, NULL, "'%s' has no sides: leave the side out", test->id);
  return true;
}

/* What a dynamometer may have recorded in place of the test's own quantity. */
static bool is_strength(Dimension dimension) {
  return dimension == DIM_FORCE || dimension == DIM_TORQUE || dimension == DIM_TORQUE_PER_MASS ||
         dimension == DIM_FORCE_PER_MASS || dimension == DIM_BODY_WEIGHT;
}

static bool may_be(const Test *test, Dimension dimension) {
  Dimension own = test->unit->dimension;
  return dimension == own || (test->domain == DOMAIN_STRENGTH && is_strength(own) && is_strength(dimension));
}

static const char *unit_choices(Arena *a, const Test *test) {
  Text t = {.arena = a};
  for (const Unit *unit = unit_rows; unit->id; unit++)
    if (may_be(test, unit->dimension)) text_addf(&t, "%s%s", t.len ? ", " : "", unit->id);
  return text_get(&t);
}

static bool find_unit(Arena *a, const Test *test, const char *text, const Unit **unit, Err *err) {
  *unit = strcmp(text, test->unit->id) == 0 ? test->unit : unit_find(text, test->unit->dimension);
  if (!*unit) return fail(err, ERR_DATA, NULL, "unknown unit '%s': this test takes %s", text, unit_choices(a, test));
  if (!may_be(test, (*unit)->dimension))
    return fail(err, ERR_DATA, NULL, "'%s' cannot be the unit of '%s': it takes %s", text, test->id,
                unit_choices(a, test));
  return true;
}

static void note(Arena *a, IntakeNotes *notes, const char *field, const char *text) {
  if (!notes) return;
  IntakeNote *added = LIST_ADD(a, notes);
  *added = (IntakeNote){.field = field, .text = text};
}

/* The unit inside the value, in its own field, in both alike, or the test's own. */
static bool choose_unit(Arena *a, const Test *test, const char *inside, const char *beside, IntakeNotes *notes,
                        const Unit **unit, const char **field, Err *err) {
  *unit = test->unit;
  const Unit *other = NULL;
  if (given(beside)) {
    *field = "unit";
    if (!find_unit(a, test, beside, unit, err)) return false;
  }
  if (given(inside)) {
    *field = "value";
    if (!find_unit(a, test, inside, &other, err)) return false;
    if (given(beside) && other != *unit)
      return fail(err, ERR_DATA, NULL, "the value says '%s' and the unit says '%s': keep one", inside, beside);
    *unit = other;
  }
  const char *written = given(inside) ? inside : beside;
  if ((*unit)->dimension != DIM_FORCE || text_equal(written, (*unit)->id)) return true;
  const Unit *mass = unit_find(written, DIM_MASS);
  if (mass && strcmp(mass->id, "kg") == 0)
    note(a, notes, "unit", "a force in kg is read as kgf: 1 kgf is 9.80665 N");
  return true;
}

static const char *limit_text(Arena *a, const Test *test, double value) {
  return amount_text(a, value / test->unit->factor, value / test->unit->factor, test->decimals + 1, test->ordinal);
}

static bool outside(double lo, double hi, double least, double most) {
  return (isinf(lo) ? hi : lo) < least || (isinf(hi) ? lo : hi) > most;
}

static bool check_value(Arena *a, const Test *test, const Measure *m, IntakeNotes *notes, Err *err) {
  if (m->quantity != test->unit->dimension) {
    if ((isinf(m->lo) ? m->hi : m->lo) > 0) return true;
    return fail(err, ERR_DATA, NULL, "%s is impossible for '%s': greater than 0", intake_value_text(a, test, m),
                test->id);
  }
  const char *shown = outside(m->lo, m->hi, test->likely_lo, test->likely_hi) ? intake_value_text(a, test, m) : "";
  if (outside(m->lo, m->hi, test->possible_lo, test->possible_hi))
    return fail(err, ERR_DATA, NULL, "%s is impossible for '%s': possible is %s to %s %s",
                intake_value_text(a, test, m), test->id, limit_text(a, test, test->possible_lo),
                limit_text(a, test, test->possible_hi), test->unit->id);
  if (*shown)
    note(a, notes, "value",
         arena_printf(a, "%s is unlikely for '%s' (usual %s to %s %s): measure again", shown, test->id,
                      limit_text(a, test, test->likely_lo), limit_text(a, test, test->likely_hi), test->unit->id));
  return true;
}

static bool parse_value(Arena *a, const Test *test, const MeasureText *in, Measure *out, IntakeNotes *notes,
                        const char **field, Err *err) {
  Amount amount = {.unit = ""};
  const Unit *unit;
  if (!in->value_n && !given(in->value))
    return fail(err, ERR_DATA, NULL, "the value of '%s' is missing: leave the row out when it was not measured",
                test->id);
  if (in->value_n)
    amount.lo = amount.hi = *in->value_n;
  else if (is_long(in->value))
    return too_long(err);
  else if (!amount_parse(a, in->value, test->ordinal, &amount, err))
    return false;
  if (in->value_n && !isfinite(amount.lo)) return fail(err, ERR_DATA, NULL, "the value is not a finite number");
  if (!choose_unit(a, test, amount.unit, in->unit, notes, &unit, field, err)) return false;
  *field = "value";
  out->quantity = unit->dimension;
  out->lo = amount.lo * unit->factor;
  out->hi = amount.hi * unit->factor;
  bool finite_end = isfinite(out->lo) || isfinite(out->hi);
  if (!finite_end) return fail(err, ERR_DATA, NULL, "the value of '%s' is too large", test->id);
  if (test->ordinal &&
      ((isfinite(out->lo) && !amount_is_grade(out->lo)) || (isfinite(out->hi) && !amount_is_grade(out->hi))))
    return fail(err, ERR_DATA, NULL, "%.10g is not a grade: write a whole number, with + or - where needed (4+)",
                isfinite(out->lo) ? out->lo : out->hi);
  return check_value(a, test, out, notes, err);
}

static bool parse_position(const Catalog *catalog, Arena *a, const Test *test, const char *text, const char **position,
                           Err *err) {
  if (!given(text)) return true;
  int row = catalog_find(catalog, ROWS_POSITION, text);
  if (row < 0) return fail(err, ERR_DATA, NULL, "%s", catalog_unknown(catalog, a, ROWS_POSITION, text));
  *position = catalog_row_id(catalog, ROWS_POSITION, (size_t)row);
  if (!test->positions || !test->positions[0] || name_find(test->positions, *position) >= 0) return true;
  Text t = {.arena = a};
  for (size_t i = 0; test->positions[i]; i++) text_addf(&t, "%s%s", i ? ", " : "", test->positions[i]);
  return fail(err, ERR_DATA, NULL, "'%s' is not done in position '%s': possible are %s", test->id, text, text_get(&t));
}

static bool parse_date(const char *text, DateOrder order, const char *what, Day *day, Err *err) {
  static const char *const shape[] = {"YYYY-MM-DD", "day/month/year", "month/day/year"};
  if (!given(text) || date_parse(text, order, day)) return true;
  return fail(err, ERR_DATA, NULL, "'%s' is no %s of the calendar: write %s", text, what, shape[order]);
}

/* Where, how and by whom: everything of a reading but its test, side and value. */
static bool parse_setup(Arena *a, const MeasureText *in, DateOrder order, Measure *out, const char **field, Err *err) {
  int contraction = CONTRACTION_UNKNOWN, origin = ORIGIN_MEASURED;
  double trial = 0, pain = -1;
  *field = "contraction";
  if (given(in->contraction) &&
      !pick(a, in->contraction, contraction_names, CONTRACTION_ISOMETRIC, *field, &contraction, err))
    return false;
  *field = "lever_m";
  if ((in->lever_n || given(in->lever_m)) && !intake_number(in->lever_m, in->lever_n, "lever arm in metres",
                                                            least_lever, most_lever, false, &out->lever_m, err))
    return false;
  *field = "trial";
  if ((in->trial_n || given(in->trial)) && !intake_number(in->trial, in->trial_n, "trial", 1, 99, true, &trial, err))
    return false;
  *field = "pain";
  if ((in->pain_n || given(in->pain)) && !intake_number(in->pain, in->pain_n, "pain", 0, 10, true, &pain, err))
    return false;
  *field = "source";
  if (given(in->origin) && !pick(a, in->origin, origin_names, ORIGIN_MEASURED, "source of a reading", &origin, err))
    return false;
  *field = "date";
  if (!parse_date(in->date, order, "date", &out->date, err)) return false;
  out->contraction = (Contraction)contraction;
  out->origin = (Origin)origin;
  out->trial = (int)trial;
  out->pain = (int)pain;
  return true;
}

static bool read_measure(const Catalog *catalog, Arena *a, const MeasureText *in, DateOrder order, Measure *out,
                         IntakeNotes *notes, const char **field, Err *err) {
  *out = (Measure){.lever_m = NAN, .pain = -1};
  *field = "test";
  if (!given(in->test)) return fail(err, ERR_DATA, NULL, "the test is missing");
  const Test *test = in->row ? in->row : catalog_test(catalog, in->test);
  if (!test) return fail(err, ERR_DATA, NULL, "%s", catalog_unknown(catalog, a, ROWS_TEST, in->test));
  out->test = test->id;
  out->row = (int)(test - catalog->tests.items) + 1;
  *field = "side";
  if (!parse_side(a, in->side, test, &out->side, err)) return false;
  *field = "value";
  if (!parse_value(a, test, in, out, notes, field, err)) return false;
  *field = "position";
  if (!parse_position(catalog, a, test, in->position, &out->position, err)) return false;
  return parse_setup(a, in, order, out, field, err);
}

bool intake_measure(const Catalog *catalog, Arena *a, const MeasureText *in, DateOrder order, Measure *out,
                    IntakeNotes *notes, const char **field, Err *err) {
  if (read_measure(catalog, a, in, order, out, notes, field, err)) return true;
  static const char *const names[] = {"test",    "side",  "value", "unit",   "position", "contraction",
                                      "lever_m", "trial", "pain",  "source", "date"};
  const char *const fields[] = {in->test,    in->side,  in->value, in->unit,   in->position, in->contraction,
                                in->lever_m, in->trial, in->pain,  in->origin, in->date};
  return blame_long(fields, names, ARRAY_LEN(names), field, err);
}

const char *intake_value_text(Arena *a, const Test *test, const Measure *measure) {
  bool own = measure->quantity == test->unit->dimension;
  const Unit *unit = own ? test->unit : unit_base(measure->quantity);
  const char *amount = amount_text(a, measure->lo / unit->factor, measure->hi / unit->factor,
                                   own ? test->decimals + 1 : 2, own && test->ordinal);
  return own && test->ordinal ? arena_printf(a, "grade %s", amount) : arena_printf(a, "%s %s", amount, unit->id);
}

bool intake_same_key(const Measure *a, const Measure *b, Day day) {
  return a->side == b->side && a->trial == b->trial && a->contraction == b->contraction &&
         (a->date ? a->date : day) == (b->date ? b->date : day) && text_equal(a->test, b->test) &&
         text_equal(a->position, b->position);
}

bool intake_same_value(const Measure *a, const Measure *b) {
  bool lever = a->lever_m == b->lever_m || (isnan(a->lever_m) && isnan(b->lever_m));
  return a->lo == b->lo && a->hi == b->hi && a->quantity == b->quantity && a->pain == b->pain &&
         a->origin == b->origin && lever;
}

/* ---- answers ---- */

static bool read_answer(const Catalog *catalog, Arena *a, const char *question, const char *value, Answer *out,
                        const char **field, Err *err) {
  static const struct {
    const char *word;
    AnswerValue value;
  } words[] = {{"yes", ANSWER_YES}, {"no", ANSWER_NO},    {"unsure", ANSWER_UNSURE}, {"y", ANSWER_YES},
               {"n", ANSWER_NO},    {"true", ANSWER_YES}, {"false", ANSWER_NO}};
  *field = "question";
  const Question *found = catalog_question(catalog, given(question) ? question : "");
  if (!found)
    return fail(err, ERR_DATA, NULL, "%s", catalog_unknown(catalog, a, ROWS_QUESTION, given(question) ? question : ""));
  *field = "answer";
  for (size_t i = 0; value && i < ARRAY_LEN(words); i++)
    if ((value[0] | 0x20) == words[i].word[0] && strcasecmp(words[i].word, value) == 0) {
      *out = (Answer){.question = found->id, .value = words[i].value};
      return true;
    }
  return fail(err, ERR_DATA, NULL, "'%s' is no answer: write yes, no or unsure", value ? value : "");
}

bool intake_answer(const Catalog *catalog, Arena *a, const char *question, const char *value, Answer *out,
                   const char **field, Err *err) {
  if (read_answer(catalog, a, question, value, out, field, err)) return true;
  const char *const names[] = {"question", "answer"}, *const fields[] = {question, value};
  return blame_long(fields, names, ARRAY_LEN(names), field, err);
}

/* ---- patients ---- */

static bool parse_code(Arena *a, const char *text, const char **code, Err *err) {
  if (!given(text)) return fail(err, ERR_DATA, NULL, "the patient's code is missing");
  size_t len = strlen(text);
  bool good = len <= 32 && isalnum((unsigned char)text[0]) && (unsigned char)text[0] < 0x80;
  for (size_t i = 0; good && i < len; i++)
    good = (unsigned char)text[i] < 0x80 && (isalnum((unsigned char)text[i]) || strchr("._-", text[i]));
  if (!good)
    return fail(err, ERR_DATA, NULL,
                "'%s' is no patient code: 1 to 32 letters, digits and . _ -, beginning with a letter or digit", text);
  *code = arena_copy(a, text);
  return true;
}

/* The words of the model, and others that people write for them. */
static bool parse_sex(Arena *a, const char *text, Sex *sex, Err *err) {
  static const char *const words[] = {"female", "woman", "w", "male", "man", NULL};
  int word = given(text) ? name_find(words, lower(a, text)) : -1, found = SEX_UNKNOWN;
  if (given(text) && word < 0 && !pick(a, text, sex_names, SEX_FEMALE, "sex", &found, err)) return false;
  *sex = word < 0 ? (Sex)found : word < 3 ? SEX_FEMALE : SEX_MALE;
  return true;
}

/* One lower-case word, the same as the sport of a norm: "Trail running" is trail_running. */
static bool parse_sport(Arena *a, const char *text, const char **sport, Err *err) {
  if (!given(text)) return true;
  char *word = arena_copy(a, lower(a, text));
  for (char *at = word; *at; at++)
    if (*at == ' ') *at = '_';
  if (!text_is_id(word)) return fail(err, ERR_DATA, NULL, "'%s' is no sport: write letters only, as in running", text);
  *sport = word;
  return true;
}

static bool parse_body(Arena *a, const PatientText *in, Patient *out, const char **field, Err *err) {
  double age = -1;
  *field = "age";
  if ((in->age_n || given(in->age)) && !intake_number(in->age, in->age_n, "age in years", 0, 120, true, &age, err))
    return false;
  if (out->born && age >= 0) return fail(err, ERR_DATA, NULL, "both a date of birth and an age are given: keep one");
  out->age_years = (int)age;
  *field = "mass_kg";
  if ((in->mass_n || given(in->mass_kg)) &&
      !intake_number(in->mass_kg, in->mass_n, "body mass in kg", 20, 400, false, &out->mass_kg, err))
    return false;
  *field = "height_cm";
  if ((in->height_n || given(in->height_cm)) &&
      !intake_number(in->height_cm, in->height_n, "height in cm", 80, 250, false, &out->height_cm, err))
    return false;
  *field = "dominant";
  if (!find_side(a, in->dominant, SIDE_LEFT, &out->dominant, err)) return false;
  *field = "sport";
  return parse_sport(a, in->sport, &out->sport, err);
}

static bool read_patient(Arena *a, const PatientText *in, DateOrder order, Patient *out, const char **field, Err *err) {
  *out = (Patient){.age_years = -1, .mass_kg = NAN, .height_cm = NAN};
  *field = "patient";
  if (!parse_code(a, in->code, &out->code, err)) return false;
  *field = "sex";
  if (!parse_sex(a, in->sex, &out->sex, err)) return false;
  *field = "born";
  if (!parse_date(in->born, order, "date of birth", &out->born, err)) return false;
  return parse_body(a, in, out, field, err);
}

bool intake_patient(Arena *a, const PatientText *in, DateOrder order, Patient *out, const char **field, Err *err) {
  if (read_patient(a, in, order, out, field, err)) return true;
  static const char *const names[] = {"patient", "sex", "born", "age", "mass_kg", "height_cm", "dominant", "sport"};
  const char *const fields[] = {in->code,    in->sex,       in->born,     in->age,
                                in->mass_kg, in->height_cm, in->dominant, in->sport};
  return blame_long(fields, names, ARRAY_LEN(names), field, err);
}

bool intake_age(Patient *patient, Day on, Err *err) {
  if (!patient->born || !on) return true;
  if (patient->born > on) return fail(err, ERR_DATA, NULL, "born after the date of the case");
  int age = date_age(patient->born, on);
  if (age > 120) return fail(err, ERR_DATA, NULL, "%d years old at the date of the case: at most 120", age);
  patient->age_years = age;
  return true;
}
