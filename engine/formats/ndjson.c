#include "formats/ndjson.h"

#include "formats/json.h"
#include "program/limit.h"

#include <stdarg.h>
#include <string.h>

/* Everything is optional here; what must be there is checked where it is used. */
static const JsonName case_keys[] = {JSON_NAME("patient"), JSON_NAME("date"),   JSON_NAME("measures"),
                                     JSON_NAME("answers"), JSON_NAME("limits"), JSON_NAME("overrides"),
                                     JSON_NAME("clinic")};
static const JsonName patient_keys[] = {JSON_NAME("id"),       JSON_NAME("sex"),     JSON_NAME("born"),
                                        JSON_NAME("age"),      JSON_NAME("mass_kg"), JSON_NAME("height_cm"),
                                        JSON_NAME("dominant"), JSON_NAME("sport")};
static const JsonName measure_keys[] = {JSON_NAME("test"),        JSON_NAME("side"),    JSON_NAME("value"),
                                        JSON_NAME("unit"),        JSON_NAME("source"),  JSON_NAME("position"),
                                        JSON_NAME("contraction"), JSON_NAME("lever_m"), JSON_NAME("trial"),
                                        JSON_NAME("pain"),        JSON_NAME("date")};
static const JsonName override_keys[] = {JSON_NAME("pack"),    JSON_NAME("rule"),   JSON_NAME("side"),
                                         JSON_NAME("verdict"), JSON_NAME("reason"), JSON_NAME("clinician")};

static const JsonName clinic_keys[] = {JSON_NAME("hash"), JSON_NAME("for"), JSON_NAME("norms")};
static const JsonName local_keys[] = {
    JSON_NAME("test"), JSON_NAME("position"), JSON_NAME("unit"), JSON_NAME("contraction"), JSON_NAME("scale"),
    JSON_NAME("mean"), JSON_NAME("sd"),       JSON_NAME("n"),    JSON_NAME("age_min"),     JSON_NAME("age_max")};
enum { KEYS_MOST = 11 };

/* Of several faults the one of the first part in this order is told, and in a part the first; whatever the order in the
 * line. */
typedef enum {
  PART_JSON,
  PART_CASE,
  PART_PATIENT,
  PART_MEASURES,
  PART_ANSWERS,
  PART_LIMITS,
  PART_LIMIT_LISTS,
  PART_OVERRIDES,
  PART_CLINIC,
  PART_NORMS,
  PART_WHOLE,
  PART_NONE
} Part;

typedef struct Where { /* what is being read */
  Part part;
  const char *name; /* "measures"; NULL: the case itself */
  long index;       /* of a list; -1: none */
} Where;

typedef struct Reader {
  Json json;
  const Catalog *catalog;
  Arena *a;
  long line;
  const Wanted *wanted; /* NULL: everything */
  IntakeNotes *notes;
  Case *out;
  Where where;
  Part faulty; /* the part of the fault in err; PART_NONE: there is none */
  bool has_patient, has_norms;
  double numbers[KEYS_MOST]; /* of the object that was read last */
  Err fault;                 /* room for faults that get their place here */
  Err *err;
} Reader;

typedef struct Other { /* how a field is read that is neither text nor a number */
  void (*own)(Reader *reader);
  const char *const **texts; /* a list of texts */
  size_t *count;
} Other;

/* ---- places ---- */

static bool is_sound(const Reader *reader) { return reader->faulty > reader->where.part; }

static bool refuse(Reader *reader, const char *key, const char *format, ...) __attribute__((format(printf, 3, 4)));
static bool refuse(Reader *reader, const char *key, const char *format, ...) {
  if (!is_sound(reader)) return false;
  const Where *where = &reader->where;
  Text place = {.arena = reader->a};
  text_addf(&place, "line %ld", reader->line);
  if (where->name) text_addf(&place, ", %s", where->name);
  if (where->index >= 0) text_addf(&place, "[%ld]", where->index);
  if (*key) text_addf(&place, "%s%s", where->name ? "." : ", ", key);
  va_list args;
  va_start(args, format);
  const char *text = arena_vprintf(reader->a, format, args);
  va_end(args);
  reader->faulty = where->part;
  *reader->err = (Err){0};
  return fail(reader->err, ERR_DATA, text_get(&place), "%s", text);
}

/* Places a fault of intake, which knows only the field. */
static bool place(Reader *reader, const char *field) {
  reader->fault.kind = ERR_NONE;
  return refuse(reader, field, "%s", reader->fault.text);
}

