#include "formats/excerpt.h"

#include <string.h>

typedef struct Scan {
  const char *at, *end;
} Scan;

static bool skip_n(Scan *s, const char *piece, size_t len) {
  if ((size_t)(s->end - s->at) < len || memcmp(s->at, piece, len) != 0) return false;
  s->at += len;
  return true;
}
#define SKIP(s, piece) skip_n((s), (piece), sizeof(piece) - 1)

/* Behind the next c. Where c stood in a text, no piece of the form follows: a quote in a text is escaped. */
static bool skip_past(Scan *s, char c) {
  const char *found = memchr(s->at, c, (size_t)(s->end - s->at));
  if (found) s->at = found + 1;
  return found != NULL;
}

static bool is_kept(const Excerpt *x, const char *id, size_t len) {
  for (size_t low = 0, high = x->count; low < high;) {
    size_t middle = (low + high) / 2, other = strlen(x->tests[middle]);
    int order = memcmp(id, x->tests[middle], len < other ? len : other);
    if (order == 0 && len == other) return true;
    if (order > 0 || (order == 0 && len > other))
      low = middle + 1;
    else
      high = middle;
  }
  return false;
}

/* Measures of one test stand together as a rule: whether it is kept is looked up once. */
static bool add_measures(const Excerpt *x, Scan *s, size_t most, Text *out) {
  static const char head[] = "{\"test\":\"";
  const char *id = "\"";
  size_t len = 1; /* with the quote */
  bool kept = false, any = false;
  if (SKIP(s, "]")) return true;
  do {
    const char *start = s->at;
    if (!skip_n(s, head, sizeof head - 1)) return false;
    if (!skip_n(s, id, len)) {
      const char *test = s->at;
      if (!skip_past(s, '"')) return false;
      id = test, len = (size_t)(s->at - test), kept = is_kept(x, id, len - 1);
    }
    if (!skip_past(s, '}')) return false;
    if (!kept) continue;
    if (any) text_add_char(out, ',');
    text_add_n(out, start, (size_t)(s->at - start));
    if (out->len > most) return false;
    any = true;
  } while (SKIP(s, ","));
  return SKIP(s, "]");
}

static bool add_case(const Excerpt *x, Scan *s, size_t most, Text *out) {
  const char *start = s->at;
  if (!SKIP(s, "{\"patient\":{") || !skip_past(s, '}') || !SKIP(s, ",\"date\":\"") || !skip_past(s, '"') ||
      !SKIP(s, ",\"measures\":["))
    return false;
  text_add_n(out, start, (size_t)(s->at - start));
  if (!add_measures(x, s, most, out)) return false;
  start = s->at;
  if (!SKIP(s, ",\"answers\":{") || !skip_past(s, '}')) return false;
  text_add_char(out, ']');
  if (x->answers)
    text_add_n(out, start, (size_t)(s->at - start));
  else
    text_add(out, ",\"answers\":{}");
  text_add(out, ",\"limits\":{}}");
  return SKIP(s, ",\"limits\":{") && skip_past(s, '}') && SKIP(s, "}") &&
         (s->at == s->end || (s->end - s->at == 1 && *s->at == '\n'));
}

bool excerpt_add(const Excerpt *x, const char *text, size_t len, size_t most, Text *out) {
  size_t before = out->len;
  Scan s = {text, text + len};
  if (add_case(x, &s, before + most, out) && out->len <= before + most) return true;
  out->len = before;
  return false;
}
