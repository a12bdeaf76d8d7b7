#include "formats/json.h"

#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Zeroes behind the line, so that it can be looked at eight bytes at a time. */
enum { BEHIND = 16 };

static bool refuse(Json *j, const char *text) {
  if (!j->fault) j->fault = text, j->column = (size_t)(j->at - j->start) + 1;
  j->at = j->end;
  return false;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static inline void skip_space(Json *j) {
  if ((unsigned char)*j->at > ' ') return; /* as a rule */
  while (*j->at == ' ' || *j->at == '\t' || *j->at == '\n' || *j->at == '\r') j->at++;
}

void json_open(Json *j, Arena *a, const char *text, size_t len) {
  const char *nul = len ? memchr(text, '\0', len) : NULL;
  *j = (Json){.a = a};
  j->start = j->at = arena_room(a, len + BEHIND, 1);
  j->end = j->start + len;
  if (len) memcpy(j->start, text, len);
  memset(j->end, 0, BEHIND);
  if (nul) j->at += nul - text;
  if (nul || !text_is_utf8(text, len)) refuse(j, nul ? "a NUL byte" : "not UTF-8");
  skip_space(j);
}

bool json_close(Json *j) {
  skip_space(j);
  return (!*j->at && !j->fault) || refuse(j, "something stands behind the end of the value");
}

/* ---- texts ---- */

static int hex_digit(char c) {
  return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The four digits behind "\u", at `at`; -1 when they are not there. */
static long hex4(const char *at) {
  long code = 0;
  for (int i = 0; i < 4; i++) {
    int digit = hex_digit(at[i]);
    if (digit < 0) return -1;
    code = code << 4 | digit;
  }
  return code;
}

static char *put_utf8(char *to, long code) {
  if (code < 0x80) {
    *to++ = (char)code;
  } else if (code < 0x800) {
    *to++ = (char)(0xC0 | code >> 6);
    *to++ = (char)(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    *to++ = (char)(0xE0 | code >> 12);
    *to++ = (char)(0x80 | (code >> 6 & 0x3F));
    *to++ = (char)(0x80 | (code & 0x3F));
  } else {
    *to++ = (char)(0xF0 | code >> 18);
    *to++ = (char)(0x80 | (code >> 12 & 0x3F));
    *to++ = (char)(0x80 | (code >> 6 & 0x3F));
    *to++ = (char)(0x80 | (code & 0x3F));
  }
  return to;
}

/* Behind "\u": one code point, which may take a second escape. */
static bool read_unicode(Json *j, char **to) {
  long code = hex4(j->at), low = -1;
  if (code < 0) return refuse(j, "\\u needs four hexadecimal digits");
  if (code == 0) return refuse(j, "\\u0000 is not allowed in text");
  if (code >= 0xDC00 && code <= 0xDFFF) return refuse(j, "half of a surrogate pair");
  j->at += 4;
  if (code >= 0xD800 && code <= 0xDBFF) {
    if (j->at[0] == '\\' && j->at[1] == 'u') low = hex4(j->at + 2);
    if (low < 0xDC00 || low > 0xDFFF) return refuse(j, "half of a surrogate pair");
    code = 0x10000 + ((code - 0xD800) << 10 | (low - 0xDC00));
    j->at += 6;
  }
  *to = put_utf8(*to, code);
  return true;
}

static bool read_escape(Json *j, char **to) {
  static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
  char letter = *j->at;
  if (letter == 'u') {
    j->at++;
    return read_unicode(j, to);
  }
  const char *found = letter ? strchr(letters, letter) : NULL;
  if (!found) return refuse(j, "unknown escape: write \\\\ for a backslash");
  *(*to)++ = meant[found - letters];
  j->at++;
  return true;
}

/* Behind the bytes of a text that stand for themselves, eight at a time. A control or a quote is below 0x21 when its
 * second bit is turned over, and nothing else; a byte that is below another leaves its top bit when that is taken away,
 * and the first such bit of the eight is a sure one. */
static inline char *skip_plain(char *at) {
  const uint64_t each = 0x0101010101010101u, top = each << 7;
  for (;; at += sizeof(uint64_t)) {
    uint64_t eight;
    memcpy(&eight, at, sizeof eight);
    if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) eight = __builtin_bswap64(eight);
    uint64_t turned = eight ^ each * 2, backslash = eight ^ each * '\\';
    uint64_t found = (((turned - each * 0x21) & ~turned) | ((backslash - each) & ~backslash)) & top;
    if (found) return at + (__builtin_ctzll(found) >> 3);
  }
}

/* From the first escape on. The text never grows by decoding, so it is written over its own raw form. */
static bool decode(Json *j) {
  char *to = j->at;
  while (*j->at == '\\') {
    j->at++;
    if (!read_escape(j, &to)) return false;
    char *run = j->at;
    j->at = skip_plain(run);
    memmove(to, run, (size_t)(j->at - run));
    to += j->at - run;
  }
  *to = '\0';
  return true;
}

const char *json_text(Json *j) {
  char *text = j->at + 1;
  j->at = skip_plain(text);
  if (*j->at == '\\' && !decode(j)) return "";
  if (*j->at == '"') {
    *j->at++ = '\0';
    return text;
  }
  refuse(j, *j->at ? "a control character in text: write it as \\n, \\t or \\u00XX" : "the text is not closed");
  return "";
}

/* ---- numbers and words ---- */

double json_number(Json *j) {
  const char *first = j->at + (*j->at == '-'), *at = j->at;
  double value = 0;
  if (!is_digit(*first) || (*first == '0' && is_digit(first[1])))
    return refuse(j, "not a number of JSON: 18.3, -4, 1e3"), 0;
  if (!text_read_number(&at, &value)) return refuse(j, "the number is too large"), 0;
  if (*at == '.' && !memchr(first, '.', (size_t)(at - first)) && first + strcspn(first, "eE") >= at)
    return refuse(j, "a digit is needed behind the point"), 0;
  if ((*at == 'e' || *at == 'E') && first + strcspn(first, "eE") >= at)
    return refuse(j, "a digit is needed in the exponent"), 0;
  j->at += at - j->at;
  return value;
}

static bool read_word(Json *j, const char *word) {
  size_t len = strlen(word);
  if (strncmp(j->at, word, len) != 0)
    return refuse(j, "a value is expected: text in double quotes, a number, true, false");
  j->at += len;
  return true;
}

bool json_truth(Json *j) {
  bool truth = *j->at == 't';
  return read_word(j, truth ? "true" : "false") && truth;
}

JsonKind json_kind(const Json *j) {
  static const unsigned char kinds[256] = {
      ['"'] = KIND_TEXT,   ['{'] = KIND_OBJECT, ['['] = KIND_LIST, ['0' ... '9'] = KIND_NUMBER,
      ['-'] = KIND_NUMBER, ['t'] = KIND_BOOL,   ['f'] = KIND_BOOL};
  return (JsonKind)kinds[(unsigned char)*j->at];
}

const char *json_kind_text(JsonKind kind) {
  static const char *const texts[] = {"null", "true or false", "a number", "text", "a list", "an object"};
  return texts[kind];
}

/* ---- lists and objects ---- */

bool json_enter(Json *j) {
  if (j->depth == JSON_DEPTH_MAX) return refuse(j, "nested too deeply");
  char closing = *j->at == '{' ? '}' : ']';
  j->closing[++j->depth] = closing;
  j->at++;
  skip_space(j);
  if (*j->at != closing) return true;
  j->at++, j->depth--;
  return false;
}

bool json_next(Json *j) {
  char closing = j->closing[j->depth];
  skip_space(j);
  if (*j->at == ',') {
    j->at++;
    skip_space(j);
    return true;
  }
  if (*j->at != closing) return refuse(j, closing == '}' ? "',' or '}' is expected" : "',' or ']' is expected");
  j->at++, j->depth--;
  return false;
}

static bool read_colon(Json *j) {
  skip_space(j);
  if (*j->at != ':') return refuse(j, "':' is expected behind the key");
  j->at++;
  skip_space(j);
  return true;
}

static bool twice(Json *j, char *start, const char *key) {
  j->at = start;
  return refuse(j, arena_printf(j->a, "the key '%.60s' stands twice", key));
}

/* A key that is compared with those before it. */
static bool add_key(Json *j, JsonKeys *keys, char *start, const char *key) {
  for (size_t i = 0; i < keys->count; i++)
    if (keys->items[i][0] == key[0] && strcmp(keys->items[i], key) == 0) return twice(j, start, key);
  if (keys->count == JSON_KEYS_MAX) return refuse(j, "too many keys in one object");
  *LIST_ADD(j->a, keys) = key;
  return true;
}

const char *json_member(Json *j, JsonKeys *keys) {
  char *start = j->at;
  if (*start != '"') return refuse(j, "a key in double quotes is expected"), "";
  const char *key = json_text(j);
  return !j->fault && add_key(j, keys, start, key) && read_colon(j) ? key : "";
}

void json_skip(Json *j) {
  switch (json_kind(j)) {
  case KIND_NULL: read_word(j, "null"); break;
  case KIND_BOOL: json_truth(j); break;
  case KIND_NUMBER: json_number(j); break;
  case KIND_TEXT: json_text(j); break;
  case KIND_LIST:
    for (bool more = json_enter(j); more; more = json_next(j)) json_skip(j);
    break;
  case KIND_OBJECT: {
    JsonKeys keys = {0};
    for (bool more = json_enter(j); more; more = json_next(j)) {
      json_member(j, &keys);
      json_skip(j);
    }
  }
  }
}

/* ---- objects whose keys are known ---- */

/* Does this name begin at `at`, behind the quote, as it is mostly written, without escapes and blanks? */
static inline bool is_name(const char *at, const JsonName *name) {
  static const unsigned char ones[16] = {255, 255, 255, 255, 255, 255, 255, 255};
  uint64_t mask, written, wanted;
  memcpy(&mask, ones + 8 - name->first, sizeof mask);
  memcpy(&written, at, sizeof written);
  memcpy(&wanted, name->begin, sizeof wanted);
  return (written & mask) == wanted && (name->len <= 8 || memcmp(at + 8, name->begin + 8, name->len - 8u) == 0);
}

JsonName json_name(const char *key) {
  JsonName name = {.key = key};
  int len = snprintf(name.begin, sizeof name.begin, "%s\":", key);
  name.len = (unsigned char)len, name.first = (unsigned char)(len < 8 ? len : 8);
  return name;
}

static int find_name(const char *at, const JsonFields *f) {
  size_t i = f->next;
  for (size_t left = f->count; left > 0; left--, i = i + 1 < f->count ? i + 1 : 0)
    if (f->names[i].begin[0] == *at && is_name(at, &f->names[i])) return (int)i;
  return -1;
}

static int find_decoded(const JsonFields *f) {
  for (size_t i = 0; i < f->count; i++)
    if (strcmp(f->names[i].key, f->key) == 0) return (int)i;
  return -1;
}

static void note_found(JsonFields *f, int found) {
  f->found = found;
  f->seen |= 1u << found;
  f->next = (size_t)found + 1 < f->count ? (size_t)found + 1 : 0;
}

/* A key and its colon. gives false when that is a fault. */
static bool read_name(Json *j, JsonFields *f) {
  char *start = j->at;
  if (*start != '"') return refuse(j, "a key in double quotes is expected");
  f->key = json_text(j);
  if (j->fault) return false;
  f->found = find_decoded(f);
  if (f->found < 0) return add_key(j, &f->others, start, f->key) && read_colon(j);
  if (f->seen >> f->found & 1) return twice(j, start, f->key);
  note_found(f, f->found);
  return read_colon(j);
}

/* Reads a value into its slot when that takes values of its kind. */
static bool fill(Json *j, JsonFields *f) {
  const JsonSlot *slot = &f->slots[f->found];
  JsonKind kind = json_kind(j);
  bool takes = (kind == KIND_TEXT && slot->text) || (kind == KIND_NUMBER && slot->number);
  if (takes && kind == KIND_TEXT) *slot->text = json_text(j);
  if (takes && kind == KIND_NUMBER) *slot->number = &f->numbers[f->found], f->numbers[f->found] = json_number(j);
  return takes;
}

/* Members as they mostly stand: without blanks, keys and texts without escapes, values for slots that take them. gives
 * true behind such a value, false at another member. */
static bool read_plain(Json *j, JsonFields *f) {
  for (char *at = j->at;; at++) {
    int found = is_name(at + 1, &f->names[f->next]) ? (int)f->next : find_name(at + 1, f);
    j->at = at;
    if (*at != '"' || found < 0 || f->seen >> found & 1) return false;
    const JsonSlot *slot = &f->slots[found];
    at += f->names[found].len + 1;
    if (*at == '"' && slot->text) {
      char *text = at + 1;
      at = skip_plain(text);
      if (*at != '"') return false;
      *at++ = '\0';
      *slot->text = text;
    } else if ((is_digit(*at) || *at == '-') && slot->number) {
      j->at = at;
      f->numbers[found] = json_number(j);
      *slot->number = &f->numbers[found];
      at = j->at;
    } else {
      return false;
    }
    note_found(f, found);
    j->at = at;
    if (*at != ',' || at[1] != '"') return true;
  }
}

bool json_fields(Json *j, JsonFields *f) {
  bool more = f->begun ? json_next(j) : json_enter(j);
  f->begun = true;
  for (; more; more = json_next(j)) {
    if (read_plain(j, f)) continue;
    if (!read_name(j, f)) return false;
    if (f->found < 0 || !fill(j, f)) return true;
  }
  return false;
}