static bool unknown_key(Reader *reader, const char *key, const JsonName *names, size_t count) {
  if (!is_sound(reader)) return false;
  Nearest near = {.word = key};
  for (size_t i = 0; i < count; i++) text_near(&near, names[i].key);
  return refuse(reader, "", "unknown key '%.80s'%s", key, text_near_hint(reader->a, &near));
}

/* Is the value one of that kind, and to be read? Else it is behind. */
static bool expect(Reader *reader, JsonKind kind, const char *key) {
  JsonKind found = json_kind(&reader->json);
  if (found == kind && is_sound(reader)) return true;
  json_skip(&reader->json);
  return found != kind && refuse(reader, key, "%s expected, not %s", json_kind_text(kind), json_kind_text(found));
}

static bool is_null(Reader *reader) {
  bool null = json_kind(&reader->json) == KIND_NULL;
  if (null) json_skip(&reader->json);
  return null;
}

/* ---- objects ---- */

static void read_texts(Reader *reader, const Other *other, const char *name) {
  LIST(const char *) list = {0};
  reader->where.part = PART_LIMIT_LISTS;
  if (is_null(reader) || !expect(reader, KIND_LIST, name)) return;
  for (bool more = json_enter(&reader->json); more; more = json_next(&reader->json)) {
    const char **text = LIST_ADD(reader->a, &list);
    if (json_kind(&reader->json) == KIND_TEXT)
      *text = json_text(&reader->json);
    else
      expect(reader, KIND_TEXT, is_sound(reader) ? arena_printf(reader->a, "%s[%zu]", name, list.count - 1) : "");
  }
  *other->count = list.count;
  (void)LIST_ADD(reader->a, &list); /* a list that is given and empty is one, too */
  *other->texts = list.items;
}

static void read_other(Reader *reader, const Other *other, const char *key) {
  Where where = reader->where;
  if (other->own)
    other->own(reader);
  else
    read_texts(reader, other, key);
  reader->where = where;
}

static void wrong_kind(Reader *reader, const JsonSlot *slot, const char *key) {
  JsonKind kind = json_kind(&reader->json);
  json_skip(&reader->json);
  if (kind == KIND_NULL) return;
  refuse(reader, key, "%s expected, not %s",
         !slot->text    ? "a number"
         : slot->number ? "text or a number"
                        : "text",
         json_kind_text(kind));
}

/* Fills slots from an object whose keys are listed in the same order; what has no slot is read as `others` say, by key
 * too. null stands for a field that is not given. */
static bool fill(Reader *reader, const JsonName *names, const JsonSlot *slots, size_t count, const Other *others) {
  JsonFields fields = {names, slots, count, reader->numbers, .found = -1};
  if (!expect(reader, KIND_OBJECT, "")) return false;
  while (json_fields(&reader->json, &fields)) {
    if (fields.found < 0) {
      unknown_key(reader, fields.key, names, count);
      json_skip(&reader->json);
    } else if (slots[fields.found].text || slots[fields.found].number) {
      wrong_kind(reader, &slots[fields.found], fields.key);
    } else {
      read_other(reader, &others[fields.found], fields.key);
    }
  }
  return is_sound(reader);
}
#define FILL(reader, names, slots, others) fill((reader), (names), (slots), ARRAY_LEN(slots), (others))

static void read_patient(Reader *reader) {
  PatientText text = {0};
  const char *field = "";
  const JsonSlot slots[] = {{.text = &text.code},     {.text = &text.sex},      {.text = &text.born},
                            {.number = &text.age_n},  {.number = &text.mass_n}, {.number = &text.height_n},
                            {.text = &text.dominant}, {.text = &text.sport}};
  reader->where = (Where){PART_PATIENT, "patient", -1};
  reader->has_patient = true;
  if (FILL(reader, patient_keys, slots, NULL) &&
      !intake_patient(reader->a, &text, DATE_ISO, &reader->out->patient, &field, &reader->fault))
    place(reader, strcmp(field, "patient") == 0 ? "id" : field);
}

/* Looks the test up. gives false when the measure is not asked for. */
static bool find_test(const Reader *reader, MeasureText *text) {
  int test = catalog_find(reader->catalog, ROWS_TEST, text->test);
  if (test >= 0) text->row = &reader->catalog->tests.items[test];
  const Wanted *wanted = reader->wanted;
  return !wanted || !text->test || (test >= 0 && (!wanted->tests || wanted->tests[test]));
}

