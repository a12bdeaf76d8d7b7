#include "base/text.h"

#include "base/columns.h"

#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REPLACEMENT = 0xFFFD, NAME_MAX_BYTES = 128 };

/* ---- builder ---- */

void text_grow(Text *t, size_t most) {
  size_t need = t->len + most + 1;
  if (need <= most) need = SIZE_MAX; /* arena_room refuses it */
  size_t cap = t->cap < 32 ? 64 : t->cap > SIZE_MAX / 2 ? SIZE_MAX : 2 * t->cap;
  if (cap < need) cap = need;
  char *data = arena_room(t->arena, cap, 1);
  if (t->len) memcpy(data, t->data, t->len);
  t->data = data;
  t->cap = cap;
}

void text_add_n(Text *t, const char *data, size_t len) {
  char *room = text_room(t, len);
  if (len) memcpy(room, data, len);
  t->len += len;
  t->data[t->len] = '\0';
}

void text_add(Text *t, const char *text) { text_add_n(t, text, text ? strlen(text) : 0); }

void text_add_char(Text *t, char c) {
  *text_room(t, 1) = c;
  t->len++;
  t->data[t->len] = '\0';
}

void text_addf(Text *t, const char *format, ...) {
  va_list args;
  va_start(args, format);
  text_add(t, arena_vprintf(t->arena, format, args));
  va_end(args);
}

const char *text_get(const Text *t) { return t->data ? t->data : ""; }

/* ---- UTF-8 ---- */

/* Bytes of the code point at `at`, which ends at a NUL or after len bytes; 0 when it is not valid UTF-8 (RFC 3629:
 * shortest form, no surrogates, up to U+10FFFF). A NUL is no continuation, so that terminated text is never overrun. */
static size_t decode(const char *at, size_t len, unsigned *code) {
  const unsigned char *byte = (const unsigned char *)at;
  *code = byte[0];
  if (byte[0] < 0x80) return 1;
  size_t size = byte[0] < 0xC2 ? 0 : byte[0] < 0xE0 ? 2 : byte[0] < 0xF0 ? 3 : byte[0] < 0xF5 ? 4 : 0;
  if (!size || size > len) return 0;
  *code = byte[0] & (0xFFu >> (size + 1));
  for (size_t i = 1; i < size; i++) {
    if ((byte[i] & 0xC0) != 0x80) return 0;
    *code = *code << 6 | (byte[i] & 0x3Fu);
  }
  static const unsigned least[] = {[2] = 0x80, [3] = 0x800, [4] = 0x10000};
  bool surrogate = *code >= 0xD800 && *code <= 0xDFFF;
  return *code >= least[size] && *code <= 0x10FFFF && !surrogate ? size : 0;
}

static void add_code(Text *t, unsigned code) {
  char out[4];
  size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  for (size_t i = size - 1; i > 0; i--, code >>= 6) out[i] = (char)(0x80 | (code & 0x3F));
  out[0] = (char)(size == 1 ? code : (0xF00u >> size & 0xF0) | code);
  text_add_n(t, out, size);
}

unsigned text_next(const char **at) {
  if (!**at) return 0;
  unsigned code;
  size_t size = decode(*at, SIZE_MAX, &code);
  *at += size ? size : 1;
  return size ? code : REPLACEMENT;
}

/* How many bytes at the start are ASCII, in steps of 32. */
static size_t ascii_run(const char *data, size_t len) {
  size_t at = 0;
  for (uint64_t eight[4]; at + sizeof eight <= len; at += sizeof eight) {
    memcpy(eight, data + at, sizeof eight);
    if ((eight[0] | eight[1] | eight[2] | eight[3]) & 0x8080808080808080u) break;
  }
  return at;
}

bool text_is_utf8(const char *data, size_t len) {
  unsigned code;
  for (size_t size; len > 0; data += size, len -= size)
    if (!(size = ascii_run(data, len)) && !(size = decode(data, len, &code))) return false;
  return true;
}

