/* Cases in the very form in which they are stored: keys in one order, no blanks, no escapes. Each byte is looked at once
 * and nothing is kept but the case. */
#include "formats/ndjson.h"

#include <string.h>

typedef struct Scan {
  const Catalog *catalog;
  Arena *a;
  const char *at, *end;
  bool bad; /* another form; sticks */
} Scan;

typedef struct Span {
  const char *text;
  size_t len;
} Span;

/* ---- pieces ---- */

static bool skip_n(Scan *s, const char *piece, size_t len) {
  if ((size_t)(s->end - s->at) < len || memcmp(s->at, piece, len) != 0) return false;
  s->at += len;
  return true;
}
#define SKIP(s, piece) skip_n((s), (piece), sizeof(piece) - 1)
#define MUST(s, piece) ((s)->bad = (s)->bad || !SKIP((s), (piece)))
/* A member that may be missing; it is the first one or stands behind a comma. */
#define MEMBER(s, name) (SKIP((s), ",\"" name "\":") || SKIP((s), "\"" name "\":"))

/* Behind the next c. */
static void skip_past(Scan *s, char c) {
  const char *found = memchr(s->at, c, (size_t)(s->end - s->at));
  s->bad = s->bad || !found;
  if (found) s->at = found + 1;
}

static Span read_span(Scan *s) {
  if (MUST(s, "\"")) return (Span){"", 0};
  const char *start = s->at;
  while (s->at < s->end && *s->at != '"' && *s->at != '\\') s->at++;
  Span span = {start, (size_t)(s->at - start)};
  MUST(s, "\"");
  return span;
}

static const char *read_copy(Scan *s) {
  Span span = read_span(s);
  return arena_copy_n(s->a, span.text, span.len);
}

static int read_name(Scan *s, const char *const names[]) {
  Span span = read_span(s);
  for (int i = 0; names[i]; i++)
    if (strncmp(names[i], span.text, span.len) == 0 && !names[i][span.len]) return i;
  s->bad = true;
  return 0;
}

/* The row that a text names, -1: none. */
static int find_row(const Scan *s, RowKind kind, Span span) {
  char id[80];
  if (span.len >= sizeof id) return -1;
  memcpy(id, span.text, span.len);
  id[span.len] = '\0';
  return catalog_find(s->catalog, kind, id);
}

/* Digits and a power of ten that both are exact as doubles give the nearest double in one division or product; every
 * other number goes the long way. */
static double read_number(Scan *s) {
  static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  const char *start = s->at;
  bool minus = SKIP(s, "-");
  unsigned long long digits = 0;
  int count = 0, decimals = 0;
  for (bool point = false; s->at < s->end && ((*s->at >= '0' && *s->at <= '9') || (*s->at == '.' && !point)); s->at++) {
    if (*s->at == '.') {
      point = true;
      continue;
    }
    if (count < 19) digits = 10 * digits + (unsigned long long)(*s->at - '0');
    count++, decimals += point;
  }
  bool exponent = s->at < s->end && (*s->at == 'e' || *s->at == 'E');
  if (!exponent && count > 0 && count <= 19 && digits < 1ull << 53)
    return (minus ? -1 : 1) * (double)digits / powers[decimals];
  char text[48];
  double value = 0;
  while (s->at < s->end && *s->at && strchr("+-.0123456789eE", *s->at)) s->at++;
  size_t len = (size_t)(s->at - start);
  s->bad = s->bad || len == 0 || len >= sizeof text;
  if (s->bad) return 0;
  memcpy(text, start, len);
  text[len] = '\0';
  s->bad = !text_parse_number(text, &value);
  return value;
}

static int read_int(Scan *s) {
  double value = read_number(s);
  s->bad = s->bad || !(value >= 0 && value <= 200);
  return s->bad ? 0 : (int)value;
}

static Day read_day(Scan *s) {
  Span span = read_span(s);
  char text[11] = "";
  Day day = 0;
  if (span.len == 10) memcpy(text, span.text, 10);
  s->bad = s->bad || !date_parse(text, DATE_ISO, &day);
  return day;
}

/* ---- the case ---- */

static void read_patient(Scan *s, Patient *p) {
  *p = (Patient){.age_years = -1, .mass_kg = NAN, .height_cm = NAN};
  if (MUST(s, "{\"patient\":{\"id\":")) return;
  p->code = read_copy(s);
  if (MEMBER(s, "sex")) p->sex = (Sex)read_name(s, sex_names);
  if (MEMBER(s, "age")) p->age_years = read_int(s);
  if (MEMBER(s, "mass_kg")) p->mass_kg = read_number(s);
  if (MEMBER(s, "height_cm")) p->height_cm = read_number(s);
  if (MEMBER(s, "dominant")) p->dominant = (Side)read_name(s, side_names);
  if (MEMBER(s, "sport")) p->sport = read_copy(s);
  MUST(s, "}");
}