typedef LIST(Measure) Measures;

static void add_measure(Reader *reader, MeasureText *text, Measures *measures) {
  const char *field = "";
  size_t before = reader->notes ? reader->notes->count : 0;
  if (!find_test(reader, text)) return;
  if (!intake_measure(reader->catalog, reader->a, text, DATE_ISO, LIST_ADD(reader->a, measures), reader->notes, &field,
                      &reader->fault))
    place(reader, field);
  for (size_t i = before; reader->notes && i < reader->notes->count; i++)
    reader->notes->items[i].index = (int)reader->where.index;
}

static void read_measures(Reader *reader) {
  MeasureText text;
  Measures measures = {0};
  const JsonSlot slots[] = {
      {.text = &text.test},        {.text = &text.side},      {.text = &text.value, .number = &text.value_n},
      {.text = &text.unit},        {.text = &text.origin},    {.text = &text.position},
      {.text = &text.contraction}, {.number = &text.lever_n}, {.number = &text.trial_n},
      {.number = &text.pain_n},    {.text = &text.date}};
  reader->where = (Where){PART_MEASURES, "measures", -1};
  if (!expect(reader, KIND_LIST, "")) return;
  for (bool more = json_enter(&reader->json); more; more = json_next(&reader->json)) {
    reader->where.index++;
    text = (MeasureText){0};
    if (FILL(reader, measure_keys, slots, NULL)) add_measure(reader, &text, &measures);
  }
  reader->out->measures = measures.items, reader->out->measure_count = measures.count;
}

typedef LIST(Answer) Answers;

static void read_answer(Reader *reader, const char *key, Answers *answers) {
  const char *field = "", *text = NULL;
  JsonKind kind = json_kind(&reader->json);
  if (kind == KIND_TEXT)
    text = json_text(&reader->json);
  else if (kind == KIND_BOOL)
    text = json_truth(&reader->json) ? "yes" : "no";
  else
    json_skip(&reader->json);
  if (kind == KIND_NULL || !is_sound(reader)) return;
  if (!text) {
    refuse(reader, key, "yes, no or unsure expected, not %s", json_kind_text(kind));
  } else if (reader->wanted && (!reader->wanted->answers || catalog_find(reader->catalog, ROWS_QUESTION, key) < 0)) {
    return;
  } else if (!intake_answer(reader->catalog, reader->a, key, text, LIST_ADD(reader->a, answers), &field,
                            &reader->fault)) {
    place(reader, strcmp(field, "answer") == 0 ? key : "");
  }
}

static void read_answers(Reader *reader) {
  JsonKeys keys = {0};
  Answers answers = {0};
  reader->where = (Where){PART_ANSWERS, "answers", -1};
  if (!expect(reader, KIND_OBJECT, "")) return;
  for (bool more = json_enter(&reader->json); more; more = json_next(&reader->json)) {
    const char *key = json_member(&reader->json, &keys);
    read_answer(reader, key, &answers);
  }
  reader->out->answers = answers.items, reader->out->answer_count = answers.count;
}

static void read_limits(Reader *reader) {
  LimitsText text = {0};
  const char *field = "";
  JsonSlot slots[LIMIT_NUMBERS + LIMIT_LISTS] = {{.text = NULL}};
  Other others[LIMIT_NUMBERS + LIMIT_LISTS] = {{.own = NULL}};
  JsonName names[LIMIT_NUMBERS + LIMIT_LISTS];
  if (reader->wanted) {
    json_skip(&reader->json);
    return;
  }
  for (int i = 0; i < LIMIT_NUMBERS; i++) slots[i].number = &text.exact[i];
  for (int i = 0; i < LIMIT_LISTS; i++)
    others[LIMIT_NUMBERS + i] = (Other){.texts = &text.lists[i], .count = &text.counts[i]};
  reader->where = (Where){PART_LIMITS, "limits", -1};
  for (size_t i = 0; i < ARRAY_LEN(names); i++) names[i] = json_name(limit_names[i]);
  if (!FILL(reader, names, slots, others)) return;
  reader->where.part = PART_LIMIT_LISTS;
  if (is_sound(reader) && !limits_read(reader->catalog, reader->a, &text, &reader->out->limits, &field, &reader->fault))
    place(reader, field);
}