/* Is there a byte below a blank, or DEL? Many at a time. */
static bool has_control(const char *data, size_t len) {
  typedef unsigned char Bytes __attribute__((vector_size(16)));
  Bytes some[4], found = {0};
  for (; len >= sizeof some; data += sizeof some, len -= sizeof some) {
    memcpy(some, data, sizeof some);
    for (int i = 0; i < 4; i++) found |= (Bytes)(some[i] < ' ') | (Bytes)(some[i] == 0x7F);
  }
  bool any = false;
  for (size_t i = 0; i < sizeof found; i++) any |= found[i] != 0;
  for (size_t i = 0; i < len; i++) any |= (unsigned char)data[i] < ' ' || data[i] == 0x7F;
  return any;
}

/* In UTF-8 the controls from 0x80 to 0x9F stand behind 0xC2. */
bool text_is_tame(const char *data, size_t len) {
  if (has_control(data, len) || !text_is_utf8(data, len)) return false;
  const char *end = data + len;
  for (const char *at = data; len && (at = memchr(at, 0xC2, (size_t)(end - at))); at++)
    if ((unsigned char)at[1] < 0xA0) return false;
  return true;
}

int text_width(const char *text) {
  int columns = 0;
  for (unsigned code; (code = text_next(&text));) columns += columns_of(code);
  return columns;
}

/* ---- escapes ---- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_control(unsigned code) { return code < 0x20 || (code >= 0x7F && code < 0xA0); }

/* Hands each code point to the sink's function; ASCII letters, digits and spaces mean nothing to any sink. */
static void add_escaped(Text *t, const char *text, void (*add_one)(Text *t, unsigned code)) {
  for (const char *at = text ? text : ""; *at;) {
    const char *plain = at;
    while (is_letter(*at) || is_digit(*at) || *at == ' ') at++;
    text_add_n(t, plain, (size_t)(at - plain));
    if (*at) add_one(t, text_next(&at));
  }
}

