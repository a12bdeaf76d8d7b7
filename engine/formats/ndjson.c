#include "formats/ndjson.h"

#include "formats/json.h"
#include "program/limit.h"

#include <stdarg.h>
#include <string.h>

/* Everything is optional here; what must be there is checked where it is used. */
static const char *const case_keys[] = {"patient", "date",      "measures", "answers",
                                        "limits",  "overrides", "clinic",   NULL};
static const char *const patient_keys[] = {"id",        "sex",      "born",  "age", "mass_kg",
                                           "height_cm", "dominant", "sport", NULL};
static const char *const measure_keys[] = {"test",    "side",  "value", "unit",   "position", "contraction",
                                           "lever_m", "trial", "pain",  "source", "date",     NULL};
static const char *const override_keys[] = {"pack", "rule", "side", "verdict", "reason", "clinician", NULL};

static const char *const clinic_keys[] = {"hash", "for", "norms", NULL};
static const char *const local_keys[] = {"test", "position", "unit",    "contraction", "scale", "mean",
                                         "sd",   "n",        "age_min", "age_max",     NULL};

typedef struct Reader {
  const Catalog *catalog;
  Arena *a;
  long line;
  IntakeNotes *notes;
  Err *err;
} Reader;

/* One field that may come as text or, where number is not NULL, as a number. */
typedef struct Slot {
  const char **text;
  const double **number;
} Slot;

/* ---- places ---- */