static void read_override(Reader *reader, Override *out) {
  static const char *const verdicts[] = {"absent", "present", NULL};
  const char *side = side_names[SIDE_BOTH], *verdict = "";
  const JsonSlot slots[] = {{.text = &out->pack}, {.text = &out->rule},   {.text = &side},
                            {.text = &verdict},   {.text = &out->reason}, {.text = &out->clinician}};
  if (!FILL(reader, override_keys, slots, NULL)) return;
  const char *const needed[] = {out->pack, out->rule, out->reason, out->clinician};
  for (size_t i = 0; i < ARRAY_LEN(needed); i++)
    if (!needed[i] || !*needed[i]) refuse(reader, "", "pack, rule, reason and clinician must be there");
  int found_side = name_find(side_names, side), found = name_find(verdicts, verdict);
  if (found_side < 0) refuse(reader, "side", "left, right or both expected");
  if (found < 0) refuse(reader, "verdict", "present or absent expected");
  out->side = (Side)found_side, out->present = found == 1;
}

static bool same_place(const Override *x, const Override *y) {
  return x->side == y->side && strcmp(x->rule, y->rule) == 0 && strcmp(x->pack, y->pack) == 0;
}

static void read_overrides(Reader *reader) {
  LIST(Override) list = {0};
  reader->where = (Where){PART_OVERRIDES, "overrides", -1};
  if (is_null(reader) || !expect(reader, KIND_LIST, "")) return;
  for (bool more = json_enter(&reader->json); more; more = json_next(&reader->json)) {
    Override *last = LIST_ADD(reader->a, &list);
    reader->where.index++;
    read_override(reader, last);
    for (size_t i = 0; i + 1 < list.count && is_sound(reader); i++)
      if (same_place(&list.items[i], last)) refuse(reader, "", "this rule and side stands above already");
  }
  reader->out->overrides = list.items, reader->out->override_count = list.count;
}

/* ---- the clinic's own comparison groups, as judged with before ---- */

static bool is_whole(const double *number, double least, double most) {
  return number && *number >= least && *number <= most && *number - floor(*number) <= 0;
}

static void read_local(Reader *reader, LocalNorm *out) {
  const char *unit_id = NULL, *contraction = contraction_names[CONTRACTION_UNKNOWN], *scale = NULL;
  const double *mean = NULL, *sd = NULL, *n = NULL, *age_min = NULL, *age_max = NULL;
  const JsonSlot slots[] = {{.text = &out->test}, {.text = &out->position}, {.text = &unit_id}, {.text = &contraction},
                            {.text = &scale},     {.number = &mean},        {.number = &sd},    {.number = &n},
                            {.number = &age_min}, {.number = &age_max}};
  if (!FILL(reader, local_keys, slots, NULL)) return;
  const Unit *unit = unit_find(unit_id, DIM_COUNT_OF);
  int found = name_find(contraction_names, contraction);
  if (!out->test || catalog_find(reader->catalog, ROWS_TEST, out->test) < 0)
    refuse(reader, "", "%s", catalog_unknown(reader->catalog, reader->a, ROWS_TEST, out->test ? out->test : "?"));
  else if (!unit || unit != unit_base(unit->dimension) || found < 0 || (scale && strcmp(scale, "log") != 0))
    refuse(reader, "", "a base unit, a contraction, and the scale log or none expected");
  else if (!mean || !sd || !(*sd > 0) || !is_whole(n, 2, 1e9) || !is_whole(age_min, 0, 200) ||
           !is_whole(age_max, 0, 200))
    refuse(reader, "", "mean, sd above 0, n, age_min and age_max must be there");
  if (!is_sound(reader)) return;
  out->quantity = unit->dimension, out->contraction = (Contraction)found, out->lognormal = scale != NULL;
  out->mean = *mean, out->sd = *sd;
  out->n = (int)*n, out->age_min = (int)*age_min, out->age_max = (int)*age_max;
}

static void read_norms(Reader *reader) {
  LIST(LocalNorm) list = {0};
  reader->where = (Where){PART_NORMS, "clinic.norms", -1};
  reader->has_norms = true;
  if (!expect(reader, KIND_LIST, "")) return;
  for (bool more = json_enter(&reader->json); more; more = json_next(&reader->json)) {
    reader->where.index++;
    read_local(reader, LIST_ADD(reader->a, &list));
  }
  reader->out->local = list.items, reader->out->local_count = list.count;
}