static void add_json_code(Text *t, unsigned code) {
  static const char special[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
  const char *found = code < 0x80 ? strchr(special, (int)code) : NULL;
  if (found)
    text_addf(t, "\\%c", letter[found - special]);
  else if (is_control(code))
    text_addf(t, "\\u%04x", code);
  else
    add_code(t, code);
}

/* ASCII that JSON writes as it is. */
static bool is_plain(char c) { return c >= ' ' && c < 0x7F && c != '"' && c != '\\'; }

/* Sixteen bytes at once; one more than DEL or what is beyond ASCII lies below a blank when it is signed. */
typedef int64_t Pair __attribute__((vector_size(16)));
typedef unsigned char Bytes __attribute__((vector_size(16))); /* which wrap */
typedef signed char Sixteen __attribute__((vector_size(16)));

/* -1 for each byte that is plain: a quote or backslash takes it back. */
static inline Pair plain_ones(Pair pair) {
  Sixteen bytes = (Sixteen)pair;
  return (Pair)(((Sixteen)((Bytes)pair + 1) > ' ') - (bytes == '"') - (bytes == '\\'));
}

static inline bool are_all(Pair ones) { return (ones[0] & ones[1]) == -1; }

static inline Pair copy_pair(char *to, const char *from) {
  Pair pair;
  memcpy(&pair, from, sizeof pair), memcpy(to, &pair, sizeof pair);
  return plain_ones(pair);
}

/* Copies text and tells whether all of it is plain. The last step overlaps what is before it, so do the
 * first and last bytes of what is shorter: no byte outside is touched. */
static bool copy_long(char *to, const char *from, size_t len) {
  size_t last = len - sizeof(Pair);
  Pair ones = copy_pair(to + last, from + last);
  for (size_t at = 0; at < last; at += sizeof(Pair)) ones &= copy_pair(to + at, from + at);
  return are_all(ones);
}

static inline bool copy_short(char *to, const char *from, size_t len) {
  bool plain = true;
  if (len >= sizeof(int64_t)) {
    int64_t first, last;
    memcpy(&first, from, sizeof first), memcpy(&last, from + len - sizeof last, sizeof last);
    memcpy(to, &first, sizeof first), memcpy(to + len - sizeof last, &last, sizeof last);
    return are_all(plain_ones((Pair){first, last}));
  }
  if (len >= sizeof(int32_t)) {
    uint32_t first, last;
    memcpy(&first, from, sizeof first), memcpy(&last, from + len - sizeof last, sizeof last);
    memcpy(to, &first, sizeof first), memcpy(to + len - sizeof last, &last, sizeof last);
    int64_t both = (int64_t)((uint64_t)first << 32 | last);
    return are_all(plain_ones((Pair){both, both}));
  }
  for (size_t i = 0; i < len; i++) plain &= is_plain(to[i] = from[i]);
  return plain;
}

/* Apart, since it is rare: what it keeps at hand would burden the common way. */
static __attribute__((noinline)) void add_json_codes(Text *t, const char *text) {
  text_add_char(t, '"');
  while (*text) {
    size_t run = 0;
    while (is_plain(text[run])) run++;
    text_add_n(t, text, run);
    text += run;
    if (*text) add_json_code(t, text_next(&text));
  }
  text_add_char(t, '"');
}

/* Results are mostly plain ASCII, which is copied with its quotes at once. */
void text_add_json(Text *t, const char *text) {
  if (!text) text = "";
  size_t len = strlen(text);
  char *out = text_room(t, len + 2);
  *out++ = '"';
  if (len < sizeof(Pair) ? copy_short(out, text, len) : copy_long(out, text, len)) {
    t->len += len + 2;
    memcpy(out + len, "\"", 2);
    return;
  }
  add_json_codes(t, text);
}

static void add_html_code(Text *t, unsigned code) {
  switch (code) {
  case '&': text_add(t, "&amp;"); break;
  case '<': text_add(t, "&lt;"); break;
  case '>': text_add(t, "&gt;"); break;
  case '"': text_add(t, "&quot;"); break;
  case '\'': text_add(t, "&#39;"); break;
  case '\t':
  case '\n': add_code(t, code); break;
  default: add_code(t, is_control(code) ? REPLACEMENT : code); /* HTML has no way to write them */
  }
}

void text_add_html(Text *t, const char *text) { add_escaped(t, text, add_html_code); }

/* A line end would leave the paragraph, list item or table cell: it becomes a space. */
static void add_markdown_code(Text *t, unsigned code) {
  bool special = code < 0x80 && strchr("\\`*_{}[]()<>#+-.!|~&=:@^$", (int)code);
  bool blank = code == '\n' || code == '\r' || code == '\t';
  if (special) text_add_char(t, '\\');
  add_code(t, blank ? ' ' : is_control(code) ? REPLACEMENT : code);
}

void text_add_markdown(Text *t, const char *text) { add_escaped(t, text, add_markdown_code); }

static void add_csv_code(Text *t, unsigned code) {
  bool blank = code == '\n' || code == '\r' || code == '\t';
  if (code == '"') text_add_char(t, '"');
  add_code(t, is_control(code) && !blank ? REPLACEMENT : code);
}

void text_add_csv(Text *t, const char *text) {
  double value;
  if (!text || !*text) return;
  bool formula = strchr("=+-@\t\r", *text) && !text_parse_number(text, &value);
  bool quote = formula || strpbrk(text, ",\"\r\n") || *text == ' ' || text[strlen(text) - 1] == ' ';
  if (quote) text_add_char(t, '"');
  if (formula) text_add_char(t, '\''); /* spreadsheets then show the cell instead of running it */
  add_escaped(t, text, add_csv_code);
  if (quote) text_add_char(t, '"');
}

/* What moves the cursor, breaks the line, turns the writing direction or is invisible on purpose. */
static bool misleads(unsigned code) {
  return is_control(code) || code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFB) ||
         (code >= 0xE0000 && code <= 0xE007F);
}

static void add_terminal_code(Text *t, unsigned code) {
  if (misleads(code))
    text_addf(t, "<U+%04X>", code);
  else
    add_code(t, code);
}

void text_add_terminal(Text *t, const char *text) { add_escaped(t, text, add_terminal_code); }

/* ---- numbers ---- */