static bool refuse(const Reader *reader, const char *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static bool refuse(const Reader *reader, const char *path, const char *format, ...) {
  va_list args;
  va_start(args, format);
  const char *text = arena_vprintf(reader->a, format, args);
  va_end(args);
  const char *where = arena_printf(reader->a, "line %ld%s%s", reader->line, *path ? ", " : "", path);
  return fail(reader->err, ERR_DATA, where, "%s", text);
}

/* Places a fault of intake, which knows only the field. */
static bool place(const Reader *reader, const char *path, const char *field) {
  Err fault = *reader->err;
  *reader->err = (Err){0};
  return refuse(reader, *field ? arena_printf(reader->a, "%s%s%s", path, *path ? "." : "", field) : path, "%s",
                fault.text);
}

static const char *join(const Reader *reader, const char *path, const char *key) {
  return arena_printf(reader->a, "%s%s%s", path, *path ? "." : "", key);
}

static bool unknown_key(const Reader *reader, const char *path, const char *key, const char *const keys[]) {
  Nearest near = {.word = key};
  for (size_t i = 0; keys[i]; i++) text_near(&near, keys[i]);
  return refuse(reader, path, "unknown key '%.80s'%s", key, text_near_hint(reader->a, &near));
}

static bool expect(const Reader *reader, const JsonNode *node, NodeKind kind, const char *path, const char *wanted) {
  return node->kind == kind || refuse(reader, path, "%s expected, not %s", wanted, json_kind(node));
}

/* ---- objects ---- */

/* Fills slots from an object whose keys are listed in the same order. null stands for a field that is not given. */
static bool fill(const Reader *reader, const JsonNode *object, const char *path, const char *const keys[],
                 Slot slots[]) {
  for (size_t i = 0; i < object->count; i++) {
    const JsonNode *node = &object->items[i];
    int found = name_find(keys, node->key);
    if (found < 0) return unknown_key(reader, path, node->key, keys);
    Slot *slot = &slots[found];
    if (node->kind == NODE_NULL) continue;
    if (node->kind == NODE_TEXT && slot->text) {
      *slot->text = node->text;
    } else if (node->kind == NODE_NUMBER && slot->number) {
      *slot->number = &node->number;
    } else if (slot->text || slot->number) {
      return refuse(reader, join(reader, path, node->key), "%s expected, not %s",
                    !slot->text    ? "a number"
                    : slot->number ? "text or a number"
                                   : "text",
                    json_kind(node));
    }
  }
  return true;
}

static bool read_patient(const Reader *reader, const JsonNode *object, Patient *out) {
  PatientText text = {0};
  const char *field = "";
  Slot slots[] = {{.text = &text.code},     {.text = &text.sex},      {.text = &text.born},
                  {.number = &text.age_n},  {.number = &text.mass_n}, {.number = &text.height_n},
                  {.text = &text.dominant}, {.text = &text.sport}};
  if (!expect(reader, object, NODE_OBJECT, "patient", "an object")) return false;
  if (!fill(reader, object, "patient", patient_keys, slots)) return false;
  if (intake_patient(reader->a, &text, DATE_ISO, out, &field, reader->err)) return true;
  return place(reader, "patient", strcmp(field, "patient") == 0 ? "id" : field);
}

static bool read_measure(const Reader *reader, const JsonNode *object, size_t index, Measure *out) {
  MeasureText text = {0};
  const char *path = "", *field = "";
  Slot slots[] = {{.text = &text.test},      {.text = &text.side},      {.text = &text.value, .number = &text.value_n},
                  {.text = &text.unit},      {.text = &text.position},  {.text = &text.contraction},
                  {.number = &text.lever_n}, {.number = &text.trial_n}, {.number = &text.pain_n},
                  {.text = &text.origin},    {.text = &text.date}};
  size_t before = reader->notes ? reader->notes->count : 0;
  char place_text[32];
  snprintf(place_text, sizeof place_text, "measures[%zu]", index);
  path = place_text;
  if (!expect(reader, object, NODE_OBJECT, path, "an object")) return false;
  if (!fill(reader, object, path, measure_keys, slots)) return false;
  if (!intake_measure(reader->catalog, reader->a, &text, DATE_ISO, out, reader->notes, &field, reader->err))
    return place(reader, path, field);
  for (size_t i = before; reader->notes && i < reader->notes->count; i++) reader->notes->items[i].index = (int)index;
  return true;
}

static bool read_measures(const Reader *reader, const JsonNode *list, Case *out) {
  if (!expect(reader, list, NODE_LIST, "measures", "a list")) return false;
  size_t count = list->count;
  out->measures = arena_array(reader->a, count, sizeof *out->measures);
  for (size_t i = 0; i < count; i++)
    if (!read_measure(reader, &list->items[i], i, &out->measures[i])) return false;
  out->measure_count = count;
  return true;
}

static bool read_answers(const Reader *reader, const JsonNode *object, Case *out) {
  const char *field = "";
  if (!expect(reader, object, NODE_OBJECT, "answers", "an object")) return false;
  out->answers = arena_array(reader->a, object->count, sizeof *out->answers);
  for (size_t i = 0; i < object->count; i++) {
    const JsonNode *node = &object->items[i];
    const char *text = node->kind == NODE_BOOL ? (node->truth ? "yes" : "no") : node->text;
    if (node->kind == NODE_NULL) continue;
    if (!text)
      return refuse(reader, join(reader, "answers", node->key), "yes, no or unsure expected, not %s", json_kind(node));
    Answer *answer = &out->answers[out->answer_count++];
    if (!intake_answer(reader->catalog, reader->a, node->key, text, answer, &field, reader->err))
      return place(reader, "answers", strcmp(field, "answer") == 0 ? node->key : "");
  }
  return true;
}

static bool read_texts(const Reader *reader, const JsonNode *list, const char *name, const char *const **out,
                       size_t *count) {
  if (!list || list->kind == NODE_NULL) return true;
  if (!expect(reader, list, NODE_LIST, arena_printf(reader->a, "limits.%s", name), "a list")) return false;
  const char **ids = arena_array(reader->a, list->count + 1, sizeof *ids);
  for (size_t i = 0; i < list->count; i++) {
    const char *path = arena_printf(reader->a, "limits.%s[%zu]", name, i);
    if (!expect(reader, &list->items[i], NODE_TEXT, path, "text")) return false;
    ids[i] = list->items[i].text;
  }
  *out = ids;
  *count = list->count;
  return true;
}

static bool read_limits(const Reader *reader, const JsonNode *object, Limits *out) {
  LimitsText text = {0};
  const char *field = "";
  Slot slots[LIMIT_NUMBERS + LIMIT_LISTS] = {{.text = NULL}};
  for (int i = 0; i < LIMIT_NUMBERS; i++) slots[i].number = &text.exact[i];
  if (!expect(reader, object, NODE_OBJECT, "limits", "an object")) return false;
  if (!fill(reader, object, "limits", limit_names, slots)) return false;
  for (int i = 0; i < LIMIT_LISTS; i++) {
    const char *name = limit_names[LIMIT_NUMBERS + i];
    if (!read_texts(reader, json_member(object, name), name, &text.lists[i], &text.counts[i])) return false;
  }
  return limits_read(reader->catalog, reader->a, &text, out, &field, reader->err) || place(reader, "limits", field);
}

static bool read_override(const Reader *reader, const JsonNode *object, size_t index, Override *out) {
  static const char *const verdicts[] = {"absent", "present", NULL};
  const char *side = side_names[SIDE_BOTH], *verdict = "";
  const char *path = arena_printf(reader->a, "overrides[%zu]", index);
  Slot slots[] = {{.text = &out->pack}, {.text = &out->rule},   {.text = &side},
                  {.text = &verdict},   {.text = &out->reason}, {.text = &out->clinician}};
  if (!expect(reader, object, NODE_OBJECT, path, "an object")) return false;
  if (!fill(reader, object, path, override_keys, slots)) return false;
  const char *const needed[] = {out->pack, out->rule, out->reason, out->clinician};
  for (size_t i = 0; i < ARRAY_LEN(needed); i++)
    if (!needed[i] || !*needed[i]) return refuse(reader, path, "pack, rule, reason and clinician must be there");
  int found_side = name_find(side_names, side), found = name_find(verdicts, verdict);
  if (found_side < 0) return refuse(reader, join(reader, path, "side"), "left, right or both expected");
  if (found < 0) return refuse(reader, join(reader, path, "verdict"), "present or absent expected");
  out->side = (Side)found_side, out->present = found == 1;
  return true;
}

static bool same_place(const Override *x, const Override *y) {
  return x->side == y->side && strcmp(x->rule, y->rule) == 0 && strcmp(x->pack, y->pack) == 0;
}

static bool read_overrides(const Reader *reader, const JsonNode *list, Case *out) {
  if (list->kind == NODE_NULL) return true;
  if (!expect(reader, list, NODE_LIST, "overrides", "a list")) return false;
  out->overrides = arena_array(reader->a, list->count, sizeof *out->overrides);
  for (size_t i = 0; i < list->count; i++) {
    if (!read_override(reader, &list->items[i], i, &out->overrides[i])) return false;
    for (size_t k = 0; k < i; k++)
      if (same_place(&out->overrides[k], &out->overrides[i]))
        return refuse(reader, arena_printf(reader->a, "overrides[%zu]", i), "this rule and side stands above already");
  }
  out->override_count = list->count;
  return true;
}

/* ---- the clinic's own comparison groups, as judged with before ---- */

static bool is_whole(const double *number, double least, double most) {
  return number && *number >= least && *number <= most && *number - floor(*number) <= 0;
}

static bool read_local(const Reader *reader, const JsonNode *object, size_t index, LocalNorm *out) {
  const char *unit_id = NULL, *contraction = contraction_names[CONTRACTION_UNKNOWN], *scale = NULL;
  const double *mean = NULL, *sd = NULL, *n = NULL, *age_min = NULL, *age_max = NULL;
  const char *path = arena_printf(reader->a, "clinic.norms[%zu]", index);
  Slot slots[] = {{.text = &out->test}, {.text = &out->position}, {.text = &unit_id}, {.text = &contraction},
                  {.text = &scale},     {.number = &mean},        {.number = &sd},    {.number = &n},
                  {.number = &age_min}, {.number = &age_max}};
  if (!expect(reader, object, NODE_OBJECT, path, "an object")) return false;
  if (!fill(reader, object, path, local_keys, slots)) return false;
  const Unit *unit = unit_find(unit_id, DIM_COUNT_OF);
  int found = name_find(contraction_names, contraction);
  if (!out->test || catalog_find(reader->catalog, ROWS_TEST, out->test) < 0)
    return refuse(reader, path, "%s",
                  catalog_unknown(reader->catalog, reader->a, ROWS_TEST, out->test ? out->test : "?"));
  if (!unit || unit != unit_base(unit->dimension) || found < 0 || (scale && strcmp(scale, "log") != 0))
    return refuse(reader, path, "a base unit, a contraction, and the scale log or none expected");
  if (!mean || !sd || !(*sd > 0) || !is_whole(n, 2, 1e9) || !is_whole(age_min, 0, 200) || !is_whole(age_max, 0, 200))
    return refuse(reader, path, "mean, sd above 0, n, age_min and age_max must be there");
  out->quantity = unit->dimension, out->contraction = (Contraction)found, out->lognormal = scale != NULL;
  out->mean = *mean, out->sd = *sd;
  out->n = (int)*n, out->age_min = (int)*age_min, out->age_max = (int)*age_max;
  return true;
}

static bool read_clinic(const Reader *reader, const JsonNode *object, Case *out) {
  static const char *const whose[] = {"asked", "all", NULL};
  const char *serves = "";
  Slot slots[] = {{.text = &out->local_hash}, {.text = &serves}, {0}};
  if (object->kind == NODE_NULL) return true;
  if (!expect(reader, object, NODE_OBJECT, "clinic", "an object")) return false;
  if (!fill(reader, object, "clinic", clinic_keys, slots)) return false;
  const JsonNode *norms = json_member(object, "norms");
  if (!out->local_hash || name_find(whose, serves) < 0 || !norms)
    return refuse(reader, "clinic", "hash, for (all or asked) and norms must be there");
  if (!expect(reader, norms, NODE_LIST, "clinic.norms", "a list")) return false;
  out->local_all = strcmp(serves, "all") == 0;
  out->local = arena_array(reader->a, norms->count, sizeof *out->local);
  out->local_count = norms->count;
  for (size_t i = 0; i < norms->count; i++)
    if (!read_local(reader, &norms->items[i], i, &out->local[i])) return false;
  return true;
}

/* ---- the case ---- */

/* What only the whole case can tell: dates that fit, no reading twice with two values. */
static bool settle(const Reader *reader, Case *out) {
  Repeat *repeats;
  if (!intake_age(&out->patient, out->date, reader->err)) return place(reader, "patient", "born");
  for (size_t i = 0; i < out->measure_count; i++)
    if (out->measures[i].date > out->date)
      return refuse(reader, arena_printf(reader->a, "measures[%zu].date", i), "later than the date of the case");
  size_t count = import_repeats(reader->a, out->measures, out->measure_count, out->date, &repeats), kept = 0;
  if (count == 0) return true;
  for (size_t i = 0; i < count; i++)
    if (!repeats[i].same)
      return refuse(reader, arena_printf(reader->a, "measures[%zu]", repeats[i].later), "%s",
                    import_repeat_text(reader->a, &out->measures[repeats[i].later],
                                       arena_printf(reader->a, "measures[%zu]", repeats[i].earlier)));
  for (size_t i = 0, next = 0; i < out->measure_count; i++)
    if (next < count && repeats[next].later == i)
      next++;
    else
      out->measures[kept++] = out->measures[i];
  out->measure_count = kept;
  return true;
}

static bool read_case(const Reader *reader, const JsonNode *root, Day day, Case *out) {
  const char *date = NULL;
  Slot slots[] = {{0}, {.text = &date}, {0}, {0}, {0}, {0}, {0}};
  if (!fill(reader, root, "", case_keys, slots)) return false;
  const JsonNode *patient = json_member(root, "patient"), *measures = json_member(root, "measures");
  const JsonNode *answers = json_member(root, "answers"), *limits = json_member(root, "limits");
  const JsonNode *overrides = json_member(root, "overrides"), *clinic = json_member(root, "clinic");
  out->date = day;
  if (!patient) return refuse(reader, "", "the patient is missing: {\"patient\":{\"id\":\"P1\"}, ...}");
  if (date && !date_parse(date, DATE_ISO, &out->date))
    return refuse(reader, "date", "'%.60s' is no date of the calendar: write YYYY-MM-DD", date);
  if (!out->date) return refuse(reader, "date", "the date of the case is missing: write YYYY-MM-DD");
  return read_patient(reader, patient, &out->patient) && (!measures || read_measures(reader, measures, out)) &&
         (!answers || read_answers(reader, answers, out)) && (!limits || read_limits(reader, limits, &out->limits)) &&
         (!overrides || read_overrides(reader, overrides, out)) && (!clinic || read_clinic(reader, clinic, out)) &&
         settle(reader, out);
}

bool ndjson_case(const Catalog *catalog, Arena *a, const char *text, size_t len, long line, Day day, Case *out,
                 IntakeNotes *notes, Err *err) {
  Reader reader = {catalog, a, line, notes, err};
  JsonNode root;
  size_t column;
  Err fault = {0};
  *out = (Case){0};
  if (line == 1 && len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) text += 3, len -= 3;
  if (len > NDJSON_LINE_MAX) return refuse(&reader, "", "longer than %d bytes", NDJSON_LINE_MAX);
  if (!json_parse(a, text, len, &root, &column, &fault))
    return refuse(&reader, arena_printf(a, "column %zu", column), "not valid JSON: %s", fault.text);
  return expect(&reader, &root, NODE_OBJECT, "", "an object") && read_case(&reader, &root, day, out);
}

/* ---- a whole file ---- */

static bool is_blank(const char *text, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r') return false;
  return true;
}

static void read_line(const Catalog *catalog, Import *import, const ReadOptions *options, const char *text, size_t len,
                      long line) {
  Case part;
  IntakeNotes notes = {0};
  Err err = {0};
  if (!ndjson_case(catalog, import->arena, text, len, line, options->date, &part, &notes, &err)) {
    const char *comma = strstr(err.where, ", ");
    import_refuse(import, line, comma ? comma + 2 : "", "%s", err.text);
    return;
  }
  for (size_t i = 0; i < notes.count; i++) {
    const IntakeNote *note = &notes.items[i];
    const char *path = arena_printf(import->arena, "measures[%d].%s", note->index, note->field);
    import_note(import, line, path, strcmp(note->field, "unit") == 0, note->text);
  }
  const char **columns = arena_array(import->arena, part.measure_count, sizeof *columns);
  for (size_t i = 0; i < part.measure_count; i++) columns[i] = arena_printf(import->arena, "measures[%zu]", i);
  import_add(import, line, &part, columns);
}

bool ndjson_read(const Catalog *catalog, Arena *a, const ReadOptions *options, const char *data, size_t len,
                 Import *out, Err *err) {
  import_begin(out, a, "line");
  out->skip_bad = options->skip_bad;
  out->latest = options->latest;
  if (len > NDJSON_FILE_MAX) import_refuse(out, 0, "", "larger than %d MiB", NDJSON_FILE_MAX >> 20);
  for (size_t start = 0, line = 1; start < len && len <= NDJSON_FILE_MAX; line++) {
    const char *end = memchr(data + start, '\n', len - start);
    size_t size = end ? (size_t)(end - data) - start : len - start;
    if (!is_blank(data + start, size)) read_line(catalog, out, options, data + start, size, (long)line);
    start += size + 1;
  }
  return import_finish(out, err);
}