static void read_clinic(Reader *reader) {
  static const char *const whose[] = {"asked", "all", NULL};
  const char *serves = "";
  const JsonSlot slots[] = {{.text = &reader->out->local_hash}, {.text = &serves}, {0}};
  const Other others[] = {{0}, {0}, {.own = read_norms}};
  reader->where = (Where){PART_CLINIC, "clinic", -1};
  if (is_null(reader) || !FILL(reader, clinic_keys, slots, others)) return;
  if (!reader->out->local_hash || name_find(whose, serves) < 0 || !reader->has_norms)
    refuse(reader, "", "hash, for (all or asked) and norms must be there");
  reader->out->local_all = strcmp(serves, "all") == 0;
}

/* ---- the case ---- */

/* What only the whole case can tell: dates that fit, no reading twice with two values. */
static bool settle(Reader *reader, Case *out) {
  Repeat *repeats;
  reader->where = (Where){PART_WHOLE, "patient", -1};
  if (!intake_age(&out->patient, out->date, &reader->fault)) return place(reader, "born");
  reader->where.name = "measures";
  for (size_t i = 0; i < out->measure_count; i++) {
    reader->where.index = (long)i;
    if (!out->measures[i].date) out->measures[i].date = out->date;
    if (out->measures[i].date > out->date) return refuse(reader, "date", "later than the date of the case");
  }
  size_t count = import_repeats(reader->a, out->measures, out->measure_count, out->date, &repeats), kept = 0;
  for (size_t i = 0; i < count; i++) {
    reader->where.index = (long)repeats[i].later;
    if (!repeats[i].same)
      return refuse(reader, "", "%s",
                    import_repeat_text(reader->a, &out->measures[repeats[i].later],
                                       arena_printf(reader->a, "measures[%zu]", repeats[i].earlier)));
  }
  for (size_t i = 0, next = 0; i < out->measure_count && count; i++)
    if (next < count && repeats[next].later == i)
      next++;
    else
      out->measures[kept++] = out->measures[i];
  if (count) out->measure_count = kept;
  return true;
}

static bool read_case(Reader *reader, Day day, Case *out) {
  const char *date = NULL;
  const JsonSlot slots[] = {{0}, {.text = &date}, {0}, {0}, {0}, {0}, {0}};
  static const Other others[] = {{.own = read_patient}, {.own = NULL},        {.own = read_measures},
                                 {.own = read_answers}, {.own = read_limits}, {.own = read_overrides},
                                 {.own = read_clinic}};
  out->date = day;
  if (!FILL(reader, case_keys, slots, others)) return false;
  if (!reader->has_patient) return refuse(reader, "", "the patient is missing: {\"patient\":{\"id\":\"P1\"}, ...}");
  if (date && !date_parse(date, DATE_ISO, &out->date))
    return refuse(reader, "date", "'%.60s' is no date of the calendar: write YYYY-MM-DD", date);
  if (!out->date) return refuse(reader, "date", "the date of the case is missing: write YYYY-MM-DD");
  return reader->faulty == PART_NONE && settle(reader, out);
}

static bool read_bytes(Reader *reader, const char *text, size_t len, Day day) {
  *reader->out = (Case){0};
  reader->where.index = -1, reader->where.part = PART_CASE, reader->faulty = PART_NONE;
  if (reader->line == 1 && len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) text += 3, len -= 3;
  if (len > NDJSON_LINE_MAX) return refuse(reader, "", "longer than %d bytes", NDJSON_LINE_MAX);
  json_open(&reader->json, reader->a, text, len);
  bool good = read_case(reader, day, reader->out);
  if (json_close(&reader->json)) return good;
  reader->where = (Where){PART_JSON, NULL, -1};
  return refuse(reader, arena_printf(reader->a, "column %zu", reader->json.column), "not valid JSON: %s",
                reader->json.fault);
}

bool ndjson_case(const Catalog *catalog, Arena *a, const char *text, size_t len, long line, Day day, Case *out,
                 IntakeNotes *notes, Err *err) {
  Reader reader = {.catalog = catalog, .a = a, .line = line, .notes = notes, .out = out, .err = err};
  return read_bytes(&reader, text, len, day);
}

bool ndjson_stored(const Catalog *catalog, Arena *a, const char *text, size_t len, const Wanted *wanted, Case *out,
                   Err *err) {
  Reader reader = {.catalog = catalog, .a = a, .line = 1, .wanted = wanted, .out = out, .err = err};
  return read_bytes(&reader, text, len, 0);
}