/* printf and strtod follow LC_NUMERIC. The program sets LC_CTYPE only, never LC_NUMERIC, so both use '.' everywhere. */

/* Decimal digits, the last ones behind a point. */
static void add_digits(Text *t, bool minus, uint64_t digits, int decimals) {
  static const uint64_t tens[] = {1,        10,        100,        1000,        10000,        100000,       1000000,
                                  10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000};
  size_t count = (size_t)decimals + 1;
  while (count < ARRAY_LEN(tens) && digits >= tens[count]) count++;
  char *out = text_room(t, ARRAY_LEN(tens) + 2);
  if (minus && digits > 0) *out++ = '-';
  char *at = out + count + (decimals > 0);
  t->len = (size_t)(at - t->data);
  for (*at = '\0'; at > out; digits /= 10) {
    *--at = (char)('0' + digits % 10);
    if (--decimals == 0) *--at = '.';
  }
}

void text_add_int(Text *t, int value) {
  if (value >= 0 && value < 10) /* most of them */
    text_add_char(t, (char)('0' + value));
  else
    add_digits(t, value < 0, (uint64_t)llabs(value), 0);
}

/* The digits of printf without printf, for numbers of moderate size whose rounding is not in doubt: never closer than
 * 1e-4 to the middle between two results. gives false when printf has to decide. */
static bool add_number_fast(Text *t, double value, int decimals) {
  static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
  if (decimals > 6 || !(fabs(value) < 1e6)) return false;
  double scaled = fabs(value) * powers[decimals];
  uint64_t whole = (uint64_t)scaled; /* below 1e12 */
  double rest = scaled - (double)whole;
  if (fabs(rest - 0.5) < 1e-4) return false;
  add_digits(t, value < 0, whole + (rest > 0.5), decimals);
  return true;
}

void text_add_number(Text *t, double value, int decimals) {
  if (isnan(value) || isinf(value)) {
    text_add(t, isnan(value) ? "unknown" : value > 0 ? "inf" : "-inf");
    return;
  }
  decimals = decimals < 0 ? 0 : decimals > 9 ? 9 : decimals;
  if (add_number_fast(t, value, decimals)) return;
  const char *digits = arena_printf(t->arena, "%.*f", decimals, value);
  bool zero = !digits[strspn(digits, "-0.")];
  text_add(t, zero && *digits == '-' ? digits + 1 : digits);
}

void text_add_short(Text *t, double value, int decimals) {
  size_t start = t->len;
  text_add_number(t, value, decimals);
  if (!memchr(t->data + start, '.', t->len - start)) return;
  while (t->data[t->len - 1] == '0') t->len--;
  if (t->data[t->len - 1] == '.') t->len--;
  t->data[t->len] = '\0';
}

/* The nearest double to digits (with or without a point in them) times a power of ten, correctly rounded by the C
 * library. It gets no point, so that no locale matters, and no more digits than decide: what lies exactly between two
 * doubles has at most 767. */
static double read_long(const char *digits, const char *end, long power) {
  enum { MOST = 800 };
  char room[MOST + 32];
  size_t len = 0;
  bool rest = false;
  for (; digits < end; digits++) {
    if (!is_digit(*digits) || (len == 0 && *digits == '0')) continue;
    if (len < MOST)
      room[len++] = *digits;
    else
      power++, rest = rest || *digits != '0';
  }
  if (rest) room[len++] = '1', power--;
  snprintf(room + len, sizeof room - len, "%se%ld", len ? "" : "0", power);
  return strtod(room, NULL);
}

/* Adds digits to a whole number, which wraps around behind 19 of them. */
static const char *take_digits(const char *at, uint64_t *number) {
  for (; is_digit(*at); at++) *number = 10 * *number + (uint64_t)(*at - '0');
  return at;
}

/* The exponent that stands at `at`, if one does; kept where it does not overflow and the result is 0 or infinite. */
static const char *take_exponent(const char *at, long *power) {
  const long most = 100000000;
  if (*at != 'e' && *at != 'E') return at;
  bool minus = at[1] == '-';
  const char *digits = at + 1 + (minus || at[1] == '+');
  long exponent = 0;
  if (!is_digit(*digits)) return at;
  for (; is_digit(*digits); digits++) exponent = exponent < most ? 10 * exponent + (*digits - '0') : exponent;
  *power += minus ? -exponent : exponent;
  return digits;
}

