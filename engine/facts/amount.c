#include "facts/amount.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

static const double grade_step = 0.3; /* code of + and -: between two grades, nearer to its own */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Whether the letter at `at` is the e of 1e3 and not the beginning of a unit. */
static bool is_exponent(const char *text, size_t at) {
  if (at == 0 || (text[at] != 'e' && text[at] != 'E') || !(is_digit(text[at - 1]) || text[at - 1] == '.')) return false;
  const char *next = text + at + 1;
  return is_digit(*next) || ((*next == '+' || *next == '-') && is_digit(next[1]));
}

/* Bytes before the unit: the unit begins at the first byte that no number has. */
static size_t number_length(const char *text) {
  size_t at = 0;
  while (text[at] && (is_digit(text[at]) || strchr(".,+-<>=/ ", text[at]) || is_exponent(text, at))) at++;
  return at;
}

static const char *trimmed(Arena *a, const char *text, size_t len) {
  while (len && *text == ' ') text++, len--;
  while (len && text[len - 1] == ' ') len--;
  return arena_copy_n(a, text, len);
}

/* The number without the spaces that people put around a sign of comparison or a dash; other spaces stay and are then
 * refused, so that "1 234" is never read as 1234. */
static const char *tight(Arena *a, const char *text, size_t len) {
  char *out = arena_copy_n(a, trimmed(a, text, len), strlen(trimmed(a, text, len)));
  size_t to = 0;
  for (const char *from = out; *from; from++) {
    bool behind = to > 0 && (strchr("<>=", out[to - 1]) || (out[to - 1] == '-' && to > 1 && is_digit(out[to - 2])));
    if (*from == ' ' && (behind || from[strspn(from, " ")] == '-')) continue;
    out[to++] = *from;
  }
  out[to] = '\0';
  return out;
}

/* "4", "4+", "4-", each also with "/5" behind. */
static bool parse_grade(const char *text, double *value) {
  if (!is_digit(text[0])) return false;
  double step = text[1] == '+' ? grade_step : text[1] == '-' ? -grade_step : 0;
  const char *rest = text + 1 + (step != 0);
  if (*rest && strcmp(rest, "/5") != 0) return false;
  *value = text[0] - '0' + step;
  return true;
}

bool amount_parse(Arena *a, const char *text, bool grade, Amount *out, Err *err) {
  size_t len = number_length(text);
  const char *number = tight(a, text, len);
  out->unit = trimmed(a, text + len, strlen(text + len));
  if (grade && parse_grade(number, &out->lo)) {
    out->hi = out->lo;
    return true;
  }
  if (strchr(number, ','))
    return fail(err, ERR_DATA, NULL, "'%s' has a comma: write a decimal point and no thousands marks, as in 1018.3",
                text);
  if (grade && !text_parse_range(number, &out->lo, &out->hi))
    return fail(err, ERR_DATA, NULL, "'%s' is not a grade: write 0 to 5, with + or - where needed (4+)", text);
  if (!text_parse_range(number, &out->lo, &out->hi))
    return fail(err, ERR_DATA, NULL,
                "'%s' is not a reading: write a number (18.3), a bound (>=240) or a range (26-35), the unit after it",
                text);
  return true;
}

bool amount_is_grade(double value) {
  double rest = fabs(value - round(value));
  return rest < 1e-9 || fabs(rest - grade_step) < 1e-9;
}

static void add_one(Text *t, double value, int decimals, bool grade) {
  double whole = round(value);
  if (!grade || !amount_is_grade(value)) {
    text_add_short(t, value, decimals);
    return;
  }
  text_add_short(t, whole, 0);
  if (fabs(value - whole) > 1e-9) text_add_char(t, value > whole ? '+' : '-');
}

const char *amount_text(Arena *a, double lo, double hi, int decimals, bool grade) {
  Text t = {.arena = a};
  if (isinf(hi) && !isinf(lo)) text_add(&t, ">=");
  if (isinf(lo) && !isinf(hi)) text_add(&t, "<=");
  add_one(&t, isinf(lo) ? hi : lo, decimals, grade);
  if (!isinf(lo) && !isinf(hi) && lo < hi) {
    text_add(&t, lo < 0 || grade ? " to " : "-");
    add_one(&t, hi, decimals, grade);
  }
  return text_get(&t);
}