/* 12.5, or a bound or range as text. */
static void read_value(Scan *s, Measure *m) {
  if (s->at < s->end && *s->at != '"') {
    m->lo = m->hi = read_number(s);
    return;
  }
  s->bad = s->bad || !text_parse_range(read_copy(s), &m->lo, &m->hi);
}

/* A base unit, as a rule that of the test. */
static const Unit *read_unit(Scan *s, Dimension usual) {
  Span span = read_span(s);
  char id[16] = "";
  if (span.len < sizeof id) memcpy(id, span.text, span.len);
  const Unit *unit = unit_base(usual);
  if (strcmp(unit->id, id) != 0) unit = unit_find(id, usual);
  s->bad = s->bad || !unit || unit != unit_base(unit->dimension);
  return s->bad ? NULL : unit;
}

static void read_setup(Scan *s, Measure *m) {
  if (MEMBER(s, "position")) m->position = read_copy(s);
  if (MEMBER(s, "contraction")) m->contraction = (Contraction)read_name(s, contraction_names);
  if (MEMBER(s, "lever_m")) m->lever_m = read_number(s);
  if (MEMBER(s, "trial")) m->trial = read_int(s);
  if (MEMBER(s, "pain")) m->pain = read_int(s);
  if (MEMBER(s, "source")) m->origin = (Origin)read_name(s, origin_names);
  if (MEMBER(s, "date")) m->date = read_day(s);
}

static void read_measure(Scan *s, int test, Measure *m) {
  *m = (Measure){.test = s->catalog->tests.items[test].id, .row = test + 1, .lever_m = NAN, .pain = -1};
  if (MEMBER(s, "side")) m->side = (Side)read_name(s, side_names);
  if (!MEMBER(s, "value")) s->bad = true;
  read_value(s, m);
  if (!MEMBER(s, "unit")) s->bad = true;
  const Unit *unit = read_unit(s, s->catalog->tests.items[test].unit->dimension);
  if (!unit) return;
  m->quantity = unit->dimension;
  read_setup(s, m);
  MUST(s, "}");
}

static void read_measures(Scan *s, const Wanted *wanted, Case *out) {
  LIST(Measure) list = {0};
  if (MUST(s, ",\"measures\":[")) return;
  while (!s->bad && !SKIP(s, "]")) {
    SKIP(s, ",");
    if (MUST(s, "{\"test\":")) return;
    int test = find_row(s, ROWS_TEST, read_span(s));
    if (test >= 0 && (!wanted->tests || wanted->tests[test]))
      read_measure(s, test, LIST_ADD(s->a, &list));
    else
      skip_past(s, '}');
  }
  out->measures = list.items, out->measure_count = list.count;
}

static void read_answers(Scan *s, const Wanted *wanted, Case *out) {
  LIST(Answer) list = {0};
  if (MUST(s, ",\"answers\":{")) return;
  if (!wanted->answers) {
    skip_past(s, '}');
    return;
  }
  while (!s->bad && !SKIP(s, "}")) {
    SKIP(s, ",");
    int question = find_row(s, ROWS_QUESTION, read_span(s));
    MUST(s, ":");
    int value = read_name(s, answer_names);
    if (question < 0) continue;
    *LIST_ADD(s->a, &list) =
        (Answer){.question = s->catalog->questions.items[question].id, .value = (AnswerValue)value};
  }
  out->answers = list.items, out->answer_count = list.count;
}

bool ndjson_stored(const Catalog *catalog, Arena *a, const char *text, size_t len, const Wanted *wanted, Case *out) {
  Scan s = {.catalog = catalog, .a = a, .at = text, .end = text + len};
  *out = (Case){0};
  read_patient(&s, &out->patient);
  if (s.bad || !SKIP(&s, ",\"date\":")) return false;
  out->date = read_day(&s);
  read_measures(&s, wanted, out);
  read_answers(&s, wanted, out);
  if (s.bad || !SKIP(&s, ",\"limits\":{")) return false;
  skip_past(&s, '}');
  return !s.bad && SKIP(&s, "}") && (s.at == s.end || (s.end - s.at == 1 && *s.at == '\n'));
}