/* A whole number and a power of ten that both are exact as doubles give the nearest double in one product or division;
 * every other number goes the long way. */
bool text_read_number(const char **text, double *value) {
  static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  const char *start = *text + (**text == '-' || **text == '+');
  uint64_t number = 0;
  long power = 0;
  const char *end = take_digits(start, &number);
  if (end == start) return false;
  if (*end == '.' && is_digit(end[1])) {
    const char *point = end;
    end = take_digits(end + 1, &number);
    power = (long)(point + 1 - end);
  }
  const char *behind = take_exponent(end, &power);
  bool exact = end - start <= 19 && number <= 1ull << 53 && power >= -22 && power <= 22;
  double read = !exact      ? read_long(start, end, power)
                : power < 0 ? (double)(int64_t)number / powers[-power]
                            : (double)(int64_t)number * powers[power];
  if (isinf(read)) return false;
  *value = (**text == '-' ? -read : read) + 0.0; /* -0 becomes 0 */
  *text = behind;
  return true;
}

void text_add_exact(Text *t, double value) {
  char digits[40];
  for (int count = 15; count <= 17; count++) {
    snprintf(digits, sizeof digits, "%.*g", count, value);
    if (strtod(digits, NULL) == value) break; /* exactly: both sides are the same kind of number */
  }
  text_add(t, digits);
}

bool text_parse_number(const char *text, double *value) {
  double read;
  if (!text || !text_read_number(&text, &read) || *text) return false;
  *value = read;
  return true;
}

bool text_parse_int(const char *text, long lo, long hi, long *value) {
  if (!text) return false;
  bool minus = *text == '-';
  const char *at = text + (minus || *text == '+');
  long read = 0; /* kept negative: the range of long reaches one further there */
  if (!is_digit(*at)) return false;
  for (; is_digit(*at); at++) {
    int digit = *at - '0';
    if (read < (LONG_MIN + digit) / 10) return false;
    read = 10 * read - digit;
  }
  if (*at || (!minus && read == LONG_MIN)) return false;
  read = minus ? read : -read;
  if (read < lo || read > hi) return false;
  *value = read;
  return true;
}

bool text_parse_range(const char *text, double *lo, double *hi) {
  if (!text) return false;
  double first, last;
  if (*text == '<' || *text == '>') {
    bool below = *text == '<';
    if (!text_parse_number(text + 1 + (text[1] == '='), &first)) return false;
    *lo = below ? -INFINITY : first;
    *hi = below ? first : INFINITY;
    return true;
  }
  const char *end = text;
  if (!text_read_number(&end, &first)) return false;
  last = first;
  if (*end == '-') {
    if (!is_digit(*text) || !is_digit(end[1]) || !text_parse_number(end + 1, &last) || last < first) return false;
  } else if (*end)
    return false;
  *lo = first;
  *hi = last;
  return true;
}

/* ---- names ---- */

static char fold(char c) { return c == '-' || c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c; }

static int least(int a, int b) { return a < b ? a : b; }

int text_distance(const char *a, const char *b, int limit) {
  size_t rows = strlen(a), columns = strlen(b);
  if (rows > NAME_MAX_BYTES || columns > NAME_MAX_BYTES) return strcmp(a, b) == 0 ? 0 : limit + 1;
  int row[3][NAME_MAX_BYTES + 1]; /* of the distance table: this one, the one before, the one before that */
  int *now = row[0], *before = row[1], *earlier = row[2];
  for (size_t j = 0; j <= columns; j++) now[j] = (int)j;
  for (size_t i = 1; i <= rows; i++) {
    int *oldest = earlier;
    earlier = before, before = now, now = oldest;
    now[0] = (int)i;
    for (size_t j = 1; j <= columns; j++) {
      bool same = fold(a[i - 1]) == fold(b[j - 1]);
      now[j] = least(least(before[j], now[j - 1]) + 1, before[j - 1] + !same);
      bool swapped = i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) && fold(a[i - 2]) == fold(b[j - 1]);
      if (swapped) now[j] = least(now[j], earlier[j - 2] + 1);
    }
  }
  return least(now[columns], limit + 1);
}

static bool contains(const char *whole, const char *part) {
  for (; *whole; whole++) {
    size_t i = 0;
    while (part[i] && fold(whole[i]) == fold(part[i])) i++;
    if (!part[i]) return true;
  }
  return false;
}

void text_near(Nearest *nearest, const char *candidate) {
  if (!nearest->word || !*nearest->word) return;
  int typed = (int)strnlen(nearest->word, INT_MAX), length = (int)strnlen(candidate, INT_MAX);
  int longer = typed > length ? typed : length, shorter = least(typed, length);
  if (longer > NAME_MAX_BYTES) return;
  int limit = longer < 3 ? 1 : longer / 3;
  bool inside = shorter >= 4 && (contains(candidate, nearest->word) || contains(nearest->word, candidate));
  bool begins = inside && typed == shorter && strncmp(candidate, nearest->word, (size_t)typed) == 0;
  int distance = inside ? longer - shorter : text_distance(nearest->word, candidate, limit);
  if (begins && distance > 2) distance = 2; /* a name cut short is likelier than another one mistyped */
  if (distance > limit && !inside) return;
  if (nearest->best && distance > nearest->distance) return;
  if (nearest->best && distance == nearest->distance) { /* the shorter name, then the one that sorts first */
    int before = (int)strnlen(nearest->best, INT_MAX);
    if (length > before || (length == before && strcmp(candidate, nearest->best) >= 0)) return;
  }
  nearest->best = candidate;
  nearest->distance = distance;
}

const char *text_near_hint(Arena *a, const Nearest *nearest) {
  return nearest->best ? arena_printf(a, " (did you mean '%s'?)", nearest->best) : "";
}

/* Bytes of a piece without blanks that fit into the room: all of them, else as far as one may break; 0: nowhere. */
static size_t bytes_within(const char *piece, int room) {
  const char *at = piece, *breaks = piece;
  unsigned before = 0;
  for (int column = 0; *at && column <= room;) {
    const char *start = at;
    unsigned code = text_next(&at);
    if (before && columns_may_break(before, code)) breaks = start;
    column += columns_of(code);
    if (column > room) return (size_t)(breaks - piece);
    before = code;
  }
  return (size_t)(at - piece);
}

/* Chinese and Japanese have no blanks: such a piece goes over as many lines as it needs. */
static void add_piece(Text *t, const char *piece, int indent, int columns, int *column) {
  while (*piece) {
    size_t len = bytes_within(piece, columns - *column);
    if (!len && !bytes_within(piece, columns - indent)) len = strlen(piece); /* it breaks nowhere */
    const char *part = arena_copy_n(t->arena, piece, len);
    text_add(t, part);
    *column += text_width(part);
    piece += len;
    if (!*piece) return;
    text_addf(t, "\n%*s", indent, "");
    *column = indent;
  }
}

void text_add_wrapped(Text *t, const char *first, int indent, int columns, const char *text) {
  Text safe = {.arena = t->arena};
  text_add_terminal(&safe, text);
  text_add(t, first);
  int column = text_width(first);
  const char *at = text_get(&safe);
  for (bool started = false; *at; started = true) {
    size_t len = strcspn(at, " ");
    const char *piece = arena_copy_n(t->arena, at, len);
    if (started && len && !bytes_within(piece, columns - column - 1)) {
      text_addf(t, "\n%*s", indent, "");
      column = indent;
    } else if (started) {
      text_add_char(t, ' ');
      column++;
    }
    add_piece(t, piece, indent, columns, &column);
    at += len + (at[len] == ' ');
  }
  text_add_char(t, '\n');
}

bool text_is_id(const char *text) {
  size_t len = text ? strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-") : 0;
  return len > 0 && len <= 64 && !text[len] && *text >= 'a' && *text <= 'z';
}
